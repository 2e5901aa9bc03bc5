// SPDX-License-Identifier: MIT
#include "lib/doctor/known.h"

#include <algorithm>
#include <array>

#include "lib/claude/payload.h"
#include "lib/output/human.h"

namespace wick {
namespace {

constexpr std::size_t kReadBlock = 256 * 1024;
constexpr std::size_t kLongestLine = 8 * 1024 * 1024;

class Collector : public JsonVisitor {
 public:
  std::vector<KeyValue> found;

  bool enter(std::string_view path) override { return path != "message.content"; }
  void scalar(std::string_view path, const JsonScalar& value) override {
    std::string text;
    if (auto flag = value.flag()) text = *flag ? "true" : "false";
    else if (auto number = value.number()) text = number_text(*number);
    else text = value.text().value_or("");
    found.push_back({std::string(path), std::move(text)});
  }
};

}  // namespace

std::vector<KeyValue> scalars_of(std::string_view json) {
  Collector collector;
  JsonWalker walker;
  std::string copy;
  copy.reserve(json.size() + kJsonPadding);
  copy = json;
  std::string_view rest = copy;
  while (!rest.empty() && walker.walk(rest, collector, &rest) == JsonStatus::kOk) {
  }
  return std::move(collector.found);
}

std::optional<std::string> value_at(const std::vector<KeyValue>& scalars, std::string_view path) {
  auto at = std::find_if(scalars.rbegin(), scalars.rend(),
                         [&](const KeyValue& scalar) { return scalar.path == path; });
  if (at == scalars.rend() || at->value.empty()) return std::nullopt;
  return at->value;
}

std::string line_at(const OpenFile& file, std::uint64_t offset) {
  std::string line;
  std::string block(kReadBlock, '\0');
  while (line.size() < kLongestLine) {
    std::size_t got = read_at(file, offset + line.size(), block.data(), block.size());
    std::size_t end = std::string_view(block).substr(0, got).find('\n');
    line.append(block, 0, std::min(end, got));
    if (got == 0 || end != std::string_view::npos) break;
  }
  return line;
}

std::uint64_t line_number(const OpenFile& file, std::uint64_t offset) {
  std::uint64_t lines = 1;
  std::string block(kReadBlock, '\0');
  for (std::uint64_t at = 0; at < offset;) {
    std::size_t wanted = std::min<std::uint64_t>(block.size(), offset - at);
    std::size_t got = read_at(file, at, block.data(), wanted);
    if (got == 0) break;
    lines += static_cast<std::uint64_t>(std::count(block.data(), block.data() + got, '\n'));
    at += got;
  }
  return lines;
}

const SeenLines::Seen* SeenLines::at(const std::string& path, std::uint64_t offset) {
  if (auto seen = seen_.find(offset); seen != seen_.end()) return &seen->second;
  auto file = try_open_regular(path);
  if (!file) return nullptr;
  Seen seen{line_number(*file, offset), scalars_of(line_at(*file, offset))};
  return &seen_.emplace(offset, std::move(seen)).first->second;
}

namespace {

// A name ending in '*' matches all names with that prefix.
constexpr auto kPayload = std::to_array<std::string_view>({
    "agent.*",
    "agent_type",
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
    "scratchpad_dir",
    "thinking.enabled",
    "vim.mode",
    "workspace.added_dirs*",
    "workspace.cloud_dir",
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
