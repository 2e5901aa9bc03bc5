// SPDX-License-Identifier: MIT
#include "response.h"

#include <algorithm>

namespace corpus {
namespace {

constexpr const char* kOldModels[] = {"claude-opus-4-5-20251101", "claude-sonnet-4-5-20250929",
                                      "claude-sonnet-4-5-20250929", "claude-haiku-4-5-20251001"};
constexpr const char* kModels[] = {
    "claude-opus-5-5",   "claude-opus-5-5",   "claude-opus-5-5",   "claude-opus-5-5",
    "claude-opus-5-5",   "claude-opus-5-5",   "claude-opus-5-5",   "claude-opus-5-5",
    "claude-opus-5-5",   "claude-opus-5-5",   "claude-sonnet-5-5", "claude-sonnet-5-5",
    "claude-sonnet-5-5", "claude-sonnet-5-5", "claude-sonnet-5-5", "claude-sonnet-5-5",
    "claude-sonnet-5-5", "claude-haiku-5-5",  "claude-haiku-5-5",  "claude-haiku-5-5",
    "claude-haiku-5-5",  "claude-haiku-5-5",  "claude-fable-5-2",  "claude-fable-5-2",
    "claude-fable-5-2",  "acme-coder-1",      kOldModels[0],       kOldModels[1]};
constexpr const char* kAgentModels[] = {"claude-haiku-5-5", "claude-haiku-5-5", "claude-sonnet-5-5",
                                        "claude-opus-5-5", kOldModels[3]};
constexpr const char* kTools[] = {"Bash", "Bash", "Read", "Read", "Edit", "Write", "Grep"};
constexpr Int kLimits[] = {160'000, 160'000, 190'000, 380'000, 680'000};

}  // namespace

Request Response::seen() const {
  Request request;
  request.model = model;
  request.usage = usage;
  request.usage.output = 0;
  request.parts = parts;
  request.time = kEnd;
  for (const Block& block : blocks) {
    if (block.lost) continue;
    request.usage.output = std::max(request.usage.output, block.output);
    request.time = std::min(request.time, block.time);
    request.tool_calls += block.kind == Block::kToolUse ? 1 : 0;
  }
  return request;
}

Chat::Chat(Era era, bool subagent, bool quirks, Random& random)
    : era_(era),
      subagent_(subagent),
      quirks_(quirks),
      hour_(era != Era::kFlat && !subagent && !random.one_in(3)),
      random_(&random),
      context_(random.one_in(5) ? random.between(60'000, 150'000) : random.between(9'000, 40'000)),
      limit_(random.pick(kLimits)) {
  choose_model();
}

void Chat::choose_model() {
  if (era_ != Era::kFinal) model_ = random_->pick(kOldModels);
  else model_ = subagent_ ? random_->pick(kAgentModels) : random_->pick(kModels);
}

Response Chat::next(Int now, bool calls_tool, Int block_bytes) {
  Response response;
  response.id = random_->id("msg_01", 22);
  response.request_id = random_->id("req_011C", 20);
  response.model = model_;
  set_usage(response, now);
  spell_writes(response);
  if (quirks_) set_rare(response);
  last_id_ = response.request_id.empty() ? "" : response.id;
  set_blocks(response, calls_tool, block_bytes);
  if (era_ != Era::kFinal) grow_output(response);
  return response;
}

void Chat::set_usage(Response& response, Int now) {
  Usage& u = response.usage;
  Int sent = pending_ + random_->between(150, 1'800);
  bool cold = now - last_ > (hour_ ? kHour : 5 * kMinute);
  Int written = cold ? context_ + sent : sent;
  u.read = cold ? 0 : context_;
  u.input = random_->between(1, 14);
  u.output = std::min<Int>(random_->long_tailed(260), 31'000) + 2;
  if (!cold && random_->one_in(25)) {  // below what can be cached
    u.input += written;
    written = 0;
  }
  if (hour_) {
    u.write_5m = random_->one_in(6) ? written / random_->between(3, 9) : 0;
    u.write_1h = written - u.write_5m;
  } else {
    u.write_5m = written;
  }
  context_ += sent + u.output;
  pending_ = 0;
  last_ = now;
}

void Chat::spell_writes(Response& response) {
  const Usage& u = response.usage;
  response.flat = u.write_5m + u.write_1h;
  response.nested_5m = u.write_5m;
  if (!quirks_ || era_ == Era::kFlat) return;
  if (random_->one_in(12)) response.nested_5m = u.write_5m / random_->between(2, 5);
  else if (random_->one_in(12)) response.flat = 0;
}

void Chat::set_rare(Response& response) {
  if (random_->one_in(90)) response.request_id.clear();
  else if (random_->one_in(90) && !last_id_.empty()) response.id = last_id_;
  if (era_ == Era::kFlat) return;
  if (random_->one_in(60)) response.usage.searches = random_->between(1, 6);
  if (era_ != Era::kFinal) return;
  response.fast = response.model == "claude-opus-5-5" && random_->one_in(40);
  response.us = random_->one_in(60);
  response.lists_message = random_->one_in(4);
  auto usage = [this](Int input, Int read) {
    return Usage{input, random_->between(0, 3'000), 0, read, random_->between(200, 4'000), 0};
  };
  if (random_->one_in(70)) {
    response.parts.push_back({"compaction", "", usage(random_->between(3, 900), context_)});
  }
  if (random_->one_in(70)) {
    std::string advisor = random_->one_in(4) ? "" : "claude-opus-5-5";
    response.parts.push_back({"advisor_message", advisor, usage(random_->between(3, 30'000), 0)});
  }
}

void Chat::set_blocks(Response& response, bool calls_tool, Int block_bytes) {
  auto add = [&](Block::Kind kind) {
    Block block;
    block.kind = kind;
    block.output = response.usage.output;
    block.bytes = block_bytes * random_->between(60, 140) / 100;
    if (kind == Block::kToolUse) {
      block.tool_id = random_->id("toolu_01", 22);
      block.tool = random_->pick(kTools);
    }
    response.blocks.push_back(block);
  };
  if (random_->below(5) < 3) add(Block::kThinking);
  if (!calls_tool || random_->below(5) < 3) add(Block::kText);
  if (calls_tool) add(Block::kToolUse);
  if (calls_tool && random_->one_in(6)) add(Block::kToolUse);
}

// The first lines have the counts at the start of the stream. The largest count is the true one; it is not always on
// the last line.
void Chat::grow_output(Response& response) {
  Int begun = std::min<Int>(random_->between(1, 8), response.usage.output - 1);
  std::size_t last = response.blocks.size() - 1;
  for (std::size_t i = 0; i < last; ++i) {
    response.blocks[i].output = begun;
    begun += random_->below((response.usage.output - begun) / 2);
  }
  if (last > 0 && random_->one_in(5)) {
    std::swap(response.blocks[last].output, response.blocks[last - 1].output);
  }
}

}  // namespace corpus
