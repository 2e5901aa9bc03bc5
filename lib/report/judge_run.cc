// SPDX-License-Identifier: MIT
#include "lib/report/judge_run.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "lib/base/failure.h"
#include "lib/report/child.h"
#include "lib/view/human.h"

namespace wick {
namespace {

class Run {
 public:
  using Keep = std::function<void(const std::vector<Judgement>&, const JudgeOutcome&)>;

  Run(const std::vector<JudgeRequest>& requests, const JudgeRun& how, const Keep& keep)
      : requests_(requests), how_(how), keep_(keep) {}

  JudgeOutcome run() {
    std::vector<std::thread> threads;
    auto count = std::min<std::size_t>(static_cast<std::size_t>(how_.jobs), requests_.size());
    for (std::size_t i = 0; i < count; ++i) threads.emplace_back([this] { work(); });
    for (std::thread& thread : threads) thread.join();
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

  // The next one for which there is money left, once there is, or never will be.
  const JudgeRequest* take() {
    std::unique_lock guard(lock_);
    auto fits = [this] { return out_.usd + static_cast<double>(running_ + 1) * how_.each_usd <= how_.most_usd; };
    changed_.wait(guard, [&] { return stop_ || next_ == requests_.size() || running_ == 0 || fits(); });
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
    out_.all_told &= reply.usd.has_value();
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
  return {"claude", "-p", "--model", model, "--output-format", "json", "--json-schema", std::string(kJudgeSchema),
          "--system-prompt", std::string(kJudgeInstructions), "--tools", "", "--no-session-persistence",
          "--strict-mcp-config", "--setting-sources", "user", "--settings", R"({"disableAllHooks":true})",
          "--max-budget-usd", number_text(most_usd)};
}

JudgeOutcome run_judge(const std::vector<JudgeRequest>& requests, const JudgeRun& how,
                       const std::function<void(const std::vector<Judgement>&, const JudgeOutcome&)>& keep) {
  return Run(requests, how, keep).run();
}

}  // namespace wick
