// SPDX-License-Identifier: MIT
// What a session has cost so far, summed from its transcript and its subagents' files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/time.h"
#include "lib/claude/usage.h"
#include "lib/price/price.h"

namespace wick {

/// One request, counted once however many lines and files repeat it.
struct SpentRequest {
  std::uint64_t message = 0;  // as Request::message
  std::uint32_t pass = 0;     // as Request::extra
  std::uint32_t request = 0;  // as Request::request; 0 without one
  std::uint64_t offset = 0;  // of its first line in the main transcript; 0 in a subagent's file
  TimeMs time = 0;           // earliest line
  std::uint32_t model = 0;   // index into SpendRecord::models
  bool main_file = false;
  bool copied = false;  // a fork's copy of another session's: it was paid there
  Usage usage;  // each field's maximum
};

/// The client's own total, the last one written. It holds background requests that have no lines.
struct CostMark {
  double usd = 0;
  std::uint64_t offset = 0;  // requests behind it in the main transcript are not in it
  TimeMs time = 0;  // of the last dated line before it: later subagent requests are not in it
};

/// A file that was read, and how far.
struct SpendSource {
  std::string path;
  ReadMark read;
};

/// All that was read of a session: what the checkpoint keeps.
struct SpendRecord {
  std::vector<SpentRequest> requests;
  std::vector<std::string> models;
  std::optional<CostMark> mark;
  TimeMs last_time = 0;  // newest dated line of the main transcript so far
  std::vector<SpendSource> sources;
  std::vector<std::string> unreadable;  // not kept: "PATH: REASON" of what it lacks
};

struct Spend {
  double usd = 0;
  double lines_usd = 0;       // of all requests that have lines and a price, whatever the client says
  double copied_usd = 0;      // of a fork's copies, which the client's total has too (measured on 2.1.330)
  std::int64_t requests = 0;  // requests of its own that have lines
  std::optional<CostMark> mark;  // the client's own total, where usd starts from it
  bool own_price = false;     // a model has a price of the user's: the client's total is another account
  std::string unknown_model;  // one that has no price; its requests are not in usd
  std::int64_t untold = 0;    // requests whose responses do not say what they used: not in usd either
  bool any_priced = false;    // false: usd says nothing
};

/// Brings the record of a session up to date and keeps it in `checkpoint_path` (empty: not kept).
/// Only what was added since is read; a checkpoint that does not fit its files is discarded. With
/// `bound`, nothing is read and the result is empty when more than so many bytes would be.
/// Failure{kNoInput} when the transcript cannot be opened; what else cannot be read the record names, and it is
/// read another time.
std::optional<SpendRecord> read_spend(const std::string& transcript,
                                      const std::string& checkpoint_path,
                                      std::optional<std::uint64_t> bound);

/// The client's own total does not have this request yet.
bool is_after_mark(const SpentRequest& request, const std::optional<CostMark>& mark);

/// The money in a record: the client's total and what came after it, unless the transcript's lines prove more
/// or the user has priced one of its models; then, or without a total, the sum of the lines.
Spend add_up(const SpendRecord& record, const PriceTable& prices);

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
