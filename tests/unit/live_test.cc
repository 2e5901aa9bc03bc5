// SPDX-License-Identifier: MIT
#include "lib/live/live.h"

#include <unistd.h>

#include "lib/base/failure.h"
#include "lib/cli/options.h"
#include "lib/live/fields.h"
#include "lib/live/line.h"
#include "lib/live/line_config.h"
#include "tests/unit/catch.h"

using namespace wick;

namespace {

std::vector<std::string> parse(std::vector<std::string> words, std::string& session, bool& json) {
  words.insert(words.begin(), "tool");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return parse_options(static_cast<int>(words.size()), argv.data(),
                       {{"session", 's', true, [&](const std::string& a) { session = a; }},
                        {"json", 'j', false, [&](const std::string&) { json = true; }}});
}

std::string why(std::vector<std::string> words) {
  std::string session;
  bool json = false;
  try {
    parse(std::move(words), session, json);
  } catch (const Failure& failure) {
    return failure.message;
  }
  return "";
}

LineConfig config(std::string_view toml) {
  return line_config(parse_toml(toml, "wick.toml"), Place::kStatusLine);
}

std::string message_of(std::string_view toml) {
  try {
    config(toml);
  } catch (const Failure& failure) {
    return failure.message;
  }
  return "";
}

std::string render(const State& state, const LineConfig& c) {
  return render_line(state, c, {.color = false}, {}, [](const Segment&) { return ""; });
}

}  // namespace

TEST_CASE("options: long, short, bundled, operands") {
  std::string session;
  bool json = false;
  CHECK(parse({"-js", "x", "a", "--", "-b"}, session, json) == std::vector<std::string>{"a", "-b"});
  CHECK(session == "x");
  CHECK(json);
  parse({"--session=y"}, session, json);
  CHECK(session == "y");
}

TEST_CASE("options: what is wrong is said") {
  CHECK(why({"--sesion=x"}) == "--sesion: unknown option; did you mean --session?");
  CHECK(why({"--sess=x"}) == "--sess: unknown option; did you mean --session?");
  CHECK(why({"-x"}) == "-x: unknown option");
  CHECK(why({"--session"}) == "--session: argument missing");
  CHECK(why({"--json=1"}) == "--json: takes no argument");
}

TEST_CASE("predicate: bounds on tokens") {
  ContextState c;
  CHECK_FALSE(TokenBound::parse("--over", "0").exceeded_by(c));
  c.tokens = 150001;
  CHECK(TokenBound::parse("--over", "150k").exceeded_by(c));
  CHECK(TokenBound::parse("--over", "0.15M").exceeded_by(c));
  CHECK_FALSE(TokenBound::parse("--over", "150001").exceeded_by(c));
  CHECK_FALSE(TokenBound::parse("--over", "10%").exceeded_by(c));  // of an unknown window
  c.window = 1000000;
  CHECK(TokenBound::parse("--over", "15%").exceeded_by(c));
  for (const char* bad : {"", "k", "%", "-1", "1e99", "x", "nan", "inf"}) {
    INFO(bad);
    CHECK_THROWS_AS(TokenBound::parse("--over", bad), Failure);
  }
  CHECK(parse_usd("--over", "$1.50") == 1.5);
  CHECK(parse_percent("--over", "80%") == 80);
}

TEST_CASE("input: stops at the end of the object, not of the stream") {
  auto read = [](std::string_view text) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    REQUIRE(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    std::string got = read_object(ends[0], 1 << 20, 2000);  // the write end stays open
    ::close(ends[0]);
    ::close(ends[1]);
    return got;
  };
  CHECK(read(R"({"a":{"b":"}\"{"}})") == R"({"a":{"b":"}\"{"}})");
  CHECK(read("[1]") == "[1]");
}

TEST_CASE("line: every built-in segment's format has only known fields") {
  for (const char* name : {"model", "context", "cache", "next", "cost", "five_hour", "seven_day",
                           "spend", "git", "branch", "session", "effort", "version"}) {
    LineConfig c = config("[line]\nsegments=['" + std::string(name) + "']");
    for (std::string_view field : c.names()) {
      INFO(name << " " << field);
      CHECK(find_field(field));
    }
  }
  CHECK(default_line(Place::kStatusLine).rows.at(0).size() == 8);
}

TEST_CASE("line: hidden when absent, and not") {
  State state;
  CHECK(render(state, default_line(Place::kStatusLine)).empty());
  state.git.branch = "b";
  CHECK(render(state,
               config("[line]\nsegments=['branch','x']\n[segment.x]\nformat='[{model.id}]'")) ==
        "b\n");
  CHECK(
      render(
          state,
          config(
              "[line]\nsegments=['branch','x']\n[segment.x]\nformat='[{model.id}]'\nhide_when_absent=false")) ==
      "b · []\n");
}

TEST_CASE("line: rows, separator, icons, thresholds") {
  State state;
  state.git.branch = "b";
  state.session.name = "n";
  CHECK(
      render(state,
             config("[line]\nrows=[['branch'],['effort'],['session','branch']]\nseparator='|'")) ==
      "b\nn|b\n");
  CHECK(render(state, config("[line]\nsegments=['branch']\nicons='unicode'")) == "⎇ b\n");
  LineConfig c = config(
      "[line]\nsegments=['branch']\n[segment.branch]\ncolor='none'\n"
      "thresholds=[{field='git.branch',equals='b',color='bold red'}]");
  CHECK(render_line(state, c, {}, {}, nullptr) == "\x1b[1;31mb\x1b[0m\n");
}

TEST_CASE("line: a wrong configuration is refused with its place") {
  CHECK(message_of("[line]\nsegments=['nope']") ==
        "wick.toml:2:11: unknown segment nope (a new one needs a format or a command)");
  CHECK(message_of("[line]\nstyle='fancy'").find("wick.toml:2:7: ") == 0);
  CHECK(message_of("[segment.model]\nformat='{x.y}'").find("wick.toml:2:8: unknown field x.y") ==
        0);
  CHECK(message_of("[segment.model]\ncolour='red'").find("did you mean color?") !=
        std::string::npos);
  for (const char* bad :
       {"line=1", "[line]\nicons='x'", "[line]\nsegments=['model']\nrows=[]", "[segment]\nmodel=3",
        "[segment.model]\nthresholds=[{field='x',color='red'}]", "[segment.model]\ntimeout_s=0",
        "[segment.model]\npriority='high'", "[segment.contxt]\ncolor='red'",
        "[segment.unused]\nformat='{x.y}'", "[line]\nsegments=[1]",
        "[segment.model]\ncolor='redd'"}) {
    INFO(bad);
    CHECK_FALSE(message_of(bad).empty());
  }
}

TEST_CASE("line: of a command's output only colours are kept") {
  CHECK(keep_sgr("\x1b[31mred\x1b[0m\x1b]52;c;x\a\x1b[2J", true) ==
        "\x1b[31mred\x1b[0m\uFFFD]52;c;x\uFFFD\uFFFD[2J");
  CHECK(keep_sgr("\x1b[31mred\x1b[0m", false) == "red");
  CHECK(keep_sgr("\x1b[31", true) == "\uFFFD[31");
}

TEST_CASE("predicate: spans of time") {
  CHECK(span_argument("--since", "1.5h") == 5400000);
  CHECK_THROWS_AS(span_argument("--since", "12"), Failure);
}

TEST_CASE("options: one of a few words") {
  constexpr std::string_view kWords[] = {"red", "green"};
  CHECK(word_argument("--colour", "green", kWords) == 1);
  try {
    word_argument("--colour", "mauve", kWords);
    FAIL("taken");
  } catch (const Failure& failure) {
    CHECK(failure.code == Exit::kUsage);
    CHECK(failure.message == "--colour: must be one of red, green (got mauve)");
  }
  CHECK(threads_argument("1") == 1);
  CHECK_THROWS_AS(threads_argument("0"), Failure);
}
