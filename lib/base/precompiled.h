// SPDX-License-Identifier: MIT
// Widely used headers that take long to compile. The Makefile precompiles them; no file includes
// this one.
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
