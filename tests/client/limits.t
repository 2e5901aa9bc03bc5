#!/bin/sh
# SPDX-License-Identifier: MIT
# Two sessions of one subscription: the API's report to the one that worked last applies to both, however often the
# other's line is redrawn with an older report.
. "$(dirname "$0")/lib.sh"

# limited FIVE_HOUR SEVEN_DAY: makes the API report these with each reply from now on, as shares of 1
resets=$(($(date +%s) + 3600)) week_resets=$(($(date +%s) + 300000))
limited() {
  jq -n --arg five "$1" --arg seven "$2" --arg five_resets "$resets" --arg seven_resets "$week_resets" '{headers: {
    "anthropic-ratelimit-unified-status": "allowed",
    "anthropic-ratelimit-unified-5h-utilization": $five, "anthropic-ratelimit-unified-5h-reset": $five_resets,
    "anthropic-ratelimit-unified-7d-utilization": $seven, "anthropic-ratelimit-unified-7d-reset": $seven_resets}}' >"$api/gateway.json"
}

# prompt TEXT: sends it in the visible window
prompt() {
  type_line "$1"
  wait_for "You said: $1"
}

# soon COMMAND...: waits until it succeeds, or long enough for the following check to fail
soon() {
  tries=0
  until "$@" || [ "$tries" -ge 200 ]; do tries=$((tries + 1)) && sleep 0.1; done
}

newest_of() { find "$seen" -name '*.json' -exec grep -l "\"session_id\":\"$1\"" {} + | sort | tail -n 1; }
limits_of() { jq -r "$told_limits" "$(newest_of "$1")" 2>/dev/null; }
has_limits() { [ "$(limits_of "$1")" = "$2" ]; }
# is_told WHAT SESSION LIMITS
is_told() {
  soon has_limits "$2" "$3"
  equals "$1" "$(limits_of "$2")" "$3"
}
has_payload() { [ -n "$(newest)" ]; }
other_session() { find "$seen" -name '*.json' -exec jq -r .session_id {} + | grep -v "^$first\$" | head -n 1; }
has_another() { [ -n "$(other_session)" ]; }
told_limits='.rate_limits | "\(.five_hour.used_percentage) \(.seven_day.used_percentage)"'

# all_say FIVE_HOUR SEVEN_DAY: checks that all tools report these
all_say() {
  equals "wick-limits without a session" "$(wick-limits -f '{limits.five_hour_pct} {limits.seven_day_pct}')" "$1 $2"
  for id in "$first" "$second"; do
    equals "and of a session" "$(wick-limits -s "$id" -f '{limits.five_hour_pct} {limits.seven_day_pct}')" "$1 $2"
  done
  for window in 0 1; do
    tmux -S "$tmp/tmux" select-window -t ":$window"
    wait_for "5h $1%( [^·]*)? · 7d $2%"
    ok 0 "the line of window $window"
  done
  equals "the window is told with it" "$(wick-limits -f '{limits.five_hour_resets_at}')" "$resets"
}

it "$version, one session"
jq -n '{claudeAiOauth: {accessToken: "none", refreshToken: "none", expiresAt: 4102444800000, subscriptionType: "max",
  scopes: ["user:inference", "user:profile"]}}' >"$CLAUDE_CONFIG_DIR/.credentials.json"
jq '.statusLine.refreshInterval = 2' "$CLAUDE_CONFIG_DIR/settings.json" >"$tmp/settings" && cp "$tmp/settings" "$CLAUDE_CONFIG_DIR/settings.json"
limited 0.41 0.1
start_client_with ANTHROPIC_API_KEY=
prompt 'hello there'
soon has_payload
first=$(session)
is_told "is told of limits" "$first" '41 10'

it "$version, another is told of more"
limited 0.75 0.12
tmux -S "$tmp/tmux" new-window -c "$project" "$claude" --permission-mode acceptEdits
wait_for '^[>❯]'
prompt 'and from beside'
soon has_another
second=$(other_session)
[ -n "$second" ]
ok $? "which is another session"
is_told "is told" "$second" '75 12'
equals "the first is not" "$(limits_of "$first")" '41 10'
all_say 75 12

it "$version, a new window of five hours"
resets=$((resets + 14000))
limited 0.02 0.13
tmux -S "$tmp/tmux" select-window -t :0
prompt 'and once more'
is_told "the first is told" "$first" '2 13'
equals "the second is not" "$(limits_of "$second")" '75 12'
all_say 2 13
finish
