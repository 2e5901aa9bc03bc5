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
  kAt,     // :at    the clock time at which a span ends
  kBar,    // :bar   of a percentage or a share; :bar20 is 20 columns wide
  kDots,   // :dots
  kPace,   // :pace  a bar, with a mark at the elapsed share of the window's time
  kTilde,  // :~     a path with "~" for the home directory
  kBase,   // :base  a path's last part
  kFish,   // :fish  "~/w/s/api": only the first letter of each part but the last
};

struct Form {
  FormKind kind = FormKind::kPlain;
  unsigned char width = 0;  // columns of a bar, dots
};

/// Parses "h", "bar12"; empty if unknown.
std::optional<Form> parse_form(std::string_view text);

/// Settings for the forms.
struct FormStyle {
  bool ascii = false;  // draw bars in ASCII
  std::string home;    // for ~
  TimeMs now = 0;      // for :in and :at; 0: unknown
  bool color = false;  // for {%STYLE:BODY}
  const Theme* theme = nullptr;
  ColorDepth depth = ColorDepth::kTrue;
};

/// The value in that form, or as in kHuman if the form does not suit its unit. `elapsed` is for
/// kPace: the percentage of the window's time that has passed. Empty for :in of a time that has
/// passed.
std::string in_form(const Value& value, Form form, const FormStyle& look,
                    std::optional<double> elapsed = std::nullopt);

}  // namespace wick
