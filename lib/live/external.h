// SPDX-License-Identifier: MIT
// What wick-line starts after it has printed its line: the commands of external segments, whose last
// output the line shows, and the tools that bring usage.* and waste.* up to date.
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

/// Adds to `works` a run of the wick-usage in this program's folder (`argv0`) if the figures are
/// missing, of another day or a minute old, and it was not started in the last minute. A lock
/// ensures that only one runs. Does nothing without a wick-usage or a cache folder.
void refresh_usage(const Env& env, const char* argv0, Works& works);
/// The same for wick-waste, if its figures are missing or five minutes old.
void refresh_waste(const Env& env, const char* argv0, Works& works);

}  // namespace wick
