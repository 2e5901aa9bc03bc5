// SPDX-License-Identifier: MIT
#include "lib/base/terminal.h"
#include "lib/base/text.h"
#include "lib/base/watch.h"
#include "lib/top/alarm.h"
#include "lib/top/board.h"
#include "lib/top/draw.h"
#include "lib/top/go.h"
#include "lib/top/view.h"
#include "tests/unit/catch.h"
#include "tests/unit/support.h"

using namespace wick;

namespace {

State session_named(const std::string& id, const std::string& name, std::int64_t tokens, double now,
                    bool warm) {
  State s;
  s.session.id = id, s.session.name = name,
  s.session.cwd = s.session.project_dir = "/home/you/" + name;
  s.model.name = tokens > 100000 ? "Opus 5.5" : "Haiku 5.5";
  s.context.tokens = tokens;
  s.next.now = now, s.next.cold = now * 10, s.next.is_warm = warm;
  s.now = 1000000000;
  return s;
}

// Two sessions, one of them with two subagents, and a past of two days.
struct Sample {
  State shop = session_named("5a11c0de-1", "shop", 150000, 0.5, true);
  State blog = session_named("b1090000-2", "blog", 20000, 0.1, false);
  Board board;

  Sample() {
    shop.session.pid = 1, shop.session.status = "waiting",
    shop.session.waiting_for = "permission prompt";
    blog.git.branch = "main";
    board.now = 1000000000;
    board.sessions = {&shop, &blog};
    board.agents["5a11c0de-1"] = {{"a1", "Explore", "", 999999000, true},
                                  {"a2", "", "", 999000000, false}};
    Past& past = board.past.emplace();
    past.counted_at = board.now, past.today = 15000000000;
    past.sessions["5a11c0de-1"].project = "/home/you/shop";
    past.sessions["5a11c0de-1"].hour = 2 * 10000000000;
    past.sessions["5a11c0de-1"].block = 10000000000;
    past.sessions["5a11c0de-1"].carried_of = 40000000000;
    past.sessions["5a11c0de-1"].carried = {{CarriedKind::kResult, "Read", 10000000000},
                                           {CarriedKind::kBase, "", 4000000000}};
    past.sessions["5a11c0de-1"].agents = {{"a1", "claude-opus-5-5", 7000, 1, 5000000000}};
    past.days = {{0, "1970-01-11", 6, 0, 0, 0}, {1, "1970-01-12", 0, 10000000000, 3, 2}};
    past.day_sessions = {{1, "5a11c0de-1", 10000000000, 3}};
    past.block = BlockSpan{0, 2000000000, true}, past.block_cost = 20000000000;
    past.projects.push_back(
        {"/home/you/shop", 1, 1, 2, 3, std::vector<Money>(30, 1), 5, 1, 2, "5a11c0de-1"});
    past.events.push_back({PastEventKind::kMiss, 1000, "5a11c0de-1", "", "ttl_expired_5m", "",
                           14000, 0, Money{700000000}});
    past.troubles = {};
  }
};

std::vector<std::string> keys_of(const Sample& sample, const TopView& view) {
  return row_keys(sample.board, view);
}

std::string text_of(const Grid& grid) {
  std::string out;
  for (int row = 0; row < grid.rows(); ++row) out += grid.line(row, false) + "\n";
  return out;
}

}  // namespace

TEST_CASE("grid: wide characters take two cells, combining ones none") {
  Grid grid(1, 6);
  CHECK(grid.put(0, 0, "日e\xcc\x81x") == 4);
  CHECK(grid.at(0, 0).base == U'日');
  CHECK(grid.at(0, 1).base == 0);
  CHECK(grid.at(0, 2).marks[0] == 0x301);
  CHECK(grid.at(0, 3).base == U'x');
  CHECK(grid.line(0, false) == "日e\xcc\x81x");
}

TEST_CASE("grid: what there is no room for is cut, and nothing is put outside") {
  Grid grid(1, 5);
  grid.put(0, 0, "abcdefgh");
  CHECK(grid.line(0, false) == "abcd…");
  Grid narrow(1, 3);
  narrow.put(0, 0, "日本");
  CHECK(narrow.line(0, false) == "日…");
  CHECK(grid.put(1, 0, "x") == 0);
  CHECK(grid.put(0, 9, "x") == 9);
  Grid none(0, 0);
  none.put(0, 0, "x");
  none.select(0);
}

TEST_CASE("grid: colours come from SGR sequences and go back into them") {
  Grid grid(1, 20);
  grid.put(0, 0, "a\x1b[1;31mb\x1b[38;5;208mc\x1b[38;2;255;0;0md\x1b[me");
  CHECK(grid.at(0, 1).ink.foreground == 1);
  CHECK(grid.at(0, 1).ink.bold);
  CHECK(grid.at(0, 2).ink.foreground == 208);
  CHECK(grid.at(0, 3).ink.foreground == 196);
  CHECK(grid.at(0, 4).ink == Ink{});
  CHECK(grid.line(0, true) == "a\x1b[1;31mb\x1b[m\x1b[1;38;5;208mc\x1b[m\x1b[1;38;5;196md\x1b[me");
  CHECK(grid.line(0, false) == "abcde");
}

TEST_CASE("top: filters") {
  Sample s;
  auto row = GENERATE(table<std::string, bool, bool>({{"", true, true},
                                                      {"SHOP", true, false},
                                                      {"opus", true, false},
                                                      {"main", false, true},
                                                      {"cold", false, true},
                                                      {"warm", true, false},
                                                      {"waits", true, false},
                                                      {"live", true, false},
                                                      {"busy", false, false},
                                                      {">100k", true, false},
                                                      {"<100k", false, true},
                                                      {"warm >200k", false, false},
                                                      {"b1090000", false, true},
                                                      {">x", false, false}}));
  CHECK(passes_filter(s.shop, std::get<0>(row)) == std::get<1>(row));
  CHECK(passes_filter(s.blog, std::get<0>(row)) == std::get<2>(row));
}

TEST_CASE("top: orders, reversed, and the tree") {
  Sample s;
  TopView view;
  CHECK(keys_of(s, view) == std::vector<std::string>{"5a11c0de-1", "b1090000-2"});
  view.order = TopOrder::kName;
  CHECK(keys_of(s, view).front() == "b1090000-2");
  view.order = TopOrder::kContext;
  CHECK(keys_of(s, view).front() == "5a11c0de-1");
  view.reverse = true;
  CHECK(keys_of(s, view).front() == "b1090000-2");
  view = {};
  press(view, s.board, ' ');
  CHECK(keys_of(s, view) ==
        std::vector<std::string>{"5a11c0de-1", "5a11c0de-1/a1", "5a11c0de-1/a2", "b1090000-2"});
  press(view, s.board, 'j');
  CHECK(meant_session(s.board, view) == "5a11c0de-1");
  press(view, s.board, ' ');
  CHECK(keys_of(s, view).size() == 2);
}

TEST_CASE("top: keys") {
  Sample s;
  TopView view;
  press(view, s.board, 'G');
  CHECK(meant_session(s.board, view) == "b1090000-2");
  press(view, s.board, kKeyUp);
  CHECK(meant_session(s.board, view) == "5a11c0de-1");
  CHECK(press(view, s.board, '\r') == TopWish::kGo);
  CHECK(press(view, s.board, 'x') == TopWish::kStop);
  CHECK(press(view, s.board, 'q') == TopWish::kQuit);
  for (int key : {int{'/'}, int{'b'}, int{'q'}, 127, int{'l'}})
    CHECK(press(view, s.board, key) == TopWish::kNone);
  CHECK(view.filter == "bl");
  press(view, s.board, '\r');
  CHECK(meant_session(s.board, view) == "b1090000-2");
  press(view, s.board, kKeyEscape);
  CHECK(view.filter.empty());
  press(view, s.board, '-');
  CHECK(view.interval_s == 1);
  press(view, s.board, '+');
  CHECK(view.interval_s == 2);
  press(view, s.board, '3');
  CHECK(selected_day(s.board, view) == 1);
  press(view, s.board, 'k');
  CHECK(selected_day(s.board, view) == 0);
  press(view, s.board, 'G');
  press(view, s.board, '\r');
  CHECK(keys_of(s, view) == std::vector<std::string>{"5a11c0de-1"});
  press(view, s.board, kKeyEscape);
  CHECK_FALSE(view.day_open);
}

TEST_CASE("top: every pane fits every screen") {
  Sample s;
  auto size = GENERATE(std::pair(1, 1), std::pair(2, 10), std::pair(10, 40), std::pair(24, 80),
                       std::pair(60, 200));
  for (int pane = 0; pane < 5; ++pane) {
    for (bool help : {false, true}) {
      TopView view;
      view.pane = static_cast<TopPane>(pane), view.help = help;
      TopStyle look;
      look.rows = size.first, look.columns = size.second;
      Grid grid = draw_top(s.board, view, look);
      CHECK(grid.rows() == size.first);
      CHECK(grid.columns() == size.second);
    }
  }
}

TEST_CASE("top: what the sessions' pane says") {
  Sample s;
  TopView view;
  view.unfolded = {"5a11c0de-1"};
  TopStyle look;
  look.rows = 30, look.columns = 160, look.home = "/home/you";
  std::string text = text_of(draw_top(s.board, view, look));
  for (const char* part : {"carried  results of Read 25% · system prompt, tools, memory 10%",
                           "1 live: 1 waiting   today $1.50", "!▾shop", "├ Explore", "└ subagent",
                           "waits: permission prompt", "~/shop", "$2.00", "Opus 5.5", "7k", "runs"})
    CHECK(contains(text, part));
}

TEST_CASE("top: what git counts of a project's work tree") {
  Sample s;
  wick_test::Folder folder;
  folder.write(".git/HEAD", "ref: refs/heads/main\n");
  folder.write(".git/refs/x", "");
  folder.write(".git/objects/x", "");
  s.board.past->projects[0].dir = folder.path();
  TopView view;
  view.pane = TopPane::kProjects;
  TopStyle look;
  look.columns = 200;
  CHECK(contains(text_of(draw_top(s.board, view, look)), " main "));
  look.kept_git = [](const GitFiles& files) {
    KeptGit kept;
    kept.file = files.place.root;
    kept.counts.emplace().untracked = 1;
    kept.counts->ahead = 2;
    return kept;
  };
  CHECK(contains(text_of(draw_top(s.board, view, look)), " main± ↑2 "));
}

TEST_CASE("top: hostile names do not steer the screen") {
  Sample s;
  s.shop.session.name = "\x1b[31m\x07red\xe2\x80\xae\n";
  TopView view;
  Grid grid = draw_top(s.board, view, {24, 120, false, "", {}});
  for (int row = 0; row < grid.rows(); ++row)
    for (int column = 0; column < grid.columns(); ++column)
      CHECK((grid.at(row, column).base == 0 || grid.at(row, column).base >= 0x20));
}

TEST_CASE("top: the past as bytes, and back") {
  // Every member has a value of its own, so that none can be lost or take another's place.
  Past past;
  past.counted_at = 1, past.today = 2, past.today_prompts = 3, past.today_unpriced = true;
  past.block = BlockSpan{4, 5, true}, past.block_cost = 6;
  past.block_per_hour = 7, past.block_projected = 8;
  past.sessions["one"] = {"/shop",
                          9,
                          10,
                          11,
                          12,
                          13,
                          14,
                          15,
                          {{CarriedKind::kBase, "Read", 16}},
                          true,
                          {{"a1", "opus", 17, 18, 19}}};
  past.sessions["two"];
  past.projects = {{"/shop", 20, 21, 22, 23, {24, 25}, 26, 27, 28, "one"}};
  past.days = {{29, "1970-01-12", 2, 30, 31, 32}, {}};
  past.day_sessions = {{1, "two", 34, 35}};  // 1: the second day
  past.events = {{PastEventKind::kWaste, 36, "one", "a1", "retry", "it was the same", 37, 38, 39},
                 {PastEventKind::kCompaction, 40, "two", "", "by hand", "", 41, 42, {}}};
  past.troubles = {"one: No such file or directory"}, past.incomplete = true;
  std::string bytes = pack_past(past);
  std::optional<Past> again = unpack_past(bytes);
  REQUIRE(again);
  CHECK(*again == past);
  for (std::size_t size = 0; size < bytes.size(); size += 7)
    CHECK_FALSE(unpack_past(bytes.substr(0, size)));
  bytes[bytes.size() / 2] ^= 1;
  CHECK_FALSE(unpack_past(bytes));
}

TEST_CASE("top: a cursor of cells goes over the figures that can be explained") {
  Sample s;
  TopView view;
  TopStyle look;
  look.columns = 160;
  const TopPlaces places{false, [](const std::string& name) { return name; }};
  auto reversed = [&] {
    Grid grid = draw_top(s.board, view, look);
    std::string out;
    for (int row = 3; row < 8; ++row)
      for (int column = 0; column < grid.columns(); ++column)
        if (grid.at(row, column).ink.reverse) append_utf8(out, grid.at(row, column).base);
    return out;
  };
  auto explained = [&] {
    return command_for(TopWish::kExplain, s.board, view, places).arguments.at(2);
  };
  CHECK(explained() == "next.now_usd");
  CHECK(contains(reversed(), "shop"));
  press(view, s.board, 'l');
  CHECK(reversed() == "/home/you/shop");
  CHECK(explained() == "session.project_dir");
  press(view, s.board, kKeyRight);
  CHECK(reversed() == " ");  // it has no branch
  CHECK(explained() == "git.branch");
  for (int i = 0; i < 9; ++i) press(view, s.board, 'l'), reversed();
  CHECK(explained() == "session.status");
  press(view, s.board, 'h');
  CHECK(reversed() == "$5.00");
  CHECK(explained() == "next.cold_usd");
  look.columns = 40;  // that column is now hidden
  draw_top(s.board, view, look);
  CHECK_FALSE(view.cell);
  look.columns = 160;
  reversed();
  press(view, s.board, 'h');
  CHECK(explained() == "session.status");
  press(view, s.board, kKeyEscape);
  CHECK_FALSE(view.cell);
  view.unfolded = {"5a11c0de-1"};
  press(view, s.board, 'j');
  CHECK(command_for(TopWish::kExplain, s.board, view, places).run == TopRun::kNothing);
  // The other panes have no such cursor; each is about one figure.
  view.cell = 5;
  view.pane = TopPane::kProjects;
  CHECK(explained() == "usage.today_usd");
  view.pane = TopPane::kCalendar;
  TopCommand of_today = command_for(TopWish::kExplain, s.board, view, places);
  CHECK(of_today.arguments == std::vector<std::string>{"wick-doctor", "explain", "usage.today_usd",
                                                       "--session=5a11c0de-1"});
  view.pane = TopPane::kWhy;
  CHECK(explained() == "misses.extra_usd");
  view.pane = TopPane::kLimits;
  CHECK(explained() == "limits.five_hour_pct");
  s.board = Board{};
  CHECK(command_for(TopWish::kExplain, s.board, view, places).words == "no session is selected");
}

TEST_CASE("top: the page of a session, and of a project") {
  Sample s;
  TopView view;
  const TopPlaces places{false, [](const std::string& name) { return name; },
                         [](const std::string& id) { return "/t/" + id; }};
  s.shop.session.transcript = "/p/shop 1.jsonl";
  TopCommand page = command_for(TopWish::kPage, s.board, view, places);
  CHECK(page.arguments == std::vector<std::string>{"wick-report", "--open", "/p/shop 1.jsonl"});
  CHECK(page.words == "wick-report --open '/p/shop 1.jsonl'");
  CHECK(page.asks);
  view.pane = TopPane::kProjects;
  CHECK(command_for(TopWish::kPage, s.board, view, places).arguments.back() ==
        "--project=/home/you/shop");
  view.pane = TopPane::kLimits;
  s.board.sessions.clear();
  CHECK(command_for(TopWish::kPage, s.board, view, places).arguments.back() == "/t/5a11c0de-1");
}

TEST_CASE("top: commands are said before they start something") {
  Sample s;
  TopView view;
  const TopPlaces places{true, [](const std::string& name) { return "/bin/" + name; },
                         [](const std::string& id) { return "/t/" + id + ".jsonl"; }};
  TopCommand go = command_for(TopWish::kGo, s.board, view, places);
  CHECK(go.run == TopRun::kQuiet);
  CHECK_FALSE(go.asks);
  press(view, s.board, 'G');
  go = command_for(TopWish::kGo, s.board, view, places);
  CHECK(go.asks);
  CHECK(go.words == "cd /home/you/blog && claude --resume b1090000-2");
  CHECK(go.arguments ==
        std::vector<std::string>{"/bin/wick-pick", "--id=b1090000-2", "--as=resume"});
  CHECK(command_for(TopWish::kStop, s.board, view, places).words == "the session is not running");
  CHECK(copying_sequence("abcd") == "\x1b]52;c;YWJjZA==\x07");
  CHECK(copying_sequence("abc") == "\x1b]52;c;YWJj\x07");
}

TEST_CASE("doing: calls without a result, and the sizes of the others") {
  wick_test::Folder folder;
  auto call = [](const std::string& id, const std::string& command) {
    return R"({"type":"assistant","uuid":"u)" + id +
           R"(","sessionId":"s","timestamp":"2026-11-22T05:06:35.000Z","message":{"id":"m)" + id +
           R"(","type":"message","role":"assistant","model":"claude-haiku-5-5","content":[{"type":"tool_use","id":")" +
           id + R"(","name":"Bash","input":{"command":")" + command +
           R"("}}],"usage":{"input_tokens":3,"output_tokens":9}}})" + "\n";
  };
  auto result = [](const std::string& id, const std::string& text) {
    return R"({"type":"user","uuid":"r)" + id +
           R"(","sessionId":"s","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":")" +
           id + R"(","content":")" + text + R"("}]}})" + "\n";
  };
  std::string path =
      folder.write("t.jsonl", call("a", "true") + result("a", "12345") + call("b", "make check"));
  std::vector<LastCall> calls = read_last_calls(open_regular(path), 8);
  REQUIRE(calls.size() == 2);
  CHECK(calls[0].target == "make check");
  CHECK_FALSE(calls[0].bytes);
  CHECK(calls[1].bytes == 5u);
  CHECK(read_last_calls(open_regular(path), 1).size() == 1);
}

TEST_CASE("watch: what changes in a folder is told once") {
  wick_test::Folder folder;
  FolderWatch watch;
  if (!watch.add(folder.path())) return;  // not supported on this system
  CHECK(watch.add(folder.path()));
  CHECK(watch.take().empty());
  folder.write("a", "1");
  FolderChanges changes = watch.take();
  CHECK(changes.paths == std::set<std::string>{folder / "a"});
  CHECK(watch.take().empty());
  CHECK_FALSE(watch.add(folder / "nothing"));
}

TEST_CASE("alarm: what has just happened is told once") {
  Sample s;
  AlarmWatch watch(1.5);
  s.shop.cache.expires_at = s.board.now / 1000 + 300;
  CHECK(watch.look(s.board) == std::vector<std::string>{"$1.50 spent today, the budget is $1.50"});
  CHECK(watch.look(s.board).empty());
  s.shop.session.status = "idle";
  CHECK(watch.look(s.board).empty());
  s.shop.session.status = "waiting";
  CHECK(watch.look(s.board) == std::vector<std::string>{"shop waits: permission prompt"});
  s.board.now += 240'000;
  CHECK(watch.look(s.board) ==
        std::vector<std::string>{"the cache of shop goes cold in 60s, +$4.50 then"});
  CHECK(watch.look(s.board).empty());
  CHECK(notification("x", false) == "\x1b]9;x\x07");
}
