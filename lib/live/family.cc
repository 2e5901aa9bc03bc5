// SPDX-License-Identifier: MIT
#include "lib/live/family.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <tuple>

#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/claude/dirs.h"
#include "lib/claude/entry.h"
#include "lib/claude/lines.h"

namespace wick {
namespace {

// A conversation may begin with a long line: a pasted text, an image.
constexpr std::size_t kBeginning = 1024 * 1024, kBeginningBlock = 8 * 1024;
constexpr std::size_t kEarly = 16 * 1024;  // of the many transcripts that may repeat a line

// The first line of a conversation that has an id and a time.
struct Beginning {
  std::string path, uuid;
  TimeMs time = INT64_MAX;  // unknown: it comes last
  std::uint64_t size = 0;
};

Beginning beginning_of(const std::string& path) {
  Beginning out;
  out.path = path;
  auto file = open_if_any(path);
  if (!file) return out;
  out.size = file->info.size;
  ForwardLines lines(*file, 0, kBeginningBlock, kBeginning);
  EntryReader reader;
  while (auto line = lines.next()) {
    if (line->oversized || !could_be_entry(line->text)) continue;
    reader.start(line->text, {});
    while (reader.next() == EntryReader::Status::kEntry) {
      const Entry& entry = reader.entry();
      bool of_talk = entry.kind == EntryKind::kUser || entry.kind == EntryKind::kResponse;
      if (!of_talk || entry.uuid.empty() || !entry.time || entry.nested) continue;
      out.uuid = entry.uuid, out.time = *entry.time;
      return out;
    }
  }
  return out;
}

bool is_copy_of(const Beginning& a, const Beginning& b) {
  return !a.uuid.empty() && a.uuid == b.uuid;
}

}  // namespace

bool has_early(const std::string& path, std::size_t first, std::string_view text,
               const std::function<bool(std::string_view head)>& is_another) {
  auto file = open_if_any(path);
  if (!file) return false;
  std::string head;
  for (std::size_t size = first; size <= kBeginning; size *= 8) {
    std::size_t known = head.size();
    head.resize(size);
    head.resize(known + read_at(*file, known, head.data() + known, size - known));
    if (contains(head, text)) return true;
    if (head.size() < size || is_another(head)) return false;
  }
  return false;
}

std::vector<std::string> parts_in_order(const std::string& transcript) {
  std::vector<std::string> others = other_parts(transcript);
  if (others.empty()) return {transcript};
  std::vector<Beginning> parts = {beginning_of(transcript)};
  for (const std::string& path : others) parts.push_back(beginning_of(path));
  std::sort(parts.begin(), parts.end(), [](const Beginning& a, const Beginning& b) {
    return std::tie(a.time, b.size, a.path) < std::tie(b.time, a.size, b.path);
  });
  std::vector<std::string> out;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (i == 0 || !is_copy_of(parts[i - 1], parts[i])) out.push_back(parts[i].path);
  return out;
}

TimeMs folders_changed(const std::string& transcript) {
  std::string config_dir = config_dir_of(transcript);
  if (config_dir.empty()) return 0;
  TimeMs newest = 0;
  for (const std::string& name : list_dir(config_dir + "/projects"))
    if (auto info = file_info(config_dir + "/projects/" + name))
      newest = std::max(newest, info->modified);
  return newest;
}

std::vector<std::string> relatives(const std::string& transcript) {
  std::string config_dir = config_dir_of(transcript);
  if (config_dir.empty() || !is_transcript_name(base_name(transcript))) return {};
  std::string first = beginning_of(parts_in_order(transcript).front()).uuid;
  if (first.empty()) return {};
  std::set<std::string> out;
  auto has_uuid = [](std::string_view head) { return contains(head, "\"uuid\""); };
  for (const std::string& path : main_transcripts({config_dir})) {
    if (base_name(path) == base_name(transcript) || !has_early(path, kEarly, first, has_uuid))
      continue;
    out.insert(path);
    for (const std::string& part : other_parts(path)) out.insert(part);
  }
  return {out.begin(), out.end()};
}

}  // namespace wick
