// SPDX-License-Identifier: MIT
// The sessions pane, and the details of the selected session.
#include <algorithm>
#include <array>
#include <memory>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/live/line.h"
#include "lib/live/live.h"
#include "lib/output/human.h"
#include "lib/output/layout.h"
#include "lib/price/model.h"
#include "lib/tools/carried_output.h"
#include "lib/top/draw.h"

namespace wick {
namespace {

// clang-format off
const std::vector<Column> kSessionColumns = {
    {"NAME", false, 98, 12}, {"PROJECT", false, 85, 8, true}, {"BRANCH", false, 50, 8}, {"MODEL", false, 60},
    {"CONTEXT", true, 88}, {"", false, 45}, {"CACHE", false, 100}, {"NEXT", true, 95}, {"COLD", true, 75},
    {"SPENT", true, 72}, {"$/H", true, 48}, {"DOES", false, 80, 20}};
// clang-format on

std::string seconds_ago(TimeMs then, TimeMs now) {
  return human_duration(std::max<TimeMs>(0, now - then) / 1000);
}

std::string rendered(const char* format, const State& state, const TopStyle& look) {
  FormStyle form;
  form.home = look.home;
  form.now = state.now;
  return Template::trusted(format).render(
      [&state](std::string_view name) { return field_value(state, name); }, form);
}

Cell segment_cell(const State& state, std::string_view segment, const char* format = nullptr) {
  static std::map<std::string_view, Segment> known;
  auto [at, is_new] = known.try_emplace(segment);
  if (is_new) {
    at->second = *built_in_segment(segment);
    if (format) at->second.format = Template::trusted(format);
    at->second.hide_when_absent = false;
  }
  Piece piece = render_segment(state, at->second);
  return {std::move(piece.text), std::move(piece.style)};
}

std::string mark_of(const State& s) {
  if (s.session.pid <= 0) return " ";
  if (s.session.status == "busy") return "\x1b[32m●\x1b[m";
  if (s.session.status == "waiting") return "\x1b[1;33m!\x1b[m";
  return "○";
}

std::string name_cell(const TopRow& row) {
  const State& s = *row.session;
  if (row.agent) {
    std::string type = row.agent->type.empty() ? "subagent" : printable(row.agent->type);
    return fmt::format("  {} {}", row.last ? "└" : "├", type);
  }
  std::string name =
      s.session.name.empty() ? printable(s.session.id.substr(0, 8)) : printable(s.session.name);
  return fmt::format("{}{}{}", mark_of(s), row.has_agents ? (row.unfolded ? "▾" : "▸") : " ", name);
}

std::string call_text(const LastCall& call) {
  std::string out = printable(call.tool);
  if (call.target.empty()) return out;
  bool is_path = call.target[0] == '/';
  return out + " " +
         printable(is_path ? base_name(call.target) : std::string_view(call.target).substr(0, 200));
}

Cell does_cell(const Board& board, const State& s) {
  if (s.session.pid <= 0)
    return {s.session.last_response ? short_age((s.now - *s.session.last_response) / 1000) + " ago"
                                    : "",
            *parse_style("dim")};
  // The part that may be cut off comes last.
  std::string end = s.session.status_since ? " " + seconds_ago(*s.session.status_since, s.now) : "";
  const char* where = board.jobs.count(s.session.id) > 0 ? ", background" : "";
  if (s.session.status == "waiting")
    return {what_it_waits_for(s) + end + where, *parse_style("bold yellow")};
  if (s.session.status != "busy")
    return {printable(s.session.status) + end + where, *parse_style("dim")};
  auto calls = board.calls.find(s.session.id);
  if (calls != board.calls.end() && !calls->second.empty() && !calls->second[0].bytes) {
    const LastCall& call = calls->second[0];
    return {call_text(call) + (call.asked ? " " + seconds_ago(*call.asked, s.now) : "") + where,
            {}};
  }
  return {"busy" + end + where, {}};
}

TableRow agent_cells(const Board& board, const TopRow& row) {
  TableRow cells(kSessionColumns.size());
  cells[0].text = name_cell(row);
  if (const PastSession* past = board.past_of(row.session->session.id)) {
    for (const PastAgent& agent : past->agents) {
      if (agent.agent != row.agent->id) continue;
      cells[3].text = printable(display_model(agent.model));
      cells[4].text = human_tokens(agent.peak_tokens);
      cells[9].text = money_cell(agent.cost);
    }
  }
  std::string age = short_age((board.now - row.agent->changed) / 1000);
  cells[11] = {row.agent->runs ? "runs" : age + " ago",
               *parse_style(row.agent->runs ? "green" : "dim")};
  return cells;
}

TableRow session_cells(const Board& board, const TopRow& row, const TopStyle& look) {
  if (row.agent) return agent_cells(board, row);
  const State& s = *row.session;
  const PastSession* past = board.past_of(s.session.id);
  TableRow cells;
  cells.push_back({name_cell(row), {}});
  cells.push_back({shorten_home(printable(s.session.project()), printable(look.home)), {}});
  cells.push_back(
      segment_cell(s, "git", "{git.branch}{?git.dirty=true:±}{?git.ahead: ↑{git.ahead}}"));
  cells.push_back(segment_cell(s, "model"));
  cells.push_back(segment_cell(
      s, "context",
      "{?context.compacted=true:compacted}"
      "{?context.compacted!=true:{context.tokens:h}{?context.used_pct: {context.used_pct:h}}}"));
  cells.push_back({s.burn.spark, *parse_style("cyan")});
  cells.push_back(segment_cell(s, "cache"));
  cells.push_back(segment_cell(s, "next_entry", "{next.now_usd:h}"));
  cells.push_back({s.next.cold ? human_usd(*s.next.cold) : "", {}});
  cells.push_back(
      {s.cost.total ? human_usd(*s.cost.total) + (s.cost.lower_bound ? "+" : "") : "", {}});
  cells.push_back({past ? money_cell(past->hour) : "", {}});
  cells.push_back(does_cell(board, s));
  return cells;
}

std::string calls_text(const Board& board, const State& s) {
  auto calls = board.calls.find(s.session.id);
  if (calls == board.calls.end()) return "";
  std::string out;
  for (const LastCall& call : calls->second) {
    if (!out.empty()) out += " · ";
    out += call_text(call);
    out += call.bytes                      ? " (" + human_bytes(*call.bytes) + ")"
           : s.session.status == "waiting" ? " (waits)"
                                           : " (runs)";
  }
  return out;
}

std::string money_line(const Board& board, const State& s) {
  std::string out = s.cost.total ? human_usd(*s.cost.total) + (s.cost.lower_bound ? " or more" : "")
                                 : "not known";
  const PastSession* past = board.past_of(s.session.id);
  if (!past) return out;
  Money agents = 0;
  for (const PastAgent& agent : past->agents) agents += agent.cost;
  if (agents > 0)
    out += fmt::format("; {} subagents {}", past->agents.size(), human_usd(usd_of(agents)));
  if (past->hour > 0) out += fmt::format("; {} in the last hour", human_usd(usd_of(past->hour)));
  if (past->audited > 0 && past->wasted > 0)
    out +=
        fmt::format("; {} of it wasted ({:.0f}%)", human_usd(usd_of(past->wasted)),
                    100.0 * static_cast<double>(past->wasted) / static_cast<double>(past->audited));
  return out;
}

// Not shown if compaction is more than a thousand prompts away.
std::string compaction_text(const State& s) {
  constexpr double kFar = 1000;
  if (!s.burn.prompts_to_compact || *s.burn.prompts_to_compact >= kFar) return "";
  return fmt::format(", {:.0f} prompts to compaction", *s.burn.prompts_to_compact);
}

// What the session's money was spent on, by the contents of its contexts.
std::string carried_line(const Board& board, const State& s) {
  const PastSession* past = board.past_of(s.session.id);
  if (!past || past->carried_of <= 0) return "";
  std::string out;
  for (const PastCarried& c : past->carried) {
    CarriedRow row;
    row.kind = c.kind, row.tool = c.tool;
    out += fmt::format("{}{} {:.0f}%", out.empty() ? "" : " · ", printable(source_name(row)),
                       100.0 * static_cast<double>(c.cost) / static_cast<double>(past->carried_of));
  }
  return out;
}

// By column: the field that `wick-doctor explain` gets.
constexpr std::array<std::string_view, 12> kSessionFields = {"",
                                                             "session.project_dir",
                                                             "git.branch",
                                                             "model.name",
                                                             "context.tokens",
                                                             "growth.spark",
                                                             "cache.state",
                                                             "next.now_usd",
                                                             "next.cold_usd",
                                                             "cost.total_usd",
                                                             "",
                                                             "session.status"};

}  // namespace

TopTable sessions_pane(const Board& board, const TopView& view, const TopStyle& look) {
  auto rows = std::make_shared<std::vector<TopRow>>(session_rows(board, view));
  TopTable table{
      kSessionColumns,
      {},
      [&board, &look, rows](std::size_t i) { return session_cells(board, (*rows)[i], look); },
      "",
      {kSessionFields.begin(), kSessionFields.end()}};
  for (const TopRow& row : *rows) table.keys.push_back(row.key());
  table.nothing =
      view.filter.empty()
          ? "no session is running, and none was used recently; --since=7d looks further back"
          : "no session matches the filter /" + printable(view.filter) + "; Esc clears it";
  return table;
}

int draw_detail(Grid& grid, int row, int end, const Board& board, const State& s,
                const TopStyle& look) {
  std::string rule;
  for (int i = 0; i < grid.columns(); ++i) rule += "─";
  std::pair<std::string, std::string> lines[] = {
      {"session",
       rendered(
           "{?session.name:{session.name:h}  }{session.id}{?session.pid:  process {session.pid}}"
           "{?session.permission_mode:  {session.permission_mode:h} mode}{?session.tmux:  tmux {session.tmux:h}}",
           s, look)},
      {"in",
       rendered(
           "{session.cwd:~}{?git.branch:  on {git.branch:h}{?git.dirty=true: ±}}{?git.operation:, {git.operation}}",
           s, look)},
      {"context",
       rendered(
           "{context.tokens:h}{?context.window_tokens: of {context.window_tokens:h}}{?growth.spark:  {growth.spark}}"
           "{?growth.slope_tokens_per_prompt:  {growth.slope_tokens_per_prompt:h} more per prompt}",
           s, look) +
           compaction_text(s)},
      {"cache",
       rendered(
           "{?cache.state:{cache.state}}{?cache.expires_at: until {cache.expires_at:h}}{?cache.hit_ratio:, hits {cache.hit_ratio:h}}"
           "{?misses.count:, {misses.count} miss{?misses.count!=1:es}}{?misses.source=transcript:{?misses.count!=0: cost {misses.extra_usd:h}}}"
           "{?cache.last_miss_cause:, the last: {cache.last_miss_cause:h}}",
           s, look)},
      {"spent", money_line(board, s)},
      {"carried", carried_line(board, s)},
      {"calls", calls_text(board, s)}};
  if (row < end) grid.put(row++, 0, rule, ink::kDim);
  for (const auto& [name, text] : lines) {
    if (row >= end) break;
    if (text.empty()) continue;
    grid.put(row, 0, name, ink::kDim);
    grid.put(row++, 9, text);
  }
  return row;
}

}  // namespace wick
