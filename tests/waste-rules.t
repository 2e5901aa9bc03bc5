#!/bin/sh
# SPDX-License-Identifier: MIT
# What is waste and what is not, case by case: each is a separate session, with the verdict of a human reader.
. "$(dirname "$0")/lib.sh"
WICK_NOW=2026-11-27T12:00:00Z
PYTHONPATH=$root/tests/audit
export PYTHONPATH

# finds NAME WANTED <script: the script writes the session `s`; its findings must be WANTED, as "class:line".
finds() {
  rm -rf case
  { echo 'from story import *
s = Story("case")'; cat; } >tell.py
  python3 tell.py
  is "$1" "$(CLAUDE_CONFIG_DIR=$tmp/case wick-waste --no-ledger --csv | python3 -c '
import csv, sys
print(" ".join("%s:%s" % (r["class"], r["line"]) for r in csv.DictReader(sys.stdin) if r["class"] != "cache") or "none")')" "${2:-none}"
}

it "a growth that nothing explains"
finds "thinking is no long answer" '' <<'EOF'
s.user("Why is the clock of the second machine late by an hour?")
call, = s.ask(("Bash", {"command": "date"}), text="I look at the zone first.", thinking=7000)
s.answer(call, "Fri Nov 20 10:00:00 UTC 2026")
s.end(6)
EOF
finds "nor is a reminder that is not in the transcript a long result" '' <<'EOF'
s.user("Please say what is in the folder")
s.bash("ls", "a b c")
s.context += 9000
s.end(6)
EOF
finds "a long answer is one" 'verbose:2' <<'EOF'
s.user("Explain all of it, please")
s.ask(text="It is so: " + "every word counts here. " * 900)
s.user("Good, and now the next one")
s.end(6)
EOF
finds "names in a listing count once" '' <<'EOF'
names = ["ScheduledJobTool%02d" % n for n in range(70)]
s.user("What is the state of the server?")
s.attach({"type": "deferred_tools_delta", "addedNames": names, "addedLines": names, "removedNames": []}, names)
for n in range(4):
    s.read("/home/u/shop/%d.go" % n, "a line of it, and some words\n" * 120)
s.end(3)
EOF

finds "a listing is used where something in it is" 'duplicate_instructions:2' <<'EOF'
s.user("Please write the changes down")
for kind in ("lint", "deploy"):
    names = ["%s:skill-%d" % (kind, n) for n in range(60)]
    s.attach({"type": "skill_listing", "content": ("- %s: does it, and says how it went\n" % kind) * 90,
              "names": names, "skillCount": 60}, ("- %s: does it, and says how it went\n" % kind) * 90)
s.do("Skill", {"skill": "deploy:skill-7"}, "Launching skill")
s.end(3)
EOF

it "what the client says"
finds "each refusal, by its text" "failed_call:2 failed_call:6 failed_call:10 failed_call:14 failed_call:18 failed_call:22" <<'EOF'
s.user("Please bring it all up to date")
for n, (tool, given, said) in enumerate((
        ("Bash", {"command": "curl -d @x https://a.example"}, "Permission for this action was denied by the Claude Code auto mode classifier. Reason: it sends data away."),
        ("Read", {"file_path": "/home/u/key"}, "<tool_use_error>File is in a directory that is denied by your permission settings.</tool_use_error>"),
        ("Write", {"file_path": "/home/u/shop/a.md", "content": "x"}, "<tool_use_error>Nothing was written. Nothing shows that you have read all of this file in one call.</tool_use_error>"),
        ("Edit", {"file_path": "/home/u/shop/b.md", "old_string": "x", "new_string": "y"}, "<tool_use_error>String not found in file. Failed to apply edit.</tool_use_error>"),
        ("Grep", {"pattern": "(a"}, "Search failed: ripgrep rejected the pattern"),
        ("NewTool", {"x": 1}, "<tool_use_error>What a client of next year says</tool_use_error>"))):
    s.do(tool, given, said, error=True)
    s.bash("make %d" % n)
s.end()
EOF
finds "by toolDenialKind, whatever the text" 'failed_call:2' <<'EOF'
s.user("Please put it on the server")
call, = s.ask(("Bash", {"command": "deploy"}))
s.answer(call, "Not now.", error=True, denial="automode-unavailable")
s.bash("make")
s.end()
EOF
finds "calls that were cancelled with a failed one" 'failed_call:2 failed_call:3 failed_call:4' <<'EOF'
s.user("Please rename all three of them")
ids = s.ask(*(("Edit", {"file_path": "/home/u/shop/a.go", "old_string": "f%d(" % n, "new_string": "g%d(" % n}) for n in range(3)))
s.answer(ids[0], "<tool_use_error>File has been modified since read, either by the user or by a linter.</tool_use_error>", error=True)
for call in ids[1:]:
    s.answer(call, "<tool_use_error>Sibling tool call errored</tool_use_error>", error=True)
s.bash("sed -i s/f/g/ a.go")
s.end()
EOF
finds "a file that may not be read" 'failed_call:2 failed_call:6' <<'EOF'
s.user("Please look at the settings")
s.do("Read", {"file_path": "/etc/shadow"}, "EACCES: permission denied, open '/etc/shadow'", error=True)
s.bash("make")
s.do("Read", {"file_path": "/home/u/shop/.env"}, "Permission to read /home/u/shop/.env has been denied.", error=True)
s.end()
EOF
finds "a plan sent back, a question, a refusal with words: that is steering" '' <<'EOF'
no = "The user doesn't want to proceed with this tool use. The tool use was rejected. "
s.user("Please plan the new package first")
s.do("ExitPlanMode", {"plan": "first this, then that"}, no + "STOP what you are doing", error=True)
s.do("AskUserQuestion", {"questions": []}, no + "STOP what you are doing", error=True)
s.do("Bash", {"command": "git push -f"}, no + "To tell you how to proceed, the user said:\npush without -f", error=True)
s.end()
EOF
finds "a refusal without a word is a failed call" 'failed_call:2' <<'EOF'
s.user("Please clean up the branches")
s.do("Bash", {"command": "git branch -D a"}, "The user doesn't want to proceed with this tool use. The tool use was rejected. STOP what you are doing", error=True)
s.end()
EOF
finds "what a program prints is not the client's word" '' <<'EOF'
s = Story("case", version="1.0.120")
s.user("Please commit, then test it all")
s.bash("git commit -m x", "husky v9  hook: pre-commit\n src/a.ts: an unused variable", error=True)
s.edit("/home/u/shop/a.ts")
s.bash("npm test", "not ok 3 - expected 'Command timed out after', got ''", error=True)
s.edit("/home/u/shop/a.ts", "c", "d")
s.do("mcp__files__get", {"name": "x"}, "File does not exist on the remote side", error=True)
s.do("Glob", {"pattern": "*.md"}, "ENOENT: no such file or directory, posix_spawn '/opt/claude/claude'", error=True)
s.bash("git commit -m x")
s.bash("npm test")
s.end()
EOF

it "what is missing on the machine"
finds "behind a pipe, too" 'platform:2 platform:6 platform:10 platform:14' <<'EOF'
s.user("Please lint everything here")
for command, said in (("hadolint Dockerfile 2>&1 | tail -5", "/bin/bash: line 1: hadolint: command not found"),
                      ("stat -c %s a.txt 2>&1 || true", "stat: illegal option -- c\nusage: stat [-FLnq] [-f format]"),
                      ("uv tool lint --strict 2>&1 | head", "error: unexpected argument '--strict' found"),
                      ("cd sub && python3 -m mypy . 2>&1 | tail -1", "/usr/bin/python3: No module named mypy")):
    s.bash(command, said)
    s.bash("git commit -am wip")
s.end()
EOF
finds "not what a log or a test quotes" '' <<'EOF'
s.user("Why did the nightly build fail?")
s.bash("cat nightly.log | head -3", "/bin/sh: 1: hadolint: not found\nmake: *** [lint] Error 127")
s.bash("grep -h hadolint nightly.log", "/bin/bash: line 1: hadolint: command not found")
s.bash("go test ./cli", "Exit code 1\n--- FAIL: TestFlags (0.00s)\n    cli_test.go:31: got \"unknown flag: --all\"\nFAIL", error=True)
s.edit("/home/u/shop/cli.go")
s.bash("go test ./cli")
s.end()
EOF
finds "not a probe, not one's own module while it is written" '' <<'EOF'
s.user("Please write the parser, test first")
s.bash("which ruff", "Exit code 1", error=True)
s.bash("command -v ruff || echo none", "none")
s.edit("/home/u/shop/tests/test_parser.py")
s.bash("pytest", "Exit code 2\nE   ModuleNotFoundError: No module named 'parser'", error=True)
s.do("Write", {"file_path": "/home/u/shop/parser.py", "content": "x = 1"}, "File created")
s.bash("pytest", "1 passed")
s.end()
EOF
finds "one's own module, on Windows too" '' <<'EOF'
s.user("Please write the parser, test first")
s.bash("pytest", "Exit code 2\nE   ModuleNotFoundError: No module named 'parser'", error=True)
s.do("Write", {"file_path": "C:\\dev\\shop\\parser.py", "content": "x = 1"}, "File created")
s.bash("pytest", "1 passed")
s.end()
EOF
finds "what a build tool's shell does not find" 'platform:2 platform:6' <<'EOF'
s.user("Please check it all")
s.bash("make lint", "Exit code 2\ngolangci-lint run\nmake: golangci-lint: No such file or directory\nmake: *** [Makefile:3: lint] Error 127", error=True)
s.bash("git commit -am wip")
s.bash("npm run lint", "Exit code 127\n\n> web@1.0.0 lint\n> eslint .\n\nsh: eslint: command not found", error=True)
s.end()
EOF

finds "a script that is not there is a file, not a program to install" 'failed_call:2 failed_call:6 failed_call:10 failed_call:14 platform:18' <<'EOF'
s.user("Please build it")
for command, code, said in (
        ("./build.sh", 127, "bash: line 1: ./build.sh: No such file or directory"),  # bash 5.2
        ("bash build.sh", 127, "bash: build.sh: No such file or directory"),
        ("timeout 9 ./build.sh", 127, "timeout: failed to run command \u2018./build.sh\u2019: No such file or directory"),  # coreutils 9.1
        ("./build.sh --fast", 127, "(eval):1: no such file or directory: ./build.sh"),  # zsh 5.9
        ("timeout 9 ninja", 127, "timeout: failed to run command \u2018ninja\u2019: No such file or directory")):
    s.bash(command, "Exit code %d\n%s" % (code, said), error=True)
    s.bash("make")
s.end()
EOF
finds "names of no file, branch or commit" 'failed_call:2 failed_call:6 failed_call:10' <<'EOF'
s.user("Please bring it up to date")
for command, code, said in (  # git 2.39, pytest 7.2
        ("pytest tests/test_cart.py", 4, "ERROR: file or directory not found: tests/test_cart.py\n\n=== no tests ran in 0.00s ==="),
        ("git cherry-pick side~9", 128, "fatal: bad revision 'side~9'"),
        ("git apply fix.patch", 128, "error: can't open patch 'fix.patch': No such file or directory"),
        ("git ls-files --error-unmatch a.c", 1, "error: pathspec 'a.c' did not match any file(s) known to git\nDid you forget to 'git add'?")):
    s.bash(command, "Exit code %d\n%s" % (code, said), error=True)
    s.bash("make")
s.end()
EOF
finds "a server that does not run, a question whether a program is there" '' <<'EOF'
s.user("Please look whether it runs")
s.bash('psql -c "select 1"', 'Exit code 2\npsql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory\n\tIs the server running locally and accepting connections on that socket?', error=True)
s.bash("ruby --version", "Exit code 127\nbash: line 1: ruby: command not found", error=True)
s.bash("rg --version | head -1", "bash: line 1: rg: command not found")
s.bash('pnpm --version || echo "none"', "bash: line 1: pnpm: command not found\nnone")
s.end()
EOF
finds "but a version beside the missing program is no such question" 'platform:2' <<'EOF'
s.user("Please check it all")
s.bash("node --version && ruff check src", "Exit code 127\nv22.1.0\nbash: line 1: ruff: command not found", error=True)
s.end()
EOF
finds "the arguments of the project's own programs" '' <<'EOF'
s.user("Please write the tool, and try it")
s.do("Write", {"file_path": "/home/u/shop/tools/cli.py", "content": "import argparse"}, "File created")
for command, code, said in (
        ("./app -z", 2, "./app: invalid option -- 'z'"),  # glibc's getopt
        ("./app gone.txt", 1, "./app: gone.txt: No such file or directory"),
        ("go build -o app . && ./app --all", 2, "flag provided but not defined: -all\nUsage of ./app:"),  # go 1.19
        ("cargo run -- --all", 2, "error: unexpected argument '--all' found\n\nUsage: app [OPTIONS]"),  # clap 4
        ("python3 tools/cli.py --all", 2, "usage: cli.py [-h]\ncli.py: error: unrecognized arguments: --all")):  # python 3.11
    s.bash(command, "Exit code %d\n%s" % (code, said), error=True)
    s.bash("make")
s.end()
EOF
finds "what a test says of them" '' <<'EOF'
s.user("Please run the tests")
s.bash("sh tests/all.sh", "Exit code 1\nFAIL: app: unrecognized option: --all", error=True)
s.edit("/home/u/shop/app.c")
s.bash("sh tests/all.sh", "PASS: app")
s.end()
EOF
finds "not those of other programs" 'platform:4 platform:8 platform:12 platform:16' <<'EOF'
s.user("Please write the tool, and try it")
s.edit("/home/u/shop/tests/test_a.py")
for command, code, said in (
        ("python3 -m pytest tests/test_a.py --all", 4, "ERROR: usage: __main__.py [options]\n__main__.py: error: unrecognized arguments: --all"),
        ("./gradlew --all", 1, "Unknown command-line option '--all'."),
        ("./build.sh", 2, "./build.sh: line 3: declare: -A: invalid option"),
        ("cargo run --all-of-it", 1, "error: unexpected argument '--all-of-it' found")):
    s.bash(command, "Exit code %d\n%s" % (code, said), error=True)
    s.bash("make")
s.end()
EOF

it "pages"
finds "a good page may speak of errors and of signing in" '' <<'EOF'
def page(url, text):
    return {"bytes": 9000, "code": 200, "codeText": "OK", "result": text, "url": url}
s.user("How does that API tell of missing rights?")
for n, text in enumerate(("## 403 Forbidden\nIs sent where a scope is missing; HTTP 404 for an unknown id.",
                          "Where there is a captcha the library waits. Please log in first with login().",
                          "Authentication required: send the token.")):
    s.do("WebFetch", {"url": "https://docs%d.example.org/x" % n, "prompt": "errors?"}, text, outcome=page("x", text))
s.do("WebSearch", {"query": "nginx 403"}, 'Web search results for query: "nginx 403"\n\nLinks: [{"title":"HTTP 403"}]')
s.end()
EOF
finds "the server's status is enough" 'web_wall:2 web_wall:4' <<'EOF'
s.user("Please look that up")
s.do("WebFetch", {"url": "https://a.example.org/x", "prompt": "?"}, "The page says that it moved.",
     outcome={"code": 410, "codeText": "Gone", "bytes": 90, "result": "", "url": "x"})
s.do("WebFetch", {"url": "https://b.example.org/x", "prompt": "?"}, "Request failed with status code 503", error=True)
s.end()
EOF

finds "what a model says of a wall in place of the page" 'web_wall:2 web_wall:4 web_wall:6' <<'EOF'
s.user("Please look that up")
for n, text in enumerate(("I'm unable to access this page: it only shows a Cloudflare security check.",
                          "I cannot say what it costs because the page requires you to sign in.",
                          "The web page content appears to be empty.",
                          "The guide explains the login page and the CAPTCHA. It has three examples.",
                          "I cannot find prices on this page. It describes the installation.")):
    s.do("WebFetch", {"url": "https://docs%d.example.org/x" % n, "prompt": "?"}, text)
s.end()
EOF
finds "browsers and searches of MCP servers, whose results are lists of blocks" 'web_wall:2 web_wall:4 web_wall:6 web_wall:8' <<'EOF'
def blocks(text):
    return [{"type": "text", "text": text}]
s.user("Please look that up")
s.do("mcp__playwright__browser_navigate", {"url": "https://a.example.org"}, blocks("### Error\nError: page.goto: net::ERR_NAME_NOT_RESOLVED at https://a.example.org/"), error=True)
s.do("mcp__exa__web_search_exa", {"query": "x"}, blocks("Search error (402): no credits are left"), error=True)
s.do("mcp__fetch__fetch", {"url": "https://b.example.org"}, blocks("Failed to fetch https://b.example.org: ConnectTimeout('')"), error=True)
s.do("mcp__playwright__browser_navigate", {"url": "https://git.example.org/a"}, blocks("- Page URL: https://git.example.org/login?return_to=%2Fa\n- Page Title: Sign in"))
s.do("mcp__brave-search__brave_web_search", {"query": "429"}, blocks("Title: HTTP 429 Too Many Requests\nURL: https://c.example.org"))
s.do("mcp__playwright__browser_click", {"ref": "e1"}, blocks("Error: the element e1 is not on the page"), error=True)
s.do("mcp__playwright__browser_navigate", {"url": "http://localhost:3000"}, blocks("### Error\nError: page.goto: net::ERR_CONNECTION_REFUSED"), error=True)
s.end()
EOF

it "the same again"
finds "a description does not make another call" 'retry:4' <<'EOF'
s.user("Please start the database")
s.do("Bash", {"command": "docker compose up db", "description": "start"}, "Exit code 1\nport 5432 is taken (0.31s)", error=True)
s.do("Bash", {"command": "docker compose up db", "description": "start again", "timeout": 9000}, "Exit code 1\nport 5432 is taken (0.29s)", error=True)
s.end()
EOF
finds "to wait, and to ask again, is no retry" '' <<'EOF'
s.user("Please start the server")
s.bash("npm start > log &", "[1] 4711")
for _ in range(2):
    s.bash("sleep 2; curl -sf http://localhost:3000/health", "Exit code 7", error=True)
s.bash("curl -sf http://localhost:3000/", "Exit code 7", error=True)
s.bash("sleep 5", "")
s.bash("curl -sf http://localhost:3000/", "Exit code 7", error=True)
s.bash("curl -sf http://localhost:3000/", "ready")
s.end()
EOF
finds "failing in another way is no retry" '' <<'EOF'
s.user("Please start the database")
s.bash("docker compose up db", "Exit code 1\nthe name is taken", error=True)
s.bash("docker compose up db", "Exit code 1\nthe port is taken", error=True)
s.bash("docker compose up db")
s.end()
EOF
finds "of a file that changed somewhere below its beginning" '' <<'EOF'
text = ["%d\tNAME_%d = %d" % (n, n, n) for n in range(1, 41)]
s.user("Please raise the limit")
s.read("/home/u/shop/conf.py", "\n".join(text))
s.bash("python3 raise.py")
text[38] = text[38].replace("39 = 39", "39 = 40")
s.read("/home/u/shop/conf.py", "\n".join(text))
s.end()
EOF
finds "of a file that had not come in whole" '' <<'EOF'
s.user("Please look at the engine")
s.read("/home/u/shop/engine.ts", "<persisted-output>\nOutput too large (90KB). Full output saved to: /tmp/x\n\nPreview (first 2KB):\n" + "x\n" * 900, lines=2000)
s.read("/home/u/shop/engine.ts", "code\n" * 20, first=1500, lines=20, offset=1500, limit=20)
s.end()
EOF
finds "of one that the client says is unchanged" 'reread:4' <<'EOF'
s.user("Please look at the engine")
s.read("/home/u/shop/engine.ts", "code\n" * 40)
s.do("Read", {"file_path": "/home/u/shop/engine.ts"}, "Wasted call: the file is unchanged since your last Read.", outcome={"type": "file_unchanged", "file": {"filePath": "x"}})
s.end()
EOF
finds "of a file by another spelling of its path" 'reread:4' <<'EOF'
s.user("Please look at the engine")
s.read("C:\\dev\\shop\\engine.ts", "code\n" * 40)
s.read("c:/dev/shop/engine.ts", "code\n" * 40)
s.end()
EOF
finds "not after a compaction of the subagent" '' <<'EOF'
s.user("Please let somebody look at it")
call, = s.ask(("Task", {"description": "look", "prompt": "look at it"}))
other = Story("case", "agent-a1", agent="a1")
other.user("look at it")
other.read("/home/u/shop/engine.ts", "code\n" * 40)
other.compact()
other.read("/home/u/shop/engine.ts", "code\n" * 40)
other.ask(text="It is fine.")
other.file.close()
s.answer(call, "It is fine.", outcome={"status": "completed", "agentId": "a1"})
s.end()
EOF
finds "a look at a service that has not changed" 'verbose:4' <<'EOF'
s.user("Please see how it is doing")
for _ in range(2):
    s.bash("kubectl -n prod describe pod web", "a line of what it says about that pod\n" * 80)
s.end()
EOF
finds "what a hook says, whichever run says it" 'duplicate_instructions:5' <<'EOF'
text = "Write short sentences, and test what you change before you say that it is done. " * 6
for n in range(2):
    s.user("Please do part %d of what we have planned" % n)
    s.attach({"type": "hook_additional_context", "content": [text], "hookName": "UserPromptSubmit",
              "toolUseID": "hook-%032x" % n, "hookEvent": "UserPromptSubmit"}, text)
    s.ask(text="Part %d is done." % n)
s.end()
EOF
finds "but only what the model gets of a hook" '' <<'EOF'
s.user("Please rename the three of them")
for n in range(3):
    s.edit("/home/u/shop/a.go", "x%d" % n, "y%d" % n)
    s.attach({"type": "hook_success", "hookName": "PostToolUse:Edit", "toolUseID": "toolu_%d" % n, "hookEvent": "PostToolUse",
              "content": "All files have been formatted. " * 20, "stdout": "", "stderr": "", "exitCode": 0,
              "command": "scripts/format.sh --all --quiet", "durationMs": 90}, "")
for n in range(3):
    s.user("Now part %d of it" % n)
    s.attach({"type": "hook_success", "hookName": "UserPromptSubmit", "toolUseID": "x%d" % n, "hookEvent": "UserPromptSubmit",
              "content": "busy", "stdout": "busy\n", "stderr": "", "exitCode": 0,
              "command": "scripts/status.sh --from-prompt --quiet --all", "durationMs": 9}, "busy")
    s.bash("make %d" % n)
s.end()
EOF
finds "a poll of the same output" 'verbose:4' <<'EOF'
s.user("Please wait for the build")
for _ in range(2):
    s.do("BashOutput", {"bash_id": "b1"}, "compiling a file of the project\n" * 80)
s.end()
EOF

finds "instructions are meant to be read in full, on Windows too" '' <<'EOF'
s.user("Please release it")
s.read("C:\\dev\\shop\\.claude\\skills\\release\\SKILL.md", "a step of the release, and what to look at\n" * 600, lines=600)
s.end(5)
EOF

it "dead ends"
finds "not a compaction, nor a suggestion" '' <<'EOF'
s.user("Please do the first part")
s.ask(text="The first part is done.")
s.compact()
s.ask(text="I go on.")
s.ask(("Task", {"description": "look", "prompt": "look at it"}))
for agent in ("acompact-1", "aprompt_suggestion-2"):
    other = Story("case", "agent-" + agent, agent=agent)
    other.user("Write a summary")
    other.ask(text="All of it in short.")
    other.file.close()
s.file.close()
EOF
finds "a subagent that was broken off" 'dead_end:2' <<'EOF'
s.user("Please look into both")
call, = s.ask(("Task", {"description": "look", "prompt": "look at it"}))
other = Story("case", "agent-a1", agent="a1")
other.user("look at it")
other.bash("ls")
other.file.close()
s.answer(call, "[Request interrupted by user for tool use]", error=True)
s.user("Leave it, and go on with the rest")
s.end()
EOF
finds "a subagent that an error of the API ended" 'dead_end:2' <<'EOF'
s.user("Please look into both")
call, = s.ask(("Task", {"description": "look", "prompt": "look at it"}))
other = Story("case", "agent-a1", agent="a1")
other.user("look at it")
other.bash("ls")
other.file.close()
s.answer(call, "API Error: 529 overloaded", error=True)
s.end()
EOF
finds "an answer that was whole was not interrupted" '' <<'EOF'
s.user("Please commit it")
s.ask(text="It is committed.")
s.line({"type": "user", "message": {"role": "user", "content": [{"type": "text", "text": "[Request interrupted by user]"}]}})
s.user("Now push it, please")
s.end()
EOF
finds "one that was cut short was" 'dead_end:2' <<'EOF'
s.user("Please explain it")
s.ask(text="It is because the", stop="null")
s.line({"type": "user", "message": {"role": "user", "content": [{"type": "text", "text": "[Request interrupted by user]"}]}})
s.user("Leave that, and push it")
s.end()
EOF
finds "tests between which code is mended are work" '' <<'EOF'
s.user("Please mend the tests")
for left in (9, 6, 2):
    s.bash("cd web && pnpm test", "Exit code 1\n%d of 40 failed" % left, error=True)
    s.edit("/home/u/shop/web/a.ts", "x%d" % left, "y%d" % left)
s.end()
EOF
finds "the same failure again and again is none" 'dead_end:2 dead_end:6 dead_end:10' <<'EOF'
s.user("Please mend the tests")
for n in range(3):
    s.bash("pnpm test --retry %d" % n, "Exit code 1\n9 of 40 failed", error=True)
    s.edit("/home/u/shop/web/a.ts", "x%d" % n, "y%d" % n)
s.end()
EOF
finds "nor are searches without a hit, and files that differ" '' <<'EOF'
s.user("Please find where the limit is set")
for word in ("limit", "LIMIT", "maxSize", "max_size"):
    s.bash("grep -rn %s src" % word, "Exit code 1", error=True)
for host in ("one", "two", "three"):
    s.bash("ping -c 1 -W 1 %s.lan" % host, "Exit code 1\nPING %s.lan\n1 packets transmitted, 0 received, 100%% packet loss" % host, error=True)
for _ in range(3):
    s.bash("cd out && diff a.txt b.txt", "Exit code 1\n1c1\n< a\n---\n> b", error=True)
s.end()
EOF
finds "nor are the failures of several tests that were to be run" '' <<'EOF'
s.user("Please say which of them fail")
for name in ("cart", "order", "user"):
    s.bash("pytest -q tests/test_%s.py" % name, "Exit code 1\nF\n=== FAILURES ===\n___ test_%s ___\nE   assert 1 == 2" % name, error=True)
s.ask(text="All three do.")
s.file.close()
EOF
finds "but what fails whatever is tried is one" 'dead_end:2 dead_end:4 dead_end:6' <<'EOF'
s.user("Please build the image")
for n in "abc":
    s.bash("docker build --target %s ." % n, "Exit code 1\nERROR: failed to solve: target stage %s" % n, error=True)
s.ask(text="It does not work.")
s.file.close()
EOF
finds "edits that git takes back, several files, from another folder" 'dead_end:4 dead_end:6 dead_end:8' <<'EOF'
s.user("Please try the other way")
s.bash("git commit -am start")
s.edit("/home/u/shop/web/a.ts")
s.edit("/home/u/shop/web/b.ts")
s.bash("cd web && git checkout -- a.ts b.ts", "")
s.end()
EOF
finds "but not what is only taken out of the index" '' <<'EOF'
s.user("Please try the other way")
s.bash("git commit -am start")
s.edit("/home/u/shop/web/a.ts")
s.bash("git restore --staged web/a.ts", "")
s.end()
EOF

it "what is proposed"
rm -rf case
python3 - <<'EOF'
from story import *
s = Story("case")
no = "The user doesn't want to proceed with this tool use. The tool use was rejected. STOP what you are doing"
s.user("Please clean up")
for n in range(3):
    s.do("Bash", {"command": "git branch -D a%d" % n}, no, error=True)
    s.bash("git commit -m %d" % n)
for n in range(3):
    s.do("Edit", {"file_path": "/home/u/shop/%d.go" % n, "old_string": "a", "new_string": "b"},
         "<tool_use_error>File has not been read yet. Read it first before writing to it.</tool_use_error>", error=True)
    s.bash("make %d" % n)
s.end(3)
EOF
CLAUDE_CONFIG_DIR=$tmp/case
export CLAUDE_CONFIG_DIR
run wick-waste --no-ledger --fix
exits 0
is "nothing is forbidden for good that was refused once" "$(printf '%s' "$out" | grep -c '"deny"')" 0
is "what helps against several files is one line" "$(printf '%s' "$out" | grep -c 'read a file before you edit it')" 1
matches 's.jsonl:14$'

it "all remedies together"
# A call that fails, and six prompts twenty minutes apart, each of which finds the cache of 5 minutes expired. With a
# cache of an hour they read what they had sent, and without the call they have less to read.
mkdir -p both/projects/-home-u-shop
cat >sum.py <<'EOF'
import json, subprocess

out, n = open("both/projects/-home-u-shop/s.jsonl", "w"), 0
sent = []  # (tokens read, written, generated)


def line(at, entry):
    global n
    n += 1
    out.write(json.dumps({
        "uuid": "u%d" % n, "sessionId": "s", "version": "2.1.332", "cwd": "/home/u/shop", "isSidechain": False,
        "timestamp": "2026-11-20T%02d:%02d:%02d.000Z" % (10 + at // 3600, at // 60 % 60, at % 60), **entry}) + "\n")


def response(at, read, written, block):
    sent.append((read, written, 60))
    line(at, {"type": "assistant", "requestId": "r%d" % len(sent), "message": {
        "id": "m%d" % len(sent), "role": "assistant", "model": "claude-opus-4-6", "stop_reason": "end_turn",
        "content": [block], "usage": {
            "input_tokens": 0, "cache_read_input_tokens": read, "cache_creation_input_tokens": written,
            "cache_creation": {"ephemeral_5m_input_tokens": written, "ephemeral_1h_input_tokens": 0},
            "output_tokens": 60}}})


def user(at, content):
    line(at, {"type": "user", "message": {"role": "user", "content": content}})


size = 20000
user(0, "Please mend the build")
response(5, 0, size, {"type": "tool_use", "id": "t1", "name": "Edit", "input": {
    "file_path": "/home/u/shop/a.go", "old_string": "a" * 400, "new_string": "b" * 400}})
user(6, [{"type": "tool_result", "tool_use_id": "t1", "is_error": True, "content":
          "<tool_use_error>File has not been read yet. Read it first before writing to it.</tool_use_error>"}])
response(9, size, 300, {"type": "text", "text": "I will read it."})
size += 300
for k in range(1, 7):
    user(1200 * k, "And now part %d" % k)
    size += 500
    response(1200 * k + 5, 0, size, {"type": "text", "text": "Done with part %d." % k})
out.close()

got = json.loads(subprocess.check_output(["wick-waste", "--no-ledger", "--json"]))
call, = [f for f in got["list"] if f["class"] == "failed_call"]
later = len(sent) - 2  # requests that sent the call again
again = call["compounded_tokens"] // later
assert again * later == call["compounded_tokens"] and again > 100, call
READ, WRITE_5M, WRITE_1H, OUTPUT = 0.5, 6.25, 10, 25  # USD per million tokens
actual = sum(r * READ + w * WRITE_5M + o * OUTPUT for r, w, o in sent)
# The only call of the first request was waste, so what it generated was of no use. The second does not write the call.
would = sent[0][1] * WRITE_1H
would += sent[1][0] * READ + (sent[1][1] - again) * WRITE_1H + sent[1][2] * OUTPUT
before = sent[0][1] + sent[1][1] - again
for _, written, output in sent[2:]:
    would += before * READ + (written - again - before) * WRITE_1H + output * OUTPUT
    before = written - again
print("%.6f %.6f" % (got["remedies_usd"], (actual - would) / 1e6))
EOF
CLAUDE_CONFIG_DIR=$tmp/both
run python3 sum.py
exits 0
is "are the sum by hand" "${out% *}" "${out#* }"
run wick-waste --no-ledger --fix
matches '"promptCacheTtl": "1h"'
is "and come last" "$(printf '%s\n' "$out" | sed -n '$s/^[$0-9.]*  //p')" "all remedies together, by replay"

it "lines of findings"
CLAUDE_CONFIG_DIR=$tmp/case
COLUMNS=80
export COLUMNS
run wick-waste --no-ledger --session=s
exits 0
is "are never cut" "$(printf '%s\n' "$out" | grep -c ' s:[0-9][0-9]*$')" 6
is "in 80 columns" "$(printf '%s\n' "$out" | python3 -c 'import sys; print(max(len(line.rstrip("\n")) for line in sys.stdin) <= 80)')" True
finish
