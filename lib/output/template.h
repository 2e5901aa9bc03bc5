// SPDX-License-Identifier: MIT
// Templates over named fields, for --format and the segments of wick-line.
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

/// {NAME}                 the exact value, as in --json
/// {NAME:h}               the value for people, according to its unit
/// {NAME:FORM}            in one of the forms of forms.h; for X_pct:pace, the elapsed share of the
///                        window's time is X_elapsed_pct
/// {%STYLE:BODY}          BODY in that style ("bold red"), if colours are on
/// {GROUP.*}              NAME=VALUE of every field of the group that has a value, with blanks
///                        between
/// {?NAME:BODY}           BODY if NAME has a value; {?!NAME:BODY} if it has none
/// {?NAME=TEXT:BODY}      BODY if its value is TEXT; {?NAME!=TEXT:BODY} if it is not
/// {{ and }}              literal brackets; \n and \t as in C
class Template {
 public:
  using Lookup = std::function<MaybeValue(std::string_view name)>;

  /// Parses `text`. `known`: the existing names; "GROUP.*" allows any name of a group.
  /// Failure{kUsage, "REASON"} for an unknown name (with a suggestion) and for unbalanced brackets.
  static Template parse(std::string text, std::span<const std::string_view> known);
  /// For our own static texts, whose names the tests check. A status line parses ten of them at
  /// every start, so the text is not copied.
  static Template trusted(std::string_view text);

  bool is_empty() const { return nodes_.empty(); }

  /// The names used, with "GROUP.*" expanded. They are valid as long as the template.
  const std::vector<std::string_view>& names() const { return names_; }

  /// The text; absent values give nothing.
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
    std::string_view operand;  // kCondition: the text compared with
    std::size_t begin = 0;     // kGroup: its first name in names_
    std::size_t end = 0;       // kGroup: the end of its names; kCondition: the node after its body
  };
  class Parser;
  static bool holds(const Node& node, const Lookup& lookup);
  void render_group(const Node& node, const Lookup& lookup, const FormStyle& look,
                    std::string& out) const;

  std::shared_ptr<const std::string> source_;  // the text of the views; null for trusted()
  std::vector<Node> nodes_;                    // in order; a condition is followed by its body
  std::vector<std::string_view> names_;
};

}  // namespace wick
