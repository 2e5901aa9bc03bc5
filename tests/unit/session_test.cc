// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <set>

#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/live/checkpoint.h"
#include "lib/live/fields.h"
#include "lib/live/limits.h"
#include "lib/live/locate.h"
#include "lib/live/merge.h"
#include "lib/live/next.h"
#include "lib/live/sessions.h"
#include "lib/live/spend.h"
#include "lib/output/human.h"
#include "tests/unit/catch.h"
#include "tests/unit/support.h"

using namespace wick;
using wick_test::data;
using wick_test::Folder;
using wick_test::slurp;

namespace {

constexpr TimeMs kPayloadTime = 1795323415888;

Sources payload_only(const std::string& payload_file, bool now = true) {
  Sources sources;
  JsonStatus status;
  sources.tap = Tap{parse_payload(slurp(data("payloads/" + payload_file)), status), kPayloadTime};
  sources.from_stdin = now;
  return sources;
}

Tail tail_with(std::int64_t read, TimeMs last) {
  Tail tail;
  tail.response = Response{};
  tail.response->model = "claude-opus-5-5";
  tail.response->usage = {.input = 3, .write_5m = 10, .read = read, .output = 20};
  tail.response->first = tail.response->last = last;
  tail.request_start = last - 1000;
  tail.ttl = "5m";
  return tail;
}

const PriceTable& prices() {
  static const PriceTable table;
  return table;
}

const std::string kProject = "config/projects/-home-user-proj/";
const std::string kSession = "d7f47105-0d12-440b-bc75-54b081ddad73";

}  // namespace

TEST_CASE("merge: of a session that only runs, what the registry has") {
  Sources sources;
  sources.found.id = "s";
  LiveSession& live = sources.found.live;
  live.pid = 7;
  live.cwd = "/w";
  live.name = "shop-3f";
  live.waiting_for = "input needed";
  live.started = 60000;
  State s = merge(sources, prices(), 100000);
  CHECK(s.session.cwd == "/w");
  CHECK(s.session.name == "shop-3f");
  CHECK(s.session.waiting_for == "input needed");
  CHECK(plain(*find_field("session.age_s")->compute(s)) == "40");
  CHECK_FALSE(find_field("session.status_at")->compute(s));
  sources.tail = tail_with(100, 90000);
  sources.tail->title = "given";
  s = merge(sources, prices(), 100000);
  CHECK(s.session.name == "given");
  CHECK(plain(*find_field("session.age_s")->compute(s)) == "10");
}

TEST_CASE("merge: a payload's figures are the client's") {
  State s = merge(payload_only("2.1.330-warm-1h.json"), prices(), TimeMs{1795327499 - 100} * 1000);
  CHECK(s.context.tokens == 14751);
  CHECK(s.context.window == 1000000);
  CHECK(s.context.used_pct == 1);
  CHECK(s.cache.phase == CachePhase::kWarm);
  CHECK(s.cache.ttl_s == 3600);
  CHECK(s.cache.recache_tokens == 14751);
  CHECK(s.context.source == Source::kPayload);
  s = merge(payload_only("2.1.330-warm-1h.json"), prices(), TimeMs{1795327499} * 1000);
  CHECK(s.cache.phase == CachePhase::kCold);
}

TEST_CASE("merge: after /compact there is no old number") {
  State s = merge(payload_only("2.1.330-after-compact.json"), prices(), kPayloadTime);
  CHECK(s.context.compacted);
  CHECK_FALSE(s.context.tokens);
  CHECK_FALSE(s.context.used_pct);
  CHECK_FALSE(s.cache.cached_tokens);
  CHECK_FALSE(next_prompt(s, {}, {}).now);
}

TEST_CASE("merge: a tap yields to a newer response, and still tells window and name") {
  Sources sources = payload_only("2.1.330-warm-1h.json", false);
  sources.tail = tail_with(500000, kPayloadTime + 5000);
  State s = merge(sources, prices(), kPayloadTime + 10000);
  CHECK(s.context.tokens == 500013);
  CHECK(s.context.source == Source::kTranscript);
  CHECK(s.context.window == 1000000);
  CHECK(s.session.name == "release notes");
  CHECK(s.cache.expires_at == ceil_seconds(kPayloadTime + 4000 + 300000));
  CHECK_FALSE(s.cache.hit_ratio);
  sources.tail = tail_with(500000, kPayloadTime - 5000);
  s = merge(sources, prices(), kPayloadTime + 10000);
  CHECK(s.context.tokens == 14751);
  CHECK(s.context.source == Source::kTap);
}

TEST_CASE("merge: without a payload the window is the model's, or the long one") {
  Sources sources;
  sources.tail = tail_with(100000, kPayloadTime);
  sources.tail->response->model = "claude-sonnet-4-6";
  CHECK(merge(sources, prices(), kPayloadTime).context.window == 200000);
  sources.tail = tail_with(300000, kPayloadTime);
  sources.tail->response->model = "claude-sonnet-4-6";
  CHECK(merge(sources, prices(), kPayloadTime).context.window == 1000000);
  sources.tail->response->model = "my-model";
  State s = merge(sources, prices(), kPayloadTime);
  CHECK_FALSE(s.context.window);
  CHECK_FALSE(s.context.used_pct);
  CHECK_FALSE(s.model.price);
}

TEST_CASE("merge: an old client's session total is not its context") {
  JsonStatus status;
  Sources sources;
  sources.from_stdin = true;
  sources.tap =
      Tap{parse_payload(R"({"version":"2.1.131","context_window":{"total_input_tokens":900000}})",
                        status),
          0};
  CHECK_FALSE(merge(sources, prices(), kPayloadTime).context.tokens);
  sources.tap =
      Tap{parse_payload(R"({"version":"2.1.132","context_window":{"total_input_tokens":9000}})",
                        status),
          0};
  CHECK(merge(sources, prices(), kPayloadTime).context.tokens == 9000);
}

namespace {

State priced(const char* model, std::int64_t tokens, std::int64_t output, std::int64_t ttl_s) {
  State s;
  s.now = kPayloadTime;
  s.model.id = model;
  s.model.price = prices().find(parse_model(model).canonical, kPayloadTime);
  s.context.tokens = tokens;
  s.context.output = output;
  s.cache.ttl_s = ttl_s;
  s.cache.phase = CachePhase::kWarm;
  return s;
}

}  // namespace

TEST_CASE("next: the formula") {
  State s = priced("claude-opus-5-5", 144000, 500, 300);
  NextState n = next_prompt(s, {100, 2000}, {});
  CHECK(*n.warm == Approx((144000 * 0.2 + 600 * 5 + 2000 * 20) / 1e6).margin(1e-12));
  CHECK(*n.cold == Approx((144600 * 5 + 2000 * 20) / 1e6).margin(1e-12));
  CHECK(n.now == n.warm);
  CHECK(n.tokens == 144600);
  s.cache.ttl_s = 3600;
  s.cache.phase = CachePhase::kCold;
  n = next_prompt(s, {}, {2000, 14000});
  CHECK(*n.now == Approx(144500 * 8 / 1e6).margin(1e-12));
  CHECK(n.cold_reason == "expired");
  CHECK(*n.after_compact == Approx(2000 * 8 / 1e6).margin(1e-12));
  CHECK(*n.after_clear == Approx(14000 * 8 / 1e6).margin(1e-12));
}

TEST_CASE("next: fast mode, geography, tier") {
  State s = priced("claude-opus-5-5", 1000, 0, 300);
  s.model.fast = true;
  s.model.us = true;
  CHECK(*next_prompt(s, {}, {}).cold == Approx(1000 * 5 * 2 * 1.1 / 1e6).margin(1e-12));
  CHECK(*next_prompt(priced("claude-haiku-5-5", 99000, 1000, 300), {}, {}).cold ==
        Approx(100000 * 0.125 / 1e6));
  CHECK(*next_prompt(priced("claude-haiku-5-5", 99000, 1001, 300), {}, {}).cold ==
        Approx(100001 * 0.625 / 1e6));
}

TEST_CASE("next: no cache, another model's cache, no price") {
  State s = priced("claude-opus-5-5", 1000, 0, 300);
  s.cache.phase = CachePhase::kNone;
  NextState n = next_prompt(s, {}, {});
  CHECK(*n.now == Approx(1000 * 4 / 1e6).margin(1e-12));
  CHECK_FALSE(n.warm);
  CHECK(n.cold_reason == "no_cache");
  s = priced("claude-opus-5-5", 1000, 0, 300);
  s.cache.model = "claude-sonnet-5-5";
  n = next_prompt(s, {}, {});
  CHECK_FALSE(n.warm);
  CHECK(n.now == n.cold);
  CHECK(n.cold_reason == "model_changed");
  CHECK_FALSE(next_prompt(priced("my-model", 1000, 0, 300), {}, {}).now);
}

TEST_CASE("next: what breaks a warm cache") {
  auto reason = [](const char* model, auto&& change) {
    State s = priced(model, 1000, 0, 300);
    s.cache.phase = CachePhase::kWarm;
    s.cache.model = model;
    s.cache.effort = s.model.effort = "high";
    s.cache.client = s.session.version = "2.1.330";
    s.cache.fast = false;
    change(s);
    return next_prompt(s, {}, {}).cold_reason;
  };
  CHECK(reason("claude-opus-5-5", [](State&) {}).empty());
  CHECK(reason("claude-opus-5-5", [](State& s) { s.model.fast = true; }) == "fast_mode_changed");
  CHECK(reason("claude-opus-5-5", [](State& s) { s.cache.fast = true; }).empty());  // turned off
  CHECK(reason("claude-opus-5-5", [](State& s) {
          s.model.fast = true, s.cache.fast.reset();
        }).empty());
  CHECK(reason("claude-opus-5-5", [](State& s) { s.model.effort = "low"; }).empty());
  CHECK(reason("claude-opus-4-8", [](State& s) { s.model.effort = "low"; }) == "effort_changed");
  CHECK(reason("claude-opus-4-8", [](State& s) { s.model.effort.clear(); }).empty());  // unknown
  CHECK(reason("claude-opus-5-5", [](State& s) { s.session.version = "2.1.332"; }) ==
        "client_upgraded");
  CHECK(reason("claude-opus-5-5", [](State& s) {
          s.model.effort = "low", s.cache.fast = true, s.session.version = "2.1.332";
        }) == "client_upgraded");  // neither of the other two breaks it
  CHECK(reason("claude-opus-5-5", [](State& s) {
          s.cache.phase = CachePhase::kCold, s.session.version = "2.1.332";
        }) == "expired");
}

TEST_CASE("spend: the client's total, and without it the sum") {
  Folder folder;
  std::filesystem::copy(data(kProject), folder / "p", std::filesystem::copy_options::recursive);
  std::string transcript = folder / ("p/" + kSession + ".jsonl");
  Spend spend = add_up(*read_spend(transcript, "", {}), prices(), kPayloadTime);
  CHECK(spend.usd == Approx(0.44166380).margin(1e-9));
  CHECK(spend.mark);
  std::istringstream lines(slurp(transcript));
  std::string without;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("\"cost-state\"") == std::string::npos) without += line + "\n";
  }
  folder.write("p/" + kSession + ".jsonl", without);
  spend = add_up(*read_spend(transcript, "", {}), prices(), kPayloadTime);
  CHECK(spend.usd == Approx(0.42516340).margin(1e-9));
  CHECK_FALSE(spend.mark);
  CHECK(spend.requests == 8);
}

TEST_CASE("spend: cut anywhere, the checkpoint leads to the same sum") {
  Folder folder;
  std::string whole = slurp(data(kProject + "7ac9f9c7-bc77-4273-b974-6f025fd290fc.jsonl"));
  std::string path = folder.write("7.jsonl", "");
  Spend expected =
      add_up(*read_spend(folder.write("all/7.jsonl", whole), "", {}), prices(), kPayloadTime);
  for (std::size_t cut = 0; cut < whole.size(); cut += 4999) {
    // The same file grows, as a transcript does: a new one would not match the checkpoint.
    std::ofstream(path, std::ios::binary | std::ios::trunc).close();
    std::filesystem::remove(folder / "check");
    for (std::size_t end : {cut, whole.size()}) {
      std::ofstream(path, std::ios::binary) << whole.substr(0, end);
      Spend spend = add_up(*read_spend(path, folder / "check", {}), prices(), kPayloadTime);
      if (end == whole.size()) {
        CHECK(spend.usd == Approx(expected.usd).margin(1e-12));
        CHECK(spend.requests == expected.requests);
      }
    }
  }
}

TEST_CASE("spend: with a checkpoint, only what was added to any of the files is read") {
  Folder folder;
  std::filesystem::copy(data(kProject), folder / "p", std::filesystem::copy_options::recursive);
  std::string transcript = folder / ("p/" + kSession + ".jsonl");
  auto before = read_spend(transcript, folder / "check", {});
  REQUIRE(before->sources.size() == 2);
  // The two files have 98,035 bytes.
  auto again = read_spend(transcript, folder / "check", 20'000);
  REQUIRE(again);
  CHECK(again->lines == before->lines);
  std::ofstream(before->sources[1].path, std::ios::binary | std::ios::app)
      << R"({"type":"assistant","isSidechain":true,"timestamp":"2026-11-22T05:05:00Z","sessionId":")"
      << kSession
      << R"(","message":{"id":"msg_new","model":"claude-opus-5-5","usage":{"input_tokens":7,"output_tokens":1}}})"
      << "\n";
  auto after = read_spend(transcript, folder / "check", 20'000);
  REQUIRE(after);
  CHECK(after->lines.requests.size() == before->lines.requests.size() + 1);
}

TEST_CASE("spend: a checkpoint of another file, or a damaged one, is discarded") {
  Folder folder;
  std::string whole = slurp(data(kProject + "7ac9f9c7-bc77-4273-b974-6f025fd290fc.jsonl"));
  std::string path = folder.write("7.jsonl", whole), check = folder / "check";
  double expected = add_up(*read_spend(path, check, {}), prices(), kPayloadTime).usd;
  std::string bytes = slurp(check);
  for (std::size_t at = 0; at < bytes.size(); at += 97) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    CHECK_FALSE(decode(damaged));
    CHECK_FALSE(decode(std::string_view(bytes).substr(0, at)));
  }
  folder.write("check", "rubbish");
  CHECK(add_up(*read_spend(path, check, {}), prices(), kPayloadTime).usd == expected);
  // Rewritten shorter, then with other content of the same length.
  folder.write("7.jsonl", "");
  CHECK(read_spend(path, check, {})->lines.requests.empty());
  folder.write("7.jsonl", whole);
  read_spend(path, check, {});
  std::string other = whole;
  for (std::size_t at = 0; (at = other.find("\"output_tokens\":", at)) != std::string::npos; ++at)
    other[at + 16] = '9';
  folder.write("7.jsonl", other);
  read_spend(path, check, {});
}

TEST_CASE("spend: bounded, it reads nothing rather than too much") {
  Folder folder;
  std::string path =
      folder.write("7.jsonl", slurp(data(kProject + "7ac9f9c7-bc77-4273-b974-6f025fd290fc.jsonl")));
  CHECK_FALSE(read_spend(path, "", 1000));
  CHECK(read_spend(path, "", 1000000));
}

TEST_CASE("spend: an unknown model is named and not in the sum") {
  Folder folder;
  std::string path = folder.write(
      "u.jsonl",
      R"({"type":"assistant","timestamp":"2026-11-22T05:00:00Z","message":{"id":"a","model":"my-model","usage":{"input_tokens":5,"output_tokens":1}}})"
      "\n"
      R"({"type":"cost-state","totalCostUSD":9,"hasUnknownModelCost":true})"
      "\n");
  Spend spend = add_up(*read_spend(path, "", {}), prices(), kPayloadTime);
  CHECK_FALSE(spend.any_priced);
  CHECK(spend.unknown_model == "my-model");
}

TEST_CASE("limits: the highest of the newest window, by whoever was told it") {
  Folder folder;
  Env env;
  env.home = folder / "home", env.now = 10'000'000, env.now_is_given = true;
  auto tap = [&](const std::string& id, TimeMs at, const std::string& five,
                 const std::string& more = "") {
    Env then = env;
    then.now = at;
    std::string json = R"({"session_id":")" + id +
                       R"(","transcript_path":"/c/.claude/projects/-p/)" + id +
                       R"(.jsonl","rate_limits":{"five_hour":)" + five + "}" + more + "}";
    JsonStatus status;
    save_tap(then, parse_payload(json, status), json);
    REQUIRE(status == JsonStatus::kOk);
  };
  auto pct = [&] {
    return account_limits(env, "/c/.claude", std::nullopt).five_hour.window.used_pct.value_or(-1);
  };
  tap("a", 9'000'000, R"({"used_percentage":58,"resets_at":20000})");
  tap("b", 9'900'000,
      R"({"used_percentage":41,"resets_at":20030})");  // redrawn, without a new report
  CHECK(pct() == 58);
  tap("b", 9'950'000, R"({"used_percentage":3,"resets_at":26000})");  // the next window
  CHECK(pct() == 3);
  tap("d", 9'960'000,
      R"({"used_percentage":99,"resets_at":4000000000})");  // no window is that long
  tap("e", 9'970'000, R"({"used_percentage":77})");
  CHECK(pct() == 3);
  env.now += 8 * 24 * 3600'000;  // no session has had a report for a week
  CHECK(pct() == -1);
}

TEST_CASE("limits: payloads of the sessions, the newest first") {
  Folder folder;
  Env env;
  env.home = folder / "home", env.now_is_given = true;
  for (auto [id, time] : {std::pair{"b", 3'000'000}, {"c", 1'000'000}, {"a", 2'000'000}}) {
    env.now = time;
    std::string json = R"({"session_id":")" + std::string(id) + "\"}";
    JsonStatus status;
    save_tap(env, parse_payload(json, status), json);
  }
  auto since = [&](TimeMs from, TimeMs then) {
    std::string ids;
    each_tap(env, from, [&](const Tap& tap) {
      ids += tap.payload.session_id;
      return then;
    });
    return ids;
  };
  CHECK(since(0, 0) == "bac");
  CHECK(since(2'000'000, 0) == "bac");  // who is called says how far back
  CHECK(since(2'000'000, 2'000'000) == "ba");
  CHECK(since(2'000'001, 2'000'001) == "b");
  CHECK(since(0, 2'500'000) == "b");
  std::vector<std::string> ids = tap_ids(env);
  std::sort(ids.begin(), ids.end());
  CHECK(ids == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("limits: the time of news is not that of the drawing") {
  Tap tap;
  tap.time = 9'000'000;
  CHECK(time_of_news(tap) == 9'000'000);
  tap.payload.ttl = "5m", tap.payload.expires_at = 8'700;
  CHECK(time_of_news(tap) == 8'400'000);
  tap.payload.expires_at = std::numeric_limits<std::int64_t>::max();
  CHECK(time_of_news(tap) == 9'000'000);
  tap.payload.expires_at = 0;
  CHECK(time_of_news(tap) == 9'000'000);
  tap.payload.expires_at = 1;  // before 1970, less the TTL
  CHECK(time_of_news(tap) == 0);
}

TEST_CASE("fields: one name each, in groups, documented") {
  std::set<std::string_view> names, groups;
  std::string_view group;
  for (const Field& field : fields()) {
    CHECK(names.insert(field.name).second);
    if (group_of(field.name) != group) CHECK(groups.insert(group = group_of(field.name)).second);
    CHECK_FALSE(field.meaning.empty());
  }
  State nothing;
  for (const Field& field : fields()) {
    INFO(field.name);
    CHECK_FALSE(field.compute(nothing));  // absent is absent
  }
}

TEST_CASE("fields: values are of the type that is documented") {
  State s = merge(payload_only("2.1.330-warm-1h.json"), prices(), kPayloadTime);
  s.next = next_prompt(s, {}, {1, 1});
  for (const Field& field : fields()) {
    auto value = field.compute(s);
    if (!value) continue;
    INFO(field.name);
    const char* types[] = {"integer", "number", "boolean", "text"};
    CHECK(field.type == types[value->scalar.index()]);
    CHECK(field.unit == value->unit);
  }
}

namespace {

State listed(const std::string& id, std::optional<double> warm, std::optional<double> cold,
             std::int64_t expires_at, const std::string& status = "") {
  State s;
  s.session.id = id;
  s.session.status = status;
  s.next.warm = warm;
  s.next.cold = cold;
  s.next.is_warm = warm.has_value();
  s.next.now = warm ? warm : cold;
  if (expires_at > 0) s.cache.expires_at = expires_at;
  return s;
}

std::string order_of(std::vector<State> sessions) {
  sort_by_urgency(sessions);
  std::string ids;
  for (const State& s : sessions) ids += s.session.id;
  return ids;
}

}  // namespace

TEST_CASE("list: first what is about to get expensive") {
  std::vector<State> all = {
      listed("h", {}, {}, 0),   listed("g", {}, {}, 900),   listed("f", {}, 0.1, 50),
      listed("e", {}, 0.7, 50), listed("d", 0.2, 0.2, 100), listed("c", 0.1, 2, 3000),
      listed("b", 0.1, 3, 300), listed("a", 0.1, 0.5, 200),
  };
  all[0].session.last_response = 1000;
  all[1].session.last_response = 2000;
  CHECK(order_of(all) == "abcdefgh");
  std::reverse(all.begin(), all.end());
  CHECK(order_of(all) == "abcdefgh");
}

TEST_CASE("list: of equals the one that waits, then the dearer") {
  CHECK(order_of({listed("a", 0.1, 1, 200, "idle"), listed("b", 0.1, 1, 200, "waiting")}) == "ba");
  CHECK(order_of({listed("a", 0.1, 1, 200), listed("b", 0.1, 2, 200)}) == "ba");
  CHECK(order_of({listed("a", {}, 1, 0, "busy"), listed("b", {}, 1, 0, "waiting")}) == "ba");
  CHECK(order_of({listed("b", {}, 1, 0), listed("a", {}, 1, 0)}) == "ab");
}

TEST_CASE("list: what changed since, once each, the newest file, and what runs") {
  Folder folder;
  Env env;
  env.claude_config_dir = (folder / "one") + "," + (folder / "two");
  auto transcript = [&](const std::string& name, TimeMs time) {
    write_atomically(folder / name, "{}\n", time);
  };
  transcript("one/projects/-a/aa.jsonl", 5000);
  transcript("one/projects/-b/aa.jsonl", 6000);
  transcript("one/projects/-b/old.jsonl", 1000);
  transcript("one/projects/-b/runs.jsonl", 500);
  transcript("one/projects/-b/agent-1.jsonl", 9000);
  transcript("one/projects/-b/not safe.jsonl", 9000);
  transcript("one/projects/-b/aa/subagents/agent-2.jsonl", 9000);
  transcript("two/projects/-a/bb.jsonl", 7000);
  std::string pid = std::to_string(::getpid());
  std::string start = "\"procStart\":\"" + process_start(::getpid()) + "\"";
  folder.write("two/sessions/1.json",
               "{\"pid\":" + pid + ",\"sessionId\":\"runs\",\"updatedAt\":2," + start + "}");
  folder.write("two/sessions/2.json",
               "{\"pid\":" + pid + ",\"sessionId\":\"new\",\"updatedAt\":8000," + start + "}");
  auto ids = [&](TimeMs since, bool live_only) {
    std::string all;
    for (const SessionFiles& found : list_sessions(env, since, live_only).sessions)
      all += found.id + " ";
    return all;
  };
  CHECK(ids(5500, false) == "new bb aa runs ");
  CHECK(ids(0, false) == "new bb aa old runs ");
  CHECK(ids(0, true) == "new runs ");
  std::vector<SessionFiles> found = list_sessions(env, 5500, false).sessions;
  CHECK(found[0].transcript.empty());
  CHECK(found[2].transcript == folder / "one/projects/-b/aa.jsonl");
  CHECK(found[2].live.pid == 0);
  CHECK(found[3].transcript == folder / "one/projects/-b/runs.jsonl");
  CHECK(found[3].live.pid == ::getpid());
}
