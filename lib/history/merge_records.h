// SPDX-License-Identifier: MIT
// From sightings in many files to requests and prompts that count once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "lib/history/judgement.h"
#include "lib/history/ledger.h"
#include "lib/history/records.h"

namespace wick {

/// A request, with what all its sightings say together; names are numbers of History::names.
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

/// What a fork has from the session that it was made of: the copies themselves count there.
struct Inherited {
  HistoryRequest last;       // the copy that stands last in the fork's file
  std::int64_t ttl_s = 0;    // of the last one that wrote into the cache; 0: none did
  std::uint64_t wrote_at = 0;
  std::uint64_t compacted_at = 0;  // offset of the last copy of a compaction
};

struct HistoryTotal {
  CostTotal record;  // likewise
  std::uint32_t file = 0;
  bool continues_another = false;  // the session has another's requests in it, and so has the total
};

struct HistoryFile {
  std::string path;
  std::uint32_t project = 0;  // index into History::projects
  bool rewritten = false;     // it holds no more of some records: their offsets are those of before
};

/// What stands in contexts, for audits; names are numbers of History::names.
struct HistoryCall {
  ToolCall record;
  std::uint32_t file = 0;
};
struct HistoryBlock {
  ContextBlock record;
  std::uint32_t file = 0;
};

/// All of a history, each thing once. In no order that means something.
struct History {
  std::vector<HistoryFile> files;
  std::vector<std::string> projects;  // the directory, where a line names it; else the folder's name
  Names names;
  std::vector<HistoryRequest> requests;
  std::vector<HistoryPrompt> prompts;
  std::vector<HistoryCompaction> compactions;
  std::vector<HistoryShape> shapes;  // in order of file and time
  std::vector<HistoryClearing> clearings;
  std::vector<Origin> origins;       // each once; the first is none
  std::unordered_map<std::uint32_t, Inherited> inherited;  // by file
  std::vector<HistoryTotal> totals;
  std::vector<HistoryCall> calls;    // sightings, where evidence was asked for: a call, its result,
  std::vector<HistoryBlock> blocks;  // or both; those of a fork's copies too
  Judgements judgements;  // where evidence was asked for
  LeftOut left_out;
  std::vector<std::string> foreign_files;  // that have responses of another program's
};

/// Merges parts, in any order, to the same result. Of a request that stands in several places, each
/// count is the largest that one of them says; it belongs where its earliest line is, of equal ones
/// to its own file before a quote of it in the parent's, to a session before a fork's copy, to the
/// first path. A sighting without a request id is the same request as one with it.
class RecordMerger {
 public:
  /// With `evidence` calls and blocks are kept too.
  explicit RecordMerger(bool evidence = false);
  ~RecordMerger();
  RecordMerger(RecordMerger&&) noexcept;
  RecordMerger& operator=(RecordMerger&&) noexcept;

  /// A file whose parts count: those of others are passed over.
  void add_file(const LedgerFile& file);
  void add(const Ledger::Part& part);
  History finish() &&;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wick
