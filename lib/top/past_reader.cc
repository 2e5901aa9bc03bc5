// SPDX-License-Identifier: MIT
#include "lib/top/past_reader.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "lib/base/program.h"
#include "lib/tools/kept_audit.h"

namespace wick {
namespace {

constexpr std::int64_t kLeastPause = 10'000, kPauses = 100;

}  // namespace

Past read_past(HistoryArguments arguments, TimeMs now) {
  static HistoryArguments kept;  // must outlive the tool, which keeps a reference
  kept = std::move(arguments);
  kept.now = now;
  char name[] = "wick-top";
  char* argv[] = {name, nullptr};
  Call call{1, argv, "", "", name, nullptr, false};
  auto& tool = make_to_last<ReplayTool>(call, kept);
  static WasteReport waste;
  waste = read_and_audit(tool);
  if (tool.reading().unchanged) tool.replay();
  Past past = count_past({tool.replayed(), tool.prices(), waste, now, tool.reading().windows});
  const HistoryReading& reading = tool.reading();
  for (const auto* all : {&reading.warnings, &reading.unreadable_ledgers, &reading.unreadable})
    past.troubles.insert(past.troubles.end(), all->begin(), all->end());
  past.incomplete = call.incomplete;
  return past;
}

// Ends the count with wick-top. Killing it is safe: the ledger uses transactions, and files are
// written atomically.
PastReader::~PastReader() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void PastReader::give(TimeMs now, int to) const {
  Past past;
  try {
    past = count_(now);
  } catch (const Failure& failure) {
    past.troubles.push_back(failure.message), past.incomplete = true;
  } catch (const std::exception& error) {
    past.troubles.push_back(std::string("history: ") + error.what()), past.incomplete = true;
  }
  write_all(to, pack_past(past));
}

void PastReader::ask(TimeMs now, std::int64_t monotonic) {
  if (pid_ > 0 || monotonic < next_) return;
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return;
  Fd from(ends[0]), to(ends[1]);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    from = Fd();  // or a write would block, instead of failing, when the parent is gone
    close_streams();
    give(now, to.get());
    ::_exit(0);
  }
  if (pid_ < 0) return;
  ::fcntl(from.get(), F_SETFL, O_NONBLOCK);
  pipe_ = std::move(from);
  bytes_.clear();
  started_ = monotonic;
}

std::optional<Past> PastReader::take(std::int64_t monotonic) {
  if (pid_ <= 0) return std::nullopt;
  char block[64 * 1024];
  ssize_t size = 0;
  while ((size = ::read(pipe_.get(), block, sizeof block)) > 0)
    bytes_.append(block, static_cast<std::size_t>(size));
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
  pipe_ = Fd();
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
  next_ = monotonic + std::max(kLeastPause, kPauses * (monotonic - started_));
  std::optional<Past> past = unpack_past(bytes_);
  std::string().swap(bytes_);
  return past;
}

}  // namespace wick
