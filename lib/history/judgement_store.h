// SPDX-License-Identifier: MIT
// Where a model's answers are kept: in the ledger, beside what was read.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "lib/base/env.h"
#include "lib/history/ledger.h"

namespace wick {

/// All functions throw Failure{kIo, "PATH: REASON"}: an answer was paid for, and must not be lost unseen.
class JudgementStore {
 public:
  explicit JudgementStore(const Env& env);
  void put(std::span<const Judgement> judgements);
  /// How many there were.
  std::int64_t forget();

 private:
  std::string path_;
  std::optional<Ledger> ledger_;
};

}  // namespace wick
