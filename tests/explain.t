#!/bin/sh
# SPDX-License-Identifier: MIT
# wick-doctor explain: every field has evidence, from which its value follows.
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip_all "python3 is not there to work it out"
python=$(python3 -c 'import sys; print(sys.executable)')
use_recorded_sessions
fields=$(wick-state --fields | cut -f 1)
number_of_fields=$(echo "$fields" | wc -l)
taps=$XDG_STATE_HOME/wick/tap
mkdir -p "$taps"

# explains WHAT ARGUMENT...: checks all fields of the session that the arguments name
explains() {
  what=$1
  shift
  wick-cost "$@" >/dev/null  # a sum that wick-state would not read in full
  wick-state "$@" >state.json
  # shellcheck disable=SC2086
  wick-doctor explain -j $fields "$@" >explained.json 2>err
  status=$?
  { cat err; "$python" "$root/tests/explain.py" state.json <explained.json; } >why 2>&1
  [ $status -le 1 ] && [ ! -s why ]
  ok $? "$what" why
  is "$what: all fields" "$(wc -l <explained.json)" "$number_of_fields"
}
# arithmetic FIELD ARGUMENT...
arithmetic() { wick-doctor explain -j "$@" | jq -r '.arithmetic // "none"'; }

it "payloads"
for payload in "$data"/payloads/*.json "$data/demo/payload.json"; do explains "${payload##*/}" -p "$payload"; done

it "transcripts"
for transcript in "$project"/*.jsonl "$data/demo/transcript.jsonl"; do explains "${transcript##*/}" -t "$transcript"; done

it "taps"
for payload in "$data"/payloads/*.json; do
  id=$(jq -r .session_id "$payload")
  cp "$payload" "$taps/$id.json"
  touch -d 2026-11-22T05:09:12Z "$taps/$id.json"
  explains "${payload##*/}, of today" -s "$id"
  touch -d 2026-11-22T04:00:00Z "$taps/$id.json"
  explains "${payload##*/}, older than the transcript" -s "$id"
done

it "what the recorded sessions have not"
jq -c --arg d "$tmp/repo" '.cwd = $d | .workspace.project_dir = $d | .workspace.git_worktree = "side" | .model.id = "claude-haiku-5-5"
  | .context_window.current_usage.cache_read_input_tokens = 150000 | .context_window.used_percentage = 16.6
  | .rate_limits = {five_hour: {used_percentage: 42.5, resets_at: 1795330000}, seven_day: {used_percentage: 13, resets_at: 1795730000},
    spend_limit: {used_percentage: 120, resets_at: 1795731111, used_usd: 60.5, limit_usd: 50}}' "$data/payloads/2.1.330-after-miss.json" >full.json
mkdir -p repo/.git && echo 'ref: refs/heads/topic' >repo/.git/HEAD
explains "a tier, limits, a work tree" -p full.json
if command -v git >/dev/null; then
  git init -q asked && touch asked/new
  for state in unborn born; do
    sed "s|$tmp/repo|$tmp/asked|g" full.json >asked.json
    wick-line -f '{git.staged}' <asked.json >/dev/null
    tries=0
    until [ -n "$(wick-state -p asked.json -f '{git.staged}')" ] || [ $tries -ge 100 ]; do sleep 0.05 && tries=$((tries + 1)); done
    explains "what git said, $state" -p asked.json
    git -C asked -c user.name=a -c user.email=a@b commit -q --allow-empty -m first
  done
  is "from what is kept" "$(wick-doctor explain -j git.untracked -p asked.json | jq -c '.from[0] | [.source, .key, .value]')" '["git","untracked","1"]'
fi
is "the tier's price" "$(arithmetic next.cold_usd -p full.json)" "$(jq -r '.context_window.current_usage | "(\(add) * 0.625) / 1000000"' full.json)"
jq -c --arg t "$project/x.jsonl" '.transcript_path = $t' full.json >"$taps/limits.json"
touch -d 2026-11-22T05:09:50Z "$taps/limits.json"
explains "limits of another session's tap" -s 82a2e042
is "say whose" "$(wick-doctor explain -j limits.five_hour_pct -s 82a2e042 | jq -r '.from[0] | "\(.source) \(.file) \(.age_s)"')" "tap $taps/limits.json 10"
rm -r "$taps"
jq -c '.fast_mode = true | .session_name = "n"' "$data/payloads/2.1.330-warm-5m.json" >fast.json
explains "fast mode" -p fast.json
is "its factor" "$(arithmetic next.cold_usd -p fast.json)" '(14052 * 5) / 1000000 * 2'
sed 's/"inference_geo":"[a-z_]*"/"inference_geo":"us"/; s/"speed":"standard"/"speed":"fast"/' "$project"/7ac9f9c7-*.jsonl |
  grep -v '"cost-state"' >us.jsonl
explains "US inference, fast, a sum" -t us.jsonl
is "their factors" "$(arithmetic next.cold_usd -t us.jsonl | sed 's/.*000000//')" ' * 2 * 1.1'
grep -v '"api-request"' "$project"/d7f47105-*.jsonl >older.jsonl
explains "no api-request line" -t older.jsonl
is "a user line instead" "$(wick-doctor explain -j cache.expires_at -t older.jsonl | jq -r '[.from[] | select(.key == "type").value] | join(" ")')" user
sed 's/"\(model\|requestedModel\)":"claude-[a-z0-9-]*"/"\1":"nobody"/g' us.jsonl >nobody.jsonl
explains "a model without a price" -t nobody.jsonl
grep '"type":"user"' "$project"/d7f47105-*.jsonl >silent.jsonl
explains "no response yet" -t silent.jsonl
mkdir -p "$XDG_CONFIG_HOME/wick"
cat >"$XDG_CONFIG_HOME/wick/prices.toml" <<'EOF'
# mine
[[price]]
model = "x"
input = 1
write_5m = 1
write_1h = 1
read = 1
output = 1
[[price]]
model = "nobody"
from = 2026-01-01
input = 3
write_5m = 4
write_1h = 5
read = 0.5
output = 6
EOF
explains "a price of one's own" -t nobody.jsonl
is "its line" "$(wick-doctor explain -j price.read_usd_per_mtok -t nobody.jsonl | jq -c '.from[0] | [.file, .line, .key, .value]')" \
  "[\"$XDG_CONFIG_HOME/wick/prices.toml\",9,\"nobody read\",\"0.5\"]"
cat >"$XDG_CONFIG_HOME/wick/prices.toml" <<'EOF'
[[price]]
model = "x"
same_as = "claude-opus-5-5"
[[price]]
model = "nobody"
same_as = "x"
multiplier = 0.5
window = 300000
EOF
explains "the price of another model" -t nobody.jsonl
is "half of it" "$(wick-doctor explain -j price.output_usd_per_mtok -t nobody.jsonl | jq -c '.value, (.from[0] | [.line, .key])' | tr '\n' ' ')" '10 [4,"nobody output"] '
is "a window" "$(wick-doctor explain -j context.window_tokens -t nobody.jsonl | jq -c '.value, (.from[0] | [.source, .line])' | tr '\n' ' ')" '300000 ["prices",4] '
rm -r "$XDG_CONFIG_HOME/wick"
mkdir -p "$HOME/.claude/sessions"
sleep 60 &
pid=$!
id=$(basename "$project"/4f732b6d-*.jsonl .jsonl)
printf '{"pid":%s,"sessionId":"%s","cwd":"%s","status":"idle","updatedAt":1795323000000}' $pid "$id" "$tmp" >"$HOME/.claude/sessions/$pid.json"
explains "a running session" -C "$tmp"
is "its process" "$(wick-doctor explain -j session.pid | jq -c '.from[0] | [.source, .file, .key]')" "[\"registry\",\"$HOME/.claude/sessions/$pid.json\",\"pid\"]"
kill $pid
rm -r "$HOME/.claude/sessions"

it "what all sessions have cost"
usage=$XDG_CACHE_HOME/wick/usage
day="1795305600000 1795392000000"
mkdir -p "$XDG_CACHE_HOME/wick"
printf 'wick usage 1\ntold 1795324199500\ntoday %s 12345678900\nblock 1795321734202 1795339734202 2345678900+ told\n' "$day" >"$usage"
explains "today and a block" -s 82a2e042
is "from the file" "$(wick-doctor explain -j usage.today_usd -s 82a2e042 | jq -r '.from[] | "\(.source) \(.file) \(.key) \(.value)"')" "ledger $usage today 12345678900"
printf 'wick usage 1\ntold 1795324199500\ntoday %s unknown\n' "$day" >"$usage"
explains "without a price, without a block" -s 82a2e042
is "say so" "$(wick-doctor explain -j usage.today_usd -s 82a2e042 | jq -r '.missing[]')" "a price for any of the models"
printf 'wick usage 1\ntold 1795224199500\ntoday 1795219200000 1795305600000 5\n' >"$usage"
explains "yesterday's" -s 82a2e042
rm -r "$XDG_CACHE_HOME/wick"

it "for people"
rm -r "$project"
cp "$data/payloads/2.1.330-warm-5m.json" tap.json
id=$(jq -r .session_id tap.json)
mkdir -p "$HOME/.local/state/wick/tap"
XDG_STATE_HOME=$HOME/.local/state
cp tap.json "$XDG_STATE_HOME/wick/tap/$id.json"
touch -d 2026-11-22T04:59:00Z "$XDG_STATE_HOME/wick/tap/$id.json"
WICK_NOW=2026-11-22T05:00:00Z
run wick-doctor explain cache.remaining_s -s "$id"
exits 0
cat >expected <<EOF
cache.remaining_s = $(($(jq .prompt_cache.expires_at tap.json) - 1795323600)) ($(wick-cache -s "$id" -f '{cache.remaining_s:h}'))
  meaning    How long until the cache goes cold; absent when it is not warm
  rule       the expiry minus now, rounded up, and at most the TTL; only while the cache is warm
  from       tap, 1m00s old, ~/.local/state/wick/tap/$id.json
               prompt_cache.warm = true
               prompt_cache.caching_observed = true
               prompt_cache.expires_at = $(jq .prompt_cache.expires_at tap.json) ($(jq -r '.prompt_cache.expires_at | todate' tap.json))
  uses       cache.state = warm
             cache.expires_at = $(jq .prompt_cache.expires_at tap.json) ($(jq -r '.prompt_cache.expires_at | todate' tap.json))
             now = 1795323600 (2026-11-22T05:00:00Z)
  arithmetic ceil($(jq .prompt_cache.expires_at tap.json) - 1795323600) = $(($(jq .prompt_cache.expires_at tap.json) - 1795323600))
EOF
prints_file expected
WICK_NOW=2026-11-23T05:00:00Z
run wick-doctor explain cache.remaining_s -s "$id"
exits 1
matches '^cache.remaining_s is absent$'
matches '^  uses       cache.state = cold$'
run wick-doctor explain -q cache.ttl -s "$id"
exits 0
silent
run env WICK_COLOR=always wick-doctor explain cache.ttl -s "$id"
matches "^$(printf '\033')\\[1mcache.ttl"
run wick-doctor explain 'misses.*' cache.ttl -s "$id"
is "several fields" "$(grep -c '^[a-z]' "$tmp/out")" 4

it "a payload on standard input"
in=tap.json
run wick-doctor explain model.id -p -
matches 'payload on standard input'
in=/dev/null

it "what is no field"
run wick-doctor explain cache.remaning_s -s "$id"
exits 64
complains '^wick-doctor: cache.remaning_s: unknown field; did you mean cache.remaining_s\?$'
run wick-doctor explain
exits 64
complains '^wick-doctor: explain: field expected'
run wick-doctor explian cache.ttl
exits 64
complains '^wick-doctor: explian: not an operand; did you mean explain\?$'

it "no session"
run wick-doctor explain cache.ttl -C /
exits 69
complains ': no session; run claude there, '
finish
