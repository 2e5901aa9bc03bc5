// SPDX-License-Identifier: MIT
#include "lib/report/definitions.h"

namespace wick {
namespace {

constexpr std::string_view kRecord = "the transcripts";
constexpr std::string_view kPrices = "the transcripts, and list prices of the day";
constexpr std::string_view kReplay = "a replay of all requests; see --what-if";

constexpr Definition kDefinitions[] = {
    {"sessions", "Sessions that have a request of a main chain.", kRecord},
    {"prompts", "Prompts that were answered.", kRecord},
    {"requests", "Requests of main chains; in by_context those of its prompts.", kRecord},
    {"context_tokens",
     "All that a request sent: input, cache writes and cache reads. Of a prompt, what the first "
     "request after it sent.",
     kRecord},
    {"floor_tokens",
     "The context of a session's first request: system prompt, tools, memory files, the first prompt.",
     kRecord},
    {"peak_tokens", "The largest context.", kRecord},
    {"latest_tokens", "The context of the last request.", kRecord},
    {"sent_tokens", "The contexts of all requests, added up.", kRecord},
    {"slope_tokens_per_prompt",
     "How much the context grows from one prompt to the next: the median of the differences, "
     "except those across a compaction.",
     kRecord},
    {"median_requests", "Requests of one prompt: the median.",
     kRecord},
    {"p90_requests", "Requests of one prompt: what 9 of 10 do not exceed.", kRecord},
    {"median_sent_tokens", "Tokens that all requests of one prompt sent: the median.", kRecord},
    {"p90_sent_tokens", "Tokens that all requests of one prompt sent: what 9 of 10 do not exceed.",
     kRecord},
    {"median_context_tokens", "The context of a prompt: the median.", kRecord},
    {"p90_context_tokens", "The context of a prompt: what 9 of 10 do not exceed.", kRecord},
    {"median_cost_usd", "What one prompt's requests cost: the median.", kPrices},
    {"compactions", "Compactions of main chains that were followed by a request.", kRecord},
    {"freed_tokens",
     "How much less the requests after compactions sent than the ones before.",
     kRecord},
    {"jump_tokens", "How much more a request sent than the one before it in its chain.", kRecord},
    {"bytes",
     "The size of a jump's cause: the largest thing between the two requests. Of a tool's "
     "result it is the content, of anything else the line.",
     kRecord},
    {"line", "The line of the transcript that has the cause.", kRecord},
    {"cost_usd", "What the requests of main chains cost; with --what-if of all requests.", kPrices},
    {"floor_usd", "Of that, reading from the cache what the chain's first request sent.", kPrices},
    {"grown_usd", "Of that, reading from the cache what came since: the cost of growth.", kPrices},
    {"again_usd",
     "Of that, writing again what could have been read: the lost tokens of misses (wick-misses "
     "has the rule) and of the first requests after compactions.",
     kPrices},
    {"fresh_usd", "Of that, sending and writing what is new.", kPrices},
    {"output_usd", "Of that, what was generated, and web searches.", kPrices},
    {"unpriced_requests",
     "Requests of models without a price; no sum of money includes them.",
     kPrices},
    {"would_usd", "What it would have cost.", kReplay},
    {"saved_usd", "cost_usd - would_usd; below zero, it would have cost more.", kReplay},
    {"would_send_tokens", "sent_tokens as it would have been, compactions included.", kReplay},
    {"changed_requests",
     "Requests that would have sent or cached a different number of tokens.",
     kReplay},
    {"inserted", "Compactions that would have been added; with clear, restarts.", kReplay},
};

}  // namespace

std::span<const Definition> growth_definitions() { return kDefinitions; }

}  // namespace wick
