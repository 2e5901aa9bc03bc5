// SPDX-License-Identifier: MIT
#include "tests/unit/catch.h"

#include "lib/audit/detectors.h"
#include "lib/audit/waste_packing.h"
#include "lib/base/packed.h"
#include "lib/claude/tool_error.h"
#include "lib/history/command_kind.h"
#include "lib/history/usage_now.h"

using namespace wick;

TEST_CASE("commands that only look") {
  for (const char* command : {"ls -la src", "cat a | grep b | head -n 3", "git status && git diff 2>&1", "cd x; ls",
                              "find . -name '*.cc' 2>/dev/null", "/usr/bin/wc -l a"})
    CHECK(only_looks(command));
  for (const char* command : {"make", "sed -i s/a/b/ f", "cat a > b", "git commit -m x", "find . -delete", "ls $(rm a)",
                              "ls && rm a", "echo a >> b"})
    CHECK_FALSE(only_looks(command));
}

TEST_CASE("prompts that say nearly the same") {
  const char* asked = "Please fix the failing test in the parser, and run all tests again afterwards";
  auto alike = [&](const char* other) { return same_words(words_hash(asked), words_hash(other)); };
  CHECK(alike("please fix the failing test in the parser and run all tests again afterwards!") == 8);
  CHECK(alike("Now write the documentation of the new option for the manual page and the readme") < 4);
  CHECK(words_hash("go on") == 0);
}

TEST_CASE("walls and platforms by what they say") {
  CHECK(classify_wall("Request failed with status code 403") == ToolError::kHttp);
  CHECK(classify_wall("Request failed with status code 200") == ToolError::kNone);
  CHECK(classify_wall("Just a moment... Checking your browser") == ToolError::kChallenge);
  CHECK(classify_wall("net::ERR_NAME_NOT_RESOLVED at https://x") == ToolError::kNetwork);
  CHECK(classify_wall("The page lists 403 items") == ToolError::kNone);
  CHECK(classify_tool_error("Exit code 127\nbash: zsh: command not found") == ToolError::kNoCommand);
  CHECK(classify_tool_error("Exit code 1\nModuleNotFoundError: No module named 'x'") == ToolError::kNoModule);
  CHECK(classify_tool_error("Exit code 2\nerror: unrecognized subcommand 'bun'") == ToolError::kWrongOption);
  CHECK(classify_tool_error("Exit code 128\nfatal: not a git repository") == ToolError::kWrongFolder);
  CHECK(classify_tool_error("Exit code 1\n3 tests failed") == ToolError::kExitCode);
  struct Said {
    const char* text;
    ToolError error;
  };
  for (const Said& said : std::initializer_list<Said>{
           {"Exit code 127\n/bin/sh: 1: rg: not found", ToolError::kNoCommand},
           {"Exit code 126\nbash: ./tool: cannot execute binary file: Exec format error", ToolError::kNoCommand},
           {"Exit code 1\nbash: line 1: cd: build: No such file or directory", ToolError::kWrongFolder},
           {"Exit code 1\ncd: no such file or directory: build", ToolError::kWrongFolder},
           {"Exit code 1\nls: build: No such file or directory", ToolError::kExitCode},
           {"Exit code 2\nmake: *** No targets specified and no makefile found.  Stop.", ToolError::kWrongFolder},
           {"Exit code 1\nsed: 1: \"a.c\": invalid command code .", ToolError::kWrongOption},
           {"Exit code 2\nerror: unexpected argument '--foo' found", ToolError::kWrongOption},
           {"Exit code 1\ntests/a.rb:1: cannot load such file -- json (LoadError)", ToolError::kNoModule},
           {"<tool_use_error>Agent type 'coder' not found. Available agents: Explore</tool_use_error>", ToolError::kInvalidInput},
           {"This command requires approval", ToolError::kDenied},
           {"maxContentLength size of 10485760 exceeded", ToolError::kTooLarge}})
    CHECK(classify_tool_error(said.text) == said.error);
  for (const Said& said : std::initializer_list<Said>{
           {"HTTP error: 403 Forbidden", ToolError::kHttp},
           {"# 404 Not Found\nnginx", ToolError::kHttp},
           {"Request failed with status code 522", ToolError::kHttp},
           {"REDIRECT DETECTED: The URL redirects to a different host.\n\nOriginal URL: https://a.example\n"
            "Redirect URL: https://accounts.google.com/ServiceLogin", ToolError::kLogin},
           {"REDIRECT DETECTED: The URL redirects to a different host.\n\nOriginal URL: https://a.example\n"
            "Redirect URL: https://www.a.example/docs", ToolError::kNone},
           {"Your session has expired", ToolError::kLogin},
           {"Error: browserType.launch: Executable doesn't exist at /x/chrome", ToolError::kNoBrowser},
           {"Please complete the hCaptcha below", ToolError::kChallenge},
           {"The documentation of the API describes in its third chapter, on errors and what to do about them, that "
            "a 401 Unauthorized is sent without a key", ToolError::kNone}})
    CHECK(classify_wall(said.text) == said.error);
}

TEST_CASE("tools of the web, and servers") {
  CHECK(is_web_tool("WebFetch"));
  CHECK(is_web_tool("mcp__playwright__browser_click"));
  CHECK_FALSE(is_web_tool("Bash"));
  CHECK_FALSE(is_web_tool("mcp__context7__query-docs"));
  CHECK(mcp_server_of("mcp__context7__query-docs") == "context7");
  CHECK(mcp_server_of("Read").empty());
}

TEST_CASE("what is kept of sessions' waste") {
  WasteNow waste{1795312800000, {{"s-1", 12, 40}, {"s-2", 0, 7}}};
  std::string text = waste_now_text(waste);
  CHECK(parse_waste_now(text) == waste);
  for (std::size_t i = 0; i < text.size(); ++i) {
    CHECK(parse_waste_now(text.substr(0, i)) != waste);
    std::string damaged = text;
    damaged[i] = 'x';
    CHECK(parse_waste_now(damaged) != waste);
  }
  CHECK_FALSE(parse_waste_now("wick waste 1\ntold 5\nsession s 9 8\n"));
  CHECK_FALSE(parse_waste_now(""));
}

TEST_CASE("a report as bytes") {
  WasteReport report;
  WasteRow row;
  row.time = 1795312800000, row.session = report.names.id("s-1"), row.transcript = report.names.id("/home/you/s-1.jsonl");
  row.tool = report.names.id("Read"), row.why = report.names.id("why"), row.offset = kNoOffset;
  row.waste = Waste::kReread, row.error = ToolError::kEmptyPage, row.basis = Basis::kEstimated;
  row.judge = report.names.id("claude-haiku-5-5"), row.judged_at = 1795312900000;
  row.once = {120, 5000}, row.again = {0, -3};
  report.findings = {row, {}};
  report.all[Waste::kReread] = row.cost();
  report.requests = 7, report.unpriced = 1, report.sessions = 1;
  report.by_session = {{"s-1", report.all, 1795312800000}};
  report.weeks = {{"", {}, kUndated}};
  std::string bytes = pack_report(report);
  auto back = unpack_report(bytes);
  REQUIRE(back);
  CHECK(back->names.all() == report.names.all());
  CHECK(back->findings == report.findings);
  CHECK(back->by_session == report.by_session);
  CHECK(back->weeks == report.weeks);
  CHECK(back->all == report.all);
  CHECK(pack_report(*back) == bytes);
  for (std::size_t i = 0; i < bytes.size(); ++i) CHECK_FALSE(unpack_report(bytes.substr(0, i)));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x55);
    unpack_report(damaged);  // whatever it gives, without a fault
  }
}

TEST_CASE("commands that take a file back from git") {
  std::uint64_t file = hash_bytes("/home/you/src/a.c");
  for (const char* command : {"git checkout -- src/a.c", "git checkout src/a.c", "git restore ./src/a.c", "git checkout HEAD -- src/a.c",
                              "make; git restore /home/you/src/a.c && git status"})
    CHECK(put_back_by(command, "/home/you") == file);
  for (const char* command : {"git checkout -- src/a.c src/b.c", "git restore 'src/*.c'", "git status src/a.c", "cd src && git restore a.c",
                              "git restore", "echo git restore src/a.c", ""})
    CHECK(put_back_by(command, "/home/you") != file);
}
