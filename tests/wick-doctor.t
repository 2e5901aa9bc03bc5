#!/bin/sh
# SPDX-License-Identifier: MIT
# Each check, with and without a fault; nothing is changed, and no secret is read.
. "$(dirname "$0")/lib.sh"
use_recorded_sessions
id=d7f47105-0d12-440b-bc75-54b081ddad73
taps=$XDG_STATE_HOME/wick/tap
user=$HOME/.claude/settings.json
mkdir -p "$taps" "$tmp/proj/.claude"
proj=$tmp/proj
cd "$proj" || exit 1

# The recorded payload as the tap of a session in $proj, given 48 s ago.
tap() {
  jq -c --arg p "$proj" --arg t "$project/$id.jsonl" '.workspace.project_dir = $p | .cwd = $p | .transcript_path = $t' \
    "$data/payloads/2.1.330-warm-1h.json" >"$taps/$id.json"
  touch -d 2026-11-22T05:09:12Z "$taps/$id.json"
}
wire() { printf '{\n  "statusLine": {\n    "type": "command",\n    "command": "%s"%s\n  }\n}\n' "$1" "${2-, \"refreshInterval\": 5}" >"$user"; }
# The wick-line of this build, which is in no folder of every PATH.
wick_line=$(shell_word "$(command -v wick-line)")
# says STATUS GROUP REGEX: checks that the report has this check
says() {
  wick-doctor -j -s $id >checks.json
  jq -r '.checks[] | "\(.status) \(.group) \(.what)"' checks.json >"$tmp/why"
  grep -Eq "^$1 $2 $3" "$tmp/why"
  ok $? "$1 $2: $3" "$tmp/why"
}
silent_on() {
  wick-doctor -j -s $id | jq -r --arg g "$1" '.checks[] | select(.group == $g and .status != "ok" and .status != "note") | .what' >"$tmp/why"
  [ ! -s "$tmp/why" ]
  ok $? "nothing wrong with $1" "$tmp/why"
}

it "an empty home"
mkdir "$tmp/empty"
run env -i HOME="$tmp/empty" PATH="$PATH" wick-doctor
exits 1
matches '^x  folders +no Claude Code folder found$'
matches '^ +run `claude` once'
matches '^x  settings +no status line is set'
matches '^-  session +.*: no session; run claude there, '
matches '^! +terminal +the locale is not UTF-8'
is_empty "nothing is made in it" "$(ls -A "$tmp/empty")"
run env -i PATH="$PATH" wick-doctor
exits 1
matches '^x  folders +no state folder: the tap .limits, names, exact cost. is not kept$'
matches '^!  folders +no cache folder: files are read in full each time$'

it "all well"
tap
wire "$wick_line"
run wick-doctor -s $id
exits 0
if ldd "$(command -v wick-doctor)" >/dev/null 2>&1; then
  matches "^-  tools +wick $(cat "$root/VERSION") in .*, linked with shared libraries"
else
  matches "^ok tools +wick $(cat "$root/VERSION") in .*, static$"
fi
matches "^ok folders +~/.claude: 5 sessions$"
matches '^ok settings +~/.claude/settings.json:4: the status line is `'"$wick_line"'`$'
matches '^ok settings +~/.claude/settings.json:4: refreshInterval 5: a countdown is at most 5s old$'
matches '^ok settings +the project is trusted'
matches "^ok session +$id, by its tap$"
matches "^ok tap +the newest is 48s old, of client 2.1.330, session $id$"
matches '^ok drift +wick knows everything that client'
matches '^ok price +claude-opus-5-5: input 4, write 5 \(5m\) 8 \(1h\), read 0.2, output 20'
is "the last line sums up" "$(tail -n 1 "$tmp/out")" "no problems, no warnings"
run wick-doctor -q -s $id
exits 0
silent
run wick-doctor -s $id --json
is "ok" "$(jq .ok "$tmp/out") $(wc -l <"$tmp/out")" 'true 1'
run env WICK_COLOR=always wick-doctor -s $id
matches "^$(printf '\033')\\[32mok$(printf '\033')\\[0m folders"

it "which settings win"
printf '{"statusLine": {"type": "command", "command": "cat"}}' >.claude/settings.json
says warning settings "$proj/.claude/settings.json:1: the status line is not wick's: cat$"
says note settings "$user:2: this status line is hidden"
says ok settings "$user:4: refreshInterval 5"
printf '{"statusLine": {"type": "command", "command": "%s --json"}}' "$wick_line" >.claude/settings.local.json
says ok settings "$proj/.claude/settings.local.json:1: the status line is .$wick_line --json.$"
printf '{"disableAllHooks": false}' >.claude/settings.local.json
printf '\n{\n"disableAllHooks": true}' >.claude/settings.json
silent_on settings
rm .claude/settings.local.json
says problem settings "$proj/.claude/settings.json:3: disableAllHooks turns the status line off$"
run wick-doctor -q -s $id
exits 1
rm .claude/settings.json

it "settings in error"
# fault TEXT PLACE
fault() {
  # shellcheck disable=SC2059
  printf "$1" >"$user"
  says problem settings "$user:$2"
}
fault '{\n  "a": 1,\n}\n' '3:1: expected a key in quotes$'
fault '{\n  // "a": 1\n}\n' '2:3: expected a key in quotes \(JSON has no comments\)$'
fault '{"a": [1, 2}' '1:12: expected a comma or \]$'
fault '{"a": tru}' '1:7: expected a value$'
fault '{"a": "b\n"}' '1:9: expected the closing quote$'
fault '{} x' '1:4: expected the end of the file$'
fault '{"statusLine": {"type": "command", "command": "wick-line"},}' '1:60: expected a key in quotes$'
is "what it says does not count" "$(jq '[.checks[] | select(.group == "settings")] | length' checks.json)" 1
fault '[]' '1:1: expected an object$'
fault '{"statusLine": {"type": "command"}}' '1: has no command$'
fault '{"statusLine": {"type": "prompt", "command": "wick-line"}}' '1: the type must be "command"$'

: >"$user"
says problem settings 'no status line is set'

it "the command"
wire ./no-such
says problem settings "$user:4: ./no-such is not found"
wire no-such-program
says problem settings "$user:4: no-such-program is not found"
wire "X=1 wick-line -f '{model.name}' | cat"
says ok settings "$user:4: the status line is .X=1 wick-line"
wire "$(shell_word "$root/shell/statusline.sh")"
says ok settings "$user:4: the status line is .*statusline.sh"
printf '#!/bin/sh\n%s\necho more\n' "$wick_line" >"$HOME/own.sh"
wire "sh ~/own.sh"
says ok settings "$user:4: the status line is .sh ~/own.sh"
# shellcheck disable=SC2088
wire '~/own.sh'
says problem settings "$user:4: ~/own.sh is not found, or may not be run"
chmod +x "$HOME/own.sh"
silent_on settings
wire "$(printf '\\\\u001b]52;c;x\\\\u0007')"
run wick-doctor -s $id
is "is made printable" "$(LC_ALL=C tr -d '\n -~\200-\377' <"$tmp/out" | wc -c)" 0
printf '#!/bin/sh\nwick-line\n' >"$HOME/own.sh"
# shellcheck disable=SC2088
wire '~/own.sh'
run env PATH=/nowhere "$(command -v wick-doctor)" -s $id
matches '^x  settings +~/.claude/settings.json:4: it runs wick-line, which is not found$'

it "the command where PATH is short"
# lost REGEX ADVICE: checks for a warning about what was not found, and the advice
lost() {
  says warning settings "$user:4: with the PATH /usr/local/bin:/usr/bin:/bin: $1"
  is "and what to do" "$(jq -r '.checks[] | select(.what | contains("with the PATH")).advice' checks.json)" \
    "a desktop or an editor may start Claude Code with such a PATH; $2"
}
if ! PATH=/usr/local/bin:/usr/bin:/bin command -v wick-line >/dev/null; then
  wire wick-line
  lost '.*wick-line: not found$' '`wick-setup claude` writes the full path'
  wire "wick-line -f '{model.name}' | cat"
  lost '.*wick-line: not found$' '`wick-setup claude` writes the full path'
  wire 'cd / \u0026\u0026 wick-line'
  lost '.*wick-line: not found$' "give wick-line's full path"
  wire "$(shell_word "$root/shell/statusline.sh")"
  lost 'wick-line: not found on PATH$' "give wick-line's full path"
  wick-setup claude --replace >out.txt
  silent_on settings
else
  skip "a wick-line is on every PATH"
fi
wire "cd / \\u0026\\u0026 X=1 $wick_line | cat"
silent_on settings
# Other programs' status lines are not run: they may be slow or use the network.
printf '#!/bin/sh\necho ran >"%s"\n' "$tmp/ran" >"$HOME/other.sh"
wire "sh $HOME/other.sh"
says warning settings "$user:4: the status line is not wick's"
is_empty "is not run" "$(ls "$tmp/ran" 2>/dev/null)"
printf '#!/bin/sh\n# instead of wick-line\nsleep 60\n' >"$HOME/other.sh"
wire "sh $HOME/other.sh"
run timeout 20 wick-doctor -s $id
exits 0

it "refreshInterval"
wire "$wick_line --above=date" ''
says note settings 'no refreshInterval: .* nor was the wrapped command$'
wire "$wick_line" ''
says warning settings 'no refreshInterval: .* up to 1h00m old'
wire "$wick_line" ', "refreshInterval": 120'
says note settings "$user:4: refreshInterval 120: a countdown is at most 2m00s old$"
wire "$wick_line" ', "refreshInterval": 600'
says warning settings "$user:4: refreshInterval 600: longer than a 5-minute cache lives$"
wire "$wick_line" ', "refreshInterval": "5"'
says problem settings "$user:4: refreshInterval 0: must be a number"
wire wick-line

it "copies of wick"
mkdir "$tmp/copy"
sed "s/@(#)wick $(cat "$root/VERSION")/@(#)wick 0.0.1/" "$(command -v wick-line)" >"$tmp/copy/wick-line"
chmod +x "$tmp/copy/wick-line"
PATH=$PATH:$tmp/copy says warning tools "another wick-line on PATH: $tmp/copy/wick-line, version 0.0.1$"
doctor=$(command -v wick-doctor)
PATH=$tmp/copy:$PATH "$doctor" -s $id >"$tmp/out"
matches "^!  tools +the first wick-line on PATH is another copy: $tmp/copy/wick-line, version 0.0.1$"
matches "^!  settings +$tmp/copy/wick-line is version 0.0.1, this is"

it "folders"
CLAUDE_CONFIG_DIR=$HOME/.claude,/nowhere says warning folders '/nowhere of CLAUDE_CONFIG_DIR does not exist$'
rm -r "$XDG_STATE_HOME"
: >"$tmp/file"
XDG_STATE_HOME=/proc/1/x says problem folders '/proc/1/x/wick cannot be written'
says warning tap 'no tap: '
says note settings 'wick does not check whether this project is trusted'

it "tap"
mkdir -p "$taps"
tap
touch -d 2026-11-22T05:06:00Z "$taps/$id.json"
says warning tap "this session's is older than its last response: it is 4m00s old$"
tap

it "drift"
jq -c '.version = "2.2.0" | .novelty = {tokens: 5} | .cost.total_eur = 1' "$taps/$id.json" >new.json
mv new.json "$taps/$id.json"
touch -d 2026-11-22T05:09:12Z "$taps/$id.json"
cp "$project/$id.jsonl" kept.jsonl
tail -n 1 kept.jsonl >last
{ cat kept.jsonl; echo '{"type":"telepathy","sessionId":"x"}'
  jq -c 'select(.type == "assistant") | .message.usage.psi_tokens = 3 | .aura = "blue"' kept.jsonl | tail -n 1; } >"$project/$id.jsonl"
says note drift 'client 2.2.0 is newer than 2.1.330, with which wick was tested'
says note drift 'keys of the payload that wick does not know: cost.total_eur, novelty.tokens$'
says note drift 'types of lines that wick does not know: telepathy$'
says note drift 'keys of responses that wick does not know: aura$'
says warning drift 'usage that wick does not know: message.usage.psi_tokens$'
cp kept.jsonl "$project/$id.jsonl"
tap
for transcript in "$project"/*.jsonl "$data/demo/transcript.jsonl"; do
  is "none in ${transcript##*/}" "$(wick-doctor -j -t "$transcript" | jq -r '.checks[] | select(.group == "drift") | .status')" ok
done
for payload in "$data"/payloads/*.json; do
  is "none in ${payload##*/}" "$(wick-doctor -j -p "$payload" | jq -r '.checks[] | select(.group == "drift") | .status')" ok
done

it "price"
sed 's/claude-opus-5-5/nobody-9/' "$taps/$id.json" >nobody.json
mv nobody.json "$taps/$id.json"
touch -d 2026-11-22T05:09:12Z "$taps/$id.json"
says problem price 'nobody-9 has no price'
mkdir -p "$XDG_CONFIG_HOME/wick"
jq -r '.checks[] | select(.group == "price").advice' checks.json | tail -n +2 | sed 's/ USD/ 2.5/' >"$XDG_CONFIG_HOME/wick/prices.toml"
says ok price "nobody-9: input 2.5, .*prices.toml\)$"
says ok config "$XDG_CONFIG_HOME/wick/prices.toml is valid$"
tap

it "configuration in error"
printf '[[price]]\nmodel = \n' >"$XDG_CONFIG_HOME/wick/prices.toml"
printf '[line]\nsegmnets = []\n' >"$XDG_CONFIG_HOME/wick/wick.toml"
says problem config "$XDG_CONFIG_HOME/wick/prices.toml:2:"
says problem config "$XDG_CONFIG_HOME/wick/wick.toml:2:.*: unknown key segmnets; did you mean segments"
says ok price claude-opus-5-5
rm -r "$XDG_CONFIG_HOME/wick"

it "nobody to count what all sessions have cost"
mkdir -p "$XDG_CONFIG_HOME/wick" alone
cp "$(command -v wick-doctor)" alone/
alone() { alone/wick-doctor -j -s $id | jq -r '.checks[] | select(.group == "config") | .status + " " + .what'; }
printf '[prompt]\nsegments = ["context", "today"]\n' >"$XDG_CONFIG_HOME/wick/wick.toml"
is "where a line shows it" "$(alone)" "warning the line shows usage.*, but there is no $PWD/alone/wick-usage to count it
ok $XDG_CONFIG_HOME/wick/wick.toml is valid"
printf '#!/bin/sh\n' >alone/wick-usage && chmod 755 alone/wick-usage
is "there is" "$(alone)" "ok $XDG_CONFIG_HOME/wick/wick.toml is valid"
rm alone/wick-usage
printf '[segment.today]\nformat = "{usage.today_usd}"\n' >"$XDG_CONFIG_HOME/wick/wick.toml"
is "where none does" "$(alone)" "ok $XDG_CONFIG_HOME/wick/wick.toml is valid"
rm -r "$XDG_CONFIG_HOME/wick"

it "clock"
says note clock 'WICK_NOW replaces it: 2026-11-22T05:10:00Z$'
touch -d 2026-11-22T05:20:00Z "$taps/$id.json"
says note clock 'the tap is 10m00s ahead of the clock$'
touch -d '+1 hour' "$taps/$id.json"
(unset WICK_NOW && run wick-doctor -s $id; cat "$tmp/out") >clock
grep -Eq '^x  clock +the tap is (1h00m|59m5[0-9]s) ahead of the clock$' clock
ok $? "is behind" clock
tap
(unset WICK_NOW && wick-doctor -s $id) >clock
grep -q '^x  clock' clock || grep -Eq '^ok clock +no file is dated in the future$' clock
ok $? "is right" clock

it "terminal"
COLUMNS=77 says ok terminal '77 columns \(COLUMNS\)$'
NO_COLOR=1 says ok terminal 'no colour: NO_COLOR is set$'
WICK_COLOR=always says ok terminal 'colour: WICK_COLOR=always$'
WICK_COLOR=allways says warning terminal 'WICK_COLOR=allways is not always, never or auto'
LC_ALL=C says warning terminal 'the locale is not UTF-8 \(C\)'

it "shell"
SHELL=/usr/bin/fish says note shell 'the integration is not loaded'
is "and how" "$(jq -r '.checks[] | select(.group == "shell").advice' checks.json)" 'to load it, run `wick-setup shell`, or add wick-init --right fish | source'
SHELL=/bin/bash says note shell 'the integration is not loaded'
is "in bash" "$(jq -r '.checks[] | select(.group == "shell").advice' checks.json)" 'to load it, run `wick-setup shell`, or add eval "$(wick-init --left bash)"'
_WICK_INIT="zsh:$(cat "$root/VERSION")" says ok shell 'the integration for zsh is loaded$'
_WICK_INIT=bash:0.0.1 says warning shell 'the integration for bash has version 0.0.1, this wick has'

it "secrets"
printf '{"oauthAccount": "sesame"}' | tee "$HOME/.claude.json" "$HOME/.claude/.claude.json" "$HOME/.claude/.credentials.json" >/dev/null
wick-doctor -s $id >all 2>&1
env ANTHROPIC_API_KEY=sesame CLAUDE_MESSAGING_TOKEN=sesame wick-doctor -s $id >>all 2>&1
is "are not printed" "$(grep -c sesame all)" 0

it "nothing is changed"
snapshot() { find "$tmp/home" "$tmp/xdg" "$proj" ! -name all ! -name checks.json -exec stat -c '%n %Y %Z %s %a' {} + | sort; }
snapshot >"$tmp/before"
wick-doctor -s $id >/dev/null
wick-doctor >/dev/null
# shellcheck disable=SC2046
wick-doctor explain $(wick-state --fields | cut -f 1) -t "$project/$id.jsonl" >/dev/null
snapshot >"$tmp/after"
cmp "$tmp/before" "$tmp/after" >"$tmp/why"
ok $? "in its folders" "$tmp/why"
if command -v strace >/dev/null && strace -f -o "$tmp/trace" true 2>/dev/null; then
  wire "$wick_line"
  for arguments in "-s $id" "explain cost.total_usd cache.state -t $project/$id.jsonl"; do
    # shellcheck disable=SC2086
    strace -f -o "$tmp/trace" wick-doctor $arguments >/dev/null
    grep -E 'O_WRONLY|O_RDWR|O_CREAT|rename|unlink|mkdir|chmod|truncate|(socket|connect)\(' "$tmp/trace" >"$tmp/why"
    [ ! -s "$tmp/why" ]
    ok $? "no file is opened for writing: ${arguments%% *}" "$tmp/why"
    # The checks run the status line, through env and a shell.
    ran=
    case $arguments in -s*) ran="/bin/sh /usr/bin/env /bin/sh $(command -v wick-line)" ;; esac
    is "what is run: ${arguments%% *}" \
      "ran $(sed -n '/ = -1 /!s/.* execve("\([^"]*\)".*/\1/p' "$tmp/trace" | tail -n +2 | paste -sd ' ' -)" "ran $ran"
    grep -E '\.claude\.json|credentials|\.key"' "$tmp/trace" >"$tmp/why"
    [ ! -s "$tmp/why" ]
    ok $? "no secret is opened: ${arguments%% *}" "$tmp/why"
  done
else
  skip "strace may not trace here"
fi

it "operands"
run wick-doctor everything
exits 64
complains '^wick-doctor: everything: not an operand; did you mean explain\?$'
run env WICK_NOW=lunchtime wick-doctor
exits 64
complains 'WICK_NOW'
finish
