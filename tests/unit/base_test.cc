// SPDX-License-Identifier: MIT
#include <sys/stat.h>

#include "lib/base/env.h"
#include "lib/base/failure.h"
#include "lib/base/file.h"
#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/base/toml.h"
#include "tests/unit/catch.h"
#include "tests/unit/support.h"

using namespace wick;
using wick_test::Folder;

TEST_CASE("text: printable replaces what steers a terminal") {
  CHECK(printable("plain ünï 漢 🙂") == "plain ünï 漢 🙂");
  CHECK(printable("a\x1b[31mb") == "a\uFFFD[31mb");
  CHECK(printable("a\nb\tc\x7f") == "a\uFFFDb\uFFFDc\uFFFD");
  CHECK(printable("\xc2\x9b"
                  "31m") == "\uFFFD31m");      // C1 CSI
  CHECK(printable("x\u202Ey") == "x\uFFFDy");  // right-to-left override
  CHECK(printable("x\u2066y\u200By") == "x\uFFFDy\uFFFDy");
  CHECK(printable("\xff\xc0\xaf") == "\uFFFD\uFFFD\uFFFD");
  CHECK(printable("\xe2\x82") == "\uFFFD\uFFFD");  // cut off
}

TEST_CASE("program: called by its name only where every PATH leads to it") {
  Folder folder;
  auto program = [&folder](const std::string& name) {
    ::chmod(folder.write(name, "").c_str(), 0755);
  };
  program("usr/wick-line"), program("home/wick-line");
  std::string usr = folder / "usr", home = folder / "home", empty = folder / "empty";
  auto call = [&](const std::string& own, const std::string& path) {
    return lasting_call("wick-line", own, path, "/nowhere:" + usr);
  };
  CHECK(call(usr, usr + ":/bin") == "wick-line");
  CHECK(call(usr, "/bin") == "wick-line");
  CHECK(call(usr, home + ":" + usr) == usr + "/wick-line");  // the name would run another
  CHECK(call(home, usr) == home + "/wick-line");
  CHECK(call(home, home + ":" + usr) == home + "/wick-line");
  CHECK(call(empty, usr) == "wick-line");
  CHECK(call("", home) == home + "/wick-line");
  CHECK_FALSE(call(empty, "/bin"));
  std::filesystem::create_directory(empty);
  std::filesystem::create_symlink(home + "/wick-line", empty + "/wick-line");
  CHECK(call(home, empty + ":" + usr) == empty + "/wick-line");  // a link to it
}

TEST_CASE("toml: strings of every kind keep what is not ASCII") {
  auto text_of = [](std::string_view toml) { return parse_toml(toml, "f").find("x")->as_text(); };
  CHECK(text_of("x = \"\u00e9 \\u00e9 \\\\\u6f22\"  # \u00e9") == "\u00e9 \u00e9 \\\u6f22");
  CHECK(text_of("\ufeffx = '\u00e9 \\ \"q\" \\'") == "\u00e9 \\ \"q\" \\");
  CHECK(text_of("x = '''\n\u00e9\\\n'it''s' \"\"\"\n'''''") == "\u00e9\\\n'it''s' \"\"\"\n''");
  CHECK(text_of("x = \"\"\"\n\u00e9 \\\n   \u00e9\\\n\t\n\u00a0\"\" \U0001f642\"\"\"\"\"") ==
        "\u00e9 \u00e9\u00a0\"\" \U0001f642\"\"");
  auto keys = parse_toml("'\u00e9' = 1\n\"\u00e8\" = 2\n\"\\u00ea\" = 3\n", "f");
  CHECK(keys.find("\u00e9")->as_integer() == 1);
  CHECK(keys.find("\u00e8")->as_integer() == 2);
  CHECK(keys.find("\u00ea")->as_integer() == 3);
}

TEST_CASE("toml: where a value is, and where an error") {
  auto failure = [](std::string_view toml) -> std::string {
    try {
      parse_toml(toml, "f");
    } catch (const Failure& error) {
      CHECK(error.code == Exit::kConfig);
      return error.message;
    }
    return "none";
  };
  auto table = parse_toml("# \u00e9\nx = [\"\u00e9\u6f22\", 1]\r\ny = 2", "f");
  CHECK(table.find("x")->as_array()[1].where == "f:2:12");
  CHECK(table.find("y")->where == "f:3:5");
  CHECK(failure("x = \"\u00e9\" y").substr(0, 6) == "f:1:9:");
  CHECK(failure("x = '\u00e9\n").substr(0, 4) == "f:1:");
  CHECK(failure("'\u00e9' = [\"\", }") == "f:1:12: syntax error");
  CHECK(failure("\n[\u00e9]") == "f:2:2: a character that is not ASCII, outside of a string");
  CHECK(failure("x = \"\\\u00e9\"") == "f:1:7: unknown escape sequence");
  CHECK(failure("# \u00e9\n# \u00e9 \xff\n") == "f:2:5: invalid UTF-8");
  std::string brackets = "x = " + std::string(40, '[');
  CHECK(failure(brackets + std::string(40, ']')).find("depth of 32") != std::string::npos);
  CHECK(failure(brackets).find('(') == std::string::npos);
}

TEST_CASE("text: code points round-trip") {
  for (std::uint32_t c : {0x24u, 0x7FFu, 0x800u, 0xFFFFu, 0x10000u, 0x10FFFFu}) {
    std::string text;
    append_utf8(text, c);
    std::size_t pos = 0;
    CHECK(next_code_point(text, pos) == c);
    CHECK(pos == text.size());
  }
  std::size_t pos = 0;
  CHECK(next_code_point("\xed\xa0\x80", pos) == 0xFFFD);  // a surrogate
  CHECK(pos == 1);
}

TEST_CASE("text: numbers are whole or nothing") {
  CHECK(parse_integer("42") == 42);
  CHECK(parse_integer("-7") == -7);
  for (const char* bad : {"", "4x", " 4", "9223372036854775808", "0x10", "1e3"})
    CHECK_FALSE(parse_integer(bad));
  CHECK(parse_number("1.5") == 1.5);
  CHECK_FALSE(parse_number("1.5k"));
}

TEST_CASE("text: safe names stay in their folder") {
  CHECK(is_safe_name("d7f47105-0d12-440b-bc75-54b081ddad73"));
  for (const char* bad : {"", ".", "..", "../x", "a/b", ".hidden", "a b", "a\n"})
    CHECK_FALSE(is_safe_name(bad));
  CHECK_FALSE(is_safe_name(std::string(129, 'a')));
}

TEST_CASE("text: closest suggests what is near") {
  const std::string_view names[] = {"session", "transcript", "payload"};
  CHECK(closest("sesion", names) == "session");
  CHECK(closest("paylaod", names) == "payload");
  CHECK(closest("zzz", names).empty());
}

TEST_CASE("text: split and trim") {
  CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
  CHECK(split("", ',').empty());
  CHECK(trim(" \ta b\r\n") == "a b");
}

TEST_CASE("time: ISO-8601 as Claude Code and people write it") {
  CHECK(parse_iso8601("1970-01-01T00:00:00Z") == 0);
  CHECK(parse_iso8601("2026-11-22T04:56:55.888Z") == 1795323415888);
  CHECK(parse_iso8601("2026-11-22T05:56:55.888+01:00") == 1795323415888);
  CHECK(parse_iso8601("2026-11-22 04:56:55.8889Z") == 1795323415888);
  CHECK(parse_iso8601("2024-02-29") == 1709164800000);
  CHECK(parse_iso8601("2026-11-22T04:56") == 1795323360000);
  for (const char* bad : {"", "2026", "2026-13-01", "2026-02-29", "2026-04-31", "2100-02-29",
                          "2026-11-22T25:00:00Z", "1969-01-01", "-026-11-22",
                          "2026-11-22T04:56:55.888Zx", "yesterday", "2026-11-22T04:56:55+1"}) {
    INFO(bad);
    CHECK_FALSE(parse_iso8601(bad));
  }
}

TEST_CASE("time: WICK_NOW takes seconds too") {
  CHECK(parse_when("1795323415.888") == 1795323415888);
  CHECK(parse_when("2026-11-22T04:56:55.888Z") == 1795323415888);
  CHECK_FALSE(parse_when("-1"));
  CHECK_FALSE(parse_when("1e300"));
  CHECK(iso8601(1795323415888) == "2026-11-22T04:56:55Z");
}

TEST_CASE("time: seconds are rounded up as the client rounds them") {
  CHECK(ceil_seconds(1795323715888) == 1795323716);
  CHECK(ceil_seconds(1795323716000) == 1795323716);
}

TEST_CASE("file: written whole, 0600, with its folders") {
  Folder folder;
  std::string path = folder / "a/b/c.json";
  write_atomically(path, "one");
  CHECK(wick_test::slurp(path) == "one");
  write_atomically(path, "two", 1000000000000);
  CHECK(wick_test::slurp(path) == "two");
  CHECK(file_info(path)->modified == 1000000000000);
  CHECK(list_dir(folder / "a/b").size() == 1);
  auto mode = std::filesystem::status(path).permissions();
  CHECK((mode & std::filesystem::perms::all) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  folder.write("file", "");
  CHECK_THROWS_AS(write_atomically(folder / "file/below", "x"), Failure);
}

TEST_CASE("file: only regular files are read, and within bounds") {
  Folder folder;
  std::string path = folder.write("f", "12345");
  CHECK(read_file(path, 5) == "12345");
  CHECK_THROWS_AS(read_file(path, 4), Failure);
  CHECK_THROWS_AS(read_file(folder.path(), 100), Failure);
  CHECK_FALSE(try_read_file(folder / "none", 100));
  std::string fifo = folder / "fifo";
  REQUIRE(::system(("mkfifo " + fifo).c_str()) == 0);
  CHECK_THROWS_AS(open_regular(fifo), Failure);
}

TEST_CASE("file: paths") {
  CHECK(parent_dir("/a/b") == "/a");
  CHECK(parent_dir("/a") == "/");
  CHECK(parent_dir("/") == "/");
  CHECK(parent_dir("a") == ".");
  CHECK(base_name("/a/b.c") == "b.c");
}

TEST_CASE("env: own folders follow XDG, then HOME") {
  Env env;
  CHECK(config_home(env).empty());
  env.home = "/h";
  CHECK(config_home(env) == "/h/.config/wick");
  CHECK(state_home(env) == "/h/.local/state/wick");
  env.xdg_cache_home = "/x";
  CHECK(cache_home(env) == "/x/wick");
  env.xdg_cache_home = "relative";
  CHECK(cache_home(env) == "/h/.cache/wick");
}

TEST_CASE("toml: values, places and what is wrong") {
  TomlValue file = parse_toml("[line]\nseparator = \" | \"\nn = 3\nd = 2026-10-07\n", "w.toml");
  const TomlValue* line = file.find("line");
  REQUIRE(line);
  CHECK(line->find("separator")->as_text() == " | ");
  CHECK(line->find("n")->as_number() == 3);
  CHECK(line->find("d")->as_date() == 1791331200000);
  CHECK_THROWS_WITH(
      [&] {
        try {
          line->find("n")->as_text();
        } catch (const Failure& f) {
          throw std::runtime_error(f.message);
        }
      }(),
      "w.toml:3:5: expected a string");
  try {
    parse_toml("a = [1,\nb = 2", "w.toml");
    FAIL("no Failure");
  } catch (const Failure& failure) {
    CHECK(failure.code == Exit::kConfig);
    CHECK(failure.message.rfind("w.toml:2:", 0) == 0);
  }
}

TEST_CASE("toml: a misspelt key is not silently without effect") {
  TomlValue file = parse_toml("seperator = 1\n", "w.toml");
  try {
    check_keys(file, {"separator", "style"});
    FAIL("no Failure");
  } catch (const Failure& failure) {
    CHECK(failure.message.find("did you mean separator?") != std::string::npos);
  }
}

TEST_CASE("time: spans") {
  auto row = GENERATE(table<std::string, TimeMs>({{"90s", 90000},
                                                  {"30m", 1800000},
                                                  {"1.5h", 5400000},
                                                  {"12h", 43200000},
                                                  {"7d", 604800000},
                                                  {"2w", 1209600000},
                                                  {"0s", 0},
                                                  {"9e9w", 948672000000}}));
  CHECK(parse_span(std::get<0>(row)) == std::get<1>(row));
  auto bad = GENERATE("", "h", "90", "-1h", "1y", "12 h", "1hh", "h12", "nanh");
  CHECK_FALSE(parse_span(bad));
}

TEST_CASE("program: found as a shell finds it") {
  Folder folder;
  folder.write("one/tool", "#!/bin/sh\n");
  folder.write("two/tool", "#!/bin/sh\n");
  std::filesystem::create_directories(folder / "zero/tool");
  auto runnable = [&](const std::string& name) { ::chmod((folder / name).c_str(), 0755); };
  std::string path = (folder / "zero") + ":" + (folder / "one") + ":" + (folder / "two");
  CHECK_FALSE(find_program("tool", path));  // a folder, and files that cannot be run
  runnable("two/tool");
  CHECK(find_program("tool", path) == folder / "two/tool");
  runnable("one/tool");
  CHECK(find_program("tool", path) == folder / "one/tool");
  CHECK(find_program(folder / "two/tool", "") == folder / "two/tool");
  CHECK_FALSE(find_program("tool", ""));
  CHECK_FALSE(find_program("", path));
}
