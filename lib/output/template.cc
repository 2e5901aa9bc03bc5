// SPDX-License-Identifier: MIT
#include "lib/output/template.h"

#include <algorithm>

#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"
#include "lib/output/human.h"

namespace wick {

namespace {

// The first of these characters. find_first_of() calls memchr for every one, and a line parses ten
// templates at start.
template <char... kOf>
std::size_t find_any(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (char c = text[i]; ((c == kOf) || ...)) return i;
  return std::string_view::npos;
}

}  // namespace

class Template::Parser {
 public:
  Parser(Template& out, std::string_view text, std::span<const std::string_view> known)
      : out_(out), rest_(text), known_(known) {}

  // Parses to the end, or to the '}' that closes the enclosing condition.
  void parse(int depth) {
    while (!rest_.empty()) {
      std::size_t end = find_any<'{', '}', '\\'>(rest_);
      if (end != 0) {
        end = std::min(end, rest_.size());
        text(rest_.substr(0, end));
        rest_.remove_prefix(end);
      } else if (rest_.front() == '{') {
        if (take("{{")) text("{");
        else take("{"), placeholder(depth);
      } else if (rest_.front() == '\\') {
        escape();
      } else if (depth == 0 && take("}}")) {
        text("}");
      } else {
        if (depth == 0) fail("'}' without '{' (write '}}' for the bracket itself)");
        return;
      }
    }
  }

 private:
  [[noreturn]] static void fail(const std::string& why) { throw Failure{Exit::kUsage, why}; }

  void text(std::string_view literal) { out_.nodes_.emplace_back().text = literal; }

  void escape() {
    if (take("\\n")) return text("\n");
    if (take("\\t")) return text("\t");
    text(rest_.substr(0, 1));
    rest_.remove_prefix(1);
  }

  bool take(std::string_view start) {
    if (!rest_.starts_with(start)) return false;
    rest_.remove_prefix(start.size());
    return true;
  }

  template <char... kEnd>
  std::string_view until() {
    std::size_t end = find_any<kEnd...>(rest_);
    if (end == std::string_view::npos) fail("'{' without '}'");
    std::string_view before = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return before;
  }

  // Parses what follows a '{'.
  void placeholder(int depth) {
    constexpr int kDeepest = 8;
    if (depth >= kDeepest) fail("nested too deeply");
    if (take("?")) return condition(depth);
    if (take("%")) return style(depth);
    Node& node = out_.nodes_.emplace_back();
    node.kind = Kind::kField;
    node.text = trim(until<':', '}'>());
    if (take(":")) {
      std::string_view name = until<'}'>();
      auto form = parse_form(name);
      if (!form)
        fail(fmt::format(
            "{{{}:{}}}: unknown form; the forms are h, in, at, bar, dots, pace, ~, base and fish",
            printable(node.text), printable(name)));
      node.form = *form;
    }
    take("}");
    constexpr std::string_view kAll = ".*";
    bool all = node.text.size() > 2 && node.text.substr(node.text.size() - 2) == kAll;
    if (all) return group(node);
    use(node.text);
  }

  void condition(int depth) {
    std::size_t at = out_.nodes_.size();
    Node node;
    node.kind = Kind::kCondition;
    bool absent = take("!");
    if (absent) node.test = Test::kAbsent;
    node.text = trim(absent ? until<':', '}'>() : until<'=', '!', ':', '}'>());
    if (take("!=")) node.test = Test::kNotEqual;
    else if (take("=")) node.test = Test::kEqual;
    if (node.test == Test::kEqual || node.test == Test::kNotEqual) node.operand = until<':', '}'>();
    if (!take(":")) fail("{?" + printable(node.text) + "}: ':' expected");
    use(node.text);
    out_.nodes_.push_back(node);
    parse(depth + 1);
    if (!take("}")) fail("'{?' without '}'");
    out_.nodes_[at].end = out_.nodes_.size();
  }

  void style(int depth) {
    std::string_view words = until<':', '}'>();
    if (!parse_style(words)) fail(fmt::format("{{%{}}}: not a style", printable(words)));
    if (!take(":")) fail(fmt::format("{{%{}}}: ':' expected", printable(words)));
    Node& node = out_.nodes_.emplace_back();
    node.kind = Kind::kStyle, node.text = words;
    parse(depth + 1);
    if (!take("}")) fail("'{%' without '}'");
    out_.nodes_.emplace_back().kind = Kind::kStyleEnd;
  }

  void group(Node& node) {
    node.kind = Kind::kGroup;
    node.begin = out_.names_.size();
    std::string_view prefix = node.text.substr(0, node.text.size() - 1);
    for (std::string_view name : known_) {
      if (name.substr(0, prefix.size()) == prefix) out_.names_.push_back(name);
    }
    node.end = out_.names_.size();
    if (node.begin == node.end) fail("unknown group " + printable(node.text));
  }

  bool is_known(std::string_view name) const {
    return std::any_of(known_.begin(), known_.end(), [name](std::string_view known) {
      if (!known.ends_with(".*")) return known == name;
      known.remove_suffix(1);
      return name.size() > known.size() && name.starts_with(known);
    });
  }

  void use(std::string_view name) {
    if (!known_.empty() && !is_known(name)) {
      std::string message = "unknown field " + printable(name);
      if (auto near = closest(name, known_); !near.empty())
        message += fmt::format("; did you mean {}?", near);
      fail(message + " ('wick-state --fields' lists them)");
    }
    out_.names_.push_back(name);
  }

  Template& out_;
  std::string_view rest_;
  std::span<const std::string_view> known_;
};

Template Template::parse(std::string text, std::span<const std::string_view> known) {
  Template out;
  out.source_ = std::make_shared<const std::string>(std::move(text));
  Parser(out, *out.source_, known).parse(0);
  return out;
}

Template Template::trusted(std::string_view text) {
  constexpr std::size_t kMostNodes = 24;  // in the built-in templates
  Template out;
  out.nodes_.reserve(kMostNodes);
  Parser(out, text, {}).parse(0);
  return out;
}

bool Template::holds(const Node& node, const Lookup& lookup) {
  MaybeValue value = lookup(node.text);
  if (node.test == Test::kPresent || node.test == Test::kAbsent) {
    return value.has_value() == (node.test == Test::kPresent);
  }
  bool equal = value && plain(*value) == node.operand;
  return equal == (node.test == Test::kEqual);
}

void Template::render_group(const Node& node, const Lookup& lookup, const FormStyle& look,
                            std::string& out) const {
  bool first = true;
  for (std::size_t i = node.begin; i < node.end; ++i) {
    MaybeValue value = lookup(names_[i]);
    if (!value) continue;
    if (!first) out += ' ';
    first = false;
    out += names_[i];
    out += "=" + in_form(*value, node.form, look);
  }
}

namespace {

std::optional<double> elapsed_of(std::string_view name, const Template::Lookup& lookup) {
  constexpr std::string_view kPercent = "_pct";
  if (!name.ends_with(kPercent)) return std::nullopt;
  MaybeValue elapsed =
      lookup(std::string(name.substr(0, name.size() - kPercent.size())) + "_elapsed_pct");
  return elapsed ? number_in(*elapsed) : std::nullopt;
}

}  // namespace

std::string Template::render(const Lookup& lookup, const FormStyle& look) const {
  std::string out;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    if (node.kind == Kind::kText) {
      out += node.text;
    } else if (node.kind == Kind::kStyle || node.kind == Kind::kStyleEnd) {
      if (!look.color) continue;
      out += node.kind == Kind::kStyle
                 ? sgr(themed(*parse_style(node.text), look.theme, look.depth))
                 : "\x1b[0m";
    } else if (node.kind == Kind::kGroup) {
      render_group(node, lookup, look, out);
    } else if (node.kind == Kind::kCondition) {
      if (!holds(node, lookup)) i = node.end - 1;
    } else if (MaybeValue value = lookup(node.text)) {
      bool paced = node.form.kind == FormKind::kPace;
      out += in_form(*value, node.form, look, paced ? elapsed_of(node.text, lookup) : std::nullopt);
    }
  }
  return out;
}

bool Template::complete(const Lookup& lookup) const {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    if (node.kind == Kind::kCondition) i = node.end - 1;
    else if (node.kind == Kind::kField && !lookup(node.text)) return false;
  }
  return true;
}

}  // namespace wick
