// SPDX-License-Identifier: MIT
#include <cmath>
#include <unordered_map>

#include "lib/history/usage_report.h"

namespace wick {
namespace {

// Is the request in the total? In the same file what stands before it is; of other files, what is not
// later.
bool is_in(const HistoryRequest& request, const HistoryTotal& total) {
  if (request.file == total.file) return request.offset <= total.record.offset;
  return request.time == kUndated || request.time <= total.record.time;
}

}  // namespace

std::vector<SessionReconciliation> reconcile(const History& history, Pricer& pricer,
                                             std::int64_t& skipped) {
  struct Account {
    const HistoryTotal* total;
    Money shown = 0;
    bool comparable = true;
  };
  std::unordered_map<Names::Id, Account> accounts;
  for (const HistoryTotal& total : history.totals) {
    bool comparable = !total.continues_another && !total.record.unknown_model;
    accounts.emplace(total.record.session, Account{&total, 0, comparable});
  }
  for (const HistoryRequest& request : history.requests) {
    auto at = accounts.find(request.session);
    if (at == accounts.end() || !is_in(request, *at->second.total)) continue;
    auto price = pricer.price(request);
    if (price) at->second.shown += price->cost;
    else at->second.comparable = false;
  }
  std::vector<SessionReconciliation> out;
  skipped = 0;
  for (const auto& [session, account] : accounts) {
    Money told = std::llround(account.total->record.usd * kMoneyPerUsd);
    // The client adds doubles: its last digits are not exact.
    constexpr Money kRounding = 10000;
    bool lower = told < account.shown - kRounding;  // it began anew within the session
    if (account.comparable && !lower) out.push_back({session, std::max(told, account.shown), account.shown});
    else ++skipped;
  }
  return out;
}

}  // namespace wick
