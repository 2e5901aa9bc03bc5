// SPDX-License-Identifier: MIT
#include "lib/history/usage_report.h"

#include <algorithm>
#include <functional>
#include <map>
#include <unordered_map>

#include "lib/base/calendar.h"
#include "lib/base/text.h"
#include "lib/history/blocks.h"

namespace wick {
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
    for (auto& [id, unknown] : unknown_) out_.unknown_models.push_back(std::move(unknown));
    sort_rows();
    return std::move(out_);
  }

 private:
  void add(const HistoryRequest& request) {
    auto price = pricer_.price(request);
    out_.totals.add(request, price);
    if (request.sidechain) out_.subagents.add(request, price);
    if (!price) add_unknown(request);
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

  void add_unknown(const HistoryRequest& request) {
    UnknownModel& unknown = unknown_[pricer_.canonical(request.model)];
    unknown.model = history_.names[request.model];
    unknown.add(request);
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
  std::map<std::string, UnknownModel> unknown_;
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

void UnknownModel::add(const HistoryRequest& request) {
  requests += request.is_response();
  tokens += request.usage().prompt() + request.output;
}

UsageReport report_usage(const History& history, const PriceTable& prices, const UsageQuery& query) {
  return Reporter(history, prices, query).run();
}

}  // namespace wick
