// SPDX-License-Identifier: MIT
// Templates over named fields: what --format and the segments of wick-line are written in.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/value.h"
#include "lib/output/forms.h"

namespace wick {

/// {NAME}            the value exactly, as --json has it
/// {NAME:h}          the value for people, by its unit
/// {NAME:FORM}       in one of the forms of forms.h; of :pace, how much of its time X_pct's window has
///                   used is X_elapsed_pct
/// {%STYLE:BODY}     BODY in that style, "bold red", where there is colour
/// {GROUP.*}         NAME=VALUE of every field of the group that has a value, blanks between
/// {?NAME:BODY}      BODY where NAME has a value, {?!NAME:BODY} where it has none; also
///                   {?NAME=TEXT:BODY} and {?NAME!=TEXT:BODY}
/// {{ and }}         the brackets themselves;  \n and \t as in C
class Template {
 public:
  using Lookup = std::function<MaybeValue(std::string_view name)>;

  /// Parses `text`. `known` are the names there are, "GROUP.*" for any of a group. Failure{kUsage, "REASON"} for an unknown name
  /// (with a suggestion) and for brackets that do not match.
  static Template parse(std::string text, std::span<const std::string_view> known);
  /// The same for a text of our own that stays where it is; the tests have checked its names. A
  /// status line parses ten of them at every start, so nothing is copied.
  static Template trusted(std::string_view text);

  bool is_empty() const { return nodes_.empty(); }

  /// The names that are used, "GROUP.*" spelt out. They live as long as the template.
  const std::vector<std::string_view>& names() const { return names_; }

  /// The text; what is absent leaves nothing behind.
  std::string render(const Lookup& lookup, const FormStyle& look = {}) const;

  /// True when every placeholder outside {?...} has a value.
  bool complete(const Lookup& lookup) const;

 private:
  enum class Kind : unsigned char { kText, kField, kGroup, kCondition, kStyle, kStyleEnd };
  enum class Test : unsigned char { kPresent, kAbsent, kEqual, kNotEqual };
  struct Node {
    Kind kind = Kind::kText;
    Form form;
    Test test = Test::kPresent;
    std::string_view text;     // the text itself, or a name
    std::string_view operand;  // of a condition
    std::size_t begin = 0;     // of a group: its names' place in names_
    std::size_t end = 0;       // of a group likewise; of a condition: the node behind its body
  };
  class Parser;
  static bool holds(const Node& node, const Lookup& lookup);
  void render_group(const Node& node, const Lookup& lookup, const FormStyle& look, std::string& out) const;

  std::shared_ptr<const std::string> source_;  // what the views look into; null when it is ours
  std::vector<Node> nodes_;                    // in order, the body of a condition behind it
  std::vector<std::string_view> names_;
};

}  // namespace wick
