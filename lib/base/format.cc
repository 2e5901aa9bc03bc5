// SPDX-License-Identifier: MIT
// fmt's code, compiled here once: header-only it would take five seconds more in each file, and the
// system's library would have to be linked shared or bring the locales along.
#include "lib/base/format.h"

#define FMT_STATIC_THOUSANDS_SEPARATOR ','  // before fmt 11, what FMT_USE_LOCALE is since
#include <fmt/format-inl.h>

// What its headers only declare: the list is fmt's own, of its src/format.cc.
FMT_BEGIN_NAMESPACE
namespace detail {
template auto thousands_sep_impl(locale_ref) -> thousands_sep_result<char>;
template char decimal_point_impl(locale_ref);
template void buffer<char>::append(const char*, const char*);
template dragonbox::decimal_fp<float> dragonbox::to_decimal(float) noexcept;
template dragonbox::decimal_fp<double> dragonbox::to_decimal(double) noexcept;
#if FMT_VERSION < 110000
template void vformat_to(buffer<char>&, basic_string_view<char>, basic_format_args<buffer_context<char>>,
                         locale_ref);
#endif
}  // namespace detail
FMT_END_NAMESPACE
