// SPDX-License-Identifier: MIT
// Where output goes: standard output or a file put in place at once; and CSV.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/base/atomic_file.h"
#include "lib/base/file.h"
#include "lib/base/text.h"

namespace wick {

// Comma-separated values.

/// RFC 4180, but for lines that end as in Unix. Text is made printable: a spreadsheet shows it as it
/// is, a terminal too.
class CsvWriter {
 public:
  /// Spreadsheets take a cell that begins with = + - @ for a formula, and names in transcripts are written by
  /// others: such a text, if it is no number, has an apostrophe put before it, unless `raw`.
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

// Where a long text goes, piece by piece: standard output or a file.

/// All functions throw Failure{kIo, "standard output: REASON"} or "PATH: REASON".
class Output {
 public:
  /// "" and "-" are standard output. Another path becomes a file when all is written: 0600, or with
  /// the permissions of the file that it replaces, and where a link leads to. A device or a pipe is
  /// written to as it is.
  explicit Output(const std::string& path);

  void write(std::string_view piece);
  /// To be called in the end: without it a file stays as it was.
  void finish();

 private:
  std::string name_;
  std::optional<AtomicFile> file_;
  Fd opened_;
  int fd_ = -1;
};

}  // namespace wick
