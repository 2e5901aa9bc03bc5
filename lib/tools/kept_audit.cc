// SPDX-License-Identifier: MIT
#include "lib/tools/kept_audit.h"

#include "lib/audit/jump_cause.h"
#include "lib/audit/waste_account.h"
#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/packed.h"
#include "lib/base/time.h"
#include "lib/claude/dirs.h"
#include "lib/cli/run.h"
#include "lib/history/discover.h"
#include "lib/history/usage_now.h"

namespace wick {
namespace {

constexpr std::string_view kFormat = "wick audit 3\n";
constexpr std::size_t kLargest = 256 * 1024 * 1024;
constexpr TimeMs kDay = 24 * 3600 * 1000;

// A hash of the time zone's offsets, week by week, which decide where days and weeks begin.
std::uint64_t zone_hash(TimeMs now) {
  constexpr int kWeeks = 5 * 52;
  std::uint64_t hash = hash_bytes(weekday_at(0));
  for (int i = 0; i < kWeeks; ++i)
    hash = hash_bytes(utc_offset(now / kDay * kDay - i * 7 * kDay), hash);
  return hash;
}

// Everything that a report depends on except the ledger. The day is included because undated
// requests are charged at today's prices.
std::string key_of(const Env& env, const PriceTable& prices, const WasteLimits& limits) {
  PackedWriter out;
  out.put(kVersion);
  if (auto program = file_info("/proc/self/exe")) {
    for (auto number : {program->device, program->inode, program->size}) out.put(number);
    out.put_step(program->modified, 0);
  }
  for (const std::string& dir : possible_config_dirs(env)) out.put(dir);
  out.put_step(env.now / kDay, 0);
  out.put_word(zone_hash(env.now));
  out.put_word(prices.hash());
  for (auto limit : {limits.result, limits.answer, limits.rides, limits.instructions,
                     limits.duplicate, limits.listing, limits.failures, limits.unread})
    out.put_step(limit, 0);
  return out.bytes();
}

}  // namespace

KeptAudit::KeptAudit(const Env& env, const PriceTable& prices, const WasteLimits& limits)
    : path_(history_cache_path(env, "audit")), key_(key_of(env, prices, limits)) {
  auto bytes = path_.empty() ? std::nullopt : try_read_file(path_, kLargest);
  auto body = bytes ? unsealed(kFormat, *bytes) : std::nullopt;
  if (!body) return;
  PackedReader in(*body);
  bool same = in.text() == key_;
  std::int64_t state = in.step_from(0);
  auto report = same ? unpack_report(in.text()) : std::nullopt;
  if (!report || !in.at_end()) return;
  state_ = state;
  report_ = std::move(*report);
}

void KeptAudit::keep(const HistoryReading& reading, const WasteReport& report) const {
  if (path_.empty() || !reading.state) return;
  PackedWriter out;
  out.put(key_);
  out.put_step(*reading.state, 0);
  out.put(pack_report(report));
  try {
    write_atomically(path_, sealed(kFormat, out.bytes()));
  } catch (const Failure&) {
    // The next run audits again.
  }
}

namespace {

void keep_for_live_tools(const Env& env, const WasteReport& report) {
  try {
    write_waste_now(env, waste_now_of(report, env.now));
  } catch (const Failure&) {
    // The report does not need it.
  }
}

}  // namespace

WasteReport read_and_audit(ReplayTool& tool, const std::optional<std::string>& session,
                           bool with_lines) {
  const Env& env = tool.env();
  WasteLimits limits = waste_limits(env);
  bool all = tool.wants_all() && !session;
  std::optional<KeptAudit> kept;
  if (all) kept.emplace(env, tool.prices(), limits);
  tool.read(kept ? kept->state() : std::nullopt);
  bool is_new = !tool.reading().unchanged;
  if (is_new) tool.replay(session);
  WasteReport report = is_new ? audit_waste(tool.replayed(), limits) : kept->take();
  if (with_lines && !report.has_lines) look_up_lines(report), is_new = true;
  if (!all || !tool.has_all()) return report;
  keep_for_live_tools(env, report);
  if (is_new) kept->keep(tool.reading(), report);
  return report;
}

}  // namespace wick
