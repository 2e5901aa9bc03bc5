// SPDX-License-Identifier: MIT
// Comma-separated values.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/text.h"

namespace wick {

/// RFC 4180, but for lines that end as in Unix. Text is made printable: a spreadsheet shows it as it
/// is, a terminal too.
class CsvWriter {
 public:
  CsvWriter& cell(std::string_view text) {
    if (!first_) out_ += ',';
    first_ = false;
    std::string clean = printable(text);
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
  std::string out_;
  bool first_ = true;
};

}  // namespace wick
