// SPDX-License-Identifier: MIT
// Links in a terminal: OSC 8. Base64, in which other sequences carry their content.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/env.h"

namespace wick {

/// Whether the terminal is known to show links, by its environment. False within tmux and screen,
/// which may drop them.
bool knows_links(const Env& env);

/// True for the addresses allowed in links: http, https, file or vscode, in printable ASCII without
/// blanks.
bool is_link_target(std::string_view address);

/// The text as a link, or unchanged if the address is not allowed.
std::string linked(std::string_view text, std::string_view address);

/// The file: address of a path on this machine, percent-encoded.
std::string file_address(std::string_view path);
/// Percent-encodes a part of an address's path; slashes stay.
std::string address_part(std::string_view text);

/// The OSC 8 sequence at the beginning of `text`, if it is well-formed and has an allowed address
/// or none (which ends a link). Length 0 for anything else.
struct LinkSequence {
  std::size_t length = 0;
  bool opens = false;
};
LinkSequence link_sequence(std::string_view text);

/// Ends a link.
inline constexpr std::string_view kLinkEnd = "\x1b]8;;\x1b\\";

std::string base64(std::string_view bytes);

}  // namespace wick
