// SPDX-License-Identifier: MIT
// Plots, drawn by gnuplot.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/output/table.h"

namespace wick {

/// One diagram: its data as gnuplot data blocks, its settings, and the plot command. The names of
/// data blocks must differ between the diagrams of a page.
struct Plot {
  std::string data, settings, draw;
};

struct PlotPage {
  std::string script;
  int width = 1000, height = 500;  // of a picture, in pixels
  int rows = 0;                    // of a text plot; 0: derived from the height
};
/// A page with the diagrams below each other.
PlotPage page_of(const std::vector<Plot>& plots);

/// A condition for gnuplot's `if`: true in a text plot.
inline constexpr std::string_view kOfCharacters = "(GPVAL_TERM eq 'dumb' || GPVAL_TERM eq 'block')";
/// Settings for text plots, after kPlotLook and the diagram's settings.
extern const std::string_view kCharacterLook;
/// For text plots: tics of the logarithmic axis 'x' or 'y' from `low` to `high` whose labels do not
/// overlap; at least `least_step` apart if the range is below a factor of ten. In pictures
/// gnuplot's own tics are better.
std::string character_tics(char axis, double low, double high, double least_step);

/// The look of all diagrams: light frame and grid on white, in colours that people with red-green
/// colour blindness can distinguish (Okabe and Ito's).
extern const std::string_view kPlotLook;
inline constexpr std::string_view kBlue = "#0072b2", kOrange = "#d55e00", kGreen = "#009e73",
                                  kPurple = "#cc79a7", kYellow = "#e69f00", kSky = "#56b4e9",
                                  kGrey = "#999999";

/// A text in gnuplot's single quotes, in which nothing is expanded.
std::string plot_text(std::string_view text);

/// The kind of picture for a file's name: "svg" or "png" by its extension, "terminal" for "-".
/// Failure{kUsage, "--plot FILE: ..."} for other names.
std::string_view picture_kind(const std::string& file);

/// Draws into `file`, which is replaced only when the picture is complete. For "-" returns the text
/// to print: a picture if the terminal supports kitty's protocol or sixel, else a text plot with
/// the width and colours of tables. Failure{kUnavailable, "gnuplot: ..."} if gnuplot is missing or
/// fails, Failure{kIo} if the file cannot be written.
std::string draw_picture(const Env& env, const std::string& file, const PlotPage& page,
                         bool is_terminal, const TableStyle& look);

/// How a terminal shows pictures.
enum class Graphics { kCharacters, kSixel, kKitty };
/// Determined by TERM, TERM_PROGRAM and KITTY_WINDOW_ID, as the terminals document them.
Graphics graphics_of(const Env& env);
/// A PNG in kitty's graphics protocol.
std::string kitty_image(std::string_view png);

}  // namespace wick
