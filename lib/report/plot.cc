// SPDX-License-Identifier: MIT
#include "lib/report/plot.h"

#include "lib/base/failure.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/report/child.h"
#include "lib/report/output.h"

namespace wick {
namespace {

std::string size_of(const PlotPage& page) {
  return " size " + std::to_string(page.width) + "," + std::to_string(page.height);
}

// An opaque background, so that it can be read on light pages and on dark ones.
std::string terminal(std::string_view kind, const PlotPage& page) {
  std::string common = " enhanced" + size_of(page) + " background rgb '#ffffff' font 'sans,12'\n";
  return "set terminal " + std::string(kind == "svg" ? "svg" : "pngcairo") + common;
}

// Braille where gnuplot has it (6 and later).
std::string characters(const PlotPage& page, const TableLook& look) {
  constexpr int kUsual = 80, kPixelsPerRow = 18;
  int width = look.columns > 0 ? look.columns : kUsual, rows = page.height / kPixelsPerRow;
  std::string size = " size " + std::to_string(width) + "," + std::to_string(rows) + "\n";
  std::string colors = look.color ? " ansi256" : " mono";
  return "if (GPVAL_VERSION >= 6) { set terminal block braille" + colors + size +
         "} else { set terminal dumb noenhanced" + colors + size + "}\n";
}

// Among characters a legend beside the diagram leaves too little of it, and a grid is in the way.
constexpr std::string_view kOfCharacters =
    "if (GPVAL_TERM eq 'dumb' || GPVAL_TERM eq 'block') { set key below; unset grid }\n";

std::string drawn(const Env& env, const std::string& terminal, const PlotPage& page) {
  auto gnuplot = find_program("gnuplot", env.path);
  if (!gnuplot) throw Failure{Exit::kUnavailable, "gnuplot: not found (install gnuplot-nox)"};
  Child child(*gnuplot, {"gnuplot", "-d"}, Child::Output::kKept);
  child.write(terminal);
  child.write(page.script);
  child.write("\nunset output\n");
  ChildEnd end = child.wait();
  std::string picture = child.output();
  if (end.status == 0 && !picture.empty()) return picture;
  std::string why = end.complaint.empty() ? "no picture came" : printable(end.complaint);
  throw Failure{Exit::kUnavailable, "gnuplot: " + why};
}

}  // namespace

const std::string_view kPlotLook = R"(
set border 3 lc rgb '#555555'
set tics nomirror textcolor rgb '#333333'
set grid lc rgb '#dddddd' lw 1
set key top left Left reverse textcolor rgb '#333333'
)";

PlotPage page_of(const std::vector<Plot>& plots) {
  constexpr int kHeight = 420;
  int count = static_cast<int>(plots.size());
  PlotPage page{"", 1000, kHeight * std::max(1, count)};
  for (const Plot& plot : plots) page.script += plot.data;
  if (count > 1) page.script += "set multiplot layout " + std::to_string(count) + ",1\n";
  for (const Plot& plot : plots)
    page.script.append("reset\n").append(kPlotLook).append(plot.settings).append(kOfCharacters).append(plot.draw);
  if (count > 1) page.script += "unset multiplot\n";
  return page;
}

std::string plot_text(std::string_view text) {
  std::string out = "'";
  for (char c : printable(text)) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

std::string_view picture_kind(const std::string& file) {
  if (file == "-") return "terminal";
  std::string_view ending = std::string_view(file).substr(file.size() - std::min<std::size_t>(4, file.size()));
  if (ending == ".svg" && file.size() > 4) return "svg";
  if (ending == ".png" && file.size() > 4) return "png";
  throw Failure{Exit::kUsage, "--plot " + printable(file) + ": not - or a name that ends in .svg or .png"};
}

std::string draw_svg(const Env& env, const PlotPage& page) {
  return drawn(env, terminal("svg", page), page);
}

std::string draw_picture(const Env& env, const std::string& file, const PlotPage& page,
                         bool is_terminal, const TableLook& look) {
  std::string_view kind = picture_kind(file);
  if (kind != "terminal") {
    std::string picture = drawn(env, terminal(kind, page), page);
    Output output(file);
    output.write(picture);
    output.finish();
    return "";
  }
  Graphics graphics = is_terminal ? graphics_of(env) : Graphics::kCharacters;
  if (graphics == Graphics::kKitty) return kitty_image(drawn(env, terminal("png", page), page)) + "\n";
  if (graphics == Graphics::kSixel) {
    std::string sixel = "set terminal sixelgd enhanced" + size_of(page) + " font 'sans,12'\n";
    return drawn(env, sixel, page) + "\n";
  }
  return drawn(env, characters(page, look), page);
}

}  // namespace wick
