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

  void heading(std::string_view text);
  void paragraph(std::string_view text);
  /// Rows of cells; a row is as long as there are columns.
  void table(std::string_view caption, const std::vector<HtmlColumn>& columns,
             const std::vector<std::vector<std::string>>& rows);
  /// A few figures with their names.
  void figures(const std::vector<std::pair<std::string, std::string>>& names_and_values);
  /// An SVG document, put into the page as it is; its ids get the number of the picture, because a
  /// page may have each only once.
  void picture(std::string_view description, std::string_view svg);
  void definition(std::string_view name, std::string_view meaning, std::string_view source);

  std::string finish() &&;

 private:
  void open(std::string_view list);

  std::string out_;
  std::string_view list_;  // that is open: "dl" or none
  int pictures_ = 0;
};

}  // namespace wick
