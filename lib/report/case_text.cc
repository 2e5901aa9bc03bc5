// SPDX-License-Identifier: MIT
#include "lib/report/case_text.h"

#include "lib/base/file.h"
#include "lib/claude/json.h"
#include "lib/claude/lines.h"

namespace wick {
namespace {

constexpr std::size_t kMost = 600;

class TextVisitor : public JsonVisitor {
 public:
  std::string text;

  bool enter(std::string_view path) override { return path.empty() || is_in_message(path); }
  void scalar(std::string_view path, const JsonScalar& value) override {
    auto said = value.text();
    if (!said || !is_said(path) || text.size() >= kMost) return;
    text += (text.empty() ? "" : "\n") + std::string(*said);
  }

 private:
  static bool is_in_message(std::string_view path) { return path.substr(0, 7) == "message"; }
  // Not ids, types and signatures.
  static bool is_said(std::string_view path) {
    return path == "message.content" || path.ends_with("].text") || path.ends_with("].content") ||
           path.substr(0, 24) == "message.content[].input.";
  }
};

// At most so many bytes, without half a character at the end.
void cut(std::string& text) {
  if (text.size() <= kMost) return;
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
}

}  // namespace

std::string text_at(const std::string& path, std::uint64_t offset) {
  constexpr std::size_t kBlock = 64 * 1024;
  constexpr std::uint64_t kLimit = 4 * 1024 * 1024;
  auto file = try_open_regular(path);
  if (!file || offset >= file->info.size) return "";
  ForwardLines lines(*file, offset, kBlock, kLimit);
  auto line = lines.next();
  TextVisitor visitor;
  if (line && !line->oversized) walk_json(line->text, visitor);
  cut(visitor.text);
  return visitor.text;
}

}  // namespace wick
