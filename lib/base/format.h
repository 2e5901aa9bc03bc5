// SPDX-License-Identifier: MIT
// fmt::format and fmt::format_to, for text for people and for messages.
#pragma once

// Never use locales: without this, fmt 11 would link all of them into a static program.
#define FMT_USE_LOCALE 0
#if __has_include(<fmt/base.h>)
#include <fmt/format.h>  // fmt 11: as fast to parse as core.h in earlier versions
#else
#include <fmt/core.h>
#endif
