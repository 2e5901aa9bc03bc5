// SPDX-License-Identifier: MIT
#include "lib/history/read_history.h"

#include <stdio.h>

#include <algorithm>
#include <functional>
#include <iterator>

#include "lib/claude/dirs.h"
#include "lib/history/discover.h"

namespace wick {
namespace {

// Puts a damaged ledger out of the way, where it can be looked at; with SQLite's files beside it.
std::string move_aside(const std::string& path, TimeMs now) {
  std::string aside = path + ".damaged-" + std::to_string(now / 1000);
  ::rename(path.c_str(), aside.c_str());
  for (const char* suffix : {"-wal", "-shm"})
    ::rename((path + suffix).c_str(), (aside + suffix).c_str());
  return aside;
}

class HistoryReader {
 public:
  HistoryReader(const Env& env, const HistoryOptions& options)
      : env_(env), options_(options), dirs_(possible_config_dirs(env)) {}

  HistoryReading run() {
    for (std::string& dir : dirs_) {
      if (dir[0] != '/') dir = env_.cwd + "/" + dir;
    }
    Discovery found = discover(dirs_, options_.threads);
    files_ = std::move(found.files);
    std::string path = options_.ledger ? ledger_path(env_) : "";
    if (!path.empty() && from_ledger(path)) {
      out_.kept = true;
    } else {
      from_files(options_.ledger ? ":memory:" : "");
    }
    out_.files_found = files_.size();
    std::move(found.unreadable.begin(), found.unreadable.end(), std::back_inserter(out_.unreadable));
    return std::move(out_);
  }

 private:
  bool from_ledger(const std::string& path) {
    for (bool again : {true, false}) {
      try {
        Ledger ledger(path);
        read(ledger);
        return true;
      } catch (const SqliteError& error) {
        bool damaged = error.kind == SqliteError::kDamaged;
        std::string what = path + ": " + error.reason;
        if (damaged && again) {
          out_.warnings.push_back(what + "; moved to " + move_aside(path, env_.now) + ", made anew");
          continue;
        }
        out_.warnings.push_back(what + "; read from the transcripts, nothing kept");
        return false;
      }
    }
    return false;
  }

  void from_files(const std::string& where) {
    Ledger ledger(where);
    read(ledger);
  }

  void read(Ledger& ledger) {
    Update update = update_ledger(ledger, files_, {options_.threads, options_.progress});
    keep_windows(ledger);
    keep_only_ours(update.files);
    RecordMerger merger(update.files);
    ledger.each_part(false, [&merger](Ledger::Part& part) { merger.add(part); });
    out_.history = std::move(merger).finish();
    out_.unreadable = std::move(update.unreadable);
    out_.files_read = update.files_read;
    out_.bytes_read = update.bytes_read;
  }

  // The ledger has the sessions of all configuration folders that were ever read.
  void keep_only_ours(std::vector<LedgerFile>& files) const {
    auto is_ours = [this](const LedgerFile& file) {
      return std::any_of(dirs_.begin(), dirs_.end(), [&file](const std::string& dir) {
        return file.path.compare(0, dir.size(), dir) == 0 && file.path[dir.size()] == '/';
      });
    };
    files.erase(std::remove_if(files.begin(), files.end(), std::not_fn(is_ours)), files.end());
  }

  void keep_windows(Ledger& ledger) {
    out_.windows = ledger.windows();
    std::size_t known = out_.windows.size();
    for (std::int64_t end : options_.windows) {
      if (!std::binary_search(out_.windows.begin(), out_.windows.begin() + static_cast<long>(known), end)) out_.windows.push_back(end);
    }
    if (out_.windows.size() == known) return;
    ledger.begin();
    for (std::int64_t end : options_.windows) ledger.put_window(end);
    ledger.commit();
    std::sort(out_.windows.begin(), out_.windows.end());
  }

  const Env& env_;
  const HistoryOptions& options_;
  std::vector<std::string> dirs_;  // the configuration folders, there or not, as absolute paths
  std::vector<SessionFile> files_;
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
