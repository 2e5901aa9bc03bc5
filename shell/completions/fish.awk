# SPDX-License-Identifier: MIT
# Converts the table of help.awk to the commands that fish needs for one tool (-v tool=TOOL).
BEGIN {
  FS = "\t"
  print "complete -c " tool " -f"
}
$1 != tool { next }
function quoted(text) {
  gsub(/[\\']/, "\\\\&", text)
  return "'" text "'"
}
# Options before the tool's name are wick's own, those after it the tool's.
function own() { return tool == "wick" ? " -n '__wick at 1'" : "" }
$2 == "option" {
  if ($5 != "") takes = takes " " ($3 != "" ? $3 "/" : "") $4 "="
  print "complete -c " tool own() ($3 != "" ? " -s " $3 : "") " -l " $4 \
    ($5 != "" ? " -k -x -a '(__wick values " $5 ")'" : "") " -d " quoted($6)
}
$2 == "operand" {
  sub(/TOOL */, "", $5)
  if ($5 == "") next
  operands[++count] = " -n '__wick at " $3 ($4 != "" ? " " $4 : "")
  values[count] = $5
}
$2 == "tool" { print "complete -c wick -n '__wick at 1; or __wick at 2 help' -a " $3 " -d " quoted($4) }
END {
  if (tool == "wick") print "complete -c wick -n 'not __wick at 1' -k -a '(__wick tool)'"
  for (i = 1; i <= count; i++)
    print "complete -c " tool operands[i] (takes != "" ? " --" takes : "") "' -k -a '(__wick values " values[i] ")'"
}
