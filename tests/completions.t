#!/bin/sh
# SPDX-License-Identifier: MIT
# Completions, as the shells themselves complete: exactly the options of --help, and their values; texts from
# sessions are shown and never executed.
. "$(dirname "$0")/lib.sh"
. "$root/tests/shells.sh"
. "$root/tests/terminal.sh"
share=$(dirname "$(dirname "$(command -v wick)")")/share
bash_file=$share/bash-completion/completions/wick
fish_folder=$share/fish/vendor_completions.d
PATH=$tmp/bin:$PATH
mkdir -p "$tmp/bin" "$tmp/place/folder"
cd "$tmp/place" || exit 1
touch one.jsonl two.json three.txt

# fish_lists LINE: prints what fish offers for it, with descriptions
fish_lists() {
  fish --no-config -c "set fish_complete_path '$fish_folder'
    set -p fish_function_path '$share/fish/vendor_functions.d'
    complete -C \$argv[1]" -- "$1" 2>&1
}

# bash_lists LINE: the same for bash, as readline calls the function
cat >"$tmp/bash_lists" <<'SCRIPT'
set -euo pipefail
. "$1"
COMP_LINE=$2 COMP_POINT=${#2} COMP_TYPE=${TYPE-9} COMP_WORDS=()
# Like readline, splits at = and :.
line=$2
for ((i = 0; i < ${#line}; i++)); do
  c=${line:i:1}
  case $c in
    ' ') COMP_WORDS+=('') ;;
    [=:]) COMP_WORDS+=("$c" '') ;;
    *) ((${#COMP_WORDS[@]})) || COMP_WORDS=(''); COMP_WORDS[${#COMP_WORDS[@]} - 1]+=$c ;;
  esac
done
last=$((${#COMP_WORDS[@]} - 1))
if [[ $last -gt 0 && -z ${COMP_WORDS[last]} && ${COMP_WORDS[last - 1]} == [=:] ]]; then
  unset "COMP_WORDS[last]"
  last=$((last - 1))
fi
COMP_CWORD=$last
_wick "${COMP_WORDS[0]}" "${COMP_WORDS[last]}" ''
printf '%s\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"}
SCRIPT
bash_lists() { bash --noprofile --norc "$tmp/bash_lists" "$bash_file" "$1" 2>&1; }

# lists SHELL LINE REGEX: checks that one of the offered lines matches
lists() {
  "$1_lists" "$2" >"$tmp/offered"
  grep -Eq -- "$3" "$tmp/offered"
  ok $? "$1: $2: $3" "$tmp/offered"
}
# lists_only SHELL LINE WORDS: checks that exactly these are offered, in this order
lists_only() {
  listed=$("$1_lists" "$2" | cut -f 1 | paste -sd ' ')
  if [ -n "$3" ]; then is "$1: $2" "$listed" "$3"; else is_empty "$1: $2" "$listed"; fi
}

it "syntax"
shellcheck -s bash "$bash_file" >"$tmp/why" 2>&1
ok $? "bash: shellcheck" "$tmp/why"
zsh -n "$share/zsh/site-functions/_wick" >"$tmp/why" 2>&1
ok $? "zsh -n" "$tmp/why"
for file in "$share"/fish/*/*.fish; do fish -n "$file" || echo "$file"; done >"$tmp/why" 2>&1
[ ! -s "$tmp/why" ]
ok $? "fish -n" "$tmp/why"
is "bash loads it in silence, twice" "$(sh_of bash ". '$bash_file'; . '$bash_file'; complete -p wick-context" 2>&1)" \
  'complete -o nosort -F _wick wick-context'


# zsh and bash complete only at a prompt. The first TAB lists everything.
mkdir -p "$tmp/zsh"
cat >"$tmp/zsh/.zshrc" <<'RC'
fpath=($SHARE/zsh/site-functions $fpath)
autoload -Uz compinit && compinit -u -d $DUMP
setopt no_beep no_always_last_prompt
PROMPT='> '
RC
cat >"$tmp/bashrc" <<'RC'
set -u
. "$SHARE/bash-completion/completions/wick"
bind 'set bell-style none'
bind 'set show-all-if-ambiguous on'
bind 'set page-completions off'
bind 'set completion-query-items 0'
PS1='> '
RC
open_shell() {
  case $1 in
    zsh) open_terminal 200 110 "env 'SHARE=$share' DUMP=$tmp/compdump ZDOTDIR=$tmp/zsh zsh -d -i" ;;
    bash) open_terminal 200 110 "env 'SHARE=$share' bash --noprofile --rcfile $tmp/bashrc -i" ;;
  esac
  until_shows '^>'
}
# within_ten_seconds COMMAND
within_ten_seconds() {
  tries=0
  until "$@" || [ $tries -ge 200 ]; do
    tries=$((tries + 1))
    sleep 0.05
  done
}
at_a_prompt() { screen | tr -d '\n' | grep -Eq '^> *$'; }
# press_tab LINE: types LINE on an empty screen and presses TAB
press_tab() {
  mux send-keys C-u C-l
  within_ten_seconds at_a_prompt
  mux send-keys -l "$1"
  mux send-keys Tab
}
has_line() { screen | sed 's/ *$//' >"$tmp/screen" && grep -Fqx -- "$1" "$tmp/screen"; }
# becomes LINE EXPECTED: checks that TAB completes LINE to EXPECTED
becomes() {
  press_tab "$1"
  within_ten_seconds has_line "> $2"
  has_line "> $2"
  ok $? "$1 becomes $2" "$tmp/screen"
}
# listed LINE REGEX
listed() {
  press_tab "$1"
  until_shows "$2"
}

# options_of HELP: prints its options, one per line
options_of() { grep -oE '^ +(-[A-Za-z], )?--[a-z-]+' | grep -oE -- '--?[A-Za-z][a-z-]*' | sort; }
on_screen() { screen | tee "$tmp/screen" | grep -Fq -- "$1"; }
# offered_options: prints the options on the screen
offered_options() { screen | sed 's/ -- .*//' | grep -E '^-' | grep -oE -- '--?[A-Za-z][a-z-]*' | sort; }
offers_expected() { offered_options >got && cmp -s expected got; }

for shell in zsh bash; do
  open_shell $shell
  for tool in $(tools); do
    it "$tool"
    "$tool" --help | options_of >expected
    press_tab "$tool -"
    within_ten_seconds offers_expected
    diff -u expected got >"$tmp/why"
    ok $? "$shell has the options of --help" "$tmp/why"
  done
  close_terminal
done
for tool in $(tools); do
  it "$tool"
  "$tool" --help | options_of >expected
  [ -s expected ]
  ok $? "has options"
  fish_lists "$tool -" | cut -f 1 | sort >got
  diff -u expected got >"$tmp/why"
  ok $? "fish has the options of --help" "$tmp/why"
  "$tool" --help | grep -oE -- '--[a-z-]+=' | sort -u >expected
  bash_lists "$tool --" | grep '=' | sort >got
  diff -u expected got >"$tmp/why"
  ok $? "bash knows which take an argument" "$tmp/why"
done

it "values"
for shell in bash fish; do
  lists_only $shell 'wick-line --color ' 'always never auto'
  lists_only $shell 'wick-line --prompt ' 'zsh bash fish plain'
  lists_only $shell 'wick-init --color ' 'always never auto'
  # Each tool's own words for an option with the same name.
  lists_only $shell 'wick-waste --by ' 'project model tool server day week session'
  lists_only $shell 'wick-misses --by ' 'cause idle context day session project model'
  lists_only $shell 'wick-growth --what-if ' 'compact=160k compact-breaks clear ttl=5m ttl=1h model=opus-4-5'
  lists_only $shell 'wick-init ' 'zsh bash fish'
  lists_only $shell 'wick help waste-j' waste-judge
  lists_only $shell 'wick-sessions --since ' 'today yesterday 7d 30d'
  lists_only $shell 'wick-init --over 5 --live f' fish
  lists_only $shell 'wick-init zsh ' ''
  lists_only $shell 'wick-context --over ' ''
  lists_only $shell 'wick help conte' context
  lists_only $shell 'wick line --color n' never
  lists_only $shell 'wick context --js' --json
  lists_only $shell 'wick-context -f {context.tok' '{context.tokens}'
  lists_only $shell 'wick-context -f {?cache.st' '{?cache.state:'
done
lists_only fish 'wick-line --color=n' --color=never
lists_only bash 'wick-line --color=n' never
lists_only bash 'wick-line --color=' 'always never auto'
lists_only bash 'wick-context -jq' ''
lists_only bash 'wick-context -jt o' one.jsonl
lists_only fish 'wick-context -jt o' one.jsonl
lists_only bash 'wick-context -p t' two.json
lists_only fish 'wick-context -C f' folder/
lists fish 'wick ' "^context$(printf '\t')tokens in the context, window, percentage$"
lists bash 'wick c' '^cache  \(warm or cold, time left, TTL, hit ratio\)$'
lists fish 'wick-state -f {next.now' "^{next.now_usd}$(printf '\t')The price of sending that request now"
lists_only bash 'wick-waste --by=' 'project model tool server day week session'
lists_only bash 'wick waste --by=t' tool
# The tools accept every offered value; without a history, their status is 1.
for option in waste:--by misses:--by growth:--what-if sessions:--sort; do
  tool=wick-${option%:*} option=${option#*:}
  for value in $(bash_lists "$tool $option "); do
    case $tool in
      wick-sessions) run "$tool" --all "$option=$value" ;;
      *) run "$tool" "$option=$value" ;;
    esac
    is "$tool $option=$value is one" "$status" 1
  done
done
for value in zsh bash fish plain; do
  run wick-line -q "--prompt=$value" -p "$data/payloads/2.1.330-warm-5m.json"
  is "--prompt=$value is one" "$status" 0
done
for value in 30m 12h 24h 7d; do
  run wick-line -q "--recent=$value" -p "$data/payloads/2.1.330-warm-5m.json"
  is "--recent=$value is one" "$status" 0
done

# Ids come from wick-sessions. Names may be anything; invalid and duplicate ids are dropped.
tab=$(printf '\t')
one=11111111-0000-4000-8000-000000000001
two=22222222-0000-4000-8000-000000000002
three=33333333-0000-4000-8000-000000000003
hostile='$(touch owned) `touch owned` "'\'' ;touch owned; a:b\:c %F{red}%n \n\a *~ [x] {a,b} é'
{
  printf '%s\n' "$one$tab/home/you/shop$tab, 4m12s ago, fix: the tests, 144k"
  printf '%s\n' "$two$tab/home/you/\$(touch owned):a$tab, 3h ago, $hostile"
  printf '%s\n' "$three$tab$tab, 2d ago"
  printf '%s\n' "$three$tab/again$tab, 2d ago"
  printf '%s\n' "\$(touch owned)$tab/home/you/shop$tab, 1m ago" "$tab$tab"
} >"$tmp/sessions"
printf '%s\n' '#!/bin/sh' "cat '$tmp/sessions'" >"$tmp/bin/wick-sessions"
chmod +x "$tmp/bin/wick-sessions"

it "session ids"
for line in 'wick-context -s 2' 'wick context --session 2' 'wick-cost -js 2'; do
  lists_only bash "$line" $two
  lists_only fish "$line" $two
done
lists_only bash 'wick-context --session=2' $two
lists_only fish 'wick-context --session=2' --session=$two
bash_lists 'wick-context --session=' >got
{
  printf '%s\n' "$one  (shop, 4m12s ago, fix: the tests, 144k)" "$two  (\$(touch owned):a, 3h ago, $hostile)"
  echo "$three  (2d ago)"
} >expected
diff -u expected got >"$tmp/why"
ok $? "bash: with project and age" "$tmp/why"
is "bash: bare where a word is put into the line as it is" \
  "$(TYPE=37 bash_lists 'wick-context -s ' | paste -sd ' ')" "$one $two $three"
fish_lists 'wick-context -s ' | uniq | grep -v "again" >got
sed "s/  (/$tab/; s/)\$//" expected >expected.fish
diff -u expected.fish got >"$tmp/why"
ok $? "fish: with project and age" "$tmp/why"

for shell in zsh bash; do
  it "session ids in $shell"
  open_shell $shell
  becomes 'wick-context -s 2' "wick-context -s $two"
  becomes 'wick-context --session=2' "wick-context --session=$two"
  becomes 'wick context --session=1' "wick context --session=$one"
  listed 'wick-context -s ' "$one.*shop, 4m12s ago, fix: the tests, 144k"
  within_ten_seconds on_screen "(touch owned):a, 3h ago, $hostile"
  ok $? "a name letter by letter" "$tmp/screen"
  is "no id that is none" "$(screen | grep -c '^[$ ]')" 0
  listed 'wick-context --session=' "$two.*, 3h ago"
  it "values in $shell"
  becomes 'wick-context --tr' 'wick-context --transcript='
  mux send-keys x
  within_ten_seconds has_line '> wick-context --transcript=x'
  has_line '> wick-context --transcript=x'
  ok $? "and its argument follows" "$tmp/screen"
  becomes 'wick-context -t o' 'wick-context -t one.jsonl'
  becomes 'wick-line --color=n' 'wick-line --color=never'
  becomes 'wick-context -C f' 'wick-context -C folder/'
  becomes 'wick-init --live f' 'wick-init --live fish'
  becomes 'wick-init --over 5 z' 'wick-init --over 5 zsh'
  becomes 'wick help lin' 'wick help line'
  becomes 'wick lin' 'wick line'
  becomes 'wick line --color n' 'wick line --color never'
  becomes 'wick-line --format={context.tok' 'wick-line --format={context.tokens}'
  listed 'wick-line --color=' '^always +never +auto'
  listed 'wick c' 'context +(--|\() ?tokens in the context, window, percentage'
  close_terminal
done
open_shell bash
becomes "wick-line -f '{context.tokens} of {context.w" "wick-line -f '{context.tokens} of {context.window_tokens}'"
close_terminal
open_shell zsh
becomes "wick-line -f '{context.tokens} of {context.w" "wick-line -f '{context.tokens} of {context.window_tokens}"
becomes "wick-line -f '{?cache.state:{?!cache.ttl_" "wick-line -f '{?cache.state:{?!cache.ttl_s:"
close_terminal

it "hostile names"
find "$tmp" -name owned >owned.txt
[ ! -s owned.txt ]
ok $? "nothing was executed" owned.txt

it "without wick-sessions"
printf '%s\n' '#!/bin/sh' 'echo trouble >&2; exit 70' >"$tmp/bin/wick-sessions"
is_empty "bash offers nothing" "$(bash_lists 'wick-context -s ')"
is_empty "fish offers nothing" "$(fish_lists 'wick-context -s ')"
rm "$tmp/bin/wick-sessions"

it "installed"
prefix=$tmp/prefix
# If make was called with -j, its children would look for its job server.
make_it() {
  env -u MAKEFLAGS -u MAKELEVEL make -s -C "$root" -o all PREFIX="$prefix" \
    SANITIZE="${WICK_SANITIZED:+address,undefined}" "$1" >"$tmp/why" 2>&1
  ok $? "make $1" "$tmp/why"
}
make_it install
is "fish finds it" "$(XDG_DATA_DIRS=$prefix/share:/usr/share fish -c "complete -C 'wick-context --tr'" | cut -f 1)" --transcript
for tool in $(tools); do
  cmp -s "$prefix/share/bash-completion/completions/$tool" "$bash_file" || echo "$tool"
done >got
is_empty "bash has one for each tool" "$(cat got)"
zsh_functions "$tmp/functions"
# shellcheck disable=SC2016
is "the plugin of zsh finds it" \
  "$(sh_of zsh "$few_functions; source '$prefix/share/wick/wick.plugin.zsh'; autoload -Uz compinit; compinit -u -D;"' print $_comps[wick-context]')" _wick
make_it uninstall
[ ! -e "$prefix" ]
ok $? "nothing is left"

there() { tools | grep -Fqx "$1"; }
it "wick-sessions"
if there wick-sessions; then
  session_in "$tmp/proj"
  lists fish 'wick-context -s 5a' "^$session$tab.*, [0-9].* ago, .*144k$"
  lists_only bash 'wick-context -s 5a' $session
  for shell in bash fish; do
    lists_only $shell 'wick-sessions s' show
    lists_only $shell 'wick-sessions show 5a' $session
    lists_only $shell 'wick-sessions show -j 5a' $session
    lists_only $shell 'wick-sessions -a --sort ' 'last cost peak project'
  done
else
  skip "not there"
fi
it "wick-setup"
if there wick-setup; then
  for shell in bash fish; do
    lists_only $shell 'wick-setup ' 'claude shell line'
    lists_only $shell 'wick-setup -n shell ' 'zsh bash fish'
    lists_only $shell 'wick-setup claude ' ''
  done
else
  skip "not there"
fi
it "wick-usage"
if there wick-usage; then
  for shell in bash fish; do
    lists_only $shell 'wick-usage -j ' 'day week month hour weekday block project repo session model skill plugin server tool agent branch effort client entrypoint'
    lists_only $shell 'wick-usage m' 'month model'
    lists_only $shell 'wick-usage day ' ''
    lists_only $shell 'wick-usage --since ' 'today yesterday 7d 30d'
    lists_only $shell 'wick-usage --tz ' ''
  done
  lists_only fish 'wick-usage --project f' folder/
  for value in today yesterday 7d 30d; do
    run wick-usage -q --since=$value --no-ledger
    [ "$status" -le 1 ]
    ok $? "--since=$value is one" "$tmp/err"
  done
else
  skip "not there"
fi
it "wick-doctor"
if there wick-doctor; then
  for shell in bash fish; do
    lists_only $shell 'wick-doctor -s abcd e' explain
    lists_only $shell 'wick-doctor explain next.now_usd cache.remain' cache.remaining_s
  done
else
  skip "not there"
fi
finish
