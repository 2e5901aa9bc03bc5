// SPDX-License-Identifier: MIT
// Small histories, for the tests of what looks at them.
#pragma once

#include <string>

#include "lib/audit/cache_replay.h"

namespace wick_test {

using namespace wick;

inline constexpr TimeMs kStart = 1795312800000;  // 2026-11-22

/// A session, written down request by request.
class Story {
 public:
  Story() {
    history.projects = {"/p"};
    history.files = {{"/p/s.jsonl", 0}};
    session = history.names.id("s");
    model = history.names.id("claude-opus-5-5");
  }

  struct Tokens {
    std::uint32_t input = 0, write_5m = 0, write_1h = 0, read = 0, output = 0;
  };
  HistoryRequest& request(TimeMs seconds, const Tokens& tokens) {
    HistoryRequest& r = history.requests.emplace_back();
    r.message = history.requests.size();
    r.session = session, r.model = model;
    r.time = kStart + seconds * 1000;
    r.input = tokens.input, r.write_5m = tokens.write_5m, r.write_1h = tokens.write_1h;
    r.read = tokens.read, r.output = tokens.output;
    r.offset = next();
    return r;
  }
  void prompt(TimeMs seconds) {
    history.prompts.push_back(
        {history.prompts.size() + 1, kStart + seconds * 1000, 0, session, false, next()});
  }
  void compaction(std::int64_t post_tokens) {
    HistoryCompaction& c = history.compactions.emplace_back();
    c.record.key = history.compactions.size();
    c.record.session = session, c.record.time = kStart;
    c.record.post_tokens = post_tokens;
    c.record.offset = next();
  }

  /// What `look` makes of its replayed history.
  template <class Look>
  auto replayed(Look look) const {
    PriceTable prices;
    Pricer pricer(prices, history.names, kStart);
    UsageFilter all;
    return look(ReplayedHistory(history, all, pricer));
  }

  History history;
  Names::Id session, model;

 private:
  std::uint64_t next() { return place_ += 100; }
  std::uint64_t place_ = 0;
};

}  // namespace wick_test
