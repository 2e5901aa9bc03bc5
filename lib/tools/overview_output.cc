// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/output/columns.h"
#include "lib/output/forms.h"
#include "lib/output/human.h"
#include "lib/output/json_writer.h"
#include "lib/output/layout.h"
#include "lib/price/model.h"
#include "lib/tools/overview.h"
#include "lib/tools/usage_output.h"
#include "lib/tools/words.h"

namespace wick {
namespace {

using Lines = std::vector<std::string>;
using NameOf = std::string (*)(const UsageRow& row, const OverviewStyle& look);

constexpr int kUsual = 80;   // columns without a terminal
constexpr int kForTwo = 72;  // columns needed for two lists side by side
constexpr std::size_t kFewRows = 3, kMoreRows = 5;
constexpr int kCost = 10, kShare = 7;  // columns
constexpr int kRoomy = 34;             // terminal rows from which lists show kMoreRows

const Style kHeading{"", "", "1"}, kQuiet{"", "", "2"}, kBars{"34", "", ""};

std::string padded(std::string text, int width) {
  int taken = display_width(text);
  if (taken > width) return truncate_to_width(text, width);
  return text + std::string(static_cast<std::size_t>(width - taken), ' ');
}
std::string right(const std::string& text, int width) {
  int taken = display_width(text);
  return taken >= width ? text : std::string(static_cast<std::size_t>(width - taken), ' ') + text;
}

std::string project_name(const UsageRow& row, const OverviewStyle& look) {
  return row.name.empty() ? "(none)" : printable(shorten_home(row.name, look.home));
}
std::string model_name(const UsageRow& row, const OverviewStyle&) {
  return row.name.empty() ? "unknown" : printable(display_model(row.name));
}
std::string session_name(const UsageRow& row, const OverviewStyle& look) {
  return printable(session_with_name(look.names, row.name, shorten_home(row.project, look.home)));
}
std::string own_name(const UsageRow& row, const OverviewStyle&) { return printable(row.name); }

// "Tue 24 Nov" for "2026-11-24": short, and with the weekday.
std::string day_name(TimeMs day) {
  constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::string date = local_date(day);
  auto month = static_cast<std::size_t>(std::stoi(date.substr(5, 2)));
  return fmt::format("{} {:2} {}", weekday_name(day), std::stoi(date.substr(8)),
                     kMonths[(month - 1) % 12]);
}

struct SpanLine {
  const OverviewSpan& s;
  std::string change = {};

  std::string days() const {
    std::string first = day_name(s.from), last = day_name(s.until - 1);
    return s.until - s.from < 25 * 3600'000 ? first : first + " - " + last;
  }
  Figure hits() const {
    auto hits = s.usage.hits();
    if (!hits) return {};
    return shown_as(as_number(*hits), fmt::format("{}%", std::llround(*hits * 100)));
  }
  Figure lost() const {
    if (!s.misses.has_extra()) return {};
    return shown_as(as_usd(s.misses.extra), s.misses.misses > 0 ? usd_text(s.misses.extra) : "");
  }
  std::string wasted() const {
    if (s.wasted.money <= 0) return "";
    return fmt::format("{} {:>3}", usd_text(s.wasted.money), whole_percent(s.wasted_share()));
  }
};

// clang-format off
constexpr ReportColumn<SpanLine> kSpans[] = {
    {{}, {"DAYS", false, 110}, WICK_CELL(only_shown(r.days()))},
    {{}, {"COST", true, 100},
     WICK_CELL(only_shown(r.s.usage.requests == 0 ? "" : usage_cost(r.s.usage)))},
    {{}, {"CHANGE", true, 90}, WICK_CELL(only_shown(r.change))},
    {{}, {"TOKENS", true, 60}, WICK_CELL(only_shown(tokens_cell(r.s.usage.tokens())))},
    {{}, {"REQUESTS", true, 40}, WICK_CELL(only_shown(count_cell(r.s.usage.requests)))},
    {{}, {"PROMPTS", true, 70}, WICK_CELL(only_shown(count_cell(r.s.usage.prompts)))},
    {{"hit_ratio"}, {"HITS", true, 65}, WICK_CELL(r.hits())},
    {{"misses"}, {"MISSES", true, 50}, WICK_CELL(blank_zero(as_count(r.s.misses.misses)))},
    {{"misses_extra_usd"}, {"LOST", true, 75}, WICK_CELL(r.lost())},
    {{"wasted_tokens"}, {}, WICK_CELL(as_tokens(r.s.wasted.tokens))},
    {{"wasted_usd"}, {"WASTED", true, 80},
     WICK_CELL(shown_as(as_usd(r.s.wasted.money), r.wasted()))},
};
// clang-format on

// The heading above the result of line().
std::string headed(const std::string& heading, int width) {
  return padded(heading, width - kCost - kShare) + right("COST", kCost) + right("SHARE", kShare);
}

class Screen {
 public:
  Screen(const Overview& overview, const OverviewStyle& look)
      : o_(overview),
        look_(look),
        width_(look.table.columns > 0 ? look.table.columns : kUsual),
        roomy_(look.rows == 0 || look.rows >= kRoomy),
        most_(roomy_ ? kMoreRows : kFewRows) {}

  std::string text() {
    add(spans());
    gap();
    add_pair(time(), list("PROJECT", o_.projects, project_name, half(), kMoreRows, true));
    gap();
    add_pair(list("MODEL", o_.models, model_name, half(), most_), attributes());
    gap();
    add(list("SESSION", o_.sessions, session_name, width_, most_));
    gap();
    add(limits());
    gap();
    add(remedies());
    for (const UnknownModel& unknown : o_.unknown_models) add(wrap(usage_note(unknown), width_));
    std::string out;
    for (const std::string& line : lines_) {
      out += truncate_to_width(line, width_);
      while (!out.empty() && out.back() == ' ') out.pop_back();
      out += '\n';
    }
    return out;
  }

 private:
  std::string in_style(const std::string& text, const Style& style) const {
    return look_.table.color && !text.empty() ? styled(text, style) : text;
  }
  bool two() const { return width_ >= kForTwo; }
  int half() const { return two() ? (width_ - 3) / 2 : width_; }

  void add(const Lines& lines) { lines_.insert(lines_.end(), lines.begin(), lines.end()); }
  void gap() {
    if (roomy_ && !lines_.empty() && !lines_.back().empty()) lines_.emplace_back();
  }
  void add_pair(Lines left, const Lines& right_side) {
    if (!two()) {
      add(left), gap();
      return add(right_side);
    }
    left.resize(std::max(left.size(), right_side.size()));
    for (std::size_t i = 0; i < left.size(); ++i) {
      bool has_right = i < right_side.size() && !right_side[i].empty();
      lines_.push_back(has_right ? padded(left[i], width_ - half()) + right_side[i] : left[i]);
    }
  }

  // "+12%", or "9x" for large increases.
  std::string change() const {
    constexpr double kManyTimes = 900;
    auto percent = o_.change_pct();
    if (!percent) return "";
    return *percent < kManyTimes ? fmt::format("{:+}%", std::llround(*percent))
                                 : fmt::format("{}x", std::llround(*percent / 100 + 1));
  }

  Lines spans() const {
    const Style now = look_.table.color ? kHeading : Style{};
    TableStyle look = look_.table;
    look.columns = width_;
    return lay_out_table(
        looks_of(kSpans),
        {cells_of(kSpans, SpanLine{o_.now, change()}, now), cells_of(kSpans, SpanLine{o_.before})},
        look);
  }

  // A name, its cost and its share.
  std::string line(const std::string& name, const UsageSums& sums, int width,
                   bool is_path = false) const {
    int room = width - kCost - kShare;
    std::string shown = is_path && display_width(name) > room ? truncate_path(name, room) : name;
    return padded(shown, room) + right(usage_cost(sums), kCost) +
           right(usage_share(sums, o_.now.usage), kShare);
  }

  Lines list(const std::string& heading, const std::vector<UsageRow>& rows, NameOf name, int width,
             std::size_t most, bool is_path = false) const {
    if (rows.empty()) return {};
    Lines out = {in_style(headed(heading, width), kQuiet)};
    for (const UsageRow& row : rows) {
      if (out.size() > most) break;
      out.push_back(line(name(row, look_), row.all, width, is_path));
    }
    return out;
  }

  // A request has at most one of each kind. The kinds overlap, so their shares do not add up to
  // 100%.
  Lines attributes() const {
    struct Kind {
      const std::vector<UsageRow>& rows;
      std::string_view word;
    };
    std::vector<std::pair<Money, std::string>> found;
    for (const Kind& kind :
         {Kind{o_.skills, "skill"}, {o_.servers, "server"}, {o_.agents, "agent"}})
      for (const UsageRow& row : kind.rows)
        found.push_back({row.all.cost, line(fmt::format("{} {}", own_name(row, look_), kind.word),
                                            row.all, half())});
    if (found.empty()) return {};
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    Lines out = {in_style(headed("SKILL, MCP SERVER, AGENT", half()), kQuiet)};
    for (std::size_t i = 0; i < std::min(most_, found.size()); ++i) out.push_back(found[i].second);
    return out;
  }

  Lines time() const {
    constexpr int kName = 11;
    Money most = 0;
    for (const UsageRow& row : o_.time) most = std::max(most, row.all.cost);
    std::string heading = o_.steps == By::kDay ? "DAY" : o_.steps == By::kWeek ? "WEEK" : "MONTH";
    int bar = half() - kName - kCost - 1;
    Lines out = {in_style(padded(heading, kName + bar) + right("COST", kCost), kQuiet)};
    for (const UsageRow& row : o_.time) {
      std::string name = o_.steps == By::kMonth ? row.name : day_name(row.from);
      std::string drawn =
          row.all.cost > 0
              ? in_style(
                    bar_of(static_cast<double>(row.all.cost) / static_cast<double>(most), bar - 1),
                    kBars)
              : "";
      std::string cost = row.all.requests == 0 ? "" : usage_cost(row.all);
      out.push_back(padded(name, kName) + padded(drawn, bar) + right(cost, kCost));
    }
    return out;
  }

  std::string window(std::string_view name, const LimitWindow& window,
                     std::optional<std::int64_t> runs_out, int bar) const {
    if (!window.used_pct) return "";
    FormStyle form;
    Value used{*window.used_pct, Unit::kPercent};
    std::string out(name);
    if (bar > 0)
      out += " " + in_form(used, {FormKind::kBar, static_cast<unsigned char>(bar)}, form);
    out += " " + human(used);
    auto at = [](std::int64_t seconds) {
      return fmt::format("{} {}", weekday_name(seconds * 1000), clock_time(seconds * 1000));
    };
    if (runs_out) return out + ", out " + at(*runs_out);
    return window.resets_at ? out + ", resets " + at(*window.resets_at) : out;
  }

  std::string limits_with(int bar) const {
    std::string out;
    for (const std::string& each :
         {window("5h", o_.limits.five_hour, o_.limits.five_hour_runs_out, bar),
          window("7d", o_.limits.seven_day, o_.limits.seven_day_runs_out, bar),
          window("spend", o_.limits.spend, std::nullopt, bar)})
      if (!each.empty()) out += (out.empty() ? "limits  " : "   ") + each;
    return out;
  }
  Lines limits() const {
    for (int bar : {10, 5, 0}) {
      std::string out = limits_with(bar);
      if (out.empty()) return {};
      if (bar == 0 || display_width(out) <= width_) return {out};
    }
    return {};
  }

  Lines remedies() const {
    Lines out;
    for (const Remedy& remedy : o_.remedies) {
      if (remedy.saves <= 0) continue;
      std::string text =
          fmt::format("{}  {}", right(usd_text(remedy.saves), 8), printable(remedy.words));
      if (roomy_ && out.empty())
        out.push_back(in_style(
            truncate_to_width("WOULD HAVE SAVED, in all sessions (wick waste --fix has the rest)",
                              width_),
            kQuiet));
      out.push_back(truncate_to_width(roomy_ ? text : "save " + std::string(trim(text)), width_));
    }
    return out;
  }

  const Overview& o_;
  const OverviewStyle& look_;
  int width_;
  bool roomy_;
  std::size_t most_;
  Lines lines_;
};

void put_span(JsonWriter& out, std::string_view key, const OverviewSpan& span) {
  out.begin_object(key).text("from", local_date(span.from)).text("to", local_date(span.until - 1));
  put_usage_sums(out, span.usage, true);
  put_members(out, kSpans, SpanLine{span});
  out.end_object();
}

void put_rows(JsonWriter& out, std::string_view key, std::string_view name,
              const std::vector<UsageRow>& rows, bool prompts, SessionNames* names = nullptr) {
  out.begin_array(key);
  for (const UsageRow& row : rows) {
    out.begin_object().text(name, row.name);
    if (names) put_title(out, *names, row.name);
    if (!row.project.empty()) out.text("project", row.project);
    put_usage_sums(out, row.all, prompts);
    out.end_object();
  }
  out.end_array();
}

void put_limits(JsonWriter& out, const LimitsState& limits) {
  if (limits.source == Source::kNone) return;
  out.begin_object("limits");
  auto put = [&out](std::string_view key, const LimitWindow& window,
                    std::optional<std::int64_t> runs_out) {
    if (!window.used_pct) return;
    out.begin_object(key).number("used_pct", *window.used_pct);
    if (window.resets_at) out.number("resets_at", *window.resets_at);
    if (runs_out) out.number("runs_out_at", *runs_out);
    out.end_object();
  };
  put("five_hour", limits.five_hour, limits.five_hour_runs_out);
  put("seven_day", limits.seven_day, limits.seven_day_runs_out);
  put("spend", limits.spend, std::nullopt);
  out.end_object();
}

}  // namespace

std::string overview_text(const Overview& overview, const OverviewStyle& look) {
  return Screen(overview, look).text();
}

std::string overview_json(const Overview& o, SessionNames& names) {
  JsonWriter out;
  out.begin_object();
  put_span(out, "now", o.now), put_span(out, "before", o.before);
  if (auto change = o.change_pct()) out.number("change_pct", std::round(*change * 10) / 10);
  out.text("by", name_of(o.steps));
  put_rows(out, "time", name_of(o.steps), o.time, true);
  put_rows(out, "projects", "project", o.projects, true),
      put_rows(out, "models", "model", o.models, false);
  put_rows(out, "sessions", "session", o.sessions, true, &names);
  put_rows(out, "skills", "skill", o.skills, false),
      put_rows(out, "servers", "server", o.servers, false);
  put_rows(out, "agents", "agent", o.agents, false);
  put_limits(out, o.limits);
  out.begin_array("remedies");
  for (const Remedy& remedy : o.remedies)
    out.begin_object()
        .number("saves_usd", usd_of(remedy.saves))
        .text("remedy", remedy.words)
        .end_object();
  out.end_array().end_object();
  return out.take() + "\n";
}

}  // namespace wick
