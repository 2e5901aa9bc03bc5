// SPDX-License-Identifier: MIT
// Where programs lie: this one, and those that a shell would run.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// The folder that this program was started from, without symbolic links; empty when it cannot be
/// told. `argv0` serves where there is no /proc.
std::string own_folder(const char* argv0);

/// The tool of that name beside this program, so that both are of one version; the bare name where
/// there is none.
std::string sibling(const std::string& tool, const char* argv0);

/// A regular file that this user may run.
bool is_executable(const std::string& path);

/// The programs of that name in the folders of a PATH, in its order, each file once.
std::vector<std::string> on_path(const std::string& name, std::string_view path);

/// The file that is run for `name` with this PATH; empty when there is none that could be run. A
/// name with a slash in it is not searched for.
std::optional<std::string> find_program(const std::string& name, std::string_view path);

/// The folders that every PATH has, also where no shell has read its start-up files: in programs
/// that a desktop, an editor or cron starts.
inline constexpr std::string_view kEveryPath = "/usr/local/bin:/usr/bin:/bin";

/// How one of wick's programs is called in a file that programs with any PATH read: by its name
/// where each of them finds it, else by its path. The one in `own_folder` if it is there, else the
/// one that `path` leads to; empty when there is neither.
std::optional<std::string> lasting_call(const std::string& name, const std::string& own_folder,
                                        std::string_view path,
                                        std::string_view every_path = kEveryPath);

}  // namespace wick
