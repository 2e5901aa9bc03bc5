#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
payload=$data/payloads/2.1.330-warm-1h.json
id=d7f47105-0d12-440b-bc75-54b081ddad73
config=$XDG_CONFIG_HOME/wick/wick.toml
mkdir -p "$XDG_CONFIG_HOME/wick"
WICK_NOW=1795327247 WICK_COLOR=never
export WICK_COLOR
jq -c '.cost.total_cost_usd = 12.4 | .prompt_cache.ttl = "5m" | .context_window.current_usage = {input_tokens: 45,
  cache_creation_input_tokens: 400, cache_read_input_tokens: 143555, output_tokens: 9} | .context_window.used_percentage = 14
  | .rate_limits = {five_hour: {used_percentage: 42, resets_at: 1795330000}, seven_day: {used_percentage: 13, resets_at: 1795500000}}' \
  "$payload" >full.json

# The price of the whole prompt is a forecast; waiting adds 143955 tokens at 5 (write) minus .2 (read) per million.
next="next ~$(wick-state -p full.json -f '{next.p50_usd:h}') (cold +\$0.69)"
next_cold="next ~$(wick-state -p full.json -f '{next.p50_cold_usd:h}')"
# 2753 and 172753 seconds until the resets.
limits='5h 42% ↻45m53s · 7d 13% ↻1d23h'
it "the default line"
in=full.json
run wick-line
exits 0
prints "Opus 5.5 · 144k/1M 14% · warm 4m12s · $next · \$12.40 · $limits"
is_empty "says nothing else" "$err"

it "cold"
WICK_NOW=1795327499
run wick-line
prints "Opus 5.5 · 144k/1M 14% · cold · $next_cold · \$12.40 · 5h 42% ↻41m41s · 7d 13% ↻1d23h"
WICK_NOW=1795327247

it "the tap"
printf '%s' "$(cat full.json)" >object.json   # without the newline behind it
cmp -s object.json "$XDG_STATE_HOME/wick/tap/$id.json"
ok $? "is the payload, byte for byte"
is "is private" "$(find "$XDG_STATE_HOME/wick/tap/$id.json" -perm 600 | wc -l | tr -d ' ')" 1
in=/dev/null
run wick-line -s $id
prints "Opus 5.5 · 144k/1M 14% · warm 4m12s · $next · \$12.40 · $limits"
in=full.json

it "fits what Claude Code shows, four columns less than the terminal: the least important goes first"
while read -r columns line; do
  run env COLUMNS=$((columns + 4)) wick-line
  prints "$line"
  run env COLUMNS=30 wick-line --width="$columns"
  prints "$line"
done <<END
200 Opus 5.5 · 144k/1M 14% · warm 4m12s · $next · \$12.40 · $limits
81 Opus 5.5 · 144k/1M 14% · warm 4m12s · $next · \$12.40 · 5h 42%
80 Opus 5.5 · 144k/1M 14% · warm 4m12s · $next · \$12.40
92 Opus 5.5 · 144k/1M 14% · warm 4m12s · $next · \$12.40 · 5h 42% · 7d 13%
60 144k/1M 14% · warm 4m12s · $next
40 144k/1M 14% · warm 4m12s
12 144k/1M 14%
6 144k/…
END
mkdir -p "$(dirname "$config")" && printf '[line]\nmargin = 2\n' >"$config"
run env COLUMNS=68 wick-line
prints "144k/1M 14% · warm 4m12s · $next"
run env COLUMNS=80 wick-line -s $id
prints "Opus 5.5 · 144k/1M 14% · warm 4m12s · $next · \$12.40"
printf '[line]\nmargin = -1\n' >"$config"
run wick-line
matches '!config'
rm "$config"
for columns in 0 -5 abc 99999999999999999999; do
  run env COLUMNS=$columns wick-line
  matches '7d 13% ↻1d23h$'
done

it "colour"
run env -u WICK_COLOR wick-line
matches "$(printf '\033')\\[32mwarm"
for setting in NO_COLOR=1 TERM=dumb WICK_COLOR=never; do
  run env -u WICK_COLOR "$setting" wick-line
  is "none with $setting" "$(grep -c "$(printf '\033')" "$tmp/out")" 0
done
run env NO_COLOR=1 WICK_COLOR=always wick-line
matches "$(printf '\033')\\["

it "--format, --json, -q"
run wick-line --format '{model.name} {context.used_pct:h}'
prints 'Opus 5.5 14%'
run wick-line --json
is "line and segments" "$(jq -r '[.line, .segments[1].name, .segments[1].text] | join("|")' "$tmp/out")" \
  "Opus 5.5 · 144k/1M 14% · warm 4m12s · $next · \$12.40 · $limits|context|144k/1M 14%"
run wick-line -q
exits 0
silent
run wick-line --frmat x
exits 64
silent

it "wick.toml: segments, separator, format, priority, own segment"
cat >"$config" <<'END'
[line]
segments = ["context", "mine", "effort"]
separator = " | "
[segment.context]
format = "{context.tokens} tokens"
[segment.mine]
format = "{session.version} {?git.branch:on {git.branch}}"
priority = 200
END
run wick-line
prints '144000 tokens | 2.1.330  | medium'
run env COLUMNS=12 wick-line
prints '2.1.330 '

it "wick.toml: rows, icons, thresholds, powerline"
cat >"$config" <<'END'
[line]
rows = [["model"], ["spend"], ["context"]]
icons = "unicode"
[segment.context]
color = "green"
thresholds = [{ field = "context.tokens", above = 100000, color = "bold magenta" }]
END
run env WICK_COLOR=always wick-line
printf '\033[36m✦ Opus 5.5\033[0m\n\033[1;35m▤ 144k/1M 14%%\033[0m\n' >two-rows
prints_file two-rows
printf '[line]\nstyle = "powerline"\nsegments = ["model", "context"]\n' >"$config"
run env WICK_COLOR=always wick-line
matches "$(printf '\356\202\260')"
run wick-line
prints 'Opus 5.5 · 144k/1M 14%'

it "a broken wick.toml still gives a line"
printf '[line]\nsegments = ["model"\n' >"$config"
run wick-line
exits 0
matches '^!config 2:[0-9]+ .* · Opus 5.5 · 144k/1M 14% · warm'
complains '^wick-line: .*/wick.toml:[0-9]+:[0-9]+: '
printf '[line]\nsegmets = []\nseparator = " | "\nsegments = ["model", "nothing", "context"]\nicons = 3\n' >"$config"
run wick-line
matches '^!config 2:[0-9]+ unknown key segmets; did you mean segments[?] [|] Opus 5.5 [|] 144k/1M 14%$'
run env COLUMNS=44 wick-line
matches '^!config [|] Opus 5.5 [|] 144k/1M 14%$'
is "each is told" "$(grep -c 'wick.toml:[245]:[0-9]*: ' "$tmp/err")" 3
printf '[line]\nsegmets = []\n' >"$config"
run wick-line
complains 'wick.toml:2:[0-9]+: unknown key segmets; did you mean segments\?$'
rm "$config"

it "a broken payload still gives a line"
echo '{"session_id":"x","model":{"display_name":"Opus' >torn.json
in=torn.json
run wick-line
exits 0
matches '!payload'
complains '^wick-line: standard input: malformed JSON$'
run env CLAUDE_CODE_SESSION_ID=$id wick-line
prints "!payload · Opus 5.5 · 144k/1M 14% · warm 4m12s · $next · \$12.40 · $limits"

it "an unknown model"
jq -c '.model = {id: "claude-unknown-9", display_name: "Unknown"}' full.json >unknown.json
in=unknown.json
run wick-line
prints "Unknown (claude-unknown-9: no price) · 144k/1M 14% · warm 4m12s · $limits"
in=/dev/null

it "from a shell"
use_recorded_sessions
mkdir -p "$tmp/proj"
mv "$project" "$HOME/.claude/projects/$(printf '%s' "$tmp/proj" | sed 's/[^A-Za-z0-9]/-/g')"
WICK_NOW=2026-11-22T05:06:40Z
touch -d 2026-11-01 "$HOME/.claude/projects/"*/*.jsonl  # a file's clock ticks every 4 ms only
touch "$HOME/.claude/projects/"*"/d25fe0c6-f244-4f4d-b6b1-0929509cce11.jsonl"
run wick-line --cwd "$tmp/proj"
exits 0
prints "Opus 5.5 · 14k/1M 1% · warm 2m38s · next ~$(wick-state --cwd "$tmp/proj" -f '{next.p50_usd:h}') (cold +\$0.07) · \$0.14"
run wick-line --cwd /
exits 1
silent
complains "^wick-line: /: no session; run claude there, or name one with -s"
run wick-line --session nothing-here
exits 1
silent
if command -v script >/dev/null 2>&1 && [ "$(uname -s)" = Linux ]; then
  cd "$tmp/proj" || exit 1
  run script -qec 'COLUMNS= wick-line' /dev/null
  cd "$tmp" || exit 1
  matches '^Opus 5.5 · 14k/1M 1% · warm 2m38s'
fi

it "looks and segments where there is no session"
mkdir nothing
for option in --preview --segments; do
  (cd nothing && HOME=$tmp/nothing CLAUDE_CONFIG_DIR=$tmp/nothing XDG_STATE_HOME=$tmp/nothing wick-line $option </dev/null >"$tmp/out" 2>"$tmp/err")
  is "$option" $? 0
  matches "$(if [ $option = --preview ]; then echo '^minimal: '; else echo '^cache	.*	warm 4m22s$'; fi)"
  complains '^wick-line: .*/nothing: no session; these are a sample.s figures$'
done

it "external segments"
cat >"$config" <<'END'
[line]
segments = ["mine", "slow", "model"]
[segment.mine]
command = "cat > payload.seen; printf '\\033[32mhello\\033[0m\\033]52;c;x\\007\\nsecond'"
refresh_s = 3600
[segment.slow]
command = "exec >&-; sleep 60.017 & sleep 60.017"
timeout_s = 1
END
in=full.json
unset WICK_NOW
run wick-line
exits 0
prints 'Opus 5.5'
for _ in 1 2 3 4 5 6 7 8 9 10; do
  [ -s payload.seen ] && [ -e "$XDG_CACHE_HOME/wick/segments/$id.slow" ] && break
  sleep 0.3
done
run env WICK_COLOR=always wick-line
matches "^.\\[32mhello.\\[0m"
is "only colours pass" "$(grep -c "$(printf '\033]')" "$tmp/out")" 0
cmp -s payload.seen object.json
ok $? "gets the payload"
is "nothing is left running" "$(pgrep -f '^sleep 60.017$' | wc -l | tr -d ' ')" 0

it "--above"
export WICK_NOW=1795327247
mv "$config" aside.toml
in=full.json
mine=$(wick-line <full.json)
# rows_are ROWS: checks for the other command's rows, followed by wick's
rows_are() {
  exits 0
  prints "$1
$mine"
}
run wick-line --above='jq -r .cost.total_cost_usd'
rows_are 12.4
run wick-line --above='cat >/dev/null; printf "one\ntwo  "'
rows_are 'one
two  '
run wick-line --above='cat /dev/stdin | wc -c | tr -d " "'
rows_are "$(wc -c <object.json | tr -d ' ')"
run wick-line --above='printf "\033[31mred\033]8;;http://x\a"'
rows_are "$(printf '\033[31mred\033]8;;http://x\a')"
for nothing in 'exit 3' 'echo half; exit 1' 'no-such-command' 'if' ':' 'echo' 'kill -9 $$' ' ' ''; do
  run wick-line --above="$nothing"
  exits 0
  prints "$mine"
done
for hangs in 'sleep 60' 'exec >&- 2>&-; sleep 60' 'exec >&- 2>&-; sleep 60 & wait'; do
  run wick-line --above="echo early; echo \"\$\$\" >pid; $hangs"
  exits 0
  prints "$mine"
  ! kill -0 -- "-$(cat pid)" 2>/dev/null
  ok $? "and ends what hangs: $hangs"
done
{ jq -c '.pad = ("x" * 900000)' full.json; } >large.json
in=large.json
run wick-line --above='wc -c | tr -d " "'
rows_are "$(($(wc -c <large.json) - 1))"
in=full.json
run wick-line --above='echo x' -j
exits 64
silent
complains '^wick-line: --above: does not go with --json, --tmux or --prompt$'
run wick-line --above='touch ran' -q
exits 0
silent
[ ! -e ran ]
ok $? "and runs nothing with -q"
in=/dev/null
mv aside.toml "$config"
it "escaped for who shows it"
rm -rf "$XDG_CONFIG_HOME/wick"
use_recorded_sessions
warm=$data/payloads/2.1.330-warm-1h.json
run wick-line -p "$warm" --prompt=zsh --color=always
is "zsh: percent signs and colours" "$(printf '%s' "$out" | grep -c '%%.*%{.*%}')" 1
run wick-line -p "$warm" --prompt=csh
exits 64
complains '^wick-line: --prompt: must be one of zsh, bash, fish, plain \(got csh\)$'
# Its model is not the one requested for the transcript's last response: a warning, which is dropped last.
run wick-line -p "$warm" --prompt=plain --color=never --width=5
prints cold
for columns in 0 -1 x 8x ''; do
  run wick-line -p "$warm" --width="$columns"
  exits 64
  complains "^wick-line: --width $columns: not a number of columns\$"
done
run wick-line -p "$warm" --tmux --color=always
matches '#\[fg=cyan\]Opus'
run wick-line -p "$warm" --tmux --color=never
is "without colour" "$(printf '%s' "$out" | grep -c '#\[')" 0
run env COLUMNS=10 wick-line -p "$warm" --prompt=plain --color=never
prints '1% · cold'

it "in tmux, where standard input is empty"
in=/dev/null
run wick-line --tmux --color=always
exits 1
silent
in=$warm
run wick-line --tmux --color=always
exits 0
matches '#\[fg=cyan\]Opus'
in=/dev/null

it "rows in one"
mkdir -p "$XDG_CONFIG_HOME/wick"
printf '[line]\nrows = [["model"], ["context"]]\n[prompt]\nsegments = ["model"]\nseparator = "|"\n' >"$XDG_CONFIG_HOME/wick/wick.toml"
run wick-line -p "$warm" --tmux --color=never
is "rows" "$(wc -l <"$tmp/out")" 1
run wick-line -p "$warm" --prompt=plain --color=never
prints 'Opus 5.5'
printf '[prompt]\nrows = []\n' >"$XDG_CONFIG_HOME/wick/wick.toml"
run wick-line -p "$warm" --color=never
is "a slip in [prompt] is told" "$(cut -d ' ' -f 1 "$tmp/out")" '!config'
rm "$XDG_CONFIG_HOME/wick/wick.toml"

it "rows of subagents"
# As client 2.1.332 sends it. The transcript's last response read 6,875 and wrote 870 of 1,000,000 tokens
# and its three responses cost 3 * 3 input, 7,742 written, 14,534 read and 104 output tokens: $0.0437 of Opus 5.5.
panel=$tmp/panel
mkdir -p "$panel/S/subagents"
echo '{}' >"$panel/S.jsonl"
n=0
for usage in '3 6875 0 48' '3 784 6875 44' '3 83 7659 12'; do
  # shellcheck disable=SC2086
  set -- $usage
  n=$((n + 1))
  printf '{"type":"assistant","uuid":"u%s","isSidechain":true,"agentId":"a1","requestId":"r%s","timestamp":"2026-11-22T10:00:0%s.000Z","message":{"id":"m%s","model":"claude-opus-5-5","usage":{"input_tokens":%s,"cache_creation_input_tokens":%s,"cache_read_input_tokens":%s,"output_tokens":%s,"cache_creation":{"ephemeral_5m_input_tokens":%s,"ephemeral_1h_input_tokens":0}}}}\n' \
    $n $n $n $n "$1" "$2" "$3" "$4" "$2"
done >"$panel/S/subagents/agent-a1.jsonl"
task() { printf '{"id":"%s","type":"%s","status":"running","label":"%s","model":"%s","contextWindowSize":%s,"tokenCount":%s}' "$@"; }
printf '{"session_id":"S","transcript_path":"%s/S.jsonl","cwd":"/","columns":154,"tasks":[%s,%s,%s,%s]}' "$panel" \
  "$(task a1 local_agent 'Look at it' claude-opus-5-5 1000000 7757)" \
  "$(task a2 local_agent 'Search all of it' claude-haiku-4-5 200000 55000)" \
  "$(task b1 local_bash 'npm test' x 1 1)" "$(task ../a1 local_agent 'not a name' x 1 5)" >"$panel/in.json"
in=$panel/in.json
run wick-line --subagents --color=never
exits 0
is "a subagent's own context and money; without a transcript, what the client says" "$out" \
  '{"id":"a1","content":"Look at it · Opus 5.5 · 7.7k/1M 1% · $0.04+"}
{"id":"a2","content":"Search all of it · Haiku 4.5 · 55k/200k 28%"}'
run wick-line --subagents -f '{cost.total_usd}' --color=never
is "the money" "$(jq -r .content "$tmp/out" | head -n 1 | cut -c 1-6)" 0.0437
run wick-line --subagents --color=always
is "escaped colours" "$(jq -r .content "$tmp/out" | head -n 1 | tr -d '\033' | cut -c 1-15)" '[1mLook at it[0'
run wick-line --subagents --color=never --width=24
is "as wide as asked" "$(jq -r .content "$tmp/out" | head -n 1)" 'Look at it · 7.7k/1M 1%'
mkdir -p "$XDG_CONFIG_HOME/wick"
printf '[subagents]\nsegments = ["context_short", "task"]\nseparator = " | "\n' >"$XDG_CONFIG_HOME/wick/wick.toml"
run wick-line --subagents --color=never
is "segments of one's own" "$(jq -r .content "$tmp/out" | head -n 1)" '1% | Look at it'
rm "$XDG_CONFIG_HOME/wick/wick.toml"
printf '{"transcript_path":"%s/S.jsonl","tasks":[{"id":"a1"' "$panel" >"$panel/torn.json"
in=$panel/torn.json
run wick-line --subagents
exits 0
is "nothing of a torn input" "$(wc -c <"$tmp/out")" 0
complains '^wick-line: standard input: not the object'
in=/dev/null
run wick-line --subagents --preview
exits 64
complains '^wick-line: --subagents: does not go with'

it "only some sessions"
dir=$tmp/place
mkdir -p "$dir" "$HOME/.claude/projects/$(printf '%s' "$dir" | sed 's/[^A-Za-z0-9]/-/g')"
cp "$project"/d7f47105-*.jsonl "$HOME/.claude/projects/$(printf '%s' "$dir" | sed 's/[^A-Za-z0-9]/-/g')"
WICK_NOW=2026-11-22T12:00:00Z
touch -d 2026-11-22T10:00:00Z "$HOME/.claude/projects/$(printf '%s' "$dir" | sed 's/[^A-Za-z0-9]/-/g')"/*
for case in '--recent=3h 0' '--recent=1h 1' '--recent=90m 1' '--live 1' '--over=14k 0' '--over=16k 1' '--over=1% 0' '--over=2% 1'; do
  # shellcheck disable=SC2086
  run wick-line -C "$dir" ${case% *}
  exits "${case#* }"
  is "says something: $((${case#* } == 0))" "$((${#out} > 0))" "$((${case#* } == 0))"
done
in=$warm
run wick-line --over=900k
exits 0
silent
run wick-line --recent=yesterday
exits 64
complains '^wick-line: --recent yesterday: not a span of time'
finish
