// SPDX-License-Identifier: MIT
// Finds and runs other programs, and continues work after this process has ended.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"

namespace wick {

// Locations of programs.

/// The folder of this program, without symbolic links; empty if unknown. `argv0` is used where
/// there is no /proc.
std::string own_folder(const char* argv0);

/// The path of a tool beside this program, so that both have the same version; the bare name if
/// there is none.
std::string sibling(const std::string& tool, const char* argv0);

/// True for a file that this user may execute.
bool is_executable(const std::string& path);

/// The programs of that name in the folders of a PATH, in its order, each file once.
std::vector<std::string> on_path(const std::string& name, std::string_view path);

/// The program that `name` refers to with this PATH; empty if there is none to execute. A name with
/// a slash is not searched for.
std::optional<std::string> find_program(const std::string& name, std::string_view path);

/// The folders in every PATH, even in programs started by a desktop, an editor or cron, for which
/// no shell has read its start-up files.
inline constexpr std::string_view kEveryPath = "/usr/local/bin:/usr/bin:/bin";

/// The command for one of wick's programs in a file that programs with any PATH read: its name if
/// each of them finds it, else its path. This is the program in `own_folder` if it exists, else the
/// one in `path`; empty if there is neither.
std::optional<std::string> lasting_call(const std::string& name, const std::string& own_folder,
                                        std::string_view path,
                                        std::string_view every_path = kEveryPath);

/// Arguments for execv(3), which does not change them; `arguments` must outlive the result.
std::vector<char*> argv_of(const std::vector<std::string>& arguments);

/// Connects the standard streams to /dev/null: in a child process, nothing of it is seen.
void close_streams();

// Work that continues after this process has ended.

using Works = std::vector<std::function<void()>>;

/// Runs the works concurrently in a process detached from this one, and its children: nobody who
/// waits for this process or its output waits for them, and signals to this process's group do not
/// reach them. Their standard streams are /dev/null; they inherit no other descriptor. Does nothing
/// without works, or if no process can be created. With `patience_ms`, returns when the works are
/// done or the time is over.
void run_detached(const Works& works, int patience_ms = 0);

// Programs whose output is read, with a time limit.

/// Receives a program's output piece by piece.
using Sink = std::function<void(std::string_view piece)>;

/// Runs a program (searched in PATH if its name has no slash) in the folder `dir` (empty: the
/// current one) and passes on its output. False if it could not be started, failed, or exceeded the
/// time; then it is killed with the processes that it started. `input` becomes its standard input;
/// -1 keeps this process's.
bool run_program(const std::vector<std::string>& arguments, const std::string& dir, int input,
                 std::int64_t timeout_ms, const Sink& sink);

/// Runs a program on this process's terminal, with default signal handling, and waits for it.
/// Returns its exit status, 128 plus the signal that ended it, or 127 if it could not be started.
int run_on_terminal(const std::vector<std::string>& arguments);

// The user's commands, run by a shell.

/// The output of `command`, at most `limit` bytes; empty if it failed or exceeded the time. Then it
/// is killed with the processes that it started. `input` becomes its standard input; -1 keeps this
/// process's.
std::optional<std::string> run_command(const std::string& command, int input,
                                       std::int64_t timeout_ms, std::size_t limit);

/// An unnamed file with `content`, to be read from its start: a pipe could fill up before a command
/// reads it. Empty if there is no room for it.
Fd unnamed_file(std::string_view content);

// A program that reads what we write from its standard input.

/// How a program ended.
struct ChildEnd {
  int status = 0;         // exit status, or 128 plus the signal that ended it
  std::string complaint;  // the first non-empty line of its standard error
};

/// One run of a program. Its output is discarded unless requested; only this user can read the
/// files that it creates. Several may run at once, in several threads. During a run, writing to a
/// closed pipe returns an error instead of raising SIGPIPE.
class Child {
 public:
  enum class Output { kDropped, kKept };
  /// Runs `program`, a path; `arguments` begin with its name. Throws Failure{kUnavailable} if it
  /// cannot be started.
  Child(const std::string& program, const std::vector<std::string>& arguments,
        Output output = Output::kDropped);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  /// Kills the program if wait() was not called.
  ~Child();

  /// False if the program no longer reads; wait() tells the reason.
  bool write(std::string_view piece);
  /// Closes its input and waits for it to end.
  ChildEnd wait();
  /// Its output, if that was requested; after its end.
  std::string output() const;

 private:
  [[noreturn]] void become(const std::string& program, char* const* arguments, int input);

  pid_t pid_ = -1;
  Fd input_, complaints_, output_;
};

}  // namespace wick
