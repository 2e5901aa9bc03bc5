// SPDX-License-Identifier: MIT
// An imaginary session in the middle of its work: looks are drawn with its figures until there is a real one.
#pragma once

#include <string>

#include "lib/base/time.h"

namespace wick {

/// Its status line payload, in a directory and at a time: warm for 4m22s, limits of a subscription.
std::string sample_payload(const std::string& cwd, TimeMs now);

}  // namespace wick
