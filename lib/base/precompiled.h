// SPDX-License-Identifier: MIT
// The headers that most files include and that take long, for the Makefile to precompile; no file
// includes this.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/base/format.h"
