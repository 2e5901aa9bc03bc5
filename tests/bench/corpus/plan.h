// SPDX-License-Identifier: MIT
// corpus: how many bytes and responses each session has, and what is odd about it.
#pragma once

#include <string>
#include <vector>

#include "file.h"

namespace corpus {

struct Options {
  Int seed = 1, sessions = 9667, responses = 133087;
  Int bytes = Int{2} << 30;
  bool plain = false;
  std::string folder;
};

struct Plan {
  Int index = 0, bytes = 0, responses = 0;
  bool large = false;  // one of the few that hold much of everything
  Int giant = 0;       // bytes of one giant line
  bool giant_is_picture = false;
  Oddity oddity = Oddity::kNone;
};

std::vector<Plan> make_plans(const Options& options);

}  // namespace corpus
