// SPDX-License-Identifier: MIT
// Charts for HTML pages, as inline SVG: coloured by the page's style sheet, so that they follow its dark mode, and as
// large as they say, so that their text is never scaled.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// How a value is written beside an axis and in the title of a mark.
using ChartFormat = std::string (*)(double);

struct ChartSeries {
  std::string name;
  std::vector<double> values;
};

/// A bar for each label, the series stacked in it, each with a value per label. Values are not below 0.
struct BarChart {
  std::vector<std::string> labels;
  std::vector<ChartSeries> series;  // at most kChartColors
  ChartFormat format;
};
std::string bar_chart(const BarChart& chart);

/// A line for each series; the values of one are one step apart.
struct LineChart {
  std::string steps;  // what a step is: "prompt"
  std::vector<ChartSeries> lines;  // at most kChartColors
  ChartFormat format;
};
std::string line_chart(const LineChart& chart);

/// A day a cell, a week a column, darker the more it has.
struct CalendarDay {
  std::string name;  // "2026-11-24"
  int day_of_week = 0;  // 0: the first
  double value = 0;
};
/// The days follow each other.
std::string calendar_chart(const std::vector<CalendarDay>& days, ChartFormat format);

/// Colours that people who cannot tell red from green can tell apart (M. Okabe and K. Ito, "Color Universal
/// Design", 2008), as classes c0, c1...
inline constexpr std::size_t kChartColors = 7;
/// The style sheet of all charts.
extern const std::string_view kChartStyle;

/// What the colours mean, as an HTML list.
std::string chart_legend(const std::vector<ChartSeries>& series);

}  // namespace wick
