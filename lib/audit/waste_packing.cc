// SPDX-License-Identifier: MIT
#include <algorithm>

#include "lib/audit/waste_account.h"
#include "lib/base/packed.h"
#include "lib/base/text.h"

namespace wick {
namespace {

// The groups of a report, in packed order.
constexpr std::vector<WasteGroup> WasteReport::*kGroups[] = {
    &WasteReport::projects,   &WasteReport::models, &WasteReport::days,   &WasteReport::weeks,
    &WasteReport::by_session, &WasteReport::tools,  &WasteReport::servers};
constexpr std::int64_t WasteReport::*kTotals[] = {
    &WasteReport::requests, &WasteReport::unpriced, &WasteReport::sessions,
    &WasteReport::rest_sessions, &WasteReport::remedies};
constexpr Names::Id WasteRow::*kIds[] = {
    &WasteRow::session, &WasteRow::agent,  &WasteRow::project, &WasteRow::transcript,
    &WasteRow::tool,    &WasteRow::target, &WasteRow::judge};

void put(PackedWriter& out, const WasteCost& cost) {
  out.put_step(cost.tokens, 0), out.put_step(cost.money, 0);
}
WasteCost cost_of(PackedReader& in) {
  WasteCost out;
  out.tokens = in.step_from(0), out.money = in.step_from(0);
  return out;
}

// Only non-empty classes are stored; most are empty.
void put(PackedWriter& out, const WasteSums& sums) {
  std::uint64_t some = 0;
  for (std::size_t i = 0; i < kWastes; ++i)
    some |= std::uint64_t{!(sums.classes[i] == WasteCost{})} << i;
  out.put(some);
  for (std::size_t i = 0; i < kWastes; ++i)
    if (some >> i & 1) put(out, sums.classes[i]);
}
WasteSums sums_of(PackedReader& in) {
  WasteSums out;
  std::uint64_t some = in.number();
  for (std::size_t i = 0; i < kWastes; ++i)
    if (some >> i & 1) out.classes[i] = cost_of(in);
  return out;
}

void put(PackedWriter& out, const std::vector<WasteGroup>& groups) {
  out.put(groups.size());
  for (const WasteGroup& group : groups) {
    out.put(group.name);
    out.put_step(group.last, 0);
    put(out, group.sums);
  }
}
std::vector<WasteGroup> groups_of(PackedReader& in) {
  std::vector<WasteGroup> out(in.count(3));
  for (WasteGroup& group : out) {
    group.name = in.text();
    group.last = in.step_from(0);
    group.sums = sums_of(in);
  }
  return out;
}

void put(PackedWriter& out, const WasteRow& row, TimeMs before) {
  out.put_step(row.time, before);
  for (auto id : kIds) out.put(row.*id);
  out.put(row.offset + 1);  // kNoOffset becomes 0
  out.put(row.line);
  for (auto byte : {static_cast<std::uint64_t>(row.waste), static_cast<std::uint64_t>(row.why),
                    static_cast<std::uint64_t>(row.error), static_cast<std::uint64_t>(row.basis)})
    out.put(byte);
  out.put_step(row.judged_at, 0);
  put(out, row.once), put(out, row.compounded);
}
bool take(PackedReader& in, std::size_t names, TimeMs before, WasteRow& row) {
  row.time = in.step_from(before);
  for (auto id : kIds) {
    std::uint64_t number = in.number();
    if (number >= names) return false;
    row.*id = static_cast<Names::Id>(number);
  }
  row.offset = in.number() - 1;
  row.line = in.number();
  std::uint64_t waste = in.number(), why = in.number(), error = in.number(), basis = in.number();
  if (waste >= kWastes || why > 255 ||
      name_of(static_cast<WasteReason>(why)).empty() != (why == 0) ||
      name_of(static_cast<ToolError>(error)).empty() != (error == 0) || basis > 2)
    return false;
  row.waste = static_cast<Waste>(waste), row.why = static_cast<WasteReason>(why),
  row.error = static_cast<ToolError>(error), row.basis = static_cast<Basis>(basis);
  row.judged_at = in.step_from(0);
  row.once = cost_of(in), row.compounded = cost_of(in);
  return true;
}

}  // namespace

std::string pack_report(const WasteReport& report) {
  PackedWriter out;
  out.put(report.names.size());
  for (std::size_t i = 1; i < report.names.size(); ++i) out.put(report.names.all()[i]);
  put(out, report.all);
  for (auto count : report.counts) out.put_step(count, 0);
  for (auto count : report.rest_counts) out.put_step(count, 0);
  for (auto total : kTotals) out.put_step(report.*total, 0);
  for (auto groups : kGroups) put(out, report.*groups);
  out.put(report.choices.size());
  for (const ProjectChoice& choice : report.choices) {
    out.put(choice.project);
    for (const auto& policy : kProjectPolicies) out.put_step(choice.*policy.would, 0);
  }
  out.put(report.has_lines);
  out.put(report.findings.size());
  TimeMs before = 0;
  for (const WasteRow& row : report.findings) put(out, row, std::exchange(before, row.time));
  return out.bytes();
}

std::optional<WasteReport> unpack_report(std::string_view bytes) {
  PackedReader in(bytes);
  WasteReport out;
  std::size_t names = in.count(1);
  for (std::size_t i = 1; i < names; ++i) out.names.append(in.text());
  out.all = sums_of(in);
  for (auto& count : out.counts) count = in.step_from(0);
  for (auto& count : out.rest_counts) count = in.step_from(0);
  for (auto total : kTotals) out.*total = in.step_from(0);
  for (auto groups : kGroups) out.*groups = groups_of(in);
  out.choices.resize(in.count(5));
  for (ProjectChoice& choice : out.choices) {
    choice.project = in.text();
    for (const auto& policy : kProjectPolicies) choice.*policy.would = in.step_from(0);
  }
  out.has_lines = in.number() != 0;
  out.findings.resize(in.count(13));
  TimeMs before = 0;
  for (WasteRow& row : out.findings) {
    if (!take(in, names, before, row)) return std::nullopt;
    before = row.time;
  }
  if (!in.at_end()) return std::nullopt;
  return out;
}

WasteNow waste_now_of(const WasteReport& report, TimeMs now) {
  constexpr TimeMs kRecent = 2 * 24 * 3600 * 1000;
  constexpr std::size_t kMost = 1000;
  std::vector<std::pair<TimeMs, SessionWaste>> found;
  for (const WasteGroup& s : report.by_session) {
    Money wasted = s.sums.wasted().money, all = s.sums.total().money;
    bool recent = s.last != kUndated && now - s.last <= kRecent;
    if (recent && all > 0 && wasted >= 0 && is_safe_name(s.name))
      found.push_back({s.last, {s.name, wasted, all}});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  WasteNow out;
  out.counted_at = now;
  for (auto& [time, waste] : found)
    if (out.sessions.size() < kMost) out.sessions.push_back(std::move(waste));
  return out;
}

}  // namespace wick
