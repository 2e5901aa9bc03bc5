// SPDX-License-Identifier: MIT
// Finds the request whose response made a tool call.
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "lib/history/merge_records.h"

namespace wick {

class RequestsOfCalls {
 public:
  /// The requests must outlive this object and must not move.
  explicit RequestsOfCalls(const std::vector<HistoryRequest>& requests);

  /// Null for a result without its call, and if the request is unknown. Some gateways give several
  /// responses the same message id: then it is the last one that begins before the call in the call's
  /// file. A call in another file is a copy, and belongs to the only request that has the id.
  const HistoryRequest* find(const HistoryCall& call) const;

 private:
  using Key = std::tuple<std::uint64_t, std::uint32_t, std::uint64_t>;  // message, file, offset
  struct Entry {
    Key key;
    const HistoryRequest* request;
  };
  std::vector<Entry>::const_iterator after(const Key& key) const;

  std::vector<Entry> all_;  // sorted by key
};

/// Sets Request::tool of all requests to the first tool that the response calls.
void note_tools(std::vector<HistoryRequest>& requests, const std::vector<HistoryCall>& calls);

}  // namespace wick
