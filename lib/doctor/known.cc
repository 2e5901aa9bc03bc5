// SPDX-License-Identifier: MIT
#include "lib/doctor/known.h"

#include <algorithm>
#include <array>

#include "lib/claude/payload.h"

namespace wick {
namespace {

// A name ending in '*' stands for all that start so.
constexpr auto kPayload = std::to_array<std::string_view>({
    "agent.*",
    "context_window.remaining_percentage",
    "exceeds_200k_tokens",
    "hook_event_name",
    "output_style.name",
    "permission_mode",
    "pr.*",
    "prompt_cache.last_miss_cause",
    "prompt_cache.last_miss_cause.*",
    "prompt_cache.miss_causes*",
    "prompt_id",
    "rate_limits.spend_limit.period",
    "remote.*",
    "thinking.enabled",
    "vim.mode",
    "workspace.added_dirs*",
    "workspace.current_dir",
    "workspace.repo.*",
    "worktree.*",
    "context_window.current_usage",
});

constexpr auto kLineTypes = std::to_array<std::string_view>({
    "agent-color",
    "agent-name",
    "agent-setting",
    "ai-title",
    "api-request",
    "api-request-blob",
    "api-request-shape",
    "artifact-*",
    "assistant",
    "atis-latch",
    "attachment",
    "attribution-snapshot",
    "bridge-session",
    "content-replacement",
    "continued-in",
    "cost-state",
    "custom-title",
    "ended-by-model",
    "file-history-delta",
    "file-history-snapshot",
    "fork-context-ref",
    "frame-link",
    "history-suppression",
    "last-prompt",
    "mode",
    "permission-mode",
    "pr-link",
    "progress",
    "queue-operation",
    "relocated",
    "summary",
    "system",
    "tag",
    "tools-used",
    "user",
});

constexpr auto kResponse = std::to_array<std::string_view>({
    "agentId",
    "apiBlockIndex",
    "apiErrorStatus",
    "attribution*",
    "costUSD",
    "cwd",
    "durationMs",
    "effort",
    "entrypoint",
    "error*",
    "forkedFrom*",
    "gitBranch",
    "isAbortedMidStream",
    "isApiErrorMessage",
    "isMeta",
    "isSidechain",
    "madeBy*",
    "message.container*",
    "message.content*",
    "message.context_management*",
    "message.diagnostics*",
    "message.id",
    "message.model",
    "message.role",
    "message.stop_details*",
    "message.stop_reason",
    "message.stop_sequence",
    "message.type",
    "parentUuid",
    "perTurnEffort*",
    "promptCacheRequested",
    "promptId",
    "requestId",
    "requestRef",
    "requestSessionId",
    "requestedModel",
    "sessionId",
    "session_id",
    "slug",
    "thinkingDisplay",
    "thinkingDurationMs",
    "timestamp",
    "toolInputStreamMs*",
    "turnPosition*",
    "type",
    "userType",
    "uuid",
    "version",
    "wireToolInputs*",
});

constexpr std::string_view kUsage = "message.usage.";
constexpr auto kUsageKeys = std::to_array<std::string_view>({
    "cache_creation",
    "cache_creation.ephemeral_1h_input_tokens",
    "cache_creation.ephemeral_5m_input_tokens",
    "cache_creation_input_tokens",
    "cache_read_input_tokens",
    "fallback_credit*",
    "inference_geo",
    "input_tokens",
    "iterations*",
    "output_tokens",
    "output_tokens_details*",
    "server_tool_use",
    "server_tool_use.web_fetch_requests",
    "server_tool_use.web_search_requests",
    "service_tier",
    "speed",
});

template <class List>
bool has(const List& list, std::string_view word) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view name) {
    if (name.back() != '*') return name == word;
    name.remove_suffix(1);
    return word.substr(0, name.size()) == name;
  });
}

}  // namespace

bool is_known_payload_key(std::string_view path) {
  return is_payload_key(path) || has(kPayload, path) || path == "rate_limits" ||
         path == "prompt_cache" || path == "cost" || path == "model";
}

bool is_known_line_type(std::string_view type) { return has(kLineTypes, type); }

bool is_usage_key(std::string_view path) { return path.substr(0, kUsage.size()) == kUsage; }

bool is_known_response_key(std::string_view path) {
  if (is_usage_key(path)) return has(kUsageKeys, path.substr(kUsage.size()));
  return has(kResponse, path);
}

}  // namespace wick
