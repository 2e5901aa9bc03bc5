// SPDX-License-Identifier: MIT
#include "lib/report/progress_line.h"

#include <unistd.h>


#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/terminal.h"
#include "lib/view/human.h"
#include "lib/view/width.h"

namespace wick {
namespace {

constexpr std::int64_t kPatienceMs = 300;

}  // namespace

std::string human_bytes(std::uint64_t bytes) {
  constexpr const char* kUnits[] = {"bytes", "KB", "MB", "GB", "TB"};
  auto amount = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; amount >= 999.5 && unit < 4; ++unit) amount /= 1000;
  return fmt::format("{:.{}f} {}", amount, unit > 0 && amount < 9.95 ? 1 : 0, kUnits[unit]);
}

std::string progress_text(const Progress& p, std::int64_t elapsed_ms, int columns) {
  std::string text = fmt::format("reading {} of {}, {} of {} files", human_bytes(p.bytes),
                                 human_bytes(p.all_bytes), human_count(static_cast<std::int64_t>(p.files)),
                                 human_count(static_cast<std::int64_t>(p.all_files)));
  if (p.bytes > 0 && elapsed_ms > 0) {
    double left = static_cast<double>(p.all_bytes - p.bytes) / static_cast<double>(p.bytes) *
                  static_cast<double>(elapsed_ms) / 1000;
    if (left >= 1) text += fmt::format(", {} left", human_duration(static_cast<std::int64_t>(left + 0.5)));
  }
  return columns > 0 ? truncate_to_width(text, columns) : text;
}

void ProgressLine::show(const Progress& progress) {
  std::int64_t elapsed = monotonic_ms() - started_;
  if (elapsed < kPatienceMs) return;
  show(progress_text(progress, elapsed, 0));
}

void ProgressLine::show(const std::string& text) {
  int columns = terminal_size(STDERR_FILENO).columns;
  write_all(STDERR_FILENO, fmt::format("\r{}\033[K", columns > 0 ? truncate_to_width(text, columns) : text));
  shown_ = true;
}

void ProgressLine::clear() {
  if (shown_) write_all(STDERR_FILENO, "\r\033[K");
  shown_ = false;
}

bool can_show_progress(const std::string& term) {
  return ::isatty(STDERR_FILENO) && !term.empty() && term != "dumb";
}

}  // namespace wick
