#!/bin/sh
# SPDX-License-Identifier: MIT
# Every payload recorded from the real client: wick reports the client's figures.
. "$(dirname "$0")/lib.sh"

# What is compared: its name, its path in the state, and in the payload. What the payload does not have must not be in
# the state either.
cat >pairs <<'END'
tokens .context.tokens // 0; .context_window.total_input_tokens
window .context.window_tokens; .context_window.context_window_size
percentage .context.used_pct // 0; .context_window.used_percentage // 0
TTL .cache.ttl; .prompt_cache.ttl
expiry .cache.expires_at; .prompt_cache.expires_at
recache .cache.recache_tokens; .prompt_cache.recache_tokens_if_cold
warm .cache.state | if . then . == "warm" else null end; .prompt_cache | if . then .warm else null end
cost .cost.total_usd; .cost.total_cost_usd
requests .cache.requests; .prompt_cache.requests
misses .cache.misses; .prompt_cache.misses
expected_rebuilds .cache.expected_rebuilds; .prompt_cache.expected_rebuilds
hit_ratio .cache.hit_ratio; .prompt_cache.hit_ratio
write_tokens .cache.write_tokens; .prompt_cache.cache_write_tokens
miss_recache_tokens .cache.miss_recache_tokens; .prompt_cache.miss_recache_tokens
last_miss_at .cache.last_miss_at; .prompt_cache.last_miss_at
END
in_state=$(sed 's/^[^ ]* //; s/;.*//; s/.*/(&)/' pairs | paste -sd ,) in_payload=$(sed 's/.*; //; s/.*/(&)/' pairs | paste -sd ,)

for payload in "$data"/payloads/*.json; do
  it "$(basename "$payload" .json)"
  expires=$(jq -r '.prompt_cache.expires_at // empty' "$payload")
  # A hundred seconds before the expiry, and at it.
  [ -z "$expires" ] || WICK_NOW=$((expires - 100))
  run wick-state --payload "$payload"
  exits 0
  jq -r "$in_state" "$tmp/out" >got
  jq -r "$in_payload" "$payload" >expected
  while read -r name_of_it _; do
    read -r value <&3
    read -r right <&4
    is "$name_of_it" "$value" "$right"
  done <pairs 3<got 4<expected
  in=$payload
  run wick-line
  in=/dev/null
  exits 0
  [ -s "$tmp/out" ] && [ ! -s "$tmp/err" ]
  ok $? "renders" "$tmp/err"
  if [ -n "$expires" ]; then
    WICK_NOW=$expires
    run wick-cache -q --payload "$payload"
    exits 1
  fi
done

it "a small part of a large window"
jq -c '.context_window.current_usage |= (.input_tokens = 3 | .cache_creation_input_tokens = 14442 | .cache_read_input_tokens = 0)
  | .context_window.total_input_tokens = 14445' "$data/payloads/2.1.330-warm-1h.json" >small.json
run env WICK_COLOR=never wick-line --payload small.json
matches '14k/1M 1%'

it "after /compact"
WICK_NOW=1795327000
run env WICK_COLOR=never wick-line --payload "$data/payloads/2.1.330-after-compact.json"
prints 'Opus 5.5 · compacted · warm 8m42s · $0.26'
run wick-context --payload "$data/payloads/2.1.330-after-compact.json"
exits 1
prints 'context compacted, size unknown'
use_recorded_sessions
head -n 71 "$data/config/projects/-home-user-proj/d7f47105-0d12-440b-bc75-54b081ddad73.jsonl" \
  >"$project/d7f47105-0d12-440b-bc75-54b081ddad73.jsonl"
run wick-context --payload "$data/payloads/2.1.330-after-compact.json"
exits 0
prints 'compacted to 3k of 1M tokens (0%)'

# Every scalar of a payload is a field, or is listed here as one that is reported differently ("-").
cat >table <<'END'
agent.name session.agent
agent_type -
context_window.context_window_size context.window_tokens
context_window.current_usage.cache_creation_input_tokens context.cache_write_tokens
context_window.current_usage.cache_read_input_tokens context.cache_read_tokens
context_window.current_usage.input_tokens context.input_tokens
context_window.current_usage.output_tokens context.output_tokens
context_window.remaining_percentage context.left_pct
context_window.total_input_tokens context.tokens
context_window.total_output_tokens context.output_tokens
context_window.used_percentage context.used_pct
cost.total_api_duration_ms -
cost.total_cost_usd cost.client_usd
cost.total_duration_ms -
cost.total_lines_added cost.lines_added
cost.total_lines_removed cost.lines_removed
cwd session.cwd
effort.level model.effort
exceeds_200k_tokens context.exceeds_200k
fast_mode model.fast
model.display_name model.name
model.id model.id
output_style.name session.output_style
pr.kind pr.kind
pr.number pr.number
pr.review_state pr.state
pr.url pr.url
prompt_cache.cache_write_tokens cache.write_tokens
prompt_cache.caching_observed -
prompt_cache.expected_rebuilds cache.expected_rebuilds
prompt_cache.expires_at cache.expires_at
prompt_cache.hit_ratio cache.hit_ratio
prompt_cache.last_miss_at cache.last_miss_at
prompt_cache.last_miss_cause.causes.[] -
prompt_cache.miss_causes.* -
prompt_cache.miss_recache_tokens cache.miss_recache_tokens
prompt_cache.misses cache.misses
prompt_cache.recache_tokens_if_cold cache.recache_tokens
prompt_cache.requests cache.requests
prompt_cache.ttl cache.ttl
prompt_cache.warm -
prompt_id -
rate_limits.five_hour.resets_at limits.five_hour_resets_at
rate_limits.five_hour.used_percentage limits.five_hour_pct
rate_limits.seven_day.resets_at limits.seven_day_resets_at
rate_limits.seven_day.used_percentage limits.seven_day_pct
rate_limits.spend_limit.limit_usd limits.spend_limit_usd
rate_limits.spend_limit.period limits.spend_period
rate_limits.spend_limit.resets_at limits.spend_resets_at
rate_limits.spend_limit.used_percentage limits.spend_pct
rate_limits.spend_limit.used_usd limits.spend_used_usd
remote.session_id -
scratchpad_dir -
session_id session.id
session_name session.name
thinking.enabled model.thinking
transcript_path -
version session.version
vim.mode session.vim_mode
workspace.added_dirs.[] -
workspace.cloud_dir -
workspace.current_dir session.cwd
workspace.git_worktree git.worktree
workspace.project_dir session.project_dir
workspace.repo.host repo.host
workspace.repo.name repo.name
workspace.repo.owner repo.owner
worktree.branch worktree.branch
worktree.name worktree.name
worktree.original_branch worktree.original_branch
worktree.original_cwd worktree.original_cwd
worktree.path worktree.path
END
# Everything that client 2.1.332 can report, in one payload.
mkdir full
jq -c '. + {agent: {name: "reviewer"}, agent_type: "main", exceeds_200k_tokens: true, fast_mode: false, scratchpad_dir: "/s",
  remote: {session_id: "r"}, vim: {mode: "VISUAL LINE"}, thinking: {enabled: false}, session_name: "a name",
  pr: {number: 12, url: "https://github.com/o/n/pull/12", review_state: "changes_requested", kind: "mr"},
  worktree: {name: "fix", path: "/w/fix", branch: "fix-it", original_cwd: "/w/main", original_branch: "main"}}
  | .workspace += {added_dirs: ["/a", "/b"], cloud_dir: "/c", git_worktree: "fix", repo: {host: "github.com", owner: "o/p", name: "n"}}
  | .prompt_cache.miss_causes = {ttl_expired_5m: 3, tools_changed: 1}
  | .rate_limits = {five_hour: {used_percentage: 41.5, resets_at: 1795330000}, seven_day: {used_percentage: 7, resets_at: 1795500000},
    spend_limit: {used_percentage: 120, resets_at: 1795600000, used_usd: 60.5, limit_usd: 50, period: "weekly"}}' \
  "$data/payloads/2.1.330-warm-5m.json" >full/full.json
for payload in "$data"/payloads/*.json "$data"/client/*/*/payloads/* full/full.json; do
  it "the scalars of ${payload#"$data/"}"
  WICK_NOW=1795327247
  jq -r 'paths(scalars) as $p | select(getpath($p) != null) | [($p | map(if type == "number" then "[]" else . end) | join(".")), (getpath($p) | tostring)] | @tsv' "$payload" >scalars
  cut -f 1 scalars | sed 's/^prompt_cache.miss_causes\..*/prompt_cache.miss_causes.*/' | sort -u >names
  cut -d ' ' -f 1 table | sort >known
  is_empty "all are in the table" "$(comm -23 names known)"
  # As a template of its own each: PATH, the payload's value, wick's.
  awk -F '\t' '$1 !~ /\[\]/ { print $1 "=" $2 }' scalars | sort -u >expected
  awk -F '\t' '$1 !~ /\[\]/ { printf "%s={payload.%s}\\n", $1, $1 }' scalars >format
  run wick-state --payload "$payload" --format="$(cat format)"
  grep . "$tmp/out" | sort -u >got
  diff expected got >why 2>&1
  ok $? "{payload.PATH} is each, as it is written" why
done
it "the fields of a full payload"
run wick-state --payload full/full.json
exits 0
while read -r path field; do
  [ "$field" != - ] || continue
  right=$(jq -c "getpath(\"$path\" | split(\".\"))" full/full.json)
  is "$field" "$(jq -c "getpath(\"$field\" | split(\".\"))" "$tmp/out")" "$right"
done <table
is "directories added" "$(jq .session.added_dirs "$tmp/out")" 2
is "all causes" "$(jq -r .cache.miss_causes "$tmp/out")" 'ttl_expired_5m 3, tools_changed 1'
is "from the payload" "$(jq -r '[.pr.source, .repo.source, .worktree.source] | join(" ")' "$tmp/out")" 'payload payload payload'
run wick-state --payload "$data/payloads/2.1.330-warm-5m.json"
is "what is not told is absent" "$(jq -c '[.pr, .repo, .worktree, .session.vim_mode, .session.agent]' "$tmp/out")" '[null,null,null,null,null]'

it "hostile texts, unknown paths"
printf '{"session_id": "a", "x": {"y": "a\\u001b[31mb\\u0007c", "z": 1.50, "n": null, "o": {}}}' >odd.json
run wick-state --payload odd.json --format='{payload.x.y} {payload.x.z} {payload.x.n}{payload.x.o}{payload.x}{payload.none}{?payload.x.none:not}{?payload.x.z=1.5:so}'
is "are clean, and nothing" "$(cat "$tmp/out")" "$(printf 'a\357\277\275[31mb\357\277\275c 1.5 so')"
run wick-state --payload odd.json --format='{payload.}'
exits 64
run wick-line --segments -p odd.json
exits 0
mkdir -p "$XDG_CONFIG_HOME/wick"
printf '[line]\nsegments = ["v", "p"]\n[segment.v]\nformat = "{payload.vim.mode}"\nshort = "{payload.vim.mode:h}"\nthresholds = [{field = "payload.vim.mode", equals = "INSERT", color = "red"}]\n[segment.p]\nformat = "#{pr.number} {session.permission_mode}"\nhide_when_absent = false\n' >"$XDG_CONFIG_HOME/wick/wick.toml"
in=full/full.json
run env WICK_COLOR=never wick-line
# The transcript of its session is one of those that were recorded.
prints 'VISUAL LINE · #12 acceptEdits'
is_empty "in wick.toml too" "$err"

it "permission mode"
mkdir -p "$HOME/.claude/projects/-p"
cat >"$HOME/.claude/projects/-p/0f000000-0000-4000-8000-000000000001.jsonl" <<'END'
{"type":"user","permissionMode":"default","message":{"role":"user","content":"one"},"uuid":"1","timestamp":"2026-11-22T05:00:00.000Z","sessionId":"0f000000-0000-4000-8000-000000000001"}
{"type":"user","permissionMode":"plan","message":{"role":"user","content":"\"permissionMode\":\"auto\""},"uuid":"2","timestamp":"2026-11-22T05:01:00.000Z","sessionId":"0f000000-0000-4000-8000-000000000001"}
{"type":"user","isSidechain":true,"permissionMode":"acceptEdits","message":{"role":"user","content":"x"},"uuid":"3"}
{"type":"user","toolUseResult":{"permissionMode":"auto"},"message":{"role":"user","content":"{\"permissionMode\":\"auto\"}"},"uuid":"4"}
END
in=/dev/null
run wick-state -s 0f000000 --format='{session.permission_mode}'
prints plan
finish
