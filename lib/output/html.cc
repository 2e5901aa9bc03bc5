// SPDX-License-Identifier: MIT
#include "lib/output/html.h"

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/output/chart.h"

namespace wick {
namespace {

// The page loads and runs nothing; the Content-Security-Policy makes browsers enforce that.
constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<style>
:root { color-scheme: light dark; --text: #222; --faint: #5c5c5c; --line: #ddd; --page: #fff; --card: #f5f5f2; --link: #0060a0; }
@media (prefers-color-scheme: dark) {
  :root { --text: #ddd; --faint: #a8a8a8; --line: #3a3a3a; --page: #1b1b1b; --card: #262626; --link: #7cc4f5; }
}
* { box-sizing: border-box; }
body { font: 15px/1.45 system-ui, sans-serif; color: var(--text); background: var(--page); max-width: 72rem; margin: 1.5rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; margin: 0 0 .3rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .6rem; border-bottom: 1px solid var(--line); padding-bottom: .2rem; }
a { color: var(--link); } p { margin: .4rem 0; max-width: 48rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; padding: 0; margin: .8rem 0; list-style: none; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 0 2rem; align-items: start; }
.columns > * { min-width: 0; }
.box { overflow-x: auto; margin: .6rem 0 1rem; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
caption { text-align: left; font-weight: 600; padding-bottom: .2rem; }
th, td { text-align: left; padding: .18rem .7rem .18rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td { max-width: 26rem; overflow-wrap: anywhere; } td.n { overflow-wrap: normal; } td:first-child:not(.n) { min-width: 6rem; } th:last-child, td:last-child { padding-right: 0; }
th { color: var(--faint); font-weight: 600; font-size: 13px; } .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
details { margin: -.6rem 0 1rem; } summary { color: var(--link); cursor: pointer; font-size: 14px; }
.figures { display: flex; flex-wrap: wrap; gap: .6rem; margin: .8rem 0; padding: 0; list-style: none; }
.figures li { background: var(--card); border-radius: .4rem; padding: .4rem .9rem; }
.figures b { display: block; font-size: 1.3rem; } .figures span { color: var(--faint); font-size: 14px; }
figure { margin: .6rem 0 1rem; } figcaption { font-weight: 600; font-size: 14px; }
dt { font-weight: 600; margin-top: .6rem; overflow-wrap: anywhere; } dd { margin: 0 0 0 1.2rem; } dd small { color: var(--faint); display: block; font-size: 13px; }
@media print { body { max-width: none; margin: 0; } figure, table { break-inside: avoid; } }
)";

// The anchor of a heading: "cache-misses".
std::string anchor(std::string_view heading) {
  std::string out;
  for (char c : lower(std::string(heading))) {
    bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_word) out += c;
    else if (!out.empty() && out.back() != '-') out += '-';
  }
  return out;
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  for (char c : printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

HtmlPage::HtmlPage(std::string_view title) : out_(kHead) {
  std::string text = html_text(title);
  out_ += kChartStyle;
  out_ += fmt::format("</style>\n<title>{}</title>\n</head>\n<body>\n<h1>{}</h1>\n", text, text);
}

void HtmlPage::open(std::string_view list) {
  if (list == list_) return;
  if (!list_.empty()) out_ += fmt::format("</{}>\n", list_);
  if (!list.empty()) out_ += fmt::format("<{}>\n", list);
  list_ = list;
}

void HtmlPage::heading(std::string_view text) {
  open("");
  out_ += fmt::format("<h2 id=\"{}\">{}</h2>\n", anchor(text), html_text(text));
}

void HtmlPage::contents(const std::vector<std::string_view>& headings) {
  open("");
  out_ += "<nav><ul>";
  for (std::string_view heading : headings)
    out_ += fmt::format("<li><a href=\"#{}\">{}</a></li>", anchor(heading), html_text(heading));
  out_ += "</ul></nav>\n";
}

void HtmlPage::begin_columns() {
  open("");
  out_ += "<div class=\"columns\">\n";
  in_columns_ = true;
}
void HtmlPage::end_columns() {
  out_ += "</div>\n";
  in_columns_ = false;
}

void HtmlPage::begin_folded(std::string_view summary) {
  open("");
  out_ += fmt::format("<details>\n<summary>{}</summary>\n", html_text(summary));
}
void HtmlPage::end_folded() {
  open("");
  out_ += "</details>\n";
}

void HtmlPage::paragraph(std::string_view text) {
  open("");
  out_ += fmt::format("<p>{}</p>\n", html_text(text));
}

void HtmlPage::table(std::string_view caption, const std::vector<HtmlColumn>& columns,
                     const std::vector<std::vector<std::string>>& rows, std::size_t shown) {
  constexpr std::size_t kFewMore = 2;  // more rows, not worth a fold
  if (rows.empty()) return;
  open("");
  if (in_columns_) out_ += "<div>\n";  // keep a table and its fold together
  bool folds = shown == 0 || rows.size() > shown + kFewMore;
  if (shown > 0) put_table(caption, columns, rows, folds ? shown : rows.size());
  if (folds) {
    begin_folded(shown > 0 ? fmt::format("all {}", rows.size())
                           : fmt::format("{} ({})", caption, rows.size()));
    put_table("", columns, rows, rows.size());
    end_folded();
  }
  if (in_columns_) out_ += "</div>\n";
}

void HtmlPage::put_table(std::string_view caption, const std::vector<HtmlColumn>& columns,
                         const std::vector<std::vector<std::string>>& rows, std::size_t count) {
  std::vector<bool> has_text(columns.size());
  for (const auto& cells : rows)
    for (std::size_t i = 0; i < columns.size(); ++i) has_text[i] = has_text[i] || !cells[i].empty();
  out_ += "<div class=\"box\"><table>\n";
  if (!caption.empty()) out_ += fmt::format("<caption>{}</caption>\n", html_text(caption));
  auto row = [&](const char* tag, auto&& text_of) {
    out_ += "<tr>";
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (has_text[i])
        out_ += fmt::format("<{}{}{}</{}>", tag, columns[i].right ? " class=\"n\">" : ">",
                            html_text(text_of(i)), tag);
    out_ += "</tr>\n";
  };
  row("th", [&](std::size_t i) { return columns[i].heading; });
  for (std::size_t n = 0; n < count; ++n) row("td", [&](std::size_t i) { return rows[n][i]; });
  out_ += "</table></div>\n";
}

void HtmlPage::figures(const std::vector<std::pair<std::string, std::string>>& names_and_values) {
  open("");
  out_ += "<ul class=\"figures\">\n";
  for (const auto& [name, value] : names_and_values)
    out_ += fmt::format("<li><b>{}</b><span>{}</span></li>\n", html_text(value), html_text(name));
  out_ += "</ul>\n";
}

void HtmlPage::chart(std::string_view caption, std::string_view svg, std::string_view legend) {
  if (svg.empty()) return;
  open("");
  out_ += fmt::format(
      "<figure>\n<figcaption>{}</figcaption>\n<div class=\"box\">{}</div>\n{}</figure>\n",
      html_text(caption), svg, legend);
}

void HtmlPage::definition(std::string_view name, std::string_view meaning,
                          std::string_view source) {
  open("dl");
  out_ += fmt::format("<dt>{}</dt><dd>{}<small>Source: {}</small></dd>\n", html_text(name),
                      html_text(meaning), html_text(source));
}

std::string HtmlPage::finish() && {
  open("");
  return std::move(out_) + "</body>\n</html>\n";
}

}  // namespace wick
