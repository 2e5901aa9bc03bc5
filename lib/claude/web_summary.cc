// SPDX-License-Identifier: MIT
#include "lib/claude/web_summary.h"

#include <algorithm>
#include <array>

#include "lib/base/text.h"

namespace wick {
namespace {

// A sentence must speak of the page and of a wall, and say that there is nothing else.
constexpr auto kPageWords = std::to_array<std::string_view>(
    {"page", "content", "site", "url", "document", "server", "response", "link", "article"});

constexpr auto kNothingElse = std::to_array<std::string_view>({"only",
                                                               "just ",
                                                               "instead of",
                                                               "rather than",
                                                               "unable to",
                                                               "cannot",
                                                               "can't",
                                                               "couldn't",
                                                               "could not",
                                                               "doesn't contain",
                                                               "does not contain",
                                                               "don't see any",
                                                               "do not see any",
                                                               "blocked",
                                                               "redirects to",
                                                               "redirected to",
                                                               "requires you to",
                                                               "require you to",
                                                               "requires authentication",
                                                               "requires a login",
                                                               "requires login",
                                                               "requiring authentication",
                                                               "behind a",
                                                               "is asking",
                                                               "asks ",
                                                               "asking ",
                                                               "error page",
                                                               "shows an error",
                                                               "an error",
                                                               "is empty",
                                                               "be empty",
                                                               "is blank",
                                                               "be blank",
                                                               "is an \"access denied\"",
                                                               "no actual",
                                                               "there is no text",
                                                               "no content"});

constexpr auto kWallWords = std::to_array<ErrorSign>({
    {"captcha", ToolError::kChallenge},
    {"cloudflare", ToolError::kChallenge},
    {"security check", ToolError::kChallenge},
    {"security verification", ToolError::kChallenge},
    {"security challenge", ToolError::kChallenge},
    {"bot protection", ToolError::kChallenge},
    {"bot detection", ToolError::kChallenge},
    {"bot verification", ToolError::kChallenge},
    {"anti-bot", ToolError::kChallenge},
    {"human verification", ToolError::kChallenge},
    {"verify you are human", ToolError::kChallenge},
    {"verify that you are human", ToolError::kChallenge},
    {"verify you're human", ToolError::kChallenge},
    {"verify that you're human", ToolError::kChallenge},
    {"not a robot", ToolError::kChallenge},
    {"just a moment", ToolError::kChallenge},
    {"unusual traffic", ToolError::kChallenge},
    {"access denied", ToolError::kChallenge},
    {"access restriction", ToolError::kChallenge},
    {"login page", ToolError::kLogin},
    {"login form", ToolError::kLogin},
    {"login screen", ToolError::kLogin},
    {"login wall", ToolError::kLogin},
    {"login prompt", ToolError::kLogin},
    {"log-in page", ToolError::kLogin},
    {"sign-in page", ToolError::kLogin},
    {"sign-in form", ToolError::kLogin},
    {"sign-in wall", ToolError::kLogin},
    {"sign in page", ToolError::kLogin},
    {"authentication page", ToolError::kLogin},
    {"authentication wall", ToolError::kLogin},
    {"authwall", ToolError::kLogin},
    {"requires authentication", ToolError::kLogin},
    {"requiring authentication", ToolError::kLogin},
    {"requires a login", ToolError::kLogin},
    {"requires login", ToolError::kLogin},
    {"you to sign in", ToolError::kLogin},
    {"you to log in", ToolError::kLogin},
    {"you to login", ToolError::kLogin},
    {"users to sign in", ToolError::kLogin},
    {"users to log in", ToolError::kLogin},
    {"paywall", ToolError::kLogin},
    {"subscribe to ", ToolError::kLogin},
    {"subscribers only", ToolError::kLogin},
    {"enable javascript", ToolError::kEmptyPage},
    {"enable js", ToolError::kEmptyPage},
    {"javascript to be enabled", ToolError::kEmptyPage},
    {"content appears to be empty", ToolError::kEmptyPage},
    {"page appears to be empty", ToolError::kEmptyPage},
    {"content is empty", ToolError::kEmptyPage},
    {"page is empty", ToolError::kEmptyPage},
    {"page is blank", ToolError::kEmptyPage},
    {"appears to be blank", ToolError::kEmptyPage},
    {"don't see any content", ToolError::kEmptyPage},
    {"don't see any web page content", ToolError::kEmptyPage},
    {"no actual content", ToolError::kEmptyPage},
    {"401 unauthorized", ToolError::kHttp},
    {"403 forbidden", ToolError::kHttp},
    {"403 error", ToolError::kHttp},
    {"404 error", ToolError::kHttp},
    {"404 page", ToolError::kHttp},
    {"404 not found", ToolError::kHttp},
    {"404 - ", ToolError::kHttp},
    {"\"404", ToolError::kHttp},
    {"page not found", ToolError::kHttp},
    {"429 ", ToolError::kHttp},
    {"too many requests", ToolError::kHttp},
    {"rate limit error", ToolError::kHttp},
    {"rate limited", ToolError::kHttp},
    {"500 internal", ToolError::kHttp},
    {"502 bad gateway", ToolError::kHttp},
    {"503 service", ToolError::kHttp},
    {"service unavailable", ToolError::kHttp},
});

template <class Words>
bool has_any(std::string_view text, const Words& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view w) { return contains(text, w); });
}

ToolError wall_of_sentence(std::string_view sentence) {
  if (!has_any(sentence, kPageWords) || !has_any(sentence, kNothingElse)) return ToolError::kNone;
  for (const ErrorSign& wall : kWallWords)
    if (contains(sentence, wall.text)) return wall.error;
  return ToolError::kNone;
}

}  // namespace

// Two sentences are enough: what comes later describes what is on the page.
ToolError wall_of_summary(std::string_view text) {
  int sentences = 0;
  while (!text.empty() && sentences < 2) {
    std::size_t end = std::min(text.find_first_of("\n"), text.find(". "));
    std::string_view sentence = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (trim(sentence).empty() || sentence[0] == '#') continue;
    ++sentences;
    if (ToolError wall = wall_of_sentence(sentence); wall != ToolError::kNone) return wall;
  }
  return ToolError::kNone;
}

}  // namespace wick
