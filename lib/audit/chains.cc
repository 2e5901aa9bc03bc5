// SPDX-License-Identifier: MIT
#include "lib/audit/chains.h"

#include <algorithm>
#include <tuple>

namespace wick {
namespace {

struct Place {
  TimeMs time;  // kUndated but in a file that was written anew, where offsets are of different states
  std::uint64_t offset;
  Names::Id agent;
  bool subagent, mixed;
  std::uint8_t extra;
  ChainItem item;

  auto chain() const { return std::tuple(subagent, mixed, agent); }
  bool operator<(const Place& other) const {
    return std::tuple(chain(), time, offset, item.kind, extra, item.index) <
           std::tuple(other.chain(), other.time, other.offset, other.item.kind, other.extra, other.item.index);
  }
};

template <class Take>
void each_place(const History& history, Take&& take) {
  auto put = [&](std::uint32_t file, TimeMs time, Place place) {
    place.time = history.files[file].rewritten ? time : kUndated;
    take(file, place);
  };
  for (std::uint32_t i = 0; i < history.prompts.size(); ++i) {
    const HistoryPrompt& p = history.prompts[i];
    put(p.file, p.time, {0, p.offset, 0, false, false, 0, {ChainItem::kPrompt, i}});
  }
  for (std::uint32_t i = 0; i < history.compactions.size(); ++i) {
    const HistoryCompaction& c = history.compactions[i];
    if (!c.record.sidechain)
      put(c.file, c.record.time, {0, c.record.offset, 0, false, false, 0, {ChainItem::kCompaction, i}});
  }
  for (std::uint32_t i = 0; i < history.clearings.size(); ++i) {
    const HistoryClearing& c = history.clearings[i];
    put(c.file, c.record.time, {0, c.record.offset, 0, false, false, 0, {ChainItem::kClearing, i}});
  }
  for (std::uint32_t i = 0; i < history.requests.size(); ++i) {
    const HistoryRequest& r = history.requests[i];
    bool subagent = r.sidechain || r.nested, mixed = r.nested || (subagent && r.agent == 0);
    put(r.file, r.time, {0, r.offset, subagent ? r.agent : 0, subagent, mixed, r.extra, {ChainItem::kRequest, i}});
  }
}

// Sorted by file with one count per file: a general sort of a large history takes several times as long.
std::vector<Place> by_file(const History& history, std::vector<std::size_t>& ends) {
  ends.assign(history.files.size() + 1, 0);
  each_place(history, [&](std::uint32_t file, const Place&) { ends[file + 1] += 1; });
  for (std::size_t f = 1; f < ends.size(); ++f) ends[f] += ends[f - 1];
  std::vector<Place> places(ends.back());
  each_place(history, [&](std::uint32_t file, const Place& place) { places[ends[file]++] = place; });
  return places;
}

}  // namespace

Chains::Chains(const History& history) {
  std::vector<std::size_t> ends;
  std::vector<Place> places = by_file(history, ends);
  items_.reserve(places.size());
  std::size_t from = 0;
  for (std::uint32_t file = 0; file < history.files.size(); ++file) {
    std::size_t to = ends[file];
    std::sort(places.begin() + static_cast<std::ptrdiff_t>(from),
              places.begin() + static_cast<std::ptrdiff_t>(to));
    for (std::size_t begin = from; from < to; ++from) {
      const Place& place = places[from];
      items_.push_back(place.item);
      if (from + 1 < to && places[from + 1].chain() == place.chain()) continue;
      chains_.push_back({file, place.agent, place.subagent, place.mixed,
                         std::span(items_).subspan(begin)});
      begin = from + 1;
    }
  }
}

}  // namespace wick
