// SPDX-License-Identifier: MIT
// Where things stand in a JSON file that people write: for messages.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace wick {

struct JsonPlaces {
  std::map<std::string, std::size_t, std::less<>> lines;  // "statusLine.command" to its line
  std::string fault;  // "LINE:COLUMN: expected ..."; empty for valid JSON
};

/// Goes through `text` by the grammar of RFC 8259; keys in arrays are not noted.
JsonPlaces json_places(std::string_view text);

}  // namespace wick
