# SPDX-License-Identifier: MIT
# Part of `make bench`: what wick-init's hook adds to a zsh prompt, timed over 1,000 prompts, against
# a hook that runs a static program that does nothing, and no hook at all. All run in turn, so that
# a machine that slows down slows them all.
#   zsh -f prompt.zsh EMPTY-PROGRAM DIRECTORY-WITH-A-SESSION DIRECTORY-WITHOUT ROUNDS
zmodload zsh/datetime
empty=$1 with=$2 without=$3 rounds=$4
eval "$(wick-init zsh --right)"

run_empty() { $empty }

typeset -A times
# lap NAME FUNCTION ...: adds the time that the calls take
lap() {
  local start=$EPOCHREALTIME hook
  for hook in $@[2,-1]; do $hook; done
  times[$1]+=" $(( (EPOCHREALTIME - start) * 1e6 ))"
}
repeat $rounds; do
  lap nothing
  lap empty run_empty
  # What a change of directory costs once is a lap of its own.
  builtin cd -q $with
  lap cd __wick_look_around
  __wick_precmd
  lap with __wick_precmd __wick_show
  builtin cd -q $without
  __wick_precmd
  lap without __wick_precmd __wick_show
done

median() {
  local -a sorted=(${(on)=times[$1]})
  print -- $sorted[$(( ($#sorted + 1) / 2 ))]
}
(( yardstick = $(median empty) - $(median nothing) ))
print "what a prompt of zsh costs more, as a ratio to running an empty static program"
printf '%-42s %5.2f\n' 'the empty program' 1
printf '%-42s %5.2f\n' 'the hook, with a session        (max 1.5)' $(( ($(median with) - $(median nothing)) / yardstick ))
printf '%-42s %5.2f\n' 'more, after a change of directory' $(( ($(median cd) - $(median nothing)) / yardstick ))
printf '%-42s %5.2f\n' 'the hook, without               (max 0.1)' $(( ($(median without) - $(median nothing)) / yardstick ))
