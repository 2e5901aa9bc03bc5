// SPDX-License-Identifier: MIT
// What is fuzzed: every function that takes bytes which somebody else wrote, with what must be true of its answer.
#pragma once

#include <span>
#include <string_view>

namespace wick {

/// `run` ends the process (abort) when something is wrong; a Failure is an answer.
struct FuzzTarget {
  std::string_view name;  // of its seeds in tests/fuzz/seeds too
  void (*run)(std::string_view bytes);
};

std::span<const FuzzTarget> fuzz_targets();

}  // namespace wick
