// SPDX-License-Identifier: MIT
// What a session has cost so far, summed from its transcript and its subagents' files.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/time.h"
#include "lib/history/records.h"
#include "lib/live/family.h"
#include "lib/price/price.h"

namespace wick {

/// All that was read of a session; the checkpoint keeps it.
struct CostLog {
  /// Each request once; its file is an index into `sources`. lines.total is the last total that the
  /// client wrote to the main transcript; it includes background requests that have no lines.
  FileRecords lines;
  TimeMs last_time = kUndated;          // newest dated line of the main transcript so far
  TimeMs after_total = kUndated;        // its first dated line after lines.total
  std::vector<SourceFile> sources;      // the first is the main transcript
  TimeMs looked_at = 0;                 // folders_changed() when relatives were last looked for
  std::vector<std::string> unreadable;  // not kept: "PATH: REASON" of files not read

  /// The client's total. Null without one, and where it includes a model that the client has no
  /// price for, because the client charges that at another model's price.
  const CostTotal* mark() const {
    return lines.total && !lines.total->unknown_model ? &*lines.total : nullptr;
  }
};

struct Spend {
  double usd = 0;
  double lines_usd = 0;       // all requests that have lines and a price
  double copied_usd = 0;      // a fork's copies; the client's total has them (measured on 2.1.330)
  std::int64_t requests = 0;  // the session's own requests that have lines
  std::optional<CostTotal> mark;   // the client's total, if `usd` is based on it
  bool own_price = false;          // the user priced a model, so the client's total does not apply
  std::string unknown_model;       // a model without a price; its requests are not in `usd`
  std::int64_t without_usage = 0;  // requests without usage figures; not in `usd` either
  bool any_priced = false;         // false: `usd` has no meaning
  bool may_lack = false;           // requests that `mark` may or may not include are not in `usd`
};

/// Brings the record of a session up to date and keeps it in `checkpoint_path` (empty: not kept).
/// Reads only what was added since; a checkpoint that does not match its files is discarded. If
/// more than `bound` bytes would have to be read, reads and keeps that much, for the next call to
/// go on from there, and returns empty. Without a bound
/// it also finds out which requests an unmarked copy shares with another session; see relatives().
/// Failure{kNoInput} when the transcript cannot be opened; other unreadable files are listed in the
/// record and tried again next time.
std::optional<CostLog> read_spend(const std::string& transcript, const std::string& checkpoint_path,
                                  std::optional<std::uint64_t> bound);

/// Calls `take` for each priced request that was surely made after `mark` (or for all without a
/// mark), except a fork's copies.
void each_after(const CostLog& record, const std::optional<CostTotal>& mark,
                const PriceTable& prices, TimeMs now,
                const std::function<void(const PriceRow&, const Usage&)>& take);

/// The money in a record: the client's total plus the requests surely after it. A total has no
/// time: it is between the dated lines of the main transcript around it, so a subagent's request
/// that was made while the main chain was idle may be in it. Without a total, or if
/// is_refuted() or the user has priced one of the models: the sum of the lines. Undated requests
/// are priced at `now`.
Spend add_up(const CostLog& record, const PriceTable& prices, TimeMs now);

/// True when the transcript contradicts a total of the client. Either its lines add up to more,
/// because the client was killed and resumed, or started over; or the total is so much more than
/// twice the lines that it was carried over from another session (older clients did this on
/// /clear). Requests without lines (titles, compactions, aborted answers) amount to a few percent
/// only. A total of 0 does not count where a gateway's responses have no usage figures.
bool is_refuted(double total, const Spend& spend);

/// The session's subagent files: below DIR/ID/subagents, and in the old layout the agent-*.jsonl
/// beside the transcript that name its session. Unreadable ones are added as "PATH: REASON".
std::vector<std::string> subagent_files(const std::string& transcript,
                                        std::vector<std::string>& unreadable);

}  // namespace wick
