// SPDX-License-Identifier: MIT
// The forms in which a template shows a value: {context.used_pct:bar}, {session.cwd:~}.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/base/time.h"
#include "lib/base/value.h"
#include "lib/output/theme.h"

namespace wick {

enum class FormKind : unsigned char {
  kPlain,  // {NAME}
  kHuman,  // :h
  kIn,     // :in    how long until a time
  kAt,     // :at    the clock time at which a span is over
  kBar,    // :bar   of a percentage or a share; :bar20 is 20 columns wide
  kDots,   // :dots
  kPace,   // :pace  a bar, with a mark at how much of its time the window has used
  kTilde,  // :~     of a path, "~" for the home directory
  kBase,   // :base  its last part
  kFish,   // :fish  "~/w/s/api": all but the last part by their first letter
};

struct Form {
  FormKind kind = FormKind::kPlain;
  unsigned char width = 0;  // columns of a bar, dots
};

/// "h", "bar12"; empty where there is no such form.
std::optional<Form> parse_form(std::string_view text);

/// What some forms go by.
struct FormStyle {
  bool ascii = false;    // bars of characters that every font has
  std::string home;      // for ~
  TimeMs now = 0;        // for :in and :at; 0: not known
  bool color = false;    // for {%STYLE:BODY}: in these colours
  const Theme* theme = nullptr;
  ColorDepth depth = ColorDepth::kTrue;
};

/// The value in that form; in that for people where the form is not for values of its unit. `elapsed` is the
/// percentage of its time that a window has used, for kPace. Empty for :in of what is over.
std::string in_form(const Value& value, Form form, const FormStyle& look, std::optional<double> elapsed = std::nullopt);

}  // namespace wick
