// SPDX-License-Identifier: MIT
#include "lib/export/otlp.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "lib/base/format.h"
#include "lib/base/packed.h"
#include "lib/cli/run.h"
#include "lib/output/json_writer.h"

namespace wick {
namespace {

constexpr int kSpansOfLine = 500;
enum SpanKind { kInternal = 1, kClient = 3 };  // from opentelemetry.proto.trace.v1

// Columns that the GenAI conventions have a name for; others become wick.COLUMN.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kConventions = {{
    {"session", "gen_ai.conversation.id"},
    {"model_id", "gen_ai.response.model"},
    {"agent", "gen_ai.agent.id"},
    {"agent_type", "gen_ai.agent.name"},
    {"cache_read_tokens", "gen_ai.usage.cache_read.input_tokens"},
    {"output_tokens", "gen_ai.usage.output_tokens"},
}};

// True for columns that are fields of the span itself.
bool is_of_span(std::string_view column) { return column == "time" || column == "date"; }

std::string attribute_name(std::string_view column) {
  for (const auto& [name, convention] : kConventions)
    if (name == column) return std::string(convention);
  return fmt::format("wick.{}", column);
}

void put_value(JsonWriter& out, std::string_view key, const ExportCell& cell) {
  if (std::holds_alternative<std::monostate>(cell)) return;
  out.begin_object().text("key", key).begin_object("value");
  if (const auto* text = std::get_if<std::string_view>(&cell)) out.text("stringValue", *text);
  // 64-bit integers exceed JSON numbers in some parsers.
  if (const auto* count = std::get_if<std::int64_t>(&cell))
    out.text("intValue", std::to_string(*count));
  if (const auto* number = std::get_if<double>(&cell)) out.number("doubleValue", *number);
  if (const auto* flag = std::get_if<bool>(&cell)) out.flag("boolValue", *flag);
  out.end_object().end_object();
}

std::string nanoseconds(TimeMs time) { return fmt::format("{}000000", time); }

struct Ids {
  std::string trace, span, parent;
};

// The session's half of a trace id comes first, because some systems keep only the second.
Ids ids_of(const RequestRow& row) {
  Ids out;
  std::string session = hex_id(hash_bytes(row.at.session));
  out.trace =
      session + (row.of_prompt ? row.prompt : hex_id(hash_bytes("session " + row.at.session)));
  out.span = hex_id(hash_bytes(row.id + "/" + row.request_id));
  if (row.of_prompt) out.parent = hex_id(hash_bytes("prompt " + row.prompt));
  return out;
}

class OtlpWriter {
 public:
  explicit OtlpWriter(const TextSink& sink) : sink_(sink) {
    for (const auto& column : request_columns())
      names_.push_back(is_of_span(column.name) ? "" : attribute_name(column.name));
  }

  bool take(const RequestRow& row, TimeMs end_of_prompt) {
    Ids ids = ids_of(row);
    if (row.of_prompt && !std::exchange(known_[row.of_prompt], true))
      prompt(row, ids, end_of_prompt);
    return wanted_ && request(row, ids);
  }
  void finish() {
    if (wanted_ && spans_ > 0) flush();
  }

 private:
  void prompt(const RequestRow& row, const Ids& ids, TimeMs end) {
    TimeMs start = row.of_prompt->time == kUndated
                       ? row.request->time
                       : std::min(row.of_prompt->time, row.request->time);
    begin_span({ids.trace, ids.parent, ""}, "invoke_agent Claude Code", kInternal, start,
               std::max(start, end));
    put_value(out_, "gen_ai.operation.name", "invoke_agent");
    put_value(out_, "gen_ai.provider.name", "anthropic");
    put_value(out_, "gen_ai.agent.name", "Claude Code");
    put_value(out_, "gen_ai.conversation.id", text_cell(row.at.session));
    put_value(out_, "wick.project", text_cell(row.at.project));
    put_value(out_, "wick.prompt", text_cell(row.prompt));
    end_span();
  }

  bool request(const RequestRow& row, const Ids& ids) {
    const HistoryRequest& r = *row.request;
    const std::string& model = row.asked.empty() ? row.model_id : row.asked;
    begin_span(ids, "chat " + model, kClient, r.time, r.time);
    put_value(out_, "gen_ai.operation.name", "chat");
    put_value(out_, "gen_ai.provider.name", "anthropic");
    put_value(out_, "gen_ai.request.model", text_cell(model));
    // For Anthropic, the convention defines this as everything sent, cached or not.
    put_value(out_, "gen_ai.usage.input_tokens",
              std::int64_t{r.input} + r.write_5m + r.write_1h + r.read);
    put_value(out_, "gen_ai.usage.cache_creation.input_tokens",
              std::int64_t{r.write_5m} + r.write_1h);
    for (std::size_t i = 0; i < names_.size(); ++i)
      if (!names_[i].empty()) put_value(out_, names_[i], request_columns()[i].cell(row));
    end_span();
    return wanted_;
  }

  void begin_span(const Ids& ids, std::string_view name, SpanKind kind, TimeMs start, TimeMs end) {
    if (spans_++ == 0) begin_line();
    out_.begin_object().text("traceId", ids.trace).text("spanId", ids.span);
    if (!ids.parent.empty()) out_.text("parentSpanId", ids.parent);
    out_.text("name", name).number("kind", std::int64_t{kind});
    out_.text("startTimeUnixNano", nanoseconds(start)).text("endTimeUnixNano", nanoseconds(end));
    out_.begin_array("attributes");
  }

  void end_span() {
    out_.end_array().end_object();
    if (spans_ == kSpansOfLine) flush();
  }

  void begin_line() {
    out_.begin_object().begin_array("resourceSpans").begin_object();
    out_.begin_object("resource").begin_array("attributes");
    put_value(out_, "service.name", "claude-code");
    out_.end_array().end_object();
    out_.begin_array("scopeSpans").begin_object();
    out_.begin_object("scope").text("name", "wick").text("version", kVersion).end_object();
    out_.begin_array("spans");
  }

  void flush() {
    out_.end_array().end_object().end_array().end_object().end_array().end_object();
    wanted_ = sink_(std::exchange(out_, {}).take() + "\n");
    spans_ = 0;
  }

  const TextSink& sink_;
  std::vector<std::string> names_;  // attribute names by column; empty: no attribute
  std::unordered_map<const PastPrompt*, bool> known_;  // prompts that have their span
  JsonWriter out_;
  int spans_ = 0;  // on this line
  bool wanted_ = true;
};

}  // namespace

std::int64_t write_otlp(RequestRows& rows, const TextSink& sink) {
  std::int64_t undated = 0;
  std::unordered_map<const PastPrompt*, TimeMs> ends;  // by prompt, including its subagents
  rows.each([&](const RequestRow& row) {
    TimeMs& end = ends.try_emplace(row.of_prompt, kUndated).first->second;
    end = std::max(end, row.request->time);
    return true;
  });
  OtlpWriter out(sink);
  rows.each([&](const RequestRow& row) {
    if (row.request->time != kUndated) return out.take(row, ends[row.of_prompt]);
    ++undated;
    return true;
  });
  out.finish();
  return undated;
}

}  // namespace wick
