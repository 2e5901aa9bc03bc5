// SPDX-License-Identifier: MIT
#include "lib/audit/token_steps.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>

#include "lib/audit/detectors.h"
#include "lib/audit/piece_size.h"
#include "lib/audit/timeline.h"
#include "lib/base/file.h"
#include "lib/base/text.h"

namespace wick {
namespace {

using ClientVersion = std::array<std::int64_t, 3>;
constexpr ClientVersion kLastArrow = {2, 1, 63}, kFirstTab = {2, 1, 114};
// Since this version each line of a response has the final output count; before, some have the one
// from its start.
constexpr ClientVersion kFinalOutput = {2, 1, 97};

// "2.1.97": 2, 1, 97. Empty for other text.
std::optional<ClientVersion> client_version(std::string_view text) {
  std::vector<std::string_view> parts = split(text, '.');
  ClientVersion out{};
  if (parts.size() != out.size()) return std::nullopt;
  for (std::size_t i = 0; i < out.size(); ++i) {
    auto number = parse_integer(parts[i].substr(0, parts[i].find('-')));
    if (!number || *number < 0) return std::nullopt;
    out[i] = *number;
  }
  return out;
}

// "py" of "/shop/cart.py", in lower case; empty without one.
std::string extension_of(std::string_view path) {
  constexpr std::size_t kLongest = 10;
  std::string_view name = path.substr(path.find_last_of("/\\") + 1);
  std::size_t dot = name.rfind('.');
  if (dot == name.npos || dot == 0 || name.size() - dot - 1 > kLongest) return "";
  std::string out = lower(std::string(name.substr(dot + 1)));
  bool plain = std::all_of(out.begin(), out.end(),
                           [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '+'; });
  return plain ? out : "";
}

// The contents of a response.
struct Response {
  std::uint64_t text_bytes = 0, input_bytes = 0;
  bool ended = false;      // the model ended its text itself
  bool only_edits = true;  // all its calls are edits
  bool answered = true;    // all its calls ran
  std::set<std::string> extensions;
  std::size_t calls = 0;
};

class Steps {
 public:
  explicit Steps(const ReplayedHistory& replayed)
      : replayed_(replayed), history_(replayed.history()) {
    for (const HistoryClearing& c : history_.clearings) clearings_.emplace(c.file, c.record.offset);
  }

  std::vector<TokenStep> run() {
    each_timeline(replayed_, [this](const Timeline& t) {
      if (!t.subagent) chain(t);
    });
    return std::move(out_);
  }

 private:
  void chain(const Timeline& t) {
    std::vector<Response> responses = responses_of(t);
    for (std::size_t j = 0; j < t.steps.size(); ++j) {
      if (!is_usable(t.steps[j])) continue;
      generated(*t.steps[j].request, responses[j]);
      if (j > 0 && is_usable(t.steps[j - 1])) results(t, j);
    }
  }

  static std::vector<Response> responses_of(const Timeline& t) {
    std::vector<Response> out(t.steps.size());
    for (const TimelineBlock& b : t.blocks) {
      if (b.block.kind != ContextBlock::Kind::kAnswer) continue;
      out[b.step].text_bytes += b.block.bytes;
      out[b.step].ended |= b.block.ended;
    }
    for (const TimelineCall& c : t.calls) {
      Response& r = out[c.step];
      ++r.calls;
      r.input_bytes += c.call.input_bytes;
      r.only_edits &= is_editor(t.name(c.call.tool));
      r.answered &= c.call.answered && c.call.error != ToolError::kInterrupted;
      r.extensions.insert(extension_of(t.name(c.call.target)));
    }
    return out;
  }

  // True for a response with a single pass, whose usage is exactly what it sent and generated.
  static bool is_usable(const Step& step) {
    const HistoryRequest& r = *step.request;
    return step.replayed && r.passes == Passes{} && r.web_searches == 0 && r.usage().is_known();
  }

  bool has_final_output(const HistoryRequest& r) const {
    auto version = client_version(history_.names[r.client]);
    return version && *version >= kFinalOutput;
  }

  void generated(const HistoryRequest& r, const Response& response) {
    if (r.thinking != Thinking::kNone || r.output == 0 || !has_final_output(r)) return;
    bool is_answer = response.calls == 0 && response.ended && response.text_bytes >= kLeastAnswer;
    bool edits = response.calls > 0 && response.text_bytes == 0 && response.only_edits &&
                 response.answered && response.extensions.size() == 1 &&
                 response.input_bytes >= kLeastEdit;
    if (is_answer) add(r, {TextKind::kAnswer, {}, {}}, r.output, response.text_bytes);
    if (edits)
      add(r, {TextKind::kEdit, *response.extensions.begin(), {}}, r.output, response.input_bytes);
  }

  void results(const Timeline& t, std::size_t j) {
    const Step &before = t.steps[j - 1], &step = t.steps[j];
    const HistoryRequest &a = *before.request, &b = *step.request;
    bool goes_on = !step.starts_context && step.prompt > before.prompt && a.client == b.client &&
                   a.session == b.session &&
                   replayed_.model_of(a.model) == replayed_.model_of(b.model) && !is_changed(t, j);
    if (!goes_on) return;
    std::uint64_t bytes = 0;
    std::optional<Names::Id> tool;
    for (std::size_t s = step.segments; s < t.end_of_own(j); ++s) {
      const TimelineSegment& segment = t.segments[s];
      if (segment.kind == TimelineSegment::kInput) continue;
      if (segment.kind == TimelineSegment::kBlock) {
        if (t.blocks[segment.index].block.kind != ContextBlock::Kind::kAnswer) return;
        continue;
      }
      const ToolCall& call = t.calls[segment.index].call;
      if (segment.is_image || (tool && *tool != call.tool)) return;
      tool = call.tool;
      bytes += segment.bytes;
    }
    auto output = generated_by(before);
    std::int64_t grown = step.prompt - before.prompt;
    if (!tool || bytes < kLeastResult || !output ||
        *output > kMostOutput * static_cast<double>(grown))
      return;
    std::string name(t.name(*tool));
    LineNumbers numbers = line_numbers_of(name, history_.names[b.client]);
    add(b, {TextKind::kResult, std::move(name), numbers}, static_cast<double>(grown) - *output,
        bytes);
  }

  // True if the earlier content differs from what the previous request sent: less was read, and not
  // because the cache expired.
  bool is_changed(const Timeline& t, std::size_t j) const {
    const ReplayedRequest& found = *t.steps[j].replayed;
    bool expired = found.cause == MissCause::kTtl5m || found.cause == MissCause::kTtl1h;
    if (found.outcome == CacheOutcome::kRebuild ||
        (found.outcome == CacheOutcome::kMiss && !expired))
      return true;
    std::uint32_t file = replayed_.chains().all()[t.chain].file;
    auto clearing = clearings_.lower_bound({file, t.steps[j - 1].request->offset});
    return clearing != clearings_.end() && *clearing < std::pair{file, t.steps[j].request->offset};
  }

  // The tokens that the previous response added; empty if the length of its thinking is unknown.
  std::optional<double> generated_by(const Step& step) const {
    const HistoryRequest& r = *step.request;
    auto reported = static_cast<double>(r.output);
    if (has_final_output(r)) return reported;
    if (r.thinking != Thinking::kNone) return std::nullopt;
    double words = static_cast<double>(step.answer_bytes) * kInputRate *
                   generation_factor(history_.names[r.model]);
    return std::max(reported, words);
  }

  void add(const HistoryRequest& r, TextKind kind, double tokens, std::uint64_t bytes) {
    out_.push_back(
        {std::move(kind), r.model, r.session, tokens * 1000 / static_cast<double>(bytes)});
  }

  const ReplayedHistory& replayed_;
  const History& history_;
  std::set<std::pair<std::uint32_t, std::uint64_t>> clearings_;
  std::vector<TokenStep> out_;
};

}  // namespace

LineNumbers line_numbers_of(std::string_view tool, std::string_view client) {
  if (tool != "Read") return LineNumbers::kNone;
  auto version = client_version(client);
  if (version && *version <= kLastArrow) return LineNumbers::kArrow;
  return version && *version >= kFirstTab ? LineNumbers::kTab : LineNumbers::kUnknown;
}

std::vector<TokenStep> token_steps(const ReplayedHistory& replayed) {
  return Steps(replayed).run();
}

}  // namespace wick
