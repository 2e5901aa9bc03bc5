// SPDX-License-Identifier: MIT
#include "lib/live/advice_output.h"

#include <cmath>

#include "lib/price/model.h"
#include "lib/view/human.h"
#include "lib/view/json_writer.h"

namespace wick {
namespace {

std::string_view id_of(Way way) {
  constexpr std::string_view kIds[] = {"now", "wait", "ping", "compact", "clear", "model"};
  return kIds[static_cast<std::size_t>(way)];
}

std::string what(const Choice& choice) {
  switch (choice.way) {
    case Way::kNow:
      return "prompt now";
    case Way::kWait:
      return "wait until it is cold";
    case Way::kPing:
      return "keep it warm, then prompt";
    case Way::kCompact:
      return "/compact first";
    case Way::kClear:
      return "/clear first";
    case Way::kModel:
      break;
  }
  return display_model(choice.model);
}

std::string tokens(std::int64_t count, bool assumed) {
  return human_tokens(count) + (assumed ? " (assumed)" : "");
}

std::string compact_note(const Choice& c) {
  std::string note = human_usd(c.before) + " for a summary of " +
                     tokens(c.summary_tokens, c.summary_assumed) + ", leaves " +
                     tokens(c.tokens, c.tokens_assumed);
  if (c.later && *c.later > 0) note += "; each later prompt " + human_usd(*c.later) + " less";
  return note;
}

std::string now_note(const State& s) {
  if (!s.next.is_warm) return "cold: " + s.next.cold_reason;
  if (!s.cache.expires_at) return "warm";
  return "warm until " + human(Value{*s.cache.expires_at, Unit::kEpochSeconds});
}

std::string note(const Choice& c, const State& s) {
  switch (c.way) {
    case Way::kNow:
      return now_note(s);
    case Way::kWait:
      return s.cache.expires_at
                 ? "after " + human(Value{*s.cache.expires_at, Unit::kEpochSeconds})
                 : "";
    case Way::kPing:
      return human_usd(c.before) + " for the first ping" +
             (c.pings ? "; " + human_count(*c.pings) + " of them (" +
                            human_duration(*c.pings_reach_s) + ") cost as much as going cold"
                      : "");
    case Way::kCompact:
      return compact_note(c);
    case Way::kClear:
      return "starts from " + human_tokens(c.tokens) + "; the conversation is gone";
    case Way::kModel:
      break;
  }
  return "its own cache is cold; as many tokens assumed";
}

std::string against(const Choice& choice, const Choice& now) {
  if (!choice.prompt || !now.prompt || &choice == &now) return "";
  double more = choice.prompt->p50 - now.prompt->p50;
  return (more < 0 ? "-" : "+") + human_usd(std::abs(more));
}

}  // namespace

std::string advice_table(const std::vector<Choice>& choices, const State& state,
                         const TableLook& look) {
  const std::vector<Column> columns = {{"WAY", false, 100, 14}, {"ENTRY", true, 80},
                                       {"PROMPT", true, 95},    {"RANGE", true, 70},
                                       {"TO NOW", true, 85},    {"WITH", false, 60, 10}};
  std::vector<TableRow> rows;
  for (const Choice& choice : choices) {
    const auto& prompt = choice.prompt;
    rows.push_back({{what(choice)},
                    {human_usd(choice.entry)},
                    {prompt ? "~" + human_usd(prompt->p50) : ""},
                    {prompt ? human_usd(prompt->p10) + " to " + human_usd(prompt->p90) : ""},
                    {against(choice, choices.front())},
                    {note(choice, state)}});
  }
  std::string out;
  for (const std::string& line : lay_out_table(columns, rows, look)) out += line + "\n";
  return out;
}

std::string advice_json(const std::vector<Choice>& choices) {
  JsonWriter out;
  out.begin_object().begin_array("advice");
  for (const Choice& c : choices) {
    out.begin_object().text("way", id_of(c.way));
    if (!c.model.empty()) out.text("model", c.model);
    out.number("entry_usd", c.entry);
    if (c.before > 0) out.number("before_usd", c.before);
    if (c.prompt) {
      out.number("p10_usd", c.prompt->p10).number("p50_usd", c.prompt->p50);
      out.number("p90_usd", c.prompt->p90).number("mean_usd", c.prompt->mean);
    }
    if (c.pings) out.number("pings", *c.pings).number("pings_reach_s", *c.pings_reach_s);
    if (c.tokens > 0) out.number("tokens", c.tokens);
    if (c.way == Way::kCompact) {
      out.flag("tokens_assumed", c.tokens_assumed);
      out.number("summary_tokens", c.summary_tokens).flag("summary_assumed", c.summary_assumed);
      if (c.later) out.number("later_usd", *c.later);
    }
    out.end_object();
  }
  out.end_array().end_object();
  return out.take() + "\n";
}

}  // namespace wick
