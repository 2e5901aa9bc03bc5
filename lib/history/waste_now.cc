// SPDX-License-Identifier: MIT
#include "lib/history/waste_now.h"

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/history/cache_path.h"

namespace wick {
namespace {

constexpr std::string_view kFirstLine = "wick waste 1";
constexpr std::size_t kLargest = 256 * 1024;

}  // namespace

std::string waste_now_path(const Env& env) { return history_cache_path(env, "waste"); }

std::string waste_now_text(const WasteNow& waste) {
  std::string out(kFirstLine);
  out += "\ntold " + std::to_string(waste.told) + "\n";
  for (const SessionWaste& s : waste.sessions)
    out += "session " + s.session + " " + std::to_string(s.wasted) + " " + std::to_string(s.all) + "\n";
  return out;
}

std::optional<WasteNow> parse_waste_now(std::string_view text) {
  WasteNow waste;
  for (std::string_view line : split(text, '\n')) {
    std::vector<std::string_view> words = split(line, ' ');
    if (words.size() == 2 && words[0] == "told") {
      waste.told = parse_integer(words[1]).value_or(0);
    } else if (words.size() == 4 && words[0] == "session") {
      SessionWaste s{std::string(words[1]), parse_integer(words[2]).value_or(-1), parse_integer(words[3]).value_or(0)};
      if (s.wasted < 0 || s.all <= 0 || s.wasted > s.all) return std::nullopt;
      waste.sessions.push_back(std::move(s));
    }
  }
  if (waste.told <= 0 || waste_now_text(waste) != text) return std::nullopt;
  return waste;
}

void write_waste_now(const Env& env, const WasteNow& waste) {
  std::string path = waste_now_path(env);
  if (!path.empty()) write_atomically(path, waste_now_text(waste));
}

std::optional<WasteNow> read_waste_now(const Env& env) {
  std::string path = waste_now_path(env);
  auto text = path.empty() ? std::nullopt : try_read_file(path, kLargest);
  auto waste = text ? parse_waste_now(*text) : std::nullopt;
  if (!waste || waste->told > env.now) return std::nullopt;
  return waste;
}

}  // namespace wick
