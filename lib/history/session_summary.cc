// SPDX-License-Identifier: MIT
#include "lib/history/session_summary.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/claude/dirs.h"

namespace wick {
namespace {

UsageSums difference(const UsageSums& all, const UsageSums& part) {
  UsageSums out = all;
  for (auto count :
       {&UsageSums::requests, &UsageSums::input, &UsageSums::write_5m, &UsageSums::write_1h,
        &UsageSums::read, &UsageSums::output, &UsageSums::web_searches, &UsageSums::priced,
        &UsageSums::unpriced, &UsageSums::cost, &UsageSums::saved})
    out.*count -= part.*count;
  return out;
}

// Sorts undated requests after all others.
std::pair<bool, TimeMs> order_of(TimeMs time) { return {time == kUndated, time}; }

// The data of a session that its row does not have.
struct Gathered {
  std::map<std::string, ModelUsage> models;
  std::map<Names::Id, SubagentUsage> subagents;
  std::map<Names::Id, std::set<std::string>> models_of;  // by subagent
  const HistoryRequest *floor = nullptr, *peak = nullptr, *latest = nullptr;
  std::vector<CompactionRecord> compactions;
  UnknownModels unknown;
  std::set<std::uint32_t> files;  // of the main chain
  TimeMs first_prompt = kUndated, last_prompt = kUndated;
};

class Summarizer {
 public:
  Summarizer(const History& history, const PriceTable& prices, const UsageFilter& filter,
             TimeMs now)
      : history_(history),
        pricer_(prices, history.names, now),
        filtered_(history, filter, pricer_) {
    out_.usage = report_usage(history, prices, {By::kSession, filter, now, {}});
  }

  SessionsReport run() {
    for (const HistoryRequest& request : history_.requests)
      if (filtered_.passes(request)) add(request);
    for (const HistoryPrompt& prompt : history_.prompts)
      if (filtered_.passes(prompt)) add(prompt);
    for (const HistoryCompaction& compaction : history_.compactions) {
      bool is_main = !compaction.record.sidechain;
      if (is_main && filtered_.passes(compaction))
        gathered_[compaction.record.session].compactions.push_back(compaction.record);
    }
    std::unordered_map<std::string_view, Names::Id> ids;
    for (const auto& [id, gathered] : gathered_) ids.emplace(history_.names[id], id);
    for (const UsageRow& row : out_.usage.rows) {
      SessionSummary& session = out_.sessions.emplace_back();
      session.usage = row;
      finish(session, gathered_[ids[row.name]]);
    }
    return std::move(out_);
  }

 private:
  void add(const HistoryRequest& request) {
    Gathered& session = gathered_[request.session];
    auto price = pricer_.price(request);
    const std::string& name = pricer_.canonical(request.model);
    ModelUsage& model = session.models[name];
    model.model = name;
    model.sums.add(request, price);
    if (!price) session.unknown.add(name, request, history_.names);
    if (request.sidechain) {
      SubagentUsage& agent = session.subagents[request.agent];
      add_subagent(agent, request);
      agent.sums.add(request, price);
      session.models_of[request.agent].insert(name);
      return;
    }
    session.files.insert(request.file);
    // An extra pass is ignored: what it sent was not the session's context.
    if (request.is_response() && request.usage().is_known()) add_context(session, request);
  }

  void add_subagent(SubagentUsage& agent, const HistoryRequest& request) const {
    agent.agent = history_.names[request.agent];
    if (order_of(request.time) < order_of(agent.first)) agent.first = request.time;
    if (request.is_response()) agent.peak_tokens = std::max(agent.peak_tokens, request.context());
  }

  void add_context(Gathered& session, const HistoryRequest& request) const {
    if (!session.floor || is_earlier(request, *session.floor)) session.floor = &request;
    if (!session.latest || is_later(request, *session.latest)) session.latest = &request;
    std::int64_t tokens = request.context();
    std::int64_t most = session.peak ? session.peak->context() : -1;
    if (tokens > most || (tokens == most && is_earlier(request, *session.peak)))
      session.peak = &request;
  }

  bool is_earlier(const HistoryRequest& a, const HistoryRequest& b) const {
    return std::pair(order_of(a.time), place_of(a)) < std::pair(order_of(b.time), place_of(b));
  }
  // An undated request is neither first nor last if any is dated.
  bool is_later(const HistoryRequest& a, const HistoryRequest& b) const {
    return std::pair(a.time, place_of(a)) > std::pair(b.time, place_of(b));
  }
  std::pair<std::string_view, std::uint64_t> place_of(const HistoryRequest& request) const {
    return {history_.files[request.file].path, request.offset};
  }

  void add(const HistoryPrompt& prompt) {
    Gathered& session = gathered_[prompt.session];
    session.files.insert(prompt.file);
    if (prompt.time == kUndated) return;
    TimeMs& first = session.first_prompt;
    first = first == kUndated ? prompt.time : std::min(first, prompt.time);
    session.last_prompt = std::max(session.last_prompt, prompt.time);
  }

  void finish(SessionSummary& out, Gathered& in) const {
    bool dated = out.usage.from != kUndated;
    out.first = dated ? out.usage.from : in.first_prompt;
    out.last = dated ? out.usage.until : in.last_prompt;
    auto point = [](const HistoryRequest* request) -> std::optional<ContextPoint> {
      if (!request) return std::nullopt;
      return ContextPoint{request->time, request->context()};
    };
    out.floor = point(in.floor), out.peak = point(in.peak), out.latest = point(in.latest);
    take_parts(out, in);
  }

  void take_parts(SessionSummary& out, Gathered& in) const {
    for (auto& [name, model] : in.models) out.models.push_back(std::move(model));
    std::stable_sort(out.models.begin(), out.models.end(), [](const auto& a, const auto& b) {
      return a.sums.requests > b.sums.requests;
    });
    for (auto& [id, agent] : in.subagents) {
      agent.models.assign(in.models_of[id].begin(), in.models_of[id].end());
      out.subagents.push_back(std::move(agent));
    }
    std::sort(out.subagents.begin(), out.subagents.end(), [](const auto& a, const auto& b) {
      return std::pair(order_of(a.first), a.agent) < std::pair(order_of(b.first), b.agent);
    });
    std::sort(in.compactions.begin(), in.compactions.end(), [](const auto& a, const auto& b) {
      return std::pair(order_of(a.time), a.key) < std::pair(order_of(b.time), b.key);
    });
    out.compactions = std::move(in.compactions);
    out.unknown_models = in.unknown.take();
    for (std::uint32_t file : in.files) out.transcripts.push_back(history_.files[file].path);
    std::sort(out.transcripts.begin(), out.transcripts.end());
  }

  const History& history_;
  Pricer pricer_;
  FilteredHistory filtered_;
  std::unordered_map<Names::Id, Gathered> gathered_;
  SessionsReport out_;
};

}  // namespace

UsageSums SessionSummary::main_chain() const { return difference(usage.all, usage.subagents); }

std::optional<double> SessionSummary::hit_ratio() const {
  UsageSums sums = main_chain();
  std::int64_t sent = sums.input + sums.write_5m + sums.write_1h + sums.read;
  if (sent == 0) return std::nullopt;
  return static_cast<double>(sums.read) / static_cast<double>(sent);
}

SessionsReport summarize_sessions(const History& history, const PriceTable& prices,
                                  const UsageFilter& filter, TimeMs now) {
  return Summarizer(history, prices, filter, now).run();
}

void sort_sessions(std::vector<SessionSummary>& sessions, SessionOrder order) {
  using Key = std::tuple<std::int64_t, std::string_view, TimeMs, std::string_view>;
  auto key_of = [order](const SessionSummary& s) -> Key {
    std::int64_t most = 0;
    if (order == SessionOrder::kCost) most = s.usage.all.cost;
    if (order == SessionOrder::kPeak) most = s.peak ? s.peak->tokens : -1;
    std::string_view project;
    if (order == SessionOrder::kProject) project = s.usage.project;
    return {-most, project, -s.last, s.usage.name};
  };
  std::sort(sessions.begin(), sessions.end(),
            [&](const auto& a, const auto& b) { return key_of(a) < key_of(b); });
}

std::vector<std::string_view> session_ids(const History& history) {
  std::vector<bool> is_session(history.names.size());
  for (const HistoryRequest& request : history.requests) is_session[request.session] = true;
  for (const HistoryPrompt& prompt : history.prompts) is_session[prompt.session] = true;
  std::vector<std::string_view> ids;
  for (Names::Id id = 0; id < history.names.size(); ++id)
    if (is_session[id]) ids.push_back(history.names[id]);
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::string_view resolve_session(const History& history, std::string_view text) {
  std::vector<std::string_view> ids = session_ids(history);
  auto from = std::lower_bound(ids.begin(), ids.end(), text);
  if (from != ids.end() && *from == text) return *from;
  auto to = from;
  while (to != ids.end() && to->substr(0, text.size()) == text) ++to;
  if (from == to || text.size() < kShortestIdPrefix) throw no_such_session(text);
  if (to - from > 1)
    throw Failure{Exit::kUsage,
                  fmt::format("session {}: matches {} sessions", printable(text), to - from)};
  return *from;
}

Names::Id session_number(const History& history, std::string_view text) {
  std::string_view id = resolve_session(history, text);
  Names::Id number = 0;
  while (history.names[number] != id) ++number;
  return number;
}

}  // namespace wick
