// SPDX-License-Identifier: MIT
#include "lib/output/plot.h"

#include <algorithm>
#include <cmath>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/output/human.h"
#include "lib/output/link.h"
#include "lib/output/output.h"

namespace wick {
namespace {

std::string size_of(const PlotPage& page) {
  return fmt::format(" size {},{}", page.width, page.height);
}

// With an opaque background, so that the picture is readable on light and dark pages.
std::string terminal(std::string_view kind, const PlotPage& page) {
  std::string common =
      fmt::format(" enhanced{} background rgb '#ffffff' font 'sans,12'\n", size_of(page));
  return fmt::format("set terminal {}{}", kind == "svg" ? "svg" : "pngcairo", common);
}

// A terminal for text plots; uses braille if gnuplot supports it (6 and later).
std::string characters(const PlotPage& page, const TableStyle& look) {
  constexpr int kUsual = 80, kPixelsPerRow = 18;
  int width = look.columns > 0 ? look.columns : kUsual,
      rows = page.rows > 0 ? page.rows : page.height / kPixelsPerRow;
  std::string size = fmt::format(" size {},{}\n", width, rows);
  std::string colors = look.color ? " ansi256" : " mono";
  return fmt::format(
      "if (GPVAL_VERSION >= 6) {{ set terminal block braille gppoints noenhanced{0}{1}}} "
      "else {{ set terminal dumb noenhanced{0}{1}}}\n",
      colors, size);
}

// gnuplot 6 writes blanks as empty braille characters, so that searching for two words would fail.
std::string with_blanks(std::string_view picture) {
  constexpr std::string_view kEmptyBraille = "\u2800";
  std::string out;
  for (std::size_t at = 0; at < picture.size();) {
    if (picture.substr(at).starts_with(kEmptyBraille)) {
      out += ' ';
      at += kEmptyBraille.size();
      continue;
    }
    if (picture[at] == '\n') out.resize(out.find_last_not_of(' ') + 1);
    out += picture[at++];
  }
  return out;
}

// The smallest 1, 2 or 5 times a power of ten that is not below `least`.
double round_step(double least) {
  double power = std::pow(10, std::floor(std::log10(least)));
  for (double times : {1, 2, 5})
    if (times * power >= least) return times * power;
  return 10 * power;
}

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
  std::string why = end.complaint.empty() ? "gnuplot drew no picture" : printable(end.complaint);
  throw Failure{Exit::kUnavailable, "gnuplot: " + why};
}

}  // namespace

const std::string_view kPlotLook = R"(
set border 3 lc rgb '#555555'
set tics nomirror textcolor rgb '#333333'
set grid lc rgb '#dddddd' lw 1
set key top left Left reverse textcolor rgb '#333333'
)";

// A legend beside the diagram leaves too little room, and a grid is distracting. At some sizes
// gnuplot 6 writes the first row of a legend below the diagram over the axis's name; hence the
// blank title.
const std::string_view kCharacterLook =
    "if (GPVAL_TERM eq 'dumb' || GPVAL_TERM eq 'block') { set key below; unset grid; unset ylabel; unset y2label }\n"
    "if (GPVAL_TERM eq 'block') { set key title ' ' }\n";

std::string character_tics(char axis, double low, double high, double least_step) {
  constexpr double kMost = 5;
  if (!(low > 0) || !(high > low)) return "";
  std::vector<double> tics;
  double decades = std::log10(high / low);
  if (decades < 1) {
    double step = std::max(least_step, round_step((high - low) / kMost));
    for (double n = std::ceil(low / step); n * step <= high; ++n) tics.push_back(n * step);
  } else {
    double every = std::ceil(decades / kMost);
    for (double power = std::floor(std::log10(low)); power <= std::log10(high); power += every) {
      for (double times : {1, 3})
        if (times == 1 || decades < 3) tics.push_back(times * std::pow(10, power));
    }
  }
  std::string list;
  for (double tic : tics)
    if (tic >= low && tic <= high) list += (list.empty() ? "" : ", ") + number_text(tic);
  if (list.empty()) return "";
  std::string out = "if ";
  out.append(kOfCharacters).append(" { set ").append(1, axis);
  return out.append("tics (").append(list).append(") }\n");
}

PlotPage page_of(const std::vector<Plot>& plots) {
  constexpr int kHeight = 420;
  int count = static_cast<int>(plots.size());
  PlotPage page{"", 1000, kHeight * std::max(1, count)};
  for (const Plot& plot : plots) page.script += plot.data;
  if (count > 1) page.script += fmt::format("set multiplot layout {},1\n", count);
  for (const Plot& plot : plots)
    page.script.append("reset\n")
        .append(kPlotLook)
        .append(plot.settings)
        .append(kCharacterLook)
        .append(plot.draw);
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
  std::string_view ending =
      std::string_view(file).substr(file.size() - std::min<std::size_t>(4, file.size()));
  if (ending == ".svg" && file.size() > 4) return "svg";
  if (ending == ".png" && file.size() > 4) return "png";
  throw Failure{Exit::kUsage, fmt::format("--plot {}: not - or a name that ends in .svg or .png",
                                          printable(file))};
}

std::string draw_picture(const Env& env, const std::string& file, const PlotPage& page,
                         bool is_terminal, const TableStyle& look) {
  std::string_view kind = picture_kind(file);
  if (kind != "terminal") {
    std::string picture = drawn(env, terminal(kind, page), page);
    Output output(file);
    output.write(picture);
    output.finish();
    return "";
  }
  Graphics graphics = is_terminal ? graphics_of(env) : Graphics::kCharacters;
  if (graphics == Graphics::kKitty)
    return kitty_image(drawn(env, terminal("png", page), page)) + "\n";
  if (graphics == Graphics::kSixel) {
    std::string sixel =
        fmt::format("set terminal sixelgd enhanced{} font 'sans,12'\n", size_of(page));
    return drawn(env, sixel, page) + "\n";
  }
  return with_blanks(drawn(env, characters(page, look), page));
}

// Pictures in terminals.

Graphics graphics_of(const Env& env) {
  bool kitty = !env.kitty_window_id.empty() || env.term == "xterm-kitty" ||
               env.term == "xterm-ghostty" || env.term_program == "ghostty";
  // A multiplexer passes pictures through only if configured to.
  bool multiplexed = env.term.compare(0, 4, "tmux") == 0 || env.term.compare(0, 6, "screen") == 0;
  if (multiplexed) return Graphics::kCharacters;
  if (kitty) return Graphics::kKitty;
  for (std::string_view name : {"sixel", "mlterm", "foot", "yaft", "contour"})
    if (contains(env.term, name)) return Graphics::kSixel;
  bool sixel = env.term_program == "WezTerm" || env.term_program == "iTerm.app";
  return sixel ? Graphics::kSixel : Graphics::kCharacters;
}

std::string kitty_image(std::string_view png) {
  constexpr std::size_t kChunk = 4096;
  std::string text = base64(png), out;
  for (std::size_t at = 0; at < text.size(); at += kChunk) {
    bool more = at + kChunk < text.size();
    out += at == 0 ? "\x1b_Ga=T,f=100,m=" : "\x1b_Gm=";
    out += more ? "1;" : "0;";
    out += text.substr(at, kChunk) + "\x1b\\";
  }
  return out;
}

}  // namespace wick
