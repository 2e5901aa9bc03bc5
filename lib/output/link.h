// SPDX-License-Identifier: MIT
// Links in a terminal: OSC 8.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/env.h"

namespace wick {

/// Does the terminal show links, as far as it can be told from outside? Not within tmux and screen, which may
/// swallow them.
bool knows_links(const Env& env);

/// An address that a link may lead to: http, https, file or vscode, of printable ASCII without blanks.
bool is_link_target(std::string_view address);

/// The text as a link; the text itself where that is no address for one.
std::string linked(std::string_view text, std::string_view address);

/// A path as an address on this machine. Bytes that have no place in one are percent-encoded.
std::string file_address(std::string_view path);
/// A text as part of an address's path; slashes stay.
std::string address_part(std::string_view text);

/// The OSC 8 sequence that `text` begins with, well-formed and to an address as above or to none (its end);
/// empty where it begins with anything else.
struct LinkSequence {
  std::size_t length = 0;
  bool opens = false;
};
LinkSequence link_sequence(std::string_view text);

/// What ends a link.
inline constexpr std::string_view kLinkEnd = "\x1b]8;;\x1b\\";

}  // namespace wick
