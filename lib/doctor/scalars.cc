// SPDX-License-Identifier: MIT
#include "lib/doctor/scalars.h"

#include <algorithm>

#include "lib/view/human.h"

namespace wick {
namespace {

constexpr std::size_t kBlock = 256 * 1024;
constexpr std::size_t kLongestLine = 8 * 1024 * 1024;

class Collector : public JsonVisitor {
 public:
  std::vector<KeyValue> found;

  bool enter(std::string_view path) override { return path != "message.content"; }
  void scalar(std::string_view path, const JsonScalar& value) override {
    std::string text;
    if (auto flag = value.flag()) text = *flag ? "true" : "false";
    else if (auto number = value.number()) text = number_text(*number);
    else text = value.text().value_or("");
    found.push_back({std::string(path), std::move(text)});
  }
};

}  // namespace

std::vector<KeyValue> scalars_of(std::string_view json) {
  Collector collector;
  JsonWalker walker;
  std::string copy;
  copy.reserve(json.size() + kJsonPadding);
  copy = json;
  std::string_view rest = copy;
  while (!rest.empty() && walker.walk(rest, collector, &rest) == JsonStatus::kOk) {
  }
  return std::move(collector.found);
}

std::optional<std::string> value_at(const std::vector<KeyValue>& scalars, std::string_view path) {
  auto at = std::find_if(scalars.rbegin(), scalars.rend(),
                         [&](const KeyValue& scalar) { return scalar.path == path; });
  if (at == scalars.rend() || at->value.empty()) return std::nullopt;
  return at->value;
}

std::string line_at(const OpenFile& file, std::uint64_t offset) {
  std::string line;
  std::string block(kBlock, '\0');
  while (line.size() < kLongestLine) {
    std::size_t got = read_at(file, offset + line.size(), block.data(), block.size());
    std::size_t end = std::string_view(block).substr(0, got).find('\n');
    line.append(block, 0, std::min(end, got));
    if (got == 0 || end != std::string_view::npos) break;
  }
  return line;
}

std::uint64_t line_number(const OpenFile& file, std::uint64_t offset) {
  std::uint64_t lines = 1;
  std::string block(kBlock, '\0');
  for (std::uint64_t at = 0; at < offset;) {
    std::size_t wanted = std::min<std::uint64_t>(block.size(), offset - at);
    std::size_t got = read_at(file, at, block.data(), wanted);
    if (got == 0) break;
    lines += static_cast<std::uint64_t>(std::count(block.data(), block.data() + got, '\n'));
    at += got;
  }
  return lines;
}

const SeenLines::Seen* SeenLines::at(const std::string& path, std::uint64_t offset) {
  if (auto seen = seen_.find(offset); seen != seen_.end()) return &seen->second;
  auto file = try_open_regular(path);
  if (!file) return nullptr;
  Seen seen{line_number(*file, offset), scalars_of(line_at(*file, offset))};
  return &seen_.emplace(offset, std::move(seen)).first->second;
}

}  // namespace wick
