// SPDX-License-Identifier: MIT
#include "lib/base/text.h"

#include <string.h>

#include <algorithm>
#include <charconv>

namespace wick {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t substituted = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

template <class Number>
std::optional<Number> parse_whole(std::string_view text) {
  Number value{};
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::size_t find_in(std::string_view text, std::string_view part) {
  if (text.size() < part.size()) return std::string_view::npos;  // also keeps nullptr from memmem
  const void* at = ::memmem(text.data(), text.size(), part.data(), part.size());
  return at ? static_cast<std::size_t>(static_cast<const char*>(at) - text.data())
            : std::string_view::npos;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  while (!text.empty()) {
    std::size_t end = text.find(separator);
    pieces.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return pieces;
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  return parse_whole<std::int64_t>(text);
}

std::optional<double> parse_number(std::string_view text) { return parse_whole<double>(text); }

std::optional<double> parse_tokens(std::string_view text) {
  char unit = text.empty() ? '\0' : text.back();
  double factor = unit == 'k' || unit == 'K' ? 1e3 : unit == 'm' || unit == 'M' ? 1e6 : 1;
  if (factor != 1) text.remove_suffix(1);
  auto number = parse_number(text);
  if (!number || !(*number >= 0 && *number * factor <= 1e15)) return std::nullopt;
  return *number * factor;
}

bool is_unprintable(std::uint32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;
  if (c == 0xAD || c == 0x061C || c == 0x180E || c == 0xFEFF) return true;
  if (c >= 0x200B && c <= 0x200F) return true;  // zero width, LRM, RLM
  if (c >= 0x2028 && c <= 0x202E) return true;  // separators, bidi embeddings
  if (c >= 0x2060 && c <= 0x206F) return true;  // word joiner, bidi isolates
  return c >= 0xE0000 && c <= 0xE0FFF;          // tags
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t pos = 0; pos < text.size();) {
    std::uint32_t c = next_code_point(text, pos);
    append_utf8(out, is_unprintable(c) ? kReplacement : c);
  }
  return out;
}

bool is_safe_name(std::string_view text) {
  auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_' || c == '.';
  };
  return !text.empty() && text.size() <= 128 && text.front() != '.' &&
         std::all_of(text.begin(), text.end(), allowed);
}

std::string_view closest(std::string_view word, std::span<const std::string_view> candidates) {
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (std::string_view candidate : candidates) {
    // The difference in length is a lower bound of the distance.
    std::size_t longer = std::max(word.size(), candidate.size()),
                shorter = std::min(word.size(), candidate.size());
    if (longer - shorter >= best_distance) continue;
    std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

void append_utf8(std::string& out, std::uint32_t c) {
  auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

std::uint32_t next_code_point(std::string_view text, std::size_t& pos) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  std::uint32_t lead = byte(pos);
  if (lead < 0x80) {
    ++pos;
    return lead;
  }
  int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
  static constexpr std::uint32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};
  if (more == 0 || lead > 0xF4 || pos + static_cast<std::size_t>(more) >= text.size()) {
    ++pos;
    return kReplacement;
  }
  std::uint32_t c = lead & (0x3Fu >> more);
  for (int i = 1; i <= more; ++i) {
    unsigned char next = byte(pos + static_cast<std::size_t>(i));
    if ((next & 0xC0) != 0x80) {
      ++pos;
      return kReplacement;
    }
    c = (c << 6) | (next & 0x3Fu);
  }
  bool valid = c >= kSmallest[more] && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
  pos += valid ? static_cast<std::size_t>(more) + 1 : 1;
  return valid ? c : kReplacement;
}

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

// Puts text in single quotes, with `before` and `after` around each character in `special`.
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
