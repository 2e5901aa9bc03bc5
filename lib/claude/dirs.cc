// SPDX-License-Identifier: MIT
#include "lib/claude/dirs.h"

#include <algorithm>
#include <cstring>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/claude/json.h"

namespace wick {
namespace {

constexpr std::size_t kLongestSlug = 200;
constexpr std::string_view kSuffix = ".jsonl";

void add_once(std::vector<std::string>& dirs, std::string dir) {
  while (dir.size() > 1 && dir.back() == '/') dir.pop_back();
  if (std::find(dirs.begin(), dirs.end(), dir) == dirs.end()) dirs.push_back(std::move(dir));
}

// Converts UTF-8 to UTF-16, as JavaScript sees it.
std::vector<std::uint16_t> to_utf16(std::string_view text) {
  std::vector<std::uint16_t> units;
  for (std::size_t pos = 0; pos < text.size();) {
    std::uint32_t c = next_code_point(text, pos);
    if (c >= 0x10000) {
      units.push_back(static_cast<std::uint16_t>(0xD800 + ((c - 0x10000) >> 10)));
      units.push_back(static_cast<std::uint16_t>(0xDC00 + ((c - 0x10000) & 0x3FF)));
    } else {
      units.push_back(static_cast<std::uint16_t>(c));
    }
  }
  return units;
}

bool is_alnum(std::uint16_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// h = 31 h + unit in signed 32 bits; its absolute value in base 36.
std::string slug_hash(const std::vector<std::uint16_t>& units) {
  std::uint32_t h = 0;
  for (std::uint16_t unit : units) h = h * 31 + unit;
  std::uint32_t magnitude = h & 0x80000000u ? 0u - h : h;
  std::string out;
  do {
    out.insert(out.begin(), "0123456789abcdefghijklmnopqrstuvwxyz"[magnitude % 36]);
    magnitude /= 36;
  } while (magnitude > 0);
  return out;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::optional<std::string> match_long_slug(const std::string& projects, std::string_view slug) {
  std::string_view start = slug.substr(0, kLongestSlug);
  for (const std::string& name : list_dir(projects)) {
    if (name.size() > kLongestSlug && std::string_view(name).substr(0, kLongestSlug) == start) {
      return projects + "/" + name;
    }
  }
  return std::nullopt;
}

// Like start_dir(), up to the drive or server. The folder's name may have the drive letter in the
// other case.
std::string windows_start_dir(const std::string& slug, std::string cwd) {
  const std::string wanted = lower(slug);
  while (lower(project_slug(cwd)) != wanted) {
    std::size_t at = cwd.find_last_of("/\\");
    if (at == cwd.npos || at < 2) return "";
    cwd.resize(at);
  }
  return cwd;
}

constexpr std::size_t kUuid = 36;

bool is_uuid(std::string_view text) {
  if (text.size() != kUuid) return false;
  for (std::size_t i = 0; i < kUuid; ++i) {
    bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    bool hex = text[i] != '\0' && std::strchr("0123456789abcdefABCDEF", text[i]);
    if (dash ? text[i] != '-' : !hex) return false;
  }
  return true;
}

// Finds the file changed last. If times are equal, the greater path wins, so that the result does
// not depend on the order of folders.
class Newest {
 public:
  void offer(std::string path) {
    auto info = file_info(path);
    if (!info) return;
    if (path_ && (info->modified < time_ || (info->modified == time_ && path <= *path_))) return;
    path_ = std::move(path);
    time_ = info->modified;
  }
  std::optional<std::string> path() && { return std::move(path_); }

 private:
  std::optional<std::string> path_;
  TimeMs time_ = 0;
};

// The folders given by the variables; they need not exist.
std::vector<std::string> wanted_dirs(const Env& env) {
  std::vector<std::string> dirs;
  if (!env.claude_config_dir.empty()) {
    for (std::string_view dir : split(env.claude_config_dir, ',')) {
      if (!trim(dir).empty()) add_once(dirs, std::string(trim(dir)));
    }
    return dirs;
  }
  if (!env.xdg_config_home.empty()) {
    add_once(dirs, env.xdg_config_home + "/claude");
  } else if (!env.home.empty()) {
    add_once(dirs, env.home + "/.config/claude");
  }
  if (!env.home.empty()) add_once(dirs, env.home + "/.claude");
  return dirs;
}

}  // namespace

std::vector<std::string> possible_config_dirs(const Env& env) {
  std::vector<std::string> dirs = wanted_dirs(env);
  for (std::string& dir : dirs)
    if (dir[0] != '/') dir = env.cwd + "/" + dir;
  return dirs;
}

std::vector<std::string> config_dirs(const Env& env) {
  std::vector<std::string> dirs = wanted_dirs(env);
  dirs.erase(std::remove_if(dirs.begin(), dirs.end(),
                            [](const std::string& dir) { return !is_directory(dir); }),
             dirs.end());
  return dirs;
}

std::vector<std::string> managed_settings() {
#ifdef __APPLE__
  std::string folder = "/Library/Application Support/ClaudeCode";
#else
  std::string folder = "/etc/claude-code";
#endif
  std::vector<std::string> files =
      if_allowed([&] { return list_dir(folder + "/managed-settings.d"); });
  std::sort(files.rbegin(), files.rend());  // the last one takes precedence
  for (std::string& file : files) file = folder + "/managed-settings.d/" + file;
  files.push_back(folder + "/managed-settings.json");
  return files;
}

std::vector<std::string> settings_files(const std::vector<std::string>& managed,
                                        const std::string& project,
                                        const std::vector<std::string>& config_dirs) {
  std::vector<std::string> all = managed, out;
  if (!project.empty()) {
    all.push_back(project + "/.claude/settings.local.json");
    all.push_back(project + "/.claude/settings.json");
  }
  for (const std::string& dir : config_dirs) all.push_back(dir + "/settings.json");
  for (std::string& path : all)
    if (std::find(out.begin(), out.end(), path) == out.end()) out.push_back(std::move(path));
  return out;
}

std::string settings_dir(const Env& env) {
  for (std::string_view dir : split(env.claude_config_dir, ',')) {
    dir = trim(dir);
    while (dir.size() > 1 && dir.back() == '/') dir.remove_suffix(1);
    if (!dir.empty()) return std::string(dir);
  }
  if (env.home.empty()) throw Failure{Exit::kUsage, "HOME: is not set"};
  return env.home + "/.claude";
}

std::string project_slug(std::string_view cwd) {
  std::vector<std::uint16_t> units = to_utf16(cwd);
  std::string slug;
  for (std::uint16_t unit : units) slug.push_back(is_alnum(unit) ? static_cast<char>(unit) : '-');
  if (slug.size() > kLongestSlug)
    slug = fmt::format("{}-{}", slug.substr(0, kLongestSlug), slug_hash(units));
  return slug;
}

std::string comparable_path(std::string_view path) {
  std::string out(path);
  if (!is_windows_path(path)) return out;
  std::replace(out.begin(), out.end(), '\\', '/');
  while (out.size() > 2 && out.back() == '/') out.pop_back();
  std::string folded = lower(out);
  bool linux = folded.compare(0, 6, "//wsl$") == 0 || folded.compare(0, 6, "//wsl.") == 0;
  return linux ? out : folded;
}

std::string start_dir(std::string_view transcript, std::string cwd) {
  const std::string folder = parent_dir(transcript);
  if (is_windows_path(cwd)) return windows_start_dir(std::string(base_name(folder)), cwd);
  if (cwd.empty() || cwd[0] != '/') return "";
  while (project_slug(cwd) != base_name(folder)) {
    if (cwd == "/") return "";
    cwd = parent_dir(cwd);
  }
  return cwd;
}

std::optional<std::string> project_dir(const std::string& config_dir, std::string_view cwd,
                                       const Env& env) {
  const std::string projects = config_dir + "/projects";
  bool renamed = !env.claude_config_dir.empty() && is_safe_name(env.claude_project_dir_name);
  std::string slug = renamed ? env.claude_project_dir_name : project_slug(cwd);
  std::string path = projects + "/" + slug;
  if (is_directory(path)) return path;
  if (slug.size() > kLongestSlug) return match_long_slug(projects, slug);
  return std::nullopt;
}

bool is_session_file_name(std::string_view name) {
  return name.size() > kSuffix.size() && ends_with(name, kSuffix) && name != "journal.jsonl" &&
         !contains(name, ".orphaned") && !contains(name, ".superseded");
}

bool is_transcript_name(std::string_view name) {
  if (!is_session_file_name(name) || name.substr(0, 6) == "agent-") return false;
  std::string_view id = name.substr(0, name.size() - kSuffix.size());
  if (id.find(' ') != id.npos) return false;
  // A session's id must be the whole name.
  for (std::size_t at = 0; at + kUuid < id.size(); ++at)
    if (is_uuid(id.substr(at, kUuid))) return false;
  return !(id.size() > kUuid && is_uuid(id.substr(id.size() - kUuid)));
}

std::optional<std::string> newest_transcript(
    const std::string& project_dir, const std::function<bool(const std::string&)>& is_wanted) {
  std::vector<std::pair<TimeMs, std::string>> all;
  for (const std::string& name : list_dir(project_dir)) {
    std::string path = fmt::format("{}/{}", project_dir, name);
    auto info = is_transcript_name(name) ? file_info(path) : std::nullopt;
    if (info) all.emplace_back(info->modified, std::move(path));
  }
  std::make_heap(all.begin(), all.end());  // usually the first is the one
  for (; !all.empty(); all.pop_back()) {
    std::pop_heap(all.begin(), all.end());
    if (is_wanted(all.back().second)) return std::move(all.back().second);
  }
  return std::nullopt;
}

bool is_agent_file(std::string_view name) {
  constexpr std::string_view kStart = "agent-";
  return name.size() > kStart.size() + kSuffix.size() && name.starts_with(kStart) &&
         name.ends_with(kSuffix);
}

std::vector<std::string> other_parts(const std::string& transcript) {
  std::vector<std::string> parts;
  std::string folder = parent_dir(transcript), projects = parent_dir(folder);
  std::string name(base_name(transcript));
  if (!is_uuid(session_id_of(name)) || projects.substr(projects.rfind('/') + 1) != "projects")
    return parts;
  for (const std::string& other : list_dir(projects)) {
    std::string path = projects + "/" + other + "/" + name;
    if (projects + "/" + other != folder && file_info(path)) parts.push_back(path);
  }
  return parts;
}

std::optional<std::string> find_transcript(const std::vector<std::string>& config_dirs,
                                           std::string_view id) {
  Newest newest;
  if (!is_safe_name(id) || !is_transcript_name(std::string(id) + std::string(kSuffix)))
    return std::nullopt;
  for (const std::string& dir : config_dirs) {
    for (const std::string& project : list_dir(dir + "/projects")) {
      newest.offer(fmt::format("{}/projects/{}/{}{}", dir, project, id, kSuffix));
    }
  }
  return std::move(newest).path();
}

std::vector<std::string> main_transcripts(const std::vector<std::string>& config_dirs) {
  std::vector<std::string> out;
  for (const std::string& dir : config_dirs) {
    for (const std::string& project : list_dir(dir + "/projects")) {
      std::string folder = fmt::format("{}/projects/{}", dir, project);
      // A folder that this user cannot read has none of the user's sessions.
      for (const std::string& name : if_allowed([&] { return list_dir(folder); }))
        if (is_transcript_name(name)) out.push_back(fmt::format("{}/{}", folder, name));
    }
  }
  return out;
}

std::vector<std::string> session_ids_starting(const std::vector<std::string>& config_dirs,
                                              std::string_view prefix) {
  std::vector<std::string> ids;
  for (const std::string& transcript : main_transcripts(config_dirs))
    if (std::string id = session_id_of(transcript); id.starts_with(prefix))
      ids.push_back(std::move(id));
  return ids;
}

std::string config_dir_of(std::string_view transcript_path) {
  // A subagent's transcript is deeper in the project folder than its session's.
  constexpr std::string_view kProjects = "/projects/";
  std::size_t at = transcript_path.rfind(kProjects);
  bool in_folder = at != transcript_path.npos &&
                   transcript_path.find('/', at + kProjects.size()) != transcript_path.npos;
  return in_folder ? std::string(transcript_path.substr(0, at)) : "";
}

Failure no_such_session(std::string_view id) {
  std::string session = "session " + printable(id);
  if (id.size() < kShortestIdPrefix)
    return {Exit::kUsage, fmt::format("{}: too short; at least {} characters of the id are needed",
                                      session, kShortestIdPrefix)};
  return {Exit::kUnavailable, session + ": not found; wick-sessions --all lists all ids"};
}

std::string session_id_of(std::string_view transcript_path) {
  std::string_view name = base_name(transcript_path);
  if (ends_with(name, kSuffix)) name.remove_suffix(kSuffix.size());
  return std::string(name);
}

namespace {

class AgentType : public JsonVisitor {
 public:
  bool enter(std::string_view) override { return false; }
  void scalar(std::string_view path, const JsonScalar& value) override {
    if (path == "agentType") text = value.text().value_or("");
  }
  std::string text;
};

}  // namespace

std::string agent_type_of(std::string_view transcript) {
  constexpr std::size_t kLargest = 64 * 1024;
  if (!is_agent_file(base_name(transcript))) return "";
  std::string stem(transcript.substr(0, transcript.size() - kSuffix.size()));
  auto meta = try_read_file(stem + ".meta.json", kLargest);
  AgentType type;
  return meta && walk_json(*meta, type) == JsonStatus::kOk ? type.text : "";
}

}  // namespace wick
