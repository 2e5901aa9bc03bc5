// SPDX-License-Identifier: MIT
#include "lib/output/link.h"

#include <algorithm>
#include <array>

#include "lib/base/format.h"
#include "lib/base/text.h"

namespace wick {
namespace {

constexpr std::string_view kLinkBegin = "\x1b]8;";

template <class List>
bool has(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

}  // namespace

bool knows_links(const Env& env) {
  static constexpr std::array<std::string_view, 8> kPrograms = {
      "iTerm.app", "WezTerm", "ghostty", "vscode", "Hyper", "rio", "Tabby", "mintty"};
  static constexpr std::array<std::string_view, 8> kTerms = {
      "xterm-kitty", "xterm-ghostty", "alacritty", "foot",
      "foot-extra",  "wezterm",       "contour",   "rio"};
  constexpr std::int64_t kFirstVte = 5000;
  if (!env.tmux.empty() || env.term.starts_with("screen") || env.term.starts_with("tmux"))
    return false;
  return has(kPrograms, env.term_program) || has(kTerms, env.term) ||
         !env.kitty_window_id.empty() || !env.wt_session.empty() ||
         parse_integer(env.vte_version).value_or(0) >= kFirstVte;
}

bool is_link_target(std::string_view address) {
  constexpr std::size_t kLongest = 2000;
  constexpr std::string_view kSchemes[] = {"https://", "http://", "file://", "vscode://"};
  bool known = std::any_of(std::begin(kSchemes), std::end(kSchemes), [&](std::string_view s) {
    return address.size() > s.size() && lower(std::string(address.substr(0, s.size()))) == s;
  });
  return known && address.size() <= kLongest && is_plain(address);
}

std::string linked(std::string_view text, std::string_view address) {
  if (!is_link_target(address)) return std::string(text);
  return fmt::format("{};{}\x1b\\{}{}", kLinkBegin, address, text, kLinkEnd);
}

std::string address_part(std::string_view text) {
  constexpr std::string_view kOther = "-._~/!$&'()*+,;=:@";
  std::string out;
  for (char c : text) {
    bool stays = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 contains(kOther, {&c, 1});
    if (stays) out += c;
    else out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return out;
}

std::string file_address(std::string_view path) {
  return path.starts_with('/') ? "file://" + address_part(path) : "";
}

LinkSequence link_sequence(std::string_view text) {
  if (!text.starts_with(kLinkBegin)) return {};
  std::size_t bel = text.find('\a'), st = text.find("\x1b\\");
  std::size_t end = std::min(bel, st);
  if (end == text.npos) return {};
  std::string_view body = text.substr(kLinkBegin.size(), end - kLinkBegin.size());
  std::size_t semicolon = body.find(';');
  if (semicolon == body.npos || !is_plain(body.substr(0, semicolon))) return {};
  std::string_view address = body.substr(semicolon + 1);
  if (!address.empty() && !is_link_target(address)) return {};
  return {end + (end == bel ? 1u : 2u), !address.empty()};
}

std::string base64(std::string_view bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (int k = 3; k >= 0; --k) out += kDigits[group >> (6 * k) & 63];
  }
  for (std::size_t k = 0; k < (3 - bytes.size() % 3) % 3; ++k) out[out.size() - 1 - k] = '=';
  return out;
}

}  // namespace wick
