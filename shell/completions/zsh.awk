# SPDX-License-Identifier: MIT
# Used after table.awk: how an option is written for zsh's _arguments.
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
