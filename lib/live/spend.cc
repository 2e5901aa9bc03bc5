// SPDX-License-Identifier: MIT
#include "lib/live/spend.h"

#include <algorithm>
#include <set>
#include <utility>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/kept_files.h"
#include "lib/base/text.h"
#include "lib/claude/dirs.h"
#include "lib/claude/entry.h"
#include "lib/claude/lines.h"
#include "lib/history/pricer.h"
#include "lib/history/requests.h"
#include "lib/live/checkpoint.h"

namespace wick {
namespace {

constexpr std::size_t kLargestSpend = 64 * 1024 * 1024;
constexpr std::size_t kSpendBlock = 256 * 1024;
constexpr std::uint64_t kLongestSpendLine = 4 * 1024 * 1024;

class Summer {
 public:
  explicit Summer(CostLog& record) : record_(record), requests_(std::move(record.lines.requests)) {}

  /// Reads on in a file: at most `most` bytes, or a single line of up to kLongestSpendLine. Returns
  /// how many.
  std::uint64_t read(const OpenFile& file, std::size_t source, std::uint64_t most = UINT64_MAX) {
    ReadMark& read = record_.sources[source].read;
    std::uint64_t left = file.info.size - read.offset;
    std::uint64_t part = std::min(most, left), end = read_part(file, source, part);
    if (end == read.offset && part < left && part > 0) {
      part = std::min(kLongestSpendLine, left);
      end = read_part(file, source, part);
    }
    read = mark_at(file, end);
    return part;
  }

  /// The session moved into a work tree, so it may have another transcript now.
  bool moved() const { return moved_; }

  const Request* find(const Request& sighting) { return requests_.find(sighting); }

  void finish() { record_.lines.requests = std::move(requests_).take(); }

 private:
  // Returns the end of the last complete line.
  std::uint64_t read_part(const OpenFile& file, std::size_t source, std::uint64_t part) {
    std::uint64_t from = record_.sources[source].read.offset;
    ForwardLines lines(file, from, kSpendBlock, part);
    while (auto line = lines.next()) take(*line, source);
    // If the rest of it is written later, it is read again, and its requests are the same ones.
    if (auto line = from + part == file.info.size ? lines.unended() : std::nullopt)
      take(*line, source);
    return lines.complete_end();
  }

  void take(const Line& line, std::size_t source) {
    if (line.text.empty() || !could_be_entry(line.text)) return;
    reader_.start(line.text, {});
    while (reader_.next() == EntryReader::Status::kEntry)
      add(reader_.entry(), line.offset + reader_.position(), static_cast<std::uint32_t>(source));
  }

  void add(const Entry& entry, std::uint64_t offset, std::uint32_t source) {
    Names& names = record_.lines.names;
    if (source == 0) {
      if (entry.time) record_.last_time = std::max(record_.last_time, *entry.time);
      if (auto total = total_of(entry, names, offset, record_.last_time)) {
        record_.lines.total = total;
        record_.after_total = kUndated;
      } else if (entry.time && record_.after_total == kUndated) {
        record_.after_total = *entry.time;
      }
    }
    moved_ |= entry.kind == EntryKind::kWorktree;
    auto complete = [&](Request& request) { request.file = source, request.offset = offset; };
    each_request(entry, names, complete,
                 [this](const Request& request) { requests_.add(request); });
  }

  CostLog& record_;
  EntryReader reader_;
  Requests requests_;
  bool moved_ = false;
};

struct Input {
  OpenFile file;
  std::size_t source;  // index into CostLog::sources
};

// A session's main transcript: its path, which leads to the files beside it, and the real path,
// which the checkpoint has.
struct Transcript {
  const std::string& given;
  std::string real;
};

// The checkpoint, if it belongs to this transcript: another file may have the same name. The real
// path is only looked up where the given one is another: that is a system call for each of its parts.
CostLog load_checkpoint(const std::string& path, Transcript& transcript,
                        std::optional<std::uint64_t> bound) {
  auto bytes = path.empty() ? std::nullopt : try_read_file(path, bound ? *bound : kLargestSpend);
  auto record = bytes ? decode(*bytes) : std::nullopt;
  bool any = record && !record->sources.empty();
  bool same = any && record->sources.front().path == transcript.given;
  transcript.real = same ? transcript.given : real_path(transcript.given);
  bool its_own = any && record->sources.front().path == transcript.real;
  return its_own ? std::move(*record) : CostLog{};
}

std::size_t source_for(CostLog& record, const std::string& path) {
  for (std::size_t i = 0; i < record.sources.size(); ++i) {
    if (record.sources[i].path == path) return i;
  }
  record.sources.push_back({path, {}});
  return record.sources.size() - 1;
}

// The session's other transcripts: those in the checkpoint, or all that can be found.
std::vector<std::string> parts_of(const CostLog& record, const Transcript& transcript,
                                  bool look_for_all) {
  if (look_for_all || record.sources.empty()) return other_parts(transcript.given);
  std::vector<std::string> parts;
  for (const SourceFile& source : record.sources)
    if (source.path != transcript.real && base_name(source.path) == base_name(transcript.given))
      parts.push_back(source.path);
  return parts;
}

// Opens all files; empty when one no longer matches the checkpoint.
std::optional<std::vector<Input>> open_inputs(CostLog& record, const Transcript& transcript,
                                              bool look_for_all = false) {
  std::vector<Input> inputs;
  auto open_beside = [&](const std::string& path) {
    or_note(record.unreadable, [&] {
      auto file = open_if_any(path);
      if (file) inputs.push_back({std::move(*file), source_for(record, path)});
    });
  };
  auto open_agents = [&](const std::string& of) {
    for (const std::string& path : subagent_files(of, record.unreadable)) open_beside(path);
  };
  std::vector<std::string> parts;
  or_note(record.unreadable, [&] { parts = parts_of(record, transcript, look_for_all); });
  inputs.push_back({open_regular(transcript.given), source_for(record, transcript.real)});
  open_agents(transcript.given);
  for (const std::string& part : parts) open_beside(part), open_agents(part);
  for (const Input& input : inputs) {
    const ReadMark& read = record.sources[input.source].read;
    std::vector<std::string> troubles;  // discarded: reading the file again will report them
    bool fit = false;
    or_note(troubles, [&] { fit = read.offset == 0 || fits(read, input.file); });
    if (!fit) return std::nullopt;
  }
  return inputs;
}

// True if the session that all lines are of has a transcript of its own, and both names are session
// ids: a copy with a name of the user's stands for its session.
bool has_original(const CostLog& record, const std::string& id) {
  if (record.lines.requests.empty()) return false;
  const std::string& original = record.lines.names[record.lines.requests.front().session];
  if (!is_safe_name(original) || original.size() != id.size()) return false;
  std::string path = parent_dir(record.sources.front().path) + "/" + original + ".jsonl";
  return if_allowed([&] { return file_info(path) || !other_parts(path).empty(); });
}

// Old clients resume a session in a new file, and copy its lines with their session's id. They are
// told by the file's name, if lines have its id, or if no prompt was sent in it yet.
void mark_copies(CostLog& record) {
  auto& requests = record.lines.requests;
  std::string id = session_id_of(record.sources.front().path);
  auto is_own = [&](const Request& r) { return record.lines.names[r.session] == id; };
  bool any_own = std::any_of(requests.begin(), requests.end(), is_own);
  if (!any_own && !has_original(record, id)) return;
  for (Request& request : requests) request.copied |= !is_own(request);
}

// Joins the sightings of the same request. The checkpoint keeps them apart, since a sighting with a
// request id may still follow one without.
CostLog joined(CostLog record) {
  Requests requests(std::move(record.lines.requests));
  requests.join();
  record.lines.requests = std::move(requests).take();
  mark_copies(record);
  return record;
}

// Only the other session's transcript shows which lines are unmarked copies of its own. As in
// history, the request belongs to the first of the two; see goes_before(). What both quote of a
// subagent belongs to the one that has the subagent's file.
void mark_shared(CostLog& record, const std::string& transcript, const std::string& relative) {
  CostLog other, agents;
  other.sources.push_back({relative, {}});
  Summer summer(other), in_agents(agents);
  summer.read(open_regular(relative), 0);
  auto& requests = record.lines.requests;
  if (std::any_of(requests.begin(), requests.end(), [](auto& r) { return r.nested; })) {
    for (const std::string& path : subagent_files(relative, record.unreadable))
      in_agents.read(open_regular(path), source_for(agents, path));
  }
  in_agents.finish();
  std::set<std::uint64_t> theirs_alone;
  for (const Request& r : agents.lines.requests) theirs_alone.insert(r.message);
  constexpr std::uint32_t kRelative = UINT32_MAX;
  for (Request& request : requests) {
    const std::string& own = request.file == 0 ? transcript : record.sources[request.file].path;
    if (request.copied || is_agent_file(base_name(own))) continue;
    const std::string& session = record.lines.names[request.session];
    if (session != session_id_of(own)) continue;
    request.copied = request.nested && theirs_alone.count(request.message) > 0;
    const Request* found = summer.find(request);
    if (request.copied || !found || other.lines.names[found->session] == session) continue;
    Request theirs = *found;
    theirs.file = kRelative;
    request.copied = goes_before(theirs, request, [&](std::uint32_t a, std::uint32_t) {
      return (a == kRelative) == (relative < own);
    });
  }
}

// True if a subagent's file belongs to a session. Its first line may be a long prompt, with the id
// behind it.
bool names_session(const std::string& path, std::string_view id) {
  constexpr std::size_t kHead = 8192, kWithId = 256;
  return has_early(path, kHead, fmt::format("\"{}\"", id), [=](std::string_view head) {
    return head.find("\"sessionId\"") < head.size() - std::min(head.size(), kWithId);
  });
}

std::vector<std::string> list_or_note(const std::string& folder,
                                      std::vector<std::string>& unreadable) {
  std::vector<std::string> names;
  or_note(unreadable, [&] { names = list_dir(folder); });
  return names;
}

// Device and inode of the folders visited, because a symbolic link to a parent would never end.
using Folders = std::set<std::pair<std::uint64_t, std::uint64_t>>;

void collect_agents(const std::string& folder, int depth, Folders& seen,
                    std::vector<std::string>& out, std::vector<std::string>& unreadable) {
  constexpr int kDeepest = 4;
  auto info = file_info(folder);
  if (info && !seen.emplace(info->device, info->inode).second)
    return;  // without info, listing reports it
  for (const std::string& name : list_or_note(folder, unreadable)) {
    std::string path = folder + "/" + name;
    if (is_agent_file(name)) {
      out.push_back(path);
    } else if (depth < kDeepest && name.find('.') == std::string::npos) {
      collect_agents(path, depth + 1, seen, out, unreadable);
    }
  }
}

// Reads the first `bound` bytes of what is new and keeps them. A checkpoint that is too long to be
// read here has more than that already.
void read_first_part(CostLog& record, const Transcript& transcript,
                     const std::vector<Input>& inputs, const std::string& checkpoint_path,
                     std::uint64_t bound) {
  if (checkpoint_path.empty()) return;
  auto kept = if_allowed([&] { return file_info(checkpoint_path); });
  if (kept && kept->size > bound) return;
  Summer summer(record);
  for (const Input& input : inputs)
    if (bound > 0) bound -= std::min(bound, summer.read(input.file, input.source, bound));
  summer.finish();
  if (summer.moved()) open_inputs(record, transcript, true);  // the record then has the others
  keep_file(checkpoint_path, encode(record));
}

}  // namespace

std::optional<CostLog> read_spend(const std::string& path, const std::string& checkpoint_path,
                                  std::optional<std::uint64_t> bound) {
  Transcript transcript{path, {}};
  CostLog record = load_checkpoint(checkpoint_path, transcript, bound);
  auto inputs = open_inputs(record, transcript, !bound);
  if (!inputs) {
    record = {};
    inputs = open_inputs(record, transcript);
  }
  std::uint64_t to_read = 0;
  for (const Input& input : *inputs)
    to_read += input.file.info.size - record.sources[input.source].read.offset;
  if (bound && to_read > *bound) {
    read_first_part(record, transcript, *inputs, checkpoint_path, *bound);
    return std::nullopt;
  }
  TimeMs changed = record.looked_at;
  if (!bound) or_note(record.unreadable, [&] { changed = folders_changed(path); });
  bool look = changed != std::exchange(record.looked_at, changed);
  if (to_read == 0 && !look) return joined(std::move(record));
  Summer summer(record);
  bool all_read = true;
  auto read_all = [&](const std::vector<Input>& files, std::size_t first_source) {
    for (const Input& input : files) {
      if (input.source >= first_source)
        all_read &= or_note(record.unreadable, [&] { summer.read(input.file, input.source); });
    }
  };
  read_all(*inputs, 0);
  if (summer.moved()) {
    std::size_t known = record.sources.size();
    if (auto more = open_inputs(record, transcript, true)) read_all(*more, known);
  }
  summer.finish();
  std::vector<std::string> beside;
  if (look) all_read &= or_note(record.unreadable, [&] { beside = relatives(path); });
  for (const std::string& relative : beside)
    all_read &= or_note(record.unreadable, [&] { mark_shared(record, path, relative); });
  // If a file was read only in part, its mark would not match the record.
  if (!checkpoint_path.empty() && all_read) keep_file(checkpoint_path, encode(record));
  return joined(std::move(record));
}

namespace {

// True if the request was surely made after a total in the record.
bool is_after(const CostLog& record, const CostTotal& mark, const Request& request) {
  TimeMs next = record.after_total == kUndated ? INT64_MAX : record.after_total;
  return is_surely_after(request, mark, 0, next);
}

// Adds a request to a sum: its cost, or why it has none.
void add_priced(Spend& spend, Money& sum, const std::optional<Money>& cost, const Request& request,
                const std::string& model) {
  if (cost) {
    sum += *cost;
    spend.any_priced = true;
  } else if (!request.usage().is_known()) {
    spend.without_usage += request.is_response();
  } else {
    spend.unknown_model = model;
  }
}

}  // namespace

Spend add_up(const CostLog& record, const PriceTable& prices, TimeMs now) {
  Pricer pricer(prices, record.lines.names, now);
  Spend lines, after_mark;  // all requests; the client's total and the requests after it
  if (const CostTotal* mark = record.mark()) after_mark.mark = *mark, after_mark.any_priced = true;
  const std::optional<CostTotal>& mark = after_mark.mark;
  Money all = 0, after = 0, copied = 0;
  for (const Request& request : record.lines.requests) {
    auto cost = pricer.cost(request);
    if (request.copied) {
      copied += cost.value_or(0);
      continue;
    }
    lines.requests += request.is_response();
    // The client charges a model that the user has priced at the price of another (measured on
    // 2.1.332).
    const PriceRow* row = pricer.row(request);
    lines.own_price |= row && row->is_users();
    const std::string& model = record.lines.names[request.model];
    add_priced(lines, all, cost, request, model);
    if (!mark || is_in(request, *mark, 0)) continue;
    if (is_after(record, *mark, request)) add_priced(after_mark, after, cost, request, model);
    else after_mark.may_lack = true;
  }
  lines.usd = lines.lines_usd = after_mark.lines_usd = usd_of(all);
  lines.copied_usd = after_mark.copied_usd = usd_of(copied);
  if (!after_mark.mark) return lines;
  after_mark.usd = after_mark.mark->usd + usd_of(after);
  if (lines.own_price || is_refuted(after_mark.usd, lines)) return lines;
  after_mark.requests = lines.requests, after_mark.without_usage = lines.without_usage;
  return after_mark;
}

void each_after(const CostLog& record, const std::optional<CostTotal>& mark,
                const PriceTable& prices, TimeMs now,
                const std::function<void(const PriceRow&, const Usage&)>& take) {
  Pricer pricer(prices, record.lines.names, now);
  for (const Request& request : record.lines.requests) {
    const PriceRow* row = pricer.row(request);
    if (row && !request.copied && (!mark || is_after(record, *mark, request)))
      take(*row, pricer.usage(request));
  }
}

bool is_refuted(double total, const Spend& spend) {
  constexpr double kRounding = 1e-4;  // USD: the client adds doubles; under a hundredth of a cent
  constexpr double kMostTimes = 2, kMostBeside = 1;  // USD, for sessions that have hardly begun
  if (!spend.any_priced) return spend.without_usage > 0 && total <= 0;
  bool all_priced = spend.unknown_model.empty() && spend.without_usage == 0;
  return total < spend.usd - kRounding ||
         (all_priced && total > kMostTimes * (spend.lines_usd + spend.copied_usd) + kMostBeside);
}

std::vector<std::string> subagent_files(const std::string& transcript,
                                        std::vector<std::string>& unreadable) {
  std::vector<std::string> files;
  std::string folder = parent_dir(transcript);
  std::string id = session_id_of(transcript);
  Folders seen;
  collect_agents(folder + "/" + id + "/subagents", 0, seen, files, unreadable);
  for (const std::string& name : list_or_note(folder, unreadable)) {
    std::string path = folder + "/" + name;
    or_note(unreadable, [&] {
      if (is_agent_file(name) && names_session(path, id)) files.push_back(path);
    });
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace wick
