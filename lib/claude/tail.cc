// SPDX-License-Identifier: MIT
#include "lib/claude/tail.h"

#include <algorithm>

#include "lib/base/text.h"
#include "lib/claude/lines.h"

namespace wick {
namespace {

// A live query reads 1 MiB at most, however long the session (16 MiB past a giant line). What these
// leave of it is for the sum of money (load.cc).
constexpr std::uint64_t kSoftLimit = 128 * 1024;           // for what is good to know
constexpr std::uint64_t kLimit = 704 * 1024;               // for what has to be known
constexpr std::uint64_t kBigLineLimit = 15 * 1024 * 1024;  // where one line alone is longer
constexpr std::uint64_t kNearLimit = 64 * 1024;            // for a response near some place

std::string ttl_of_write(const Usage& usage) {
  if (usage.written() == 0) return "";
  return usage.write_1h > 0 ? "1h" : "5m";
}

Response response_of(const Record& record, std::uint64_t offset) {
  TimeMs time = record.time.value_or(0);
  return {record.message_id,
          record.request_ref,
          record.model,
          record.effort,
          record.ttl_requested,
          record.version,
          record.cwd,
          record.usage,
          time,
          time,
          offset};
}

// Takes records newest first and knows when it has heard enough.
class Collector {
 public:
  void add(const Record& record, std::uint64_t offset) {
    if (record.sidechain) return;
    offset_ = offset;
    switch (record.kind) {
      case RecordKind::kResponse:
        return response(record);
      case RecordKind::kApiRequest:
        return api_request(record);
      case RecordKind::kUser:
        return user(record);
      case RecordKind::kCompaction:
        return compaction(record);
      case RecordKind::kTitle:
        return title(record);
      default:
        return;
    }
  }

  bool has_response() const { return tail_.response.has_value(); }

  // Nothing further back can change the answer; past the soft limit, what is likely must do.
  bool done(bool past_soft_limit) const {
    if (!has_response()) return false;
    // A user line may stand between two lines of the response: only one before all of them counts.
    bool stand_in_known =
        user_before_.time != 0 && older_response_ && tail_.response->request_ref.empty();
    bool start_known = request_sent_.time != 0 || stand_in_known || past_soft_limit;
    bool ttl_known = !tail_.ttl.empty() || !tail_.response->usage.cached();
    if (past_soft_limit) ttl_known |= !tail_.response->ttl_requested.empty();
    return start_known && ttl_known;
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

  void response(const Record& record) {
    if (!record.counts()) return;
    if (!tail_.response) {
      tail_.response = response_of(record, offset_);
      first_line_ = {tail_.response->first, offset_};
    } else if (record.message_id == tail_.response->message_id) {
      same_response(record);
    } else if (!older_response_ && record.time.value_or(0) > tail_.response->last) {
      newer_response(record);
    } else {
      older_response_ = true;
    }
    if (!tail_.ttl.empty()) return;
    tail_.ttl = ttl_of_write(record.usage);
    if (!tail_.ttl.empty()) tail_.ttl_line = offset_;
  }

  void same_response(const Record& record) {
    Response& r = *tail_.response;
    r.usage.keep_largest(record.usage);
    if (r.request_ref.empty()) r.request_ref = record.request_ref;
    if (!record.time) return;
    if (r.first == 0 || *record.time <= r.first) first_line_ = {*record.time, offset_};
    r.first = first_line_.time;
    r.last = std::max(r.last, *record.time);
    if (user_before_.time > r.first) user_before_ = {};  // between two lines of the response
  }

  // Client 2.1.119 may write the first response of a fork before the lines it copies.
  void newer_response(const Record& record) {
    tail_.response = response_of(record, offset_);
    first_line_ = {tail_.response->first, offset_};
    request_sent_ = {};
    user_before_ = last_user_.time <= tail_.response->first ? last_user_ : Sent{};
    if (record.usage.written() > 0) tail_.ttl.clear();  // its own is taken next
    older_response_ = true;
  }

  void api_request(const Record& record) {
    bool of_response =
        tail_.response && !record.id.empty() && record.id == tail_.response->request_ref;
    if (of_response && request_sent_.time == 0) request_sent_ = {record.time.value_or(0), offset_};
  }

  void user(const Record& record) {
    if (!record.time) return;
    if (!tail_.response && *record.time >= last_user_.time) last_user_ = {*record.time, offset_};
    if (!tail_.response || user_before_.time != 0) return;
    if (tail_.response->first == 0 || *record.time <= tail_.response->first)
      user_before_ = {*record.time, offset_};
  }

  void compaction(const Record& record) {
    if (tail_.compaction) return;
    Compaction c;
    c.time = record.time.value_or(0);
    c.started = c.time - std::min<TimeMs>(c.time, record.duration_ms.value_or(0));
    c.post_tokens = record.post_tokens;
    c.offset = offset_;
    met_before_response_ = !tail_.response;
    tail_.compaction = c;
  }

  void title(const Record& record) {
    Title& title = record.custom_title ? custom_title_ : ai_title_;
    if (title.text.empty()) title = {record.title, offset_};
  }

  // By time where both have one: a client may write copies of kept messages behind the boundary.
  bool compaction_is_newer() const {
    if (!tail_.response) return true;
    bool timed = tail_.compaction->time != 0 && tail_.response->last != 0;
    return timed ? tail_.compaction->time > tail_.response->last : met_before_response_;
  }

  Tail tail_;
  std::uint64_t offset_ = 0;  // of the line that is being added
  Sent request_sent_, user_before_, last_user_, first_line_;
  bool older_response_ = false, met_before_response_ = false;
  Title custom_title_, ai_title_;
};

// Of a line too long to read: could it be a response? Then the newest one is unknown. The type of
// a line stands near its start or its end.
bool may_be_response(std::string_view ends) {
  for (std::string_view other :
       {"\"type\":\"user\"", "\"type\":\"attachment\"", "\"type\":\"system\"",
        "\"type\":\"progress\"", "\"type\":\"file-history-snapshot\"",
        "\"type\":\"queue-operation\"", "\"isSidechain\":true"}) {
    if (ends.find(other) != std::string_view::npos) return false;
  }
  return true;
}

// The first response of the main chain from `offset` on, not dated before `not_before`.
std::optional<TokensAt> first_prompt_from(const OpenFile& transcript, std::uint64_t offset,
                                          TimeMs not_before) {
  constexpr std::size_t kBlock = 8 * 1024;
  ForwardLines lines(transcript, offset, kBlock, kNearLimit);
  RecordReader reader;
  while (auto line = lines.next_with(kResponseMark)) {
    for (const Record& record : reader.read(line->text)) {
      if (record.counts() && !record.sidechain && record.time.value_or(not_before) >= not_before) {
        return TokensAt{record.usage.prompt(), line->offset};
      }
    }
  }
  return std::nullopt;
}

}  // namespace

Tail read_tail(const OpenFile& transcript) {
  BackwardLines lines(transcript);
  RecordReader reader;
  Collector collector;
  while (true) {
    auto line = lines.next(kLimit, collector.has_response() ? kLimit : kBigLineLimit);
    if (!line) break;
    if (line->oversized) {
      if (!collector.has_response() && may_be_response(line->text)) break;
      continue;
    }
    if (could_be_record(line->text)) {
      std::vector<Record> records = reader.read(line->text);
      for (auto record = records.rbegin(); record != records.rend(); ++record)
        collector.add(*record, line->offset);
    }
    if (collector.done(transcript.info.size - line->offset >= kSoftLimit)) break;
  }
  return collector.finish(lines.bytes_read());
}

std::optional<Response> read_last_response(const OpenFile& transcript) {
  BackwardLines lines(transcript);
  RecordReader reader;
  while (auto line = lines.next_with(kResponseMark, kLimit)) {
    for (const Record& record : reader.read(line->text)) {
      if (record.counts() && !record.sidechain) return response_of(record, line->offset);
    }
  }
  return std::nullopt;
}

std::optional<TokensAt> last_compacted_size(const OpenFile& transcript) {
  BackwardLines lines(transcript);
  RecordReader reader;
  while (auto line = lines.next_with(kCompactionMark, kSoftLimit)) {
    for (const Record& record : reader.read(line->text)) {
      if (record.kind != RecordKind::kCompaction || record.sidechain) continue;
      auto sent = first_prompt_from(transcript, line->offset, record.time.value_or(0));
      if (sent || !record.post_tokens) return sent;
      return TokensAt{*record.post_tokens, line->offset};
    }
  }
  return std::nullopt;
}

std::optional<TokensAt> first_prompt_tokens(const OpenFile& transcript) {
  return first_prompt_from(transcript, 0, 0);
}

}  // namespace wick
