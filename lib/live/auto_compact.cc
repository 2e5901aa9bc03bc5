// SPDX-License-Identifier: MIT
#include "lib/live/auto_compact.h"

#include <algorithm>
#include <map>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/claude/json.h"
#include "lib/price/model.h"

namespace wick {
namespace {

constexpr std::size_t kLargestFile = 1024 * 1024;
constexpr std::int64_t kAnswer = 20000, kSummary = 13000;
constexpr std::int64_t kLeastWindow = 100000, kMostWindow = 1000000;
constexpr std::string_view kWindowVariable = "CLAUDE_CODE_AUTO_COMPACT_WINDOW",
                           kPercentVariable = "CLAUDE_AUTOCOMPACT_PCT_OVERRIDE";
constexpr std::string_view kModels = "modelSettings.", kWindow = "autoCompactWindow";

bool is_on(std::string_view text) {
  std::string word = lower(std::string(trim(text)));
  return word == "1" || word == "true" || word == "yes" || word == "on";
}

// The settings of one file.
struct File : JsonVisitor {
  std::string path;
  std::map<std::string, std::string, std::less<>> variables;  // from its `env`
  std::optional<bool> enabled;
  std::optional<double> window;
  std::vector<CompactSetting> models;

  bool enter(std::string_view key) override {
    constexpr std::string_view kParent = kModels.substr(0, kModels.size() - 1);
    return key == "env" || key == kParent || key.substr(0, kModels.size()) == kModels;
  }
  void scalar(std::string_view key, const JsonScalar& value) override {
    if (key.substr(0, 4) == "env.") {
      if (auto text = value.text()) variables[std::string(key.substr(4))] = *text;
      else if (auto number = value.count())
        variables[std::string(key.substr(4))] = std::to_string(*number);
    } else if (key == "autoCompactEnabled") {
      enabled = value.flag();
    } else if (key == kWindow) {
      window = window_of(value);
    } else if (key.substr(0, kModels.size()) == kModels) {
      std::string_view rest = key.substr(kModels.size());  // "claude-opus-5.5.autoCompactWindow"
      std::size_t dot = rest.rfind('.');
      if (dot == rest.npos || rest.substr(dot + 1) != kWindow) return;
      if (auto tokens = window_of(value))
        models.push_back({*tokens, path, std::string(key), std::string(rest.substr(0, dot))});
    }
  }

 private:
  static std::optional<double> window_of(const JsonScalar& value) {
    if (value.text() == "auto") return 0;
    auto tokens = value.count();
    return tokens && *tokens >= kLeastWindow ? std::optional(static_cast<double>(*tokens))
                                             : std::nullopt;
  }
};

class SettingsReader {
 public:
  SettingsReader(const Env& env, const std::vector<std::string>& paths) : env_(env) {
    for (const std::string& path : paths) {
      auto json = if_allowed([&] { return read_if_any(path, kLargestFile); });
      if (!json) continue;
      files_.emplace_back().path = path;
      walk_json(*json, files_.back());
    }
  }

  AutoCompact run() {
    AutoCompact out;
    find_off(out);
    if (auto set = variable(kWindowVariable, env_.auto_compact_window)) {
      auto tokens = parse_integer(trim(set->second));
      if (tokens && *tokens >= kLeastWindow && *tokens <= kMostWindow)
        out.windows.push_back(
            {static_cast<double>(*tokens), set->first, std::string(kWindowVariable), ""});
    }
    for (const File& file : files_)
      out.windows.insert(out.windows.end(), file.models.begin(), file.models.end());
    for (const File& file : files_)
      if (file.window) out.windows.push_back({*file.window, file.path, std::string(kWindow), ""});
    if (auto set = variable(kPercentVariable, env_.autocompact_pct)) {
      auto percent = parse_number(trim(set->second));
      if (percent && *percent > 0 && *percent <= 100)
        out.percent = {*percent, set->first, std::string(kPercentVariable), ""};
    }
    return out;
  }

 private:
  void find_off(AutoCompact& out) const {
    auto enabled = std::find_if(files_.begin(), files_.end(),
                                [](const File& file) { return file.enabled.has_value(); });
    if (enabled != files_.end() && !*enabled->enabled)
      out.off = {0, enabled->path, "autoCompactEnabled", ""};
    for (auto [name, value] : {std::pair("DISABLE_AUTO_COMPACT", &env_.disable_auto_compact),
                               std::pair("DISABLE_COMPACT", &env_.disable_compact)})
      if (auto set = variable(name, *value); set && is_on(set->second))
        out.off = {1, set->first, name, ""};
  }

  // The file and the value: a setting's `env` overrides the environment.
  std::optional<std::pair<std::string, std::string>> variable(std::string_view name,
                                                              const std::string& in_env) const {
    for (const File& file : files_)
      if (auto found = file.variables.find(name); found != file.variables.end())
        return {{file.path, found->second}};
    if (in_env.empty()) return std::nullopt;
    return {{"", in_env}};
  }

  const Env& env_;
  std::vector<File> files_;
};

}  // namespace

AutoCompact read_auto_compact(const Env& env, const std::vector<std::string>& files) {
  return SettingsReader(env, files).run();
}

const CompactSetting* compact_window(const AutoCompact& set, std::string_view model_id) {
  std::string model = parse_model(model_id).canonical;
  for (const CompactSetting& window : set.windows) {
    if (!window.model.empty() && parse_model(window.model).canonical != model) continue;
    return window.value > 0 ? &window : nullptr;
  }
  return nullptr;
}

std::optional<std::int64_t> auto_compact_at(const AutoCompact& set, std::string_view model_id,
                                            std::int64_t window) {
  if (set.off) return std::nullopt;
  if (const CompactSetting* own = compact_window(set, model_id))
    window = std::min(window, static_cast<std::int64_t>(own->value));
  std::int64_t usable = window - kAnswer, at = usable - kSummary;
  if (set.percent)
    at = std::min(
        at, static_cast<std::int64_t>(static_cast<double>(usable) * set.percent->value / 100));
  return std::max<std::int64_t>(0, at);
}

}  // namespace wick
