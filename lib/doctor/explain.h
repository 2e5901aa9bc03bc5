// SPDX-License-Identifier: MIT
// wick-doctor explain: why a field has its value.
#pragma once

#include <string>
#include <vector>

#include "lib/doctor/explanation.h"
#include "lib/doctor/subject.h"

namespace wick {

/// The fields that operands name: "cache.ttl", or "cache.*" for a group. Failure{kUsage}.
std::vector<const Field*> fields_named(const std::vector<std::string>& operands);

/// The evidence of the fields that it uses is its own too.
Explanation explain(Subject& subject, const Field& field);

}  // namespace wick
