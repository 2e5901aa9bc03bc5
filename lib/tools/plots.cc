// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include "lib/base/format.h"
#include "lib/output/human.h"
#include "lib/output/layout.h"
#include "lib/tools/forecast_output.h"
#include "lib/tools/growth_output.h"
#include "lib/tools/misses_output.h"

namespace wick {
namespace {

// Limits for a large history: as many as can be distinguished and drawn quickly.
constexpr std::size_t kMostNamed = 7, kMostLines = 300, kMostPoints = 4000;

constexpr std::string_view kColors[] = {kBlue, kOrange, kGreen, kPurple, kYellow, kSky, "#000000"};

std::string text(std::int64_t n) { return std::to_string(n); }

// The sessions with the largest contexts; a line needs two prompts.
std::vector<const SessionGrowth*> longest(const GrowthReport& report) {
  std::vector<const SessionGrowth*> out;
  for (const SessionGrowth& session : report.sessions)
    if (session.prompts.size() > 1) out.push_back(&session);
  std::stable_sort(out.begin(), out.end(), [](auto* a, auto* b) { return a->peak > b->peak; });
  if (out.size() > kMostLines) out.resize(kMostLines);
  return out;
}

std::string curve(const SessionGrowth& session) {
  std::string out;
  for (std::size_t i = 0; i < session.prompts.size(); ++i) {
    const GrowthPrompt& prompt = session.prompts[i];
    out += fmt::format("{} {} {}\n", text(static_cast<std::int64_t>(i) + 1), text(prompt.context()),
                       prompt.restarted && i > 0 ? "1" : "0");
  }
  return out;
}

std::string name_of(const ReplayedHistory& replayed, const SessionGrowth& session) {
  const std::string& project = replayed.project_of(session.file);
  constexpr std::size_t kId = 8;
  return fmt::format("{} {}", replayed.history().names[session.session].substr(0, kId),
                     project.substr(project.find_last_of("/\\") + 1));
}

// A line at the size of a window, if the contexts reach at least half of it.
std::string window_line(std::int64_t tokens, const char* name, std::int64_t peak) {
  if (peak * 2 < tokens) return "";
  std::string y = text(tokens);
  return fmt::format(
      "set arrow from graph 0, first {} to graph 1, first {} nohead dt 2 lc rgb '{}'\nset label '{}' at "
      "graph 0.995, first {} right offset 0,0.7 textcolor rgb '#555555'\n",
      y, y, kGrey, name, y);
}

struct Group {
  std::int64_t most;
  const char* name;
  std::string_view color;
};
constexpr Group kGroups[] = {{1, "1 request", kSky},
                             {5, "2 to 5 requests", kBlue},
                             {20, "6 to 20 requests", kYellow},
                             {INT64_MAX, "21 and more", kOrange}};

std::size_t group_of(std::int64_t requests) {
  std::size_t group = 0;
  while (requests > kGroups[group].most) ++group;
  return group;
}

// The context at each prompt, one line per session: the largest ones in colour, with marks for
// windows and compactions.
Plot context_plot(const ReplayedHistory& replayed, const GrowthReport& report) {
  Plot plot;
  std::vector<const SessionGrowth*> sessions = longest(report);
  std::int64_t peak = 0;
  std::string lines, marks;
  // Grey lines first, so that the others are drawn over them.
  for (std::size_t n = sessions.size(); n-- > 0;) {
    const SessionGrowth& session = *sessions[n];
    std::string block = fmt::format("$context{}", n);
    plot.data += fmt::format("{} << END\n{}END\n", block, curve(session));
    peak = std::max(peak, session.peak);
    bool named = n < kMostNamed;
    std::string color = named ? std::string(kColors[n]) : "#cccccc";
    std::string title = named ? "title " + plot_text(name_of(replayed, session)) : "notitle";
    lines += fmt::format("{}{} using 1:2 with lines lw {} lc rgb '{}' {}",
                         lines.empty() ? "" : ", \\\n  ", block, named ? "2" : "1", color, title);
    if (named)
      marks += fmt::format(
          ", \\\n  {} using 1:($3 > 0 ? $2 : NaN) with points pt 7 ps 0.8 lc rgb '{}' notitle",
          block, color);
  }
  plot.settings =
      "set title 'Context at each prompt (dots: after a compaction)'\n"
      "set xlabel 'prompt of the session'\nset ylabel 'context, tokens'\n"
      "set format y '%.0s%c'\nset yrange [0:*]\nset xrange [1:*]\nset autoscale xfix\nset key outside right top invert noenhanced\n";
  std::int64_t window = peak > 200'000 ? 1'000'000 : 200'000;
  if (peak * 2 >= window && peak < window)
    plot.settings += fmt::format("set yrange [0:{}]\n", text(window + window / 6));
  plot.settings +=
      window_line(200'000, "window of 200k", peak) + window_line(1'000'000, "window of 1M", peak);
  plot.draw =
      lines.empty() ? "plot [1:2] [0:1] NaN notitle\n" : fmt::format("plot {}{}\n", lines, marks);
  return plot;
}

// The tokens that each prompt sent against its initial context, and their medians by
// number of requests.
Plot sent_plot(const GrowthReport& report) {
  constexpr std::size_t kCount = std::size(kGroups);
  std::string points[kCount];
  std::map<int, std::vector<std::int64_t>> bins[kCount];  // by the context's power of two
  std::int64_t least = INT64_MAX, most = 0, least_sent = INT64_MAX, most_sent = 0;
  std::size_t every = static_cast<std::size_t>(report.prompts) / kMostPoints + 1, number = 0;
  for (const SessionGrowth& session : report.sessions) {
    for (const GrowthPrompt& prompt : session.prompts) {
      if (prompt.context() <= 0) continue;
      least = std::min(least, prompt.context()), most = std::max(most, prompt.context());
      least_sent = std::min(least_sent, prompt.sent), most_sent = std::max(most_sent, prompt.sent);
      std::size_t group = group_of(prompt.requests);
      bins[group][std::ilogb(static_cast<double>(prompt.context()))].push_back(prompt.sent);
      if (number++ % every == 0)
        points[group] += fmt::format("{} {}\n", text(prompt.context()), text(prompt.sent));
    }
  }
  Plot plot;
  std::string drawn, medians;
  for (std::size_t g = 0; g < kCount; ++g) {
    if (bins[g].empty()) continue;
    std::string number_text = std::to_string(g),
                style = fmt::format(" lc rgb '{}' ", kGroups[g].color);
    plot.data += fmt::format("$sent{} << END\n{}END\n$median{} << END\n", number_text, points[g],
                             number_text);
    for (const auto& [power, sent] : bins[g])
      plot.data += fmt::format("{} {}\n", text(static_cast<std::int64_t>(std::ldexp(1.5, power))),
                               text(quantile_of(sent, 0.5)));
    plot.data += "END\n";
    drawn += fmt::format("{}$sent{} with points pt 7 ps 0.3{}notitle",
                         drawn.empty() ? "" : ", \\\n  ", number_text, style);
    medians += fmt::format(", \\\n  $median{} with linespoints pt 7 ps 0.9 lw 3{}title '{}'",
                           number_text, style, kGroups[g].name);
  }
  plot.settings =
      "set title 'Tokens sent by a prompt, and medians by its requests'\n"
      "set xlabel 'context at the prompt, tokens'\nset ylabel 'sent by all its requests, tokens'\n"
      "set logscale xy\nset format xy '%.0s%c'\nset autoscale fix\n"
      "set key outside right top\n";
  plot.settings += character_tics('x', static_cast<double>(least), static_cast<double>(most), 1000);
  plot.settings +=
      character_tics('y', static_cast<double>(least_sent), static_cast<double>(most_sent), 1000);
  plot.draw =
      drawn.empty() ? "plot [1:2] [1:2] NaN notitle\n" : fmt::format("plot {}{}\n", drawn, medians);
  return plot;
}

// A histogram of the number of requests per prompt.
Plot requests_plot(const GrowthReport& report) {
  struct Bin {
    std::int64_t most;
    const char* name;
  };
  constexpr Bin kBins[] = {{1, "1"},      {2, "2"},      {5, "3-5"},        {10, "6-10"},
                           {20, "11-20"}, {50, "21-50"}, {INT64_MAX, "51+"}};
  std::int64_t counts[std::size(kBins)] = {};
  for (const SessionGrowth& session : report.sessions) {
    for (const GrowthPrompt& prompt : session.prompts) {
      std::size_t bin = 0;
      while (prompt.requests > kBins[bin].most) ++bin;
      counts[bin] += 1;
    }
  }
  Plot plot;
  plot.data = "$requests << END\n";
  for (std::size_t i = 0; i < std::size(kBins); ++i)
    plot.data += fmt::format("\"{}\" {}\n", kBins[i].name, text(counts[i]));
  plot.data += "END\n";
  plot.settings =
      "set title 'Requests of one prompt'\nset xlabel 'requests'\nset ylabel 'prompts'\n"
      "set yrange [0:*]\nset offsets 0,0,graph 0.1,0\nset boxwidth 0.7\n"
      "set style fill solid\nset grid noxtics\n";
  plot.draw = "plot $requests using 0:2:xtic(1) with boxes lc rgb '";
  plot.draw += kBlue;
  plot.draw +=
      "' notitle, $requests using 0:2:2 with labels offset 0,0.7 textcolor rgb '#333333' notitle\n";
  return plot;
}

}  // namespace

PlotPage growth_page(const ReplayedHistory& replayed, const GrowthReport& report) {
  return page_of({context_plot(replayed, report), sent_plot(report), requests_plot(report)});
}

namespace {

// Hits and misses of main chains by day, and the daily rate.
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
    plot.data += fmt::format("{} {} {} {} {}\n", days[i].name, text(sums.requests - sums.misses),
                             text(sums.misses), number_text(*sums.rate() * 100),
                             number_text(*week.rate() * 100));
  }
  plot.data += "END\n";
  plot.settings = "set title 'Requests that hit and missed the cache, by day'\n";
  if (days.empty()) {
    plot.draw = "plot [1:2] [0:1] NaN notitle\n";
    return plot;
  }
  plot.settings +=
      "set xdata time\nset timefmt '%Y-%m-%d'\nset format x '%Y-%m-%d'\nset xtics font ',10'\n"
      "set ylabel 'requests'\nset y2label 'misses per request, %'\nset ytics nomirror\nset y2tics\n"
      "set yrange [0:*]\nset y2range [0:*]\nset border 11\nset style fill solid\n"
      "set boxwidth 64800 absolute\nset key outside right top\nset autoscale xfix\nset offsets 86400,86400,0,0\n";
  plot.settings.append("first = strptime('%Y-%m-%d', '").append(days.front().name);
  plot.settings.append("')\nlast = strptime('%Y-%m-%d', '").append(days.back().name);
  plot.settings.append("')\nif ").append(kOfCharacters);
  plot.settings +=
      " { set title 'Hits and misses by day, and the rate in %'; set format x '%m-%d'; "
      "set xtics 86400 * (1 + floor((last - first) / 86400 / 6)) }\n";
  std::string hits = fmt::format("'{}'", kSky), misses = fmt::format("'{}'", kOrange);
  plot.draw = fmt::format(
      "plot $days using 1:($2+$3) with boxes lc rgb {} title 'hits', $days using 1:3 with boxes lc rgb {} "
      "title 'misses', ",
      hits, misses);
  plot.draw +=
      days.size() <= kFew
          ? "$days using 1:4 axes x1y2 with linespoints pt 7 ps 0.6 lw 2 lc rgb '#000000' title 'rate'\n"
          : "$days using 1:4 axes x1y2 with points pt 7 ps 0.3 lc rgb '#555555' title 'rate', "
            "$days using 1:5 axes x1y2 with lines lw 2 lc rgb '#000000' title 'of 7 days'\n";
  return plot;
}

// The cost of misses by the size of their context, in total and per miss.
Plot context_cost_plot(const ReplayedHistory& replayed) {
  Plot plot;
  plot.data = "$bands << END\n";
  bool any = false;
  for (const MissRow& row : miss_rows(replayed, MissesBy::kContext, false)) {
    std::int64_t priced = row.sums.misses - row.sums.unpriced;
    double usd = usd_of(row.sums.extra), each = priced > 0 ? usd / static_cast<double>(priced) : 0;
    any = true;
    plot.data += fmt::format("\"{}\" {} \"{}\" \"{} misses, {} each\" \"{}x{}\"\n", row.name,
                             number_text(usd), human_usd(usd), text(row.sums.misses),
                             human_usd(each), text(row.sums.misses), human_usd(each));
  }
  plot.data += "END\n";
  plot.settings =
      "set title 'What misses cost more than hits would have, by context'\n"
      "set xlabel 'context, tokens'\nset ylabel 'extra cost, USD'\nset yrange [0:*]\n"
      "set offsets 0,0,graph 0.2,0\nset boxwidth 0.7\nset style fill solid\nset grid noxtics\n";
  if (!any) {
    plot.draw = "plot [0:1] [0:1] NaN notitle\n";
    return plot;
  }
  plot.settings.append("about = ").append(kOfCharacters).append(" ? 5 : 4\n");
  plot.draw = "plot $bands using 0:2:xtic(1) with boxes lc rgb '";
  plot.draw += kOrange;
  plot.draw +=
      "' notitle, $bands using 0:2:3 with labels offset 0,1.7 textcolor rgb '#333333' notitle, "
      "$bands using 0:2:(strcol(about)) with labels offset 0,0.7 textcolor rgb '#555555' notitle\n";
  return plot;
}

}  // namespace

PlotPage misses_page(const ReplayedHistory& replayed) {
  return page_of({days_plot(replayed), context_cost_plot(replayed)});
}

namespace {

constexpr std::string_view kReliability = R"(
set title "How many prompts cost less than the forecast's quantile"
set xlabel 'should: quantile of the forecast'
set ylabel 'did: share of the prompts'
set xrange [0:1]
set yrange [0:1]
if (!characters) { set size square }
plot x with lines lc rgb '#999999' dt 2 title 'calibrated', \
  $deciles using 1:2 with linespoints pt 7 ps 0.8 lw 2 lc rgb '#0072b2' title 'forecast'
)";

constexpr std::string_view kPrompts = R"(
set title 'Each prompt: forecast and cost'
set xlabel 'forecast, USD: median, and p10 to p90'
set ylabel 'cost, USD'
set logscale xy
set autoscale
set format xy '%g'
)";

constexpr std::string_view kDrawPrompts = R"(
plot $prompts using 2:4:1:3 with xerrorbars pt 0 lc rgb '#c8dcea' notitle, \
  x with lines lc rgb '#999999' dt 2 title 'as forecast', \
  $prompts using 2:($4 >= $1 && $4 <= $3 ? $4 : NaN) with points pt 7 ps 0.5 lc rgb '#0072b2' title 'in range', \
  $prompts using 2:($4 < $1 || $4 > $3 ? $4 : NaN) with points pt 7 ps 0.5 lc rgb '#d55e00' title 'outside'
unset multiplot
)";

}  // namespace

PlotPage calibration_plot(const Backtest& test) {
  double low = HUGE_VAL, high = 0;
  std::string out = "$deciles << END\n0 0\n";
  for (std::size_t i = 0; i < test.below_decile.size(); ++i)
    out += fmt::format("0.{} {}\n", i + 1, number_text(test.below_decile[i]));
  out += "1 1\nEND\n$prompts << END\n";
  for (const BacktestRow& row : test.rows) {
    if (row.forecast.p10 > 0) low = std::min(low, row.forecast.p10);
    high = std::max(high, row.forecast.p90);
    for (double usd : {row.forecast.p10, row.forecast.p50, row.forecast.p90})
      out += number_text(usd) + " ";
    out += number_text(row.usd) + "\n";
  }
  out += "END\n";
  // In a text plot there is no room side by side.
  out.append("characters = ").append(kOfCharacters);
  out.append("\nset multiplot layout (characters ? 2 : 1), (characters ? 1 : 2)\n");
  out.append(kPlotLook).append(kCharacterLook).append(kReliability);
  out.append(kPrompts).append(character_tics('x', low, high, 0)).append(kDrawPrompts);
  constexpr int kRows = 48;
  return {out, 1000, 500, kRows};
}

}  // namespace wick
