// SPDX-License-Identifier: MIT
// The files of a session besides its own transcript: those of its subagents, and files that must not
// be read.
#include "session.h"

namespace corpus {

Session::Place Session::place_of_agent() {
  constexpr Place kGrowing[] = {Place::kBoth, Place::kProgressOnly, Place::kFolder, Place::kBoth,
                                Place::kProgressOnly};
  constexpr Place kFinal[] = {Place::kFolder, Place::kFolder,   Place::kFolder, Place::kFolder,
                              Place::kFolder, Place::kWorkflow, Place::kFolder, Place::kFolder};
  std::size_t turn = static_cast<std::size_t>(world_.agents++);
  if (world_.options.plain) return Place::kFolder;
  if (voice_.era == Era::kFlat) return Place::kBeside;
  if (voice_.era == Era::kGrowing) return kGrowing[turn % std::size(kGrowing)];
  return kFinal[turn % std::size(kFinal)];
}

std::string Session::agent_path(Place place, const std::string& id) {
  std::string name = "agent-" + id;
  if (place == Place::kBeside) return folder_ + name;
  std::string folder = folder_ + voice_.session + "/subagents/";
  if (place == Place::kWorkflow) {
    put(folder, {"workflows/wf_", random_.hex(8), "-", random_.hex(3), "/"});
    decoy(folder + "journal.jsonl");
  }
  return folder + name;
}

void Session::agent(const std::string& tool_id) {
  Int responses = agents_.back();
  agents_.pop_back();
  Place place = place_of_agent();
  bool no_file = place == Place::kProgressOnly;
  Voice voice = voice_;
  voice.agent = place == Place::kBeside ? random_.hex(8) : "a" + random_.hex(16);
  File file(Oddity::kNone, random_, world_.ledger);
  Talk talk(world_, world_.ledger, random_, voice, file, talk_.now());
  talk.plan(responses, responses * agent_share_);
  if (no_file) talk_.spend_elsewhere(-responses * agent_share_);
  if (no_file || place == Place::kBoth) talk.report_to(talk_, tool_id, no_file);
  if (!no_file) {
    talk.pen.prompt(talk.tick(5, 90), 600);
    talk.add();
  }
  while (talk.left() > 0) {
    Response response = talk.respond(talk.left() > 1);
    for (const Block& block : response.blocks) {
      if (block.kind == Block::kToolUse) talk.answer(block);
    }
  }
  talk_.wait_until(talk.now());
  if (!no_file) save_agent(place, voice.agent, talk, file);
}

void Session::save_agent(Place place, const std::string& id, const Talk& talk, const File& file) {
  std::string path = agent_path(place, id);
  bytes_elsewhere_ += save(path + ".jsonl", file.text(), talk.now());
  if (place == Place::kBeside) return;
  world_.output.write(path + ".meta.json",
                      R"({"agentType":"Explore","description":"Look around","spawnDepth":1})",
                      talk.now());
}

// Looks like a transcript, with requests that are in no other file.
void Session::decoy(const std::string& path) {
  Ledger nobody;
  File file(Oddity::kNone, random_, nobody);
  Talk talk(world_, nobody, random_, voice_, file, talk_.now() - 5 * kMinute);
  talk.plan(2, 4'000);
  talk.pen.prompt(talk.tick(5, 90), 0);
  talk.add();
  talk.respond(true);
  talk.respond(false);
  world_.output.write(path, file.text(), talk_.now());
}

void Session::surroundings() {
  if (world_.options.plain) return;
  if (plan_.index % 20 == 3) decoy(folder_ + random_.uuid() + ".orphaned.jsonl");
  if (plan_.index % 20 == 13) decoy(folder_ + voice_.session + ".superseded-1.jsonl");
  if (plan_.index % 15 == 5) {
    decoy(folder_ + voice_.session + "/tool-results/" + random_.hex(8) + ".txt");
  }
  if (plan_.index % 25 == 2) {
    world_.output.write(folder_ + "memory/MEMORY.md", "# Memory\n\n- offsets count bytes\n",
                        talk_.now());
  }
  if (plan_.index % 1500 == 5) recording();
}

// The log of another program, which has lines like those of a transcript but names no session.
void Session::recording() {
  std::string text;
  for (Int i = 0; i < 30; ++i) {
    put(text, {R"({"t":)", number(i), R"(.5,"type":"assistant","message":{"id":")",
               random_.id("msg_01", 22), R"(","role":"assistant","model":"claude-opus-5-5",)",
               R"("usage":{"input_tokens":)", number(random_.below(90'000)), R"(,"output_tokens":)",
               number(random_.below(900)), "}}}\n"});
  }
  save(folder_ + "recording-" + random_.hex(8) + ".jsonl", text, talk_.now());
  ++world_.ledger.other_format_files;
}

}  // namespace corpus
