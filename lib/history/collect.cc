// SPDX-License-Identifier: MIT
#include "lib/history/collect.h"

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/packed.h"
#include "lib/base/text.h"
#include "lib/history/call_outcome.h"
#include "lib/history/command_kind.h"

namespace wick {
namespace {

// How many records back to search for the call of a result.
constexpr std::size_t kNear = 16;
// How much of a result's text is examined.
constexpr std::size_t kHeadBytes = 480;

TimeMs time_of(const Entry& entry) { return entry.time.value_or(kUndated); }

std::string host_of(std::string_view url) {
  std::size_t scheme = url.find("://");
  if (scheme != url.npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  std::size_t user = url.rfind('@');
  if (user != url.npos) url.remove_prefix(user + 1);
  return std::string(url);
}

// "A=1 sudo /usr/bin/make -j2": make. Values may be secrets, so they are not kept; nor is a word
// that is no program name.
std::string program_of(std::string_view command) {
  while (true) {
    std::size_t end = 0;
    command = trim(command);
    std::string word = first_word(command, end);
    if (word.empty() || end == 0) return "";
    if (word == "cd") {
      // "cd x && make" counts as make.
      std::size_t next = command.find_first_of(";&|\n");
      if (next == command.npos) return "cd";
      command.remove_prefix(std::min(command.find_first_not_of(";&| \n", next), command.size()));
      continue;
    }
    bool passes_on = word == "sudo" || word == "env" || word == "command" || word == "time";
    if (word.find('=') == word.npos && !passes_on) {
      std::string_view name = base_name(word);
      return is_safe_name(name) && name[0] != '-' ? std::string(name) : "";
    }
    command.remove_prefix(std::min(end, command.size()));
  }
}

// Some attachments are mere markers for the client, with no content but their type.
bool is_mark(const Entry& entry) {
  constexpr std::size_t kAround = std::string_view("{\"type\": \"\"}").size();
  return entry.kind == EntryKind::kAttachment &&
         entry.attachment.bytes <= entry.attachment.type.size() + kAround;
}

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool is_unchanged(const EntryResult& result, const EntryOutcome& outcome) {
  return outcome.type == "file_unchanged" || starts_with(result.head, "Wasted call") ||
         starts_with(result.head, "<system-reminder>Wasted call");
}

// The part of a module's name that its files or its folder have too: "scope" of "@scope/name",
// "lodash" of "lodash/fp", "cobra" of "github.com/spf13/cobra", "Bar.pm" of "Foo/Bar.pm". A path
// stays one.
std::string_view package_of(std::string_view module) {
  if (starts_with(module, "@")) return module.substr(1, module.find('/') - 1);
  std::size_t slash = module.find('/');
  if (slash == module.npos || slash == 0 || module[0] == '.') return module;
  bool last = contains(module.substr(0, slash), ".") || module.ends_with(".pm");
  return last ? base_name(module) : module.substr(0, slash);
}

// Hash of an error message. Digits are left out, because times, ports and counts change each time.
std::uint64_t failure_hash(std::string_view head) {
  std::string text = plain_text(head);
  std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
  std::uint64_t hash = hash_bytes(text);
  return hash == 0 ? 1 : hash;
}

// True unless the tool is one of Claude Code's own for other things.
bool may_be_web(std::string_view tool) {
  return tool.empty() || starts_with(tool, "mcp__") || starts_with(tool, "Web") ||
         starts_with(tool, "web");
}

std::uint64_t count(std::int64_t n) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(n, 0));
}

}  // namespace

void take_answer(ToolCall& call, const ToolCall& answer) {
  call.answered = true;
  call.error = answer.error, call.wall = answer.wall;
  call.result_bytes = answer.result_bytes, call.result_hash = answer.result_hash;
  call.answer_offset = answer.answer_offset;
  call.is_image = answer.is_image;
  call.started_agent = answer.started_agent, call.denial = answer.denial;
  call.first_line = answer.first_line, call.lines = answer.lines;
  call.failure = answer.failure, call.said = answer.said, call.asks = answer.asks,
  call.subject = answer.subject;
  call.leading = answer.leading, call.own_words = answer.own_words;
  call.persisted = answer.persisted, call.unchanged = answer.unchanged;
}

std::string target_of(const EntryCall& call) {
  if (call.is_command) return program_of(call.target);
  if (contains(call.target, "://")) return host_of(call.target);
  return std::string(call.target);
}

FileRecords Collector::collect(SpanLines& lines, std::string_view agent_type) {
  out_ = {};
  agent_type_ = agent_type;
  last_origin_ = 0;
  for (SpanLine next; lines.next(next);) line(next);
  out_.requests = std::move(requests_).take();
  mark_copies();
  return std::move(out_);
}

// A fork marks a copied response but not a copied prompt: prompts before a copied response are
// copies too.
void Collector::mark_copies() {
  std::uint64_t end = 0;
  for (const Request& r : out_.requests) end = r.copied ? std::max(end, r.offset) : end;
  for (Prompt& prompt : out_.prompts) prompt.copied |= prompt.offset < end;
  for (CompactionRecord& compaction : out_.compactions)
    compaction.copied |= compaction.offset < end;
}

void Collector::line(const SpanLine& line) {
  LeftOut& left_out = out_.left_out;
  if (line.overflowed) {
    ++left_out.oversized_lines;
    return;
  }
  if (line.text.empty() || !could_be_entry(line.text)) return;
  reader_.start(line.text, line.cuts);
  while (true) {
    EntryReader::Status status = reader_.next();
    if (status == EntryReader::Status::kEnd) return;
    if (status == EntryReader::Status::kMalformed) {
      ++(line.ended ? left_out.malformed_lines : left_out.unfinished_lines);
      return;
    }
    add(reader_.entry(), line.offset + reader_.position());
  }
}

void Collector::add(const Entry& entry, std::uint64_t offset) {
  if (entry.time) out_.last_time = std::max(out_.last_time, *entry.time);
  if (entry.kind == EntryKind::kOther || entry.kind == EntryKind::kTitle) return;
  if (entry.session_id.empty()) {
    if (entry.kind == EntryKind::kResponse) ++out_.left_out.foreign_lines;
    return;
  }
  if (out_.cwd == 0) out_.cwd = out_.names.id(entry.cwd);
  if (!entry.version.empty() && out_.names[out_.version] != entry.version)
    out_.version = out_.names.id(entry.version);
  switch (entry.kind) {
    case EntryKind::kResponse: return response(entry, offset);
    case EntryKind::kUser: return user(entry, offset);
    case EntryKind::kCompaction: return compaction(entry, offset);
    case EntryKind::kCostState: return total(entry, offset);
    case EntryKind::kAttachment: return blocks(entry, 0, offset);
    case EntryKind::kApiRequest: return shape(entry, offset);
    case EntryKind::kClearing:
      if (!entry.sidechain) out_.clearings.push_back({time_of(entry), offset});
      return;
    case EntryKind::kWorktree:
      if (!entry.started_in.empty()) out_.started_in = out_.names.id(entry.started_in);
      return;
    case EntryKind::kTitle:
    case EntryKind::kOther: return;
  }
}

void Collector::response(const Entry& entry, std::uint64_t offset) {
  if (entry.filler) {
    ++out_.left_out.fillers;
    return;
  }
  auto complete = [&](Request& request) {
    request.agent = out_.names.id(entry.agent_id);
    request.effort = out_.names.id(entry.effort);
    request.client = out_.names.id(entry.version);
    if (entry.requested_model != entry.model) request.asked = out_.names.id(entry.requested_model);
    request.origin = origin_of(entry.origin);
    request.offset = offset;
  };
  each_request(entry, out_.names, complete,
               [this](const Request& request) { requests_.add_near(request); });
  std::uint64_t message = message_key(entry);
  calls(entry, message, offset);
  blocks(entry, message, offset);
}

// Usually the origin of the previous request.
std::uint32_t Collector::origin_of(const EntryOrigin& names) {
  auto id = [this](std::string_view text) { return out_.names.id(text); };
  Origin origin = {id(names.skill),
                   id(names.plugin),
                   id(names.mcp_server),
                   id(names.mcp_tool),
                   id(names.agent_type.empty() ? agent_type_ : names.agent_type),
                   id(names.branch),
                   id(names.entrypoint)};
  if (origin == out_.origins[last_origin_]) return last_origin_;
  auto at = std::find(out_.origins.begin(), out_.origins.end(), origin);
  last_origin_ = static_cast<std::uint32_t>(at - out_.origins.begin());
  if (at == out_.origins.end()) out_.origins.push_back(origin);
  return last_origin_;
}

void Collector::calls(const Entry& entry, std::uint64_t message, std::uint64_t offset) {
  for (const EntryCall& asked : entry.calls) {
    if (asked.id.empty()) continue;
    ToolCall call;
    call.key = hash_bytes(asked.id);
    call.message = message;
    call.time = time_of(entry);
    call.session = out_.call_names.id(entry.session_id);
    call.tool = out_.call_names.id(asked.tool);
    call.target = out_.call_names.id(target_of(asked));
    call.sidechain = entry.sidechain;
    call.input_bytes = asked.input_bytes;
    call.offset = offset;
    call.agent = out_.call_names.id(entry.agent_id);
    call.input_hash = asked.input_hash;
    call.in_part = asked.in_part;
    if (!asked.uses.empty()) call.uses = name_hash(asked.uses);
    call.old_text = asked.old_text, call.new_text = asked.new_text;
    call.only_looks = asked.is_command && only_looks(asked.target);
    if (asked.is_command) call.puts_back = put_back_by(asked.target, entry.cwd);
    if (asked.is_command) call.marks = command_marks(asked.target);
    put(call);
  }
}

// Records what else the line adds to the context. Of a response only texts: its calls have their
// own records.
void Collector::blocks(const Entry& entry, std::uint64_t message, std::uint64_t offset) {
  ContextBlock block;
  block.offset = offset;
  block.agent = out_.call_names.id(entry.agent_id);
  block.message = message;
  block.sidechain = entry.sidechain;
  block.bytes = entry.text_bytes;
  if (entry.kind == EntryKind::kResponse) {
    block.kind = ContextBlock::Kind::kAnswer;
    block.truncated = entry.truncated, block.ended = entry.ended;
    if (block.bytes > 0 || block.truncated) put(block);
    return;
  }
  if (entry.kind == EntryKind::kAttachment) {
    const EntryAttachment& attachment = entry.attachment;
    block.kind = ContextBlock::Kind::kAttachment;
    block.bytes = attachment.bytes;
    block.hash = attachment.hash;
    block.names = attachment.names;
    block.name = out_.call_names.id(attachment.type);
    block.target = out_.call_names.id(attachment.target);
  } else if (entry.is_prompt) {
    block.kind = ContextBlock::Kind::kPrompt;
    block.hash = words_hash(entry.text);
  } else if (trim(entry.text).substr(0, 20) == "[Request interrupted") {
    block.kind = ContextBlock::Kind::kInterrupt;
  }
  if (block.bytes > 0 && !is_mark(entry)) out_.blocks.push_back(block);
}

void Collector::user(const Entry& entry, std::uint64_t offset) {
  blocks(entry, 0, offset);
  if (entry.is_prompt) {
    out_.prompts.push_back({entry_key(entry), time_of(entry), out_.names.id(entry.session_id),
                            entry.is_copy(), offset});
  }
  for (const EntryResult& result : entry.results) {
    if (result.call_id.empty()) continue;
    ToolCall call;
    call.key = hash_bytes(result.call_id);
    call.time = time_of(entry);
    call.session = out_.call_names.id(entry.session_id);
    call.sidechain = entry.sidechain;
    call.answered = true;
    call.result_bytes = result.bytes;
    call.denial = out_.call_names.id(entry.denial);
    std::string_view head = result.head.substr(0, kHeadBytes);
    if (result.is_error) {
      ClientError classified = classify_tool_error(head, entry.denial);
      call.error = classified.error, call.own_words = classified.own_tool;
    }
    call.offset = call.answer_offset = offset;
    call.agent = out_.call_names.id(entry.agent_id);
    call.result_hash = result.hash;
    call.is_image = result.is_image;
    call.persisted = starts_with(head, "<persisted-output>");
    call.unchanged =
        is_unchanged(result, entry.results.size() == 1 ? entry.outcome : EntryOutcome{});
    const ToolCall* asked = near_call(call.key);
    std::string_view tool = asked ? std::string_view(out_.call_names[asked->tool]) : "";
    if (may_be_web(tool))
      call.wall =
          classify_wall(head, result.is_error, entry.results.size() == 1 ? entry.outcome.code : 0,
                        tool == "WebFetch");
    note_failure(call, result, tool);
    if (entry.results.size() == 1) {
      const EntryOutcome& outcome = entry.outcome;
      call.started_agent = out_.call_names.id(outcome.agent);
      call.first_line = count(outcome.first_line), call.lines = count(outcome.lines);
    }
    put(call);
  }
}

// Also for results that are not marked as errors: a pipe hides a command's exit status.
void Collector::note_failure(ToolCall& call, const EntryResult& result, std::string_view tool) {
  CommandFailure said;
  if (tool.empty() || is_command(tool)) said = classify_command(result.head.substr(0, kHeadBytes));
  call.said = said.error, call.leading = said.leading;
  call.asks = mark_of(said.about, said.subject);
  bool is_named = said.error == ToolError::kNoCommand || said.error == ToolError::kNoModule;
  std::string_view name = package_of(said.subject);
  if (is_named && is_safe_name(name)) call.subject = out_.call_names.id(name);
  if (result.is_error || said.error != ToolError::kNone)
    call.failure = failure_hash(result.head.substr(0, kHeadBytes));
}

void Collector::compaction(const Entry& entry, std::uint64_t offset) {
  CompactionRecord compaction;
  compaction.key = entry_key(entry);
  compaction.time = time_of(entry);
  compaction.session = out_.names.id(entry.session_id);
  compaction.sidechain = entry.sidechain;
  compaction.automatic = entry.automatic;
  compaction.copied = entry.is_copy();
  compaction.pre_tokens = entry.pre_tokens;
  compaction.post_tokens = entry.post_tokens;
  compaction.offset = offset;
  out_.compactions.push_back(compaction);
}

void Collector::total(const Entry& entry, std::uint64_t offset) {
  if (auto total = total_of(entry, out_.names, offset, out_.last_time)) out_.total = total;
}

// Each span of a file starts by recording its shape; a repetition is harmless.
void Collector::shape(const Entry& entry, std::uint64_t offset) {
  constexpr std::size_t kTelling = 16;
  if (!entry.time || entry.shape.empty()) return;
  Names::Id shape = out_.names.id(entry.shape.substr(0, kTelling));
  if (!out_.shapes.empty() && out_.shapes.back().shape == shape) return;
  out_.shapes.push_back({*entry.time, shape, offset});
}

// A result usually follows its call closely.
ToolCall* Collector::near_call(std::uint64_t key) {
  std::size_t near = std::min(kNear, out_.calls.size());
  for (auto call = out_.calls.rbegin(); near > 0; ++call, --near)
    if (call->key == key) return &*call;
  return nullptr;
}

// Joins a result to its call.
void Collector::put(const ToolCall& call) {
  ToolCall* old = near_call(call.key);
  if (!old) {
    out_.calls.push_back(call);
  } else if (call.answered && !old->answered) {
    take_answer(*old, call);
    settle(*old, out_.call_names[old->tool]);
  }
}

// Adds up the lines of a response, one per content block.
void Collector::put(const ContextBlock& block) {
  if (!out_.blocks.empty() && out_.blocks.back().message == block.message && block.message != 0) {
    out_.blocks.back().bytes += block.bytes;
    out_.blocks.back().truncated |= block.truncated, out_.blocks.back().ended |= block.ended;
  } else {
    out_.blocks.push_back(block);
  }
}

}  // namespace wick
