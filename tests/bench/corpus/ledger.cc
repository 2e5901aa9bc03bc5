// SPDX-License-Identifier: MIT
#include "ledger.h"

#include <utility>

namespace corpus {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;  // key, JSON value

std::string object(const Fields& fields, const std::string& indent) {
  std::string out = "{";
  for (const auto& [key, value] : fields) {
    out += (out.size() > 1 ? "," : "") + indent + "\"" + key + "\": " + value;
  }
  return out + (indent.empty() || fields.empty() ? "" : indent.substr(0, indent.size() - 1)) + "}";
}

std::string sums(const Sums& sums, bool with_prompts) {
  const Usage& u = sums.usage;
  Fields fields = {{"requests", number(sums.requests)}};
  if (with_prompts) fields.emplace_back("prompts", number(sums.prompts));
  for (auto [key, value] : {std::pair{"input_tokens", u.input},
                            {"cache_write_5m_tokens", u.write_5m},
                            {"cache_write_1h_tokens", u.write_1h},
                            {"cache_read_tokens", u.read},
                            {"output_tokens", u.output},
                            {"web_searches", u.searches}}) {
    fields.emplace_back(key, number(value));
  }
  return object(fields, "");
}

std::string table(const std::map<std::string, Sums>& rows, bool with_prompts,
                  const std::string& indent) {
  Fields fields;
  for (const auto& [key, row] : rows) fields.emplace_back(key, sums(row, with_prompts));
  return object(fields, indent);
}

void add_books(Fields& fields, const Books& books, const std::string& indent) {
  fields.emplace_back("totals", sums(books.totals, true));
  fields.emplace_back("subagents", sums(books.subagents, false));
  fields.emplace_back("by_model", table(books.by_model, false, indent));
  fields.emplace_back("by_day", table(books.by_day, true, indent));
}

void enter_into(Books& books, const Request& request) {
  auto add = [&](const std::string& model, Int requests, const Usage& usage) {
    std::string day = iso(request.time).substr(0, 10);
    for (Sums* sums : {&books.totals, &books.by_model[model], &books.by_day[day],
                       request.subagent ? &books.subagents : nullptr}) {
      if (!sums) continue;
      sums->requests += requests;
      sums->usage += usage;
    }
  };
  add(request.model, 1, request.usage);
  for (const Part& part : request.parts) {
    add(part.model.empty() ? request.model : part.model, 0, part.usage);
  }
}

}  // namespace

Usage& Usage::operator+=(const Usage& more) {
  for (auto count : {&Usage::input, &Usage::write_5m, &Usage::write_1h, &Usage::read,
                     &Usage::output, &Usage::searches}) {
    this->*count += more.*count;
  }
  return *this;
}

void Ledger::enter(const Request& request) {
  tool_calls += request.tool_calls;
  enter_into(all, request);
  if (request.unterminated) enter_into(unterminated, request);
}

void Ledger::enter_prompt(Int time) {
  ++all.totals.prompts;
  ++all.by_day[iso(time).substr(0, 10)].prompts;
}

std::string Ledger::manifest() const {
  Fields fields, last;
  add_books(fields, all, "\n  ");
  fields.emplace_back("tool_calls", number(tool_calls));
  fields.emplace_back("compactions", number(compactions));
  fields.emplace_back("left_out", object({{"malformed_lines", number(malformed_lines)},
                                          {"torn_lines", number(torn_lines)},
                                          {"oversized_lines", "0"},
                                          {"other_format_files", number(other_format_files)},
                                          {"api_errors", number(api_errors)}},
                                         ""));
  add_books(last, unterminated, "\n   ");
  fields.emplace_back("unterminated", object(last, "\n  "));
  fields.emplace_back("lines_over_1_mib", number(lines_over_1_mib));
  fields.emplace_back("lines_over_8_mib", number(lines_over_8_mib));
  fields.emplace_back("sessions", number(sessions));
  fields.emplace_back("files", number(files));
  fields.emplace_back("bytes", number(bytes));
  return object(fields, "\n ") + "\n";
}

}  // namespace corpus
