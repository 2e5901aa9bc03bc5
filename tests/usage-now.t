#!/bin/sh
# SPDX-License-Identifier: MIT
# usage.*: the cost of all sessions today and in the current block, counted by wick-usage after a line that shows it
# was printed.
. "$(dirname "$0")/lib.sh"
command -v wick-usage >/dev/null || skip_all "wick-usage is not there"
use_recorded_sessions
folder=$XDG_CACHE_HOME/wick
file=$folder/usage
session=7ac9f9c7
line=$(command -v wick-line)

# await COMMAND...: waits until it succeeds, for at most five seconds
await() {
  tries=0
  until "$@"; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || return 1
    sleep 0.05
  done
}
told() { sed -n 's/^told //p' "$file" 2>/dev/null; }
told_is() { [ "$(told)" = "$1" ]; }
shows() { "$line" -s $session -f "$1"; }
lines_of() { if [ -e "$1" ]; then wc -l <"$1" | tr -d ' '; else echo 0; fi; }
starts_are() { [ "$(lines_of starts)" -eq "$1" ]; }

it "the first line"
run wick-line -s $session -f '{usage.today_usd}{usage.block_usd}{usage.source}'
exits 0
silent
await test -e "$file"
ok $? "has wick-usage count"
is "and the next one shows" "$(shows '{usage.today_usd} {usage.source}')" "$(wick-usage --json | jq -r '.rows[] | select(.current).cost_usd') ledger"
is "the file is private" "$(find "$file" "$file.lock" -perm 600 | wc -l | tr -d ' ')" 2

it "the block"
wick-usage --json block | jq '.rows[] | select(.current)' >current
is "the money" "$(shows '{usage.block_usd} {usage.block_source}')" "$(jq -r '"\(.cost_usd) \(.source)"' current)"
is "its end" "$(shows '{usage.block_ends_at:h} {usage.block_ends_in_s}')" "$(jq -r .until current | sed 's/.*T\(.....\).*/\1/') 15534"
is "for people" "$(shows '{usage.today_usd:h}{?usage.lower_bound=true:+} {usage.block_ends_in_s:h}')" '$1.01 4h18m'
mkdir -p "$XDG_STATE_HOME/wick/tap"
jq -c '.rate_limits.five_hour = {used_percentage: 1, resets_at: 1795334400}' "$data/payloads/2.1.330-warm-1h.json" >"$XDG_STATE_HOME/wick/tap/x.json"
touch -d 2026-11-22T05:09:00Z "$XDG_STATE_HOME/wick/tap/x.json"
wick-usage -q
is "as Claude Code told it" "$(shows '{usage.block_ends_at} {usage.block_source}')" "1795334400 tap"
rm -r "$XDG_STATE_HOME/wick/tap"

it "segments"
mkdir -p "$XDG_CONFIG_HOME/wick"
printf '[line]\nsegments = ["today", "block", "model"]\n' >"$XDG_CONFIG_HOME/wick/wick.toml"
is "today and block" "$(wick-line -s $session)" 'today $1.01 · block $1.01 · Opus 5.5'
is "hidden tomorrow" "$(WICK_NOW=2026-11-23T12:00:00Z wick-line -s $session)" 'Opus 5.5'
await told_is 1795435200000
ok $? "and counted then"
rm "$XDG_CONFIG_HOME/wick/wick.toml"

it "figures a minute old"
wick-usage -q
now=$(told)
WICK_NOW=$((now / 1000 + 61))
before=$(shows '{usage.told_at}')
is "are shown" "$before" $((now / 1000))
await told_is $((now + 61000))
ok $? "and counted anew"
is "for the next line" "$(shows '{usage.told_at}')" $WICK_NOW
WICK_NOW=2026-11-22T05:10:00Z

it "what wick-usage is asked for"
wick-usage -q
cp "$file" right
wick-usage --since=2026-11-22T05:00:00Z --model=haiku >/dev/null
cmp right "$file" >why 2>&1
ok $? "does not change the figures" why
rm "$file"
wick-usage --tz=Asia/Tokyo >/dev/null
wick-usage --no-ledger >/dev/null
[ ! -e "$file" ]
ok $? "another time zone's days, and what is not in the ledger, are not kept"

# A stand-in for wick-usage that records its starts, beside a copy of wick-line.
mkdir bin
cp "$line" bin/
line=$tmp/bin/wick-line
# stands_in COMMAND: makes the stand-in run this command
stands_in() {
  cat >bin/wick-usage <<END
#!/bin/sh
echo "\$*" >>$tmp/starts
$1
END
  chmod 755 bin/wick-usage
  rm -rf starts "$folder"
}

it "wick-usage is started"
stands_in true
shows '{usage.today_usd}' >/dev/null
await starts_are 1
ok $? "where a field of its is shown"
is "with -q" "$(cat starts)" "-q"
for _ in 1 2 3; do shows '{usage.block_ends_in_s}' >/dev/null; done
WICK_NOW=2026-11-22T05:10:59Z shows '{usage.today_usd}' >/dev/null
sleep 0.3
is "once a minute" "$(lines_of starts)" 1
WICK_NOW=2026-11-22T05:11:00Z shows '{usage.today_usd}' >/dev/null
await starts_are 2
ok $? "and then again"

it "wick-usage is not started"
stands_in true
shows '{cost.total_usd}' >/dev/null
"$line" -s $session >/dev/null
"$line" -q -s $session -f '{usage.today_usd}'
"$line" -C / -f '{usage.today_usd}' >/dev/null
wick-state -s $session -f '{usage.today_usd}' >/dev/null
sleep 0.3
is "where no field of its is shown, and by other tools" "$(lines_of starts)" 0
printf 'wick usage 1\ntold 1795324200000\ntoday 1795305600000 1795392000000 50000000000\n' >usage
mkdir -p "$folder"
cp usage "$file"
is "where the figures are new" "$(shows '{usage.today_usd}') $(lines_of starts)" '5 0'
mv bin/wick-usage bin/aside
rm "$file"
shows '{usage.today_usd}' >/dev/null
[ ! -e "$file.lock" ]
ok $? "where there is none"
env -u XDG_CACHE_HOME -u HOME "$line" -t "$project"/7ac9f9c7-*.jsonl -f '{usage.today_usd}' >/dev/null
is "without a folder" "$?" 0

it "a slow wick-usage"
stands_in 'sleep 5; echo done >>ended'
start=$(date +%s%N)
shows '{usage.today_usd}' | cat >/dev/null
took=$((($(date +%s%N) - start) / 1000000))
echo "took $took ms" >why
[ $took -lt 2500 ]
ok $? "does not keep the line, nor who reads it" why
await starts_are 1
ok $? "is at work"
WICK_NOW=2026-11-22T05:20:00Z shows '{usage.today_usd}' >/dev/null
sleep 0.3
is "is the only one" "$(lines_of starts)" 1
kill "$(cat "$file.lock")"
ok $? "and is the process that its lock names"
stands_in 'sleep 0.3'
for _ in 1 2 3 4 5 6; do shows '{usage.today_usd}' >/dev/null & done
wait
sleep 0.5
is "of six lines at once, one starts it" "$(lines_of starts)" 1

it "the day"
stands_in true
mkdir -p "$folder"
# at ZONE TIME FORMAT: prints the format at this time in this zone
at() { TZ=$1 WICK_NOW=$2 shows "$3"; }
cp usage "$file"
is "is that of now" "$(at UTC 2026-11-22T23:59:59Z '{usage.today_usd}')" 5
is_empty "and not the next" "$(at UTC 2026-11-23T00:00:00Z '{usage.today_usd}')"
is_empty "nor one to come" "$(at UTC 2026-11-22T05:09:59Z '{usage.today_usd}{usage.source}')"
is "nor another zone's" "$(at Asia/Kolkata 2026-11-22T12:00:00Z '{usage.today_usd} {usage.source}')" ' ledger'
for zone in Europe/Berlin America/New_York Asia/Kolkata Pacific/Auckland; do
  WICK_NOW=2026-11-22T05:10:00Z TZ=$zone wick-usage -q
  want=$(TZ=$zone wick-usage --json | jq -r '.rows[] | select(.current).cost_usd')
  is "$zone" "$(at $zone 2026-11-22T05:10:00Z '{usage.today_usd}')" "$want"
  [ -n "$(at $zone "$(date -u -d "TZ=\"$zone\" $(TZ=$zone date -d 2026-11-22T05:10:00Z +%F) 23:59:59" +%FT%TZ)" '{usage.today_usd}')" ]
  ok $? "$zone: until midnight"
  is_empty "$zone: no longer" "$(at $zone "$(date -u -d "TZ=\"$zone\" $(TZ=$zone date -d '2026-11-23T05:10:00Z' +%F) 00:00:00" +%FT%TZ)" '{usage.today_usd}')"
done

it "the block"
block='block 1795321734202 1795339734202 70000000000 inferred'
{ cat usage; echo "$block"; } >"$file"
is "is shown while it lasts" "$(at UTC 2026-11-22T09:28:54Z '{usage.block_usd}')" 7
is_empty "and no longer" "$(at UTC 2026-11-22T09:28:55Z '{usage.block_usd}{usage.block_ends_at}{usage.block_source}')"
cat >"$file" <<END
wick usage 1
told 1795324200000
today 1795305600000 1795392000000 50000000000+
block 1795321734202 1795339734202 unknown told
END
is "without a price for all" "$(at UTC 2026-11-22T05:10:00Z '{usage.lower_bound} {usage.block_usd} {usage.block_ends_at} {usage.block_source}')" 'true  1795339734 tap'

it "a damaged file"
damaged=0
: >why
while IFS= read -r text; do
  printf '%b' "$text" >"$file"
  [ -z "$(shows '{usage.today_usd}{usage.block_usd}{usage.told_at}')" ] || { damaged=1 && echo "$text" >>why; }
done <<'END'

wick usage 1\n
wick usage 2\ntold 1795324200000\ntoday 1795305600000 1795392000000 50000000000\n
wick usage 1\ntold 1795324200000\ntoday 1795305600000 1795392000000 50000000000
wick usage 1\ntold 1795324200000\ntoday 1795305600000 1795392000000\n
wick usage 1\ntold 1795324200000\ntoday 1795305600000 1795392000000 x\n
wick usage 1\ntold 1795324200000\ntoday 1795305600000 1795392000000 -50000000000\n
wick usage 1\ntold 1795324200000\ntoday 1795305600000 1795392000000 50000000000 \n
wick usage 1\ntold 1795324200000\ntoday 1795305600000  1795392000000 50000000000\n
wick usage 1\ntold 1795324200000\ntoday 1795392000000 1795305600000 50000000000\n
wick usage 1\ntold 1795324200000\ntoday 1795305600000 1795392000000 050000000000\n
wick usage 1\ntold 1795324200000\ntoday 1795305600000 1795392000000 99999999999999999999\n
wick usage 1\ntoday 1795305600000 1795392000000 50000000000\n
wick usage 1\ntold 1795324200000\ntoday 1795305600000 1795392000000 50000000000\nmore\n
wick usage 1\ntold 1795324200000\ntoday 1795305600000 1795392000000 50000000000\nblock 1 2 3\n
wick usage 1\ntold 1795324200000\ntoday 1795305600000 1795392000000 50000000000\nblock 1795321734202 1795339734202 70000000000 guessed\n
END
ok $damaged "is no figure" why
cp usage "$file"
is "a whole one is" "$(shows '{usage.today_usd}')" 5
head -c 100000 /dev/zero | tr '\0' x >>"$file"
is_empty "a long one is not" "$(shows '{usage.today_usd}')"
rm "$file" && mkfifo "$file"
is_empty "nor what is no file" "$(shows '{usage.today_usd}')"
rm "$file"

it "other configuration folders"
stands_in true
mkdir -p "$folder" other/projects
cp usage "$file"
export CLAUDE_CONFIG_DIR="$tmp/other"
is_empty "have figures of their own" "$("$line" -t "$project"/7ac9f9c7-*.jsonl -f '{usage.today_usd}')"
wick-usage -q
is "which are theirs" "$("$line" -t "$project"/7ac9f9c7-*.jsonl -f '{usage.today_usd}')" 0
is "in another file" "$(find "$folder" -type f | sort | sed 's,.*/,,' | sed 's/-[0-9a-f]\{16\}/-HASH/' | tr '\n' ' ')" "habits-HASH usage usage-HASH usage-HASH.lock "
unset CLAUDE_CONFIG_DIR
finish
