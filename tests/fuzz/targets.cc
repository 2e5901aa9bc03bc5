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

#include "lib/audit/cache_replay.h"
#include "lib/audit/carried.h"
#include "lib/audit/growth.h"
#include "lib/audit/misses.h"
#include "lib/audit/token_ratios.h"
#include "lib/audit/waste_account.h"
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
#include "lib/claude/registry.h"
#include "lib/claude/tail.h"
#include "lib/history/collect.h"
#include "lib/history/habits.h"
#include "lib/history/packing.h"
#include "lib/history/read_history.h"
#include "lib/history/usage_now.h"
#include "lib/judge/request.h"
#include "lib/live/burn.h"
#include "lib/live/checkpoint.h"
#include "lib/live/earlier_prompts.h"
#include "lib/live/git_status.h"
#include "lib/live/line_config.h"
#include "lib/live/pace.h"
#include "lib/live/spend.h"
#include "lib/output/escape.h"
#include "lib/output/layout.h"
#include "lib/output/link.h"
#include "lib/price/price.h"
#include "lib/setup/json_edit.h"
#include "lib/setup/toml_edit.h"

namespace wick {
namespace {

// True also in builds without assert().
void must(bool is_so, const char* what) {
  if (is_so) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

// False if the input was rejected, which is a valid result.
template <class Try>
bool accepts(Try attempt) {
  try {
    attempt();
    return true;
  } catch (const Failure&) {
    return false;
  }
}

// For readers that need a file.
class TransientFile {
 public:
  explicit TransientFile(std::string_view bytes)
      : fd_(unnamed_file(bytes)), path_("/proc/self/fd/" + std::to_string(fd_.get())) {}
  const std::string& path() const { return path_; }
  OpenFile open() const { return open_regular(path_); }

 private:
  Fd fd_;
  std::string path_;
};

void payload(std::string_view bytes) {
  JsonStatus status{};
  Payload once = parse_payload(bytes, status), again = parse_payload(bytes, status);
  must(once.session_id == again.session_id && once.cost_usd == again.cost_usd,
       "the same payload reads the same");
  must(payload_scalars(bytes).size() <= bytes.size(), "a value takes a byte");
}

void entry(std::string_view bytes) {
  std::string line(bytes.substr(0, bytes.find('\n')));
  line.reserve(line.size() + kJsonPadding);
  if (line.empty() || !could_be_entry(line)) return;
  EntryReader reader;
  reader.start(line, {});
  // An object has at least its two braces.
  for (std::size_t most = line.size() / 2 + 2; reader.next() == EntryReader::Status::kEntry; --most)
    must(most > 0, "a line has an end");
}

// A file's responses must not depend on how it is cut into spans, or on reading from its start or its end.
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
    must(unpack_records(packed, back) && unpack_calls(calls, back),
         "what is packed can be unpacked");
    must(pack_records(back) == packed && pack_calls(back) == calls, "and is the same again");
    for (const Request& request : records.requests) {
      must(request.usage().prompt() >= 0 && request.usage().output >= 0, "no count is negative");
      out.requests.insert({request.message, request.request, request.pass});
    }
  }
  return out;
}

void transcript(std::string_view bytes) {
  TransientFile kept(bytes);
  OpenFile file = kept.open();
  Counted whole = collected(file, file.info.size);
  must(whole == collected(file, file.info.size / 2),
       "the spans of a file have its lines once each");
  must(whole == collected(file, file.info.size / 3), "wherever it is cut");
  Tail tail = read_tail(file);
  read_last_response(file);
  read_title(file);
  last_compacted_size(file);
  first_prompt_tokens(file);
  read_burn(file, "", file.info.size);
  read_earlier_prompts(file, "", file.info.size);
  auto spent = read_spend(kept.path(), "", std::nullopt);
  must(spent.has_value(), "a file that is there can be read");
  Spend sum = add_up(*spent, PriceTable(), 1'795'327'247'000);
  must(sum.lines_usd >= 0 && sum.requests >= 0, "money is not negative");
}

// The sums of the analyses must agree, whatever the transcript contains.
void audits(std::string_view bytes) {
  TransientFile kept(bytes);
  HistoryOptions options;
  options.ledger = false, options.evidence = true, options.threads = 1,
  options.files = {kept.path()};
  History history = read_history(Env{}, options).history;
  PriceTable prices;
  UsageFilter all;
  Pricer pricer(prices, history.names, 1'795'327'247'000);
  ReplayedHistory replayed(history, all, pricer);
  CarriedReport carried = report_carried(replayed);
  CarriedRow sum;
  for (const CarriedRow& row : carried.sources) sum.sent += row.sent, sum.cost += row.cost;
  must(sum.sent == carried.all.sent && sum.cost == carried.all.cost, "what is carried sums to all");
  GrowthReport growth = report_growth(replayed, 1000);
  must(growth.requests <= static_cast<std::int64_t>(history.requests.size()),
       "a request is counted once");
  report_misses(replayed);
  WasteReport waste = audit_waste(replayed, {});
  WasteCost by_session;
  for (const WasteGroup& group : waste.by_session) by_session += group.sums.total();
  must(by_session == waste.all.total(), "sessions sum to all");
  std::string packed = pack_report(waste);
  auto again = unpack_report(packed);
  must(again && pack_report(*again) == packed, "an audit stays what it is");
}

void packing(std::string_view bytes) {
  // The checksum is right; the error is after it.
  FileRecords empty;
  std::string head = pack_records(empty).substr(0, 1);
  PackedWriter seal;
  seal.put_word(checksum(bytes) + static_cast<unsigned char>(head[0]));
  std::string sealed_bytes = head + seal.bytes() + std::string(bytes);
  FileRecords records, again;
  if (unpack_records(sealed_bytes, records)) {
    std::string packed = pack_records(records);
    must(unpack_records(packed, again) && pack_records(again) == packed,
         "records stay what they are");
  }
  FileRecords calls;
  unpack_calls(sealed_bytes, calls);
  unpack_records(bytes, records);
  if (auto report = unpack_report(bytes))
    must(unpack_report(pack_report(*report)).has_value(), "nor does an audit change");
}

// A stored file with these bytes after a valid checksum: what can be read can be written and read again.
template <class Record>
void reads_back(std::string_view kept, std::string (*written)(const Record&),
                std::optional<Record> (*read)(std::string_view)) {
  if (auto record = read(kept))
    must(read(written(*record)).has_value(), "what is read can be read again");
}

// For formats whose first line, before the checksum, names the format.
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
  checkpoint<CostLog>(bytes, encode, decode);
  checkpoint<GitKept>(bytes, encode, decode_git_kept);
}

// For texts whose first line has the format and the checksum.
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
  note<TokenRatios>(bytes, token_ratios_text, parse_token_ratios);
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
  must(accepts([&] { check_object(set, "settings.json"); }),
       "an object with a member set is an object");
  must(member_text(set, "statusLine") == "{\"type\":\"command\"}", "and has it");
  std::string removed = remove_member(set, "statusLine");
  must(accepts([&] { check_object(removed, "settings.json"); }),
       "an object with a member removed is an object");
  if (count_members(object, "statusLine") <= 1)
    must(!member_text(removed, "statusLine"), "and does not have it");
}

// The first line is the key's new value, the rest is the file.
void toml_edit(std::string_view bytes) {
  std::size_t end = std::min(bytes.find('\n'), bytes.size());
  std::string value = toml_string(bytes.substr(0, end)),
              file(bytes.substr(std::min(end + 1, bytes.size())));
  const TomlPlace place{"wick.toml", "line"};
  std::string set, removed;
  if (!accepts([&] { set = with_toml_value(file, place, "theme", value); })) return;
  must(accepts([&] { parse_toml(set, "wick.toml"); }), "a file with a key set is one");
  must(toml_value(set, place, "theme") == value, "and has it");
  must(accepts([&] { removed = with_toml_value(set, place, "theme", ""); }),
       "what was set can be taken out");
  must(!toml_value(removed, place, "theme"), "and is not there then");
  must(accepts([&] { removed = with_toml_table(set, place, ""); }), "a table can be taken out");
  must(!toml_table(removed, place) && accepts([&] { parse_toml(removed, "wick.toml"); }),
       "and what is left is a file");
}

// Replies of a model, and the client's registry entries.
void answers(std::string_view bytes) {
  parse_live_session(bytes);
  const std::array<std::uint64_t, 2> keys{1, 2};
  for (const JudgeReply& reply : {claude_reply(bytes), batch_reply(bytes)})
    must(judgements_of(reply, keys, 0).size() <= reply.verdicts.size(),
         "no more judgements than verdicts");
  key_of_custom_id(bytes);
}

void text(std::string_view bytes) {
  std::string shown = printable(bytes);
  must(printable(shown) == shown, "what can be printed stays");
  for (char c : shown)
    must(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f, "no control character is printed");
  for (int columns : {1, 7, 80}) {
    must(display_width(truncate_to_width(shown, columns)) <= columns,
         "a text fits where it was made to");
    for (const std::string& row : wrap(shown, columns))
      must(display_width(row) <= columns, "a row fits");
  }
  for (Target target : {Target::kTerminal, Target::kZsh, Target::kBash, Target::kTmux})
    escape_for(target, shown);
  parse_integer(bytes), parse_number(bytes), parse_tokens(bytes), parse_iso8601(bytes),
      parse_span(bytes);
  if (auto when = parse_when(bytes))
    must(parse_iso8601(iso8601_ms(*when)) == when, "a time is the same again");
  parse_model(bytes), display_model(bytes), sh_word(bytes), fish_word(bytes), bare_line(bytes);
  must(link_sequence(bytes).length <= bytes.size(), "a link's sequence is part of the text");
  std::string link = linked("x", bytes), address = file_address(bytes);
  must(link == "x" || link_sequence(link).opens, "what is made a link opens one");
  must(address.empty() || is_link_target(address), "a path's address is one");
}

constexpr FuzzTarget kTargets[] = {
    {"payload", payload},
    {"entry", entry},
    {"transcript", transcript},
    {"packing", packing},
    {"checkpoints", checkpoints},
    {"notes", notes},
    {"toml", toml},
    {"template", templates},
    {"json_edit", json_edit},
    {"text", text},
    {"git_status", git_status},
    {"audits", audits},
    {"toml_edit", toml_edit},
    {"answers", answers},
};

}  // namespace

std::span<const FuzzTarget> fuzz_targets() { return kTargets; }

}  // namespace wick
