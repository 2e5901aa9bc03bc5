// SPDX-License-Identifier: MIT
#include "lib/live/advice.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/live/next.h"
#include "lib/output/human.h"
#include "lib/output/json_writer.h"
#include "lib/price/model.h"

namespace wick {
namespace {

Choice choice_of(Way way, double entry) {
  Choice choice;
  choice.way = way;
  choice.entry = entry;
  return choice;
}

class Adviser {
 public:
  Adviser(const State& state, const AdviceQuery& query, const ForecastData& experience,
          const PriceTable& prices)
      : state_(state), query_(query), experience_(experience), prices_(prices) {}

  std::vector<Choice> run() {
    tariff_ = Tariff::of(state_.model, state_.cache);
    if (!tariff_ || !state_.next.now) return {};
    Choice now = choice_of(Way::kNow, *state_.next.now);
    now.prompt = state_.forecast.now;
    out_.push_back(now);
    if (state_.next.is_warm) wait(), ping();
    compact();
    clear();
    for (const std::string& model :
         newest_models(state_.now, parse_model(state_.model.id).canonical))
      other_model(model);
    return std::move(out_);
  }

 private:
  void wait() {
    Choice choice = choice_of(Way::kWait, *state_.next.cold);
    choice.prompt = state_.forecast.cold;
    out_.push_back(choice);
  }

  void ping() {
    std::int64_t context = *state_.context.tokens, answer = state_.context.output.value_or(0);
    double entry =
        tariff_->price(context + answer, query_.next.prompt_tokens, query_.next.output_tokens);
    double later = tariff_->price(context + answer, kPingTokens, 1);
    Choice choice = choice_of(Way::kPing, entry);
    choice.before = tariff_->price(context, answer + kPingTokens, 1);
    choice.prompt = plus(state_.forecast.warm, choice.before + entry - *state_.next.warm);
    double left = *state_.next.cold - entry - choice.before;
    if (later > 0) {
      choice.pings = left < 0 ? 0 : 1 + static_cast<std::int64_t>(left / later);
      choice.pings_reach_s = *choice.pings * *state_.cache.ttl_s;
    }
    out_.push_back(choice);
  }

  // The forecast for the session with a context of this size, cached or not according to `phase`.
  ForecastState from(std::int64_t tokens, CachePhase phase) const {
    State other = state_;
    other.context.tokens = tokens;
    other.context.output = 0;
    other.cache.model = other.model.id;  // the session's own settings wrote this cache
    other.cache.effort.clear(), other.cache.client.clear(), other.cache.fast.reset();
    if (other.cache.phase != CachePhase::kNone) other.cache.phase = phase;
    return forecast_prompt(other, query_.next, query_.sizes, experience_);
  }

  void compact() {
    Choice choice = choice_of(Way::kCompact, 0);
    choice.tokens = left_by_compaction(query_.sizes.after_compact, query_.sizes.after_clear,
                                       *state_.context.tokens);
    choice.tokens_assumed = !query_.sizes.after_compact;
    choice.summary_tokens = query_.summary_tokens.value_or(kSummaryTokens);
    choice.summary_assumed = !query_.summary_tokens;
    std::int64_t context = *state_.context.tokens, answer = state_.context.output.value_or(0);
    if (choice.tokens >= context + answer) return;  // no gain
    choice.before = state_.next.is_warm
                        ? tariff_->price(context, answer, choice.summary_tokens)
                        : tariff_->price(0, context + answer, choice.summary_tokens);
    choice.entry = restart_price(choice.tokens);
    choice.prompt = plus(from(choice.tokens, CachePhase::kCold).cold, choice.before);
    auto going_on = from(context + answer, CachePhase::kWarm).now;
    auto later = from(choice.tokens, CachePhase::kWarm).now;
    if (going_on && later) choice.later = going_on->p50 - later->p50;
    out_.push_back(choice);
  }

  void clear() {
    if (!query_.sizes.after_clear) return;
    Choice choice = choice_of(Way::kClear, restart_price(*query_.sizes.after_clear));
    choice.tokens = *query_.sizes.after_clear;
    choice.prompt = from(choice.tokens, CachePhase::kCold).cold;
    out_.push_back(choice);
  }

  double restart_price(std::int64_t tokens) const {
    return tariff_->price(0, tokens + query_.next.prompt_tokens, query_.next.output_tokens);
  }

  void other_model(const std::string& model) {
    State other = state_;
    other.model.id = model;
    // The context was counted by the tokenizer of the model that answered last.
    const std::string& counted_by =
        state_.cache.model.empty() ? state_.model.id : state_.cache.model;
    auto ratio = ratio_between(query_.ratios, model, parse_model(counted_by).canonical);
    NextQuery query = query_.next;
    RestartSizes sizes = query_.sizes;
    if (ratio) scale(other, query, sizes, ratio->ratio);
    // Without a transcript, assume that the cache belongs to the model that is set.
    if (other.cache.model.empty()) other.cache.model = state_.model.id;
    other.model.price = prices_.find(model, state_.now);
    other.context.window = prices_.window(parse_model(model));
    if (auto window = other.context.window)
      other.context.compacts_at = auto_compact_at(other.context.auto_compact, model, *window);
    if (!other.model.price || other.model.price->fast == 1) other.model.fast = false;
    if (!other.model.price ||
        times(*state_.next.tokens, query.tokens_factor) > other.context.window.value_or(0))
      return;
    NextState next = next_prompt(other, query, sizes);
    if (!next.now) return;
    Choice choice = choice_of(Way::kModel, *next.now);
    choice.prompt = forecast_prompt(other, query, sizes, experience_).now;
    choice.model = model;
    choice.ratio = ratio;
    out_.push_back(choice);
  }

  static std::int64_t times(std::int64_t tokens, double factor) {
    return std::llround(static_cast<double>(tokens) * factor);
  }

  // Converts token counts to those of another tokenizer.
  static void scale(State& state, NextQuery& query, RestartSizes& sizes, double factor) {
    for (std::optional<std::int64_t>* tokens :
         {&state.context.tokens, &state.context.output, &sizes.after_compact, &sizes.after_clear})
      if (*tokens) *tokens = times(**tokens, factor);
    query.prompt_tokens = times(query.prompt_tokens, factor);
    query.output_tokens = times(query.output_tokens, factor);
    query.tokens_factor = factor;
  }

  static std::optional<Quantiles> plus(std::optional<Quantiles> prompt, double usd) {
    if (!prompt) return std::nullopt;
    return Quantiles{prompt->p10 + usd, prompt->p50 + usd, prompt->p90 + usd, prompt->mean + usd};
  }

  const State& state_;
  const AdviceQuery& query_;
  const ForecastData& experience_;
  const PriceTable& prices_;
  std::optional<Tariff> tariff_;
  std::vector<Choice> out_;
};

// "claude-opus-4-5" has the family opus and the numbers 4, 5. Empty for names of another form.
struct Version {
  std::string_view family;
  std::vector<std::int64_t> numbers;
};
Version version_of(std::string_view canonical) {
  std::vector<std::string_view> parts = split(canonical, '-');
  if (parts.size() < 3 || parts[0] != "claude") return {};
  Version out{parts[1], {}};
  for (std::size_t i = 2; i < parts.size(); ++i) {
    auto number = parse_integer(parts[i]);
    if (!number) return {};
    out.numbers.push_back(*number);
  }
  return out;
}

}  // namespace

std::vector<Choice> choices(const State& state, const AdviceQuery& query,
                            const ForecastData& experience, const PriceTable& prices) {
  return Adviser(state, query, experience, prices).run();
}

std::vector<std::string> newest_models(TimeMs now, const std::string& except) {
  constexpr std::string_view kFamilies[] = {"fable", "opus", "sonnet", "haiku"};
  std::map<std::string_view, std::pair<std::vector<std::int64_t>, std::string_view>> newest;
  for (const PriceRow& row : built_in_prices()) {
    Version version = version_of(row.model);
    if (version.numbers.empty() || !row.holds_at(now)) continue;
    auto& best = newest[version.family];
    if (version.numbers > best.first) best = {version.numbers, row.model};
  }
  std::vector<std::string> out;
  for (std::string_view family : kFamilies) {
    auto found = newest.find(family);
    if (found != newest.end() && found->second.second != except)
      out.emplace_back(found->second.second);
  }
  return out;
}

namespace {

std::string_view id_of(Way way) {
  constexpr std::string_view kIds[] = {"now", "wait", "ping", "compact", "clear", "model"};
  return kIds[static_cast<std::size_t>(way)];
}

std::string what(const Choice& choice) {
  switch (choice.way) {
    case Way::kNow: return "prompt now";
    case Way::kWait: return "wait until it is cold";
    case Way::kPing: return "keep it warm, then prompt";
    case Way::kCompact: return "/compact first";
    case Way::kClear: return "/clear first";
    case Way::kModel: break;
  }
  return display_model(choice.model);
}

std::string tokens(std::int64_t count, bool assumed) {
  return human_tokens(count) + (assumed ? " (assumed)" : "");
}

std::string compact_note(const Choice& c) {
  std::string note =
      fmt::format("{} for a summary of {}, leaves {}", human_usd(c.before),
                  tokens(c.summary_tokens, c.summary_assumed), tokens(c.tokens, c.tokens_assumed));
  if (c.later && *c.later > 0)
    note += fmt::format("; each later prompt {} less", human_usd(*c.later));
  return note;
}

std::string now_note(const State& s) {
  if (!s.next.is_warm) return "cold: " + s.next.cold_reason;
  if (!s.cache.expires_at) return "warm";
  return "warm until " + human(Value{*s.cache.expires_at, Unit::kEpochSeconds});
}

std::string break_even(const Choice& c) {
  if (!c.pings) return "";
  return fmt::format("; {} of them ({}) cost as much as going cold", human_count(*c.pings),
                     human_duration(*c.pings_reach_s));
}

std::string note(const Choice& c, const State& s) {
  switch (c.way) {
    case Way::kNow: return now_note(s);
    case Way::kWait:
      return s.cache.expires_at ? "after " + human(Value{*s.cache.expires_at, Unit::kEpochSeconds})
                                : "";
    case Way::kPing: return human_usd(c.before) + " for the first ping" + break_even(c);
    case Way::kCompact: return compact_note(c);
    case Way::kClear:
      return fmt::format("starts from {}; the conversation is gone", human_tokens(c.tokens));
    case Way::kModel: break;
  }
  if (!c.ratio) return "its own cache is cold; the same number of tokens assumed";
  return fmt::format("its own cache is cold; {:.2f} times as many tokens, {}", c.ratio->ratio,
                     source_of(*c.ratio));
}

std::string against(const Choice& choice, const Choice& now) {
  if (!choice.prompt || !now.prompt || &choice == &now) return "";
  double more = choice.prompt->p50 - now.prompt->p50;
  return (more < 0 ? "-" : "+") + human_usd(std::abs(more));
}

}  // namespace

std::string advice_table(const std::vector<Choice>& choices, const State& state,
                         const TableStyle& look) {
  const std::vector<Column> columns = {{"WAY", false, 100, 14}, {"ENTRY", true, 80},
                                       {"PROMPT", true, 95},    {"RANGE", true, 70},
                                       {"TO NOW", true, 85},    {"WITH", false, 60, 10}};
  std::vector<TableRow> rows;
  for (const Choice& choice : choices) {
    const auto& prompt = choice.prompt;
    rows.push_back(
        {{what(choice)},
         {human_usd(choice.entry)},
         {prompt ? "~" + human_usd(prompt->p50) : ""},
         {prompt ? fmt::format("{} to {}", human_usd(prompt->p10), human_usd(prompt->p90)) : ""},
         {against(choice, choices.front())},
         {note(choice, state)}});
  }
  return table_text(columns, rows, look);
}

std::string advice_json(const std::vector<Choice>& choices) {
  JsonWriter out;
  out.begin_object().begin_array("advice");
  for (const Choice& c : choices) {
    out.begin_object().text("way", id_of(c.way));
    if (!c.model.empty()) out.text("model", c.model);
    if (c.ratio) {
      out.number("token_ratio", c.ratio->ratio).number("token_ratio_low", c.ratio->interval.low);
      out.number("token_ratio_high", c.ratio->interval.high)
          .flag("token_ratio_baseline", c.ratio->is_of_baseline());
    }
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
