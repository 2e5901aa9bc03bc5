// SPDX-License-Identifier: MIT
#include "lib/history/session_summary.h"

#include "lib/base/failure.h"
#include "lib/output/layout.h"
#include "tests/unit/catch.h"

using namespace wick;

namespace {

constexpr TimeMs kStart = 1795323415000;

// A history with two projects, written by hand.
struct Made {
  History history;
  PriceTable prices;

  Made() {
    history.projects = {"/home/you/shop", "/home/you/api"};
    history.files = {{"/c/projects/-shop/aaaa1.jsonl", 0},
                     {"/c/projects/-shop/aaaa1/subagents/agent-x.jsonl", 0},
                     {"/c/projects/-api/aaaa2.jsonl", 1}};
  }

  HistoryRequest& request(const char* session, TimeMs time, std::uint32_t read,
                          const char* model = "claude-opus-5-5") {
    HistoryRequest r;
    r.message = ++last_;
    r.time = time;
    r.session = history.names.id(session);
    r.model = history.names.id(model);
    r.file = session == std::string_view("aaaa2") ? 2 : 0;
    r.input = 10, r.read = read, r.output = 5;
    r.offset = last_;
    history.requests.push_back(r);
    return history.requests.back();
  }
  HistoryRequest& of_subagent(const char* session, TimeMs time, const char* agent) {
    HistoryRequest& r = request(session, time, 90000, "claude-haiku-5-5");
    r.sidechain = true;
    r.agent = history.names.id(agent);
    r.file = 1;
    return r;
  }
  void compaction(const char* session, TimeMs time, bool sidechain) {
    HistoryCompaction c;
    c.record.key = ++last_;
    c.record.time = time;
    c.record.session = history.names.id(session);
    c.record.sidechain = sidechain;
    history.compactions.push_back(c);
  }
  SessionsReport report(const UsageFilter& filter = {}) const {
    return summarize_sessions(history, prices, filter, kStart);
  }

 private:
  std::uint64_t last_ = 0;
};

const SessionSummary& of(const SessionsReport& report, std::string_view id) {
  for (const SessionSummary& session : report.sessions)
    if (session.usage.name == id) return session;
  FAIL("no session " << id);
  throw 0;
}

std::string order(SessionsReport report, SessionOrder by) {
  sort_sessions(report.sessions, by);
  std::string out;
  for (const SessionSummary& session : report.sessions) out += session.usage.name + " ";
  return out;
}

}  // namespace

TEST_CASE("session summary: the context is the main chain's, in order of time") {
  Made made;
  made.request("aaaa1", kStart + 3000, 200);
  made.request("aaaa1", kUndated, 300);
  made.request("aaaa1", kStart + 1000, 100);
  made.request("aaaa1", kStart + 2000, 300);
  made.request("aaaa1", kStart + 4000, 999).pass = 1;
  made.of_subagent("aaaa1", kStart + 5000, "x");
  SessionsReport report = made.report();
  const SessionSummary& s = of(report, "aaaa1");
  CHECK(s.floor->tokens == 110);
  CHECK(s.peak->tokens == 310);
  CHECK(s.peak->time == kStart + 2000);
  CHECK(s.latest->tokens == 210);
  CHECK(s.first == kStart + 1000);
  CHECK(s.last == kStart + 5000);
  CHECK(s.main_chain().requests == 4);
  CHECK(*s.hit_ratio() == Approx(1899.0 / 1949));
  CHECK(s.transcripts == std::vector<std::string>{"/c/projects/-shop/aaaa1.jsonl"});
}

TEST_CASE("session summary: subagents count by id, those without one together") {
  Made made;
  made.of_subagent("aaaa1", kStart + 2000, "b");
  made.of_subagent("aaaa1", kStart + 1000, "a");
  made.of_subagent("aaaa1", kStart + 3000, "a").model = made.history.names.id("unknown");
  made.of_subagent("aaaa1", kStart + 4000, "");
  made.of_subagent("aaaa1", kStart + 5000, "");
  SessionsReport report = made.report();
  const SessionSummary& s = of(report, "aaaa1");
  REQUIRE(s.subagents.size() == 3);
  CHECK(s.subagents[0].agent == "a");
  CHECK(s.subagents[0].sums.requests == 2);
  CHECK(s.subagents[0].models == std::vector<std::string>{"claude-haiku-5-5", "unknown"});
  CHECK(s.subagents[0].peak_tokens == 90010);
  CHECK(s.subagents[2].agent.empty());
  CHECK(s.subagents[2].sums.requests == 2);
  CHECK_FALSE(s.floor);
  CHECK_FALSE(s.hit_ratio());
  REQUIRE(s.unknown_models.size() == 1);
  CHECK(s.unknown_models[0].tokens == 90015);
}

TEST_CASE("session summary: the filter holds for prompts and compactions too") {
  Made made;
  made.request("aaaa1", kStart, 100);
  made.request("aaaa1", kStart + 10000, 100);
  made.history.prompts.push_back({1, kStart - 500, 0, made.history.names.id("aaaa1"), false, 0});
  made.compaction("aaaa1", kStart + 100, false);
  made.compaction("aaaa1", kStart + 200, true);
  made.compaction("aaaa1", kStart + 20000, false);
  CHECK(of(made.report(), "aaaa1").compactions.size() == 2);
  UsageFilter filter;
  filter.until = kStart + 5000;
  SessionsReport report = made.report(filter);
  const SessionSummary& s = of(report, "aaaa1");
  CHECK(s.compactions.size() == 1);
  CHECK(s.usage.all.requests == 1);
  CHECK(s.usage.all.prompts == 1);
  filter.models = {"opus"};
  CHECK(of(made.report(filter), "aaaa1").compactions.empty());
  filter.models = {"haiku"};
  CHECK(made.report(filter).sessions.empty());
}

TEST_CASE("session summary: a session with prompts alone is as old as they are") {
  Made made;
  for (TimeMs time : {kStart + 2000, kUndated, kStart})
    made.history.prompts.push_back(
        {std::uint64_t(time), time, 0, made.history.names.id("aaaa1"), false, 0});
  SessionsReport report = made.report();
  const SessionSummary& s = of(report, "aaaa1");
  CHECK(s.first == kStart);
  CHECK(s.last == kStart + 2000);
  CHECK(s.usage.all.prompts == 3);
  CHECK(s.models.empty());
}

TEST_CASE("session summary: orders") {
  Made made;
  made.request("aaaa1", kStart, 500);
  made.request("aaaa2", kStart + 1000, 100).output = 9000;
  made.request("aaaa3", kUndated, 300);
  SessionsReport report = made.report();
  CHECK(order(report, SessionOrder::kLast) == "aaaa2 aaaa1 aaaa3 ");
  CHECK(order(report, SessionOrder::kCost) == "aaaa2 aaaa1 aaaa3 ");
  CHECK(order(report, SessionOrder::kPeak) == "aaaa1 aaaa3 aaaa2 ");
  CHECK(order(report, SessionOrder::kProject) == "aaaa2 aaaa1 aaaa3 ");
}

TEST_CASE("session summary: which one is meant") {
  Made made;
  for (const char* id : {"aaaa1", "aaaa2", "aaaa22", "bbbbb", "cc"}) made.request(id, kStart, 1);
  CHECK(resolve_session(made.history, "aaaa2") == "aaaa2");
  CHECK(resolve_session(made.history, "aaaa22") == "aaaa22");
  CHECK(resolve_session(made.history, "bbbb") == "bbbbb");
  CHECK(resolve_session(made.history, "cc") == "cc");
  for (const char* none : {"bbb", "c", "", "aaaa3", "zzzzz", "bbbbbb"})
    CHECK_THROWS_AS(resolve_session(made.history, none), Failure);
  try {
    resolve_session(made.history, "aaaa");
    FAIL("fits several");
  } catch (const Failure& failure) {
    CHECK(failure.code == Exit::kUsage);
    CHECK(failure.message == "session aaaa: matches 3 sessions");
  }
}

TEST_CASE("shorten: ids as long as it takes") {
  CHECK(unique_prefix_length({}) == 8);
  CHECK(unique_prefix_length({"a", "b"}) == 8);
  CHECK(unique_prefix_length({"0123456789x", "0123456789y"}) == 11);
  CHECK(unique_prefix_length({"0123456789", "0123456789", "5"}) == 8);
  CHECK(unique_prefix_length({"0123456789", "0123456789abc"}) == 11);
}
