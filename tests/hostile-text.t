#!/bin/sh
# SPDX-License-Identifier: MIT
# Text written by others (names, models, branches, paths) neither controls the terminal nor names files: not in
# answers, formats, JSON or error messages.
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip_all "python3 is not there to make the input"
python=$(python3 -c 'import sys; print(sys.executable)')
# A sanitizer's report must not be mistaken for the answer "no".
ASAN_OPTIONS=exitcode=99:detect_leaks=0:${ASAN_OPTIONS-} UBSAN_OPTIONS=exitcode=99:${UBSAN_OPTIONS-}
export ASAN_OPTIONS UBSAN_OPTIONS
use_recorded_sessions
id=11111111-2222-4333-8444-555555555555
taps=$XDG_STATE_HOME/wick/tap
transcript=$project/7ac9f9c7-bc77-4273-b974-6f025fd290fc.jsonl

cat >hostile.py <<'EOF'
import json, os, re, sys

# Unescaped, each of these would control some terminal or hide something from a reader.
TEXTS = {
    "esc": "\x1b[2J\x1b[1;1H", "osc8": "\x1b]8;;http://evil/\x1b\\click\x1b]8;;\x1b\\", "osc52": "\x1b]52;c;ZXZpbA==\x07",
    "newline": "a\nb\n\nc", "return": "evil\rgood", "bell": "\x07\x08\x7f", "tab": "a\tb\x0b\x0c", "nul": "a\0b", "sgr": "\x1b[31mred\x1b[0m",
    "c1": "\u009b31m\u009d52;c;x\u009c\u0090\u0085", "bidi": "\u202eevil\u202c\u2066x\u2069\u200f\u200e\u061c", "zero-width": "a\u200b\u200c\u200d\u2060\ufeff\u00adb",
    "separators": "a\u2028b\u2029c", "tags": "\U000e0001\U000e0041", "fillers": "a\u180e\u2061\u206f", "zsh": "%{\x1b[31m%}", "lone": "\ud800\udfff\ud800",
}
BAD = {chr(c) for c in (*range(0x20), *range(0x7f, 0xa0), 0xad, 0x61c, 0x180e, *range(0x200b, 0x2010), *range(0x2028, 0x202f),
                        *range(0x2060, 0x2070), 0xfeff, *range(0xe0000, 0xe0080))} - {"\n"}


def payload(path, text):
    base = json.load(open(path))
    base.update(session_name=text, cwd=text, version=text, transcript_path=text + "/x.jsonl", effort={"level": text}, agent={"name": text})
    base["model"] = {"id": text, "display_name": text}
    base["workspace"] = {"current_dir": text, "project_dir": "/p/" + text, "git_worktree": text, "added_dirs": [text]}
    base["prompt_cache"]["last_miss_cause"] = {"causes": [text, text]}
    base["prompt_cache"]["miss_causes"] = {text: 1}
    base["session_id"] = sys.argv[4]
    base["output_style"]["name"] = text
    return base


def transcript(path, text):
    def change(value, key=""):
        if isinstance(value, dict):
            return {k: change(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [change(v) for v in value]
        return text if key in ("cwd", "version", "gitBranch", "model", "customTitle", "aiTitle", "effort", "slug", "requestedModel") else value
    return [change(json.loads(line)) for line in open(path)]


def make(out, payload_path, transcript_path):
    os.makedirs(out)
    for name, text in TEXTS.items():
        with open("%s/%s.json" % (out, name), "w") as file:
            json.dump(payload(payload_path, text), file)
        with open("%s/%s.jsonl" % (out, name), "w") as file:
            for record in transcript(transcript_path, text):
                file.write(json.dumps(record) + "\n")
        known = payload(payload_path, text)
        known["model"]["id"] = "claude-opus-5-5"  # so that there are figures
        with open("%s/%s-known.json" % (out, name), "w") as file:
            json.dump(known, file)


def check(names):
    for name in names:
        raw = open(name, "rb").read()
        try:
            text = raw.decode()
        except UnicodeDecodeError as error:
            print("%s: %s in %r" % (name, error, raw[:300]))
            continue
        found = sorted({c for c in text if c in BAD})
        if found:
            print("%s: %r in %r" % (name, found, text[:300]))
        # Output files are named ANSWER.LINES, with the maximum number of lines.
        most = int(name.rsplit(".", 1)[1])
        if text.count("\n") > most or text and not text.endswith("\n"):
            print("%s: not %d whole lines: %r" % (name, most, text[:300]))


# wick's own colours are SGR, and nothing else.
def without_colors(names):
    for name in names:
        raw = open(name, "rb").read()
        open(name, "wb").write(re.sub(rb"\x1b\[[0-9;]*m", b"", raw))


if sys.argv[1] == "colors":
    without_colors(sys.argv[2:])
elif sys.argv[1] == "make":
    make("h", sys.argv[2], sys.argv[3])
else:
    check(sys.argv[2:])
EOF
"$python" hostile.py make "$data/payloads/2.1.330-warm-1h.json" "$transcript" "$id" || exit 1

# All bytes written since the last check, to either stream.
mkdir seen
seen=0
# keep LINES COMMAND...: runs it; allows that many lines of output, and one of errors
keep() {
  most=$1
  shift
  seen=$((seen + 1))
  "$@" >"seen/$seen-out.$most" 2>"seen/$seen-err.1" <"$in"
  status=$?
  if [ $status -gt 78 ] || [ $status -eq 70 ] || [ $status -eq 2 ]; then echo "status $status: $*" >>crashes; fi
}
: >crashes
all_clean() {
  { cat crashes; "$python" hostile.py check seen/*; } >why 2>&1
  [ ! -s why ]
  ok $? "$1" why
  rm -rf seen
  mkdir seen
  : >crashes
}

all_fields=$(wick-state --fields | cut -f1 | sed 's/.*/{&} {&:h}/' | tr '\n' ' ')
groups=$(wick-state --fields | sed 's/\..*/.*/' | uniq)
tools='context cache next cost limits state line'
NO_COLOR=1
export NO_COLOR

it "payloads"
for file in h/*.json; do
  in=$file
  keep 1 wick-line
  keep 1 wick-line --json
  keep 1 wick-line -f "$all_fields"
  in=/dev/null
  for tool in $tools; do
    keep 1 "wick-$tool" --payload "$file"
    keep 1 "wick-$tool" --payload "$file" --json
  done
  keep 1 wick-state --payload "$file" -f "$all_fields"
  keep 1 wick-state --payload "$file" -f '{session.*} {model.*} {price.*}'
  keep 99 wick-doctor -p "$file"
  keep 1 wick-doctor -j -p "$file"
  # shellcheck disable=SC2086
  keep 1500 wick-doctor explain $groups -p "$file"
  # shellcheck disable=SC2086
  keep 199 wick-doctor explain -j $groups -p "$file"
done
all_clean "no control character in an answer, a format or JSON"

it "taps"
for file in h/*.json; do
  cp "$file" "$taps/$id.json"
  for tool in $tools; do
    keep 1 "wick-$tool" -s $id
    keep 1 "wick-$tool" -s $id --json
  done
  keep 1 wick-state -s $id -f "$all_fields"
  keep 99 wick-doctor -s $id
  # shellcheck disable=SC2086
  keep 1500 wick-doctor explain $groups -s $id
done
rm "$taps/$id.json"
all_clean "no control character in an answer, a format or JSON"

it "transcripts"
for file in h/*.jsonl; do
  for tool in $tools; do
    keep 1 "wick-$tool" -t "$file"
    keep 1 "wick-$tool" -t "$file" --json
  done
  keep 1 wick-state -t "$file" -f "$all_fields"
  keep 99 wick-doctor -t "$file"
  keep 1 wick-doctor -j -t "$file"
  # shellcheck disable=SC2086
  keep 1500 wick-doctor explain $groups -t "$file"
  # shellcheck disable=SC2086
  keep 199 wick-doctor explain -j $groups -t "$file"
done
all_clean "no control character in an answer, a format or JSON"

it "JSON"
in=h/osc52-known.json
wick-state --payload $in | "$python" -c 'import json, sys; print(json.load(sys.stdin)["session"]["name"] == "\x1b]52;c;ZXZpbA==\x07")' >out
is "gives back the text, escaped" "$(cat out)" True
in=/dev/null

it "every segment of the line, with colour"
unset NO_COLOR
mkdir -p "$XDG_CONFIG_HOME/wick"
for style in plain powerline; do
  printf '[line]\nstyle = "%s"\nicons = "unicode"\nrows = [["model", "context", "cache", "next", "cost", "branch", "session", "effort", "version"], ["x"]]\n[segment.x]\nformat = "{session.cwd}{session.project_dir}{cache.last_miss_cause}{git.worktree}{session.transcript}"\n' \
    $style >"$XDG_CONFIG_HOME/wick/wick.toml"
  for file in h/*.json; do
    in=$file
    for columns in 0 10 40 100; do
      seen=$((seen + 1))
      COLUMNS=$columns WICK_COLOR=always wick-line <"$in" >"seen/$seen-out.2" 2>"seen/$seen-err.1"
    done
    [ -n "${WICK_SANITIZED-}" ] && break
  done
done
"$python" hostile.py colors seen/*-out.2
all_clean "nothing but SGR is sent"
NO_COLOR=1
export NO_COLOR
rm "$XDG_CONFIG_HOME/wick/wick.toml"

it "branch"
mkdir -p repo/.git
sed "s|/home/user/proj|$tmp/repo|g" "$data/payloads/2.1.330-warm-1h.json" >repo.json
for head in 'ref: refs/heads/\033]52;c;x\007' 'ref: refs/heads/a\nb' 'ref: \302\2335n' '\033[5n\033[5n' 'ref: refs/heads/\342\200\256evil' \
  'ref: refs/heads/\377\376' 'ref: refs/heads/a\000b' 'ref: refs/heads/a\r'; do
  # shellcheck disable=SC2059
  printf "$head\n" >repo/.git/HEAD
  in=repo.json
  keep 1 wick-line -f '{git.branch}'
  in=/dev/null
  keep 1 wick-state -p repo.json
  keep 1 wick-state -p repo.json -f '{git.branch}'
done
rm -r repo/.git
for link in 'gitdir: \033]52;c;x\007' 'gitdir: /etc/\n/passwd' 'gitdir: ' 'gitdir: ../../../../../..' 'gitdir: .'; do
  # shellcheck disable=SC2059
  printf "$link\n" >repo/.git
  keep 1 wick-state -p repo.json
done
all_clean "no control character of .git/HEAD"

it "error messages"
osc=$(printf '\033]52;c;ZXZpbA==\007')
c1=$(printf '\302\2335n')
bidi=$(printf '\342\200\256evil')
broken=$(printf 'a\nb\rc\377')
mkdir "$tmp/$osc" "$tmp/$c1"
printf '[' >"$tmp/$osc/torn.json"
for text in "$osc" "$c1" "$bidi" "$broken"; do
  for tool in $tools; do
    keep 0 "wick-$tool" -s "$text"
    keep 0 "wick-$tool" -t "$text"
    keep 0 "wick-$tool" -p "$text"
    keep 0 "wick-$tool" -C "$text"
    keep 0 "wick-$tool" -f "{$text}"
    keep 0 "wick-$tool" -f "{context.tokens:$text}"
    keep 0 "wick-$tool" -f "{$text"
    keep 0 "wick-$tool" "$text"
    keep 0 "wick-$tool" "--$text"
    keep 0 "wick-$tool" "--$text=x"
    keep 0 "wick-$tool" "--json=$text"
    keep 0 "wick-$tool" "-$text"
    keep 0 env WICK_NOW="$text" "wick-$tool" -t "$transcript"
  done
  keep 0 wick-context --over="$text"
  keep 0 wick-next --over="$text" --prompt-tokens="$text"
  keep 0 wick-next --prompt-tokens="$text"
  keep 0 wick-next --output-tokens="$text"
  keep 0 wick-limits --over="$text"
  keep 0 wick "$text"
  keep 0 wick "-$text"
  keep 0 wick help "$text"
done
keep 0 wick-state -p "$tmp/$osc/torn.json"
keep 0 wick-state -t "$tmp/$osc"
(cd "$tmp/$osc" && wick-context) >seen/cwd-out.0 2>seen/cwd-err.1
(cd "$tmp/$c1" && wick-context -C .) >seen/cwd2-out.0 2>seen/cwd2-err.1
all_clean "no control character on standard error, and one line of it"

it "error messages about our own files"
mkdir -p "$tmp/$osc/wick"
printf '[line]\nsegments = ["%s"]\n' 'no-such' >"$tmp/$osc/wick/wick.toml"
printf 'x = \n' >"$tmp/$osc/wick/prices.toml"
in=$data/payloads/2.1.330-warm-1h.json
seen=1
XDG_CONFIG_HOME=$tmp/$osc wick-line <"$in" >seen/1-out.1 2>seen/1-err.2
keep 1 env XDG_STATE_HOME="$tmp/$osc/torn.json" wick-line
for toml in '"\\u001b]52;c;x\\u0007" = 1' '[line]\nsegments = ["\\u001b]52"]' '[line]\nicons = "\\u001b"' '[segment.context]\nformat = "{\\u001b[2J}"' \
  '[segment.context]\ncolor = "\\u001b[2J"' '[segment."\\u001b["]\nx = 1' '[line]\n"\\u202e" = 1' "x = '\\033[2J'" '# \\033[2J\nx = \\033' \
  '[segment.context]\nthresholds = [{field = "\\u001b", color = "red"}]'; do
  # shellcheck disable=SC2059
  printf "$toml\n" >"$XDG_CONFIG_HOME/wick/wick.toml"
  keep 1 wick-line
done
rm "$XDG_CONFIG_HOME/wick/wick.toml"
all_clean "no control character on standard error, and one line for each"

it "the name that a tool was called by"
ln -s "$(command -v wick-context)" "$tmp/wick-$osc"
in=/dev/null
keep 0 "$tmp/wick-$osc" --no-such
keep 1 "$tmp/wick-$osc" --version
keep 0 "$tmp/wick-$osc" -t /nowhere
all_clean "is as safe as the rest"

it "a transcript's file name"
cp "$transcript" "$project/$osc.jsonl"
cp "$transcript" "$project/$bidi.jsonl"
for name_of_file in "$osc" "$bidi"; do
  for tool in $tools; do
    keep 1 "wick-$tool" -t "$project/$name_of_file.jsonl"
    keep 1 "wick-$tool" -t "$project/$name_of_file.jsonl" --json
  done
  keep 1 wick-state -t "$project/$name_of_file.jsonl" -f "$all_fields"
done
touch "$project"/*.jsonl
keep 1 wick-state -C "$tmp"
rm "$project/$osc.jsonl" "$project/$bidi.jsonl"
all_clean "is as safe as the rest"

it "external commands"
unset NO_COLOR
cat >"$XDG_CONFIG_HOME/wick/wick.toml" <<'EOF'
[line]
segments = ["x", "context"]
[segment.x]
command = "cat external"
refresh_s = 86400
EOF
sed "s/d7f47105-0d12-440b-bc75-54b081ddad73/$id/g" "$data/payloads/2.1.330-warm-1h.json" >external.json
in=external.json
external() {
  rm -rf "$XDG_CACHE_HOME"
  # shellcheck disable=SC2059
  printf "$1" >external
  wick-line <external.json >/dev/null
  tries=0
  until [ -e "$XDG_CACHE_HOME/wick/segments/$id.x" ] || [ $tries -gt 200 ]; do
    sleep 0.02
    tries=$((tries + 1))
  done
}
external '\033[1;31mred\033[0m \033]8;;http://evil/\033\\click\033]8;;\033\\ \033[2J\033[5n\007\r\302\233m \342\200\256\b end'
WICK_COLOR=always wick-line <external.json >line
grep -q "$(printf '\033\\[1;31mred\033\\[0m')" line
ok $? "SGR is kept" line
"$python" -c 'import re, sys; sys.stdout.buffer.write(re.sub(rb"\x1b\[[0-9;:]*m", b"", sys.stdin.buffer.read()))' <line >seen/external.1
all_clean "and nothing else"
grep -q 'click.*end.*15k' line
ok $? "the text is there" line
WICK_COLOR=never wick-line <external.json >seen/external.1
grep -q 'red.*click.*end.*15k' seen/external.1
ok $? "the text is there without colour" seen/external.1
wick-line --json <external.json >seen/external-json.1
all_clean "without colour no SGR either"
external '\033[31mred for ever'
WICK_COLOR=always wick-line <external.json >line
"$python" - <<'EOF' >why
import re
line = open("line", newline="").read()
codes = [m.group(1) for m in re.finditer(r"\x1b\[([0-9;]*)m", line[:line.rindex("15k")])]
if codes and codes[-1] not in ("", "0") and not codes[-1].startswith("0;"):
    if codes[-1] == "31":
        print("the colour runs on: %r" % line)
if not re.search(r"\x1b\[0?m[^\x1b]*$", line):
    print("the line does not end without a colour: %r" % line)
EOF
[ ! -s why ]
ok $? "a colour that is not closed ends with the segment" why
external 'a\nb\nc'
is "of several lines the first is shown" "$(WICK_COLOR=never wick-line <external.json | grep -c '^a · 15k')" 1
external ''
is "an empty output hides the segment" "$(WICK_COLOR=never wick-line <external.json | grep -c '^15k')" 1
rm "$XDG_CONFIG_HOME/wick/wick.toml"
NO_COLOR=1
export NO_COLOR

it "a session id that names a path"
rm -rf "$XDG_STATE_HOME" "$XDG_CACHE_HOME"
mkdir -p "$taps"
find "$tmp" "$HOME" ! -path "$tmp/before*" | sort >before
for session in '../../x' '..' '.' '/etc/x' 'a/b' '.hidden' 'a\\u0000b' '../tap/../y' 'x\\ny' '' '-s' '~' "$(printf 'n%.0s' $(seq 1 300))" '%s%n' '&touch evil' 'con.json/' '\\u002e\\u002e/x'; do
  sed "s|d7f47105-0d12-440b-bc75-54b081ddad73|$session|g" "$data/payloads/2.1.330-warm-1h.json" >strange.json
  wick-line <strange.json >line 2>err
  code=$?
  [ $code -eq 0 ] && grep -q '15k/1M' line || echo "$session: $code $(cat line err)" >>crashes
  wick-state -p strange.json >seen/strange.1 2>&1 || echo "$session: status $?" >>crashes
  wick-cost -p strange.json >/dev/null 2>&1
done
rm -f strange.json line err
all_clean "gets its line"
for session in '../../x' '..' '/etc/passwd' 'a/b' '' '.' '../projects/-home-user-proj/d7f47105-0d12-440b-bc75-54b081ddad73'; do
  keep 0 wick-context -s "$session"
  [ "$status" -ne 0 ] || echo "-s '$session': status $status" >>crashes
done
CLAUDE_CODE_SESSION_ID=../../x wick-context >seen/env-out.1 2>seen/env-err.1
all_clean "is no session's"
find "$tmp" "$HOME" ! -path "$tmp/before*" ! -path "$tmp/after*" ! -path "$tmp/seen*" ! -name why ! -name out ! -name err ! -name line | sort >after
grep -v -x -F -f before after | grep -v "^$taps/\(-s\|[A-Za-z0-9_-]*\)\.json$" >why
[ ! -s why ]
ok $? "makes no file outside the tap folder" why
finish
