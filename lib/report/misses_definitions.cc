// SPDX-License-Identifier: MIT
#include "lib/report/definitions.h"

namespace wick {
namespace {

constexpr std::string_view kClient =
    "the documentation of the client's prompt_cache; the client's own counters come out the same";
constexpr std::string_view kRecord = "the transcripts";
constexpr std::string_view kPrices = "the transcripts, and list prices of the day";
constexpr std::string_view kOrder =
    "the transcripts; the first cause that applies, in the order of this list, behind the server's word";
constexpr std::string_view kServer =
    "the server's word in the transcript (cache_miss_reason, clients from about 2.1.205); it explains a "
    "miss and makes none";

constexpr Definition kDefinitions[] = {
    {"requests", "Requests; passes of a response are not counted.", kRecord},
    {"prompts", "Prompts, answered or not.", kRecord},
    {"misses",
     "Requests that sent again more than 5 % and at least 2,000 tokens of what they could have "
     "read: of what the request before them in the same chain read from the cache and wrote "
     "into it. Neither the first request of a chain nor the first after a compaction is a miss.",
     kClient},
    {"miss_rate", "misses / requests.", kRecord},
    {"misses_per_prompt", "misses of the main chain / prompts.", kRecord},
    {"expected_rebuilds",
     "First requests after a compaction: that they write the context again was to be expected.",
     kClient},
    {"cached_tokens", "What the request could have read: what the one before it read and wrote.",
     kClient},
    {"lost_tokens",
     "cached_tokens minus what the request read; at most what it sent anew (after a /rewind it sends less).",
     kClient},
    {"written_tokens", "All that the request wrote into the cache.", kRecord},
    {"context_tokens", "All that the request sent: input, cache writes and cache reads.", kRecord},
    {"idle_s",
     "Seconds since the request before it in its chain, from the first line of one response to "
     "the first line of the other.",
     kRecord},
    {"ttl_s",
     "For how long the prefix was kept: 3600 where the newest cache write before had tokens for 1 "
     "hour, else 300. Each read starts it again.",
     "the documentation of prompt caching; the transcripts"},
    {"extra_usd",
     "How much more the request cost than if it had read the lost tokens instead of writing or "
     "sending them: at its model, mode and prompt-size tier.",
     kPrices},
    {"unpriced_misses",
     "Misses of models without a price; no sum of money includes them.",
     kPrices},
    {"avoidable_misses",
     "Misses that another habit would have avoided. waiting_less: of an expired cache, by a prompt "
     "before it. compact_first: the same, by a compaction before the break, after which they write "
     "less. ttl_1h: after more than 5 minutes and at most an hour, by a TTL of 1 hour.",
     "the transcripts"},
    {"saved_usd",
     "What that would have saved; below zero, it would have cost more. waiting_less: the "
     "extra_usd of these misses. The others: all requests priced again, as by wick-growth with "
     "--what-if=compact-breaks and --what-if=ttl=1h.",
     kPrices},
    {"hit_ratio",
     "Of all tokens that the main chain sent, the share that was read from the cache, 0 to 1.",
     kClient},
    {"cache_write_tokens", "All that the main chain wrote into the cache.", kClient},
    {"miss_recache_tokens", "What misses of the main chain wrote into the cache.", kClient},
    {"last_miss_at", "The time of the last miss, in whole seconds since 1970.", kClient},
    {"model_changed",
     "Cause: the model that was asked for changed, or the server says so. Each model has a cache of its own.",
     kOrder},
    {"ttl_expired_5m", "Cause: idle_s is more than the 5 minutes that the prefix was kept.", kOrder},
    {"ttl_expired_1h", "Cause: idle_s is more than the hour that the prefix was kept.", kOrder},
    {"fast_mode_changed", "Cause: fast mode was turned on or off.", kOrder},
    {"effort_changed", "Cause: the effort changed (known since client 2.1.212).", kOrder},
    {"inference_geo_changed", "Cause: it was answered in another region (inference_geo).", kOrder},
    {"client_upgraded",
     "Cause: the version of the client changed, and its system prompt and tools may differ.",
     kOrder},
    {"system_changed", "Cause: the server says that the system prompt changed.", kServer},
    {"tools_changed", "Cause: the server says that the tools changed.", kServer},
    {"tools_or_system_changed",
     "Cause: the client's own hash of system prompt and tools changed (noted in transcripts of "
     "client 2.1.330). Everything after the change in the prompt is lost; the hash does not "
     "say which of the two it was.",
     kOrder},
    {"messages_changed", "Cause: the server says that earlier messages changed.", kServer},
    {"messages_rewritten",
     "Cause: the request sent less than was in the cache, without a compaction: messages were "
     "removed or replaced.",
     kOrder},
    {"previous_message_not_found",
     "Cause: the server no longer had what the request before left, although its TTL was not over.", kServer},
    {"conversation_lost",
     "Cause: time, TTL, model, mode, effort and version are all known, and none of them is a "
     "reason; the first request of a prompt read tools and system prompt, and not the conversation.",
     kOrder},
    {"unknown",
     "Cause: not determined: the transcript lacks a time, a TTL or a version, or what it has shows no "
     "reason.",
     kOrder},
};

}  // namespace

std::span<const Definition> misses_definitions() { return kDefinitions; }

}  // namespace wick
