// SPDX-License-Identifier: MIT
#include "lib/live/live.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <vector>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/claude/dirs.h"
#include "lib/live/fields.h"
#include "lib/output/json_writer.h"
#include "lib/output/layout.h"

namespace wick {
namespace {

double amount_or_fail(std::string_view option, const std::string& text, std::string_view digits,
                      const char* what) {
  auto number = parse_number(digits);
  if (number && *number >= 0 && *number <= 1e15) return *number;
  throw Failure{Exit::kUsage, fmt::format("{} {}: not {}", option, printable(text), what)};
}

}  // namespace

TokenBound TokenBound::parse(std::string_view option, const std::string& text) {
  constexpr const char* kWhat = "a number of tokens or a percentage";
  if (!text.empty() && text.back() == '%') {
    std::string_view digits = std::string_view(text).substr(0, text.size() - 1);
    return {amount_or_fail(option, text, digits, kWhat), true};
  }
  if (auto tokens = parse_tokens(text)) return {*tokens, false};
  throw Failure{Exit::kUsage, fmt::format("{} {}: not {}", option, printable(text), kWhat)};
}

bool TokenBound::exceeded_by(const ContextState& context) const {
  if (!context.tokens) return false;
  double tokens = static_cast<double>(*context.tokens);
  if (!percent) return tokens > amount;
  return context.window && tokens * 100 > amount * static_cast<double>(*context.window);
}

TimeMs span_argument(std::string_view option, const std::string& text) {
  auto span = parse_span(text);
  if (span) return *span;
  throw Failure{Exit::kUsage, fmt::format("{} {}: not a span of time such as 12h or 7d", option,
                                          printable(text))};
}

const std::string& color_argument(std::string_view option, const std::string& text) {
  constexpr std::string_view kWords[] = {"always", "never", "auto"};
  word_argument(option, text, kWords);
  return text;
}

double parse_usd(std::string_view option, const std::string& text) {
  std::string_view digits = text;
  if (!digits.empty() && digits.front() == '$') digits.remove_prefix(1);
  return amount_or_fail(option, text, digits, "an amount in USD");
}

double parse_percent(std::string_view option, const std::string& text) {
  std::string_view digits = text;
  if (!digits.empty() && digits.back() == '%') digits.remove_suffix(1);
  return amount_or_fail(option, text, digits, "a percentage");
}

namespace {

bool belongs(std::string_view name, std::string_view group) {
  return group.empty() || group_of(name) == group;
}

}  // namespace

std::vector<Option> live_options(LiveOptions& o) {
  // An empty argument is probably a script's unset variable; it must not mean "any session".
  auto named = [](const char* option, std::string& into) {
    return [option, &into](const std::string& argument) {
      if (argument.empty()) throw Failure{Exit::kUsage, std::string(option) + ": empty argument"};
      into = argument;
    };
  };
  return {
      {"session", 's', true, named("--session", o.wanted.session)},
      {"transcript", 't', true, named("--transcript", o.wanted.transcript)},
      {"payload", 'p', true, named("--payload", o.wanted.payload)},
      {"cwd", 'C', true, named("--cwd", o.wanted.cwd)},
      flag_option("json", 'j', o.json),
      {"format", 'f', true, [&o](const std::string& a) { o.format = a, o.has_format = true; }},
      flag_option("quiet", 'q', o.quiet),
  };
}

bool parse_live(const Call& call, std::vector<Option> all, std::string_view word) {
  std::vector<std::string> operands = parse_options(call.argc, call.argv, std::move(all));
  if (operands.empty()) return false;
  if (!word.empty() && operands[0] != word)
    throw Failure{Exit::kUsage, fmt::format("{}: not {}", printable(operands[0]), word)};
  std::size_t expected = word.empty() ? 0 : 1;
  if (operands.size() > expected)
    throw Failure{Exit::kUsage, printable(operands[expected]) + ": unexpected operand"};
  return true;
}

Template parse_format(const std::string& format, std::string_view option) {
  try {
    return Template::parse(format, field_names());
  } catch (const Failure& failure) {
    throw Failure{failure.code, fmt::format("{}: {}", option, failure.message)};
  }
}

void LiveRun::parse(std::vector<Option> own) {
  std::vector<Option> all = live_options(options);
  all.insert(all.end(), own.begin(), own.end());
  options.has_operand = parse_live(call_, std::move(all), tool_.operand);
  if (!env_.problem.empty()) throw Failure{Exit::kUsage, env_.problem};
  format_ = options.has_format ? parse_format(options.format) : Template::trusted(tool_.line);
}

bool LiveRun::wants_json() const {
  return options.json || (tool_.line.empty() && !options.has_format);
}

const State& LiveRun::load() {
  std::vector<std::string_view> names;
  if (wants_json()) {
    for (const Field& field : fields()) {
      if (belongs(field.name, tool_.group)) names.push_back(field.name);
    }
  } else if (!options.quiet) {
    names.insert(names.end(), format_.names().begin(), format_.names().end());
  }
  if (!tool_.main_field.empty()) names.push_back(tool_.main_field);
  Needs needs = needs_of(names);
  needs.cost_in_full = tool_.group == "cost";
  load_prices(env_, prices_);
  try {
    state_ = load_wanted(env_, options, needs, prices_);
  } catch (const Failure& failure) {
    const SessionSelector& w = options.wanted;
    bool named = !w.session.empty() || !w.transcript.empty() || !w.cwd.empty();
    if (tool_.without_session.empty() || named || failure.code != Exit::kUnavailable) throw;
    alone_ = true;
    state_ = load_session(env_, {}, needs, options.next, prices_);
  }
  call_.tell_unreadable(state_.unreadable);
  return state_;
}

const State& LiveRun::load(const Needs& needs, Evidence& evidence) {
  load_prices(env_, prices_);
  state_ = load_wanted(env_, options, needs, prices_, &evidence);
  call_.tell_unreadable(state_.unreadable);
  return state_;
}

Exit LiveRun::print_unknown() {
  format_ = Template::trusted(tool_.unknown);
  if (!options.quiet)
    call_.out =
        format_.render([this](std::string_view name) { return field_value(state_, name); }) + "\n";
  return Exit::kNo;
}

Exit LiveRun::print() {
  bool known = tool_.main_field.empty() || field_value(state_, tool_.main_field).has_value();
  Exit code = known ? Exit::kOk : Exit::kNo;
  if (options.quiet) return code;
  if (alone_ && !known)
    call_.warn(fmt::format("{}: {}", searched_places(env_), tool_.without_session));
  if (wants_json()) {
    call_.out = state_json(state_, tool_.group);
  } else {
    if (!known && !options.has_format) format_ = Template::trusted(tool_.unknown);
    call_.out =
        format_.render([this](std::string_view name) { return field_value(state_, name); }) + "\n";
  }
  return code;
}

Exit run_live(Call& call, const LiveTool& tool) {
  LiveRun run(call, tool);
  run.parse();
  run.load();
  return run.print();
}

std::string payload_text(const std::string& path) {
  return path == "-" ? read_object(0, kLargestPayload, -1) : read_file(path, kLargestPayload);
}

Payload payload_of(std::string_view json, const std::string& path) {
  JsonStatus status;
  Payload payload = parse_payload(json, status);
  std::string where = path == "-" ? "standard input" : path;
  if (status == JsonStatus::kNotObject) throw Failure{Exit::kData, where + ": not a JSON object"};
  if (status == JsonStatus::kMalformed) throw Failure{Exit::kData, where + ": malformed JSON"};
  return payload;
}

State load_wanted(const Env& env, const LiveOptions& options, const Needs& needs,
                  const PriceTable& prices, Evidence* evidence) {
  const SessionSelector& wanted = options.wanted;
  if (!wanted.payload.empty() && wanted.session.empty() && wanted.transcript.empty()) {
    Payload payload = payload_of(payload_text(wanted.payload), wanted.payload);
    return load_payload(env, std::move(payload), needs, options.next, prices, evidence);
  }
  return load_session(env, locate(env, wanted), needs, options.next, prices, evidence);
}

const std::vector<std::string_view>& field_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> out;
    for (const Field& field : fields()) out.push_back(field.name);
    out.push_back("payload.*");
    return out;
  }();
  return names;
}

MaybeValue field_value(const State& state, std::string_view name) {
  if (const Field* field = find_field(name)) return field->compute(state);
  if (!name.starts_with(kPayloadNames)) return std::nullopt;
  return payload_value(state, name.substr(kPayloadNames.size()));
}

std::string state_json(const State& state, std::string_view group) {
  std::vector<std::pair<std::string_view, Value>> members;
  for (const Field& field : fields()) {
    if (!belongs(field.name, group)) continue;
    if (auto value = field.compute(state)) members.emplace_back(field.name, std::move(*value));
  }
  return json_object(members) + "\n";
}

namespace {

// Waits for input; false at the deadline.
bool wait_readable(int fd, std::int64_t deadline) {
  pollfd wait{fd, POLLIN, 0};
  while (true) {
    std::int64_t left = deadline < 0 ? -1 : deadline - monotonic_ms();
    if (deadline >= 0 && left <= 0) return false;
    int ready = ::poll(&wait, 1, static_cast<int>(left));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

}  // namespace

std::string read_object(int fd, std::size_t limit, int timeout_ms, bool* ended) {
  constexpr std::size_t kBlock = 4 * 1024;
  std::int64_t deadline = timeout_ms < 0 ? -1 : monotonic_ms() + timeout_ms;
  std::string data;
  ObjectEnd end;
  char block[kBlock];
  while (data.size() < limit && wait_readable(fd, deadline)) {
    ssize_t n = ::read(fd, block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      if (ended) *ended = n == 0;
      break;
    }
    std::string_view got(block, static_cast<std::size_t>(n));
    std::size_t length = end.feed(got);
    data += got.substr(0, length);
    if (length != ObjectEnd::kNotYet) break;
  }
  return data;
}

std::string searched_places(const Env& env) {
  std::vector<std::string> dirs = config_dirs(env);
  if (dirs.empty()) dirs = possible_config_dirs(env);
  std::string out;
  for (const std::string& dir : dirs)
    out += (out.empty() ? "" : ", ") + shorten_home(dir, env.home);
  return out.empty() ? "HOME" : out;
}

std::string nothing_found(const Env& env, const std::string& filter, const std::string& what) {
  std::string where = searched_places(env);
  if (config_dirs(env).empty())
    return where +
           ": no Claude Code folder; run claude once, or set CLAUDE_CONFIG_DIR to its folder";
  if (filter.empty())
    return fmt::format(
        "{}: no {} yet; send a prompt in claude, or set CLAUDE_CONFIG_DIR to another folder", where,
        what);
  return fmt::format("{}: no {} in {}; widen this, or leave it out", filter, what, where);
}

}  // namespace wick
