// SPDX-License-Identifier: MIT
// Names as hashes that only this machine can make.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace wick {

/// Keyed BLAKE2b: the same text gives the same 16 hex digits for as long as the key is kept, and
/// without the key nobody can try out which text it was.
class Anonymizer {
 public:
  static constexpr std::size_t kKeySize = 32;

  /// Reads the key, or makes one (0600) where there is none; of processes that do so at once one wins.
  /// Failure{kIo} when it cannot be made, {kNoInput} when it cannot be read, {kData} when it is none.
  explicit Anonymizer(const std::string& key_path);

  /// Empty for an empty text.
  const std::string& hash(std::string_view text);
  /// The same for what may be kept as it is: a plain name of letters, digits, '-', '_' and '.'. An
  /// ARN, as some providers' models have, names an account.
  std::string hash_unless_plain(const std::string& name);

 private:
  std::string key_;
  std::unordered_map<std::string, std::string> known_;
};

}  // namespace wick
