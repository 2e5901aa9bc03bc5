// SPDX-License-Identifier: MIT
// Version 3 of Catch2 has its main in a library.
#define CATCH_CONFIG_MAIN
#include "tests/unit/catch.h"
