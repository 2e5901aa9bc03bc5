// SPDX-License-Identifier: MIT
#include "lib/base/failure.h"
#include "lib/output/chart.h"
#include "lib/output/color.h"
#include "lib/output/columns.h"
#include "lib/output/human.h"
#include "lib/output/json_writer.h"
#include "lib/output/layout.h"
#include "lib/output/plot.h"
#include "lib/output/row.h"
#include "lib/output/table.h"
#include "lib/output/template.h"
#include "tests/unit/catch.h"

using namespace wick;

TEST_CASE("charts: the colours of a calendar") {
  auto text = [](double value) { return human_usd(value); };
  std::vector<CalendarDay> days;
  for (double value : {0.0, 0.01, 0.5, 1.0, 2.0, 2.3, 4.0})
    days.push_back(
        {"2026-11-2" + std::to_string(days.size()), static_cast<int>(days.size()), value});
  std::string svg = calendar_chart(days, text), levels;
  for (std::size_t at = 0; (at = svg.find("class=\"h", at)) != svg.npos; at += 8)
    levels += svg[at + 8];
  // The square root of the share of the most expensive day, in four parts: any cost is visible.
  CHECK(levels == "0122344");
  for (CalendarDay& day : days) day.value = 0;
  CHECK(calendar_chart(days, text).empty());
}

TEST_CASE("plots: several on a page, below each other") {
  auto script = [](std::size_t count) {
    return page_of(std::vector<Plot>(count, {"data\n", "settings\n", "draw\n"})).script;
  };
  CHECK(script(1).find("multiplot") == std::string::npos);
  std::string two = script(2);
  CHECK(two.starts_with("data\ndata\nset multiplot layout 2,1\n"));
  CHECK(two.ends_with("draw\nunset multiplot\n"));
  CHECK(page_of(std::vector<Plot>(1)).height == 420);
  CHECK(page_of(std::vector<Plot>(3)).height == 3 * 420);
}

TEST_CASE("plots: tics of a logarithmic axis of characters") {
  auto tics = [](double low, double high, double step) {
    std::string out = character_tics('y', low, high, step);
    std::size_t from = out.find("ytics ("), to = out.rfind(") }");
    return from == out.npos ? "" : out.substr(from + 7, to - from - 7);
  };
  CHECK(tics(1, 1000, 0) == "1, 10, 100, 1000");
  CHECK(tics(2, 150, 0) == "3, 10, 30, 100");
  CHECK(tics(10, 20, 0) == "10, 12, 14, 16, 18, 20");
  CHECK(tics(10, 20, 5) == "10, 15, 20");
  CHECK(tics(1, 1e10, 0) == "1, 100, 10000, 1000000, 100000000, 10000000000");
  CHECK(tics(0, 10, 0) == "");
  CHECK(tics(5, 5, 0) == "");
}

TEST_CASE("plots: texts between quotes") {
  CHECK(plot_text("it's $5") == "'it''s $5'");
  CHECK(plot_text("a\033b").find('\033') == std::string::npos);
}

TEST_CASE("human: tokens") {
  auto row = GENERATE(table<std::int64_t, std::string>({{0, "0"},
                                                        {999, "999"},
                                                        {1000, "1k"},
                                                        {1449, "1.4k"},
                                                        {9949, "9.9k"},
                                                        {9950, "10k"},
                                                        {14445, "14k"},
                                                        {144445, "144k"},
                                                        {999499, "999k"},
                                                        {999500, "1M"},
                                                        {1000000, "1M"},
                                                        {1234567, "1.2M"},
                                                        {99949999, "99.9M"},
                                                        {123456789, "123M"},
                                                        {999499999, "999M"},
                                                        {999500000, "1B"},
                                                        {1000000000, "1B"},
                                                        {1249999999, "1.2B"},
                                                        {99949999999, "99.9B"},
                                                        {99950000000, "100B"},
                                                        {1234567890123, "1235B"}}));
  CHECK(human_tokens(std::get<0>(row)) == std::get<1>(row));
}

TEST_CASE("human: money") {
  auto row = GENERATE(table<double, std::string>({{0, "$0.00"},
                                                  {12.4, "$12.40"},
                                                  {0.03, "$0.03"},
                                                  {0.01, "$0.01"},
                                                  {0.00996, "$0.01"},
                                                  {0.0045, "$0.0045"},
                                                  {0.0001, "$0.0001"},
                                                  {0.00002, "<$0.0001"},
                                                  {999.99, "$999.99"},
                                                  {1234.5, "$1,234.50"},
                                                  {-1234567.891, "-$1,234,567.89"},
                                                  {999999.999, "$1,000,000.00"}}));
  CHECK(human_usd(std::get<0>(row)) == std::get<1>(row));
}

TEST_CASE("human: counts") {
  auto row = GENERATE(table<std::int64_t, std::string>({{0, "0"},
                                                        {999, "999"},
                                                        {1000, "1,000"},
                                                        {-999, "-999"},
                                                        {-1000, "-1,000"},
                                                        {123456, "123,456"},
                                                        {1234567, "1,234,567"}}));
  CHECK(human_count(std::get<0>(row)) == std::get<1>(row));
}

TEST_CASE("human: durations") {
  auto row = GENERATE(table<std::int64_t, std::string>({{0, "0s"},
                                                        {59, "59s"},
                                                        {60, "1m00s"},
                                                        {252, "4m12s"},
                                                        {3599, "59m59s"},
                                                        {3600, "1h00m"},
                                                        {3720, "1h02m"},
                                                        {86399, "23h59m"},
                                                        {86400, "1d0h"},
                                                        {273600, "3d4h"}}));
  CHECK(human_duration(std::get<0>(row)) == std::get<1>(row));
}

TEST_CASE("human: numbers read back the same") {
  CHECK(number_text(0.1) == "0.1");
  CHECK(number_text(100000) == "100000");
  CHECK(number_text(0.000028) == "0.000028");
  CHECK(number_text(1e300).find("e+300") != std::string::npos);
  for (double n : {0.44166380000000005, 1e-7, 3.3, 123456789.125})
    CHECK(std::stod(number_text(n)) == n);
}

namespace {

const std::vector<std::string_view> kNames = {"a.n", "a.text", "a.none", "b.usd"};

MaybeValue lookup(std::string_view name) {
  if (name == "a.n") return Value{std::int64_t{14445}, Unit::kTokens};
  if (name == "a.text") return Value{std::string("x\x1by"), Unit::kNone};
  if (name == "b.usd") return Value{0.03, Unit::kUsd};
  return std::nullopt;
}

std::string render(std::string_view text) {
  return Template::parse(std::string(text), kNames).render(lookup);
}

}  // namespace

TEST_CASE("template: fields, exact and for people") {
  CHECK(render("{a.n}") == "14445");
  CHECK(render("{a.n:h} {b.usd:h}") == "14k $0.03");
  CHECK(render("[{a.none}]") == "[]");
  CHECK(render("{a.text}") == "x\uFFFDy");
  CHECK(render("{{a.n}} 5 %\\n") == "{a.n} 5 %\n");
  CHECK(render("{a.*}") == "a.n=14445 a.text=x\uFFFDy");
}

TEST_CASE("template: conditions") {
  CHECK(render("{?a.n:yes {a.n}}{?a.none:no}") == "yes 14445");
  CHECK(render("{?a.n=14445:eq}{?a.n=1:no}{?a.n!=1:ne}{?a.none!=x:absent}") == "eqneabsent");
  CHECK(render("{?!a.n:no}{?!a.none:none}") == "none");
  CHECK(render("{?a.n:{?b.usd:{b.usd:h}}}!") == "$0.03!");
  CHECK(render("{%bold red:{a.n} x}{%green:}") == "14445 x");
  CHECK(Template::parse("{a.n}{?a.none:{a.none}}", kNames).complete(lookup));
  CHECK_FALSE(Template::parse("{a.n}{a.none}", kNames).complete(lookup));
}

TEST_CASE("template: what is wrong is said") {
  for (const char* bad : {"{", "}", "{a.m}", "{a.n", "{a.n:x}", "{?a.n}", "{?a.n:x", "{c.*}",
                          "{%redd:x}", "{%red}", "{%red:x", "{a.n:bar0}", "{}", "{?:x}", "{{}"}) {
    INFO(bad);
    CHECK_THROWS_AS(render(bad), Failure);
  }
  try {
    render("{a.txt}");
    FAIL("no Failure");
  } catch (const Failure& failure) {
    CHECK(failure.code == Exit::kUsage);
    CHECK(failure.message.find("did you mean a.text?") != std::string::npos);
  }
}

TEST_CASE("json: groups, types, escapes") {
  CHECK(json_object({}) == "{}");
  CHECK(json_object({{"a.n", Value{std::int64_t{1}}},
                     {"a.t", Value{std::string("q\"\\\x1b\n\u202E")}},
                     {"b.f", Value{true}}}) ==
        R"({"a":{"n":1,"t":"q\"\\\u001b\u000a\u202e"},"b":{"f":true}})");
  CHECK(json_string("\U000E0041") == R"("\udb40\udc41")");
}

TEST_CASE("width: columns, not bytes") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("漢字") == 4);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("\x1b[1;31mred\x1b[0m") == 3);
  CHECK(display_width("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\") == 4);
  CHECK(display_width("\uE0B0") == 1);
}

TEST_CASE("width: cutting keeps escapes and never splits a character") {
  CHECK(truncate_to_width("abcdef", 6) == "abcdef");
  CHECK(truncate_to_width("abcdef", 4) == "abc…");
  CHECK(truncate_to_width("漢字漢", 4) == "漢…");
  CHECK(truncate_to_width("\x1b[31mabcdef\x1b[0m", 3) == "\x1b[31mab…\x1b[0m");
  for (int columns = 0; columns < 12; ++columns)
    CHECK(display_width(truncate_to_width("漢a字b漢c", columns)) <= columns);
}

TEST_CASE("color: styles by name") {
  CHECK(sgr(*parse_style("bold red")) == "\x1b[1;31m");
  CHECK(sgr(*parse_style("#ff8800 on 236")) == "\x1b[38;2;255;136;0;48;5;236m");
  CHECK(sgr(*parse_style("bright-blue on white")) == "\x1b[94;47m");
  CHECK(sgr(*parse_style("none")).empty());
  for (const char* bad : {"redd", "256", "#12345", "#gggggg"}) CHECK_FALSE(parse_style(bad));
  CHECK(styled("x", {}) == "x");
}

TEST_CASE("color: who decides") {
  CHECK(use_color("", false, "xterm", true));
  CHECK_FALSE(use_color("", true, "xterm", true));
  CHECK_FALSE(use_color("", false, "dumb", true));
  CHECK_FALSE(use_color("never", false, "xterm", true));
  CHECK(use_color("always", true, "dumb", false));
  CHECK_FALSE(use_color("auto", false, "xterm", false));
}

TEST_CASE("layout: the least important goes first") {
  std::vector<Piece> pieces = {
      {"model", {}, 40}, {"context", {}, 100}, {"limits", {}, 20}, {"more", {}, 20}};
  LineStyle look{.separator = " · ", .color = false};
  auto fitted = [&](int columns) {
    look.columns = columns;
    return lay_out(pieces, look).front();
  };
  CHECK(fitted(0) == "model · context · limits · more");
  CHECK(fitted(31) == "model · context · limits · more");
  CHECK(fitted(30) == "model · context · limits");
  CHECK(fitted(20) == "model · context");
  CHECK(fitted(9) == "context");
  CHECK(fitted(5) == "cont…");
  for (int columns = 1; columns < 40; ++columns) CHECK(display_width(fitted(columns)) <= columns);
}

TEST_CASE("layout: powerline closes with a reset") {
  LineStyle look{.powerline = true};
  std::string line = lay_out({{"a", {}, 1}, {"b", *parse_style("white on blue"), 1}}, look).front();
  CHECK(line.find("\uE0B0") != std::string::npos);
  CHECK(line.substr(line.size() - 4) == "\x1b[0m");
  CHECK(display_width(line) == 8);
}

TEST_CASE("layout: shorter before it is left out, a next row where that is wanted") {
  std::vector<Piece> pieces = {{"a long name", {}, 10, [] { return std::string("a…"); }},
                               {"context", {}, 100},
                               {"5h 42% in 2h", {}, 20, [] { return std::string("5h 42%"); }}};
  LineStyle look{.separator = " ", .color = false};
  auto fitted = [&](int columns) {
    look.columns = columns;
    return lay_out(pieces, look);
  };
  using Rows = std::vector<std::string>;
  CHECK(fitted(32) == Rows{"a long name context 5h 42% in 2h"});
  CHECK(fitted(31) == Rows{"a… context 5h 42% in 2h"});
  CHECK(fitted(22) == Rows{"a… context 5h 42%"});
  CHECK(fitted(16) == Rows{"context 5h 42%"});
  look.wrap = true;
  CHECK(fitted(20) == Rows{"a long name context", "5h 42% in 2h"});
  CHECK(fitted(8) == Rows{"a long …", "context", "5h 42% …"});
  look.max_rows = 2;
  CHECK(fitted(12) == Rows{"a… context", "5h 42% in 2h"});
  CHECK(fitted(8) == Rows{"context", "5h 42%"});
}

TEST_CASE("layout: a piece's own colours end in its style") {
  LineStyle look{.separator = " "};
  CHECK(lay_out({{"a\x1b[32mb\x1b[0mc", *parse_style("bold"), 1}}, look).front() ==
        "\x1b[1ma\x1b[32mb\x1b[0m\x1b[1mc\x1b[0m");
  CHECK(without_sgr("a\x1b[32mb\x1b[0mc") == "abc");
}

TEST_CASE("forms: bars, dots, paces") {
  auto shown = [](double percent, std::string_view form, bool ascii = false,
                  std::optional<double> elapsed = std::nullopt) {
    FormStyle look;
    look.ascii = ascii;
    return in_form(Value{percent, Unit::kPercent}, *parse_form(form), look, elapsed);
  };
  CHECK(shown(50, "bar") == "█████░░░░░");
  CHECK(shown(55, "bar") == "█████▌░░░░");
  CHECK(shown(0.1, "bar4") == "▏░░░");
  CHECK(shown(99.9, "bar4") == "███▉");
  CHECK(shown(100, "bar4") == "████");
  CHECK(shown(0, "bar4") == "░░░░");
  CHECK(shown(250, "bar4", true) == "[####]");
  CHECK(shown(50, "bar4", true) == "[##--]");
  CHECK(shown(60, "dots") == "●●●○○");
  CHECK(shown(60, "dots", true) == "***..");
  CHECK(shown(40, "pace5", false, 70) == "██░┃░");
  CHECK(shown(40, "pace5", true, 10) == "[|#---]");
  CHECK(shown(40, "pace5") == "██░░░");
  CHECK(in_form(Value{0.5, Unit::kShare}, *parse_form("dots4"), {}) == "●●○○");
  CHECK(in_form(Value{2.5, Unit::kUsd}, *parse_form("bar"), {}) == "$2.50");
  for (const char* bad : {"bar0", "bar81", "bar-1", "h2", "x", "", "barr"})
    CHECK_FALSE(parse_form(bad));
}

TEST_CASE("forms: paths and times") {
  FormStyle look;
  look.home = "/home/me";
  auto path = [&](std::string text, std::string_view form) {
    return in_form(Value{text, Unit::kNone}, *parse_form(form), look);
  };
  CHECK(path("/home/me/src/shop/api", "~") == "~/src/shop/api");
  CHECK(path("/home/me/src/shop/api", "base") == "api");
  CHECK(path("/home/me/src/.config/api", "fish") == "~/s/.c/api");
  CHECK(path("/var/log", "fish") == "/v/log");
  CHECK(path("/home/me", "base") == "~");
  CHECK(path("/", "fish") == "/");
  CHECK(path("/größe/ähm/x", "fish") == "/g/ä/x");
  CHECK(path("/a\x1b/b", "fish").find('\x1b') == std::string::npos);
  look.now = 1795341648000;  // 2026-11-22T10:00:48Z, a Sunday
  auto time = [&](std::int64_t n, Unit unit, std::string_view form) {
    return in_form(Value{n, unit}, *parse_form(form), look);
  };
  CHECK(time(1795341648 + 3 * 3600, Unit::kEpochSeconds, "in") == "3h00m");
  CHECK(time(1795341648 - 1, Unit::kEpochSeconds, "in").empty());
  CHECK(time(1795341648 + 3 * 3600, Unit::kEpochSeconds, "at") == "13:00");
  CHECK(time(1795341648 + 86400, Unit::kEpochSeconds, "at") == "Mon 10:00");
  CHECK(time(3600, Unit::kSeconds, "at") == "11:00");
  CHECK(time(3600, Unit::kSeconds, "in") == "1h00m");
  CHECK(human(Value{7.0 / 3, Unit::kCount}) == "2.3");
}

TEST_CASE("themes: as many colours as there are") {
  const Theme* nord = find_theme("nord");
  REQUIRE(nord);
  CHECK(themed(*parse_style("red"), nord, ColorDepth::kTrue).foreground == "38;2;191;97;106");
  CHECK(themed(*parse_style("red"), nullptr, ColorDepth::kTrue).foreground == "31");
  CHECK(themed(*parse_style("#ff0000"), nullptr, ColorDepth::k256).foreground == "38;5;196");
  CHECK(themed(*parse_style("#ff5555"), nullptr, ColorDepth::k16).foreground == "91");
  CHECK(themed(*parse_style("208"), nullptr, ColorDepth::k256).foreground == "38;5;208");
  CHECK(themed({}, nord, ColorDepth::kTrue).foreground == "38;2;216;222;233");
  CHECK(color_depth("truecolor", "xterm") == ColorDepth::kTrue);
  CHECK(color_depth("", "tmux-256color") == ColorDepth::k256);
  CHECK(color_depth("", "linux") == ColorDepth::k16);
  CHECK_FALSE(find_theme("nordd"));
}

namespace {

using Lines = std::vector<std::string>;

const std::vector<Column> kThree = {
    {"NAME", false, 90, 4}, {"N", true, 80}, {"PATH", false, 10, 6, true}};
const std::vector<TableRow> kTwoRows = {{{"first"}, {"7"}, {"~/a/bc/def"}},
                                        {{"a second one"}, {"123"}, {""}}};

Lines table(int columns) { return lay_out_table(kThree, kTwoRows, {columns, false}); }

// What a terminal shows after these bytes; supports the sequences that diff_frame uses.
Lines screen_after(Lines screen, const std::string& bytes) {
  std::size_t row = 0, column = 0;
  for (std::size_t i = 0; i < bytes.size();) {
    if (bytes[i] != '\x1b') {
      if (screen.size() <= row) screen.resize(row + 1);
      if (screen[row].size() <= column) screen[row].resize(column + 1, ' ');
      screen[row][column++] = bytes[i++];
      continue;
    }
    std::size_t end = bytes.find_first_of("HKhlJ", i);
    if (bytes[end] == 'H') row = std::stoul(bytes.substr(i + 2)) - 1, column = 0;
    if (bytes[end] == 'K') screen[row].resize(column);
    if (bytes[end] == 'J') screen.resize(row);
    i = end + 1;
  }
  return screen;
}

}  // namespace

TEST_CASE("table: columns as wide as what they hold, numbers to the right") {
  CHECK(table(0) ==
        Lines{"NAME            N  PATH", "first           7  ~/a/bc/def", "a second one  123"});
}

TEST_CASE("table: cut, then left out, to fit any width") {
  CHECK(table(25) == Lines{"NAME         N  PATH", "first        7  …/bc/def", "a second…  123"});
  CHECK(table(19) == Lines{"NAME      N  PATH", "first     7  …/def", "a sec…  123"});
  CHECK(table(16) == Lines{"NAME           N", "first          7", "a second o…  123"});
  CHECK(table(4) == Lines{"NAME", "fir…", "a s…"});
  for (int columns = 1; columns < 40; ++columns) {
    for (const std::string& line : table(columns)) CHECK(display_width(line) <= columns);
  }
}

TEST_CASE("table: width is what a terminal shows") {
  Lines lines =
      lay_out_table({{"A"}, {"B"}}, {{{"表"}, {"x"}}, {{"abc", {"31", "", ""}}, {"y"}}}, {0, true});
  CHECK(lines == Lines{"\x1b[2mA\x1b[0m    \x1b[2mB\x1b[0m", "表   x", "\x1b[31mabc\x1b[0m  y"});
}

TEST_CASE("table: what is empty everywhere is no column") {
  CHECK(lay_out_table({{"A"}, {"B"}, {"C"}}, {{{"x"}, {""}, {"z"}}}, {}) == Lines{"A  C", "x  z"});
}

TEST_CASE("table: paths keep their end") {
  CHECK(truncate_path("~/work/shop/api", 15) == "~/work/shop/api");
  CHECK(truncate_path("~/work/shop/api", 14) == "…/shop/api");
  CHECK(truncate_path("~/work/shop/api", 9) == "…/api");
  CHECK(truncate_path("/x/averylongname", 6) == "avery…");
  CHECK(truncate_path("averylongname", 6) == "avery…");
}

namespace {

struct Fruit {
  std::string name;
  std::int64_t eaten;
  std::optional<double> ripe;
};

constexpr ReportColumn<Fruit> kFruits[] = {
    {{"fruit"}, {"FRUIT", false, 90}, WICK_CELL(as_text(r.name)), "Fruit"},
    {{"eaten", "How many were eaten.", "a count"},
     {"EATEN", true, 100},
     WICK_CELL(blank_zero(as_count(r.eaten))),
     "Eaten"},
    {{"ripe", "The share that is ripe.", "a look"},
     {"RIPE", true, 80},
     WICK_CELL(as_share(r.ripe))},
    {{"bitten"}, {}, WICK_CELL(as_flag(r.eaten > 0))},
    {{}, {"MARK", false, 10}, WICK_CELL(only_shown(r.eaten > 1000 ? "!" : ""))},
};
const std::vector<Fruit> kBasket = {{"fig\x1b", 1200, 0.125}, {"kiwi", 0, {}}};

}  // namespace

TEST_CASE("columns: one list for a table, JSON, CSV and a page") {
  CHECK(table_of(kFruits, kBasket, {}) ==
        "FRUIT  EATEN   RIPE  MARK\nfig\xEF\xBF\xBD   1,200  12.5%  !\nkiwi\n");
  CHECK(table_of(kFruits, std::vector<Fruit>{}, {}).empty());
  JsonWriter json;
  put_objects(json.begin_object(), "basket", kFruits, kBasket);
  CHECK(json.end_object().take() ==
        R"({"basket":[{"fruit":"fig\u001b","eaten":1200,"ripe":0.125,"bitten":true},)"
        R"({"fruit":"kiwi","eaten":0,"bitten":false}]})");
  CHECK(csv_of(kFruits, kBasket) ==
        "fruit,eaten,ripe,bitten\nfig\xEF\xBF\xBD,1200,0.125,true\nkiwi,0,,false\n");
  HtmlPage page("basket");
  put_table(page, "Basket", kFruits, kBasket);
  std::string html = std::move(page).finish();
  CHECK(html.find("<tr><th>Fruit</th><th class=\"n\">Eaten</th></tr>") != html.npos);
  CHECK(html.find("<tr><td>kiwi</td><td class=\"n\"></td></tr>") != html.npos);
}

TEST_CASE("columns: what they mean") {
  Definitions all;
  define(all, kFruits);
  CHECK(explain(all, "eaten") == "eaten: How many were eaten.\n    source: a count\n");
  begin_with(all, {"ripe"});
  CHECK(explain(all, "all").find("ripe: ") == 0);
  try {
    explain(all, "eatem");
    FAIL("no failure");
  } catch (const Failure& failure) {
    CHECK(failure.message == "--explain eatem: no such figure; did you mean eaten?");
  }
}

TEST_CASE("frame: nothing is written where nothing changed") {
  CHECK(diff_frame({"a", "b"}, {"a", "b"}).empty());
  CHECK(diff_frame({"a", "b", "c"}, {"a", "x", "c"}) == "\x1b[?2026h\x1b[2;1Hx\x1b[?2026l");
  CHECK(diff_frame({"abc"}, {"x"}) == "\x1b[?2026h\x1b[1;1Hx\x1b[K\x1b[?2026l");
}

TEST_CASE("frame: the screen shows the new one, whatever it showed") {
  const std::vector<Lines> frames = {
      {}, {"a"}, {"longer", "b"}, {"a", "bb", "ccc"}, {"a", "", "ccc", "d"}, {"", "x"}};
  for (const Lines& before : frames) {
    for (const Lines& after : frames)
      CHECK(screen_after(before, diff_frame(before, after)) == after);
  }
}

TEST_CASE("frame: cut to the screen, and says so") {
  CHECK(fit_frame({"one", "two", "three"}, 4, 3) == Lines{"one", "two", "thr…"});
  CHECK(fit_frame({"one", "two", "three"}, 9, 2) == Lines{"one", "… 2 more"});
  CHECK(fit_frame({"one", "two"}, 9, 1) == Lines{"… 2 more"});
}
