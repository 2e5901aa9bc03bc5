// SPDX-License-Identifier: MIT
// What a line of a transcript says of a request, and each request once, however many lines and files repeat it.
// All accounts of money begin here: the history's and that of one session.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "lib/claude/entry.h"
#include "lib/history/records.h"

namespace wick {

/// The identity of an entry: its uuid, without one what it says.
std::uint64_t entry_key(const Entry& entry);
/// What Request::message is of a response's line.
std::uint64_t message_key(const Entry& entry);

/// The same for the lines of one response that stand near one another, and for no other response: for those who keep
/// a few of the last in place of Requests. Gateways may give all responses one message id.
std::uint64_t near_key(const Entry& response);

/// False for counts that are many times what any model's window has: no counts of tokens.
bool is_plausible(const Entry& response);

/// A pass of a response whose tokens are not in the response's own usage, and are paid for. Those of type
/// "message" are in it already; a compaction's and an advisor's are not (documentation, measured on client
/// 2.1.332), nor is the attempt of a model that another one then stood in for (seen in a transcript of
/// client 2.1.219: the response's usage is the fallback's alone), which is not charged without output.
bool is_extra(const EntryIteration& pass, std::string_view model);

/// The request of a response's line: all but its place, and the names that no money depends on.
Request request_of(const Entry& response, Names& names);
/// That of a pass which is_extra(), the `number`th.
Request request_of(const EntryIteration& pass, std::size_t number, const Request& response, Names& names);

/// Gives each request that a line tells of: a response, once `complete` has added to it what the caller wants more,
/// and those of its passes that are paid for beside it. None, where the line is no request's.
template <class Complete, class Take>
void each_request(const Entry& entry, Names& names, Complete complete, Take take) {
  if (!entry.is_request() || !is_plausible(entry)) return;
  Request response = request_of(entry, names);
  complete(response);
  take(response);
  for (std::size_t i = 0; i < entry.iterations.size(); ++i)
    if (is_extra(entry.iterations[i], entry.model)) take(request_of(entry.iterations[i], i + 1, response, names));
}

/// The client's running total on a line; `last_time` is that of the last dated line before.
std::optional<CostTotal> total_of(const Entry& entry, Names& names, std::uint64_t offset, TimeMs last_time);

/// Is the request in a total that stands in `file`? There what stands before it is; of other files, what is not later.
bool is_in(const Request& request, const CostTotal& total, std::uint32_t file);

/// Two sightings with one message id, not both with a request id, are of the same response: the same was sent,
/// and about then. Old clients zero the usage of what a fork copies, and keep the time. Gateways may give all
/// responses one message id. Times of 0 or less are not known.
bool is_one_response(const Usage& a, TimeMs a_time, const Usage& b, TimeMs b_time);

/// Does one place go before another? The earlier one does; of equal ones a file of its own before a quote of it in
/// the parent's, a session before a fork's copy of it; then the file decides, and where it stands there.
template <class Place, class FileBefore>
bool goes_before(const Place& a, const Place& b, FileBefore file_before) {
  if (a.time != b.time) return b.time == kUndated || (a.time != kUndated && a.time < b.time);
  if constexpr (requires { a.nested; })
    if (a.nested != b.nested) return b.nested;
  if (a.copied != b.copied) return b.copied;
  return a.file != b.file ? file_before(a.file, b.file) : a.offset < b.offset;
}

/// Records by key: open addressing over their numbers, because a map's nodes would be most of the memory.
class RecordIndex {
 public:
  /// Where the number + 1 of the record stands that `same` says yes to; 0 stands in a free place.
  template <class Same>
  std::uint32_t& find(std::uint64_t key, Same same) {
    for (std::size_t at = key * kSpread >> shift_;; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at] == 0 || same(slots_[at] - 1)) return slots_[at];
    }
  }
  /// Room for one more; `keys` gives the keys of all that are there.
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

/// Requests, each once. Sightings come in any order, to the same result: each count is the largest that one of them
/// says, the place is the one that goes_before() the others.
class Requests {
 public:
  /// Which of two files goes first; without it, that of the lower number.
  using FileBefore = std::function<bool(std::uint32_t, std::uint32_t)>;
  Requests() = default;
  explicit Requests(bool keep_repeated, FileBefore file_before)
      : keep_repeated_(keep_repeated), file_before_(std::move(file_before)) {}
  /// Goes on with those that were taken from another.
  explicit Requests(std::vector<Request> known) : all_(std::move(known)) {}

  /// All sightings, wherever they stand.
  void add(const Request& sighting);
  /// The lines of one file in their order: those of one response that stand near one another become one sighting.
  /// Sessions, quotes and copies stay apart.
  void add_near(const Request& line);
  /// A sighting without a request id joins the earliest request that has its message id. Once all are there.
  void join();

  const std::vector<Request>& all() const { return all_; }
  /// The sightings of what stands in several places, with its number; where they are kept.
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
