// SPDX-License-Identifier: MIT
// Where Claude Code keeps its files.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/env.h"
#include "lib/base/failure.h"

namespace wick {

/// The configuration folders to look in, most specific first: those of CLAUDE_CONFIG_DIR (a comma
/// list) and nothing else where it is set; otherwise $XDG_CONFIG_HOME/claude (or ~/.config/claude)
/// and ~/.claude. Folders that do not exist are left out.
std::vector<std::string> config_dirs(const Env& env);
/// The same with folders that do not exist, or not any more; as absolute paths.
std::vector<std::string> possible_config_dirs(const Env& env);

/// The folder of the user's settings.json, whether it is there or not: the first of
/// CLAUDE_CONFIG_DIR, or ~/.claude. Failure{kUsage} without either variable.
std::string settings_dir(const Env& env);

/// The settings files that an organization may have put on this machine.
std::vector<std::string> managed_settings();
/// Where settings may be, the file that wins first: `managed`, then of the project (local, shared; empty:
/// none), then the user's in the configuration folders. Each once, whether it is there or not.
std::vector<std::string> settings_files(const std::vector<std::string>& managed, const std::string& project,
                                        const std::vector<std::string>& config_dirs);

/// The name of the project folder for a working directory: every UTF-16 code unit outside
/// [A-Za-z0-9] becomes '-'; past 200 characters it is cut and a hash is appended.
std::string project_slug(std::string_view cwd);

/// The other transcripts of a session: when it goes into a work tree, its transcript goes to another project
/// folder, and what was written before may stay.
std::vector<std::string> other_parts(const std::string& transcript);

/// Is that the name of a subagent's transcript, agent-ID.jsonl?
bool is_agent_file(std::string_view name);

/// The type of the subagent whose transcript that is ("Explore"), by the agent-*.meta.json beside it; empty for
/// other files, and where it does not say.
std::string agent_type_of(std::string_view transcript);

/// What two paths are compared by: a Windows path with '/' and, but for a Linux under WSL, without
/// case; any other as it is.
std::string comparable_path(std::string_view path);

/// The directory that a session was started in: `cwd`, or the one above it, whose project folder
/// holds the transcript. The session may have gone into a folder since. Empty when it is none of
/// them (CLAUDE_CODE_PROJECT_DIR_NAME was set, or a long name has another build's hash).
std::string start_dir(std::string_view transcript, std::string cwd);

/// The project folder of `cwd` in a configuration folder; empty when there is none. Long names are
/// matched by their first 200 characters, because builds disagree on the hash.
std::optional<std::string> project_dir(const std::string& config_dir, std::string_view cwd,
                                       const Env& env);

/// Is that the name of a file with lines of a session? Main transcripts and agent-*.jsonl are; a
/// workflow's journal and what was set aside (.orphaned, .superseded) are not.
bool is_session_file_name(std::string_view name);

/// True for the name of a main transcript: of those, not a subagent's, nor a copy that somebody made
/// ("ID (1).jsonl", "ID-copy.jsonl").
bool is_transcript_name(std::string_view name);

/// The most recently changed main transcript in a project folder; empty when there is none.
std::optional<std::string> newest_transcript(const std::string& project_dir);

/// The main transcript of the session with exactly this id, looked for in the project folders of
/// every configuration folder; of several (a session that was continued in another directory) the
/// one that changed last. Empty when there is none.
std::optional<std::string> find_transcript(const std::vector<std::string>& config_dirs,
                                           std::string_view id);

/// The ids of the sessions that start so, in no order; one with several files may come several
/// times.
std::vector<std::string> session_ids_starting(const std::vector<std::string>& config_dirs,
                                              std::string_view prefix);

/// So many characters of an id may stand for all of it.
inline constexpr std::size_t kShortestIdPrefix = 4;

/// Why no session is meant by `id`: it is too short for the beginning of one, or there is none.
Failure no_such_session(std::string_view id);

/// The configuration folder that a transcript's path lies in; empty when the path is not of the
/// form DIR/projects/SLUG/ID.jsonl.
std::string config_dir_of(std::string_view transcript_path);

/// The session id in a transcript's file name: "…/ID.jsonl" gives ID.
std::string session_id_of(std::string_view transcript_path);

}  // namespace wick
