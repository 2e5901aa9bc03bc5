# SPDX-License-Identifier: MIT
# The table of help.awk as a function for bash: sets options as SHORT:LONG:VALUE, operands as
# POSITION:FIRST:VALUE, tools as NAME:DESCRIPTION.
BEGIN {
  FS = "\t"
  print "__wick_table() {\n  case $1 in"
}
function quoted(text) {
  gsub(/'/, "'\\''", text)
  return "'" text "'"
}
function end_tool() {
  if (current == "") return
  print "    " current ")\n      options=(" options "\n      )\n      operands=(" operands ")"
  if (tools != "") print "      tools=(" tools "\n      )"
  print "      ;;"
  options = operands = tools = ""
}
$1 != current {
  end_tool()
  current = $1
}
$2 == "option" { options = options "\n        " quoted($3 ":" $4 ":" $5) }
$2 == "operand" { operands = operands (operands != "" ? " " : "") quoted($3 ":" $4 ":" $5) }
$2 == "tool" { tools = tools "\n        " quoted($3 ":" $4) }
END {
  end_tool()
  print "  esac\n}"
}
