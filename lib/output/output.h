// SPDX-License-Identifier: MIT
// Output to standard output or atomically to a file; and CSV.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/base/atomic_file.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/output/human.h"

namespace wick {

/// Writes CSV as in RFC 4180, but with Unix line ends. Text is made printable, so that terminals
/// and spreadsheets can show it.
class CsvWriter {
 public:
  /// Spreadsheets treat a cell that begins with = + - @ as a formula, and names in transcripts are
  /// untrusted. Unless `raw`, such a text is preceded by an apostrophe, except if it is a number.
  explicit CsvWriter(bool raw = false) : raw_(raw) {}

  CsvWriter& cell(std::string_view text) {
    if (!first_) out_ += ',';
    first_ = false;
    std::string clean = printable(text);
    if (!raw_ && looks_like_formula(clean)) clean.insert(0, 1, '\'');
    if (clean.find_first_of(",\"") == clean.npos) {
      out_ += clean;
      return *this;
    }
    out_ += '"';
    for (char c : clean) {
      if (c == '"') out_ += '"';
      out_ += c;
    }
    out_ += '"';
    return *this;
  }
  /// An absent value is an empty cell.
  CsvWriter& value(const MaybeValue& value) { return cell(value ? plain(*value) : ""); }
  void end_row() {
    out_ += '\n';
    first_ = true;
  }
  std::size_t size() const { return out_.size(); }
  std::string take() { return std::move(out_); }

 private:
  static bool looks_like_formula(std::string_view cell) {
    return !cell.empty() && std::string_view("=+-@").find(cell[0]) != std::string_view::npos &&
           !parse_number(cell);
  }

  std::string out_;
  bool raw_, first_ = true;
};

/// Standard output or a file, written in pieces. All functions throw
/// Failure{kIo, "standard output: REASON"} or "PATH: REASON".
class Output {
 public:
  /// "" and "-" are standard output. A file is put in place by finish(), with mode 0600 or the
  /// permissions of the file that it replaces; symbolic links are followed. Devices and pipes are
  /// written directly.
  explicit Output(const std::string& path);

  void write(std::string_view piece);
  /// Must be called at the end; otherwise the file is not changed.
  void finish();

 private:
  std::string name_;
  std::optional<AtomicFile> file_;
  Fd opened_;
  int fd_ = -1;
};

}  // namespace wick
