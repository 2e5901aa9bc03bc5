// SPDX-License-Identifier: MIT
// corpus: one conversation as it goes on: responses, results of tools, and the time that passes.
#pragma once

#include <string>

#include "file.h"
#include "plan.h"

namespace corpus {

/// What all sessions share.
struct World {
  Options options;
  Filler filler;
  Output output;
  Ledger ledger;
  Int agents = 0;  // so far
};

class Talk {
 public:
  /// `budget`: how many bytes `responses` responses should fill.
  Talk(World& world, Ledger& ledger, Random& random, const Voice& voice, File& file, Int start);

  void plan(Int responses, Int budget);
  /// Writes one more request's response and enters it. One that is lost is asked for again.
  Response respond(bool calls_tool, std::string_view tool = {});
  /// The same as the file's last line, without a newline.
  void respond_last();
  /// A whole response that a crash cuts: it does not count.
  void respond_cut();
  /// The result of a tool, and what comes before it.
  void answer(const Block& call, Int at_least = 0, bool picture = false);
  /// A line just written by the pen.
  bool add() { return file_->add(pen.line()); }

  /// From now on lines are repeated, as progress of a subagent, in its session's own file;
  /// `only_there`: and have no other place.
  void report_to(Talk& session, std::string parent_tool, bool only_there);

  /// The time, after some has passed; now and then in files where times are out of order.
  Int tick(Int least, Int most);
  void wait_until(Int time) { now_ = std::max(now_, time); }
  Int now() const { return now_; }
  Int left() const { return left_; }
  Int remaining_bytes() const { return budget_ - file_->size(); }
  void spend_elsewhere(Int bytes) { budget_ -= bytes; }
  void set_shuffled() { shuffled_ = true; }
  Int micro_dollars() const { return micro_dollars_; }

  Pen pen;
  Chat chat;

 private:
  Response decide(bool calls_tool);
  bool write(const Response& response, const Block& block);
  Int result_bytes();

  Ledger* ledger_;
  Random* random_;
  File* file_;
  Talk* session_ = nullptr;
  std::string parent_tool_;
  bool only_there_ = false, shuffled_ = false, plain_;
  Int now_, left_ = 0, budget_ = 0, micro_dollars_ = 0;
};

}  // namespace corpus
