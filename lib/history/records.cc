// SPDX-License-Identifier: MIT
#include "lib/history/records.h"

#include <algorithm>
#include <array>

namespace wick {

Names::Id Names::id(std::string_view text) {
  if (text.empty()) return 0;
  for (Id id : last_)
    if (texts_[id] == text) return id;
  last_[1] = last_[0];
  return last_[0] = look_up(text);
}

Names::Id Names::look_up(std::string_view text) {
  for (auto next = static_cast<Id>(ids_.size() + 1); next < texts_.size(); ++next)
    ids_.emplace(texts_[next], next);
  auto at = ids_.find(text);
  if (at != ids_.end()) return at->second;
  texts_.emplace_back(text);
  return ids_.emplace(text, static_cast<Id>(texts_.size() - 1)).first->second;
}

Usage Request::usage() const {
  Usage u;
  u.input = input, u.write_5m = write_5m, u.write_1h = write_1h, u.read = read, u.output = output;
  u.web_searches = web_searches;
  u.fast = fast, u.us = us;
  return u;
}

void Request::set_usage(const Usage& u) {
  input = static_cast<std::uint32_t>(u.input);
  write_5m = static_cast<std::uint32_t>(u.write_5m);
  write_1h = static_cast<std::uint32_t>(u.write_1h);
  read = static_cast<std::uint32_t>(u.read);
  output = static_cast<std::uint32_t>(u.output);
  web_searches = static_cast<std::uint16_t>(std::min<std::int64_t>(u.web_searches, 0xFFFF));
  fast = u.fast, us = u.us;
}

LeftOut& LeftOut::operator+=(const LeftOut& other) {
  malformed_lines += other.malformed_lines;
  unfinished_lines += other.unfinished_lines;
  oversized_lines += other.oversized_lines;
  foreign_lines += other.foreign_lines;
  fillers += other.fillers;
  return *this;
}

namespace {

constexpr auto kNames = std::to_array<std::string_view>({"unclear", "waste", "useful"});

}  // namespace

std::string_view name_of(Verdict verdict) { return kNames[static_cast<std::size_t>(verdict)]; }

VerdictCounts& VerdictCounts::operator+=(Verdict verdict) {
  ++(verdict == Verdict::kWaste ? waste : verdict == Verdict::kUseful ? useful : unclear);
  return *this;
}

std::optional<Verdict> verdict_of(std::string_view word) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (word == kNames[i]) return static_cast<Verdict>(i);
  return std::nullopt;
}

}  // namespace wick
