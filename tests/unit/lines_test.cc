// SPDX-License-Identifier: MIT
// The fast reader must give the same result as a simple one, on random texts.
#include "lib/claude/lines.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

#include "lib/claude/squeeze.h"
#include "tests/unit/catch.h"
#include "tests/unit/support.h"

using namespace wick;
using wick_test::Folder;

namespace {

using Random = std::mt19937_64;

std::string random_text(Random& random, std::size_t length) {
  constexpr const char* kPieces[] = {"a", "\\\\", "\\\"", "\\n", "\\u20ac", "é",
                                     "€", "😀",    " ",    "{",   ":"};
  std::string out;
  while (out.size() < length) out += kPieces[random() % std::size(kPieces)];
  return out;
}

std::string random_json(Random& random, int depth) {
  std::size_t length = random() % 4 == 0 ? 900 + random() % 3000 : random() % 30;
  if (depth == 0 || random() % 4 == 0) {
    if (random() % 5 == 0) return std::to_string(random() % 100000);
    return '"' + random_text(random, length) + '"';
  }
  bool object = random() % 2 == 0;
  std::string out(1, object ? '{' : '[');
  for (std::size_t i = 0, n = random() % 5; i < n; ++i) {
    if (i > 0) out += random() % 2 ? "," : " , ";
    if (object) out += "\"k" + std::to_string(i) + "\": ";
    out += random_json(random, depth - 1);
  }
  return out + (object ? '}' : ']');
}

struct Text {
  std::size_t begin, end;  // within its quotes
};

std::vector<Text> texts_of(std::string_view json) {
  std::vector<Text> out;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] != '"') continue;
    std::size_t begin = ++i;
    for (; i < json.size() && json[i] != '"'; ++i) i += json[i] == '\\';
    out.push_back({begin, i});
  }
  return out;
}

// Long texts are cut to their beginning; everything else is unchanged.
void check_squeezed(std::string_view whole, std::string_view left, std::span<const Cut> cuts) {
  auto before = texts_of(whole), after = texts_of(left);
  REQUIRE(before.size() == after.size());
  std::size_t cut = 0, outside = 0, outside_left = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    REQUIRE(whole.substr(outside, before[i].begin - outside) ==
            left.substr(outside_left, after[i].begin - outside_left));
    outside = before[i].end, outside_left = after[i].end;
    std::string_view text = whole.substr(before[i].begin, before[i].end - before[i].begin);
    std::string_view kept = left.substr(after[i].begin, after[i].end - after[i].begin);
    if (kept == text) continue;
    std::size_t brace = text.back() == '{';
    std::size_t most = kept.size() - brace;
    REQUIRE(text.substr(0, most) == kept.substr(0, most));
    REQUIRE(text.substr(text.size() - brace) == kept.substr(most));
    REQUIRE(text.size() > Squeezer::kKept);
    REQUIRE(cut < cuts.size());
    REQUIRE(cuts[cut].at == after[i].end - brace);
    REQUIRE(cuts[cut++].bytes == text.size() - kept.size());
  }
  REQUIRE(whole.substr(outside) == left.substr(outside_left));
  REQUIRE(cut == cuts.size());
}

}  // namespace

TEST_CASE("squeeze: JSON stays JSON, and no byte is lost from sight") {
  Random random(2);
  Squeezer one, pieces;
  for (int round = 0; round < 300; ++round) {
    std::string json = random_json(random, 5);
    REQUIRE(nlohmann::json::accept(json));
    one.start();
    one.feed(json);
    REQUIRE(nlohmann::json::accept(std::string(one.text())));
    check_squeezed(json, one.text(), one.cuts());
    pieces.start();
    for (std::string_view rest = json; !rest.empty();) {
      std::size_t size =
          std::min<std::size_t>(rest.size(), 1 + random() % (random() % 2 ? 3 : 700));
      pieces.feed(rest.substr(0, size));
      rest.remove_prefix(size);
    }
    REQUIRE(pieces.text() == one.text());
    REQUIRE(
        std::equal(pieces.cuts().begin(), pieces.cuts().end(), one.cuts().begin(), one.cuts().end(),
                   [](const Cut& a, const Cut& b) { return a.at == b.at && a.bytes == b.bytes; }));
  }
}

TEST_CASE("squeeze: what has no long texts may be too long") {
  Squeezer squeezer;
  squeezer.start();
  squeezer.feed(std::string(Squeezer::kMost, '1'));
  CHECK_FALSE(squeezer.overflowed());
  squeezer.feed("1");
  CHECK(squeezer.overflowed());
  CHECK(squeezer.text().size() == Squeezer::kMost);
}

namespace {

struct Seen {
  std::uint64_t offset;
  std::string text;
  bool ended;
  bool operator==(const Seen&) const = default;
  bool operator<(const Seen& other) const { return offset < other.offset; }
};

std::vector<Seen> read_span(SpanLines& lines, const OpenFile& file, std::uint64_t from,
                            std::uint64_t to) {
  std::vector<Seen> out;
  lines.open(file, from, to);
  for (SpanLine line; lines.next(line);)
    out.push_back({line.offset, std::string(line.text), line.ended});
  return out;
}

// Lines whose size is sometimes near that of the buffers.
std::string random_file(Random& random) {
  std::string out;
  for (std::size_t i = 0, n = random() % 30; i < n; ++i) {
    std::size_t length = random() % 8 == 0   ? 262100 + random() % 100
                         : random() % 6 == 0 ? random() % 600000
                                             : random() % 5000;
    out += std::string(length, static_cast<char>('a' + random() % 26)) +
           (random() % 9 == 0 ? "\r\n" : "\n");
  }
  if (random() % 2 == 0 && !out.empty())
    out.resize(out.size() - std::min<std::size_t>(out.size(), 1 + random() % 10));
  return out;
}

}  // namespace

TEST_CASE("span lines: any spans of a file give each line once") {
  Random random(3);
  Folder folder;
  SpanLines lines;
  for (int round = 0; round < 40; ++round) {
    std::string content = random_file(random);
    OpenFile file = open_regular(folder.write("lines", content));
    std::vector<Seen> whole = read_span(lines, file, 0, content.size());
    // Line by line, the simple way.
    std::size_t at = 0, number = 0, end = 0;
    while (at < content.size()) {
      std::size_t newline = content.find('\n', at);
      bool ended = newline != content.npos;
      std::string_view line =
          std::string_view(content).substr(at, ended ? newline - at : content.npos);
      REQUIRE(number < whole.size());
      REQUIRE(whole[number] == Seen{at, std::string(bare_line(line)), ended});
      ++number;
      at = ended ? newline + 1 : content.size();
      if (ended) end = at;
    }
    REQUIRE(number == whole.size());
    REQUIRE(lines.complete_end() == end);

    std::vector<std::uint64_t> bounds = {0, content.size()};
    for (std::size_t i = 0, n = random() % 8; i < n; ++i)
      bounds.push_back(random() % (content.size() + 1));
    std::sort(bounds.begin(), bounds.end());
    std::vector<std::size_t> order(bounds.size() - 1);
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::shuffle(order.begin(), order.end(), random);
    std::vector<Seen> parts;
    std::uint64_t complete = 0;
    for (std::size_t i : order) {
      std::vector<Seen> part = read_span(lines, file, bounds[i], bounds[i + 1]);
      parts.insert(parts.end(), part.begin(), part.end());
      complete = std::max(complete, lines.complete_end());
    }
    std::sort(parts.begin(), parts.end());
    REQUIRE(parts == whole);
    REQUIRE(complete == end);
  }
}
