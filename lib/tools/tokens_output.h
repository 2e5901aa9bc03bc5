// SPDX-License-Identifier: MIT
// How many tokens the models' tokenizers make of the same text, as tables, JSON and CSV.
#pragma once

#include <cstddef>
#include <string>

#include "lib/audit/tokenizers.h"
#include "lib/output/columns.h"

namespace wick {

/// "results of Read", "edits of .py", "answers".
std::string text_kind_name(const TextKind& kind);

/// `most`: rows of densities; 0: all.
std::string tokens_table(const TokenReport& report, std::size_t most, const TableStyle& look);
/// One JSON document.
std::string tokens_json(const TokenReport& report, bool kept);
/// One row per model and kind of text.
std::string tokens_csv(const TokenReport& report);
Definitions token_definitions();

}  // namespace wick
