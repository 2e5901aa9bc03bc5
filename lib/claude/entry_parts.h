// SPDX-License-Identifier: MIT
// Included by entry.cc: the parts of a line that only audits need.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "lib/base/packed.h"
#include "lib/claude/entry.h"
#include "lib/claude/json_values.h"

namespace wick::json_values {

inline constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15ull;  // odd, with well-mixed bits

// A Read reports its range in `file`; a Task or Agent call reports the agent it started.
inline error_code read_outcome(od::value& value, EntryOutcome& out) {
  return in_object(value, [&out](std::string_view key, od::value& v) {
    if (key == "agentId") return read(v, out.agent);
    if (key == "type") return read(v, out.type);
    if (key == "code") return read(v, out.code);
    if (key != "file") return SUCCESS;
    return in_object(v, [&out](std::string_view name, od::value& n) {
      if (name == "startLine") return read(n, out.first_line);
      if (name == "numLines") return read(n, out.lines);
      return SUCCESS;
    });
  });
}

/// The JSON of any value, which is consumed.
inline std::string_view json_of(od::value& value) {
  std::string_view whole;
  // value::raw_json exists from simdjson 3.1 on.
  return simdjson::to_json_string(value).get(whole) ? std::string_view{} : trim(whole);
}

// The bytes of an attachment that the client keeps for its own use: the names in a listing, the
// output of a hook beside its content, a file's content on disk, the run of a hook.
struct Doubles {
  std::uint64_t names = 0, output = 0, raw = 0, run = 0;
  bool lines = false, content = false;
  std::uint64_t bytes() const { return (lines ? names : 0) + (content ? output : 0) + raw + run; }
};

// Hashes the names in a JSON array of strings without escapes.
inline void note_names(std::string_view list, std::vector<std::uint32_t>& out) {
  for (std::size_t at = list.find('"'); at != list.npos; at = list.find('"', at + 1)) {
    std::size_t end = list.find('"', at + 1);
    if (end == list.npos) return;
    out.push_back(name_hash(list.substr(at + 1, end - at - 1)));
    at = end;
  }
}

// The position after `key`, a colon and `value`, with or without spaces between them; npos if there
// is none.
inline std::size_t find_member(std::string_view json, std::string_view key,
                               std::string_view value) {
  for (std::size_t at = json.find(key); at != json.npos; at = json.find(key, at + 1)) {
    std::size_t colon = json.find_first_not_of(" \t", at + key.size());
    if (colon == json.npos || json[colon] != ':') continue;
    std::size_t start = json.find_first_not_of(" \t", colon + 1);
    if (start != json.npos && json.substr(start, value.size()) == value)
      return start + value.size();
  }
  return json.npos;
}

// True for keys that differ between runs of the same hook. The model sees only the content.
inline bool names_the_run(std::string_view key) {
  return key == "toolUseID" || key == "hookName" || key == "hookEvent" || key == "durationMs";
}

// A checksum of an object without some of its values, which it contains in this order.
inline std::uint64_t checksum_without(std::string_view whole,
                                      std::span<const std::string_view> left_out) {
  std::uint64_t out = 0;
  for (std::string_view part : left_out) {
    auto before = static_cast<std::size_t>(part.data() - whole.data());
    out = (out ^ checksum(whole.substr(0, before))) * kSpread;
    whole.remove_prefix(before + part.size());
  }
  return out ^ checksum(whole);
}

// `size_of` returns the original size of a piece of the line.
template <class SizeOf>
error_code read_attachment(od::value& value, EntryAttachment& out, SizeOf size_of) {
  od::object object;
  if (value.get_object().get(object)) return SUCCESS;
  Doubles doubles;
  std::vector<std::string_view> of_the_run;
  std::string_view event;
  std::uint64_t content = 0;
  error_code error = for_members(object, [&](std::string_view key, od::value& v) {
    if (key == "type") return read(v, out.type);
    if (names_the_run(key)) {
      of_the_run.push_back(trim(v.raw_json_token()));
      if (key == "hookEvent") event = of_the_run.back();
      doubles.run += of_the_run.back().size();
    }
    if (key == "path" || key == "filename") return read(v, out.target);
    if (key == "addedLines" || key == "addedBlocks") doubles.lines = true;
    if (key == "addedNames" || key == "addedTypes" || key == "names") {
      std::string_view list = json_of(v);
      doubles.names += size_of(list);
      note_names(list, out.names);
    }
    if (key == "stdout" || key == "stderr" || key == "command")
      doubles.output += size_of(v.raw_json_token());
    if (key != "content") return SUCCESS;
    doubles.content = true;
    content = size_of(v.raw_json_token());
    return in_object(v, [&](std::string_view name, od::value& n) {
      if (name == "rawContent") doubles.raw += size_of(n.raw_json_token());
      return SUCCESS;
    });
  });
  std::string_view whole;
  if (error || object.raw_json().get(whole)) return error;
  out.hash = checksum_without(whole, of_the_run);
  if (doubles.names > 0 && doubles.content) doubles.lines = true;
  if (out.type == "hook_success") {
    // The model gets only the output of hooks for these two events, without the surrounding object.
    bool shown = event == "\"SessionStart\"" || event == "\"UserPromptSubmit\"";
    out.bytes = shown ? content - std::min<std::uint64_t>(content, 2) : 0;
    return SUCCESS;
  }
  if (out.bytes == 0) out.bytes = size_of(whole) - std::min(size_of(whole), doubles.bytes());
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
  for (std::size_t i = 0; i < kDiagnosisNames.size(); ++i)
    if (type == kDiagnosisNames[i]) return static_cast<Diagnosis>(i);
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

// Stores the hashes of an edit's removed and new text.
inline void note_edit(std::string_view key, std::uint64_t hash, EntryCall& call) {
  if (key == "old_string") call.old_text = hash;
  if (key == "new_string") call.new_text = hash;
}

}  // namespace wick::json_values
