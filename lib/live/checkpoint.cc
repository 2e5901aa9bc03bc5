// SPDX-License-Identifier: MIT
#include "lib/live/checkpoint.h"

#include <cstring>
#include <type_traits>

#include "lib/base/packed.h"

namespace wick {
namespace {

constexpr std::uint64_t kMagic = 0x77696b2d73703033;  // "wik-sp03": change with the layout
constexpr std::uint64_t kMostItems = 1 << 24;

class Writer {
 public:
  template <class T>
  requires std::is_arithmetic_v<T>
  void put(T value) {
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out.append(bytes, sizeof value);
  }
  void put(std::string_view text) {
    put<std::uint64_t>(text.size());
    out += text;
  }
  std::string out;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  template <class T>
  requires std::is_arithmetic_v<T>
  void get(T& value) {
    if (rest_.size() < sizeof value) return fail();
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
  }
  void get(bool& value) {
    std::uint8_t byte = 0;
    get(byte);
    value = byte != 0;
  }
  void get(std::string& text) {
    std::uint64_t size = count(1);
    if (!ok) return;
    text = std::string(rest_.substr(0, size));
    rest_.remove_prefix(size);
  }
  // A number of items that the rest has room for, each at least `least` bytes.
  std::uint64_t count(std::size_t least) {
    std::uint64_t n = 0;
    get(n);
    if (n > kMostItems || n * least > rest_.size()) fail();
    return ok ? n : 0;
  }
  bool at_end() const { return rest_.empty(); }
  bool ok = true;

 private:
  void fail() {
    ok = false;
    rest_ = {};
  }
  std::string_view rest_;
};

// One list of fields per struct, for both directions.
template <class Archive, class Request>
void fields_of(Archive&& each, Request& r) {
  each(r.message), each(r.pass), each(r.request), each(r.offset), each(r.time), each(r.model), each(r.main_file), each(r.copied);
  each(r.usage.input), each(r.usage.write_5m), each(r.usage.write_1h), each(r.usage.read);
  each(r.usage.output), each(r.usage.web_searches), each(r.usage.fast), each(r.usage.us);
}
template <class Archive, class FileRead>
void fields_of_source(Archive&& each, FileRead& s) {
  each(s.path), each(s.read.device), each(s.read.inode), each(s.read.offset);
  each(s.read.head_hash), each(s.read.tail_hash);
}

SpendRecord decode_body(Reader& in) {
  SpendRecord record;
  auto get = [&in](auto& value) { in.get(value); };
  record.requests.resize(in.count(72));
  for (SpentRequest& request : record.requests) fields_of(get, request);
  record.models.resize(in.count(8));
  for (std::string& model : record.models) in.get(model);
  record.sources.resize(in.count(48));
  for (SpendSource& source : record.sources) fields_of_source(get, source);
  in.get(record.last_time);
  bool has_mark = false;
  CostMark mark;
  in.get(has_mark), in.get(mark.usd), in.get(mark.offset), in.get(mark.time);
  if (has_mark) record.mark = mark;
  for (const SpentRequest& request : record.requests) in.ok &= request.model < record.models.size();
  return record;
}

}  // namespace

std::string encode(const SpendRecord& record) {
  Writer out;
  auto put = [&out](const auto& value) { out.put(value); };
  out.put<std::uint64_t>(record.requests.size());
  for (const SpentRequest& request : record.requests) fields_of(put, request);
  out.put<std::uint64_t>(record.models.size());
  for (const std::string& model : record.models) out.put(model);
  out.put<std::uint64_t>(record.sources.size());
  for (const SpendSource& source : record.sources) fields_of_source(put, source);
  CostMark mark = record.mark.value_or(CostMark{});
  out.put(record.last_time), out.put(record.mark.has_value());
  out.put(mark.usd), out.put(mark.offset), out.put(mark.time);
  Writer whole;
  whole.put(kMagic), whole.put(hash_bytes(out.out));
  return whole.out + out.out;
}

std::optional<SpendRecord> decode(std::string_view bytes) {
  Reader head(bytes);
  std::uint64_t magic = 0, checksum = 0;
  head.get(magic), head.get(checksum);
  if (!head.ok || magic != kMagic) return std::nullopt;
  std::string_view body = bytes.substr(16);
  if (hash_bytes(body) != checksum) return std::nullopt;
  Reader in(body);
  SpendRecord record = decode_body(in);
  if (!in.ok || !in.at_end()) return std::nullopt;
  return record;
}

}  // namespace wick
