#!/bin/sh
# SPDX-License-Identifier: MIT
# Other people's transcripts, of many versions, counted twice: by wick-usage, and by an independent script.
# WICK_PUBLIC names the folder.
. "$(dirname "$0")/lib.sh"
. "$root/tests/usage.sh"
public=${WICK_PUBLIC:-$root/../shared/fixtures/public}
[ -d "$public" ] || skip_all "no public transcripts here (WICK_PUBLIC)"

for folder in "$public"/*/ "$public/../transcripts/"; do
  folder=${folder%/}
  [ -d "$folder/projects" ] || continue
  it "${folder##*/}"
  agrees "in all" "$folder"
  agrees_by "day model session block tool skill,server branch client entrypoint,effort" --no-ledger "$folder"
  set -- "$@" "$folder"
done

it "all of them together"
agrees_by "week month session block hour weekday,client skill plugin server tool agent branch effort client entrypoint day,tool day,model model,branch session,skill weekday,hour" --tz America/New_York "$@"
CLAUDE_CONFIG_DIR=$(printf '%s,' "$@")
export CLAUDE_CONFIG_DIR
wick-usage project -j >kept.json
wick-usage project -j --no-ledger --threads=1 | sed 's/"source":"transcripts"/"source":"ledger"/' >read.json
cmp kept.json read.json >why 2>&1
ok $? "the same from the ledger and from the files" why
finish
