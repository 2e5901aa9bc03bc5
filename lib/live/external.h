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

  /// Adds to `works` the run of the commands noted as due, one after the other, each with `payload`
  /// on its standard input and killed with its children after its timeout. It does nothing when such
  /// a run is still at work for this session.
  void refresh(const std::string& payload, Works& works) const;

 private:
  struct Due {
    std::string command, path;
    std::int64_t timeout_s;
  };
  void work(const std::string& payload) const;

  const Env& env_;
  std::string folder_, session_id_;
  std::vector<Due> due_;
};

}  // namespace wick
