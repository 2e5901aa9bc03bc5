// SPDX-License-Identifier: MIT
#include "lib/output/forms.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "lib/base/text.h"
#include "lib/output/human.h"
#include "lib/output/layout.h"

namespace wick {
namespace {

struct NamedForm {
  std::string_view name;
  FormKind kind;
  unsigned char width;  // not 0: the default; another may be given
};
constexpr auto kForms = std::to_array<NamedForm>({
    {"h", FormKind::kHuman, 0},
    {"in", FormKind::kIn, 0},
    {"at", FormKind::kAt, 0},
    {"bar", FormKind::kBar, 10},
    {"dots", FormKind::kDots, 5},
    {"pace", FormKind::kPace, 10},
    {"~", FormKind::kTilde, 0},
    {"base", FormKind::kBase, 0},
    {"fish", FormKind::kFish, 0},
});
constexpr std::int64_t kWidest = 80;

// A percentage or a share as 0 to 1.
std::optional<double> part_of(const Value& value) {
  auto number = number_in(value);
  if (!number || (value.unit != Unit::kPercent && value.unit != Unit::kShare)) return std::nullopt;
  return std::clamp(value.unit == Unit::kPercent ? *number / 100 : *number, 0.0, 1.0);
}

// The number of filled steps: at least one if `part` is above 0, and all only if it is 1.
int filled(double part, int steps) {
  int count = static_cast<int>(std::lround(part * steps));
  if (part > 0) count = std::max(count, 1);
  return part < 1 ? std::min(count, steps - 1) : steps;
}

constexpr std::array<std::string_view, 7> kEighths = {"▏", "▎", "▍", "▌", "▋", "▊", "▉"};

std::string bar(double part, int width, bool ascii) {
  std::string out;
  int each = ascii ? 1 : 8, steps = filled(part, width * each);
  for (int at = 0; at < width * each; at += each) {
    int here = std::min(each, steps - at);
    if (ascii) out += here > 0 ? "#" : "-";
    else if (here >= 8) out += "█";
    else out += here > 0 ? kEighths[static_cast<std::size_t>(here - 1)] : "░";
  }
  return ascii ? "[" + out + "]" : out;
}

std::string dots(double part, int width, bool ascii) {
  std::string out;
  int full = filled(part, width);
  for (int i = 0; i < width; ++i) out += i < full ? (ascii ? "*" : "●") : (ascii ? "." : "○");
  return out;
}

// A bar of whole cells with a mark at the elapsed time: used cells after the mark are ahead of
// time.
std::string pace(double part, double elapsed, int width, bool ascii) {
  std::string out;
  int full = filled(part, width);
  int cursor = std::min(width - 1, static_cast<int>(elapsed * width));
  for (int i = 0; i < width; ++i) {
    if (i == cursor) out += ascii ? "|" : "┃";
    else out += i < full ? (ascii ? "#" : "█") : (ascii ? "-" : "░");
  }
  return ascii ? "[" + out + "]" : out;
}

std::string share_form(double part, Form form, bool ascii, std::optional<double> elapsed) {
  if (form.kind == FormKind::kDots) return dots(part, form.width, ascii);
  if (form.kind == FormKind::kPace && elapsed)
    return pace(part, std::clamp(*elapsed / 100, 0.0, 1.0), form.width, ascii);
  return bar(part, form.width, ascii);
}

std::string time_form(std::int64_t seconds, Unit unit, FormKind kind, TimeMs now) {
  std::int64_t at = unit == Unit::kEpochSeconds ? seconds : now / 1000 + seconds;
  std::int64_t left = unit == Unit::kEpochSeconds ? ceil_seconds(seconds * 1000 - now) : seconds;
  if (kind == FormKind::kIn) return left > 0 ? human_duration(left) : "";
  std::string clock = clock_time(at * 1000);
  return local_date(at * 1000) == local_date(now) ? clock : weekday_name(at * 1000) + " " + clock;
}

// The first letter and a leading dot, as in fish's prompt.
std::string_view short_part(std::string_view part) {
  std::size_t length = 0, dot = part.substr(0, 1) == "." ? 1 : 0;
  if (part.size() > dot) next_code_point(part.substr(dot), length);
  return part.substr(0, dot + length);
}

std::string path_form(const std::string& path, FormKind kind, const std::string& home) {
  std::string shown = shorten_home(path, home);
  std::size_t slash = shown.rfind('/');
  if (kind == FormKind::kTilde || slash == std::string::npos || shown.size() == 1) return shown;
  if (kind == FormKind::kBase) return shown.substr(slash + 1);
  std::string out;
  for (std::string_view part : split(std::string_view(shown).substr(0, slash), '/')) {
    out += short_part(part);
    out += '/';
  }
  return out + shown.substr(slash + 1);
}

}  // namespace

std::optional<Form> parse_form(std::string_view text) {
  for (const NamedForm& form : kForms) {
    if (text == form.name) return Form{form.kind, form.width};
    if (form.width == 0 || text.substr(0, form.name.size()) != form.name) continue;
    auto width = parse_integer(text.substr(form.name.size()));
    if (width && *width >= 1 && *width <= kWidest)
      return Form{form.kind, static_cast<unsigned char>(*width)};
  }
  return std::nullopt;
}

std::string in_form(const Value& value, Form form, const FormStyle& look,
                    std::optional<double> elapsed) {
  switch (form.kind) {
    case FormKind::kPlain: return plain(value);
    case FormKind::kHuman: break;
    case FormKind::kIn:
    case FormKind::kAt:
      if (auto n = number_in(value);
          n && look.now > 0 && (value.unit == Unit::kEpochSeconds || value.unit == Unit::kSeconds))
        return time_form(static_cast<std::int64_t>(*n), value.unit, form.kind, look.now);
      break;
    case FormKind::kBar:
    case FormKind::kDots:
    case FormKind::kPace:
      if (auto part = part_of(value)) return share_form(*part, form, look.ascii, elapsed);
      break;
    case FormKind::kTilde:
    case FormKind::kBase:
    case FormKind::kFish:
      if (const auto* text = std::get_if<std::string>(&value.scalar))
        return printable(path_form(*text, form.kind, look.home));
      break;
  }
  return human(value);
}

}  // namespace wick
