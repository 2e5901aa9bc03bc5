// SPDX-License-Identifier: MIT
// wick-state: everything known about a session, as one JSON object
#include "lib/base/format.h"
#include "lib/live/fields.h"
#include "lib/live/live.h"

namespace {
using namespace wick;

constexpr std::string_view kUsage[] = {
    "wick-state: everything known about a session, as one JSON object\n"
    "usage: wick-state [-jq] [-f FORMAT] [-s ID | -t FILE | -p FILE] [-C DIR]\n"
    "       wick-state --fields\n",
    kSessionHelp,
    "  -f, --format=FORMAT    print {context.tokens}, {price.*} and other fields\n"
    "  -j, --json             print the JSON object; this is the default\n"
    "      --fields           list all fields: name, type, meaning\n"
    "  -q, --quiet            print nothing; the exit status is the answer\n",
    kHelpAndVersion};

constexpr LiveTool kTool{"", "", "", ""};

std::string list_fields() {
  std::string out;
  for (const Field& field : fields()) {
    out += fmt::format("{}\t{}\t{}\n", field.name, field.type, field.meaning);
  }
  return out;
}

Exit state(Call& call) {
  LiveRun run(call, kTool);
  bool list = false;
  run.parse({flag_option("fields", 0, list)});
  if (list) {
    call.out = list_fields();
    return Exit::kOk;
  }
  run.load();
  return run.print();
}

}  // namespace

int run_wick_state(int argc, char** argv) { return run(argc, argv, kUsage, state); }
