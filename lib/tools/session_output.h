// SPDX-License-Identifier: MIT
// Sessions of the history as a table and as JSON; one of them on a page.
#pragma once

#include <string>
#include <vector>

#include "lib/history/session_summary.h"
#include "lib/output/table.h"

namespace wick {

/// How it is shown.
struct SessionStyle {
  TableStyle table;
  std::string home;           // shown as "~"
  std::size_t id_length = 0;  // characters of an id that tell it from all others
};

/// For people: a row per session, and below what qualifies the figures. Local times.
std::string session_rows(const SessionsReport& report, const SessionStyle& look);
/// One JSON object per line.
std::string session_lines(const std::vector<SessionSummary>& sessions);

/// All about one session, for people. Of `transcripts` only those must be left that are there.
std::string session_page(const SessionSummary& session, const SessionStyle& look);
/// The same as one JSON document.
std::string session_document(const SessionSummary& session);

}  // namespace wick
