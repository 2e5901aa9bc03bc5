#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-usage's days, weeks, months and blocks, exactly at their boundaries.
. "$(dirname "$0")/lib.sh"
. "$root/tests/usage.sh"
projects=$HOME/.claude/projects/-home-you-shop
mkdir -p "$projects"

# history TIME...: writes a history with only a request at each of these times
history() {
  for time; do response "$time"; done >"$projects/one.jsonl"
  rm -rf "$XDG_DATA_HOME"
}
rows() {
  kind=$1 zone=$2
  shift 2
  figures "$kind" requests -- --tz="$zone" "$@" | paste -sd ,
}
same_as_counted() {
  for by in day week month block; do agrees "by $by" --tz "$1" --by $by "$HOME/.claude"; done
}

it "Europe/Berlin, a day of 23 hours"
history 2026-03-28T22:59:59.999Z 2026-03-28T23:00:00Z 2026-03-29T00:59:59Z 2026-03-29T01:00:00Z \
  2026-03-29T21:59:59.999Z 2026-03-29T22:00:00Z 2026-03-31T21:59:59Z 2026-03-31T22:00:00Z
is "days" "$(rows day Europe/Berlin)" '2026-03-28 1,2026-03-29 4,2026-03-30 1,2026-03-31 1,2026-04-01 1'
is "weeks" "$(rows week Europe/Berlin)" '2026-03-23 5,2026-03-30 3'
is "months" "$(rows month Europe/Berlin)" '2026-03 7,2026-04 1'
same_as_counted Europe/Berlin
is "--since, --until" "$(figures day requests -- --tz=Europe/Berlin --since=2026-03-29 --until=2026-03-29)" '2026-03-29 4'
is "TZ" "$(TZ=Europe/Berlin figures day requests | head -n 2 | paste -sd ,)" '2026-03-28 1,2026-03-29 4'
is "--tz goes before it" "$(TZ=Europe/Berlin rows month UTC)" '2026-03 8'

it "weeks that do not begin on Monday"
# 2026-03-29 was a Sunday.
is "Sunday" "$(rows week Europe/Berlin --week-start=sunday)" '2026-03-22 1,2026-03-29 7'
is "Saturday, its first letters" "$(rows week Europe/Berlin --week-start=SAT)" '2026-03-28 8'
is "days of the week" "$(wick-usage weekday --json --tz=Europe/Berlin --week-start=sunday | jq -r '.rows[].weekday' | paste -sd ' ')" \
  'Sun Mon Tue Wed Sat'
run wick-usage week --week-start=noday
exits 64
complains '^wick-usage: --week-start noday: not a day of the week, such as monday$'
run wick-usage week --week-start=mon --week-start=noday
exits 64
if localedef -i en_US -f UTF-8 "$tmp/en_US.UTF-8" 2>/dev/null; then
  is "of the locale" "$(LOCPATH=$tmp LC_ALL=en_US.UTF-8 rows week Europe/Berlin)" '2026-03-22 1,2026-03-29 7'
  is "the option goes before it" "$(LOCPATH=$tmp LANG=en_US.UTF-8 LC_ALL='' rows week Europe/Berlin --week-start=mon)" \
    '2026-03-23 5,2026-03-30 3'
fi
is "a locale that is not installed" "$(LC_ALL=en_US.NO-SUCH rows week Europe/Berlin)" '2026-03-23 5,2026-03-30 3'

it "Europe/Berlin, a day of 25 hours"
history 2026-10-24T21:59:59.999Z 2026-10-24T22:00:00Z 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z \
  2026-10-25T22:59:59.999Z 2026-10-25T23:00:00Z
is "days" "$(rows day Europe/Berlin)" '2026-10-24 1,2026-10-25 4,2026-10-26 1'
is "weeks" "$(rows week Europe/Berlin)" '2026-10-19 5,2026-10-26 1'
same_as_counted Europe/Berlin
is "--until" "$(figures day requests -- --tz=Europe/Berlin --since=2026-10-25 --until=2026-10-25)" '2026-10-25 4'

it "America/Sao_Paulo, no midnight"
history 2018-11-04T02:59:59.999Z 2018-11-04T03:00:00Z 2018-11-05T01:59:59.999Z 2018-11-05T02:00:00Z
is "days" "$(rows day America/Sao_Paulo)" '2018-11-03 1,2018-11-04 2,2018-11-05 1'
is "weeks" "$(rows week America/Sao_Paulo)" '2018-10-29 3,2018-11-05 1'
same_as_counted America/Sao_Paulo
is "--since" "$(figures day requests -- --tz=America/Sao_Paulo --since=2018-11-04 --until=2018-11-04)" '2018-11-04 2'

it "Africa/Cairo, no midnight and an hour before it that comes twice"
history 2026-04-23T21:59:59Z 2026-04-23T22:00:00Z 2026-04-24T20:59:59Z 2026-04-24T21:00:00Z \
  2026-10-28T20:59:59Z 2026-10-28T21:00:00Z 2026-10-29T20:30:00Z 2026-10-29T21:30:00Z 2026-10-29T22:00:00Z
is "days" "$(rows day Africa/Cairo)" '2026-04-23 1,2026-04-24 2,2026-04-25 1,2026-10-28 1,2026-10-29 3,2026-10-30 1'
same_as_counted Africa/Cairo

it "Asia/Kolkata, half an hour off"
history 2026-11-21T18:29:59Z 2026-11-21T18:30:00Z 2026-11-22T18:29:59Z 2026-11-22T18:30:00Z 2026-11-30T18:30:00Z
is "days" "$(rows day Asia/Kolkata)" '2026-11-21 1,2026-11-22 2,2026-11-23 1,2026-12-01 1'
is "weeks" "$(rows week Asia/Kolkata)" '2026-11-16 3,2026-11-23 1,2026-11-30 1'
same_as_counted Asia/Kolkata

it "Pacific/Apia, a day that never was"
history 2011-12-30T09:59:59Z 2011-12-30T10:00:00Z 2011-12-31T09:59:59Z 2011-12-31T10:00:00Z
is "days" "$(rows day Pacific/Apia)" '2011-12-29 1,2011-12-31 2,2012-01-01 1'
same_as_counted Pacific/Apia
run wick-usage --tz=Pacific/Apia --since=2011-12-30
exits 64
complains '^wick-usage: --since 2011-12-30: not a date'

it "UTC, the ends of years"
history 2026-12-31T23:59:59Z 2027-01-01T00:00:00Z 2027-01-03T23:59:59Z 2027-01-04T00:00:00Z 2028-02-29T12:00:00Z
is "days" "$(rows day UTC)" '2026-12-31 1,2027-01-01 1,2027-01-03 1,2027-01-04 1,2028-02-29 1'
is "weeks" "$(rows week UTC)" '2026-12-28 3,2027-01-04 1,2028-02-28 1'
same_as_counted UTC

it "the first and the last year, and no time at all"
history 1970-01-01T00:00:00Z 9998-12-31T23:59:59Z '' 'never' 2026-11-22 1969-12-31T23:59:59Z 2026-02-30T00:00:00Z
is "days" "$(rows day UTC | sed 's/,2026.*//')" 'undated 4,1970-01-01 1'
for zone in UTC Pacific/Kiritimati Pacific/Pago_Pago; do
  run wick-usage --tz=$zone
  exits 0
  matches '^undated  '
done
is "in the totals" "$(wick-usage -j | jq .totals.requests)" 7
is "no part of a span" "$(wick-usage -j --since=1971-01-01 --until=9999-12-31 | jq .totals.requests)" 2
for by in week month session model project block; do
  run wick-usage $by -j
  exits 0
done
is "the first moment has its time" "$(figures session first)" 'one 1970-01-01T00:00:00Z'

it "blocks"
history 2026-11-22T09:17:33.250Z 2026-11-22T14:17:33.249Z 2026-11-22T14:17:33.250Z 2026-11-22T19:17:34Z
is "from the exact time of the first request, and five hours long" "$(figures block until requests source | paste -sd ,)" \
  '2026-11-22T09:17:33Z 2026-11-22T14:17:33Z 2 inferred,2026-11-22T14:17:33Z 2026-11-22T19:17:33Z 1 inferred,2026-11-22T19:17:34Z 2026-11-23T00:17:34Z 1 inferred'
same_as_counted UTC
rm -rf "$XDG_DATA_HOME"
{
  prompt 2026-11-22T08:59:00Z
  response 2026-11-22T09:00:00Z
  prompt 2026-11-22T13:59:59Z
  response 2026-11-22T14:00:30Z
  prompt 2026-11-22T19:30:00Z
} >"$projects/one.jsonl"
is "a prompt belongs to the block that it starts" "$(figures block prompts | paste -sd ,)" '2026-11-22T09:00:00Z 2,2026-11-22T14:00:30Z 0'
is "one without an answer to none" "$(wick-usage block -j | jq .totals.prompts)" 3
agrees "prompts" --by block "$HOME/.claude"

it "blocks that Claude Code told of"
history 2026-11-22T00:30:00Z 2026-11-22T02:59:59Z 2026-11-22T03:00:00Z 2026-11-22T07:59:59Z 2026-11-22T08:00:00Z
mkdir -p "$XDG_STATE_HOME/wick/tap"
tap=$XDG_STATE_HOME/wick/tap/one.json
# 08:00: the window began at 03:00.
printf '{"session_id":"one","rate_limits":{"five_hour":{"used_percentage":1,"resets_at":%d}}}' "$(date -d 2026-11-22T08:00:00Z +%s)" >"$tap"
touch -d $WICK_NOW "$tap"
expected='2026-11-22T00:30:00Z 2026-11-22T03:00:00Z 2 inferred,2026-11-22T03:00:00Z 2026-11-22T08:00:00Z 2 tap,2026-11-22T08:00:00Z 2026-11-22T13:00:00Z 1 inferred'
is "without the ledger" "$(figures block until requests source -- --no-ledger | paste -sd ,)" "$expected"
is "with it" "$(figures block until requests source | paste -sd ,)" "$expected"
rm "$tap"
is "which keeps them" "$(figures block until requests source | paste -sd ,)" "$expected"
run wick-usage block
matches '^2026-11-22 00:30-03:00 ~  '
matches '^2026-11-22 03:00-08:00 now  '
is "the current one" "$(wick-usage block -j | jq -r '.rows[] | select(.current).block')" 2026-11-22T03:00:00Z
finish
