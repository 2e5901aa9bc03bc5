#!/bin/sh
# SPDX-License-Identifier: MIT
# A file includes only headers that its layer may see (HACKING.md); simdjson is used in two files, toml++, utf8proc,
# nlohmann-json, SQLite, libsodium and ncurses each in one, and none of them in a header, except for fmt.
. "$(dirname "$0")/lib.sh"
cd "$root" || exit 1

sees() {
  case $1 in
    base) echo base ;;
    claude) echo claude base ;;
    price) echo price claude base ;;
    output) echo output base ;;
    cli) echo cli output base ;;
    setup) echo setup live audit history price claude cli output base ;;
    history) echo history price claude base ;;
    audit) echo audit history price claude base ;;
    live) echo live audit history price claude cli output base ;;
    tools) echo tools live audit history price claude cli output base ;;
    top) echo top tools live audit history price claude cli output base ;;
    judge) echo judge tools audit history price claude cli output base ;;
    export) echo export tools live audit history price claude cli output base ;;
    doctor) echo doctor live audit price claude cli output base ;;
    *) echo ;;
  esac
}

for folder in lib/*/; do
  layer=$(basename "$folder")
  it "lib/$layer"
  allowed=$(sees "$layer" | tr ' ' '|')
  grep -nE '#include "' "$folder"*.h "$folder"*.cc | grep -vE "#include \"lib/($allowed)/" >"$tmp/bad"
  [ -n "$allowed" ] && [ ! -s "$tmp/bad" ]
  ok $? "includes only what it may see" "$tmp/bad"
done

it "lib"
grep -nE '#include "cmd/|std::cout|std::cerr|[^_]exit\(' -r lib --include=*.cc --include=*.h |
  grep -vE 'lib/cli/run.cc|lib/live/external.cc' >"$tmp/bad"
[ ! -s "$tmp/bad" ]
ok $? "does not print, exit or include cmd/" "$tmp/bad"
grep -nE 'getenv|system_now\(\)' -r lib | grep -vE 'lib/base/(env|time|calendar)\.' >"$tmp/bad"
[ ! -s "$tmp/bad" ]
ok $? "asks neither environment nor clock but in one place" "$tmp/bad"

# Two types with the same name in two files of one program violate the one-definition rule: members would be read with
# the wrong layout. Types in unnamed namespaces and nested types are distinct.
types() {
  awk 'FNR == 1 { unnamed = 0 }
    /^namespace [{]$/ { unnamed = 1 }
    /^[}]  \/\/ namespace$/ { unnamed = 0 }
    !unnamed && /^(struct|class|enum class|union) [A-Za-z_0-9]+( : [^;]*)?( final)? *[{]/ {
      name = $1 == "enum" ? $3 : $2
      print name, FILENAME
    }' "$@" | sort -u
}
it "one definition"
types lib/*/*.h lib/*/*.cc cmd/*.cc >"$tmp/all"
is "finds types" "$(grep -c '^State lib/live/state.h$' "$tmp/all")" 1
cut -d ' ' -f 1 "$tmp/all" | uniq -d >"$tmp/bad"
[ ! -s "$tmp/bad" ]
ok $? "no two types have one name" "$tmp/bad"
printf 'namespace wick {\nstruct Segment {\n};\n}\n' >"$tmp/one.h"
printf 'namespace wick {\nnamespace {\nstruct Row {\n};\n}  // namespace\nclass Segment : Base {\n};\nstruct Row {\n};\n}\n' >"$tmp/two.h"
is "and would find them" "$(types "$tmp/one.h" "$tmp/two.h" | cut -d ' ' -f 1 | uniq -d | tr '\n' ' ')" 'Segment '

it "third-party headers"
is simdjson "$(grep -lrF '#include <simdjson.h>' lib cmd | sort | tr '\n' ' ')" 'lib/claude/entry.cc lib/claude/json.cc '
for pair in ncursesw/curses.h:lib/top/screen.cc sodium.h:lib/export/texts.cc sqlite3.h:lib/history/sqlite.cc toml++/toml.h:lib/base/toml.cc utf8proc.h:lib/output/layout.cc nlohmann/json.hpp:lib/setup/json_edit.cc fmt/core.h:lib/base/format.h fmt/format-inl.h:lib/base/format.cc; do
  is "$pair" "$(grep -lrF "#include <${pair%%:*}>" lib cmd)" "${pair#*:}"
done
finish
