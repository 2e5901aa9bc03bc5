#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
unset WICK_NOW
mkdir -p bin judge
{ echo '#!/bin/sh'; echo "exec python3 -B '$root/tests/audit/claude.py' \"\$@\""; } >bin/claude
chmod +x bin/claude
bare=$PATH PATH=$tmp/bin:$PATH JUDGE=$tmp/judge CLAUDE_CONFIG_DIR=$tmp/config
export PATH JUDGE CLAUDE_CONFIG_DIR
python3 -B "$root/tests/audit/unclear.py" config 30

answers() { echo "$1" >judge/mode && rm -f judge/runs; }
runs() { jq -s "[.[] | select(.change > 0)] | $1" judge/runs; }
# The remaining cases.
left() { wick-waste judge --write=- | wc -l | tr -d ' '; }
judged() { wick-waste --json | jq -c "[.list[] | select(.judged_by) | .class] | group_by(.) | map({(.[0]): length}) | add // {}"; }

it "without cases"
run env CLAUDE_CONFIG_DIR="$tmp/none" wick-waste-judge
exits 1
silent

it "only tells"
answers waste
CLAUDECODE=1 run wick-waste judge
exits 0
matches '^calls given up +30 +0 '
matches '^subagent +30 +0 '
matches '^prompt typed again +30 +30 '
matches '^90 cases, 5 requests to haiku: about [0-9.]+k tokens in and [0-9.]+k out$'
matches '^\$0.00[0-9]+ at the price of claude-haiku-5-5; old clients use claude-haiku-4-5: \$0.0[0-9]+$'
matches '^without text of the conversation'
matches '^nothing was sent'
ok "$([ ! -e judge/runs ]; echo $?)" "nothing is asked"
run wick-waste-judge --include-text --ask=claude-opus-5-5
matches '^\$[0-9.]+ at the price of claude-opus-5-5$'
matches '^with text of the conversation'
run wick-waste-judge --ask=gpt-7
matches '^no price is known for gpt-7$'

it "asks"
answers unclear
run env CLAUDECODE=1 wick-waste judge --send --jobs=2
exits 0
matches '^90 cases, 5 requests'
matches "^asking through $tmp/bin/claude, for at most \\\$1.00\$"
matches '^90 cases judged by claude-haiku-5-5: 0 waste, 0 useful, 90 unclear$'
matches '^\$0.0025 as reported by Claude Code$'
is "five times" "$(runs length)" 5
is "two at a time, at most" "$(jq -s 'map(.running) | max' judge/runs)" 2
is "the small model" "$(runs '.[0].arguments | .[index("--model") + 1]')" '"haiku"'
is "for JSON" "$(runs '.[0].arguments | .[index("--output-format") + 1]')" '"json"'
is "of a schema" "$(runs '.[0].arguments | .[index("--json-schema") + 1] | fromjson | .required[0]')" '"verdicts"'
is "without tools" "$(runs '.[0].arguments | .[index("--tools") + 1]')" '""'
is "within a budget" "$(runs '.[0].arguments | .[index("--max-budget-usd") + 1] | tonumber | . > 0 and . < 0.1')" true
is "in no project" "$(runs '.[0] | [.cwd, .nested, .memory]' | jq -c .)" '["/",false,"1"]'
is "what it says is kept" "$(left)" 0
is "unclear leaves it to the rule" "$(judged)" '{}'
run wick-waste judge --send
exits 1
is "nothing is asked twice" "$(runs length)" 5

it "forgets"
run wick-waste judge --forget
exits 0
prints '90 answers forgotten'
is "all is open again" "$(left)" 90

it "an answer goes before the rule"
wick-waste --json >rule.json
answers useful
run wick-waste judge --send
exits 0
wick-waste --json >useful.json
is "no prompt is typed again" "$(jq '[.list[] | select(.class == "retry")] | length' useful.json)" 0
is "it was before" "$(jq '[.list[] | select(.class == "retry")] | length' rule.json)" 30
is "the sum stays" "$(jq -c '[.tokens, .usd]' useful.json)" "$(jq -c '[.tokens, .usd]' rule.json)"
wick-waste judge --forget >/dev/null
answers waste
run wick-waste judge --send
exits 0
is "subagents are dead ends" "$(judged)" '{"dead_end":30,"retry":30}'
wick-waste --json >waste.json
is "all of them" "$(jq -c '.classes.dead_end.tokens' waste.json)" $((30 * (1001 + 2001 + 3001 + 3 * 50)))
is "the sum is the same" "$(jq -c '[.tokens, .usd]' waste.json)" "$(jq -c '[.tokens, .usd]' rule.json)"
is "who says so, and when" "$(jq -r '[.list[] | select(.judged_by)][0] | .judged_by + " " + .judged_at[:10]' waste.json)" "claude-haiku-5-5 $(date -u +%F)"
is "in the CSV" "$(wick-waste --csv | grep -c ',claude-haiku-5-5$')" 60
wick-waste --session=s000 >said
ok "$(grep -q '(judged)' said; echo $?)" "in a session" said
is "without it" "$(wick-waste --no-ledger --json | jq -c .classes)" "$(jq -c .classes rule.json)"
wick-waste judge --forget >/dev/null

it "goes on where it stopped"
answers 'fail after 2'
run wick-waste judge --send --jobs=1
exits 69
matches '^40 cases judged'
complains '^wick-waste-judge: claude: Invalid API key, says the stand-in; run it again to retry$'
is "gives up after three" "$(runs length)" 5
is "what was answered is kept" "$(left)" 50
answers waste
run wick-waste judge --send
exits 0
matches '^50 cases judged'
is "three requests for the rest" "$(runs length)" 3
wick-waste judge --forget >/dev/null

it "a cap"
answers dear
run wick-waste judge --send --jobs=1 --max-usd=0.1
exits 1
matches '^60 cases judged by claude-haiku-5-5: 60 waste, 0 useful, 0 unclear$'
matches '^\$0.12 as reported by Claude Code$'
matches '^the rest would have cost more than \$0.10; run it again to continue$'
is "the rest is open" "$(left)" 30
answers dear
run wick-waste judge --send --max-usd=0.0001
exits 1
matches '^0 cases judged'
ok "$([ ! -e judge/runs ]; echo $?)" "nothing is asked"
wick-waste judge --forget >/dev/null

it "no answer"
answers broken
run wick-waste judge --send --jobs=1
exits 69
matches '^\$0.0[0-9]* at most; Claude Code did not report it$'
complains 'claude: not JSON; run it again to retry$'
is "nothing is lost" "$(left)" 90
run env PATH="$bare" wick-waste judge --send
case $bare in *claude*) skip "there is a claude" ;; *) [ -n "$(PATH=$bare command -v claude)" ] || { exits 69 && complains '^wick-waste-judge: claude: not found$'; } ;; esac

it "a batch"
run wick-waste judge --write=batch.jsonl
exits 0
matches '^90 cases, 90 requests'
is "a request per case" "$(jq -s 'length' batch.jsonl)" 90
is "each with a name of its own" "$(jq -r .custom_id batch.jsonl | sort -u | grep -cE '^[a-zA-Z0-9_-]{1,64}$')" 90
is "as the API takes them" "$(jq -c '.params | [.model, (.messages | length), .messages[0].role, .tool_choice.name, .tools[0].name]' batch.jsonl | sort -u)" \
  '["claude-haiku-5-5",1,"user","verdicts","verdicts"]'
ok "$(grep -q hunter2 batch.jsonl; [ $? -eq 1 ]; echo $?)" "no text is in it"
is "unless asked for" "$(wick-waste judge --include-text --write=- | jq -r '.params.messages[0].content | split("\n")[0] | fromjson | .text[].what' | sort -u | tr '\n' ',')" \
  'a call,its result,the first prompt,the next answer,the result,the second prompt,the task,'
is "which has what was said" "$(wick-waste judge --include-text --write=- | grep -oE 'hunter2-[a-z]+' | sort -u | tr '\n' ' ')" \
  'hunter2-answer hunter2-old hunter2-prompt hunter2-report hunter2-result hunter2-task '
jq -c '{custom_id, result: {type: "succeeded", message: {model: "claude-haiku-5-5-20260301", content: [{type: "tool_use", name: "verdicts", input: {verdicts: [{case: 1, verdict: "useful"}]}}]}}}' batch.jsonl |
  head -n 80 >results.jsonl
head -n 82 batch.jsonl | tail -n 2 | jq -c '{custom_id, result: {type: "errored", error: {type: "error", error: {type: "overloaded_error", message: "Overloaded"}}}}' >>results.jsonl
echo '{"custom_id":"mine","result":{"type":"succeeded"}}' >>results.jsonl
run wick-waste judge --merge=results.jsonl
exits 0
prints '80 answers recorded: 0 waste, 80 useful, 0 unclear'
is "what is no answer" "$(grep -c . err)" 2
ok "$(grep -q '2 requests without an answer: Overloaded' err; echo $?)" "is told" err
is "the rest is open" "$(left)" 10
is "twice is once" "$(wick-waste judge --merge=results.jsonl 2>/dev/null; left)" "80 answers recorded: 0 waste, 80 useful, 0 unclear
10"
run wick-waste judge --merge=batch.jsonl
exits 65
run wick-waste judge --merge=none
exits 66
run wick-waste judge --write=/
exits 74

it "no text of the conversation"
is "not in what was sent" "$(runs '[.[].prompt | contains("hunter2")] | any')" false
is "not in what is kept" "$(grep -rlaF hunter2 "$XDG_DATA_HOME" "$XDG_CACHE_HOME" "$XDG_STATE_HOME" 2>/dev/null | wc -l | tr -d ' ')" 0
answers waste
run wick-waste judge --send --include-text
is "but where it was asked for" "$(runs '[.[].prompt | contains("hunter2")] | all')" true
is "not even then in what is kept" "$(grep -rlaF hunter2 "$XDG_DATA_HOME" "$XDG_CACHE_HOME" "$XDG_STATE_HOME" 2>/dev/null | wc -l | tr -d ' ')" 0

it "bad arguments"
for bad in --max-usd=x --jobs=0 --jobs=x --ask= '--ask=a b' --no-ledger file '--send --write=x' '--merge=x --forget'; do
  # shellcheck disable=SC2086
  run wick-waste-judge $bad
  exits 64
done
finish
