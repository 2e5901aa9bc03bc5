# SPDX-License-Identifier: MIT
# The table of help.awk as a function for zsh: sets specs, as _arguments takes them, operands and
# tools.
BEGIN {
  FS = "\t"
  print "_wick_table() {\n  case $1 in"
}
function quoted(text) {
  gsub(/'/, "'\\''", text)
  return "'" text "'"
}
function end_tool() {
  if (current == "") return
  print "    (" current ")\n      specs=(" options "\n      )\n      operands=(" operands ")"
  if (tools != "") print "      tools=(" tools "\n      )"
  print "      ;;"
  options = operands = tools = ""
}
$1 != current {
  end_tool()
  current = $1
}
$2 == "option" {
  argument = ""
  gsub(/[][\\:]/, "\\\\&", $6)
  if ($5 != "") argument = ":" $4 ": _wick_values " $5
  names = "--" $4 ($5 != "" ? "=" : "")
  text = "[" $6 "]" argument
  alone = $4 == "help" || $4 == "version" ? "(- *)" : ""
  if ($3 == "") options = options "\n        " quoted(alone names text)
  else {
    if (alone == "") alone = "(-" $3 " --" $4 ")"
    options = options "\n        " quoted(alone) "{-" $3 ($5 != "" ? "+" : "") "," names "}" quoted(text)
  }
}
$2 == "operand" { operands = operands (operands != "" ? " " : "") quoted($3 ":" $4 ":" $5) }
$2 == "tool" { tools = tools "\n        " quoted($3 ":" $4) }
END {
  end_tool()
  print "  esac\n}"
}
