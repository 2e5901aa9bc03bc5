# SPDX-License-Identifier: MIT
# Used after table.awk: how an option is written for bash, as SHORT:LONG:VALUE.
$2 == "option" { options = options "\n        " quoted($3 ":" $4 ":" $5) }
