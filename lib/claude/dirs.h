// SPDX-License-Identifier: MIT
// Where Claude Code keeps its files.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/base/failure.h"

namespace wick {

/// The existing configuration folders, most specific first: if CLAUDE_CONFIG_DIR is set, only those
/// in it (a comma-separated list); otherwise $XDG_CONFIG_HOME/claude (or ~/.config/claude) and
/// ~/.claude.
std::vector<std::string> config_dirs(const Env& env);
/// The same including folders that do not exist, as absolute paths.
std::vector<std::string> possible_config_dirs(const Env& env);

/// The folder of the user's settings.json, which need not exist: the first in CLAUDE_CONFIG_DIR, or
/// ~/.claude. Throws Failure{kUsage} without either variable.
std::string settings_dir(const Env& env);

/// The settings files that an organization may have installed on this machine.
std::vector<std::string> managed_settings();
/// Possible settings files by precedence, highest first: `managed`, then the project's (local,
/// shared; empty: none), then the user's in the configuration folders. Without duplicates; they
/// need not exist.
std::vector<std::string> settings_files(const std::vector<std::string>& managed,
                                        const std::string& project,
                                        const std::vector<std::string>& config_dirs);

/// The name of a working directory's project folder: every UTF-16 code unit outside [A-Za-z0-9]
/// becomes '-'; beyond 200 characters the name is cut and a hash appended.
std::string project_slug(std::string_view cwd);

/// The other transcripts of a session: when it enters a work tree, its transcript continues in
/// another project folder, and the earlier part may remain.
std::vector<std::string> other_parts(const std::string& transcript);

/// True for the name of a subagent's transcript, agent-ID.jsonl.
bool is_agent_file(std::string_view name);

/// The type of the subagent that wrote a transcript ("Explore"), from the agent-*.meta.json beside
/// it; empty for other files, or if it is not given.
std::string agent_type_of(std::string_view transcript);

/// A form of a path for comparison: Windows paths with '/' and, except for Linux under WSL, in
/// lower case; others unchanged.
std::string comparable_path(std::string_view path);

/// The directory in which a session was started: `cwd` or the closest parent whose project folder
/// contains the transcript, because the session may have changed into a subfolder. Empty if there
/// is none (CLAUDE_CODE_PROJECT_DIR_NAME was set, or another build hashed a long name).
std::string start_dir(std::string_view transcript, std::string cwd);

/// The project folder of `cwd` in a configuration folder, if it exists. Long names are matched by
/// their first 200 characters, because builds disagree on the hash.
std::optional<std::string> project_dir(const std::string& config_dir, std::string_view cwd,
                                       const Env& env);

/// True for the name of a file with lines of a session: main transcripts and agent-*.jsonl, but not
/// a workflow's journal or files set aside (.orphaned, .superseded).
bool is_session_file_name(std::string_view name);

/// True for the name of a main transcript, but not for a subagent's or a copy that someone made
/// ("ID (1).jsonl", "ID-copy.jsonl").
bool is_transcript_name(std::string_view name);

/// The most recently changed main transcript in a project folder for which `is_wanted` is true;
/// empty without one.
std::optional<std::string> newest_transcript(
    const std::string& project_dir, const std::function<bool(const std::string& path)>& is_wanted);

/// The main transcript of the session with exactly this id, in any project folder of the
/// configuration folders. Of several (a session continued in another directory), the one changed
/// last. Empty without one.
std::optional<std::string> find_transcript(const std::vector<std::string>& config_dirs,
                                           std::string_view id);

/// The main transcripts in the project folders, unsorted.
std::vector<std::string> main_transcripts(const std::vector<std::string>& config_dirs);

/// The ids of the sessions with this prefix, unsorted; a session with several files may occur
/// several times.
std::vector<std::string> session_ids_starting(const std::vector<std::string>& config_dirs,
                                              std::string_view prefix);

/// The minimum length of a prefix that may be given instead of an id.
inline constexpr std::size_t kShortestIdPrefix = 4;

/// The error for an `id` that is too short for a prefix, or that no session has.
Failure no_such_session(std::string_view id);

/// The configuration folder that contains a transcript; empty if the path does not have the form
/// DIR/projects/SLUG/ID.jsonl.
std::string config_dir_of(std::string_view transcript_path);

/// The session id in a transcript's file name: ID for "…/ID.jsonl".
std::string session_id_of(std::string_view transcript_path);

}  // namespace wick
