// SPDX-License-Identifier: MIT
// Pictures, drawn by gnuplot.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/env.h"

namespace wick {

/// The kind of picture that a file's name asks for: "svg" or "png". Failure{kUsage, "--plot FILE:
/// ..."} for another name.
std::string_view picture_kind(const std::string& file);

/// Draws `script` (plot commands and their data, without terminal and output) into `file`, which is
/// replaced only when the picture is whole. Failure{kUnavailable, "gnuplot: ..."} where there is none
/// or it complains, Failure{kIo} when the file cannot be written.
void draw_picture(const Env& env, const std::string& file, std::string_view script);

}  // namespace wick
