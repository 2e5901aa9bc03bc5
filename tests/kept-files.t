#!/bin/sh
# SPDX-License-Identifier: MIT
# The files that wick keeps per session or work tree do not grow without limit, and those of killed runs are removed.
. "$(dirname "$0")/lib.sh"
unset WICK_NOW
project=$HOME/.claude/projects/-shop
mkdir -p "$project"
caches=$XDG_CACHE_HOME/wick taps=$XDG_STATE_HOME/wick/tap

# session NAME: writes a transcript with one response, seconds old; sets $id to its id
session() {
  id=$(printf '%s-0000-4000-8000-000000000000' "$1")
  time=$(date -u +%Y-%m-%dT%H:%M:%S.000Z)
  printf '{"type":"user","uuid":"u","sessionId":"%s","timestamp":"%s","cwd":"/shop","message":{"role":"user","content":"hi"}}\n{"type":"assistant","uuid":"a","sessionId":"%s","timestamp":"%s","requestId":"r%s","message":{"id":"m%s","model":"claude-opus-5-5","role":"assistant","content":[{"type":"text","text":"ok"}],"usage":{"input_tokens":3,"output_tokens":5,"cache_read_input_tokens":20000,"cache_creation_input_tokens":100}}}\n' \
    "$id" "$time" "$id" "$time" "$1" "$1" >"$project/$id.jsonl"
}
# old DAYS FILE...
old() {
  days=$1
  shift
  for file; do mkdir -p "${file%/*}" && echo x >"$file" && touch -d "$days days ago" "$file"; done
}
# stays FILE, goes FILE
stays() { [ -e "$1" ]; ok $? "${1##*wick/} stays"; }
goes() { [ ! -e "$1" ]; ok $? "${1##*wick/} goes"; }

# yesterday FOLDER...: sets the time of its last change to yesterday
yesterday() { touch -d '25 hours ago' "$@"; }

it "a new session's file"
old 31 "$caches/cost/gone" "$taps/gone.json" "$caches/segments/gone.vpn" "$caches/git/0123" "$caches/git/0123.lock"
old 29 "$caches/cost/here" "$taps/here.json" "$caches/segments/here.vpn" "$caches/git/4567"
old 2 "$caches/cost/gone.12.34.tmp" "$taps/gone.json.12.34.tmp" "$caches/usage.12.34.tmp" "$XDG_STATE_HOME/wick/x.1.2.tmp"
old 0 "$caches/cost/busy.12.34.tmp"
mkdir "$caches/cost/folder" "$tmp/elsewhere"
old 99 "$tmp/elsewhere/file"
ln -s "$tmp/elsewhere/file" "$caches/cost/link"
ln -s "$tmp/elsewhere" "$caches/cost/folder-link"
touch -d '99 days ago' "$caches/cost/folder"
yesterday "$caches/cost" "$taps" "$caches/segments" "$caches/git"
session aaaaaaaa
run wick-cost -s "$id"
exits 0
stays "$caches/cost/$id"
goes "$caches/cost/gone"
goes "$caches/cost/gone.12.34.tmp"
goes "$caches/usage.12.34.tmp"
stays "$caches/cost/here"
stays "$caches/cost/busy.12.34.tmp"
stays "$caches/cost/folder"
stays "$caches/cost/link"
stays "$caches/cost/folder-link"
stays "$tmp/elsewhere/file"

it "once a day"
old 31 "$caches/cost/later"
session bbbbbbbb
run wick-cost -s "$id"
stays "$caches/cost/later"
yesterday "$caches/cost"
run wick-cost -s "$id"
stays "$caches/cost/later"
session cccccccc
run wick-cost -s "$id"
goes "$caches/cost/later"

it "the status line"
mkdir -p "$XDG_CONFIG_HOME/wick" "$tmp/tree"
printf '[line]\nsegments = ["model", "git", "vpn"]\n[segment.vpn]\ncommand = "echo up"\n' >"$XDG_CONFIG_HOME/wick/wick.toml"
git -C "$tmp/tree" init -q
jq -n --arg id "$id" --arg dir "$tmp/tree" --arg file "$project/$id.jsonl" \
  '{session_id: $id, transcript_path: $file, cwd: $dir, workspace: {current_dir: $dir, project_dir: $dir}, model: {id: "claude-opus-5-5"}}' >"$tmp/payload"
in=$tmp/payload
run wick-line
in=/dev/null
exits 0
tries=0
while [ -e "$caches/segments/gone.vpn" ] || [ -e "$caches/git/0123.lock" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || break
  sleep 0.05
done
for file in "$taps/gone.json" "$taps/gone.json.12.34.tmp" "$XDG_STATE_HOME/wick/x.1.2.tmp" "$caches/segments/gone.vpn" \
  "$caches/git/0123" "$caches/git/0123.lock"; do goes "$file"; done
for file in "$taps/here.json" "$taps/$id.json" "$caches/segments/here.vpn" "$caches/git/4567"; do stays "$file"; done

it "too many bytes"
for name in one two three; do truncate -s 30M "$caches/cost/$name"; done
touch -d '3 days ago' "$caches/cost/one"
touch -d '2 days ago' "$caches/cost/two"
yesterday "$caches/cost"
session eeeeeeee
run wick-cost -s "$id"
goes "$caches/cost/one"
stays "$caches/cost/two"
stays "$caches/cost/three"
stays "$caches/cost/$id"

it "wick-doctor says how much there is"
run wick-doctor
grep -Eq "wick's own files: $XDG_STATE_HOME/wick [0-9.]+ (KB|bytes), $caches 6[0-9] MB" "$tmp/out"
ok $? "cache and state" "$tmp/out"

it "a folder that cannot be cleared"
if [ "$(id -u)" -ne 0 ]; then
  yesterday "$caches/cost"
  chmod 500 "$caches/cost"
  session ffffffff
  run wick-cost -s "$id"
  exits 0
  chmod 700 "$caches/cost"
else
  skip "root may write anywhere"
fi
finish
