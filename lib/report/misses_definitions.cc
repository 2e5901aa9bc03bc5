// SPDX-License-Identifier: MIT
#include "lib/report/definitions.h"

namespace wick {
namespace {

constexpr std::string_view kClient =
    "the documentation of the client's prompt_cache; the client's own counters come out the same";
constexpr std::string_view kRecord = "the transcripts";
constexpr std::string_view kPrices = "the transcripts, and list prices of the day";
constexpr std::string_view kOrder =
    "the transcripts; the first cause that applies, in the order of this list";

constexpr Definition kDefinitions[] = {
    {"requests", "API responses, each counted once; passes of a response are none.", kRecord},
    {"prompts", "Messages that a person typed.", kRecord},
    {"misses",
     "Requests that sent anew more than 5 % and at least 2,000 tokens of what they could have read: "
     "of what the request before them in the same chain read from the cache and wrote into it. The "
     "first request of a chain is none, and the first after a compaction is none.",
     kClient},
    {"miss_rate", "misses / requests.", kRecord},
    {"misses_per_prompt", "misses of the main chain / prompts.", kRecord},
    {"expected_rebuilds", "First requests after a compaction: what they write anew was to be expected.",
     kClient},
    {"cached_tokens", "What the request could have read: what the one before it read and wrote.",
     kClient},
    {"lost_tokens", "cached_tokens less what the request read.", kClient},
    {"written_tokens", "All that the request wrote into the cache.", kRecord},
    {"context_tokens", "All that the request sent: input, cache writes and cache reads.", kRecord},
    {"idle_s",
     "Seconds since the request before it in its chain, from the first line of its response to the "
     "first line of this one.",
     kRecord},
    {"ttl_s",
     "For how long the prefix was kept: 3600 where the newest cache write before had tokens for 1 "
     "hour, else 300. Each read starts it again.",
     "the documentation of prompt caching; the transcripts"},
    {"extra_usd",
     "What the request cost more than it would have, had it read the lost tokens instead of writing "
     "or sending them: at its model, mode and prompt-size tier.",
     kPrices},
    {"unpriced_misses", "Misses of models that have no price; they are in no sum of money.", kPrices},
    {"avoidable_misses",
     "Misses that another habit would have avoided. waiting_less: of an expired cache, by a prompt "
     "before it. compact_first: the same, by a compaction before the break, after which they write "
     "less. ttl_1h: after more than 5 minutes and at most an hour, by a TTL of 1 hour.",
     "the transcripts"},
    {"saved_usd",
     "What that would have saved; below zero it would have cost more. waiting_less: the extra_usd of "
     "these misses. The others: all requests priced again, as wick-growth does with "
     "--what-if=compact-breaks and --what-if=ttl=1h.",
     kPrices},
    {"hit_ratio",
     "Of all tokens that the main chain sent, the part that was read from the cache, 0 to 1.", kClient},
    {"cache_write_tokens", "All that the main chain wrote into the cache.", kClient},
    {"miss_recache_tokens", "What misses of the main chain wrote into the cache.", kClient},
    {"last_miss_at", "The time of the last miss, in whole seconds since 1970.", kClient},
    {"model_changed",
     "Cause: the model is another one than before. Each model has a cache of its own.", kOrder},
    {"ttl_expired_5m", "Cause: idle_s is more than the 5 minutes that the prefix was kept.", kOrder},
    {"ttl_expired_1h", "Cause: idle_s is more than the hour that the prefix was kept.", kOrder},
    {"fast_mode_changed", "Cause: fast mode was turned on or off.", kOrder},
    {"effort_changed", "Cause: the effort is another one (clients since 2.1.212 tell it).", kOrder},
    {"client_upgraded",
     "Cause: another version of the client, whose system prompt and tools may be others.", kOrder},
    {"tools_or_system_changed",
     "Cause: the client's own hash of system prompt and tools is another one than before (noted in "
     "transcripts of client 2.1.330). What stands behind the change in the prompt is lost; the hash does "
     "not tell which of both it was.",
     kOrder},
    {"messages_rewritten",
     "Cause: the request sent less than was in the cache, without a compaction: messages were taken "
     "away or replaced.",
     kOrder},
    {"likely_server_side",
     "Cause: time, TTL, model, mode, effort and version are all known, and none of them is a "
     "reason. Where a transcript does not note system prompt and tools, a change of these cannot be "
     "told from it.",
     kOrder},
    {"unknown", "Cause: not determined, because the transcript lacks a time, a TTL or a version.",
     kOrder},
};

}  // namespace

std::span<const Definition> misses_definitions() { return kDefinitions; }

}  // namespace wick
