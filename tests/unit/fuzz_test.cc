// SPDX-License-Identifier: MIT
// The seeds of the fuzzer and its former findings, run without a fuzzer in every build.
#include "lib/base/file.h"
#include "tests/fuzz/targets.h"
#include "tests/unit/catch.h"
#include "tests/unit/support.h"

using namespace wick;

TEST_CASE("fuzzing: the seeds") {
  for (const FuzzTarget& target : fuzz_targets()) {
    std::string folder = wick_test::data("../fuzz/seeds/" + std::string(target.name));
    std::vector<std::string> seeds = list_dir(folder);
    INFO(folder);
    CHECK(!seeds.empty());
    for (const std::string& seed : seeds) {
      std::string bytes = read_file(folder + "/" + seed, 1 << 20);
      // Also cut off at every position.
      for (std::size_t parts = 1; parts <= 8; ++parts)
        target.run(std::string_view(bytes).substr(0, bytes.size() / parts));
    }
  }
}
