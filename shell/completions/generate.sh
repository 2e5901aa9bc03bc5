#!/bin/sh
# SPDX-License-Identifier: MIT
# generate.sh BIN SHARE TOOL ...: writes completions for these tools, which are in BIN, to the folders
# below SHARE in which the shells search below a prefix's share/.
#
# The options and operands come from each tool's --help (help.awk) and become a table in the language of
# each shell (table.awk with zsh.awk or bash.awk, and fish.awk). The code that finds values is written by
# hand, in wick.zsh, wick.bash and wick.fish.
set -eu
here=$(dirname "$0")
bin=$1 share=$2
shift 2

zsh=$share/zsh/site-functions
bash=$share/bash-completion/completions
fish=$share/fish/vendor_completions.d
functions=$share/fish/vendor_functions.d
rm -rf "$zsh" "$bash" "$fish" "$functions"
mkdir -p "$zsh" "$bash" "$fish" "$functions"

# Via a file, so that a failing tool ends this script.
table=$share/table help=$share/help
for tool; do
  "$bin/$tool" --help >"$help"
  awk -v tool="$tool" -f "$here/help.awk" "$help"
done >"$table"

# The description of a session: after its id the directory, of which the shells show the last
# component, and the text after that.
session='{session.id}\t{session.project_dir}{?!session.project_dir:{session.cwd}}\t'
session=$session'{?session.age_s:, {session.age_s:h} ago}{?session.name:, {session.name}}'
session=$session'{?context.tokens:, {context.tokens:h}}'

{
  echo "#compdef $*"
  printf '%s\n' "local _wick_session='$session'"
  awk -v table=_wick_table -v array=specs -f "$here/table.awk" -f "$here/zsh.awk" "$table"
  cat "$here/wick.zsh"
} >"$zsh/_wick"

{
  printf '%s\n' "__wick_session='$session'"
  awk -v table=__wick_table -v array=options -f "$here/table.awk" -f "$here/bash.awk" "$table"
  cat "$here/wick.bash"
  echo "complete -o nosort -F _wick $* 2>/dev/null || complete -F _wick $*"
} >"$bash/wick"

{
  printf '%s\n' "set -g __wick_session '$session'"
  cat "$here/wick.fish"
} >"$functions/__wick.fish"

for tool; do
  awk -v tool="$tool" -f "$here/fish.awk" "$table" >"$fish/$tool.fish"
  # bash-completion looks for a file with the command's name.
  if [ "$tool" != wick ]; then ln -s wick "$bash/$tool"; fi
done
rm "$help" "$table"
