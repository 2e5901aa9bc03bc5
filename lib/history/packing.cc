// SPDX-License-Identifier: MIT
#include "lib/history/packing.h"

#include <algorithm>
#include <bit>

#include "lib/base/packed.h"

namespace wick {
namespace {

using Writer = PackedWriter;
struct Reader : PackedReader {
  using PackedReader::PackedReader;
  std::uint64_t version = kPackingVersion;
};

// Packs flags as the bits of a number, in order.
template <class... Flags>
std::uint64_t bits_of(Flags... flags) {
  std::uint64_t bits = 0;
  int at = 0;
  ((bits |= std::uint64_t{static_cast<bool>(flags)} << at++), ...);
  return bits;
}
template <class... Flags>
void set_from(std::uint64_t bits, Flags&... flags) {
  int at = 0;
  ((flags = ((bits >> at++) & 1) != 0), ...);
}

// The previous record: times and offsets are stored as differences.
struct Before {
  TimeMs time = 0;
  std::uint64_t offset = 0;
};

void put_place(Writer& out, TimeMs time, std::uint64_t offset, Before& before) {
  out.put_step(time, before.time);
  out.put_step(static_cast<std::int64_t>(offset), static_cast<std::int64_t>(before.offset));
  before = {time, offset};
}
void get_place(Reader& in, TimeMs& time, std::uint64_t& offset, Before& before) {
  time = in.step_from(before.time);
  offset = static_cast<std::uint64_t>(in.step_from(static_cast<std::int64_t>(before.offset)));
  before = {time, offset};
}

constexpr std::int64_t Usage::*kCounts[] = {&Usage::input, &Usage::write_5m, &Usage::write_1h,
                                            &Usage::read,  &Usage::output,   &Usage::web_searches};

constexpr std::uint32_t Passes::*kPasses[] = {&Passes::read, &Passes::anew, &Passes::left,
                                              &Passes::context};

void put(Writer& out, const Request& r, Before& before) {
  out.put_word(r.message);
  out.put(r.request);
  out.put(r.pass);
  put_place(out, r.time, r.offset, before);
  out.put(r.session), out.put(r.model), out.put(r.agent), out.put(r.effort), out.put(r.client);
  bool several = r.passes != Passes{};
  out.put(bits_of(r.sidechain, r.nested, r.copied, r.fast, r.us, r.hour, r.asked != 0, several,
                  r.thinking != Thinking::kUnknown, r.thinking == Thinking::kSome));
  if (r.asked != 0) out.put(r.asked);
  out.put(r.origin), out.put(static_cast<std::uint64_t>(r.diagnosis));
  if (several)
    for (auto part : kPasses) out.put(r.passes.*part);
  Usage usage = r.usage();
  for (auto count : kCounts) out.put(static_cast<std::uint64_t>(usage.*count));
}
void get(Reader& in, Request& r, Before& before) {
  r.message = in.word();
  r.request = in.small();
  r.pass = static_cast<std::uint16_t>(std::min<std::uint32_t>(in.small(), 0xFFFF));
  get_place(in, r.time, r.offset, before);
  r.session = in.small();
  r.model = in.small();
  r.agent = in.small();
  if (in.version >= 2) {
    r.effort = in.small();
    r.client = in.small();
  }
  Usage usage;
  bool sidechain = false, nested = false, copied = false, hour = false, asked = false,
       several = false;
  bool knows_thinking = false, thinks = false;
  set_from(in.number(), sidechain, nested, copied, usage.fast, usage.us, hour, asked, several,
           knows_thinking, thinks);
  if (knows_thinking) r.thinking = thinks ? Thinking::kSome : Thinking::kNone;
  r.sidechain = sidechain, r.nested = nested, r.copied = copied, r.hour = hour;
  if (asked) r.asked = in.small();
  if (in.version >= 5) {
    r.origin = in.small();
    r.diagnosis = static_cast<Diagnosis>(std::min<std::uint64_t>(in.number(), kDiagnoses - 1));
  }
  if (several)
    for (auto part : kPasses) r.passes.*part = in.small();
  for (auto count : kCounts) usage.*count = in.small();
  r.set_usage(usage);
}

void put(Writer& out, const Prompt& p, Before& before) {
  out.put_word(p.key);
  put_place(out, p.time, p.offset, before);
  out.put(p.session);
  out.put(bits_of(p.copied));
}
void get(Reader& in, Prompt& p, Before& before) {
  p.key = in.word();
  get_place(in, p.time, p.offset, before);
  p.session = in.small();
  set_from(in.number(), p.copied);
}

void put(Writer& out, const std::optional<std::int64_t>& count) {
  out.put(count ? static_cast<std::uint64_t>(*count) + 1 : 0);
}
void get(Reader& in, std::optional<std::int64_t>& count) {
  std::uint64_t number = in.number();
  if (number > 0) count = static_cast<std::int64_t>(number - 1);
}

void put(Writer& out, const CompactionRecord& c, Before& before) {
  out.put_word(c.key);
  put_place(out, c.time, c.offset, before);
  out.put(c.session);
  out.put(bits_of(c.sidechain, c.automatic, c.copied));
  put(out, c.pre_tokens), put(out, c.post_tokens);
}
void get(Reader& in, CompactionRecord& c, Before& before) {
  c.key = in.word();
  get_place(in, c.time, c.offset, before);
  c.session = in.small();
  set_from(in.number(), c.sidechain, c.automatic, c.copied);
  get(in, c.pre_tokens), get(in, c.post_tokens);
}

void put(Writer& out, const ShapeRecord& s, Before& before) {
  put_place(out, s.time, s.offset, before);
  out.put(s.shape);
}
void get(Reader& in, ShapeRecord& s, Before& before) {
  get_place(in, s.time, s.offset, before);
  s.shape = in.small();
}

void put(Writer& out, const ClearingRecord& c, Before& before) {
  put_place(out, c.time, c.offset, before);
}
void get(Reader& in, ClearingRecord& c, Before& before) { get_place(in, c.time, c.offset, before); }

void put(Writer& out, const Origin& origin, Before&) {
  for (auto name : kOriginNames) out.put(origin.*name);
}
void get(Reader& in, Origin& origin, Before&) {
  for (auto name : kOriginNames) origin.*name = in.small();
}

constexpr std::size_t kWord = 8;  // bytes

void put(Writer& out, const ToolCall& c, Before& before) {
  out.put_word(c.key), out.put_word(c.message);
  put_place(out, c.time, c.offset, before);
  out.put(c.session), out.put(c.tool), out.put(c.target);
  out.put(bits_of(c.sidechain, c.answered));
  out.put(static_cast<std::uint64_t>(c.error));
  out.put(c.input_bytes), out.put(c.result_bytes);
  out.put(c.agent), out.put(c.started_agent);
  out.put_step(static_cast<std::int64_t>(c.answer_offset), static_cast<std::int64_t>(c.offset));
  out.put(bits_of(c.in_part, c.only_looks, c.is_image, c.input_hash != 0, c.result_hash != 0,
                  c.old_text != 0, c.lines != 0, !c.puts_back.empty(), c.marks != 0, c.failure != 0,
                  c.said != ToolError::kNone, c.asks != 0, c.leading, c.own_words, c.persisted,
                  c.unchanged, c.uses != 0));
  if (c.input_hash != 0) out.put_word(c.input_hash);
  if (c.result_hash != 0) out.put_word(c.result_hash);
  if (c.old_text != 0) out.put_word(c.old_text), out.put_word(c.new_text);
  if (c.lines != 0) out.put(c.first_line), out.put(c.lines);
  if (!c.puts_back.empty()) out.put(c.puts_back.size());
  for (std::uint64_t file : c.puts_back) out.put_word(file);
  out.put(static_cast<std::uint64_t>(c.wall)), out.put(c.denial);
  if (c.marks != 0) out.put_word(c.marks);
  if (c.failure != 0) out.put_word(c.failure);
  if (c.said != ToolError::kNone) out.put(static_cast<std::uint64_t>(c.said)), out.put(c.subject);
  if (c.asks != 0) out.put_word(c.asks);
  if (c.uses != 0) out.put(c.uses);
}
void get(Reader& in, ToolCall& c, Before& before) {
  c.key = in.word(), c.message = in.word();
  get_place(in, c.time, c.offset, before);
  c.session = in.small();
  c.tool = in.small();
  c.target = in.small();
  set_from(in.number(), c.sidechain, c.answered);
  c.error = static_cast<ToolError>(in.number());
  c.input_bytes = in.number(), c.result_bytes = in.number();
  if (in.version < 3) return;
  c.agent = in.small(), c.started_agent = in.small();
  c.answer_offset = static_cast<std::uint64_t>(in.step_from(static_cast<std::int64_t>(c.offset)));
  bool input = false, result = false, edit = false, lines = false, back = false;
  bool marks = false, failure = false, said = false, asks = false, uses = false;
  set_from(in.number(), c.in_part, c.only_looks, c.is_image, input, result, edit, lines, back,
           marks, failure, said, asks, c.leading, c.own_words, c.persisted, c.unchanged, uses);
  if (input) c.input_hash = in.word();
  if (result) c.result_hash = in.word();
  if (edit) c.old_text = in.word(), c.new_text = in.word();
  if (lines) c.first_line = in.number(), c.lines = in.number();
  if (lines && in.version == 3) in.number();  // number of lines in the file: unused
  if (back) c.puts_back.resize(in.version >= 8 ? in.count(kWord) : 1);
  for (std::uint64_t& file : c.puts_back) file = in.word();
  c.wall = static_cast<ToolError>(in.number());
  if (in.version >= 5) c.denial = in.small();
  if (marks) c.marks = in.word();
  if (failure) c.failure = in.word();
  if (said) c.said = static_cast<ToolError>(in.number()), c.subject = in.small();
  if (asks) c.asks = in.word();
  if (uses) c.uses = in.small();
}

void put(Writer& out, const ContextBlock& b, Before& before) {
  put_place(out, 0, b.offset, before);
  out.put(static_cast<std::uint64_t>(b.kind));
  out.put(bits_of(b.truncated, b.sidechain, b.message != 0, b.hash != 0, b.ended));
  if (b.message != 0) out.put_word(b.message);
  if (b.hash != 0) out.put_word(b.hash);
  out.put(b.bytes), out.put(b.name), out.put(b.target), out.put(b.agent);
  out.put(b.names.size());
  for (std::uint32_t name : b.names) out.put(name);
}
void get(Reader& in, ContextBlock& b, Before& before) {
  TimeMs none = 0;
  get_place(in, none, b.offset, before);
  b.kind = static_cast<ContextBlock::Kind>(in.number());
  bool message = false, hash = false;
  set_from(in.number(), b.truncated, b.sidechain, message, hash, b.ended);
  if (message) b.message = in.word();
  if (hash) b.hash = in.word();
  b.bytes = in.number();
  b.name = in.small(), b.target = in.small();
  b.agent = in.small();
  if (in.version >= 8) b.names.resize(in.count(1));
  for (std::uint32_t& name : b.names) name = in.small();
}

// The minimum size of a record; limits the memory that a damaged count can claim.
constexpr std::size_t kLeast = 2;

template <class Record>
void put_all(Writer& out, const std::vector<Record>& records) {
  out.put(records.size());
  Before before;
  for (const Record& record : records) put(out, record, before);
}
template <class Record>
void get_all(Reader& in, std::vector<Record>& records) {
  records.resize(in.count(kLeast));
  Before before;
  for (Record& record : records) get(in, record, before);
}

void put_all(Writer& out, const Names& names) {
  out.put(names.size() - 1);
  for (Names::Id id = 1; id < names.size(); ++id) out.put(names[id]);
}
void get_all(Reader& in, Names& names) {
  for (std::uint64_t n = in.count(1); n > 0; --n) names.append(in.text());
}

void put(Writer& out, const CostTotal& total) {
  out.put(total.session);
  out.put_word(std::bit_cast<std::uint64_t>(total.usd));
  out.put(bits_of(total.unknown_model));
  out.put(total.offset);
  out.put_step(total.time, 0);
}
void get(Reader& in, CostTotal& total) {
  total.session = in.small();
  total.usd = std::bit_cast<double>(in.word());
  set_from(in.number(), total.unknown_model);
  total.offset = in.number();
  total.time = in.step_from(0);
}

constexpr std::uint64_t LeftOut::*kLeftOut[] = {
    &LeftOut::malformed_lines, &LeftOut::unfinished_lines, &LeftOut::oversized_lines,
    &LeftOut::foreign_lines, &LeftOut::fillers};

// Since version 3 it covers the version, which, if damaged, would select an older layout.
std::uint64_t checksum_of(std::string_view body, std::uint64_t version) {
  return checksum(body) + (version >= 3 ? version : 0);
}

// Prepends the version and the checksum.
std::string seal(const Writer& body) {
  Writer out;
  out.put(kPackingVersion);
  out.put_word(checksum_of(body.bytes(), kPackingVersion));
  return out.bytes() + body.bytes();
}
std::optional<Reader> unseal(std::string_view bytes) {
  constexpr std::size_t kHead = 9;
  Reader head(bytes);
  std::uint64_t version = head.number(), sum = head.word();
  if (!head.ok() || version < 1 || version > kPackingVersion) return std::nullopt;
  std::string_view body = bytes.substr(kHead);
  if (checksum_of(body, version) != sum) return std::nullopt;
  Reader in(body);
  in.version = version;
  return in;
}

}  // namespace

std::string pack_records(const FileRecords& records) {
  Writer out;
  put_all(out, records.names);
  put_all(out, records.requests);
  put_all(out, records.prompts);
  put_all(out, records.compactions);
  put_all(out, records.shapes);
  put_all(out, records.clearings);
  put_all(out, records.origins);
  out.put(records.total ? 1 : 0);
  if (records.total) put(out, *records.total);
  out.put(records.cwd), out.put(records.version), out.put(records.started_in);
  out.put_step(records.last_time, 0);
  for (auto count : kLeftOut) out.put(records.left_out.*count);
  return seal(out);
}

std::string pack_calls(const FileRecords& records) {
  Writer out;
  put_all(out, records.call_names);
  put_all(out, records.calls);
  put_all(out, records.blocks);
  return seal(out);
}

bool unpack_records(std::string_view bytes, FileRecords& records) {
  auto in = unseal(bytes);
  if (!in) return false;
  get_all(*in, records.names);
  get_all(*in, records.requests);
  get_all(*in, records.prompts);
  get_all(*in, records.compactions);
  if (in->version >= 2) get_all(*in, records.shapes);
  if (in->version >= 5) get_all(*in, records.clearings), get_all(*in, records.origins);
  if (records.origins.empty()) records.origins.emplace_back();
  if (in->number() != 0) get(*in, records.total.emplace());
  records.cwd = in->small();
  records.version = in->small();
  if (in->version >= 5) records.started_in = in->small();
  if (in->version >= 7) records.last_time = in->step_from(0);
  for (auto count : kLeftOut) records.left_out.*count = in->number();
  return in->at_end();
}

bool unpack_calls(std::string_view bytes, FileRecords& records) {
  auto in = unseal(bytes);
  if (!in) return false;
  get_all(*in, records.call_names);
  get_all(*in, records.calls);
  if (in->version >= 3) get_all(*in, records.blocks);
  return in->at_end();
}

}  // namespace wick
