// SPDX-License-Identifier: MIT Charts for HTML pages, as inline SVG. The page's style sheet colours
// them, so that they follow its dark mode. They have a fixed size, so that their text is never
// scaled.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// Formats a value for an axis or the title of a mark.
using ChartFormat = std::string (*)(double);

struct ChartSeries {
  std::string name;
  std::vector<double> values;
};

/// A bar for each label, with the series stacked in it. Each series has a value per label, at least
/// 0.
struct BarChart {
  std::vector<std::string> labels;
  std::vector<ChartSeries> series;  // at most kChartColors
  ChartFormat format;
};
std::string bar_chart(const BarChart& chart);

/// A line for each series, with one value per step.
struct LineChart {
  std::string steps;               // the name of a step: "prompt"
  std::vector<ChartSeries> lines;  // at most kChartColors
  ChartFormat format;
};
std::string line_chart(const LineChart& chart);

/// A cell of a calendar in which each column is a week; the higher the value, the darker the cell.
struct CalendarDay {
  std::string name;     // "2026-11-24"
  int day_of_week = 0;  // 0: the first
  double value = 0;
};
/// The days must be consecutive.
std::string calendar_chart(const std::vector<CalendarDay>& days, ChartFormat format);

/// The number of colours, classes c0, c1... People with red-green colour blindness can distinguish
/// them (M. Okabe and K. Ito, "Color Universal Design", 2008).
inline constexpr std::size_t kChartColors = 7;
/// The style sheet of all charts.
extern const std::string_view kChartStyle;

/// The legend of the colours, as an HTML list.
std::string chart_legend(const std::vector<ChartSeries>& series);

}  // namespace wick
