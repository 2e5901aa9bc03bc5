// SPDX-License-Identifier: MIT
#include <array>

#include "lib/live/live.h"
#include "lib/output/json_writer.h"
#include "lib/top/board.h"

namespace wick {
namespace {

void put_counts(JsonWriter& out, const Board& board) {
  BoardCounts counts = count_board(board);
  out.begin_object("now")
      .text("at", iso8601(board.now))
      .number("live", counts.live)
      .number("busy", counts.busy);
  out.number("waiting", counts.waiting)
      .number("idle", counts.idle)
      .number("cold_within_hour_usd", counts.cold_within_hour);
  if (board.past) {
    const Past& p = *board.past;
    out.number("today_usd", usd_of(p.today)).number("today_prompts", p.today_prompts);
    if (p.block) {
      out.number("block_usd", usd_of(p.block_cost)).text("block_from", iso8601(p.block->from));
      out.text("block_until", iso8601(p.block->until));
      if (p.block_per_hour) out.number("block_usd_per_hour", usd_of(*p.block_per_hour));
      if (p.block_projected) out.number("block_projected_usd", usd_of(*p.block_projected));
    }
  }
  out.end_object();
}

void put_agents(JsonWriter& out, const Board& board) {
  out.begin_array("subagents");
  for (const State* shown : board.sessions) {
    const State& state = *shown;
    auto agents = board.agents.find(state.session.id);
    if (agents == board.agents.end()) continue;
    const PastSession* past = board.past_of(state.session.id);
    for (const TopAgent& agent : agents->second) {
      out.begin_object().text("session", state.session.id).text("agent", agent.id);
      if (!agent.type.empty()) out.text("type", agent.type);
      out.flag("runs", agent.runs).text("changed_at", iso8601(agent.changed));
      for (const PastAgent& known : past ? past->agents : std::vector<PastAgent>{})
        if (known.agent == agent.id)
          out.text("model", known.model)
              .number("peak_context_tokens", known.peak_tokens)
              .number("cost_usd", usd_of(known.cost));
      out.end_object();
    }
  }
  out.end_array();
}

void put_past_sessions(JsonWriter& out, const Past& past) {
  out.begin_array("spent");
  for (const auto& [id, s] : past.sessions) {
    out.begin_object()
        .text("session", id)
        .text("project", s.project)
        .number("cost_usd", usd_of(s.cost));
    out.number("last_hour_usd", usd_of(s.hour)).number("block_usd", usd_of(s.block));
    if (s.audited > 0) out.number("wasted_usd", usd_of(s.wasted));
    out.begin_array("carried");
    for (const PastCarried& c : s.carried) {
      out.begin_object().text("kind", name_of(c.kind));
      if (!c.tool.empty()) out.text(c.kind == CarriedKind::kAttachment ? "type" : "tool", c.tool);
      out.number("cost_usd", usd_of(c.cost)).end_object();
    }
    out.end_array().end_object();
  }
  out.end_array();
}

void put_projects(JsonWriter& out, const Past& past) {
  out.begin_array("projects");
  for (const PastProject& p : past.projects) {
    out.begin_object()
        .text("project", p.dir)
        .number("sessions", p.sessions)
        .number("today_usd", usd_of(p.today));
    out.number("seven_days_usd", usd_of(p.week)).number("thirty_days_usd", usd_of(p.month));
    if (p.last != kUndated) out.text("last_at", iso8601(p.last));
    if (p.audited > 0)
      out.number("wasted_usd", usd_of(p.wasted)).number("audited_usd", usd_of(p.audited));
    out.end_object();
  }
  out.end_array();
}

void put_calendar(JsonWriter& out, const Past& past) {
  out.begin_array("calendar");
  for (const PastDay& day : past.days) {
    out.begin_object()
        .text("day", day.name)
        .number("cost_usd", usd_of(day.cost))
        .number("prompts", day.prompts);
    out.number("hours", day.hours).end_object();
  }
  out.end_array();
}

void put_events(JsonWriter& out, const Past& past) {
  constexpr std::array kKinds = {"miss", "compaction", "waste"};
  out.begin_array("why");
  for (const PastEvent& e : past.events) {
    out.begin_object().text("kind", kKinds[static_cast<std::size_t>(e.kind)]);
    if (e.time != kUndated) out.text("at", iso8601_ms(e.time));
    out.text("session", e.session);
    if (!e.agent.empty()) out.text("agent", e.agent);
    out.text("what", e.what);
    if (!e.why.empty()) out.text("why", e.why);
    if (e.before > 0)
      out.number(e.kind == PastEventKind::kMiss ? "lost_tokens" : "before_tokens", e.before);
    if (e.after > 0) out.number("after_tokens", e.after);
    if (e.cost) out.number("cost_usd", usd_of(*e.cost));
    out.end_object();
  }
  out.end_array();
}

}  // namespace

std::string top_json(const Board& board) {
  std::string sessions;
  for (const State* state : board.sessions) {
    std::string object = state_json(*state, "");
    object.pop_back();  // its newline
    sessions += (sessions.empty() ? "" : ",") + object;
  }
  JsonWriter rest;
  rest.begin_object();
  put_agents(rest, board);
  put_counts(rest, board);
  if (board.past) {
    put_past_sessions(rest, *board.past);
    put_projects(rest, *board.past);
    put_calendar(rest, *board.past);
    put_events(rest, *board.past);
  }
  rest.end_object();
  return "{\"sessions\":[" + sessions + "]," + rest.take().substr(1) + "\n";
}

}  // namespace wick
