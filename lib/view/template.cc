// SPDX-License-Identifier: MIT
#include "lib/view/template.h"

#include <algorithm>

#include "lib/base/failure.h"
#include "lib/base/text.h"
#include "lib/view/human.h"

namespace wick {

class Template::Parser {
 public:
  Parser(std::string_view text, const std::vector<std::string_view>& known) : rest_(text), known_(known) {}

  std::vector<Node> nodes(int depth) {
    std::vector<Node> out;
    std::string text;
    auto flush = [&] {
      if (!text.empty()) out.push_back(text_node(std::move(text)));
      text.clear();
    };
    while (!rest_.empty()) {
      if (take("{{")) {
        text += '{';
      } else if (depth == 0 && take("}}")) {
        text += '}';
      } else if (take("\\n")) {
        text += '\n';
      } else if (take("\\t")) {
        text += '\t';
      } else if (rest_.front() == '}') {
        if (depth == 0) fail("'}' without '{' (write '}}' for the bracket itself)");
        break;
      } else if (take("{")) {
        flush();
        out.push_back(placeholder(depth));
      } else {
        text += rest_.front();
        rest_.remove_prefix(1);
      }
    }
    flush();
    return out;
  }

  std::vector<std::string> names;

 private:
  static Node text_node(std::string text) {
    Node node;
    node.text = std::move(text);
    return node;
  }

  [[noreturn]] static void fail(const std::string& why) { throw Failure{Exit::kUsage, why}; }

  bool take(std::string_view start) {
    if (rest_.substr(0, start.size()) != start) return false;
    rest_.remove_prefix(start.size());
    return true;
  }

  std::string_view until(std::string_view any_of) {
    std::size_t end = rest_.find_first_of(any_of);
    if (end == std::string_view::npos) fail("'{' without '}'");
    std::string_view out = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return out;
  }

  // Behind a '{'.
  Node placeholder(int depth) {
    constexpr int kDeepest = 8;
    if (depth >= kDeepest) fail("nested too deeply");
    if (take("?")) return condition(depth);
    Node node;
    node.kind = Kind::kField;
    node.text = std::string(trim(until(":}")));
    if (take(":")) {
      std::string_view form = until("}");
      if (form != "h") fail("{" + printable(node.text) + ":" + printable(form) + "}: unknown form; there is only ':h'");
      node.human = true;
    }
    take("}");
    use(node);
    return node;
  }

  Node condition(int depth) {
    Node node;
    node.kind = Kind::kCondition;
    node.text = std::string(trim(until("=!:}")));
    if (take("!=")) node.compare = 2;
    else if (take("=")) node.compare = 1;
    if (node.compare != 0) node.operand = std::string(until(":}"));
    if (!take(":")) fail("{?" + printable(node.text) + "}: ':' expected");
    node.body = nodes(depth + 1);
    if (!take("}")) fail("'{?' without '}'");
    check(node.text);
    return node;
  }

  void use(Node& node) {
    constexpr std::string_view kAll = ".*";
    std::string& name = node.text;
    if (name.size() < 2 || name.compare(name.size() - 2, 2, kAll) != 0) return check(name);
    node.kind = Kind::kGroup;
    std::string prefix = name.substr(0, name.size() - 1);
    for (std::string_view candidate : known_) {
      if (candidate.substr(0, prefix.size()) == prefix) node.group.emplace_back(candidate);
    }
    if (node.group.empty()) fail("unknown group " + printable(name));
    names.insert(names.end(), node.group.begin(), node.group.end());
  }

  void check(const std::string& name) {
    if (!known_.empty() && std::find(known_.begin(), known_.end(), name) == known_.end()) {
      std::string message = "unknown field " + printable(name);
      if (auto near = closest(name, known_); !near.empty()) message += "; did you mean " + std::string(near) + "?";
      fail(message + " ('wick-state --fields' lists them)");
    }
    names.push_back(name);
  }

  std::string_view rest_;
  const std::vector<std::string_view>& known_;
};

Template Template::parse(std::string_view text, const std::vector<std::string_view>& known) {
  Parser parser(text, known);
  Template out;
  out.nodes_ = parser.nodes(0);
  out.names_ = std::move(parser.names);
  return out;
}

bool Template::holds(const Node& node, const Lookup& lookup) {
  MaybeValue value = lookup(node.text);
  if (node.compare == 0) return value.has_value();
  bool equal = value && plain(*value) == node.operand;
  return node.compare == 1 ? equal : !equal;
}

void Template::render(const std::vector<Node>& nodes, const Lookup& lookup, std::string& out) {
  for (const Node& node : nodes) {
    if (node.kind == Kind::kText) {
      out += node.text;
    } else if (node.kind == Kind::kField) {
      if (auto value = lookup(node.text)) out += node.human ? human(*value) : plain(*value);
    } else if (node.kind == Kind::kCondition) {
      if (holds(node, lookup)) render(node.body, lookup, out);
    } else {
      bool first = true;
      for (const std::string& name : node.group) {
        auto value = lookup(name);
        if (!value) continue;
        if (!first) out += ' ';
        first = false;
        out += name + "=" + (node.human ? human(*value) : plain(*value));
      }
    }
  }
}

std::string Template::render(const Lookup& lookup) const {
  std::string out;
  render(nodes_, lookup, out);
  return out;
}

bool Template::complete(const Lookup& lookup) const {
  return std::all_of(nodes_.begin(), nodes_.end(), [&](const Node& node) {
    return node.kind != Kind::kField || lookup(node.text).has_value();
  });
}

}  // namespace wick
