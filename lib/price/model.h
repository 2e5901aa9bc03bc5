// SPDX-License-Identifier: MIT
// Parses model names in their many spellings, and has basic facts about each model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wick {

/// The parts of a model id.
struct ModelName {
  std::string canonical;      // "claude-opus-5-5": the key for prices
  bool long_context = false;  // the id had "[1m]"
  bool fast = false;          // the id had OpenRouter's "-fast"
};

/// Removes what providers add (paths, regions, versions, dates) and normalizes old word orders. An
/// unknown id is returned unchanged.
ModelName parse_model(std::string_view id);

/// A display name, if the client gives none: "Opus 5.5" for "claude-opus-5-5"; ids of another form
/// are returned unchanged.
std::string display_model(std::string_view id);

/// True if a change of effort invalidates the model's cache: models before generation 5 (Claude
/// Code's documentation of prompt caching: "older models").
bool keeps_cache_by_effort(const ModelName& model);

/// The context window in tokens that Claude Code 2.1.330 assigns to a model, for use without a
/// payload. Empty for an unknown model.
std::optional<std::int64_t> context_window(const ModelName& model);

}  // namespace wick
