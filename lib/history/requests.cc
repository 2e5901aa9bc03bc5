// SPDX-License-Identifier: MIT
#include "lib/history/requests.h"

#include <algorithm>
#include <unordered_map>

#include "lib/base/packed.h"
#include "lib/price/model.h"

namespace wick {
namespace {

std::uint32_t request_key(const Entry& entry) {
  if (entry.request_id.empty()) return 0;
  std::uint64_t hash = hash_bytes(entry.request_id);
  return std::max<std::uint32_t>(1, static_cast<std::uint32_t>(hash ^ (hash >> 32)));
}

Passes passes_of(const Entry& entry) {
  const Usage &first = entry.first_pass, &last = entry.last_pass;
  if (first == entry.usage && last == entry.usage) return {};
  auto narrow = [](std::int64_t n) { return static_cast<std::uint32_t>(n); };  // see kMostTokens
  return {narrow(first.read), narrow(first.input + first.written()),
          narrow(last.read + last.written()), narrow(last.prompt())};
}

std::uint64_t message_and_pass(const Request& r) {
  return r.message ^ (std::uint64_t{r.pass} << 48);
}
std::uint64_t sighting_key(const Request& r) { return message_and_pass(r) ^ r.request; }

// Passes are small, and all requests of unknown usage look alike: those of two sessions are
// different requests. A fork's copy has the time of the original.
bool is_one(const Request& a, const Request& b) {
  bool strangers = a.session != b.session && !a.copied && !b.copied && a.time != b.time;
  if (strangers && (!a.is_response() || !a.usage().is_known())) return false;
  return is_one_response(a.usage(), a.time, b.usage(), b.time);
}

bool is_same(const Request& a, const Request& b) {
  return a.message == b.message && a.request == b.request && a.pass == b.pass &&
         (a.request != 0 || is_one(a, b));
}

// Combines two sightings, at the place of `kept` or of `other`.
void take_in(Request& kept, const Request& other, bool at_others_place) {
  Request both = at_others_place ? other : kept;
  Usage most = kept.usage();
  most.keep_largest(other.usage());
  both.set_usage(most);
  both.request = std::max(kept.request, other.request);
  both.passes = std::max(kept.passes, other.passes);
  both.diagnosis = std::max(kept.diagnosis, other.diagnosis);
  both.thinking = std::max(kept.thinking, other.thinking);
  both.hour = kept.hour || other.hour;
  kept = both;
}

}  // namespace

std::uint64_t entry_key(const Entry& entry) {
  if (!entry.uuid.empty()) return hash_bytes(entry.uuid);
  std::uint64_t key =
      hash_bytes(entry.session_id) ^ static_cast<std::uint64_t>(entry.time.value_or(kUndated));
  for (std::int64_t count :
       {entry.usage.input, entry.usage.written(), entry.usage.read, entry.usage.output})
    key = (key ^ static_cast<std::uint64_t>(count)) * 1099511628211ull;
  return key;
}

std::uint64_t message_key(const Entry& entry) {
  return entry.message_id.empty() ? entry_key(entry) : hash_bytes(entry.message_id);
}

std::uint64_t near_key(const Entry& response) {
  if (response.request_id.empty()) return near_key_without_id(response);
  return hash_bytes(response.request_id, hash_bytes("\n", message_key(response)));
}

std::uint64_t near_key_without_id(const Entry& response) {
  std::uint64_t key = hash_bytes("\n", message_key(response));
  return key ^ static_cast<std::uint64_t>(response.usage.prompt());
}

bool is_extra(const EntryIteration& pass, std::string_view model) {
  if (pass.usage.empty()) return false;
  if (pass.type == "compaction" || pass.type == "advisor_message") return true;
  return pass.usage.output > 0 && !pass.model.empty() && pass.model != model &&
         parse_model(pass.model).canonical != parse_model(model).canonical;
}

std::string_view answering_model(const Entry& response) {
  for (auto pass = response.iterations.rbegin(); pass != response.iterations.rend(); ++pass) {
    bool of_conversation = pass->type == "message" || pass->type == "fallback_message";
    if (of_conversation && !pass->model.empty()) return pass->model;
    if (of_conversation) break;
  }
  return response.model;
}

Request request_of(const Entry& response, Names& names) {
  Request request;
  request.message = message_key(response);
  request.request = request_key(response);
  request.time = response.time.value_or(kUndated);
  request.session = names.id(response.session_id);
  request.model = names.id(response.model);
  request.sidechain = response.sidechain;
  request.nested = response.nested;
  request.copied = response.is_copy();
  request.diagnosis = response.diagnosis;
  request.thinking = response.thinks ? Thinking::kSome : Thinking::kNone;
  request.hour = response.ttl_s == 3600;
  request.passes = passes_of(response);
  request.set_usage(response.usage);
  return request;
}

Request request_of(const EntryIteration& pass, std::size_t number, const Request& response,
                   Names& names) {
  Request request = response;
  request.pass = static_cast<std::uint16_t>(std::min<std::size_t>(number, 0xFFFF));
  request.asked = 0, request.diagnosis = Diagnosis::kNone, request.passes = {};
  if (!pass.model.empty()) request.model = names.id(pass.model);
  request.set_usage(pass.usage);
  request.fast = request.fast || response.fast;
  request.us = request.us || response.us;
  return request;
}

namespace {

Usage in_conversation(Usage usage, const Passes& passes) {
  if (passes.context == 0) return usage;
  std::int64_t found = std::max<std::int64_t>(0, std::int64_t{passes.context} - passes.anew);
  usage.read = std::min<std::int64_t>(found, passes.left);
  usage.write_5m = passes.left - usage.read, usage.write_1h = 0;
  usage.input = std::int64_t{passes.context} - passes.left;
  return usage;
}

}  // namespace

Usage usage_in_conversation(const Request& request) {
  return in_conversation(request.usage(), request.passes);
}
Usage usage_in_conversation(const Entry& response) {
  return in_conversation(response.usage, passes_of(response));
}

std::optional<CostTotal> total_of(const Entry& entry, Names& names, std::uint64_t offset,
                                  TimeMs last_time) {
  bool has_total = entry.kind == EntryKind::kCostState && entry.cost_usd && *entry.cost_usd >= 0;
  if (!has_total) return std::nullopt;
  return CostTotal{names.id(entry.session_id), *entry.cost_usd, entry.unknown_model_cost, offset,
                   last_time};
}

bool is_in(const Request& request, const CostTotal& total, std::uint32_t file) {
  return request.file == file ? request.offset <= total.offset : request.time <= total.time;
}

bool is_surely_after(const Request& request, const CostTotal& total, std::uint32_t file,
                     TimeMs next) {
  return !is_in(request, total, file) && (request.file == file || request.time >= next);
}

bool is_one_response(const Usage& a, TimeMs a_time, const Usage& b, TimeMs b_time) {
  constexpr TimeMs kLongest = 10 * 60'000;  // between the first and the last line of a response
  if (a_time <= 0 || b_time <= 0) return a.same_prompt(b);
  bool zeroed_copy = a_time == b_time && (!a.is_known() || !b.is_known());
  return zeroed_copy || (a.same_prompt(b) && std::abs(a_time - b_time) < kLongest);
}

void Requests::add(const Request& sighting) {
  index_.make_room(all_.size(), [this](std::size_t i) { return sighting_key(all_[i]); });
  std::uint32_t& slot = index_.find(sighting_key(sighting),
                                    [&](std::uint32_t i) { return is_same(all_[i], sighting); });
  if (slot != 0) return merge(slot - 1, sighting);
  all_.push_back(sighting);
  slot = static_cast<std::uint32_t>(all_.size());
}

const Request* Requests::find(const Request& sighting) {
  index_.make_room(all_.size(), [this](std::size_t i) { return sighting_key(all_[i]); });
  std::uint32_t slot = index_.find(sighting_key(sighting),
                                   [&](std::uint32_t i) { return is_same(all_[i], sighting); });
  return slot == 0 ? nullptr : &all_[slot - 1];
}

void Requests::add_near(const Request& line) {
  constexpr std::size_t kNearby = 16;
  std::size_t near = std::min(kNearby, all_.size());
  for (auto old = all_.rbegin(); near > 0; ++old, --near) {
    bool same_place =
        old->session == line.session && old->nested == line.nested && old->copied == line.copied;
    if (!same_place || !is_same(*old, line)) continue;
    take_in(*old, line, false);
    bool is_earlier = line.time != kUndated && (old->time == kUndated || line.time < old->time);
    if (is_earlier) old->time = line.time;
    return;
  }
  all_.push_back(line);
}

bool Requests::goes_first(const Request& a, const Request& b) const {
  return goes_before(a, b, [this](std::uint32_t x, std::uint32_t y) {
    return file_before_ ? file_before_(x, y) : x < y;
  });
}

void Requests::merge(std::uint32_t number, const Request& sighting) {
  Request& kept = all_[number];
  if (keep_repeated_) repeated_.insert(repeated_.end(), {{number, kept}, {number, sighting}});
  take_in(kept, sighting, goes_first(sighting, kept));
}

void Requests::join() {
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> with_id;
  std::vector<std::uint32_t> without;
  for (std::uint32_t i = 0; i < all_.size(); ++i)
    if (all_[i].request == 0) without.push_back(i);
  if (without.empty()) return;
  for (std::uint32_t i : without) with_id[message_and_pass(all_[i])];
  for (std::uint32_t i = 0; i < all_.size(); ++i) {
    if (all_[i].request == 0) continue;
    auto at = with_id.find(message_and_pass(all_[i]));
    if (at != with_id.end()) at->second.push_back(i);
  }
  std::vector<std::uint32_t> joined(all_.size());
  for (std::uint32_t i : without) {
    std::vector<std::uint32_t> others = with_id[message_and_pass(all_[i])];
    std::erase_if(others, [&](std::uint32_t n) { return !is_one(all_[n], all_[i]); });
    if (others.empty()) continue;
    std::uint32_t first = *std::min_element(others.begin(), others.end(), [this](auto a, auto b) {
      const Request &x = all_[a], &y = all_[b];
      return x.time != y.time ? goes_first(x, y) : x.request < y.request;
    });
    merge(first, all_[i]);
    joined[i] = first + 1;
  }
  drop(joined);
}

// Removes the requests that were merged into another; `joined` has its number + 1.
void Requests::drop(const std::vector<std::uint32_t>& joined) {
  std::vector<std::uint32_t> number(all_.size());
  std::uint32_t kept = 0;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (joined[i] != 0) continue;
    number[i] = kept;
    all_[kept++] = all_[i];
  }
  for (auto& [at, sighting] : repeated_) at = number[joined[at] != 0 ? joined[at] - 1 : at];
  all_.resize(kept);
  index_ = {};
}

}  // namespace wick
