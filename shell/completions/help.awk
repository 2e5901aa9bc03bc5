# SPDX-License-Identifier: MIT
# Reads `TOOL --help` (-v tool=TOOL) and prints what can be completed, separated by tabs:
#   TOOL option SHORT LONG VALUE DESCRIPTION
#   TOOL operand POSITION FIRST VALUE
#   wick tool NAME DESCRIPTION
# VALUE is a list of words: those in lower case are literal, for those in capitals (ID, FORMAT ...) the
# shells find values. It is empty for an option without an argument. POSITION is 1, 2, or 2+ for all from
# the second on; FIRST, if any, is the required first operand.
BEGIN {
  OFS = "\t"
  words["DATE"] = "today yesterday 7d 30d"
  words["AGE"] = "30m 12h 24h 7d"
  # The description lists the possible words: "rows by project, model or tool".
  split("KIND ORDER POLICY SHELL WHEN", names, " ")
  for (i in names) is_choice[names[i]]
  words["transcript"] = "JSONL"
  words["payload"] = "JSON"
}

# The first line is the purpose of the tool. The usage, which may be broken into lines, extends to the
# first option or tool.
NR == 1 { next }
!usage_read && (/^usage: / || index($0, "       " tool " ") == 1) {
  sub(/^(usage:|      ) /, "")
  usage[++usages] = $0
  next
}
!usage_read && /^         / {
  sub(/^ +/, " ")
  usage[usages] = usage[usages] $0
  next
}
{ usage_read = 1 }

/^ +(-[A-Za-z], )?--[a-z]/ {
  print_option()
  short = match($0, /-[A-Za-z], /) ? substr($0, RSTART + 1, 1) : ""
  match($0, /--[^ ]+/)
  long = substr($0, RSTART + 2, RLENGTH - 2)
  description = substr($0, RSTART + RLENGTH)
  next
}
tool == "wick" && /^  [a-z][a-z-]* / { print tool, "tool", $1, substr($0, match($0, /[a-z]   *[^ ]/) + RLENGTH - 1); next }
/^ / { description = description $0 }

function print_option(  value) {
  if (long == "") return
  gsub(/ +/, " ", description)
  sub(/^ /, "", description)
  if (match(long, /=/)) {
    value = substr(long, RSTART + 1)
    long = substr(long, 1, RSTART - 1)
    # The description explains N[k|M|%].
    sub(/[^A-Z].*/, "", value)
    if (value in is_choice) value = choices(description)
    if (value in words) value = words[value]
    if (long in words) value = words[long]
  }
  print tool, "option", short, long, value, description
}

# Returns the words of "always, never or auto".
function choices(text) {
  if (!match(text, /[a-z][a-z0-9=-]*(, [a-z][a-z0-9=-]*)* or [a-z][a-z0-9=-]*/)) return ""
  text = substr(text, RSTART, RLENGTH)
  gsub(/, | or /, " ", text)
  return text
}

# Removes the options, in brackets or not, and the text after the operands.
function operands_of(line,  start, end, depth) {
  while (start = index(line, "[-")) {
    end = start
    do {
      depth += substr(line, end, 1) == "["
      depth -= substr(line, end, 1) == "]"
      end++
    } while (depth && end <= length(line))
    line = substr(line, 1, start - 1) " " substr(line, end)
    sub(/  +/, " ", line)
  }
  sub(/   .*|\(.*/, "", line)
  gsub(/ --?[a-z][^ ]*/, "", line)
  sub("^" tool " *", "", line)
  gsub(/ *\| */, "|", line)
  gsub(/[][]/, "", line)
  return line
}

function note_operands(line,  slots, n, i, first, key) {
  n = split(operands_of(line), slots, " ")
  first = slots[1] ~ /^[a-z]+$/ ? slots[1] : ""
  for (i = 1; i <= n; i++) {
    # What may follow the name of a tool that wick runs is in that tool's own help.
    if (slots[i] == "..." || slots[i] == "ARGUMENT") continue
    key = i (slots[i + 1] == "..." ? "+" : "") OFS (i > 1 ? first : "")
    gsub(/\|/, " ", slots[i])
    if (slots[i] in words) slots[i] = words[slots[i]]
    if (!(key in values)) keys[++count] = key
    else slots[i] = values[key] " " slots[i]
    values[key] = slots[i]
  }
}

END {
  print_option()
  for (i = 1; i <= usages; i++) note_operands(usage[i])
  for (i = 1; i <= count; i++) print tool, "operand", keys[i], values[keys[i]]
}
