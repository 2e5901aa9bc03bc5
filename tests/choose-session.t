#!/bin/sh
# SPDX-License-Identifier: MIT
# Which session a tool chooses: the precedence of options, variables and files, and how a directory finds its
# session. Sessions are recognized by their contexts: each one here has a different number of tokens.
. "$(dirname "$0")/lib.sh"
claude=$HOME/.claude
work=$tmp/work
mkdir -p "$work/deep/down" "$work/other"
sleepers=
at_end 'kill $sleepers 2>/dev/null'

# make_session FOLDER ID TOKENS [MINUTE]: a transcript, changed at that minute of the hour
make_session() {
  mkdir -p "$1"
  cat >"$1/$2.jsonl" <<EOF
{"type":"user","isSidechain":false,"message":{"role":"user","content":"x"},"timestamp":"2026-11-22T05:00:00.000Z"}
{"isSidechain":false,"message":{"id":"msg_$3","type":"message","role":"assistant","model":"claude-opus-5-5","content":[],"usage":{"input_tokens":$3,"output_tokens":1,"cache_creation_input_tokens":0,"cache_read_input_tokens":0}},"requestId":"req_$3","type":"assistant","timestamp":"2026-11-22T05:00:01.000Z"}
EOF
  touch -d "2026-11-22 04:${4:-00}:00" "$1/$2.jsonl"
}
slug() { printf '%s' "$1" | LC_ALL=C sed 's/[^A-Za-z0-9]/-/g'; }
folder_of() { echo "$claude/projects/$(slug "$1")"; }
forget_all() {
  rm -rf "$claude" "$XDG_STATE_HOME" "$XDG_CACHE_HOME"
  mkdir -p "$claude/projects"
}
# make_payload ID TOKENS
make_payload() {
  printf '{"session_id":"%s","transcript_path":"/nowhere/%s.jsonl","model":{"id":"claude-opus-5-5"},"context_window":{"current_usage":{"input_tokens":%s,"output_tokens":1,"cache_creation_input_tokens":0,"cache_read_input_tokens":0}}}\n' \
    "$1" "$1" "$2"
}
# chosen WHAT TOKENS [OPTION...]: the tools' choice, by its number of tokens; "-" for none
chosen() {
  what=$1
  expected=$2
  shift 2
  wick-context -f '{context.tokens}' "$@" >"$tmp/out" 2>"$tmp/err" <"$in"
  status=$?
  got=$(cat "$tmp/out")
  if [ "$expected" = - ]; then
    { echo "got: $got, status $status"; cat "$tmp/err"; } >"$tmp/why"
    [ -z "$got" ] && [ $status -eq 69 ] && [ "$(wc -l <"$tmp/err")" -eq 1 ]
    ok $? "$what" "$tmp/why"
  else
    if [ $status -ne 0 ]; then got="$got (status $status: $(cat "$tmp/err"))"; fi
    is "$what" "$got" "$expected"
  fi
}

it "the order"
one=aaaa1111-0000-4000-8000-000000000001
two=bbbb2222-0000-4000-8000-000000000002
three=cccc3333-0000-4000-8000-000000000003
four=dddd4444-0000-4000-8000-000000000004
make_session "$tmp/elsewhere" given 1001
make_session "$(folder_of /somewhere)" $one 1002
make_payload pppp5555-0000-4000-8000-000000000005 1003 >payload.json
make_session "$(folder_of /somewhere)" $two 1004
make_session "$(folder_of /somewhere)" $three 1005
make_session "$(folder_of "$work")" $four 1006
mkdir -p "$claude/sessions"
sleep 1000 &
live=$!
sleepers="$sleepers $live"
start_of() { sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 20; }
# register PID START ID CWD UPDATED
register() {
  mkdir -p "$claude/sessions"
  printf '{"pid":%s,"sessionId":"%s","cwd":"%s","procStart":"%s","version":"2.1.330","kind":"interactive","status":"busy","updatedAt":%s}' \
    "$1" "$3" "$4" "$2" "$5" >"$claude/sessions/$1.json"
}
register $live "$(start_of $live)" $three "$work" 1795323000000
cd "$work" || exit 1
CLAUDE_CODE_SESSION_ID=$two
export CLAUDE_CODE_SESSION_ID
file=$tmp/elsewhere/given.jsonl
chosen "--transcript before all" 1001 -t "$file" -s $one -p "$tmp/payload.json" -C /
chosen "--transcript before all, whatever their order" 1001 -C / -p "$tmp/payload.json" -s $one -t "$file"
chosen "then --session" 1002 -p "$tmp/payload.json" -s $one
chosen "then --payload" 1003 -p "$tmp/payload.json"
chosen "then \$CLAUDE_CODE_SESSION_ID" 1004
chosen "--cwd before it" 1005 -C "$work"
CLAUDE_CODE_SESSION_ID=eeee9999-0000-4000-8000-000000000009
chosen "an unknown id there does not count" 1005
CLAUDE_CODE_SESSION_ID=../../x
chosen "nor one that is none" 1005
CLAUDE_CODE_SESSION_ID=
chosen "nor an empty one" 1005
unset CLAUDE_CODE_SESSION_ID
chosen "then the live session of this directory" 1005
rm "$claude/sessions/$live.json"
chosen "then its newest transcript" 1006
rm "$(folder_of "$work")"/*
chosen "then none" -

it "a missing one is not made up for"
make_session "$(folder_of "$work")" $four 1006
for tool in context cache next cost limits state; do
  run "wick-$tool" -s ffff9999-0000-4000-8000-000000000009
  exits 69
  silent
  complains "^wick-$tool: session ffff9999-0000-4000-8000-000000000009: not found; wick-sessions --all lists all ids$"
done
run wick-context -t "$tmp/nowhere.jsonl"
exits 66
silent
for option in -s -t -p -C --session= --transcript= --payload= --cwd=; do
  case $option in
    -?) run wick-context $option '' ;;
    *) run wick-context $option ;;
  esac
  is "an empty argument of $option" "$status" 64
done

it "--session"
forget_all
make_session "$(folder_of /a)" $one 1101
make_session "$(folder_of /b)" $two 1102
make_session "$(folder_of /b)" bbbb2222-9 1103
chosen "the whole id" 1101 -s $one
chosen "a start that fits one" 1101 -s aaaa
chosen "a start that fits one of two" 1102 -s bbbb2222-0
run wick-context -s bbbb
exits 64
silent
complains "^wick-context: .*bbbb.* 2 sessions"
run wick-context -s aaa
exits 64
silent
complains '^wick-context: session aaa: too short; at least 4 characters of the id are needed$'
chosen "a middle" - -s 1111
make_session "$(folder_of /c)" bbbb 1104
chosen "an id that others start with" 1104 -s bbbb
run wick-line -s bbbb2222
exits 64
silent
echo "{\"type\":\"custom-title\",\"customTitle\":\"mend the bbbb\",\"sessionId\":\"$two\"}" >>"$(folder_of /b)/$two.jsonl"
chosen "the name that the user gave it" 1102 -s 'mend the bbbb'
chosen "not a part of it" - -s 'mend the'
echo "{\"type\":\"custom-title\",\"customTitle\":\"mend the bbbb\",\"sessionId\":\"$one\"}" >>"$(folder_of /a)/$one.jsonl"
run wick-context -s 'mend the bbbb'
exits 64
silent
complains '^wick-context: --session mend the bbbb: 2 sessions have this name$'
for wrong in ../aaaa 'aaaa*' './..' "$one.jsonl" "/$one" 'aaaa[1]' ' aaaa'; do
  chosen "no pattern and no path: $wrong" - -s "$wrong"
done
make_payload tttt7777-0000-4000-8000-000000000007 1105 >"$tmp/payload"
wick-line <"$tmp/payload" >/dev/null
chosen "one that is known by its payload alone" 1105 -s tttt7777-0000-4000-8000-000000000007
chosen "the start of such a one" 1105 -s tttt7777

it "the live registry"
forget_all
here=$work/deep
cd "$here" || exit 1
make_session "$(folder_of "$here")" $one 1201
make_session "$(folder_of /x)" $two 1202
make_session "$(folder_of /x)" $three 1203
make_session "$(folder_of /x)" $four 1204
start=$(start_of $live)
register $live "$start" $two "$here" 1795323000000
chosen "a process that is alive" 1202
is "its pid and status" "$(wick-state -f '{session.pid} {session.status}')" "$live busy"
for how in "-C $here" "-s $two" '-s bbbb2222' "-t $(folder_of /x)/$two.jsonl"; do
  # shellcheck disable=SC2086
  is "the same fields by ${how%% *}" "$(wick-state $how)" "$(wick-state)"
done
is "and by \$CLAUDE_CODE_SESSION_ID" "$(CLAUDE_CODE_SESSION_ID=$two wick-state)" "$(wick-state)"
cp "$(folder_of /x)/$two.jsonl" "$tmp/elsewhere/"
is "a copy of its transcript does not run" "$(wick-state -t "$tmp/elsewhere/$two.jsonl" -f '[{session.pid}]')" '[]'
rm "$tmp/elsewhere/$two.jsonl"
register $live $((start + 1)) $two "$here" 1795323000000
chosen "another process with its pid" 1201
register $live "$start" $two "$here/down" 1795323000000
chosen "a directory below" 1201
register $live "$start" $two "$work" 1795323000000
chosen "a directory above" 1202
register $live "$start" $two / 1795323000000
chosen "the root" 1202
register $live "$start" $two "$work/dee" 1795323000000
chosen "a directory whose name this one starts with" 1201
register $live "$start" $two "$work" 1795323000000
sleep 1000 &
second=$!
sleepers="$sleepers $second"
register $second "$(start_of $second)" $three "$here" 1795322000000
chosen "the nearest of two above, though the other changed later" 1203
register $live "$start" $two "$here" 1795323000000
chosen "of two in this directory the one that changed last" 1202
register $second "$(start_of $second)" $three "$here" 1795323000001
chosen "the same the other way round" 1203
rm "$claude/sessions/$second.json"
sh -c 'exit 0' &
dead=$!
wait $dead
register $dead 1 $four "$here" 1795329000000
chosen "a process that has ended" 1202
rm "$claude/sessions/$dead.json"
printf '{"pid":%s,"sessionId":"%s","cwd":"%s","updatedAt":1795323000000}' $live $two "$here" >"$claude/sessions/$live.json"
chosen "a client that notes no start" 1202
printf '{"pid":%s,"sessionId":"%s","cwd":"%s","procStart":"Sun Nov 22 05:00:00 2026","updatedAt":1795323000000}' $live $two "$here" >"$claude/sessions/$live.json"
chosen "a start that is a date" 1202
for text in '' '{' 'null' '[]' '{"pid":"1"}' "{\"pid\":$live}" "{\"pid\":-1,\"sessionId\":\"$two\",\"cwd\":\"$here\"}" "{\"pid\":0,\"sessionId\":\"$two\",\"cwd\":\"$here\"}" \
  "{\"pid\":9223372036854775807,\"sessionId\":\"$two\",\"cwd\":\"$here\"}" "{\"pid\":4294967297,\"sessionId\":\"$two\",\"cwd\":\"$here\"}" \
  "{\"pid\":$live,\"sessionId\":\"../x\",\"cwd\":\"$here\"}" "{\"pid\":$live,\"sessionId\":7,\"cwd\":\"$here\"}" "{\"pid\":$live,\"sessionId\":\"$two\",\"cwd\":[]}"; do
  printf '%s' "$text" >"$claude/sessions/$live.json"
  chosen "is none: $(printf '%s' "$text" | cut -c 1-30)" 1201
done
rm "$claude/sessions/$live.json"
mkdir "$claude/sessions/1.json"
mkfifo "$claude/sessions/2.json" "$claude/sessions/$live.0123abcd.key" "$claude/sessions/$live.key"
ln -s 3.json "$claude/sessions/3.json"
printf '{"pid":%s,"sessionId":"%s","cwd":"%s"}' $live $two "$here" >"$claude/sessions/x.json"
cp "$claude/sessions/x.json" "$claude/sessions/$live.json.tmp"
run timeout 20 wick-context -f '{context.tokens}'
is "what is no registry file" "$out" 1201
if command -v strace >/dev/null && strace -o "$tmp/trace" true 2>/dev/null; then
  register $live "$start" $two "$here" 1795323000000
  strace -o "$tmp/trace" wick-state >/dev/null
  is "a key is never opened" "$(grep -c 'open.*\.key' "$tmp/trace")" 0
else
  skip "strace may not trace here"
fi

it "the newest transcript"
forget_all
here=$work/deep/down
cd "$here" || exit 1
folder=$(folder_of "$here")
make_session "$folder" $one 1301 10
chosen "the only one" 1301
make_session "$folder" $two 1302 30
make_session "$folder" $three 1303 20
chosen "of three" 1302
for set_aside in agent-0123abcd "$four.orphaned" "$four.superseded" "$four.orphaned.2" journal; do
  make_session "$folder" "$set_aside" 1399 50
done
cp "$folder/$one.jsonl" "$folder/$four.json"
cp "$folder/$one.jsonl" "$folder/$four.jsonl.orphaned"
cp "$folder/$one.jsonl" "$folder/.jsonl"
mkdir -p "$folder/$two/subagents"
make_session "$folder/$two/subagents" agent-0123456789abcdef0 1398 55
chosen "not those of subagents, nor those set aside" 1302
make_session "$(folder_of "$work/deep")" $four 1304 59
chosen "this directory's, though one above has a newer" 1302
rm -r "$folder"
chosen "the nearest above" 1304
mkdir "$folder"
chosen "an empty folder is passed over" 1304
rm -r "$(folder_of "$work/deep")"
make_session "$(folder_of "$work")" $three 1305
make_session "$(folder_of /)" $two 1306
chosen "two above" 1305
rm -r "$(folder_of "$work")"
chosen "the root" 1306
cd / || exit 1
chosen "in the root" 1306
cd "$here" || exit 1
rm -r "$(folder_of /)"
make_session "$(folder_of "$here/below")" $two 1307
chosen "nothing from below" -
make_session "$folder" $one 1308 10
make_session "$folder" $two 1309 10
first=$(wick-context -f '{context.tokens}')
make_session "$folder" $one 1308 10
is "of the same age, always the same" "$(wick-context -f '{context.tokens}')" "$first"

it "--cwd"
forget_all
make_session "$(folder_of "$work")" $one 1401
make_session "$(folder_of "$work/deep")" $two 1402
cd "$work" || exit 1
chosen "absolute" 1402 -C "$work/deep"
chosen "with a slash behind" 1402 -C "$work/deep/"
chosen "relative" 1402 -C deep
chosen "this one" 1401 -C .
chosen "the one above" 1401 -C deep/..
chosen "one without a session of its own" 1402 -C deep/down
cd deep || exit 1
chosen "up" 1401 -C ..
chosen "a detour" 1402 -C "$work/./other/../deep"
chosen "two slashes" 1402 -C "$work//deep"
run wick-context -C "$tmp/nowhere"
exits 66
silent
complains "^wick-context: $tmp/nowhere: "
run wick-context -C "$tmp/payload.json"
exits 66
silent

it "a symlinked directory"
forget_all
mkdir -p "$tmp/real/inner" "$tmp/linked"
ln -s "$tmp/real/inner" "$tmp/linked/inner"
cd "$tmp/linked/inner" || exit 1
make_session "$(folder_of "$tmp/real/inner")" $one 1501
chosen "by the path of the kernel" 1501
chosen "with --cwd" 1501 -C "$tmp/linked/inner"
make_session "$(folder_of "$tmp/linked")" $two 1502
chosen "before one above the path that led here" 1501
make_session "$(folder_of "$tmp/linked/inner")" $three 1503
chosen "by the path that led here" 1503
rm -r "$(folder_of "$tmp/linked/inner")" "$(folder_of "$tmp/linked")"
register $live "$(start_of $live)" $two "$tmp/real/inner" 1795323000000
make_session "$(folder_of /x)" $two 1504
chosen "in the live registry by the path of the kernel" 1504
rm "$claude/sessions/$live.json"
# shellcheck disable=SC2030,SC2031
(PWD=/nowhere && export PWD && wick-context -f '{context.tokens}') >"$tmp/got" 2>&1
is "a wrong PWD does not count" "$(cat "$tmp/got")" 1501
# shellcheck disable=SC2030,SC2031
(PWD=. && export PWD && wick-context -f '{context.tokens}') >"$tmp/got" 2>&1
is "nor a relative one" "$(cat "$tmp/got")" 1501
env -u PWD wick-context -f '{context.tokens}' >"$tmp/got" 2>&1
is "nor must there be one" "$(cat "$tmp/got")" 1501

it "a directory that was removed"
mkdir "$tmp/gone"
cd "$tmp/gone" || exit 1
rmdir "$tmp/gone"
chosen "has no session" -
run wick-line
exits 1
silent
complains '^wick-line: current directory: no session; run claude there, '
cd "$work" || exit 1

it "names of project folders"
forget_all
odd="$work/My.App v2_(x)"
mkdir -p "$odd"
cd "$odd" || exit 1
make_session "$claude/projects/$(slug "$work")-My-App-v2--x-" $one 1601
chosen "dots, spaces, brackets, underscores" 1601
odd="$work/ü 😀.x"
mkdir -p "$odd"
cd "$odd" || exit 1
make_session "$claude/projects/$(slug "$work")------- x" $two 1602
make_session "$claude/projects/$(slug "$work")------x" $two 1602
chosen "a dash for each UTF-16 code unit" 1602

it "directories that share a project folder"
# Claude Code replaces each character that is no letter or digit: the names of these are the same.
forget_all
mkdir -p "$work/my-app/src" "$work/my.app" "$work/my_app"
shared=$(folder_of "$work/my-app")
is "have one" "$shared" "$(folder_of "$work/my.app")"
# started_in DIRECTORY: gives the lines of the newest session a working directory
started_in() { sed -i "s|^{|{\"cwd\":\"$1\",|" "$shared/$last.jsonl"; }
last=$one && make_session "$shared" $last 1381 1 && started_in "$work/my-app" && touch -d '2026-11-22 04:01:00' "$shared/$last.jsonl"
last=$two && make_session "$shared" $last 1382 2 && started_in "$work/my.app" && touch -d '2026-11-22 04:02:00' "$shared/$last.jsonl"
chosen "the older one, in its directory" 1381 -C "$work/my-app"
chosen "the newer one, in its directory" 1382 -C "$work/my.app"
chosen "from below" 1381 -C "$work/my-app/src"
chosen "none was started in this one" - -C "$work/my_app"
make_session "$shared" $three 1383 3
chosen "one that does not say where" 1383 -C "$work/my_app"
rm "$shared/$three.jsonl"
last=$four && make_session "$shared" $last 1384 4 && started_in "$tmp" && touch -d '2026-11-22 04:04:00' "$shared/$last.jsonl"
chosen "one that went elsewhere, and was continued here" 1384 -C "$work/my-app"

it "long names of project folders"
long=$work/$(printf 'd%.0s' $(seq 1 100))/$(printf 'e%.0s' $(seq 1 120))
mkdir -p "$long"
cd "$long" || exit 1
start=$(slug "$long" | cut -c 1-200)
make_session "$claude/projects/$start-zzzzzz" $three 1603
chosen "by their first 200 characters" 1603
hash=$(python3 - "$long" 2>/dev/null <<'EOF'
import sys
h = 0
for c in sys.argv[1]:
    h = (31 * h + ord(c)) & 0xFFFFFFFF
h = min(h, 2 ** 32 - h)
digits = ""
while h or not digits:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"[h % 36] + digits
    h //= 36
print(digits)
EOF
)
if [ -n "$hash" ]; then
  make_session "$claude/projects/$start-$hash" $four 1604
  chosen "the one with the right hash before others" 1604
  rm -r "$claude/projects/$start-$hash"
else
  skip "python3 is not there to make the hash"
fi
make_session "$claude/projects/$start" $four 1605
chosen "not one of 200 characters and no hash" 1603
cd "$work" || exit 1

it "configuration folders"
forget_all
make_session "$(folder_of "$work")" $one 1701 10
chosen "HOME/.claude" 1701
make_session "$XDG_CONFIG_HOME/claude/projects/$(slug "$work")" $two 1702 20
chosen "\$XDG_CONFIG_HOME/claude, where it has the newer" 1702
make_session "$(folder_of "$work")" $three 1703 30
chosen "HOME/.claude, where it has the newer" 1703
(
  unset XDG_CONFIG_HOME
  make_session "$HOME/.config/claude/projects/$(slug "$work")" $four 1704 40
  wick-context -f '{context.tokens}'
) >"$tmp/got" 2>&1
is "HOME/.config/claude without XDG_CONFIG_HOME" "$(cat "$tmp/got")" 1704
is "and not with it" "$(wick-context -f '{context.tokens}')" 1703
for number in 1 2; do
  make_session "$tmp/config$number/projects/$(slug "$work")" "$number-aaaa" "171$number" "1$number"
done
CLAUDE_CONFIG_DIR=$tmp/config1
export CLAUDE_CONFIG_DIR
chosen "CLAUDE_CONFIG_DIR instead of the others" 1711
chosen "and for ids too" - -s $one
for list in "$tmp/config1,$tmp/config2" "$tmp/config2,$tmp/config1" " $tmp/config1/ , $tmp/config2// ,," "/nowhere,$tmp/config2,$tmp/config1,$tmp/payload.json"; do
  CLAUDE_CONFIG_DIR=$list
  chosen "a list: $(echo "$list" | sed "s|$tmp||g")" 1712
done
chosen "an id in the second" 1711 -s 1-aaaa
CLAUDE_CONFIG_DIR=/nowhere
chosen "one that is not there" -
CLAUDE_CONFIG_DIR=$tmp/config1
CLAUDE_CODE_PROJECT_DIR_NAME=renamed
export CLAUDE_CODE_PROJECT_DIR_NAME
make_session "$tmp/config1/projects/renamed" $one 1713
chosen "CLAUDE_CODE_PROJECT_DIR_NAME with it" 1713
unset CLAUDE_CONFIG_DIR
chosen "and not without" 1703
unset CLAUDE_CODE_PROJECT_DIR_NAME

it "one configuration folder by two names"
forget_all
rm -rf "$XDG_CONFIG_HOME/claude"
ln -s "$claude" "$XDG_CONFIG_HOME/claude"
make_session "$(folder_of "$work")" $one 1801
chosen "the start of an id fits one session" 1801 -s aaaa
register $live "$(start_of $live)" $one "$work" 1795323000000
chosen "a live session" 1801
rm "$XDG_CONFIG_HOME/claude" "$claude/sessions/$live.json"
make_session "$(folder_of /moved)" $one 1802 50
chosen "a session that was continued elsewhere is one: the newest" 1802 -s aaaa
chosen "by its whole id too" 1802 -s $one

it "no session"
forget_all
cd "$work" || exit 1
# wick-limits has an answer without one: see nothing.t.
for tool in context cache next cost state; do
  for option in '' -q --json '--format={context.tokens}'; do
    # shellcheck disable=SC2086
    "wick-$tool" $option >"$tmp/out" 2>"$tmp/err"
    status=$?
    [ $status -eq 69 ] && [ ! -s "$tmp/out" ] && [ "$(wc -l <"$tmp/err")" -eq 1 ] && grep -q "^wick-$tool: " "$tmp/err"
    ok $? "wick-$tool $option: 69, one line of reason" "$tmp/err"
  done
done
run wick-line --cwd .
exits 1
silent
run wick-line -q --cwd .
exits 1
silent
run wick-line --json --cwd .
exits 1
run wick-line --session $one
exits 1
silent
run wick-line
exits 1
silent
echo "{}" | wick-line >"$tmp/out" 2>"$tmp/err"
is "with a payload there is a line all the same" "$? $(cat "$tmp/out")" "0 wick"
rm -rf "$claude"
chosen "not even a folder of Claude Code" -

it "a terminal on standard input"
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
  mkdir -p "$claude/projects"
  script -qec "wick-line 2>/dev/null; echo status \$?" /dev/null >"$tmp/got" 2>&1 </dev/null
  is "without a session: nothing, 1" "$(tr -d '\r' <"$tmp/got")" "status 1"
  make_session "$(folder_of "$work")" $one 1901
  script -qec "wick-line -f '{context.tokens}'; echo status \$?" /dev/null >"$tmp/got" 2>&1 </dev/null
  is "with one: its line" "$(tr -d '\r\033' <"$tmp/got" | sed 's/\[[0-9;]*m//g' | tr '\n' ' ')" "1901 status 0 "
else
  skip "no script(1)"
fi
finish
