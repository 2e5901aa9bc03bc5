// SPDX-License-Identifier: MIT
#include <algorithm>
#include <random>

#include "lib/base/file.h"
#include "lib/base/packed.h"
#include "lib/claude/lines.h"
#include "lib/claude/tool_error.h"
#include "lib/history/collect.h"
#include "lib/history/discover.h"
#include "lib/history/merge_records.h"
#include "lib/history/packing.h"
#include "lib/history/read_history.h"
#include "lib/history/requests.h"
#include "lib/history/usage_report.h"
#include "tests/unit/catch.h"
#include "tests/unit/support.h"

using namespace wick;

namespace {

using Random = std::mt19937_64;

constexpr TimeMs kHour = 3600000;

// "5-10 12-17!": blocks in hours, those that were reported with a mark.
std::string blocks(std::vector<TimeMs> hours, std::vector<std::int64_t> confirmed_ends) {
  for (TimeMs& hour : hours) hour *= kHour;
  for (std::int64_t& end : confirmed_ends) end *= kHour / 1000;
  std::string out;
  for (const Block& block : blocks_of(hours, confirmed_ends)) {
    out += (out.empty() ? "" : " ") + std::to_string(block.from / kHour) + "-" +
           std::to_string(block.until / kHour);
    if (block.confirmed) out += '!';
  }
  return out;
}

}  // namespace

TEST_CASE("blocks: begin with the first request, end five hours later") {
  CHECK(blocks({}, {}) == "");
  CHECK(blocks({1}, {}) == "1-6");
  CHECK(blocks({1, 5, 6, 10, 11, 30}, {}) == "1-6 6-11 11-16 30-35");
}

TEST_CASE("blocks: as Claude Code told, where it did") {
  CHECK(blocks({1, 2, 3}, {6}) == "1-6!");
  CHECK(blocks({2, 3}, {6}) == "1-6!");
  CHECK(blocks({0, 2, 7}, {6}) == "0-1 1-6! 7-12");
  CHECK(blocks({0, 8}, {6}) == "0-1 8-13");
  CHECK(blocks({2, 7, 12}, {6, 11}) == "1-6! 6-11! 12-17");
  CHECK(blocks({4, 7}, {6, 9}) == "4-9!");  // a window that was replaced by another
  // The same window, reported twice with ends that differ by a second.
  auto two = blocks_of({2 * kHour}, {6 * 3600, 6 * 3600 + 1});
  REQUIRE(two.size() == 1);
  CHECK(two[0].until == 6 * kHour + 1000);
}

TEST_CASE("blocks: in order, apart, and each request in one") {
  Random random(4);
  for (int round = 0; round < 300; ++round) {
    std::vector<TimeMs> times;
    std::vector<std::int64_t> ends;
    for (std::size_t i = 0, n = 1 + random() % 40; i < n; ++i)
      times.push_back(static_cast<TimeMs>(random() % (100 * kHour)));
    for (std::size_t i = 0, n = random() % 6; i < n; ++i)
      ends.push_back(static_cast<std::int64_t>(random() % 360000));
    std::sort(times.begin(), times.end());
    std::sort(ends.begin(), ends.end());
    auto all = blocks_of(times, ends);
    for (std::size_t i = 0; i < all.size(); ++i) {
      REQUIRE(all[i].from < all[i].until);
      REQUIRE(all[i].until - all[i].from <= kBlockLength);
      if (i > 0) REQUIRE(all[i - 1].until <= all[i].from);
    }
    for (TimeMs time : times) {
      const Block* block = block_at(all, time, false);
      REQUIRE(block);
      REQUIRE((time >= block->from && time < block->until));
    }
  }
}

TEST_CASE("blocks: of a time") {
  auto all = blocks_of({10 * kHour, 20 * kHour}, {});
  CHECK(block_at(all, 9 * kHour, false) == nullptr);
  CHECK(block_at(all, 9 * kHour, true) == &all[0]);
  CHECK(block_at(all, 15 * kHour, true) == &all[1]);
  CHECK(block_at(all, 24 * kHour, true) == &all[1]);
  CHECK(block_at(all, 25 * kHour, true) == nullptr);
}

TEST_CASE("filter: projects") {
  for (const char* yes :
       {"/home/you/shop", "/home/you", "/home/you/", "/home/you/shop/", "shop", "/"})
    CHECK(matches_project("/home/you/shop", yes));
  CHECK(matches_project("-home-you-shop", "-home-you-shop"));
  CHECK_FALSE(matches_project("-home-you-shop", "/"));
  for (const char* no :
       {"/home/you/sho", "/home/you/shop/api", "sho", "you", "/shop", "home/you/shop"})
    CHECK_FALSE(matches_project("/home/you/shop", no));
}

// Windows file names ignore case; those of Linux under WSL do not.
TEST_CASE("filter: projects on Windows") {
  const char* shop = R"(C:\Users\me\source\shop)";
  for (const char* yes :
       {"shop", "Shop", R"(C:\Users\me\source)", R"(c:\users\me\source\)", "C:/Users/me",
        "C:", R"(C:\)", R"(C:\Users\me\source\shop)", "c:/Users/me/source/shop/"})
    CHECK(matches_project(shop, yes));
  for (const char* no : {"sho", "me", R"(C:\Users\me\sou)", R"(D:\Users\me\source)", "/",
                         "/C:/Users", R"(C:\Users\me\source\shop\api)"})
    CHECK_FALSE(matches_project(shop, no));
  const char* wsl = R"(\\wsl.localhost\Ubuntu\home\me\shop2)";
  for (const char* yes : {"shop2", R"(\\wsl.localhost\Ubuntu\home)", wsl})
    CHECK(matches_project(wsl, yes));
  for (const char* no : {"shop", R"(\\wsl.localhost\Ubuntu\Home)"})
    CHECK_FALSE(matches_project(wsl, no));
}

TEST_CASE("filter: models") {
  for (const char* yes :
       {"opus", "OPUS", "opus-5-5", "claude-opus-5-5", "claude", "5", "5-5", "claude-opus"})
    CHECK(matches_model("claude-opus-5-5", yes));
  for (const char* no : {"opu", "pus", "opus-5-", "opus-4", "sonnet", "claude-opus-5-5-x", "55"})
    CHECK_FALSE(matches_model("claude-opus-5-5", no));
}

TEST_CASE("responses: two lines with one message id and no request id") {
  Usage nothing, full, other;
  full.input = 3, full.read = 70'000, full.output = 200;
  other.input = 5, other.read = 72'000, other.output = 90;
  CHECK(is_one_response(full, 5'000, full, 9'000));
  CHECK(is_one_response(full, 5'000, nothing, 5'000));  // a fork's copy
  CHECK(is_one_response(nothing, 5'000, full, 5'000));
  CHECK(!is_one_response(full, 5'000, nothing, 9'000));  // another response, of unknown price
  CHECK(!is_one_response(nothing, 5'000, full, 9'000));
  CHECK(!is_one_response(full, 5'000, other, 9'000));
  CHECK(!is_one_response(full, 5'000, full, 5'000 + 11 * 60'000));
  CHECK(is_one_response(full, 0, full, 5'000));
  CHECK(!is_one_response(full, 0, nothing, 5'000));
}

TEST_CASE("responses: lines without ids are told apart by what they count") {
  Entry entry;
  entry.session_id = "s", entry.time = 1000;
  entry.usage.input = 3, entry.usage.output = 200;
  CHECK(entry_key(entry) == entry_key(Entry(entry)));
  for (auto change : {+[](Entry& e) { e.session_id = "t"; }, +[](Entry& e) { e.time = 1001; },
                      +[](Entry& e) { e.usage.input = 4; }, +[](Entry& e) { e.usage.output = 4; },
                      +[](Entry& e) { e.usage.read = 4; }, +[](Entry& e) { e.usage.write_5m = 4; },
                      +[](Entry& e) { e.uuid = "u"; }}) {
    Entry other = entry;
    change(other);
    CHECK(entry_key(other) != entry_key(entry));
  }
  Entry other = entry;
  other.uuid = entry.uuid = "u", other.usage.input = 9;
  CHECK(entry_key(other) == entry_key(entry));
}

TEST_CASE("targets: a path, a host, a program; no arguments") {
  auto target = [](std::string_view text, bool is_command) {
    EntryCall call;
    call.target = text;
    call.is_command = is_command;
    return target_of(call);
  };
  CHECK(target("/home/you/a b.txt", false) == "/home/you/a b.txt");
  CHECK(target("https://you:secret@example.org:8080/x?key=1", false) == "example.org:8080");
  CHECK(target("http://example.org#secret", false) == "example.org");
  CHECK(target("make -j2 SECRET=1", true) == "make");
  CHECK(target("A=secret B='x y' sudo -", true) == "");
  CHECK(target("TOKEN=secret /usr/bin/curl -H secret https://x", true) == "curl");
  CHECK(target("  env time git status", true) == "git");
  for (const char* none :
       {"", "   ", "A=1", "sudo -u root make", "$(secret)", "'two words' x", "|", "\n"})
    CHECK(target(none, true) == "");
}

TEST_CASE("tool errors") {
  CHECK(classify_tool_error("").error == ToolError::kOther);
  CHECK(classify_tool_error("Exit code 1\\nENOENT: no such file").error == ToolError::kExitCode);
  CHECK(classify_tool_error("Error: Exit code 143\\nCommand timed out after 2m").error ==
        ToolError::kTimeout);
  CHECK(classify_tool_error("The user doesn't want to proceed with this tool use.").error ==
        ToolError::kRejected);
  CHECK(classify_tool_error("File has not been read yet. Read it first").error ==
        ToolError::kNotRead);
  CHECK(classify_tool_error("<tool_use_error>String to replace not found in file.").error ==
        ToolError::kNoMatch);
  CHECK(classify_tool_error("File does not exist.").error == ToolError::kNoFile);
  CHECK(classify_tool_error("InputValidationError: x").error == ToolError::kInvalidInput);
  CHECK(classify_tool_error(std::string(400, 'x') + "timed out").error == ToolError::kOther);
  CHECK(name_of(ToolError::kRejected) == "rejected");
  CHECK(name_of(ToolError::kNone).empty());
}

namespace {

// Few keys, so that records collide; members that depend on a record's place are derived from it alone.
Request random_request(Random& random, FileRecords& in) {
  Request r;
  r.message = 1 + random() % 6;
  r.request = static_cast<std::uint32_t>(random() % 3);
  r.pass = random() % 5 == 0;
  r.time = random() % 6 == 0 ? kUndated : static_cast<TimeMs>(1000 + random() % 5);
  r.session = in.names.id("s" + std::to_string(random() % 3));
  r.model = in.names.id("claude-opus-5-5");
  r.agent = in.names.id(random() % 2 ? "" : "a1");
  r.effort = in.names.id(random() % 2 ? "high" : "");
  r.client = in.names.id(random() % 2 ? "2.1.330" : "2.1.119");
  r.sidechain = random() % 2 == 0;
  r.nested = r.sidechain && random() % 3 == 0;
  r.copied = random() % 4 == 0;
  auto count = [&] { return static_cast<std::int64_t>(random() % 1000); };
  r.set_usage({count(), count(), count(), count(), count(), count() % 3, random() % 9 == 0,
               random() % 9 == 0});
  r.offset = random() % 100000;
  if (random() % 3 == 0) r.asked = in.names.id("claude-sonnet-5-5");
  if (random() % 2) {
    Origin origin;
    for (auto member : kOriginNames)
      origin.*member = in.names.id(random() % 3 ? "" : "n" + std::to_string(random() % 3));
    in.origins.push_back(origin);
    r.origin = static_cast<std::uint32_t>(in.origins.size() - 1);
  }
  r.diagnosis = static_cast<Diagnosis>(random() % 3 ? 0 : random() % kDiagnoses);
  r.thinking = static_cast<Thinking>(random() % 3);
  r.hour = random() % 2;
  auto part = [&] { return static_cast<std::uint32_t>(random()); };
  if (random() % 4 == 0) r.passes = {part(), part(), part(), part()};
  return r;
}

FileRecords random_records(Random& random) {
  FileRecords out;
  auto offset = [&] { return random() % 100000; };
  auto time = [&] {
    return random() % 5 == 0 ? kUndated : static_cast<TimeMs>(random() % 4000000000000);
  };
  for (std::size_t i = 0, n = random() % 12; i < n; ++i)
    out.requests.push_back(random_request(random, out));
  for (std::size_t i = 0, n = random() % 5; i < n; ++i)
    out.prompts.push_back(
        {1 + random() % 6, time(), out.names.id("s1"), random() % 2 == 0, offset()});
  for (std::size_t i = 0, n = random() % 3; i < n; ++i) {
    CompactionRecord c;
    c.key = 1 + random() % 4, c.time = time(), c.session = out.names.id("s2"), c.offset = offset();
    c.automatic = random() % 2 == 0, c.sidechain = random() % 2 == 0, c.copied = random() % 2 == 0;
    if (random() % 2) c.post_tokens = static_cast<std::int64_t>(random() % 3);
    if (random() % 2) c.pre_tokens = static_cast<std::int64_t>(random() % 100000);
    out.compactions.push_back(c);
  }
  for (std::size_t i = 0, n = random() % 3; i < n; ++i)
    out.shapes.push_back({time(), out.names.id("79aea7100d21c199"), offset()});
  for (std::size_t i = 0, n = random() % 3; i < n; ++i) out.clearings.push_back({time(), offset()});
  for (std::size_t i = 0, n = random() % 5; i < n; ++i) {
    ToolCall c;
    c.key = 1 + random() % 9, c.message = random(), c.time = time(), c.offset = offset();
    c.session = out.call_names.id("s1"), c.tool = out.call_names.id("Bash"),
    c.target = out.call_names.id("make");
    c.answered = random() % 2 == 0, c.sidechain = random() % 2 == 0;
    c.error = static_cast<ToolError>(random() % 15);
    c.input_bytes = random() % 100000, c.result_bytes = random();
    c.agent = c.session, c.started_agent = random() % 2 ? c.tool : 0, c.answer_offset = offset();
    for (auto* word : {&c.input_hash, &c.result_hash, &c.old_text, &c.lines})
      *word = random() % 2 ? random() : 0;
    if (c.old_text) c.new_text = random();
    if (c.lines) c.first_line = random();
    for (std::size_t k = 0, files = random() % 3; k < files; ++k) c.puts_back.push_back(random());
    c.wall = static_cast<ToolError>(random() % 24);
    if (random() % 4 == 0) c.denial = out.call_names.id("user-rejected");
    for (auto* word : {&c.marks, &c.failure, &c.asks}) *word = random() % 2 ? random() : 0;
    if (random() % 2) c.said = ToolError::kNoCommand, c.subject = out.call_names.id("rg");
    if (random() % 2) c.uses = static_cast<std::uint32_t>(1 + random() % 1000000);
    c.leading = random() % 2, c.own_words = random() % 2, c.persisted = random() % 2,
    c.unchanged = random() % 2;
    c.in_part = random() % 2, c.only_looks = random() % 2, c.is_image = random() % 2;
    out.calls.push_back(c);
  }
  for (std::size_t i = 0, n = random() % 5; i < n; ++i) {
    ContextBlock b;
    b.kind = static_cast<ContextBlock::Kind>(random() % 5), b.offset = offset(), b.bytes = random();
    b.message = random() % 2 ? random() : 0, b.hash = random() % 2 ? random() : 0;
    b.name = out.call_names.id("nested_memory"), b.agent = out.call_names.id("a1");
    b.target = out.call_names.id(random() % 2 ? "CLAUDE.md" : "");
    b.truncated = random() % 2, b.sidechain = random() % 2, b.ended = random() % 2;
    for (std::size_t k = 0, names = random() % 3; k < names; ++k)
      b.names.push_back(static_cast<std::uint32_t>(random()));
    out.blocks.push_back(b);
  }
  if (random() % 3 == 0)
    out.total = CostTotal{out.names.id("s1"), static_cast<double>(random() % 1000) / 7,
                          random() % 2 == 0, offset(), time()};
  out.cwd = out.names.id(random() % 2 ? "/home/you/shop" : "");
  out.started_in = out.names.id(random() % 2 ? "/home/you" : "");
  out.version = out.names.id("2.1.330"), out.last_time = time();
  for (auto* count : {&out.left_out.malformed_lines, &out.left_out.oversized_lines,
                      &out.left_out.foreign_lines, &out.left_out.fillers})
    *count = random() % 3;
  out.left_out.unfinished_lines = random() % 2;
  return out;
}

}  // namespace

TEST_CASE("packing: what comes out is what went in") {
  Random random(5);
  for (int round = 0; round < 300; ++round) {
    FileRecords records = random_records(random), back;
    REQUIRE(unpack_records(pack_records(records), back));
    REQUIRE(unpack_calls(pack_calls(records), back));
    REQUIRE(back == records);
  }
}

TEST_CASE("packing: damage is found") {
  Random random(6);
  for (int round = 0; round < 20; ++round) {
    FileRecords records = random_records(random);
    for (const std::string& whole : {pack_records(records), pack_calls(records)}) {
      bool calls = whole == pack_calls(records);
      auto refused = [calls](std::string_view bytes) {
        FileRecords out;
        return calls ? !unpack_calls(bytes, out) : !unpack_records(bytes, out);
      };
      REQUIRE_FALSE(refused(whole));
      for (std::size_t i = 0; i < whole.size(); ++i) {
        std::string damaged = whole;
        damaged[i] = static_cast<char>(damaged[i] ^ (1 << random() % 8));
        REQUIRE(refused(damaged));
        REQUIRE(refused(std::string_view(whole).substr(0, i)));
      }
      REQUIRE(refused(whole + "x"));
    }
  }
}

namespace {

std::string described(const History& h) {
  std::vector<std::string> lines;
  auto line = [&lines](auto... parts) {
    std::string out;
    ((out += std::to_string(parts) + " "), ...);
    lines.push_back(out);
    return &lines.back();
  };
  for (const HistoryRequest& r : h.requests) {
    *line(0, r.message, r.request, r.pass, r.time, r.input, r.write_5m, r.write_1h, r.read,
          r.output, r.web_searches, r.sidechain, r.nested, r.copied, r.fast, r.us, r.hour, r.offset,
          r.passes.context, r.passes.read, static_cast<int>(r.diagnosis)) +=
        h.names[r.asked] + " " + h.names[h.origins[r.origin].skill] + " " +
        h.names[h.origins[r.origin].branch] + " " + h.files[r.file].path + " " +
        h.names[r.session] + " " + h.names[r.agent] + h.projects[h.files[r.file].project];
  }
  for (const HistoryPrompt& p : h.prompts)
    *line(1, p.key, p.time, p.copied, p.offset) += h.files[p.file].path;
  for (const HistoryCompaction& c : h.compactions)
    *line(2, c.record.key, c.record.time, c.record.automatic, c.record.offset) +=
        h.files[c.file].path;
  for (const auto& [file, from] : h.inherited)
    *line(5, from.last.message, from.last.offset, from.last.read, from.ttl_s, from.compacted_at) +=
        h.files[file].path;
  for (const HistoryClearing& c : h.clearings)
    *line(6, c.record.time, c.record.offset) += h.files[c.file].path;
  for (const HistoryTotal& t : h.totals)
    *line(3, t.record.usd, t.continues_another) += h.names[t.record.session];
  std::sort(lines.begin(), lines.end());
  line(4, h.left_out.malformed_lines, h.left_out.unfinished_lines);
  std::string out;
  for (const std::string& each : lines) out += each + "\n";
  return out;
}

}  // namespace

TEST_CASE("packing: a version that is not known is refused") {
  FileRecords records;
  const std::string body = pack_records(records).substr(9);  // after version and checksum
  auto is_read = [&](std::uint64_t version) {
    PackedWriter head;
    head.put(version);
    head.put_word(checksum(body) + (version >= 3 ? version : 0));
    FileRecords out;
    return unpack_records(head.bytes() + body, out);
  };
  CHECK(is_read(kPackingVersion));
  CHECK_FALSE(is_read(kPackingVersion + 1));
  CHECK_FALSE(is_read(0));
}

TEST_CASE("merging: the order of the parts does not matter") {
  Random random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<LedgerFile> files;
    std::vector<Ledger::Part> parts;
    for (std::int64_t id = 1; id <= 4; ++id) {
      files.push_back(
          {id,
           "/c/projects/-p" + std::to_string(id % 2) + "/f" + std::to_string(id) + ".jsonl",
           {},
           0,
           0,
           0});
      for (std::int64_t i = 0, n = 1 + static_cast<std::int64_t>(random() % 2); i < n; ++i) {
        FileRecords records = random_records(random);
        // No two lines of a file begin at the same offset.
        auto place = [&, k = std::uint64_t{0}]() mutable {
          return static_cast<std::uint64_t>(i) * 1000000 + 100 * k++;
        };
        for (Request& r : records.requests) r.offset = place();
        for (Prompt& p : records.prompts) p.offset = place();
        for (CompactionRecord& c : records.compactions) c.offset = place();
        parts.push_back({id, i * 1000000, std::move(records)});
      }
    }
    std::string first;
    for (int again = 0; again < 5; ++again) {
      std::shuffle(parts.begin(), parts.end(), random);
      RecordMerger merger;
      for (const LedgerFile& file : files) merger.add_file(file);
      for (const Ledger::Part& part : parts) merger.add(part);
      std::string now = described(std::move(merger).finish());
      if (again == 0) first = now;
      REQUIRE(now == first);
    }
  }
}

TEST_CASE("discovering: each file once, also through links") {
  wick_test::Folder folder;
  auto found = [&] {
    Discovery all = discover({folder / "config"}, 2);
    CHECK(all.unreadable.empty());
    std::vector<std::string> paths;
    for (const SessionFile& file : all.files)
      paths.push_back(file.path.substr(folder.path().size()));
    std::sort(paths.begin(), paths.end());
    return paths;
  };
  CHECK(found().empty());
  folder.write("config/projects/-p/a.jsonl", "{}");
  folder.write("config/projects/-p/a/subagents/agent-1.jsonl", "{}");
  folder.write("config/projects/-p/memory/x.md", "");
  folder.write("elsewhere/b.jsonl", "{}");
  std::vector<std::string> own = {"/config/projects/-p/a.jsonl",
                                  "/config/projects/-p/a/subagents/agent-1.jsonl"};
  CHECK(found() == own);
  namespace fs = std::filesystem;
  fs::create_directory_symlink("..", folder / "config/projects/-p/up");
  fs::create_directory_symlink("-p", folder / "config/projects/-q");
  CHECK(found() == own);
  fs::create_directory_symlink(folder / "elsewhere", folder / "config/projects/-p/z");
  own.push_back("/config/projects/-p/z/b.jsonl");
  CHECK(found() == own);
}

TEST_CASE("collecting: what the lines of a file have") {
  wick_test::Folder folder;
  std::string path = folder.write(
      "s.jsonl",
      R"({"type":"user","uuid":"u1","sessionId":"s","cwd":"/p","version":"2.1.330","timestamp":"2026-11-22T05:00:00Z","message":{"role":"user","content":"go on"}})"
      "\n"
      R"({"type":"assistant","uuid":"u2","sessionId":"s","requestId":"r1","timestamp":"2026-11-22T05:00:01Z","message":{"id":"m1","model":"claude-opus-5-5","content":[{"type":"tool_use","id":"t1","name":"Read","input":{"file_path":"/p/a","offset":3}}],"usage":{"input_tokens":3,"cache_read_input_tokens":20,"cache_creation_input_tokens":100,"output_tokens":7}}})"
      "\n"
      R"({"type":"user","uuid":"u3","sessionId":"s","timestamp":"2026-11-22T05:00:02Z","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"text"}]},"toolUseResult":{"type":"text","file":{"filePath":"/p/a","startLine":3,"numLines":9}}})"
      "\n"
      R"({"type":"system","subtype":"compact_boundary","uuid":"u4","sessionId":"s","timestamp":"2026-11-22T05:00:03Z","compactMetadata":{"trigger":"auto","preTokens":900,"postTokens":30}})"
      "\n");
  SpanLines lines;
  OpenFile file = open_regular(path);
  lines.open(file, 0, file.info.size);
  FileRecords records = Collector().collect(lines);
  const TimeMs at = 1795323600000;  // 05:00:00
  CHECK(records.names[records.cwd] == "/p");
  CHECK(records.names[records.version] == "2.1.330");
  CHECK(records.last_time == at + 3000);
  CHECK(records.left_out == LeftOut{});

  REQUIRE(records.prompts.size() == 1);
  CHECK((records.prompts[0].time == at && records.prompts[0].offset == 0));
  CHECK(records.names[records.prompts[0].session] == "s");

  REQUIRE(records.requests.size() == 1);
  const Request& r = records.requests[0];
  CHECK(r.time == at + 1000);
  CHECK((r.input == 3 && r.read == 20 && r.write_5m == 100 && r.write_1h == 0 && r.output == 7));
  CHECK(records.names[r.model] == "claude-opus-5-5");
  CHECK(records.names[r.session] == "s");
  CHECK_FALSE((r.sidechain || r.nested || r.copied));

  REQUIRE(records.calls.size() == 1);
  const ToolCall& c = records.calls[0];
  CHECK(records.call_names[c.tool] == "Read");
  CHECK(records.call_names[c.target] == "/p/a");
  CHECK((c.answered && c.in_part && c.error == ToolError::kNone && c.message == r.message));
  CHECK((c.first_line == 3 && c.lines == 9));
  CHECK((c.offset == r.offset && c.answer_offset > c.offset));
  CHECK(c.result_bytes == 4);

  REQUIRE(records.compactions.size() == 1);
  const CompactionRecord& k = records.compactions[0];
  CHECK(k.time == at + 3000);
  CHECK(k.automatic);
  CHECK_FALSE((k.sidechain || k.copied));
  CHECK(k.pre_tokens == 900);
  CHECK(k.post_tokens == 30);
  CHECK(records.names[k.session] == "s");
}

TEST_CASE("leftovers: what is there again goes, what said more stays") {
  FileRecords old, present;
  auto request = [](FileRecords& in, std::uint64_t message, std::int64_t output) {
    Request r;
    r.message = message, r.request = 1, r.time = 1000;
    r.session = in.names.id("s" + std::to_string(message)), r.model = in.names.id("m");
    r.output = static_cast<std::uint32_t>(output);
    in.requests.push_back(r);
  };
  request(old, 1, 10), request(old, 2, 10), request(old, 3, 10);
  old.prompts.push_back({7, 1, 0, false, 0}), old.prompts.push_back({8, 1, 0, false, 0});
  old.left_out.malformed_lines = 5;
  request(present, 1, 10), request(present, 3, 9);
  present.prompts.push_back({8, 2, 0, false, 50});
  RemovedRecords leftovers({old});
  leftovers.drop(present);
  FileRecords rest = std::move(leftovers).rest();
  REQUIRE(rest.requests.size() == 2);
  CHECK(rest.names[rest.requests[0].session] == "s2");
  CHECK(rest.names[rest.requests[1].session] == "s3");
  REQUIRE(rest.prompts.size() == 1);
  CHECK(rest.prompts[0].key == 7);
  CHECK(rest.left_out == LeftOut{});
  RemovedRecords again({rest});
  again.drop(old);
  CHECK(std::move(again).rest().empty());
}
