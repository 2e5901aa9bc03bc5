// SPDX-License-Identifier: MIT
#include "lib/audit/evidence_index.h"

#include <algorithm>
#include <tuple>

namespace wick {
namespace {

template <class Record>
auto place_of(const Record& r) {
  return std::tuple(r.file, r.record.agent, r.record.offset);
}

template <class Record>
std::vector<std::uint32_t> in_order(const std::vector<Record>& records) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < records.size(); ++i)
    if (records[i].record.agent != 0 || !records[i].record.sidechain) out.push_back(i);
  std::sort(out.begin(), out.end(), [&records](std::uint32_t a, std::uint32_t b) {
    return std::tuple(place_of(records[a]), a) < std::tuple(place_of(records[b]), b);
  });
  return out;
}

template <class Record>
std::span<const std::uint32_t> part_of(const std::vector<Record>& records, const std::vector<std::uint32_t>& order,
                                       std::uint32_t file, Names::Id agent) {
  auto chain = [&records](std::uint32_t i) { return std::tuple(records[i].file, records[i].record.agent); };
  std::tuple wanted(file, agent);
  auto from = std::partition_point(order.begin(), order.end(), [&](auto i) { return chain(i) < wanted; });
  auto to = std::partition_point(from, order.end(), [&](auto i) { return chain(i) == wanted; });
  return {from, to};
}

}  // namespace

EvidenceIndex::EvidenceIndex(const History& history)
    : history_(history), calls_(in_order(history.calls)), blocks_(in_order(history.blocks)) {}

std::span<const std::uint32_t> EvidenceIndex::calls(std::uint32_t file, Names::Id agent) const {
  return part_of(history_.calls, calls_, file, agent);
}
std::span<const std::uint32_t> EvidenceIndex::blocks(std::uint32_t file, Names::Id agent) const {
  return part_of(history_.blocks, blocks_, file, agent);
}

}  // namespace wick
