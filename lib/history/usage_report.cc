// SPDX-License-Identifier: MIT
#include "lib/history/usage_report.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <unordered_map>

#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/claude/dirs.h"
#include "lib/history/requests.h"

namespace wick {
namespace {

class Reporter {
 public:
  Reporter(const History& history, const PriceTable& prices, const UsageQuery& query)
      : history_(history),
        query_(query),
        pricer_(prices, history.names, query.now),
        filtered_(history, query.filter, pricer_),
        first_(history, query.by, query.now, query.windows, pricer_) {
    if (query.then_by) then_.emplace(history, *query.then_by, query.now, query.windows, pricer_);
  }

  UsageReport run() {
    out_.by = query_.by, out_.then_by = query_.then_by;
    for (const HistoryRequest& request : history_.requests)
      if (filtered_.passes(request)) add(request);
    for (const HistoryPrompt& prompt : history_.prompts)
      if (filtered_.passes(prompt)) add(prompt);
    if (query_.filter.empty()) add_reconciliation();
    for (std::size_t i = 0; i < models_.size(); ++i) name_models(models_[i], out_.rows[i].models);
    out_.unknown_models = unknown_.take();
    sort_rows();
    if (kind_of(query_.by).timed && !then_) compare_periods();
    if (query_.by == By::kBlock && !then_) find_current_block();
    return std::move(out_);
  }

 private:
  void add(const HistoryRequest& request) {
    auto price = pricer_.price(request);
    out_.totals.add(request, price);
    if (request.sidechain) out_.subagents.add(request, price);
    if (!price) unknown_.add(pricer_.canonical(request.model), request, history_.names);
    auto number = row_of(request);
    if (!number) return;
    UsageRow& row = out_.rows[*number];
    row.all.add(request, price);
    if (request.sidechain) row.subagents.add(request, price);
    model_of_row(*number, request.model).add(request, price);
    if (!row.is_span && request.time != kUndated) stretch(row, request.time);
  }

  void add(const HistoryPrompt& prompt) {
    ++out_.totals.prompts;
    if (auto number = row_of(prompt)) ++out_.rows[*number].all.prompts;
  }

  // Linear search: a row has few models.
  UsageSums& model_of_row(std::size_t row, Names::Id model) {
    if (models_.size() <= row) models_.resize(out_.rows.size());
    for (auto& [id, sums] : models_[row])
      if (id == model) return sums;
    return models_[row].emplace_back(model, UsageSums{}).second;
  }

  // A model may have several ids.
  void name_models(const std::vector<std::pair<Names::Id, UsageSums>>& from,
                   std::vector<ModelSums>& to) {
    std::map<std::string, UsageSums> named;
    for (const auto& [id, sums] : from) named[pricer_.canonical(id)] += sums;
    for (auto& [model, sums] : named) to.push_back({model, sums});
    std::stable_sort(to.begin(), to.end(), [](const ModelSums& a, const ModelSums& b) {
      return a.sums.cost > b.sums.cost;
    });
  }

  static void stretch(UsageRow& row, TimeMs time) {
    row.from = row.from == kUndated ? time : std::min(row.from, time);
    row.until = std::max(row.until, time);
  }

  template <class Item>
  std::optional<std::size_t> row_of(const Item& item) {
    auto first = first_.of(item);
    if (!first) return std::nullopt;
    std::uint64_t key = *first;
    if (then_) {
      auto then = then_->of(item);
      if (!then) return std::nullopt;
      key |= std::uint64_t{*then + 1} << 32;
    }
    if (key == last_key_ && !rows_.empty()) return last_row_;
    auto [at, is_new] = rows_.try_emplace(key, out_.rows.size());
    if (is_new)
      start_row(first_[*first],
                then_ ? &(*then_)[static_cast<std::uint32_t>(key >> 32) - 1] : nullptr);
    last_key_ = key;
    return last_row_ = at->second;
  }

  void start_row(const Group& first, const Group* then) {
    UsageRow& row = out_.rows.emplace_back();
    row.name = first.name, row.order = first.order;
    row.current = first.current;
    row.project = first.project;
    row.from = first.from, row.until = first.until;
    if (then) {
      row.then_name = then->name, row.then_order = then->order;
      if (row.project.empty()) row.project = then->project;
    }
    row.is_span = row.from != kUndated;
    const Group* block = query_.by == By::kBlock        ? &first
                         : query_.then_by == By::kBlock ? then
                                                        : nullptr;
    if (block && block->from != kUndated) row.block = {block->from, block->until, block->confirmed};
  }

  void add_reconciliation() {
    Reconciliation sum;
    std::unordered_map<std::string_view, Money> more;  // difference, by session
    for (const SessionReconciliation& session : reconcile(history_, pricer_, sum.skipped)) {
      ++sum.sessions;
      sum.client_total += session.client_total;
      sum.shown += session.shown;
      more[history_.names[session.session]] = session.client_total - session.shown;
    }
    if (sum.sessions + sum.skipped > 0) out_.reconciliation = sum;
    if (query_.by != By::kSession || then_) return;
    for (UsageRow& row : out_.rows)
      if (auto at = more.find(row.name); at != more.end()) row.background = at->second;
  }

  // The order does not depend on the order in which files were read.
  void sort_rows() {
    bool timed = kind_of(query_.by).timed, then_timed = then_ && kind_of(*query_.then_by).timed;
    std::unordered_map<std::string, Money> groups;  // cost by group of the first kind
    for (const UsageRow& row : out_.rows) groups[row.name] += row.all.cost;
    std::sort(out_.rows.begin(), out_.rows.end(), [&](const UsageRow& a, const UsageRow& b) {
      if (a.name != b.name) {
        if (timed && a.order != b.order) return a.order < b.order;
        Money left = groups.at(a.name), right = groups.at(b.name);
        return !timed && left != right ? left > right : a.name < b.name;
      }
      if (then_timed && a.then_order != b.then_order) return a.then_order < b.then_order;
      return a.all.cost != b.all.cost ? a.all.cost > b.all.cost : a.then_name < b.then_name;
    });
  }

  // True if the filter leaves out a part of the row's period, of what there was of it until now.
  bool is_cut(const UsageRow& row) const {
    const UsageFilter& filter = query_.filter;
    return (filter.since && *filter.since > row.from) ||
           (filter.until && *filter.until < std::min(row.until, query_.now));
  }

  // An unused period has no row, and a current one or a part of one is not comparable.
  void compare_periods() {
    for (std::size_t i = 1; i < out_.rows.size(); ++i) {
      UsageRow& row = out_.rows[i];
      const UsageRow& before = out_.rows[i - 1];
      bool adjoin = row.is_span && before.is_span && before.until == row.from && !row.current &&
                    !is_cut(row) && !is_cut(before);
      if (!adjoin || before.all.cost <= 0 || before.all.unpriced > 0 || row.all.unpriced > 0)
        continue;
      row.change_pct =
          100.0 * (static_cast<double>(row.all.cost) / static_cast<double>(before.all.cost) - 1);
    }
  }

  void find_current_block() {
    constexpr TimeMs kMinute = 60'000, kAnHour = 3600'000;
    Money largest = 0;
    for (const UsageRow& row : out_.rows) {
      if (!row.current) {
        largest = std::max(largest, row.all.cost);
        continue;
      }
      CurrentBlock& block = out_.block.emplace();
      block.left_ms = row.until - query_.now, block.largest = largest;
      TimeMs gone = query_.now - row.from;
      if (gone < kMinute || row.all.unpriced > 0 || is_cut(row)) continue;
      double per_ms = static_cast<double>(row.all.cost) / static_cast<double>(gone);
      block.per_hour = static_cast<Money>(per_ms * kAnHour);
      block.projected = static_cast<Money>(per_ms * static_cast<double>(row.until - row.from));
    }
  }

  const History& history_;
  const UsageQuery& query_;
  Pricer pricer_;
  FilteredHistory filtered_;
  Grouping first_;
  std::optional<Grouping> then_;
  std::unordered_map<std::uint64_t, std::size_t> rows_;  // by the numbers of their groups
  std::uint64_t last_key_ = 0;
  std::size_t last_row_ = 0;
  std::vector<std::vector<std::pair<Names::Id, UsageSums>>> models_;  // by row
  UnknownModels unknown_;
  UsageReport out_;
};

}  // namespace

void UsageSums::add(const HistoryRequest& r, const std::optional<RequestPrice>& price) {
  requests += r.is_response();
  input += r.input, write_5m += r.write_5m, write_1h += r.write_1h, read += r.read;
  output += r.output, web_searches += r.web_searches;
  ++(price ? priced : unpriced);
  if (!price) return;
  cost += price->cost;
  saved += price->saved;
}

UsageSums& UsageSums::operator+=(const UsageSums& o) {
  for (auto count :
       {&UsageSums::requests, &UsageSums::prompts, &UsageSums::input, &UsageSums::write_5m,
        &UsageSums::write_1h, &UsageSums::read, &UsageSums::output, &UsageSums::web_searches,
        &UsageSums::cost, &UsageSums::saved, &UsageSums::priced, &UsageSums::unpriced})
    this->*count += o.*count;
  return *this;
}

void UnknownModel::add(const HistoryRequest& request, const Names& names) {
  model = names[request.model];
  no_usage = !request.usage().is_known();
  requests += request.is_response();
  tokens += request.usage().prompt() + request.output;
}

std::vector<UnknownModel> UnknownModels::take() {
  std::vector<UnknownModel> out;
  for (auto& [key, unknown] : std::exchange(all_, {})) out.push_back(std::move(unknown));
  return out;
}

UsageReport report_usage(const History& history, const PriceTable& prices,
                         const UsageQuery& query) {
  return Reporter(history, prices, query).run();
}

namespace {

// "shop" matches the last component of a Windows path too.
bool matches_windows_project(std::string_view project, std::string_view wanted) {
  std::string path = comparable_path(project);
  if (!is_windows_path(wanted)) {
    std::string part = path.substr(path.rfind('/') + 1);
    return part == wanted || part == lower(std::string(wanted));
  }
  std::string prefix = comparable_path(wanted);
  return path.compare(0, prefix.size(), prefix) == 0 &&
         (path.size() == prefix.size() || path[prefix.size()] == '/');
}

}  // namespace

bool matches_project(std::string_view project, std::string_view wanted) {
  if (is_windows_path(project)) return matches_windows_project(project, wanted);
  while (wanted.size() > 1 && wanted.back() == '/') wanted.remove_suffix(1);
  if (wanted.find('/') == wanted.npos) return project.substr(project.rfind('/') + 1) == wanted;
  if (wanted == "/") return project.substr(0, 1) == "/";
  bool below = project.size() > wanted.size() && project[wanted.size()] == '/';
  return project.substr(0, wanted.size()) == wanted && (project.size() == wanted.size() || below);
}

bool matches_model(std::string_view canonical, std::string_view wanted) {
  constexpr std::string_view kBetween = "-/:";
  std::string name = lower(std::string(wanted)), whole = lower(std::string(canonical));
  std::size_t at = whole.find(name);
  for (; at != whole.npos; at = whole.find(name, at + 1)) {
    std::size_t end = at + name.size();
    bool starts = at == 0 || kBetween.find(whole[at - 1]) != kBetween.npos;
    bool ends = end == whole.size() || kBetween.find(whole[end]) != kBetween.npos;
    if (starts && ends) return true;
  }
  return name.empty();
}

FilteredHistory::FilteredHistory(const History& history, const UsageFilter& filter, Pricer& pricer)
    : history_(history), filter_(filter) {
  for (const std::string& project : history.projects) {
    bool any = filter.projects.empty();
    for (const std::string& wanted : filter.projects) any |= matches_project(project, wanted);
    projects_.push_back(any);
  }
  for (Names::Id id = 0; id < history.names.size() && !filter.models.empty(); ++id) {
    bool any = false;
    for (const std::string& wanted : filter.models)
      any |= matches_model(pricer.canonical(id), wanted);
    models_.push_back(any);
  }
  for (const auto& [by, wanted] : filter.attributes) {
    auto at = std::find_if(attributes_.begin(), attributes_.end(),
                           [by = by](const auto& a) { return a.by == by; });
    if (at == attributes_.end())
      at = attributes_.insert(at, {by, std::vector<bool>(history.names.size(), false)});
    for (Names::Id id = 0; id < history.names.size(); ++id)
      if (history.names[id] == (wanted == kind_of(by).none ? "" : wanted)) at->ids[id] = true;
  }
}

bool FilteredHistory::in_time(TimeMs time) const {
  if (!filter_.since && !filter_.until) return true;
  return time != kUndated && (!filter_.since || time >= *filter_.since) &&
         (!filter_.until || time < *filter_.until);
}

bool FilteredHistory::passes(const HistoryRequest& request) const {
  bool passes = projects_[history_.files[request.file].project] &&
                (models_.empty() || models_[request.model]) && in_time(request.time);
  for (const Attribute& a : attributes_)
    passes = passes && a.ids[attribute_of(history_, request, a.by)];
  return passes;
}

// Prompts and compactions have no model, skill and so on: such a filter excludes them.
bool FilteredHistory::passes(const HistoryPrompt& prompt) const {
  return projects_[history_.files[prompt.file].project] && takes_all_requests() &&
         in_time(prompt.time);
}

bool FilteredHistory::passes(const HistoryCompaction& compaction) const {
  return projects_[history_.files[compaction.file].project] && takes_all_requests() &&
         in_time(compaction.record.time);
}

namespace {

// A session whose total the client reported.
struct ClientAccount {
  const HistoryTotal* total;
  Money shown = 0;
  // Of subagents that may have run before the total was written, which has no time of its own.
  Money perhaps_shown = 0;
  TimeMs next = INT64_MAX;  // the main transcript's first request after it
  bool comparable = true;
};

}  // namespace

std::vector<SessionReconciliation> reconcile(const History& history, Pricer& pricer,
                                             std::int64_t& skipped) {
  std::unordered_map<Names::Id, ClientAccount> accounts;
  for (const HistoryTotal& total : history.totals) {
    ClientAccount account{&total};
    account.comparable = !total.continues_another && !total.record.unknown_model;
    accounts.emplace(total.record.session, account);
  }
  auto each_request = [&](auto&& visit) {
    for (const HistoryRequest& request : history.requests) {
      auto at = accounts.find(request.session);
      if (at == accounts.end()) continue;
      const HistoryTotal& total = *at->second.total;
      visit(at->second, request, is_in(request, total.record, total.file));
    }
  };
  each_request([](ClientAccount& account, const HistoryRequest& request, bool in) {
    if (!in && request.file == account.total->file && request.time != kUndated)
      account.next = std::min(account.next, request.time);
  });
  each_request([&](ClientAccount& account, const HistoryRequest& request, bool in) {
    const HistoryTotal& total = *account.total;
    if (is_surely_after(request, total.record, total.file, account.next)) return;
    auto price = pricer.price(request);
    if (price) (in ? account.shown : account.perhaps_shown) += price->cost;
    else if (in) account.comparable = false;
  });
  std::vector<SessionReconciliation> out;
  skipped = 0;
  for (const auto& [session, account] : accounts) {
    Money client_total = std::llround(account.total->record.usd * kMoneyPerUsd);
    // The client adds doubles, so its last digits are inexact.
    constexpr Money kRounding = 10000;
    bool lower = client_total < account.shown - kRounding;  // it was reset within the session
    if (!account.comparable || lower) {
      ++skipped;
      continue;
    }
    client_total = std::max(client_total, account.shown);
    out.push_back(
        {session, client_total, std::min(client_total, account.shown + account.perhaps_shown)});
  }
  return out;
}

}  // namespace wick
