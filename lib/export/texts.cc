// SPDX-License-Identifier: MIT
#include "lib/export/texts.h"

#include <sodium.h>

#include "lib/base/atomic_file.h"
#include "lib/base/failure.h"
#include "lib/base/format.h"
#include "lib/base/text.h"

namespace wick {
namespace {

constexpr std::size_t kHashSize = 8;  // bytes shown; libsodium's shortest hash has 16

void make_key(const std::string& path) {
  std::string key(Anonymizer::kKeySize, '\0');
  ::randombytes_buf(key.data(), key.size());
  AtomicFile file(path);
  file.write(key);
  file.commit_if_first();
}

}  // namespace

Anonymizer::Anonymizer(const std::string& key_path) {
  static_assert(kKeySize == crypto_generichash_KEYBYTES);
  if (::sodium_init() < 0) throw Failure{Exit::kSoftware, "libsodium: cannot be initialized"};
  if (!file_info(key_path)) make_key(key_path);
  key_ = read_file(key_path, 4096);
  if (key_.size() != kKeySize) throw Failure{Exit::kData, key_path + ": not a key of 32 bytes"};
}

const std::string& Anonymizer::hash(std::string_view text) {
  auto [at, is_new] = known_.try_emplace(std::string(text));
  if (!is_new || text.empty()) return at->second;
  unsigned char bytes[crypto_generichash_BYTES_MIN];
  ::crypto_generichash(bytes, sizeof bytes, reinterpret_cast<const unsigned char*>(text.data()),
                       text.size(), reinterpret_cast<const unsigned char*>(key_.data()),
                       key_.size());
  char digits[2 * kHashSize + 1];
  ::sodium_bin2hex(digits, sizeof digits, bytes, kHashSize);
  return at->second = digits;
}

std::string Anonymizer::hash_unless_plain(const std::string& name) {
  return is_safe_name(name) ? name : hash(name);
}

std::string hex_id(std::uint64_t id) { return fmt::format("{:016x}", id); }

RowPlace ExportTexts::place(TimeMs time, const std::string& session, const std::string& project) {
  RowPlace out;
  if (time != kUndated) {
    out.time = iso8601_ms(time);
    out.date = out.time.substr(0, out.time.find('T'));
  }
  out.session = name(session);
  out.project = name(project);
  return out;
}

RowPlace ExportTexts::place(const History& history, TimeMs time, Names::Id session,
                            std::uint32_t file) {
  return place(time, history.names[session], history.projects[history.files[file].project]);
}

std::string ExportTexts::tool(const std::string& text) {
  return text.starts_with("mcp__") ? name(text) : plain(text);
}

}  // namespace wick
