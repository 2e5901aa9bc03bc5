// SPDX-License-Identifier: MIT
// The background sessions of Claude Code: CONFIG/jobs/ID/state.json.
#pragma once

#include <map>
#include <string>

namespace wick {

/// Maps session ids to job ids, which `claude attach` and `claude stop` accept (measured with client 2.1.332; the
/// files exist since 2.1.139). Includes finished jobs.
std::map<std::string, std::string> background_jobs(const std::string& config_dir);

}  // namespace wick
