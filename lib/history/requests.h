// SPDX-License-Identifier: MIT
// Reads requests from the lines of a transcript, and counts each once however many lines and files
// repeat it. Both the history and the state of a single session use this for their costs.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "lib/claude/entry.h"
#include "lib/history/records.h"

namespace wick {

/// Identifies an entry: its uuid, or without one a hash of its content.
std::uint64_t entry_key(const Entry& entry);
/// The value of Request::message for a line of a response.
std::uint64_t message_key(const Entry& entry);

/// Identifies nearby lines of one response, for callers that keep the last few keys instead of
/// Requests. Includes more than the message id, because gateways may give all responses the same
/// one.
std::uint64_t near_key(const Entry& response);
/// The same for a line of that response without its request id, which is on only some lines.
std::uint64_t near_key_without_id(const Entry& response);

/// True for a pass that is charged but missing from the response's usage. "message" passes are
/// included in it; compaction and advisor passes are not (documentation, measured on client
/// 2.1.332). Nor is the attempt of a model that was replaced by a fallback (seen in a transcript of
/// client 2.1.219: the usage is the fallback's alone); such an attempt is not charged if it has no
/// output. `model`: answering_model().
bool is_extra(const EntryIteration& pass, std::string_view model);
/// The model of the last pass over the conversation, whose usage the response has. A gateway may
/// rename the response's model and not that of its passes.
std::string_view answering_model(const Entry& response);

/// The request of a response's line, without its location and the names that do not affect its
/// cost.
Request request_of(const Entry& response, Names& names);
/// The request of the `number`th pass, for which is_extra() holds.
Request request_of(const EntryIteration& pass, std::size_t number, const Request& response,
                   Names& names);

/// Calls `take` for each request of a line: the response, after `complete` has set the fields that
/// the caller needs, and its separately charged passes. Does nothing if the line is no response.
template <class Complete, class Take>
void each_request(const Entry& entry, Names& names, Complete complete, Take take) {
  if (!entry.is_request()) return;
  Request response = request_of(entry, names);
  complete(response);
  take(response);
  std::string_view model = answering_model(entry);
  for (std::size_t i = 0; i < entry.iterations.size(); ++i)
    if (is_extra(entry.iterations[i], model))
      take(request_of(entry.iterations[i], i + 1, response, names));
}

/// What a request left in the conversation: the context of its last pass, of which as much was read
/// from the cache as its first pass found there; and the output of all passes.
Usage usage_in_conversation(const Request& request);
Usage usage_in_conversation(const Entry& response);

/// The client's running total on a line; `last_time`: of the last dated line before it.
std::optional<CostTotal> total_of(const Entry& entry, Names& names, std::uint64_t offset,
                                  TimeMs last_time);

/// True if the total, which is in `file`, includes the request: in the same file if it is not after
/// the total, in other files if it is not later.
bool is_in(const Request& request, const CostTotal& total, std::uint32_t file);
/// True if the request was surely made after the total, which has no time of its own. A subagent's
/// request before `next`, when the main transcript went on after the total, may be in it.
bool is_surely_after(const Request& request, const CostTotal& total, std::uint32_t file,
                     TimeMs next);

/// True if two sightings with the same message id, at least one of them without a request id, are
/// the same response: they sent the same counts at about the same time. Old clients zero the usage
/// of a fork's copies but keep the time. Gateways may give all responses the same message id. Times
/// <= 0 are unknown.
bool is_one_response(const Usage& a, TimeMs a_time, const Usage& b, TimeMs b_time);

/// True if place `a` precedes `b`. The earlier one does; in a tie, its own file precedes a
/// quotation in the parent's, a session precedes a fork's copy, and then file order and offset
/// decide.
template <class Place, class FileBefore>
bool goes_before(const Place& a, const Place& b, FileBefore file_before) {
  if (a.time != b.time) return b.time == kUndated || (a.time != kUndated && a.time < b.time);
  if constexpr (requires { a.nested; })
    if (a.nested != b.nested) return b.nested;
  if (a.copied != b.copied) return b.copied;
  return a.file != b.file ? file_before(a.file, b.file) : a.offset < b.offset;
}

/// A hash index of records: open addressing over their numbers, because the nodes of a map would
/// use most of the memory.
class RecordIndex {
 public:
  /// The slot of the record for which `same` is true: its number + 1, or 0 in a free slot.
  template <class Same>
  std::uint32_t& find(std::uint64_t key, Same same) {
    for (std::size_t at = key * kSpread >> shift_;; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at] == 0 || same(slots_[at] - 1)) return slots_[at];
    }
  }
  /// Makes room for one more record; `key_of` returns the key of each existing one.
  template <class KeyOf>
  void make_room(std::size_t records, KeyOf key_of) {
    if (2 * (records + 1) <= slots_.size()) return;
    while (2 * (records + 1) > std::size_t{1} << (64 - shift_)) --shift_;
    slots_.assign(std::size_t{1} << (64 - shift_), 0);
    for (std::size_t i = 0; i < records; ++i)
      find(key_of(i), [](std::uint32_t) { return false; }) = static_cast<std::uint32_t>(i + 1);
  }

 private:
  static constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15ull;
  int shift_ = 54;
  std::vector<std::uint32_t> slots_;
};

/// Unique requests. The order of the sightings does not affect the result: each count is the
/// largest one reported, and the place is the first by goes_before().
class Requests {
 public:
  /// True if the first file precedes the second. Default: order by number.
  using FileBefore = std::function<bool(std::uint32_t, std::uint32_t)>;
  Requests() = default;
  explicit Requests(bool keep_repeated, FileBefore file_before)
      : keep_repeated_(keep_repeated), file_before_(std::move(file_before)) {}
  /// Continues with the requests of another instance.
  explicit Requests(std::vector<Request> known) : all_(std::move(known)) {}

  /// Adds a sighting from anywhere.
  void add(const Request& sighting);
  /// The request that was added, if this is a sighting of one.
  const Request* find(const Request& sighting);
  /// Adds a line; lines of one file come in order. Nearby lines of one response become one
  /// sighting. Different sessions, quotations and copies stay separate.
  void add_near(const Request& line);
  /// Merges sightings without a request id into the earliest request with the same message id. Call
  /// it after all sightings were added.
  void join();

  const std::vector<Request>& all() const { return all_; }
  /// The sightings of requests that have several, with the request's number; only if keep_repeated.
  const std::vector<std::pair<std::uint32_t, Request>>& repeated() const { return repeated_; }
  std::vector<Request> take() && { return std::exchange(all_, {}); }

 private:
  bool goes_first(const Request& a, const Request& b) const;
  void merge(std::uint32_t number, const Request& sighting);
  void drop(const std::vector<std::uint32_t>& joined);

  std::vector<Request> all_;
  RecordIndex index_;
  bool keep_repeated_ = false;
  FileBefore file_before_;
  std::vector<std::pair<std::uint32_t, Request>> repeated_;
};

}  // namespace wick
