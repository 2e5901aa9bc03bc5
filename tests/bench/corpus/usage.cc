// SPDX-License-Identifier: MIT
// Writes the usage of a response, with the keys and order of the client's version.
#include "pen.h"

namespace corpus {
namespace {

std::string parts_json(const Response& response) {
  auto entry = [](std::string_view type, const std::string& model, const Usage& u) {
    std::string out;
    put(out, {R"({"type":")", type, R"(",)"});
    if (!model.empty()) put(out, {R"("model":")", model, R"(",)"});
    put(out,
        {R"("input_tokens":)", number(u.input), R"(,"output_tokens":)", number(u.output),
         R"(,"cache_read_input_tokens":)", number(u.read), R"(,"cache_creation_input_tokens":)",
         number(u.write_5m + u.write_1h), R"(,"cache_creation":{"ephemeral_5m_input_tokens":)",
         number(u.write_5m), R"(,"ephemeral_1h_input_tokens":)", number(u.write_1h), "}},"});
    return out;
  };
  std::string out;
  for (const Part& part : response.parts) out += entry(part.type, part.model, part.usage);
  if (response.lists_message) out += entry("message", "", response.usage);
  if (!out.empty()) out.pop_back();
  return out;
}

}  // namespace

std::string usage_json(const Response& response, Era era, Int output) {
  const Usage& u = response.usage;
  std::string out, split, searches;
  put(out, {R"({"input_tokens":)", number(u.input), R"(,"cache_creation_input_tokens":)",
            number(response.flat), R"(,"cache_read_input_tokens":)", number(u.read)});
  put(split, {R"(,"cache_creation":{"ephemeral_5m_input_tokens":)", number(response.nested_5m),
              R"(,"ephemeral_1h_input_tokens":)", number(u.write_1h), "}"});
  put(searches, {R"(,"server_tool_use":{"web_search_requests":)", number(u.searches),
                 R"(,"web_fetch_requests":0})"});
  if (era == Era::kGrowing) out += split;
  put(out, {R"(,"output_tokens":)", number(output)});
  if (era == Era::kFinal || u.searches > 0) out += searches;
  out += R"(,"service_tier":"standard")";
  if (era == Era::kFinal) {
    put(out, {split, R"(,"inference_geo":")", response.us ? "us" : "global", R"(","iterations":[)",
              parts_json(response), R"(],"speed":")", response.fast ? "fast" : "standard", R"(")"});
  }
  return out + "}";
}

}  // namespace corpus
