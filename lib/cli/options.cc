// SPDX-License-Identifier: MIT
#include "lib/cli/options.h"

#include <getopt.h>

#include <algorithm>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/base/time.h"

namespace wick {
namespace {

std::optional<Span> date_argument(const std::string& text, TimeMs now) {
  Calendar days(Period::kDay);
  if (text == "today") return days.at(now);
  if (text == "yesterday") return days.at(days.at(now).from - 1);
  std::string digits;
  for (char c : text)
    if (c != '-') digits += c;
  bool dashed = text.size() == 10 && text[4] == '-' && text[7] == '-';
  bool bare = text.size() == 8 && digits.size() == 8;
  auto number = digits.size() == 8 && (dashed || bare) ? parse_integer(digits) : std::nullopt;
  if (!number || *number < 0) return std::nullopt;
  auto part = [&](std::int64_t divisor, std::int64_t modulus) {
    return static_cast<int>(*number / divisor % modulus);
  };
  auto midnight = local_midnight(part(10000, 10000), part(100, 100), part(1, 100));
  if (!midnight) return std::nullopt;
  return days.at(*midnight);
}

}  // namespace

Moment parse_moment(std::string_view option, const std::string& text, TimeMs now, bool is_end) {
  if (auto day = date_argument(text, now)) return {is_end ? day->until : day->from, {}};
  if (auto span = parse_span(text)) return {0, *span};
  if (text.size() > 10) {
    bool zoned = text.find_first_of("Zz+-", 11) != text.npos;
    if (auto time = parse_iso8601(text)) return {zoned ? *time : from_local(*time), {}};
  }
  throw Failure{Exit::kUsage,
                fmt::format("{} {}: not a date such as 2026-11-24, a time or a span such as 7d",
                            option, printable(text))};
}

TimeMs moment_argument(std::string_view option, const std::string& text, TimeMs now, bool is_end) {
  return parse_moment(option, text, now, is_end).at(now);
}

namespace {

constexpr int kFirstLong = 256;  // above all letters

std::vector<option> long_options(const std::vector<Option>& options) {
  std::vector<option> out;
  for (std::size_t i = 0; i < options.size(); ++i) {
    out.push_back({options[i].name.data(),
                   options[i].takes_argument ? required_argument : no_argument, nullptr,
                   kFirstLong + static_cast<int>(i)});
  }
  out.push_back({nullptr, 0, nullptr, 0});
  return out;
}

std::string short_options(const std::vector<Option>& options) {
  std::string out = ":";  // report missing arguments separately
  for (const Option& option : options) {
    if (option.letter == 0) continue;
    out += option.letter;
    if (option.takes_argument) out += ':';
  }
  return out;
}

[[noreturn]] void unknown(const std::string& given, const std::vector<Option>& options) {
  std::string_view word = std::string_view(given).substr(given[1] == '-' ? 2 : 1);
  word = word.substr(0, word.find('='));
  std::vector<std::string_view> names;
  for (const Option& option : options) names.push_back(option.name);
  std::string message = printable(given.substr(0, given.find('='))) + ": unknown option";
  if (auto near = closest(word, names); !near.empty() && word.size() > 1) {
    message += fmt::format("; did you mean --{}?", near);
  }
  throw Failure{Exit::kUsage, message};
}

const Option* find(const std::vector<Option>& options, int code) {
  if (code >= kFirstLong) return &options[static_cast<std::size_t>(code - kFirstLong)];
  for (const Option& option : options) {
    if (option.letter == code) return &option;
  }
  return nullptr;
}

// getopt accepts any unambiguous prefix of a name; scripts must not depend on that.
void refuse_abbreviation(const std::string& given, const Option& option) {
  if (given.compare(0, 2, "--") != 0) return;
  std::string name = given.substr(
      2, given.find('=') == std::string::npos ? std::string::npos : given.find('=') - 2);
  if (name != option.name) {
    throw Failure{Exit::kUsage, fmt::format("--{}: unknown option; did you mean --{}?",
                                            printable(name), option.name)};
  }
}

}  // namespace

std::vector<std::string> parse_options(int argc, char** argv, std::vector<Option> options) {
  options.push_back({"help", 'h', false, nullptr});  // run() handles these two
  options.push_back({"version", 'V', false, nullptr});
  std::vector<option> longs = long_options(options);
  std::string shorts = short_options(options);
  opterr = 0;
#ifdef __GLIBC__
  optind = 0;  // also discards the rest of a bundle: tests parse more than once
#else
  optind = 1;
#endif
  while (true) {
    int at = optind;
    int code = getopt_long(argc, argv, shorts.c_str(), longs.data(), nullptr);
    if (code == -1) break;
    std::string given = argv[optind > at ? optind - 1 : at];
    if (optarg && given == optarg) given = argv[optind - 2];
    const Option* option = find(options, code);
    if (option) {
      if (code >= kFirstLong) refuse_abbreviation(given, *option);
      if (option->store) option->store(optarg ? optarg : "");
    } else if (code == ':') {
      throw Failure{Exit::kUsage, printable(given) + ": argument missing"};
    } else if (const Option* named = optopt >= kFirstLong ? find(options, optopt) : nullptr) {
      throw Failure{Exit::kUsage, fmt::format("--{}: takes no argument", named->name)};
    } else {
      unknown(
          optopt > 0 && optopt < kFirstLong ? std::string("-") + static_cast<char>(optopt) : given,
          options);
    }
  }
  return {argv + optind, argv + argc};
}

std::int64_t count_argument(std::string_view option, const std::string& text) {
  auto number = parse_integer(text);
  if (!number || *number < 0) {
    throw Failure{Exit::kUsage, fmt::format("{} {}: not a whole number", option, printable(text))};
  }
  return *number;
}

double amount_argument(std::string_view option, const std::string& text) {
  auto number = parse_number(text);
  if (!number || !(*number >= 0 && *number <= 1e6))
    throw Failure{Exit::kUsage, fmt::format("{} {}: not an amount", option, printable(text))};
  return *number;
}

std::size_t word_argument(std::string_view option, const std::string& text,
                          std::span<const std::string_view> words) {
  auto at = std::find(words.begin(), words.end(), text);
  if (at != words.end()) return static_cast<std::size_t>(at - words.begin());
  std::string all;
  for (std::string_view word : words) all += (all.empty() ? "" : ", ") + std::string(word);
  throw Failure{Exit::kUsage,
                fmt::format("{}: must be one of {} (got {})", option, all, printable(text))};
}

std::int64_t threads_argument(const std::string& text) {
  std::int64_t threads = count_argument("--threads", text);
  if (threads < 1)
    throw Failure{Exit::kUsage, fmt::format("--threads {}: less than 1", printable(text))};
  return threads;
}

}  // namespace wick
