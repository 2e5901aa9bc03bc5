// SPDX-License-Identifier: MIT
#include <random>

#include "lib/base/failure.h"
#include "lib/base/time.h"
#include "lib/cli/options.h"
#include "lib/output/human.h"
#include "lib/tools/history_tool.h"
#include "tests/unit/catch.h"

using namespace wick;

namespace {

/// Sets the local time zone; the destructor restores UTC.
struct Zone {
  explicit Zone(const std::string& name) { REQUIRE(use_time_zone(name)); }
  ~Zone() { use_time_zone("UTC"); }
};

TimeMs at(const char* text) { return *parse_iso8601(text); }

struct Row {
  const char *zone, *time, *day, *from, *until;
};

}  // namespace

TEST_CASE("calendar: days where clocks are changed") {
  auto row = GENERATE(values<Row>({
      {"UTC", "2026-11-22T23:59:59.999Z", "2026-11-22", "2026-11-22T00:00:00Z",
       "2026-11-23T00:00:00Z"},
      {"Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-29", "2026-03-28T23:00:00Z",
       "2026-03-29T22:00:00Z"},
      {"Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25", "2026-10-24T22:00:00Z",
       "2026-10-25T23:00:00Z"},
      {"America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04", "2018-11-04T03:00:00Z",
       "2018-11-05T02:00:00Z"},
      {"Africa/Cairo", "2026-04-24T00:00:00Z", "2026-04-24", "2026-04-23T22:00:00Z",
       "2026-04-24T21:00:00Z"},
      {"Africa/Cairo", "2026-10-29T21:30:00Z", "2026-10-29", "2026-10-28T21:00:00Z",
       "2026-10-29T22:00:00Z"},
      {"Asia/Kolkata", "2026-11-21T18:30:00Z", "2026-11-22", "2026-11-21T18:30:00Z",
       "2026-11-22T18:30:00Z"},
      {"Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29", "2011-12-29T10:00:00Z",
       "2011-12-30T10:00:00Z"},
      {"Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31", "2011-12-30T10:00:00Z",
       "2011-12-31T10:00:00Z"},
      {"<+14>-14", "1970-01-01T00:00:00Z", "1970-01-01", "1970-01-01T00:00:00Z",
       "1970-01-01T10:00:00Z"},
  }));
  Zone zone(row.zone);
  INFO(row.zone << " " << row.time);
  Calendar days(Period::kDay);
  const Span& day = days.at(at(row.time));
  CHECK(day.name == row.day);
  CHECK(day.until == at(row.until));
  if (day.from >= 0) CHECK(day.from == at(row.from));
}

TEST_CASE("calendar: weeks begin on Monday, months on the first") {
  Zone zone("Europe/Berlin");
  Calendar weeks(Period::kWeek), months(Period::kMonth);
  CHECK(weeks.at(at("2027-01-01T00:00:00Z")).name == "2026-12-28");
  CHECK(weeks.at(at("2026-03-29T21:59:59Z")).name == "2026-03-23");
  CHECK(weeks.at(at("2026-03-29T22:00:00Z")).name == "2026-03-30");
  CHECK(months.at(at("2026-12-31T22:59:59Z")).name == "2026-12");
  CHECK(months.at(at("2026-12-31T23:00:00Z")).name == "2027-01");
  CHECK(months.at(at("2026-02-01T00:00:00Z")).until == at("2026-02-28T23:00:00Z"));
}

TEST_CASE("calendar: periods follow on one another, in any zone") {
  std::mt19937_64 random(1);
  auto name = GENERATE("UTC", "Europe/Berlin", "America/Sao_Paulo", "Africa/Cairo", "Asia/Kolkata",
                       "Pacific/Apia", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu");
  auto period = GENERATE(Period::kDay, Period::kWeek, Period::kMonth);
  Zone zone(name);
  Calendar calendar(period);
  for (int i = 0; i < 60; ++i) {
    auto time = static_cast<TimeMs>(random() % 2500000000000);
    Span span = calendar.at(time);
    INFO(name << " " << time);
    CHECK(span.holds(time));
    CHECK(calendar.at(span.until - 1).name == span.name);
    CHECK(calendar.at(span.from).from == span.from);
    Span next = calendar.at(span.until);
    CHECK(next.from == span.until);
    CHECK(next.name > span.name);
  }
}

TEST_CASE("calendar: zones") {
  for (const char* bad : {"", "nowhere", "/etc/passwd", "../UTC", "x", "Europe", "EST/5"})
    CHECK_FALSE(use_time_zone(bad));
  for (const char* good : {"Europe/Berlin", "CET-1CEST", "<+0330>-3:30"})
    CHECK(use_time_zone(good));
  CHECK(utc_offset(0) == "+03:30");
  use_time_zone("UTC");
}

TEST_CASE("calendar: dates and times of a local clock") {
  Zone zone("Europe/Berlin");
  CHECK(local_midnight(2026, 11, 22) == at("2026-11-21T23:00:00Z"));
  CHECK_FALSE(local_midnight(2026, 2, 29));
  CHECK_FALSE(local_midnight(2026, 13, 1));
  CHECK(from_local(at("2026-11-22T10:00:00.250Z")) == at("2026-11-22T09:00:00.250Z"));
  CHECK(from_local(at("2026-07-22T10:00:00Z")) == at("2026-07-22T08:00:00Z"));
}

TEST_CASE("report: moments of an option") {
  Zone zone("Europe/Berlin");
  TimeMs now = at("2026-11-22T05:10:00Z");
  auto since = [&](const char* text) { return moment_argument("--since", text, now, false); };
  auto until = [&](const char* text) { return moment_argument("--until", text, now, true); };
  CHECK(since("today") == at("2026-11-21T23:00:00Z"));
  CHECK(until("today") == at("2026-11-22T23:00:00Z"));
  CHECK(since("yesterday") == at("2026-11-20T23:00:00Z"));
  CHECK(until("yesterday") == at("2026-11-21T23:00:00Z"));
  CHECK(since("2026-03-29") == at("2026-03-28T23:00:00Z"));
  CHECK(until("20260329") == at("2026-03-29T22:00:00Z"));
  CHECK(since("90m") == at("2026-11-22T03:40:00Z"));
  CHECK(until("7d") == at("2026-11-15T05:10:00Z"));
  CHECK(since("2026-11-22T05:00") == at("2026-11-22T04:00:00Z"));
  CHECK(since("2026-11-22T05:00Z") == at("2026-11-22T05:00:00Z"));
  CHECK(since("2026-11-22 05:00:00-05:00") == at("2026-11-22T10:00:00Z"));
  for (const char* bad : {"", "7", "2026", "2026-11", "2026-02-30", "20260230", "2026-1122",
                          "tomorrow", "2026-11-22T"})
    CHECK_THROWS_AS(since(bad), Failure);
}

TEST_CASE("report: how far a reading is") {
  Progress p{412000000, 1236000000, 204, 3000};
  CHECK(progress_text(p, 2000, 0) == "reading 412 MB of 1.2 GB, 204 of 3,000 files, 4s left");
  CHECK(progress_text(p, 200000, 0) == "reading 412 MB of 1.2 GB, 204 of 3,000 files, 6m40s left");
  CHECK(progress_text({900, 1000, 9, 10}, 1000, 0) == "reading 900 bytes of 1.0 KB, 9 of 10 files");
  CHECK(progress_text({0, 10, 0, 1}, 500, 0) == "reading 0 bytes of 10 bytes, 0 of 1 files");
  CHECK(progress_text(p, 2000, 20) == "reading 412 MB of 1…");
  CHECK(human_bytes(999) == "999 bytes");
  CHECK(human_bytes(1500) == "1.5 KB");
  CHECK(human_bytes(999600000) == "1.0 GB");
  CHECK_FALSE(can_show_progress("dumb"));
  CHECK_FALSE(can_show_progress(""));
}
