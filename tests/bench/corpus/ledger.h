// SPDX-License-Identifier: MIT
// corpus: what a reader of the corpus should find in it. Only decisions are entered here, never
// anything read back.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "random.h"

namespace corpus {

struct Usage {
  Int input = 0, write_5m = 0, write_1h = 0, read = 0, output = 0, searches = 0;

  Usage& operator+=(const Usage& more);
};

/// Tokens that a response lists among its iterations and that its own counts leave out.
struct Part {
  std::string type;   // "compaction" or "advisor_message"
  std::string model;  // empty: that of the response
  Usage usage;
};

/// One request, as the lines that survive tell it.
struct Request {
  std::string model;
  Usage usage;
  std::vector<Part> parts;
  Int time = 0;  // of its earliest line
  Int tool_calls = 0;
  bool subagent = false;
  bool unterminated = false;  // its only line is a last one without a newline
};

struct Sums {
  Int requests = 0, prompts = 0;
  Usage usage;
};

struct Books {
  Sums totals, subagents;
  std::map<std::string, Sums> by_model, by_day;
};

struct Ledger {
  void enter(const Request& request);
  void enter_prompt(Int time);

  std::string manifest() const;

  Books all, unterminated;
  Int tool_calls = 0, compactions = 0;
  Int malformed_lines = 0, torn_lines = 0, other_format_files = 0, api_errors = 0;
  Int lines_over_1_mib = 0, lines_over_8_mib = 0;
  Int sessions = 0, files = 0, bytes = 0;
};

}  // namespace corpus
