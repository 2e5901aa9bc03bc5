// SPDX-License-Identifier: MIT
#include "lib/audit/carried.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <tuple>
#include <unordered_set>

#include "lib/audit/timeline.h"

namespace wick {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, kCarriedKinds> kKinds = {{
    {"base", "system prompt, tools, memory"},
    {"result", "tool results"},
    {"call", "tool calls"},
    {"answer", "answers"},
    {"prompt", "prompts"},
    {"note", "reminders and notes"},
    {"attachment", "listings and attachments"},
    {"summary", "compaction summaries"},
    {"thinking", "thinking, unrecorded growth"},
    {"output", "generated"},
    {"unknown", "unknown contexts"},
}};

// Sums for rows. Money stays fractional until all of it is added.
struct Sums {
  std::int64_t pieces = 0, tokens = 0, sent = 0;
  double cost = 0;

  Sums& operator+=(const Sums& other) {
    pieces += other.pieces, tokens += other.tokens, sent += other.sent, cost += other.cost;
    return *this;
  }
};

struct Source {
  CarriedKind kind = CarriedKind::kUnknown;
  Names::Id tool = 0, target = 0;
  auto operator<=>(const Source&) const = default;
};

// A piece of the context that starts at token `from`. Its cost is the difference of two running
// sums, so that a request with thousands of pieces need not visit each.
struct Piece {
  std::int64_t from = 0, to = 0;
  Source source;
  double read_before = 0;  // Context::read_rates_ when it was added
  std::int64_t sent_before = 0;
  double more = 0;       // extra cost in requests that did not read all of it
  bool counted = false;  // the rest of a cut piece that was already counted

  std::int64_t tokens() const { return to - from; }
};

class Context {
 public:
  using Take = std::function<void(const Source&, const Sums&)>;
  explicit Context(Take take) : take_(std::move(take)) {}

  std::int64_t size() const { return pieces_.empty() ? 0 : pieces_.back().to; }

  void put(std::int64_t until, const Source& source) {
    if (until <= size()) return;
    pieces_.push_back({size(), until, source, read_rates_, sent_});
  }
  // Removes everything after the first `to` tokens.
  void cut(std::int64_t to) {
    while (!pieces_.empty() && pieces_.back().to > to) {
      Piece last = pieces_.back();
      bool was_sent = settle(last);
      pieces_.pop_back();
      if (last.from < to)
        pieces_.push_back({last.from, to, last.source, read_rates_, sent_, 0, was_sent});
    }
  }

  // The prices per token of a request that sends the whole context.
  struct Zones {
    std::int64_t read = 0, written = 0;  // end of the cache reads; end of the cache writes
    double read_rate = 0, write_rate = 0, input_rate = 0;
  };
  void send(const Zones& z) {
    read_rates_ += z.read_rate;
    ++sent_;
    for (auto piece = pieces_.rbegin(); piece != pieces_.rend() && piece->to > z.read; ++piece) {
      auto part = [&](std::int64_t from, std::int64_t to) {
        return static_cast<double>(
            std::max<std::int64_t>(0, std::min(piece->to, to) - std::max(piece->from, from)));
      };
      piece->more += part(z.read, z.written) * (z.write_rate - z.read_rate) +
                     part(z.written, piece->to) * (z.input_rate - z.read_rate);
    }
  }

 private:
  // Reports the cost of a piece. True if any request sent it.
  bool settle(const Piece& piece) {
    std::int64_t times = sent_ - piece.sent_before;
    if (times == 0) return piece.counted;
    double read = (read_rates_ - piece.read_before) * static_cast<double>(piece.tokens());
    take_(piece.source, {!piece.counted, piece.counted ? 0 : piece.tokens(), times * piece.tokens(),
                         read + piece.more});
    return true;
  }

  Take take_;
  std::vector<Piece> pieces_;
  double read_rates_ = 0;  // sum over all requests so far
  std::int64_t sent_ = 0;
};

// The result for the whole history or for one session.
struct FoundSources {
  std::map<Source, Sums> sources;
  CarriedReport report;  // without its rows
};

class Carrier {
 public:
  Carrier(const ReplayedHistory& replayed, bool by_session)
      : replayed_(replayed), history_(replayed.history()), by_session_(by_session) {}

  // By session; with `by_session` false, the whole history has the key 0.
  std::map<Names::Id, CarriedReport> run() {
    each_timeline(replayed_, [this](const Timeline& timeline) { chain(timeline); });
    for (const HistoryRequest& r : history_.requests)
      if (!known_.contains(&r) && replayed_.passes(r)) without_context(r);
    std::map<Names::Id, CarriedReport> reports;
    for (auto& [session, found] : found_) reports[session] = finish(found);
    return reports;
  }

 private:
  // Attributes the following costs to this request's session.
  void begin_with(const HistoryRequest& r) {
    now_ = &found_[by_session_ ? r.session : Names::Id{}];
  }

  void chain(const Timeline& t) {
    if (t.steps.empty()) return;
    begin_with(*t.steps.front().request);
    Context context([this](const Source& source, const Sums& sums) { add(source, sums); });
    std::int64_t base = 0;
    for (std::size_t j = 0; j < t.steps.size(); ++j) {
      const Step& step = t.steps[j];
      std::size_t end = t.end_of_own(j);
      // Unrecorded content fills the gaps between the pieces.
      const Source unrecorded{step.starts_context && j > 0 ? CarriedKind::kSummary
                                                           : CarriedKind::kThinking};
      if (step.starts_context) {
        context.cut(0);
        base = j == 0 ? begin(t, step, end) : std::min(base, step.prompt);
        context.put(base, {CarriedKind::kBase});
      }
      context.cut(step.prompt);
      for (std::size_t s = step.segments; s < end; ++s) {
        const TimelineSegment& segment = t.segments[s];
        // The tokens of an image cannot be separated from those of thinking that came with it.
        if (segment.tokens <= 0 || segment.is_image) continue;
        context.put(segment.from, unrecorded);
        context.put(std::min(segment.from + segment.tokens, step.prompt), source_of(t, segment));
      }
      context.put(step.prompt, unrecorded);
      send(context, *step.request);
    }
    context.cut(0);
  }

  // The size of a chain's start, before its first messages.
  static std::int64_t begin(const Timeline& t, const Step& step, std::size_t end) {
    for (std::size_t s = step.segments; s < end; ++s)
      if (t.segments[s].tokens > 0) return t.segments[s].from;
    return step.prompt;
  }

  Source source_of(const Timeline& t, const TimelineSegment& segment) const {
    if (segment.kind != TimelineSegment::kBlock) {
      const ToolCall& call = t.calls[segment.index].call;
      return {segment.kind == TimelineSegment::kResult ? CarriedKind::kResult : CarriedKind::kCall,
              call.tool, call.target};
    }
    const ContextBlock& block = t.blocks[segment.index].block;
    switch (block.kind) {
      case ContextBlock::Kind::kAnswer: return {CarriedKind::kAnswer};
      case ContextBlock::Kind::kPrompt: return {CarriedKind::kPrompt};
      case ContextBlock::Kind::kAttachment:
        return {CarriedKind::kAttachment, block.name, block.target};
      case ContextBlock::Kind::kNote:
      case ContextBlock::Kind::kInterrupt: break;
    }
    return {CarriedKind::kNote};
  }

  Money price_of(const HistoryRequest& r, const Usage& part) {
    return replayed_.pricer().price_part(r, part).value_or(0);
  }
  double rate(const HistoryRequest& r, const Usage& part) {
    std::int64_t tokens = part.prompt();
    return tokens == 0 ? 0 : static_cast<double>(price_of(r, part)) / static_cast<double>(tokens);
  }

  // A response with several passes reports their sum: each pass sent about the same tokens.
  void send(Context& context, const HistoryRequest& r) {
    known_.insert(&r);
    if (!replayed_.passes(r)) return;
    Usage usage = r.usage(), read, written, input;
    read.read = usage.read, written.write_5m = usage.write_5m, written.write_1h = usage.write_1h,
    input.input = usage.input;
    Money all = count(r);
    double size = static_cast<double>(context.size());
    Context::Zones zones{usage.read, usage.read + usage.written(), rate(r, read), rate(r, written),
                         rate(r, input)};
    Money sent = price_of(r, read) + price_of(r, written) + price_of(r, input);
    if (usage.prompt() != context.size() && size > 0)  // one price for everything
      zones.read = zones.written = context.size(),
      zones.read_rate = static_cast<double>(sent) / size;
    context.send(zones);
    add({CarriedKind::kOutput}, {1, usage.output, usage.output, static_cast<double>(all - sent)});
  }

  void without_context(const HistoryRequest& r) {
    begin_with(r);
    Usage usage = r.usage(), output;
    output.output = usage.output;
    Money all = count(r), generated = price_of(r, output);
    add({CarriedKind::kUnknown},
        {1, usage.prompt(), usage.prompt(), static_cast<double>(all - generated)});
    add({CarriedKind::kOutput}, {1, usage.output, usage.output, static_cast<double>(generated)});
  }

  Money count(const HistoryRequest& r) {
    now_->report.requests += r.is_response();
    auto price = replayed_.pricer().price(r);
    if (!price) ++now_->report.unpriced;
    now_->report.all.cost += price ? price->cost : 0;
    return price ? price->cost : 0;
  }

  void add(const Source& source, const Sums& sums) { now_->sources[source] += sums; }

  CarriedRow row(const Source& source, const Sums& sums) const {
    CarriedRow out;
    out.kind = source.kind;
    out.tool = history_.names[source.tool], out.target = history_.names[source.target];
    out.pieces = sums.pieces, out.tokens = sums.tokens, out.sent = sums.sent;
    out.cost = std::llround(sums.cost);
    return out;
  }

  CarriedReport finish(FoundSources& found) const {
    CarriedReport out = std::move(found.report);
    std::map<Source, Sums> sources;
    for (const auto& [source, sums] : found.sources) {
      sources[{source.kind, source.tool, 0}] += sums;
      if (source.target != 0) out.targets.push_back(row(source, sums));
    }
    // Rounding errors are below a millionth of a cent; the largest row gets them.
    Money rest = out.all.cost;
    for (const auto& [source, sums] : sources) {
      out.sources.push_back(row(source, sums));
      rest -= out.sources.back().cost;
      out.all.sent += out.sources.back().sent;
    }
    for (auto* rows : {&out.sources, &out.targets})
      std::sort(rows->begin(), rows->end(), [](const CarriedRow& a, const CarriedRow& b) {
        return std::tie(b.cost, a.kind, a.tool, a.target) <
               std::tie(a.cost, b.kind, b.tool, b.target);
      });
    if (!out.sources.empty()) out.sources.front().cost += rest;
    return out;
  }

  const ReplayedHistory& replayed_;
  const History& history_;
  bool by_session_;
  std::unordered_set<const HistoryRequest*> known_;
  std::map<Names::Id, FoundSources> found_;
  FoundSources* now_ = nullptr;
};

}  // namespace

std::string_view name_of(CarriedKind kind) { return kKinds[static_cast<std::size_t>(kind)].first; }
std::string_view words_of(CarriedKind kind) {
  return kKinds[static_cast<std::size_t>(kind)].second;
}

CarriedReport report_carried(const ReplayedHistory& replayed) {
  return Carrier(replayed, false).run()[0];
}

std::map<std::string, CarriedReport> carried_by_session(const ReplayedHistory& replayed) {
  std::map<std::string, CarriedReport> out;
  for (auto& [session, report] : Carrier(replayed, true).run())
    out[replayed.history().names[session]] = std::move(report);
  return out;
}

}  // namespace wick
