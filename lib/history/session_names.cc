// SPDX-License-Identifier: MIT
#include "lib/history/session_names.h"

#include <algorithm>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/toml.h"
#include "lib/claude/dirs.h"
#include "lib/claude/tail.h"

namespace wick {
namespace {

void read_flag(const TomlValue& file, std::string_view table, std::string_view key, bool& flag) {
  const TomlValue* found = file.find(table);
  if (!found) return;
  found->as_table();
  check_keys(*found, {key});
  if (const TomlValue* value = found->find(key)) flag = value->as_flag();
}

}  // namespace

NameRules name_rules(const Env& env) {
  NameRules out;
  std::string home = config_home(env);
  auto file = home.empty() ? std::nullopt : load_toml(home + "/wick.toml");
  if (!file) return out;
  read_flag(*file, "privacy", "names", out.show);
  read_flag(*file, "ledger", "titles", out.keep);
  return out;
}

std::string title_in(const std::string& transcript) {
  try {
    auto file = open_if_any(transcript);
    return file ? read_title(*file) : "";
  } catch (const Failure&) {
    return "";  // names are optional: the id still identifies the session
  }
}

SessionNames::SessionNames(const std::vector<std::string_view>& transcripts, SessionTitles kept)
    : titles_(std::move(kept)) {
  for (std::string_view path : transcripts) {
    std::string_view name = path.substr(path.rfind('/') + 1);
    if (is_transcript_name(name)) transcripts_[session_id_of(path)].emplace_back(path);
  }
}

const std::string& SessionNames::of(const std::string& session) {
  auto [at, is_new] = titles_.try_emplace(session);
  auto files = transcripts_.find(session);
  if (!is_new || files == transcripts_.end()) return at->second;
  // A session continued in another directory has several files: use the name from the one changed
  // last.
  std::vector<std::string>& paths = files->second;
  auto changed = [](const std::string& path) {
    auto info = file_info(path);
    return info ? info->modified : 0;
  };
  if (paths.size() > 1)
    std::stable_sort(paths.begin(), paths.end(), [&](const std::string& a, const std::string& b) {
      return changed(a) > changed(b);
    });
  for (const std::string& path : paths)
    if (at->second = title_in(path); !at->second.empty()) break;
  return at->second;
}

std::vector<std::string> SessionNames::sessions_named(std::string_view name) {
  std::vector<std::string> all, out;
  for (const auto& [session, title] : titles_) all.push_back(session);
  for (const auto& [session, paths] : transcripts_) all.push_back(session);
  for (const std::string& session : all)
    if (of(session) == name) out.push_back(session);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace wick
