// SPDX-License-Identifier: MIT
#include "lib/live/burn.h"

#include <algorithm>

#include "lib/audit/growth.h"
#include "lib/base/kept_files.h"
#include "lib/base/packed.h"
#include "lib/claude/entry.h"
#include "lib/claude/lines.h"
#include "lib/history/requests.h"
#include "lib/price/model.h"

namespace wick {
namespace {

constexpr std::size_t kLargestBurn = 64 * 1024;
constexpr std::size_t kScanBlock = 64 * 1024;
constexpr std::uint64_t kLongestBurnLine = 8 * 1024 * 1024;

class BurnScan {
 public:
  explicit BurnScan(Burn& burn) : burn_(burn) {}

  /// Reads on in the parts of a session, which are open in `files`: at most `bound` bytes. Calls
  /// `keep` before it takes a line that may still be being written, and is read again then.
  template <class Keep>
  void read(const std::vector<OpenFile>& files, std::uint64_t bound, Keep keep) {
    for (std::size_t i = 0; i < files.size(); ++i) {
      const OpenFile& file = files[i];
      ReadMark& mark = burn_.parts[i].read;
      bool is_last = i + 1 == files.size();
      std::uint64_t from = mark.offset, left = file.info.size - from, part = 0;
      if (left == 0 && !is_last) continue;
      std::optional<ForwardLines> lines;
      auto read_on = [&](std::uint64_t most) {
        part = std::min(most, left);
        lines.emplace(file, from, kScanBlock, part);
        while (auto line = lines->next()) take(*line);
        return part == left || lines->complete_end() > from;
      };
      // A line may be longer than the bound, and it may be a response.
      if (!read_on(bound) && bound > 0) read_on(kLongestBurnLine);
      bound -= std::min(bound, part);
      burn_.complete = part == left;
      auto unended = burn_.complete ? lines->unended() : std::nullopt;
      mark = mark_at(file, end_of(*lines, from, part, is_last));
      if (is_last || !burn_.complete) keep();
      if (unended) take(*unended);
      if (!burn_.complete) return;
    }
  }

 private:
  // Where to go on in a part of which `part` bytes were read.
  std::uint64_t end_of(const ForwardLines& lines, std::uint64_t from, std::uint64_t part,
                       bool is_last) const {
    // The session has gone on elsewhere, so this part does not grow.
    if (burn_.complete && !is_last) return from + part;
    std::uint64_t end = lines.complete_end();
    // A line longer even than that. Continue inside it next time: the rest of the line is not a JSON
    // object and so is skipped.
    return end == from && !burn_.complete ? from + part : end;
  }

  void take(const Line& line) {
    if (line.oversized || line.text.empty() || !could_be_entry(line.text)) return;
    reader_.start(line.text, {});
    while (reader_.next() == EntryReader::Status::kEntry) take(reader_.entry());
  }

  void take(const Entry& entry) {
    if (entry.sidechain || entry.nested || entry.session_id.empty()) return;
    if (entry.is_copy()) return copy(entry);
    if (entry.kind == EntryKind::kApiRequest) {
      note_shape(entry);
    } else if (entry.kind == EntryKind::kUser && entry.is_prompt) {
      burn_.in_prompt = true;
    } else if (entry.kind == EntryKind::kCompaction) {
      burn_.chain.compaction();
      burn_.restarted = true;
    } else if (entry.kind == EntryKind::kClearing) {
      burn_.chain.compaction();
    } else if (entry.counts() && entry.last_pass.is_known()) {
      if (is_new(entry)) request(entry);
    }
  }

  // A line that a fork copied from another session. The fork's first request may read that
  // session's cache, so the chain needs it.
  void copy(const Entry& entry) {
    if (entry.kind == EntryKind::kCompaction || entry.kind == EntryKind::kClearing)
      burn_.chain.compaction();
    if (entry.counts() && entry.last_pass.is_known()) burn_.chain.take(chain_request(entry));
  }

  // The lines of one request are close together, so a few keys are enough. If only some of them
  // have the request id, either kind has to be recognized by the other.
  bool is_new(const Entry& entry) {
    auto& keys = burn_.keys;
    auto has = [&](std::uint64_t key) {
      return std::find(keys.begin(), keys.end(), key) != keys.end();
    };
    std::uint64_t key = near_key(entry), without_id = near_key_without_id(entry);
    bool has_id = !entry.request_id.empty();
    if (has(key) || (has_id && has(~without_id))) return false;
    std::rotate(keys.begin(), keys.end() - 2, keys.end());
    keys[0] = key, keys[1] = has_id ? without_id : ~without_id;
    return true;
  }

  void note_shape(const Entry& entry) {
    if (!entry.time || entry.shape.empty()) return;
    std::rotate(burn_.shapes.begin(), burn_.shapes.end() - 1, burn_.shapes.end());
    burn_.shapes[0] = {*entry.time, number_of(entry.shape.substr(0, 16))};
  }
  // The newest shape sent before the response; lines of later requests may precede its own line.
  std::uint64_t shape_at(const std::optional<TimeMs>& time) const {
    const SentShape* newest = nullptr;
    for (const SentShape& sent : burn_.shapes)
      if (time && sent.shape != 0 && sent.time <= *time && (!newest || sent.time > newest->time))
        newest = &sent;
    return newest ? newest->shape : 0;
  }

  ChainRequest chain_request(const Entry& entry) const {
    ChainRequest out;
    out.usage = entry.last_pass;
    out.time = entry.time;
    out.model = number_of(parse_model(entry.asked()).canonical);
    out.effort = number_of(entry.effort), out.client = number_of(entry.version);
    out.shape = shape_at(entry.time);
    out.ttl_s = entry.ttl_s;
    out.read = entry.first_pass.read,
    out.anew = entry.first_pass.input + entry.first_pass.written();
    return out;
  }

  void request(const Entry& entry) {
    if (burn_.in_prompt) {
      if (burn_.contexts.size() == kMostContexts) burn_.contexts.erase(burn_.contexts.begin());
      burn_.contexts.push_back({entry.last_pass.prompt(), burn_.restarted});
      burn_.in_prompt = burn_.restarted = false;
    }
    CacheFinding found = burn_.chain.take(chain_request(entry));
    if (found.outcome != CacheOutcome::kMiss) return;
    ++burn_.misses;
    if (burn_.priced.size() == kMostMisses) return;
    burn_.priced.push_back(
        {entry.usage, found.lost, entry.time.value_or(0), std::string(entry.model)});
  }

  Burn& burn_;
  EntryReader reader_;
};

// Opens the parts; empty if one has changed otherwise than by lines added to the last one.
std::vector<OpenFile> open_parts(const Burn& burn) {
  std::vector<OpenFile> files;
  for (const SourceFile& part : burn.parts) {
    auto file = open_if_any(part.path);
    if (!file || (part.read.offset > 0 && !fits(part.read, *file))) return {};
    // Later parts were read, so this one has to have been complete.
    bool is_left = &part != &burn.parts.back() && (&part)[1].read.offset > 0;
    if (is_left && part.read.offset != file->info.size) return {};
    files.push_back(std::move(*file));
  }
  return files;
}

// The checkpoint, if it is about these parts, or about any that include the transcript.
std::optional<Burn> load_burn(const std::string& path, const std::string& transcript,
                              const std::vector<std::string>& parts) {
  auto bytes = path.empty() ? std::nullopt : try_read_file(path, kLargestBurn);
  auto burn = bytes ? decode_burn(*bytes) : std::nullopt;
  if (!burn) return std::nullopt;
  std::vector<std::string> known;
  for (const SourceFile& part : burn->parts) known.push_back(part.path);
  bool has_it = std::find(known.begin(), known.end(), transcript) != known.end();
  return (parts.empty() ? has_it : known == parts) ? std::move(burn) : std::nullopt;
}

}  // namespace

Burn read_burn(const OpenFile& transcript, const std::string& checkpoint_path,
               std::uint64_t bound) {
  // Where time matters, other parts are only looked for if the session is in another file than
  // before.
  std::vector<std::string> parts;
  if (bound == UINT64_MAX) parts = parts_in_order(transcript.path);
  auto known = load_burn(checkpoint_path, transcript.path, parts);
  std::vector<OpenFile> files;
  if (known) files = open_parts(*known);
  Burn burn;
  if (!files.empty()) {
    burn = std::move(*known);
  } else {
    if (parts.empty()) parts = parts_in_order(transcript.path);
    for (const std::string& path : parts) burn.parts.push_back({path, {}});
    files = open_parts(burn);
  }
  if (files.empty()) return {};
  std::uint64_t left = 0;
  for (std::size_t i = 0; i < files.size(); ++i)
    left += files[i].info.size - burn.parts[i].read.offset;
  burn.complete = left == 0;
  if (burn.complete || bound == 0) return burn;
  std::string before = encode(burn);
  BurnScan(burn).read(files, bound, [&] {
    std::string after = encode(burn);
    if (!checkpoint_path.empty() && after != before) keep_file(checkpoint_path, after);
  });
  return burn;
}

std::optional<double> extra_usd(const Burn& burn, const PriceTable& prices) {
  if (burn.priced.size() < static_cast<std::size_t>(burn.misses)) return std::nullopt;
  double sum = 0;
  for (const BurnMiss& miss : burn.priced) {
    auto paid = cost(prices, miss.model, miss.time, miss.usage);
    auto unlost = cost(prices, miss.model, miss.time, without_loss(miss.usage, miss.lost));
    if (!paid || !unlost) return std::nullopt;
    sum += *paid - *unlost;
  }
  return sum;
}

std::vector<std::int64_t> growth_steps(const std::vector<PromptContext>& contexts) {
  std::vector<std::int64_t> steps;
  for (std::size_t i = 1; i < contexts.size(); ++i)
    if (!contexts[i].restarted) steps.push_back(contexts[i].tokens - contexts[i - 1].tokens);
  std::sort(steps.begin(), steps.end());
  return steps;
}

std::optional<std::int64_t> slope(const std::vector<PromptContext>& contexts) {
  return rounded_median(growth_steps(contexts));
}

std::string spark(const std::vector<PromptContext>& contexts, std::size_t most) {
  constexpr std::string_view kBars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  constexpr std::int64_t kHeights = std::size(kBars);
  std::size_t from = contexts.size() - std::min(most, contexts.size());
  std::int64_t largest = 1;
  for (std::size_t i = from; i < contexts.size(); ++i)
    largest = std::max(largest, contexts[i].tokens);
  std::string out;
  for (std::size_t i = from; i < contexts.size(); ++i) {
    std::int64_t height = (contexts[i].tokens * kHeights + largest - 1) / largest;
    out += kBars[std::clamp<std::int64_t>(height, 1, kHeights) - 1];
  }
  return out;
}

namespace {

constexpr std::string_view kBurnFormat = "wick burn 5\n";

void put(PackedWriter& out, std::int64_t count) { out.put(static_cast<std::uint64_t>(count)); }
std::int64_t get(PackedReader& in) { return static_cast<std::int64_t>(in.number()); }

constexpr std::int64_t Usage::*kCounts[] = {&Usage::input, &Usage::write_5m, &Usage::write_1h,
                                            &Usage::read,  &Usage::output,   &Usage::web_searches};

void put(PackedWriter& out, const Usage& usage) {
  for (auto count : kCounts) put(out, usage.*count);
  out.put((usage.fast ? 1u : 0u) | (usage.us ? 2u : 0u));
}
Usage usage_of(PackedReader& in) {
  Usage usage;
  for (auto count : kCounts) usage.*count = get(in);
  std::uint64_t flags = in.number();
  usage.fast = flags & 1, usage.us = flags & 2;
  return usage;
}

void put(PackedWriter& out, const CacheChain& chain) {
  put(out, chain.ttl_s);
  out.put(chain.compacted);
  out.put(chain.before.has_value());
  if (!chain.before) return;
  put(out, chain.before->usage);
  put(out, chain.before->time ? *chain.before->time + 1 : 0);
  const ChainRequest& before = *chain.before;
  for (std::uint64_t word : {before.model, before.effort, before.client, before.shape})
    out.put_word(word);
}
CacheChain chain_of(PackedReader& in) {
  CacheChain chain;
  chain.ttl_s = get(in);
  chain.compacted = in.number() != 0;
  if (in.number() == 0) return chain;
  ChainRequest& before = chain.before.emplace();
  before.usage = usage_of(in);
  if (std::int64_t time = get(in); time > 0) before.time = time - 1;
  before.model = in.word(), before.effort = in.word(), before.client = in.word();
  before.shape = in.word();
  return chain;
}

}  // namespace

std::string encode(const Burn& burn) {
  PackedWriter out;
  put(out, burn.chain);
  put(out, burn.misses);
  out.put(burn.priced.size());
  for (const BurnMiss& miss : burn.priced) {
    put(out, miss.usage);
    put(out, miss.lost), put(out, miss.time);
    out.put(miss.model);
  }
  out.put(burn.contexts.size());
  for (const PromptContext& context : burn.contexts) {
    put(out, context.tokens);
    out.put(context.restarted);
  }
  out.put(burn.in_prompt), out.put(burn.restarted);
  for (std::uint64_t key : burn.keys) out.put_word(key);
  for (const SentShape& sent : burn.shapes) put(out, sent.time), out.put_word(sent.shape);
  for (const SourceFile& part : burn.parts) out.put(part.path), put_mark(out, part.read);
  return sealed(kBurnFormat, out.bytes());
}

std::optional<Burn> decode_burn(std::string_view bytes) {
  auto body = unsealed(kBurnFormat, bytes);
  if (!body) return std::nullopt;
  PackedReader in(*body);
  Burn burn;
  burn.chain = chain_of(in);
  burn.misses = get(in);
  burn.priced.resize(in.count(10));
  for (BurnMiss& miss : burn.priced) {
    miss.usage = usage_of(in);
    miss.lost = get(in), miss.time = get(in);
    miss.model = in.text();
  }
  burn.contexts.resize(in.count(2));
  for (PromptContext& context : burn.contexts) {
    context.tokens = get(in);
    context.restarted = in.number() != 0;
  }
  burn.in_prompt = in.number() != 0, burn.restarted = in.number() != 0;
  for (std::uint64_t& key : burn.keys) key = in.word();
  for (SentShape& sent : burn.shapes) sent.time = get(in), sent.shape = in.word();
  while (in.ok() && !in.at_end()) {
    std::string path(in.text());
    burn.parts.push_back({std::move(path), mark_of(in)});
  }
  bool odd = burn.priced.size() > kMostMisses || burn.contexts.size() > kMostContexts;
  if (!in.ok() || odd) return std::nullopt;
  return burn;
}

}  // namespace wick
