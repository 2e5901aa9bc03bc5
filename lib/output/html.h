// SPDX-License-Identifier: MIT
// Writes HTML pages; every text is escaped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// Makes a text printable and escapes it for contents and attributes.
std::string html_text(std::string_view text);

struct HtmlColumn {
  std::string heading;
  bool right = false;  // numbers
};

class HtmlPage {
 public:
  explicit HtmlPage(std::string_view title);

  /// Begins a part of the page; contents() links to it.
  void heading(std::string_view text);
  /// Links to these headings.
  void contents(const std::vector<std::string_view>& headings);
  void paragraph(std::string_view text);
  /// Each row has one cell per column; columns without any text are left out. If the table is
  /// longer, only the first `shown` rows are visible, and a fold below has all of them.
  void table(std::string_view caption, const std::vector<HtmlColumn>& columns,
             const std::vector<std::vector<std::string>>& rows, std::size_t shown = 8);
  /// The parts in between are placed side by side if there is room.
  void begin_columns();
  void end_columns();
  /// The parts in between are hidden in a fold.
  void begin_folded(std::string_view summary);
  void end_folded();
  void figures(const std::vector<std::pair<std::string, std::string>>& names_and_values);
  /// Inserts a chart of chart.h unchanged; ignores an empty one.
  void chart(std::string_view caption, std::string_view svg, std::string_view legend = {});
  void definition(std::string_view name, std::string_view meaning, std::string_view source);

  std::string finish() &&;

 private:
  void open(std::string_view list);
  void put_table(std::string_view caption, const std::vector<HtmlColumn>& columns,
                 const std::vector<std::vector<std::string>>& rows, std::size_t count);

  std::string out_;
  std::string_view list_;  // the open list: "dl" or none
  bool in_columns_ = false;
};

}  // namespace wick
