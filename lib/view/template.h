// SPDX-License-Identifier: MIT
// Templates over named fields: what --format and the segments of wick-line are written in.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/value.h"

namespace wick {

/// {NAME}            the value exactly, as --json has it
/// {NAME:h}          the value for people, by its unit
/// {GROUP.*}         NAME=VALUE of every field of the group that has a value, blanks between
/// {?NAME:BODY}      BODY where NAME has a value; also {?NAME=TEXT:BODY} and {?NAME!=TEXT:BODY}
/// {{ and }}         the brackets themselves;  \n and \t as in C
class Template {
 public:
  using Lookup = std::function<MaybeValue(std::string_view name)>;

  /// Parses `text`. `known` are the names there are. Failure{kUsage, "REASON"} for an unknown name
  /// (with a suggestion) and for brackets that do not match.
  static Template parse(std::string_view text, const std::vector<std::string_view>& known);
  /// The same for a text of our own, whose names the tests have checked.
  static Template trusted(std::string_view text) { return parse(text, {}); }

  /// The names that are used, "GROUP.*" spelt out.
  const std::vector<std::string>& names() const { return names_; }

  /// The text; what is absent leaves nothing behind.
  std::string render(const Lookup& lookup) const;

  /// True when every placeholder outside {?...} has a value.
  bool complete(const Lookup& lookup) const;

 private:
  enum class Kind { kText, kField, kGroup, kCondition };
  struct Node {
    Kind kind = Kind::kText;
    std::string text;               // the text; or the name
    bool human = false;
    int compare = 0;                // of a condition: 0 present, 1 equal, 2 not equal
    std::string operand;
    std::vector<std::string> group;  // the names of a {GROUP.*}
    std::vector<Node> body;
  };
  class Parser;
  static void render(const std::vector<Node>& nodes, const Lookup& lookup, std::string& out);
  static bool holds(const Node& node, const Lookup& lookup);

  std::vector<Node> nodes_;
  std::vector<std::string> names_;
};

}  // namespace wick
