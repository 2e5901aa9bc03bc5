// SPDX-License-Identifier: MIT
#include "lib/doctor/settings.h"

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/claude/dirs.h"
#include "lib/claude/json.h"

namespace wick {
namespace {

constexpr std::size_t kLargestFile = 1024 * 1024;

class SettingsVisitor : public JsonVisitor {
 public:
  explicit SettingsVisitor(SettingsFile& file) : out_(file) {}
  bool enter(std::string_view path) override {
    out_.has_status_line |= path == "statusLine";
    return path == "statusLine";
  }
  void scalar(std::string_view path, const JsonScalar& value) override {
    if (path == "statusLine.type") out_.type = value.text();
    else if (path == "statusLine.command") out_.command = value.text();
    else if (path == "statusLine.refreshInterval") out_.refresh_s = value.number().value_or(0);
    else if (path == "disableAllHooks") out_.disable_hooks = value.flag();
    else if (path == "allowManagedHooksOnly") out_.managed_only = value.flag();
  }

 private:
  SettingsFile& out_;
};

}  // namespace

std::string SettingsFile::where(std::string_view key) const {
  auto line = places.lines.find(key);
  return line == places.lines.end() ? path : fmt::format("{}:{}", path, line->second);
}

SettingsFile parse_settings(const std::string& json, const std::string& path) {
  SettingsFile file;
  file.path = path;
  if (trim(json).empty()) return file;
  file.places = json_places(json);
  file.fault = file.places.fault;
  SettingsVisitor visitor(file);
  if (walk_json(json, visitor) == JsonStatus::kNotObject && file.fault.empty())
    file.fault = "1:1: expected an object";
  return file;
}

std::vector<SettingsFile> read_settings(const Env& env, const std::vector<std::string>& managed,
                                        const std::string& project) {
  std::vector<std::string> paths = settings_files(managed, project, config_dirs(env));
  std::vector<SettingsFile> files;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    auto json = try_read_file(paths[i], kLargestFile);
    if (!json) continue;
    files.push_back(parse_settings(*json, paths[i]));
    files.back().managed = i < managed.size();
  }
  return files;
}

}  // namespace wick
