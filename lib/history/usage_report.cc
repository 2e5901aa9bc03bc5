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

// The same window is told with ends that differ by seconds, now and then by a minute.
constexpr TimeMs kJitter = 5 * 60 * 1000;

// One block for each window that was told. Of ends that are nearly the same the last counts; a window
// that another one overlaps ends where that begins.
std::vector<Block> told_blocks(const std::vector<std::int64_t>& windows) {
  std::vector<Block> out;
  for (std::int64_t end : windows) {
    TimeMs until = end * 1000;
    if (!out.empty() && until - out.back().until < kJitter) out.pop_back();
    if (!out.empty()) out.back().until = std::min(out.back().until, until - kBlockLength);
    if (!out.empty() && out.back().until <= out.back().from) out.pop_back();
    out.push_back({until - kBlockLength, until, true});
  }
  return out;
}

}  // namespace

std::vector<Block> blocks_of(const std::vector<TimeMs>& times,
                             const std::vector<std::int64_t>& windows) {
  const std::vector<Block> told = told_blocks(windows);
  std::vector<Block> out;
  auto next = told.begin();  // the first that ends behind the time
  for (TimeMs time : times) {
    if (!out.empty() && time < out.back().until) continue;
    while (next != told.end() && next->until <= time) ++next;
    if (next != told.end() && next->from <= time) {
      out.push_back(*next);
    } else {
      TimeMs until = time + kBlockLength;
      if (next != told.end()) until = std::min(until, next->from);
      out.push_back({time, until, false});
    }
  }
  return out;
}

const Block* block_at(const std::vector<Block>& blocks, TimeMs time, bool or_next) {
  auto at = std::upper_bound(blocks.begin(), blocks.end(), time,
                             [](TimeMs t, const Block& block) { return t < block.until; });
  if (at == blocks.end()) return nullptr;
  return at->from <= time || or_next ? &*at : nullptr;
}

namespace {

// Which row a thing belongs to. -1: none.
using RowNumber = std::int64_t;

class Reporter {
 public:
  Reporter(const History& history, const PriceTable& prices, const UsageQuery& query)
      : history_(history),
        query_(query),
        pricer_(prices, history.names, query.now),
        filtered_(history, query.filter, pricer_) {}

  UsageReport run() {
    out_.by = query_.by;
    if (query_.by == By::kBlock) find_blocks();
    for (const HistoryRequest& request : history_.requests)
      if (filtered_.passes(request)) add(request);
    for (const HistoryPrompt& prompt : history_.prompts)
      if (filtered_.passes(prompt)) add(prompt);
    if (query_.filter.empty()) add_reconciliation();
    for (std::size_t i = 0; i < models_.size(); ++i) name_models(models_[i], out_.rows[i].models);
    out_.unknown_models = unknown_.take();
    sort_rows();
    return std::move(out_);
  }

 private:
  void add(const HistoryRequest& request) {
    auto price = pricer_.price(request);
    out_.totals.add(request, price);
    if (request.sidechain) out_.subagents.add(request, price);
    if (!price) unknown_.add(pricer_.canonical(request.model), request, history_.names);
    RowNumber number = row_of(request);
    if (number < 0) return;
    UsageRow& row = out_.rows[static_cast<std::size_t>(number)];
    row.all.add(request, price);
    if (request.sidechain) row.subagents.add(request, price);
    model_of_row(static_cast<std::size_t>(number), request.model).add(request, price);
    if (!is_period() && request.time != kUndated) stretch(row, request.time);
  }

  void add(const HistoryPrompt& prompt) {
    ++out_.totals.prompts;
    RowNumber number = row_of(prompt);
    if (number >= 0) ++out_.rows[static_cast<std::size_t>(number)].all.prompts;
  }

  // A row has few models: they are looked for one by one.
  UsageSums& model_of_row(std::size_t row, Names::Id model) {
    if (models_.size() <= row) models_.resize(out_.rows.size());
    for (auto& [id, sums] : models_[row])
      if (id == model) return sums;
    return models_[row].emplace_back(model, UsageSums{}).second;
  }

  // Several ids may be one model's.
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

  bool is_period() const {
    return query_.by == By::kDay || query_.by == By::kWeek || query_.by == By::kMonth ||
           query_.by == By::kBlock;
  }

  RowNumber row_of(const HistoryRequest& r) {
    switch (query_.by) {
      case By::kProject: return project_row(r.file);
      case By::kSession: return session_row(r.session, r.file);
      case By::kModel: return row_for(r.model, [&] { return new_row(pricer_.canonical(r.model)); });
      case By::kBlock: return block_row(r.time, false);
      default: return period_row(r.time);
    }
  }

  RowNumber row_of(const HistoryPrompt& p) {
    switch (query_.by) {
      case By::kProject: return project_row(p.file);
      case By::kSession: return session_row(p.session, p.file);
      case By::kModel: return -1;
      case By::kBlock: return block_row(p.time, true);  // it is what starts the block
      default: return period_row(p.time);
    }
  }

  // The row of a number, made when it is first asked for.
  RowNumber row_for(std::uint64_t number, const std::function<RowNumber()>& make) {
    if (number == last_number_ && last_row_ >= 0) return last_row_;
    auto [at, is_new] = rows_.try_emplace(number, -1);
    if (is_new) at->second = make();
    last_number_ = number;
    return last_row_ = at->second;
  }

  // Rows of the same name are one: a model by several of its ids, a project in two folders.
  RowNumber new_row(const std::string& name) {
    auto [at, is_new] = named_.try_emplace(name, static_cast<RowNumber>(out_.rows.size()));
    if (is_new) out_.rows.emplace_back().name = name;
    return at->second;
  }

  RowNumber project_row(std::uint32_t file) {
    std::uint32_t project = history_.files[file].project;
    return row_for(project, [&] { return new_row(history_.projects[project]); });
  }

  RowNumber session_row(Names::Id session, std::uint32_t file) {
    return row_for(session, [&] {
      RowNumber number = new_row(history_.names[session]);
      out_.rows[static_cast<std::size_t>(number)].project =
          history_.projects[history_.files[file].project];
      return number;
    });
  }

  RowNumber period_row(TimeMs time) {
    if (time == kUndated) return new_row("");
    const Span& span = calendar_.at(time);
    return row_for(static_cast<std::uint64_t>(span.from), [&] {
      RowNumber number = new_row(span.name);
      UsageRow& row = out_.rows[static_cast<std::size_t>(number)];
      row.from = span.from, row.until = span.until;
      row.current = span.holds(query_.now);
      return number;
    });
  }

  void find_blocks() {
    std::vector<TimeMs> times;
    for (const HistoryRequest& request : history_.requests)
      if (request.time != kUndated) times.push_back(request.time);
    std::sort(times.begin(), times.end());
    blocks_ = blocks_of(times, query_.windows);
  }

  RowNumber block_row(TimeMs time, bool or_next) {
    if (time == kUndated) return new_row("");
    const Block* block = block_at(blocks_, time, or_next);
    if (!block) return -1;
    return row_for(static_cast<std::uint64_t>(block->from), [&] {
      RowNumber number = new_row(iso8601(block->from));
      UsageRow& row = out_.rows[static_cast<std::size_t>(number)];
      row.from = block->from, row.until = block->until;
      row.told = block->told;
      row.current = query_.now >= block->from && query_.now < block->until;
      return number;
    });
  }

  void add_reconciliation() {
    Reconciliation sum;
    for (const SessionReconciliation& session : reconcile(history_, pricer_, sum.skipped)) {
      ++sum.sessions;
      sum.told += session.told;
      sum.shown += session.shown;
      if (query_.by != By::kSession) continue;
      auto at = named_.find(history_.names[session.session]);
      if (at != named_.end())
        out_.rows[static_cast<std::size_t>(at->second)].background = session.told - session.shown;
    }
    if (sum.sessions + sum.skipped > 0) out_.reconciliation = sum;
  }

  // Nothing here depends on the order in which files were read.
  void sort_rows() {
    bool by_time = is_period();
    std::sort(out_.rows.begin(), out_.rows.end(), [by_time](const UsageRow& a, const UsageRow& b) {
      if (by_time && (a.name.empty() != b.name.empty())) return a.name.empty();
      if (by_time && a.from != b.from) return a.from < b.from;
      if (!by_time && a.all.cost != b.all.cost) return a.all.cost > b.all.cost;
      return a.name < b.name;
    });
  }

  static Period period_of(By by) {
    return by == By::kWeek ? Period::kWeek : by == By::kMonth ? Period::kMonth : Period::kDay;
  }

  const History& history_;
  const UsageQuery& query_;
  Pricer pricer_;
  FilteredHistory filtered_;
  Calendar calendar_{period_of(query_.by)};
  std::vector<Block> blocks_;
  std::unordered_map<std::uint64_t, RowNumber> rows_;
  std::unordered_map<std::string, RowNumber> named_;
  std::uint64_t last_number_ = 0;
  RowNumber last_row_ = -1;
  std::vector<std::vector<std::pair<Names::Id, UsageSums>>> models_;  // of each row
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
  for (auto count : {&UsageSums::requests, &UsageSums::prompts, &UsageSums::input,
                     &UsageSums::write_5m, &UsageSums::write_1h, &UsageSums::read,
                     &UsageSums::output, &UsageSums::web_searches, &UsageSums::cost,
                     &UsageSums::saved, &UsageSums::priced, &UsageSums::unpriced})
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

UsageReport report_usage(const History& history, const PriceTable& prices, const UsageQuery& query) {
  return Reporter(history, prices, query).run();
}

namespace {

// "shop" is a last part on Windows too.
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
  if (filter.models.empty()) return;
  for (Names::Id id = 0; id < history.names.size(); ++id) {
    bool any = false;
    for (const std::string& wanted : filter.models) any |= matches_model(pricer.canonical(id), wanted);
    models_.push_back(any);
  }
}

bool FilteredHistory::in_time(TimeMs time) const {
  if (!filter_.since && !filter_.until) return true;
  return time != kUndated && (!filter_.since || time >= *filter_.since) &&
         (!filter_.until || time < *filter_.until);
}

bool FilteredHistory::passes(const HistoryRequest& request) const {
  return projects_[history_.files[request.file].project] &&
         (models_.empty() || models_[request.model]) && in_time(request.time);
}

// A prompt is nobody's in particular among models, and so is a compaction.
bool FilteredHistory::passes(const HistoryPrompt& prompt) const {
  return projects_[history_.files[prompt.file].project] && models_.empty() && in_time(prompt.time);
}

bool FilteredHistory::passes(const HistoryCompaction& compaction) const {
  return projects_[history_.files[compaction.file].project] && models_.empty() &&
         in_time(compaction.record.time);
}

std::vector<SessionReconciliation> reconcile(const History& history, Pricer& pricer,
                                             std::int64_t& skipped) {
  struct Account {
    const HistoryTotal* total;
    Money shown = 0;
    bool comparable = true;
  };
  std::unordered_map<Names::Id, Account> accounts;
  for (const HistoryTotal& total : history.totals) {
    bool comparable = !total.continues_another && !total.record.unknown_model;
    accounts.emplace(total.record.session, Account{&total, 0, comparable});
  }
  for (const HistoryRequest& request : history.requests) {
    auto at = accounts.find(request.session);
    if (at == accounts.end() || !is_in(request, at->second.total->record, at->second.total->file))
      continue;
    auto price = pricer.price(request);
    if (price) at->second.shown += price->cost;
    else at->second.comparable = false;
  }
  std::vector<SessionReconciliation> out;
  skipped = 0;
  for (const auto& [session, account] : accounts) {
    Money told = std::llround(account.total->record.usd * kMoneyPerUsd);
    // The client adds doubles: its last digits are not exact.
    constexpr Money kRounding = 10000;
    bool lower = told < account.shown - kRounding;  // it began anew within the session
    if (account.comparable && !lower) out.push_back({session, std::max(told, account.shown), account.shown});
    else ++skipped;
  }
  return out;
}

}  // namespace wick
