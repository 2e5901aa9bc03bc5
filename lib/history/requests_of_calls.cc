// SPDX-License-Identifier: MIT
#include "lib/history/requests_of_calls.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_map>
#include <utility>

namespace wick {

RequestsOfCalls::RequestsOfCalls(const std::vector<HistoryRequest>& requests) {
  for (const HistoryRequest& request : requests)
    if (request.is_response() && !request.copied)
      all_.push_back({{request.message, request.file, request.offset}, &request});
  std::sort(all_.begin(), all_.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
}

const HistoryRequest* RequestsOfCalls::find(const HistoryCall& call) const {
  const ToolCall& c = call.record;
  if (c.message == 0) return nullptr;
  auto next = after({c.message, call.file, c.offset});
  if (next != all_.begin()) {
    const auto& [message, file, offset] = std::prev(next)->key;
    if (message == c.message && file == call.file) return std::prev(next)->request;
  }
  auto first = std::lower_bound(all_.begin(), all_.end(), Key{c.message, 0, 0},
                                [](const Entry& e, const Key& k) { return e.key < k; });
  bool is_only = after({c.message, UINT32_MAX, UINT64_MAX}) - first == 1;
  return is_only ? first->request : nullptr;
}

std::vector<RequestsOfCalls::Entry>::const_iterator RequestsOfCalls::after(const Key& key) const {
  return std::upper_bound(all_.begin(), all_.end(), key,
                          [](const Key& k, const Entry& e) { return k < e.key; });
}

void note_tools(std::vector<HistoryRequest>& requests, const std::vector<HistoryCall>& calls) {
  // The position of a response's first call; a call in the response's own file precedes copies.
  using Place = std::tuple<bool, std::uint32_t, std::uint64_t>;
  std::unordered_map<const HistoryRequest*, std::pair<Place, Names::Id>> first;
  RequestsOfCalls responses(requests);
  for (const HistoryCall& call : calls) {
    const HistoryRequest* request = responses.find(call);
    if (!request) continue;
    Place place{call.file != request->file, call.file, call.record.offset};
    auto [at, is_new] = first.try_emplace(request, place, call.record.tool);
    if (!is_new && place < at->second.first) at->second = {place, call.record.tool};
  }
  // Passes have the ids of their response.
  std::map<std::pair<std::uint64_t, std::uint32_t>, Names::Id> tools;
  for (const auto& [request, called] : first)
    tools[{request->message, request->request}] = called.second;
  for (HistoryRequest& request : requests) {
    auto at = tools.find({request.message, request.request});
    if (at != tools.end()) request.tool = at->second;
  }
}

}  // namespace wick
