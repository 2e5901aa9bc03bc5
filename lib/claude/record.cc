// SPDX-License-Identifier: MIT
#include "lib/claude/record.h"

#include <algorithm>

#include "lib/base/object_end.h"
#include "lib/base/text.h"

namespace wick {
namespace {

// What a line says before it is known what kind of line it is: `type` stands near the end of an
// assistant's line (measured on client 2.1.330), so nothing may depend on the order of keys.
struct Raw {
  std::string type, subtype, data_type, nested_type;
  std::int64_t write_total = 0;  // cache_creation_input_tokens, without the TTL
  bool has_usage = false;
  bool error_flag = false;
};

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

std::string text_of(const JsonScalar& value) { return std::string(value.text().value_or("")); }
std::int64_t count_of(const JsonScalar& value) { return value.count().value_or(0); }

class LineVisitor : public JsonVisitor {
 public:
  LineVisitor(Record& record, Raw& raw) : out_(record), raw_(raw) {}

  bool enter(std::string_view path) override {
    // A subagent's reply inside a progress line stands at data.message; it is read as if it were a
    // line of its own (measured on client 2.1.330).
    return path == "message" || path == "compactMetadata" || path == "data" ||
           path == "data.message" || path == "data.message.message" || is_usage(path);
  }

  void scalar(std::string_view path, const JsonScalar& value) override {
    if (starts_with(path, "data.message.")) {
      nested(path.substr(13), value);
    } else if (path == "data.type") {
      raw_.data_type = text_of(value);
    } else if (starts_with(path, "message.")) {
      message(path.substr(8), value);
    } else if (starts_with(path, "compactMetadata.")) {
      compaction(path.substr(16), value);
    } else {
      top(path, value);
    }
  }

 private:
  static bool is_usage(std::string_view path) {
    if (starts_with(path, "data.message.")) path.remove_prefix(13);
    return path == "message.usage" || path == "message.usage.cache_creation" ||
           path == "message.usage.server_tool_use";
  }

  void top(std::string_view key, const JsonScalar& value) {
    if (key == "type") raw_.type = text_of(value);
    else if (key == "subtype") raw_.subtype = text_of(value);
    else if (key == "timestamp") out_.time = parse_iso8601(value.text().value_or(""));
    else if (key == "isSidechain") out_.sidechain = value.flag().value_or(false);
    else if (key == "requestId") out_.request_id = text_of(value);
    else if (key == "requestRef") out_.request_ref = text_of(value);
    else if (key == "uuid") out_.uuid = text_of(value);
    else if (key == "id") out_.id = text_of(value);
    else if (key == "promptCacheRequested") out_.ttl_requested = text_of(value);
    else if (key == "isApiErrorMessage") raw_.error_flag = value.flag().value_or(false);
    else if (key == "effort") out_.effort = text_of(value);
    else if (key == "version") out_.version = text_of(value);
    else if (key == "cwd") out_.cwd = text_of(value);
    else if (key == "totalCostUSD") out_.cost_usd = value.number();
    else if (key == "hasUnknownModelCost") out_.unknown_model_cost = value.flag().value_or(false);
    else if (key == "customTitle" || key == "aiTitle") out_.title = text_of(value);
  }

  void nested(std::string_view key, const JsonScalar& value) {
    if (key == "type") raw_.nested_type = text_of(value);
    else if (key == "requestId") out_.request_id = text_of(value);
    else if (key == "timestamp") out_.time = parse_iso8601(value.text().value_or(""));
    else if (starts_with(key, "message.")) message(key.substr(8), value);
  }

  void message(std::string_view key, const JsonScalar& value) {
    if (key == "id") out_.message_id = text_of(value);
    else if (key == "model") out_.model = text_of(value);
    else if (starts_with(key, "usage.")) usage(key.substr(6), value);
  }

  void usage(std::string_view key, const JsonScalar& value) {
    Usage& u = out_.usage;
    raw_.has_usage = true;
    if (key == "input_tokens") u.input = count_of(value);
    else if (key == "output_tokens") u.output = count_of(value);
    else if (key == "cache_read_input_tokens") u.read = count_of(value);
    else if (key == "cache_creation_input_tokens") raw_.write_total = count_of(value);
    else if (key == "cache_creation.ephemeral_1h_input_tokens") u.write_1h = count_of(value);
    else if (key == "cache_creation.ephemeral_5m_input_tokens") u.write_5m = count_of(value);
    else if (key == "server_tool_use.web_search_requests") u.web_searches = count_of(value);
    else if (key == "speed") u.fast = value.text() == "fast";
    else if (key == "inference_geo") u.us = value.text() == "us";
  }

  void compaction(std::string_view key, const JsonScalar& value) {
    if (key == "preTokens") out_.pre_tokens = value.count();
    else if (key == "postTokens") out_.post_tokens = value.count();
    else if (key == "durationMs") out_.duration_ms = value.count();
  }

  Record& out_;
  Raw& raw_;
};

RecordKind kind_of(const Raw& raw) {
  if (raw.type == "assistant" && raw.has_usage) return RecordKind::kResponse;
  if (raw.type == "progress" && raw.nested_type == "assistant" && raw.has_usage)
    return RecordKind::kResponse;
  if (raw.type == "api-request") return RecordKind::kApiRequest;
  if (raw.type == "user") return RecordKind::kUser;
  if (raw.type == "system" && raw.subtype == "compact_boundary") return RecordKind::kCompaction;
  if (raw.type == "cost-state") return RecordKind::kCostState;
  if (raw.type == "custom-title" || raw.type == "ai-title") return RecordKind::kTitle;
  return RecordKind::kOther;
}

void finish(Record& record, const Raw& raw) {
  record.kind = kind_of(raw);
  settle_writes(record.usage, raw.write_total);
  record.api_error = raw.error_flag || record.model == "<synthetic>";
  record.sidechain |= raw.type == "progress";
  record.custom_title = raw.type == "custom-title";
}

}  // namespace

std::vector<Record> RecordReader::read(std::string_view line) {
  std::vector<Record> records;
  while (!line.empty()) {
    Record record;
    Raw raw;
    LineVisitor visitor(record, raw);
    std::string_view rest;
    if (walker_.walk(line, visitor, &rest) != JsonStatus::kOk) {
      // A torn object glued behind a whole one spoils both for the parser.
      std::size_t end = ObjectEnd().feed(line);
      if (end >= line.size()) break;
      line = line.substr(0, end);
      continue;
    }
    finish(record, raw);
    if (record.kind != RecordKind::kOther) records.push_back(std::move(record));
    line = rest;
  }
  return records;
}

bool could_be_record(std::string_view line) {
  constexpr std::string_view kMarks[] = {kResponseMark,   "\"api-request\"", "\"user\"",
                                         kCompactionMark, "\"cost-state\"",  "-title\""};
  return std::any_of(std::begin(kMarks), std::end(kMarks),
                     [&](std::string_view mark) { return contains(line, mark); });
}

}  // namespace wick
