// SPDX-License-Identifier: MIT
#include "lib/history/merge_records.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>

#include "lib/claude/dirs.h"
#include "lib/history/collect.h"
#include "lib/history/discover.h"

namespace wick {
namespace {

// Records by key: open addressing over their numbers, because a map's nodes would be most of the
// memory.
class Index {
 public:
  // Where the number + 1 of the record stands that `same` says yes to; 0 stands in a free place.
  template <class Same>
  std::uint32_t& find(std::uint64_t key, Same same) {
    for (std::size_t at = key * kSpread >> shift_;; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at] == 0 || same(slots_[at] - 1)) return slots_[at];
    }
  }
  // Room for one more; `keys` gives the keys of all that are there.
  template <class KeyOf>
  void make_room(std::size_t records, KeyOf key_of) {
    if (2 * (records + 1) <= slots_.size()) return;
    --shift_;
    std::size_t size = std::size_t{1} << (64 - shift_);
    slots_.assign(size, 0);
    for (std::size_t i = 0; i < records; ++i)
      find(key_of(i), [](std::uint32_t) { return false; }) = static_cast<std::uint32_t>(i + 1);
  }

 private:
  static constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15ull;
  int shift_ = 54;
  std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(1024);
};

std::uint16_t narrow16(std::int64_t n) {
  return static_cast<std::uint16_t>(std::min<std::int64_t>(n, 0xFFFF));
}

void set_usage(HistoryRequest& request, const Usage& u) {
  request.input = static_cast<std::uint32_t>(u.input);
  request.write_5m = static_cast<std::uint32_t>(u.write_5m);
  request.write_1h = static_cast<std::uint32_t>(u.write_1h);
  request.read = static_cast<std::uint32_t>(u.read);
  request.output = static_cast<std::uint32_t>(u.output);
  request.web_searches = narrow16(u.web_searches);
  request.fast = u.fast;
  request.us = u.us;
}

struct FileNotes {
  std::int64_t last_start = kNoLongerThere;  // of the part that goes furthest
  std::uint64_t unfinished = 0;              // what that part says
  std::uint64_t foreign_lines = 0;
  std::string cwd;
  std::int64_t cwd_start = 0;
  std::string started_in;  // what a work tree's session came from
};

}  // namespace

Usage HistoryRequest::usage() const {
  Usage u;
  u.input = input, u.write_5m = write_5m, u.write_1h = write_1h, u.read = read, u.output = output;
  u.web_searches = web_searches;
  u.fast = fast, u.us = us;
  return u;
}

struct RecordMerger::Impl {
  using Ids = std::vector<Names::Id>;

  History out;
  std::unordered_map<std::int64_t, std::uint32_t> file_numbers;
  std::vector<FileNotes> notes;
  Index request_index, prompt_index, compaction_index;
  std::map<std::array<Names::Id, std::size(kOriginNames)>, std::uint32_t> origin_numbers;
  std::vector<std::uint32_t> origins;  // of the part that is added: its numbers in `out`
  std::unordered_map<Names::Id, std::size_t> total_of;        // of each session
  // The sightings of what stands in several places: whose it is is known when all are.
  std::vector<std::pair<std::uint32_t, HistoryRequest>> seen;
  std::vector<std::pair<std::uint32_t, HistoryCompaction>> seen_compactions;
  Ids ids;
  bool evidence = false;

  // Does one place go before another? By the rule of the class.
  template <class Place>
  bool goes_before(const Place& a, const Place& b) const {
    if (a.time != b.time) return b.time == kUndated || (a.time != kUndated && a.time < b.time);
    if constexpr (requires { a.nested; })
      if (a.nested != b.nested) return b.nested;
    if (a.copied != b.copied) return b.copied;
    return a.file != b.file ? out.files[a.file].path < out.files[b.file].path : a.offset < b.offset;
  }

  // Of a name of the part that is added: its number in `out`. A number that the part does not have is none.
  Names::Id named(Names::Id id) const { return id < ids.size() ? ids[id] : 0; }

  void note_file(const Ledger::Part& part, std::uint32_t file) {
    const FileRecords& records = part.records;
    FileNotes& note = notes[file];
    LeftOut left_out = records.left_out;
    note.foreign_lines += left_out.foreign_lines;
    if (part.start >= note.last_start) {
      note.last_start = part.start;
      note.unfinished = left_out.unfinished_lines;
    }
    left_out.unfinished_lines = 0;
    out.left_out += left_out;
    if (records.cwd != 0 && (note.cwd.empty() || part.start < note.cwd_start)) {
      note.cwd = records.names[records.cwd];
      note.cwd_start = part.start;
    }
    if (records.started_in != 0) note.started_in = records.names[records.started_in];
  }

  void number_origins(const FileRecords& records) {
    origins.clear();
    for (const Origin& told : records.origins) {
      Origin origin;
      std::array<Names::Id, std::size(kOriginNames)> key{};
      for (std::size_t i = 0; i < key.size(); ++i) {
        key[i] = origin.*kOriginNames[i] = named(told.*kOriginNames[i]);
      }
      auto number = static_cast<std::uint32_t>(out.origins.size());
      auto [at, is_new] = origin_numbers.try_emplace(key, number);
      if (is_new) out.origins.push_back(origin);
      origins.push_back(at->second);
    }
  }

  void add_request(const Request& r, std::uint32_t file) {
    HistoryRequest request;
    request.message = r.message;
    request.time = r.time;
    request.request = r.request;
    request.file = file;
    request.session = named(r.session), request.model = named(r.model), request.agent = named(r.agent);
    request.effort = named(r.effort), request.client = named(r.client);
    request.extra = static_cast<std::uint8_t>(std::min<std::uint32_t>(r.extra, 255));
    request.sidechain = r.sidechain, request.nested = r.nested, request.copied = r.copied;
    request.asked = named(r.asked);
    request.origin = r.origin < origins.size() ? origins[r.origin] : 0;
    request.diagnosis = r.diagnosis;
    request.hour = r.hour;
    request.passes = r.passes;
    request.offset = r.offset;
    set_usage(request, r.usage);
    request_index.make_room(out.requests.size(), [this](std::size_t i) { return key_of(out.requests[i]); });
    std::uint32_t& slot = request_index.find(key_of(request), [&](std::uint32_t i) {
      const HistoryRequest& old = out.requests[i];
      return old.message == request.message && old.request == request.request &&
             old.extra == request.extra && (old.request != 0 || is_one(old, request));
    });
    if (slot != 0) {
      merge(slot - 1, request);
    } else {
      out.requests.push_back(request);
      slot = static_cast<std::uint32_t>(out.requests.size());
    }
  }

  // A pass is small: those of two sessions may well be alike. A fork's copy has the time of what it copies.
  static bool is_one(const HistoryRequest& a, const HistoryRequest& b) {
    bool strangers = a.session != b.session && !a.copied && !b.copied && a.time != b.time;
    if (strangers && !a.is_response()) return false;
    return is_one_response(a.usage(), a.time, b.usage(), b.time);
  }

  static std::uint64_t key_of(const HistoryRequest& r) {
    return r.message ^ r.request ^ (std::uint64_t{r.extra} << 56);
  }

  // The same request, seen again: in another session too, perhaps.
  void merge(std::uint32_t number, const HistoryRequest& other) {
    HistoryRequest& kept = out.requests[number];
    for (const HistoryRequest& sighting : {kept, other}) seen.push_back({number, sighting});
    Usage most = kept.usage();
    most.keep_largest(other.usage());
    Passes passes = std::max(kept.passes, other.passes);
    Diagnosis diagnosis = std::max(kept.diagnosis, other.diagnosis);
    if (goes_before(other, kept)) kept = other;
    set_usage(kept, most);
    kept.passes = passes, kept.diagnosis = diagnosis;
  }

  void inherit(const HistoryRequest& copy) {
    if (copy.sidechain || copy.nested || !copy.is_response()) return;
    auto [at, is_new] = out.inherited.try_emplace(copy.file);
    Inherited& inherited = at->second;
    if (is_new || copy.offset > inherited.last.offset) inherited.last = copy;
    if (copy.ttl_s() == 0 || (inherited.ttl_s != 0 && copy.offset <= inherited.wrote_at)) return;
    inherited.wrote_at = copy.offset;
    inherited.ttl_s = copy.ttl_s();
  }

  void inherit_compactions() {
    for (const auto& [number, sighting] : seen_compactions) {
      auto at = out.inherited.find(sighting.file);
      bool is_copy = out.compactions[number].file != sighting.file && !sighting.record.sidechain;
      if (!is_copy || at == out.inherited.end()) continue;
      at->second.compacted_at = std::max(at->second.compacted_at, sighting.record.offset);
    }
  }

  void add_prompt(const Prompt& p, std::uint32_t file) {
    HistoryPrompt prompt{p.key, p.time, file, named(p.session), p.copied, p.offset};
    auto& all = out.prompts;
    prompt_index.make_room(all.size(), [&all](std::size_t i) { return all[i].key; });
    std::uint32_t& slot =
        prompt_index.find(p.key, [&](std::uint32_t i) { return all[i].key == p.key; });
    if (slot == 0) {
      all.push_back(prompt);
      slot = static_cast<std::uint32_t>(all.size());
    } else if (goes_before(prompt, all[slot - 1])) {
      all[slot - 1] = prompt;
    }
  }

  void add_compaction(const CompactionRecord& c, std::uint32_t file) {
    struct Place {
      TimeMs time;
      bool copied;
      std::uint32_t file;
      std::uint64_t offset;
    };
    auto place = [](const HistoryCompaction& h) {
      return Place{h.record.time, h.record.copied, h.file, h.record.offset};
    };
    HistoryCompaction compaction{c, file};
    compaction.record.session = named(c.session);
    auto& all = out.compactions;
    compaction_index.make_room(all.size(), [&all](std::size_t i) { return all[i].record.key; });
    std::uint32_t& slot =
        compaction_index.find(c.key, [&](std::uint32_t i) { return all[i].record.key == c.key; });
    if (slot == 0) {
      all.push_back(compaction);
      slot = static_cast<std::uint32_t>(all.size());
      return;
    }
    HistoryCompaction& kept = all[slot - 1];
    for (const HistoryCompaction& sighting : {kept, compaction}) seen_compactions.push_back({slot - 1, sighting});
    if (goes_before(place(compaction), place(kept))) kept = compaction;
  }

  void add_evidence(const FileRecords& records, std::uint32_t file) {
    ids.clear();
    for (const std::string& name : records.call_names.all()) ids.push_back(out.names.id(name));
    for (const ToolCall& call : records.calls) {
      out.calls.push_back({call, file});
      ToolCall& kept = out.calls.back().record;
      for (Names::Id* id : {&kept.session, &kept.tool, &kept.target, &kept.agent, &kept.made, &kept.denial})
        *id = named(*id);
    }
    for (const ContextBlock& block : records.blocks) {
      out.blocks.push_back({block, file});
      ContextBlock& kept = out.blocks.back().record;
      for (Names::Id* id : {&kept.name, &kept.target, &kept.agent}) *id = named(*id);
    }
  }

  // Of several totals of a session the highest is the last: it only grows.
  void add_total(const CostTotal& total, std::uint32_t file) {
    HistoryTotal found{total, file, false};
    found.record.session = named(total.session);
    auto [at, is_new] = total_of.try_emplace(found.record.session, out.totals.size());
    if (is_new) out.totals.push_back(found);
    else if (total.usd > out.totals[at->second].record.usd) out.totals[at->second] = found;
  }

  // A sighting without a request id joins the earliest request that has its message id.
  void join_without_request_id() {
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> with_id;
    std::vector<std::uint32_t> without;
    for (std::uint32_t i = 0; i < out.requests.size(); ++i)
      if (out.requests[i].request == 0) without.push_back(i);
    if (without.empty()) return;
    for (std::uint32_t i : without) with_id[message_and_pass(out.requests[i])];
    for (std::uint32_t i = 0; i < out.requests.size(); ++i) {
      if (out.requests[i].request == 0) continue;
      auto at = with_id.find(message_and_pass(out.requests[i]));
      if (at != with_id.end()) at->second.push_back(i);
    }
    std::vector<bool> gone(out.requests.size());
    for (std::uint32_t i : without) {
      std::vector<std::uint32_t> others = with_id[message_and_pass(out.requests[i])];
      std::erase_if(others, [&](std::uint32_t n) { return !is_one(out.requests[n], out.requests[i]); });
      if (others.empty()) continue;
      std::uint32_t first = *std::min_element(others.begin(), others.end(), [this](auto a, auto b) {
        const HistoryRequest &x = out.requests[a], &y = out.requests[b];
        return x.time != y.time ? goes_before(x, y) : x.request < y.request;
      });
      merge(first, out.requests[i]);
      gone[i] = true;
    }
    drop(gone);
  }

  static std::uint64_t message_and_pass(const HistoryRequest& r) {
    return r.message ^ (std::uint64_t{r.extra} << 56);
  }

  void drop(const std::vector<bool>& gone) {
    mark_continued();  // while the numbers hold
    std::size_t kept = 0;
    for (std::size_t i = 0; i < out.requests.size(); ++i)
      if (!gone[i]) out.requests[kept++] = out.requests[i];
    out.requests.resize(kept);
  }

  void mark_continued() {
    for (const auto& [number, sighting] : seen) {
      const HistoryRequest& kept = out.requests[number];
      if (kept.session == sighting.session) continue;
      if (kept.file != sighting.file) inherit(sighting);
      auto at = total_of.find(sighting.session);
      if (at != total_of.end()) out.totals[at->second].continues_another = true;
    }
    seen.clear();
  }

  // A project is a folder; its name is the directory that its sessions were started in.
  void name_projects() {
    std::map<std::string_view, std::uint32_t> numbers;
    std::vector<std::string> started, first_cwd;
    for (std::size_t i = 0; i < out.files.size(); ++i) {
      std::string_view folder = project_folder_of(out.files[i].path);
      auto [at, is_new] = numbers.try_emplace(folder, static_cast<std::uint32_t>(numbers.size()));
      if (is_new) out.projects.emplace_back(), started.emplace_back(), first_cwd.emplace_back();
      std::uint32_t project = out.files[i].project = at->second;
      const std::string& cwd = notes[i].cwd;
      if (cwd.empty()) continue;
      if (started[project].empty()) started[project] = start_dir(std::string(folder) + "/x", cwd);
      if (first_cwd[project].empty() || cwd < first_cwd[project]) first_cwd[project] = cwd;
    }
    for (const auto& [folder, project] : numbers) {
      std::string name(folder.substr(folder.rfind('/') + 1));
      for (const std::string* better : {&first_cwd[project], &started[project]})
        if (!better->empty()) name = *better;
      if (is_windows_path(name) && name[1] == ':') name[0] = static_cast<char>(name[0] & ~0x20);
      out.projects[project] = name;
    }
    leave_work_trees();
    join_windows_projects();
  }

  // A session that went into a linked work tree, and its subagents, are of the project that it was started in.
  void leave_work_trees() {
    std::map<std::string, std::uint32_t> projects_of;  // of sessions, by FOLDER/ID
    std::map<std::string, std::uint32_t, std::less<>> numbers;
    for (std::uint32_t i = 0; i < out.projects.size(); ++i) numbers.emplace(out.projects[i], i);
    for (std::size_t i = 0; i < out.files.size(); ++i) {
      if (notes[i].started_in.empty()) continue;
      auto [at, is_new] = numbers.try_emplace(notes[i].started_in, static_cast<std::uint32_t>(out.projects.size()));
      if (is_new) out.projects.push_back(at->first);
      projects_of[session_path(out.files[i].path)] = at->second;
    }
    if (projects_of.empty()) return;
    for (HistoryFile& file : out.files) {
      auto at = projects_of.find(session_path(file.path));
      if (at != projects_of.end()) file.project = at->second;
    }
  }

  // "FOLDER/ID" of "FOLDER/ID.jsonl" and of "FOLDER/ID/subagents/agent-A.jsonl".
  static std::string session_path(std::string_view path) {
    std::size_t from = project_folder_of(path).size() + 1;
    std::size_t end = std::min(path.find('/', from), path.rfind(".jsonl"));
    return std::string(path.substr(0, end));
  }

  // One directory may have several folders there: "C--shop" and "c--shop".
  void join_windows_projects() {
    std::map<std::string, std::uint32_t> first;
    std::vector<std::uint32_t> number(out.projects.size());
    for (std::uint32_t i = 0; i < number.size(); ++i) {
      number[i] = i;
      if (is_windows_path(out.projects[i]))
        number[i] = first.try_emplace(comparable_path(out.projects[i]), i).first->second;
    }
    for (HistoryFile& file : out.files) file.project = number[file.project];
  }
};

RecordMerger::RecordMerger(bool evidence) : impl_(std::make_unique<Impl>()) { impl_->evidence = evidence; }
RecordMerger::RecordMerger(RecordMerger&&) noexcept = default;
RecordMerger& RecordMerger::operator=(RecordMerger&&) noexcept = default;

void RecordMerger::add_file(const LedgerFile& file) {
  Impl& m = *impl_;
  auto number = static_cast<std::uint32_t>(m.out.files.size());
  if (!m.file_numbers.emplace(file.id, number).second) return;
  m.out.files.push_back({file.path, 0});
  m.notes.emplace_back();
}

RecordMerger::~RecordMerger() = default;

void RecordMerger::add(const Ledger::Part& part) {
  Impl& m = *impl_;
  auto at = m.file_numbers.find(part.file);
  if (at == m.file_numbers.end()) return;
  std::uint32_t file = at->second;
  const FileRecords& records = part.records;
  m.ids.clear();
  for (const std::string& name : records.names.all()) m.ids.push_back(m.out.names.id(name));
  m.number_origins(records);
  m.note_file(part, file);
  m.out.files[file].rewritten |= part.start == kNoLongerThere;
  for (const Request& request : records.requests) m.add_request(request, file);
  for (const Prompt& prompt : records.prompts) m.add_prompt(prompt, file);
  for (const CompactionRecord& compaction : records.compactions) m.add_compaction(compaction, file);
  for (const ShapeRecord& s : records.shapes) m.out.shapes.push_back({file, s.time, m.named(s.shape)});
  for (const ClearingRecord& c : records.clearings) m.out.clearings.push_back({c, file});
  if (records.total) m.add_total(*records.total, file);
  if (m.evidence) m.add_evidence(records, file);
}

History RecordMerger::finish() && {
  Impl& m = *impl_;
  m.join_without_request_id();
  m.mark_continued();
  m.name_projects();
  m.inherit_compactions();
  std::sort(m.out.shapes.begin(), m.out.shapes.end(), [](const HistoryShape& a, const HistoryShape& b) {
    return std::tie(a.file, a.time, a.shape) < std::tie(b.file, b.time, b.shape);
  });
  for (std::size_t i = 0; i < m.notes.size(); ++i) {
    m.out.left_out.unfinished_lines += m.notes[i].unfinished;
    if (m.notes[i].foreign_lines > 0) m.out.foreign_files.push_back(m.out.files[i].path);
  }
  return std::move(m.out);
}

}  // namespace wick
