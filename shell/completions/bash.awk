# SPDX-License-Identifier: MIT
# Behind table.awk: an option for bash, as SHORT:LONG:VALUE.
$2 == "option" { options = options "\n        " quoted($3 ":" $4 ":" $5) }
