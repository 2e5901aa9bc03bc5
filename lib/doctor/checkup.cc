// SPDX-License-Identifier: MIT
#include "lib/doctor/check.h"

namespace wick {

std::string Checkup::project() const {
  if (!subject) return env.cwd;
  const SessionState& session = subject->state.session;
  if (!session.project_dir.empty()) return session.project_dir;
  return session.cwd.empty() ? env.cwd : session.cwd;
}

Checks run_checks(const Checkup& checkup) {
  Checks checks;
  for (auto check : {check_tools, check_folders, check_config, check_settings, check_session,
                     check_drift, check_price, check_clock, check_terminal, check_shell}) {
    check(checkup, checks);
  }
  return checks;
}

}  // namespace wick
