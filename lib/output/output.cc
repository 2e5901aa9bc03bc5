// SPDX-License-Identifier: MIT
#include "lib/output/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/failure.h"
#include "lib/base/format.h"

namespace wick {
namespace {

[[noreturn]] void fail(const std::string& name, int error) {
  throw Failure{Exit::kIo, fmt::format("{}: {}", name, std::strerror(error))};
}

}  // namespace

Output::Output(const std::string& path) : name_(path) {
  if (path.empty() || path == "-") {
    name_ = "standard output";
    fd_ = STDOUT_FILENO;
    return;
  }
  struct stat old;
  bool there = ::stat(path.c_str(), &old) == 0;
  if (there && S_ISDIR(old.st_mode)) fail(path, EISDIR);
  if (there && !S_ISREG(old.st_mode)) {
    opened_ = Fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
    if (!opened_) fail(path, errno);
    fd_ = opened_.get();
    return;
  }
  file_.emplace(there ? real_path(path) : behind_links(path).value_or(path));
  file_->keep_mode();
}

void Output::write(std::string_view piece) {
  if (file_) return file_->write(piece);
  if (!write_all(fd_, piece)) fail(name_, errno);
}

void Output::finish() {
  if (file_) file_->commit();
}

}  // namespace wick
