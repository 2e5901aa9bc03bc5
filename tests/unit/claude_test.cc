// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <list>

#include "lib/base/failure.h"
#include "lib/claude/dirs.h"
#include "lib/claude/entry.h"
#include "lib/claude/lines.h"
#include "lib/claude/payload.h"
#include "lib/claude/registry.h"
#include "lib/claude/tail.h"
#include "tests/unit/catch.h"
#include "tests/unit/support.h"

using namespace wick;
using wick_test::data;
using wick_test::Folder;
using wick_test::slurp;

namespace {

Payload parse(std::string_view json, JsonStatus expected = JsonStatus::kOk) {
  JsonStatus status;
  Payload payload = parse_payload(json, status);
  CHECK(status == expected);
  return payload;
}

// The objects of a line; only the views of the last one stay valid.
std::vector<Entry> read_line(const std::string& line) {
  static std::list<std::pair<std::string, EntryReader>> kept;
  auto& [text, reader] = kept.emplace_back();
  text.reserve(line.size() + kJsonPadding);
  text = line;
  std::vector<Entry> entries;
  reader.start(text, {});
  while (reader.next() == EntryReader::Status::kEntry) entries.push_back(reader.entry());
  return entries;
}

// An assistant's line of a main chain.
std::string response(const std::string& id, const std::string& time, const std::string& usage,
                     const std::string& more = "") {
  return R"({"message":{"id":")" + id + R"(","model":"claude-opus-5-5","usage":{)" + usage +
         R"(}},"requestId":"r-)" + id + R"(","timestamp":")" + time + "\"" + more +
         R"(,"type":"assistant"})" + "\n";
}

Tail tail_of(const Folder& folder, const std::string& content) {
  return read_tail(open_regular(folder.write("t.jsonl", content)));
}

}  // namespace

TEST_CASE("payload: what the recorded client said") {
  Payload p = parse(slurp(data("payloads/2.1.330-after-compact-next.json")));
  CHECK(p.session_id == "d7f47105-0d12-440b-bc75-54b081ddad73");
  CHECK(p.session_name == "release notes");
  CHECK(p.model_id == "claude-opus-5-5");
  CHECK(p.effort == "medium");
  CHECK(p.window_tokens == 1000000);
  CHECK(p.usage.prompt() == 14575);
  CHECK(p.used_pct == 1);
  CHECK(p.cost_usd == 0.38175780000000004);
  CHECK(p.ttl == "1h");
  CHECK(p.warm == true);
  CHECK(p.expires_at == 1795327534);
  CHECK(p.last_miss_cause == "likely_server_side");
  CHECK(p.recache_tokens_if_cold == 14575);
  CHECK_FALSE(p.compacted());
  CHECK_FALSE(p.has_limits);
}

TEST_CASE("payload: before the first response, and right after /compact") {
  CHECK(parse(slurp(data("payloads/2.1.330-start.json"))).current_usage == CurrentUsage::kNull);
  Payload compacted = parse(slurp(data("payloads/2.1.330-after-compact.json")));
  CHECK(compacted.compacted());
  CHECK_FALSE(compacted.recache_tokens_if_cold);
}

TEST_CASE("payload: a field of the wrong type is a field that is not there") {
  Payload p = parse(
      R"({"session_id":7,"cost":{"total_cost_usd":"3"},"context_window":{"context_window_size":-5,
    "used_percentage":1e308,"current_usage":{"input_tokens":"9","cache_read_input_tokens":9223372036854775808,
    "output_tokens":1.5}},"prompt_cache":{"expires_at":1e15,"hit_ratio":7,"ttl":"2h","warm":"yes"},"model":[1],
    "fast_mode":null,"rate_limits":{"five_hour":5}})");
  CHECK(p.session_id.empty());
  CHECK_FALSE(p.cost_usd);
  CHECK_FALSE(p.window_tokens);
  CHECK_FALSE(p.used_pct);
  CHECK(p.usage.empty());
  CHECK_FALSE(p.expires_at);
  CHECK_FALSE(p.hit_ratio);
  CHECK(p.ttl.empty());
  CHECK_FALSE(p.warm);
  CHECK_FALSE(p.fast_mode);
  CHECK_FALSE(p.five_hour.used_pct);
}

TEST_CASE("payload: defects are reported, what stood before them is kept") {
  parse("", JsonStatus::kNotObject);
  parse("null", JsonStatus::kNotObject);
  parse("[1]", JsonStatus::kNotObject);
  parse("{\"session_id\":\"x\"", JsonStatus::kMalformed);
  parse("{\"session_id\":\"\xff\"}", JsonStatus::kMalformed);
  CHECK(parse(R"({"version":"a","version":"b"})").version == "b");
  Payload torn =
      parse(R"({"session_id":"x","cost":{"total_cost_usd":nope}})", JsonStatus::kMalformed);
  CHECK(torn.session_id == "x");
}

TEST_CASE("payload: ten thousand levels are skipped") {
  std::string deep(10000, '[');
  deep += std::string(10000, ']');
  CHECK(parse("{\"x\":" + deep + ",\"version\":\"2\"}").version == "2");
}

TEST_CASE("record: a response, whatever the order of its keys") {
  auto records = read_line(response(
      "m1", "2026-11-22T05:00:00Z",
      R"("input_tokens":3,"cache_creation_input_tokens":100,"cache_read_input_tokens":7,"output_tokens":5,)"
      R"("cache_creation":{"ephemeral_1h_input_tokens":60,"ephemeral_5m_input_tokens":30},"speed":"fast",)"
      R"("inference_geo":"us","server_tool_use":{"web_search_requests":2})",
      R"(,"promptCacheRequested":"1h")"));
  REQUIRE(records.size() == 1);
  const Entry& r = records[0];
  CHECK(r.counts());
  CHECK(r.usage == Usage{3, 40, 60, 7, 5, 2, true, true});  // 10 without a TTL go to 5 minutes
  CHECK(r.ttl_requested == "1h");
  CHECK(r.message_id == "m1");
}

TEST_CASE("record: fillers, errors and a fork's zeroed copies do not count") {
  CHECK_FALSE(read_line(response("m", "2026-11-22T05:00:00Z", R"("output_tokens":5)",
                                 R"(,"isApiErrorMessage":true)"))[0]
                  .counts());
  CHECK_FALSE(
      read_line(
          R"({"type":"assistant","message":{"model":"<synthetic>","usage":{"output_tokens":5}}})")
          [0]
              .counts());
  CHECK_FALSE(read_line(response(
      "m", "2026-11-22T05:00:00Z",
      R"("input_tokens":0,"output_tokens":0,"cache_creation":{"ephemeral_1h_input_tokens":162})"))
                  [0]
                      .counts());
}

TEST_CASE("record: nested in a progress line, and two glued on one") {
  auto nested = read_line(
      R"({"type":"progress","data":{"type":"agent_progress","message":{"type":"assistant",)"
      R"("requestId":"r","message":{"id":"m","model":"x","usage":{"output_tokens":4}}}}})");
  REQUIRE(nested.size() == 1);
  CHECK(nested[0].counts());
  CHECK(nested[0].sidechain);
  CHECK(nested[0].message_id == "m");
  std::string two = response("a", "2026-11-22T05:00:00Z", R"("output_tokens":1)");
  two.pop_back();
  CHECK(read_line(two + two).size() == 2);
  CHECK(read_line(two + "{\"type\":\"us").size() == 1);
  for (std::string torn :
       {"{\"type\":\"us", "{\"a\":{\"b\":[1,{\"c\":\"x", "{\"a\":", "\"tail\":1}}"}) {
    CHECK(read_line(torn + two).size() == 1);
    CHECK(read_line(two + torn + two).size() == 2);
  }
}

// Client 2.1.332 reports 494,590 tokens for it.
TEST_CASE("record: several passes: the context is that of the last, an advisor's left out") {
  auto records = read_line(response(
      "m", "2026-11-22T05:00:00Z",
      R"("input_tokens":4,"cache_creation_input_tokens":3722,"cache_read_input_tokens":984228,"output_tokens":380,)"
      R"("iterations":[{"type":"message","input_tokens":2,"cache_read_input_tokens":490866,"cache_creation_input_tokens":2496,"output_tokens":80},)"
      R"({"type":"advisor_message","model":"claude-fable-5-2","input_tokens":497522,"output_tokens":1500},)"
      R"({"type":"message","input_tokens":2,"cache_read_input_tokens":493362,"cache_creation_input_tokens":1226,"output_tokens":300}])"));
  REQUIRE(records.size() == 1);
  CHECK(records[0].usage.prompt() == 987954);
  CHECK(records[0].last_pass.prompt() == 494590);
}

// Each joined to the previous one, none complete: neither the stack nor the time may grow with their number.
TEST_CASE("record: very many on one line") {
  std::string many;
  for (int i = 0; i < 200000; ++i) many += "{}";
  many += response("last", "2026-11-22T05:00:00Z", R"("input_tokens":7,"output_tokens":1)");
  many.pop_back();
  std::vector<Entry> entries = read_line(many);
  REQUIRE(entries.size() == 200001);
  CHECK(entries.back().message_id == "last");
  Tail tail = tail_of(Folder(), many + "\n");
  REQUIRE(tail.response);
  CHECK(tail.response->usage.input == 7);
}

TEST_CASE("record: a quoted line inside a text is no line") {
  CHECK_FALSE(
      read_line(R"({"type":"attachment","text":"{\"type\":\"user\",\"output_tokens\":1}"})")[0]
          .counts());
  CHECK(read_line(R"({"type":"user","message":{"content":"{\"type\":\"assistant\"}"}})")[0].kind ==
        EntryKind::kUser);
  CHECK(read_line("{\"type\":\"user\"").empty());
  CHECK(read_line("not json").empty());
}

TEST_CASE("lines: backwards, of every length, whatever the blocks") {
  Folder folder;
  for (std::size_t longest : {10u, 5000u, 20000u, 300000u}) {
    std::vector<std::string> expected;
    std::string content;
    for (std::size_t i = 0; i < 60; ++i) {
      expected.push_back(std::string(1 + i * 7919 % longest, static_cast<char>('a' + i % 26)));
      content += expected.back() + "\n";
    }
    content += "torn";
    expected.push_back("torn");
    OpenFile file = open_regular(folder.write("f", content));
    BackwardLines lines(file);
    std::size_t left = expected.size();
    while (auto line = lines.next(1 << 30, 1 << 30)) {
      REQUIRE(left > 0);
      --left;
      REQUIRE(line->text == expected[left]);
      REQUIRE(content.compare(line->offset, line->text.size(), line->text) == 0);
    }
    CHECK(left == 0);
    ForwardLines forward(file, 0, 100, 1 << 30);
    std::size_t at = 0;
    while (auto line = forward.next()) REQUIRE(line->text == expected[at++]);
    CHECK(at + 1 == expected.size());
    CHECK(forward.complete_end() == content.size() - 4);
  }
}

TEST_CASE("lines: those with a mark, wherever the blocks end") {
  Folder folder;
  std::string content;
  std::vector<std::string> marked;
  for (int i = 0; i < 300; ++i) {
    std::string line(static_cast<std::size_t>(i * 131 % 900), 'x');
    if (i % 7 == 3) marked.push_back(line += "\"MARK\"" + std::to_string(i));
    content += line + "\n";
  }
  OpenFile file = open_regular(folder.write("f", content));
  ForwardLines forward(file, 0, 512, 1 << 30);
  for (const std::string& line : marked) REQUIRE(forward.next_with("\"MARK\"")->text == line);
  CHECK_FALSE(forward.next_with("\"MARK\""));
  BackwardLines backward(file);
  for (std::size_t i = marked.size(); i-- > 0;)
    REQUIRE(backward.next_with("\"MARK\"", 1 << 30)->text == marked[i]);
  CHECK_FALSE(backward.next_with("\"MARK\"", 1 << 30));
}

TEST_CASE("lines: CRLF, NUL bytes and empty lines") {
  Folder folder;
  OpenFile file =
      open_regular(folder.write("f", std::string("a\r\n\n") + std::string(9, '\0') + "b\n"));
  BackwardLines lines(file);
  CHECK(lines.next(1000, 1000)->text == "b");
  CHECK(lines.next(1000, 1000)->text.empty());
  CHECK(lines.next(1000, 1000)->text == "a");
  CHECK_FALSE(lines.next(1000, 1000));
}

TEST_CASE("lines: a giant line is passed without being held") {
  Folder folder;
  std::string giant = "{\"type\":\"user\"," + std::string(3 << 20, 'x') + "}";
  OpenFile file = open_regular(folder.write("f", "first\n" + giant + "\nlast\n"));
  BackwardLines lines(file);
  CHECK(lines.next(1 << 20, 16 << 20)->text == "last");
  auto line = lines.next(1 << 20, 16 << 20);
  REQUIRE(line);
  CHECK(line->oversized);
  CHECK(line->offset == 6);
  CHECK(line->text.substr(0, 14) == "{\"type\":\"user\"");
  CHECK(lines.next(1 << 20, 16 << 20)->text == "first");
  BackwardLines bounded(file);
  bounded.next(1 << 20, 2 << 20);
  CHECK_FALSE(bounded.next(1 << 20, 2 << 20));
  CHECK(bounded.bytes_read() <= 2 << 20);
}

TEST_CASE("tail: the clock starts with the request, not with the response") {
  Folder folder;
  Tail tail =
      tail_of(folder,
              "{\"type\":\"user\",\"timestamp\":\"2026-11-22T05:00:00Z\"}\n"
              "{\"type\":\"api-request\",\"id\":\"q1\",\"timestamp\":\"2026-11-22T05:00:01.5Z\"}\n"
              "{\"type\":\"api-request\",\"id\":\"q2\",\"timestamp\":\"2026-11-22T05:00:08Z\"}\n" +
                  response("m", "2026-11-22T05:00:09Z",
                           R"("input_tokens":3,"cache_creation_input_tokens":5,"output_tokens":1)",
                           R"(,"requestRef":"q1")"));
  CHECK(tail.request_start == *parse_iso8601("2026-11-22T05:00:01.5Z"));
  CHECK(tail.ttl == "5m");
  CHECK_FALSE(tail.compacted);
}

TEST_CASE("tail: without api-request lines the user line before the response stands in") {
  Folder folder;
  std::string usage = R"("input_tokens":3,"cache_creation_input_tokens":5,"output_tokens":1)";
  Tail tail = tail_of(folder, "{\"type\":\"user\",\"timestamp\":\"2026-11-22T05:00:00Z\"}\n" +
                                  response("m", "2026-11-22T05:00:04Z", usage) +
                                  "{\"type\":\"user\",\"timestamp\":\"2026-11-22T05:00:05Z\"}\n" +
                                  response("m", "2026-11-22T05:00:06Z", usage));
  CHECK(tail.request_start == *parse_iso8601("2026-11-22T05:00:00Z"));
  CHECK(tail.response->last == *parse_iso8601("2026-11-22T05:00:06Z"));
}

TEST_CASE("tail: a fork's first response, before the lines that were copied") {
  Folder folder;
  std::string wrote = R"("input_tokens":3,"cache_creation_input_tokens":900,"output_tokens":1)";
  Tail tail = tail_of(
      folder, response("new", "2026-11-22T05:09:04Z",
                       R"("input_tokens":4,"cache_read_input_tokens":900,"output_tokens":1)") +
                  "{\"type\":\"user\",\"timestamp\":\"2026-11-22T05:00:00Z\"}\n" +
                  response("old", "2026-11-22T05:00:04Z", wrote) +
                  "{\"type\":\"user\",\"timestamp\":\"2026-11-22T05:09:00Z\"}\n");
  CHECK(tail.response->message_id == "new");
  CHECK(tail.request_start == *parse_iso8601("2026-11-22T05:09:00Z"));
  CHECK(tail.ttl == "5m");
}

TEST_CASE("tail: each count is the largest over the lines of the response") {
  Folder folder;
  Tail tail = tail_of(
      folder, response("m", "2026-11-22T05:00:04Z", R"("input_tokens":3,"output_tokens":90)") +
                  response("m", "2026-11-22T05:00:05Z", R"("input_tokens":3,"output_tokens":1)"));
  CHECK(tail.response->usage.output == 90);
}

TEST_CASE("tail: a request that only read keeps the TTL of the write before it") {
  Folder folder;
  std::string wrote =
      R"("input_tokens":3,"cache_creation_input_tokens":9,"output_tokens":1,"cache_creation":{"ephemeral_1h_input_tokens":9})";
  Tail tail = tail_of(
      folder, response("a", "2026-11-22T05:00:04Z", wrote) +
                  response("b", "2026-11-22T05:01:04Z",
                           R"("input_tokens":3,"cache_read_input_tokens":9,"output_tokens":1)",
                           R"(,"promptCacheRequested":"5m")"));
  CHECK(tail.ttl == "1h");
}

TEST_CASE("tail: a compaction newer than the response ends its context; copies behind it do not") {
  Folder folder;
  std::string usage =
      R"("input_tokens":3,"cache_read_input_tokens":900,"cache_creation_input_tokens":2,"output_tokens":1)";
  std::string boundary =
      "{\"type\":\"system\",\"subtype\":\"compact_boundary\",\"timestamp\":\"2026-11-22T05:10:00Z\","
      "\"compactMetadata\":{\"preTokens\":900,\"postTokens\":30,\"durationMs\":2000}}\n";
  std::string before = response("a", "2026-11-22T05:00:04Z", usage);
  Tail tail = tail_of(folder, before + boundary);
  CHECK(tail.compacted);
  CHECK(tail.compaction->post_tokens == 30);
  CHECK(tail.compaction->started == tail.compaction->time - 2000);
  CHECK(tail_of(folder, boundary + before).compacted);  // a kept message, written again
  CHECK_FALSE(
      tail_of(folder, before + boundary + response("b", "2026-11-22T05:11:00Z", usage)).compacted);
  CHECK(last_compacted_size(
            open_regular(folder.write(
                "c", before + boundary + response("b", "2026-11-22T05:11:00Z", usage))))
            ->tokens == 905);
  CHECK(last_compacted_size(open_regular(folder.write("c", before + boundary)))->tokens == 30);
  CHECK(last_compacted_size(open_regular(folder.write("c", before + boundary)))->offset ==
        before.size());
  CHECK_FALSE(last_compacted_size(open_regular(folder.write("c", before))));
  CHECK(first_prompt_tokens(open_regular(folder.write("c", before + boundary)))->tokens == 905);
  CHECK(first_prompt_tokens(open_regular(folder.write("c", boundary + before)))->offset ==
        boundary.size());
}

TEST_CASE("tail: subagents, torn lines and empty files") {
  Folder folder;
  std::string usage = R"("input_tokens":3,"output_tokens":1)";
  Tail tail = tail_of(
      folder, response("a", "2026-11-22T05:00:04Z", usage) +
                  response("b", "2026-11-22T05:00:05Z", R"("input_tokens":70,"output_tokens":1)",
                           R"(,"isSidechain":true)") +
                  "{\"type\":\"assis");
  CHECK(tail.response->message_id == "a");
  CHECK_FALSE(tail_of(folder, "").response);
}

TEST_CASE("tail: an oversized line that may be the newest response makes it unknown") {
  Folder folder;
  std::string usage = R"("input_tokens":3,"output_tokens":1)";
  std::string before = response("a", "2026-11-22T05:00:04Z", usage);
  std::string giant(2 << 20, 'x');
  CHECK_FALSE(tail_of(folder, before + "{\"message\":\"" + giant + "\",\"type\":\"assistant\"}\n")
                  .response);
  CHECK(tail_of(folder, before + "{\"type\":\"user\",\"message\":\"" + giant + "\"}\n").response);
}

TEST_CASE("dirs: the slug of a directory") {
  CHECK(project_slug("/home/u/my.app") == "-home-u-my-app");
  CHECK(project_slug("/home/ü/a b") == "-home---a-b");
  CHECK(project_slug("/x/🙂") == "-x---");
  std::string longest = project_slug("/" + std::string(300, 'a'));
  CHECK(longest.substr(0, 201) == "-" + std::string(199, 'a') + "-");
  CHECK(longest.size() > 201);
}

TEST_CASE("dirs: configuration folders") {
  Folder folder;
  Env env;
  env.home = folder.path();
  folder.write(".claude/x", "");
  folder.write(".config/claude/x", "");
  CHECK(config_dirs(env) ==
        std::vector<std::string>{folder / ".config/claude", folder / ".claude"});
  env.claude_config_dir = (folder / ".claude") + ", " + (folder / "none");
  CHECK(config_dirs(env) == std::vector<std::string>{folder / ".claude"});
}

TEST_CASE("dirs: names that are no main transcripts") {
  CHECK(is_transcript_name("d7f4.jsonl"));
  for (const char* bad : {"agent-1.jsonl", "x.orphaned.jsonl", "x.superseded.jsonl", "x.json",
                          ".jsonl", "journal.jsonl"}) {
    CHECK_FALSE(is_transcript_name(bad));
  }
  const std::string id = "d7f4aaaa-1111-4111-8111-111111111111";
  CHECK(is_transcript_name(id + ".jsonl"));
  for (const std::string& copy : {id + " (1)", id + " copy", id + "-copy", id + "_1", id + ".1",
                                  "copy-" + id, std::string("Copy of x")})
    CHECK_FALSE(is_transcript_name(copy + ".jsonl"));
  CHECK(config_dir_of("/h/.claude/projects/-a/x.jsonl") == "/h/.claude");
  CHECK(config_dir_of("/h/x.jsonl").empty());
  CHECK(session_id_of("/h/x.jsonl") == "x");
}

TEST_CASE("dirs: where a session was started, told by its transcript's folder") {
  auto found = [](const std::string& folder, const std::string& cwd) {
    return start_dir("/h/projects/" + folder + "/x.jsonl", cwd);
  };
  CHECK(found("-home-u-my-app", "/home/u/my.app") == "/home/u/my.app");
  CHECK(found("-home-u-my-app", "/home/u/my.app/src/lib") == "/home/u/my.app");
  CHECK(found("-", "/home/u") == "/");
  CHECK(found("-home-u-other", "/home/u/my.app").empty());
  CHECK(found("renamed", "/").empty());
  CHECK(found("", "").empty());
  CHECK(found("-x", "x").empty());
  CHECK(found("C--Users-me-shop", R"(C:\Users\me\shop\api)") == R"(C:\Users\me\shop)");
  CHECK(found("c--Users-me-shop", R"(C:\Users\me\shop)") == R"(C:\Users\me\shop)");
  CHECK(found("--wsl-localhost-Ubuntu-shop", R"(\\wsl.localhost\Ubuntu\shop\x)") ==
        R"(\\wsl.localhost\Ubuntu\shop)");
  CHECK(found("C--other", R"(C:\Users\me)").empty());
  std::string deep = "/" + std::string(150, 'a') + "/" + std::string(150, 'b');
  CHECK(found(project_slug(deep), deep + "/c") == deep);
  CHECK(found(project_slug(deep).substr(0, 201) + "otherhash", deep + "/c").empty());
}

TEST_CASE("dirs: the folder of a project, also where its long name ends in another hash") {
  Folder folder;
  Env env;
  std::string deep = "/" + std::string(250, 'a');
  CHECK_FALSE(project_dir(folder.path(), "/p", env));
  folder.write("projects/-p/x", ""), folder.write("projects/other/x", "");
  CHECK(project_dir(folder.path(), "/p", env) == folder / "projects/-p");
  CHECK_FALSE(project_dir(folder.path(), deep, env));
  std::string name = project_slug(deep).substr(0, 201) + "otherhash";
  folder.write("projects/" + name + "/x", "");
  CHECK(project_dir(folder.path(), deep, env) == folder / ("projects/" + name));
  env.claude_project_dir_name = "other";
  CHECK(project_dir(folder.path(), "/p", env) == folder / "projects/-p");
  env.claude_config_dir = folder.path();
  CHECK(project_dir(folder.path(), "/p", env) == folder / "projects/other");
}

TEST_CASE("entries: compactions that the client began, and those that were asked for") {
  for (std::string trigger : {"auto", "manual"}) {
    auto entries = read_line(
        R"({"type":"system","subtype":"compact_boundary","compactMetadata":{"trigger":")" +
        trigger +
        R"(","preTokens":900,"postTokens":30}})"
        "\n");
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].automatic == (trigger == "auto"));
    CHECK(entries[0].pre_tokens == 900);
    CHECK(entries[0].post_tokens == 30);
  }
}

TEST_CASE("entries: what a call is about") {
  auto call = [](const std::string& input) {
    auto entries = read_line(
        R"({"type":"assistant","message":{"id":"m","content":[{"type":"tool_use","id":"t","name":"X","input":{)" +
        input +
        R"(}}]}})"
        "\n");
    REQUIRE(entries.size() == 1);
    REQUIRE(entries[0].calls.size() == 1);
    return entries[0].calls[0];
  };
  // A file before a folder before a command, in any order.
  CHECK(call(R"("file_path":"/a","path":"/b","command":"ls")").target == "/a");
  CHECK(call(R"("command":"ls","path":"/b","file_path":"/a")").target == "/a");
  CHECK(call(R"("path":"/b","url":"https://x")").target == "/b");
  CHECK(call(R"("command":"ls","timeout":5)").is_command);
  CHECK_FALSE(call(R"("path":"/b","command":"ls")").is_command);
  CHECK_FALSE(call(R"("command":"ls","path":"/b")").is_command);
  CHECK(call(R"("file_path":"/a","offset":5)").in_part);
  CHECK_FALSE(call(R"("file_path":"/a")").in_part);
}

TEST_CASE("registry: alive means the same process") {
  Folder folder;
  std::int64_t pid = ::getpid();
  auto entry = [&](std::int64_t p, const std::string& start) {
    return "{\"pid\":" + std::to_string(p) +
           ",\"sessionId\":\"s\",\"cwd\":\"/w\",\"procStart\":\"" + start + "\",\"updatedAt\":5}";
  };
  folder.write("sessions/1.json", entry(pid, process_start(pid)));
  CHECK(live_sessions(folder.path()).size() == 1);
  folder.write("sessions/1.json", entry(pid, "1"));
  CHECK(live_sessions(folder.path()).empty());
  folder.write("sessions/1.json", entry(999999999, ""));
  CHECK(live_sessions(folder.path()).empty());
  folder.write("sessions/1.json", "{\"pid\":1,\"sessionId\":\"../x\"}");
  CHECK(live_sessions(folder.path()).empty());
}

TEST_CASE("registry: what a running session says of itself") {
  LiveSession s = parse_live_session(
      R"({"pid":7,"sessionId":"s","cwd":"/w","startedAt":1000,"version":"2.1.330","tmux":"main:@1.%2","name":"shop-3f",)"
      R"("status":"waiting","waitingFor":"permission prompt","updatedAt":3000,"statusUpdatedAt":2000,"jobId":"7f"})");
  CHECK(s.pid == 7);
  CHECK(s.name == "shop-3f");
  CHECK(s.version == "2.1.330");
  CHECK(s.tmux == "main:@1.%2");
  CHECK(s.status == "waiting");
  CHECK(s.waiting_for == "permission prompt");
  CHECK(s.started == 1000);
  CHECK(s.status_updated == 2000);
  CHECK(s.updated == 3000);
  CHECK(s.job == "7f");
  CHECK(parse_live_session(R"({"pid":7,"sessionId":"s","jobId":"../x"})").job.empty());
}
