// SPDX-License-Identifier: MIT
#include "lib/output/escape.h"

#include <array>
#include <vector>

#include "lib/base/format.h"
#include "lib/base/text.h"

namespace wick {
namespace {

constexpr std::string_view kLikeBacktick = "\u02CB";   // modifier letter grave accent
constexpr std::string_view kLikeBackslash = "\u29F5";  // reverse solidus operator

// How a target writes special characters.
struct Dialect {
  std::string_view percent = "%", dollar = "$", backtick = "`", backslash = "\\", hash = "#";
  std::string_view hidden_begin = "", hidden_end = "";  // around a sequence of no width
};

// readline's own marks, which bash replaces \[ and \] with: they work in the text of PS1 and in a
// variable that PS1 names.
constexpr Dialect kBash{.dollar = "$\x01\x02",
                        .backtick = kLikeBacktick,
                        .backslash = kLikeBackslash,
                        .hidden_begin = "\x01",
                        .hidden_end = "\x02"};
constexpr Dialect kZsh{.percent = "%%",
                       .dollar = "$%{%}",
                       .backtick = kLikeBacktick,
                       .backslash = "\\%{%}",
                       .hidden_begin = "%{",
                       .hidden_end = "%}"};
constexpr Dialect kTmux{.hash = "##"};

void append_text(std::string& out, std::string_view text, const Dialect& d) {
  for (char c : text) {
    switch (c) {
      case '%': out += d.percent; break;
      case '$': out += d.dollar; break;
      case '`': out += d.backtick; break;
      case '\\': out += d.backslash; break;
      case '#': out += d.hash; break;
      default: out += c;
    }
  }
}

constexpr std::array<std::string_view, 8> kTmuxColors = {"black", "red",     "green", "yellow",
                                                         "blue",  "magenta", "cyan",  "white"};
constexpr std::array<std::string_view, 10> kTmuxAttributes = {
    "default", "bold", "dim", "italics", "underscore", "blink", "", "reverse", "", "strikethrough"};

std::string hex_color(const std::vector<std::int64_t>& rgb) {
  // Lower case: tmux would expand "#D" to the pane's number.
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out = "#";
  for (std::int64_t part : rgb) {
    out += kDigits[part >> 4 & 15];
    out += kDigits[part & 15];
  }
  return out;
}

// Converts the parameters of an SGR sequence to a tmux style.
class TmuxStyle {
 public:
  explicit TmuxStyle(std::string_view parameters) {
    for (std::string_view p : split(parameters, ';'))
      codes_.push_back(parse_integer(p).value_or(0));
    if (codes_.empty()) codes_.push_back(0);
  }

  std::string text() {
    for (at_ = 0; at_ < codes_.size(); ++at_) one(codes_[at_]);
    return out_.empty() ? "" : fmt::format("#[{}]", out_);
  }

 private:
  void one(std::int64_t code) {
    if (code >= 0 && code < 10) add(kTmuxAttributes[static_cast<std::size_t>(code)]);
    else if (code == 22) add("nobold,nodim");
    else if (code == 38 || code == 48) add(extended(code == 38 ? "fg=" : "bg="));
    else if (code >= 30 && code <= 39) add(named("fg=", "", code - 30));
    else if (code >= 40 && code <= 49) add(named("bg=", "", code - 40));
    else if (code >= 90 && code <= 97) add(named("fg=", "bright", code - 90));
    else if (code >= 100 && code <= 107) add(named("bg=", "bright", code - 100));
  }

  static std::string named(const char* side, const char* bright, std::int64_t index) {
    if (index == 9) return fmt::format("{}default", side);
    return std::string(side) + bright + std::string(kTmuxColors[static_cast<std::size_t>(index)]);
  }

  // "38;5;N" or "38;2;R;G;B".
  std::string extended(const char* side) {
    std::size_t left = codes_.size() - at_ - 1;
    if (left >= 2 && codes_[at_ + 1] == 5) {
      at_ += 2;
      return fmt::format("{}colour{}", side, codes_[at_] & 255);
    }
    if (left >= 4 && codes_[at_ + 1] == 2) {
      at_ += 4;
      return side + hex_color({codes_[at_ - 2], codes_[at_ - 1], codes_[at_]});
    }
    at_ = codes_.size();
    return "";
  }

  void add(std::string_view word) {
    if (word.empty()) return;
    if (!out_.empty()) out_ += ',';
    out_ += word;
  }

  std::vector<std::int64_t> codes_;
  std::size_t at_ = 0;
  std::string out_;
};

const Dialect& dialect_of(Target target) {
  return target == Target::kZsh ? kZsh : target == Target::kBash ? kBash : kTmux;
}

}  // namespace

std::optional<Target> prompt_of(std::string_view shell) {
  if (shell == "zsh") return Target::kZsh;
  if (shell == "bash") return Target::kBash;
  if (shell == "fish" || shell == "plain") return Target::kTerminal;
  return std::nullopt;
}

std::string escape_for(Target target, std::string_view line) {
  if (target == Target::kTerminal) return std::string(line);
  const Dialect& dialect = dialect_of(target);
  std::string out;
  while (!line.empty()) {
    std::size_t esc = line.find('\x1b');
    append_text(out, line.substr(0, esc), dialect);
    if (esc == std::string_view::npos) break;
    line.remove_prefix(esc);
    std::size_t end = line.find('m');
    if (end == std::string_view::npos) break;  // not one of our sequences
    if (target == Target::kTmux) {
      out += TmuxStyle(line.substr(2, end - 2)).text();
    } else {
      out += dialect.hidden_begin;
      out += line.substr(0, end + 1);
      out += dialect.hidden_end;
    }
    line.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace wick
