// SPDX-License-Identifier: MIT
#include "lib/audit/token_ratios.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "lib/audit/piece_size.h"
#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/packed.h"
#include "lib/base/text.h"
#include "lib/history/discover.h"

namespace wick {
namespace {

// The 97.5 % quantile of the t distribution: Cornish-Fisher expansion, accurate to 3 % from 2
// degrees of freedom on.
double t_quantile(double d) {
  constexpr double z = kNormal;
  constexpr double z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;
  return z + (z3 + z) / (4 * d) + (5 * z5 + 16 * z3 + 3 * z) / (96 * d * d) +
         (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * d * d * d);
}

}  // namespace

std::size_t Dice::below(std::size_t n) {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return static_cast<std::size_t>((z ^ (z >> 31)) % n);
}

double Resampled::variance() const {
  double count = 0, sum = 0, squares = 0;
  for (double v : values)
    if (!std::isnan(v)) count += 1, sum += v;
  for (double v : values)
    if (!std::isnan(v)) squares += (v - sum / count) * (v - sum / count);
  auto n = static_cast<double>(sessions);
  return count < 2 ? 0 : squares / (count - 1) * n / (n - 1);
}

double reach_of(const std::vector<Resampled>& parts) {
  double sum = 0, squares = 0;
  for (const Resampled& part : parts) {
    double variance = part.variance();
    sum += variance, squares += variance * variance / static_cast<double>(part.sessions - 1);
  }
  return squares > 0 ? t_quantile(sum * sum / squares) * std::sqrt(sum) : 0;
}

Interval interval_of(double point, std::vector<double> resampled, double reach) {
  std::erase_if(resampled, [](double value) { return std::isnan(value); });
  if (resampled.empty()) return {std::exp(point), std::exp(point)};
  std::sort(resampled.begin(), resampled.end());
  std::size_t cut = resampled.size() / 40;
  return {std::exp(std::min(point - reach, resampled[cut])),
          std::exp(std::max(point + reach, resampled[resampled.size() - 1 - cut]))};
}

namespace {

constexpr std::string_view kFormat = "wick token-ratios 1";
constexpr double kMicro = 1e6;
constexpr std::size_t kLargest = 64 * 1024;

bool is_claude(std::string_view model) { return model.substr(0, 7) == "claude-"; }

TokenRatio turned_round(TokenRatio r) {
  std::swap(r.model, r.other), std::swap(r.from, r.other_from);
  r.ratio = 1 / r.ratio;
  r.interval = {1 / r.interval.high, 1 / r.interval.low};
  return r;
}

std::optional<TokenRatio> ratio_of(const std::vector<std::string_view>& words) {
  constexpr std::size_t kNames = 2, kNumbers = 7;
  if (words.size() != kNames + kNumbers) return std::nullopt;
  std::int64_t numbers[kNumbers];
  for (std::size_t i = 0; i < kNumbers; ++i) {
    auto number = parse_integer(words[kNames + i]);
    if (!number || *number < 0 || *number > INT32_MAX) return std::nullopt;
    numbers[i] = *number;
  }
  auto count = [&](std::size_t i) { return static_cast<std::size_t>(numbers[i]); };
  auto part = [&](std::size_t i) { return static_cast<double>(numbers[i]) / kMicro; };
  auto name = [](std::string_view word) { return word == "-" ? std::string() : std::string(word); };
  TokenRatio out{name(words[0]),     name(words[1]),       std::nullopt,        part(0),
                 {part(1), part(2)}, {count(3), count(4)}, {count(5), count(6)}};
  bool is_sound = numbers[1] > 0 && numbers[1] <= numbers[0] && numbers[0] <= numbers[2];
  return is_sound ? std::optional(out) : std::nullopt;
}

}  // namespace

bool is_newer_model(std::string_view model) {
  return is_claude(model) && generation_factor(model) > 1;
}
bool is_older_model(std::string_view model) {
  return is_claude(model) && generation_factor(model) == 1;
}

std::optional<TokenRatio> ratio_between(const TokenRatios& ratios, std::string_view model,
                                        std::string_view other) {
  for (const TokenRatio& r : ratios) {
    if (r.model == model && r.other == other) return r;
    if (r.model == other && r.other == model) return turned_round(r);
  }
  bool up = is_newer_model(model) && is_older_model(other),
       down = is_older_model(model) && is_newer_model(other);
  if (!up && !down) return std::nullopt;
  std::optional<TokenRatio> best;
  auto width = [](const TokenRatio& r) {
    return std::tuple(r.is_of_baseline(), r.interval.high / r.interval.low);
  };
  for (const TokenRatio& r : ratios) {
    TokenRatio it = is_newer_model(r.model) ? r : turned_round(r);
    bool fits = is_newer_model(it.model) && (it.is_of_baseline() || is_older_model(it.other));
    if (fits && (!best || width(it) < width(*best))) best = it;
  }
  return best && down ? turned_round(*best) : best;
}

std::string ratio_text(const TokenRatio& r) {
  return fmt::format("{:.2f} ({:.2f} to {:.2f})", r.ratio, r.interval.low, r.interval.high);
}

std::string_view source_of(const TokenRatio& ratio) {
  return ratio.is_of_baseline() ? "by other people's sessions" : "by your sessions";
}

// Formats the number of ratios, and per ratio: MODEL OTHER (- for the baseline), the ratio and its
// interval in millionths, steps and sessions of both.
std::string token_ratios_text(const TokenRatios& ratios) {
  auto name = [](const std::string& model) { return model.empty() ? "-" : model; };
  auto micro = [](double number) { return std::llround(number * kMicro); };
  std::string body = fmt::format("{}\n", ratios.size());
  for (const TokenRatio& r : ratios)
    body += fmt::format("{} {} {} {} {} {} {} {} {}\n", name(r.model), name(r.other),
                        micro(r.ratio), micro(r.interval.low), micro(r.interval.high), r.from.steps,
                        r.from.sessions, r.other_from.steps, r.other_from.sessions);
  return checked_text(kFormat, body);
}

std::optional<TokenRatios> parse_token_ratios(std::string_view text) {
  auto body = checked_body(kFormat, text);
  if (!body) return std::nullopt;
  TokenRatios out;
  std::vector<std::string_view> lines = split(*body, '\n');
  for (std::size_t i = 1; i < lines.size(); ++i) {
    auto ratio = ratio_of(split(lines[i], ' '));
    if (!ratio) return std::nullopt;
    out.push_back(std::move(*ratio));
  }
  return token_ratios_text(out) == text ? std::optional(out) : std::nullopt;
}

void write_token_ratios(const Env& env, const TokenRatios& ratios) {
  std::string path = history_cache_path(env, "token-ratios");
  if (!path.empty()) write_atomically(path, token_ratios_text(ratios));
}

TokenRatios read_token_ratios(const Env& env) {
  std::string path = history_cache_path(env, "token-ratios");
  auto bytes = path.empty() ? std::nullopt : try_read_file(path, kLargest);
  auto ratios = bytes ? parse_token_ratios(*bytes) : std::nullopt;
  return ratios ? *ratios : TokenRatios{};
}

}  // namespace wick
