// SPDX-License-Identifier: MIT
#include "lib/live/sessions.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/claude/dirs.h"
#include "lib/live/line.h"
#include "lib/live/live.h"
#include "lib/output/layout.h"

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
  Lister(TimeMs changed_since, bool live_only, std::vector<std::string>& unreadable)
      : since_(changed_since), live_only_(live_only), unreadable_(unreadable) {}

  void add_live(const std::string& config_dir) {
    std::vector<LiveSession> live;
    or_note(unreadable_, [&] { live = live_sessions(config_dir); });
    for (LiveSession& session : live) {
      Candidate& c = sessions_[session.session_id];
      // If two processes have the session, the one that was active last counts.
      if (c.live.pid == 0 || session.updated > c.live.updated) c.live = std::move(session);
    }
  }

  void add_transcripts(const std::string& config_dir) {
    for (const std::string& project : list(config_dir + "/projects")) {
      const std::string folder = config_dir + "/projects/" + project;
      for (const std::string& name : list(folder)) {
        if (is_transcript_name(name)) or_note(unreadable_, [&] { offer(folder + "/" + name); });
      }
    }
  }

  // Newest first; the same age gives a stable order.
  std::vector<std::pair<std::string, Candidate>> sorted() && {
    std::vector<std::pair<std::string, Candidate>> out(sessions_.begin(), sessions_.end());
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
      return a.second.changed() > b.second.changed();
    });
    return out;
  }

 private:
  std::vector<std::string> list(const std::string& folder) {
    std::vector<std::string> names;
    or_note(unreadable_, [&] { names = list_dir(folder); });
    return names;
  }

  void offer(std::string path) {
    std::string id = session_id_of(path);
    if (!is_safe_name(id)) return;
    auto known = sessions_.find(id);
    bool is_live = known != sessions_.end() && known->second.live.pid != 0;
    if (live_only_ && !is_live) return;
    auto info = listed_info(path);
    if (!info || (info->modified < since_ && !is_live)) return;
    Candidate& c = sessions_[id];
    if (std::pair(info->modified, path) <= std::pair(c.file_changed, c.transcript)) return;
    c.file_changed = info->modified;
    c.transcript = std::move(path);
  }

  TimeMs since_;
  bool live_only_;
  std::vector<std::string>& unreadable_;
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

// A copied or restored file is new, but what is in it may be old. Without a response with a time,
// that of the file decides, as list_sessions() has done.
bool was_used_since(const State& s, TimeMs since) {
  return s.session.pid > 0 || s.session.last_response.value_or(since) >= since;
}

}  // namespace

SessionList list_sessions(const Env& env, TimeMs changed_since, bool live_only) {
  SessionList out;
  Lister lister(changed_since, live_only, out.unreadable);
  std::vector<std::string> dirs = config_dirs(env);
  for (const std::string& dir : dirs) lister.add_live(dir);
  for (const std::string& dir : dirs) lister.add_transcripts(dir);
  for (auto& [id, candidate] : std::move(lister).sorted()) {
    out.sessions.push_back({id, candidate.transcript, tap_path(env, id), candidate.live});
  }
  return out;
}

void sort_by_urgency(std::vector<State>& sessions) {
  std::stable_sort(sessions.begin(), sessions.end(),
                   [](const State& a, const State& b) { return urgency_of(a) < urgency_of(b); });
}

void sort_by_urgency(std::vector<const State*>& sessions) {
  std::stable_sort(sessions.begin(), sessions.end(),
                   [](const State* a, const State* b) { return urgency_of(*a) < urgency_of(*b); });
}

bool is_known(const State& s) {
  return s.session.pid > 0 || s.session.last_response || s.context.source != Source::kNone;
}

namespace {

// A column shows one of wick-line's segments with its colours, or a format of its own, or both.
struct SessionColumn {
  Column column;
  std::string_view segment;
  std::string_view format;
};

// clang-format off
const std::array kColumns = {
    SessionColumn{{"ID", false, 50}, "", "{session.id}"},
    SessionColumn{{"NAME", false, 90, 8}, "", "{session.name}"},
    SessionColumn{{"PROJECT", false, 85, 8, true}, "",
                  "{session.project_dir}{?!session.project_dir:{session.cwd}}"},
    SessionColumn{{"MODEL", false, 60}, "model", ""},
    SessionColumn{{"CONTEXT", true, 80}, "context",
                  "{?context.compacted=true:compacted}"
                  "{?context.compacted!=true:{context.tokens:h}{?context.used_pct: {context.used_pct:h}}}"},
    SessionColumn{{"CACHE", false, 100}, "cache", ""},
    SessionColumn{{"ENTRY", true, 95}, "next_entry", "{next.now_usd:h}"},
    SessionColumn{{"COLD", true, 75}, "", "{next.cold_usd:h}"},
    SessionColumn{{"STATUS", false, 70}, "", "{session.status}"},
    SessionColumn{{"PID", true, 30}, "", "{session.pid}"},
    SessionColumn{{"AGE", true, 40}, "", "{session.age_s}"},
};
// clang-format on
constexpr std::size_t kId = 0, kProject = 2, kAge = 10;

Segment segment_of(const SessionColumn& column) {
  Segment segment;
  if (!column.segment.empty()) segment = *built_in_segment(column.segment);
  if (!column.format.empty()) segment.format = Template::trusted(column.format);
  segment.hide_when_absent = false;
  return segment;
}

// One per column. Created once, because names of fields point into them.
const std::vector<Segment>& segments() {
  static const std::vector<Segment> all = [] {
    std::vector<Segment> out;
    for (const SessionColumn& column : kColumns) out.push_back(segment_of(column));
    return out;
  }();
  return all;
}

FileInfo info_or_none(const std::string& path) { return file_info(path).value_or(FileInfo{}); }

}  // namespace

bool SessionReader::is_due(const Kept& kept, const Kept& present, TimeMs now) const {
  const auto& end = kept.state.cache.expires_at;
  bool went_cold = end && kept.state.now < *end * 1000 && now >= *end * 1000;
  bool is_same =
      kept.transcript == present.transcript && kept.tap == present.tap && kept.live == present.live;
  return went_cold || !is_same || now < kept.read || now - kept.read >= query_.oldest;
}

void SessionReader::read(const SessionFiles& found, TimeMs now) {
  // The files' times are taken before reading, so that later changes are noticed next time.
  Kept present{{}, now, info_or_none(found.transcript), info_or_none(found.tap), found.live};
  Kept& kept = kept_[found.id];
  if (kept.read != 0 && !is_due(kept, present, now)) return;
  env_.now = now;
  present.state = load_session(env_, found, query_.needs, {}, prices_);
  if (!query_.names) present.state.session.name.clear();
  kept = std::move(present);
}

bool SessionReader::is_untouched(const SessionFiles& found, TimeMs now,
                                 const FolderChanges* changes) {
  const Kept& kept = kept_[found.id];
  if (!changes || changes->anything || kept.read == 0 || is_due(kept, kept, now)) return false;
  return changes->paths.empty() ||
         (changes->paths.count(found.transcript) == 0 && changes->paths.count(found.tap) == 0);
}

void SessionReader::collect(TimeMs now) {
  states_.clear();
  unreadable_ = list_.unreadable;
  for (const SessionFiles& found : list_.sessions) {
    Kept& kept = kept_[found.id];
    if (kept.read == 0) continue;
    kept.state.now = now;
    unreadable_.insert(unreadable_.end(), kept.state.unreadable.begin(),
                       kept.state.unreadable.end());
    if (is_known(kept.state) && was_used_since(kept.state, query_.since.at(now)))
      states_.push_back(&kept.state);
  }
  sort_by_urgency(states_);
}

bool SessionReader::refresh(TimeMs now, const FolderChanges* changes, std::int64_t patience_ms) {
  std::int64_t until = monotonic_ms() + patience_ms;
  bool any = !changes || !complete_;
  if (!changes) {
    list_ = list_sessions(env_, query_.since.at(now), query_.live_only);
    std::stable_partition(list_.sessions.begin(), list_.sessions.end(),
                          [](const SessionFiles& found) { return found.live.pid > 0; });
  }
  if (!changes) {
    std::set<std::string_view> ids;
    for (const SessionFiles& found : list_.sessions) ids.insert(found.id);
    std::erase_if(kept_, [&ids](const auto& kept) { return ids.count(kept.first) == 0; });
  }
  complete_ = true;
  for (const SessionFiles& found : list_.sessions) {
    if (is_untouched(found, now, changes)) continue;
    bool is_new = kept_[found.id].read == 0;
    if (is_new && patience_ms >= 0 && monotonic_ms() >= until) {
      complete_ = false;
      continue;
    }
    read(found, now);
    any = true;
  }
  if (any) collect(now);
  // The passing of time alone does not count as something new.
  for (auto& [id, kept] : kept_) kept.state.now = now;
  return any;
}

std::vector<State> SessionReader::at(TimeMs now) {
  refresh(now, nullptr, -1);
  std::vector<State> states;
  for (const State* state : states_) states.push_back(*state);
  return states;
}

std::vector<std::string> sessions_table(const std::vector<State>& sessions, const std::string& home,
                                        const TableStyle& look) {
  std::vector<Column> columns;
  for (const SessionColumn& column : kColumns) columns.push_back(column.column);
  const std::vector<Segment>& cells = segments();
  std::vector<std::string_view> ids;
  for (const State& state : sessions) ids.push_back(state.session.id);
  const std::size_t id_length = unique_prefix_length(std::move(ids));
  std::vector<TableRow> rows;
  for (const State& state : sessions) {
    TableRow& row = rows.emplace_back();
    for (const Segment& segment : cells) {
      Piece piece = render_segment(state, segment);
      row.push_back({std::move(piece.text), std::move(piece.style)});
    }
    row[kId].text = state.session.id.substr(0, id_length);
    if (auto age = parse_integer(row[kAge].text)) row[kAge].text = short_age(*age);
    row[kProject].text = shorten_home(row[kProject].text, printable(home));
  }
  return lay_out_table(columns, rows, look);
}

std::vector<std::string_view> sessions_table_fields() {
  std::vector<std::string_view> names;
  for (const Segment& segment : segments()) {
    names.insert(names.end(), segment.format.names().begin(), segment.format.names().end());
    for (const Threshold& threshold : segment.thresholds) names.push_back(threshold.field);
  }
  return names;
}

}  // namespace wick
