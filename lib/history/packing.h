// SPDX-License-Identifier: MIT
// Packs records compactly for the ledger.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/history/records.h"

namespace wick {

/// Changes whenever the packed data or the reading of transcripts changes: files read by another
/// version are read again. Version 1 had no effort, client version or request shapes; version 2 had
/// no blocks, and only the fields of calls that cost reports need; version 3 recognized fewer
/// errors by their text; version 4 had no origin, requested model, passes, server diagnosis or
/// clearings; version 5 counted commands such as /clear as prompts; version 6 had no end time of a
/// part; version 7 recognized errors by words anywhere in a result; version 8 took one word in 250
/// for one that a short command had run, and did not know which responses used thinking; version 9
/// recognized fewer errors by their text, and no repetition of what a hook had said; version 10
/// took more answers about the work for failures of the machine.
inline constexpr int kPackingVersion = 11;

/// pack_records() packs all but the calls and blocks, pack_calls() these. Cost reports only need
/// the first.
std::string pack_records(const FileRecords& records);
std::string pack_calls(const FileRecords& records);

/// Unpack into `records`, which must be empty. They also read older versions, because the
/// transcripts may be gone. False if the bytes are damaged or from a newer version.
bool unpack_records(std::string_view bytes, FileRecords& records);
bool unpack_calls(std::string_view bytes, FileRecords& records);

}  // namespace wick
