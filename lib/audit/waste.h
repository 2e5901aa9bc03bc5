// SPDX-License-Identifier: MIT
// Waste in a session: nine classes of it, what was found, and the parts of contexts that it takes.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/history/merge_records.h"
#include "lib/history/pricer.h"

namespace wick {

/// wick-waste(1) defines each. The first six are outright waste, the next three inefficient use.
enum class Waste : std::uint8_t {
  kReread, kRetry, kFailedCall, kWebWall, kPlatform, kDeadEnd,
  kVerbose, kDuplicateInstructions, kCache,
  kProductive,
};
inline constexpr std::size_t kWastes = 10;
/// "reread", "retry", "failed_call", ...
std::string_view name_of(Waste waste);

/// Of two findings that take the same tokens the one with the lower rank has them: what says most about
/// the cause goes first.
int rank_of(Waste waste);

/// Where a figure's tokens come from.
enum class Basis : std::uint8_t {
  kMeasured,     // the client's own counts
  kApportioned,  // a measured growth of the context, shared by the sizes of what it consists of
  kEstimated,    // by the size, at the tokens per byte that the rest of the chain has
};
std::string_view name_of(Basis basis);

/// From which sizes on something counts. All are in tokens unless they say otherwise.
struct WasteLimits {
  std::int64_t result = 5000;         // of a tool's result: what is more is verbose
  std::int64_t answer = 3000;         // of an answer's text
  std::int64_t rides = 3;             // requests: sent again less often, nothing is verbose
  std::int64_t instructions = 3000;   // of a memory file: what is more is paid again and again
  std::int64_t duplicate = 50;        // of what stood in the context already: less is a mark for the client
  std::int64_t listing = 500;         // of a listing that nobody used
  std::int64_t failures = 3;          // calls: so many in a row, given up, are a dead end
  std::int64_t unread = 2000;         // written into the cache and never read
};

/// A part of what a chain sent or got that a finding takes.
struct Claim {
  enum Kind : std::uint8_t {
    kSegment,  // Timeline::segments[index], in each request that sends it, but its first `skip` tokens
    kTrip,     // a request that was only made for waste: all that it read, and its output
    kStep,     // all of a request
    kAgain,    // `tokens` that a request wrote although it could have read them: what that cost more
    kUnread,   // what a request wrote, and nobody read: what writing cost more than sending
    kUnused1h,  // what a request wrote for an hour: what that cost more than for 5 minutes
  };
  Kind kind = kSegment;
  std::uint32_t index = 0;  // of the segment, or of the step
  std::int64_t tokens = 0;  // of kSegment, kUnread and kUnused1h: those that it leaves out, the first ones
};

struct WasteCost {
  std::int64_t tokens = 0;
  Money money = 0;  // of what has a price
  WasteCost& operator+=(const WasteCost& other);
  WasteCost operator+(const WasteCost& other) const { return WasteCost(*this) += other; }
  bool operator==(const WasteCost&) const = default;
};

struct Finding {
  Waste waste = Waste::kProductive;
  std::string_view why;  // in words
  std::uint32_t chain = 0;  // index into Chains::all()
  const HistoryRequest* request = nullptr;  // whose response it is of, or that first sent it
  Names::Id tool = 0, target = 0;
  ToolError error = ToolError::kNone;
  std::uint64_t offset = 0;  // of its line in the chain's file
  Basis basis = Basis::kApportioned;
  const Judgement* judged = nullptr;  // of a model that said so; null: the rules of wick-waste(1) do
  std::vector<Claim> claims;
  WasteCost once;   // when it was made and first sent
  WasteCost compounded;  // compounded: in each later request, until a compaction or the end

  WasteCost cost() const { return once + compounded; }
};

// The [waste] table of wick.toml; wick.toml(5) describes it.

/// The limits that the user's wick.toml sets, the others as they are. Failure{kConfig} for a key that does
/// not exist or a value that is no whole number from 0 on.
WasteLimits waste_limits(const Env& env);

}  // namespace wick
