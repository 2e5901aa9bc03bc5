// SPDX-License-Identifier: MIT
#include "lib/doctor/explanation.h"

#include <algorithm>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/base/time.h"
#include "lib/doctor/rules.h"
#include "lib/output/color.h"
#include "lib/output/human.h"
#include "lib/output/json_writer.h"

namespace wick {
namespace {

constexpr std::size_t kLabel = 11;  // columns of the widest label, "arithmetic", and a blank

bool is_time(const std::string& key) {
  constexpr std::string_view kEnd = "s_at";
  return key.size() > kEnd.size() && key.compare(key.size() - kEnd.size(), kEnd.size(), kEnd) == 0;
}

// "252 (4m12s)"; times with their date, because the day matters here.
std::string readable(const Value& value) {
  std::string exact = plain(value);
  if (value.unit == Unit::kEpochSeconds) {
    if (auto seconds = parse_number(exact))
      return fmt::format("{} ({})", exact, iso8601(static_cast<TimeMs>(*seconds * 1000)));
  }
  std::string short_form = human(value);
  return short_form == exact ? exact : fmt::format("{} ({})", exact, short_form);
}

std::string readable(const Witness& w) {
  if (w.key.empty() || w.value.empty()) return printable(w.key + w.value);
  std::string out = printable(fmt::format("{} = {}", w.key, w.value));
  auto seconds = is_time(w.key) ? parse_integer(w.value) : std::nullopt;
  return seconds ? fmt::format("{} ({})", out, iso8601(*seconds * 1000)) : out;
}

// "tap, 48s old, ~/.local/state/wick/tap/ID.json"
std::string place(const Witness& w, const std::string& home) {
  if (w.file.empty()) return "built into wick";
  if (w.file == "-") return w.source + " on standard input";
  std::string out = w.source;
  if (w.age_s && w.source == "tap") out += fmt::format(", {} old", human_duration(*w.age_s));
  out += ", " + printable(with_tilde(w.file, home));
  return w.line > 0 ? fmt::format("{}:{}", out, w.line) : out;
}

class Text {
 public:
  explicit Text(bool color) : color_(color) {}

  void heading(const Explanation& e) {
    std::string value = e.value ? " = " + readable(*e.value) : " is absent";
    out += paint(std::string(e.field->name), "bold") + value + "\n";
  }
  void row(std::string_view label, const std::string& text) {
    std::string shown(label == last_ ? "" : label);
    last_ = label;
    std::string gap(kLabel - shown.size(), ' ');
    out += fmt::format("  {}{}{}\n", paint(shown, "dim"), gap, text);
  }
  std::string out;

 private:
  std::string paint(const std::string& text, std::string_view style) const {
    return color_ ? styled(text, *parse_style(style)) : text;
  }
  bool color_;
  std::string_view last_;
};

std::string with_arithmetic(const Input& input) {
  std::string out = input.name;
  out += input.value ? " = " + readable(*input.value) : " is absent";
  return input.arithmetic.empty() ? out : fmt::format("{} = {}", out, input.arithmetic);
}

// Each place once, with all its keys.
void add_evidence(Text& text, const std::vector<Witness>& from, const std::string& home) {
  std::vector<std::string> places;
  for (const Witness& witness : from) {
    std::string at = place(witness, home);
    if (std::find(places.begin(), places.end(), at) != places.end()) continue;
    places.push_back(at);
    text.row("from", at);
    for (const Witness& other : from) {
      if (place(other, home) == at) text.row("from", "  " + readable(other));
    }
  }
}

void add(JsonWriter& out, const Witness& w) {
  out.begin_object().text("source", w.source);
  if (!w.file.empty()) out.text("file", w.file);
  if (w.line > 0) out.number("line", static_cast<std::int64_t>(w.line));
  out.text("key", w.key);
  if (!w.value.empty()) out.text("value", w.value);
  if (w.age_s) out.number("age_s", *w.age_s);
  out.end_object();
}

void add(JsonWriter& out, const Input& input) {
  out.begin_object().text("name", input.name);
  if (input.value) out.value("value", *input.value);
  if (!input.arithmetic.empty()) out.text("arithmetic", input.arithmetic);
  out.end_object();
}

void add(JsonWriter& out, const std::string& text) { out.text(text); }

template <class Item>
void add(JsonWriter& out, std::string_view name, const std::vector<Item>& items) {
  if (items.empty()) return;
  out.begin_array(name);
  for (const Item& item : items) add(out, item);
  out.end_array();
}

}  // namespace

std::string with_tilde(const std::string& path, const std::string& home) {
  bool below = home.size() > 1 && path.compare(0, home.size() + 1, home + "/") == 0;
  return below ? "~" + path.substr(home.size()) : path;
}

std::string explanation_text(const Explanation& e, const std::string& home, bool color) {
  Text text(color);
  text.heading(e);
  text.row("meaning", std::string(e.field->meaning));
  text.row("rule", e.rule);
  add_evidence(text, e.from, home);
  for (const Input& input : e.uses) text.row("uses", with_arithmetic(input));
  if (e.value && !e.arithmetic.empty())
    text.row("arithmetic", fmt::format("{} = {}", e.arithmetic, plain(*e.value)));
  for (const std::string& what : e.missing)
    text.row("not found", printable(with_tilde(what, home)));
  return text.out;
}

std::string explanation_json(const Explanation& e) {
  JsonWriter out;
  out.begin_object().text("field", e.field->name);
  if (e.value) out.value("value", *e.value);
  out.text("meaning", e.field->meaning).text("rule", e.rule);
  add(out, "from", e.from);
  add(out, "uses", e.uses);
  if (e.value && !e.arithmetic.empty()) out.text("arithmetic", e.arithmetic);
  add(out, "missing", e.missing);
  return out.end_object().take() + "\n";
}

namespace {

const Rule* rule_of(std::string_view field) {
  for (const Rule& rule : rules()) {
    if (rule.field == field) return &rule;
  }
  return nullptr;
}

void apply(Reasoning& r, const Rule& rule) {
  constexpr std::string_view kLimit = "limit:";
  bool of_limits = rule.keys.substr(0, kLimit.size()) == kLimit;
  r.out.rule = std::string(rule.text);
  r.uses(rule.uses);
  if (rule.work) rule.work(r);
  else if (of_limits) r.limit_windows(rule.keys.substr(kLimit.size()));
  else r.first_that_fits(rule.keys, rule.lines);
}

}  // namespace

std::vector<const Field*> fields_named(const std::vector<std::string>& operands) {
  std::vector<const Field*> out;
  for (const std::string& operand : operands) {
    std::size_t before = out.size();
    for (const Field& field : fields()) {
      bool in_group = operand == fmt::format("{}.*", group_of(field.name));
      if (field.name == operand || in_group) out.push_back(&field);
    }
    if (out.size() > before) continue;
    std::string message = printable(operand) + ": unknown field";
    if (auto near = closest(operand, field_names()); !near.empty())
      message += fmt::format("; did you mean {}?", near);
    throw Failure{Exit::kUsage, message};
  }
  return out;
}

Explanation explain(Subject& subject, const Field& field) {
  Reasoning r(subject);
  r.out.field = &field;
  r.out.value = field.compute(subject.state);
  if (const Rule* rule = rule_of(field.name)) apply(r, *rule);
  for (Input& input : r.out.uses) {
    const Field* used = find_field(input.name);
    if (!used) continue;
    Explanation of_input = explain(subject, *used);
    input.arithmetic = of_input.arithmetic;
    for (Witness& witness : of_input.from) r.witness(std::move(witness));
    if (!input.value) r.out.miss(input.name);
  }
  if (r.out.value) r.out.missing.clear();
  return std::move(r.out);
}

}  // namespace wick
