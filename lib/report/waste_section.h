// SPDX-License-Identifier: MIT
// What was wasted, on the report's page.
#pragma once

#include "lib/report/html.h"
#include "lib/report/waste_output.h"

namespace wick {

void put_waste(HtmlPage& page, const WasteView& view);

}  // namespace wick
