// SPDX-License-Identifier: MIT
#include "lib/claude/tail.h"

#include <algorithm>
#include <vector>

#include "lib/base/text.h"
#include "lib/claude/json.h"
#include "lib/claude/lines.h"

namespace wick {
namespace {

// A live query reads at most 1 MiB, however long the session (16 MiB if a line is very long).
// What these limits leave of it is used for the session's cost (load.cc).
constexpr std::uint64_t kSoftLimit = 128 * 1024;           // for optional data
constexpr std::uint64_t kLimit = 704 * 1024;               // for required data
constexpr std::uint64_t kBigLineLimit = 15 * 1024 * 1024;  // if a single line is longer
constexpr std::uint64_t kGiant = 64 * 1024;      // such a line is not what the soft limit is for
constexpr std::uint64_t kNearLimit = 64 * 1024;  // for what is near a given offset
constexpr std::size_t kFirstBlock = 8 * 1024;    // usually has the first lines

std::string ttl_of_write(const Entry& entry) {
  if (entry.ttl_s == 0) return "";
  return entry.ttl_s == 3600 ? "1h" : "5m";
}

Response response_of(const Entry& entry, std::uint64_t offset) {
  TimeMs time = entry.time.value_or(0);
  auto text = [](std::string_view s) { return std::string(s); };
  return {text(entry.message_id),
          text(entry.request_id),
          text(entry.request_ref),
          text(entry.model),
          text(entry.effort),
          text(entry.ttl_requested),
          text(entry.version),
          text(entry.cwd),
          entry.last_pass,
          time,
          time,
          offset,
          text(entry.requested_model),
          entry.has_speed};
}

// True for another line of the response. Gateways give all responses the same message id; then the
// request id or the input counts tell them apart.
bool is_same(const Entry& entry, const Response& response) {
  if (entry.message_id != response.message_id) return false;
  if (!entry.request_id.empty() && !response.request_id.empty())
    return entry.request_id == response.request_id;
  return entry.last_pass.same_prompt(response.usage);
}

// What a line too long to read is, by its type, which is near its start or its end.
enum class GiantLine { kUser, kMaybeResponse, kOther };

GiantLine kind_of_giant(std::string_view ends, bool subagent) {
  for (std::string_view other :
       {"\"type\":\"attachment\"", "\"type\":\"system\"", "\"type\":\"progress\"",
        "\"type\":\"file-history-snapshot\"", "\"type\":\"queue-operation\"",
        subagent ? "\"isSidechain\":false" : "\"isSidechain\":true"}) {
    if (contains(ends, other)) return GiantLine::kOther;
  }
  return contains(ends, "\"type\":\"user\"") ? GiantLine::kUser : GiantLine::kMaybeResponse;
}

// The time of such a line.
std::optional<TimeMs> time_of_giant(std::string_view ends) {
  std::size_t at = ends.find(kTimeMark);
  if (at == ends.npos) return std::nullopt;
  std::string_view time = ends.substr(at + kTimeMark.size());
  return parse_iso8601(time.substr(0, time.find('"')));
}

// Collects entries, newest first, and knows when it has enough.
class Collector {
 public:
  explicit Collector(bool subagent) : subagent_(subagent) {}

  void add(const Entry& entry, std::uint64_t offset) {
    // A title belongs to the session, whatever lines surround it.
    if (entry.sidechain != subagent_ && entry.kind != EntryKind::kTitle) return;
    offset_ = offset;
    bool is_ancestor = !ancestor_.empty() && entry.uuid == ancestor_;
    if (is_ancestor) ancestor_ = entry.parent_uuid;
    switch (entry.kind) {
      case EntryKind::kResponse: return response(entry, is_ancestor);
      case EntryKind::kApiRequest: return api_request(entry);
      case EntryKind::kUser: return user(entry);
      case EntryKind::kCompaction: return compaction(entry);
      case EntryKind::kTitle: return title(entry);
      default: return;
    }
  }

  bool has_response() const { return tail_.response.has_value(); }

  // True if earlier lines cannot change the result; past the soft limit, if the result is likely
  // final.
  bool done(bool past_soft_limit) const {
    if (!has_response()) return false;
    // A user line may be between two lines of the response: only one before all of them counts.
    bool stand_in_known =
        user_before_.time != 0 && older_response_ && tail_.response->request_ref.empty();
    bool start_known = request_sent_.time != 0 || stand_in_known || past_soft_limit;
    bool ttl_known = !tail_.ttl.empty() || !tail_.response->usage.cached();
    if (past_soft_limit) ttl_known |= !tail_.response->ttl_requested.empty();
    return start_known && ttl_known;
  }

  // True if only an earlier line can tell when the request was sent.
  bool lacks_start() const {
    return tail_.response && !older_response_ && request_sent_.time == 0 && user_before_.time == 0;
  }

  // Adds a line too long to read. False if earlier lines do not count, because the newest response
  // may be in it, or the prompt whose time is not known.
  bool add_giant(std::string_view ends, std::uint64_t offset) {
    GiantLine kind = kind_of_giant(ends, subagent_);
    if (!has_response()) return kind != GiantLine::kMaybeResponse;
    if (kind == GiantLine::kOther || !lacks_start()) return true;
    Entry prompt;
    prompt.time = kind == GiantLine::kUser ? time_of_giant(ends) : std::nullopt;
    offset_ = offset;
    user(prompt);
    return prompt.time.has_value();
  }

  Tail finish(std::uint64_t bytes_read) {
    tail_.bytes_read = bytes_read;
    const Title& title = custom_title_.text.empty() ? ai_title_ : custom_title_;
    tail_.title = title.text;
    if (!title.text.empty()) tail_.title_line = title.offset;
    if (tail_.response) start_and_ttl(*tail_.response);
    if (tail_.compaction) tail_.compacted = compaction_is_newer();
    return std::move(tail_);
  }

 private:
  struct Sent {
    TimeMs time = 0;
    std::uint64_t offset = 0;
  };
  struct Title {
    std::string text;
    std::uint64_t offset = 0;
  };

  void start_and_ttl(const Response& r) {
    const Sent& start = request_sent_.time  ? request_sent_
                        : user_before_.time ? user_before_
                                            : first_line_;
    tail_.request_start = start.time;
    if (start.time != 0) tail_.start_line = start.offset;
    if (tail_.ttl.empty() && r.usage.cached() && !r.ttl_requested.empty()) {
      tail_.ttl = r.ttl_requested;
      tail_.ttl_line = r.offset;
    }
  }

  void response(const Entry& entry, bool is_ancestor) {
    if (!entry.is_request()) return;
    if (!tail_.response) {
      tail_.response = response_of(entry, offset_);
      ancestor_ = entry.parent_uuid;
      first_line_ = {tail_.response->first, offset_};
    } else if (is_same(entry, *tail_.response)) {
      same_response(entry);
    } else if (!older_response_ && !is_ancestor && is_later(entry)) {
      newer_response(entry);
    } else {
      older_response_ = true;
    }
    if (!tail_.ttl.empty()) return;
    tail_.ttl = ttl_of_write(entry);
    if (!tail_.ttl.empty()) tail_.ttl_line = offset_;
  }

  void same_response(const Entry& entry) {
    Response& r = *tail_.response;
    r.usage.keep_largest(entry.last_pass);
    r.has_speed |= entry.has_speed;
    if (r.requested_model.empty()) r.requested_model = entry.requested_model;
    if (r.request_ref.empty()) r.request_ref = entry.request_ref;
    if (!entry.time) return;
    if (r.first == 0 || *entry.time <= r.first) first_line_ = {*entry.time, offset_};
    r.first = first_line_.time;
    r.last = std::max(r.last, *entry.time);
    if (user_before_.time > r.first) user_before_ = {};  // between two lines of the response
  }

  // An unknown time is not an early one.
  bool is_later(const Entry& entry) const {
    return tail_.response->last != 0 && entry.time.value_or(0) > tail_.response->last;
  }

  // Client 2.1.119 may write a fork's first response before the lines it copies. A response that
  // the last one follows in the conversation is older even if the clock was set back in between.
  void newer_response(const Entry& entry) {
    tail_.response = response_of(entry, offset_);
    first_line_ = {tail_.response->first, offset_};
    request_sent_ = {};
    user_before_ = last_user_.time <= tail_.response->first ? last_user_ : Sent{};
    if (entry.ttl_s > 0) tail_.ttl.clear();  // replaced by this response's TTL
    older_response_ = true;
  }

  void api_request(const Entry& entry) {
    bool of_response =
        tail_.response && !entry.id.empty() && entry.id == tail_.response->request_ref;
    if (of_response && request_sent_.time == 0) request_sent_ = {entry.time.value_or(0), offset_};
  }

  void user(const Entry& entry) {
    if (!entry.time) return;
    if (!tail_.response && *entry.time >= last_user_.time) last_user_ = {*entry.time, offset_};
    if (!tail_.response || user_before_.time != 0) return;
    if (tail_.response->first == 0 || *entry.time <= tail_.response->first)
      user_before_ = {*entry.time, offset_};
  }

  void compaction(const Entry& entry) {
    if (tail_.compaction) return;
    Compaction c;
    c.time = entry.time.value_or(0);
    c.started = c.time - std::min<TimeMs>(c.time, entry.duration_ms.value_or(0));
    c.post_tokens = entry.post_tokens;
    c.offset = offset_;
    met_before_response_ = !tail_.response;
    tail_.compaction = c;
  }

  void title(const Entry& entry) {
    Title& title = entry.custom_title ? custom_title_ : ai_title_;
    if (title.text.empty()) title = {std::string(entry.title), offset_};
  }

  // Compares times if both have one: a client may write copies of kept messages after the boundary.
  bool compaction_is_newer() const {
    if (!tail_.response) return true;
    bool timed = tail_.compaction->time != 0 && tail_.response->last != 0;
    return timed ? tail_.compaction->time > tail_.response->last : met_before_response_;
  }

  bool subagent_;
  Tail tail_;
  std::uint64_t offset_ = 0;  // of the current line
  std::string ancestor_;  // uuid of the next line of the conversation that leads to the response
  Sent request_sent_, user_before_, last_user_, first_line_;
  bool older_response_ = false, met_before_response_ = false;
  Title custom_title_, ai_title_;
};

// Adds the objects of a line, last one first.
void take(EntryReader& reader, std::string_view line, std::uint64_t offset, Collector& collector) {
  reader.start(line, {});
  if (reader.next() != EntryReader::Status::kEntry) return;
  if (reader.text().size() == line.size()) return collector.add(reader.entry(), offset);
  std::vector<std::string_view> objects;
  do objects.push_back(reader.text());
  while (reader.next() == EntryReader::Status::kEntry);
  for (auto object = objects.rbegin(); object != objects.rend(); ++object) {
    reader.start(*object, {});
    if (reader.next() == EntryReader::Status::kEntry) collector.add(reader.entry(), offset);
  }
}

// The first response of the chain from `offset` on, not earlier than `not_before`.
std::optional<TokensAt> first_prompt_from(const OpenFile& transcript, std::uint64_t offset,
                                          TimeMs not_before, bool subagent) {
  constexpr std::size_t kNearBlock = 8 * 1024;
  ForwardLines lines(transcript, offset, kNearBlock, kNearLimit);
  EntryReader reader;
  while (auto line = lines.next_with(kResponseMark)) {
    reader.start(line->text, {});
    while (reader.next() == EntryReader::Status::kEntry) {
      const Entry& entry = reader.entry();
      if (entry.counts() && entry.last_pass.is_known() && entry.sidechain == subagent &&
          entry.time.value_or(not_before) >= not_before) {
        return TokensAt{entry.last_pass.prompt(), line->offset};
      }
    }
  }
  return std::nullopt;
}

}  // namespace

Tail read_tail(const OpenFile& transcript, bool subagent) {
  BackwardLines lines(transcript);
  EntryReader reader;
  Collector collector(subagent);
  std::uint64_t end = transcript.info.size, giants = 0;  // bytes of giant lines
  while (true) {
    bool past_giants = !collector.has_response() || collector.lacks_start();
    auto line = lines.next(kLimit, past_giants ? kBigLineLimit : kLimit);
    if (!line) break;
    if (end - line->offset > kGiant) giants += end - line->offset;
    end = line->offset;
    if (line->oversized) {
      if (!collector.add_giant(line->text, line->offset)) break;
    } else if (!line->text.empty() && could_be_entry(line->text)) {
      take(reader, line->text, line->offset, collector);
    }
    if (collector.done(transcript.info.size - end - giants >= kSoftLimit)) break;
  }
  return collector.finish(lines.bytes_read() - std::min(lines.bytes_read(), giants));
}

std::optional<Response> read_last_response(const OpenFile& transcript, bool subagent) {
  BackwardLines lines(transcript);
  EntryReader reader;
  std::optional<Response> found;
  while (auto line = found ? std::nullopt : lines.next_with(kResponseMark, kLimit)) {
    reader.start(line->text, {});
    while (reader.next() == EntryReader::Status::kEntry) {  // of two on a line the last one counts
      const Entry& entry = reader.entry();
      if (entry.counts() && entry.sidechain == subagent) found = response_of(entry, line->offset);
    }
  }
  return found;
}

std::optional<PermissionMode> read_permission_mode(const OpenFile& transcript, bool subagent,
                                                   std::uint64_t limit) {
  struct Reader : JsonVisitor {
    std::string mode;
    bool sidechain = false;
    bool enter(std::string_view) override { return false; }
    void scalar(std::string_view path, const JsonScalar& value) override {
      if (path == "permissionMode") mode = value.text().value_or("");
      if (path == "isSidechain") sidechain = value.flag().value_or(false);
    }
  };
  BackwardLines lines(transcript);
  JsonWalker walker;
  while (auto line = lines.next_with("\"permissionMode\"", limit)) {
    std::string mode;
    std::string_view rest = line->text;
    while (!rest.empty()) {  // a line may have two objects
      Reader reader;
      if (walker.walk(rest, reader, &rest) != JsonStatus::kOk) break;
      if (!reader.mode.empty() && reader.sidechain == subagent) mode = std::move(reader.mode);
    }
    if (!mode.empty()) return PermissionMode{std::move(mode), line->offset};
  }
  return std::nullopt;
}

std::string read_first_cwd(const OpenFile& transcript) {
  struct Reader : JsonVisitor {
    std::string cwd;
    bool enter(std::string_view) override { return false; }
    void scalar(std::string_view path, const JsonScalar& value) override {
      if (path == "cwd") cwd = value.text().value_or("");
    }
  };
  ForwardLines lines(transcript, 0, kFirstBlock, kNearLimit);
  JsonWalker walker;
  while (auto line = lines.next_with("\"cwd\"")) {
    Reader reader;
    std::string_view rest;
    if (walker.walk(line->text, reader, &rest) == JsonStatus::kOk && !reader.cwd.empty())
      return reader.cwd;
  }
  return "";
}

std::string read_title(const OpenFile& transcript) {
  BackwardLines lines(transcript);
  EntryReader reader;
  std::string by_model;
  while (auto line = lines.next_with("-title\"", kSoftLimit)) {
    std::string custom, other;  // a line may have two: the last one counts
    reader.start(line->text, {});
    while (reader.next() == EntryReader::Status::kEntry) {
      const Entry& entry = reader.entry();
      if (entry.kind == EntryKind::kTitle) (entry.custom_title ? custom : other) = entry.title;
    }
    if (!custom.empty()) return custom;
    if (by_model.empty()) by_model = std::move(other);
  }
  return by_model;
}

std::optional<TokensAt> last_compacted_size(const OpenFile& transcript, bool subagent) {
  BackwardLines lines(transcript);
  EntryReader reader;
  while (auto line = lines.next_with(kCompactionMark, kSoftLimit)) {
    reader.start(line->text, {});
    while (reader.next() == EntryReader::Status::kEntry) {
      const Entry& entry = reader.entry();
      if (entry.kind != EntryKind::kCompaction || entry.sidechain != subagent) continue;
      auto sent = first_prompt_from(transcript, line->offset, entry.time.value_or(0), subagent);
      if (sent || !entry.post_tokens) return sent;
      return TokensAt{*entry.post_tokens, line->offset};
    }
  }
  return std::nullopt;
}

std::optional<TokensAt> first_prompt_tokens(const OpenFile& transcript, bool subagent) {
  return first_prompt_from(transcript, 0, 0, subagent);
}

}  // namespace wick
