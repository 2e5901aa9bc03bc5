// SPDX-License-Identifier: MIT
#include "lib/session/list.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/claude/dirs.h"

namespace wick {
namespace {

struct Candidate {
  LiveSession live;
  std::string transcript;
  TimeMs file_changed = 0;

  TimeMs changed() const { return std::max(file_changed, live.updated); }
};

class Lister {
 public:
  Lister(TimeMs changed_since, bool live_only) : since_(changed_since), live_only_(live_only) {}

  void add_live(const std::string& config_dir) {
    for (LiveSession& session : live_sessions(config_dir)) {
      Candidate& c = sessions_[session.session_id];
      // Of two processes with one session, the one that did something last.
      if (c.live.pid == 0 || session.updated > c.live.updated) c.live = std::move(session);
    }
  }

  void add_transcripts(const std::string& config_dir) {
    for (const std::string& project : list_dir(config_dir + "/projects")) {
      const std::string folder = config_dir + "/projects/" + project;
      for (const std::string& name : list_dir(folder)) {
        if (is_transcript_name(name)) offer(folder + "/" + name);
      }
    }
  }

  // Newest first; of the same age always in the same order.
  std::vector<std::pair<std::string, Candidate>> sorted() && {
    std::vector<std::pair<std::string, Candidate>> out(sessions_.begin(), sessions_.end());
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
      return a.second.changed() > b.second.changed();
    });
    return out;
  }

 private:
  void offer(std::string path) {
    std::string id = session_id_of(path);
    if (!is_safe_name(id)) return;
    auto known = sessions_.find(id);
    bool is_live = known != sessions_.end() && known->second.live.pid != 0;
    if (live_only_ && !is_live) return;
    auto info = file_info(path);
    if (!info || (info->modified < since_ && !is_live)) return;
    Candidate& c = sessions_[id];
    if (std::pair(info->modified, path) <= std::pair(c.file_changed, c.transcript)) return;
    c.file_changed = info->modified;
    c.transcript = std::move(path);
  }

  TimeMs since_;
  bool live_only_;
  std::map<std::string, Candidate> sessions_;
};

using Urgency = std::tuple<int, double, bool, double, TimeMs, std::string_view>;

// Smaller is more urgent.
Urgency urgency_of(const State& s) {
  const NextState& next = s.next;
  bool calm = s.session.status != "waiting";
  TimeMs newest = -s.session.last_response.value_or(s.session.started.value_or(0));
  if (next.now && next.is_warm) {
    double loss = next.cold.value_or(0) - *next.now;
    auto end = static_cast<double>(s.cache.expires_at.value_or(0));
    return {loss > 0 ? 0 : 1, end, calm, -loss, newest, s.session.id};
  }
  if (next.now) return {2, -*next.now, calm, 0, newest, s.session.id};
  return {3, 0, calm, 0, newest, s.session.id};
}

}  // namespace

std::vector<Found> list_sessions(const Env& env, TimeMs changed_since, bool live_only) {
  Lister lister(changed_since, live_only);
  std::vector<std::string> dirs = config_dirs(env);
  for (const std::string& dir : dirs) lister.add_live(dir);
  for (const std::string& dir : dirs) lister.add_transcripts(dir);
  std::vector<Found> out;
  for (auto& [id, candidate] : std::move(lister).sorted()) {
    out.push_back({id, candidate.transcript, tap_path(env, id), candidate.live});
  }
  return out;
}

void sort_by_urgency(std::vector<State>& sessions) {
  std::stable_sort(sessions.begin(), sessions.end(),
                   [](const State& a, const State& b) { return urgency_of(a) < urgency_of(b); });
}

bool is_known(const State& s) {
  return s.session.pid > 0 || s.session.last_response || s.context.source != Source::kNone;
}

}  // namespace wick
