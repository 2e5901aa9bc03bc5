// SPDX-License-Identifier: MIT
// wick-waste-judge: lets a small model judge the cases that the rules cannot
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "lib/audit/waste.h"
#include "lib/base/format.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/judge/cases.h"
#include "lib/judge/request.h"
#include "lib/judge/run.h"
#include "lib/live/live.h"
#include "lib/output/human.h"
#include "lib/output/output.h"
#include "lib/tools/history_tool.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-waste-judge: lets a small model judge the cases that the rules cannot\n"
    "usage: wick-waste-judge [-v] [--send | --write=FILE] [--include-text]\n"
    "                        [--ask=MODEL] [--max-usd=USD] [--jobs=N]\n"
    "                        [--session=ID] [--since=DATE] [--until=DATE]\n"
    "                        [--tz=ZONE] [--project=DIR] [--model=NAME]\n"
    "                        [--threads=N]\n"
    "       wick-waste-judge --merge=FILE\n"
    "       wick-waste-judge --forget\n"
    "      --send          ask with your own claude, and keep the answers; default:\n"
    "                      only say what would be asked\n"
    "      --write=FILE    write requests for the Message Batches API; -: to the\n"
    "                      standard output\n"
    "      --merge=FILE    record the answers from the results of a batch\n"
    "      --forget        forget all answers\n"
    "      --include-text  send text of the conversation with the cases\n"
    "      --ask=MODEL     ask this model; default: haiku\n"
    "      --max-usd=USD   spend no more than this; default: 1\n"
    "      --jobs=N        make this many requests at a time; default: 4\n"
    "      --session=ID    only cases of this session\n",
    kDaysHelp,
    "      --project=DIR   only this directory and those below it; also by the last\n"
    "                      part of its path\n"
    "      --model=NAME    only sessions of this model, or of models with this word\n"
    "                      in their name: opus\n"
    "      --threads=N     read with this many threads; default: one per processor\n",
    kVerboseHelp, kHelpAndVersion};

struct Options {
  HistoryArguments history;
  std::optional<std::string> session, write, merge;
  std::string ask = "haiku";
  double most = 1;
  std::int64_t jobs = 4;
  bool send = false, forget = false, text = false;
};

Options parse(const Call& call) {
  Options o;
  o.history.evidence = true;
  std::vector<Option> all = history_options(o.history);
  std::erase_if(all, [](const Option& option) { return option.name == "no-ledger"; });
  auto word = [&](std::string_view name, auto store) { all.push_back({name, 0, true, store}); };
  all.push_back(session_option(o.session));
  all.push_back(text_option("write", 0, o.write));
  all.push_back(text_option("merge", 0, o.merge));
  all.push_back(text_option("ask", 0, o.ask));
  word("max-usd", [&o](const std::string& usd) { o.most = amount_argument("--max-usd", usd); });
  word("jobs", [&o](const std::string& n) { o.jobs = count_argument("--jobs", n); });
  all.push_back(flag_option("send", 0, o.send));
  all.push_back(flag_option("forget", 0, o.forget));
  all.push_back(flag_option("include-text", 0, o.text));
  if (!parse_options(call.argc, call.argv, all).empty())
    throw Failure{Exit::kUsage, "operands are not accepted; all sessions are examined"};
  if (o.send + o.write.has_value() + o.merge.has_value() + o.forget > 1)
    throw Failure{Exit::kUsage, "--send, --write, --merge, --forget: one of them at a time"};
  if (!is_safe_name(o.ask))
    throw Failure{Exit::kUsage, fmt::format("--ask {}: not a model's name", printable(o.ask))};
  if (o.jobs < 1 || o.jobs > 64) throw Failure{Exit::kUsage, "--jobs: expected 1 to 64"};
  return o;
}

std::string counts(const VerdictCounts& n) {
  return fmt::format("{} waste, {} useful, {} unclear", human_count(n.waste), human_count(n.useful),
                     human_count(n.unclear));
}

Exit forget(Call& call) {
  call.out = human_count(JudgementStore(process_env()).forget()) + " answers forgotten\n";
  return Exit::kOk;
}

Exit merge(Call& call, const std::string& file) {
  Env env = process_env();
  BatchResults results = read_batch_results(file, env.now);
  JudgementStore(env).put(results.judgements);
  VerdictCounts found;
  for (const Judgement& j : results.judgements) found += j.verdict;
  call.out = fmt::format("{} answers recorded: {}\n", human_count(found.all()), counts(found));
  if (results.foreign > 0)
    call.warn(fmt::format("{}: {} lines are not results of wick's requests", file,
                          human_count(results.foreign)));
  if (results.unanswered > 0)
    call.warn(fmt::format("{}: {} requests without an answer: {}", file,
                          human_count(results.unanswered), results.problem));
  if (results.judgements.empty() && results.foreign + results.unanswered > 0) return Exit::kData;
  return Exit::kOk;
}

// Runs claude in a neutral folder and without the user's instructions and memory: they are not to
// be judged but would have to be paid for.
void hide_project_and_memory() {
  for (const char* name : {"CLAUDE_CODE_DISABLE_CLAUDE_MDS", "CLAUDE_CODE_DISABLE_AUTO_MEMORY",
                           "CLAUDE_CODE_DISABLE_THINKING"})
    ::setenv(name, "1", 1);
  ::unsetenv("CLAUDECODE");
  if (::chdir("/") != 0) return;
}

Exit send(Call& call, const Options& o, const ReplayTool& tool,
          const std::vector<JudgeRequest>& requests, const JudgeEstimate& estimate) {
  auto program = find_program("claude", tool.env().path);
  if (!program) throw Failure{Exit::kUnavailable, "claude: not found"};
  JudgeRun how{real_path(*program), o.ask, o.jobs, o.most, 0.05, tool.env().now};
  // Three times the estimate: old clients ask twice, and the sizes are estimated.
  if (estimate.each_usd) how.each_usd = std::max(0.001, 3 * *estimate.each_usd);
  JudgementStore store(tool.env());
  // Printed before anything is sent.
  call.out +=
      fmt::format("asking through {}, for at most {}\n", printable(*program), human_usd(o.most));
  Output("").write(std::exchange(call.out, ""));
  hide_project_and_memory();
  ProgressLine line;
  bool shows = can_show_progress(tool.env().term);
  JudgeOutcome done = run_judge(
      requests, how, [&](const std::vector<Judgement>& answers, const JudgeOutcome& so_far) {
        store.put(answers);
        if (shows)
          line.show(fmt::format("{} of {} requests answered, {}",
                                human_count(static_cast<std::int64_t>(so_far.requests)),
                                human_count(static_cast<std::int64_t>(requests.size())),
                                human_usd(so_far.usd)));
      });
  line.clear();
  call.out += fmt::format("{} cases judged by {}: {}\n{}{}", human_count(done.verdicts.all()),
                          done.model.empty() ? o.ask : printable(done.model), counts(done.verdicts),
                          human_usd(done.usd),
                          done.all_priced ? " as reported by Claude Code\n"
                                          : " at most; Claude Code did not report it\n");
  if (done.capped)
    call.out += fmt::format("the rest would have cost more than {}; run it again to continue\n",
                            human_usd(o.most));
  if (done.problem.empty()) return done.capped ? Exit::kNo : Exit::kOk;
  call.warn(fmt::format("claude: {}; run it again to retry", done.problem));
  return Exit::kUnavailable;
}

Exit write(Call& call, const std::string& file, const std::vector<JudgeRequest>& requests,
           const std::string& model) {
  Output output(file);
  for (const JudgeRequest& request : requests) output.write(batch_line(request, model));
  output.finish();
  if (file == "-" || file.empty()) call.out.clear();
  else
    call.out +=
        printable(file) + ": written; --merge records the results of the Message Batches API\n";
  return Exit::kOk;
}

Exit judge(Call& call) {
  static Options o;
  o = parse(call);
  if (o.forget) return forget(call);
  if (o.merge) return merge(call, *o.merge);
  auto& tool = make_to_last<ReplayTool>(call, o.history);
  tool.read();
  tool.replay(o.session);
  static std::vector<JudgeCase> cases = judge_cases(tool.replayed(), waste_limits(tool.env()));
  if (cases.empty()) {
    bool any = !tool.replayed().requests().empty();
    if (any)
      call.warn(searched_places(tool.env()) +
                ": the rules left no case undecided; wick-waste shows their findings");
    return any ? Exit::kNo : tool.status(false);
  }
  // Each request of a batch names its case, so that its answer can be assigned.
  bool batch = o.write.has_value();
  std::vector<JudgeRequest> requests = judge_requests(cases, batch ? 1 : 20, o.text);
  JudgeEstimate estimate = estimate_judge(requests, o.ask, batch, tool.prices(), tool.env().now);
  call.out = judge_plan(cases, requests, estimate, o.ask, o.text, tool.look());
  if (batch) return write(call, *o.write, requests, estimate.model);
  if (!o.send) {
    call.out += fmt::format(
        "nothing was sent; --send asks through claude -p, for at most {}\n--write=FILE writes them as a batch\n",
        human_usd(o.most));
    return Exit::kOk;
  }
  return send(call, o, tool, requests, estimate);
}

}  // namespace

int run_wick_waste_judge(int argc, char** argv) { return run(argc, argv, {kUsage, 22}, judge); }
