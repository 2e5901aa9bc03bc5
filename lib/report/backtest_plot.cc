// SPDX-License-Identifier: MIT
#include "lib/base/format.h"
#include "lib/report/backtest_output.h"

#include <algorithm>
#include <cmath>

#include "lib/view/human.h"

namespace wick {
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
  // Among characters there is no room beside each other.
  out.append("characters = ").append(kOfCharacters);
  out.append("\nset multiplot layout (characters ? 2 : 1), (characters ? 1 : 2)\n");
  out.append(kPlotLook).append(kCharacterLook).append(kReliability);
  out.append(kPrompts).append(character_tics('x', low, high, 0)).append(kDrawPrompts);
  constexpr int kRows = 48;
  return {out, 1000, 500, kRows};
}

}  // namespace wick
