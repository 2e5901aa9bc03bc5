// SPDX-License-Identifier: MIT
#include <algorithm>
#include <unordered_map>
#include <utility>

#include "lib/audit/detectors.h"
#include "lib/base/text.h"
#include "lib/history/command_kind.h"

namespace wick {
namespace {

// Describes misses that the user could have avoided, unlike a client upgrade or a loss by the
// server.
WasteReason avoidable(MissCause cause) {
  switch (cause) {
    case MissCause::kTtl5m: return WasteReason::kExpired5m;
    case MissCause::kTtl1h: return WasteReason::kExpired1h;
    case MissCause::kModel: return WasteReason::kModelChanged;
    case MissCause::kFast: return WasteReason::kFastSwitched;
    case MissCause::kEffort: return WasteReason::kEffortChanged;
    case MissCause::kShape: return WasteReason::kShapeChanged;
    case MissCause::kSystem: return WasteReason::kSystemChanged;
    case MissCause::kTools: return WasteReason::kToolsChanged;
    default: return WasteReason::kNone;
  }
}

Finding finding_at(const Timeline& t, std::uint32_t step, WasteReason why) {
  Finding out;
  out.waste = Waste::kCache, out.why = why;
  out.chain = t.chain;
  out.request = t.steps[step].request;
  out.offset = out.request->offset;
  out.basis = Basis::kMeasured;
  return out;
}

void misses(const Timeline& t, Findings& out) {
  for (std::uint32_t j = 0; j < t.steps.size(); ++j) {
    const ReplayedRequest* r = t.steps[j].replayed;
    if (!r || r->outcome != CacheOutcome::kMiss || avoidable(r->cause) == WasteReason::kNone)
      continue;
    Finding finding = finding_at(t, j, avoidable(r->cause));
    finding.claims.push_back({Claim::kAgain, j, r->lost});
    out.push_back(std::move(finding));
  }
}

// How many of the tokens that a step wrote another chain may have begun with, between `from` and
// `until` after the last step.
std::int64_t shared(const Timeline& t, std::uint32_t step, TimeMs from, TimeMs until) {
  const HistoryRequest &request = *t.steps[step].request, &last = *t.steps.back().request;
  if (!t.others || last.time == kUndated) return 0;
  std::int64_t most = t.others->most(t.chain, last.time + from, last.time + until);
  return std::clamp<std::int64_t>(most - request.read, 0, request.usage().written());
}

// Finds what the last request of a chain wrote and no other could read.
void unread(const Timeline& t, const WasteLimits& limits, Findings& out) {
  auto last = static_cast<std::uint32_t>(t.steps.size() - 1);
  const HistoryRequest& request = *t.steps[last].request;
  std::int64_t read = shared(t, last, 0, request.write_1h > 0 ? kHour : kFiveMinutes);
  if (request.usage().written() - read < limits.unread) return;
  Finding finding = finding_at(t, last, WasteReason::kNeverRead);
  finding.claims.push_back({Claim::kUnread, last, read});
  out.push_back(std::move(finding));
}

// Finds 1-hour writes for which 5 minutes were enough: each later request came within five minutes.
void unused_hour(const Timeline& t, Findings& out) {
  Finding finding;
  for (auto j = static_cast<std::uint32_t>(t.steps.size()); j-- > 0;) {
    const Step& step = t.steps[j];
    if (!step.replayed) return;
    std::int64_t needed = shared(t, j, kFiveMinutes, kHour);
    if (step.request->write_1h > 0 && needed < step.request->usage().written()) {
      if (finding.claims.empty()) finding = finding_at(t, j, WasteReason::kUnneeded1h);
      finding.claims.push_back({Claim::kUnused1h, j, needed});
    }
    if (j > 0 && (!step.replayed->idle || *step.replayed->idle > kFiveMinutes)) break;
  }
  if (!finding.claims.empty()) out.push_back(std::move(finding));
}

}  // namespace

void find_cache(const Timeline& t, const WasteLimits& limits, Findings& out) {
  if (t.steps.empty()) return;
  misses(t, out);
  unread(t, limits, out);
  unused_hour(t, out);
}

namespace {

// True if the tool is of the kind that the listing offers.
bool uses(AddedText listing, std::string_view tool) {
  if (listing == AddedText::kSkills) return tool == "Skill";
  if (listing == AddedText::kDeferredTools) return tool == "ToolSearch";
  if (listing == AddedText::kAgents) return tool == "Task" || tool == "Agent";
  return !mcp_server_of(tool).empty();
}

// True if anything listed was called; if the names are unknown, anything of that kind.
bool is_used(const Timeline& t, AddedText listing, const std::vector<std::uint32_t>& names) {
  auto lists = [&names](std::uint32_t name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  return std::any_of(t.calls.begin(), t.calls.end(), [&](const TimelineCall& call) {
    std::string_view tool = t.name(call.call.tool);
    // There are few agent types, and a call need not name one.
    if (names.empty() || listing == AddedText::kAgents) return uses(listing, tool);
    if (listing == AddedText::kDeferredTools) return lists(name_hash(tool));
    if (listing == AddedText::kServers)
      return !mcp_server_of(tool).empty() && lists(name_hash(mcp_server_of(tool)));
    return uses(listing, tool) && (call.call.uses == 0 || lists(call.call.uses));
  });
}

}  // namespace

void find_duplicate_instructions(const Timeline& t, const WasteLimits& limits, Findings& out) {
  std::unordered_map<std::uint64_t, std::uint32_t> seen;  // by content: its last segment
  for (const TimelineBlock& block : t.blocks) {
    if (block.block.kind != ContextBlock::Kind::kAttachment || block.segment == kNoSegment)
      continue;
    const TimelineSegment& s = t.segments[block.segment];
    AddedText added = added_text(t.name(block.block.name));
    if (s.tokens == 0 || s.first >= t.steps.size()) continue;
    auto [at, is_new] = seen.try_emplace(block.block.hash ^ block.block.bytes, block.segment);
    bool is_present = !is_new && t.segments[at->second].end > s.first;
    at->second = block.segment;
    if (is_present && s.tokens >= limits.duplicate) {
      out.push_back(
          finding_of(t, block, Waste::kDuplicateInstructions, WasteReason::kRepeatedText));
    } else if (added == AddedText::kMemoryFile && s.tokens > limits.instructions) {
      Finding finding =
          finding_of(t, block, Waste::kDuplicateInstructions, WasteReason::kLongMemory);
      finding.claims = {{Claim::kSegment, block.segment, limits.instructions}};
      out.push_back(std::move(finding));
    } else if (added >= AddedText::kSkills && s.tokens >= limits.listing &&
               !is_used(t, added, block.block.names)) {
      out.push_back(
          finding_of(t, block, Waste::kDuplicateInstructions, WasteReason::kUnusedListing));
    }
  }
}

namespace {

// A read whose content is in the context.
struct KnownRead {
  std::uint64_t first = 1, last = 0;  // lines
  std::uint64_t hash = 0;             // of the result
  std::uint64_t bytes = 0;
  std::uint32_t result = kNoSegment;  // its segment
  bool sure = true;                   // no command has run since that might have changed the file
};

class Rereads {
 public:
  Rereads(const Timeline& timeline, Findings& out) : t_(timeline), out_(out) {}

  void run() {
    for (const TimelineEvent& event : t_.events) {
      if (event.kind == TimelineEvent::kCompaction) known_reads_.clear();
      if (event.kind == TimelineEvent::kResult) result(t_.calls[event.index]);
      if (event.kind == TimelineEvent::kBlock) block(t_.blocks[event.index].block);
    }
  }

 private:
  void result(const TimelineCall& call) {
    if (t_.name(call.call.tool) == "Read") {
      if (call.call.unchanged)
        out_.push_back(finding_of(t_, call, Waste::kReread, WasteReason::kUnchangedFile));
      else if (!call.failed() && call.call.target != 0) read(call);
    } else if (edits_target(t_, call.call) || call.call.error == ToolError::kNotRead) {
      // The client requires a read before an edit, or reports a change of the file.
      known_reads_.erase(path_of(call.call.target));
    } else if (may_change(t_, call.call)) {
      for (auto& [path, reads] : known_reads_)
        for (KnownRead& s : reads) s.sure = false;
    }
  }

  // An attachment of the file: the client reports that it was changed, or its content.
  void block(const ContextBlock& block) {
    if (block.kind == ContextBlock::Kind::kAttachment && block.target != 0)
      known_reads_.erase(path_of(block.target));
  }

  // Windows paths are written in several ways: "C:\\a", "C:/a", "/c/a".
  std::uint64_t path_of(Names::Id target) const {
    std::string_view path = t_.name(target);
    bool drive = path.size() > 2 && (path[1] == ':' || (path[0] == '/' && path[2] == '/'));
    return drive ? path_hash(path) : target;
  }

  void read(const TimelineCall& call) {
    KnownRead now = known_read_of(call);
    auto& reads = known_reads_[path_of(call.call.target)];
    for (const KnownRead& before : reads) {
      if (!repeats(now, before, call)) continue;
      out_.push_back(finding_of(t_, call, Waste::kReread, WasteReason::kUnchangedFile));
      return;  // keep the earlier one: later reads repeat it too
    }
    reads.push_back(now);
  }

  static KnownRead known_read_of(const TimelineCall& call) {
    KnownRead s;
    s.hash = call.call.result_hash, s.bytes = call.call.result_bytes;
    s.result = call.result;
    // Of output saved to a file, only the start is in the context.
    if (call.call.lines > 0 && !call.call.persisted) {
      s.first = std::max<std::uint64_t>(call.call.first_line, 1);
      s.last = s.first + call.call.lines - 1;
    }
    return s;
  }

  bool repeats(const KnownRead& now, const KnownRead& before, const TimelineCall& call) const {
    if (before.result == kNoSegment || call.answered >= t_.steps.size()) return false;
    const TimelineSegment& there = t_.segments[before.result];
    // It must have been sent with the request that asked again.
    if (there.first > call.step || there.end <= call.step || there.tokens == 0) return false;
    if (now.hash == before.hash && now.first == before.first && now.last == before.last)
      return true;
    bool within = now.last > 0 && before.first <= now.first && now.last <= before.last;
    bool smaller = now.first != before.first || now.last != before.last;
    return within && smaller && before.sure;
  }

  const Timeline& t_;
  Findings& out_;
  std::unordered_map<std::uint64_t, std::vector<KnownRead>> known_reads_;  // by path
};

}  // namespace

void find_rereads(const Timeline& timeline, const WasteLimits&, Findings& out) {
  Rereads(timeline, out).run();
}

namespace {

// The offset of the last edit of each file.
std::unordered_map<Names::Id, std::uint64_t> edited_files(const Timeline& t) {
  std::unordered_map<Names::Id, std::uint64_t> out;
  for (const TimelineCall& call : t.calls)
    if (edits_target(t, call.call)) out[call.call.target] = call.call.offset;
  return out;
}

// Results that had to be long, because they were copied into a file: for each edit, the latest long
// result before it, if the edit is at least half as long.
std::vector<bool> written_down(const Timeline& t, const WasteLimits& limits) {
  std::vector<bool> out(t.calls.size());
  const TimelineCall* newest = nullptr;
  for (const TimelineCall& call : t.calls) {
    if (newest && edits_target(t, call.call) &&
        call.call.input_bytes * 2 >= newest->call.result_bytes)
      out[static_cast<std::size_t>(newest - t.calls.data())] = true;
    if (call.result != kNoSegment && t.segments[call.result].tokens > limits.result) newest = &call;
  }
  return out;
}

// Claims the tokens of a segment above the limit, if it was sent again often enough or caused an
// automatic compaction right after it.
void claim_above(const Timeline& t, std::uint32_t segment, std::int64_t limit,
                 const WasteLimits& limits, Finding finding, Findings& out) {
  const TimelineSegment& s = t.segments[segment];
  bool forced =
      s.kind == TimelineSegment::kResult && s.end < t.steps.size() && t.steps[s.end].forced;
  if (s.tokens <= limit || (s.rides() < limits.rides && !forced)) return;
  finding.claims = {{Claim::kSegment, segment, limit}};
  out.push_back(std::move(finding));
}

// A call that only looks, and can be repeated until its output changes.
bool is_poll(std::string_view tool, const ToolCall& call) {
  return call.only_looks || tool == "BashOutput" || tool == "TaskOutput" ||
         tool == "AgentOutputTool" || tool == "Grep" || tool == "Glob" || tool == "LS" ||
         tool == "WebFetch" || tool == "WebSearch";
}

// Finds polls whose output was already in the context.
void same_output(const Timeline& t, const WasteLimits& limits, Findings& out) {
  std::unordered_map<std::uint64_t, const TimelineCall*> last;  // by tool and input
  for (const TimelineCall& call : t.calls) {
    const ToolCall& c = call.call;
    if (call.failed() || call.result == kNoSegment || c.input_hash == 0 ||
        !is_poll(t.name(c.tool), c))
      continue;
    const TimelineCall* before =
        std::exchange(last[c.input_hash ^ (std::uint64_t{c.tool} << 40)], &call);
    if (!before || before->call.result_hash != c.result_hash ||
        t.segments[call.result].tokens < limits.listing)
      continue;
    const TimelineSegment& there = t.segments[before->result];
    if (there.first <= call.step && there.end > call.step)
      out.push_back(finding_of(t, call, Waste::kVerbose, WasteReason::kRepeatedOutput));
  }
}

bool is_under_claude(std::string_view path) {
  return contains(path, "/.claude/") || contains(path, "\\.claude\\") ||
         contains(path, "/.claude\\") || contains(path, "\\.claude/");
}

}  // namespace

void find_verbose(const Timeline& t, const WasteLimits& limits, Findings& out) {
  same_output(t, limits, out);
  auto edited = edited_files(t);
  auto written = written_down(t, limits);
  for (std::size_t i = 0; i < t.calls.size(); ++i) {
    const TimelineCall& call = t.calls[i];
    if (call.result == kNoSegment || call.failed()) continue;
    // A file that was edited later had to be read, a partial read was made with care, and skills
    // and commands are meant to be read in full.
    auto edit = edited.find(call.call.target);
    bool changed = edit != edited.end() && edit->second > call.call.offset;
    bool instructions = is_under_claude(t.name(call.call.target));
    bool needed =
        t.name(call.call.tool) == "Read" && (call.call.in_part || changed || instructions);
    if (!needed && !written[i])
      claim_above(t, call.result, limits.result, limits,
                  finding_of(t, call, Waste::kVerbose, WasteReason::kLongResult), out);
  }
  for (const TimelineBlock& block : t.blocks) {
    if (block.block.kind != ContextBlock::Kind::kAnswer || block.segment == kNoSegment) continue;
    claim_above(t, block.segment, limits.answer, limits,
                finding_of(t, block, Waste::kVerbose, WasteReason::kLongAnswer), out);
  }
}

}  // namespace wick
