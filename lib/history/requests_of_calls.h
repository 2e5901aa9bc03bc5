// SPDX-License-Identifier: MIT
// Which request's response asked for a call of a tool.
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "lib/history/merge_records.h"

namespace wick {

class RequestsOfCalls {
 public:
  /// The requests must outlive it, and stay where they are.
  explicit RequestsOfCalls(const std::vector<HistoryRequest>& requests);

  /// Null for a result, and where the request is not known. Some gateways give several responses
  /// one message id: then it is the last that begins before the call in the call's file. A call in
  /// another file is a copy, and belongs to the only request that has the id.
  const HistoryRequest* find(const HistoryCall& call) const;

 private:
  using Key = std::tuple<std::uint64_t, std::uint32_t, std::uint64_t>;  // message, file, offset
  struct Entry {
    Key key;
    const HistoryRequest* request;
  };
  std::vector<Entry>::const_iterator after(const Key& key) const;

  std::vector<Entry> all_;  // in the order of their keys
};

/// Sets Request::tool of all requests from the calls of their responses.
void note_tools(std::vector<HistoryRequest>& requests, const std::vector<HistoryCall>& calls);

}  // namespace wick
