// SPDX-License-Identifier: MIT
#include "lib/export/texts.h"

#include "lib/base/format.h"

namespace wick {

std::string hex_id(std::uint64_t id) { return fmt::format("{:016x}", id); }

RowPlace ExportTexts::place(TimeMs time, const std::string& session, const std::string& project) {
  RowPlace out;
  if (time != kUndated) {
    out.time = iso8601_ms(time);
    out.date = out.time.substr(0, out.time.find('T'));
  }
  out.session = name(session);
  out.project = name(project);
  return out;
}

RowPlace ExportTexts::place(const History& history, TimeMs time, Names::Id session,
                            std::uint32_t file) {
  return place(time, history.names[session], history.projects[history.files[file].project]);
}

std::string ExportTexts::tool(const std::string& text) {
  return text.starts_with("mcp__") ? name(text) : plain(text);
}

}  // namespace wick
