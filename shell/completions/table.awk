# SPDX-License-Identifier: MIT
# The common part of zsh.awk and bash.awk: writes the table of help.awk as a function _wick_table or
# __wick_table (-v table=NAME) that sets the array of options (-v array=NAME), operands as
# POSITION:FIRST:VALUE, and tools as NAME:DESCRIPTION. The other files define how an option is written.
BEGIN {
  FS = "\t"
  print table "() {\n  case $1 in"
}
function quoted(text) {
  gsub(/'/, "'\\''", text)
  return "'" text "'"
}
function end_tool() {
  if (current == "") return
  print "    (" current ")\n      " array "=(" options "\n      )\n      operands=(" operands ")"
  if (tools != "") print "      tools=(" tools "\n      )"
  print "      ;;"
  options = operands = tools = ""
}
$1 != current {
  end_tool()
  current = $1
}
$2 == "operand" { operands = operands (operands != "" ? " " : "") quoted($3 ":" $4 ":" $5) }
$2 == "tool" { tools = tools "\n        " quoted($3 ":" $4) }
END {
  end_tool()
  print "  esac\n}"
}
