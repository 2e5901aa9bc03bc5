// SPDX-License-Identifier: MIT
#include "lib/top/past.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "lib/base/packed.h"
#include "lib/base/program.h"
#include "lib/tools/kept_audit.h"

namespace wick {
namespace {

constexpr std::string_view kPastFormat = "wick past 2\n";

// Writer and reader have the same interface, so that one list of members serves both.
class PastWriter {
 public:
  void item(std::int64_t& n) { out_.put_step(n, 0); }
  void item(std::size_t& n) { out_.put(n); }
  void item(int& n) { out_.put_step(n, 0); }
  void item(bool& flag) { out_.put(flag ? 1u : 0u); }
  void item(std::string& text) { out_.put(std::string_view(text)); }
  void item(PastEventKind& kind) { out_.put(static_cast<std::uint64_t>(kind)); }
  void item(CarriedKind& kind) { out_.put(static_cast<std::uint64_t>(kind)); }
  template <class T, class Each>
  void list(std::vector<T>& all, Each each) {
    out_.put(all.size());
    for (T& one : all) each(one);
  }
  template <class T, class Each>
  void maybe(std::optional<T>& one, Each each) {
    out_.put(one ? 1u : 0u);
    if (one) each(*one);
  }
  template <class T, class Each>
  void by_name(std::map<std::string, T>& all, Each each) {
    out_.put(all.size());
    for (auto& [name, one] : all) out_.put(std::string_view(name)), each(one);
  }
  const std::string& bytes() const { return out_.bytes(); }

 private:
  PackedWriter out_;
};

class PastFiller {
 public:
  explicit PastFiller(std::string_view bytes) : in_(bytes) {}
  void item(std::int64_t& n) { n = in_.step_from(0); }
  void item(std::size_t& n) { n = in_.number(); }
  void item(int& n) { n = static_cast<int>(in_.step_from(0)); }
  void item(bool& flag) { flag = in_.number() != 0; }
  void item(std::string& text) { text = in_.text(); }
  void item(PastEventKind& kind) { kind = static_cast<PastEventKind>(in_.number() % 3); }
  void item(CarriedKind& kind) { kind = static_cast<CarriedKind>(in_.number() % kCarriedKinds); }
  template <class T, class Each>
  void list(std::vector<T>& all, Each each) {
    for (std::uint64_t n = in_.count(1); n > 0 && in_.ok(); --n) each(all.emplace_back());
  }
  template <class T, class Each>
  void maybe(std::optional<T>& one, Each each) {
    if (in_.number() != 0) each(one.emplace());
  }
  template <class T, class Each>
  void by_name(std::map<std::string, T>& all, Each each) {
    for (std::uint64_t n = in_.count(1); n > 0 && in_.ok(); --n) {
      std::string name(in_.text());
      each(all[name]);
    }
  }
  bool at_end() const { return in_.at_end(); }

 private:
  PackedReader in_;
};

template <class To>
void pack(Past& p, To& to) {
  auto number = [&to](auto& one) { to.item(one); };
  to.item(p.counted_at), to.item(p.today), to.item(p.today_prompts), to.item(p.today_unpriced);
  to.maybe(p.block, [&](BlockSpan& b) { to.item(b.from), to.item(b.until), to.item(b.confirmed); });
  to.item(p.block_cost);
  to.maybe(p.block_per_hour, number);
  to.maybe(p.block_projected, number);
  to.by_name(p.sessions, [&](PastSession& s) {
    to.item(s.project), to.item(s.last), to.item(s.cost), to.item(s.hour), to.item(s.block),
        to.item(s.wasted);
    to.item(s.audited), to.item(s.unpriced), to.item(s.carried_of);
    to.list(s.carried, [&](PastCarried& c) { to.item(c.kind), to.item(c.tool), to.item(c.cost); });
    to.list(s.agents, [&](PastAgent& a) {
      to.item(a.agent), to.item(a.model), to.item(a.peak_tokens), to.item(a.first), to.item(a.cost);
    });
  });
  to.list(p.projects, [&](PastProject& r) {
    to.item(r.dir), to.item(r.sessions), to.item(r.today), to.item(r.week), to.item(r.month);
    to.list(r.days, number);
    to.item(r.last), to.item(r.wasted), to.item(r.audited), to.item(r.last_session);
  });
  to.list(p.days, [&](PastDay& d) {
    to.item(d.from), to.item(d.name), to.item(d.day_of_week), to.item(d.cost), to.item(d.prompts),
        to.item(d.hours);
  });
  to.list(p.day_sessions, [&](PastDaySession& s) {
    to.item(s.day), to.item(s.session), to.item(s.cost), to.item(s.prompts);
  });
  to.list(p.events, [&](PastEvent& e) {
    to.item(e.kind), to.item(e.time), to.item(e.session), to.item(e.agent), to.item(e.what),
        to.item(e.why);
    to.item(e.before), to.item(e.after), to.maybe(e.cost, number);
  });
  to.list(p.troubles, number);
  to.item(p.incomplete);
}

}  // namespace

std::string pack_past(const Past& past) {
  PastWriter out;
  Past copy = past;
  pack(copy, out);
  return sealed(kPastFormat, out.bytes());
}

std::optional<Past> unpack_past(std::string_view bytes) {
  auto body = unsealed(kPastFormat, bytes);
  if (!body) return std::nullopt;
  Past past;
  PastFiller in(*body);
  pack(past, in);
  if (!in.at_end()) return std::nullopt;
  for (const PastDaySession& s : past.day_sessions)
    if (s.day >= past.days.size()) return std::nullopt;
  return past;
}

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
