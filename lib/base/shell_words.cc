// SPDX-License-Identifier: MIT
#include "lib/base/shell_words.h"

namespace wick {
namespace {

bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_plain(std::string_view text) {
  if (text.empty()) return false;
  for (char c : text) {
    if (!is_alnum(c) && std::string_view("_-./,:@%+").find(c) == std::string_view::npos)
      return false;
  }
  return true;
}

// In single quotes, with `escaped` in place of each character of `special`.
std::string quoted(std::string_view text, std::string_view special, std::string_view before,
                   std::string_view after) {
  std::string out = "'";
  for (char c : text) {
    if (special.find(c) == std::string_view::npos) {
      out += c;
    } else {
      (out += before) += c;
      out += after;
    }
  }
  return out + "'";
}

}  // namespace

std::string sh_word(std::string_view text) {
  return is_plain(text) ? std::string(text) : quoted(text, "'", "'\\", "'");
}

std::string fish_word(std::string_view text) {
  return is_plain(text) ? std::string(text) : quoted(text, "'\\", "\\", "");
}

std::string first_word(std::string_view command, std::size_t& end) {
  std::string word;
  char quote = 0;
  std::size_t pos = command.find_first_not_of(" \t\n");
  for (; pos < command.size(); ++pos) {
    char c = command[pos];
    if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == '\\' && quote != '\'' && pos + 1 < command.size()) {
      word += command[++pos];
    } else if (quote == 0 && std::string_view(" \t\n;|&<>()").find(c) != std::string_view::npos) {
      break;
    } else {
      word += c;
    }
  }
  end = pos < command.size() ? pos : command.size();
  return word;
}

bool has_word(std::string_view text, std::string_view word) {
  auto inside = [](char c) {
    return is_alnum(c) || std::string_view("-_./").find(c) != std::string_view::npos;
  };
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    std::size_t end = at + word.size();
    if ((at == 0 || !inside(text[at - 1])) && (end == text.size() || !inside(text[end]))) {
      return true;
    }
  }
  return false;
}

}  // namespace wick
