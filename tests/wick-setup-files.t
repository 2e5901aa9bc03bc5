#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-setup claude: which file, which program; links, modes, full disks, two instances at once.
. "$(dirname "$0")/lib.sh"
folder=$HOME/.claude
settings=$folder/settings.json
backup=$settings.wick-backup
wick_line=$(shell_word "$(command -v wick-line)")

same_files() { cmp "$2" "$3" >"$tmp/why" 2>&1; ok $? "$1" "$tmp/why"; }
is_alone() { is "nothing else is left" "$(ls -A "$folder")" "settings.json"; }
start_with() { rm -rf "$folder"; mkdir -p "$folder"; printf '%s' "$1" >"$settings"; cp "$settings" before; }

it "links"
rm -rf "$folder" && mkdir -p "$folder" "$HOME/dotfiles"
target=$HOME/dotfiles/settings.json
printf '{"a": 1}' >"$target"
ln -s ../dotfiles/settings.json "$settings"
run wick-setup claude
exits 0
[ -L "$settings" ] && [ ! -L "$target" ]
ok $? "stay links"
is "the file behind is changed" "$(jq -r .statusLine.command "$target")" "$wick_line"
is "nothing else lies there" "$(ls -A "$HOME/dotfiles")" settings.json
wick-setup claude --undo >out.txt
[ -L "$settings" ]
ok $? "and stay links"
is "the file is as before" "$(cat "$target")" '{"a": 1}'
rm "$target"
run wick-setup claude
exits 0
[ -L "$settings" ] && [ -f "$target" ]
ok $? "a link to nothing yet: the file is made"
wick-setup claude --undo >out.txt
[ -L "$settings" ] && [ ! -e "$target" ]
ok $? "and removed"
rm "$settings" && ln -s settings.json "$settings"
run wick-setup claude
exits 66
complains "settings.json: .*symbolic links"
rm "$settings" && mkdir "$settings"
run wick-setup claude
exits 66
complains "settings.json: Is a directory$"
rmdir "$settings" && mkfifo "$settings"
run timeout 10 wick-setup claude
exits 66
complains "settings.json: not a regular file$"

it "read-only"
start_with '{"a": 1}'
chmod 444 "$settings"
run wick-setup claude
exits 74
silent
complains "^wick-setup: $settings: Permission denied$"
same_files "nothing is changed" before "$settings"
is_alone
chmod 644 "$settings"
if [ "$(id -u)" -ne 0 ]; then
  chmod 555 "$folder"
  run wick-setup claude
  exits 74
  chmod 755 "$folder"
  is_alone
else
  skip "root may write everywhere"
fi

it "a disk that is full"
# A limit on the size of files makes the same calls fail; the signal that comes with it is ignored.
# fails LIMIT BYTES-OF-SETTINGS: checks that it fails with a limit of this many blocks of 512 bytes
fails() {
  start_with "$(jq -nc --argjson n "$2" '{a: ("x" * ($n - 8))}')"
  run sh -c "trap '' XFSZ; ulimit -f $1; exec wick-setup claude 2>&1"
  exits 74
  same_files "nothing is changed" before "$settings"
  is_alone
}
fails 0 9
fails 1 2000 # the backup is half written
fails 2 1000 # the backup is written, the settings are not
rm -rf "$folder"
run sh -c "trap '' XFSZ; ulimit -f 0; exec wick-setup claude 2>&1"
exits 74
[ ! -e "$folder" ]
ok $? "a folder that was made for it is gone"
start_with '{"a": 1}'
wick-setup claude >out.txt
cp "$settings" with
run sh -c "trap '' XFSZ; ulimit -f 0; exec wick-setup claude --undo 2>&1"
exits 74
same_files "--undo that fails changes nothing" with "$settings"
same_files "and keeps the way back" before "$backup"

it "CLAUDE_CONFIG_DIR"
run env CLAUDE_CONFIG_DIR="$tmp/config/one/, $tmp/two" wick-setup claude
exits 0
[ -s "$tmp/config/one/settings.json" ]
ok $? "the first of several"
run env CLAUDE_CONFIG_DIR="$tmp/config/one" wick-setup claude --undo
[ ! -e "$tmp/config" ] && [ ! -e "$tmp/two" ]
ok $? "and both new folders are gone after --undo"
run env -u HOME wick-setup claude
exits 64
complains '^wick-setup: HOME: is not set$'

it "--project"
mkdir project && cd project || exit 1
run wick-setup claude --project
exits 0
matches '^.claude/settings.json: status line written to a new file$'
is "is written" "$(jq -r .statusLine.command .claude/settings.json)" "$wick_line"
run wick-setup claude --project --undo
is_empty "and gone" "$(ls -A)"

it "obstacles"
mkdir .claude
start_with '{"disableAllHooks": true}'
run wick-setup claude
exits 0
complains "^wick-setup: $settings: disableAllHooks: Claude Code shows no status line$"
start_with '{"disableAllHooks": false}'
echo '{"statusLine": {"command": "x"}}' >.claude/settings.local.json
run wick-setup claude
exits 0
complains '^wick-setup: .claude/settings.local.json: has a statusLine of its own, which takes precedence over this one$'
echo '{"statusLine": ' >.claude/settings.local.json
run wick-setup claude
is_empty "none" "$err"
cd "$HOME" || exit 1
run wick-setup claude
is_empty "none: at home the project's settings are the user's" "$err"
cd "$tmp" || exit 1

it "which wick-line"
mkdir "in here" elsewhere
programs=$(dirname "$(command -v wick-setup)")
cp "$programs/wick-line" "$programs/wick-setup" "in here/"
command_in_settings() { jq -r .statusLine.command "$settings"; }
start_with '{}'
run env PATH=/usr/bin:/bin "$tmp/in here/wick-setup" claude
is "beside, not on PATH: by its path" "$(command_in_settings)" "'$tmp/in here/wick-line'"
sh -c "$(command_in_settings)" <"$data/payloads/2.1.330-warm-5m.json" >got
[ -s got ]
ok $? "which the shell can run"
start_with '{}'
run env PATH="$tmp/in here:$PATH" "$tmp/in here/wick-setup" claude
is "beside and on PATH: by its path, since not every PATH leads there" "$(command_in_settings)" "'$tmp/in here/wick-line'"
start_with '{}'
run "$tmp/in here/wick-setup" claude
is "another on PATH: by its path" "$(command_in_settings)" "'$tmp/in here/wick-line'"
mkdir links && ln -s "$tmp/in here/wick-line" "$tmp/in here/wick-setup" links/
start_with '{}'
run env PATH="$tmp/links:$PATH" wick-setup claude
is "a link on PATH: by the link, which stays when the folder behind it changes" "$(command_in_settings)" "$tmp/links/wick-line"
cp "in here/wick-setup" elsewhere/
start_with '{}'
run elsewhere/wick-setup claude
is "only on PATH: by its path there" "$(command_in_settings)" "$wick_line"
start_with '{}'
run env PATH="elsewhere:links:/usr/bin:/bin" wick-setup claude
is "a relative folder in PATH: by the whole path" "$(command_in_settings)" "'$tmp/in here/wick-line'"
start_with '{}'
run env PATH=/usr/bin:/bin elsewhere/wick-setup claude
exits 69
complains '^wick-setup: wick-line: neither beside wick-setup nor on PATH$'
is_alone

it "two at once"
once=0
for _ in 1 2 3 4 5 6 7 8 9 10; do
  start_with '{"a": 1}'
  wick-setup claude >a.txt 2>&1 &
  wick-setup claude >b.txt 2>&1 &
  wait
  written=$(cat a.txt b.txt | grep -c 'status line written')
  if [ "$written" -eq 1 ] && cmp -s before "$backup"; then once=$((once + 1)); fi
done
is "one does it, and the backup is the old file" "$once" 10

it "killed"
if strace -o /dev/null true 2>/dev/null && [ "${WICK_SANITIZED:-0}" = 0 ]; then
  whole=0 kills=0
  # Fail at the nth call of each of these; not all occur that often.
  for call in openat write fsync fchmod rename; do
    for nth in 1 2 3 4 5; do
      start_with '{"a": 1}'
      strace -qq -o /dev/null -e trace=$call -e inject=$call:signal=KILL:when=$nth \
        wick-setup claude >out.txt 2>&1
      [ $? -ne 137 ] || kills=$((kills + 1))
      jq -e .a "$settings" >out.txt || break 2
      wick-setup claude >out.txt && wick-setup claude --undo >out.txt
      cmp -s before "$settings" || break 2
      whole=$((whole + 1))
    done
  done
  is "at any point: the file is whole, and the way back is there" "$whole" 25
  [ $kills -ge 10 ]
  ok $? "killed $kills times"
else
  skip "strace cannot be used here"
fi
finish
