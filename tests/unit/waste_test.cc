// SPDX-License-Identifier: MIT
#include "lib/audit/detectors.h"
#include "lib/audit/waste_account.h"
#include "lib/base/packed.h"
#include "lib/claude/tool_error.h"
#include "lib/history/call_outcome.h"
#include "lib/history/command_kind.h"
#include "lib/history/usage_now.h"
#include "tests/unit/catch.h"

using namespace wick;

TEST_CASE("commands that only look") {
  for (const char* command :
       {"ls -la src", "cat a | grep b | head -n 3", "git status && git diff 2>&1", "cd x; ls",
        "find . -name '*.cc' 2>/dev/null", "/usr/bin/wc -l a", "git -C web --no-pager log -3",
        "kubectl -n prod get pods", "docker logs web | tail", "gh pr view 3", "npm ls",
        "Get-ChildItem src"})
    CHECK(only_looks(command));
  for (const char* command :
       {"make", "sed -i s/a/b/ f", "cat a > b", "git commit -m x", "find . -delete", "ls $(rm a)",
        "ls && rm a", "echo a >> b", "git -C web commit", "kubectl delete pod a", "docker run a",
        "gh pr merge 3", "npm install"})
    CHECK_FALSE(only_looks(command));
}

TEST_CASE("prompts that say nearly the same") {
  const char* asked =
      "Please fix the failing test in the parser, and run all tests again afterwards";
  auto alike = [&](const char* other) { return same_words(words_hash(asked), words_hash(other)); };
  CHECK(alike("please fix the failing test in the parser and run all tests again afterwards!") ==
        8);
  CHECK(alike("Now write the documentation of the new option for the manual page and the readme") <
        4);
  CHECK(words_hash("go on") == 0);
}

TEST_CASE("what the client says of a call that failed") {
  struct Said {
    const char* text;
    ToolError error;
  };
  for (
      const Said& said : std::initializer_list<Said>{
          {"<tool_use_error>Agent type 'coder' not found. Available agents: Explore</tool_use_error>",
           ToolError::kInvalidInput},
          {"This command requires approval", ToolError::kDenied},
          {"Permission for this action was denied by the Claude Code auto mode classifier.",
           ToolError::kDenied},
          {"claude-opus-5[1m] is temporarily unavailable, so auto mode cannot determine the safety of Bash right now.",
           ToolError::kDenied},
          {"cd in '/etc' was blocked. For security, Claude Code may only change directories to",
           ToolError::kDenied},
          {"PreToolUse:Bash hook error: [lint.sh]: no", ToolError::kHook},
          {"<tool_use_error>Sibling tool call errored</tool_use_error>", ToolError::kCancelled},
          {"Error: <tool_use_error>String not found in file. Failed to apply edit.</tool_use_error>",
           ToolError::kNoMatch},
          {"<tool_use_error>Whatever a later client says</tool_use_error>",
           ToolError::kInvalidInput},
          {"The user doesn't want to proceed with this tool use. The tool use was rejected. STOP what you are doing",
           ToolError::kRejected},
          {"The user doesn't want to proceed with this tool use. To tell you how to proceed, the user said:\\nuse tabs",
           ToolError::kSteered},
          {"maxContentLength size of 10485760 exceeded", ToolError::kTooLarge},
          {"ENOENT: no such file or directory, open '/x'", ToolError::kNoFile},
          {"ENOENT: no such file or directory, posix_spawn '/opt/claude'", ToolError::kOther},
          {"lefthook v1.12  hook: pre-commit", ToolError::kOther},
          {"E  AssertionError: expected 'timed out'", ToolError::kOther}})
    CHECK(classify_tool_error(said.text).error == said.error);
  CHECK(classify_tool_error("no text that is known", "user-rejected").error ==
        ToolError::kRejected);
  CHECK(classify_tool_error("no text that is known", "automode-unavailable").error ==
        ToolError::kDenied);
  CHECK(classify_tool_error("File does not exist.").own_tool);
  CHECK_FALSE(classify_tool_error("Permission to use Bash has been denied.").own_tool);
}

TEST_CASE("what a command's output says of the machine") {
  struct Said {
    const char* text;
    ToolError error;
    const char* subject;
  };
  // As the programs print it (bash 5.2, dash, zsh 5.9, fish 3.6, GNU and BSD tools, git, node, python, go, npm, cargo).
  for (
      const Said& said : std::initializer_list<Said>{
          {"Exit code 127\\nbash: zsh: command not found", ToolError::kNoCommand, "zsh"},
          {"/bin/bash: line 1: shellcheck: command not found", ToolError::kNoCommand, "shellcheck"},
          {"Exit code 127\\n/bin/sh: 1: rg: not found", ToolError::kNoCommand, "rg"},
          {"(eval):1: command not found: tree", ToolError::kNoCommand, "tree"},
          {"zsh:1: command not found: fd", ToolError::kNoCommand, "fd"},
          {"fish: Unknown command: bat", ToolError::kNoCommand, "bat"},
          {"env: \xE2\x80\x98ruby\xE2\x80\x99: No such file or directory", ToolError::kNoCommand,
           "ruby"},
          {"env: node: No such file or directory", ToolError::kNoCommand, "node"},
          {"'make' is not recognized as an internal or external command,\\noperable program or batch file.",
           ToolError::kNoCommand, "make"},
          {"Exit code 126\\nbash: ./tool: cannot execute binary file: Exec format error",
           ToolError::kNoCommand, "tool"},
          {"Exit code 1\\nTraceback (most recent call last):\\n  import x\\nModuleNotFoundError: No module named 'x.y'",
           ToolError::kNoModule, "x.y"},
          {"/usr/bin/python3: No module named pytest", ToolError::kNoModule, "pytest"},
          {"node:internal/modules/cjs/loader:1228\\n  throw err;\\n  ^\\n\\nError: Cannot find module 'left-pad'",
           ToolError::kNoModule, "left-pad"},
          {"Exit code 1\\ntests/a.rb:1: cannot load such file -- json (LoadError)",
           ToolError::kNone, ""},
          {"<internal:/usr/lib/ruby/kernel_require.rb>:85:in `require': cannot load such file -- json (LoadError)",
           ToolError::kNoModule, "json"},
          {"/home/u/a.rb:1:in 'Kernel#require': cannot load such file -- json (LoadError)",
           ToolError::kNoModule, "json"},
          {"lua: x.lua:1: module 'cjson' not found:\\n\\tno field package.preload['cjson']",
           ToolError::kNoModule, "cjson"},
          {"Can't locate JSON/XS.pm in @INC (you may need to install the JSON::XS module) (@INC contains: /etc/perl /usr/local/lib/x86_64-linux-gnu/perl/5.36.0 /usr/local/share/perl/5.36.0 /usr/lib/x86_64-linux-gnu/perl5/5.36 /usr/share/perl5 /usr/lib/x86_64-linux-gnu/perl-base) at -e line 1.",
           ToolError::kNoModule, "JSON/XS.pm"},
          {"Can't locate object method \\\"x\\\" via package \\\"Foo\\\" at a.pl line 3.",
           ToolError::kNone, ""},
          {"./a: /lib/libc.so.6: version `GLIBC_2.38' not found (required by ./a)",
           ToolError::kNoModule, "glibc"},
          {"./a: error while loading shared libraries: libssl.so.1.1: cannot open shared object file: No such file or directory",
           ToolError::kNoModule, "libssl.so.1.1"},
          {"a.c:1:10: fatal error: sodium.h: No such file or directory\\n    1 | #include <sodium.h>",
           ToolError::kNoModule, "sodium.h"},
          {"a.c:1:10: fatal error: util.h: No such file or directory\\n    1 | #include \\\"util.h\\\"",
           ToolError::kNone, ""},
          {"Exit code 127\\nnohup: failed to run command 'rake': No such file or directory",
           ToolError::kNoCommand, "rake"},
          {"timeout: failed to run command \xE2\x80\x98rake\xE2\x80\x99: No such file or directory",
           ToolError::kNoCommand, "rake"},
          {"golangci-lint run\\nmake: golangci-lint: No such file or directory\\nmake: *** [Makefile:3: lint] Error 127",
           ToolError::kNoCommand, "golangci-lint"},
          {"ksh: psql: not found", ToolError::kNoCommand, "psql"},
          {"(eval):cd:1: no such file or directory: build", ToolError::kWrongFolder, "cd"},
          {"cd: The directory 'build' does not exist", ToolError::kWrongFolder, "cd"},
          {"bash: line 1: declare: -A: invalid option", ToolError::kWrongOption, "-A"},
          {"sed: 1: \\\"src/a.ts\\\": unterminated substitute pattern", ToolError::kWrongOption,
           "sed"},
          {"sed: 1: \\\"s/a/b\\\": unterminated substitute in regular expression", ToolError::kNone,
           ""},
          {"head: illegal line count -- -3", ToolError::kWrongOption, "head"},
          {"clang: error: unknown argument: '-frob'", ToolError::kWrongOption, "-frob"},
          {"error TS5023: Unknown compiler option '--frob'.", ToolError::kWrongOption, "--frob"},
          {"error TS2304: Cannot find name 'foo'.", ToolError::kNone, ""},
          {"jq: Unknown option --frob", ToolError::kWrongOption, "--frob"},
          {"fatal: unrecognized argument: --frob", ToolError::kWrongOption, "--frob"},
          {"rsync: --frob: unknown option", ToolError::kWrongOption, "--frob"},
          {"app: error: argument command: invalid choice: 'ls' (choose from 'a', 'b')",
           ToolError::kWrongOption, "app"},
          {"CMake Error: Unknown argument --frob", ToolError::kWrongOption, "--frob"},
          {"MSBUILD : error MSB1003: Specify a project or solution file.", ToolError::kWrongFolder,
           "dotnet"},
          {"Get-ChildItem : A parameter cannot be found that matches parameter name 'la'.",
           ToolError::kWrongOption, "la"},
          {"Terraform has no command named \\\"plann\\\". Did you mean \\\"plan\\\"?",
           ToolError::kWrongOption, "plann"},
          {" ERR_PNPM_RECURSIVE_EXEC_FIRST_FAIL  Command \\\"tsc\\\" not found",
           ToolError::kWrongOption, "tsc"},
          {"error: 'cargo-clippy' is not installed for the toolchain 'stable-x86_64'.",
           ToolError::kNoCommand, "cargo"},
          {"Exit code 2\\nerror: unrecognized subcommand 'bun'", ToolError::kWrongOption, "bun"},
          {"cat: illegal option -- A\\nusage: cat [-belnstuv] [file ...]", ToolError::kWrongOption,
           "cat"},
          {"ls: unrecognized option '--foo'", ToolError::kWrongOption, "--foo"},
          {"Error: unknown flag: --out-format", ToolError::kWrongOption, "--out-format"},
          {"Exit code 2\\nerror: unexpected argument '--foo' found", ToolError::kWrongOption,
           "--foo"},
          {"Usage: x [OPTIONS]\\nTry 'x -h' for help.\\n\\nError: No such option: --pr Did you mean --help?",
           ToolError::kWrongOption, "--pr"},
          {"tool.py: error: unrecognized arguments: --all", ToolError::kWrongOption, "--all"},
          {"npm error Missing script: \\\"lint\\\"", ToolError::kWrongOption, "lint"},
          {"error: no such command: `nextest`", ToolError::kWrongOption, "nextest"},
          {"flag provided but not defined: -race2", ToolError::kWrongOption, "-race2"},
          {"git: 'swich' is not a git command. See 'git --help'.", ToolError::kWrongOption,
           "swich"},
          {"Exit code 1\\nsed: 1: \\\"a.c\\\": invalid command code .", ToolError::kWrongOption,
           "sed"},
          {"find: -printf: unknown primary or operator", ToolError::kWrongOption, "-printf"},
          {"Exit code 128\\nfatal: not a git repository", ToolError::kWrongFolder, "git"},
          {"Exit code 1\\nbash: line 1: cd: build: No such file or directory",
           ToolError::kWrongFolder, "cd"},
          {"Exit code 1\\ncd: no such file or directory: build", ToolError::kWrongFolder, "cd"},
          {"Exit code 2\\nmake: *** No targets specified and no makefile found.  Stop.",
           ToolError::kWrongFolder, "make"},
          {"Exit code 1\\nsed: src/a.c: No such file or directory", ToolError::kNoFile, "sed"},
          {"Exit code 128\\nfatal: pathspec 'src/a.c' did not match any files", ToolError::kNoFile,
           "git"},
          {"Exit code 1\\nls: build: No such file or directory", ToolError::kNone, ""},
          {"Exit code 1\\n3 tests failed", ToolError::kNone, ""},
          {"Error in argument 1, char 2: option not found Z\\nUsage: php [options] [-f] <file>",
           ToolError::kWrongOption, "php"},
          {"VIM - Vi IMproved 9.0 (2022 Jun 28)\\nUnknown option argument: \\\"--x\\\"",
           ToolError::kWrongOption, "--x"},
          {"go vett: unknown command\\nRun 'go help' for usage.", ToolError::kWrongOption, "vett"},
          {"Windows Subsystem for Linux has no installed distributions.", ToolError::kNoModule,
           "wsl-runtime"},
          {"Error: LinkageError occurred while loading main class App\\n\\tjava.lang.X",
           ToolError::kNoModule, "java-runtime"},
          {"\\u001b[41m This is not the tsc command you are looking for \\u001b[0m",
           ToolError::kNoCommand, "tsc"},
          {"--- FAIL: TestFlags\\n    cli_test.go:33: unknown flag: --x", ToolError::kNone, ""},
          {"cli_test.go:33: unknown flag: --x", ToolError::kNone, ""},
          {"The docs say: on an old system \\\"rg: command not found\\\" is printed",
           ToolError::kNone, ""}}) {
    INFO(said.text);
    CommandFailure found = classify_command(said.text);
    CHECK(found.error == said.error);
    if (said.error != ToolError::kNone) CHECK(found.subject == said.subject);
  }
  CHECK(classify_command("error: unknown option '--x'").leading);
  CHECK_FALSE(classify_command("building\\nerror: unknown option '--x'").leading);
}

TEST_CASE("whose failure it is") {
  auto settled = [](const char* tool, const char* command, const char* result, bool is_error) {
    ToolCall call;
    call.answered = true, call.marks = command_marks(command),
    call.only_looks = only_looks(command);
    if (is_error) {
      ClientError classified = classify_tool_error(result);
      call.error = classified.error, call.own_words = classified.own_tool;
    }
    CommandFailure said = classify_command(result);
    call.said = said.error, call.leading = said.leading,
    call.asks = mark_of(said.about, said.subject);
    settle(call, tool);
    ToolError once = call.error;
    settle(call, tool);
    CHECK(call.error == once);
    return once;
  };
  // A pipe hides the status.
  CHECK(settled("Bash", "shellcheck a.sh 2>&1 | head",
                "/bin/bash: line 1: shellcheck: command not found",
                false) == ToolError::kNoCommand);
  CHECK(settled("Bash", "cat -A a | head", "cat: illegal option -- A", false) ==
        ToolError::kWrongOption);
  CHECK(settled("Bash", "golangci-lint run --out-format=x 2>&1 | head",
                "Error: unknown flag: --out-format", false) == ToolError::kWrongOption);
  // A quotation in a log is not a failure.
  CHECK(settled("Bash", "cat ci.log | head", "/bin/bash: line 1: shellcheck: command not found",
                false) == ToolError::kNone);
  CHECK(settled("Bash", "grep 'shellcheck' ci.log",
                "/bin/bash: line 1: shellcheck: command not found", false) == ToolError::kNone);
  CHECK(settled("Bash", "go test ./...", "Exit code 1\\n=== RUN Flags\\nError: unknown flag: --x",
                true) == ToolError::kExitCode);
  CHECK(settled("Bash", "go test --x ./...", "Exit code 1\\nbuilding\\nError: unknown flag: --x",
                true) == ToolError::kWrongOption);
  CHECK(settled("Bash", "sed -n 1p src/a.c",
                "Exit code 1\\nsed: src/a.c: No such file or directory",
                true) == ToolError::kNoFile);
  CHECK(settled("Bash", "make all", "Exit code 2\\nsed: src/a.c: No such file or directory",
                true) == ToolError::kExitCode);
  // The messages of Claude Code's own tools, printed by a program here.
  CHECK(settled("Bash", "x", "File does not exist", true) == ToolError::kExitCode);
  CHECK(settled("mcp__fs__read", "", "File does not exist", true) == ToolError::kOther);
  CHECK(settled("Read", "", "File does not exist", true) == ToolError::kNoFile);
  CHECK(settled("ExitPlanMode", "", "The user doesn't want to proceed with this tool use.", true) ==
        ToolError::kSteered);
}

TEST_CASE("walls of the web") {
  struct Said {
    const char* text;
    ToolError error;
  };
  for (
      const Said& said : std::initializer_list<Said>{
          {"Request failed with status code 403", ToolError::kHttp},
          {"Request failed with status code 200", ToolError::kNone},
          {"HTTP error: 403 Forbidden", ToolError::kHttp},
          {"# 404 Not Found\\nnginx", ToolError::kHttp},
          {"Request failed with status code 522", ToolError::kHttp},
          {"Just a moment... Checking your browser", ToolError::kChallenge},
          {"- Page URL: https://x.example\\n- Page Title: Just a moment...", ToolError::kChallenge},
          {"Error: page.goto: net::ERR_NAME_NOT_RESOLVED at https://x", ToolError::kNetwork},
          {"REDIRECT DETECTED: The URL redirects to a different host.\\n\\nOriginal URL: https://a.example\\n"
           "Redirect URL: https://sources.google.com/ServiceLogin",
           ToolError::kLogin},
          {"REDIRECT DETECTED: The URL redirects to a different host.\\n\\nOriginal URL: https://a.example\\n"
           "Redirect URL: https://www.a.example/docs",
           ToolError::kNone},
          {"Your session has expired", ToolError::kLogin},
          {"Error: browserType.launch: Executable doesn't exist at /x/chrome",
           ToolError::kNoBrowser},
          {"Please complete the hCaptcha below", ToolError::kChallenge},
          {"# Access Denied\\n\\nReference #18.2f", ToolError::kChallenge},
          {"### Ran code\\n- Page URL: https://git.example/login?return_to=%2Fu",
           ToolError::kLogin},
          {"- Page URL: https://git.example/login", ToolError::kNone},
          {"Web search error: too_many_requests", ToolError::kHttp},
          {"# HTTP 403 explained\\n\\nA 403 means", ToolError::kNone},
          {"Title: HTTP 429 Too Many Requests\\nURL: https://a.example", ToolError::kNone},
          {"The page lists 403 items", ToolError::kNone},
          {"A client that meets a CAPTCHA waits until it is solved", ToolError::kNone},
          {"Web search results for query: \\\"nginx 403\\\"\\n\\nLinks: [HTTP 403 and how to fix it]",
           ToolError::kNone},
          {"The documentation says that a 401 Unauthorized is sent without a key",
           ToolError::kNone}}) {
    INFO(said.text);
    CHECK(classify_wall(said.text, false) == said.error);
  }
  CHECK(classify_wall("## 403 Forbidden\\nIs sent where the scope lacks.", false, 200) ==
        ToolError::kNone);
  CHECK(classify_wall("whatever it says", false, 503) == ToolError::kHttp);
  CHECK(classify_wall("getaddrinfo ENOTFOUND host", true) == ToolError::kNetwork);
  CHECK(classify_wall("Brave API error: 429 Too Many Requests", true) == ToolError::kHttp);
  CHECK(classify_wall("Search error (402): no credits are left", true) == ToolError::kHttp);
}

TEST_CASE("what a model says of a wall in place of a page") {
  struct Said {
    const char* text;
    ToolError error;
  };
  for (
      const Said& said : std::initializer_list<Said>{
          {"I'm unable to access this page: it shows a Cloudflare security check.",
           ToolError::kChallenge},
          {"The content only shows a CAPTCHA. I cannot extract the table.", ToolError::kChallenge},
          {"I cannot say what it costs because the page requires you to sign in.",
           ToolError::kLogin},
          {"The article is behind a paywall.", ToolError::kLogin},
          {"The page you linked is a \\\"404 - Page not found\\\" error page.", ToolError::kHttp},
          {"The web page content appears to be empty.", ToolError::kEmptyPage},
          {"The page has only \\\"You need to enable JavaScript to run this app\\\".",
           ToolError::kEmptyPage},
          {"The guide describes how to sign in: open the login page, then solve the CAPTCHA.",
           ToolError::kNone},
          {"Cloudflare Turnstile is a CAPTCHA replacement. The page lists its modes.",
           ToolError::kNone},
          {"I cannot find prices on the page. It describes the installation and three examples.",
           ToolError::kNone},
          {"Authenticated requests get 5,000 an hour. Beyond that the API answers 429 Too Many Requests.",
           ToolError::kNone}}) {
    INFO(said.text);
    CHECK(classify_wall(said.text, false, 0, true) == said.error);
    CHECK(classify_wall(said.text, false, 200, true) == said.error);
  }
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
  row.time = 1795312800000, row.session = report.names.id("s-1"),
  row.transcript = report.names.id("/home/you/s-1.jsonl");
  row.tool = report.names.id("Read"), row.why = WasteReason::kUnchangedFile, row.offset = kNoOffset;
  row.waste = Waste::kReread, row.error = ToolError::kEmptyPage, row.basis = Basis::kEstimated;
  row.judge = report.names.id("claude-haiku-5-5"), row.judged_at = 1795312900000;
  row.once = {120, 5000}, row.compounded = {0, -3};
  report.findings = {row, {}};
  report.all[Waste::kReread] = row.cost();
  report.requests = 7, report.unpriced = 1, report.sessions = 1;
  report.by_session = {{"s-1", report.all, 1795312800000}};
  report.days = {{"2026-11-24", {}, kUndated}};
  report.weeks = {{"", {}, kUndated}};
  std::string bytes = pack_report(report);
  auto back = unpack_report(bytes);
  REQUIRE(back);
  CHECK(back->names.all() == report.names.all());
  CHECK(back->findings == report.findings);
  CHECK(back->by_session == report.by_session);
  CHECK(back->days == report.days);
  CHECK(back->weeks == report.weeks);
  CHECK(back->all == report.all);
  CHECK(pack_report(*back) == bytes);
  for (std::size_t i = 0; i < bytes.size(); ++i) CHECK_FALSE(unpack_report(bytes.substr(0, i)));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x55);
    unpack_report(damaged);  // any result, but no crash
  }
}

TEST_CASE("commands that take files back from git") {
  auto takes = [](const char* command, const char* file) {
    std::vector<std::uint64_t> paths = put_back_by(command, "/home/you");
    return std::any_of(paths.begin(), paths.end(),
                       [&](std::uint64_t path) { return is_below(file, path); });
  };
  for (const char* command :
       {"git checkout -- src/a.c", "git checkout src/a.c", "git restore ./src/a.c",
        "git checkout HEAD -- src/a.c", "make; git restore /home/you/src/a.c && git status",
        "git checkout -- src/a.c src/b.c", "cd src && git restore a.c",
        "git -C src checkout -- a.c", "git restore .", "git checkout -- src/",
        "git restore 'src/a.c'", "git reset --hard", "git restore --staged --worktree src/a.c"})
    CHECK(takes(command, "/home/you/src/a.c"));
  for (const char* command :
       {"git restore 'src/*.c'", "git status src/a.c", "cd lib && git restore a.c", "git restore",
        "echo git restore src/a.c", "", "git restore --staged src/a.c", "git checkout main",
        "cd $DIR && git checkout -- src/a.c"})
    CHECK_FALSE(takes(command, "/home/you/src/a.c"));
  CHECK(is_below("D:\\shop\\a.go", path_hash("D:\\shop\\a.go")));
  CHECK(path_hash("/d/shop/a.go") == path_hash("D:\\shop\\a.go"));
  CHECK(path_hash("/shop/x/../a.go") == path_hash("/shop/./a.go"));
  CHECK(path_hash("/../shop/a.go") == path_hash("/shop//a.go"));
  CHECK(put_back_by("git checkout -- a.go", "D:\\shop") ==
        std::vector<std::uint64_t>{path_hash("D:/shop/a.go")});
}
