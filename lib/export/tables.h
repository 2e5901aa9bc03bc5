// SPDX-License-Identifier: MIT
// The tables of an export by name, and the rows of calls, prompts and findings.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/audit/cache_replay.h"
#include "lib/audit/waste_account.h"
#include "lib/export/request_rows.h"
#include "lib/export/table.h"
#include "lib/export/texts.h"

namespace wick {

/// A call, with its texts in export form.
struct CallRow {
  RowPlace at;
  std::string id, request, request_id, prompt, model, agent, tool, server, target;
  const ToolCall* call = nullptr;  // with its result, if there is one
};

/// The calls of all requests that pass the filter, each once, where its request counts; sorted by
/// time. The history must have its evidence.
class CallRows {
 public:
  /// All arguments must outlive the rows.
  CallRows(const ReplayedHistory& replayed, const PromptsOfRequests& prompts,
           Anonymizer* anonymizer);

  std::size_t size() const { return calls_.size(); }
  void each(const std::function<bool(const CallRow&)>& take);

 private:
  struct Call {
    ToolCall call;
    const HistoryRequest* request = nullptr;
  };
  void collect();
  CallRow row(const Call& call);

  const ReplayedHistory& replayed_;
  const History& history_;
  const PromptsOfRequests& prompts_;
  ExportTexts texts_;
  std::vector<Call> calls_;
};

struct PromptRow {
  RowPlace at;
  std::string id, model;
  const PastPrompt* answer = nullptr;  // null: not answered
};

/// The prompts that pass the filter, sorted by time.
class PromptRows {
 public:
  /// All arguments must outlive the rows.
  PromptRows(const ReplayedHistory& replayed, const PromptsOfRequests& prompts,
             Anonymizer* anonymizer);

  std::size_t size() const { return prompts_.size(); }
  void each(const std::function<bool(const PromptRow&)>& take);

 private:
  const ReplayedHistory& replayed_;
  ExportTexts texts_;
  std::unordered_map<std::string, const PastPrompt*> answers_;  // by id
  std::vector<const HistoryPrompt*> prompts_;
};

struct FindingRow {
  RowPlace at;
  std::string agent, tool, target, why, judge;
  const WasteRow* finding = nullptr;
};

std::span<const RowColumn<FindingRow>> finding_columns();

/// The findings of an audit, sorted by time.
class FindingRows {
 public:
  /// `anonymizer` may be null. All arguments must outlive the rows.
  FindingRows(const WasteReport& report, Anonymizer* anonymizer)
      : report_(report), texts_(anonymizer) {}

  std::size_t size() const { return report_.findings.size(); }
  void each(const std::function<bool(const FindingRow&)>& take);

 private:
  const WasteReport& report_;
  ExportTexts texts_;
};

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
