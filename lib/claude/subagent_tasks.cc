// SPDX-License-Identifier: MIT
#include "lib/claude/subagent_tasks.h"

#include <algorithm>

namespace wick {
namespace {

constexpr std::int64_t kWidest = 10000;

class TasksReader : public JsonVisitor {
 public:
  explicit TasksReader(SubagentTasks& out) : out_(out) {}

  bool enter(std::string_view path) override {
    if (path == "tasks[]") out_.tasks.emplace_back();
    return path == "tasks" || path == "tasks[]";
  }

  void scalar(std::string_view path, const JsonScalar& value) override {
    if (path == "transcript_path") out_.transcript = value.text().value_or("");
    else if (path == "columns")
      out_.columns = static_cast<int>(std::min(value.count().value_or(0), kWidest));
    else if (path.starts_with("tasks[].") && !out_.tasks.empty())
      store(out_.tasks.back(), path.substr(std::string_view("tasks[].").size()), value);
  }

 private:
  static void store(SubagentTask& task, std::string_view key, const JsonScalar& value) {
    if (key == "id") task.id = value.text().value_or("");
    else if (key == "type") task.type = value.text().value_or("");
    else if (key == "label") task.label = value.text().value_or("");
    else if (key == "model") task.model = value.text().value_or("");
    else if (key == "contextWindowSize") task.window = value.count();
    else if (key == "tokenCount") task.tokens = value.count();
  }

  SubagentTasks& out_;
};

}  // namespace

SubagentTasks parse_subagent_tasks(std::string_view json, JsonStatus& status) {
  SubagentTasks out;
  TasksReader reader(out);
  status = walk_json(json, reader);
  return out;
}

}  // namespace wick
