// SPDX-License-Identifier: MIT
#include "lib/report/batch_results.h"

#include <array>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/claude/lines.h"

namespace wick {

BatchResults read_batch_results(const std::string& path, TimeMs now) {
  constexpr std::size_t kLimit = 1024 * 1024 * 1024;
  BatchResults out;
  std::string all = read_file(path, kLimit);
  for (std::string_view line : split(all, '\n')) {
    line = bare_line(line);
    if (line.empty()) continue;
    JudgeReply reply = batch_reply(line);
    auto key = key_of_custom_id(reply.custom_id);
    if (!key) {
      ++out.foreign;
      continue;
    }
    std::vector<Judgement> judgements = judgements_of(reply, std::array{*key}, now);
    out.judgements.insert(out.judgements.end(), judgements.begin(), judgements.end());
    if (!judgements.empty()) continue;
    ++out.unanswered;
    if (out.problem.empty()) out.problem = reply.problem;
  }
  return out;
}

}  // namespace wick
