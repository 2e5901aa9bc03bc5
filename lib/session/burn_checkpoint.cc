// SPDX-License-Identifier: MIT
#include "lib/base/packed_file.h"
#include "lib/session/burn.h"

namespace wick {
namespace {

constexpr std::string_view kFormat = "wick burn 2\n";

void put(PackedWriter& out, std::int64_t count) { out.put(static_cast<std::uint64_t>(count)); }
std::int64_t get(PackedReader& in) { return static_cast<std::int64_t>(in.number()); }

constexpr std::int64_t Usage::*kCounts[] = {&Usage::input, &Usage::write_5m, &Usage::write_1h,
                                            &Usage::read, &Usage::output, &Usage::web_searches};

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
  put_mark(out, burn.read);
  return sealed(kFormat, out.bytes());
}

std::optional<Burn> decode_burn(std::string_view bytes) {
  auto body = unsealed(kFormat, bytes);
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
  burn.read = mark_of(in);
  bool odd = burn.priced.size() > kMostMisses || burn.contexts.size() > kMostContexts;
  if (!in.at_end() || odd) return std::nullopt;
  return burn;
}

}  // namespace wick
