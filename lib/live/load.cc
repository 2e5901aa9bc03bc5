// SPDX-License-Identifier: MIT
#include "lib/live/load.h"

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/git.h"
#include "lib/base/text.h"
#include "lib/claude/dirs.h"
#include "lib/live/burn.h"
#include "lib/live/earlier_prompts.h"
#include "lib/live/forecast.h"
#include "lib/live/limits.h"
#include "lib/live/merge.h"
#include "lib/live/pace.h"
#include "lib/live/spend.h"

namespace wick {
namespace {

// kBudget: the bytes that a live query may read apart from the sum of money. The searches for a
// compaction and for the first request use kForRestarts of it; the earlier prompts may use half of
// the rest. Bringing the sum up to date may read as much again, half for the checkpoint and half
// for new lines. There is no bound where the sum itself was asked for, since the client's total is
// used only if the lines do not add up to more.
constexpr std::uint64_t kBudget = 1024 * 1024;
constexpr std::uint64_t kForRestarts = 256 * 1024;
// For the permission mode, which every prompt records.
constexpr std::uint64_t kForMode = 64 << 10;

constexpr std::size_t kSparkBars = 8;

class Loader {
 public:
  Loader(const Env& env, const Needs& needs, const NextQuery& query, const PriceTable& prices)
      : env_(env), needs_(needs), query_(query), prices_(prices) {}

  State run(const SessionFiles& found, Evidence* evidence) {
    in_.found = found;
    try_to(true, [this] { in_.tap = read_tap(in_.found.tap); });
    // If only the tap was found, its payload names the transcript.
    if (in_.found.transcript.empty() && in_.tap)
      in_.found.transcript = in_.tap->payload.transcript_path;
    return run(evidence);
  }

  State run(Payload payload, Evidence* evidence) {
    in_.found = session_at(env_, payload.transcript_path);
    if (is_safe_name(payload.session_id)) in_.found.id = payload.session_id;
    // The path may be missing or from another machine; then search by the session's id.
    try_to(true, [&] {
      if (file_info(payload.transcript_path)) return;
      in_.found.transcript = "";
      in_.found.transcript = find_transcript(config_dirs(env_), in_.found.id).value_or("");
    });
    in_.tap = Tap{std::move(payload), env_.now};
    in_.from_stdin = true;
    return run(evidence);
  }

 private:
  State run(Evidence* evidence) {
    try_to(true, [this] { read_transcript(); });
    state_ = merge(in_, prices_, env_.now);
    try_to(needs_.forecast || needs_.burn || needs_.auto_compact, [this] { auto_compact(); });
    try_to(needs_.next, [this] { next(); });
    try_to(needs_.forecast, [this] { forecast(); });
    try_to(needs_.burn, [this] { burn(); });
    try_to(needs_.cost, [this] { cost(); });
    try_to(needs_.limits, [this] { limits(); });
    try_to(needs_.git, [this] { git(); });
    try_to(needs_.usage, [this] { usage(); });
    try_to(needs_.payload, [this] { payload(); });
    try_to(needs_.permission_mode, [this] { permission_mode(); });
    try_to(needs_.waste, [this] { waste(); });
    state_.unreadable = std::move(unreadable_);
    if (evidence) {
      *evidence = std::move(seen_);
      evidence->sources = std::move(in_);
    }
    return std::move(state_);
  }

  // Runs a step. If it cannot read a file, notes that and returns false; the other steps still run.
  template <class Step>
  bool try_to(bool wanted, Step step) {
    try {
      if (wanted) step();
      return true;
    } catch (const Failure& failure) {
      if (failure.code != Exit::kNoInput) throw;
      tell(failure.message);
      return false;
    }
  }
  void tell(const std::string& trouble) {
    if (std::find(unreadable_.begin(), unreadable_.end(), trouble) == unreadable_.end())
      unreadable_.push_back(trouble);
  }

  // A payload of a current client has everything except the settings and region of the last
  // response, which the price of the next prompt needs.
  bool payload_tells_all() const {
    return in_.from_stdin && !in_.tap->payload.usage.empty() && in_.tap->payload.has_prompt_cache;
  }

  // False when there is no transcript; a folder or a FIFO of that name is not one.
  bool open_transcript() {
    const std::string& path = in_.found.transcript;
    try {
      if (!transcript_ && !path.empty()) transcript_ = open_if_any(path);
    } catch (const Failure& failure) {
      if (failure.error != 0) throw;
    }
    return transcript_.has_value();
  }

  void read_transcript() {
    if (in_.found.transcript.empty() || (payload_tells_all() && !needs_.next)) return;
    open_transcript();
    subagent_ = base_name(in_.found.transcript).starts_with("agent-");
    if (!transcript_) return;
    if (payload_tells_all()) {
      in_.tail.emplace().response = read_last_response(*transcript_, subagent_);
    } else {
      in_.tail = read_tail(*transcript_, subagent_);
    }
  }

  void next() {
    if (transcript_ && needs_.after_compact)
      seen_.after_compact = last_compacted_size(*transcript_, subagent_);
    if (transcript_ && needs_.after_clear)
      seen_.after_clear = first_prompt_tokens(*transcript_, subagent_);
    if (seen_.after_compact) sizes_.after_compact = seen_.after_compact->tokens;
    if (seen_.after_clear) sizes_.after_clear = seen_.after_clear->tokens;
    state_.next = next_prompt(state_, query_, sizes_);
  }

  void auto_compact() {
    ContextState& c = state_.context;
    const SessionState& s = state_.session;
    std::string account_dir = account();
    std::vector<std::string> dirs =
        account_dir.empty() ? config_dirs(env_) : std::vector{account_dir};
    const std::string& project = s.project();
    c.auto_compact = read_auto_compact(env_, settings_files(managed_settings(), project, dirs));
    if (c.window) c.compacts_at = auto_compact_at(c.auto_compact, state_.model.id, *c.window);
  }

  void forecast() {
    ForecastData& e = seen_.experience;
    if (transcript_) {
      EarlierPrompts earlier =
          read_earlier_prompts(*transcript_, checkpoint("prompts"), left_of_budget() / 2);
      e.session = earlier.all();
      e.session_prompts = earlier.count();
    }
    // If nothing is known of the session, a forecast from others' prompts would be meaningless.
    if (e.session.empty() && state_.model.id.empty()) return;
    e.habits = read_habits(env_, state_.session.project());
    e.prior = &built_in_prior();
    seen_.query = query_;
    seen_.sizes = sizes_;
    seen_.habits_file = habits_path(env_);
    state_.forecast = forecast_prompt(state_, query_, sizes_, e);
  }

  void burn() {
    BurnState& b = state_.burn;
    // Newer clients count the misses themselves.
    if (auto misses = state_.cache.misses)
      b.misses = *misses, b.misses_source = state_.cache.source;
    if (!open_transcript()) return;
    std::uint64_t bound = needs_.cost_in_full ? UINT64_MAX : left_of_budget() / 4;
    Burn& read = seen_.burn.emplace(read_burn(*transcript_, checkpoint("burn"), bound));
    b.known = read.complete;
    if (!b.known) return;
    if (!b.misses) b.misses = read.misses, b.misses_source = Source::kTranscript;
    b.extra_usd = extra_usd(read, prices_);
    b.slope = slope(read.contexts);
    b.spark = spark(read.contexts, kSparkBars);
    if (b.slope && *b.slope > 0 && state_.context.tokens && state_.context.compacts_at) {
      std::int64_t left = *state_.context.compacts_at - *state_.context.tokens;
      if (left > 0)
        b.prompts_to_compact = static_cast<double>(left) / static_cast<double>(*b.slope);
    }
  }

  // What reading the end of the transcript and the searches leave of kBudget.
  std::uint64_t left_of_budget() const {
    std::uint64_t read = in_.tail ? in_.tail->bytes_read : 0;
    if (needs_.after_compact || needs_.after_clear) read += kForRestarts;
    if (needs_.permission_mode) read += kForMode;
    return kBudget - std::min(read, kBudget);
  }

  void cost() {
    CostState& c = state_.cost;
    bool stale = in_.transcript_is_newer();
    if (in_.tap) cost_from_payload(in_.tap->payload);
    bool is_read = try_to(true, [&] { cost_of_transcript(stale); });
    if (!seen_.spend) distrust(c, is_read);
    if (c.unknown_model.empty() && !state_.model.id.empty() && !state_.model.price) {
      // The client charges an unknown model at another model's price, so its total is not used.
      c.unknown_model = state_.model.id;
      if (c.source == Source::kPayload || c.source == Source::kTap) c.total.reset();
    }
  }

  void cost_from_payload(const Payload& p) {
    CostState& c = state_.cost;
    c.total = c.client = p.cost_usd;
    c.duration_ms = p.duration_ms;
    c.api_duration_ms = p.api_duration_ms;
    c.lines_added = p.lines_added;
    c.lines_removed = p.lines_removed;
    // The client's total has requests without usage figures at 0, or at the price of their output.
    if (p.silent()) {
      c.lower_bound = true;
      if (c.total == 0.0) c.total.reset();
    }
    if (c.total) c.source = in_.from_stdin ? Source::kPayload : Source::kTap;
  }

  void cost_of_transcript(bool tap_is_stale) {
    if (!open_transcript()) return;
    std::optional<std::uint64_t> bound;
    if (!needs_.cost_in_full) bound = left_of_budget() / 2;
    seen_.spend = read_spend(in_.found.transcript, checkpoint("cost"), bound);
    CostState& c = state_.cost;
    // A total that is not checked yet may lack requests too, if the client was killed before.
    c.lower_bound |= (tap_is_stale || !seen_.spend) && c.total.has_value();
    if (!seen_.spend) return;
    for (const std::string& trouble : seen_.spend->unreadable) tell(trouble);
    add_spend(c);
    c.lower_bound |= !seen_.spend->unreadable.empty() && c.total;
  }

  // Handles a client's total that no transcript confirms: it may lack requests from before the
  // client was killed, and does not apply if the user has priced the model.
  void distrust(CostState& c, bool is_read) {
    if (!is_read) c.lower_bound |= c.total.has_value();
    if (state_.model.price && state_.model.price->is_users())
      c.total.reset(), c.source = Source::kNone;
  }

  void add_spend(CostState& c) {
    Spend spend = add_up(*seen_.spend, prices_, env_.now);
    if (const CostTotal* mark = seen_.spend->mark(); mark && !c.client) c.client = mark->usd;
    if (spend.lines_usd > 0) c.transcript = spend.lines_usd;
    // The client's total is used unless the transcript refutes it or the user has priced a model,
    // which the client charged at another price.
    if (spend.without_usage > 0) c.requests_without_usage = spend.without_usage;
    bool stands = c.total && !spend.own_price && !is_refuted(*c.total, spend);
    if (stands) {
      c.lower_bound |= spend.without_usage > 0;
      return;
    }
    c.requests = spend.requests;
    c.unknown_model = spend.unknown_model;
    c.total.reset(), c.source = Source::kNone;
    if (!spend.any_priced) return;
    c.total = spend.usd;
    bool is_incomplete = spend.without_usage > 0 || (in_.tap && in_.tap->payload.silent());
    c.lower_bound = !spend.mark || spend.may_lack || !spend.unknown_model.empty() || is_incomplete;
    c.source = spend.mark ? Source::kCostState : Source::kTranscript;
  }

  std::string checkpoint(const std::string& kind) const {
    std::string home = cache_home(env_);
    if (needs_.keep_nothing || home.empty() || !is_safe_name(in_.found.id)) return "";
    return home + "/" + kind + "/" + in_.found.id;
  }

  void limits() {
    std::optional<Tap> own;
    if (in_.from_stdin) {
      own = in_.tap;
      // A session that had a response without limits has none: it is paid by the token.
      if (!own->payload.has_limits && own->payload.responded()) return;
    }
    seen_.limits = account_limits(env_, account(), own);
    LimitsState& l = state_.limits;
    for (auto [reported, shown] : {std::pair(&seen_.limits.five_hour, &l.five_hour),
                                   {&seen_.limits.seven_day, &l.seven_day},
                                   {&seen_.limits.spend, &l.spend}}) {
      // A window whose end is not reported has ended at the latest its length after the report.
      TimeMs length = shown == &l.five_hour ? kFiveHourWindow : kSevenDayWindow;
      TimeMs end = reported->window.resets_at ? *reported->window.resets_at * 1000
                                              : reported->reported_at + length;
      if (!reported->by || end <= env_.now) continue;
      *shown = reported->window;
      l.reported_at = std::max(l.reported_at.value_or(0), reported->reported_at);
      bool is_own = reported->by->path.empty();
      if (l.source != Source::kPayload) l.source = is_own ? Source::kPayload : Source::kTap;
    }
    if (l.source == Source::kNone) return;
    l.five_hour_reported_at = seen_.limits.five_hour.reported_at,
    l.seven_day_reported_at = seen_.limits.seven_day.reported_at;
    l.five_hour_runs_out = runs_out_at(l.five_hour, kFiveHourWindow, l.five_hour_reported_at);
    l.seven_day_runs_out = runs_out_at(l.seven_day, kSevenDayWindow, l.seven_day_reported_at);
    if (l.spend.used_pct) {
      const Payload& p = seen_.limits.spend.by->payload;
      l.spend_used_usd = p.spend_used_usd, l.spend_limit_usd = p.spend_limit_usd;
    }
    if (needs_.pace) pace();
  }

  // The configuration folder, which stands for the account. Empty (any account) without a session.
  std::string account() const {
    std::string path = in_.tap ? in_.tap->payload.transcript_path : "";
    path = config_dir_of(path.empty() ? in_.found.transcript : path);
    if (!path.empty() || env_.claude_config_dir.empty()) return path;
    std::vector<std::string> dirs = possible_config_dirs(env_);
    return dirs.size() == 1 ? dirs.front() : "";
  }

  void pace() {
    seen_.pace_file = pace_path(env_, account());
    seen_.pace = read_pace(seen_.pace_file);
    state_.limits.five_hour_pct_per_usd = percent_per_usd(seen_.pace.five_hour);
    state_.limits.seven_day_pct_per_usd = percent_per_usd(seen_.pace.seven_day);
  }

  void git() {
    const std::string& cwd = state_.session.cwd;
    load_git(env_, cwd.empty() ? env_.cwd : cwd, needs_.git_counts, state_.git);
    if (in_.tap) state_.git.worktree = in_.tap->payload.git_worktree;
  }

  void payload() {
    if (!in_.tap) return;
    state_.payload = payload_scalars(in_.tap->payload.json);
    state_.payload_source = in_.from_stdin ? Source::kPayload : Source::kTap;
  }

  void permission_mode() {
    if (!open_transcript()) return;
    seen_.permission_mode = read_permission_mode(*transcript_, subagent_, kForMode);
    if (seen_.permission_mode) state_.session.permission_mode = seen_.permission_mode->name;
  }

  void usage() {
    seen_.usage_file = usage_now_path(env_);
    state_.usage = read_usage_now(env_);
  }

  void waste() {
    seen_.waste_file = waste_now_path(env_);
    auto all = read_waste_now(env_);
    if (!all) return;
    for (const SessionWaste& s : all->sessions)
      if (s.session == state_.session.id)
        state_.waste = SessionWasteNow{all->counted_at, s.wasted, s.all};
  }

  const Env& env_;
  const Needs& needs_;
  const NextQuery& query_;
  const PriceTable& prices_;
  Sources in_;
  std::optional<OpenFile> transcript_;
  bool subagent_ = false;  // the transcript is a subagent's
  State state_;
  RestartSizes sizes_;
  Evidence seen_;
  std::vector<std::string> unreadable_;
};

}  // namespace

void load_git(const Env& env, const std::string& dir, bool counts, GitState& git) {
  git.files = read_git_files(dir);
  if (!git.files) return;
  const GitHead& head = git.files->head;
  git.branch = git.files->branch.text;
  git.commit = git_commit(*git.files);
  git.stashes = git_stashes(*git.files);
  if (counts || head.only_git) git.kept = read_kept_git(env, *git.files);
  const auto& counts_of_git = git.kept.counts;
  if (!counts_of_git || !head.only_git) return;
  git.commit = {counts_of_git->commit, git.kept.file};
  git.stashes = counts_of_git->stashes;
  if (git.branch.empty())
    git.branch = counts_of_git->head == "(detached)" ? counts_of_git->commit.substr(0, 7)
                                                     : counts_of_git->head;
}

void load_prices(const Env& env, PriceTable& prices) {
  std::string home = config_home(env);
  if (home.empty()) return;
  std::string path = home + "/prices.toml";
  if (auto file = load_toml(path)) prices.add(*file, path);
}

State load_session(const Env& env, const SessionFiles& found, const Needs& needs,
                   const NextQuery& query, const PriceTable& prices, Evidence* evidence) {
  return Loader(env, needs, query, prices).run(found, evidence);
}

State load_payload(const Env& env, Payload payload, const Needs& needs, const NextQuery& query,
                   const PriceTable& prices, Evidence* evidence) {
  return Loader(env, needs, query, prices).run(std::move(payload), evidence);
}

}  // namespace wick
