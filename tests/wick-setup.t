#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-setup claude: changes settings.json in one place, and undoes it. wick-setup-files.t tests links, modes and
# errors, wick-setup-shell.t the prompt.
. "$(dirname "$0")/lib.sh"
folder=$HOME/.claude
settings=$folder/settings.json
backup=$settings.wick-backup
# The command in the settings for the wick-line of this build, which is in no folder of every PATH.
wick_line=$(shell_word "$(command -v wick-line)")

# has_settings TEXT: checks that the settings are TEXT (printf), with the path of wick-line
has_settings() {
  # shellcheck disable=SC2059
  printf "$1" | sed "s|\"wick-line\"|\"$wick_line\"|" >expected
  cmp expected "$settings" >"$tmp/why" 2>&1
  same=$?
  [ $same -eq 0 ] || cat "$settings" >>"$tmp/why"
  ok $same "settings.json is what it should be" "$tmp/why"
}
# same_files WHAT A B
same_files() { cmp "$2" "$3" >"$tmp/why" 2>&1; ok $? "$1" "$tmp/why"; }
is_alone() { is "nothing else is left" "$(ls -A "$folder")" "settings.json"; }
state_of() { stat -c '%i %Y %Z %a' "$1" 2>/dev/null || stat -f '%i %m %c %p' "$1"; }
mode_of() { stat -c %a "$1" 2>/dev/null || stat -f %Lp "$1"; }
# start_with TEXT: makes TEXT (printf) the settings, without any other file
start_with() {
  rm -rf "$folder" && mkdir "$folder"
  # shellcheck disable=SC2059
  printf "$1" >"$settings"
  cp "$settings" before
}

it "no settings yet"
rm -rf "$folder"
run wick-setup claude
exits 0
prints "$settings: status line written to a new file
running sessions show it within seconds; restart older clients"
has_settings '{\n  "statusLine": {\n    "type": "command",\n    "command": "wick-line",\n    "refreshInterval": 5\n  }\n}\n'
run wick-setup claude --undo
exits 0
prints "$settings: removed, because there was none before"
[ ! -e "$folder" ]
ok $? "and the folder that was made for it is gone"

it "no settings yet, but a folder"
for other in '' other; do
  mkdir -p "$folder"
  wick-setup claude >out.txt
  [ -z "$other" ] || touch "$folder/$other"
  run wick-setup claude --undo
  exits 0
  is "only what was there stays" "there: $(ls -A "$folder")" "there: $other"
done
rm -rf "$folder"
wick-setup claude >out.txt
touch "$folder/other"
run wick-setup claude --undo
is "a folder that was filled since stays" "$(ls -A "$folder")" other

it "set and undo, byte for byte"
cat >table <<'END'
{}
{}\n
 { } 
{\n}\n
{"a": 1}
{"a":1,"b":{"statusLine":2}}\n
{ "a": 1, "b": [ ] }\n
{\n  "a": 1.0,\n  "b": [1e5, 12345678901234567890, -0.0, 1E+2]\n}\n
{\n    "a": {\n        "statusLine": {"command": "mine"}\n    }\n}
{\n\t"a": true,\n\t"\\u0062": null\n}\n
{\r\n  "a": 1,\r\n  "b": "\\/\\u00e9\\ud83d\\ude00 é"\r\n}\r\n
{\n"a":1,\n"b":2\n}\n
{\n  "a": 1\n\n,  "b": 2   \n\n}\n\n\n
\n\n  {"a" : "}{][\\"\\\\" ,  "b" :2 }\t\n
{\n  "z": 1,\n  "a": 2,\n  "m": {"b": 1, "a": 2}\n}\n
\357\273\277{\n  "a": 1\n}\n

 \n\t
{"a": 1, "a": 2}\n
{"statusLine": null, "a": 1}
{\n  "a": 1,\n  "statusLine": null\n}\n
END
cat >holds.py <<'END'
import json, sys
def load(path):
    text = open(path, encoding='utf-8-sig').read()
    return json.loads(text if text.strip() else '{}')
before, after = load(sys.argv[1]), load(sys.argv[2])
# A new member is added at the end, an existing one keeps its place.
before['statusLine'] = {'type': 'command', 'command': sys.argv[3], 'refreshInterval': 5}
assert json.dumps(before) == json.dumps(after), (before, after)
END
while IFS= read -r line; do
  start_with "$line"
  chmod 640 "$settings"
  state=$(state_of "$settings")
  run wick-setup claude --dry-run
  exits 0
  is "a dry run changes nothing" "$(state_of "$settings") $(ls -A "$folder")" "$state settings.json"
  cp "$tmp/out" patch.txt
  run wick-setup claude
  exits 0
  same_files "the backup is the file as it was" before "$backup"
  is "modes are kept" "$(mode_of "$settings") $(mode_of "$backup")" "640 640"
  python3 holds.py before "$settings" "$wick_line" >"$tmp/why" 2>&1
  ok $? "the document has it, and all else in its order" "$tmp/why"
  # A byte order mark cannot be seen, so it is replaced.
  diff -U 3 before "$settings" | tail -n +3 | sed "s/$(printf '\357\273\277')/$(printf '\357\277\275')/" >expected
  tail -n +3 patch.txt >got
  same_files "the dry run's diff was right" expected got
  state=$(state_of "$settings")
  run wick-setup claude
  exits 0
  prints "$settings: status line is already there"
  is "and is not touched" "$(state_of "$settings")" "$state"
  run wick-setup claude --undo
  exits 0
  same_files "as before" before "$settings"
  is "with its mode" "$(mode_of "$settings")" 640
  is_alone
done <table

it "the file's own style"
while IFS='|' read -r old new; do
  start_with "$old"
  wick-setup claude >out.txt
  has_settings "$new"
done <<'END'
{"a":1}|{"a":1,"statusLine":{"type":"command","command":"wick-line","refreshInterval":5}}
{"a": 1, "b": 2}\n|{"a": 1, "b": 2, "statusLine": {"type": "command", "command": "wick-line", "refreshInterval": 5}}\n
{ "a": 1 }|{ "a": 1, "statusLine": { "type": "command", "command": "wick-line", "refreshInterval": 5 } }
{\n\t"a": 1\n}|{\n\t"a": 1,\n\t"statusLine": {\n\t\t"type": "command",\n\t\t"command": "wick-line",\n\t\t"refreshInterval": 5\n\t}\n}
{\n    "a": {\n        "b": 1\n    }\n}\n|{\n    "a": {\n        "b": 1\n    },\n    "statusLine": {\n        "type": "command",\n        "command": "wick-line",\n        "refreshInterval": 5\n    }\n}\n
{\r\n "a" : 1\r\n}\r\n|{\r\n "a" : 1,\r\n "statusLine" : {\r\n  "type" : "command",\r\n  "command" : "wick-line",\r\n  "refreshInterval" : 5\r\n }\r\n}\r\n
{\n"a":1\n}\n|{\n"a":1,\n"statusLine":{\n"type":"command",\n"command":"wick-line",\n"refreshInterval":5\n}\n}\n
{}\n|{\n  "statusLine": {\n    "type": "command",\n    "command": "wick-line",\n    "refreshInterval": 5\n  }\n}\n
END

it "not JSON"
while IFS='|' read -r text place; do
  start_with "$text"
  for options in '' --replace --wrap -n; do
    # shellcheck disable=SC2086
    run wick-setup claude $options
    exits 65
    silent
    complains "^wick-setup: $settings:$place\$"
  done
  same_files "nothing is changed" before "$settings"
  is_alone
done <<'END'
{"a": 1,}|1:9: unexpected '[}]'; expected string literal
{\n  "a": 1,\n  // why\n  "b": 2\n}|3:3: JSON has no comments
{"a": 1 /* why */}|1:9: JSON has no comments
{\n  "ü": tru\n}|2:11: invalid literal
{\n  "a": 1\n  "b": 2\n}|3:5: unexpected string literal; expected '[}]'
{'a': 1}|1:2: invalid literal
{"a": 1|1:8: unexpected end of input; expected '[}]'
{"a": 1} x|1:10: invalid literal
[1]|1:1: not an object
\n  null|2:3: not an object
{"a": NaN}|1:7: invalid literal
{"a": "\377"}|1:8: invalid string: ill-formed UTF-8 byte
END
start_with '{"statusLine": {"command": "x"}, "status\\u004cine": {"command": "y"}}'
run wick-setup claude --replace
exits 65
complains "settings.json: statusLine: occurs twice$"

it "another status line"
other='{\n  "model": "opus",\n  "status\\u004cine": {"type": "command", "command": "npx ccstatusline", "padding": 2},\n  "env": {"statusLine": "no"}\n}\n'
start_with "$other"
run wick-setup claude
exits 1
silent
complains "^wick-setup: $settings: statusLine runs another command: npx ccstatusline; --wrap .*--replace"
same_files "nothing is changed" before "$settings"
is_alone
run wick-setup claude --replace
exits 0
is "replaced" "$(jq -c .statusLine "$settings")" '{"type":"command","command":"'"$wick_line"'","refreshInterval":5}'
is "in its place, all else as it was" "$(jq -c 'del(.statusLine), keys_unsorted' "$settings")" \
  '{"model":"opus","env":{"statusLine":"no"}}
["model","statusLine","env"]'
run wick-setup claude --undo
exits 0
same_files "as before" before "$settings"
is_alone
for odd in 5 '"x"' '[]' '{}' '{"command": 5}'; do
  start_with "{\"statusLine\": $odd}"
  run wick-setup claude
  exits 1
  run wick-setup claude --wrap
  exits 65
  complains 'statusLine: has no command to keep$'
  wick-setup claude --replace >out.txt && wick-setup claude --undo >out.txt
  same_files "$odd comes back" before "$settings"
done

it "--wrap"
start_with "$other"
run wick-setup claude --wrap
exits 0
# The wrapped command runs as often as before: if it had no interval, none is set.
is "changes its command only" "$(jq -c .statusLine "$settings")" \
  "{\"type\":\"command\",\"command\":\"$wick_line --above='npx ccstatusline'\",\"padding\":2}"
run wick-setup claude
prints "$settings: status line is already there"
run wick-setup claude --replace
is "or only wick's, in the end" "$(jq -r .statusLine.command "$settings")" "$wick_line"
run wick-setup claude --undo
same_files "as before" before "$settings"
is_alone
for interval in 60 1 0.5 '"x"'; do
  start_with "{\"statusLine\":{\"refreshInterval\" : $interval, \"command\": \"x\"} }"
  wick-setup claude --wrap >out.txt
  is "keeps its interval, letter by letter" "$(cat "$settings")" \
    "{\"statusLine\":{\"refreshInterval\" : $interval, \"command\": \"$wick_line --above=x\"} }"
  wick-setup claude --undo >out.txt
  same_files "as before" before "$settings"
  is_alone
done

it "--wrap: what Claude Code runs then"
payload=$data/payloads/2.1.330-warm-5m.json
WICK_COLOR=never
export WICK_COLOR
wick-line <"$payload" >line.txt
# entry_of COMMAND: prints settings with that status line
entry_of() {
  rm -rf "$folder" && mkdir "$folder"
  jq -n --arg command "$1" '{statusLine: {type: "command", command: $command}}' >"$settings"
  cp "$settings" before
}
while IFS= read -r command; do
  entry_of "$command"
  sh -c "$command" <"$payload" >expected 2>/dev/null || : >expected
  [ -z "$(tail -c 1 expected)" ] || echo >>expected
  cat line.txt >>expected
  wick-setup claude --wrap >out.txt
  for shell in sh bash zsh; do
    $shell -c "$(jq -r .statusLine.command "$settings")" <"$payload" >got 2>/dev/null
    same_files "$shell: $command" expected got
  done
  wick-setup claude --undo >out.txt
  same_files "and back" before "$settings"
done <<'END'
jq -r .model.display_name
printf '%s|%s' "it's" 'a "test"' \\ $((1+1)) `echo x` "$(echo 'y z')" # comment
echo '$HOME' "$HOME" \$HOME 'a'\''b' "\\" !x *? {a,b} ~
cat | jq -c '.model' ; echo "second row"
exit 3
false
if
echo one; exit 0
(cat >/dev/null; printf 'no newline')
--version
-c 'x'
END
entry_of "$(printf 'echo one\necho two # x')"
wick-setup claude --wrap >out.txt
sh -c "$(jq -r .statusLine.command "$settings")" <"$payload" >got
is "a command of several lines" "$(head -n 2 got | paste -sd ' ' -)" "one two"

it "an entry of the user's own"
for command in "$wick_line" "$wick_line -f x" 'cd / && wick-line' '/usr/local/share/wick/statusline.sh'; do
  entry_of "$command"
  run wick-setup claude
  exits 0
  prints "$settings: status line is already there"
  run wick-setup claude --undo
  exits 1
  prints "$settings: nothing to undo"
  same_files "is not touched" before "$settings"
done
for command in 'my-wick-line' 'wick-line.sh' '/opt/wick-line/x' 'wick-lines'; do
  entry_of "$command"
  run wick-setup claude
  exits 1
done

it "an entry whose program is gone, or not on every PATH"
for command in "'$tmp/a b/wick-line'" wick-line; do
  start_with "{\"statusLine\": {\"command\": \"$command -f '{model.name}'\", \"padding\": 1}}"
  run wick-setup claude
  exits 0
  is "runs this one, and the rest stays" "$(jq -c .statusLine "$settings")" \
    "{\"command\":\"$wick_line -f '{model.name}'\",\"padding\":1}"
  run wick-setup claude --undo
  same_files "as before" before "$settings"
done

it "changes since"
# edit JQ: makes a change by the user
edit() { jq "$1" "$settings" >edited && cp edited "$settings"; }
start_with "$other"
wick-setup claude --replace >out.txt
edit '.model = "haiku" | .new = 1'
run wick-setup claude
prints "$settings: status line is already there"
run wick-setup claude --undo
exits 0
prints "$settings: status line removed; the rest is unchanged"
is "stay" "$(jq -c . "$settings")" \
  '{"model":"haiku","statusLine":{"type":"command","command":"npx ccstatusline","padding":2},"env":{"statusLine":"no"},"new":1}'
is_alone
rm -rf "$folder"
wick-setup claude >out.txt
edit '.new = 1'
run wick-setup claude --undo
is "stay in a file that was new" "$(jq -c . "$settings")" '{"new":1}'
is_alone
start_with '{"a": 1}'
wick-setup claude >out.txt
printf '{"b": 2}' >"$settings" # wick's entry was taken out by hand
run wick-setup claude --undo
exits 1
prints "$settings: nothing to undo"
printf '{"b": 2}' >before
wick-setup claude >out.txt
same_files "an old backup gives way to the file as it is now" before "$backup"
wick-setup claude --undo >out.txt
same_files "which comes back" before "$settings"
start_with '{"a": 1}'
wick-setup claude >out.txt
printf '{"statusLine": {"command": "other"}}' >"$settings"
run wick-setup claude --undo
exits 1
is "another's status line is not taken out" "$(jq -r .statusLine.command "$settings")" other
rm "$settings"
run wick-setup claude --undo
exits 1
[ ! -e "$settings" ]
ok $? "a file that was removed does not come back"
printf '{"statusLine": ' >"$settings"
run wick-setup claude --undo
exits 65
complains "^wick-setup: $settings:1:16: "

it "--undo --dry-run"
start_with '{"a": 1}'
wick-setup claude >out.txt
state=$(state_of "$settings")
run wick-setup claude --undo -n
exits 0
matches '^\+\{"a": 1\}$'
is "changes nothing" "$(state_of "$settings") $(ls "$backup")" "$state $backup"

it "the padding becomes the margin"
toml=$XDG_CONFIG_HOME/wick/wick.toml
rm -rf "$XDG_CONFIG_HOME/wick"
entry="{\"statusLine\": {\"type\": \"command\", \"command\": \"$wick_line\", \"padding\": 2}}"
start_with "$entry"
run wick-setup claude --dry-run
matches '^[+]margin = 2$'
[ ! -e "$toml" ]
ok $? "not by --dry-run"
run wick-setup claude
exits 0
prints "$settings: status line is already there
$toml: margin written to a new file"
is "is all that is in a new file" "$(cat "$toml")" '[line]
margin = 2'
is_empty "nothing is left to tell" "$err"
run wick-setup claude
prints "$settings: status line is already there"
mkdir -p "$XDG_CONFIG_HOME/wick"
for text in '# mine\n[line]\ntheme = "nord" # cold\n\n[prompt]\n' '[prompt]\nicons = "none"' '[line]\nmargin = 1 # of old\n'; do
  rm -rf "$XDG_CONFIG_HOME/wick" && mkdir -p "$XDG_CONFIG_HOME/wick"
  start_with '{"statusLine": {"command": "npx other", "padding": 2}}'
  # shellcheck disable=SC2059
  printf "$text" >"$toml" && cp "$toml" toml.before
  run wick-setup claude --wrap
  is "is in [line]" "$(sed -n '/^\[line\]/,/^\[p/s/^margin = \([0-9]*\).*/\1/p' "$toml")" 2
  run wick-setup claude --undo
  exits 0
  same_files "and is undone with the rest, byte for byte" toml.before "$toml"
  same_files "the settings too" before "$settings"
done
start_with "$entry"
printf '[line\n' >"$toml"
run wick-setup claude
exits 0
complains "wick.toml:[0-9:]+ .*; statusLine.padding is 2: \[line\] margin has to be 2 too, so that the line fits the remaining columns$"
rm -rf "$XDG_CONFIG_HOME/wick"
finish
