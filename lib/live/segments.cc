// SPDX-License-Identifier: MIT
#include "lib/live/segments.h"

#include <iterator>

namespace wick {
namespace {

// A built-in segment. Its styles are SGR parameters that need no parsing, because it is constructed
// at every start.
struct BuiltInThreshold {
  std::string_view field;
  char test = 0;  // '>', '<', '='; 0: no threshold
  double number = 0;
  std::string_view text;
  std::string_view foreground, attributes;
};
struct BuiltIn {
  std::string_view name, shows, format;
  std::string_view short_format;  // used when the line is too wide; empty: same as `format`
  std::string_view foreground, attributes, icon_unicode, icon_nerd;
  int priority, max_width;
  BuiltInThreshold thresholds[4];
};

constexpr std::string_view kRed = "31", kGreen = "32", kYellow = "33", kBlue = "94",
                           kMagenta = "35", kCyan = "36";
constexpr std::string_view kBold = "1", kDim = "2";

// clang-format off
constexpr BuiltIn kBuiltIn[] = {
    {"model", "the model, fast mode, and whether the model's price is unknown",
     "{model.name}{?model.fast=true: fast}{?model.priced=false: ({model.id}: no price)}", "",
     kCyan, "", "✦", "\uf4bc", 40, 0, {{"model.priced", '=', 0, "false", kYellow, ""}, {}}},
    {"context", "tokens in the context, the size of the window, and the percentage in use",
     "{?context.compacted=true:compacted{?context.tokens: }}"
     "{?context.tokens:{context.tokens:h}{?context.window_tokens:/{context.window_tokens:h}}"
     "{?context.compacted!=true:{?context.used_pct: {context.used_pct:h}}}}", "",
     kBlue, kBold, "▤", "\uf1c0", 100, 0,
     {{"context.used_pct", '>', 50, "", kYellow, ""},
      {"context.used_pct", '>', 80, "", kRed, kBold}}},
    {"context_bar", "the context as a bar",
     "{?context.compacted=true:compacted}"
     "{?context.compacted!=true:{?context.used_pct:{context.used_pct:bar} {context.used_pct:h}}"
     "{?!context.used_pct:{?context.tokens:{context.tokens:h}}}}",
     "{?context.compacted=true:compacted}{?context.compacted!=true:{context.used_pct:h}}",
     kBlue, kBold, "▤", "\uf1c0", 100, 0,
     {{"context.used_pct", '>', 50, "", kYellow, ""},
      {"context.used_pct", '>', 80, "", kRed, kBold}}},
    {"compact", "tokens left until Claude Code compacts by itself",
     "{?context.to_compact_tokens:{context.to_compact_tokens:h} to compact}", "",
     "", "", "⇲", "\uf066", 45, 0,
     {{"context.to_compact_pct", '<', 20, "", kYellow, ""}, {"context.to_compact_pct", '<', 8, "", kRed, ""}}},
    {"cache", "whether the prompt cache is warm for the next request, and for how long",
     "{?cache.state=none:no cache}{?cache.state=cold:cold}{?cache.state=warm:"
     "{?next.cold_reason=model_changed:cold: other model}{?next.cold_reason=effort_changed:cold: other effort}"
     "{?next.cold_reason=fast_mode_changed:cold: fast mode}{?next.cold_reason=client_upgraded:cold: new version}"
     "{?next.state!=cold:warm{?cache.remaining_s: {cache.remaining_s:h}}}}", "",
     kGreen, "", "◷", "\uf252", 80, 0,
     {{"cache.remaining_s", '<', 60, "", kYellow, ""}, {"cache.state", '=', 0, "cold", kRed, ""},
      {"next.state", '=', 0, "cold", kRed, ""}}},
    {"cache_until", "the same, with the time of day at which the cache goes cold",
     "{?cache.state=none:no cache}{?cache.state=cold:cold}{?cache.state=warm:"
     "{?next.cold_reason=model_changed:cold: other model}{?next.cold_reason=effort_changed:cold: other effort}"
     "{?next.cold_reason=fast_mode_changed:cold: fast mode}{?next.cold_reason=client_upgraded:cold: new version}"
     "{?next.state!=cold:warm{?cache.expires_at: till {cache.expires_at:h}}}}", "",
     kGreen, "", "◷", "\uf252", 80, 0,
     {{"cache.remaining_s", '<', 60, "", kYellow, ""}, {"cache.state", '=', 0, "cold", kRed, ""},
      {"next.state", '=', 0, "cold", kRed, ""}}},
    {"context_short", "the context as a percentage",
     "{?context.compacted=true:compacted}"
     "{?context.compacted!=true:{?context.used_pct:{context.used_pct:h}}"
     "{?!context.used_pct:{?context.tokens:{context.tokens:h}}}}", "",
     kBlue, kBold, "▤", "\uf1c0", 100, 0,
     {{"context.used_pct", '>', 50, "", kYellow, ""},
      {"context.used_pct", '>', 80, "", kRed, kBold}}},
    {"cache_short", "the cache in two words",
     "{?cache.state=none:no cache}{?cache.state=cold:cold}"
     "{?cache.state=warm:{?next.state=cold:cold}"
     "{?next.state!=cold:{?cache.expires_at:till {cache.expires_at:h}}{?!cache.expires_at:warm}}}", "",
     kGreen, "", "◷", "\uf252", 80, 0,
     {{"cache.remaining_s", '<', 60, "", kYellow, ""}, {"cache.state", '=', 0, "cold", kRed, ""},
      {"next.state", '=', 0, "cold", kRed, ""}}},
    {"next", "what the whole next prompt will cost, and how much more once the cache is cold",
     "{?next.p50_usd:next ~{next.p50_usd:h}}{?!next.p50_usd:{?next.now_usd:next {next.now_usd:h}+}}"
     "{?next.state=warm:{?next.difference_usd: (cold +{next.difference_usd:h})}}", "",
     kBlue, "", "→", "\uf061", 70, 0, {{"next.state", '=', 0, "cold", kRed, ""}, {}}},
    {"next_entry", "what the first request of the next prompt will cost, warm and cold",
     "entry {next.now_usd:h}{?next.state=warm: (cold {next.cold_usd:h})}", "",
     kBlue, "", "→", "\uf061", 60, 0, {{"next.state", '=', 0, "cold", kRed, ""}, {}}},
    {"next_pct", "how much of the 5-hour window the next prompt will use", "next ~{limits.next_pct_p50:h} of 5h", "",
     kBlue, "", "→", "\uf061", 65, 0, {{"next.state", '=', 0, "cold", kRed, ""}, {}}},
    {"cost", "what the session has cost", "{cost.total_usd:h}{?cost.lower_bound=true:+}", "",
     "", "", "Σ", "\uf155", 30, 0, {}},
    {"five_hour", "the 5-hour window: percentage used, and when it runs out or is reset",
     "5h {limits.five_hour_pct:h}{?limits.five_hour_runs_out_at: out {limits.five_hour_runs_out_at:at}}"
     "{?!limits.five_hour_runs_out_at:{?limits.five_hour_resets_at: ↻{limits.five_hour_resets_at:in}}}",
     "5h {limits.five_hour_pct:h}",
     "", "", "◔", "\uf017", 25, 0,
     {{"limits.five_hour_pct", '>', 80, "", kYellow, ""},
      {"limits.five_hour_pct", '>', 95, "", kRed, kBold}}},
    {"seven_day", "the same for the 7-day window",
     "7d {limits.seven_day_pct:h}{?limits.seven_day_runs_out_at: out {limits.seven_day_runs_out_at:at}}"
     "{?!limits.seven_day_runs_out_at:{?limits.seven_day_resets_at: ↻{limits.seven_day_resets_at:in}}}",
     "7d {limits.seven_day_pct:h}",
     "", "", "◑", "\uf073", 20, 0,
     {{"limits.seven_day_pct", '>', 80, "", kYellow, ""},
      {"limits.seven_day_pct", '>', 95, "", kRed, kBold}}},
    {"limits", "both windows as bars, with a mark at the time that has passed",
     "{?limits.five_hour_pct:5h {limits.five_hour_pct:pace} {limits.five_hour_pct:h}}"
     "{?limits.seven_day_pct:  7d {limits.seven_day_pct:pace} {limits.seven_day_pct:h}}",
     "{?limits.five_hour_pct:5h {limits.five_hour_pct:h}}{?limits.seven_day_pct: 7d {limits.seven_day_pct:h}}",
     "", "", "◔", "\uf017", 25, 0,
     {{"limits.five_hour_pct", '>', 80, "", kYellow, ""},
      {"limits.five_hour_pct", '>', 95, "", kRed, kBold}}},
    {"spend", "how much of a gateway's spend limit is used", "spend {limits.spend_pct:h}", "", "", "", "◕", "\uf09d", 20, 0,
     {{"limits.spend_pct", '>', 90, "", kRed, ""}, {}}},
    {"today", "what all sessions have cost today", "today {usage.today_usd:h}{?usage.lower_bound=true:+}", "",
     "", "", "☀", "\uf185", 28, 0, {}},
    {"block", "what all sessions have cost in this 5-hour block", "block {usage.block_usd:h}{?usage.lower_bound=true:+}", "",
     "", "", "▣", "\uf1b2", 27, 0, {}},
    {"growth", "the context sizes of the last prompts, and how many prompts are left until compaction",
     "{growth.spark}{?growth.prompts_to_compact: ~{growth.prompts_to_compact:h} prompts left}", "",
     kCyan, "", "↗", "\uf201", 18, 0, {{"growth.prompts_to_compact", '<', 3, "", kYellow, ""}, {}}},
    {"misses", "the number of cache misses, and what they cost",
     "{?misses.count!=0:{?misses.count:{misses.count:h} missed{?misses.source=transcript:{?misses.extra_usd: {misses.extra_usd:h}}}}}", "",
     kYellow, "", "✗", "\uf12a", 26, 0, {}},
    {"dir", "the directory that the session works in", "{session.cwd:fish}", "",
     kBlue, "", "▸", "\uf07c", 36, 24, {}},
    // In gitstatus's order: behind and ahead of upstream, stashes, the operation under way, files
    // in conflict, staged, changed, untracked. When the line is too wide, this is dropped before
    // the money and the 5-hour window, which only wick shows; shell prompts and editors show the
    // branch as well.
    {"git", "the branch, commits ahead and behind, stashes, the operation in progress, changed files",
     "{git.branch}{?git.behind:{?git.behind!=0: ⇣{git.behind}}}"
     "{?git.ahead:{?git.ahead!=0:{?git.behind=0: }⇡{git.ahead}}}"
     "{?git.stash:{?git.stash!=0: *{git.stash}}}{?git.operation: {git.operation}}"
     "{?git.conflicts:{?git.conflicts!=0: ~{git.conflicts}}}{?git.staged:{?git.staged!=0: +{git.staged}}}"
     "{?git.unstaged:{?git.unstaged!=0: !{git.unstaged}}}{?git.untracked:{?git.untracked!=0: ?{git.untracked}}}", "",
     kMagenta, "", "⎇", "\ue0a0", 22, 30,
     {{"git.dirty", '=', 0, "false", kGreen, ""}, {"git.dirty", '=', 0, "true", kYellow, ""},
      {"git.conflicts", '>', 0, "", kRed, ""}, {"git.stale", '=', 0, "true", "", kDim}}},
    {"branch", "the git branch", "{git.branch}", "", kMagenta, "", "⎇", "\ue0a0", 35, 24, {}},
    {"lines", "lines of code added and removed",
     "{?cost.lines_added:{%green:+{cost.lines_added}}{?cost.lines_removed: {%red:-{cost.lines_removed}}}}", "",
     "", "", "±", "\uf440", 12, 0, {}},
    {"task", "what a subagent does; elsewhere the session's name", "{session.name}", "", kBold, "", "", "", 110, 40, {}},
    {"session", "the session's name", "{session.name}", "", "", "", "#", "\uf02b", 15, 20, {}},
    {"effort", "the effort level", "{model.effort}", "", "", kDim, "⚙", "\uf0e7", 10, 0, {}},
    {"mode", "the permission mode, unless it is the default", "{?session.permission_mode!=default:{session.permission_mode}}", "",
     kYellow, "", "⏵", "\uf023", 14, 0, {}},
    {"pr", "the pull request of the branch, and the state of its review",
     "{?pr.kind=mr:!}{?pr.kind!=mr:#}{pr.number}{?pr.state: {pr.state}}", "{?pr.kind=mr:!}{?pr.kind!=mr:#}{pr.number}",
     kMagenta, "", "⇄", "\uf407", 21, 0,
     {{"pr.state", '=', 0, "approved", kGreen, ""}, {"pr.state", '=', 0, "changes_requested", kYellow, ""}}},
    {"repo", "the owner and name of the repository, according to its remote origin", "{repo.owner}/{repo.name}", "{repo.name}",
     kBlue, "", "⌂", "\uf401", 16, 30, {}},
    {"worktree", "the work tree that Claude Code made for the session", "{worktree.name}", "",
     kMagenta, "", "⑂", "\uf1bb", 17, 20, {}},
    {"agent", "the agent that the session was started as", "{session.agent}", "", kCyan, "", "☻", "\uf007", 13, 20, {}},
    {"vim", "the vi mode of the prompt's editor", "{session.vim_mode}", "", "", kDim, "⌨", "\ue62b", 11, 0, {}},
    {"style", "the output style, unless it is the default", "{?session.output_style!=default:{session.output_style}}", "",
     "", kDim, "¶", "\uf1dc", 9, 20, {}},
    {"version", "the version of Claude Code", "{session.version}", "", "", kDim, "v", "\uf126", 5, 0, {}},
};
// clang-format on

Style style_of(std::string_view foreground, std::string_view attributes) {
  return {std::string(foreground), "", std::string(attributes)};
}

Threshold threshold_of(const BuiltInThreshold& built_in) {
  Threshold out;
  out.field = built_in.field;
  out.equals = built_in.text;
  if (built_in.test == '>') out.above = built_in.number;
  if (built_in.test == '<') out.below = built_in.number;
  out.style = style_of(built_in.foreground, built_in.attributes);
  return out;
}

LinkTo link_of(std::string_view segment) {
  if (segment == "git" || segment == "branch") return LinkTo::kBranch;
  if (segment == "dir") return LinkTo::kDirectory;
  if (segment == "pr") return LinkTo::kPullRequest;
  return segment == "repo" ? LinkTo::kRepository : LinkTo::kNothing;
}

}  // namespace

std::vector<std::string_view> names_of_link(LinkTo link) {
  switch (link) {
    case LinkTo::kPullRequest: return {"pr.url"};
    case LinkTo::kBranch: return {"repo.host", "git.branch"};
    case LinkTo::kRepository: return {"repo.host"};
    default: return {};
  }
}

std::optional<Segment> built_in_segment(std::string_view name) {
  for (const BuiltIn& b : kBuiltIn) {
    if (b.name != name) continue;
    Segment segment;
    segment.name = b.name;
    segment.format = Template::trusted(b.format);
    segment.short_format = b.short_format;
    segment.style = style_of(b.foreground, b.attributes);
    segment.thresholds.reserve(std::size(b.thresholds));
    for (const BuiltInThreshold& threshold : b.thresholds) {
      if (threshold.test != 0) segment.thresholds.push_back(threshold_of(threshold));
    }
    segment.icon_unicode = b.icon_unicode;
    segment.icon_nerd = b.icon_nerd;
    segment.priority = b.priority, segment.max_width = b.max_width;
    segment.link = link_of(b.name);
    return segment;
  }
  return std::nullopt;
}

std::vector<std::pair<std::string_view, std::string_view>> built_in_segments() {
  std::vector<std::pair<std::string_view, std::string_view>> all;
  for (const BuiltIn& b : kBuiltIn) all.emplace_back(b.name, b.shows);
  return all;
}

}  // namespace wick
