#!/bin/sh
# SPDX-License-Identifier: MIT
# Every field that the audit relies on is in a transcript of a real client, at the line named here.
# WICK_PUBLIC names the folder of other people's transcripts; without it only the recorded ones are checked.
. "$(dirname "$0")/lib.sh"

# shows DETECTORS FILE LINE FILTER
shows() {
  case $2 in
  public/*)
    file=${WICK_PUBLIC:-$root/../shared/fixtures/public}/${2#public/}
    if [ ! -e "$file" ]; then
      skip "$1: no other people's transcripts here"
      return
    fi
    ;;
  *) file=$data/$2 ;;
  esac
  is "$1: $4" "$(sed -n "$3p" "$file" | jq "[$4] | any")" true
}

result='.message.content[]? | select(.type? == "tool_result")'
call='.message.content[]? | select(.type? == "tool_use")'
home=config/projects/-home-user-proj
old=client/2.1.119
new=client/2.1.330
posh=public/JanDeDobbeleer__oh-my-posh/projects/-repo

it "reread"
shows reread $new/subagent/projects/-home-user-proj/c2bec97d-ed52-4f11-80e3-09e269eb08e8/subagents/agent-a14ca86111922b3cc.jsonl 23 \
  '.toolUseResult.file | .startLine > 0 and .numLines > 0'
shows reread public/FSM1__cipher-box/projects/-repo/c318c9e9-58f0-40dc-8ccd-d79a5d35b3c6.jsonl 34 \
  "$call | .name == \"Read\" and .input.offset > 0 and (.input.file_path | length > 0)"
shows reread $old/compact/projects/-home-user-proj/b281a7ae-3aa5-4360-9855-5641d098299f.jsonl 12 '.type == "system" and .subtype == "compact_boundary"'
shows reread $posh/18c09453-70ae-4c1d-813b-4361687351ee.jsonl 26 '.attachment.path | length > 0'

it "failures"
shows "retry, dead_end" $home/4f732b6d-0c96-4dae-8f00-6751881834b7.jsonl 38 "$result | .is_error and (.content | startswith(\"Exit code\"))"
shows platform $home/7ac9f9c7-bc77-4273-b974-6f025fd290fc.jsonl 52 "$result | .is_error and (.content | test(\"command not found\"))"
shows failed_call $posh/32e7c00e-d1f8-463c-8090-dacd6ba51385.jsonl 26 "$result | .is_error and (.content | test(\"has not been read yet\"))"
shows web_wall public/iansherr__claude-code-log/projects/-test-test-data-real-projects--experiments-worktrees/ef958aa1-0e93-49f0-bb71-150f63befcd1/subagents/agent-a4ca7529859c158c2.jsonl 13 \
  "$result | .is_error and (.content | test(\"status code 403\"))"

it "dead ends"
shows dead_end public/FSM1__cipher-box/projects/-repo/26c07b86-f72c-4307-bada-4671021caf95.jsonl 24 \
  "$call | .name == \"Edit\" and (.input | has(\"old_string\") and has(\"new_string\"))"
shows dead_end $posh/18c09453-70ae-4c1d-813b-4361687351ee.jsonl 31 '.message.content[]? | .text? // "" | startswith("[Request interrupted")'
shows dead_end $old/cache-ttl/projects/-home-user-proj/9b2e3982-8909-4014-9573-019f9efade38.jsonl 5 '.message.stop_reason == "end_turn"'
shows dead_end $old/subagent/projects/-home-user-proj/adf52051-1e2d-4329-ac26-29aeeaaf0cda.jsonl 8 '.toolUseResult.agentId | length > 0'
shows dead_end $old/subagent/projects/-home-user-proj/adf52051-1e2d-4329-ac26-29aeeaaf0cda/subagents/agent-a5ba8092509edcc2b.jsonl 2 '.isSidechain and (.agentId | length > 0)'

shows dead_end $home/7ac9f9c7-bc77-4273-b974-6f025fd290fc.jsonl 48 \
  '(.cwd | length > 0) and (.message.content[]? | select(.type == "tool_use") | .input.command | length > 0)'

it "sizes"
shows verbose $old/cache-ttl/projects/-home-user-proj/9b2e3982-8909-4014-9573-019f9efade38.jsonl 5 '.message.content[]? | .type == "text"'
shows duplicate_instructions $home/4f732b6d-0c96-4dae-8f00-6751881834b7.jsonl 8 '.attachment.type == "skill_listing"'
shows duplicate_instructions $new/cache-ttl/projects/-home-user-proj/ddcd8525-978b-489c-a1f0-49f45c7cc80d.jsonl 6 '.type == "attachment" and has("rendered")'
shows cache $old/cache-ttl/projects/-home-user-proj/9b2e3982-8909-4014-9573-019f9efade38.jsonl 5 '.message.usage.cache_creation.ephemeral_1h_input_tokens > 0'
finish
