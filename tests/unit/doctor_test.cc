// SPDX-License-Identifier: MIT
#include <set>

#include "lib/base/program.h"
#include "lib/base/text.h"
#include "lib/cli/run.h"
#include "lib/doctor/check.h"
#include "lib/doctor/explanation.h"
#include "lib/doctor/known.h"
#include "lib/doctor/program.h"
#include "lib/doctor/rules.h"
#include "lib/doctor/settings.h"
#include "tests/unit/catch.h"
#include "tests/unit/support.h"

using namespace wick;
using namespace wick_test;

namespace {

Env env_of(const Folder& folder) {
  Env env;
  env.home = folder.path();
  env.cwd = folder / "proj";
  env.path = folder / "bin";
  return env;
}

// The checks of settings, as "STATUS WHAT".
std::vector<std::string> settings_say(const Folder& folder, const std::string& managed) {
  Env env = env_of(folder);
  Checkup checkup{env, folder / "bin/wick-doctor", {}, {managed}, "", "", std::nullopt, ""};
  Checks checks;
  check_settings(checkup, checks);
  std::vector<std::string> out;
  for (const Check& check : checks)
    out.push_back(std::string(name_of(check.status)) + " " + check.what);
  return out;
}

bool says(const std::vector<std::string>& lines, const std::string& part) {
  for (const std::string& line : lines) {
    if (line.find(part) != std::string::npos) return true;
  }
  return false;
}

constexpr char kWick[] =
    R"({"statusLine": {"type": "command", "command": "wick-line", "refreshInterval": 5}})";

}  // namespace

TEST_CASE("doctor: every field has one rule, and no other has") {
  std::set<std::string_view> ruled;
  for (const Rule& rule : rules()) {
    CHECK(find_field(rule.field) != nullptr);
    CHECK(ruled.insert(rule.field).second);
    CHECK_FALSE(rule.text.empty());
    CHECK(rule.text.back() != '.');
    for (std::string_view used : split(rule.uses, ' ')) {
      INFO(rule.field);
      CHECK(find_field(used) != nullptr);
    }
    for (std::string_view line : split(rule.lines, ' '))
      CHECK(fact_named(line.substr(0, line.find(':'))));
  }
  CHECK(ruled.size() == fields().size());
}

TEST_CASE("doctor: no field is explained by itself") {
  PriceTable prices;
  Env env;
  for (const char* payload : {"2.1.330-warm-5m.json", "2.1.330-start.json"}) {
    LiveOptions options;
    options.wanted.payload = data(std::string("payloads/") + payload);
    Subject subject = read_subject(env, options, prices, field_names());
    for (const Field& field : fields()) CHECK(explain(subject, field).field == &field);  // it ends
  }
}

TEST_CASE("doctor: places in JSON") {
  JsonPlaces places =
      json_places("{\n \"a\": {\"b\": [1, {\"c\": 2}]},\n\n \"d\": \"x\\\"y\"\n}\n");
  CHECK(places.fault.empty());
  CHECK(places.lines["a"] == 2);
  CHECK(places.lines["a.b"] == 2);
  CHECK(places.lines["d"] == 4);
  CHECK(places.lines.size() == 3);
  CHECK(json_places("\xef\xbb\xbf{}").fault.empty());
  CHECK(json_places(" [true, false, null, -1.5e3, \"\"] ").fault.empty());
  for (auto [text, fault] : {std::pair{"{", "1:2: expected a key in quotes"},
                             {"{\"a\" 1}", "1:6: expected a colon"},
                             {"{\"a\":1 \"b\":2}", "1:8: expected a comma or }"},
                             {"\n\n [1,]", "3:5: expected a value"},
                             {"{\"a\\", "1:5: expected the closing quote"}}) {
    CHECK(json_places(text).fault == fault);
  }
  CHECK(json_places(std::string(100000, '[')).fault == "1:258: expected less nesting");
}

TEST_CASE("doctor: managed settings go before all others") {
  Folder folder;
  folder.write("bin/wick-line", "#!/bin/sh\n");
  std::filesystem::permissions(folder / "bin/wick-line", std::filesystem::perms::owner_all);
  std::string user = folder.write(".claude/settings.json", kWick);
  std::string managed = folder.write("etc/managed.json", "{}");
  CHECK(says(settings_say(folder, managed), "ok " + user + ":1: the status line is `wick-line`"));
  folder.write("etc/managed.json", R"({"allowManagedHooksOnly": true})");
  CHECK(says(settings_say(folder, managed),
             "problem " + user + ":1: has no effect: allowManagedHooksOnly"));
  folder.write("etc/managed.json",
               R"({"allowManagedHooksOnly": true, "statusLine": {"command": "wick-line -j"}})");
  auto lines = settings_say(folder, managed);
  CHECK(says(lines, "ok " + managed + ":1: the status line is `wick-line -j`"));
  CHECK(says(lines, "warning no refreshInterval"));
  CHECK(says(lines, "note " + user + ":1: this status line is hidden"));
  // A user's disableAllHooks leaves a managed status line, one of the organization's does not.
  folder.write(".claude/settings.json", R"({"disableAllHooks": true})");
  CHECK(says(settings_say(folder, managed), "ok " + managed + ":1: the status line is"));
  folder.write("etc/managed.json",
               R"({"disableAllHooks": true, "statusLine": {"command": "wick-line -j"}})");
  CHECK(says(settings_say(folder, managed), "problem " + managed + ":1: disableAllHooks"));
  folder.write("etc/managed.json", R"({"disableAllHooks": false})");
  CHECK(says(settings_say(folder, managed), "no status line is set"));
  // allowManagedHooksOnly in a project's settings has no effect.
  folder.write("proj/.claude/settings.json", R"({"allowManagedHooksOnly": true})");
  folder.write(".claude/settings.json", kWick);
  CHECK(says(settings_say(folder, managed), "ok " + user + ":1: the status line is"));
}

TEST_CASE("doctor: commands are taken apart") {
  Folder folder;
  folder.write("bin/tool", "#!/bin/sh\n");
  folder.write("x y/script", "#!/bin/sh\nexec wick-line\n");
  for (const char* name : {"bin/tool", "x y/script"})
    std::filesystem::permissions(folder / name, std::filesystem::perms::owner_all);
  Env env = env_of(folder);
  CHECK(command_of(env, "tool -a b").path == folder / "bin/tool");
  CHECK_FALSE(command_of(env, "tool -a b").runs_wick);
  CHECK(command_of(env, "A=1 B= tool").program == "tool");
  CHECK(command_of(env, "").program.empty());
  CHECK(command_of(env, "none").path.empty());
  CHECK(command_of(env, "'" + folder / "x y/script" + "' a").runs_wick);
  CHECK(command_of(env, "\"$HOME/x y/script\"").path == folder / "x y/script");
  CHECK(command_of(env, "~/bin/tool; none").path == folder / "bin/tool");
  CHECK(command_of(env, "tool | wick-line").runs_wick);
  CHECK(on_path("tool", env.path).size() == 1);
}

TEST_CASE("doctor: programs are read, not run") {
  Folder folder;
  std::string self = real_path("/proc/self/exe");
  CHECK(wick_version_of(self) == kVersion);
  CHECK(linkage_of(self) == Linkage::kDynamic);  // the unit tests are
  CHECK(linkage_of(folder.write("script", "#!/bin/sh\n")) == Linkage::kUnknown);
  CHECK(linkage_of(folder.write("torn", std::string("\x7f"
                                                    "ELF\x02") +
                                            std::string(60, '\xff'))) == Linkage::kUnknown);
  CHECK(wick_version_of(folder / "script").empty());
  CHECK(wick_version_of(folder.write("v", std::string(300000, 'x') + std::string(kVersionMark) +
                                              "1.2.3" + std::string(9, '\0'))) == "1.2.3");
  CHECK(wick_version_of(folder / "none").empty());
}

TEST_CASE("doctor: a line of a transcript by its offset") {
  Folder folder;
  OpenFile file = open_regular(folder.write(
      "t", "{\"a\":1}\n{\"b\":{\"c\":[2,3]},\"n\":null,\"s\":\"x\"}{\"d\":true}\nlast"));
  CHECK(line_number(file, 0) == 1);
  CHECK(line_number(file, 8) == 2);
  CHECK(line_at(file, 0) == "{\"a\":1}");
  auto scalars = scalars_of(line_at(file, 8));
  CHECK(value_at(scalars, "b.c[]") == "3");
  CHECK(value_at(scalars, "s") == "x");
  CHECK(value_at(scalars, "d") == "true");  // of the second object on the line
  CHECK_FALSE(value_at(scalars, "n"));
  CHECK_FALSE(value_at(scalars, "a"));
  CHECK(line_at(file, line_at(file, 8).size() + 9) == "last");
}

TEST_CASE("doctor: known keys") {
  CHECK(is_known_payload_key("prompt_cache.miss_causes.anything"));
  CHECK(is_known_payload_key("cost.total_cost_usd"));
  CHECK_FALSE(is_known_payload_key("cost.total_cost_eur"));
  CHECK(is_known_response_key("message.usage.input_tokens"));
  CHECK_FALSE(is_known_response_key("message.usage.other_tokens"));
  CHECK(is_usage_key("message.usage.other_tokens"));
  CHECK(is_known_line_type("artifact-x"));
  CHECK_FALSE(is_known_line_type("assistants"));
}
