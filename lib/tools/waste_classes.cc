// SPDX-License-Identifier: MIT
// What the classes of waste mean.
#include <iterator>

#include "lib/tools/history_tool.h"
#include "lib/tools/waste_output.h"

namespace wick {
namespace {

constexpr std::string_view kErrors = "the transcripts; texts of clients 1.0 to 2.1.332";
constexpr Definition kClasses[] = {
    {"reread",
     "A Read of lines that were already in the context of the same chain: an earlier Read had "
     "returned them, the request that asked for them again had sent them, and in between no tool "
     "edited the file, no notice reported a change and no compaction removed them. The same lines "
     "must have been returned unchanged (the whole result is compared); a smaller part also "
     "counts if no command was run that might have changed the file. A preview of a large result "
     "does not count as the lines that were asked for; a Read that the client answers with a note "
     "that the file is unchanged is a reread. The context of a subagent is not part of its "
     "parent's context.",
     kOwnRule},
    {"retry",
     "A call with the same tool and input as one that failed (a description and a timeout are not "
     "compared), which failed in the same way and with the same words except for numbers in them, "
     "if there was no prompt, no Read, no sleep and no successful call in between that might have "
     "changed something. Also a prompt of six words or more that says nearly the same as the one "
     "before (at least seven eighths of their words, by a sample), with no successful call in "
     "between that may have changed something; or one that a model was asked about "
     "(wick-waste-judge) and called a repetition.",
     kOwnRule},
    {"failed_call",
     "A call that was refused (by the user, a permission rule, a hook), was misuse (an unknown "
     "tool, invalid input, an edit of a file that was not read, a text to replace that is not "
     "there, a missing file, too large a result), timed out, or was cancelled because another "
     "call of the same response failed. It is recognized by the client's note (toolDenialKind) "
     "and by how the result begins, never by words within it. A plan that is sent back, a "
     "question that is answered in the user's own words and a call that the user refuses with an "
     "explanation are steering, not waste.",
     kErrors},
    {"web_wall",
     "A call of WebFetch, WebSearch or an MCP server for browsing, fetching or search that met an "
     "HTTP error, no answer, a page that asks for a login or for proof of being human, an empty "
     "page, or no browser; it must be marked as an error or be no larger than 4,000 bytes. It is recognized "
     "by the server's status if the client notes it, else by how the first lines of the result "
     "begin, or by what WebFetch's model says about the page. A call that loads a page or "
     "searches also counts if it failed for an unknown reason. Errors of your own servers "
     "(localhost, .local, .test) are not counted.",
     kErrors},
    {"platform",
     "A command that failed because of the machine: something is not installed, a module or "
     "runtime is missing, this version or system does not have an option or subcommand, or the "
     "directory is wrong; or a tool of another version of Claude Code. It is recognized by a line "
     "that begins like an error message of a shell or program; it must be at the start of the output "
     "or be about what the command runs, or both if a pipe hides the exit status. Not counted "
     "are a module or script that is edited in the same chain, an option that a program of the "
     "project (./app, cargo run) does not know, and the question whether a program is there (ruby "
     "--version).",
     kErrors},
    {"dead_end",
     "Three or more failures of one tool on one target with no success after them, unless it "
     "fails in a different way each time after a file was edited, or other tests fail each time; "
     "the status of a command that only looks, such as grep, is an answer, not a failure; an edit "
     "and the edit that reverts it, or the git checkout, restore or reset of its file; an answer "
     "that was cut off at max_tokens, or interrupted before the model ended it; everything of a "
     "subagent that returned nothing, was interrupted or ended with an error. If a model was asked "
     "(wick-waste-judge), it decides which failures and which subagents these are.",
     kOwnRule},
    {"verbose",
     "The part of a tool's result above 5,000 tokens, or of an answer's text above 3,000, that at "
     "least 3 later requests sent again, or after which the client compacted by itself; and "
     "output of 500 tokens or more, of a command that changes nothing, a search or a fetch, that "
     "was asked for again and was the same. A Read of a part, a file that was edited afterwards or "
     "is below .claude, and a result that was copied into a file (by a later edit at least half as "
     "large) are not counted.",
     kOwnRule},
    {"duplicate_instructions",
     "An attachment of 50 tokens or more that repeats one still in the context; the part above "
     "3,000 tokens of a memory file; a listing of skills, agents, tools or MCP instructions of "
     "500 tokens or more, if the chain used none of it.",
     kOwnRule},
    {"cache",
     "Tokens that were written again because of a miss that could have been avoided (an expired "
     "cache; another model, effort, speed, system prompt or tools); 2,000 tokens or more that "
     "were written by the last request of a chain and that no other chain began with; or tokens "
     "that were written for an hour although no later request came more than 5 minutes after the "
     "one before it. The money is what this cost in addition to reading them, sending them "
     "uncached, or keeping them for 5 minutes; the rest is productive.",
     "the transcripts, replayed as wick-misses does"},
    {"productive", "Everything else. The classes add up to all tokens and all money.", kRecord},
};

}  // namespace

void define_classes(Definitions& out) {
  out.insert(out.end(), std::begin(kClasses), std::end(kClasses));
}

}  // namespace wick
