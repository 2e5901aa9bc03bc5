// SPDX-License-Identifier: MIT
// The available tables, by name.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/export/call_rows.h"
#include "lib/export/finding_rows.h"
#include "lib/export/prompt_rows.h"
#include "lib/export/request_rows.h"
#include "lib/export/table.h"

namespace wick {

enum class TableKind : std::uint8_t { kRequests, kCalls, kPrompts, kMisses, kFindings };

/// "requests", "calls", ...
std::string_view name_of(TableKind kind);
/// Throws Failure{kUsage, "--table WORD: ..."} for another word.
TableKind table_kind(const std::string& word);
std::vector<ExportColumn> columns_of(TableKind kind);

/// True if the table needs History::calls.
inline bool needs_evidence(TableKind kind) {
  return kind == TableKind::kCalls || kind == TableKind::kFindings;
}
/// The prefix of its Parquet files, which must not replace those of another table.
std::string parquet_prefix(TableKind kind);

/// The rows of all tables except findings, for one history.
class ExportRows {
 public:
  /// `anonymizer` may be null. Both must outlive this object.
  ExportRows(const ReplayedHistory& replayed, Anonymizer* anonymizer)
      : replayed_(replayed),
        anonymizer_(anonymizer),
        prompts_(replayed.history(), replayed.pricer()) {}

  RequestRows& requests();
  /// Not for kFindings, whose rows come from an audit.
  ExportTable table(TableKind kind);

 private:
  const ReplayedHistory& replayed_;
  Anonymizer* anonymizer_;
  PromptsOfRequests prompts_;
  std::optional<RequestRows> requests_, misses_;
  std::optional<CallRows> calls_;
  std::optional<PromptRows> typed_;
};

}  // namespace wick
