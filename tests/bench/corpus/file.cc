// SPDX-License-Identifier: MIT
#include "file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace corpus {
namespace {

[[noreturn]] void fail(const std::string& path) {
  std::fprintf(stderr, "corpus: %s: %s\n", path.c_str(), std::strerror(errno));
  std::exit(74);
}

timespec to_timespec(Int time) {
  timespec out{};
  out.tv_sec = static_cast<time_t>(time / kSecond);
  out.tv_nsec = static_cast<long>(time % kSecond * 1'000'000);
  return out;
}

// A fork's copies of responses before a compaction keep only the split of the writes by TTL.
void zero_usage(Line& line) {
  std::string usage = line.text.substr(line.usage_at, line.usage_size);
  for (std::string_view key : {"\"input_tokens\":", "\"cache_creation_input_tokens\":",
                               "\"cache_read_input_tokens\":", "\"output_tokens\":"}) {
    for (std::size_t at = usage.find(key); at != std::string::npos; at = usage.find(key, at + 1)) {
      std::size_t from = at + key.size();
      usage.replace(from, usage.find_first_not_of("0123456789", from) - from, "0");
    }
  }
  line.text.replace(line.usage_at, line.usage_size, usage);
  line.usage_size = usage.size();
}

}  // namespace

void Output::make_folders(const std::string& path) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    std::string folder = path.substr(0, slash);
    if (!folders_.insert(folder).second) continue;
    if (mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST) fail(folder);
  }
}

Int Output::write(const std::string& path, std::string_view text, Int time) {
  std::string full = root_ + "/" + path;
  make_folders(full);
  int fd = open(full.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) fail(full);
  for (std::size_t done = 0; done < text.size();) {
    ssize_t n = ::write(fd, text.data() + done, text.size() - done);
    if (n < 0 && errno != EINTR) fail(full);
    if (n > 0) done += static_cast<std::size_t>(n);
  }
  const timespec times[2] = {to_timespec(time), to_timespec(time)};
  if (futimens(fd, times) != 0 || close(fd) != 0) fail(full);
  return static_cast<Int>(text.size());
}

File::File(Oddity oddity, Random& random, Ledger& ledger)
    : oddity_(oddity), random_(&random), ledger_(&ledger), until_next_(random.between(2, 5)) {}

bool File::due() {
  if (--until_next_ > 0) return false;
  until_next_ = random_->between(5, 30);
  return true;
}

void File::end_line(std::string_view newline) {
  std::size_t length = text_.size() - line_at_;
  ledger_->lines_over_1_mib += length > (1u << 20) ? 1 : 0;
  ledger_->lines_over_8_mib += length > (8u << 20) ? 1 : 0;
  text_ += newline;
  line_at_ = text_.size();
}

bool File::add(const Line& line) {
  if (oddity_ == Oddity::kTorn && due()) {
    Int kept = random_->between(1, static_cast<Int>(line.text.size()) - 1);
    text_.append(line.text, 0, static_cast<std::size_t>(kept));
    end_line("\n");
    ++ledger_->malformed_lines;
    return false;
  }
  if (oddity_ == Oddity::kNuls && due()) {
    text_.append(static_cast<std::size_t>(random_->between(1, 4096)), '\0');
  }
  if (line.chained) {
    marks_.push_back(
        {text_.size(), line.text.size(), text_.size() + line.usage_at, line.usage_size});
  }
  text_ += line.text;
  if (oddity_ == Oddity::kGlued && due()) return true;
  end_line(oddity_ == Oddity::kCrlf ? "\r\n" : "\n");
  if (oddity_ == Oddity::kBlank && due()) end_line(random_->one_in(2) ? "\n" : " \n");
  return true;
}

void File::add_last(const Line& line) { text_ += line.text; }

void File::add_cut(const Line& line) {
  Int kept = random_->between(1, static_cast<Int>(line.text.size()) - 1);
  text_.append(line.text, 0, static_cast<std::size_t>(kept));
  ++ledger_->torn_lines;
}

void File::repeat_lines() {
  Int count = std::min<Int>(random_->between(3, 25), static_cast<Int>(marks_.size()));
  std::size_t first =
      static_cast<std::size_t>(random_->below(static_cast<Int>(marks_.size()) - count + 1));
  for (std::size_t i = first; i < first + static_cast<std::size_t>(count); ++i) {
    if (marks_[i].size > 100'000) continue;
    text_.append(text_, marks_[i].at, marks_[i].size);
    end_line("\n");
  }
}

void File::copy_lines(const File& from, const Voice& origin, const Voice& voice, Int bytes,
                      bool zero, bool names_origin) {
  for (const Mark& mark : from.marks_) {
    if (size() + static_cast<Int>(mark.size) > bytes) break;
    Line copy;
    copy.text = from.text_.substr(mark.at, mark.size);
    copy.usage_at = mark.usage_at - mark.at;
    copy.usage_size = mark.usage_size;
    copy.chained = true;
    std::size_t id =
        origin.envelope_behind ? copy.text.rfind(origin.session) : copy.text.find(origin.session);
    copy.text.replace(id, voice.session.size(), voice.session);
    if (names_origin) {
      copy.text.insert(copy.text.size() - 1, R"(,"requestSessionId":")" + origin.session + "\"");
    }
    if (zero && mark.usage_size > 0) zero_usage(copy);
    add(copy);
  }
}

void File::end() {
  if (oddity_ == Oddity::kGlued && line_at_ < text_.size()) end_line("\n");
  if (oddity_ == Oddity::kNuls && random_->one_in(2)) {
    text_.append(static_cast<std::size_t>(random_->between(1, 4096)), '\0');
  }
}

}  // namespace corpus
