// SPDX-License-Identifier: MIT
#include "lib/report/definitions.h"

namespace wick {
namespace {

constexpr std::string_view kErrors = "the transcripts; texts of clients 1.0 to 2.1.330";
constexpr std::string_view kRecord = "the transcripts";
constexpr std::string_view kPrices = "the transcripts, and list prices of the day";
constexpr std::string_view kRule = "a rule of wick's own";

constexpr Definition kDefinitions[] = {
    {"reread",
     "A Read of lines that were already in the same chain's context: an earlier Read had "
     "returned them, the request that asked again had sent them, and since then no tool edited "
     "the file, no notice reported a change and no compaction removed them. The same lines "
     "must have come back unchanged; a smaller part counts if no command ran that might have "
     "changed the file. What is in a subagent's context is not in its parent's.",
     kRule},
    {"retry",
     "A call with the same tool and input as one that failed, which failed in the same way, "
     "with no prompt, no Read and no successful call in between that might have changed "
     "something. Also a prompt of six words or more that says nearly the same as the one "
     "before (seven eighths of their words or more, by a sample), with no successful call in "
     "between that may have changed something; or one that a model was asked about "
     "(wick-waste-judge) and called a repetition.",
     kRule},
    {"failed_call",
     "A call that was refused (by the user, a permission rule, a hook), was misuse (an unknown "
     "tool, invalid input, an edit of a file that was not read, a text to replace that is not "
     "there, a missing file, too large a result), or timed out.",
     kErrors},
    {"web_wall",
     "A call of WebFetch, WebSearch or an MCP server for browsing, fetching or search that met "
     "an HTTP error, no answer, a page that asks for a human or a login, an empty page, or no "
     "browser; marked as an error, or no larger than 4,000 bytes. Errors of your own servers "
     "(localhost, .local, .test) are not counted.",
     kErrors},
    {"platform",
     "A command that failed because of the machine: not installed, a missing module or "
     "runtime, an option or subcommand that this version or system does not have, the wrong "
     "directory; or a tool of another version of Claude Code.",
     kErrors},
    {"dead_end",
     "Three or more failures of one tool on one target with no success after them; an edit and "
     "the edit that reverts it, or the git checkout or restore of its file; an answer cut off "
     "at max_tokens, or interrupted; everything of a subagent that returned nothing. If a "
     "model was asked (wick-waste-judge), it decides which failures and which subagents these "
     "are.",
     kRule},
    {"verbose",
     "The part above 5,000 tokens of a tool's result, or above 3,000 of an answer's text, that "
     "at least 3 later requests sent again. Not counted are a Read of a part, a file that was "
     "edited afterwards or is below .claude, and a result that was at least half written into "
     "a file.",
     kRule},
    {"duplicate_instructions",
     "An attachment of 50 tokens or more that repeats one still in the context; the part above "
     "3,000 tokens of a memory file; a listing of skills, agents, tools or MCP instructions of "
     "500 tokens or more, if the chain used none of it.",
     kRule},
    {"cache",
     "Tokens written again by a miss that could have been avoided (an expired cache; another model, effort, speed, system "
     "prompt or tools); written by the last request of a chain, 2,000 or more, that no other chain began with; or "
     "written for an hour though no later request came more than 5 minutes after the one before it. The money is what that cost more than reading them, "
     "sending them uncached, or keeping them for 5 minutes; the rest is productive.",
     "the transcripts, replayed as wick-misses does"},
    {"productive", "Everything else. The classes sum to all tokens and all money.", kRecord},
    {"tokens",
     "Of a finding: its part of the answer, what its result and input added to the next "
     "request, and, if all calls of a response were outright waste, everything that this "
     "request read and generated. If several classes claim a token, the first of this order "
     "has it: web_wall, platform, retry, failed_call, reread, dead_end, verbose, "
     "duplicate_instructions, cache.",
     kRule},
    {"usd", "What these tokens cost as they were sent: read, written, uncached or generated.", kPrices},
    {"compounded_tokens",
     "The finding's tokens sent again, in each later request until a compaction or the end of "
     "the chain.",
     kRecord},
    {"compounded_usd", "What that cost.", kPrices},
    {"wasted_tokens", "All tokens that are not productive.", kRecord},
    {"wasted_usd", "All money that is not productive.", kPrices},
    {"basis",
     "measured: by the client's own counts. apportioned: the measured growth of the context, shared by the sizes of what it "
     "consists of. estimated: by its size, at the tokens per byte of the rest of the chain.",
     kRecord},
    {"judged_by",
     "The model that was asked whether it is waste (wick-waste-judge); judged_at: when its answer was taken in. Not there: "
     "a rule decided.",
     "the ledger"},
    {"only_cheap", "No session that shows it is among the tenth that cost the most.", kRecord},
    {"remedy", "What may help; the money that it would have saved is at most what the findings cost.", kRule},
    {"unpriced_requests",
     "Requests of models without a price; no sum of money includes them.",
     kPrices},
};

}  // namespace

std::span<const Definition> waste_definitions() { return kDefinitions; }

}  // namespace wick
