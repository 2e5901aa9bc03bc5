#!/bin/sh
# SPDX-License-Identifier: MIT
# Every command of README.md, as printed and in order: "$ COMMAND" in the sample session must print what README shows
# below it; set-up commands are run in a temporary home, and undone. A line that this test cannot run is a failure.
. "$(dirname "$0")/lib.sh"
. "$root/tests/shells.sh"
. "$root/tests/terminal.sh"
readme=$root/README.md

# The variables of a reader. `sudo` installs below a temporary folder.
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME XDG_DATA_HOME ZDOTDIR ENV BASH_ENV WICK_NOW
quiet_fish
SHELL=$(command -v bash) COLUMNS=80 AS_ROOT=$tmp/as-root
mkdir bin places
TMPDIR=$tmp/places
export TMPDIR
printf '#!/bin/sh\nDESTDIR=$AS_ROOT\nexport DESTDIR\nexec "$@"\n' >bin/sudo
printf '#!/bin/sh\necho "claude $*"\n' >bin/claude
chmod +x bin/*
PATH=$tmp/bin:$PATH
export SHELL COLUMNS AS_ROOT PATH

# Blocks: a line is "$ COMMAND", "> OUTPUT" below one, "! SET-UP" or "# SECTION".
awk '
  /^```/ { fenced = !fenced; next }
  fenced { next }
  /^## / { print "# " substr($0, 4) }
  /^    / {
    line = substr($0, 5)
    if (line ~ /^\$ /) { sample = 1; blank = 0; print line; next }
    for (; sample && blank; blank--) print "> "
    print (sample ? "> " : "! ") line
    next
  }
  /^$/ { blank++; next }
  { sample = blank = 0 }' "$readme" >blocks
fence() { awk -v kind="$1" '/^```/ { on = $0 == "```" kind; next } on' "$readme"; }

# The sample's own line, as wide as it is.
the_line=$(COLUMNS=200 NO_COLOR=1 wick-demo sh -c 'wick-line <payload.json')

it "the sample"
is "is what README's commands are run in" "$(grep -c '^\$ ' blocks | awk '{ print ($1 >= 12) }')" 1
sed -n 's/^\$ //p' blocks >commands
# in_one_demo LIST WHERE: runs its lines in one sample, as a reader does; writes WHERE/NUMBER and WHERE/NUMBER.status
in_one_demo() {
  mkdir "$2"
  # shellcheck disable=SC2016
  wick-demo sh -c 'number=0
    while read -r command <&3; do
      number=$((number + 1))
      sh -c "$command" </dev/null >"$2/$number" 2>&1 3<&-
      echo $? >"$2/$number.status"
    done 3<"$1"' - "$tmp/$1" "$tmp/$2"
}
in_one_demo commands got
mkdir expected
awk '/^\$ / { n++; printf "" >("expected/" n); next } /^> / { print substr($0, 3) >("expected/" n) }' blocks
number=0
while read -r command; do
  number=$((number + 1))
  diff -u expected/$number got/$number >why 2>&1
  ok $? "\$ $command" why
done <commands

rm -r expected got

it "what to do with it"
# The amounts in that section are those of wick-next advice.
wick-demo sh -c 'wick-next advice' >ways
awk '/^## / { on = $0 == "## What to do with it" } on' "$readme" | grep -o '\$[0-9.]*[0-9]' | sort -u >amounts
is "has amounts" "$(awk 'END { print (NR >= 4) }' amounts)" 1
while read -r amount; do
  grep -qF -- " $amount  ~" ways
  ok $? "$amount" ways
done <amounts

# From here on the tools are those installed by `make install PREFIX="$HOME/.local"`.
installs=yes share=$AS_ROOT/usr/local/share/wick
if [ -n "$WICK_SANITIZED" ]; then
  installs=
  # This path may contain a blank, unlike README's.
  share=$tmp/share
  ln -s "$root/shell" share
fi
printf 'alias a=b\n' >"$HOME/.bashrc"
files_of_home() { (cd "$HOME" && find . ! -type d ! -path './.claude/projects/*' | LC_ALL=C sort | while read -r file; do echo "$file $(cksum <"$file")"; done); }
files_of_home >before

in_checkout() { run sh -c "cd \"\$1\" && $1" - "$root"; }
in_zsh() { run zsh -f -c "$1"; }

# without_make LINE: reports that this cannot be tested here
without_make() {
  [ -z "$installs" ] || return 1
  skip "build/bin is sanitized"
}

# on_screen COMMAND REGEX: in a terminal, until it shows that
on_screen() {
  if open_terminal 100 24 "$1"; then
    until_shows "$2"
  else
    skip "no tmux"
  fi
}

prompt_of() {
  mkdir -p "$tmp/proj"
  (
    cd "$tmp/proj" || exit
    WICK_NOW=2026-11-22T10:00:48Z
    export WICK_NOW
    session_in "$tmp/proj"
    # shellcheck disable=SC2016
    sh_of "$1" "$2; $(prompts "$1")"' echo $WICK_PROMPT'
  ) >got 2>&1
  rm -r "$HOME/.claude/projects/$(slug_of "$tmp/proj")"
  grep -q 'warm\|till' got
  ok $? "the prompt of $1 has the session" got
}

# set_up LINE: runs a set-up command according to its kind, and checks its effect
set_up() {
  line=${1%%  *}
  it "$line"
  case $line in
    make) without_make || { in_checkout "$line" && exits 0; } ;;
    'make check') in_checkout 'make -n check' && matches '^PATH=.* prove ' ;;
    'sudo make install')
      without_make || { in_checkout "$line" && exits 0 && is "wick is there" "$("$AS_ROOT/usr/local/bin/wick" -V)" "wick $(cat "$root/VERSION")"; }
      ;;
    'make install PREFIX='*)
      without_make || {
        in_checkout "$line"
        exits 0
        PATH=$HOME/.local/bin:$tmp/bin:$(printf %s "$PATH" | tr : '\n' | grep -vF "$root/build/" | paste -sd : -)
        is "wick is found" "$(command -v wick)" "$HOME/.local/bin/wick"
      }
      ;;
    'wick-setup claude')
      run sh -c "$line"
      exits 0
      fence json | jq -S . >expected
      jq -S '.statusLine.command |= (split("/") | last | rtrimstr("\u0027"))' "$HOME/.claude/settings.json" >got
      diff -u expected got >why 2>&1
      ok $? "writes what README shows" why
      ;;
    'wick-setup shell')
      run sh -c "$line"
      exits 0
      run bash --rcfile "$HOME/.bashrc" -ic 'type -t __wick_hook'
      prints function
      ;;
    wick-doctor)
      run sh -c "$line"
      [ "$status" -le 1 ]
      ok $? "looks at it" out
      is "nothing is wrong with the settings" "$(grep -c '^x  settings' out) $(grep -c '^ok settings' out | sed 's/[1-9].*/some/')" '0 some'
      ;;
    'wick-setup line')
      run sh -c "printf 'two-rows\\n\\n\\n\\ny\\n' | $line"
      exits 0
      matches 'wick.toml: line written'
      ;;
    'wick demo') run sh -c "$line" && exits 0 && matches '^ *cold$' ;;
    'wick demo bash')
      on_screen "$line" '[$#] *$'
      type_line wick-context
      until_shows '^144k of 1M tokens'
      type_line exit
      close_terminal
      ;;
    wick)
      on_screen 'wick-demo wick; exec sleep 30' '5a11c0de'
      close_terminal
      ;;
    'wick-sessions --watch' | wick-top | wick-pick)
      on_screen "wick-demo $line" '5a11c0de'
      close_terminal
      ;;
    wick-*\ *--output=*)
      run wick-demo sh -c "$line && cat \"${line##*--output=}\""
      exits 0
      matches '</html>'
      ;;
    wick-next* | wick-usage*) run wick-demo sh -c "$line" && exits 0 && matches '\$[0-9]' ;;
    eval*zsh*) prompt_of zsh "$line" ;;
    eval*bash*) prompt_of bash "$line" ;;
    wick-init*fish*) prompt_of fish "$line" ;;
    'set -g '*)
      # prompt-terminal.t shows that file's lines in tmux.
      grep -qxF -- "$line" "$root/shell/tmux.conf"
      ok $? "is in shell/tmux.conf" "$root/shell/tmux.conf"
      ;;
    cat*starship.toml*)
      mkdir -p "$HOME/.config"
      run sh -c "$(printf %s "$line" | sed "s,/usr/local/share/wick,$share,")"
      exits 0
      is "starship has a module" "$(grep -c '^\[custom\.wick\]' "$HOME/.config/starship.toml")" 1
      rm "$HOME/.config/starship.toml"
      ;;
    'source '*p10k.zsh)
      in_zsh "$(printf %s "$line" | sed "s,/usr/local/share/wick,$share,"); whence -w prompt_wick"
      prints 'prompt_wick: function'
      ;;
    'wick-setup claude --undo' | 'wick-setup shell --undo' | 'wick-setup line --undo') run sh -c "$line" && exits 0 ;;
    'sudo make uninstall')
      without_make || { in_checkout "$line" && exits 0 && is_empty "nothing is left" "$(find "$AS_ROOT" ! -type d)"; }
      ;;
    'make uninstall PREFIX='*)
      without_make || { in_checkout "$line" && exits 0 && is_empty "nothing is left" "$(find "$HOME/.local/bin" "$HOME/.local/share/man" "$HOME/.local/share/wick" ! -type d 2>/dev/null)"; }
      ;;
    'rm -rf '*)
      run sh -c "$line"
      files_of_home >after
      diff -u before after >why 2>&1
      ok $? "and all files of HOME are as before" why
      ;;
    "$the_line") ok 0 "is the sample's" ;;
    *) ok 1 "a line that readme.t does not know" ;;
  esac
}

in_section() { awk -v undo="$1" '/^# / { on = ($0 == "# Undo") == undo } on && /^! / { print substr($0, 3) }' blocks; }

in_section 0 >lines
while read -r line <&3; do set_up "$line"; done 3<lines

# Commands within sentences.
span() {
  command=$1
  case $command in
    wick-[a-z]* | 'wick '*)
      number=$((number + 1))
      read -r status <"ran/$number.status"
      [ "$status" -lt 64 ]
      ok $? "runs" "ran/$number"
      ;;
    make | make\ *) in_checkout "make -n ${command#make}" && exits 0 ;;
    man\ *)
      page=$root/man/${command#man }
      [ -e "$page.1" ] || [ -e "$page.5" ] || [ -e "$page.7" ]
      ok $? "has that page"
      ;;
    build/bin/*) cd "$root" && run sh -c "$command" && exits 0; cd "$tmp" || exit ;;
    \~/.local/bin/*) without_make || { run wick-demo sh -c "$HOME/${command#??}" && exits 0; } ;;
    /usr/local/share/wick/*) [ -e "$share/${command##*/}" ]; ok $? "is installed" ;;
    eval*zsh*) prompt_of zsh "$command" ;;
    --*)
      grep -qE -- "(^|[ ,])${command%%=*}([ =,]|\$)" helps
      ok $? "is an option" helps
      ;;
    'npx '* | 'claude -p' | 'git status') ok 0 "is not ours" ;;
    'main '*) grep -qF "\"$command\"" "$root/tests/git.t"; ok $? "is the segment of a repository in tests/git.t" ;;
    preset\ =* | theme\ =*)
      printf '[line]\n%s\n' "$command" >wick.toml
      run wick-demo sh -c 'mkdir -p .config/wick && cp "$1" .config/wick/ && wick-line <payload.json' - "$tmp/wick.toml"
      is_empty "is accepted" "$err"
      ;;
    *\ *) case $the_line in *"$command"*) ok 0 "is a part of the line" ;; *) ok 1 "a command that readme.t does not know" ;; esac ;;
  esac
}
for tool in $(tools); do "$tool" --help; done >helps
awk '/^```/ { fenced = !fenced } !fenced && !/^    /' "$readme" | grep -o '`[^`]*`' | tr -d '`' | sort -u >spans
grep -E '^wick(-[a-z]| )' spans >of_wick
in_one_demo of_wick ran
number=0
while read -r command <&3; do
  it "\`$command\`"
  span "$command"
done 3<spans

it "wick.toml"
fence toml >wick.toml
# shellcheck disable=SC2016
run wick-demo sh -c 'mkdir -p .config/wick && cp "$1" .config/wick/ && wick-line <payload.json
  for _ in $(seq 50); do ls .cache/wick/segments/*.load >/dev/null 2>&1 && break; sleep 0.1; done
  wick-line --session=5a11 --color=never' - "$tmp/wick.toml"
exits 0
is_empty "is accepted" "$err"
matches '144k/1M 14%.* [0-9]+\.[0-9]+$'
is "other fences" "$(grep '^```.' "$readme" | sort | paste -sd ' ')" '```json ```toml'

in_section 1 >lines
while read -r line <&3; do set_up "$line"; done 3<lines

it "the samples"
# A terminal that was closed does not wait for what ran in it.
for _ in $(seq 100); do
  [ -n "$(ls places)" ] || break
  sleep 0.1
done
is_empty "are gone" "$(ls places)"
finish
