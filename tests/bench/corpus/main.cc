// SPDX-License-Identifier: MIT
// corpus: writes a generated history of Claude Code sessions of any size, and a manifest of what a
// reader should find in it. It has the properties of real histories in known numbers: long tails,
// versions of the client, copies, forks, subagents, and the results of crashes.
//
//   g++ -std=c++20 -O2 corpus*.cc -o corpus; ./corpus OUT_DIR        (2 GiB in some seconds)
//
// The manifest sums up what was generated, never what was read back, so that a reader's bug cannot
// hide in it. The same arguments give the same bytes on every machine: all randomness comes from
// random.h, and all numbers are integers. The parts, each using those before it:
//
//   random    chance, names, time            pen      how lines are spelled
//   text      filler                         file     crashes, copies, forks
//   ledger    the manifest                   plan     sizes, what is odd where
//   response  what a response consists of    talk     a conversation as it goes on
//   usage     how its usage is spelled       session  a session's story
//   around    the files around a session, most of them not to be read
#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "session.h"

namespace {

using corpus::Int;

constexpr char kUsage[] =
    "usage: corpus [--seed N] [--sessions N] [--responses N] [--bytes N] [--plain] OUT_DIR\n";

constexpr char kHelp[] = R"(
Writes OUT_DIR/projects, as a configuration folder of Claude Code has it, and OUT_DIR/manifest.json.

  --seed N       another corpus (1)
  --sessions N   session files, forks among them (9667)
  --responses N  unique requests in all files that are to be read (133087)
  --bytes N      the least size of these files together (2147483648)
  --plain        only well-formed sessions and their subagents, all of newer clients: nothing is
                 repeated, forked, damaged, in an older format, or to be left alone

manifest.json

  totals         what all requests and prompts add up to. A request is a pair of message id and
                 request id (the message id alone where there is no request id), each count the
                 largest that a line of it tells; 5-minute writes are the larger of
                 cache_creation_input_tokens and the sum of its split, less the 1-hour writes.
                 Iterations of type compaction and advisor_message add their tokens, but no request.
                 A prompt is a user line that a person typed, by its uuid.
  subagents      those of totals whose lines are a subagent's, or only its progress in a session
  by_model       by the name as it is written; an iteration's tokens under its own model
  by_day         by the UTC day of a request's earliest line; prompts by their own
  tool_calls     distinct ids of tool_use blocks, also in progress lines
  compactions    distinct compact_boundary lines
  left_out       malformed_lines: cut in the middle, a newline follows. torn_lines: last lines cut.
                 oversized_lines: 0, every line can be read (but see lines_over_*).
                 other_format_files: *.jsonl that name no session. api_errors: distinct message ids
                 of local fillers, whose model is <synthetic>.
  unterminated   the part of totals, by_model and by_day that stands only on a whole last line
                 without a newline: for readers who leave such a line for later
  lines_over_*   giant lines, all of them results of tools, which hold no counts
  sessions       session files
  files, bytes   *.jsonl to be read: sessions, subagents and other formats

Not to be read, and not in any figure: journal.jsonl, names with .orphaned or .superseded, and all
that is not *.jsonl. Blank lines and runs of NUL bytes, before a line or at the end of a file, are
nothing and not malformed. Copies in forks, some with their usage zeroed, add nothing.
)";

Int parse_number(const char* text) {
  char* end = nullptr;
  long long value = text ? std::strtoll(text, &end, 10) : -1;
  return text && end != text && !*end ? value : -1;
}

bool parse(int argc, char** argv, corpus::Options& options) {
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i];
    Int* value = word == "--seed"        ? &options.seed
                 : word == "--sessions"  ? &options.sessions
                 : word == "--responses" ? &options.responses
                 : word == "--bytes"     ? &options.bytes
                                         : nullptr;
    if (value) {
      *value = i + 1 < argc ? parse_number(argv[++i]) : -1;
      if (*value < 0) return false;
    } else if (word == "--plain") {
      options.plain = true;
    } else if (word[0] != '-' && options.folder.empty()) {
      options.folder = word;
    } else {
      return false;
    }
  }
  return !options.folder.empty() && options.sessions > 0;
}

}  // namespace

int main(int argc, char** argv) {
  corpus::Options options;
  if (argc == 2 && std::strcmp(argv[1], "--help") == 0) {
    std::printf("%s%s", kUsage, kHelp);
    return 0;
  }
  if (!parse(argc, argv, options)) {
    std::fputs(kUsage, stderr);
    return 64;
  }
  struct stat info {};
  if (stat((options.folder + "/projects").c_str(), &info) == 0) {
    std::fprintf(stderr, "corpus: %s/projects: exists already\n", options.folder.c_str());
    return 64;
  }
  corpus::World world{options,
                      corpus::Filler(static_cast<std::uint64_t>(options.seed)),
                      corpus::Output(options.folder),
                      {}};
  std::vector<corpus::Plan> plans = corpus::make_plans(options);
  std::unique_ptr<corpus::Session> before;
  for (const corpus::Plan& plan : plans) {
    auto session = std::make_unique<corpus::Session>(world, plan, before.get());
    session->write();
    before = std::move(session);
  }
  world.output.write("manifest.json", world.ledger.manifest(), corpus::kEnd);
}
