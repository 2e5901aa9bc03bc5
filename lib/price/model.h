// SPDX-License-Identifier: MIT
// Model names: the many ways to write one, and what is known of each model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wick {

/// A model id, taken apart.
struct ModelName {
  std::string canonical;      // "claude-opus-5-5": what prices are looked up by, exactly
  bool long_context = false;  // the id carried "[1m]"
  bool fast = false;          // the id carried OpenRouter's "-fast"
};

/// Strips what providers add (paths, regions, versions, dates) and puts old word orders right. An
/// id that is nobody's is returned as it is.
ModelName parse_model(std::string_view id);

/// A name for people where the client gives none: "claude-opus-5-5" gives "Opus 5.5"; an id of
/// another form is returned as it is.
std::string display_model(std::string_view id);

/// Whether another effort makes the model's cache useless: so with models before generation 5 (Claude
/// Code's documentation of prompt caching: "older models").
bool keeps_cache_by_effort(const ModelName& model);

/// The context window that Claude Code 2.1.330 gives a model, in tokens, where no
/// payload tells. Empty for an unknown model.
std::optional<std::int64_t> context_window(const ModelName& model);

}  // namespace wick
