// SPDX-License-Identifier: MIT
// One program for all targets: its name says which, fuzz-TARGET. libFuzzer has its main().
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "tests/fuzz/targets.h"

namespace {

const wick::FuzzTarget* target;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char*** argv) {
  std::string_view name = (*argv)[0];
  name.remove_prefix(name.rfind("fuzz-") == name.npos ? name.size() : name.rfind("fuzz-") + 5);
  for (const wick::FuzzTarget& known : wick::fuzz_targets())
    if (known.name == name) target = &known;
  if (target) return 0;
  for (const wick::FuzzTarget& known : wick::fuzz_targets()) std::printf("%s\n", known.name.data());
  std::exit(name.empty() ? 0 : 2);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  target->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
