// SPDX-License-Identifier: MIT
#include "pen.h"

#include <algorithm>

namespace corpus {
namespace {

constexpr std::string_view kRequests[] = {
    "continue",
    "fix the failing test",
    "why is this slow? look at the \\\"offset\\\" branch",
    "add a --json option\\n\\nand keep the columns as they are",
    "commit this",
    "yes, do that",
    "naïve question: can the “cache” go? 🙂",
    "review the diff of yesterday"};

struct Tool {
  std::string_view name, input, input_end, result, result_end;
};

// The text of a result is on its line twice: as the model sees it, and in a form for display.
constexpr Tool kTools[] = {
    {"Bash", R"({"command":")", R"(","description":"Run it"})", R"({"stdout":")",
     R"(","stderr":"","interrupted":false,"isImage":false})"},
    {"Read", R"({"file_path":"/home/dev/src/lib/parser.cc","why":")", R"("})",
     R"({"type":"text","file":{"filePath":"/home/dev/src/lib/parser.cc","content":")",
     R"(","numLines":80,"startLine":1,"totalLines":80}})"},
    {"Edit", R"({"file_path":"/home/dev/src/lib/parser.cc","old_string":"}","new_string":")",
     R"("})", R"({"filePath":"/home/dev/src/lib/parser.cc","oldString":"}","originalFile":")",
     R"(","structuredPatch":[],"userModified":false})"},
    {"Write", R"({"file_path":"/home/dev/src/lib/layout.cc","content":")", R"("})",
     R"({"type":"create","filePath":"/home/dev/src/lib/layout.cc","content":")",
     R"(","structuredPatch":[]})"},
    {"Grep", R"({"pattern":"offset","glob":")", R"("})",
     R"({"mode":"content","numFiles":0,"filenames":[],"content":")", R"(","numLines":12})"},
    // Its usage is a third copy of the subagent's last one.
    {"Task", R"({"description":"Look around","subagent_type":"Explore","prompt":")", R"("})",
     R"({"status":"completed","content":[{"type":"text","text":")",
     R"("}],"totalDurationMs":8120,"totalTokens":21044,"usage":{"input_tokens":4,)"
     R"("cache_creation_input_tokens":912,"cache_read_input_tokens":19822,"output_tokens":306}})"}};

const Tool& tool_of(std::string_view name) {
  return *std::find_if(std::begin(kTools), std::end(kTools) - 1,
                       [&](const Tool& tool) { return tool.name == name; });
}

}  // namespace

void put(std::string& out, std::initializer_list<std::string_view> parts) {
  for (std::string_view part : parts) out += part;
}

Pen::Pen(const Filler& filler, Random& random, const Voice& voice)
    : filler_(&filler), random_(&random), voice_(voice) {
  std::string& envelope = voice.envelope_behind ? back_ : front_;
  put(envelope,
      {R"(,"userType":"external",)", voice.envelope_behind ? R"("entrypoint":"cli",)" : "",
       R"("cwd":")", voice.cwd, R"(","sessionId":")", voice.session, R"(","version":")",
       voice.version, R"(","gitBranch":")", voice.branch, R"(")"});
  if (!voice.agent.empty()) put(front_, {R"(,"agentId":")", voice.agent, R"(")"});
}

void Pen::open(std::string_view type, bool chained) {
  line_.text.clear();
  line_.usage_size = 0;
  line_.chained = true;
  put(line_.text,
      {R"({"parentUuid":)", chained && !parent_.empty() ? "\"" + parent_ + "\"" : "null",
       R"(,"isSidechain":)", voice_.agent.empty() ? "false" : "true", front_, type});
}

void Pen::stamp(const std::string& uuid, Int time) {
  put(line_.text, {R"(,"uuid":")", uuid, R"(","timestamp":")", iso(time), R"(")"});
}

void Pen::close(const std::string& uuid) {
  put(line_.text, {back_, "}"});
  parent_ = uuid;
}

void Pen::finish_user(Int time, std::string_view marks) {
  std::string uuid = random_->uuid();
  line_.text += '}';
  stamp(uuid, time);
  line_.text += marks;
  close(uuid);
}

void Pen::content(const Block& block) {
  std::string& out = line_.text;
  if (block.kind == Block::kThinking) {
    out += R"({"type":"thinking","thinking":")";
    filler_->prose.append(out, block.bytes * 3 / 5, *random_);
    out += R"(","signature":")";
    filler_->append_picture(out, block.bytes * 2 / 5, *random_);
    out += R"("})";
  } else if (block.kind == Block::kText) {
    out += R"({"type":"text","text":")";
    filler_->prose.append(out, block.bytes, *random_);
    out += R"("})";
  } else {
    const Tool& tool = tool_of(block.tool);
    put(out, {R"({"type":"tool_use","id":")", block.tool_id, R"(","name":")", block.tool,
              R"(","input":)", tool.input});
    filler_->code.append(out, block.bytes, *random_);
    put(out, {tool.input_end, "}"});
  }
}

void Pen::message(const Response& response, const Block& block) {
  std::string& out = line_.text;
  put(out, {R"({"model":")", response.model, R"(","id":")", response.id,
            R"(","type":"message","role":"assistant","content":[)"});
  content(block);
  bool calls = response.blocks.back().kind == Block::kToolUse;
  put(out, {R"(],"stop_reason":)",
            voice_.era != Era::kFinal ? "null"
            : calls                   ? R"("tool_use")"
                                      : R"("end_turn")",
            R"(,"stop_sequence":null,"usage":)"});
  std::string used = usage_json(response, voice_.era, block.output);
  line_.usage_at = out.size();
  line_.usage_size = used.size();
  put(out, {used, "}"});
  if (!response.request_id.empty()) put(out, {R"(,"requestId":")", response.request_id, R"(")"});
}

void Pen::assistant(const Response& response, const Block& block) {
  open(R"(,"message":)");
  message(response, block);
  line_.text += R"(,"type":"assistant")";
  stamp(block.uuid, block.time);
  close(block.uuid);
}

void Pen::synthetic(Int time, bool error) {
  std::string uuid = random_->uuid();
  open(R"(,"type":"assistant")");
  stamp(uuid, time);
  put(line_.text, {R"(,"message":{"id":")", random_->uuid(), R"(","container":null,)",
                   R"("model":"<synthetic>","role":"assistant","stop_reason":"stop_sequence",)",
                   R"("stop_sequence":"","type":"message","usage":{"input_tokens":0,)",
                   R"("output_tokens":0,"cache_creation_input_tokens":0,)",
                   R"("cache_read_input_tokens":0,"service_tier":null},"content":[{"type":"text",)",
                   R"("text":")", error ? "API Error: 529 Overloaded" : "No response requested.",
                   R"("}]},"isApiErrorMessage":)", error ? "true" : "false"});
  close(uuid);
}

void Pen::prompt(Int time, Int bytes) {
  bool blocks = random_->one_in(3);
  open_user();
  put(line_.text, {blocks ? R"([{"type":"text","text":")" : "\"", random_->pick(kRequests)});
  filler_->code.append(line_.text, bytes, *random_);
  line_.text += blocks ? R"("}])" : "\"";
  finish_user(time, voice_.era == Era::kFinal && voice_.agent.empty()
                        ? R"(,"origin":{"kind":"human"},"promptSource":"typed")"
                        : "");
}

void Pen::note(Int time, std::string_view start, Int bytes, std::string_view marks) {
  open_user();
  put(line_.text, {"\"", start});
  filler_->code.append(line_.text, bytes, *random_);
  line_.text += '"';
  finish_user(time, marks);
}

void Pen::interruption(Int time) {
  open_user();
  line_.text += R"([{"type":"text","text":"[Request interrupted by user for tool use]"}])";
  finish_user(time);
}

void Pen::result(Int time, const Block& call, Int bytes) {
  const Tool& tool = tool_of(call.tool);
  std::string& out = line_.text;
  open_user();
  put(out, {R"([{"tool_use_id":")", call.tool_id, R"(","type":"tool_result","content":")"});
  std::size_t from = out.size();
  filler_->code.append(out, bytes / 2, *random_);
  std::size_t size = out.size() - from;
  put(out, {R"(","is_error":false}]})"});
  std::string uuid = random_->uuid();
  stamp(uuid, time);
  put(out, {R"(,"toolUseResult":)", tool.result});
  out.reserve(out.size() + size + 1024);
  out.append(out, from, size);
  put(out, {tool.result_end});
  close(uuid);
}

void Pen::picture_result(Int time, const Block& call, Int bytes) {
  std::string& out = line_.text;
  open_user();
  put(out, {R"([{"tool_use_id":")", call.tool_id, R"(","type":"tool_result","content":[{)",
            R"("type":"image","source":{"type":"base64","media_type":"image/png","data":")"});
  std::size_t from = out.size();
  filler_->append_picture(out, bytes / 2, *random_);
  std::size_t size = out.size() - from;
  put(out, {R"("}}]}]})"});
  std::string uuid = random_->uuid();
  stamp(uuid, time);
  put(out, {R"(,"toolUseResult":{"type":"image","file":{"base64":")"});
  out.reserve(out.size() + size + 1024);
  out.append(out, from, size);
  put(out, {R"(","type":"image/png"}})"});
  close(uuid);
}

void Pen::compact_boundary(Int time, std::string_view trigger, Int before, Int after) {
  std::string logical = parent_, uuid = random_->uuid();
  open(R"(,"type":"system","subtype":"compact_boundary","content":"Conversation compacted")",
       false);
  put(line_.text, {R"(,"logicalParentUuid":")", logical, R"(","isMeta":false,"level":"info",)",
                   R"("compactMetadata":{"trigger":")", trigger, R"(","preTokens":)",
                   number(before), R"(,"postTokens":)", number(after), "}"});
  stamp(uuid, time);
  close(uuid);
}

void Pen::system(Int time, std::string_view subtype, std::string_view keys) {
  std::string uuid = random_->uuid();
  open(R"(,"type":"system")");
  put(line_.text, {R"(,"subtype":")", subtype, R"(",)", keys, R"(,"isMeta":false)"});
  stamp(uuid, time);
  close(uuid);
}

void Pen::attachment(Int time, Int bytes) {
  std::string uuid = random_->uuid();
  open(R"(,"attachment":{"type":"file","filename":"/home/dev/src/notes.md","content":")");
  filler_->code.append(line_.text, bytes, *random_);
  line_.text += R"(","displayPath":"notes.md"},"type":"attachment")";
  stamp(uuid, time);
  close(uuid);
}

void Pen::snapshot(Int time, Int bytes) {
  line_ = {};
  std::string id = random_->uuid(), at = iso(time);
  put(line_.text, {R"({"type":"file-history-snapshot","messageId":")", id,
                   R"(","snapshot":{"messageId":")", id, R"(","trackedFileBackups":{)"});
  for (Int n = 0; n < bytes / 160; ++n) {
    put(line_.text, {n > 0 ? "," : "", R"("src/lib/part)", number(n), R"(.cc":{"backupFileName":")",
                     random_->hex(16), R"(@v1","version":1,"backupTime":")", at, R"("})"});
  }
  put(line_.text, {R"(},"timestamp":")", at, R"("},"isSnapshotUpdate":false})"});
}

void Pen::aside(std::string_view type, std::string_view keys) {
  line_ = {};
  put(line_.text,
      {R"({"type":")", type, R"(",)", keys, R"(,"sessionId":")", voice_.session, R"("})"});
}

void Pen::finish_progress(Int time, std::string_view agent, std::string_view parent_tool) {
  std::string uuid = random_->uuid();
  put(line_.text, {R"(},"normalizedMessages":[],"type":"agent_progress","prompt":"Look around",)",
                   R"("agentId":")", agent, R"("},"toolUseID":"agent_)", random_->id("msg_01", 22),
                   R"(","parentToolUseID":")", parent_tool, R"(")"});
  stamp(uuid, time + 6);
  close(uuid);
  line_.usage_size = 0;
}

void Pen::agent_progress(const Response& response, const Block& block, std::string_view agent,
                         std::string_view parent_tool) {
  open(R"(,"type":"progress","data":{"message":{"type":"assistant","timestamp":")");
  put(line_.text, {iso(block.time), R"(","message":)"});
  message(response, block);
  put(line_.text, {R"(,"uuid":")", block.uuid, R"(")"});
  finish_progress(block.time, agent, parent_tool);
}

void Pen::agent_progress(Int time, const Block& call, Int bytes, std::string_view agent,
                         std::string_view parent_tool) {
  open(R"(,"type":"progress","data":{"message":{"type":"user","message":{"role":"user",)");
  put(line_.text,
      {R"("content":[{"tool_use_id":")", call.tool_id, R"(","type":"tool_result","content":")"});
  filler_->code.append(line_.text, bytes, *random_);
  put(line_.text, {R"(","is_error":false}]},"uuid":")", random_->uuid(), R"(","timestamp":")",
                   iso(time), R"(")"});
  finish_progress(time, agent, parent_tool);
}

void Pen::bash_progress(Int time, const Block& call, Int bytes) {
  std::string uuid = random_->uuid();
  open(R"(,"type":"progress","data":{"type":"bash_progress","output":")");
  filler_->code.append(line_.text, bytes, *random_);
  put(line_.text, {R"(","elapsedTimeSeconds":3,"totalLines":40},"toolUseID":"bash-progress-0",)",
                   R"("parentToolUseID":")", call.tool_id, R"(")"});
  stamp(uuid, time);
  close(uuid);
}

}  // namespace corpus
