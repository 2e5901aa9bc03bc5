# SPDX-License-Identifier: MIT
# Completions of wick for zsh. The table of the tools' options and operands, generated from their
# --help, precedes this file.

# _wick_values VALUE ...: words in lower case are literal, those in capitals name what to find
_wick_values() {
  local value ret=1
  local -a literal
  for value; do
    case $value in
      (ID) _wick_sessions && ret=0 ;;
      (FIELD) _wick_fields && ret=0 ;;
      (FORMAT) _wick_format && ret=0 ;;
      (TOOL) _describe -t tools tool tools && ret=0 ;;
      (FILE) _files && ret=0 ;;
      (JSON) _files -g '*.json' && ret=0 ;;
      (JSONL) _files -g '*.jsonl' && ret=0 ;;
      (DIR) _directories && ret=0 ;;
      ([A-Z]*) _message -e values $value ;;
      (*) literal+=($value) ;;
    esac
  done
  if (( $#literal )); then compadd -V values -a literal && ret=0; fi
  return ret
}

# Ids with descriptions. These contain names that others have written; after a colon they are only text.
_wick_sessions() {
  local line id text MATCH MBEGIN MEND
  local -a sessions
  for line in "${(@f)$(wick-sessions --since=7d --format="$_wick_session" 2>/dev/null)}"; do
    id=${line%%$'\t'*} text=${line#*$'\t'}
    [[ $id == [A-Za-z0-9_.-]## ]] || continue
    text=${${text%%$'\t'*}:t}${text#*$'\t'}
    sessions+=("$id:${${text#, }//(#m)[\\:]/\\$MATCH}")
  done
  _describe -V -t sessions session sessions
}

# _wick_fields [COMPADD-OPTION ...]
_wick_fields() {
  local name type meaning
  local -a fields
  while IFS=$'\t' read -r name type meaning; do
    fields+=("$name:$meaning")
  done < <(wick-state --fields 2>/dev/null)
  _describe -V -t fields field fields "$@"
}

# After an opening brace completes the field, elsewhere offers a field in braces; after a condition, its
# body follows. zsh does not put an unquoted open brace into PREFIX.
_wick_format() {
  local after='}'
  if [[ $words[CURRENT] != *\{[^\}]# ]]; then
    compset -P '*'
    _wick_fields -P '{' -S '}'
    return
  fi
  if [[ ${words[CURRENT]##*\{} == \?* ]]; then after=:; fi
  compset -P '*{'
  compset -P '\?'
  compset -P '!'
  _wick_fields -S $after
}

# _wick_operand POSITION FIRST
_wick_operand() {
  local operand position first
  for operand in $operands; do
    position=${operand%%:*} operand=${operand#*:}
    first=${operand%%:*} operand=${operand#*:}
    [[ -z $first || $first == $2 ]] || continue
    if [[ $position == $1 || $position == *+ && $1 -ge ${position%+} ]]; then
      _wick_values ${=operand}
      return
    fi
  done
  return 1
}

# _wick_tool TOOL
_wick_tool() {
  local curcontext=$curcontext state line
  local -a specs operands tools
  typeset -A opt_args
  _wick_table $1
  _arguments -C -s -S : $specs '*: :->operand' && return
  [[ $state == operand ]] && _wick_operand $#line $line[1]
}

if [[ $service == wick && $CURRENT -gt 2 && $words[2] != (help|-*) ]]; then
  shift words
  (( CURRENT-- ))
  words[1]=wick-$words[1]
  _wick_tool $words[1]
else
  _wick_tool $service
fi
