// SPDX-License-Identifier: MIT
// The sessions that Claude Code runs in the background: CONFIG/jobs/ID/state.json.
#pragma once

#include <map>
#include <string>

namespace wick {

/// By session id the job's, which `claude attach` takes. As others describe clients from 2.1.139 on; not measured.
/// Jobs that are over are among them. Nothing where there are none.
std::map<std::string, std::string> background_jobs(const std::string& config_dir);

}  // namespace wick
