// SPDX-License-Identifier: MIT
// The JSON that Claude Code sends to its status line command.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/time.h"
#include "lib/base/value.h"
#include "lib/claude/json.h"
#include "lib/claude/usage.h"

namespace wick {

struct LimitWindow {
  std::optional<double> used_pct;         // 0 to 100; a spend limit may exceed 100
  std::optional<std::int64_t> resets_at;  // epoch seconds
};

/// `context_window.current_usage`: absent, null (before the first response), or an object.
enum class CurrentUsage { kAbsent, kNull, kGiven };

/// A string, number or boolean of a payload; `path` as in JsonVisitor.
struct PayloadScalar {
  std::string path;
  Scalar value;
};

/// Every key is optional in every version: an empty member was missing, null, or of the wrong type.
struct Payload {
  std::string json;  // the complete text
  std::string session_id, session_name, transcript_path, cwd, project_dir, version;
  std::string model_id, model_name, effort, git_worktree;
  std::optional<bool> fast_mode;

  std::optional<double> cost_usd;
  std::optional<std::int64_t> duration_ms, api_duration_ms, lines_added, lines_removed;

  CurrentUsage current_usage = CurrentUsage::kAbsent;
  Usage usage;  // of the last response if current_usage is kGiven; cache writes are in write_5m
  std::optional<std::int64_t> total_input_tokens, total_output_tokens, window_tokens;
  std::optional<double> used_pct;

  bool has_prompt_cache = false;  // the object was present (from 2.1.251)
  std::optional<bool> warm, caching_observed;
  std::string ttl;  // "5m" or "1h"
  std::optional<std::int64_t> expires_at, requests, misses, expected_rebuilds, cache_write_tokens;
  std::optional<std::int64_t> miss_recache_tokens, last_miss_at, recache_tokens_if_cold;
  std::optional<double> hit_ratio;
  std::string last_miss_cause;  // the first cause; empty without one

  bool has_limits = false;
  LimitWindow five_hour, seven_day, spend;
  std::optional<double> spend_used_usd, spend_limit_usd;

  /// Right after /compact the client reports a usage of zeros: the old context is gone and the new
  /// one not yet sent (measured on client 2.1.330). It also does behind a gateway that reports
  /// zeros, but then recache_tokens_if_cold is present (measured on client 2.1.332).
  bool compacted() const {
    return current_usage == CurrentUsage::kGiven && usage.empty() && !recache_tokens_if_cold &&
           (requests.value_or(0) > 0 || cost_usd.value_or(0) > 0);
  }
  /// The session has received a response.
  bool responded() const { return !usage.empty() || requests.value_or(0) > 0; }
  /// The last response did not report its input: it came through a gateway that reports zeros, or
  /// only the output.
  bool silent() const {
    return current_usage == CurrentUsage::kGiven && !usage.is_known() && !compacted() &&
           (responded() || !has_prompt_cache);
  }
};

/// Parses a payload. `status` tells whether it is valid; fields before a defect are set anyway,
/// because a status line shows what it can.
Payload parse_payload(std::string_view json, JsonStatus& status);

/// All scalars of a payload, in order; of a malformed one, those before the defect.
std::vector<PayloadScalar> payload_scalars(std::string_view json);

/// True for a key that parse_payload() reads; paths as in JsonVisitor.
bool is_payload_key(std::string_view path);

}  // namespace wick
