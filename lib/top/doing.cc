// SPDX-License-Identifier: MIT
#include "lib/top/doing.h"

#include <algorithm>
#include <map>

#include "lib/claude/entry.h"
#include "lib/claude/lines.h"

namespace wick {
namespace {

constexpr std::uint64_t kReadForCalls = 256 * 1024;

class CallCollector {
 public:
  explicit CallCollector(std::size_t most) : most_(most) {}

  bool full() const { return calls_.size() >= most_; }
  std::vector<LastCall> take() { return std::move(calls_); }

  // Called with the entries in reverse order, last one first.
  void add(const Entry& entry) {
    if (entry.sidechain || entry.nested) return;
    for (const EntryResult& result : entry.results)
      results_[std::string(result.call_id)] = result.bytes;
    passed_prompt_ |= entry.kind == EntryKind::kUser && entry.is_prompt;
    if (entry.kind != EntryKind::kResponse) return;
    for (auto call = entry.calls.rbegin(); call != entry.calls.rend() && !full(); ++call) {
      auto result = results_.find(std::string(call->id));
      bool pending = result == results_.end();
      if (pending && passed_prompt_) continue;
      LastCall& last = calls_.emplace_back(
          LastCall{std::string(call->tool), std::string(call->target), entry.time, {}});
      if (!pending) last.bytes = result->second;
    }
  }

 private:
  std::size_t most_;
  std::vector<LastCall> calls_;
  std::map<std::string, std::uint64_t> results_;
  bool passed_prompt_ = false;
};

}  // namespace

std::vector<LastCall> read_last_calls(const OpenFile& transcript, std::size_t most) {
  BackwardLines lines(transcript);
  EntryReader reader;
  CallCollector calls(most);
  while (!calls.full()) {
    std::optional<Line> line = lines.next(kReadForCalls, kReadForCalls);
    if (!line) break;
    if (line->oversized || line->text.empty() || !could_be_entry(line->text)) continue;
    reader.start(line->text, {});
    while (reader.next() == EntryReader::Status::kEntry) calls.add(reader.entry());
  }
  return calls.take();
}

}  // namespace wick
