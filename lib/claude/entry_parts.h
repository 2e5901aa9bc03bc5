// SPDX-License-Identifier: MIT
// For entry.cc: the parts of a line that only an audit looks at.
#pragma once

#include "lib/base/packed.h"
#include "lib/claude/entry.h"
#include "lib/claude/json_values.h"

namespace wick::json_values {

// A Read notes what it gave at `file`; a Task or an Agent whom it started.
inline error_code read_outcome(od::value& value, EntryOutcome& out) {
  return in_object(value, [&out](std::string_view key, od::value& v) {
    if (key == "agentId") return read(v, out.agent);
    if (key != "file") return SUCCESS;
    return in_object(v, [&out](std::string_view name, od::value& n) {
      if (name == "startLine") return read(n, out.first_line);
      if (name == "numLines") return read(n, out.lines);
      return SUCCESS;
    });
  });
}

// `size_of` gives the bytes of a piece of the line.
template <class SizeOf>
error_code read_attachment(od::value& value, EntryAttachment& out, SizeOf size_of) {
  od::object object;
  if (value.get_object().get(object)) return SUCCESS;
  error_code error = for_members(object, [&out](std::string_view key, od::value& v) {
    if (key == "type") return read(v, out.type);
    if (key == "path" || key == "filename") return read(v, out.target);
    return SUCCESS;
  });
  std::string_view whole;
  if (error || object.raw_json().get(whole)) return error;
  out.hash = checksum(whole);
  if (out.bytes == 0) out.bytes = size_of(whole);
  return SUCCESS;
}

inline error_code read_attribution(std::string_view key, od::value& value, EntryOrigin& out) {
  if (key == "attributionSkill") return read(value, out.skill);
  if (key == "attributionPlugin") return read(value, out.plugin);
  if (key == "attributionMcpServer") return read(value, out.mcp_server);
  if (key == "attributionMcpTool") return read(value, out.mcp_tool);
  if (key == "attributionAgent") return read(value, out.agent_type);
  return SUCCESS;
}

inline Diagnosis diagnosis_of(std::string_view type) {
  if (type.empty()) return Diagnosis::kNone;
  if (type == "model_changed") return Diagnosis::kModel;
  if (type == "system_changed") return Diagnosis::kSystem;
  if (type == "tools_changed") return Diagnosis::kTools;
  if (type == "messages_changed") return Diagnosis::kMessages;
  if (type == "previous_message_not_found") return Diagnosis::kNotFound;
  return Diagnosis::kUnavailable;
}

inline error_code read_diagnosis(od::value& value, Diagnosis& out) {
  return in_object(value, [&out](std::string_view key, od::value& v) {
    if (key != "cache_miss_reason") return SUCCESS;
    return in_object(v, [&out](std::string_view name, od::value& type) {
      std::string_view text;
      if (name == "type" && !read(type, text)) out = diagnosis_of(text);
      return SUCCESS;
    });
  });
}

// What an edit takes away and puts there.
inline void read_edit(std::string_view key, od::value& value, EntryCall& call) {
  if (key == "old_string") call.old_text = checksum(value.raw_json_token());
  if (key == "new_string") call.new_text = checksum(value.raw_json_token());
}

}  // namespace wick::json_values
