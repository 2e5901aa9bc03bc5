// SPDX-License-Identifier: MIT
// External segments: commands of the user's whose last output is shown, refreshed behind the line.
#pragma once

#include <string>
#include <vector>

#include "lib/base/env.h"
#include "lib/base/program.h"
#include "lib/live/line_config.h"

namespace wick {

/// The external segments of one session. Their outputs are kept in the cache folder, one file per
/// session and segment.
class ExternalSegments {
 public:
  ExternalSegments(const Env& env, std::string session_id);

  /// The first line of the last output, whatever its age; empty when there is none yet. Notes the
  /// segment for refresh() when the output is older than its refresh_s.
  std::string output(const Segment& segment);

  /// Runs the commands of those of the row that are due and that the line waits for, and waits until they are done,
  /// but no longer than the longest wait_ms: what takes longer goes on, and is shown by a later line.
  void wait_for(const std::vector<Segment>& row, const std::string& payload);

  /// Adds to `works` the run of the commands noted as due, one after the other, each with `payload`
  /// on its standard input and killed with its children after its timeout. It does nothing when such
  /// a run is still at work for this session.
  void refresh(const std::string& payload, Works& works) const;

 private:
  struct Due {
    std::string command, path;
    std::int64_t timeout_s;
  };
  bool is_due(const Segment& segment) const;
  std::string path_of(const Segment& segment) const { return folder_ + "/" + session_id_ + "." + segment.name; }
  void work(const std::vector<Due>& due, const std::string& payload) const;

  const Env& env_;
  std::string folder_, session_id_;
  std::vector<Due> due_, waited_for_;
};

}  // namespace wick
