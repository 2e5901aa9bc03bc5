// SPDX-License-Identifier: MIT
// wick's own programs: versions, places, linkage.
#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/program.h"
#include "lib/cli/run.h"
#include "lib/doctor/check.h"
#include "lib/doctor/program.h"

namespace wick {
namespace {

constexpr std::string_view kGroup = "tools";

void own(const Checkup& c, Checks& checks) {
  std::string what = fmt::format("wick {} in {}", kVersion, parent_dir(c.program));
  if (linkage_of(c.program) == Linkage::kDynamic) {
    checks.push_back({std::string(kGroup), Status::kNote,
                      what + ", linked with shared libraries: each run loads them first",
                      "where it was measured, 2.3 ms a run instead of 0.8;\n"
                      "a build with the static simdjson that `make` fetches is static"});
  } else {
    bool is_static = linkage_of(c.program) == Linkage::kStatic;
    checks.push_back({std::string(kGroup), Status::kOk, what + (is_static ? ", static" : ""), ""});
  }
}

void others(const Checkup& c, Checks& checks) {
  std::vector<std::string> found = on_path("wick-line", c.env.path);
  if (found.empty()) {
    checks.push_back(
        {std::string(kGroup), Status::kNote, "wick-line is not on PATH",
         fmt::format("add {} to PATH, to call the tools by their names", parent_dir(c.program))});
    return;
  }
  std::string first = real_path(found.front());
  std::string version = wick_version_of(first);
  if (parent_dir(first) != parent_dir(c.program)) {
    checks.push_back({std::string(kGroup), version == kVersion ? Status::kNote : Status::kWarning,
                      fmt::format("the first wick-line on PATH is another copy: {}, version {}",
                                  found.front(), version.empty() ? "unknown" : version),
                      ""});
  }
  for (std::size_t i = 1; i < found.size(); ++i) {
    std::string other = wick_version_of(real_path(found[i]));
    checks.push_back({std::string(kGroup), other == version ? Status::kNote : Status::kWarning,
                      fmt::format("one more wick-line on PATH: {}, version {}", found[i],
                                  other.empty() ? "unknown" : other),
                      "the first one is run: " + found.front()});
  }
}

}  // namespace

void check_tools(const Checkup& c, Checks& checks) {
  own(c, checks);
  others(c, checks);
}

}  // namespace wick
