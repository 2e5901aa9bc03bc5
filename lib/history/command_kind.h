// SPDX-License-Identifier: MIT
// What is told of a text by its words, where the text itself is not kept.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace wick {

/// True for a shell command that only looks at things, by the names of all programs in it (ls, cat,
/// grep, git status...) and because it writes into no file. False where it might change something.
bool only_looks(std::string_view command);

/// Tells absolute paths apart, however they are written.
std::uint64_t path_hash(std::string_view path);
/// `path` is the hash of the file's own path or of a folder that it is in.
bool is_below(std::string_view file, std::uint64_t path);
/// The hashes of the paths that a command takes back from git, as `git checkout -- FILE`, `git restore FILE` and `git
/// reset --hard` do. `cwd`: where it runs.
std::vector<std::uint64_t> put_back_by(std::string_view command, std::string_view cwd);

/// A hash that has most of its eight bytes in common with that of a text with nearly the same words, case and
/// punctuation aside; 0 for a text of fewer than six words, of which too many are alike by chance.
std::uint64_t words_hash(std::string_view text);
/// How many bytes of two such hashes are the same, 0 to 8.
int same_words(std::uint64_t a, std::uint64_t b);

}  // namespace wick
