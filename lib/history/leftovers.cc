// SPDX-License-Identifier: MIT
#include "lib/history/leftovers.h"

#include <algorithm>
#include <unordered_map>

namespace wick {
namespace {

std::uint64_t key_of(const Request& r) {
  return r.message ^ (std::uint64_t{r.request} << 32) ^ (std::uint64_t{r.extra} << 20);
}
std::uint64_t key_of(const Prompt& p) { return p.key; }
std::uint64_t key_of(const CompactionRecord& c) { return c.key; }
std::uint64_t key_of(const ShapeRecord& s) { return static_cast<std::uint64_t>(s.time); }
std::uint64_t key_of(const ClearingRecord& c) { return static_cast<std::uint64_t>(c.time); }
std::uint64_t key_of(const ToolCall& c) { return c.key; }
std::uint64_t key_of(const ContextBlock& b) { return b.message ^ b.hash ^ b.bytes; }

bool says_more(const Request& old, const Request& present) {
  Usage most = present.usage;
  most.keep_largest(old.usage);
  bool earlier = old.time != kUndated && (present.time == kUndated || old.time < present.time);
  return most != present.usage || earlier;
}
bool says_more(const Prompt&, const Prompt&) { return false; }
bool says_more(const CompactionRecord&, const CompactionRecord&) { return false; }
bool says_more(const ShapeRecord&, const ShapeRecord&) { return false; }
bool says_more(const ClearingRecord&, const ClearingRecord&) { return false; }
bool says_more(const ContextBlock&, const ContextBlock&) { return false; }
bool says_more(const ToolCall& old, const ToolCall& present) {
  return old.answered && !present.answered;
}

template <class Record>
void drop_present(std::vector<Record>& old, const std::vector<Record>& present) {
  std::unordered_map<std::uint64_t, const Record*> there;
  for (const Record& record : present) there.emplace(key_of(record), &record);
  auto is_there = [&there](const Record& record) {
    auto at = there.find(key_of(record));
    return at != there.end() && !says_more(record, *at->second);
  };
  old.erase(std::remove_if(old.begin(), old.end(), is_there), old.end());
}

// Moves records over, with the names that they use.
template <class Record, class Rename>
void move_over(std::vector<Record>& from, std::vector<Record>& to, Rename rename) {
  for (Record& record : from) {
    rename(record);
    to.push_back(record);
  }
}

}  // namespace

void Leftovers::drop(const FileRecords& present) {
  for (FileRecords& old : old_) {
    drop_present(old.requests, present.requests);
    drop_present(old.prompts, present.prompts);
    drop_present(old.compactions, present.compactions);
    drop_present(old.shapes, present.shapes);
    drop_present(old.clearings, present.clearings);
    drop_present(old.calls, present.calls);
    drop_present(old.blocks, present.blocks);
    if (present.total) old.total.reset();
  }
}

FileRecords Leftovers::rest() && {
  FileRecords out;
  for (FileRecords& old : old_) {
    auto name = [&](Names::Id& id) { id = out.names.id(old.names[id]); };
    auto call_name = [&](Names::Id& id) { id = out.call_names.id(old.call_names[id]); };
    // Each old part brings its own along; those that no request has any more take little room.
    auto first_origin = static_cast<std::uint32_t>(out.origins.size());
    move_over(old.origins, out.origins, [&](Origin& o) {
      for (auto member : kOriginNames) name(o.*member);
    });
    move_over(old.requests, out.requests,
              [&](Request& r) {
                for (Names::Id* id : {&r.session, &r.model, &r.agent, &r.effort, &r.client, &r.asked})
                  name(*id);
                r.origin = first_origin + r.origin;
              });
    move_over(old.prompts, out.prompts, [&](Prompt& p) { name(p.session); });
    move_over(old.compactions, out.compactions, [&](CompactionRecord& c) { name(c.session); });
    move_over(old.shapes, out.shapes, [&](ShapeRecord& s) { name(s.shape); });
    move_over(old.clearings, out.clearings, [](ClearingRecord&) {});
    move_over(old.calls, out.calls,
              [&](ToolCall& c) {
                for (Names::Id* id : {&c.session, &c.tool, &c.target, &c.agent, &c.made, &c.denial}) call_name(*id);
              });
    move_over(old.blocks, out.blocks,
              [&](ContextBlock& b) { call_name(b.name), call_name(b.target), call_name(b.agent); });
    if (old.total) {
      out.total = old.total;
      name(out.total->session);
    }
    if (out.cwd == 0) out.cwd = out.names.id(old.names[old.cwd]);
  }
  return out;
}

}  // namespace wick
