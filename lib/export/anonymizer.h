// SPDX-License-Identifier: MIT
// Replaces names with hashes that only this machine can compute.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace wick {

/// Keyed BLAKE2b: a text always has the same 16 hex digits while the key is kept. Without the key,
/// no one can test which text it was.
class Anonymizer {
 public:
  static constexpr std::size_t kKeySize = 32;

  /// Reads the key, or creates it (0600); if several processes do so at once, one wins. Throws
  /// Failure{kIo} if it cannot be created, {kNoInput} if it cannot be read, {kData} if it is
  /// invalid.
  explicit Anonymizer(const std::string& key_path);

  /// Empty for an empty text.
  const std::string& hash(std::string_view text);
  /// Like hash(), but leaves plain names of letters, digits, '-', '_' and '.' unchanged. Others may
  /// be private: an ARN, as some providers' models have, names an account.
  std::string hash_unless_plain(const std::string& name);

 private:
  std::string key_;
  std::unordered_map<std::string, std::string> known_;
};

}  // namespace wick
