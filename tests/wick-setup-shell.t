#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-setup shell: one line in the shell's rc file, and back.
. "$(dirname "$0")/lib.sh"
# Ubuntu's /etc/zsh/zshrc would load completions, which create a file in HOME.
skip_global_compinit=1
export skip_global_compinit

# A stand-in for wick-init: its script sets a variable that shows whether it ran.
mkdir stand-in
cat >stand-in/wick-init <<'END'
#!/bin/sh
case $1 in
  fish) echo "set -g came_by '$*'" ;;
  *) echo "came_by='$*'" ;;
esac
END
chmod +x stand-in/wick-init
programs=$(dirname "$(command -v wick-setup)")
mkdir bin
cp "$programs/wick-setup" bin/ # away from a wick-init of this build
plain_path=$PATH
PATH=$tmp/bin:$tmp/stand-in:$PATH
unset ZDOTDIR XDG_CONFIG_HOME
bashrc=$HOME/.bashrc zshrc=$HOME/.zshrc fishrc=$HOME/.config/fish/config.fish

same_files() { cmp "$2" "$3" >"$tmp/why" 2>&1; ok $? "$1" "$tmp/why"; }
files_of_home() { (cd "$HOME" && find . ! -path './.claude*' | LC_ALL=C sort | paste -sd ' ' -); }
rc_of() { case $1 in bash) echo "$bashrc" ;; zsh) echo "$zshrc" ;; fish) echo "$fishrc" ;; esac; }
# interactive SHELL COMMAND: runs it in a shell that has read its rc file, without a terminal
interactive() { "$1" -i -c "$2" </dev/null 2>/dev/null | tail -n 1; }
start_over() { find "$HOME" -mindepth 1 ! -path "$HOME/.claude*" -delete; }

it "a clean home"
for shell in zsh bash fish; do
  start_over
  rc=$(rc_of $shell)
  run wick-setup shell $shell
  exits 0
  is_empty "$shell: nothing on standard error" "$err"
  is "$shell: and when it shows" "$(tail -n 1 "$tmp/out")" 'new shells will show it'
  matches "^$rc: wick's line written to a new file$"
  is "$shell: one line" "$(wc -l <"$rc" | tr -d ' ')" 1
  side=--right
  [ $shell != bash ] || side=--left
  # shellcheck disable=SC2016
  is "$shell: runs wick-init" "$(interactive $shell 'echo $came_by')" "$shell $side"
  cp "$rc" with
  run wick-setup shell $shell
  exits 0
  matches "^$rc: wick's line is already there$"
  same_files "$shell: a second run changes nothing" with "$rc"
  run wick-setup shell $shell --undo
  exits 0
  is "$shell: nothing is left" "$(files_of_home)" .
  run wick-setup shell $shell --undo
  exits 1
  matches "^$rc: nothing to undo$"
done

it "a bash that logs in, as under tmux"
start_over
wick-setup shell bash >out.txt
# shellcheck disable=SC2016
is "reads the line" "$(bash -l -i -c 'echo $came_by' </dev/null 2>/dev/null | tail -n 1)" 'bash --left'
start_over
echo '. ~/.bashrc' >"$HOME/.profile"
run wick-setup shell bash
is "a .profile that reads .bashrc will do" "$err $(ls "$HOME/.bash_profile" 2>/dev/null)" ' '
echo ': nothing' >"$HOME/.profile"
run wick-setup shell bash
exits 0
complains "^wick-setup: $HOME/.profile: does not read ~/.bashrc, so login shells, such as those that tmux starts, do not show it$"
is "one of the user's own is not touched" "$(cat "$HOME/.profile")" ': nothing'

it "byte for byte"
cat >table <<'END'
alias a=b\n
alias a=b
alias a=b\r\nalias c=d\r\n
alias a=b\r\nalias c=d
alias a=b\nalias c=d\r

\n
\n\n
# wick-init is not here\n
 # added by wick-setup? no\n
echo é\n\tx
END
while IFS= read -r line; do
  for shell in zsh bash fish; do
    rc=$(rc_of $shell)
    start_over
    : >"$HOME/.profile"
    mkdir -p "$(dirname "$rc")"
    # shellcheck disable=SC2059
    printf "$line" >"$rc"
    chmod 640 "$rc"
    cp "$rc" before
    wick-setup shell $shell -n >patch.txt 2>err.txt
    same_files "$shell: a dry run changes nothing" before "$rc"
    run wick-setup shell $shell
    exits 0
    is "$shell: the line is the last" "$(tail -n 1 "$rc" | grep -c 'wick-init.*# added by wick-setup')" 1
    diff -U 3 before "$rc" | tail -n +3 >expected
    tail -n +3 patch.txt >got
    same_files "$shell: the dry run's diff was right" expected got
    # shellcheck disable=SC2016
    is "$shell: runs wick-init" "$(interactive $shell 'echo $came_by' | grep -c "^$shell --")" 1
    run wick-setup shell $shell --undo
    exits 0
    prints "$rc: as it was before"
    same_files "$shell: is back" before "$rc"
    is "$shell: with its mode, and no backup" "$(find "$(dirname "$rc")" -name "$(basename "$rc")*" -perm 640)" "$rc"
  done
done <table

it "changes since"
start_over
printf 'one' >"$zshrc"
wick-setup shell zsh >out.txt
echo two >>"$zshrc"
run wick-setup shell zsh
prints "$zshrc: wick's line is already there"
run wick-setup shell zsh --undo
exits 0
prints "$zshrc: wick's line removed; the rest is unchanged"
is "stay" "$(paste -sd ' ' "$zshrc")" "one two"
wick-setup shell zsh >out.txt
rm "$zshrc.wick-backup"
run wick-setup shell zsh --undo
exits 0
is "the mark tells the line without a backup too" "$(paste -sd ' ' "$zshrc")" "one two"
rm "$zshrc"
wick-setup shell zsh >out.txt
echo two >>"$zshrc"
wick-setup shell zsh --undo >out.txt
is "and stay in a file that was new" "$(cat "$zshrc")" two

it "a line of the user's own"
# shellcheck disable=SC2016
for line in 'eval "$(wick-init zsh)"' 'source <(/opt/bin/wick-init zsh)'; do
  echo "$line" >"$zshrc"
  run wick-setup shell zsh
  exits 0
  prints "$zshrc: wick's line is already there"
  run wick-setup shell zsh --undo
  exits 1
  is "is not touched" "$(cat "$zshrc")" "$line"
done

it "links"
start_over
mkdir "$HOME/dotfiles"
printf 'one' >"$HOME/dotfiles/zshrc"
ln -s dotfiles/zshrc "$zshrc"
wick-setup shell zsh >out.txt
is "lead to the file that is changed" "$(wc -l <"$HOME/dotfiles/zshrc" | tr -d ' ')" 2
wick-setup shell zsh --undo >out.txt
is "and is back" "$(readlink "$zshrc") $(cat "$zshrc") $(ls "$HOME/dotfiles")" "dotfiles/zshrc one zshrc"

it "a wick that is gone"
for shell in zsh bash fish; do
  start_over
  : >"$HOME/.profile"
  wick-setup shell $shell >out.txt 2>&1
  mv stand-in gone
  case $shell in fish) say='echo $status.' ;; *) say='echo $?.' ;; esac
  $shell -i -c "$say" </dev/null >got 2>err.txt
  is "$shell: the line does nothing and says nothing" "$(tail -n 1 got) $(grep -c wick err.txt)" "0. 0"
  mv gone stand-in
done

it "which wick-init"
mkdir "it's \"here\" \$x"
cp bin/wick-setup stand-in/wick-init "it's \"here\" \$x/"
for shell in zsh bash fish; do
  start_over
  : >"$HOME/.profile"
  PATH=$plain_path
  run "$tmp/it's \"here\" \$x/wick-setup" shell $shell
  exits 0
  # shellcheck disable=SC2016
  is "$shell: beside, not on PATH" "$(interactive $shell 'echo $came_by' | grep -c "^$shell --")" 1
  PATH=$tmp/bin:$tmp/stand-in:$PATH
  run wick-setup shell $shell
  exits 0
  is "$shell: a line for another one is renewed" "$(grep -c 'added by wick-setup' "$(rc_of $shell)") $(grep -c here "$(rc_of $shell)")" "1 0"
  run wick-setup shell $shell --undo
  [ ! -e "$(rc_of $shell)" ]
  ok $? "$shell: and undone to what was there first"
done
start_over
run env PATH=/usr/bin:/bin "$tmp/bin/wick-setup" shell zsh
exits 69
complains '^wick-setup: wick-init: neither beside wick-setup nor on PATH$'
is "nothing is written" "$(files_of_home)" .

mkdir -p "$HOME/my bin"
cp bin/wick-setup stand-in/wick-init "$HOME/my bin/"
for shell in zsh bash fish; do
  run env PATH="$HOME/my bin:$PATH" wick-setup shell $shell
  # shellcheck disable=SC2088
  is "$shell: at home, with a ~" "$(grep -c "~/'my bin/wick-init' $shell" "$(rc_of $shell)")" 1
  # shellcheck disable=SC2016
  is "$shell: which it can run" "$(interactive $shell 'echo $came_by' | grep -c "^$shell --")" 1
done

it "the login shell"
for shell in /bin/zsh /usr/local/bin/fish bash; do
  start_over
  run env SHELL=$shell wick-setup shell
  exits 0
  [ -s "$(rc_of "${shell##*/}")" ]
  ok $? "$shell"
done
run env SHELL=/bin/tcsh wick-setup shell
exits 64
complains '^wick-setup: SHELL /bin/tcsh: unknown; give zsh, bash or fish as an operand$'
run env -u SHELL wick-setup shell
exits 64
complains '^wick-setup: SHELL: is not set; give zsh, bash or fish as an operand$'

it "ZDOTDIR, XDG_CONFIG_HOME"
start_over
run env ZDOTDIR="$HOME/z" wick-setup shell zsh
[ -s "$HOME/z/.zshrc" ]
ok $? "zsh"
run env XDG_CONFIG_HOME="$HOME/x" wick-setup shell fish
[ -s "$HOME/x/fish/config.fish" ]
ok $? "fish"

it "command line"
while IFS='|' read -r arguments message; do
  # shellcheck disable=SC2086
  run wick-setup $arguments
  exits 64
  silent
  complains "^wick-setup: $message\$"
done <<'END'
|claude, shell or line expected
code|code: not claude, shell or line
claude zsh|zsh: too many operands
claude --wrap --undo|only one of --replace, --wrap, --undo
shell --project|--project, --replace, --wrap: only for claude
shell zsh fish|fish: too many operands
shell tcsh|tcsh: unknown; give zsh, bash or fish as an operand
END
finish
