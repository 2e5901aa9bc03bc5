// SPDX-License-Identifier: MIT
#include "lib/live/checkpoint.h"

#include "lib/base/packed.h"
#include "lib/history/packing.h"

namespace wick {
namespace {

constexpr std::string_view kSpendFormat = "wick spend 6\n";  // records have their own version

}  // namespace

std::string encode(const CostLog& record) {
  PackedWriter rest, out;
  for (const Request& request : record.lines.requests) rest.put(request.file);
  rest.put_step(record.last_time, 0), rest.put_step(record.looked_at, 0);
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
  record.last_time = in.step_from(0), record.looked_at = in.step_from(0);
  while (in.ok() && !in.at_end()) {
    std::string path(in.text());
    record.sources.push_back({std::move(path), mark_of(in)});
  }
  if (!in.ok() || !fits) return std::nullopt;
  return record;
}

}  // namespace wick
