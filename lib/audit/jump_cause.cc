// SPDX-License-Identifier: MIT
#include "lib/audit/jump_cause.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/claude/entry.h"
#include "lib/claude/lines.h"
#include "lib/history/requests.h"

namespace wick {

void look_up_lines(WasteReport& report) {
  if (std::exchange(report.has_lines, true)) return;
  std::map<Names::Id, std::vector<WasteRow*>> by_file;
  for (WasteRow& row : report.findings)
    if (row.offset != kNoOffset) by_file[row.transcript].push_back(&row);
  for (auto& [transcript, rows] : by_file) {
    auto file = try_open_regular(report.names[transcript]);
    if (!file) continue;
    std::sort(rows.begin(), rows.end(),
              [](const WasteRow* a, const WasteRow* b) { return a->offset < b->offset; });
    LineCounter counter(*file);
    for (WasteRow* row : rows)
      if (row->offset < file->info.size) row->line = counter.before(row->offset) + 1;
  }
}

namespace {

constexpr std::size_t kBlock = 64 * 1024;
constexpr std::uint64_t kLeastBytesPerToken = 2;  // in transcripts

// The type of an attachment; empty for other lines.
std::string attachment_of(std::string_view line) {
  if (!contains(line.substr(0, 400), "\"attachment\"")) return "";
  constexpr std::string_view kType = "\"attachment\":{\"type\":\"";
  std::size_t at = find_in(line, kType);
  if (at == line.npos) return "";
  std::string_view type = line.substr(at + kType.size());
  return std::string(type.substr(0, std::min<std::size_t>(type.find('"'), 40)));
}

// Collects the items between two requests.
class Search {
 public:
  JumpCause run(const OpenFile& file, const Jump& jump, LineCounter& counter) {
    // A rewritten file has other content there.
    if (!is_at(file, *jump.before) || !is_at(file, *jump.after)) return {};
    std::uint64_t number = counter.before(jump.before->offset);
    ForwardLines lines(file, jump.before->offset, kBlock, jump.after->offset - jump.before->offset);
    while (auto line = lines.next()) {
      ++number;
      std::uint64_t length = lines.complete_end() - line->offset;
      if (line->oversized) offer({"line", "", "", "", length, number, 0, {}});
      else if (!line->text.empty()) look_at(line->text, number);
    }
    return found();
  }

 private:
  bool is_at(const OpenFile& file, const HistoryRequest& request) {
    if (request.offset >= file.info.size) return false;
    ForwardLines lines(file, request.offset, kBlock, file.info.size - request.offset);
    auto line = lines.next();
    if (!line || line->oversized || line->text.empty()) return false;
    reader_.start(line->text, {});
    while (reader_.next() == EntryReader::Status::kEntry)
      if (message_key(reader_.entry()) == request.message) return true;
    return false;
  }

  void look_at(std::string_view line, std::uint64_t number) {
    if (std::string type = attachment_of(line); !type.empty())
      return offer({"attachment", "", "", type, line.size(), number, 0, {}});
    if (!could_be_entry(line)) return;
    reader_.start(line, {});
    while (reader_.next() == EntryReader::Status::kEntry) {
      const Entry& entry = reader_.entry();
      if (entry.sidechain) continue;
      for (const EntryCall& call : entry.calls)
        calls_[std::string(call.id)] = {std::string(call.tool), std::string(call.target)};
      if (entry.is_prompt) offer({"prompt", "", "", "", line.size(), number, 0, {}});
      for (const EntryResult& result : entry.results) look_at(result, number);
    }
  }

  void look_at(const EntryResult& result, std::uint64_t number) {
    const auto& [tool, target] = calls_[std::string(result.call_id)];
    bool is_subagent = tool == "Task" || tool == "Agent";
    offer({is_subagent ? "subagent" : "result", tool, target, "", result.bytes, number, 0, {}});
  }

  void offer(JumpCause cause) {
    if (cause.bytes > 0) found_.push_back(std::move(cause));
  }

  JumpCause found() {
    if (found_.empty()) return {};
    std::stable_sort(found_.begin(), found_.end(),
                     [](const JumpCause& a, const JumpCause& b) { return a.bytes > b.bytes; });
    std::uint64_t all = 0;
    for (const JumpCause& part : found_) all += part.bytes;
    for (JumpCause& part : found_) part.all_bytes = all;
    JumpCause best = std::move(found_.front());
    best.others.assign(std::make_move_iterator(found_.begin() + 1),
                       std::make_move_iterator(found_.end()));
    return best;
  }

  EntryReader reader_;
  std::map<std::string, std::pair<std::string, std::string>> calls_;
  std::vector<JumpCause> found_;
};

}  // namespace

std::vector<JumpCause> causes_of(const std::vector<Jump>& jumps, const History& history) {
  std::vector<std::size_t> order(jumps.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  auto place = [&](std::size_t i) {
    return std::pair(jumps[i].before->file, jumps[i].before->offset);
  };
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return place(a) < place(b); });
  std::vector<JumpCause> out(jumps.size());
  std::uint32_t opened = UINT32_MAX;
  std::optional<OpenFile> file;
  std::optional<LineCounter> counter;
  for (std::size_t i : order) {
    const HistoryRequest &before = *jumps[i].before, &after = *jumps[i].after;
    if (std::exchange(opened, before.file) != before.file) {
      counter.reset();
      file = try_open_regular(history.files[before.file].path);
      if (file) counter.emplace(*file);
    }
    bool together = before.file == after.file && before.offset < after.offset;
    if (file && together) out[i] = Search().run(*file, jumps[i], *counter);
    // Unless the largest item in between can explain all of it.
    bool is_explained =
        out[i].bytes >= kLeastBytesPerToken * static_cast<std::uint64_t>(jumps[i].tokens);
    if (jumps[i].is_undone && !is_explained) out[i].kind = "undone";
  }
  return out;
}

namespace {

std::string name_of_cause(const JumpCause& cause) {
  if (cause.kind == "undone") return "a compaction undone";
  if (cause.kind == "line") return "a line that is too long to be read";
  if (cause.kind == "attachment") return "attachment " + cause.attachment;
  if (cause.kind == "subagent") return "report of a subagent";
  if (cause.kind != "result") return cause.kind;
  std::string out = "result of " + (cause.tool.empty() ? "a tool" : cause.tool);
  return cause.target.empty() ? out : fmt::format("{} {}", out, cause.target);
}

}  // namespace

std::string words_for(const JumpCause& cause) {
  // From this share on, the rest is not worth mentioning.
  constexpr double kWhole = 0.9;
  std::string name = name_of_cause(cause);
  if (cause.share() >= kWhole || cause.others.empty()) return name;
  return fmt::format("{:.0f}% {}, and {} more", cause.share() * 100, name, cause.others.size());
}

}  // namespace wick
