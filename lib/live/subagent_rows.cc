// SPDX-License-Identifier: MIT
#include "lib/live/subagent_rows.h"

#include <cmath>
#include <vector>

#include "lib/base/text.h"
#include "lib/live/line.h"
#include "lib/live/spend.h"
#include "lib/output/json_writer.h"

namespace wick {
namespace {

// The client draws fewer rows than this, and each of them opens a transcript.
constexpr std::size_t kMostRows = 64;

std::string transcript_of(const SubagentTask& task, const std::vector<std::string>& files) {
  std::string name = "agent-" + task.id + ".jsonl";
  for (const std::string& file : files)
    if (base_name(file) == name) return file;
  return "";
}

State state_of(const SubagentTask& task, const std::string& transcript, const Env& env, Needs needs,
               const PriceTable& prices) {
  needs.cost_in_full = needs.cost;  // the client has no total that would do until all is read
  Payload payload;
  payload.transcript_path = transcript;
  payload.session_name = task.label;
  payload.model_id = task.model;
  payload.window_tokens = task.window;
  State state = load_payload(env, std::move(payload), needs, {}, prices);
  ContextState& context = state.context;
  if (context.tokens || !task.tokens || *task.tokens == 0) return state;
  context.tokens = task.tokens;
  if (context.window)
    context.used_pct = std::llround(100.0 * static_cast<double>(*task.tokens) /
                                    static_cast<double>(*context.window));
  return state;
}

}  // namespace

std::string subagent_rows(const Env& env, const SubagentTasks& panel, const LineConfig& config,
                          LineStyle look, const Needs& needs, const PriceTable& prices) {
  if (look.columns == 0) look.columns = panel.columns;
  std::vector<std::string> unreadable;
  std::vector<std::string> files = subagent_files(panel.transcript, unreadable);
  std::string out;
  std::size_t rows = 0;
  for (const SubagentTask& task : panel.tasks) {
    if (task.type != "local_agent" || !is_safe_name(task.id) || rows == kMostRows) continue;
    State state = state_of(task, transcript_of(task, files), env, needs, prices);
    if (!state.context.tokens) continue;
    state.now = env.now, state.home = env.home;
    std::string row =
        render_line(state, config, look, {}, [](const Segment&) { return std::string(); });
    if (trim(row).empty()) continue;  // empty content would hide the row
    JsonWriter json;
    json.begin_object().text("id", task.id).text("content", trim(row)).end_object();
    out += json.take() + "\n";
    ++rows;
  }
  return out;
}

}  // namespace wick
