#!/bin/sh
# SPDX-License-Identifier: MIT
# The common behaviour of all tools: help, version, bad options, an output that cannot be written, an empty
# input. New tools are tested automatically.
. "$(dirname "$0")/lib.sh"
version=$(cat "$root/VERSION")

# answers_with_usage: checks that only the usage is printed, on standard output
answers_with_usage() {
  { read -r first_line && read -r word next_line; } <"$tmp/out"
  is "begins with what it is for" "$first_line" "$tool: $purpose"
  is "and the usage" "$word" usage:
  is_empty "nothing on standard error" "$err"
}

# 2 means "block" to Claude Code when a hook exits with it.
never_2() {
  [ "$status" -ne 2 ] && [ "$status" -lt 126 ]
  ok $? "exits neither with 2 nor by a signal ($status)"
}

wick --help >lists
for tool in $(tools); do
  purpose=$(what_it_is "$tool")
  it "$tool --help"
  run "$tool" --help
  exits 0
  answers_with_usage
  is_empty "no line is wider than 80 columns" "$(awk 'length > 80' "$tmp/out")"
  run "$tool" -h
  exits 0
  answers_with_usage

  it "$tool --version"
  for option in --version -V; do
    run "$tool" "$option"
    exits 0
    prints "$tool $version"
    is_empty "nothing on standard error" "$err"
  done

  it "$tool with an unknown option"
  for option in --bogus -Z; do
    run "$tool" "$option"
    exits 64
    silent
    complains "^$tool: $option: unknown option"
  done
  # Misspelt options like one of wick's own two are tested with the tools.
  if has "$tool" --session; then
    it "$tool with a misspelt option"
    run "$tool" --sesion=x
    exits 64
    silent
    complains "^$tool: --sesion: unknown option; did you mean --session\?$"
    it "$tool with a shortened option"
    run "$tool" --sess x
    exits 64
    silent
    complains "^$tool: --sess: unknown option; did you mean --session\?$"
  fi

  it "$tool on a full disk"
  for option in --help --version; do
    "$tool" "$option" >/dev/full 2>err
    is "$option exits 74" $? 74
    is "and says so" "$(cat err)" "$tool: standard output: No space left on device"
  done

  it "$tool without an option's argument"
  # The options in --help that have an argument, in both forms.
  "$tool" --help | grep -oE '^ *(-[a-z], )?--[a-z-]+=' | tr -d '=,' >options
  while read -r one other; do
    for option in $one $other; do
      run "$tool" "$option"
      exits 64
      silent
      complains "^$tool: $option: argument missing$"
    done
  done <options

  if has "$tool" --json; then
    it "$tool with an argument that an option does not take"
    run "$tool" --json=yes
    exits 64
    silent
    complains "^$tool: --json: takes no argument$"
  fi
  if [ "$tool" != wick ]; then
    it "$tool with an operand"
    run "$tool" operand
    case $("$tool" --help) in *TRANSCRIPT*) exits 66 ;; *) exits 64 ;; esac
    silent
    complains "^$tool: "
  fi
  if has "$tool" --session; then
    it "$tool with an empty name"
    run "$tool" --session=
    exits 64
    silent
    complains "^$tool: --session: empty argument$"
  fi

  it "$tool on an empty input"
  for arguments in '' '-q' '-p -' '-j -p -' '-q -p -' '-p /dev/null' '-t /dev/null' '-C /nowhere' '-s none'; do
    # shellcheck disable=SC2086
    run "$tool" $arguments
    never_2
  done

  it "$tool with standard streams closed"
  "$tool" -q <&- >/dev/null 2>&1
  status=$?
  never_2
  "$tool" --help >&- 2>/dev/null
  is "exits 74 without an output" $? 74

  it "$tool through wick"
  if [ "$tool" != wick ]; then
    run wick "${tool#wick-}" --version
    exits 0
    prints "$tool $version"
    grep -q "^  ${tool#wick-} .*$purpose$" lists
    ok $? "stands in wick --help"
  else
    run wick
    exits 0
    is "which wick alone lists" "$out" "$(wick --help)"
  fi
done
finish
