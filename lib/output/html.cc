// SPDX-License-Identifier: MIT
#include "lib/output/html.h"

#include "lib/base/format.h"
#include "lib/base/text.h"

namespace wick {
namespace {

// Nothing is loaded from anywhere, and nothing is run: the policy says so to browsers too.
constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<style>
:root { color-scheme: light dark; --text: #222; --faint: #666; --line: #ddd; --page: #fff; --card: #f6f6f4; }
@media (prefers-color-scheme: dark) {
  :root { --text: #ddd; --faint: #999; --line: #3a3a3a; --page: #1b1b1b; --card: #262626; }
}
body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto; }
caption { text-align: left; color: var(--faint); padding-bottom: .3rem; }
th, td { text-align: left; padding: .2rem .9rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--faint); font-weight: 600; } .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.figures { display: flex; flex-wrap: wrap; gap: .8rem; margin: 1rem 0; padding: 0; list-style: none; }
.figures li { background: var(--card); border-radius: .4rem; padding: .5rem .9rem; }
.figures b { display: block; font-size: 1.25rem; } .figures span { color: var(--faint); }
figure { margin: 1rem 0; } figure svg { max-width: 100%; height: auto; border-radius: .4rem; }
figcaption { color: var(--faint); }
dt { font-weight: 600; margin-top: .6rem; } dd { margin: 0 0 0 1.5rem; } dd small { color: var(--faint); display: block; }
@media print { body { max-width: none; margin: 0; } figure, table { break-inside: avoid; } }
</style>
)";

void replace_all(std::string& text, std::string_view from, const std::string& to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
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
  out_ += fmt::format("<title>{}</title>\n</head>\n<body>\n<h1>{}</h1>\n", text, text);
}

void HtmlPage::open(std::string_view list) {
  if (list == list_) return;
  if (!list_.empty()) out_ += fmt::format("</{}>\n", list_);
  if (!list.empty()) out_ += fmt::format("<{}>\n", list);
  list_ = list;
}

void HtmlPage::heading(std::string_view text) {
  open("");
  out_ += fmt::format("<h2>{}</h2>\n", html_text(text));
}

void HtmlPage::paragraph(std::string_view text) {
  open("");
  out_ += fmt::format("<p>{}</p>\n", html_text(text));
}

void HtmlPage::table(std::string_view caption, const std::vector<HtmlColumn>& columns,
                     const std::vector<std::vector<std::string>>& rows) {
  if (rows.empty()) return;
  open("");
  out_ += "<table>\n";
  if (!caption.empty()) out_ += fmt::format("<caption>{}</caption>\n", html_text(caption));
  auto row = [&](const char* tag, auto&& text_of) {
    out_ += "<tr>";
    for (std::size_t i = 0; i < columns.size(); ++i)
      out_ += fmt::format("<{}{}{}</{}>", tag, columns[i].right ? " class=\"n\">" : ">",
                          html_text(text_of(i)), tag);
    out_ += "</tr>\n";
  };
  row("th", [&](std::size_t i) { return columns[i].heading; });
  for (const auto& cells : rows) row("td", [&](std::size_t i) { return cells[i]; });
  out_ += "</table>\n";
}

void HtmlPage::figures(const std::vector<std::pair<std::string, std::string>>& names_and_values) {
  open("");
  out_ += "<ul class=\"figures\">\n";
  for (const auto& [name, value] : names_and_values)
    out_ += fmt::format("<li><b>{}</b><span>{}</span></li>\n", html_text(value), html_text(name));
  out_ += "</ul>\n";
}

void HtmlPage::picture(std::string_view description, std::string_view svg) {
  open("");
  std::size_t begin = svg.find("<svg");
  if (begin == svg.npos) return;
  std::string own(svg.substr(begin)), prefix = fmt::format("p{}-", ++pictures_);
  for (const char* quote : {"\"", "'"}) {
    replace_all(own, std::string(" id=") + quote, fmt::format(" id={}{}", quote, prefix));
    replace_all(own, fmt::format("href={}#", quote), fmt::format("href={}#{}", quote, prefix));
  }
  replace_all(own, "url(#", "url(#" + prefix);
  out_ += fmt::format("<figure role=\"img\" aria-label=\"{}\">\n{}</figure>\n", html_text(description), own);
}

void HtmlPage::definition(std::string_view name, std::string_view meaning, std::string_view source) {
  open("dl");
  out_ += fmt::format("<dt>{}</dt><dd>{}<small>Source: {}</small></dd>\n", html_text(name),
                      html_text(meaning), html_text(source));
}

std::string HtmlPage::finish() && {
  open("");
  return std::move(out_) + "</body>\n</html>\n";
}

}  // namespace wick
