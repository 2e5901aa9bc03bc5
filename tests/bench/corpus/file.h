// SPDX-License-Identifier: MIT
// corpus: a transcript in the making, and what happens to transcripts: crashes, copies, forks.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "pen.h"

namespace corpus {

/// What is odd about a session's file.
enum class Oddity {
  kNone,
  kGlued,         // two objects on one line
  kTorn,          // lines cut in the middle
  kNuls,          // runs of NUL bytes before lines, and behind the last one
  kCrlf,          // \r\n
  kBlank,         // blank lines
  kShuffled,      // timestamps out of order
  kUnterminated,  // the last line whole, without a newline
  kCut,           // the last line cut, without a newline
  kResumed,       // lines repeated
  kFork,          // begins with a copy of another session
};

/// The folder that the corpus is written to.
class Output {
 public:
  explicit Output(std::string root) : root_(std::move(root)) {}

  /// Writes `path` with its time of modification, makes its folders. Ends the program when it
  /// cannot. Returns the number of bytes.
  Int write(const std::string& path, std::string_view text, Int time);

 private:
  void make_folders(const std::string& path);

  std::string root_;
  std::set<std::string> folders_;
};

class File {
 public:
  File(Oddity oddity, Random& random, Ledger& ledger);

  /// False when the line is lost: it is torn.
  bool add(const Line& line);
  /// The last line of all, without a newline.
  void add_last(const Line& line);
  /// A line of which a crash leaves the first part, and no newline.
  void add_cut(const Line& line);
  /// Writes some of the lines again.
  void repeat_lines();
  /// The first lines of a conversation, as a fork repeats them. `zero`: without their counts;
  /// `names_origin`: each copy tells the session it was made in.
  void copy_lines(const File& from, const Voice& origin, const Voice& voice, Int bytes, bool zero,
                  bool names_origin);
  void end();

  Int size() const { return static_cast<Int>(text_.size()); }
  const std::string& text() const { return text_; }

 private:
  struct Mark {  // a line that may be copied
    std::size_t at, size, usage_at, usage_size;
  };

  bool due();
  void end_line(std::string_view newline);

  Oddity oddity_;
  Random* random_;
  Ledger* ledger_;
  std::string text_;
  std::size_t line_at_ = 0;  // where the last line begins
  std::vector<Mark> marks_;
  Int until_next_;  // lines until something happens again
};

}  // namespace corpus
