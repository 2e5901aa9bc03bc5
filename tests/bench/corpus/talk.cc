// SPDX-License-Identifier: MIT
#include "talk.h"

#include <algorithm>
#include <utility>

namespace corpus {
namespace {

// Each kind of line's share of a response's bytes; the rest goes to tool results, distributed over the
// responses that call a tool.
constexpr Int kBlockPart = 8, kProgressPart = 10;
constexpr Int kShortestBlock = 120, kLongestBlock = 3'200;
constexpr Int kLastLines = 5'000;  // reserved for the answer after the last result

}  // namespace

Talk::Talk(World& world, Ledger& ledger, Random& random, const Voice& voice, File& file, Int start)
    : pen(world.filler, random, voice),
      chat(voice.era, !voice.agent.empty(), !world.options.plain, random),
      ledger_(&ledger),
      random_(&random),
      file_(&file),
      plain_(world.options.plain),
      now_(start) {}

void Talk::plan(Int responses, Int budget) {
  left_ = responses;
  budget_ = budget;
}

void Talk::report_to(Talk& session, std::string parent_tool, bool only_there) {
  session_ = &session;
  parent_tool_ = std::move(parent_tool);
  only_there_ = only_there;
}

Int Talk::tick(Int least, Int most) {
  now_ = std::min(now_ + random_->between(least, most), kEnd - 1);
  return shuffled_ ? now_ - random_->below(90 * kSecond) : now_;
}

Response Talk::decide(bool calls_tool) {
  Int share = remaining_bytes() / std::max<Int>(left_, 1) / kBlockPart;
  return chat.next(tick(kSecond, 20 * kSecond), calls_tool,
                   std::clamp(share, kShortestBlock, kLongestBlock));
}

bool Talk::write(const Response& response, const Block& block) {
  bool kept = false;
  if (!only_there_) {
    pen.assistant(response, block);
    kept = add();
  }
  if (session_) {
    session_->pen.agent_progress(response, block, pen.voice().agent, parent_tool_);
    kept = session_->add() || kept;
  }
  return kept;
}

Response Talk::respond(bool calls_tool, std::string_view tool) {
  for (;;) {
    Response response = decide(calls_tool);
    bool kept = false;
    for (Block& block : response.blocks) {
      if (block.kind == Block::kToolUse && !tool.empty()) block.tool = tool;
      block.uuid = random_->uuid();
      block.time = tick(200, 4 * kSecond);
      block.lost = !write(response, block);
      kept = kept || !block.lost;
    }
    if (!kept) continue;
    Request request = response.seen();
    request.subagent = !pen.voice().agent.empty();
    ledger_->enter(request);
    const Usage& u = request.usage;
    micro_dollars_ += 4 * u.input + 5 * u.write_5m + 8 * u.write_1h + u.read / 5 + 20 * u.output;
    --left_;
    return response;
  }
}

void Talk::respond_last() {
  Response response = decide(false);
  response.blocks.erase(response.blocks.begin(), response.blocks.end() - 1);
  Block& block = response.blocks.back();
  block.uuid = random_->uuid();
  block.time = tick(kSecond, 9 * kSecond);
  pen.assistant(response, block);
  file_->add_last(pen.line());
  Request request = response.seen();
  request.unterminated = true;
  ledger_->enter(request);
  --left_;
}

void Talk::respond_cut() {
  Response response = decide(false);
  Block& block = response.blocks.back();
  block.uuid = random_->uuid();
  block.time = tick(kSecond, 9 * kSecond);
  pen.assistant(response, block);
  file_->add_cut(pen.line());
}

// The last result gets all remaining bytes.
Int Talk::result_bytes() {
  Int remaining = remaining_bytes();
  if (left_ <= 1) return remaining - kLastLines;
  return std::min(random_->long_tailed_by_mean(remaining / left_ * 3 / 4), remaining / 2);
}

void Talk::answer(const Block& call, Int at_least, bool picture) {
  Int bytes = std::max({result_bytes(), at_least, Int{160}});
  if (only_there_) {
    Int time = tick(50, 20 * kSecond);
    session_->pen.agent_progress(time, call, std::min<Int>(bytes, 4'000), pen.voice().agent,
                                 parent_tool_);
    session_->add();
    return;
  }
  if (!plain_ && pen.voice().era != Era::kFinal && random_->one_in(2)) {
    pen.bash_progress(tick(50, kSecond), call, std::min<Int>(bytes / kProgressPart, 9'000));
    add();
  }
  Int time = tick(50, 40 * kSecond);
  if (picture || random_->one_in(60)) pen.picture_result(time, call, bytes);
  else pen.result(time, call, bytes);
  chat.feed(picture ? 6'000 : bytes / 2);
  add();
}

}  // namespace corpus
