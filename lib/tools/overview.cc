// SPDX-License-Identifier: MIT
#include "lib/tools/overview.h"

#include <algorithm>

#include "lib/base/time.h"

namespace wick {
namespace {

constexpr std::int64_t kDays = 7;  // without --since
constexpr std::size_t kMostDays = 14, kMostWeeks = 14;
constexpr std::size_t kRemedies = 3;

class Maker {
 public:
  explicit Maker(const OverviewInput& input) : in_(input), history_(input.replayed.history()) {}

  Overview run() {
    find_spans();
    add_usage();
    add_misses();
    add_waste();
    out_.time = time_rows();
    for (auto [by, rows] : {std::pair(By::kProject, &out_.projects),
                            {By::kSession, &out_.sessions},
                            {By::kSkill, &out_.skills},
                            {By::kServer, &out_.servers},
                            {By::kAgent, &out_.agents}})
      *rows = rows_by(by);
    WasteView view{in_.waste, in_.home};
    out_.remedies = top_remedies(view, kRemedies);
    return std::move(out_);
  }

 private:
  // Steps day by day, because a day may have 23 or 25 hours.
  TimeMs days_before(TimeMs midnight, std::size_t days) {
    for (; days > 0; --days) midnight = days_.at(midnight - 1).from;
    return midnight;
  }

  void find_spans() {
    out_.now.until = days_.at(in_.until ? *in_.until - 1 : in_.now).until;
    out_.now.from = in_.since ? days_.at(*in_.since).from : days_before(out_.now.until, kDays);
    for (TimeMs day = out_.now.from; day < out_.now.until; day = days_.at(day).until) ++count_;
    out_.before.until = out_.now.from;
    out_.before.from = days_before(out_.now.from, count_);
    if (count_ > kMostDays) out_.steps = count_ > 7 * kMostWeeks ? By::kMonth : By::kWeek;
  }

  UsageReport report(By by, TimeMs from, TimeMs until) const {
    UsageFilter filter;
    filter.since = from, filter.until = until;
    return report_usage(history_, in_.prices, {by, filter, in_.now, in_.windows});
  }

  std::vector<UsageRow> rows_by(By by) const {
    std::vector<UsageRow> rows = report(by, out_.now.from, out_.now.until).rows;
    bool is_attribute = by == By::kSkill || by == By::kServer || by == By::kAgent;
    if (is_attribute) std::erase_if(rows, [](const UsageRow& row) { return row.name.empty(); });
    return rows;
  }

  void add_usage() {
    for (OverviewSpan* span : {&out_.now, &out_.before}) {
      UsageReport all = report(By::kModel, span->from, span->until);
      span->usage = all.totals;
      if (span != &out_.now) continue;
      out_.models = std::move(all.rows);
      out_.unknown_models = std::move(all.unknown_models);
    }
  }

  void add_misses() {
    for (const ReplayedRequest& r : in_.replayed.requests())
      for (OverviewSpan* span : {&out_.now, &out_.before})
        if (r.request->time >= span->from && r.request->time < span->until) span->misses.add(r);
  }

  void add_waste() {
    for (const WasteGroup& day : in_.waste.days) {
      for (OverviewSpan* span : {&out_.now, &out_.before}) {
        bool holds = day.name >= local_date(span->from) && day.name <= local_date(span->until - 1);
        if (holds) span->wasted += day.sums.wasted(), span->all += day.sums.total();
      }
    }
  }

  // Includes the days without requests.
  std::vector<UsageRow> time_rows() {
    std::vector<UsageRow> rows = report(out_.steps, out_.now.from, out_.now.until).rows;
    if (out_.steps != By::kDay) return rows;
    std::vector<UsageRow> out;
    for (TimeMs day = out_.now.from; day < out_.now.until; day = days_.at(day).until) {
      auto at = std::find_if(rows.begin(), rows.end(),
                             [day](const UsageRow& row) { return row.from == day; });
      if (at != rows.end()) out.push_back(std::move(*at));
      else
        out.emplace_back().from = day, out.back().until = days_.at(day).until,
        out.back().name = local_date(day);
    }
    return out;
  }

  const OverviewInput& in_;
  const History& history_;
  Calendar days_{Period::kDay};
  std::size_t count_ = 0;  // days in each span
  Overview out_;
};

}  // namespace

std::optional<double> Overview::change_pct() const {
  if (before.usage.cost <= 0 || before.usage.unpriced > 0 || now.usage.unpriced > 0)
    return std::nullopt;
  return 100.0 * (static_cast<double>(now.usage.cost) / static_cast<double>(before.usage.cost) - 1);
}

Overview overview_of(const OverviewInput& input) { return Maker(input).run(); }

}  // namespace wick
