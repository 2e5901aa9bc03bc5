// SPDX-License-Identifier: MIT
#include "lib/top/board.h"

#include <signal.h>

#include <algorithm>
#include <map>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/claude/dirs.h"
#include "lib/claude/entry.h"
#include "lib/claude/lines.h"
#include "lib/live/fields.h"
#include "lib/live/spend.h"

namespace wick {
namespace {

constexpr std::uint64_t kReadForCalls = 256 * 1024;

class CallCollector {
 public:
  explicit CallCollector(std::size_t most) : most_(most) {}

  bool full() const { return calls_.size() >= most_; }
  std::vector<LastCall> take() { return std::move(calls_); }

  // Called with the entries in reverse order, last one first.
  void add(const Entry& entry) {
    if (entry.sidechain || entry.nested) return;
    for (const EntryResult& result : entry.results)
      results_[std::string(result.call_id)] = result.bytes;
    passed_prompt_ |= entry.kind == EntryKind::kUser && entry.is_prompt;
    if (entry.kind != EntryKind::kResponse) return;
    for (auto call = entry.calls.rbegin(); call != entry.calls.rend() && !full(); ++call) {
      auto result = results_.find(std::string(call->id));
      bool pending = result == results_.end();
      if (pending && passed_prompt_) continue;
      LastCall& last = calls_.emplace_back(
          LastCall{std::string(call->tool), std::string(call->target), entry.time, {}});
      if (!pending) last.bytes = result->second;
    }
  }

 private:
  std::size_t most_;
  std::vector<LastCall> calls_;
  std::map<std::string, std::uint64_t> results_;
  bool passed_prompt_ = false;
};

}  // namespace

std::vector<LastCall> read_last_calls(const OpenFile& transcript, std::size_t most) {
  BackwardLines lines(transcript);
  EntryReader reader;
  CallCollector calls(most);
  while (!calls.full()) {
    std::optional<Line> line = lines.next(kReadForCalls, kReadForCalls);
    if (!line) break;
    if (line->oversized || line->text.empty() || !could_be_entry(line->text)) continue;
    reader.start(line->text, {});
    while (reader.next() == EntryReader::Status::kEntry) calls.add(reader.entry());
  }
  return calls.take();
}

namespace {

constexpr TimeMs kListEvery = 60'000, kAccountEvery = 10'000;
constexpr TimeMs kAgentRuns = 60'000;
constexpr std::size_t kCallsShown = 8;

bool ends_with_jsonl(std::string_view path) { return path.ends_with(".jsonl"); }

std::string agents_folder(const std::string& transcript) {
  return transcript.substr(0, transcript.size() - std::string_view(".jsonl").size()) + "/subagents";
}

}  // namespace

std::string what_it_waits_for(const State& s) {
  const std::string& what = s.session.waiting_for;
  return what.empty() ? "waits" : fmt::format("waits: {}", printable(what));
}

const State* Board::find(const std::string& id) const {
  for (const State* state : sessions)
    if (state->session.id == id) return state;
  return nullptr;
}

const PastSession* Board::past_of(const std::string& id) const {
  if (!past) return nullptr;
  auto at = past->sessions.find(id);
  return at == past->sessions.end() ? nullptr : &at->second;
}

BoardCounts count_board(const Board& board) {
  BoardCounts counts;
  for (const State* state : board.sessions) {
    const State& s = *state;
    if (s.session.pid > 0) {
      ++counts.live;
      if (s.session.status == "busy") ++counts.busy;
      else if (s.session.status == "waiting") ++counts.waiting;
      else ++counts.idle;
    }
    if (!s.next.is_warm || !s.next.now) continue;
    ++counts.warm;
    bool soon = s.cache.expires_at && *s.cache.expires_at * 1000 <= board.now + 3600'000;
    if (soon && s.next.cold) counts.cold_within_hour += std::max(0.0, *s.next.cold - *s.next.now);
  }
  return counts;
}

BoardReader::BoardReader(const Env& env, const SessionsQuery& query, const PriceTable& prices)
    : env_(env), reader_(env, query, prices), prices_(prices) {}

// Watches the registry, the projects folder and each folder in it, and the folder of the taps.
bool BoardReader::watch_folders() {
  bool all = true;
  for (const std::string& dir : config_dirs(env_)) {
    bool has_projects = is_directory(dir + "/projects");
    if (!watch_.add(dir + "/sessions") || !has_projects) watch_.add(dir);  // to see these created
    if (!has_projects) continue;
    all &= watch_.add(dir + "/projects");
    std::vector<std::string> ignored;
    or_note(ignored, [&] {
      for (const std::string& project : list_dir(dir + "/projects"))
        if (std::string folder = dir + "/projects/" + project; is_directory(folder))
          all &= watch_.add(folder);
    });
  }
  for (const SessionFiles& found : reader_.found())
    if (!found.transcript.empty() && found.live.pid > 0)
      watch_.add(agents_folder(found.transcript));
  if (std::string taps = parent_dir(tap_path(env_, "x")); is_directory(taps)) watch_.add(taps);
  return all;
}

// True if the sessions have to be listed again. A change of a known session's transcript or tap only
// concerns that session; any other change may be a new session or the end of one.
bool BoardReader::must_list(const FolderChanges& changes, TimeMs now) const {
  if (!watched_ || changes.anything || listed_ == 0 || now < listed_ || now - listed_ >= kListEvery)
    return true;
  for (const SessionFiles& found : reader_.found())
    if (found.live.pid > 0 && ::kill(static_cast<pid_t>(found.live.pid), 0) != 0 && errno == ESRCH)
      return true;
  for (const std::string& path : changes.paths) {
    if (path.ends_with(".tmp") || path.find("/subagents/") != path.npos ||
        is_agent_file(base_name(path)))
      continue;
    auto is_known = [&path](const SessionFiles& found) {
      return found.transcript == path || found.tap == path;
    };
    if (std::none_of(reader_.found().begin(), reader_.found().end(), is_known)) return true;
  }
  return false;
}

void BoardReader::read_agents(Board& board, const State& state) {
  std::vector<TopAgent> agents;
  for (const std::string& path : subagent_files(state.session.transcript, board.unreadable)) {
    or_note(board.unreadable, [&] {
      auto info = listed_info(path);
      if (!info) return;
      std::string_view name = base_name(path);
      std::string id(name.substr(6, name.size() - 12));  // agent-ID.jsonl
      bool lately = board.now - info->modified < kAgentRuns;
      agents.push_back(
          {id, agent_type_of(path), path, info->modified, state.session.pid > 0 && lately});
    });
  }
  std::stable_sort(agents.begin(), agents.end(),
                   [](const TopAgent& a, const TopAgent& b) { return a.changed > b.changed; });
  if (agents.empty()) board.agents.erase(state.session.id);
  else board.agents[state.session.id] = std::move(agents);
}

void BoardReader::read_calls(Board& board, const State& state) {
  auto transcript = try_open_regular(state.session.transcript);
  or_note(board.unreadable, [&] {
    board.calls[state.session.id] =
        transcript ? read_last_calls(*transcript, kCallsShown) : std::vector<LastCall>{};
  });
}

// `changes` is null if anything may have changed.
void BoardReader::read_session_extras(Board& board, const FolderChanges* changes) {
  // Folders in which subagents' files beside the transcripts (the old layout) have changed.
  std::set<std::string> beside;
  if (changes)
    for (const std::string& path : changes->paths)
      if (is_agent_file(base_name(path))) beside.insert(parent_dir(path));
  auto changed_agents = [&](const std::string& transcript) {
    std::string folder = agents_folder(transcript);
    auto at = changes->paths.lower_bound(folder);
    return (at != changes->paths.end() && at->starts_with(folder)) ||
           beside.count(parent_dir(transcript)) > 0;
  };
  for (const State* state : board.sessions) {
    const std::string& path = state->session.transcript;
    const std::string& id = state->session.id;
    if (!ends_with_jsonl(path)) continue;
    bool seen = seen_.count(id) > 0;
    if (seen && changes && changes->paths.empty() && id != selected_) continue;
    bool touched = !changes || changes->paths.count(path) > 0,
         wants_calls = state->session.pid > 0 || id == selected_;
    if (wants_calls && (touched || board.calls.count(id) == 0)) read_calls(board, *state);
    if (!seen || !changes || changed_agents(path)) read_agents(board, *state);
    seen_.insert(id);
  }
  for (auto& [id, agents] : board.agents) {
    const State* state = board.find(id);
    for (TopAgent& agent : agents)
      agent.runs = state && state->session.pid > 0 && board.now - agent.changed < kAgentRuns;
  }
}

// Reads the figures of the account, which belong to no session.
void BoardReader::read_account(Board& board) {
  if (board.now >= account_read_ && board.now - account_read_ < kAccountEvery) return;
  account_read_ = board.now;
  env_.now = board.now;
  State account = load_session(
      env_, {},
      needs_of({"limits.five_hour_pct", "limits.five_hour_runs_out_at", "usage.today_usd"}), {},
      prices_);
  board.limits = account.limits;
  board.usage = account.usage;
}

bool BoardReader::refresh(Board& board, TimeMs now, std::int64_t patience_ms) {
  board.now = now;
  bool first = listed_ == 0;
  FolderChanges changes = watch_.take();
  bool lists = must_list(changes, now);
  // Watch first, then read: changes in between are reported the next time.
  if (lists) watched_ = watch_folders();
  bool news = reader_.refresh(now, lists ? nullptr : &changes, patience_ms);
  board.unreadable = reader_.unreadable();
  if (lists) {
    if (first) watched_ = watch_folders();
    listed_ = now;
    board.jobs.clear();
    for (const SessionFiles& found : reader_.found())
      if (!found.live.job.empty()) board.jobs[found.live.session_id] = found.live.job;
  }
  if (news || lists) board.sessions = reader_.states();
  board.complete = reader_.is_complete();
  read_session_extras(board, lists && !watched_ ? nullptr : &changes);
  read_account(board);
  return news || first;
}

}  // namespace wick
