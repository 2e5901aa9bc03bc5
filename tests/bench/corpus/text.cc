// SPDX-License-Identifier: MIT
#include "text.h"

#include <algorithm>

namespace corpus {
namespace {

constexpr std::string_view kWords[] = {
    "cache",   "token",  "stream",  "parser",    "offset",   "buffer",  "request", "session",
    "account", "config", "render",  "layout",    "invoice",  "worker",  "queue",   "index",
    "schema",  "socket", "timeout", "retry",     "handler",  "commit",  "branch",  "merge",
    "shader",  "matrix", "vertex",  "fixture",   "harness",  "sample",  "payload", "cursor",
    "Größe",   "naïve",  "データ",  "сообщение", "checksum", "rollout", "digest",  "ledger"};

// Some look like what a careless reader searches for, but are inside strings and mean nothing.
constexpr std::string_view kCode[] = {
    R"(     ~→  if (^.empty()) return std::nullopt;\n)",
    R"(     ~→\tconst ^ = await ^(\"^\", { ^: ~, ^: true });\n)",
    R"(     ~→        self.^ = ^.get(\"^\", ~)  # ^ before ^\n)",
    R"(     ~→    for (const auto& ^ : ^_) total += ^.^ * ~;\n)",
    R"(     ~→// The ^ keeps its ^ until the ^ is gone; see ^.md.\n)",
    R"(     ~→\n)",
    R"(     ~→  }\n)",
    R"(src/^/^_^.cc:~:~: warning: unused variable '^' [-Wunused-variable]\n)",
    R"(2026-04-~T08:15:~.~Z INFO  ^: request /v1/^ took ~ ms status=200\n)",
    R"(2026-04-~T08:15:~.~Z ERROR ^: \"^\" failed: {\"code\": ~, \"why\": \"no such ^\"}\n)",
    R"(\u001b[32m✓\u001b[0m ^ keeps its ^ \u001b[2m(~ ms)\u001b[22m\n)",
    R"(  \"^\": {\"version\": \"1.~.~\", \"resolved\": \"https://registry.example.org/^/^-~.tgz\"},\n)",
    R"(  \"node_modules/^\": {\"integrity\": \"sha512-^^^~^^^~^~==\", \"dev\": true},\n)",
    R"(-  return ^(^, \"^\");\n+  return ^(^, \"^\", ~);\n)",
    R"(@@ -~,~ +~,~ @@ class ^ {\n)",
    R"(C:\\Users\\^\\src\\^\\^.cs(~,~): error CS~: The name '^' does not exist\n)",
    R"(-rw-r--r-- 1 ^ ^ ~ Apr ~ 08:15 ^_^.py\n)",
    R"({\"type\":\"assistant\",\"message\":{\"id\":\"msg_^\",\"usage\":{\"input_tokens\":~}}}\n)",
    R"({\"sessionId\":\"^\",\"usage\":{\"output_tokens\":~},\"isCompactSummary\":true}\n)",
    R"(........................................................................ [ ~%]\n)"};

constexpr std::string_view kProse[] = {
    R"(I'll look at `^` first, then change `^` so that the ^ no longer depends on the ^.\n)",
    R"(The ^ is read twice: once by `^_^()` and once when the ^ closes.\n\n)",
    R"(- **^**: keeps ~ entries, each with its own ^\n)",
    R"(- `^/^.cc:~` – the “^” is compared with \"^\" before it is normalized\n)",
    R"(## What changed in the ^\n\n)",
    R"(That explains the ~ failures: a ^ without a ^ falls through to the last ^.\n)",
    R"(```cpp\nauto ^ = ^(\"^\", ~);\nif (!^) return {};\n```\n)",
    R"(| ^ | ~ | ~ ms | ✓ |\n)",
    R"(Let me run the ^ tests again, and only then touch the ^ — it is shared with the ^.\n)"};

constexpr Int kCodeBytes = 4'000'000, kProseBytes = 1'000'000, kPictureBytes = 2'000'000;

}  // namespace

Pool::Pool(std::span<const std::string_view> patterns, Int bytes, Random random) {
  while (static_cast<Int>(text_.size()) < bytes) {
    starts_.push_back(text_.size());
    for (char c : patterns[random.next() % patterns.size()]) {
      if (c == '^') text_ += random.pick(kWords);
      else if (c == '~') text_ += number(random.between(10, 99));
      else text_ += c;
    }
  }
}

void Pool::append(std::string& out, Int bytes, Random& random) const {
  std::size_t line = random.next() % starts_.size();
  while (bytes > 0) {
    std::size_t from = starts_[line];
    auto end = std::lower_bound(starts_.begin() + static_cast<std::ptrdiff_t>(line) + 1,
                                starts_.end(), from + static_cast<std::size_t>(bytes));
    std::size_t size = (end == starts_.end() ? text_.size() : *end) - from;
    out.append(text_, from, size);
    bytes -= static_cast<Int>(size);
    line = 0;
  }
}

Filler::Filler(std::uint64_t seed)
    : code(kCode, kCodeBytes, Random(seed ^ 1)), prose(kProse, kProseBytes, Random(seed ^ 2)) {
  Random random(seed ^ 3);
  while (picture_.size() < kPictureBytes) picture_ += random.id("", 10);
}

void Filler::append_picture(std::string& out, Int bytes, Random& random) const {
  out += "iVBORw0KGgoAAAANSUhEUgAA";
  while (bytes > 0) {
    std::size_t from = random.next() % (picture_.size() / 2);
    std::size_t size = std::min(picture_.size() - from, static_cast<std::size_t>(bytes));
    out.append(picture_, from, size);
    bytes -= static_cast<Int>(size);
  }
}

}  // namespace corpus
