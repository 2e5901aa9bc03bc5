// SPDX-License-Identifier: MIT
// External segments: the user's commands. The line shows their last output; they run after it.
#pragma once

#include <string>
#include <vector>

#include "lib/base/env.h"
#include "lib/base/program.h"
#include "lib/live/line_config.h"

namespace wick {

/// The external segments of one session. Outputs are kept in the cache folder, one file per session
/// and segment.
class ExternalSegments {
 public:
  ExternalSegments(const Env& env, std::string session_id);

  /// The first line of the last output, however old; empty when there is none yet. If the output is
  /// older than the segment's refresh_s, refresh() will run the command.
  std::string output(const Segment& segment);

  /// Runs the row's commands that are due and have a wait_ms, and waits until they are done, but at
  /// most for the longest wait_ms. A slower command keeps running; a later line shows its output.
  void wait_for(const std::vector<Segment>& row, const std::string& payload);

  /// Adds to `works` a job that runs the due commands one after the other, each with `payload` on
  /// its standard input; a command is killed with its children after its timeout. The job does
  /// nothing while another one runs for this session.
  void refresh(const std::string& payload, Works& works) const;

 private:
  struct Due {
    std::string command, path;
    std::int64_t timeout_s;
  };
  bool is_due(const Segment& segment) const;
  std::string path_of(const Segment& segment) const {
    return folder_ + "/" + session_id_ + "." + segment.name;
  }
  void work(const std::vector<Due>& due, const std::string& payload) const;

  const Env& env_;
  std::string folder_, session_id_;
  std::vector<Due> due_, waited_for_;
};

}  // namespace wick
