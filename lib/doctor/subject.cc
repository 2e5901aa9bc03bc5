// SPDX-License-Identifier: MIT
#include "lib/doctor/subject.h"

#include "lib/base/file.h"
#include "lib/session/fields.h"

namespace wick {
Subject read_subject(const Env& env, const LiveOptions& options, const PriceTable& prices,
                     const std::vector<std::string_view>& fields) {
  Needs needs = needs_of(fields);
  needs.cost_in_full = needs.keep_nothing = true;
  Subject subject{env, prices, {}, {}, ""};
  const Wanted& wanted = options.wanted;
  if (!wanted.payload.empty() && wanted.session.empty() && wanted.transcript.empty()) {
    subject.told_json = payload_text(wanted.payload);
    subject.state = load_payload(env, payload_of(subject.told_json, wanted.payload), needs,
                                 options.next, prices, &subject.evidence);
    subject.evidence.accounts.told->path = wanted.payload;
    return subject;
  }
  subject.state =
      load_session(env, locate(env, wanted), needs, options.next, prices, &subject.evidence);
  if (const auto& tap = subject.evidence.accounts.told)
    subject.told_json = try_read_file(tap->path, kLargestPayload).value_or("");
  return subject;
}

}  // namespace wick
