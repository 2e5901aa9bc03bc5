# SPDX-License-Identifier: MIT
# Part of `make bench`: what wick-init's hook adds to a zsh prompt, timed over 1,000 prompts, against
# a hook that runs a static program that does nothing, and one that does nothing itself. All run in
# turn, so that a machine that slows down slows them all.
#   zsh -f prompt.zsh EMPTY-PROGRAM DIRECTORY-WITH-A-SESSION DIRECTORY-WITHOUT ROUNDS
zmodload zsh/datetime
empty=$1 with=$2 without=$3 rounds=$4
eval "$(wick-init zsh --right)"

run_nothing() { : }
run_empty() { $empty }
hook() { __wick_precmd; __wick_show }

typeset -A times
# lap NAME FUNCTION: adds the time that one call takes
lap() {
  local start=$EPOCHREALTIME
  $2
  times[$1]+=" $(( (EPOCHREALTIME - start) * 1e6 ))"
}
repeat $rounds; do
  lap nothing run_nothing
  lap empty run_empty
  builtin cd -q $with
  lap with hook
  builtin cd -q $without
  __wick_precmd
  lap without hook
done

median() {
  local -a sorted=(${(on)=times[$1]})
  print -- $sorted[$(( ($#sorted + 1) / 2 ))]
}
(( yardstick = $(median empty) - $(median nothing) ))
print "what a prompt of zsh costs more, as a ratio to running an empty static program"
printf '%-42s %5.2f\n' 'the empty program' 1
printf '%-42s %5.2f\n' 'the hook, with a session        (max 1.5)' $(( ($(median with) - $(median nothing)) / yardstick ))
printf '%-42s %5.2f\n' 'the hook, without              (max 0.05)' $(( ($(median without) - $(median nothing)) / yardstick ))
