// SPDX-License-Identifier: MIT
// Values formatted for people and for programs.
#pragma once

#include <optional>
#include <string>

#include "lib/base/value.h"

namespace wick {

/// The value as a number; empty for a text or a boolean.
std::optional<double> number_in(const Value& value);

/// The exact value, as in JSON but without quotes: 144445, 0.0289, true, text. Numbers have the
/// shortest form that parses to the same value.
std::string plain(const Value& value);

/// The value for people, according to its unit: 144k, 14%, $0.03, 4m12s, 14:02 (local time), 12.5x.
/// Text is made printable.
std::string human(const Value& value);

/// 999, 1.4k, 144k, 1M, 1.2M, 1.2B.
std::string human_tokens(std::int64_t tokens);
/// 3,000.
std::string human_count(std::int64_t count);
/// For table cells: 0 is blank.
std::string count_cell(std::int64_t count);
std::string tokens_cell(std::int64_t tokens);
/// $12.40, $1,234.50, $0.0045, <$0.0001, $0.00 for nothing.
std::string human_usd(double usd);
/// 45s, 4m12s, 1h02m, 3d4h.
std::string human_duration(std::int64_t seconds);

/// The shortest decimal that parses to the same number; without an exponent below 1e15.
std::string number_text(double number);

/// "412 MB", "1.2 GB", "1.5 KB", "12 bytes".
std::string human_bytes(std::uint64_t bytes);

}  // namespace wick
