// SPDX-License-Identifier: MIT
#include "lib/claude/entry.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "lib/base/text.h"
#include "lib/claude/entry_parts.h"
#include "lib/claude/json.h"
#include "lib/claude/json_values.h"
#include "lib/claude/lines.h"

namespace wick {
namespace {

using namespace json_values;

struct RawUsage {
  Usage usage;
  std::int64_t write_total = 0;
  bool has_speed = false;
  bool unreadable = false;  // a count was no count

  /// Completes the usage: empty if it is unreadable, because the other counts alone would make a
  /// wrong context and a wrong price.
  void settle() {
    settle_writes(usage, write_total);
    unreadable |= usage.prompt() > kMostTokens || usage.output > kMostTokens ||
                  usage.web_searches > kMostSearches;
    if (unreadable) usage = {};
  }
};

// Reads a count of a usage; null means 0.
error_code read_count(od::value& value, std::int64_t& out, RawUsage& usage) {
  auto count = count_of(value);
  out = std::min(count.value_or(0), kMostTokens + 1);
  od::json_type type;
  if (!count) usage.unreadable |= value.type().get(type) || type != od::json_type::null;
  return SUCCESS;
}

// Reads one member of a usage, of a response or of an iteration.
error_code usage_member(std::string_view key, od::value& value, RawUsage& out) {
  Usage& u = out.usage;
  if (key == "input_tokens") return read_count(value, u.input, out);
  if (key == "output_tokens") return read_count(value, u.output, out);
  if (key == "cache_read_input_tokens") return read_count(value, u.read, out);
  if (key == "cache_creation_input_tokens") return read_count(value, out.write_total, out);
  if (key == "cache_creation") {
    return in_object(value, [&](std::string_view name, od::value& tokens) {
      if (name == "ephemeral_5m_input_tokens") return read_count(tokens, u.write_5m, out);
      if (name == "ephemeral_1h_input_tokens") return read_count(tokens, u.write_1h, out);
      return SUCCESS;
    });
  }
  if (key == "server_tool_use") {
    return in_object(value, [&](std::string_view name, od::value& requests) {
      return name == "web_search_requests" ? read_count(requests, u.web_searches, out) : SUCCESS;
    });
  }
  std::string_view text;
  if (key == "speed") out.has_speed = !read(value, text) && !text.empty(), u.fast = text == "fast";
  if (key == "inference_geo") read(value, text), u.us = text == "us";
  return SUCCESS;
}

// The members of a tool's input that identify its target, most specific first.
constexpr std::array<std::string_view, 6> kTargets = {"file_path", "notebook_path", "path",
                                                      "url",       "uri",           "command"};

class ObjectReader {
 public:
  ObjectReader(Entry& entry, const char* line, std::span<const Cut> cuts)
      : out_(entry), line_(line), cuts_(cuts) {}

  error_code read_object(od::object object) {
    error_code error =
        for_members(object, [this](std::string_view k, od::value& v) { return top(k, v); });
    if (!error) finish();
    return error;
  }

 private:
  error_code top(std::string_view key, od::value& v) {
    if (key == "type") return read(v, signs_.type);
    if (key == "message") return message(v);
    if (key == "timestamp") return read_time(v, out_.time);
    if (key == "sessionId") return read(v, out_.session_id);
    if (key == "uuid") return read(v, out_.uuid);
    if (key == "parentUuid") return read(v, out_.parent_uuid);
    if (key == "requestId") return read(v, out_.request_id);
    if (key == "isSidechain") return read(v, out_.sidechain);
    if (key == "agentId") return read(v, out_.agent_id);
    if (key == "cwd") return read(v, out_.cwd);
    if (key == "version") return read(v, out_.version);
    if (key == "effort") return read(v, out_.effort);
    if (key == "requestRef") return read(v, out_.request_ref);
    if (key == "promptCacheRequested") return read(v, out_.ttl_requested);
    if (key == "requestedModel") return read(v, out_.requested_model);
    if (key == "gitBranch") return read(v, out_.origin.branch);
    if (key == "entrypoint") return read(v, out_.origin.entrypoint);
    if (key.starts_with("attribution")) return read_attribution(key, v, out_.origin);
    if (key == "toolDenialKind") return read(v, out_.denial);
    if (key == "id") return read(v, out_.id);
    if (key == "customTitle" || key == "aiTitle") return read(v, out_.title);
    if (key == "requestSessionId") return read(v, out_.from_session);
    if (key == "forkedFrom") {
      return in_object(v, [this](std::string_view name, od::value& id) {
        return name == "sessionId" ? read(id, out_.from_session) : SUCCESS;
      });
    }
    if (key == "isApiErrorMessage") return read(v, signs_.error_flag);
    if (key == "isMeta") return read(v, signs_.is_meta);
    if (key == "isCompactSummary") return read(v, signs_.is_summary);
    if (key == "isVisibleInTranscriptOnly") return read(v, signs_.transcript_only);
    if (key == "promptSource") return read(v, signs_.source);
    if (key == "turnOrigin") return read(v, signs_.turn_origin);
    if (key == "origin") {
      return in_object(v, [this](std::string_view name, od::value& kind) {
        return name == "kind" ? read(kind, signs_.origin) : SUCCESS;
      });
    }
    if (key == "subtype") return read(v, signs_.subtype);
    if (key == "compactMetadata") return compaction(v);
    if (key == "querySource") return read(v, signs_.query_source);
    if (key == "shapeHash") return read(v, out_.shape);
    if (key == "worktreeSession") {
      return in_object(v, [this](std::string_view name, od::value& dir) {
        return name == "originalCwd" ? read(dir, out_.started_in) : SUCCESS;
      });
    }
    if (key == "totalCostUSD") return read(v, out_.cost_usd);
    if (key == "hasUnknownModelCost") return read(v, out_.unknown_model_cost);
    if (key == "data") return progress(v);
    if (key == "toolUseResult") return read_outcome(v, out_.outcome);
    if (key == "rendered") return rendered(v);
    if (key == "attachment") {
      return read_attachment(v, out_.attachment, [this](std::string_view s) { return size_of(s); });
    }
    return SUCCESS;
  }

  error_code message(od::value& value) {
    return in_object(value, [this](std::string_view key, od::value& v) {
      if (key == "id") return read(v, out_.message_id);
      if (key == "model") return read(v, out_.model);
      if (key == "usage") return usage(v);
      if (key == "content") return content(v);
      if (key == "diagnostics") return read_diagnosis(v, out_.diagnosis);
      if (key == "stop_reason") read(v, signs_.stop_reason);
      return SUCCESS;
    });
  }

  error_code rendered(od::value& value) {
    out_.attachment.bytes = size_of(json_of(value));
    return SUCCESS;
  }

  // A subagent's reply is in data.message, with the members of a line of its own (seen up to client
  // 2.1.219).
  error_code progress(od::value& value) {
    return in_object(value, [this](std::string_view key, od::value& v) {
      if (key == "agentId") return read(v, out_.agent_id);
      if (key != "message") return SUCCESS;
      return in_object(v, [this](std::string_view name, od::value& inner) {
        if (name == "type") return read(inner, signs_.nested_type);
        if (name == "requestId") return read(inner, out_.request_id);
        if (name == "timestamp") return read_time(inner, nested_time_);
        if (name == "uuid") return read(inner, nested_uuid_);
        if (name == "message") return message(inner);
        return SUCCESS;
      });
    });
  }

  error_code usage(od::value& value) {
    return in_object(value, [this](std::string_view key, od::value& v) {
      signs_.has_usage = true;
      if (key == "output_tokens_details") return output_details(v);
      return key == "iterations" ? iterations(v) : usage_member(key, v, usage_);
    });
  }

  error_code output_details(od::value& value) {
    return in_object(value, [this](std::string_view key, od::value& v) {
      std::int64_t tokens = 0;
      if (key == "thinking_tokens" && !read(v, tokens) && tokens > 0) out_.thinks = true;
      return SUCCESS;
    });
  }

  error_code iterations(od::value& value) {
    return in_array(value, [this](od::value& item) {
      EntryIteration iteration;
      RawUsage usage;
      error_code error = in_object(item, [&](std::string_view key, od::value& v) {
        if (key == "type") return read(v, iteration.type);
        if (key == "model") return read(v, iteration.model);
        return usage_member(key, v, usage);
      });
      usage.settle();
      usage_.unreadable |= usage.unreadable;
      iteration.usage = usage.usage;
      bool of_conversation = iteration.type == "message" || iteration.type == "fallback_message";
      if (of_conversation && iteration.usage.prompt() > 0) {
        if (!last_pass_) out_.first_pass = iteration.usage;
        last_pass_ = iteration.usage;
      }
      out_.iterations.push_back(iteration);
      return error;
    });
  }

  error_code compaction(od::value& value) {
    return in_object(value, [this](std::string_view key, od::value& v) {
      if (key == "preTokens") return read(v, out_.pre_tokens);
      if (key == "postTokens") return read(v, out_.post_tokens);
      if (key == "durationMs") return read(v, out_.duration_ms);
      std::string_view trigger;
      if (key == "trigger") read(v, trigger), out_.automatic = trigger == "auto";
      return SUCCESS;
    });
  }

  error_code content(od::value& value) {
    od::json_type type;
    if (error_code error = value.type().get(type)) return error;
    signs_.has_content = type == od::json_type::string || type == od::json_type::array;
    if (type == od::json_type::string) return text(value, signs_.text);
    return in_array(value, [this](od::value& item) { return block(item); });
  }

  // Reads a block of a response or a user line. Its type may come last, so all members are read
  // first.
  error_code block(od::value& item) {
    std::string_view type, text;
    EntryCall call;
    EntryResult result;
    error_code error = in_object(item, [&](std::string_view key, od::value& v) {
      if (key == "type") return read(v, type);
      if (key == "id") return read(v, call.id);
      if (key == "name") return read(v, call.tool);
      if (key == "input") return input(v, call);
      if (key == "tool_use_id") return read(v, result.call_id);
      if (key == "is_error") return read(v, result.is_error);
      if (key == "content") return result_content(v, result);
      if (key == "text") return this->text(v, text);
      return SUCCESS;
    });
    if (type == "tool_use" || type == "server_tool_use") out_.calls.push_back(call);
    if (type == "tool_result") {
      signs_.has_results = true;
      out_.results.push_back(result);
    }
    if (type == "thinking" || type == "redacted_thinking") out_.thinks = true;
    if (type == "text" && signs_.text.empty()) signs_.text = text;
    return error;
  }

  // Reads a text of the message: its start and its size.
  error_code text(od::value& value, std::string_view& out) {
    out_.text_bytes += size_of(value.raw_json_token());
    return read(value, out);
  }

  error_code input(od::value& value, EntryCall& call) {
    std::size_t best = kTargets.size();
    std::string_view whole;
    std::uint64_t hash = 0;
    od::object object;
    if (value.get_object().get(object)) return SUCCESS;
    error_code error = for_members(object, [&](std::string_view key, od::value& v) {
      auto rank = static_cast<std::size_t>(std::find(kTargets.begin(), kTargets.end(), key) -
                                           kTargets.begin());
      if (rank < best) {
        read(v, call.target);
        best = rank;
      }
      if (key == "offset" || key == "limit" || key == "pages") call.in_part = true;
      if (key == "skill" || key == "subagent_type") read(v, call.uses);
      if (key == "description" || key == "timeout") return SUCCESS;
      od::json_type type;
      if (error_code failed = v.type().get(type)) return failed;
      bool nested = type == od::json_type::array || type == od::json_type::object;
      std::uint64_t part = hash_of(nested ? json_of(v) : trim(v.raw_json_token()));
      hash += (checksum(key) ^ part) * kSpread;
      note_edit(key, part, call);
      return SUCCESS;
    });
    if (error) return error;
    call.is_command = best == kTargets.size() - 1;
    if (object.raw_json().get(whole)) return SUCCESS;
    call.input_bytes = size_of(whole);
    call.input_hash = hash == 0 ? 1 : hash;
    return SUCCESS;
  }

  error_code result_content(od::value& value, EntryResult& result) {
    od::json_type type;
    if (error_code error = value.type().get(type)) return error;
    if (type == od::json_type::string) {
      std::string_view token = trim(value.raw_json_token());
      result.bytes = size_of(token) - std::min<std::uint64_t>(2, token.size());
      result.hash = hash_of(token);
      result.head = token.substr(std::min<std::size_t>(1, token.size()));
      return SUCCESS;
    }
    od::array array;
    std::string_view whole;
    if (value.get_array().get(array)) return SUCCESS;
    if (error_code error = array.raw_json().get(whole)) return error;
    result.bytes = size_of(whole);
    result.hash = hash_of(whole);
    if (std::size_t text = find_member(whole.substr(0, 256), "\"text\"", "\""); text != whole.npos)
      result.head = whole.substr(text);
    result.is_image = find_member(whole.substr(0, 4096), "\"type\"", "\"image\"") != whole.npos;
    return SUCCESS;
  }

  // Hash of a piece of the line, including what was cut from it.
  std::uint64_t hash_of(std::string_view piece) const {
    std::uint64_t sum = checksum(piece);
    auto begin = static_cast<std::size_t>(piece.data() - line_);
    for (const Cut& cut : cuts_)
      if (cut.at >= begin && cut.at < begin + piece.size()) sum = (sum ^ cut.sum) * kSpread;
    return sum;
  }

  // Original size of a piece of the line, including what was cut from it.
  std::uint64_t size_of(std::string_view piece) const {
    std::uint64_t size = piece.size();
    auto begin = static_cast<std::size_t>(piece.data() - line_);
    for (const Cut& cut : cuts_) {
      if (cut.at >= begin && cut.at < begin + piece.size()) size += cut.bytes;
    }
    return size;
  }

  void finish() {
    out_.kind = kind_of(signs_);
    out_.nested = signs_.type == "progress";
    out_.custom_title = signs_.type == "custom-title";
    if (!is_of_chain(signs_.query_source)) out_.shape = {};
    if (out_.nested) {
      out_.sidechain = true;
      if (nested_time_) out_.time = nested_time_;
      if (!nested_uuid_.empty()) out_.uuid = nested_uuid_;
    }
    if (out_.kind == EntryKind::kUser) out_.is_prompt = is_typed(signs_, out_);
    out_.text = signs_.text;
    out_.truncated = signs_.stop_reason == "max_tokens";
    out_.ended = signs_.stop_reason == "end_turn" || signs_.stop_reason == "stop_sequence";
    if (out_.kind != EntryKind::kResponse) return;
    bool is_split = usage_.usage.written() > 0;
    usage_.settle();
    if (usage_.unreadable) last_pass_.reset(), out_.iterations.clear();
    out_.usage = usage_.usage;
    out_.has_speed = usage_.has_speed;
    bool hour = is_split ? out_.usage.write_1h > 0 : out_.ttl_requested == "1h";
    if (out_.usage.written() > 0) out_.ttl_s = hour ? 3600 : 300;
    if (!last_pass_) out_.first_pass = out_.usage;
    out_.last_pass = last_pass_.value_or(out_.usage);
    for (Usage* pass : {&out_.first_pass, &out_.last_pass})
      pass->fast = out_.usage.fast, pass->us = out_.usage.us;
    out_.zeroed = out_.usage.empty();
    out_.filler = signs_.error_flag || out_.model == "<synthetic>";
  }

  Entry& out_;
  const char* line_;
  std::span<const Cut> cuts_;
  EntrySigns signs_;
  RawUsage usage_;
  std::optional<Usage> last_pass_;
  std::optional<TimeMs> nested_time_;
  std::string_view nested_uuid_;
};

// Resets the entry, keeping allocated memory.
void clear(Entry& entry) {
  auto iterations = std::move(entry.iterations);
  auto calls = std::move(entry.calls);
  auto results = std::move(entry.results);
  auto names = std::move(entry.attachment.names);
  iterations.clear(), calls.clear(), results.clear(), names.clear();
  entry = Entry{};
  entry.iterations = std::move(iterations);
  entry.calls = std::move(calls);
  entry.results = std::move(results);
  entry.attachment.names = std::move(names);
}

// Finds the next object after an incomplete start of a line. It must be complete, and followed by
// the end of the line or another object: objects nested in the incomplete one are followed by a
// comma or a brace. Whether a position is inside a string is unknown, so all are tried within the
// budget.
constexpr std::size_t kSearches = 16;

std::string_view whole_behind(std::string_view text, std::size_t& budget) {
  for (std::size_t at = text.find("{\"", 1); at != text.npos && budget > 0;
       at = text.find("{\"", at + 1)) {
    std::string_view from = text.substr(at);
    std::size_t end = ObjectEnd().feed(from);
    budget -= std::min({budget, end, from.size()});
    if (end > from.size()) continue;
    std::string_view behind = bare_line(from.substr(end));
    if (behind.empty() || behind[0] == '{') return from;
  }
  return {};
}

}  // namespace

struct EntryReader::Impl {
  od::parser parser;
  Entry entry;
  const char* line = nullptr;
  std::string_view rest, own_text;
  bool at_start = true;    // nothing of the line has been read
  bool torn = false;       // part of it was no object
  std::size_t budget = 0;  // bytes that may still be searched for the next object
  std::span<const Cut> cuts;

  // Reads one object from `text` and sets `rest` to what follows it.
  bool read(std::string_view text) {
    clear(entry);
    text = without_mark(text);
    // The following bytes belong to the same line or its padding.
    simdjson::padded_string_view padded(text.data(), text.size(), text.size() + kJsonPadding);
    od::document document;
    od::object object;
    if (parser.iterate(padded).get(document) || document.get_object().get(object)) return false;
    if (ObjectReader(entry, line, cuts).read_object(object)) return false;
    const char* at = nullptr;
    bool more =
        !document.current_location().get(at) && at >= text.data() && at < text.data() + text.size();
    own_text = more ? text.substr(0, static_cast<std::size_t>(at - text.data())) : text;
    rest = text.substr(own_text.size());
    return true;
  }
};

EntryReader::EntryReader() : impl_(std::make_unique<Impl>()) { choose_json_kernel(); }
EntryReader::~EntryReader() = default;

void EntryReader::start(std::string_view line, std::span<const Cut> cuts) {
  impl_->line = line.data();
  impl_->rest = line;
  impl_->at_start = true;
  impl_->torn = false;
  impl_->budget = kSearches * line.size();
  impl_->cuts = cuts;
}

EntryReader::Status EntryReader::next() {
  for (std::string_view text; !(text = bare_line(impl_->rest)).empty();) {
    if (read_first(text)) return Status::kEntry;
    impl_->torn = true;
    impl_->rest = whole_behind(text, impl_->budget);
  }
  return impl_->torn ? Status::kMalformed : Status::kEnd;
}

bool EntryReader::read_first(std::string_view text) {
  if (std::exchange(impl_->at_start, false) && impl_->read(text)) return true;
  // Further objects on a line are parsed one at a time: an incomplete one after a complete one
  // makes the parser reject both. It also scans all text it gets, so that a line with many objects
  // would take quadratic time.
  std::size_t end = ObjectEnd().feed(text);
  if (end <= text.size() && impl_->read(text.substr(0, end))) {
    impl_->rest = text.substr(end);
    return true;
  }
  return false;
}

const Entry& EntryReader::entry() const { return impl_->entry; }
std::string_view EntryReader::text() const { return impl_->own_text; }
std::uint64_t EntryReader::position() const {
  auto at = static_cast<std::size_t>(impl_->own_text.data() - impl_->line);
  std::uint64_t removed = 0;
  for (const Cut& cut : impl_->cuts) {
    if (cut.at >= at) break;
    removed += cut.bytes;
  }
  return at + removed;
}

// Requests with other sources are background requests: titles, compactions.
bool is_of_chain(std::string_view source) {
  for (std::string_view start : {"repl_main_thread", "sdk", "agent:"})
    if (source.substr(0, start.size()) == start) return true;
  return false;
}

bool is_typed(const EntrySigns& signs, const Entry& entry) {
  bool person = signs.origin.empty() || signs.origin == "human";
  bool source = signs.source != "system";
  bool turn =
      signs.turn_origin.empty() || signs.turn_origin == "human" || signs.turn_origin == "sdk";
  return person && source && turn && signs.has_content && !signs.has_results && !signs.is_meta &&
         !signs.is_summary && !signs.transcript_only && !entry.sidechain && looks_typed(signs.text);
}

EntryKind kind_of(const EntrySigns& signs) {
  if (signs.type == "assistant") return signs.has_usage ? EntryKind::kResponse : EntryKind::kOther;
  if (signs.type == "user") return EntryKind::kUser;
  if (signs.type == "progress" && signs.nested_type == "assistant" && signs.has_usage)
    return EntryKind::kResponse;
  if (signs.type == "system" && signs.subtype == "compact_boundary") return EntryKind::kCompaction;
  if (signs.type == "system" && signs.subtype == "microcompact_boundary")
    return EntryKind::kClearing;
  if (signs.type == "attachment") return EntryKind::kAttachment;
  if (signs.type == "cost-state") return EntryKind::kCostState;
  if (signs.type == "api-request") return EntryKind::kApiRequest;
  if (signs.type == "worktree-state") return EntryKind::kWorktree;
  if (signs.type == "custom-title" || signs.type == "ai-title") return EntryKind::kTitle;
  return EntryKind::kOther;
}

bool could_be_entry(std::string_view line) {
  constexpr std::string_view kStart = "{\"type\":\"";
  constexpr std::string_view kKinds[] = {"assistant\"",    "user\"",       "progress\"",
                                         "system\"",       "cost-state\"", "api-request\"",
                                         "custom-title\"", "ai-title\"",   "worktree-state\""};
  if (line.substr(0, kStart.size()) != kStart) return true;
  std::string_view type = line.substr(kStart.size());
  bool counts = std::any_of(std::begin(kKinds), std::end(kKinds), [type](std::string_view kind) {
    return type.substr(0, kind.size()) == kind;
  });
  if (counts || line.back() != '}') return true;
  // The line may be malformed or followed by another object, complete or not. Parsing a long line
  // would take too long: search it for the start of an object instead; quotes inside strings follow
  // a backslash.
  constexpr std::size_t kShort = 4096;
  if (line.size() <= kShort) return ObjectEnd().feed(line) != line.size();
  return contains(line, "}{\"") || contains(type, kStart) || contains(type, "{\"parentUuid\":");
}

bool looks_typed(std::string_view text) {
  constexpr std::string_view kNotTyped[] = {
      "<local-command-stdout>", "<local-command-stderr>",
      "<local-command-caveat>", "<bash-stdout>",
      "<bash-stderr>",          "<task-notification>",
      "<system-reminder>",      "[Request interrupted by user",
      "<command-name>",         "<bash-input>",  // commands that the client executes itself
  };
  text = trim(text);
  return std::none_of(std::begin(kNotTyped), std::end(kNotTyped), [text](std::string_view start) {
    return text.substr(0, start.size()) == start;
  });
}

}  // namespace wick
