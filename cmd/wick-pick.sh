#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-pick: choose a session and resume it
set -u
tool='wick-pick'
tab=$(printf '\t')

usage='wick-pick: choose a session and resume it
usage: wick-pick [-flp] [--since=DATE] [--no-fzf] [--id=ID] [--as=KIND]
  -l, --live        only sessions whose process is alive
      --since=DATE  since this date, time or age: 2026-11-24, yesterday, 7d;
                    default: 24h
  -f, --force       resume a session a second time, even if it is running
  -p, --print       print the id, run nothing
      --no-fzf      ask with a numbered list, as if fzf were missing
      --id=ID       this session, without asking
      --as=KIND     what to run: resume, fork, continue, new or background
  -h, --help        print this
  -V, --version     print the version'

. lib/cli/messages.sh

print='' no_fzf='' live='' force='' since='' id='' as=resume
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) say "$usage" && exit ;;
    -V | --version) say 'wick-pick @VERSION@' && exit ;;
    -l | --live) live=--live ;;
    -f | --force) force=yes ;;
    -p | --print) print=yes ;;
    --no-fzf) no_fzf=yes ;;
    --since=*) since=$1 ;;
    --since)
      if [ $# -lt 2 ]; then fail 64 '--since: argument missing'; fi
      since=--since=$2
      shift
      ;;
    --id=*) id=${1#*=} ;;
    --as=*) as=${1#*=} ;;
    --id | --as)
      if [ $# -lt 2 ]; then fail 64 "$1: argument missing"; fi
      case $1 in
        --id) id=$2 ;;
        --as) as=$2 ;;
      esac
      shift
      ;;
    --) shift && break ;;
    --*) fail 64 "${1%%=*}: unknown option" ;;
    -[flphV]?*) # -lp is -l -p
      rest=${1#-?}
      first=${1%"$rest"}
      shift
      set -- '' "$first" "-$rest" "$@"
      ;;
    -?*) fail 64 "${1%"${1#-?}"}: unknown option" ;;
    *) break ;;
  esac
  shift
done
if [ $# -gt 0 ]; then fail 64 "$1: unexpected operand"; fi
case $as in
  resume | fork | continue | new | background) ;;
  *) fail 64 "--as $as: not one of resume, fork, continue, new, background" ;;
esac

# Use the tools beside this one, even if others are installed.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ -x "$here/wick-sessions" ]; then PATH=$here:$PATH && export PATH; fi

# The table leaves room for the numbers or marks before its rows.
width=${COLUMNS:-$({ stty size </dev/tty; } 2>/dev/null | cut -d ' ' -f 2)}
case $width in
  '' | *[!0-9]*) width=80 ;;
esac
color=never
if [ -z "${NO_COLOR:-}" ]; then color=${WICK_COLOR:-always}; fi
fzf=$(command -v fzf || true)
if [ -z "$fzf" ] || [ -n "$no_fzf" ]; then
  no_fzf=yes
  if [ ! -t 2 ]; then color=${WICK_COLOR:-never}; fi
fi

# Before each row, hidden: what is needed to resume its session.
keys='{session.id}\t{session.project_dir}{?!session.project_dir:{session.cwd}}\t{session.transcript}\t{session.pid}\t'
if [ -n "$id" ]; then
  list=$(wick-state --session="$id" --format="$keys")
else
  list=$(COLUMNS=$((width - 4)) WICK_COLOR=$color wick-sessions $live ${since:+"$since"} --prefix="$keys")
fi
status=$?
if [ $status -ne 0 ]; then exit $status; fi # the tool has printed the reason
if [ -z "$print" ] && ! command -v claude >/dev/null; then fail 69 'claude: not found'; fi

with_fzf() {
  _WICK_PREVIEW='{?session.name:{session.name}\n}{session.cwd}{?git.branch:  {git.branch}}
{model.name}{?model.effort: {model.effort}}, context {context.tokens:h}{?context.window_tokens:/{context.window_tokens:h}}{?context.used_pct: {context.used_pct:h}}
cache {cache.state}{?cache.remaining_s: for {cache.remaining_s:h}, until {cache.expires_at:h}}
next prompt {next.now_usd:h}{?next.state=warm:, {next.cold_usd:h} once cold}{?next.after_compact_usd:, after /compact at most {next.after_compact_usd:h}}{?next.after_clear_usd:, after /clear at most {next.after_clear_usd:h}}
{?cost.total_usd:spent {cost.total_usd:h}{?cost.lower_bound=true: or more}}{?session.last_response_at:  last response at {session.last_response_at:h}}'
  export _WICK_PREVIEW
  # fzf quotes {1} for the shell, and wick accepts only ids that need no quoting.
  # shellcheck disable=SC2016
  printf '%s\n' "$list" | SHELL=/bin/sh "$fzf" --ansi --no-multi --layout=reverse --tiebreak=index \
    --header-lines=1 --delimiter="$tab" --with-nth=5.. \
    --preview='wick-state --session={1} --format="$_WICK_PREVIEW"' --preview-window=down:6:wrap
}

with_numbers() {
  printf '%s\n' "$list" | cut -f 5- |
    awk 'NR == 1 { print "    " $0; next } { printf "%3d %s\n", NR - 1, $0 }' >&2
  while printf 'Number, or q: ' >&2 && read -r number; do
    case $number in
      '' | q | Q) return 1 ;;
      *[!0-9]*) continue ;;
    esac
    if printf '%s\n' "$list" | awk -v n="$number" 'NR > 1 && NR == n + 1 { print; found = 1 } END { exit !found }'; then
      return
    fi
  done
  return 1
}

if [ -z "$id" ] && ! (: </dev/tty) 2>/dev/null; then fail 69 '/dev/tty: no terminal to ask on'; fi
if [ -n "$id" ]; then
  chosen=$list
elif [ -z "$no_fzf" ]; then
  chosen=$(with_fzf)
elif [ -t 0 ]; then
  chosen=$(with_numbers)
else
  chosen=$(with_numbers </dev/tty)
fi
case $? in
  0) ;;
  1 | 130) exit 1 ;;
  *) fail 69 'fzf: failed' ;;
esac

id=${chosen%%"$tab"*}
rest=${chosen#*"$tab"}
directory=${rest%%"$tab"*}
rest=${rest#*"$tab"}
transcript=${rest%%"$tab"*}
rest=${rest#*"$tab"}
pid=${rest%%"$tab"*}

if [ -n "$print" ]; then say "$id" && exit; fi

parent_of() {
  if [ -r "/proc/$1/status" ]; then
    sed -n 's/^PPid:[^0-9]*//p' "/proc/$1/status"
  else
    ps -o ppid= -p "$1" 2>/dev/null | tr -d ' '
  fi
}

# pane_of PID: prints the tmux session and pane whose first process is PID or an ancestor of it
pane_of() {
  panes=$(tmux list-panes -a -F '#{pane_pid} #{session_id} #{pane_id}' 2>/dev/null) || return 1
  process=$1
  while [ "${process:-1}" -gt 1 ]; do
    printf '%s\n' "$panes" |
      awk -v pid="$process" '$1 == pid { print $2, $3; found = 1; exit } END { exit !found }' && return
    process=$(parent_of "$process")
  done
  return 1
}

# job_of PID: prints the id of the session as a background job, from Claude Code's registry
job_of() {
  [ -n "$transcript" ] || return 1
  job=$(sed -n 's/.*"jobId": *"\([A-Za-z0-9][A-Za-z0-9_-]*\)".*/\1/p' "${transcript%/projects/*}/sessions/$1.json" 2>/dev/null)
  [ -n "$job" ] && say "$job"
}

# show_pane SESSION PANE: shows the pane on this terminal
show_pane() {
  tmux select-window -t "$2" && tmux select-pane -t "$2" || return
  if [ -z "${TMUX-}" ]; then exec tmux attach-session -t "$1"; fi
  [ "$(tmux display-message -p '#{session_id}')" = "$1" ] || tmux switch-client -t "$1"
}

# Two processes that write to one transcript would corrupt the conversation.
if [ "$as" = resume ] && [ -n "$pid" ] && [ -z "$force" ]; then
  if job=$(job_of "$pid"); then exec claude attach "$job"; fi
  if pane=$(pane_of "$pid"); then
    show_pane "${pane% *}" "${pane#* }" && exit
    fail 69 "session $id: runs in the tmux pane ${pane#* }, which cannot be shown"
  fi
  fail 69 "session $id: is running in $directory as process $pid; continue there, or use --force to resume it a second time"
fi
case $id in
  -*) fail 65 "$id: claude does not accept this id" ;;
esac

# Claude Code uses a single configuration folder; set it if it would choose a different one.
if [ -n "$transcript" ]; then
  config=$(CDPATH='' cd -- "${transcript%/projects/*}" && pwd) || fail 66 "$transcript: no such folder"
  if [ -n "${CLAUDE_CONFIG_DIR:-}" ] || [ "$config" != "$HOME/.claude" ]; then
    CLAUDE_CONFIG_DIR=$config
    export CLAUDE_CONFIG_DIR
  fi
fi
case $directory in
  /*) ;;
  *) fail 66 "session $id: its directory is unknown" ;;
esac
CDPATH='' cd -- "$directory" 2>/dev/null || fail 66 "$directory: cannot change to it"
case $as in
  resume) exec claude --resume "$id" ;;
  fork) exec claude --resume "$id" --fork-session ;;
  continue) exec claude --continue ;;
  new) exec claude ;;
  background) exec claude --bg --resume "$id" ;;
esac
