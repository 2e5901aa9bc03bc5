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
#include "lib/price/price.h"

namespace wick {

/// A file that was read, and how far.
struct CostFile {
  std::string path;
  ReadMark read;
};

/// All that was read of a session: what the checkpoint keeps.
struct CostLog {
  /// Each request once; its file is an index into `sources`. The client's own total, the last one of the main
  /// transcript, which holds background requests that have no lines.
  FileRecords lines;
  TimeMs last_time = kUndated;  // newest dated line of the main transcript so far
  std::vector<CostFile> sources;  // the first is the main transcript
  std::vector<std::string> unreadable;  // not kept: "PATH: REASON" of what it lacks

  /// The client's total; null without one, and where it holds a model that the client has no price for: that was
  /// charged at another model's price.
  const CostTotal* mark() const { return lines.total && !lines.total->unknown_model ? &*lines.total : nullptr; }
};

struct Spend {
  double usd = 0;
  double lines_usd = 0;       // of all requests that have lines and a price, whatever the client says
  double copied_usd = 0;      // of a fork's copies, which the client's total has too (measured on 2.1.330)
  std::int64_t requests = 0;  // requests of its own that have lines
  std::optional<CostTotal> mark;  // the client's own total, where usd starts from it
  bool own_price = false;     // a model has a price of the user's: the client's total is another account
  std::string unknown_model;  // one that has no price; its requests are not in usd
  std::int64_t without_usage = 0;    // requests whose responses do not say what they used: not in usd either
  bool any_priced = false;    // false: usd says nothing
};

/// Brings the record of a session up to date and keeps it in `checkpoint_path` (empty: not kept).
/// Only what was added since is read; a checkpoint that does not fit its files is discarded. With
/// `bound`, nothing is read and the result is empty when more than so many bytes would be.
/// Failure{kNoInput} when the transcript cannot be opened; what else cannot be read the record names, and it is
/// read another time.
std::optional<CostLog> read_spend(const std::string& transcript,
                                      const std::string& checkpoint_path,
                                      std::optional<std::uint64_t> bound);

/// Gives all requests behind `mark`, or all, that a model's price holds for, a fork's copies left out.
void each_after(const CostLog& record, const std::optional<CostTotal>& mark, const PriceTable& prices, TimeMs now,
                const std::function<void(const PriceRow&, const Usage&)>& take);

/// The money in a record: the client's total and what came after it, unless the transcript's lines prove more
/// or the user has priced one of its models; then, or without a total, the sum of the lines. `now` prices what has
/// no date.
Spend add_up(const CostLog& record, const PriceTable& prices, TimeMs now);

/// The transcript says otherwise than a total of the client's: it proves more, since the client was killed and
/// resumed, or began anew; or the total is so much more than twice what all lines have that it was carried
/// over from another session (by /clear, of older clients). What leaves no lines, as titles, compactions and
/// answers that were broken off, comes to a few percent. A total of nothing is none where a gateway's responses do
/// not say what they used.
bool is_refuted(double total, const Spend& spend);

/// The session's subagent files: below DIR/ID/subagents, and in the old layout agent-*.jsonl beside
/// the transcript that name its session. What cannot be looked into is noted: "PATH: REASON".
std::vector<std::string> subagent_files(const std::string& transcript, std::vector<std::string>& unreadable);

}  // namespace wick
