// SPDX-License-Identifier: MIT
#include "lib/base/text.h"
#include "lib/claude/dirs.h"
#include "lib/history/usage_report.h"

namespace wick {

namespace {

// "shop" is a last part on Windows too.
bool matches_windows_project(std::string_view project, std::string_view wanted) {
  std::string path = comparable_path(project);
  if (!is_windows_path(wanted)) {
    std::string part = path.substr(path.rfind('/') + 1);
    return part == wanted || part == lower(std::string(wanted));
  }
  std::string prefix = comparable_path(wanted);
  return path.compare(0, prefix.size(), prefix) == 0 &&
         (path.size() == prefix.size() || path[prefix.size()] == '/');
}

}  // namespace

bool matches_project(std::string_view project, std::string_view wanted) {
  if (is_windows_path(project)) return matches_windows_project(project, wanted);
  while (wanted.size() > 1 && wanted.back() == '/') wanted.remove_suffix(1);
  if (wanted.find('/') == wanted.npos) return project.substr(project.rfind('/') + 1) == wanted;
  if (wanted == "/") return project.substr(0, 1) == "/";
  bool below = project.size() > wanted.size() && project[wanted.size()] == '/';
  return project.substr(0, wanted.size()) == wanted && (project.size() == wanted.size() || below);
}

bool matches_model(std::string_view canonical, std::string_view wanted) {
  constexpr std::string_view kBetween = "-/:";
  std::string name = lower(std::string(wanted)), whole = lower(std::string(canonical));
  std::size_t at = whole.find(name);
  for (; at != whole.npos; at = whole.find(name, at + 1)) {
    std::size_t end = at + name.size();
    bool starts = at == 0 || kBetween.find(whole[at - 1]) != kBetween.npos;
    bool ends = end == whole.size() || kBetween.find(whole[end]) != kBetween.npos;
    if (starts && ends) return true;
  }
  return name.empty();
}

FilteredHistory::FilteredHistory(const History& history, const UsageFilter& filter, Pricer& pricer)
    : history_(history), filter_(filter) {
  for (const std::string& project : history.projects) {
    bool any = filter.projects.empty();
    for (const std::string& wanted : filter.projects) any |= matches_project(project, wanted);
    projects_.push_back(any);
  }
  if (filter.models.empty()) return;
  for (Names::Id id = 0; id < history.names.size(); ++id) {
    bool any = false;
    for (const std::string& wanted : filter.models) any |= matches_model(pricer.canonical(id), wanted);
    models_.push_back(any);
  }
}

bool FilteredHistory::in_time(TimeMs time) const {
  if (!filter_.since && !filter_.until) return true;
  return time != kUndated && (!filter_.since || time >= *filter_.since) &&
         (!filter_.until || time < *filter_.until);
}

bool FilteredHistory::passes(const HistoryRequest& request) const {
  return projects_[history_.files[request.file].project] &&
         (models_.empty() || models_[request.model]) && in_time(request.time);
}

// A prompt is nobody's in particular among models, and so is a compaction.
bool FilteredHistory::passes(const HistoryPrompt& prompt) const {
  return projects_[history_.files[prompt.file].project] && models_.empty() && in_time(prompt.time);
}

bool FilteredHistory::passes(const HistoryCompaction& compaction) const {
  return projects_[history_.files[compaction.file].project] && models_.empty() &&
         in_time(compaction.record.time);
}

}  // namespace wick
