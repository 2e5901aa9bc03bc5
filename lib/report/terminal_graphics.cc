// SPDX-License-Identifier: MIT
// Which terminals show pictures, and how.
#include "lib/base/text.h"
#include "lib/report/plot.h"

namespace wick {
namespace {

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

}  // namespace

Graphics graphics_of(const Env& env) {
  bool kitty = !env.kitty_window_id.empty() || env.term == "xterm-kitty" ||
               env.term == "xterm-ghostty" || env.term_program == "ghostty";
  // A multiplexer passes it on only when it is told to.
  bool multiplexed = env.term.compare(0, 4, "tmux") == 0 || env.term.compare(0, 6, "screen") == 0;
  if (multiplexed) return Graphics::kCharacters;
  if (kitty) return Graphics::kKitty;
  for (std::string_view name : {"sixel", "mlterm", "foot", "yaft", "contour"})
    if (contains(env.term, name)) return Graphics::kSixel;
  bool sixel = env.term_program == "WezTerm" || env.term_program == "iTerm.app";
  return sixel ? Graphics::kSixel : Graphics::kCharacters;
}

std::string kitty_image(std::string_view png) {
  constexpr std::size_t kChunk = 4096;
  std::string text = base64(png), out;
  for (std::size_t at = 0; at < text.size(); at += kChunk) {
    bool more = at + kChunk < text.size();
    out += at == 0 ? "\x1b_Ga=T,f=100,m=" : "\x1b_Gm=";
    out += more ? "1;" : "0;";
    out += text.substr(at, kChunk) + "\x1b\\";
  }
  return out;
}

}  // namespace wick
