// SPDX-License-Identifier: MIT
#include "lib/history/merge_records.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>

#include "lib/claude/dirs.h"
#include "lib/history/discover.h"
#include "lib/history/requests.h"
#include "lib/history/usage_report.h"

namespace wick {
namespace {

struct PartEnd {
  std::uint32_t file;
  std::int64_t start;
  TimeMs last_time;
};

struct FileNotes {
  std::int64_t last_start = kNoLongerThere;  // of the part with the highest offset
  std::uint64_t unfinished = 0;              // unfinished lines in that part
  std::uint64_t foreign_lines = 0;
  std::string cwd;
  std::int64_t cwd_start = 0;
  std::string started_in;  // where a session in a work tree came from
};

constexpr TimeMs kNever = INT64_MAX;

// A file of a session that moved to another folder.
struct MovedPart {
  std::uint32_t file = 0;
  TimeMs begins = kNever;       // its first response; kNever: it has none
  Inherited left = {true, {}};  // in the cache, at its end
};

}  // namespace

struct RecordMerger::Impl {
  using Ids = std::vector<Names::Id>;

  History out;
  std::unordered_map<std::int64_t, std::uint32_t> file_numbers;
  std::vector<FileNotes> notes;
  Requests requests{true, [this](std::uint32_t a, std::uint32_t b) { return file_before(a, b); }};
  RecordIndex prompt_index, compaction_index;
  std::map<std::array<Names::Id, std::size(kOriginNames)>, std::uint32_t> origin_numbers;
  std::vector<std::uint32_t> origins;  // of the part being added: their numbers in `out`
  std::map<std::pair<Names::Id, std::uint32_t>, HistoryTotal> last_totals;  // by session and file
  std::unordered_map<Names::Id, std::size_t> total_of;  // by session: number in out.totals
  std::unordered_map<std::uint32_t, std::uint64_t> copied_until;  // offset of a file's last copy
  // The sightings of prompts and compactions with several; evaluated when all are known.
  std::vector<std::pair<std::uint32_t, HistoryPrompt>> repeated_prompts;
  std::vector<std::pair<std::uint32_t, HistoryCompaction>> seen_compactions;
  Ids ids;
  std::vector<PartEnd> part_ends;
  std::vector<std::vector<MovedPart>> moved;  // by session
  bool evidence = false;

  bool file_before(std::uint32_t a, std::uint32_t b) const {
    return out.files[a].path < out.files[b].path;
  }
  template <class Place>
  bool goes_before(const Place& a, const Place& b) const {
    return wick::goes_before(a, b, [this](auto x, auto y) { return file_before(x, y); });
  }

  // Translates a name of the part being added to its number in `out`; 0 if the part has no such
  // name.
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
    for (const Origin& from : records.origins) {
      Origin origin;
      std::array<Names::Id, std::size(kOriginNames)> key{};
      for (std::size_t i = 0; i < key.size(); ++i) {
        key[i] = origin.*kOriginNames[i] = named(from.*kOriginNames[i]);
      }
      auto number = static_cast<std::uint32_t>(out.origins.size());
      auto [at, is_new] = origin_numbers.try_emplace(key, number);
      if (is_new) out.origins.push_back(origin);
      origins.push_back(at->second);
    }
  }

  void add_request(Request request, std::uint32_t file) {
    request.file = file;
    if (request.copied) copied_until[file] = std::max(copied_until[file], request.offset);
    for (auto name : kRequestNames) request.*name = named(request.*name);
    request.origin = request.origin < origins.size() ? origins[request.origin] : 0;
    requests.add(request);
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

  // The main files of sessions that have several: the session moved into a work tree.
  std::map<std::string_view, std::vector<std::uint32_t>> parts_of_moved() const {
    std::unordered_map<std::string_view, std::uint32_t> first;
    std::map<std::string_view, std::vector<std::uint32_t>> parts;
    for (std::uint32_t i = 0; i < out.files.size(); ++i) {
      std::string_view name = base_name(out.files[i].path);
      if (is_agent_file(name)) continue;
      auto [at, is_new] = first.try_emplace(name, i);
      if (is_new) continue;
      std::vector<std::uint32_t>& files = parts[name];
      if (files.empty()) files.push_back(at->second);
      files.push_back(i);
    }
    return parts;
  }

  // Finds what the files of sessions that moved left in the cache, and the order in which they
  // begin.
  void find_moved() {
    std::unordered_map<std::uint32_t, MovedPart*> parts;
    for (auto& [name, files] : parts_of_moved()) {
      std::vector<MovedPart>& session = moved.emplace_back();
      for (std::uint32_t file : files) session.push_back({.file = file});
    }
    for (std::vector<MovedPart>& session : moved)
      for (MovedPart& part : session) parts[part.file] = &part;
    if (parts.empty()) return;
    for (const HistoryRequest& r : out.requests) {
      auto at = parts.find(r.file);
      bool in_chain = r.is_response() && !r.sidechain && !r.nested && r.usage().is_known();
      if (at == parts.end() || !in_chain || r.time == kUndated) continue;
      MovedPart& part = *at->second;
      part.begins = std::min(part.begins, r.time);
      if (r.offset >= part.left.last.offset) part.left.last = r;
      if (r.ttl_s() == 0 || r.offset < part.left.wrote_at) continue;
      part.left.wrote_at = r.offset, part.left.ttl_s = r.ttl_s();
    }
    for (const HistoryCompaction& c : out.compactions) {
      auto at = parts.find(c.file);
      if (at == parts.end() || c.record.sidechain) continue;
      std::uint64_t& last = at->second->left.compacted_at;
      last = std::max(last, c.record.offset);
    }
    for (std::vector<MovedPart>& session : moved)
      std::sort(session.begin(), session.end(), [this](const MovedPart& a, const MovedPart& b) {
        return a.begins != b.begins ? a.begins < b.begins : file_before(a.file, b.file);
      });
  }

  // Each file of a session that moved goes on with what the previous one left in the cache.
  void continue_moved() {
    for (const std::vector<MovedPart>& session : moved)
      for (std::size_t i = 1; i < session.size() && session[i].begins != kNever; ++i)
        out.inherited.try_emplace(session[i].file, session[i - 1].left);
  }

  // A prompt or compaction before a copied response is a copy, too. They may be in different parts
  // of a file, so this is known when all parts were added.
  void mark_copies() {
    auto is_copy = [this](std::uint32_t file, std::uint64_t offset) {
      auto at = copied_until.find(file);
      return at != copied_until.end() && offset < at->second;
    };
    for (HistoryPrompt& prompt : out.prompts) prompt.copied |= is_copy(prompt.file, prompt.offset);
    for (auto& [number, sighting] : repeated_prompts) {
      sighting.copied |= is_copy(sighting.file, sighting.offset);
      HistoryPrompt& kept = out.prompts[number];
      if (goes_before(sighting, kept)) kept = sighting;
    }
    for (HistoryCompaction& c : out.compactions)
      c.record.copied |= is_copy(c.file, c.record.offset);
    for (auto& [number, sighting] : seen_compactions) {
      sighting.record.copied |= is_copy(sighting.file, sighting.record.offset);
      HistoryCompaction& kept = out.compactions[number];
      if (goes_before(place_of(sighting), place_of(kept))) kept = sighting;
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
      return;
    }
    HistoryPrompt& kept = all[slot - 1];
    for (const HistoryPrompt& sighting : {kept, prompt})
      repeated_prompts.emplace_back(slot - 1, sighting);
    if (goes_before(prompt, kept)) kept = prompt;
  }

  struct Place {
    TimeMs time;
    bool copied;
    std::uint32_t file;
    std::uint64_t offset;
  };
  static Place place_of(const HistoryCompaction& h) {
    return {h.record.time, h.record.copied, h.file, h.record.offset};
  }

  void add_compaction(const CompactionRecord& c, std::uint32_t file) {
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
    for (const HistoryCompaction& sighting : {kept, compaction})
      seen_compactions.push_back({slot - 1, sighting});
    if (goes_before(place_of(compaction), place_of(kept))) kept = compaction;
  }

  void add_evidence(const FileRecords& records, std::uint32_t file) {
    ids.clear();
    for (const std::string& name : records.call_names.all()) ids.push_back(out.names.id(name));
    for (const ToolCall& call : records.calls) {
      out.calls.push_back({call, file});
      ToolCall& kept = out.calls.back().record;
      for (Names::Id* id : {&kept.session, &kept.tool, &kept.target, &kept.agent,
                            &kept.started_agent, &kept.denial, &kept.subject})
        *id = named(*id);
    }
    for (const ContextBlock& block : records.blocks) {
      out.blocks.push_back({block, file});
      ContextBlock& kept = out.blocks.back().record;
      for (Names::Id* id : {&kept.name, &kept.target, &kept.agent}) *id = named(*id);
    }
  }

  // Of the totals of a file the last one counts: it is lower than one before it if the client was
  // killed in between.
  void add_total(const CostTotal& total, std::uint32_t file) {
    HistoryTotal found{total, file, false};
    found.record.session = named(total.session);
    auto [at, is_new] = last_totals.try_emplace({found.record.session, file}, found);
    if (!is_new && total.offset > at->second.record.offset) at->second = found;
  }

  // A session that moved has several files with totals: the latest counts.
  void choose_totals() {
    for (auto& [key, total] : last_totals) {
      date(total);
      auto [at, is_new] = total_of.try_emplace(key.first, out.totals.size());
      if (is_new) {
        out.totals.push_back(total);
        continue;
      }
      HistoryTotal& kept = out.totals[at->second];
      if (std::tie(total.record.time, total.record.usd) >
          std::tie(kept.record.time, kept.record.usd))
        kept = total;
    }
  }

  // A total at the start of a new part has no time: it is later than everything before it.
  void date(HistoryTotal& total) {
    TimeMs& time = total.record.time;
    if (time != kUndated) return;
    for (const PartEnd& part : part_ends)
      if (part.file == total.file && part.start < static_cast<std::int64_t>(total.record.offset))
        time = std::max(time, part.last_time);
  }

  void mark_continued() {
    for (const auto& [number, sighting] : requests.repeated()) {
      const HistoryRequest& kept = requests.all()[number];
      if (kept.session == sighting.session) continue;
      if (kept.file != sighting.file) inherit(sighting);
      auto at = total_of.find(sighting.session);
      if (at != total_of.end()) out.totals[at->second].continues_another = true;
    }
  }

  // The projects of a folder, by the directory their sessions were started in. It is one, unless the
  // names of directories differ in punctuation only: "my-app" and "my.app" have the same folder.
  struct Folder {
    std::vector<std::pair<std::string, std::uint32_t>> started;  // first: empty while none is known
    std::string first_cwd;                                       // in alphabetical order
  };

  void name_projects() {
    std::map<std::string_view, Folder> folders;
    for (std::size_t i = 0; i < out.files.size(); ++i) {
      std::string_view path = project_folder_of(out.files[i].path);
      Folder& folder = folders[path];
      if (folder.started.empty()) add_project(folder, "");
      const std::string& cwd = notes[i].cwd;
      out.files[i].project = project_of(folder, path, cwd);
      if (folder.first_cwd.empty() || (!cwd.empty() && cwd < folder.first_cwd))
        folder.first_cwd = cwd;
    }
    for (const auto& [path, folder] : folders) {
      for (const auto& [dir, project] : folder.started) {
        std::string name = dir.empty() ? folder.first_cwd : dir;
        if (name.empty()) name = path.substr(path.rfind('/') + 1);
        if (is_windows_path(name) && name[1] == ':') name[0] = static_cast<char>(name[0] & ~0x20);
        out.projects[project] = name;
      }
    }
    leave_work_trees();
    join_windows_projects();
  }

  std::uint32_t add_project(Folder& folder, std::string dir) {
    auto number = static_cast<std::uint32_t>(out.projects.size());
    folder.started.emplace_back(std::move(dir), number);
    out.projects.emplace_back();
    return number;
  }

  // A file that does not say where its session was started belongs to the folder's first project.
  std::uint32_t project_of(Folder& folder, std::string_view path, const std::string& cwd) {
    for (const auto& [dir, project] : folder.started)
      if (!dir.empty() && matches_project(cwd, dir)) return project;
    auto& [first_dir, first_project] = folder.started.front();
    std::string dir = cwd.empty() ? "" : start_dir(std::string(path) + "/x", cwd);
    if (dir.empty()) return first_project;
    if (!first_dir.empty()) return add_project(folder, dir);
    first_dir = dir;
    return first_project;
  }

  // Sessions that entered a linked work tree, or moved to another folder, and their subagents
  // belong to the project they were started in.
  void leave_work_trees() {
    std::map<std::string, std::uint32_t> projects_of;  // by session, as FOLDER/ID
    std::map<std::string, std::uint32_t, std::less<>> numbers;
    for (std::uint32_t i = 0; i < out.projects.size(); ++i) numbers.emplace(out.projects[i], i);
    for (std::size_t i = 0; i < out.files.size(); ++i) {
      if (notes[i].started_in.empty()) continue;
      auto [at, is_new] =
          numbers.try_emplace(notes[i].started_in, static_cast<std::uint32_t>(out.projects.size()));
      if (is_new) out.projects.push_back(at->first);
      projects_of[session_path(out.files[i].path)] = at->second;
    }
    for (const std::vector<MovedPart>& session : moved) {
      const HistoryFile& first = out.files[session.front().file];
      std::uint32_t project =
          projects_of.try_emplace(session_path(first.path), first.project).first->second;
      for (const MovedPart& part : session)
        projects_of.try_emplace(session_path(out.files[part.file].path), project);
    }
    if (projects_of.empty()) return;
    for (HistoryFile& file : out.files) {
      auto at = projects_of.find(session_path(file.path));
      if (at != projects_of.end()) file.project = at->second;
    }
  }

  // "FOLDER/ID" for both "FOLDER/ID.jsonl" and "FOLDER/ID/subagents/agent-A.jsonl".
  static std::string session_path(std::string_view path) {
    std::size_t from = project_folder_of(path).size() + 1;
    std::size_t end = std::min(path.find('/', from), path.rfind(".jsonl"));
    return std::string(path.substr(0, end));
  }

  // On Windows, a directory may have several folders: "C--shop" and "c--shop".
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

RecordMerger::RecordMerger(bool evidence) : impl_(std::make_unique<Impl>()) {
  impl_->evidence = evidence;
}
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
  m.part_ends.push_back({file, part.start, records.last_time});
  m.out.files[file].rewritten |= part.start == kNoLongerThere;
  for (const Request& request : records.requests) m.add_request(request, file);
  for (const Prompt& prompt : records.prompts) m.add_prompt(prompt, file);
  for (const CompactionRecord& compaction : records.compactions) m.add_compaction(compaction, file);
  for (const ShapeRecord& s : records.shapes)
    m.out.shapes.push_back({file, s.time, m.named(s.shape)});
  for (const ClearingRecord& c : records.clearings) m.out.clearings.push_back({c, file});
  if (records.total) m.add_total(*records.total, file);
  if (m.evidence) m.add_evidence(records, file);
}

History RecordMerger::finish() && {
  Impl& m = *impl_;
  m.requests.join();
  m.mark_copies();
  m.choose_totals();
  m.mark_continued();
  m.out.requests = std::move(m.requests).take();
  m.find_moved();
  m.name_projects();
  m.inherit_compactions();
  m.continue_moved();
  std::sort(m.out.shapes.begin(), m.out.shapes.end(),
            [](const HistoryShape& a, const HistoryShape& b) {
              return std::tie(a.file, a.time, a.shape) < std::tie(b.file, b.time, b.shape);
            });
  for (std::size_t i = 0; i < m.notes.size(); ++i) {
    m.out.left_out.unfinished_lines += m.notes[i].unfinished;
    if (m.notes[i].foreign_lines > 0) m.out.foreign_files.push_back(m.out.files[i].path);
  }
  return std::move(m.out);
}

}  // namespace wick
