// SPDX-License-Identifier: MIT
// How prompts usually go: for the user, and for each project. Made from the history, kept in a small
// file, so that live tools need no ledger to forecast.
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

/// How prompts go in one place.
struct Habit {
  ShapeTable table;
  std::optional<double> subagents_usd;  // of one prompt's subagents, on average; see count_habits()

  bool operator==(const Habit&) const = default;
};

/// What is kept.
struct AllHabits {
  struct Project {
    std::uint64_t key = 0;  // see project_key()
    Habit habit;
    bool operator==(const Project&) const = default;
  };
  TimeMs counted_at = 0;  // when it was counted
  Habit user;
  std::vector<Project> projects;  // the newest first

  bool operator==(const AllHabits&) const = default;
};

/// By what a project is looked up: a hash of its directory.
std::uint64_t project_key(std::string_view directory);

/// The habits of one directory.
struct Habits {
  ShapeTable user, project;
  /// USD of a prompt's subagents, of the project where it has prompts enough, else of the user.
  std::optional<double> subagents_usd;
};

/// Where it is kept: see history_cache_path().
std::string habits_path(const Env& env);
/// Out of what was kept: empty when nothing was, or it is odd in any way, or told in the future.
Habits read_habits(const Env& env, std::string_view project_dir);
/// When what is kept was counted; empty when nothing is.
std::optional<TimeMs> habits_counted_at(const Env& env);
/// Keeps it, atomically, mode 0600; does nothing without a cache folder. Failure{kIo}.
void write_habits(const Env& env, const AllHabits& habits);

/// The file's text, and back; empty for what habits_text() cannot have given.
std::string habits_text(const AllHabits& habits);
std::optional<AllHabits> parse_habits(std::string_view text);

// From a history to the habits that are kept of it.

/// Of the newest prompts, those of the user's and of each project that one of them is of. Subagents'
/// money is at the prices of its time, of what has a price.
AllHabits count_habits(const History& history, const PriceTable& prices, TimeMs now);
/// A user's table of some prompts: a project with four times the prompts of another weighs twice as
/// much.
ShapeTable user_table(const std::vector<const PastPrompt*>& prompts,
                      const std::vector<std::uint32_t>& project_of_file);
/// The project of each file, as user_table() wants it.
std::vector<std::uint32_t> projects_of_files(const History& history);

}  // namespace wick
