// SPDX-License-Identifier: MIT
#include "lib/live/checkpoint.h"

#include "lib/base/packed.h"
#include "lib/history/packing.h"

namespace wick {
namespace {

constexpr std::string_view kSpendFormat = "wick spend 7\n";  // records have their own version

}  // namespace

std::string encode(const CostLog& record) {
  PackedWriter rest, out;
  for (const Request& request : record.lines.requests) rest.put(request.file);
  for (TimeMs time : {record.last_time, record.after_total, record.looked_at})
    rest.put_step(time, 0);
  for (const SourceFile& source : record.sources)
    rest.put(source.path), put_mark(rest, source.read);
  out.put(sealed(kSpendFormat, rest.bytes()));
  return out.bytes() + pack_records(record.lines);
}

std::optional<CostLog> decode(std::string_view bytes) {
  std::string_view rest = PackedReader(bytes).text();
  auto body = unsealed(kSpendFormat, rest);
  if (!body) return std::nullopt;
  CostLog record;
  bytes.remove_prefix(static_cast<std::size_t>(rest.data() + rest.size() - bytes.data()));
  if (!unpack_records(bytes, record.lines)) return std::nullopt;
  PackedReader in(*body);
  bool fits = true;
  for (Request& request : record.lines.requests) {
    request.file = in.small();
    fits &= request.model < record.lines.names.size();
  }
  for (TimeMs* time : {&record.last_time, &record.after_total, &record.looked_at})
    *time = in.step_from(0);
  while (in.ok() && !in.at_end()) {
    std::string path(in.text());
    record.sources.push_back({std::move(path), mark_of(in)});
  }
  if (!in.ok() || !fits) return std::nullopt;
  return record;
}

}  // namespace wick
