// SPDX-License-Identifier: MIT
#include "lib/report/plot.h"

#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/report/child.h"

namespace wick {
namespace {

// A text in gnuplot's single quotes, in which nothing is replaced.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

// An opaque background, so that it can be read on light pages and on dark ones.
std::string terminal(std::string_view kind) {
  std::string common = " enhanced size 1000,500 background rgb '#ffffff' font 'sans,12'\n";
  return kind == "svg" ? "set terminal svg" + common : "set terminal pngcairo" + common;
}

}  // namespace

std::string_view picture_kind(const std::string& file) {
  std::string_view ending = std::string_view(file).substr(file.size() - std::min<std::size_t>(4, file.size()));
  if (ending == ".svg" && file.size() > 4) return "svg";
  if (ending == ".png" && file.size() > 4) return "png";
  throw Failure{Exit::kUsage, "--plot " + printable(file) + ": not a name that ends in .svg or .png"};
}

void draw_picture(const Env& env, const std::string& file, std::string_view script) {
  std::string_view kind = picture_kind(file);
  if (file.find('\n') != file.npos)
    throw Failure{Exit::kUsage, "--plot " + printable(file) + ": a line break in a file's name"};
  auto gnuplot = find_program("gnuplot", env.path);
  if (!gnuplot) throw Failure{Exit::kUnavailable, "gnuplot: not found (install gnuplot-nox)"};
  std::string part = file + ".part-" + std::to_string(::getpid());
  Child child(*gnuplot, {"gnuplot", "-d"});
  child.write(terminal(kind) + "set output " + quoted(part) + "\n");
  child.write(script);
  child.write("\nunset output\n");
  ChildEnd end = child.wait();
  if (end.status != 0 || !file_info(part)) {
    ::unlink(part.c_str());
    std::string why = end.complaint.empty() ? "no picture came" : printable(end.complaint);
    throw Failure{Exit::kUnavailable, "gnuplot: " + why};
  }
  if (::rename(part.c_str(), file.c_str()) == 0) return;
  std::string reason = std::strerror(errno);
  ::unlink(part.c_str());
  throw Failure{Exit::kIo, printable(file) + ": " + reason};
}

}  // namespace wick
