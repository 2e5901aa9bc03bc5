// SPDX-License-Identifier: MIT
#include "lib/claude/jobs.h"

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/claude/json.h"

namespace wick {
namespace {

constexpr std::size_t kLargestJob = 256 * 1024;

struct JobVisitor : JsonVisitor {
  std::string session;
  bool enter(std::string_view) override { return false; }
  void scalar(std::string_view path, const JsonScalar& value) override {
    if (path == "sessionId") session = value.text().value_or("");
  }
};

}  // namespace

std::map<std::string, std::string> background_jobs(const std::string& config_dir) {
  std::map<std::string, std::string> jobs;
  const std::string folder = config_dir + "/jobs";
  for (const std::string& job : if_allowed([&] { return list_dir(folder); })) {
    if (!is_safe_name(job)) continue;
    auto text = try_read_file(folder + "/" + job + "/state.json", kLargestJob);
    JobVisitor visitor;
    if (text && walk_json(*text, visitor) == JsonStatus::kOk && !visitor.session.empty()) jobs[visitor.session] = job;
  }
  return jobs;
}

}  // namespace wick
