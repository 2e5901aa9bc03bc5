// SPDX-License-Identifier: MIT
// The standard headers that most files include, for the Makefile to precompile; no file
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
