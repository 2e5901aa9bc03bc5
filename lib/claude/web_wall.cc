// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "lib/base/text.h"
#include "lib/claude/tool_error.h"
#include "lib/claude/web_summary.h"

namespace wick {
namespace {

// Lines that begin like this report the error themselves; in lower case.
constexpr auto kWalls = std::to_array<ErrorSign>({
    {"just a moment...", ToolError::kChallenge},
    {"checking your browser", ToolError::kChallenge},
    {"checking if the site connection is secure", ToolError::kChallenge},
    {"attention required! | cloudflare", ToolError::kChallenge},
    {"enable javascript and cookies to continue", ToolError::kChallenge},
    {"our systems have detected unusual traffic", ToolError::kChallenge},
    {"ddos protection by", ToolError::kChallenge},
    {"verify you are human", ToolError::kChallenge},
    {"verifying you are human", ToolError::kChallenge},
    {"please verify you are", ToolError::kChallenge},
    {"are you a robot", ToolError::kChallenge},
    {"one more step", ToolError::kChallenge},
    {"access denied", ToolError::kChallenge},
    {"access to this page has been denied", ToolError::kChallenge},
    {"sorry, you have been blocked", ToolError::kChallenge},
    {"pardon our interruption", ToolError::kChallenge},
    {"press & hold to confirm you are", ToolError::kChallenge},
    {"security verification", ToolError::kChallenge},
    {"performing security verification", ToolError::kChallenge},
    {"i'm not a robot", ToolError::kChallenge},
    {"your session has expired", ToolError::kLogin},
    {"session expired", ToolError::kLogin},
    {"cookies have expired", ToolError::kLogin},
    {"cookies are stale", ToolError::kLogin},
    {"log in to continue", ToolError::kLogin},
    {"please log in", ToolError::kLogin},
    {"sign in to continue", ToolError::kLogin},
    {"please sign in", ToolError::kLogin},
    {"you must be logged in", ToolError::kLogin},
    {"authentication required", ToolError::kLogin},
    {"page url: about:blank", ToolError::kEmptyPage},
    {"you need to enable javascript to run this app", ToolError::kEmptyPage},
    {"please enable javascript", ToolError::kEmptyPage},
    {"the page is empty", ToolError::kEmptyPage},
    {"the page has no content", ToolError::kEmptyPage},
    {"no content found", ToolError::kEmptyPage},
    {"401 unauthorized", ToolError::kHttp},
    {"403 forbidden", ToolError::kHttp},
    {"404 not found", ToolError::kHttp},
    {"429 too many requests", ToolError::kHttp},
    {"500 internal server error", ToolError::kHttp},
    {"502 bad gateway", ToolError::kHttp},
    {"503 service unavailable", ToolError::kHttp},
    {"504 gateway time", ToolError::kHttp},
});

// Errors of browsers and fetchers, anywhere in a failure's first line.
constexpr auto kFailures = std::to_array<ErrorSign>({
    {"net::ERR_", ToolError::kNetwork},
    {"ECONNREFUSED", ToolError::kNetwork},
    {"ECONNRESET", ToolError::kNetwork},
    {"ENOTFOUND", ToolError::kNetwork},
    {"ETIMEDOUT", ToolError::kNetwork},
    {"EAI_AGAIN", ToolError::kNetwork},
    {"socket hang up", ToolError::kNetwork},
    {"certificate has expired", ToolError::kNetwork},
    {"self-signed certificate", ToolError::kNetwork},
    {"unable to verify the first certificate", ToolError::kNetwork},
    {"page.goto: Timeout", ToolError::kNetwork},
    {"Navigation timeout", ToolError::kNetwork},
    {"Unable to verify if domain", ToolError::kNetwork},
    {"unable to fetch from", ToolError::kNetwork},
    {"Executable doesn't exist", ToolError::kNoBrowser},
    {"browser is not installed", ToolError::kNoBrowser},
    {"browser has been closed", ToolError::kNoBrowser},
    {"Chromium distribution", ToolError::kNoBrowser},
    {"Failed to launch the browser", ToolError::kNoBrowser},
    {"Could not find Chrome", ToolError::kNoBrowser},
    {"Browser is already in use", ToolError::kNoBrowser},
    {"extension is not connected", ToolError::kNoBrowser},
});

bool is_bad(std::int64_t code) { return code >= 400 && code < 600; }

// A redirect to a login page, which WebFetch does not follow.
bool leads_to_login(std::string_view text) {
  if (text.substr(0, 17) != "REDIRECT DETECTED") return false;
  std::size_t at = find_in(text, "Redirect URL: ");
  if (at == text.npos) return false;
  std::string_view url = text.substr(at + 14);
  url = url.substr(0, url.find_first_of(" \n"));
  for (std::string_view part :
       {"login", "signin", "sign_in", "sign-in", "//sources.", "/auth", "//sso.", "/sso"})
    if (contains(url, part)) return true;
  return false;
}

// True for what may follow a status that is reported, unlike in the title "HTTP 403 explained".
bool ends_status(std::string_view rest) {
  if (rest.empty() || std::string_view(".:,;)-|\"'<").find(rest[0]) != rest.npos) return true;
  if (!take_start(rest, " ")) return false;
  for (std::string_view phrase : {"-",
                                  "(",
                                  "|",
                                  "at ",
                                  "for ",
                                  "from ",
                                  "error",
                                  "unauthorized",
                                  "payment required",
                                  "forbidden",
                                  "not found",
                                  "method not allowed",
                                  "not acceptable",
                                  "request timeout",
                                  "conflict",
                                  "gone",
                                  "too many requests",
                                  "unavailable for legal",
                                  "internal server",
                                  "bad request",
                                  "bad gateway",
                                  "service unavailable",
                                  "service temporarily",
                                  "gateway time"})
    if (rest.substr(0, phrase.size()) == phrase) return true;
  return false;
}

bool is_status(std::string_view text) {
  auto code = parse_integer(text.substr(0, 3));
  return code && is_bad(*code) && ends_status(text.substr(std::min<std::size_t>(3, text.size())));
}

// A status such as "403" after "Request failed with status code", "HTTP error:", "Error: ",
// "HTTP/1.1 ".
bool tells_status(std::string_view line) {
  for (std::string_view start :
       {"error: ", "failed to fetch: ", "http error: ", "http error ",
        "request failed with status code ", "status code: ", "status code ", "the server returned ",
        "server returned ", "http/1.1 ", "http/2 ", "http status ", "http ", "status: "}) {
    if (line.substr(0, start.size()) != start) continue;
    std::string_view rest = line.substr(start.size());
    if (is_status(rest) || tells_status(rest)) return true;
  }
  return false;
}

// The same anywhere in the message of a call that failed: "Brave API error: 429 Too Many Requests",
// "Search error (402): credits", "Failed to fetch https://x - status code 403".
bool names_status(std::string_view line) {
  for (std::string_view mark : {"status code ", "status code: ", "http ", "http error ",
                                "error: ", "error (", "(http ", "status: ", "status ", "returned "})
    for (std::size_t at = line.find(mark); at != line.npos; at = line.find(mark, at + 1))
      if (is_status(line.substr(at + mark.size()))) return true;
  return false;
}

// The text of a heading or list item.
std::string_view heading(std::string_view line) {
  line = trim(line);
  while (!line.empty() &&
         (line[0] == '#' || line[0] == '-' || line[0] == '*' || line[0] == '>' || line[0] == ' '))
    line.remove_prefix(1);
  return line;
}

// The text of a heading, list item or title.
std::string_view bare(std::string_view line) {
  line = heading(line);
  for (std::string_view mark : {"page title: ", "title: ", "error: "})
    if (line.substr(0, mark.size()) == mark) line.remove_prefix(mark.size());
  return line;
}

// "Web search error: too_many_requests": a code in place of results.
bool is_search_error(std::string_view line) {
  return take_start(line, "web search error: ") && line.find(' ') == line.npos;
}

ToolError wall_of_line(std::string_view line) {
  std::string_view said = bare(line);
  for (const ErrorSign& sign : kWalls)
    if (said.substr(0, sign.text.size()) == sign.text) return sign.error;
  if (said.substr(0, 16) == "please complete " && contains(said, "captcha"))
    return ToolError::kChallenge;
  return ToolError::kNone;
}

// True for a snapshot of a login page that leads back to the requested one.
bool is_login_url(std::string_view line) {
  std::size_t at = line.find("page url: ");
  if (at == line.npos) return false;
  std::string_view url = line.substr(at), path = url.substr(0, url.find('?'));
  bool login = contains(path, "/login") || contains(path, "/signin") ||
               contains(path, "/sign_in") || contains(path, "/sign-in") ||
               contains(path, "/authwall") || contains(path, "//accounts.") ||
               contains(path, "//login.");
  for (std::string_view back : {"return", "redirect", "next=", "continue=", "goto=", "service="})
    if (contains(url.substr(path.size()), back)) return login;
  return false;
}

bool is_failure_line(std::string_view line) {
  for (std::string_view start : {"Error: ", "error: ", "### Error", "getaddrinfo ", "connect ",
                                 "page.goto: ", "browserType.", "Browser", "net::ERR_"})
    if (line.substr(0, start.size()) == start) return true;
  return false;
}

}  // namespace

ToolError classify_wall(std::string_view json, bool is_error, std::int64_t code, bool is_summary) {
  constexpr std::size_t kNear = 480;
  constexpr int kLines = 6;
  constexpr int kSnapshotLines = 14;  // in a snapshot the title follows the code and the address
  std::string kept = plain_text(json.substr(0, kNear));
  std::string_view text = trim(kept);
  if (is_bad(code)) return ToolError::kHttp;
  if (leads_to_login(text)) return ToolError::kLogin;
  bool got = code >= 200 && code < 300;  // then only the page's title counts
  bool failed = is_error;
  auto may_be = [&](ToolError wall, int line) {
    return got ? wall == ToolError::kChallenge : wall != ToolError::kHttp || line == 0;
  };
  if (is_summary && !failed)
    if (ToolError wall = wall_of_summary(lower(std::string(text))); wall != ToolError::kNone)
      return wall;
  for (int i = 0; i < (got ? 1 : kSnapshotLines) && !text.empty(); ++i) {
    std::string_view line = take_line(text);
    failed = failed || is_failure_line(line);
    for (const ErrorSign& sign : kFailures)
      if (failed && contains(line, sign.text)) return sign.error;
    std::string lowered = lower(std::string(line));
    if (is_login_url(lowered)) return ToolError::kLogin;
    if (failed && i < 3 && names_status(lowered)) return ToolError::kHttp;
    if (i >= kLines && !contains(lowered, "page title: ")) continue;
    if (ToolError wall = wall_of_line(lowered); wall != ToolError::kNone && may_be(wall, i))
      return wall;
    if (!got && i == 0 &&
        (tells_status(heading(lowered)) || tells_status(lowered) || is_search_error(lowered)))
      return ToolError::kHttp;
  }
  return ToolError::kNone;
}

}  // namespace wick
