// SPDX-License-Identifier: MIT
// The background sessions of Claude Code: CONFIG/jobs/ID/state.json.
#pragma once

#include <map>
#include <string>

namespace wick {

/// Maps session ids to job ids, which `claude attach` accepts. Based on third-party descriptions of
/// clients from 2.1.139 on; not measured. Includes finished jobs.
std::map<std::string, std::string> background_jobs(const std::string& config_dir);

}  // namespace wick
