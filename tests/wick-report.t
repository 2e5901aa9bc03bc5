#!/bin/sh
# SPDX-License-Identifier: MIT
. "$(dirname "$0")/lib.sh"
WICK_NOW=2026-11-24T12:00:00Z
use_recorded_sessions
# A project whose name is an attack.
mkdir -p "$HOME/.claude/projects/evil"
sed 's|"cwd":"[^"]*"|"cwd":"/x/<script>alert(1)</script><img src=http://example.org/\\"onerror=1>"|g; s/d7f47105/ffffffff/g; s/"id":"msg_/"id":"msg_e/; s/"requestId":"/"requestId":"e/' \
  "$project"/d7f47105*.jsonl >"$HOME/.claude/projects/evil/ffffffff-0d12-440b-bc75-54b081ddad73.jsonl"

it "without a history"
run env CLAUDE_CONFIG_DIR="$tmp/none" wick-report
exits 1
silent

it "in the browser"
mkdir -p openers
cat >openers/xdg-open <<'END'
#!/bin/sh
printf '%s\n' "$@" >"$OPENED.new" && mv "$OPENED.new" "$OPENED"
END
chmod +x openers/xdg-open
for output in '' --output=of-ones-own.html; do
  rm -f opened
  # shellcheck disable=SC2086
  run env PATH="$tmp/openers:$PATH" OPENED="$tmp/opened" wick-report --open $output
  exits 0
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -e opened ] || sleep 0.3; done
  is "is shown" "$(cat opened)" "$([ -n "$output" ] && echo of-ones-own.html || echo "$XDG_CACHE_HOME/wick/report.html")"
  grep -q '</html>' "$(cat opened)"
  ok $? "whole"
done
run env PATH="$root/none" "$(command -v wick-report)" --open
exits 69
complains "^wick-report: --open: no xdg-open here; the page is $XDG_CACHE_HOME/wick/report.html$"
run wick-report --open --output=-
exits 64

it "the page"
run wick-report --output=page.html
exits 0
silent
run wick-report
exits 0
cmp -s page.html "$tmp/out"
ok $? "is the same on standard output" err
# Every opened tag is closed, in order; there are no scripts, no external resources and no duplicate ids.
python3 - page.html >why 2>&1 <<'END'
import html.parser, sys
VOID = {"meta", "br", "img", "link", "hr", "input"}
class Parser(html.parser.HTMLParser):
    open, ids = [], set()
    def handle_starttag(self, tag, attributes):
        if tag not in VOID: self.open.append(tag)
        if tag in ("script", "img", "link", "iframe", "object"): print("there is a", tag)
        for name, value in attributes:
            if name.startswith("on"): print("there is", name)
            if name in ("src", "href", "xlink:href") and not value.startswith("#"): print("it loads", value)
            if name == "id":
                if value in self.ids: print("twice:", value)
                self.ids.add(value)
    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID: self.open.pop()
    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag: print("not well formed at", tag, self.getpos())
parser = Parser()
parser.feed(open(sys.argv[1], encoding="utf-8").read())
if parser.open: print("left open:", parser.open)
END
[ ! -s why ]
ok $? "is well formed, runs nothing and loads nothing" why
is "the name is there, as text" "$(grep -c '/x/&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=http://example.org/&quot;onerror=1&gt;' page.html | sed 's/[1-9].*/some/')" some
is "figures are those of wick-misses" "$(grep -o '<b>[0-9,]*</b><span>cache misses' page.html | tr -dc 0-9)" \
  "$(wick-misses --json | jq '.main.misses + .subagents.misses')"
is "and of wick-usage" "$(grep -o '<b>[0-9,]*</b><span>requests' page.html | tr -dc 0-9)" "$(wick-usage --json | jq .totals.requests)"
is "and of wick-waste" "$(grep -c '<h2 id="what-was-wasted">What was wasted' page.html)" 1
run wick-report --project=proj --since=2026-11-22
matches '<title>wick report: since 2026-11-22, project proj</title>'
is "a filter" "$(grep -c 'alert' "$tmp/out")" 0

is "the money is that of wick-usage" "$(grep -o '<b>[^<]*</b><span>cost' page.html | tr -dc 0-9.)" "$(wick-usage --json | jq '.totals.cost_usd * 100 | round / 100')"
is "every link in it leads somewhere" "$(grep -o 'href="#[^"]*' page.html | cut -d '#' -f 2 | while read -r id; do grep -c "id=\"$id\"" page.html; done | sort -u)" 1

it "the charts"
is "are three" "$(grep -c '<svg class="chart"' page.html)" 3
# The page of recorded sessions: all of one day.
is "each model's part of the day" "$(grep -c '<rect class="c[0-9]".*<title>2026-11-22: ' page.html)" \
  "$(wick-usage --json day,model | jq '[.rows[] | select(.day == "2026-11-22" and .cost_usd > 0)] | length')"
mkdir bin
ln -s "$(command -v wick-report)" bin/wick-report
run env PATH="$tmp/bin" wick-report --output=plain.html
exits 0
silent
cmp -s page.html plain.html
ok $? "need no other program" err

it "in a browser"
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
look() {
  timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --user-data-dir="$tmp/browser" \
    --enable-logging=stderr --window-size=1000,800 "$@" 2>log
}
if [ -n "$browser" ] && look --dump-dom about:blank >/dev/null; then
  look --dump-dom "file://$tmp/page.html" >dom.html
  is "all of it arrives" "$(grep -c '<dt>' dom.html)" "$(grep -c '<dt>' page.html)"
  is "the console is silent" "$(grep -c CONSOLE log)" 0
  look --screenshot="$tmp/shot.png" "file://$tmp/page.html"
  [ "$(wc -c <shot.png)" -gt 20000 ]
  ok $? "it is drawn" log
  # The page has no scripts, so a copy gets one that measures sizes of text, contrasts, and what exceeds the window.
  sed -e '/Content-Security-Policy/d' -e 's|</body>|<script>addEventListener("load", () => {\
    const light = (c) => { const [r, g, b] = c.map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);\
      return 0.2126 * r + 0.7152 * g + 0.0722 * b; };\
    const numbers = (text) => text.match(/[0-9.]+/g).map(Number);\
    let small = 0, pale = 0;\
    const back = (e) => { for (; e; e = e.parentElement) { const c = numbers(getComputedStyle(e).backgroundColor); if (c.length == 3 \|\| c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };\
    for (const e of document.querySelectorAll("body *")) {\
      if (![...e.childNodes].some((n) => n.nodeType == 3 \&\& n.data.trim()) \|\| ["TITLE", "title", "SCRIPT"].includes(e.tagName)) continue;\
      const style = getComputedStyle(e), a = light(numbers(e.closest("svg") ? style.fill : style.color).slice(0, 3)), b = light(back(e));\
      if (parseFloat(style.fontSize) < 11) small++;\
      if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5) pale++;\
    }\
    const root = document.documentElement, right = (e) => e.getBoundingClientRect().right;\
    const scrolls = (e) => e \&\& getComputedStyle(e).overflowX == "auto";\
    const wide = [...document.querySelectorAll("body *")].some((e) => !scrolls(e.parentElement.closest(".box")) \&\& right(e) > right(root) + 1);\
    document.title = `small ${small} pale ${pale} wide ${wide} high ${root.scrollHeight > 6000 \&\& innerWidth > 1000}`;\
  });</script></body>|' page.html >measured.html
  sed 's/(prefers-color-scheme: dark)/all/' measured.html >measured-dark.html
  for width in 390 768 1280; do
    for page in measured measured-dark; do
      # A window cannot be that narrow, so the page is made narrow within it.
      sed "s|<html |<html style=\"width: $((width - 20))px\" |" $page.html >sized.html
      look --window-size=$width,900 --virtual-time-budget=5000 --dump-dom "file://$tmp/sized.html" >dom.html
      is "$page at $width: text can be read, and nothing is too wide" "$(sed -n 's|.*<title>\(small[^<]*\)</title>.*|\1|p' dom.html)" \
        'small 0 pale 0 wide false high false'
    done
  done
else
  skip "no browser here"
fi

it "on a terminal"
. "$root/tests/terminal.sh"
if open_terminal 200 30; then
  in_terminal wick-report
  until_shows '^status 0'
  matches "^$XDG_CACHE_HOME/wick/report.html: written; --open shows it in a browser$"
  is "the page is there and not on the terminal" "$(head -c 15 "$XDG_CACHE_HOME/wick/report.html") $(grep -c '<' "$tmp/out")" '<!DOCTYPE html> 0'
  in_terminal 'env -u HOME -u XDG_CACHE_HOME CLAUDE_CONFIG_DIR=$HOME/.claude wick-report'
  until_shows '^status 64'
  matches '^wick-report: --output: expected, as there is no cache folder'
  in_terminal 'wick-report -o - | head -c 15'
  until_shows '^<!DOCTYPE html>'
  close_terminal
else
  skip "no tmux"
fi

it "options that do not fit"
for wrong in '--output=' '--since=never' '--what'; do
  run wick-report "$wrong"
  exits 64
  complains '^wick-report: --'
done
run wick-report --output=page.html/x
exits 74
complains '^wick-report: page.html/x: Not a directory$'
finish
