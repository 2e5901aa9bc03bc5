// SPDX-License-Identifier: MIT
#include "lib/output/table.h"

#include <algorithm>
#include <numeric>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/output/layout.h"

namespace wick {
namespace {

constexpr int kGap = 2;

// A visible column and its width.
struct Shown {
  std::size_t index;
  int width;
};

class Table {
 public:
  Table(const std::vector<Column>& columns, const std::vector<TableRow>& rows,
        const TableStyle& look)
      : columns_(columns), rows_(rows), look_(look) {}

  std::vector<std::string> lines() {
    measure();
    while (!fits() && shown_.size() > 1) drop_one();
    if (look_.columns > 0) shrink_to(look_.columns);
    TableRow headings;
    for (const Column& column : columns_) {
      headings.push_back({std::string(column.heading), {"", "", "2"}});
    }
    std::vector<std::string> out{line(headings)};
    for (const TableRow& row : rows_) out.push_back(line(row));
    return out;
  }
  // After lines().
  std::vector<std::size_t> shown() const {
    std::vector<std::size_t> out;
    for (const Shown& shown : shown_) out.push_back(shown.index);
    return out;
  }

 private:
  const Column& column(const Shown& shown) const { return columns_[shown.index]; }

  void measure() {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      int widest = 0;
      for (const TableRow& row : rows_) widest = std::max(widest, display_width(row[i].text));
      if (widest > 0) shown_.push_back({i, std::max(widest, display_width(columns_[i].heading))});
    }
  }

  int least_width(const Shown& shown) const {
    const Column& c = column(shown);
    return c.min_width == 0 ? shown.width : std::min(shown.width, c.min_width);
  }

  int gaps() const { return kGap * (static_cast<int>(shown_.size()) - 1); }

  bool fits() const {
    if (look_.columns <= 0) return true;
    int sum = gaps();
    for (const Shown& shown : shown_) sum += least_width(shown);
    return sum <= look_.columns;
  }

  // Drops the least important column; among equals the last.
  void drop_one() {
    auto min_width = std::min_element(
        shown_.rbegin(), shown_.rend(),
        [this](const Shown& a, const Shown& b) { return column(a).priority < column(b).priority; });
    shown_.erase(std::next(min_width).base());
  }

  // Repeatedly shrinks the widest column that can be cut by one, so that they end up equally wide.
  void shrink_to(int columns) {
    auto slack = [this](const Shown& s) { return s.width > least_width(s) ? s.width : 0; };
    int sum = std::accumulate(shown_.begin(), shown_.end(), gaps(),
                              [](int n, const Shown& s) { return n + s.width; });
    for (; sum > columns; --sum) {
      auto widest =
          std::max_element(shown_.begin(), shown_.end(),
                           [&](const Shown& a, const Shown& b) { return slack(a) < slack(b); });
      if (widest == shown_.end() || slack(*widest) == 0) return;
      --widest->width;
    }
  }

  std::string line(const TableRow& row) const {
    std::string out;
    int pending = 0;  // blanks to write before the next text
    for (const Shown& shown : shown_) {
      const Cell& cell = row[shown.index];
      const Column& c = column(shown);
      std::string text = c.path ? truncate_path(cell.text, shown.width)
                                : truncate_to_width(cell.text, shown.width);
      int blank = shown.width - display_width(text);
      if (c.right) pending += blank;
      if (!text.empty()) {
        out.append(static_cast<std::size_t>(pending), ' ');
        out += look_.color ? styled(text, cell.style) : text;
        pending = 0;
      }
      if (!c.right) pending += blank;
      pending += kGap;
    }
    return look_.columns > 0 ? truncate_to_width(out, look_.columns) : out;
  }

  const std::vector<Column>& columns_;
  const std::vector<TableRow>& rows_;
  const TableStyle& look_;
  std::vector<Shown> shown_;
};

}  // namespace

std::vector<std::string> lay_out_table(const std::vector<Column>& columns,
                                       const std::vector<TableRow>& rows, const TableStyle& look,
                                       std::vector<std::size_t>* shown) {
  Table table(columns, rows, look);
  std::vector<std::string> lines = table.lines();
  if (shown) *shown = table.shown();
  return lines;
}

std::string table_text(const std::vector<Column>& columns, const std::vector<TableRow>& rows,
                       const TableStyle& look) {
  std::string out;
  if (rows.empty()) return out;
  for (const std::string& line : lay_out_table(columns, rows, look)) out += line + "\n";
  return out;
}

std::string truncate_path(std::string_view path, int columns) {
  if (display_width(path) <= columns) return std::string(path);
  // The longest end that starts with a slash and leaves room for "…".
  const char* slash = is_windows_path(path) ? "/\\" : "/";
  for (std::size_t at = path.find_first_of(slash); at != path.npos;
       at = path.find_first_of(slash, at + 1)) {
    if (1 + display_width(path.substr(at)) <= columns) return fmt::format("…{}", path.substr(at));
  }
  std::size_t last = path.find_last_of(slash);
  return truncate_to_width(last == path.npos ? path : path.substr(last + 1), columns);
}

}  // namespace wick
