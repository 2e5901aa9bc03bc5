// SPDX-License-Identifier: MIT
#include "lib/output/chart.h"

#include <algorithm>
#include <cmath>

#include "lib/base/format.h"
#include "lib/base/time.h"
#include "lib/output/html.h"

namespace wick {
namespace {

// In pixels.
constexpr int kLeft = 64, kTop = 12, kPlotHeight = 180, kBottom = 26, kPlotWidth = 900;

// A step of 1, 2 or 5 times a power of ten; about four of them make `most`.
double step_for(double most) {
  if (most <= 0) return 1;
  double power = std::pow(10, std::floor(std::log10(most / 4)));
  for (double times : {1.0, 2.0, 5.0})
    if (most / (power * times) <= 5) return power * times;
  return power * 10;
}

class Plane {
 public:
  Plane(int width, double most, ChartFormat format) : format_(format) {
    step_ = step_for(most);
    top_ = std::max(step_, std::ceil(most / step_) * step_);
    out_ = fmt::format(
        "<svg class=\"chart\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\">\n",
        kLeft + width + 8, kTop + kPlotHeight + kBottom);
    for (double value = 0; value <= top_ * 1.001; value += step_) {
      out_ += fmt::format("<line class=\"grid\" x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>",
                          kLeft, kLeft + width, y(value), y(value));
      out_ += fmt::format("<text class=\"end\" x=\"{}\" y=\"{:.1f}\">{}</text>\n", kLeft - 8,
                          y(value) + 4, html_text(format_(value)));
    }
  }

  double y(double value) const { return kTop + kPlotHeight * (1 - value / top_); }

  void mark(double x, double width, double from, double to, std::size_t color,
            const std::string& title) {
    out_ += fmt::format(
        "<rect class=\"c{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"><title>{}</title></rect>\n",
        color, kLeft + x, y(to), width, std::max(0.5, y(from) - y(to)), html_text(title));
  }
  void line(const std::vector<std::pair<double, double>>& points, std::size_t color,
            const std::string& title) {
    out_ += fmt::format("<polyline class=\"line s{}\" points=\"", color);
    for (const auto& [x, value] : points)
      out_ += fmt::format("{:.1f},{:.1f} ", kLeft + x, y(value));
    out_ += fmt::format("\"><title>{}</title></polyline>\n", html_text(title));
  }
  void label(double x, const std::string& text) {
    out_ += fmt::format("<text x=\"{:.1f}\" y=\"{}\">{}</text>\n", kLeft + x,
                        kTop + kPlotHeight + 18, html_text(text));
  }
  std::string finish() && { return std::move(out_) + "</svg>\n"; }

 private:
  ChartFormat format_;
  double step_ = 1, top_ = 1;
  std::string out_;
};

double largest_sum(const BarChart& chart) {
  double most = 0;
  for (std::size_t i = 0; i < chart.labels.size(); ++i) {
    double sum = 0;
    for (const ChartSeries& s : chart.series) sum += s.values[i];
    most = std::max(most, sum);
  }
  return most;
}

}  // namespace

std::string bar_chart(const BarChart& chart) {
  constexpr double kLeastApart = 84;  // pixels between labels
  std::size_t count = chart.labels.size();
  if (count == 0) return "";
  double step = std::clamp(static_cast<double>(kPlotWidth) / static_cast<double>(count), 7.0, 48.0);
  Plane plane(static_cast<int>(step * static_cast<double>(count)) + 1, largest_sum(chart),
              chart.format);
  double labelled = -kLeastApart;
  for (std::size_t i = 0; i < count; ++i) {
    double x = step * static_cast<double>(i), from = 0;
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
      double value = chart.series[s].values[i];
      if (value <= 0) continue;
      std::string title =
          fmt::format("{}: {} {}", chart.labels[i], chart.series[s].name, chart.format(value));
      plane.mark(x, step * 0.8, from, from + value, s, title);
      from += value;
    }
    if (x - labelled >= kLeastApart) plane.label(x, chart.labels[i]), labelled = x;
  }
  return std::move(plane).finish();
}

std::string line_chart(const LineChart& chart) {
  double most = 0;
  std::size_t steps = 1;
  for (const ChartSeries& line : chart.lines) {
    for (double value : line.values) most = std::max(most, value);
    steps = std::max(steps, line.values.size());
  }
  Plane plane(kPlotWidth, most, chart.format);
  double step =
      static_cast<double>(kPlotWidth) / static_cast<double>(std::max<std::size_t>(1, steps - 1));
  for (std::size_t s = 0; s < chart.lines.size(); ++s) {
    std::vector<std::pair<double, double>> points;
    for (double value : chart.lines[s].values)
      points.emplace_back(step * static_cast<double>(points.size()), value);
    if (points.size() == 1) points.emplace_back(4, points[0].second);
    plane.line(points, s, chart.lines[s].name);
  }
  plane.label(0, chart.steps + " 1");
  if (steps > 1) plane.label(kPlotWidth - 90, fmt::format("{} {}", chart.steps, steps));
  return std::move(plane).finish();
}

std::string calendar_chart(const std::vector<CalendarDay>& days, ChartFormat format) {
  constexpr int kCell = 13, kStep = 16, kDays = 7, kLevels = 5;
  double most = 0;
  for (const CalendarDay& day : days) most = std::max(most, day.value);
  if (most <= 0) return "";
  int weeks = 1 + (static_cast<int>(days.size()) + days[0].day_of_week - 1) / kDays;
  std::string out = fmt::format(
      "<svg class=\"chart\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\">\n",
      40 + weeks * kStep + 40, 18 + kDays * kStep);
  for (int i = 0; i < kDays; i += 2)
    out += fmt::format("<text x=\"0\" y=\"{}\">{}</text>", 18 + i * kStep + 11, weekday_at(i));
  std::string month;
  int labelled = -100;
  for (std::size_t n = 0; n < days.size(); ++n) {
    const CalendarDay& day = days[n];
    int x = 40 + (static_cast<int>(n) + days[0].day_of_week) / kDays * kStep;
    if (day.name.substr(0, 7) != month && x - labelled >= 60) {
      out +=
          fmt::format("<text x=\"{}\" y=\"11\">{}</text>\n", x, html_text(day.name.substr(0, 7)));
      labelled = x;
    }
    month = day.name.substr(0, 7);
    // By the square root: otherwise a few expensive days would make all others look the same.
    int level =
        day.value <= 0
            ? 0
            : std::clamp(static_cast<int>(std::ceil(std::sqrt(day.value / most) * (kLevels - 1))),
                         1, kLevels - 1);
    out += fmt::format(
        "<rect class=\"h{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\"><title>{}: {}</title></rect>\n",
        level, x, 18 + day.day_of_week * kStep, kCell, kCell, html_text(day.name),
        html_text(format(day.value)));
  }
  return out + "</svg>\n";
}

std::string chart_legend(const std::vector<ChartSeries>& series) {
  std::string out = "<ul class=\"legend\">";
  for (std::size_t i = 0; i < series.size(); ++i)
    out += fmt::format(
        "<li><svg width=\"12\" height=\"12\" aria-hidden=\"true\"><rect class=\"c{}\" width=\"12\" height=\"12\"/></svg> {}</li>",
        i, html_text(series[i].name));
  return out + "</ul>\n";
}

const std::string_view kChartStyle =
    R"(:root { --c0: #0072b2; --c1: #e69f00; --c2: #009e73; --c3: #d55e00; --c4: #56b4e9; --c5: #cc79a7; --c6: #999999; }
@media (prefers-color-scheme: dark) { :root { --c0: #3d9fd9; --c2: #26b88d; --c3: #ee7a2b; } }
.chart text { font: 12px system-ui, sans-serif; fill: var(--faint); } .chart .end { text-anchor: end; }
.grid { stroke: var(--line); } .line { fill: none; stroke-width: 2; }
.c0 { fill: var(--c0); } .c1 { fill: var(--c1); } .c2 { fill: var(--c2); } .c3 { fill: var(--c3); }
.c4 { fill: var(--c4); } .c5 { fill: var(--c5); } .c6 { fill: var(--c6); }
.s0 { stroke: var(--c0); } .s1 { stroke: var(--c1); } .s2 { stroke: var(--c2); } .s3 { stroke: var(--c3); }
.s4 { stroke: var(--c4); } .s5 { stroke: var(--c5); } .s6 { stroke: var(--c6); }
.h0 { fill: var(--line); } .h1 { fill: var(--c0); opacity: .3; } .h2 { fill: var(--c0); opacity: .55; }
.h3 { fill: var(--c0); opacity: .8; } .h4 { fill: var(--c0); }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: .4rem 0 0; padding: 0; list-style: none; font-size: 13px; }
)";

}  // namespace wick
