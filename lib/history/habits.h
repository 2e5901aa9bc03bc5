// SPDX-License-Identifier: MIT
// How the prompts of the user and of each project usually run. Computed from the history and saved
// in a small file, so that live tools can forecast without the ledger.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/base/time.h"
#include "lib/history/past_prompts.h"
#include "lib/price/price.h"

namespace wick {

/// How prompts run in one project, or for the user.
struct Habit {
  ShapeTable table;
  std::optional<double> subagents_usd;  // mean cost of one prompt's subagents; see count_habits()

  bool operator==(const Habit&) const = default;
};

/// The content of the file.
struct AllHabits {
  struct Project {
    std::uint64_t key = 0;  // see project_key()
    Habit habit;
    bool operator==(const Project&) const = default;
  };
  TimeMs counted_at = 0;
  Habit user;
  std::vector<Project> projects;  // newest first

  bool operator==(const AllHabits&) const = default;
};

/// The key of a project: a hash of its directory.
std::uint64_t project_key(std::string_view directory);

/// The habits that apply in one directory.
struct Habits {
  ShapeTable user, project;
  /// Mean USD of a prompt's subagents: the project's if it has enough prompts, else the user's.
  std::optional<double> subagents_usd;
};

/// The path of the file; see history_cache_path().
std::string habits_path(const Env& env);
/// Reads the file. Empty if there is none, or it is invalid or dated in the future.
Habits read_habits(const Env& env, std::string_view project_dir);
/// The time of the count that is saved; empty without a valid file.
std::optional<TimeMs> habits_counted_at(const Env& env);
/// Writes the file atomically, mode 0600; does nothing without a cache folder. Throws Failure{kIo}.
void write_habits(const Env& env, const AllHabits& habits);

/// Formats and parses the file. parse_habits() is empty for text that habits_text() did not
/// produce.
std::string habits_text(const AllHabits& habits);
std::optional<AllHabits> parse_habits(std::string_view text);

/// Computes the habits of the newest prompts: the user's, and those of each project among them.
/// Subagents are counted at the prices of their time; those without a price are left out.
AllHabits count_habits(const History& history, const PriceTable& prices, TimeMs now);
/// The user's table. A project with four times as many prompts as another weighs twice as much.
ShapeTable user_table(const std::vector<const PastPrompt*>& prompts,
                      const std::vector<std::uint32_t>& project_of_file);
/// The project of each file, for user_table().
std::vector<std::uint32_t> projects_of_files(const History& history);

}  // namespace wick
