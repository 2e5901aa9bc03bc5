#!/bin/sh
# SPDX-License-Identifier: MIT
# The manual pages are correct: options, fields and segments are those of the programs, and every example prints
# what is shown below it. The examples of README.md are tested by readme.t.
. "$(dirname "$0")/lib.sh"
man=$root/man

# Prints the formatted page, without line breaks within paragraphs. Displays are indented by eleven columns.
mkdir "$tmp/pages"
for page in "$man"/*; do mandoc -T utf8 -O width=1000 "$page" | col -bx >"$tmp/pages/${page##*/}"; done
section() { awk -v name="$2" '/^[A-Z]/ { on = $0 == name } on' "$tmp/pages/${1##*/}"; }
# Prints the displays of a text, each followed by an empty line.
displays() { awk '/^           / { print substr($0, 12); next } { print "" }'; }

same() {
  diff -u "$2" "$3" >"$tmp/why" 2>&1
  ok $? "$1" "$tmp/why"
}

it "lint"
mandoc -T lint -W warning "$man"/* >"$tmp/lint" 2>&1
ok $? "no warnings" "$tmp/lint"

# Prints the page for a terminal of 80 columns, with its name before each line.
for page in "$man"/*; do
  mandoc -T utf8 -O width=80 "$page" | col -bx | sed "s|^|${page##*/}:|"
done >"$tmp/read"
it "in 80 columns"
grep -E '^[^:]*:.{81,}' "$tmp/read" >"$tmp/wide"
[ ! -s "$tmp/wide" ]
ok $? "no line is wider" "$tmp/wide"
grep -E '(^|[^[:alnum:]])\.[A-Z][a-z]( |$)' "$tmp/read" >"$tmp/macros"
[ ! -s "$tmp/macros" ]
ok $? "no macro is left as text" "$tmp/macros"

# True if there is a list entry of that name, in whatever macro.
entries() { grep -nE "^\.It (V[at] |Cm |Sy |Em )?$1( ,|\$)" "$man"/* | sed 's/:.*//'; }
it "definitions"
for term in prompt request; do
  is "$term is defined once, in wick.1" "$(entries $term)" "$man/wick.1"
done
grep -iE "\b(a|an|the) (prompt|request) (is|means) (a|an|any|one|what|all|every|the)\b" "$man"/* >"$tmp/again"
[ ! -s "$tmp/again" ]
ok $? "nothing defines them again in a sentence" "$tmp/again"

it "pages"
{ for tool in $(tools); do echo "$tool.1"; done; printf '%s\n' wick.toml.5 wick-fields.5; } | sort >expected
for page in "$man"/*; do basename "$page"; done | sort >got
same "one per tool, and two more" expected got

for tool in $(tools); do
  it "$tool.1"
  page=$man/$tool.1
  [ -e "$page" ] || continue
  what=$(what_it_is "$tool")
  is "NAME is the comment's" "$(sed -n 's/^\.Nd //p' "$page")" "$what"
  is "NAME is README's" "$(sed -n "s/^| $tool | \(.*\) |$/\1/p" "$root/README.md")" "$what"
  if [ "$tool" != wick ]; then
    is "NAME is the overview's" "$(section "$man/wick.1" TOOLS | sed -n "s/^ *$tool(1)  *//p")" "$what"
  fi

  fields=
  if has "$tool" --format; then fields=FIELDS; fi
  printf '%s\n' NAME SYNOPSIS DESCRIPTION $fields ENVIRONMENT FILES 'EXIT STATUS' EXAMPLES 'SEE ALSO' >expected
  # The overview has additional ones.
  sed -n 's/^\.Sh //p' "$page" | if [ "$tool" = wick ]; then grep -xFf expected; else cat; fi >got
  same "sections" expected got

  "$tool" --help | sed -n 's/^ *\(-[^ ].*[^ ]\)   *[^ ].*/\1/p' | sed 's/  .*//' >expected
  section "$page" DESCRIPTION | sed -n 's/^     \(-.*\)/\1/p' | sed 's/  .*//' >got
  sort -o expected expected
  sort -o got got
  [ -s expected ]
  ok $? "--help has options"
  same "options" expected got

  [ -n "$fields" ] || continue
  group=${tool#wick-}
  wick-state --fields | cut -f 1 | grep "^$group\." >expected || [ "$tool" = wick-state ] || continue
  section "$page" FIELDS | grep -oE "\b$group\.[a-z0-9_]+" >got
  if [ "$tool" = wick-state ]; then
    sed -n '/^\.Sh FIELDS/,/^\.Sh ENV/s/^\.Sq \([a-z]*\).*/\1/p' "$page" >got
    wick-state --fields | sed 's/\..*//' | uniq >expected
  fi
  same "fields" expected got
done

it "wick-fields.5"
section "$man/wick-fields.5" FIELDS | awk '
  /^     [a-z]+\.[a-z0-9_]+ \([a-z]+\)$/ { name = $1; type = substr($2, 2, length($2) - 2); next }
  name != "" && /^             / { sub(/^ +/, ""); sub(/\.$/, ""); print name "\t" type "\t" $0; name = "" }' >got
wick-state --fields >expected
same "has the fields of wick-state --fields" expected got

it "wick.toml.5"
# Prints the keys that the source allows, from its check_keys() calls.
keys_of() { tr '\n' ' ' <"$1" | grep -oE "check_keys\( *$2, +\{[^}]*\}" | sed 's/.*{//' | grep -oE '[a-z_0-9]+' | sort -u; }
documented() { section "$man/wick.toml.5" "$1" | sed -n 's/^     \([a-z_0-9]*\)\(  .*\)*$/\1/p' | grep . | sort -u; }
keys_of "$root/lib/live/line_config.cc" line >expected
documented 'THE LINE' >got
same "keys of [line]" expected got
keys_of "$root/lib/live/line_config.cc" row >expected
documented 'THE PROMPT' >got
same "keys of [prompt]" expected got
keys_of "$root/lib/live/line_config.cc" table >expected
documented SEGMENTS >got
same "keys of [segment.NAME]" expected got
keys_of "$root/lib/price/price.cc" entry >expected
documented PRICES >got
same "keys of [[price]]" expected got

config=$XDG_CONFIG_HOME/wick
mkdir -p "$config"
section "$man/wick.toml.5" SEGMENTS | displays >segments
awk '/^\[line\]/ { on = 1 } /^\[segment\.model\]/ { on = 0 } on' segments >"$config/wick.toml"
grep -q '^command' "$config/wick.toml"
ok $? "has an example of a command"
run wick-line -C "$tmp"
is "which is accepted" "$status ${err##*: }" "1 no session; run claude there, or name one with -s (wick-sessions lists them)"

# The built-in segments, written out, change nothing: on every payload, in colour.
awk '/^\[segment\.model\]/ { on = 1 } on' segments >built-in
sed -n 's/^\[segment\.\(.*\)\]/\1/p' built-in >names
awk '/kBuiltIn.*[{]$/ { on = 1 } /^[}]/ { on = 0 } on' "$root/lib/live/segments.cc" |
  grep -oE '^    [{]"[a-z_]+"' | tr -d ' {"' >expected
same "has all built-in segments" expected names
row="segments = [$(sed 's/.*/"&"/' names | paste -sd ,)]"
jq -c '.rate_limits = {five_hour: {used_percentage: 90, resets_at: 1795330000},
  seven_day: {used_percentage: 96, resets_at: 1795730000}, spend_limit: {used_percentage: 91}}
  | .context_window.current_usage.cache_read_input_tokens = 850000 | .session_name = "a" | .session_id = "z"' \
  "$data/payloads/2.1.330-warm-5m.json" >full.json
jq -c '.model.id = "nobody" | .session_id = "y"' full.json >unpriced.json
# New, so that no background count changes the figures in between.
mkdir -p "$XDG_CACHE_HOME/wick"
printf 'wick usage 1\ntold 1795324200000\ntoday 1795305600000 1795392000000 50000000000\nblock 1795321734202 1795339734202 7+ told\n' \
  >"$XDG_CACHE_HOME/wick/usage"
for icons in none unicode nerd; do
  for payload in "$data"/payloads/*.json full.json unpriced.json; do
    printf '[line]\n%s\nicons = "%s"\n' "$row" "$icons" >"$config/wick.toml"
    WICK_COLOR=always wick-line -p "$payload" >>plain 2>&1
    cat built-in >>"$config/wick.toml"
    WICK_COLOR=always wick-line -p "$payload" >>spelt-out 2>&1
  done
done
grep -q 'spend' plain && grep -q 'today' plain && ! grep -q config plain
ok $? "the built-in segments are shown" plain
same "as they are" plain spelt-out
rm -rf "$XDG_CONFIG_HOME"

# Examples. A display that starts with "# ~/FILE" is that file; "$ COMMAND", which may go on in lines
# that start with "> ", is run, and must print the lines below it.
XDG_CONFIG_HOME=$HOME/.config XDG_STATE_HOME=$HOME/.local/state XDG_CACHE_HOME=$HOME/.cache
XDG_DATA_HOME=$HOME/.local/share WICK_COLOR=never
export WICK_COLOR

start_over() {
  rm -rf "$HOME" "$tmp/here"
  mkdir -p "$HOME/.claude/projects/-home-you-shop" "$tmp/here"
  use_recorded_sessions
  transcript=$HOME/.claude/projects/-home-you-shop/5a11c0de-0000-4000-8000-000000000001.jsonl
  cp "$data/demo/transcript.jsonl" "$transcript"
  # With the times of their contents, which wick-sessions uses.
  find "$HOME/.claude/projects" -name '*.jsonl' -exec touch -d 2026-11-22T05:06:40Z {} +
  cd "$tmp/here" || exit 1
  cp "$data/payloads/2.1.330-model-switched-response.json" payload.json
  cp "$data/payloads/2.1.330-warm-5m.json" warm.json
  cp "$project"/d7f47105-*.jsonl session.jsonl
}

put_files() {
  mkdir -p "$HOME/.config/wick"
  awk -v home="$HOME/" '
    /^# ~\// { file = home substr($0, 5) }
    /^\$ / { file = "" }
    file != "" { print >file }' "$1"
}

# check_examples TEXT: runs them as if wick were installed for everybody, so that settings do not need its path
wick_line=$(shell_word "$(command -v wick-line)")
check_examples() {
  put_files "$1"
  [ "$(grep -c '^\$ ' "$1")" -gt 0 ]
  ok $? "has examples"
  # NUMBER.command and NUMBER.expected
  rm -rf "$tmp/example" && mkdir "$tmp/example"
  awk -v folder="$tmp/example/" '
    sub(/^\$ /, "") { n++; printed = 0; ended = 0; command = folder n ".command"; expected = folder n ".expected"
      print >command; printf "" >expected; going_on = 1; next }
    !n { next }
    going_on && sub(/^> /, "") { print >command; next }
    { going_on = 0 }
    /^> / { next }
    /^$/ { ended = 1 }
    !ended { print >expected }' "$1"
  number=0
  while number=$((number + 1)) && [ -s "$tmp/example/$number.command" ]; do
    sh "$tmp/example/$number.command" </dev/null >"$tmp/said" 2>&1
    sed "s|$wick_line|wick-line|" "$tmp/said" >"$tmp/got"
    IFS= read -r first_line <"$tmp/example/$number.command"
    diff -u "$tmp/example/$number.expected" "$tmp/got" >"$tmp/why" 2>&1
    ok $? "\$ $first_line" "$tmp/why"
  done
}

WICK_NOW=2026-11-22T05:06:40Z
for page in "$man"/*; do
  it "${page##*/}"
  start_over
  # The recorded sessions have no cases for a judge.
  [ "${page##*/}" != wick-waste-judge.1 ] || python3 -B "$root/tests/audit/unclear.py" "$HOME/.claude" 12
  section "$page" EXAMPLES | displays >"$tmp/examples"
  check_examples "$tmp/examples"
done

finish
