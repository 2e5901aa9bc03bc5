// SPDX-License-Identifier: MIT
// HTML, written piece by piece; every text is escaped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// A text made printable, with what means something in HTML escaped: for contents and attributes.
std::string html_text(std::string_view text);

struct HtmlColumn {
  std::string heading;
  bool right = false;  // numbers
};

class HtmlPage {
 public:
  explicit HtmlPage(std::string_view title);

  /// Begins a part of the page, which contents() leads to.
  void heading(std::string_view text);
  /// Links to these headings.
  void contents(const std::vector<std::string_view>& headings);
  void paragraph(std::string_view text);
  /// Rows of cells; a row is as long as there are columns; one without any text is left out. Of a longer table the first `shown` rows are there, and
  /// all of them fold out below.
  void table(std::string_view caption, const std::vector<HtmlColumn>& columns,
             const std::vector<std::vector<std::string>>& rows, std::size_t shown = 8);
  /// What stands between them is side by side where there is room.
  void begin_columns();
  void end_columns();
  /// What stands between them folds out.
  void begin_folded(std::string_view summary);
  void end_folded();
  /// A few figures with their names.
  void figures(const std::vector<std::pair<std::string, std::string>>& names_and_values);
  /// Of chart.h: put into the page as it is. An empty one is none.
  void chart(std::string_view caption, std::string_view svg, std::string_view legend = {});
  void definition(std::string_view name, std::string_view meaning, std::string_view source);

  std::string finish() &&;

 private:
  void open(std::string_view list);
  void put_table(std::string_view caption, const std::vector<HtmlColumn>& columns,
                 const std::vector<std::vector<std::string>>& rows, std::size_t count);

  std::string out_;
  std::string_view list_;  // that is open: "dl" or none
  bool in_columns_ = false;
};

}  // namespace wick
