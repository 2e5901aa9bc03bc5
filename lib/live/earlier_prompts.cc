// SPDX-License-Identifier: MIT
#include "lib/live/earlier_prompts.h"

#include <algorithm>

#include "lib/base/kept_files.h"
#include "lib/base/packed.h"
#include "lib/claude/entry.h"
#include "lib/claude/lines.h"
#include "lib/history/requests.h"

namespace wick {
namespace {

constexpr std::string_view kPromptsFormat = "wick prompts 3\n";
constexpr std::size_t kLargestPrompts = 8 * 1024;
constexpr std::size_t kPromptBlock = 64 * 1024;

class PromptScan {
 public:
  explicit PromptScan(EarlierPrompts& record) : record_(record), shapes_(record.open) {}

  void read(const OpenFile& file, std::uint64_t bound) {
    std::uint64_t from = record_.read.offset;
    if (file.info.size - from > bound) {
      shapes_.gap();
      from = file.info.size - bound;
    }
    ForwardLines lines(file, from, kPromptBlock, file.info.size - from);
    // After a gap, reading begins in the middle of a line: skip it.
    if (from > record_.read.offset) lines.next();
    while (auto line = lines.next()) {
      if (line->oversized || line->text.empty() || !could_be_entry(line->text)) continue;
      reader_.start(line->text, {});
      while (reader_.next() == EntryReader::Status::kEntry) take(reader_.entry());
    }
    record_.open = shapes_.open();
    record_.read = mark_at(file, std::max(from, lines.complete_end()));
  }

 private:
  void take(const Entry& entry) {
    if (entry.sidechain || entry.nested || entry.session_id.empty()) return;
    if (entry.kind == EntryKind::kUser && entry.is_prompt) {
      if (auto shape = shapes_.prompt()) keep(*shape);
    } else if (entry.kind == EntryKind::kCompaction) {
      shapes_.compaction();
    } else if (entry.counts() && entry.usage.is_known()) {
      shapes_.request(near_key(entry), usage_in_conversation(entry));
    }
  }

  void keep(const PromptShape& shape) {
    record_.prompts += 1;
    if (record_.shapes.size() == kMostShapes) record_.shapes.erase(record_.shapes.begin());
    record_.shapes.push_back(shape);
  }

  EarlierPrompts& record_;
  ShapeCollector shapes_;
  EntryReader reader_;
};

// The counts of each struct in order, for reading and writing.
template <class Each, class Shape>
void each_count(Shape& s, Each&& each) {
  each(s.requests), each(s.added), each(s.grown), each(s.output), each(s.resent_pm);
}
template <class Each, class Tokens>
void each_count_of(Tokens& u, Each&& each) {
  each(u.input), each(u.write_5m), each(u.write_1h), each(u.read), each(u.output);
}

EarlierPrompts record_of(PackedReader& in) {
  EarlierPrompts record;
  auto get = [&in](std::int64_t& count) { count = static_cast<std::int64_t>(in.number()); };
  get(record.prompts);
  record.shapes.resize(in.count(5));
  for (PromptShape& shape : record.shapes) each_count(shape, get);
  record.open.in_prompt = in.number() != 0;
  each_count(record.open.shape, get);
  each_count_of(record.open.last, get);
  for (std::uint64_t& key : record.open.keys) key = in.word();
  record.read = mark_of(in);
  return record;
}

EarlierPrompts load_prompts(const std::string& path, const OpenFile& transcript) {
  auto bytes = path.empty() ? std::nullopt : try_read_file(path, kLargestPrompts);
  auto record = bytes ? decode_earlier_prompts(*bytes) : std::nullopt;
  return record && fits(record->read, transcript) ? std::move(*record) : EarlierPrompts{};
}

}  // namespace

std::vector<PromptShape> EarlierPrompts::all() const {
  std::vector<PromptShape> out = shapes;
  if (open.shape.requests > 0) out.push_back(open.shape);
  return out;
}

EarlierPrompts read_earlier_prompts(const OpenFile& transcript, const std::string& checkpoint_path,
                                    std::uint64_t bound) {
  EarlierPrompts record = load_prompts(checkpoint_path, transcript);
  std::uint64_t before = record.read.offset;
  if (transcript.info.size == before) return record;
  PromptScan(record).read(transcript, bound);
  if (!checkpoint_path.empty() && record.read.offset != before)
    keep_file(checkpoint_path, encode(record));
  return record;
}

std::string encode(const EarlierPrompts& record) {
  PackedWriter out;
  auto put = [&out](std::int64_t count) { out.put(static_cast<std::uint64_t>(count)); };
  put(record.prompts);
  out.put(record.shapes.size());
  for (const PromptShape& shape : record.shapes) each_count(shape, put);
  out.put(record.open.in_prompt ? 1 : 0);
  each_count(record.open.shape, put);
  each_count_of(record.open.last, put);
  for (std::uint64_t key : record.open.keys) out.put_word(key);
  put_mark(out, record.read);
  return sealed(kPromptsFormat, out.bytes());
}

std::optional<EarlierPrompts> decode_earlier_prompts(std::string_view bytes) {
  auto body = unsealed(kPromptsFormat, bytes);
  if (!body) return std::nullopt;
  PackedReader in(*body);
  EarlierPrompts record = record_of(in);
  if (!in.at_end() || record.shapes.size() > kMostShapes) return std::nullopt;
  for (const PromptShape& shape : record.shapes)
    if (shape.requests < 1) return std::nullopt;
  return record;
}

}  // namespace wick
