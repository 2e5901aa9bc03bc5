// SPDX-License-Identifier: MIT
#include "lib/history/read_history.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <future>
#include <iterator>
#include <thread>
#include <unordered_map>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/threads.h"
#include "lib/claude/dirs.h"
#include "lib/history/discover.h"
#include "lib/history/repair.h"

namespace wick {
namespace {

std::uint64_t key_of(const Request& r) {
  return r.message ^ (std::uint64_t{r.request} << 32) ^ (std::uint64_t{r.pass} << 20);
}
std::uint64_t key_of(const Prompt& p) { return p.key; }
std::uint64_t key_of(const CompactionRecord& c) { return c.key; }
std::uint64_t key_of(const ShapeRecord& s) { return static_cast<std::uint64_t>(s.time); }
std::uint64_t key_of(const ClearingRecord& c) { return static_cast<std::uint64_t>(c.time); }
std::uint64_t key_of(const ToolCall& c) { return c.key; }
std::uint64_t key_of(const ContextBlock& b) { return b.message ^ b.hash ^ b.bytes; }

bool says_more(const Request& old, const Request& present) {
  Usage most = present.usage();
  most.keep_largest(old.usage());
  bool earlier = old.time != kUndated && (present.time == kUndated || old.time < present.time);
  return most != present.usage() || earlier;
}
bool says_more(const Prompt&, const Prompt&) { return false; }
bool says_more(const CompactionRecord&, const CompactionRecord&) { return false; }
bool says_more(const ShapeRecord&, const ShapeRecord&) { return false; }
bool says_more(const ClearingRecord&, const ClearingRecord&) { return false; }
bool says_more(const ContextBlock&, const ContextBlock&) { return false; }
bool says_more(const ToolCall& old, const ToolCall& present) {
  return old.answered && !present.answered;
}

template <class Record>
void drop_present(std::vector<Record>& old, const std::vector<Record>& present) {
  std::unordered_map<std::uint64_t, const Record*> there;
  for (const Record& record : present) there.emplace(key_of(record), &record);
  auto is_there = [&there](const Record& record) {
    auto at = there.find(key_of(record));
    return at != there.end() && !says_more(record, *at->second);
  };
  old.erase(std::remove_if(old.begin(), old.end(), is_there), old.end());
}

// Moves records, after translating the names they use.
template <class Record, class Rename>
void move_over(std::vector<Record>& from, std::vector<Record>& to, Rename rename) {
  for (Record& record : from) {
    rename(record);
    to.push_back(record);
  }
}

}  // namespace

void RemovedRecords::drop(const FileRecords& present) {
  for (FileRecords& old : old_) {
    drop_present(old.requests, present.requests);
    drop_present(old.prompts, present.prompts);
    drop_present(old.compactions, present.compactions);
    drop_present(old.shapes, present.shapes);
    drop_present(old.clearings, present.clearings);
    drop_present(old.calls, present.calls);
    drop_present(old.blocks, present.blocks);
    if (present.total) old.total.reset();
  }
}

FileRecords RemovedRecords::rest() && {
  FileRecords out;
  for (FileRecords& old : old_) {
    auto name = [&](Names::Id& id) { id = out.names.id(old.names[id]); };
    auto call_name = [&](Names::Id& id) { id = out.call_names.id(old.call_names[id]); };
    // Each old part brings its own origins; unused ones take little space.
    auto first_origin = static_cast<std::uint32_t>(out.origins.size());
    move_over(old.origins, out.origins, [&](Origin& o) {
      for (auto member : kOriginNames) name(o.*member);
    });
    move_over(old.requests, out.requests, [&](Request& r) {
      for (auto member : kRequestNames) name(r.*member);
      r.origin = first_origin + r.origin;
    });
    move_over(old.prompts, out.prompts, [&](Prompt& p) { name(p.session); });
    move_over(old.compactions, out.compactions, [&](CompactionRecord& c) { name(c.session); });
    move_over(old.shapes, out.shapes, [&](ShapeRecord& s) { name(s.shape); });
    move_over(old.clearings, out.clearings, [](ClearingRecord&) {});
    move_over(old.calls, out.calls, [&](ToolCall& c) {
      for (Names::Id* id :
           {&c.session, &c.tool, &c.target, &c.agent, &c.started_agent, &c.denial, &c.subject})
        call_name(*id);
    });
    move_over(old.blocks, out.blocks,
              [&](ContextBlock& b) { call_name(b.name), call_name(b.target), call_name(b.agent); });
    if (old.total) {
      out.total = old.total;
      name(out.total->session);
    }
    out.last_time = std::max(out.last_time, old.last_time);
    if (out.cwd == 0) out.cwd = out.names.id(old.names[old.cwd]);
  }
  return out;
}

namespace {

// SQLite itself waits for other processes, except while one creates or recovers a ledger.
constexpr std::int64_t kPatienceMs = 60000;
// A disk may fail once, and while one process repairs a ledger, another may damage it.
constexpr int kMostTries = 2;

// The content of the ledger.
struct Loaded {
  std::vector<LedgerFile> files;
  RecordMerger merger;
};

// The ledger contains the sessions of every configuration folder that was ever read; these are the
// ones wanted now. A folder may have had another name then, through a symbolic link, and transcripts
// that have been deleted are known only by that name.
class OwnFolders {
 public:
  explicit OwnFolders(const std::vector<std::string>& dirs) : dirs_(dirs) {}

  bool hold(const std::string& path) {
    for (const std::string& dir : dirs_)
      if (path.compare(0, dir.size(), dir) == 0 && path[dir.size()] == '/') return true;
    std::string_view folder = project_folder_of(path);
    std::string config = parent_dir(parent_dir(std::string(folder)));
    auto [at, is_new] = others_.try_emplace(config, false);
    if (is_new) at->second = is_link_to_ours(config);
    return at->second;
  }

 private:
  bool is_link_to_ours(const std::string& config) const {
    std::string real = real_path(config);
    return std::any_of(dirs_.begin(), dirs_.end(),
                       [&real](const std::string& dir) { return real_path(dir) == real; });
  }

  const std::vector<std::string>& dirs_;
  std::unordered_map<std::string, bool> others_;  // by configuration folder
};

class HistoryReader {
 public:
  HistoryReader(const Env& env, const HistoryOptions& options)
      : env_(env), options_(options), dirs_(possible_config_dirs(env)) {}

  HistoryReading run() {
    if (!options_.files.empty()) {
      read("");
      return std::move(out_);
    }
    std::string path = options_.ledger ? ledger_path(env_) : "";
    if (!path.empty() && from_ledger(path)) {
      out_.kept = true;
    } else {
      read(options_.ledger ? ":memory:" : "");
    }
    if (!path.empty()) note_damaged(path);
    return std::move(out_);
  }

 private:
  bool from_ledger(const std::string& path) {
    const std::int64_t give_up = monotonic_ms() + kPatienceMs;
    int tries = 0;
    std::optional<bool> has_something;  // the ledger had data before this run
    while (true) {
      std::optional<FileInfo> opened;
      try {
        opened = listed_info(path);
        if (!has_something) has_something = opened && opened->size > 0;
        read(path);
        return true;
      } catch (const SqliteError& error) {
        std::optional<SqliteError> trouble = error;
        if (error.kind == SqliteError::kBusy && monotonic_ms() < give_up) {
          std::this_thread::sleep_for(std::chrono::milliseconds(20));
          continue;
        }
        if (error.kind == SqliteError::kDamaged && tries++ < kMostTries)
          trouble = repair(path, opened, error);
        if (!trouble || (trouble->kind == SqliteError::kIo && tries++ < kMostTries)) continue;
        give_up_ledger(path, *has_something, trouble->reason);
        return false;
      } catch (const Failure& failure) {
        out_.unreadable_ledgers.push_back(failure.message);  // even its existence is unknown
        return false;
      }
    }
  }

  // Returns the error that prevented it; nothing if there is a new ledger now.
  std::optional<SqliteError> repair(const std::string& path, const std::optional<FileInfo>& opened,
                                    const SqliteError& damage) {
    if (!opened) return std::nullopt;  // another process is just creating it
    try {
      std::string aside = repair_ledger(
          path, *opened, dirs_.empty() ? "" : dirs_[0] + "/projects/recovered", env_.now);
      if (!aside.empty())
        out_.warnings.push_back(fmt::format("{}: {}; moved to {}, and replaced by a new ledger",
                                            path, damage.reason, aside));
      return std::nullopt;
    } catch (const SqliteError& error) {
      return error;
    }
  }

  // If the ledger had data, what only it has is now missing.
  void give_up_ledger(const std::string& path, bool has_something, const std::string& reason) {
    (has_something ? out_.unreadable_ledgers : out_.warnings)
        .push_back(fmt::format("{}: {}; read from the transcripts, nothing kept", path, reason));
  }

  void note_damaged(const std::string& path) {
    or_note(out_.unreadable_ledgers, [&] {
      for (const std::string& damaged : damaged_ledgers(path))
        out_.unreadable_ledgers.push_back(
            damaged +
            ": a damaged ledger; what it has lost is missing from the figures (remove it to end this message)");
    });
  }

  void read(const std::string& where) {
    Ledger ledger(where);
    const std::int64_t before = ledger.state();
    bool known = options_.known_state == before;
    // Loads the ledger while the folders are searched: usually there is nothing new.
    std::packaged_task<Loaded()> loading([&] {
      bool nothing = known && !options_.requests_anyway;
      return nothing ? Loaded{ledger.files(), RecordMerger()}
                     : load(ledger, options_.evidence && !known);
    });
    Threads beside;
    bool started = options_.threads > 1 && beside.add([&loading] { loading(); });
    Discovery found = options_.files.empty() ? discover(dirs_, options_.threads) : given_files();
    if (!started) loading();
    Loaded loaded = loading.get_future().get();
    out_.files_found = found.files.size();
    out_.unreadable = std::move(found.unreadable);
    Update update = update_ledger(ledger, loaded.files, found.files,
                                  {options_.threads, options_.progress}, loaded.merger);
    keep_windows(ledger);
    if (!where.empty() && where[0] != ':') keep_titles(ledger, loaded.files, found.files);
    const std::int64_t after = ledger.state();
    out_.unchanged = known && after == before;
    if (update.reload || (known && !out_.unchanged)) loaded = load(ledger, options_.evidence);
    bool is_ours = after == before + (update.files_read > 0) && !update.reload;
    out_.state = is_ours ? std::optional(after) : std::nullopt;
    out_.history = std::move(loaded.merger).finish();
    if (options_.evidence) out_.history.judgements = ledger.judgements();
    std::move(update.unreadable.begin(), update.unreadable.end(),
              std::back_inserter(out_.unreadable));
    out_.files_read = update.files_read;
    out_.bytes_read = update.bytes_read;
  }

  Discovery given_files() const {
    Discovery found;
    for (const std::string& file : options_.files) {
      std::string path = real_path(file);
      or_note(found.unreadable, [&] {
        if (auto info = file_info(path)) found.files.push_back({path, *info});
        else found.unreadable.push_back(file + ": " + std::strerror(errno));
      });
    }
    return found;
  }

  Loaded load(Ledger& ledger, bool evidence) const {
    Loaded loaded{ledger.files(), RecordMerger(evidence)};
    OwnFolders ours(dirs_);
    for (const LedgerFile& file : loaded.files)
      if (!options_.files.empty() || ours.hold(file.path)) loaded.merger.add_file(file);
    ledger.each_part(evidence, [&loaded](Ledger::Part& part) { loaded.merger.add(part); });
    return loaded;
  }

  // Reads the names in transcripts that changed since they were last read, or whose name is
  // unknown.
  void keep_titles(Ledger& ledger, const std::vector<LedgerFile>& before,
                   const std::vector<SessionFile>& found) {
    if (!options_.keep_titles) return ledger.forget_titles();
    out_.titles = ledger.titles();
    std::unordered_map<std::string_view, const LedgerFile*> known;
    for (const LedgerFile& file : before) known.emplace(file.path, &file);
    bool writes = false;
    for (const SessionFile& file : found) {
      if (!is_transcript_name(std::string_view(file.path).substr(file.path.rfind('/') + 1)))
        continue;
      std::string session = session_id_of(file.path);
      auto at = known.find(file.path);
      bool is_read = at != known.end() && at->second->info == file.info;
      if (is_read && out_.titles.contains(session)) continue;
      std::string title = title_in(file.path);
      std::string& kept = out_.titles[session];
      if (title.empty()) title = kept;  // further from the end, or in another file of the session
      if (!std::exchange(writes, true)) ledger.begin();
      ledger.put_title(session, kept = std::move(title));
    }
    if (writes) ledger.commit();
  }

  void keep_windows(Ledger& ledger) {
    out_.windows = ledger.windows();
    const std::vector<std::int64_t> known = out_.windows;
    for (std::int64_t end : options_.windows) {
      if (!std::binary_search(known.begin(), known.end(), end)) out_.windows.push_back(end);
    }
    if (out_.windows.size() == known.size()) return;
    ledger.begin();
    for (std::int64_t end : out_.windows) ledger.put_window(end);
    ledger.commit();
    std::sort(out_.windows.begin(), out_.windows.end());
  }

  const Env& env_;
  const HistoryOptions& options_;
  std::vector<std::string> dirs_;  // configuration folders as absolute paths; they may not exist
  HistoryReading out_;
};

}  // namespace

std::string ledger_path(const Env& env) {
  std::string home = data_home(env);
  return home.empty() ? "" : home + "/ledger.db";
}

HistoryReading read_history(const Env& env, const HistoryOptions& options) {
  return HistoryReader(env, options).run();
}

}  // namespace wick
