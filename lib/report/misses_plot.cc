// SPDX-License-Identifier: MIT
#include "lib/report/misses_plot.h"

#include <algorithm>

#include "lib/base/format.h"
#include "lib/view/human.h"

namespace wick {
namespace {

std::string text(std::int64_t n) { return std::to_string(n); }

}  // namespace

Plot days_plot(const ReplayedHistory& replayed) {
  constexpr std::size_t kWeek = 7, kFew = 45;
  std::vector<MissRow> days = miss_rows(replayed, MissesBy::kDay, false);
  std::erase_if(days, [](const MissRow& day) { return day.name.empty() || !day.sums.rate(); });
  Plot plot;
  plot.data = "$days << END\n";
  for (std::size_t i = 0; i < days.size(); ++i) {
    const MissSums& sums = days[i].sums;
    MissSums week;  // the day, and the six before it
    for (std::size_t k = i - std::min(i, kWeek - 1); k <= i; ++k)
      week.misses += days[k].sums.misses, week.requests += days[k].sums.requests;
    plot.data +=
        fmt::format("{} {} {} {} {}\n", days[i].name, text(sums.requests - sums.misses), text(sums.misses),
                    number_text(*sums.rate() * 100), number_text(*week.rate() * 100));
  }
  plot.data += "END\n";
  plot.settings = "set title 'Requests that hit and missed the cache, by day'\n";
  if (days.empty()) {
    plot.draw = "plot [1:2] [0:1] NaN notitle\n";
    return plot;
  }
  plot.settings += "set xdata time\nset timefmt '%Y-%m-%d'\nset format x '%Y-%m-%d'\nset xtics font ',10'\n"
                   "set ylabel 'requests'\nset y2label 'misses per request, %'\nset ytics nomirror\nset y2tics\n"
                   "set yrange [0:*]\nset y2range [0:*]\nset border 11\nset style fill solid\n"
                   "set boxwidth 64800 absolute\nset key outside right top\nset autoscale xfix\nset offsets 86400,86400,0,0\n";
  plot.settings.append("first = strptime('%Y-%m-%d', '").append(days.front().name);
  plot.settings.append("')\nlast = strptime('%Y-%m-%d', '").append(days.back().name);
  plot.settings.append("')\nif ").append(kOfCharacters);
  plot.settings += " { set title 'Hits and misses by day, and the rate in %'; set format x '%m-%d'; "
                   "set xtics 86400 * (1 + floor((last - first) / 86400 / 6)) }\n";
  std::string hits = fmt::format("'{}'", kSky), misses = fmt::format("'{}'", kOrange);
  plot.draw = fmt::format(
      "plot $days using 1:($2+$3) with boxes lc rgb {} title 'hits', $days using 1:3 with boxes lc rgb {} "
      "title 'misses', ",
      hits, misses);
  plot.draw += days.size() <= kFew
                       ? "$days using 1:4 axes x1y2 with linespoints pt 7 ps 0.6 lw 2 lc rgb '#000000' title 'rate'\n"
                       : "$days using 1:4 axes x1y2 with points pt 7 ps 0.3 lc rgb '#555555' title 'rate', "
                         "$days using 1:5 axes x1y2 with lines lw 2 lc rgb '#000000' title 'of 7 days'\n";
  return plot;
}

Plot context_cost_plot(const ReplayedHistory& replayed) {
  Plot plot;
  plot.data = "$bands << END\n";
  bool any = false;
  for (const MissRow& row : miss_rows(replayed, MissesBy::kContext, false)) {
    std::int64_t priced = row.sums.misses - row.sums.unpriced;
    double usd = usd_of(row.sums.extra), each = priced > 0 ? usd / static_cast<double>(priced) : 0;
    any = true;
    plot.data += fmt::format("\"{}\" {} \"{}\" \"{} misses, {} each\" \"{}x{}\"\n", row.name,
                             number_text(usd), human_usd(usd), text(row.sums.misses), human_usd(each),
                             text(row.sums.misses), human_usd(each));
  }
  plot.data += "END\n";
  plot.settings = "set title 'What misses cost more than hits would have, by context'\n"
                  "set xlabel 'context, tokens'\nset ylabel 'extra cost, USD'\nset yrange [0:*]\n"
                  "set offsets 0,0,graph 0.2,0\nset boxwidth 0.7\nset style fill solid\nset grid noxtics\n";
  if (!any) {
    plot.draw = "plot [0:1] [0:1] NaN notitle\n";
    return plot;
  }
  plot.settings.append("about = ").append(kOfCharacters).append(" ? 5 : 4\n");
  plot.draw = "plot $bands using 0:2:xtic(1) with boxes lc rgb '";
  plot.draw += kOrange;
  plot.draw += "' notitle, $bands using 0:2:3 with labels offset 0,1.7 textcolor rgb '#333333' notitle, "
               "$bands using 0:2:(strcol(about)) with labels offset 0,0.7 textcolor rgb '#555555' notitle\n";
  return plot;
}

PlotPage misses_page(const ReplayedHistory& replayed) {
  return page_of({days_plot(replayed), context_cost_plot(replayed)});
}

}  // namespace wick
