// SPDX-License-Identifier: MIT
// Records as few bytes, as the ledger keeps them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/history/records.h"

namespace wick {

/// Changes with what is packed, or with how transcripts are read: files that were read by another
/// version are read again. Version 1 had no effort, no client's version and no shapes of requests,
/// version 2 no blocks, and of calls only what reports of money need; version 3 knew fewer errors by what
/// they say, version 4 neither what was asked for and by whom, nor the passes of a response, the server's
/// word on a miss, clearings; version 5 took commands as /clear for prompts; version 6 did not know
/// when a part ended; version 7 told errors by words anywhere in a result; version 8 took one word in 250 for one
/// that a short command had run, and did not know which responses thought.
inline constexpr int kPackingVersion = 9;

/// All but the calls and blocks; these. In two parts, because reports of money need only the first.
std::string pack_records(const FileRecords& records);
std::string pack_calls(const FileRecords& records);

/// Puts them back into `records`, which must be empty; those of older versions too, because the
/// transcripts may be gone. False when the bytes are damaged or a newer version's.
bool unpack_records(std::string_view bytes, FileRecords& records);
bool unpack_calls(std::string_view bytes, FileRecords& records);

}  // namespace wick
