// SPDX-License-Identifier: MIT
#include "lib/audit/piece_size.h"

#include <cctype>

namespace wick {
namespace {

// The first number in a model's name and the one after it: 4 and 7 of "claude-opus-4-7-20260416".
struct Generation {
  int major = 0, minor = 0;
};

int number_at(std::string_view& text) {
  int out = 0, digits = 0;
  for (; !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) && digits < 9;
       ++digits, text.remove_prefix(1))
    out = out * 10 + (text[0] - '0');
  return digits <= 2 ? out : 0;  // longer ones are dates
}

Generation generation_of(std::string_view model) {
  std::size_t at = model.find_first_of("0123456789");
  if (at == model.npos) return {};
  model.remove_prefix(at);
  Generation out;
  out.major = number_at(model);
  if (!model.empty() && (model[0] == '-' || model[0] == '.'))
    model.remove_prefix(1), out.minor = number_at(model);
  return out;
}

}  // namespace

double result_rate(std::string_view tool) {
  if (tool == "Bash" || tool == "PowerShell") return 0.35;
  if (tool == "Grep" || tool == "Glob" || tool == "LS") return 0.42;
  if (tool == "Task" || tool == "Agent") return 0.31;
  if (tool == "WebFetch") return 0.26;
  return 0.32;
}

double block_rate(ContextBlock::Kind kind) {
  return kind == ContextBlock::Kind::kAttachment ? 0.29 : 0.26;
}

double generation_factor(std::string_view model) {
  Generation g = generation_of(model);
  bool newer = g.major >= 5 || (g.major == 4 && g.minor >= 7);
  return newer ? 1.38 : 1.0;
}

}  // namespace wick
