// SPDX-License-Identifier: MIT
// Pictures, drawn by gnuplot.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/output/table.h"

namespace wick {

/// One diagram: its data, as gnuplot's data blocks, what is set, and the command that draws. Names of
/// blocks must differ between diagrams of one page.
struct Plot {
  std::string data, settings, draw;
};

/// What is drawn at once.
struct PlotPage {
  std::string script;
  int width = 1000, height = 500;  // of a picture, in pixels
  int rows = 0;                    // of characters; by the height without it
};
/// Diagrams below each other.
PlotPage page_of(const std::vector<Plot>& plots);

/// Is it drawn of characters? For gnuplot's `if`.
inline constexpr std::string_view kOfCharacters = "(GPVAL_TERM eq 'dumb' || GPVAL_TERM eq 'block')";
/// What follows kPlotLook and the settings then.
extern const std::string_view kCharacterLook;
/// Tics of the logarithmic axis 'x' or 'y' from `low` to `high` whose labels do not run into each other
/// among characters, at least `least_step` apart below a factor of ten. Elsewhere gnuplot finds better ones.
std::string character_tics(char axis, double low, double high, double least_step);

/// What all diagrams look like: light frame and grid, on white. Colours that people who cannot tell
/// red from green can tell apart (Okabe and Ito's).
extern const std::string_view kPlotLook;
inline constexpr std::string_view kBlue = "#0072b2", kOrange = "#d55e00", kGreen = "#009e73",
                                  kPurple = "#cc79a7", kYellow = "#e69f00", kSky = "#56b4e9",
                                  kGrey = "#999999";

/// A text in gnuplot's quotes, in which nothing is replaced.
std::string plot_text(std::string_view text);

/// What a file's name asks for: "svg" or "png" by its ending, "terminal" for "-". Failure{kUsage,
/// "--plot FILE: ..."} for another name.
std::string_view picture_kind(const std::string& file);

/// Draws into `file`, which is replaced only when the picture is whole; for "-" the picture is
/// returned, to be printed: as the terminal shows pictures (kitty's protocol, sixel) where it says so,
/// else of characters, as wide and in as many colours as tables are. Failure{kUnavailable,
/// "gnuplot: ..."} where there is no gnuplot or it complains, Failure{kIo} when the file cannot be written.
std::string draw_picture(const Env& env, const std::string& file, const PlotPage& page,
                         bool is_terminal, const TableStyle& look);

/// How a terminal shows pictures.
enum class Graphics { kCharacters, kSixel, kKitty };
/// By TERM, TERM_PROGRAM and KITTY_WINDOW_ID: what these terminals document.
Graphics graphics_of(const Env& env);
/// A PNG in kitty's graphics protocol.
std::string kitty_image(std::string_view png);

}  // namespace wick
