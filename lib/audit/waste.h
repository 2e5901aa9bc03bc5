// SPDX-License-Identifier: MIT
// The classes of waste, their findings, and the parts of contexts that findings claim.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/history/merge_records.h"
#include "lib/history/pricer.h"

namespace wick {

/// Defined in wick-waste(1). The first six are outright waste, the next three inefficient use.
enum class Waste : std::uint8_t {
  kReread,
  kRetry,
  kFailedCall,
  kWebWall,
  kPlatform,
  kDeadEnd,
  kVerbose,
  kDuplicateInstructions,
  kCache,
  kProductive,
};
inline constexpr std::size_t kWastes = 10;
/// "reread", "retry", "failed_call", ...
std::string_view name_of(Waste waste);

/// Why something is waste: the texts are in the table of name_of().
enum class WasteReason : std::uint8_t {
  kNone,
  // failed_call
  kRejected,
  kDenied,
  kHook,
  kInvalidInput,
  kUnknownTool,
  kNotRead,
  kNoMatch,
  kNoFile,
  kTimeout,
  kTooLarge,
  kCancelled,
  // dead_end
  kGivenUp,
  kEditReverted,
  kRevertsEdit,
  kCutOff,
  kInterrupted,
  kNotReturned,
  kOfNoUse,
  // platform
  kNoCommand,
  kNoModule,
  kWrongOption,
  kWrongFolder,
  kOtherClient,
  // retry
  kSameCall,
  kSamePrompt,
  // web_wall
  kHttp,
  kNetwork,
  kChallenge,
  kLogin,
  kNoBrowser,
  kEmptyPage,
  // cache
  kExpired5m,
  kExpired1h,
  kModelChanged,
  kFastSwitched,
  kEffortChanged,
  kShapeChanged,
  kSystemChanged,
  kToolsChanged,
  kNeverRead,
  kUnneeded1h,
  // duplicate_instructions
  kRepeatedText,
  kLongMemory,
  kUnusedListing,
  // reread
  kUnchangedFile,
  // verbose
  kRepeatedOutput,
  kLongResult,
  kLongAnswer,
};
/// Text for people: "a permission rule refused it". Empty for kNone and for numbers that are no reason.
std::string_view name_of(WasteReason reason);

/// True of an expired cache: what helps one project costs another more, so the remedy is chosen for
/// each project by replay (ProjectChoice).
bool depends_on_project(WasteReason why);
/// True if there is a remedy of the finding's own, whatever the project does. `tool`: Finding::tool.
bool has_remedy(WasteReason why, std::string_view tool);

/// What the client adds to a context by itself, by the type of the attachment.
enum class AddedText : std::uint8_t {
  kOther,
  kByHook,
  kMemoryFile,
  // Listings of what can be called.
  kSkills,
  kAgents,
  kServers,
  kDeferredTools,
};
AddedText added_text(std::string_view type);

/// If two findings claim the same tokens, the one with the lower rank gets them: the class that
/// says most about the cause.
int rank_of(Waste waste);

/// How a figure's tokens were determined.
enum class Basis : std::uint8_t {
  kMeasured,     // the client's own counts
  kApportioned,  // a measured growth of the context, divided by the sizes of its pieces
  kEstimated,    // from the size, at the chain's tokens per byte
};
std::string_view name_of(Basis basis);

/// Thresholds from which something counts as waste; in tokens unless noted.
struct WasteLimits {
  std::int64_t result = 5000;        // of a tool result: more is verbose
  std::int64_t answer = 3000;        // of an answer's text
  std::int64_t rides = 3;            // requests: what is sent again less often is not verbose
  std::int64_t instructions = 3000;  // of a memory file: what exceeds this is paid for repeatedly
  std::int64_t duplicate = 50;       // of repeated content: less is a marker of the client
  std::int64_t listing = 500;        // of an unused listing
  std::int64_t failures = 3;         // calls: this many in a row, then given up, are a dead end
  std::int64_t unread = 2000;        // written to the cache and never read
};

/// A part of a chain's input or output that a finding claims.
struct Claim {
  enum Kind : std::uint8_t {
    kSegment,   // segments[index] in each request that sends it, but its first `tokens` tokens
    kTrip,      // a request made only for waste: all its reads and its output
    kStep,      // everything in a request
    kAgain,     // `tokens` that a request wrote although it could have read them: the extra cost
    kUnread,    // cache writes that were never read: the extra cost over uncached input
    kUnused1h,  // 1-hour writes that were not needed: the extra cost over 5-minute writes
  };
  Kind kind = kSegment;
  std::uint32_t index = 0;  // of the segment or the step
  std::int64_t tokens = 0;  // kSegment, kUnread, kUnused1h: number of leading tokens excluded
};

struct WasteCost {
  std::int64_t tokens = 0;
  Money money = 0;  // only of what has a price
  WasteCost& operator+=(const WasteCost& other);
  WasteCost operator+(const WasteCost& other) const { return WasteCost(*this) += other; }
  bool operator==(const WasteCost&) const = default;
};

struct Finding {
  Waste waste = Waste::kProductive;
  WasteReason why = WasteReason::kNone;
  std::uint32_t chain = 0;                  // index into Chains::all()
  const HistoryRequest* request = nullptr;  // that produced it, or first sent it
  Names::Id tool = 0, target = 0;
  ToolError error = ToolError::kNone;
  std::uint64_t offset = 0;  // of its line in the chain's file
  Basis basis = Basis::kApportioned;
  const Judgement* judged = nullptr;  // the model's judgement; null: decided by a rule
  std::vector<Claim> claims;
  WasteCost once;        // when it was produced and first sent
  WasteCost compounded;  // in each later request, until a compaction or the end

  WasteCost cost() const { return once + compounded; }
};

/// Reads the limits from the [waste] table of wick.toml (see wick.toml(5)); missing ones keep their
/// defaults. Throws Failure{kConfig} for an unknown key or a value that is not a non-negative
/// integer.
WasteLimits waste_limits(const Env& env);

}  // namespace wick
