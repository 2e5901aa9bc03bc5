// SPDX-License-Identifier: MIT
// corpus: the story of one session: its turns, its subagents, and the files that lie around it.
#pragma once

#include <string>
#include <vector>

#include "talk.h"

namespace corpus {

class Session {
 public:
  /// `before`: the session that a fork begins with; none: nothing is copied.
  Session(World& world, const Plan& plan, const Session* before);

  void write();

 private:
  enum class Place { kBeside, kFolder, kWorkflow, kBoth, kProgressOnly };  // of a subagent

  void plan_agents();
  void begin(const Session* before);
  void turn();
  void before_prompt();
  void compact(std::string_view trigger);
  void prompt();
  bool work(const Response& response);
  void agent(const std::string& tool_id);
  Place place_of_agent();
  std::string agent_path(Place place, const std::string& id);
  void save_agent(Place place, const std::string& id, const Talk& talk, const File& file);
  void fill();
  void end();
  void decoy(const std::string& path);
  void surroundings();
  void recording();
  Int save(const std::string& path, std::string_view text, Int time);

  World& world_;
  const Plan& plan_;
  Random random_;
  Voice voice_;
  std::string folder_;  // of the project
  File file_;
  Talk talk_;
  std::vector<Int> agents_;  // responses of those to come
  Int bytes_elsewhere_ = 0, agent_share_ = 0, last_responses_ = 0;
  bool giant_is_due_;
};

}  // namespace corpus
