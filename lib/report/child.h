// SPDX-License-Identifier: MIT
// A program that reads from its standard input what we write.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/file.h"

namespace wick {

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
