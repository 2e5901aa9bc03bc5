// SPDX-License-Identifier: MIT
#include "lib/history/past_prompts.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "lib/history/requests.h"

namespace wick {
namespace {

// A miss must exceed both limits, by the client's rule.
constexpr double kMissShare = 0.05;
constexpr std::int64_t kMissTokens = 2000;

// The share of the context, in thousandths, that was sent again although the previous request had
// cached it.
std::int64_t resent(const Usage& before, const Usage& now) {
  if (!before.cached() || !now.cached()) return 0;
  std::int64_t fresh = std::max<std::int64_t>(0, now.prompt() - before.prompt());
  std::int64_t again = now.prompt() - now.read - fresh;
  bool is_miss = again >= kMissTokens &&
                 static_cast<double>(again) > kMissShare * static_cast<double>(now.prompt());
  return is_miss ? again * 1000 / now.prompt() : 0;
}

}  // namespace

std::optional<PromptShape> ShapeCollector::prompt() {
  std::optional<PromptShape> done;
  if (open_.in_prompt && open_.shape.requests > 0) done = open_.shape;
  open_.shape = {};
  open_.in_prompt = true;
  return done;
}

void ShapeCollector::request(std::uint64_t key, const Usage& usage) {
  if (seen(key, usage)) return;
  if (open_.in_prompt) follow(usage);
  open_.last = usage;
  std::copy_backward(open_.keys.begin(), open_.keys.end() - 1, open_.keys.end());
  open_.keys[0] = key;
}

// Lines of one response are close together; later ones may report more output.
bool ShapeCollector::seen(std::uint64_t key, const Usage& usage) {
  auto at = std::find(open_.keys.begin(), open_.keys.end(), key);
  if (at == open_.keys.end()) return false;
  if (at == open_.keys.begin() && !open_.last.empty()) {
    std::int64_t before = open_.last.output;
    open_.last.keep_largest(usage);
    if (open_.shape.requests > 0) open_.shape.output += open_.last.output - before;
  }
  return true;
}

void ShapeCollector::follow(const Usage& usage) {
  PromptShape& shape = open_.shape;
  const Usage& last = open_.last;
  if (!last.empty()) {
    bool is_first = shape.requests == 0;
    std::int64_t step = usage.prompt() - last.prompt() - (is_first ? last.output : 0);
    (is_first ? shape.added : shape.grown) += std::max<std::int64_t>(0, step);
    if (!is_first) shape.resent_pm += resent(last, usage);
  }
  shape.requests += 1;
  shape.output += usage.output;
}

namespace {

constexpr double kGolden = 0.6180339887498949;

bool is_less(const WeighedPrompt& a, const WeighedPrompt& b) {
  if (a.shape.requests != b.shape.requests) return a.shape.requests < b.shape.requests;
  if (a.shape.grown != b.shape.grown) return a.shape.grown < b.shape.grown;
  return a.shape.output < b.shape.output;
}

}  // namespace

ShapeTable table_of(std::vector<WeighedPrompt> prompts, std::size_t rows) {
  ShapeTable table;
  table.prompts = static_cast<std::int64_t>(prompts.size());
  std::sort(prompts.begin(), prompts.end(), is_less);
  double all = 0;
  for (const WeighedPrompt& each : prompts) all += each.weight;
  rows = std::min(rows, prompts.size());
  auto at = prompts.begin();
  double passed = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    // Positions that are spread evenly within their parts, however these are sorted.
    double place = std::fmod(0.5 + static_cast<double>(row) * kGolden, 1);
    double target = (static_cast<double>(row) + place) / static_cast<double>(rows) * all;
    while (std::next(at) != prompts.end() && passed + at->weight <= target) {
      passed += at->weight;
      ++at;
    }
    table.rows.push_back(at->shape);
  }
  return table;
}

namespace {

struct Event {
  enum Kind : std::uint8_t { kPrompt, kCompaction, kRequest };  // in this order at equal offsets
  std::uint32_t file;
  Kind kind;
  std::uint64_t offset;
  std::size_t index;

  bool operator<(const Event& other) const {
    if (file != other.file) return file < other.file;
    if (offset != other.offset) return offset < other.offset;
    return kind < other.kind;
  }
};

bool is_main_chain(const HistoryRequest& request) { return !request.sidechain && !request.nested; }

// Walks through the events of all files, file by file.
class Walk {
 public:
  Walk(const History& history, Pricer& pricer, std::vector<std::uint32_t>& owners)
      : history_(history), pricer_(pricer), owners_(owners) {}

  std::vector<PastPrompt> run(std::vector<Event> events) {
    std::sort(events.begin(), events.end());
    for (const Event& event : events) {
      if (event.file != file_) begin_file(event.file);
      take(event);
    }
    close();
    return std::move(out_);
  }

 private:
  void begin_file(std::uint32_t file) {
    close();
    file_ = file;
    shapes_ = {};
    last_ = nullptr;
    compacted_ = false;
    ttl_s_ = before_ = 0;
  }

  void take(const Event& event) {
    if (event.kind == Event::kPrompt) {
      close();
      open(history_.prompts[event.index]);
    } else if (event.kind == Event::kCompaction) {
      shapes_.compaction();
      compacted_ = true;
    } else {
      request(history_.requests[event.index], event.index);
    }
  }

  void open(const HistoryPrompt& prompt) {
    shapes_.prompt();
    now_ = {};
    now_.file = file_, now_.session = prompt.session;
    now_.time = prompt.time, now_.offset = prompt.offset;
    now_.before = before_;
    now_.last = last_, now_.compacted = compacted_, now_.ttl_s = ttl_s_;
    now_.cost = 0;
    own_.clear();
    is_open_ = true;
  }

  void request(const HistoryRequest& request, std::size_t index) {
    if (is_open_) {
      own_.push_back(index);
      auto price = pricer_.price(request);
      if (!price) now_.cost.reset();
      if (now_.cost) *now_.cost += price->cost;
    }
    if (!request.is_response()) return;
    shapes_.request(index + 1, usage_in_conversation(request));
    if (!now_.first) now_.first = &request;
    now_.end = std::max(now_.end, request.time);
    last_ = &request;
    compacted_ = false;
    if (request.ttl_s() > 0) ttl_s_ = request.ttl_s();
  }

  void close() {
    if (!is_open_) return;
    is_open_ = false;
    now_.shape = shapes_.open().shape;
    if (now_.shape.requests == 0) return;
    for (std::size_t index : own_) owners_[index] = static_cast<std::uint32_t>(out_.size());
    out_.push_back(now_);
    before_ += 1;
  }

  const History& history_;
  Pricer& pricer_;
  std::vector<std::uint32_t>& owners_;
  std::vector<std::size_t> own_;  // requests of the current prompt
  std::uint32_t file_ = UINT32_MAX;
  ShapeCollector shapes_;
  const HistoryRequest* last_ = nullptr;
  bool compacted_ = false, is_open_ = false;
  std::int64_t ttl_s_ = 0, before_ = 0;
  PastPrompt now_;
  std::vector<PastPrompt> out_;
};

// Subagents have their own files, so only session and time connect them to a prompt.
void add_subagents(const History& history, Pricer& pricer, std::vector<PastPrompt>& prompts,
                   std::vector<std::uint32_t>& owners) {
  std::unordered_map<Names::Id, std::vector<PastPrompt*>> sessions;
  for (PastPrompt& prompt : prompts)
    if (prompt.time != kUndated) sessions[prompt.session].push_back(&prompt);
  auto by_time = [](const PastPrompt* a, const PastPrompt* b) { return a->time < b->time; };
  for (auto& [session, all] : sessions) std::stable_sort(all.begin(), all.end(), by_time);
  for (const HistoryRequest& request : history.requests) {
    if (is_main_chain(request) || request.time == kUndated) continue;
    auto found = sessions.find(request.session);
    if (found == sessions.end()) continue;
    const auto& all = found->second;
    auto next = std::upper_bound(all.begin(), all.end(), request.time,
                                 [](TimeMs t, const PastPrompt* p) { return t < p->time; });
    if (next == all.begin()) continue;
    PastPrompt* owner = *std::prev(next);
    owners[static_cast<std::size_t>(&request - history.requests.data())] =
        static_cast<std::uint32_t>(owner - prompts.data());
    if (auto price = pricer.price(request)) owner->subagents += price->cost;
  }
}

}  // namespace

std::vector<PastPrompt> past_prompts(const History& history, Pricer& pricer, TimeMs since,
                                     std::vector<std::uint32_t>* owners) {
  std::vector<bool> wanted(history.files.size(), since == kUndated);
  for (const HistoryPrompt& prompt : history.prompts)
    if (prompt.time >= since) wanted[prompt.file] = true;
  std::vector<Event> events;
  auto put = [&](std::uint32_t file, Event::Kind kind, std::uint64_t offset, std::size_t index) {
    if (wanted[file]) events.push_back({file, kind, offset, index});
  };
  for (std::size_t i = 0; i < history.prompts.size(); ++i)
    put(history.prompts[i].file, Event::kPrompt, history.prompts[i].offset, i);
  for (std::size_t i = 0; i < history.requests.size(); ++i)
    if (is_main_chain(history.requests[i]) && history.requests[i].usage().is_known())
      put(history.requests[i].file, Event::kRequest, history.requests[i].offset, i);
  for (std::size_t i = 0; i < history.compactions.size(); ++i) {
    const HistoryCompaction& compaction = history.compactions[i];
    if (!compaction.record.sidechain)
      put(compaction.file, Event::kCompaction, compaction.record.offset, i);
  }
  std::vector<std::uint32_t> whose(history.requests.size(), kNoPrompt);
  std::vector<PastPrompt> prompts = Walk(history, pricer, whose).run(std::move(events));
  add_subagents(history, pricer, prompts, whose);
  if (owners) *owners = std::move(whose);
  return prompts;
}

}  // namespace wick
