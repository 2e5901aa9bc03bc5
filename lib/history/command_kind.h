// SPDX-License-Identifier: MIT
// Properties of a text that can be derived from its words and kept when the text itself is not.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace wick {

/// True for a shell command that only reads: all its programs are known readers (ls, cat, grep, git
/// status...) and it does not write to a file. False when in doubt.
bool only_looks(std::string_view command);

/// A hash of an absolute path that is the same for all its spellings.
std::uint64_t path_hash(std::string_view path);
/// True if `path` is the hash of `file` itself or of a folder that contains it.
bool is_below(std::string_view file, std::uint64_t path);
/// The hashes of the paths that a command restores from git, as `git checkout -- FILE`, `git
/// restore FILE` and `git reset --hard` do. `cwd`: the directory it runs in.
std::vector<std::uint64_t> put_back_by(std::string_view command, std::string_view cwd);

/// A hash that shares most of its eight bytes with that of a text with nearly the same words,
/// ignoring case and punctuation. 0 for a text of fewer than six words: too many of those match by
/// chance.
std::uint64_t words_hash(std::string_view text);
/// How many bytes two such hashes share, 0 to 8.
int same_words(std::uint64_t a, std::uint64_t b);

}  // namespace wick
