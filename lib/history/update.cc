// SPDX-License-Identifier: MIT
#include "lib/history/update.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "lib/base/failure.h"
#include "lib/base/packed.h"
#include "lib/base/threads.h"
#include "lib/claude/dirs.h"
#include "lib/history/collect.h"
#include "lib/history/packing.h"
#include "lib/history/read_history.h"

namespace wick {
namespace {

// Large files are divided among the threads in spans of this size.
constexpr std::uint64_t kSpan = 4 * 1024 * 1024;
// LedgerFile::reader of a subagent's transcript whose type was not known yet.
constexpr int kUntyped = -static_cast<int>(kPackingVersion);
// With less to read, no thread is started.
constexpr std::uint64_t kWorthThreads = 1024 * 1024;

// A file to read from an offset on, in spans.
struct Job {
  LedgerFile file;
  std::uint64_t from = 0;
  bool grown = false;        // the ledger has everything before `from`
  bool still_there = false;  // another version read it, and all of that can be read again
  std::uint64_t complete_end = 0;
  std::size_t spans = 0, spans_read = 0;
  bool failed = false;              // not completely readable
  std::string trouble;              // "PATH: REASON", if it is to be reported
  std::vector<FileRecords> before;  // the ledger's old records of a file that is read again
};

struct FileSpan {
  std::size_t job;
  std::uint64_t from, to;
};

// Hashes samples of the first `length` bytes: a program that rewrites a file is unlikely to leave
// all of them unchanged. `bytes_at` returns the bytes at an offset.
template <class BytesAt>
std::uint64_t probe(std::uint64_t length, BytesAt bytes_at) {
  constexpr std::uint64_t kProbe = 512;
  std::uint64_t hash = length, last = length - std::min(length, kProbe);
  for (std::uint64_t at : {std::uint64_t{0}, last / 2, last})
    hash = (hash << 1 | hash >> 63) ^ checksum(bytes_at(at, std::min(kProbe, length - at)));
  return hash;
}

std::uint64_t probe_file(const OpenFile& file, std::uint64_t length) {
  std::string bytes;
  return probe(length, [&](std::uint64_t at, std::uint64_t size) -> std::string_view {
    bytes.resize(size);
    bytes.resize(read_at(file, at, bytes.data(), size));
    return bytes;
  });
}

std::uint64_t probe_text(std::string_view text) {
  return probe(text.size(), [text](auto at, auto size) { return text.substr(at, size); });
}

class Updater {
 public:
  Updater(Ledger& ledger, const UpdateOptions& options, RecordMerger& merger)
      : ledger_(ledger), options_(options), merger_(merger) {}

  Update run(const std::vector<LedgerFile>& known, const std::vector<SessionFile>& found) {
    plan(known, found);
    if (jobs_.empty()) return std::move(out_);
    ledger_.begin();
    try {
      if (ledger_.changed_since_files()) {
        plan(ledger_.files(), found);
        out_.reload = true;
      }
      for (Job& job : jobs_) prepare(job);
      read_spans();
      ledger_.commit();
    } catch (...) {
      ledger_.roll_back();
      throw;
    }
    return std::move(out_);
  }

 private:
  // Compares the files found with those in the ledger.
  void plan(const std::vector<LedgerFile>& files, const std::vector<SessionFile>& found) {
    jobs_.clear(), spans_.clear();
    progress_ = {};
    std::unordered_map<std::string_view, const LedgerFile*> known;
    known.reserve(files.size());
    for (const LedgerFile& file : files) known.emplace(file.path, &file);
    for (const SessionFile& file : found) {
      auto at = known.find(file.path);
      plan(file, at == known.end() ? nullptr : at->second);
    }
  }

  void plan(const SessionFile& found, const LedgerFile* known) {
    bool current = known && is_current(*known);
    if (current && known->info == found.info) return;
    Job job;
    if (known) job.file = *known;
    bool same = known && holds_still(*known, found);
    job.grown = current && same && found.info.size > known->info.size;
    job.still_there = !current && same;
    job.file.path = found.path;
    job.file.info = found.info;
    job.file.reader = is_untyped(found.path) ? kUntyped : kPackingVersion;
    job.from = job.complete_end = job.grown ? known->read_to : 0;
    add(std::move(job));
  }

  // A subagent's type is in a file beside its transcript, which may come after the first lines.
  static bool is_untyped(const std::string& path) {
    return is_agent_file(base_name(path)) && agent_type_of(path).empty();
  }
  static bool is_current(const LedgerFile& known) {
    return known.reader == kPackingVersion || (known.reader == kUntyped && is_untyped(known.path));
  }

  // True if it is the same file, still with everything that was read, and perhaps with more
  // appended.
  static bool holds_still(const LedgerFile& known, const SessionFile& found) {
    bool same = known.info.device == found.info.device && known.info.inode == found.info.inode;
    if (!same || found.info.size < known.info.size) return false;
    try {
      auto file = open_if_any(found.path);
      return file && probe_file(*file, known.read_to) == known.probes;
    } catch (const Failure&) {
      return false;  // the reading will report the error
    }
  }

  void add(Job job) {
    std::size_t index = jobs_.size();
    std::uint64_t from = job.from, size = job.file.info.size;
    do {
      std::uint64_t to = std::min(size, from + kSpan);
      spans_.push_back({index, from, to});
      ++job.spans;
      from = to;
    } while (from < size);
    progress_.all_bytes += size - std::min(size, job.from);
    ++progress_.all_files;
    jobs_.push_back(std::move(job));
  }

  // Gives a new file its id, or removes the old records of a file that is read again.
  void prepare(Job& job) {
    if (job.file.id == 0) {
      ledger_.put_file(job.file);
      merger_.add_file(job.file);
    } else if (!job.grown) {
      job.before = ledger_.remove_parts(job.file.id, job.still_there);
      out_.reload = true;
    }
  }

  void read_spans() {
    bool few = progress_.all_bytes < kWorthThreads;
    auto count = static_cast<std::size_t>(few ? 1 : std::max(1, options_.threads));
    Threads threads;
    std::size_t started = 0;
    if (!few || options_.progress) {
      working_ = count;
      started = threads.start(count, [this] { read_all(); });
      std::lock_guard lock(mutex_);
      working_ -= count - started;
    }
    if (started == 0) read_all();
    else watch();
    threads.join();
    if (trouble_) std::rethrow_exception(trouble_);
    out_.files_read = jobs_.size();
    out_.bytes_read = progress_.bytes;
  }

  // Reports progress until all threads are done.
  void watch() {
    std::unique_lock lock(mutex_);
    while (working_ > 0) {
      done_.wait_for(lock, std::chrono::milliseconds(100));
      if (!options_.progress || working_ == 0) continue;
      Progress now = progress_;
      lock.unlock();
      options_.progress(now);
      lock.lock();
    }
  }

  void read_all() {
    SpanLines lines;
    Collector collector;
    try {
      for (std::size_t i; (i = next_++) < spans_.size();) read(spans_[i], lines, collector);
    } catch (...) {
      std::lock_guard lock(mutex_);
      if (!trouble_) trouble_ = std::current_exception();
      next_ = spans_.size();
    }
    std::lock_guard lock(mutex_);
    if (working_ > 0 && --working_ == 0) done_.notify_one();
  }

  void read(const FileSpan& span, SpanLines& lines, Collector& collector) {
    Job& job = jobs_[span.job];
    Ledger::Part part{job.file.id, static_cast<std::int64_t>(span.from), {}};
    std::string trouble;
    std::uint64_t complete_end = 0, probes = 0;
    // A file deleted since the folders were searched is no error.
    bool done = without_trouble(trouble, [&] {
      auto file = open_if_any(job.file.path);
      if (!file) return false;
      // Data appended since then is read by the next update.
      file->info.size = std::min(file->info.size, job.file.info.size);
      lines.open(*file, span.from, span.to);
      part.records = collector.collect(lines, agent_type_of(job.file.path));
      complete_end = lines.complete_end();
      if (job.spans == 1) probes = probe_of(*file, lines, std::max(job.from, complete_end));
      return true;
    });
    // A span that could not be read completely is discarded and read again later.
    if (!done) part.records = {}, complete_end = 0;
    std::string records = pack_records(part.records), calls = pack_calls(part.records);
    // What was added to a file may only say that its last line is no longer unfinished.
    bool keeps = says_something(part.records) || (job.grown && done);
    if (keeps) {
      std::lock_guard lock(merger_mutex_);
      merger_.add(part);
    }
    std::lock_guard lock(mutex_);
    if (keeps) ledger_.put_part(part.file, part.start, records, calls);
    job.complete_end = std::max(job.complete_end, complete_end);
    job.failed |= !done;
    if (!trouble.empty()) job.trouble = trouble;
    progress_.bytes += span.to - span.from;
    if (++job.spans_read < job.spans) return;
    job.file.probes = job.spans == 1 ? probes : probes_of(job);
    finish(job);
  }

  std::uint64_t probes_of(Job& job) {
    std::uint64_t probes = 0;
    job.failed |= !without_trouble(job.trouble, [&] {
      auto file = open_if_any(job.file.path);
      if (file) probes = probe_file(*file, job.complete_end);
      return file.has_value();
    });
    return probes;
  }

  // Returns what `read` returns; on Failure, false with the reason in `trouble`.
  template <class Read>
  static bool without_trouble(std::string& trouble, Read read) {
    try {
      return read();
    } catch (const Failure& failure) {
      trouble = failure.message;
      return false;
    }
  }

  static std::uint64_t probe_of(const OpenFile& file, const SpanLines& lines,
                                std::uint64_t length) {
    std::string_view whole = lines.whole_file();
    return whole.size() >= length && length > 0 ? probe_text(whole.substr(0, length))
                                                : probe_file(file, length);
  }

  static bool says_something(const FileRecords& records) {
    return !records.empty() || records.left_out != LeftOut{} || records.cwd != 0 ||
           records.started_in != 0;
  }

  void finish(Job& job) {
    job.file.read_to = job.complete_end;
    if (job.failed) job.file.info = {};  // matches no file, so the next update reads it again
    if (!job.trouble.empty()) out_.unreadable.push_back(job.trouble);
    if (!job.before.empty()) keep_leftovers(job);
    ledger_.put_file(job.file);
    ++progress_.files;
  }

  void keep_leftovers(Job& job) {
    RemovedRecords leftovers(std::move(job.before));
    ledger_.each_part_of(job.file.id,
                         [&leftovers](Ledger::Part& part) { leftovers.drop(part.records); });
    job.before.clear();
    FileRecords rest = std::move(leftovers).rest();
    if (!rest.empty())
      ledger_.put_part(job.file.id, kNoLongerThere, pack_records(rest), pack_calls(rest));
  }

  Ledger& ledger_;
  const UpdateOptions& options_;
  RecordMerger& merger_;
  std::mutex merger_mutex_;
  std::vector<Job> jobs_;
  std::vector<FileSpan> spans_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;  // guards everything below, the ledger, and the jobs during reading
  std::condition_variable done_;
  std::size_t working_ = 0;
  Progress progress_;
  std::exception_ptr trouble_;
  Update out_;
};

}  // namespace

Update update_ledger(Ledger& ledger, const std::vector<LedgerFile>& known,
                     const std::vector<SessionFile>& found, const UpdateOptions& options,
                     RecordMerger& merger) {
  return Updater(ledger, options, merger).run(known, found);
}

}  // namespace wick
