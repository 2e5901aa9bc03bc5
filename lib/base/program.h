// SPDX-License-Identifier: MIT
// Other programs: where they are, how one is run and waited for, and how work goes on after this one ended.
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

// Where programs lie: this one, and those that a shell would run.

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

/// As execv(3) wants them, which changes none; they must outlive it.
std::vector<char*> argv_of(const std::vector<std::string>& arguments);

// Work that goes on when this process is done.

using Works = std::vector<std::function<void()>>;

/// Does these works, all at once, in a process that belongs to nobody, and children of its: whoever
/// waits for this process, or for the end of what it prints, does not wait for that one, and no signal
/// to this one's group reaches it. Its standard streams are /dev/null; it has no other descriptor of
/// this process's. Nothing happens where there are none, or no process can be made. With
/// `patience_ms` it returns when the works are done or that time is up, whichever comes first.
void run_detached(const Works& works, int patience_ms = 0);

// Programs whose output is wanted, and only in time.

/// Takes what a program prints, piece by piece.
using Sink = std::function<void(std::string_view piece)>;

/// Runs a program (found in PATH, where its name has no slash) in the folder `dir` (empty: this one's) and hands
/// on what it prints. False when it could not be started, failed, or was not done in time. Then it is killed with
/// the processes that it started. `input` becomes its standard input; -1 leaves it this process's.
bool run_program(const std::vector<std::string>& arguments, const std::string& dir, int input,
                 std::int64_t timeout_ms, const Sink& sink);

/// Runs a program on this process's terminal, with the signals as a shell leaves them, and waits for its end: its exit
/// status, or 128 and the signal that ended it; 127 where it could not be started.
int run_on_terminal(const std::vector<std::string>& arguments);

// Commands of the user's, run through a shell.

/// What `command` prints, at most `limit` bytes of it; empty when it failed or was not done in
/// time. Then it is killed with the processes that it started. `input` becomes its standard input;
/// -1 leaves it this process's.
std::optional<std::string> run_command(const std::string& command, int input,
                                       std::int64_t timeout_ms, std::size_t limit);

/// A file without a name that holds `content`, to be read from its start: a pipe could fill up
/// before a command reads it. Without a descriptor when there is no room for it.
Fd unnamed_file(std::string_view content);

// A program that reads from its standard input what we write.

/// How a program ended.
struct ChildEnd {
  int status = 0;         // its exit status, or 128 and the signal that ended it
  std::string complaint;  // the first line of its standard error that says something
};

/// One program, from start to end. What it prints is dropped, unless it is asked for, and only this
/// user can read the files that it makes. Several may run at once, of several threads. While there is one, a
/// write that nobody reads gives an error instead of SIGPIPE.
class Child {
 public:
  enum class Output { kDropped, kKept };
  /// Runs `program`, a path; `arguments` begin with its name. Failure{kUnavailable} when it cannot be
  /// started.
  Child(const std::string& program, const std::vector<std::string>& arguments,
        Output output = Output::kDropped);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  /// Ends the program if it has not been waited for.
  ~Child();

  /// False when the program does not read any more: wait() says why.
  bool write(std::string_view piece);
  /// Closes its input and waits for its end.
  ChildEnd wait();
  /// What it printed, where that is kept; after its end.
  std::string output() const;

 private:
  [[noreturn]] void become(const std::string& program, char* const* arguments, int input);

  pid_t pid_ = -1;
  Fd input_, complaints_, output_;
};

}  // namespace wick
