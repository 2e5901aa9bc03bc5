// SPDX-License-Identifier: MIT
#include "lib/doctor/reasoning.h"

#include <algorithm>
#include <array>

#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/doctor/known.h"
#include "lib/output/human.h"

namespace wick {
namespace {

struct NamedFact {
  Fact fact;
  std::string_view name, what;
};
constexpr auto kFacts = std::to_array<NamedFact>({
    {Fact::kResponse, "response", "a response of the main chain"},
    {Fact::kStart, "start", "the start of its request"},
    {Fact::kTtl, "ttl", "a write to the cache"},
    {Fact::kCompaction, "compaction", "a compaction"},
    {Fact::kTitle, "title", "a title"},
    {Fact::kPermission, "permission", "a permission mode"},
    {Fact::kCompacted, "compacted", "a request after a compaction"},
    {Fact::kFirst, "first", "the session's first response"},
    {Fact::kTotal, "total", "Claude Code's own total"},
    {Fact::kRegistry, "registry", "a running session"},
});

std::string_view what_is(Fact fact) {
  return std::find_if(kFacts.begin(), kFacts.end(),
                      [&](const NamedFact& f) { return f.fact == fact; })
      ->what;
}

// Also true for two notations of a number, as 0.1 and 1e-1.
bool same_value(const std::string& a, const std::string& b) {
  if (a == b) return true;
  auto x = parse_number(a), y = parse_number(b);
  return x && y && *x == *y;
}

}  // namespace

std::optional<Fact> fact_named(std::string_view name) {
  for (const NamedFact& fact : kFacts) {
    if (fact.name == name) return fact.fact;
  }
  return std::nullopt;
}

void Reasoning::witness(Witness witness) {
  if (std::find(out.from.begin(), out.from.end(), witness) == out.from.end())
    out.from.push_back(std::move(witness));
}

bool Reasoning::tell(const std::optional<Tap>& tap, bool now, const std::string& json,
                     std::string_view keys) {
  if (!tap) {
    out.miss("a payload or tap: wick-line was not run by Claude Code for it");
    return false;
  }
  bool found = false;
  std::vector<KeyValue> scalars = scalars_of(json);
  for (std::string_view key : split(keys, ' ')) {
    const char* source = now ? "payload" : "tap";
    if (auto value = value_at(scalars, key)) {
      std::int64_t age = (subject.env.now - tap->time) / 1000;
      witness({source, tap->path, 0, std::string(key), *value, age});
      found = true;
    } else {
      out.miss(fmt::format("key {} in the {}", key, source));
    }
  }
  return found;
}

bool Reasoning::from_payload(std::string_view keys) {
  const Sources& in = subject.evidence.sources;
  return tell(in.tap, in.from_stdin, subject.payload_json, keys);
}

bool Reasoning::limit_windows(std::string_view keys) {
  const AccountLimits& limits = subject.evidence.limits;
  const ReportedWindow* window = &limits.five_hour;
  if (contains(keys, ".spend_limit.")) window = &limits.spend;
  else if (contains(keys, ".seven_day.")) window = &limits.seven_day;
  else if (!contains(keys, ".five_hour."))
    for (const ReportedWindow* other : {&limits.seven_day, &limits.spend})
      if (other->reported_at > window->reported_at) window = other;
  const auto& tap = window->by;
  bool is_own = !tap || tap->path.empty();
  bool found =
      is_own ? from_payload(keys)
             : tell(*tap, false, try_read_file(tap->path, kLargestPayload).value_or(""), keys);
  if (found && !out.value)
    out.miss("a window that is not over, and ends within its length of the time it was reported");
  return found;
}

LineOffset Reasoning::place(Fact fact) const {
  const Evidence& evidence = subject.evidence;
  const std::optional<Tail>& tail = evidence.sources.tail;
  auto at = [](const std::optional<TokensAt>& size) {
    return size ? LineOffset(size->offset) : std::nullopt;
  };
  switch (fact) {
    case Fact::kCompacted: return at(evidence.after_compact);
    case Fact::kFirst: return at(evidence.after_clear);
    case Fact::kTotal:
      if (!evidence.spend || !evidence.spend->mark()) return std::nullopt;
      return evidence.spend->mark()->offset;
    case Fact::kResponse:
      return tail && tail->response ? LineOffset(tail->response->offset) : std::nullopt;
    case Fact::kCompaction:
      return tail && tail->compaction ? LineOffset(tail->compaction->offset) : std::nullopt;
    case Fact::kStart: return tail ? tail->start_line : std::nullopt;
    case Fact::kTtl: return tail ? tail->ttl_line : std::nullopt;
    case Fact::kTitle: return tail ? tail->title_line : std::nullopt;
    case Fact::kPermission:
      return evidence.permission_mode ? LineOffset(evidence.permission_mode->offset) : std::nullopt;
    case Fact::kRegistry: break;
  }
  return std::nullopt;
}

bool Reasoning::line(Fact fact, std::string_view keys) {
  if (fact == Fact::kRegistry) return registry(keys);
  const std::string& path = subject.evidence.sources.found.transcript;
  LineOffset offset = place(fact);
  const SeenLines::Seen* line = offset ? subject.lines.at(path, *offset) : nullptr;
  if (!line) {
    out.miss(fmt::format("{} in {}", what_is(fact),
                         path.empty() ? "a transcript: there is none" : "the transcript"));
    return false;
  }
  bool found = false;
  for (std::string_view key : split(keys, ' ')) {
    auto value = value_at(line->scalars, key);
    if (!value) continue;
    witness({"transcript", path, line->number, std::string(key), *value, std::nullopt});
    found = true;
  }
  if (!found) out.miss(fmt::format("key {} in line {} of the transcript", keys, line->number));
  return found;
}

bool Reasoning::registry(std::string_view key) {
  const LiveSession& live = subject.evidence.sources.found.live;
  if (live.pid == 0) {
    out.miss("the session in the list of running ones");
    return false;
  }
  std::string path = fmt::format("{}/sessions/{}.json", live.config_dir, live.pid);
  auto value = value_at(scalars_of(try_read_file(path, 64 * 1024).value_or("")), key);
  if (!value) {
    out.miss(fmt::format("key {} in {}", key, path));
    return false;
  }
  witness({"registry", path, 0, std::string(key), *value, std::nullopt});
  return true;
}

void Reasoning::first_that_fits(std::string_view keys, std::string_view lines) {
  std::vector<Witness> before = std::move(out.from);
  out.from.clear();
  for (std::string_view key : split(keys, ' ')) from_payload(key);
  for (std::string_view place_and_key : split(lines, ' ')) {
    std::size_t colon = place_and_key.find(':');
    if (auto fact = fact_named(place_and_key.substr(0, colon)))
      line(*fact, place_and_key.substr(colon + 1));
  }
  std::vector<Witness> candidates = std::move(out.from);
  out.from = std::move(before);
  if (!out.value) {
    for (const Witness& w : candidates) out.miss(fmt::format("a use for {} = {}", w.key, w.value));
    return;
  }
  const auto* text = std::get_if<std::string>(&out.value->scalar);
  std::string wanted = text ? *text : plain(*out.value);
  for (Witness& candidate : candidates) {
    if (same_value(candidate.value, wanted)) return witness(std::move(candidate));
  }
}

void Reasoning::uses(std::string_view fields) {
  for (std::string_view name : split(fields, ' ')) {
    const Field* field = find_field(name);
    if (field) out.uses.push_back({std::string(name), field->compute(state()), ""});
  }
}

void Reasoning::uses_now() {
  double now = static_cast<double>(subject.env.now) / 1000;
  Input& input = out.uses.emplace_back();
  input.name = "now";
  input.value = Value{now, Unit::kEpochSeconds};
}

}  // namespace wick
