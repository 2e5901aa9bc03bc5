// SPDX-License-Identifier: MIT
// Compiles fmt's code once: as header-only it would take five more seconds per file, and the
// system's library would have to be linked dynamically or pull in locales.
#include "lib/base/format.h"

#define FMT_STATIC_THOUSANDS_SEPARATOR ','  // what FMT_USE_LOCALE is from fmt 11 on
#include <fmt/format-inl.h>

// Explicit instantiations that the headers only declare: the list in fmt's own src/format.cc.
FMT_BEGIN_NAMESPACE
namespace detail {
template auto thousands_sep_impl(locale_ref) -> thousands_sep_result<char>;
template char decimal_point_impl(locale_ref);
template void buffer<char>::append(const char*, const char*);
template dragonbox::decimal_fp<float> dragonbox::to_decimal(float) noexcept;
template dragonbox::decimal_fp<double> dragonbox::to_decimal(double) noexcept;
#if FMT_VERSION < 110000
template void vformat_to(buffer<char>&, basic_string_view<char>,
                         basic_format_args<buffer_context<char>>, locale_ref);
#endif
}  // namespace detail
FMT_END_NAMESPACE
