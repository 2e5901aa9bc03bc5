// SPDX-License-Identifier: MIT
#include "lib/judge/run.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <condition_variable>
#include <exception>
#include <mutex>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/base/threads.h"
#include "lib/claude/json.h"
#include "lib/claude/lines.h"
#include "lib/history/read_history.h"
#include "lib/judge/request.h"
#include "lib/output/human.h"
#include "lib/tools/backtest.h"

namespace wick {
namespace {

class Run {
 public:
  using Keep = std::function<void(const std::vector<Judgement>&, const JudgeOutcome&)>;

  Run(const std::vector<JudgeRequest>& requests, const JudgeRun& how, const Keep& keep)
      : requests_(requests), how_(how), keep_(keep) {}

  JudgeOutcome run() {
    Threads threads;
    auto count = std::min<std::size_t>(static_cast<std::size_t>(how_.jobs), requests_.size());
    if (threads.start(count, [this] { work(); }) == 0) work();
    threads.join();
    if (thrown_) std::rethrow_exception(thrown_);
    return std::move(out_);
  }

 private:
  void work() {
    while (const JudgeRequest* request = take()) {
      JudgeReply reply = ask(*request);
      std::lock_guard guard(lock_);
      try {
        settle(*request, reply);
      } catch (...) {
        thrown_ = std::current_exception();
        stop_ = true;
      }
      changed_.notify_all();
    }
  }

  // Waits until the budget allows the next request; null if none is left or it never will.
  const JudgeRequest* take() {
    std::unique_lock guard(lock_);
    auto fits = [this] {
      return out_.usd + static_cast<double>(running_ + 1) * how_.each_usd <= how_.most_usd;
    };
    changed_.wait(guard,
                  [&] { return stop_ || next_ == requests_.size() || running_ == 0 || fits(); });
    if (stop_ || next_ == requests_.size()) return nullptr;
    if (!fits()) {
      out_.capped = stop_ = true;
      changed_.notify_all();
      return nullptr;
    }
    ++running_;
    return &requests_[next_++];
  }

  JudgeReply ask(const JudgeRequest& request) {
    JudgeReply reply;
    try {
      Child child(how_.program, judge_arguments(how_.model, how_.each_usd), Child::Output::kKept);
      child.write(request.prompt);
      ChildEnd end = child.wait();
      reply = claude_reply(child.output());
      if (!reply.problem.empty() && !end.complaint.empty()) reply.problem = end.complaint;
    } catch (const Failure& failure) {
      reply.problem = failure.message;
      reply.usd = 0;
    }
    return reply;
  }

  void settle(const JudgeRequest& request, const JudgeReply& reply) {
    --running_;
    out_.usd += reply.usd.value_or(how_.each_usd);
    out_.all_priced &= reply.usd.has_value();
    if (!reply.problem.empty()) {
      if (out_.problem.empty()) out_.problem = reply.problem;
      if (++failed_ == kPatience) stop_ = true;
      return;
    }
    std::vector<Judgement> judgements = judgements_of(reply, request.keys, how_.now);
    ++out_.requests;
    for (const Judgement& j : judgements) out_.verdicts += j.verdict;
    if (!reply.model.empty()) out_.model = reply.model;
    keep_(judgements, out_);
  }

  static constexpr int kPatience = 3;

  const std::vector<JudgeRequest>& requests_;
  const JudgeRun& how_;
  const Keep& keep_;
  std::mutex lock_;
  std::condition_variable changed_;
  std::size_t next_ = 0;
  int running_ = 0, failed_ = 0;
  bool stop_ = false;
  std::exception_ptr thrown_;
  JudgeOutcome out_;
};

}  // namespace

std::vector<std::string> judge_arguments(const std::string& model, double most_usd) {
  return {"claude",
          "-p",
          "--model",
          model,
          "--output-format",
          "json",
          "--json-schema",
          std::string(kJudgeSchema),
          "--system-prompt",
          std::string(kJudgeInstructions),
          "--tools",
          "",
          "--no-session-persistence",
          "--strict-mcp-config",
          "--setting-sources",
          "user",
          "--settings",
          R"({"disableAllHooks":true})",
          "--max-budget-usd",
          number_text(most_usd)};
}

JudgeOutcome run_judge(
    const std::vector<JudgeRequest>& requests, const JudgeRun& how,
    const std::function<void(const std::vector<Judgement>&, const JudgeOutcome&)>& keep) {
  return Run(requests, how, keep).run();
}

namespace {

// Collects verdicts from the array elements at path `list`.
class ReplyVisitor : public JsonVisitor {
 public:
  ReplyVisitor(std::string_view list, JudgeReply& reply) : list_(list), reply_(reply) {}

  bool enter(std::string_view path) override {
    constexpr std::string_view kModels = "modelUsage.";
    if (path.substr(0, kModels.size()) == kModels && reply_.model.empty())
      reply_.model = path.substr(kModels.size());
    return path.empty() || path == "modelUsage" || list_.substr(0, path.size()) == path ||
           path == "result.error" || path == "result.error.error" || path == "errors";
  }

  void leave(std::string_view path) override {
    if (path != list_) return;
    auto verdict = verdict_of(verdict_);
    if (case_ && verdict) reply_.verdicts.push_back({*case_, *verdict});
    case_.reset();
    verdict_.clear();
  }

  void scalar(std::string_view path, const JsonScalar& value) override {
    if (path.size() > list_.size() && path.substr(0, list_.size()) == list_) {
      std::string_view key = path.substr(list_.size());
      if (key == ".case") case_ = value.count();
      if (key == ".verdict") verdict_ = value.text().value_or("");
    }
    if (path == "total_cost_usd") reply_.usd = value.number();
    if (path == "custom_id") reply_.custom_id = value.text().value_or("");
    if (path == "result.message.model") reply_.model = value.text().value_or("");
    if (path == "result" || path == "errors[]" || path == "result.error.error.message" ||
        path == "result.type")
      said_ = value.text().value_or("");
    if (path == "subtype" && value.text() != "success") kind_ = value.text().value_or("");
  }

  // The message or status in a reply without verdicts.
  std::string problem() const {
    return !said_.empty() ? said_ : !kind_.empty() ? kind_ : "no answer";
  }

 private:
  std::string_view list_;
  JudgeReply& reply_;
  std::optional<std::int64_t> case_;
  std::string verdict_, said_, kind_;
};

JudgeReply reply_of(std::string_view json, std::string_view list) {
  JudgeReply reply;
  ReplyVisitor visitor(list, reply);
  bool whole = walk_json(json, visitor) == JsonStatus::kOk;
  if (!whole) reply.problem = "not JSON";
  else if (reply.verdicts.empty()) reply.problem = visitor.problem();
  return reply;
}

}  // namespace

JudgeReply claude_reply(std::string_view json) {
  return reply_of(json, "structured_output.verdicts[]");
}

JudgeReply batch_reply(std::string_view json) {
  return reply_of(json, "result.message.content[].input.verdicts[]");
}

namespace {

double loss(double actual, double forecast, double share) {
  double off = actual - forecast;
  return off >= 0 ? off * share : -off * (1 - share);
}

double pinball(double actual, const Quantiles& q) {
  return (loss(actual, q.p10, 0.1) + loss(actual, q.p50, 0.5) + loss(actual, q.p90, 0.9)) / 3;
}

std::optional<double> less(double ours, double theirs) {
  return theirs > 0 ? std::optional(1 - ours / theirs) : std::nullopt;
}

double median(std::vector<double> values) {
  auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

}  // namespace

std::optional<double> Score::better_than_global() const { return less(pinball, global_pinball); }
std::optional<double> Score::better_than_session() const { return less(pinball, session_pinball); }

Score score_of(const std::vector<const BacktestRow*>& rows) {
  Score score;
  if (rows.empty()) return score;
  std::vector<double> errors;
  for (const BacktestRow* row : rows) {
    score.below += row->usd < row->forecast.p10;
    score.above += row->usd > row->forecast.p90;
    auto requests = static_cast<double>(row->prompt->shape.requests);
    score.requests_covered += requests >= row->requests.p10 && requests <= row->requests.p90;
    score.pinball += pinball(row->usd, row->forecast);
    score.global_pinball += pinball(row->usd, row->global);
    score.session_pinball += pinball(row->usd, row->session);
    if (row->usd > 0) errors.push_back(std::abs(row->forecast.p50 - row->usd) / row->usd);
  }
  auto n = static_cast<double>(rows.size());
  for (double* sum : {&score.below, &score.above, &score.requests_covered, &score.pinball,
                      &score.global_pinball, &score.session_pinball})
    *sum /= n;
  score.prompts = static_cast<std::int64_t>(rows.size());
  score.covered = 1 - score.below - score.above;
  if (!errors.empty()) score.relative_error = median(std::move(errors));
  return score;
}

BatchResults read_batch_results(const std::string& path, TimeMs now) {
  constexpr std::size_t kLimit = 1024 * 1024 * 1024;
  BatchResults out;
  std::string all = read_file(path, kLimit);
  for (std::string_view line : split(all, '\n')) {
    line = bare_line(line);
    if (line.empty()) continue;
    JudgeReply reply = batch_reply(line);
    auto key = key_of_custom_id(reply.custom_id);
    if (!key) {
      ++out.foreign;
      continue;
    }
    std::vector<Judgement> judgements = judgements_of(reply, std::array{*key}, now);
    out.judgements.insert(out.judgements.end(), judgements.begin(), judgements.end());
    if (!judgements.empty()) continue;
    ++out.unanswered;
    if (out.problem.empty()) out.problem = reply.problem;
  }
  return out;
}

namespace {

template <class Do>
auto or_fail(const std::string& path, Do action) {
  try {
    return action();
  } catch (const SqliteError& error) {
    throw Failure{Exit::kIo, path + ": " + error.reason};
  }
}

}  // namespace

JudgementStore::JudgementStore(const Env& env) : path_(ledger_path(env)) {
  if (path_.empty()) throw Failure{Exit::kIo, "ledger: neither HOME nor XDG_DATA_HOME is set"};
  or_fail(path_, [this] { ledger_.emplace(path_); });
}

void JudgementStore::put(std::span<const Judgement> judgements) {
  or_fail(path_, [&] {
    ledger_->begin();
    for (const Judgement& judgement : judgements) ledger_->put_judgement(judgement);
    ledger_->commit();
  });
}

std::int64_t JudgementStore::forget() {
  return or_fail(path_, [this] {
    ledger_->begin();
    std::int64_t count = ledger_->forget_judgements();
    ledger_->commit();
    return count;
  });
}

}  // namespace wick
