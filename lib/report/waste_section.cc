// SPDX-License-Identifier: MIT
#include "lib/report/waste_section.h"

#include <algorithm>

#include "lib/report/words.h"

namespace wick {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows class_rows(const WasteReport& r) {
  Rows rows;
  for (std::size_t i = 0; i < kWastes; ++i) {
    const WasteCost& cost = r.all.classes[i];
    if (cost.tokens > 0)
      rows.push_back({std::string(name_of(static_cast<Waste>(i))), r.counts[i] > 0 ? human_count(r.counts[i]) : "",
                      human_tokens(cost.tokens), usd_text(cost.money), money_share(cost, r.all.total())});
  }
  return rows;
}

Rows cluster_rows(const WasteView& view) {
  constexpr std::size_t kMost = 25;
  Rows rows;
  for (const WasteCluster& c : shown_clusters(view)) {
    if (rows.size() == kMost) break;
    rows.push_back({std::string(name_of(c.waste)), waste_name(view, c.tool, c.target),
                    view.report.names[c.why], human_count(static_cast<std::int64_t>(c.findings.size())),
                    human_count(c.sessions), usd_text(c.cost.money), remedy_of(view, c)});
  }
  return rows;
}

}  // namespace

void put_waste(HtmlPage& page, const WasteView& view) {
  page.heading("What was wasted");
  page.paragraph("Every token belongs to one class; what stays in the context counts again with each request.");
  page.table("By class", {{"Class"}, {"Found", true}, {"Tokens", true}, {"Cost", true}, {"Share", true}},
             class_rows(view.report));
  page.table("The same again and again",
             {{"Class"}, {"What"}, {"Why"}, {"Found", true}, {"Sessions", true}, {"Cost", true}, {"What may help"}},
             cluster_rows(view));
  Rows weeks;
  for (const WasteGroup& week : view.report.weeks)
    weeks.push_back({week.name.empty() ? "unknown" : week.name, usd_text(week.sums.wasted().money),
                     usd_text(week.sums.total().money), money_share(week.sums.wasted(), week.sums.total())});
  page.table("By week", {{"Week"}, {"Wasted", true}, {"Cost", true}, {"Share", true}}, weeks);
}

}  // namespace wick
