// SPDX-License-Identifier: MIT
#include <random>

#include "lib/base/failure.h"
#include "lib/base/text.h"
#include "lib/setup/edit.h"
#include "lib/setup/json_edit.h"
#include "lib/setup/status_line.h"
#include "lib/setup/targets.h"
#include "tests/unit/catch.h"

using namespace wick;

namespace {

// A random JSON text with a random layout. The numbers are the same on every machine: mt19937 is
// defined exactly, unlike the distributions.
class Chance {
 public:
  explicit Chance(unsigned seed) : engine_(seed) {}

  unsigned below(unsigned n) { return static_cast<unsigned>(engine_() % n); }

  std::string pick(const std::vector<std::string>& from) {
    return from[below(static_cast<unsigned>(from.size()))];
  }

  std::string space() { return pick({"", "", " ", "\n", "\t", "\r\n", "\n    ", "  \n\t "}); }

  std::string string() {
    std::string out = "\"";
    for (unsigned n = below(4); n > 0; --n) {
      out += pick({"a", "é", "漢", "\\\"", "\\\\", "\\/", "\\u0041", "\\ud83d\\ude00", "{", "}",
                   "[", "]", ",", ":", " ", "statusLine", "\\n", "//"});
    }
    return out + "\"";
  }

  std::string value(int depth) {
    switch (below(depth > 0 ? 7 : 4)) {
      case 0: return pick({"1", "-0", "1.0", "1e5", "12345678901234567890", "0.1E-7"});
      case 1: return pick({"true", "false", "null"});
      case 2:
      case 3: return string();
      case 4: return list('[', ']', [this, depth] { return value(depth - 1); });
      default: return object(depth - 1);
    }
  }

  std::string object(int depth) {
    return list('{', '}', [this, depth] {
      std::string key = below(8) == 0 ? "\"statusLine\"" : string();
      return key + space() + ":" + space() + value(depth);
    });
  }

 private:
  template <typename Item>
  std::string list(char open, char close, Item item) {
    std::string out = open + space();
    unsigned n = below(5);
    for (unsigned i = 0; i < n; ++i) out += (i ? "," + space() : "") + item() + space();
    return out + close;
  }

  std::mt19937 engine_;
};

StatusLineEntry entry(Foreign foreign = Foreign::kReplace) {
  return {"settings.json", "wick-line", foreign, [](const std::string&) { return true; }};
}

std::string refusal(const std::string& text) {
  try {
    check_object(text, "f");
  } catch (const Failure& failure) {
    CHECK(failure.code == Exit::kData);
    return failure.message;
  }
  return "";
}

}  // namespace

TEST_CASE("setup: any settings get the entry, and lose it again") {
  int done = 0, foreign = 0;
  for (unsigned seed = 0; seed < 3000; ++seed) {
    Chance chance(seed);
    std::string before = chance.space() + chance.object(3) + chance.space();
    if (count_members(before, "statusLine") > 1) continue;
    INFO(before);
    auto with = with_status_line(before, entry());
    REQUIRE(with);
    CHECK(refusal(*with).empty());
    CHECK(string_member(*member_text(*with, "statusLine"), "command") == "wick-line");
    CHECK_FALSE(with_status_line(*with, entry()));
    CHECK(without_status_line(*with, before, "f") == before);
    foreign += member_text(before, "statusLine").has_value();
    ++done;
  }
  CHECK(done > 2500);
  CHECK(foreign > 300);
}

TEST_CASE("setup: any member is set and removed, and nothing else") {
  for (unsigned seed = 5000; seed < 7000; ++seed) {
    Chance chance(seed);
    std::string before = chance.space() + chance.object(2) + chance.space();
    std::string value = chance.value(2);
    INFO(before << "\n" << value);
    std::string with = set_member(before, "a new one", value);
    CHECK(member_text(with, "a new one") == value);
    CHECK(same_but_for(before, with, "a new one", value));
    std::string without = remove_member(with, "a new one");
    CHECK(same_but_for(with, without, "a new one", ""));
    bool empty = same_but_for("{}", before, "a new one", "");
    if (!empty) CHECK(without == before);
  }
}

TEST_CASE("setup: members at every place are removed") {
  CHECK(remove_member("{\"a\": 1, \"b\": 2, \"c\": 3}", "a") == "{\"b\": 2, \"c\": 3}");
  CHECK(remove_member("{\"a\": 1, \"b\": 2, \"c\": 3}", "b") == "{\"a\": 1, \"c\": 3}");
  CHECK(remove_member("{\"a\": 1, \"b\": 2, \"c\": 3}", "c") == "{\"a\": 1, \"b\": 2}");
  CHECK(remove_member("{\n  \"a\": 1\n}\n", "a") == "{}\n");
  CHECK(remove_member("{\"a\": 1}", "x") == "{\"a\": 1}");
}

TEST_CASE("setup: keys are read, not compared as bytes") {
  CHECK(member_text("{\"status\\u004cine\": 1}", "statusLine") == "1");
  CHECK(count_members("{\"statusLine\": 1, \"\\u0073tatusLine\": 2}", "statusLine") == 2);
  CHECK_FALSE(member_text("{\"a\": {\"statusLine\": 1}, \"b\": \"statusLine\"}", "statusLine"));
}

TEST_CASE("setup: a check that the edit is the one that was meant") {
  CHECK(same_but_for("{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":3}", "b", "3"));
  CHECK_FALSE(same_but_for("{\"a\":1,\"b\":2}", "{\"b\":3,\"a\":1}", "b", "3"));  // order
  CHECK_FALSE(same_but_for("{\"a\":1,\"b\":2}", "{\"a\":2,\"b\":3}", "b", "3"));
  CHECK_FALSE(same_but_for("{\"a\":1,\"b\":2}", "{\"a\":1}", "b", "3"));
  CHECK(same_but_for("{\"a\":1,\"b\":2}", "{\"a\":1}", "b", ""));
}

TEST_CASE("setup: what is not a JSON object is refused with its place") {
  CHECK(refusal("{}").empty());
  CHECK(refusal("[]") == "f:1:1: not an object");
  CHECK(refusal("{\n\"é\": x}") == "f:2:6: invalid literal");
  CHECK(refusal("{\"a\": 1,\r\n}") == "f:2:1: unexpected '}'; expected string literal");
  CHECK(refusal("{} // so") == "f:1:4: JSON has no comments");
  CHECK(refusal("{\"a\": 1e999}") == "f: number overflow parsing '1e999'");
  CHECK(refusal("").substr(0, 6) == "f:1:1:");
}

TEST_CASE("setup: words of a shell") {
  CHECK(sh_word("/usr/bin/wick-line") == "/usr/bin/wick-line");
  CHECK(sh_word("") == "''");
  CHECK(sh_word("it's $x") == "'it'\\''s $x'");
  CHECK(sh_word("~/x") == "'~/x'");
  CHECK(fish_word("it's \\x") == "'it\\'s \\\\x'");
  std::size_t end = 0;
  for (const char* word : {"plain", "it's $x", "a\\b", "'", "\"", "a b\tc", "é"}) {
    CHECK(first_word(sh_word(word) + " -f x", end) == word);
    CHECK(end == sh_word(word).size());
  }
  CHECK(first_word("  \"a b\"\\ c;d", end) == "a b c");
  CHECK(end == 10);
  CHECK(first_word("", end).empty());
  CHECK(has_word("x; wick-line|y", "wick-line"));
  for (const char* no : {"my-wick-line", "wick-lines", "a/wick-line", "wick-line/b", "wick"}) {
    CHECK_FALSE(has_word(no, "wick-line"));
  }
}

TEST_CASE("setup: a diff has the change and three lines around it") {
  std::string a = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
  CHECK(unified_diff("f", a, "1\n2\n3\n4\nx\ny\n6\n7\n8\n9\n") ==
        "--- f\n+++ f\n@@ -2,7 +2,8 @@\n 2\n 3\n 4\n-5\n+x\n+y\n 6\n 7\n 8\n");
  CHECK(unified_diff("f", a, a).empty());
  CHECK(unified_diff("f", std::nullopt, "1\n") == "--- /dev/null\n+++ f\n@@ -0,0 +1 @@\n+1\n");
  CHECK(unified_diff("f", "1", std::nullopt) ==
        "--- f\n+++ /dev/null\n@@ -1 +0,0 @@\n-1\n\\ No newline at end of file\n");
  CHECK(unified_diff("f", "a\n", "a\n\x1b[31m\tb\r\n") ==
        "--- f\n+++ f\n@@ -1 +1,2 @@\n a\n+\uFFFD[31m\tb\r\n");
  CHECK(unified_diff("f", "x\nx\n", "x\nx\nx\n") == "--- f\n+++ f\n@@ -1,2 +1,3 @@\n x\n x\n+x\n");
}

TEST_CASE("setup: a line in an rc file, and out again") {
  RcLine line{"run wick-init", "wick-init", "wick-init"};
  std::string marked = "run wick-init # added by wick-setup";
  for (std::string before : {"", "a", "a\n", "a\r\nb\r\n", "a\r\nb", "\n\n"}) {
    auto with = with_line(before, line);
    REQUIRE(with);
    CHECK(with->find(marked) != std::string::npos);
    CHECK_FALSE(with_line(*with, line));
    CHECK(without_line(*with, &before) == before);
    CHECK_FALSE(without_line(before, &before));
    CHECK(without_line(*with + "more\n", &before) != before);
  }
  CHECK(with_line("a\r\n", line) == "a\r\n" + marked + "\r\n");
  CHECK_FALSE(with_line("eval $(/x/wick-init zsh)\n", line));
  CHECK(with_line("# wick-init\n", line));
  CHECK(with_line("a\nrun /old/wick-init # added by wick-setup\nb\n", line) ==
        "a\n" + marked + "\nb\n");
}
