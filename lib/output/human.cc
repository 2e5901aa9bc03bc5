// SPDX-License-Identifier: MIT
#include "lib/output/human.h"

#include <cmath>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/base/time.h"

namespace wick {
namespace {

std::string fixed(double number, int digits) { return fmt::format("{:.{}f}", number, digits); }

// Writes "1" instead of "1.0".
std::string one_digit(double number) {
  std::string text = fixed(number, 1);
  if (text.size() > 2 && text.compare(text.size() - 2, 2, ".0") == 0) text.resize(text.size() - 2);
  return text;
}

// Inserts commas between thousands; the number's integer part ends at `end`.
std::string grouped(std::string digits, std::size_t end) {
  std::size_t first = digits[0] == '-' ? 1 : 0;
  for (std::size_t at = end; at > first + 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

}  // namespace

std::optional<double> number_in(const Value& value) {
  if (const auto* n = std::get_if<std::int64_t>(&value.scalar)) return static_cast<double>(*n);
  if (const auto* n = std::get_if<double>(&value.scalar)) return *n;
  return std::nullopt;
}

// fmt finds the shortest digits. std::to_chars does too, but its tables, which include those of
// long double, make each program 180 KB larger.
std::string number_text(double number) {
  if (!std::isfinite(number)) return "0";
  std::string text = fmt::format("{}", number);
  std::size_t e = text.find("e-");
  if (e == std::string::npos) return text;
  // "-1.25e-05" becomes "-0.0000125".
  std::size_t zeros = static_cast<std::size_t>(std::stoi(text.substr(e + 2))) - 1;
  std::string sign = number < 0 ? "-" : "", digits = text.substr(sign.size(), e - sign.size());
  std::erase(digits, '.');
  return sign + "0." + std::string(zeros, '0') + digits;
}

std::string plain(const Value& value) {
  if (const auto* n = std::get_if<std::int64_t>(&value.scalar)) return std::to_string(*n);
  if (const auto* n = std::get_if<double>(&value.scalar)) return number_text(*n);
  if (const auto* b = std::get_if<bool>(&value.scalar)) return *b ? "true" : "false";
  return printable(std::get<std::string>(value.scalar));
}

std::string human_tokens(std::int64_t tokens) {
  double n = static_cast<double>(tokens);
  if (tokens < 1000) return std::to_string(tokens);
  if (tokens < 9950) return one_digit(n / 1000) + "k";
  if (tokens < 999500) return fixed(n / 1000, 0) + "k";
  if (tokens < 99950000) return one_digit(n / 1e6) + "M";
  if (tokens < 999500000) return fixed(n / 1e6, 0) + "M";
  if (tokens < 99950000000) return one_digit(n / 1e9) + "B";
  return fixed(n / 1e9, 0) + "B";
}

std::string human_count(std::int64_t count) {
  std::string digits = std::to_string(count);
  return grouped(digits, digits.size());
}

std::string count_cell(std::int64_t count) { return count == 0 ? "" : human_count(count); }
std::string tokens_cell(std::int64_t tokens) { return tokens == 0 ? "" : human_tokens(tokens); }

std::string human_usd(double usd) {
  std::string sign = usd < 0 ? "-" : "";
  double amount = std::fabs(usd);
  if (amount == 0 || amount >= 0.00995) {
    std::string digits = fixed(amount, 2);
    return fmt::format("{}${}", sign, grouped(digits, digits.size() - 3));
  }
  if (amount < 0.0001) return sign + "<$0.0001";
  return fmt::format("{}${:.4f}", sign, amount);
}

std::string human_duration(std::int64_t seconds) {
  if (seconds < 60) return fmt::format("{}s", seconds);
  if (seconds < 3600) return fmt::format("{}m{:02}s", seconds / 60, seconds % 60);
  if (seconds < 86400) return fmt::format("{}h{:02}m", seconds / 3600, seconds / 60 % 60);
  return fmt::format("{}d{}h", seconds / 86400, seconds / 3600 % 24);
}

std::string human(const Value& value) {
  double n = number_in(value).value_or(0);
  auto whole = static_cast<std::int64_t>(std::floor(n));
  switch (value.unit) {
    case Unit::kTokens: return human_tokens(whole);
    case Unit::kPercent: return fixed(std::floor(n + 0.5), 0) + "%";
    case Unit::kUsd: return human_usd(n);
    case Unit::kUsdPerMtok: return fmt::format("${}/M", number_text(n));
    case Unit::kSeconds: return human_duration(whole);
    case Unit::kEpochSeconds: return clock_time(whole * 1000);
    case Unit::kShare: return fixed(std::floor(n * 100 + 0.5), 0) + "%";
    case Unit::kRatio: return one_digit(n) + "x";
    case Unit::kCommit: return plain(value).substr(0, 7);
    case Unit::kCount:
    case Unit::kNone: break;
  }
  if (std::holds_alternative<double>(value.scalar)) return one_digit(n);
  return plain(value);
}

std::string human_bytes(std::uint64_t bytes) {
  constexpr const char* kUnits[] = {"bytes", "KB", "MB", "GB", "TB"};
  auto amount = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; amount >= 999.5 && unit < 4; ++unit) amount /= 1000;
  return fmt::format("{:.{}f} {}", amount, unit > 0 && amount < 9.95 ? 1 : 0, kUnits[unit]);
}

}  // namespace wick
