// SPDX-License-Identifier: MIT
// The client's counters of its cache as JSON, and what they and the causes of misses mean.
#include "lib/tools/history_tool.h"
#include "lib/tools/misses_output.h"

namespace wick {
namespace {

constexpr std::string_view kOrder =
    "the transcripts; the server's own reason if there is one, else the first cause in this list "
    "that applies";
constexpr std::string_view kServer =
    "the server's own reason in the transcript (cache_miss_reason, clients from about 2.1.205); "
    "it explains a miss, but does not decide whether there is one";

constexpr Definition kCauses[] = {
    {"hit_ratio",
     "The share of all tokens sent by the main chain that was read from the cache, 0 to 1.",
     kCounters},
    {"cache_write_tokens", "All tokens that the main chain wrote into the cache.", kCounters},
    {"miss_recache_tokens", "The tokens that misses of the main chain wrote into the cache.",
     kCounters},
    {"last_miss_at", "The time of the last miss, in whole seconds since 1970.", kCounters},
    {"model_changed",
     "Cause: the requested model changed, or the server says so. Each model has a cache of its "
     "own.",
     kOrder},
    {"ttl_expired_5m", "Cause: idle_s is more than the 5 minutes for which the prefix was kept.",
     kOrder},
    {"ttl_expired_1h", "Cause: idle_s is more than the hour for which the prefix was kept.",
     kOrder},
    {"fast_mode_changed", "Cause: fast mode was turned on or off.", kOrder},
    {"inference_geo_changed", "Cause: the request was answered in another region (inference_geo).",
     kOrder},
    {"effort_changed", "Cause: the effort changed (known since client 2.1.212).", kOrder},
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
     "Cause: the server no longer had what the previous request left in the cache, although its "
     "TTL had not expired.",
     kServer},
    {"conversation_lost",
     "Cause: time, TTL, model, mode, effort and version are all known, and none of them is a "
     "reason; the first request of a prompt read the tools and the system prompt, but not the "
     "conversation.",
     kOrder},
    {"unknown",
     "Cause: not determined, because the transcript lacks a time, a TTL or a version, or because "
     "nothing in it shows a reason.",
     kOrder},
};

}  // namespace

void define_causes(Definitions& out) {
  out.insert(out.end(), std::begin(kCauses), std::end(kCauses));
}

// Uses the client's names.
void put_cache_counters(JsonWriter& out, const CacheCounters& c) {
  out.begin_object("prompt_cache");
  out.number("requests", c.requests).number("misses", c.misses);
  out.number("expected_rebuilds", c.expected_rebuilds);
  if (c.hit_ratio) out.number("hit_ratio", *c.hit_ratio);
  out.number("cache_write_tokens", c.cache_write_tokens);
  out.number("miss_recache_tokens", c.miss_recache_tokens);
  if (c.last_miss) {
    if (TimeMs time = c.last_miss->request->time; time != kUndated)
      out.number("last_miss_at", time / 1000);
    if (auto cause = client_name(*c.last_miss); !cause.empty())
      out.begin_object("last_miss_cause")
          .begin_array("causes")
          .text(cause)
          .end_array()
          .end_object();
  }
  out.begin_object("miss_causes");
  for (const auto& [cause, misses] : c.causes) out.number(cause, misses);
  out.end_object().end_object();
}

}  // namespace wick
