// SPDX-License-Identifier: MIT
#include "lib/live/live.h"

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/live/input.h"
#include "lib/live/nothing.h"
#include "lib/session/fields.h"
#include "lib/view/json_writer.h"

namespace wick {
namespace {

bool belongs(std::string_view name, std::string_view group) {
  return group.empty() || group_of(name) == group;
}

}  // namespace

std::vector<Option> live_options(LiveOptions& o) {
  // An empty name is a script's unset variable: it must not mean "any session".
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
      {"json", 'j', false, [&o](const std::string&) { o.json = true; }},
      {"format", 'f', true, [&o](const std::string& a) { o.format = a, o.has_format = true; }},
      {"quiet", 'q', false, [&o](const std::string&) { o.quiet = true; }},
      {"help", 'h', false, [](const std::string&) {}},  // run() answers these two
      {"version", 'V', false, [](const std::string&) {}},
  };
}

bool parse_live(const Call& call, const std::vector<Option>& all, std::string_view word) {
  std::vector<std::string> operands = parse_options(call.argc, call.argv, all);
  if (operands.empty()) return false;
  if (!word.empty() && operands[0] != word)
    throw Failure{Exit::kUsage, printable(operands[0]) + ": not " + std::string(word)};
  std::size_t expected = word.empty() ? 0 : 1;
  if (operands.size() > expected)
    throw Failure{Exit::kUsage, printable(operands[expected]) + ": unexpected operand"};
  return true;
}

Template parse_format(const std::string& format, std::string_view option) {
  try {
    return Template::parse(format, field_names());
  } catch (const Failure& failure) {
    throw Failure{failure.code, std::string(option) + ": " + failure.message};
  }
}

void LiveRun::parse(std::vector<Option> own) {
  std::vector<Option> all = live_options(options);
  all.insert(all.end(), own.begin(), own.end());
  options.has_operand = parse_live(call_, all, tool_.operand);
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
    const Wanted& w = options.wanted;
    bool named = !w.session.empty() || !w.transcript.empty() || !w.cwd.empty();
    if (tool_.without_session.empty() || named || failure.code != Exit::kUnavailable) throw;
    alone_ = true;
    state_ = load_session(env_, {}, needs, options.next, prices_);
  }
  return state_;
}

const State& LiveRun::load(const Needs& needs, Evidence& evidence) {
  load_prices(env_, prices_);
  state_ = load_wanted(env_, options, needs, prices_, &evidence);
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
  if (alone_ && !known) call_.warn(fmt::format("{}: {}", searched_places(env_), tool_.without_session));
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
  const Wanted& wanted = options.wanted;
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
    return out;
  }();
  return names;
}

MaybeValue field_value(const State& state, std::string_view name) {
  const Field* field = find_field(name);
  return field ? field->compute(state) : std::nullopt;
}

std::string state_json(const State& state, std::string_view group) {
  std::vector<std::pair<std::string_view, Value>> members;
  for (const Field& field : fields()) {
    if (!belongs(field.name, group)) continue;
    if (auto value = field.compute(state)) members.emplace_back(field.name, std::move(*value));
  }
  return json_object(members) + "\n";
}

}  // namespace wick
