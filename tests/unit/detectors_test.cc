// SPDX-License-Identifier: MIT
// The detectors of waste, each with a chain that was written down by hand. What counts is what wick-waste(1)
// says.
#include "lib/audit/detectors.h"

#include <deque>
#include <string>
#include <vector>

#include "lib/audit/waste_account.h"
#include "lib/history/command_kind.h"
#include "tests/unit/catch.h"

using namespace wick;

namespace {

using List = std::vector<std::string>;

// A chain with some steps. Pieces are added in the order of the chain: a call's input belongs to its
// step, its result is sent by the next one, and both are sent until the end.
class WrittenChain {
 public:
  explicit WrittenChain(std::uint32_t steps) {
    t_.history = &history_;
    history_.projects = {"/p"}, history_.files = {{"/p/s.jsonl", 0}};
    for (std::uint32_t j = 0; j < steps; ++j) {
      HistoryRequest& r = requests_.emplace_back();
      r.offset = 100 * j, r.session = history_.names.id("s"), r.time = TimeMs{60'000} * j;
      ReplayedRequest& found = found_.emplace_back();
      found.request = &r, found.outcome = CacheOutcome::kHit, found.idle = 60'000;
      Step& step = t_.steps.emplace_back();
      step.request = &r, step.replayed = &found;
    }
  }

  HistoryRequest& request(std::size_t step) { return requests_[step]; }
  ReplayedRequest& found(std::size_t step) { return found_[step]; }
  Timeline& timeline() { return t_; }
  History& history() { return history_; }

  // The call's result has `tokens`. References are good until the next one.
  ToolCall& call(std::uint32_t step, std::string_view tool, std::string_view target = "",
                 ToolError error = ToolError::kNone, std::int64_t tokens = 100) {
    TimelineCall call;
    call.step = step, call.answered = step + 1;
    call.input = segment(TimelineSegment::kInput, step + 1, 10);
    call.result = segment(TimelineSegment::kResult, step + 1, tokens);
    call.call.key = ++keys_, call.call.answered = true, call.call.error = error;
    call.call.tool = history_.names.id(tool), call.call.target = history_.names.id(target);
    call.call.offset = ++offset_, call.call.input_hash = 1, call.call.result_hash = keys_;
    call.call.result_bytes = 5000;
    t_.steps[step].calls += 1;
    event(TimelineEvent::kResult, t_.calls.size());
    return t_.calls.emplace_back(call).call;
  }
  ContextBlock& block(std::uint32_t step, ContextBlock::Kind kind, std::string_view name = "",
                      std::int64_t tokens = 100) {
    TimelineBlock block;
    block.step = step;
    block.segment = segment(TimelineSegment::kBlock,
                            step + (kind == ContextBlock::Kind::kAnswer ? 1 : 0), tokens);
    block.block.kind = kind, block.block.name = history_.names.id(name);
    block.block.offset = ++offset_, block.block.hash = 1000 + offset_;
    event(TimelineEvent::kBlock, t_.blocks.size());
    return t_.blocks.emplace_back(block).block;
  }
  ContextBlock& prompt(std::uint32_t step, std::string_view text) {
    ContextBlock& block = this->block(step, ContextBlock::Kind::kPrompt);
    block.hash = words_hash(text);
    return block;
  }
  // Nothing that was sent before `step` is sent from there on.
  void compaction(std::uint32_t step, bool forced = false) {
    for (TimelineSegment& s : t_.segments) s.end = std::min(s.end, step);
    t_.steps[step].starts_context = true, t_.steps[step].forced = forced;
    event(TimelineEvent::kCompaction, 0);
  }

  Findings findings(Detector detector) const {
    Findings out;
    detector(t_, WasteLimits{}, out);
    return out;
  }
  // "2 the edit was reverted": the step and the reason.
  List found_by(Detector detector) const {
    List out;
    for (const Finding& finding : findings(detector))
      out.push_back(std::to_string(finding.request->offset / 100) + " " +
                    std::string(name_of(finding.why)));
    return out;
  }

 private:
  std::uint32_t segment(TimelineSegment::Kind kind, std::uint32_t first, std::int64_t tokens) {
    TimelineSegment s;
    s.kind = kind, s.first = first, s.tokens = tokens;
    s.end = static_cast<std::uint32_t>(t_.steps.size());
    t_.segments.push_back(s);
    return static_cast<std::uint32_t>(t_.segments.size() - 1);
  }
  void event(TimelineEvent::Kind kind, std::size_t index) {
    t_.events.push_back({++offset_, kind, static_cast<std::uint32_t>(index)});
  }

  History history_;
  std::deque<HistoryRequest> requests_;
  std::deque<ReplayedRequest> found_;
  Timeline t_;
  std::uint64_t keys_ = 0, offset_ = 0;
};

}  // namespace

TEST_CASE("waste: which class gets tokens that several claim") {
  // The order is that of wick-waste(1).
  constexpr Waste kOrder[] = {
      Waste::kWebWall, Waste::kPlatform,  Waste::kRetry,   Waste::kFailedCall,
      Waste::kReread,  Waste::kDeadEnd,   Waste::kVerbose, Waste::kDuplicateInstructions,
      Waste::kCache,   Waste::kProductive};
  for (std::size_t i = 1; i < std::size(kOrder); ++i)
    CHECK(rank_of(kOrder[i - 1]) < rank_of(kOrder[i]));
}

TEST_CASE("waste: the cost of a finding, once and again") {
  // A million tokens: read for 0.20 dollars, written for an hour for 8, generated for 20.
  std::int64_t left = 0;  // tokens without what findings with a remedy claim
  auto of = [&left](Waste waste, std::uint32_t step, std::int64_t excluded, WasteSums& all) {
    left = 0;
    WrittenChain chain(3);
    const std::uint32_t sent[] = {10'000, 11'000, 11'500}, output[] = {50, 50, 20};
    for (std::uint32_t j = 0; j < 3; ++j) {
      HistoryRequest& r = chain.request(j);
      r.model = chain.history().names.id("claude-opus-5-5"), r.output = output[j];
      r.read = j == 0 ? 0 : sent[j - 1], r.write_1h = sent[j] - r.read;
    }
    Timeline& t = chain.timeline();
    chain.call(step, "Bash", "make");
    TimelineSegment &input = t.segments[0], &result = t.segments[1];
    input.from = sent[step], input.tokens = 50;
    result.from = input.from + 50, result.tokens = sent[step + 1] - sent[step] - 50;
    Findings findings = {finding_of(t, t.calls[0], waste, WasteReason::kLongResult)};
    if (excluded > 0) findings[0].claims = {{Claim::kSegment, t.calls[0].result, excluded}};
    PriceTable prices;
    Pricer pricer(prices, chain.history().names, 0);
    UsageFilter filter;
    account(ReplayedHistory(chain.history(), filter, pricer), t, findings,
            [&](const HistoryRequest&, const WasteSums& sums, const OtherUsage& without) {
              all += sums;
              left += without.usage.prompt() + without.usage.output;
            });
    return findings[0];
  };
  const std::int64_t all_tokens = 10'050 + 11'050 + 11'520;
  {
    WasteSums all;
    Finding finding = of(Waste::kVerbose, 0, 550, all);
    CHECK(finding.once.tokens == 400);  // of a result of 950, first sent by step 1
    CHECK(usd_of(finding.once.money) == Approx(400 * 8 / 1e6));
    CHECK(finding.compounded.tokens == 400);  // read by step 2
    CHECK(usd_of(finding.compounded.money) == Approx(400 * 0.2 / 1e6));
    CHECK(all[Waste::kVerbose] == finding.cost());
    CHECK(left == all_tokens - 800);
    CHECK(all.wasted() == finding.cost());
    CHECK(all.total().tokens == all_tokens);
  }
  {
    // The only call of its response is outright waste: so is what the request read and generated.
    WasteSums all;
    Finding finding = of(Waste::kRetry, 1, 0, all);
    CHECK(finding.cost().tokens == 10'000 + 50 + 500);
    CHECK(usd_of(finding.cost().money) == Approx((10'000 * 0.2 + 50 * 20 + 500 * 8) / 1e6));
    CHECK(finding.compounded.tokens == 0);
    CHECK(all[Waste::kRetry] == finding.cost());
    CHECK(left == all_tokens - 10'550);
    CHECK(all.total().tokens == all_tokens);
  }
}

TEST_CASE("waste: misses that could have been avoided") {
  auto why = [](MissCause cause) {
    WrittenChain chain(2);
    chain.found(1).outcome = CacheOutcome::kMiss;
    chain.found(1).cause = cause, chain.found(1).lost = 7000;
    Findings findings = chain.findings(find_cache);
    if (findings.empty()) return std::string();
    CHECK(findings.size() == 1);
    CHECK(findings[0].claims.size() == 1);
    CHECK(findings[0].claims[0].kind == Claim::kAgain);
    CHECK(findings[0].claims[0].index == 1);
    CHECK(findings[0].claims[0].tokens == 7000);
    CHECK(findings[0].basis == Basis::kMeasured);
    return std::string(name_of(findings[0].why));
  };
  CHECK(why(MissCause::kTtl5m) == "the 5-minute cache had expired");
  CHECK(why(MissCause::kTtl1h) == "the 1-hour cache had expired");
  CHECK(why(MissCause::kModel) == "the model was changed");
  CHECK(why(MissCause::kFast) == "fast mode was turned on or off");
  CHECK(why(MissCause::kEffort) == "the effort was changed");
  CHECK(why(MissCause::kShape) == "the tools or the system prompt were changed");
  CHECK(why(MissCause::kSystem) == "the system prompt was changed");
  CHECK(why(MissCause::kTools) == "the tools were changed");
  for (MissCause cause :
       {MissCause::kGeo, MissCause::kClient, MissCause::kMessages, MissCause::kRewritten,
        MissCause::kNotFound, MissCause::kLost, MissCause::kUnknown})
    CHECK(why(cause).empty());
  WrittenChain hit(2);
  hit.found(1).cause = MissCause::kModel;
  CHECK(hit.found_by(find_cache).empty());
}

TEST_CASE("waste: written into the cache, and not needed") {
  WrittenChain chain(3);
  chain.request(1).write_5m = 9000, chain.request(2).write_5m = 1999;
  CHECK(chain.found_by(find_cache).empty());
  chain.request(2).write_5m = 2000;
  CHECK(chain.found_by(find_cache) == List{"2 written to the cache, but never read"});

  // Steps 2 and 3 follow 5 minutes after the one before them, step 1 a moment more.
  WrittenChain hour(4);
  for (std::size_t j = 0; j < 4; ++j) hour.request(j).write_1h = 500;
  hour.found(1).idle = 300'001, hour.found(2).idle = hour.found(3).idle = 300'000;
  Findings findings = hour.findings(find_cache);
  REQUIRE(findings.size() == 1);
  CHECK(name_of(findings[0].why) == "kept for an hour, but not needed for that long");
  List steps;
  for (const Claim& claim : findings[0].claims) {
    CHECK(claim.kind == Claim::kUnused1h);
    steps.push_back(std::to_string(claim.index));
  }
  CHECK(steps == List{"3", "2", "1"});
  hour.request(3).write_1h = 0, hour.found(3).idle.reset();
  CHECK(hour.found_by(find_cache).empty());
}

TEST_CASE("waste: files that are read again") {
  const std::string again = " the file was already in the context, unchanged";
  auto second = [](auto&& between, auto&& change) {
    WrittenChain chain(6);
    ToolCall& first = chain.call(0, "Read", "/a");
    first.result_hash = 5, first.first_line = 1, first.lines = 100;
    between(chain);
    ToolCall& other = chain.call(3, "Read", "/a");
    other.result_hash = 5, other.first_line = 1, other.lines = 100;
    change(other);
    return chain.found_by(find_rereads);
  };
  auto nothing = [](auto&) {};
  auto part = [](ToolCall& call) { call.result_hash = 6, call.first_line = 41, call.lines = 60; };
  CHECK(second(nothing, nothing) == List{"3" + again});
  CHECK(second(nothing, part) == List{"3" + again});
  CHECK(second(nothing, [](ToolCall& c) { c.result_hash = 6; }).empty());  // it was changed
  CHECK(second(nothing, [&](ToolCall& c) { part(c), c.lines = 61; }).empty());
  CHECK(second(nothing, [](ToolCall& c) { c.error = ToolError::kNoFile; }).empty());
  CHECK(second(nothing, [](ToolCall& c) { c.result_hash = 6, c.unchanged = true; }) ==
        List{"3" + again});
  // An edit, a compaction, or a change that the client noticed ends what is known of the file.
  CHECK(second([](WrittenChain& c) { c.call(1, "Edit", "/a"); }, nothing).empty());
  CHECK(second([](WrittenChain& c) { c.call(1, "Edit", "/b"); }, nothing) == List{"3" + again});
  CHECK(second([](WrittenChain& c) { c.call(1, "Edit", "/a", ToolError::kNoMatch); }, nothing) ==
        List{"3" + again});
  CHECK(second([](WrittenChain& c) { c.call(1, "Edit", "/a", ToolError::kNotRead); }, nothing)
            .empty());
  CHECK(second([](WrittenChain& c) { c.compaction(2); }, nothing).empty());
  auto changed = [](WrittenChain& c) {
    std::uint32_t file = c.call(1, "LS", "/a").target;
    c.block(1, ContextBlock::Kind::kAttachment).target = file;
  };
  CHECK(second(changed, nothing).empty());
  // After a command that may have changed it, only the same content is known to be the same.
  auto command = [](WrittenChain& c) { c.call(1, "Bash", "make"); };
  CHECK(second(command, nothing) == List{"3" + again});
  CHECK(second(command, part).empty());
  CHECK(second([](WrittenChain& c) { c.call(1, "Bash", "ls").only_looks = true; }, part) ==
        List{"3" + again});
}

TEST_CASE("waste: long results and answers") {
  const std::string why = " a long result is sent again with each request";
  auto result = [](std::uint32_t steps, std::int64_t tokens, auto&& change) {
    WrittenChain chain(steps);
    change(chain.call(0, "Read", "/a", ToolError::kNone, tokens));
    return chain.found_by(find_verbose);
  };
  auto nothing = [](ToolCall&) {};
  CHECK(result(5, 5001, nothing) == List{"0" + why});
  CHECK(result(5, 5000, nothing).empty());
  CHECK(result(4, 5001, nothing).empty());  // sent, and twice again
  CHECK(result(5, 5001, [](ToolCall& c) { c.in_part = true; }).empty());
  CHECK(result(5, 5001, [](ToolCall& c) { c.error = ToolError::kOther; }).empty());

  WrittenChain edited(5);
  edited.call(0, "Read", "/a", ToolError::kNone, 9000);
  edited.call(1, "Edit", "/a");
  edited.call(1, "Read", "/home/you/.claude/skills/x/SKILL.md", ToolError::kNone, 9000);
  edited.call(1, "Read", "C:\\you\\.claude\\x.md", ToolError::kNone, 9000);
  CHECK(edited.found_by(find_verbose).empty());

  // Half of it was copied into a file; of the other, less.
  for (std::uint64_t bytes : {2499u, 2500u}) {
    WrittenChain copied(6);
    copied.call(0, "Bash", "make", ToolError::kNone, 9000).result_bytes = 5000;
    copied.call(1, "Write", "/b").input_bytes = bytes;
    CHECK(copied.found_by(find_verbose).empty() == (bytes == 2500));
  }

  WrittenChain compacted(4);
  compacted.call(0, "Bash", "make", ToolError::kNone, 5001);
  compacted.compaction(3, true);
  Findings findings = compacted.findings(find_verbose);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].claims.size() == 1);
  CHECK(findings[0].claims[0].tokens == 5000);  // what is allowed
  WrittenChain asked(4);
  asked.call(0, "Bash", "make", ToolError::kNone, 5001);
  asked.compaction(3);
  CHECK(asked.found_by(find_verbose).empty());

  WrittenChain answers(6);
  answers.block(0, ContextBlock::Kind::kAnswer, "", 3001);
  answers.block(1, ContextBlock::Kind::kAnswer, "", 3000);
  answers.block(1, ContextBlock::Kind::kPrompt, "", 3001);
  CHECK(answers.found_by(find_verbose) == List{"0 a long answer is sent again with each request"});
}

TEST_CASE("waste: the same output once more") {
  auto twice = [](std::string_view tool, std::int64_t tokens, auto&& change) {
    WrittenChain chain(4);
    chain.call(0, tool, "x", ToolError::kNone, tokens).result_hash = 5;
    ToolCall& call = chain.call(2, tool, "x", ToolError::kNone, tokens);
    call.result_hash = 5;
    change(call);
    return chain.found_by(find_verbose);
  };
  auto nothing = [](ToolCall&) {};
  List found = {"2 the same output was already in the context"};
  for (std::string_view tool : {"BashOutput", "TaskOutput", "AgentOutputTool", "Grep", "Glob", "LS",
                                "WebFetch", "WebSearch"})
    CHECK(twice(tool, 500, nothing) == found);
  CHECK(twice("Grep", 499, nothing).empty());
  CHECK(twice("Bash", 500, nothing).empty());
  CHECK(twice("Grep", 500, [](ToolCall& c) { c.result_hash = 6; }).empty());
  CHECK(twice("Grep", 500, [](ToolCall& c) { c.input_hash = 2; }).empty());
  WrittenChain gone(4);
  gone.call(0, "Grep", "x", ToolError::kNone, 500).result_hash = 5;
  gone.compaction(2);
  gone.call(2, "Grep", "x", ToolError::kNone, 500).result_hash = 5;
  CHECK(gone.found_by(find_verbose).empty());
}

TEST_CASE("waste: duplicate instructions") {
  auto attached = [](std::string_view type, std::int64_t tokens, auto&& more) {
    WrittenChain chain(4);
    chain.block(0, ContextBlock::Kind::kAttachment, type, tokens).hash = 7;
    more(chain);
    return chain.found_by(find_duplicate_instructions);
  };
  auto again = [](std::int64_t tokens) {
    return [tokens](WrittenChain& chain) {
      chain.block(2, ContextBlock::Kind::kAttachment, "x", tokens).hash = 7;
    };
  };
  auto nothing = [](WrittenChain&) {};
  CHECK(attached("x", 50, again(50)) == List{"2 the same text was already in the context"});
  CHECK(attached("x", 49, again(49)).empty());
  CHECK(attached("x", 50, [&](WrittenChain& chain) {
          chain.compaction(2), again(50)(chain);
        }).empty());
  CHECK(attached("nested_memory", 3001, nothing) ==
        List{"0 a long memory file is sent with each request"});
  CHECK(attached("nested_memory", 3000, nothing).empty());

  const List unused = {"0 nothing in the listing was used"};
  struct Case {
    const char *listing, *tool;
  };
  for (auto [listing, tool] : {Case{"skill_listing", "Skill"},
                               {"deferred_tools_delta", "ToolSearch"},
                               {"agent_listing_delta", "Task"},
                               {"agent_listing_delta", "Agent"},
                               {"mcp_instructions_delta", "mcp__context7__query-docs"}}) {
    CHECK(attached(listing, 500, nothing) == unused);
    CHECK(attached(listing, 499, nothing).empty());
    CHECK(attached(listing, 500, [](WrittenChain& c) { c.call(1, "Bash", "ls"); }) == unused);
    CHECK(attached(listing, 500, [name = tool](WrittenChain& c) { c.call(1, name); }).empty());
  }
  CHECK(attached("other", 500, nothing).empty());

  // Where the names are known, only they count.
  for (std::string_view used : {"mcp__docs__find", "mcp__web__find"}) {
    WrittenChain chain(3);
    chain.block(0, ContextBlock::Kind::kAttachment, "mcp_instructions_delta", 500).names = {
        name_hash("docs")};
    chain.call(1, used);
    CHECK(chain.found_by(find_duplicate_instructions).empty() == (used == "mcp__docs__find"));
  }
}

TEST_CASE("waste: calls that failed") {
  WrittenChain chain(40);
  for (std::uint32_t error = 0; error < kToolErrors; ++error)
    chain.call(error, "Tool", "x", static_cast<ToolError>(error));
  CHECK(chain.found_by(find_failed_calls) ==
        List{"2 the user refused it", "3 a permission rule refused it", "4 a hook refused it",
             "5 its input was invalid", "6 there is no such tool",
             "7 the file had not been read, or had changed since",
             "8 the text to replace does not occur exactly once", "9 there is no such file",
             "10 it timed out", "14 the result was too large",
             "25 cancelled: another call of the same response failed"});
  CHECK(chain.found_by(find_platform) == List{"15 the command is not installed here",
                                              "16 a module or runtime is missing",
                                              "17 this version or system does not have the option",
                                              "18 it ran in the wrong directory"});
  WrittenChain old(2);
  old.call(0, "MultiEdit", "/a", ToolError::kUnknownTool);
  CHECK(old.found_by(find_failed_calls).empty());
  CHECK(old.found_by(find_platform) == List{"0 only another version of Claude Code has this tool"});
}

TEST_CASE("waste: a missing module of one's own") {
  for (std::string_view file : {"/p/shop/cart.py", "C:\\p\\cart.py", "/p/cart/x.py", "/p/cat.py"}) {
    WrittenChain chain(4);
    std::uint32_t name = chain.call(0, "LS", "cart.items").target;
    chain.call(1, "Write", file);
    chain.call(2, "Bash", "python", ToolError::kNoModule).subject = name;
    CHECK(chain.found_by(find_platform).empty() == (file != "/p/cat.py"));
  }
}

TEST_CASE("waste: the same call again") {
  auto again = [](ToolError error, auto&& between, auto&& change) {
    WrittenChain chain(6);
    chain.call(0, "Bash", "make", error).failure = 5;
    between(chain);
    ToolCall& second = chain.call(4, "Bash", "make", error);
    second.failure = 5;
    change(second);
    return chain.found_by(find_retries);
  };
  auto nothing = [](auto&) {};
  List found = {"4 the same call had failed before, and nothing had changed"};
  CHECK(again(ToolError::kExitCode, nothing, nothing) == found);
  CHECK(again(ToolError::kNone, nothing, nothing).empty());
  for (ToolError error :
       {ToolError::kRejected, ToolError::kInterrupted, ToolError::kSteered, ToolError::kCancelled})
    CHECK(again(error, nothing, nothing).empty());
  for (auto change : {+[](ToolCall& c) { c.failure = 6; }, +[](ToolCall& c) { c.input_hash = 2; },
                      +[](ToolCall& c) { c.error = ToolError::kTimeout; }})
    CHECK(again(ToolError::kExitCode, nothing, change).empty());
  for (std::string_view tool : {"Edit", "Bash", "Read", "mcp__x__y"})
    CHECK(again(
              ToolError::kExitCode, [&](WrittenChain& c) { c.call(2, tool, "x").input_hash = 9; },
              nothing)
              .empty());
  for (std::string_view tool : {"Grep", "TodoWrite"})
    CHECK(again(
              ToolError::kExitCode, [&](WrittenChain& c) { c.call(2, tool, "x").input_hash = 9; },
              nothing) == found);
  CHECK(again(
            ToolError::kExitCode, [](WrittenChain& c) { c.prompt(2, "try it again"); }, nothing)
            .empty());
  CHECK(again(
            ToolError::kExitCode, [](WrittenChain& c) { c.block(2, ContextBlock::Kind::kNote); },
            nothing) == found);

  const char* asked = "please fix the failing test in the parser and run all tests again";
  List repeated = {"2 nearly the same prompt as the one before"};
  for (std::string_view tool : {"", "Edit", "Grep"}) {
    WrittenChain chain(4);
    chain.prompt(0, asked);
    if (!tool.empty()) chain.call(0, tool, "/a");
    chain.prompt(2, asked);
    CHECK(chain.found_by(find_retries) == (tool == "Edit" ? List{} : repeated));
  }
}

TEST_CASE("waste: what led nowhere") {
  // Failures of one tool on one target, without a success after them.
  auto fails = [](std::uint32_t times, auto&& then) {
    WrittenChain chain(9);
    for (std::uint32_t i = 0; i < times; ++i) chain.call(i, "Bash", "make", ToolError::kExitCode);
    then(chain);
    return chain.found_by(find_dead_ends).size();
  };
  CHECK(fails(3, [](WrittenChain&) {}) == 3);
  CHECK(fails(2, [](WrittenChain&) {}) == 0);
  CHECK(fails(3, [](WrittenChain& c) { c.call(5, "Bash", "make"); }) == 0);
  CHECK(fails(3, [](WrittenChain& c) { c.call(5, "Bash", "ls"); }) == 3);
  CHECK(fails(2, [](WrittenChain& c) {
          c.call(4, "Edit", "/a"), c.call(5, "Bash", "make", ToolError::kExitCode);
        }) == 0);  // it fails differently after an edit
  CHECK(fails(2, [](WrittenChain& c) {
          c.call(4, "LS", "/a"), c.call(5, "Bash", "make", ToolError::kExitCode);
        }) == 3);

  auto edits = [](std::uint64_t from, std::uint64_t to, std::string_view file) {
    WrittenChain chain(4);
    ToolCall& first = chain.call(0, "Edit", "/a");
    first.old_text = 1, first.new_text = 2;
    ToolCall& second = chain.call(2, "Edit", file);
    second.old_text = from, second.new_text = to;
    return chain.found_by(find_dead_ends);
  };
  CHECK(edits(2, 1, "/a") == List{"0 the edit was reverted", "2 it reverts an edit"});
  CHECK(edits(2, 3, "/a").empty());
  CHECK(edits(3, 1, "/a").empty());
  CHECK(edits(2, 1, "/b").empty());

  // "git checkout -- /a", and another command of git between.
  for (std::string_view between : {"", "git", "make"}) {
    WrittenChain chain(4);
    chain.call(0, "Edit", "/a/b");
    chain.call(0, "Edit", "/c");
    if (!between.empty()) chain.call(1, "Bash", between);
    chain.call(2, "Bash", "git").puts_back = {path_hash("/a")};
    CHECK(chain.found_by(find_dead_ends) ==
          (between == "git" ? List{} : List{"0 the edit was reverted", "2 it reverts an edit"}));
  }

  WrittenChain cut(3);
  cut.block(0, ContextBlock::Kind::kAnswer).truncated = true;
  cut.block(1, ContextBlock::Kind::kAnswer);
  Findings findings = cut.findings(find_dead_ends);
  REQUIRE(findings.size() == 1);
  CHECK(name_of(findings[0].why) == "the answer was cut off at max_tokens");
  REQUIRE(findings[0].claims.size() == 2);
  CHECK(findings[0].claims[1].kind == Claim::kTrip);

  auto stopped = [](auto&& change) {
    WrittenChain chain(4);
    change(chain, chain.block(1, ContextBlock::Kind::kAnswer));
    chain.block(2, ContextBlock::Kind::kInterrupt);
    return chain.found_by(find_dead_ends);
  };
  CHECK(stopped([](WrittenChain&, ContextBlock&) {}) == List{"1 the answer was interrupted"});
  CHECK(stopped([](WrittenChain&, ContextBlock& b) { b.ended = true; }).empty());
  CHECK(
      stopped([](WrittenChain&, ContextBlock& b) { b.kind = ContextBlock::Kind::kNote; }).empty());
  CHECK(stopped([](WrittenChain& c, ContextBlock&) { c.call(1, "Bash", "ls"); }).empty());

  WrittenChain agent(3);
  agent.timeline().subagent = agent.timeline().unused = true;
  findings = agent.findings(find_dead_ends);
  REQUIRE(findings.size() == 1);
  CHECK(name_of(findings[0].why) == "the subagent returned no result");
  CHECK(findings[0].claims.size() == 3);
}

TEST_CASE("waste: walls of the web, by the error and the page") {
  auto met = [](std::string_view tool, ToolError error, auto&& change,
                std::string_view host = "example.org") {
    WrittenChain chain(3);
    change(chain.call(0, tool, host, error));
    List found = chain.found_by(find_web_walls);
    CHECK(found.size() <= 1);
    return found.empty() ? "" : found[0].substr(2);
  };
  auto nothing = [](ToolCall&) {};
  const std::string status = "the server answered with an error", none = "there was no answer";
  CHECK(met("WebFetch", ToolError::kHttp, nothing) == status);
  CHECK(met("WebFetch", ToolError::kNetwork, nothing) == none);
  CHECK(met("WebFetch", ToolError::kOther, nothing) == none);
  CHECK(met("mcp__playwright__browser_click", ToolError::kOther, nothing) == "");  // loads no page
  CHECK(met("WebFetch", ToolError::kChallenge, nothing) ==
        "the page asks for proof of being human");
  CHECK(met("WebFetch", ToolError::kLogin, nothing) == "the page asks for a login");
  CHECK(met("WebFetch", ToolError::kRejected, nothing) == "");
  CHECK(met("Bash", ToolError::kHttp, nothing) == "");
  auto shown = [](std::uint64_t bytes) {
    return [bytes](ToolCall& c) { c.wall = ToolError::kLogin, c.result_bytes = bytes; };
  };
  CHECK(met("WebFetch", ToolError::kNone, shown(4000)) == "the page asks for a login");
  CHECK(met("WebFetch", ToolError::kNone, shown(4001)) == "");  // a whole page
  auto bytes = [](std::uint64_t n) { return [n](ToolCall& c) { c.result_bytes = n; }; };
  CHECK(met("WebFetch", ToolError::kNone, bytes(2)) == "there is nothing on the page");
  CHECK(met("WebFetch", ToolError::kNone, bytes(3)) == "");
  CHECK(met("WebFetch", ToolError::kHttp, nothing, "localhost:8080") == "");
  CHECK(met("mcp__browser__navigate", ToolError::kNoBrowser, nothing, "localhost:8080") ==
        "the browser is missing or was closed");
}
