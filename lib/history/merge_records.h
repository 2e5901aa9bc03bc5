// SPDX-License-Identifier: MIT
// Merges sightings from many files into requests and prompts that count once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "lib/history/ledger.h"
#include "lib/history/records.h"

namespace wick {

/// A request that combines all its sightings; names are numbers of History::names.
using HistoryRequest = Request;

struct HistoryPrompt {
  std::uint64_t key = 0;
  TimeMs time = kUndated;
  std::uint32_t file = 0;
  Names::Id session = 0;
  bool copied = false;
  std::uint64_t offset = 0;
};

struct HistoryCompaction {
  CompactionRecord record;  // session is a number of History::names
  std::uint32_t file = 0;
};

struct HistoryShape {
  std::uint32_t file = 0;
  TimeMs time = kUndated;
  Names::Id shape = 0;
};

struct HistoryClearing {
  ClearingRecord record;
  std::uint32_t file = 0;
};

/// What a fork inherited from the session that it was forked from. The copied requests count there.
/// Or what a session that moved into a work tree left in its previous file.
struct Inherited {
  bool same_session = false;
  HistoryRequest last;     // the last copied request in the fork's file; or of the previous file
  std::int64_t ttl_s = 0;  // of the last copy that wrote to the cache; 0: none did
  std::uint64_t wrote_at = 0;
  std::uint64_t compacted_at = 0;  // offset of the last copied compaction
};

struct HistoryTotal {
  CostTotal record;  // session is a number of History::names
  std::uint32_t file = 0;
  bool continues_another = false;  // the session has another one's requests, and so has its total
};

struct HistoryFile {
  std::string path;
  std::uint32_t project = 0;  // index into History::projects
  bool rewritten = false;     // some of its records are gone; their offsets are the old ones
};

/// The contents of contexts, for audits; names are numbers of History::names.
struct HistoryCall {
  ToolCall record;
  std::uint32_t file = 0;
};
struct HistoryBlock {
  ContextBlock record;
  std::uint32_t file = 0;
};

/// A whole history without duplicates. Lists are unsorted unless noted.
struct History {
  std::vector<HistoryFile> files;
  std::vector<std::string> projects;  // its directory, if a line names it; else the folder's name
  Names names;
  std::vector<HistoryRequest> requests;
  std::vector<HistoryPrompt> prompts;
  std::vector<HistoryCompaction> compactions;
  std::vector<HistoryShape> shapes;  // sorted by file and time
  std::vector<HistoryClearing> clearings;
  std::vector<Origin> origins;                             // without duplicates; the first is empty
  std::unordered_map<std::uint32_t, Inherited> inherited;  // by file
  std::vector<HistoryTotal> totals;
  std::vector<HistoryCall> calls;    // only with evidence: sightings of a call, its result, or both
  std::vector<HistoryBlock> blocks;  // only with evidence; both include those of a fork's copies
  Judgements judgements;             // only if evidence was requested
  LeftOut left_out;
  std::vector<std::string> foreign_files;  // that contain responses of other programs
};

/// Merges parts; their order does not affect the result. For a request with several sightings, each
/// count is the largest one reported. It is assigned to the sighting with the earliest line; in a
/// tie, its own file precedes a quotation in the parent's, a session precedes a fork's copy, and
/// then the first path wins. A sighting without a request id matches the same request with one.
class RecordMerger {
 public:
  /// With `evidence`, calls and blocks are kept too.
  explicit RecordMerger(bool evidence = false);
  ~RecordMerger();
  RecordMerger(RecordMerger&&) noexcept;
  RecordMerger& operator=(RecordMerger&&) noexcept;

  /// Adds a file whose parts count; parts of other files are ignored.
  void add_file(const LedgerFile& file);
  void add(const Ledger::Part& part);
  History finish() &&;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wick
