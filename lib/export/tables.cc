// SPDX-License-Identifier: MIT
#include "lib/export/tables.h"

#include <array>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/cli/options.h"

namespace wick {
namespace {

constexpr std::array<std::string_view, 5> kTables = {"requests", "calls", "prompts", "misses",
                                                     "findings"};

template <class Row>
std::vector<ExportColumn> heads(std::span<const RowColumn<Row>> columns) {
  return {columns.begin(), columns.end()};
}

}  // namespace

std::string_view name_of(TableKind kind) { return kTables[static_cast<std::size_t>(kind)]; }

TableKind table_kind(const std::string& word) {
  return static_cast<TableKind>(word_argument("--table", word, kTables));
}

std::vector<ExportColumn> columns_of(TableKind kind) {
  switch (kind) {
    case TableKind::kRequests: return heads(request_columns());
    case TableKind::kCalls: return heads(call_columns());
    case TableKind::kPrompts: return heads(prompt_columns());
    case TableKind::kMisses: return heads(miss_columns());
    case TableKind::kFindings: return heads(finding_columns());
  }
  return {};
}

std::string parquet_prefix(TableKind kind) {
  return kind == TableKind::kRequests ? "wick_" : fmt::format("{}_wick_", name_of(kind));
}

RequestRows& ExportRows::requests() {
  return requests_ ? *requests_ : requests_.emplace(replayed_, prompts_, anonymizer_);
}

ExportTable ExportRows::table(TableKind kind) {
  switch (kind) {
    case TableKind::kCalls:
      return table_of(call_columns(), calls_.emplace(replayed_, prompts_, anonymizer_));
    case TableKind::kPrompts:
      return table_of(prompt_columns(), typed_.emplace(replayed_, prompts_, anonymizer_));
    case TableKind::kMisses:
      return table_of(miss_columns(), misses_.emplace(replayed_, prompts_, anonymizer_, true));
    default: return table_of(request_columns(), requests());
  }
}

}  // namespace wick
