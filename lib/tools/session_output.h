// SPDX-License-Identifier: MIT
// Sessions of the history as a table and as JSON, and the details of one session.
#pragma once

#include <string>
#include <vector>

#include "lib/history/session_summary.h"
#include "lib/output/columns.h"

namespace wick {

struct SessionStyle {
  TableStyle table;
  std::string home;           // shown as "~"
  std::size_t id_length = 0;  // characters that make an id unique
};

/// For people: one row per session, then notes on the figures. Local times.
std::string session_rows(const SessionsReport& report, const SessionStyle& look);
/// One JSON object per line.
std::string session_lines(const std::vector<SessionSummary>& sessions);

/// Everything about one session, for people. `transcripts` must contain only existing files.
std::string session_page(const SessionSummary& session, const SessionStyle& look);
/// The same as one JSON document.
std::string session_document(const SessionSummary& session);

}  // namespace wick
