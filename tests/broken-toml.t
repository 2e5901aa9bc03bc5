#!/bin/sh
# SPDX-License-Identifier: MIT
# Typing errors in wick.toml and prices.toml: wick-line still prints a line, the other tools print one error line,
# and none dies of a signal. Python decides whether a file is TOML at all.
. "$(dirname "$0")/lib.sh"
python3 -c 'import tomllib' 2>/dev/null || skip_all "python3 has no tomllib"

use_recorded_sessions
config=$XDG_CONFIG_HOME/wick
mkdir -p "$config"
payload=$data/payloads/2.1.330-warm-1h.json
transcript=$(find "$project" -name '*.jsonl' | LC_ALL=C sort | head -n 1)

cat >wick.toml <<'END'
# the line
[line]
segments = ["model", "context", "mine"]
separator = " · "
style = 'plain'
rows_of = { name = "x", deep = { a.b = 1, c = [1.5, -2, 0x1F] } }
[segment.context]
format = "{context.tokens} of {context.window}"  # a comment
priority = 50
hide_when_absent = false
thresholds = [
  { field = "context.tokens", above = 150_000, color = "red" },
  { field = "context.percent", above = 1e2, color = "#ff8800" },
]
[segment."mine"]
format = """
é \u00e9 {model.name}"""
[waste]
rides = 3
END
cat >prices.toml <<'END'
[[price]]
model = "claude-opus-5-5"
from = 2026-01-01
input = 5.0
output = 25
cache_write_5m = 6.25
[[price]]
models = ['claude-*', "other"]
input = 1_0.5
output = +1e1
until = 2027-01-01T00:00:00Z
[alias]
"my.model" = "claude-opus-5-5"
END

# try.py FILE TOOLS [SEED COUNT]: writes each text into FILE and runs the tools; prints violations.
cat >try.py <<'END'
import os, random, subprocess, sys, tomllib

target, commands = sys.argv[1], [c.split() for c in sys.argv[2].split(";")]
payload = open(os.environ["PAYLOAD"], "rb").read()
mark = "!config" if target.endswith("wick.toml") else "!prices"

def slips():
    """One text a line, with \\n, \\t and \\xNN for what a line cannot have."""
    for line in sys.stdin:
        yield line.rstrip("\n").encode().decode("unicode_escape").encode("latin-1")

def mutants(seed, count):
    """Of a valid file: characters taken out, put in, doubled, swapped, lines cut and joined."""
    chance = random.Random(seed)
    whole = open(os.path.basename(target), "rb").read()
    pieces = list(b"[]{}()#=.,:\"'\\\n\t _-+$\x00\x7f") + [*"é".encode(), *"漢".encode(), 0xff]
    for _ in range(count):
        text = bytearray(whole)
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            at = chance.randrange(len(text))
            to = min(len(text), at + chance.choice((1, 1, 2, 10)))
            how = chance.randrange(7)
            if how == 0: del text[at:to]
            elif how == 1: text[at] = chance.choice(pieces)
            elif how == 2: text[at:at] = bytes([chance.choice(pieces)])
            elif how == 3: text[at:at] = chance.choice(("é", "漢", "\u00a0", "\ufeff", "[[", "]]", '"""')).encode()
            elif how == 4: text[at:at] = text[at:to]
            elif how == 5: del text[at:]
            else: text[at:to] = bytes(reversed(text[at:to]))
            if not text: break
        yield bytes(text)

def is_toml(text):
    try:
        tomllib.loads(text.decode())
        return True
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError):
        return False

def wrong(command, ran, valid):
    """What is wrong with this answer; None when nothing is."""
    errors = ran.stderr.decode(errors="replace").splitlines()
    if ran.returncode < 0 or ran.returncode > 125: return "status %d" % ran.returncode
    if any("Sanitizer" in e or "runtime error" in e or "internal error" in e for e in errors): return "internal error"
    if command[0] == "wick-line":
        if ran.returncode: return "status %d" % ran.returncode
        if not ran.stdout.strip(): return "no line"
        if b"Opus 5.5" not in ran.stdout: return "not what is known"
        if not valid and mark.encode() not in ran.stdout: return "no mark"
    elif command[0] == "wick-doctor":
        if ran.returncode not in (0, 1): return "status %d" % ran.returncode
        return None
    elif not valid and ran.returncode != 78: return "status %d" % ran.returncode
    if valid: return None
    if len(errors) != 1: return "not one line on standard error"
    place = errors[0].removeprefix("%s: %s:" % (command[0], target)).split(":")
    if len(place) < 3 or not (place[0].isdigit() and place[1].isdigit() and place[2].strip()): return "not where and why"
    if int(place[0]) > open(target, "rb").read().count(b"\n") + 1: return "a line that is not there"

texts = mutants(int(sys.argv[3]), int(sys.argv[4])) if len(sys.argv) > 3 else slips()
tried = refused = 0
for number, text in enumerate(texts):
    with open(target, "wb") as file: file.write(text)
    valid = is_toml(text)
    tried, refused = tried + 1, refused + (not valid)
    # Starting many tools for each of hundreds of texts is slow: all of them only for the first text.
    for command in commands if number % 10 == 0 or len(sys.argv) == 3 else commands[:1]:
        ran = subprocess.run(command, input=payload, capture_output=True, timeout=60)
        why = wrong(command, ran, valid)
        if why: print(command[0], why, repr(text[:3000]), ran.stdout[:200], ran.stderr[:300], sep="\n  ")
print("%d texts, %d of them not TOML" % (tried, refused), file=sys.stderr)
END
PAYLOAD=$payload
# A sanitizer's report must not pass for the answer "no".
ASAN_OPTIONS=exitcode=99:detect_leaks=0:${ASAN_OPTIONS-} UBSAN_OPTIONS=exitcode=99:${UBSAN_OPTIONS-}
export PAYLOAD ASAN_OPTIONS UBSAN_OPTIONS

# attempt WHAT ARGUMENTS: checks that try.py prints nothing
attempt() {
  what=$1 && shift
  python3 try.py "$@" >problems 2>tally
  ok $? "$what: done" tally
  [ ! -s problems ]
  ok $? "$what, $(cat tally)" problems
}

settings_readers="wick-line;wick-waste --since=2026-11-01;wick-doctor"
price_readers="wick-line;wick-cost -t $transcript;wick-next -t $transcript;wick-usage;wick-state -t $transcript;wick-doctor"

it "slips"
deep=$(python3 -c 'print("[[" + ".".join(["\"..\""] * 3000) + "]]")')
wide=$(python3 -c 'k = ".".join(["a"] * 60); print("x = " + ("{" + k + " = ") * 200 + "1" + "}" * 200)')
brackets=$(python3 -c 'print("x = " + "[" * 3000 + "]" * 3000)')
cat >slips <<END
segments = ["model", }
[line]\nsegments = ["model", }
[#line]
[.line]
[\$line]
[\xc3\xa9]
\xc3\xa9 = 1
x\xc3\xa9 = 1
x.\xc3\xa9 = 1
x = \xc3\xa9
x = { \xc3\xa9 = 1 }
x = [ \xc3\xa9 ]
x = "y" \xc2\xa0
[[(x]]
[[
[
[ ]
[\n
[[]]
[[ ]
[a.]
[a.#]
a. = 1
a.b. = 1
a =
a = #
a = ,
a = }
a = ]
a = {
a = { ,
a = { b = }
a = { b = , }
a = { b = # }
a = { # }
a = { . = 1 }
a = { \$ = 1 }
a = [ , ]
a = [ = ]
a = [ . ]
a = .
a = .5
a = +
a = -
a = 0x
a = 1__0
a = 1e
a = 1.
a = 2026-
a = 2026-01-01T
a = 2026-01-01T99:00:00
a = 2026-01-01T00:00:00+
a = t
a = tru
a = in
a = +na
a = "\\\\
a = "\\\\u12"
a = "\\\\ud800"
a = """
a = """"""""
a = '''
a = "b
'a
"a"."
= 1
. = 1
, = 1
} = 1
\x00 = 1
\x7f = 1
\xff = 1
\xef\xbb\xbf[
\xef\xbb
$deep
$wide
$brackets
END
[ "$(grep -c . slips)" -gt 60 ]
ok $? "there are some" slips
attempt "wick.toml" "$config/wick.toml" "$settings_readers" <slips
rm "$config/wick.toml"
attempt "prices.toml" "$config/prices.toml" "$price_readers" <slips
rm "$config/prices.toml"

# The same each time; another SEED tries others.
it "mutants of a file"
attempt "wick.toml" "$config/wick.toml" "$settings_readers" "${SEED:-1}" "${MUTANTS:-300}"
rm "$config/wick.toml"
attempt "prices.toml" "$config/prices.toml" "$price_readers" "${SEED:-1}" "${MUTANTS:-300}"
rm "$config/prices.toml"

it "where a slip is"
at() {
  printf %b "$1" >"$config/wick.toml"
  in=$payload run wick-line
  exits 0
  complains "^wick-line: $config/wick\.toml:$2: "
}
at '[line]\nsegments = ["model", }\n' 2:22
at '# \0303\0251\n["\0303\0251".#]\n' 2:6
at 'x = "\0303\0251" \0303\0251\n' 1:9
rm "$config/wick.toml"

# With little memory, an unexpected exception is thrown. The minimum for a start differs between machines.
it "whatever is thrown"
if [ -n "${WICK_SANITIZED-}" ]; then
  skip "sanitizers need memory without end"
else
  python3 - "$payload" >long.json <<'END'
import json, sys
payload = json.load(open(sys.argv[1]))
payload["session_name"] = "x" * 900000
json.dump(payload, sys.stdout)
END
  marked=0
  for kilobytes in 2600 3000 3400 3800 4200 4600 5000 5800 6600 8000 10000; do
    # shellcheck disable=SC3045
    { (ulimit -v $kilobytes && exec wick-line --version) >/dev/null 2>&1 || continue; } 2>/dev/null
    # shellcheck disable=SC3045
    (ulimit -v $kilobytes && exec wick-line) <long.json >out 2>err
    status=$?
    [ $status -eq 0 ] && [ -s out ] || echo "$kilobytes kB: status $status: $(cat out err)" >>starved
    ! grep -q '!internal' out || marked=$((marked + 1))
  done
  [ ! -e starved ]
  ok $? "a line, status 0" starved
  if [ $marked -gt 0 ]; then ok 0 "marked !internal"; else skip "memory did not run out"; fi
fi
finish
