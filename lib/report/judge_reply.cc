// SPDX-License-Identifier: MIT
#include <algorithm>

#include "lib/base/text.h"
#include "lib/claude/json.h"
#include "lib/report/judge_request.h"

namespace wick {
namespace {

// Collects verdicts below `list`, the path of their array's elements.
class ReplyVisitor : public JsonVisitor {
 public:
  ReplyVisitor(std::string_view list, JudgeReply& reply) : list_(list), reply_(reply) {}

  bool enter(std::string_view path) override {
    constexpr std::string_view kModels = "modelUsage.";
    if (path.substr(0, kModels.size()) == kModels && reply_.model.empty())
      reply_.model = path.substr(kModels.size());
    return path.empty() || path == "modelUsage" || list_.substr(0, path.size()) == path || path == "result.error" ||
           path == "result.error.error" || path == "errors";
  }

  void leave(std::string_view path) override {
    if (path != list_) return;
    auto verdict = verdict_of(verdict_);
    if (case_ && verdict) reply_.verdicts.push_back({*case_, *verdict});
    case_.reset();
    verdict_.clear();
  }

  void scalar(std::string_view path, const JsonScalar& value) override {
    if (path.size() > list_.size() && path.substr(0, list_.size()) == list_) {
      std::string_view key = path.substr(list_.size());
      if (key == ".case") case_ = value.count();
      if (key == ".verdict") verdict_ = value.text().value_or("");
    }
    if (path == "total_cost_usd") reply_.usd = value.number();
    if (path == "custom_id") reply_.custom_id = value.text().value_or("");
    if (path == "result.message.model") reply_.model = value.text().value_or("");
    if (path == "result" || path == "errors[]" || path == "result.error.error.message" || path == "result.type")
      said_ = value.text().value_or("");
    if (path == "subtype" && value.text() != "success") kind_ = value.text().value_or("");
  }

  // For what has no verdicts: the last thing that it says of itself.
  std::string problem() const { return !said_.empty() ? said_ : !kind_.empty() ? kind_ : "no answer"; }

 private:
  std::string_view list_;
  JudgeReply& reply_;
  std::optional<std::int64_t> case_;
  std::string verdict_, said_, kind_;
};

JudgeReply reply_of(std::string_view json, std::string_view list) {
  JudgeReply reply;
  ReplyVisitor visitor(list, reply);
  bool whole = walk_json(json, visitor) == JsonStatus::kOk;
  if (!whole) reply.problem = "not JSON";
  else if (reply.verdicts.empty()) reply.problem = visitor.problem();
  return reply;
}

}  // namespace

JudgeReply claude_reply(std::string_view json) { return reply_of(json, "structured_output.verdicts[]"); }

JudgeReply batch_reply(std::string_view json) {
  return reply_of(json, "result.message.content[].input.verdicts[]");
}

}  // namespace wick
