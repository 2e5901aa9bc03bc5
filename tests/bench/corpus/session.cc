// SPDX-License-Identifier: MIT
#include "session.h"

#include <algorithm>

namespace corpus {
namespace {

constexpr const char* kFlatVersions[] = {"1.0.24", "1.0.55", "1.0.110", "2.0.14"};
constexpr const char* kGrowingVersions[] = {"2.0.67", "2.0.75", "2.1.29", "2.1.52", "2.1.62"};
constexpr const char* kMiddleVersions[] = {"2.1.98", "2.1.104", "2.1.109"};
constexpr const char* kNewVersions[] = {"2.1.119", "2.1.205", "2.1.219", "2.1.286", "2.1.330"};
constexpr const char* kProjects[] = {
    "/home/dev/src/shop",      "/home/dev/src/shop",        "/home/dev/src/shop",
    "/home/dev/src/parser.cc", "/home/dev/src/parser.cc",   "/home/dev/src/atlas-web",
    "/home/dev/src/atlas-web", "/home/dev/src/infra_tools", "/home/dev/notes",
    "/home/dev/src/game",      "/home/dev/src/game/server", "/home/dev/src/übersetzer",
    "/home/dev/dotfiles",      "/srv/build/nightly",        "/home/dev/src/shop/packages/ui"};
constexpr const char* kBranches[] = {"main",         "main", "main", "fix/offset-branch",
                                     "feature/json", ""};

// Only part of a larger session is forked.
constexpr Int kLargestFork = 300'000;

Voice new_voice(const Options& options, Random& random) {
  Voice voice;
  voice.session = random.uuid();
  voice.cwd = random.pick(kProjects);
  voice.branch = random.pick(kBranches);
  Int share = options.plain ? 19 : random.below(20);
  if (share < 3) {
    voice.era = Era::kFlat;
    voice.version = random.pick(kFlatVersions);
  } else if (share < 8) {
    voice.era = Era::kGrowing;
    voice.version = random.pick(kGrowingVersions);
  } else {
    voice.envelope_behind = random.one_in(2);
    voice.version =
        voice.envelope_behind ? random.pick(kNewVersions) : random.pick(kMiddleVersions);
  }
  return voice;
}

Voice forked_voice(Voice voice, Random& random) {
  voice.session = random.uuid();
  return voice;
}

// Every UTF-16 code unit except letters and digits becomes a dash. The names contain only characters
// of one unit.
std::string slug(const std::string& cwd) {
  std::string out;
  for (char c : cwd) {
    bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    bool continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
    if (!continues) out += plain ? c : '-';
  }
  return out;
}

Int start_time(const Plan& plan, const Session* before, Int end_of_before, Random& random) {
  if (before) return end_of_before;
  Int longest = std::min(plan.responses * 12 * kMinute, 390 * kDay);
  return kEnd - 399 * kDay + random.below(399 * kDay - longest);
}

std::uint64_t seed_of(const World& world, const Plan& plan) {
  Random mix(static_cast<std::uint64_t>(world.options.seed));
  return mix.next() + static_cast<std::uint64_t>(plan.index) * 0x9E3779B97F4A7C15u;
}

const Session* fork_of(const Plan& plan, const Session* before) {
  return plan.oddity == Oddity::kFork ? before : nullptr;
}

}  // namespace

Session::Session(World& world, const Plan& plan, const Session* before)
    : world_(world),
      plan_(plan),
      random_(Random(seed_of(world, plan)).next()),
      voice_(fork_of(plan, before) ? forked_voice(before->voice_, random_)
                                   : new_voice(world.options, random_)),
      folder_("projects/" + slug(voice_.cwd) + "/"),
      file_(plan.oddity, random_, world.ledger),
      talk_(world, world.ledger, random_, voice_, file_,
            start_time(plan, fork_of(plan, before), before ? before->talk_.now() : 0, random_)),
      giant_is_due_(plan.giant > 0) {
  if (plan.oddity == Oddity::kShuffled) talk_.set_shuffled();
  if (plan.oddity == Oddity::kUnterminated && plan.index % 2 == 1) {
    last_responses_ = std::min<Int>(plan.responses, 1);
  }
  plan_agents();
  begin(fork_of(plan, before));
}

// Every third session starts subagents, which have a third to two thirds of its responses and a
// slightly smaller share of its bytes.
void Session::plan_agents() {
  Int responses = plan_.responses, left = 0;
  if (responses > 3 && !plan_.large && random_.one_in(3))
    left = responses * random_.between(33, 66) / 100;
  agent_share_ = plan_.bytes / std::max<Int>(responses, 1) * 7 / 10;
  talk_.plan(responses - left, plan_.bytes - left * agent_share_);
  while (left > 0) {
    agents_.push_back(std::min(left, random_.between(1, 14)));
    left -= agents_.back();
  }
}

void Session::begin(const Session* before) {
  if (voice_.era == Era::kFinal) {
    talk_.pen.aside("permission-mode", R"("permissionMode":"acceptEdits")");
    talk_.add();
  }
  if (before) {
    file_.copy_lines(before->file_, before->voice_, voice_,
                     std::max(plan_.bytes * 6 / 10, kLargestFork),
                     voice_.era == Era::kFinal && random_.one_in(3), voice_.envelope_behind);
  }
  talk_.pen.aside("ai-title", R"("aiTitle":"Keep the offset of the ledger")");
  talk_.add();
}

void Session::write() {
  while (talk_.left() > last_responses_) turn();
  while (!agents_.empty()) agent(random_.id("toolu_01", 22));
  fill();
  end();
  surroundings();
}

void Session::turn() {
  talk_.tick(2 * kSecond, 12 * kMinute);
  if (random_.one_in(12)) talk_.tick(kHour / 2, 14 * kHour);
  if (random_.one_in(6)) talk_.chat.choose_model();
  if (talk_.chat.full()) compact("auto");
  else if (random_.one_in(60)) compact("manual");
  before_prompt();
  prompt();
  Int count = std::min(random_.between(1, 9), talk_.left() - last_responses_);
  for (Int i = 0; i < count; ++i) {
    bool last = i + 1 == count;
    bool task = !agents_.empty() && random_.one_in(2);
    if (!work(talk_.respond(!last, task ? "Task" : ""))) break;
  }
  if (voice_.era != Era::kFlat && random_.one_in(2)) {
    talk_.pen.system(talk_.tick(5, 90), "turn_duration", R"("durationMs":8120,"messageCount":12)");
    talk_.add();
  }
}

// Runs the tools of a response. False if the user stops them.
bool Session::work(const Response& response) {
  for (const Block& block : response.blocks) {
    if (block.kind != Block::kToolUse) continue;
    if (random_.one_in(45)) {
      talk_.pen.interruption(talk_.tick(kSecond, 20 * kSecond));
      talk_.add();
      return false;
    }
    if (block.tool == "Task" && !agents_.empty()) agent(block.tool_id);
    talk_.answer(block, giant_is_due_ ? plan_.giant : 0, giant_is_due_ && plan_.giant_is_picture);
    giant_is_due_ = false;
  }
  return true;
}

void Session::compact(std::string_view trigger) {
  Int size = talk_.chat.context();
  talk_.chat.compact();
  talk_.pen.compact_boundary(talk_.tick(kSecond, 90 * kSecond), trigger, size,
                             talk_.chat.context());
  if (talk_.add()) ++world_.ledger.compactions;
  talk_.pen.note(talk_.tick(5, 50), R"(This session is being continued from an earlier one.\n)",
                 3'000, R"(,"isVisibleInTranscriptOnly":true,"isCompactSummary":true)");
  talk_.add();
}

void Session::prompt() {
  Int time = talk_.tick(kSecond, 30 * kSecond);
  talk_.pen.prompt(time, random_.one_in(4) ? random_.long_tailed(700) : 0);
  if (talk_.add()) world_.ledger.enter_prompt(time);
}

// The lines between two turns, most of them written by the client.
void Session::before_prompt() {
  Pen& pen = talk_.pen;
  Int share = talk_.remaining_bytes() / std::max<Int>(talk_.left(), 1);
  pen.attachment(talk_.tick(5, 50), std::clamp<Int>(share / 7, 200, 9'000));
  talk_.add();
  pen.snapshot(talk_.tick(5, 50), std::clamp<Int>(share / 12, 0, 4'000));
  talk_.add();
  if (random_.one_in(7)) {
    pen.note(talk_.tick(5, 50), "Caveat: the messages below were made by commands.", 0,
             R"(,"isMeta":true)");
    talk_.add();
    pen.note(talk_.tick(5, 50), R"(<local-command-stdout>)", 200, "");
    talk_.add();
  }
  if (voice_.era == Era::kFinal && random_.one_in(8)) {
    pen.aside("queue-operation", R"("operation":"enqueue","content":"<task-notification>")");
    talk_.add();
    pen.note(talk_.tick(5, 50), R"(<task-notification>\n<status>completed</status>\n)", 300,
             R"(,"origin":{"kind":"task-notification"})");
    talk_.add();
  }
  if (!world_.options.plain && random_.one_in(25)) {
    bool error = random_.one_in(2);
    if (error) {
      pen.system(talk_.tick(5, 50), "api_error", R"("retryInMs":506,"retryAttempt":1)");
      talk_.add();
    }
    pen.synthetic(talk_.tick(5, 50), error);
    if (talk_.add()) ++world_.ledger.api_errors;
  }
}

// The bytes that the turns have left.
void Session::fill() {
  for (;;) {
    Int missing = plan_.bytes - file_.size() - bytes_elsewhere_;
    if (missing <= 0) return;
    Int bytes = std::min<Int>(missing, 300'000);
    if (random_.one_in(6)) talk_.pen.attachment(talk_.tick(5, 50), bytes);
    else talk_.pen.note(talk_.tick(5, 50), "<local-command-stdout>", bytes, "");
    talk_.add();
  }
}

void Session::end() {
  Pen& pen = talk_.pen;
  if (plan_.oddity == Oddity::kResumed) file_.repeat_lines();
  if (voice_.era == Era::kFinal && random_.one_in(3)) {
    constexpr Int kDollar = 1'000'000;
    std::string fraction = number(talk_.micro_dollars() % kDollar + kDollar).substr(1);
    pen.aside("cost-state", R"("totalCostUSD":)" + number(talk_.micro_dollars() / kDollar) + "." +
                                fraction +
                                R"(,"totalAPIDuration":301,"hasUnknownModelCost":false)");
    talk_.add();
  }
  pen.aside("last-prompt", R"("lastPrompt":"continue")");
  if (plan_.oddity == Oddity::kUnterminated && last_responses_ == 0) file_.add_last(pen.line());
  else talk_.add();
  if (last_responses_ > 0) talk_.respond_last();
  if (plan_.oddity == Oddity::kCut) talk_.respond_cut();
  file_.end();
  save(folder_ + voice_.session + ".jsonl", file_.text(), talk_.now());
  ++world_.ledger.sessions;
}

Int Session::save(const std::string& path, std::string_view text, Int time) {
  Int bytes = world_.output.write(path, text, time);
  ++world_.ledger.files;
  world_.ledger.bytes += bytes;
  return bytes;
}

}  // namespace corpus
