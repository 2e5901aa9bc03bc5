// SPDX-License-Identifier: MIT
#include "lib/history/judgement_store.h"

#include "lib/base/failure.h"
#include "lib/history/read_history.h"

namespace wick {
namespace {

template <class Do>
auto or_fail(const std::string& path, Do action) {
  try {
    return action();
  } catch (const SqliteError& error) {
    throw Failure{Exit::kIo, path + ": " + error.reason};
  }
}

}  // namespace

JudgementStore::JudgementStore(const Env& env) : path_(ledger_path(env)) {
  if (path_.empty()) throw Failure{Exit::kIo, "ledger: neither HOME nor XDG_DATA_HOME is set"};
  or_fail(path_, [this] { ledger_.emplace(path_); });
}

void JudgementStore::put(std::span<const Judgement> judgements) {
  or_fail(path_, [&] {
    ledger_->begin();
    for (const Judgement& judgement : judgements) ledger_->put_judgement(judgement);
    ledger_->commit();
  });
}

std::int64_t JudgementStore::forget() {
  return or_fail(path_, [this] {
    ledger_->begin();
    std::int64_t count = ledger_->forget_judgements();
    ledger_->commit();
    return count;
  });
}

}  // namespace wick
