// SPDX-License-Identifier: MIT
// Formats times and names for exports; on request, replaces people's names for things with hashes
// that only this machine can compute.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "lib/export/table.h"
#include "lib/history/merge_records.h"

namespace wick {

/// Keyed BLAKE2b: a text always has the same 16 hex digits while the key is kept. Without the key,
/// no one can test which text it was.
class Anonymizer {
 public:
  static constexpr std::size_t kKeySize = 32;

  /// Reads the key, or creates it (0600); if several processes do so at once, one wins. Throws
  /// Failure{kIo} if it cannot be created, {kNoInput} if it cannot be read, {kData} if it is
  /// invalid.
  explicit Anonymizer(const std::string& key_path);

  /// Empty for an empty text.
  const std::string& hash(std::string_view text);
  /// Like hash(), but leaves plain names of letters, digits, '-', '_' and '.' unchanged. Others may
  /// be private: an ARN, as some providers' models have, names an account.
  std::string hash_unless_plain(const std::string& name);

 private:
  std::string key_;
  std::unordered_map<std::string, std::string> known_;
};

/// Time, session and project, which all rows have. Empty: unknown.
struct RowPlace {
  std::string time;  // "2026-11-24T09:15:00.250Z"
  std::string date;  // "2026-11-24", in UTC
  std::string session, project;
};

/// An id as 16 hex digits.
std::string hex_id(std::uint64_t id);

class ExportTexts {
 public:
  /// `anonymizer` may be null: then nothing is replaced. It must outlive this object.
  explicit ExportTexts(Anonymizer* anonymizer) : anonymizer_(anonymizer) {}

  RowPlace place(TimeMs time, const std::string& session, const std::string& project);
  RowPlace place(const History& history, TimeMs time, Names::Id session, std::uint32_t file);

  /// For names that people or their tools may have chosen: a session, a branch, a skill, a path.
  std::string name(const std::string& text) { return anonymizer_ ? anonymizer_->hash(text) : text; }
  /// For names by Claude Code or a provider, unless they look like something else: a model, an
  /// effort.
  std::string plain(const std::string& text) {
    return anonymizer_ ? anonymizer_->hash_unless_plain(text) : text;
  }
  /// For the name of a tool: those of MCP servers include the server's name.
  std::string tool(const std::string& text);

 private:
  Anonymizer* anonymizer_;
};

// Columns of several tables; their rows have a RowPlace `at`.

template <class Row>
constexpr RowColumn<Row> time_column(std::string_view meaning) {
  return {{"time", kTimeType, meaning}, [](const Row& r) { return text_cell(r.at.time); }};
}
template <class Row>
constexpr RowColumn<Row> date_column() {
  return {{"date", kDateType, "day of the column time, in UTC"},
          [](const Row& r) { return text_cell(r.at.date); }};
}
template <class Row>
constexpr RowColumn<Row> session_column() {
  return {{"session", kTextType, "id of the session"},
          [](const Row& r) { return text_cell(r.at.session); }};
}
template <class Row>
constexpr RowColumn<Row> project_column() {
  return {{"project", kTextType, "directory of the session"},
          [](const Row& r) { return text_cell(r.at.project); }};
}

}  // namespace wick
