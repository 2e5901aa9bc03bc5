// SPDX-License-Identifier: MIT
#include "tests/fuzz/targets.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/packed.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/base/toml.h"
#include "lib/claude/entry.h"
#include "lib/claude/json.h"
#include "lib/claude/payload.h"
#include "lib/claude/tail.h"
#include "lib/history/collect.h"
#include "lib/history/habits.h"
#include "lib/history/packing.h"
#include "lib/history/usage_now.h"
#include "lib/live/burn.h"
#include "lib/live/checkpoint.h"
#include "lib/live/earlier_prompts.h"
#include "lib/live/git_status.h"
#include "lib/live/line_config.h"
#include "lib/live/pace.h"
#include "lib/live/spend.h"
#include "lib/output/escape.h"
#include "lib/output/layout.h"
#include "lib/price/price.h"
#include "lib/setup/json_edit.h"

namespace wick {
namespace {

// True also in builds without assert().
void must(bool is_so, const char* what) {
  if (is_so) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

// False where it was refused, which is an answer.
template <class Try>
bool accepts(Try attempt) {
  try {
    attempt();
    return true;
  } catch (const Failure&) {
    return false;
  }
}

// Readers of files want a file.
class TransientFile {
 public:
  explicit TransientFile(std::string_view bytes) : fd_(unnamed_file(bytes)), path_("/proc/self/fd/" + std::to_string(fd_.get())) {}
  const std::string& path() const { return path_; }
  OpenFile open() const { return open_regular(path_); }

 private:
  Fd fd_;
  std::string path_;
};

void payload(std::string_view bytes) {
  JsonStatus status{};
  Payload once = parse_payload(bytes, status), again = parse_payload(bytes, status);
  must(once.session_id == again.session_id && once.cost_usd == again.cost_usd, "the same payload reads the same");
}

void entry(std::string_view bytes) {
  std::string line(bytes.substr(0, bytes.find('\n')));
  line.reserve(line.size() + kJsonPadding);
  if (line.empty() || !could_be_entry(line)) return;
  EntryReader reader;
  reader.start(line, {});
  // No object takes fewer bytes than its braces.
  for (std::size_t most = line.size() / 2 + 2; reader.next() == EntryReader::Status::kEntry; --most)
    must(most > 0, "a line has an end");
}

// The responses that a file has: however it is cut into spans, and read from the start or from its end.
struct Counted {
  std::set<std::tuple<std::uint64_t, std::uint32_t, std::uint32_t>> requests;
  std::size_t prompts = 0, compactions = 0;
  bool operator==(const Counted&) const = default;
};
Counted collected(const OpenFile& file, std::uint64_t cut) {
  Counted out;
  SpanLines lines;
  Collector collector;
  for (auto [from, to] : {std::pair{std::uint64_t{0}, cut}, std::pair{cut, file.info.size}}) {
    if (from == to) continue;
    lines.open(file, from, to);
    FileRecords records = collector.collect(lines);
    out.prompts += records.prompts.size(), out.compactions += records.compactions.size();
    std::string packed = pack_records(records), calls = pack_calls(records);
    FileRecords back;
    must(unpack_records(packed, back) && unpack_calls(calls, back), "what is packed can be unpacked");
    must(pack_records(back) == packed && pack_calls(back) == calls, "and is the same again");
    for (const Request& request : records.requests) {
      must(request.usage().prompt() >= 0 && request.usage().output >= 0, "no count is negative");
      out.requests.insert({request.message, request.request, request.extra});
    }
  }
  return out;
}

void transcript(std::string_view bytes) {
  TransientFile kept(bytes);
  OpenFile file = kept.open();
  Counted whole = collected(file, file.info.size);
  must(whole == collected(file, file.info.size / 2), "the spans of a file have its lines once each");
  must(whole == collected(file, file.info.size / 3), "wherever it is cut");
  Tail tail = read_tail(file);
  read_last_response(file);
  last_compacted_size(file);
  first_prompt_tokens(file);
  read_burn(file, "", file.info.size);
  read_earlier_prompts(file, "", file.info.size);
  auto spent = read_spend(kept.path(), "", std::nullopt);
  must(spent.has_value(), "a file that is there can be read");
  Spend sum = add_up(*spent, PriceTable(), 1'795'327'247'000);
  must(sum.lines_usd >= 0 && sum.requests >= 0, "money is not negative");
}

void packing(std::string_view bytes) {
  // The seal is right: what is wrong is behind it.
  FileRecords empty;
  std::string head = pack_records(empty).substr(0, 1);
  PackedWriter seal;
  seal.put_word(checksum(bytes) + static_cast<unsigned char>(head[0]));
  std::string sealed_bytes = head + seal.bytes() + std::string(bytes);
  FileRecords records, again;
  if (unpack_records(sealed_bytes, records)) {
    std::string packed = pack_records(records);
    must(unpack_records(packed, again) && pack_records(again) == packed, "records stay what they are");
  }
  FileRecords calls;
  unpack_calls(sealed_bytes, calls);
  unpack_records(bytes, records);
}

// What is kept, with these bytes behind a right seal: what can be read, can be written and read again.
template <class Record>
void reads_back(std::string_view kept, std::string (*written)(const Record&),
                std::optional<Record> (*read)(std::string_view)) {
  if (auto record = read(kept)) must(read(written(*record)).has_value(), "what is read can be read again");
}

// Of a format whose first line, before the seal, names it.
template <class Record>
void checkpoint(std::string_view body, std::string (*written)(const Record&),
                std::optional<Record> (*read)(std::string_view)) {
  std::string empty = written(Record{});
  reads_back(sealed(empty.substr(0, empty.find('\n') + 1), body), written, read);
  reads_back(body, written, read);
}

void checkpoints(std::string_view bytes) {
  checkpoint<Burn>(bytes, encode, decode_burn);
  checkpoint<EarlierPrompts>(bytes, encode, decode_earlier_prompts);
  checkpoint<SpendRecord>(bytes, encode, decode);
  checkpoint<GitKept>(bytes, encode, decode_git_kept);
}

// Of a text whose first line names format and checksum.
template <class Record>
void note(std::string_view body, std::string (*written)(const Record&),
          std::optional<Record> (*read)(std::string_view)) {
  std::string empty = written(Record{});
  std::string_view first = std::string_view(empty).substr(0, empty.find('\n'));
  reads_back(checked_text(first.substr(0, first.rfind(' ')), body), written, read);
}

void notes(std::string_view bytes) {
  note<Pace>(bytes, pace_text, parse_pace);
  note<UsageNow>(bytes, usage_now_text, parse_usage_now);
  note<WasteNow>(bytes, waste_now_text, parse_waste_now);
  note<AllHabits>(bytes, habits_text, parse_habits);
}

void git_status(std::string_view bytes) {
  GitStatusReader whole, pieces;
  whole.feed(bytes);
  for (std::size_t i = 0; i < bytes.size(); ++i) pieces.feed(bytes.substr(i, 1));
  must(whole.finish() == pieces.finish(), "what git says is the same in pieces");
}

void toml(std::string_view bytes) {
  accepts([&] {
    TomlValue file = parse_toml(bytes, "wick.toml");
    accepts([&] { line_config(file, Place::kStatusLine); });
    accepts([&] { line_config(file, Place::kPrompt); });
    accepts([&] { PriceTable().add(file, "prices.toml"); });
  });
}

void templates(std::string_view bytes) {
  accepts([&] { line_of_format(std::string(bytes)); });
}

void json_edit(std::string_view bytes) {
  std::string object(bytes);
  if (!accepts([&] { check_object(object, "settings.json"); })) return;
  string_member(object, "statusLine"), is_true(object, "disableAllHooks");
  std::string set = set_member(object, "statusLine", "{\"type\":\"command\"}");
  must(accepts([&] { check_object(set, "settings.json"); }), "an object with a member set is an object");
  must(member_text(set, "statusLine") == "{\"type\":\"command\"}", "and has it");
  std::string removed = remove_member(set, "statusLine");
  must(accepts([&] { check_object(removed, "settings.json"); }), "an object with a member removed is an object");
  if (count_members(object, "statusLine") <= 1)
    must(!member_text(removed, "statusLine"), "and does not have it");
}

void text(std::string_view bytes) {
  std::string shown = printable(bytes);
  must(printable(shown) == shown, "what can be printed stays");
  for (char c : shown) must(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f, "no control character is printed");
  for (int columns : {1, 7, 80}) {
    must(display_width(truncate_to_width(shown, columns)) <= columns, "a text fits where it was made to");
    for (const std::string& row : wrap(shown, columns)) must(display_width(row) <= columns, "a row fits");
  }
  for (Target target : {Target::kTerminal, Target::kZsh, Target::kBash, Target::kTmux}) escape_for(target, shown);
  parse_integer(bytes), parse_number(bytes), parse_tokens(bytes), parse_iso8601(bytes), parse_span(bytes);
  if (auto when = parse_when(bytes)) must(parse_iso8601(iso8601_ms(*when)) == when, "a time is the same again");
  parse_model(bytes), display_model(bytes), sh_word(bytes), fish_word(bytes), bare_line(bytes);
}

constexpr FuzzTarget kTargets[] = {
    {"payload", payload},     {"entry", entry}, {"transcript", transcript}, {"packing", packing},
    {"checkpoints", checkpoints}, {"notes", notes}, {"toml", toml},         {"template", templates},
    {"json_edit", json_edit}, {"text", text}, {"git_status", git_status},
};

}  // namespace

std::span<const FuzzTarget> fuzz_targets() { return kTargets; }

}  // namespace wick
