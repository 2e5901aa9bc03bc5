#!/bin/sh
# SPDX-License-Identifier: MIT
# Bad input on every channel: a payload on standard input, one in a file, a tap, a transcript, the
# configuration, the folders. It must give a right answer or a clear error, never a crash or a blank line.
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip_all "python3 is not there to make the input"
python=$(python3 -c 'import sys; print(sys.executable)')
maker=$root/tests/bad-input.py

# A sanitizer's report must not be mistaken for the answer "no".
ASAN_OPTIONS=exitcode=99:detect_leaks=0:${ASAN_OPTIONS-} UBSAN_OPTIONS=exitcode=99:${UBSAN_OPTIONS-}
export ASAN_OPTIONS UBSAN_OPTIONS

use_recorded_sessions
id=d7f47105-0d12-440b-bc75-54b081ddad73
loner=11111111-2222-4333-8444-555555555555 # a session without a transcript
sed "s/$id/$loner/g" "$data/payloads/2.1.330-warm-1h.json" >payload.json
payload=$tmp/payload.json
transcript=$project/7ac9f9c7-bc77-4273-b974-6f025fd290fc.jsonl
taps=$XDG_STATE_HOME/wick/tap
mkdir -p "$taps" "$XDG_CONFIG_HOME/wick" state
"$python" "$maker" make "$payload" "$transcript" "$tmp" || exit 1
broken=$(cat broken) either=$(cat either) same=$(cat same)
# among LIST: true if $kind is one of its lines
among() {
  case "
$1
" in *"
$kind
"*) ;; *) false ;; esac
}

# A command that hangs ends with a status that no tool has; commands that might wait have a timeout.
# shellcheck disable=SC3045
ulimit -t 60

# Adds to $problems if the last run ended in a way in which no tool may end.
check_sane() {
  case $status in
    0 | 1 | 64 | 65 | 66 | 69 | 74 | 78) ;;
    *) echo "$1: status $status" >>problems ;;
  esac
  if [ -s "$tmp/err" ]; then
    read_text "$tmp/err"
    case $text in *Sanitizer* | *"runtime error"* | *"internal error"*) echo "$1: $(head -c 600 "$tmp/err")" >>problems ;; esac
  fi
}

# Checks that there are no problems: one TAP line for everything that was tried.
no_problems() {
  head -n 30 problems >first-problems
  [ ! -s problems ]
  ok $? "$1" first-problems
  : >problems
}
: >problems

# Checks for a readable line and status 0, which Claude Code shows. Sets $text to it.
check_line() {
  check_sane "$1"
  [ "$status" -eq 0 ] || echo "$1: status $status" >>problems
  read_text "$tmp/out"
  case $text in *[!\ "$newline"]*) ;; *) echo "$1: the line is blank" >>problems ;; esac
}
# shows MARK...: checks that $text contains all of them
shows() {
  for mark; do
    case $text in *"$mark"*) ;; *) return 1 ;; esac
  done
}
# says TOOL FILE [PLACE]: checks that standard error is one line that begins like this; PLACE is LINE:COLUMN:
says() {
  { IFS= read -r first_line && ! IFS= read -r next_line && [ -z "$next_line" ]; } <"$tmp/err" || return 1
  said=${first_line#"wick-$1: $2:"}
  [ "$said" != "$first_line" ] || return 1
  if [ -n "${3-}" ]; then
    case $said in [0-9]*:[0-9]*:*) ;; *) return 1 ;; esac
    place_line=${said%%:*} said=${said#*:} place_column=${said%%:*} said=${said#*:}
    case $place_line$place_column in *[!0-9]*) return 1 ;; esac
  fi
  case $said in ' '?*) ;; *) false ;; esac
}

run_quietly() {
  "$@" <"$in" >"$tmp/out" 2>"$tmp/err"
  status=$?
}

# run_to FILE COMMAND...: the same, with the output in FILE
run_to() {
  to=$1
  shift
  "$@" <"$in" >"$to" 2>"$tmp/err"
  status=$?
}

clear_taps() {
  set -- "$taps"/*
  if [ -e "$1" ] || [ -L "$1" ]; then rm -rf "$@"; fi
}

it "payload on standard input"
for case in json/*; do
  kind=${case#json/}
  # An empty input, as under cron, is tested in tests/nothing.t.
  [ "$kind" != empty ] || continue
  in=$case
  run_quietly wick-line
  check_line "$kind"
  if among "$broken"; then
    shows '!payload' || echo "$kind: no mark in the line: $(cat "$tmp/out")" >>problems
    read_text "$tmp/err"
    case $newline$text in
      *"${newline}wick-line: standard input: malformed JSON$newline"* | *"${newline}wick-line: standard input: not a JSON object$newline"*) ;;
      *) echo "$kind: no reason on standard error: $(cat "$tmp/err")" >>problems ;;
    esac
  elif ! among "$either"; then
    ! shows '!' || echo "$kind: a mark in the line: $(head -c 300 "$tmp/out")" >>problems
    [ ! -s "$tmp/err" ] || echo "$kind: standard error: $(head -c 300 "$tmp/err")" >>problems
  fi
  clear_taps
done
in=json/glued-torn
run_quietly wick-line
grep -aq '15k/1M' "$tmp/out" || echo "half a payload behind a whole one: $(cat "$tmp/out")" >>problems
clear_taps
no_problems "a line for each of $(find json -type f | wc -l), marked where it is broken"

in=/dev/null
it "payload in a file"
for case in json/*; do
  kind=${case#json/}
  if among "$broken" || among "$either"; then to=$tmp/out; else to=state/$kind; fi
  run_to "$to" wick-state --payload "$case"
  check_sane "$kind"
  if among "$broken"; then
    [ "$status" -eq 65 ] || echo "$kind: status $status, not 65" >>problems
    [ ! -s "$tmp/out" ] || echo "$kind: printed $(head -c 300 "$tmp/out")" >>problems
    says state "$case" || echo "$kind: not one line on standard error: $(cat "$tmp/err")" >>problems
  elif ! among "$either"; then
    [ "$status" -eq 0 ] || echo "$kind: status $status: $(cat "$tmp/err")" >>problems
  fi
done
no_problems "answers, or 65 where it is broken"
"$python" "$maker" check "$tmp" >problems 2>&1
no_problems "no figure is made up and none that is there gets lost"

it "payload in a file that cannot be read"
mkdir folder
mkfifo fifo
ln -s loop-b loop-a
ln -s loop-a loop-b
ln -s gone dangling
for file in folder fifo loop-a dangling gone payload/gone /dev/zero; do
  case $file in fifo | /dev/zero) limit='timeout 20' ;; *) limit='' ;; esac
  for tool in context cache next cost limits state line; do
    # shellcheck disable=SC2086
    run_quietly $limit "wick-$tool" --payload "$file"
    check_sane "wick-$tool $file"
    [ "$status" -eq 66 ] || echo "wick-$tool --payload $file: status $status" >>problems
    [ ! -s "$tmp/out" ] || echo "wick-$tool --payload $file: $(head -c 300 "$tmp/out")" >>problems
    says "$tool" "$file" || echo "wick-$tool --payload $file: $(cat "$tmp/err")" >>problems
    # shellcheck disable=SC2086
    run_quietly $limit "wick-$tool" --transcript "$file"
    check_sane "wick-$tool --transcript $file"
    [ "$status" -eq 66 ] || echo "wick-$tool --transcript $file: status $status" >>problems
    [ ! -s "$tmp/out" ] || echo "wick-$tool --transcript $file: $(head -c 300 "$tmp/out")" >>problems
  done
done
no_problems "exits 66 and says why: a folder, a fifo, a symlink loop, nothing, a device"

# Root can read everything, so give up that right if possible.
drop=
touch locked && chmod 0 locked
if [ "$(id -u)" -eq 0 ]; then drop="setpriv --bounding-set=-dac_override,-dac_read_search"; fi
can_drop=true
# shellcheck disable=SC2086
if $drop cat locked 2>/dev/null || ! $drop true 2>/dev/null; then can_drop=false; fi

it "unreadable files"
if $can_drop; then
  # shellcheck disable=SC2086
  for option in --payload --transcript; do
    run $drop wick-context $option locked
    exits 66
    silent
    complains "^wick-context: locked: Permission denied$"
  done
else
  skip "nothing is unreadable to this user"
fi

it "standard input that is no stream of a payload"
run_quietly sh -c 'wick-line <folder'
check_line "a folder"
run_quietly sh -c 'wick-line <&-'
check_line "closed"
run_quietly sh -c 'exec wick-line <&- 2>&-'
check_line "closed, and standard error too"
run_quietly sh -c "wick-line >&- <'$payload'"
[ "$status" -eq 74 ] || echo "standard output closed: status $status, not 74" >>problems
for tool in context cache next limits state cost; do
  run_quietly sh -c "wick-$tool -t '$transcript' >&-"
  [ "$status" -eq 74 ] || echo "wick-$tool, standard output closed: status $status, not 74" >>problems
done
no_problems "a line all the same"

it "fifty megabytes of standard input"
size=50000000
if [ -n "${WICK_SANITIZED-}" ]; then size=5000000; fi
make_noise() { head -c "$size" /dev/zero | tr '\0' "$1"; }
in=/dev/null
{ printf '{"session_name":"'; make_noise n; cat "$payload"; } 2>/dev/null | timeout 30 wick-line >out 2>err
status=$?
check_line "a text without end"
grep -q '!payload' out || echo "a text without end: $(cat out)" >>problems
make_noise ' ' 2>/dev/null | timeout 30 wick-line >out 2>err
status=$?
check_line "blanks"
make_noise '[' 2>/dev/null | timeout 30 wick-line >out 2>err
status=$?
check_line "brackets"
{ cat "$payload"; make_noise '{'; } 2>/dev/null | timeout 30 wick-line >out 2>err
status=$?
check_line "a payload and noise behind it"
grep -q '15k/1M' out || echo "a payload and noise behind it: $(cat out err)" >>problems
make_noise x >noise
run_quietly wick-state --payload noise
[ "$status" -eq 66 ] || [ "$status" -eq 65 ] || echo "in a file: status $status" >>problems
no_problems "a line, and the right one where the payload stands in front"
clear_taps

# The pipe stays open until wick-line has answered: descriptor 9 has its other end.
it "standard input that is never closed"
exec 9<>fifo
ms() { "$python" -c 'import time; print(int(time.monotonic() * 1000))'; }
answer_from_open_pipe() {
  began=$(ms)
  timeout 30 wick-line <fifo >out 2>err
  status=$?
  took=$(($(ms) - began))
}
answer_from_open_pipe
nothing_sent=$took
check_line "nothing sent"
cat "$payload" >&9
answer_from_open_pipe
complete=$took
check_line "a whole payload"
grep -q '15k/1M' out || echo "a whole payload: $(cat out)" >>problems
no_problems "answers while the pipe is open"
echo "# with a payload $complete ms, without $nothing_sent ms (start of the stopwatch included)" >why
[ "$complete" -lt "$nothing_sent" ]
ok $? "does not wait when the object is complete" why
head -c 300 "$payload" >&9
answer_from_open_pipe
check_line "half a payload"
grep -q '!payload' out || echo "half a payload: $(cat out)" >>problems
no_problems "half a payload is marked"
exec 9>&-
rm -f fifo
clear_taps

in=/dev/null
it "tap of a session without a transcript"
for case in json/*; do
  kind=${case#json/}
  cp "$case" "$taps/$loner.json"
  for tool in context cache next state; do
    if [ "$tool" != state ] || among "$broken" || among "$either"; then to=$tmp/out; else to=state/$kind; fi
    run_to "$to" "wick-$tool" -s "$loner"
    check_sane "wick-$tool $kind"
    if among "$broken"; then
      read_text "$to"
      case $text in *[0-9][0-9]k* | *'$'*) echo "wick-$tool $kind: figures from a broken tap: $(head -c 300 "$to")" >>problems ;; esac
    fi
  done
done
no_problems "answers or says unknown"
"$python" "$maker" check "$tmp" >problems 2>&1
no_problems "no figure is made up and none that is there gets lost"
rm "$taps/$loner.json"

it "tap of a session with a transcript"
run wick-context -s "$id"
right=$out
for case in $(cat broken) folder loop-a locked gone; do
  rm -rf "$taps/$id.json"
  case $case in
    folder) mkdir "$taps/$id.json" ;;
    loop-a) ln -s "$id.json" "$taps/$id.json" ;;
    locked) touch "$taps/$id.json" && chmod 0 "$taps/$id.json" ;;
    gone) ;;
    *) cp "json/$case" "$taps/$id.json" ;;
  esac
  run_quietly wick-context -s "$id"
  [ "$status" -eq 0 ] && [ "$(cat "$tmp/out")" = "$right" ] || echo "$case: $status $(cat "$tmp/out" "$tmp/err")" >>problems
done
no_problems "a tap that cannot be read is as good as none"
rm -rf "$taps/$id.json"
mkfifo "$taps/$id.json"
run timeout 20 wick-context -s "$id"
prints "$right"
rm -f "$taps/$id.json"

it "transcripts"
# The size that the last compaction left is beyond a long line, out of reach.
answer() {
  case $1 in
    next) run_to "$3" wick-next -f '{next.now_usd}' -t "$2" ;;
    *) run_to "$3" "wick-$1" -t "$2" ;;
  esac
}
for tool in context cache next; do
  answer $tool "$transcript" "right-$tool"
done
mkdir answers
for case in lines/*; do
  kind=${case#lines/}
  for tool in context cache next cost state line; do
    answer $tool "$case" "answers/wick-$tool-$kind"
    check_sane "wick-$tool $kind"
    if [ -f "right-$tool" ] && among "$same" && ! cmp -s "right-$tool" "$to"; then
      echo "wick-$tool $kind: $(head -c 300 "$to" "$tmp/err"), not $(cat "right-$tool")" >>problems
    fi
  done
done
rm -f answers/wick-state-* answers/wick-line-* answers/*-usage-2-to-53
grep -aE -- '-[0-9]|(^|[^.0-9])[0-9]{12}|nan|inf' answers/* >>problems
no_problems "a right answer, or unknown, of each of $(find lines -type f | wc -l)"

it "transcripts that cannot be read, found by their session"
torn=22222222-2222-4333-8444-555555555555
for case in folder fifo loop-a locked; do
  rm -rf "${project:?}/$torn.jsonl"
  clear_taps
  case $case in
    folder) mkdir "$project/$torn.jsonl" ;;
    fifo) mkfifo "$project/$torn.jsonl" ;;
    loop-a) ln -s "$torn.jsonl" "$project/$torn.jsonl" ;;
    locked) touch "$project/$torn.jsonl" && chmod 0 "$project/$torn.jsonl" ;;
  esac
  for tool in context cache next cost limits state; do
    # shellcheck disable=SC2086
    if [ $case = locked ] && $can_drop; then run_quietly $drop "wick-$tool" -s $torn; else run_quietly timeout 20 "wick-$tool" -s $torn; fi
    check_sane "wick-$tool $case"
    if [ $tool != state ] && [ "$status" -eq 0 ]; then echo "wick-$tool $case: $(cat "$tmp/out")" >>problems; fi
  done
  sed "s/$loner/$torn/g; s|/home/user/.claude/projects/-home-user-proj|$project|" "$payload" >torn.json
  in=torn.json
  run_quietly timeout 20 wick-line
  check_line "wick-line $case"
  grep -q '15k/1M' "$tmp/out" || echo "wick-line $case: $(cat "$tmp/out")" >>problems
  in=/dev/null
done
no_problems "no answer, but a line from the payload"
rm -rf "${project:?}/$torn.jsonl"
clear_taps

it "a payload's session id that other sessions start with"
cp "$project/$id.jsonl" "$project/d7f4ffff-0d12-440b-bc75-54b081ddad73.jsonl"
printf '{"session_id":"d7f4","model":{"id":"claude-opus-5-5","display_name":"Opus 5.5"}}' >short.json
in=short.json
run wick-line
exits 0
matches "Opus 5.5"
rm "$project/d7f4ffff-0d12-440b-bc75-54b081ddad73.jsonl"
run wick-state --payload short.json
is "is not taken for the other" "$(grep -c '"tokens"' "$tmp/out")" 0
clear_taps

it "no folders"
in=$payload
expected=$(wick-line <"$payload")
for without in "-u HOME" "-u HOME -u XDG_STATE_HOME -u XDG_CACHE_HOME -u XDG_CONFIG_HOME" "HOME= XDG_STATE_HOME= XDG_CACHE_HOME= XDG_CONFIG_HOME=" \
  "HOME=relative XDG_STATE_HOME=relative XDG_CACHE_HOME=. XDG_CONFIG_HOME=.." "XDG_STATE_HOME=/dev/null XDG_CACHE_HOME=/dev/null" \
  "XDG_STATE_HOME=$tmp/locked/x XDG_CACHE_HOME=$tmp/locked/x" "XDG_CONFIG_HOME=$tmp/locked/x" "XDG_STATE_HOME=/proc XDG_CACHE_HOME=/proc" \
  "CLAUDE_CONFIG_DIR=/dev/null" "CLAUDE_CONFIG_DIR=,,, " "PATH=/nowhere"; do
  # shellcheck disable=SC2086
  run_quietly env $without "$(command -v wick-line)"
  check_line "$without"
  [ "$(cat "$tmp/out")" = "$expected" ] || echo "$without: $(cat "$tmp/out")" >>problems
  # shellcheck disable=SC2086
  run_quietly env $without "$(command -v wick-cost)" -t "$transcript"
  check_sane "wick-cost, $without"
  [ "$status" -eq 0 ] || echo "wick-cost, $without: status $status" >>problems
done
no_problems "the same line and the same cost"
rm -rf "$tmp/relative"

it "no HOME and nothing to say"
in=/dev/null
run env -u HOME -u XDG_STATE_HOME -u XDG_CACHE_HOME -u XDG_CONFIG_HOME wick-context
exits 69
silent
complains "^wick-context: .*no session; run claude there, .*"

it "read-only folders"
if $can_drop; then
  mkdir -p ro/wick/tap ro/wick/cost ro/wick/segments
  chmod 555 ro ro/wick ro/wick/tap ro/wick/cost ro/wick/segments
  in=$payload
  # shellcheck disable=SC2086
  run env XDG_STATE_HOME="$tmp/ro" XDG_CACHE_HOME="$tmp/ro" $drop wick-line
  exits 0
  prints "$expected"
  complains "^wick-line: .*/ro/wick/tap/$loner.json: Permission denied$"
  in=/dev/null
  # shellcheck disable=SC2086
  run env XDG_STATE_HOME="$tmp/ro" XDG_CACHE_HOME="$tmp/ro" $drop wick-cost -t "$transcript"
  exits 0
  prints "$(wick-cost -t "$transcript")"
  is "nothing is left there" "$(find ro -type f | wc -l)" 0
  chmod -R u+w ro
else
  skip "nothing is read-only to this user"
fi

it "a full disk"
in=/dev/null
mkdir small
unshare=unshare
if [ "$(id -u)" -ne 0 ]; then unshare="unshare -Ur"; fi
# shellcheck disable=SC2086
if $unshare -m sh -c 'mount -t tmpfs -o size=32k none small' 2>/dev/null; then
  cat >full.sh <<'EOF'
mount -t tmpfs -o size=32k none small || exit 1
XDG_STATE_HOME=$PWD/small XDG_CACHE_HOME=$PWD/small
export XDG_STATE_HOME XDG_CACHE_HOME
wick-line <"$1" >first-out || exit 1
cp small/wick/tap/*.json first-tap
cat /dev/zero >small/fill 2>/dev/null
wick-line <"$2" >full-out 2>full-err
echo $? >full-status
wick-cost -t "$3" >full-cost 2>full-cost-err
echo $? >full-cost-status
cp small/wick/tap/*.json second-tap
find small -name '*.tmp*' >full-left
EOF
  sed 's/14751/14999/; s/"cache_read_input_tokens":7123/"cache_read_input_tokens":99123/' "$payload" >second.json
  $unshare -m sh full.sh "$payload" second.json "$transcript"
  is "the line's status" "$(cat full-status)" 0
  is "the line" "$(cat full-out)" "$(wick-line <second.json)"
  clear_taps
  cp full-err err
  complains "^wick-line: .*/small/wick/tap/$loner.json: No space left on device$"
  cmp -s first-tap "$payload" && cmp -s second-tap "$payload"
  ok $? "the last tap is kept whole"
  is_empty "no leftovers" "$(cat full-left)"
  is "the cost's status" "$(cat full-cost-status)" 0
  is "the cost" "$(cat full-cost)" "$(wick-cost -t "$transcript")"
else
  skip "no small file system can be mounted here"
fi

# A configuration that is wrong: what is expected on standard error follows the file's name.
it "a broken wick.toml"
toml=$XDG_CONFIG_HOME/wick/wick.toml
dotted() { "$python" -c 'import sys; print("%s = 1" % ".".join(["a"] * int(sys.argv[1])))' "$1"; }
break_toml() {
  rm -rf "$1"
  case $2 in
    syntax) printf 'x = 1\n[line\n' ;;
    value) printf '\nx = \n' ;;
    twice) printf 'a = 1\na = 2\n' ;;
    unknown) printf '[nothing]\nx = 1\n' ;;
    key) printf '"\033]52;c;x\007" = 1\n' ;;
    utf8) printf 'a = "\377\376"\n' ;;
    nul) printf 'a = "\000"\n' ;;
    nested) printf 'a = '; head -c 20000 /dev/zero | tr '\0' '[' ;;
    dotted) dotted 20000 ;;
    long) dotted 400000 ;;
    date) printf 'a = 2026-99-99\n' ;;
    huge) printf 'a = 9999999999999999999999\n' ;;
    binary) head -c 5000 "$(command -v wick-line)" ;;
  esac >"$1"
}
for case in syntax value twice unknown key utf8 nul nested dotted long date huge binary; do
  break_toml "$toml" "$case"
  place=yes
  if [ $case = long ]; then place=; fi # too long to be looked at
  in=$payload
  run_quietly wick-line
  check_line "$case"
  shows '!config' 15k/1M || echo "$case: $(cat "$tmp/out")" >>problems
  says line "$toml" $place || echo "$case: $(head -c 300 "$tmp/err")" >>problems
done
no_problems "a marked line, and where it is wrong"
for toml_text in 'line = 1' 'line = []' 'segment = 1' '[line]
segments = 1' '[line]
segments = [1]' '[line]
segments = ["none-such"]' '[line]
segments = ["x"]
[segment.x]
format = "{no.such}"' '[line]
segments = ["x"]
[segment.x]
format = "{context.tokens"' '[line]
segments = ["x"]
[segment.x]
format = []' '[line]
segments = ["../x"]
[segment."../x"]
command = "true"' '[line]
segments = ["context"]
rows = [["context"]]' '[line]
rows = [1]' '[line]
icons = "all"' '[line]
style = true' '[segment.context]
color = "mauve"' '[segment.context]
thresholds = 1' '[segment.context]
thresholds = [1]' '[segment.context]
thresholds = [{field = "x", color = "red"}]' '[segment.context]
thresholds = [{field = "context.tokens", above = "x", color = "red"}]' '[segment.context]
priority = 1e308' '[segment.context]
timeout_s = 0' '[segment.context]
refresh_s = -1' '[segment.context]
hide_when_absent = 1'; do
  printf '%s\n' "$toml_text" >"$toml"
  run_quietly wick-line
  check_line "$toml_text"
  shows '!config' 15k/1M || echo "$toml_text: $(cat "$tmp/out")" >>problems
  says line "$toml" place || echo "$toml_text: $(cat "$tmp/err")" >>problems
done
no_problems "the same for what is no configuration"
rm "$toml" && mkdir "$toml"
run wick-line
exits 0
matches '!config.*15k/1M'
complains "^wick-line: $toml: "
rmdir "$toml"
for toml_text in '[line]
segments = []' '[line]
rows = []' '[line]
segments = ["five_hour"]'; do
  printf '%s\n' "$toml_text" >"$toml"
  run_quietly wick-line
  check_line "$toml_text"
  shows 'no session' && echo "$toml_text: $(cat "$tmp/out")" >>problems
done
no_problems "nothing to show is not the same as no session"
rm "$toml"

it "a broken prices.toml"
prices=$XDG_CONFIG_HOME/wick/prices.toml
for case in syntax value twice unknown key utf8 nul nested dotted long date huge binary; do
  break_toml "$prices" "$case"
  place=yes
  if [ $case = long ]; then place=; fi # too long to be looked at
  in=$payload
  run_quietly wick-line
  check_line "$case"
  shows '!prices' 15k/1M || echo "$case: $(cat "$tmp/out")" >>problems
  says line "$prices" $place || echo "$case: $(head -c 300 "$tmp/err")" >>problems
  in=/dev/null
  for tool in context cache next cost limits state; do
    run_quietly "wick-$tool" -t "$transcript"
    [ "$status" -eq 78 ] && [ ! -s "$tmp/out" ] || echo "wick-$tool, $case: status $status, $(head -c 300 "$tmp/out")" >>problems
    says "$tool" "$prices" $place || echo "wick-$tool, $case: $(head -c 300 "$tmp/err")" >>problems
  done
done
no_problems "a marked line; the other tools exit 78 and say where it is wrong"
in=$payload
for toml_text in 'price = 1' 'price = [1]' '[[price]]' '[[price]]
model = 1' '[[price]]
model = "m"
input = -1' '[[price]]
model = "m"
input = "x"' '[[price]]
model = "m"
input = nan' '[[price]]
model = "m"
input = 1e308'; do
  printf '%s\n' "$toml_text" >"$prices"
  run_quietly wick-line
  check_line "$toml_text"
  shows '!prices' || echo "$toml_text: $(cat "$tmp/out")" >>problems
  run_quietly wick-next --payload "$payload"
  [ "$status" -eq 78 ] || echo "$toml_text: status $status" >>problems
done
no_problems "the same for what are no prices"
printf '[line]\nrows = []\n' >"$toml"
run wick-line
matches '!prices'
printf 'x\n' >"$toml"
run wick-line
matches '!config .*!prices'
rm "$prices" "$toml"

it "a broken checkpoint of the cost"
in=/dev/null
rm -rf "$XDG_CACHE_HOME"
run wick-cost -t "$transcript"
right=$out
kept=$(find "$XDG_CACHE_HOME/wick/cost" -type f)
is "there is one" "$(printf '%s\n' "$kept" | wc -l)" 1
cp "$kept" checkpoint
size=$(wc -c <checkpoint)
for cut in 0 1 8 15 16 17 40 100 $((size - 1)); do
  head -c "$cut" checkpoint >"$kept"
  run_quietly wick-cost -t "$transcript"
  check_sane "cut at $cut"
  [ "$(cat "$tmp/out")" = "$right" ] || echo "cut at $cut: $(cat "$tmp/out" "$tmp/err")" >>problems
done
for byte in 0 9 16 20 24 80 $((size / 2)) $((size - 3)); do
  cp checkpoint "$kept"
  printf '\377\377\377' | dd of="$kept" bs=1 seek="$byte" conv=notrunc 2>/dev/null
  run_quietly wick-cost -t "$transcript"
  check_sane "changed at $byte"
  [ "$(cat "$tmp/out")" = "$right" ] || echo "changed at $byte: $(cat "$tmp/out" "$tmp/err")" >>problems
done
rm "$kept" && mkdir "$kept"
run_quietly wick-cost -t "$transcript"
[ "$(cat "$tmp/out")" = "$right" ] || echo "a folder: $(cat "$tmp/out" "$tmp/err")" >>problems
no_problems "is discarded"

it "mutations"
rounds=300
if [ -n "${WICK_SANITIZED-}" ]; then rounds=100; fi
"$python" "$maker" mutate $rounds "$data"/payloads/*.json -- "$project"/*.jsonl >problems 2>&1
no_problems "$rounds payloads and $rounds transcripts: no crash, no blank line"
finish
