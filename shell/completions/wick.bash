# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154
# Completions of wick for bash, with or without the package bash-completion. The table of the tools'
# options and operands, generated from their --help, precedes this file. Only two processes are ever
# started: wick-sessions for ids, wick-state for fields.

# Sets words: those up to the cursor, as the shell splits them. Readline also splits at = and :, which
# the shell does not.
__wick_words() {
  local line=${COMP_LINE:0:COMP_POINT} trimmed word i n=0
  for ((i = 0; i <= COMP_CWORD; i++)); do
    trimmed=${line#"${line%%[! $'\t']*}"}
    word=${COMP_WORDS[i]}
    if ((i == COMP_CWORD)); then word=$trimmed; fi
    if ((n > 0)) && [[ -n $word && $trimmed == "$line" ]]; then
      words[n - 1]+=$word
    else
      words[n++]=$word
    fi
    line=${trimmed#"$word"}
  done
}

# Sets typed: the last word without its opening quote; and head: its beginning, which readline keeps and
# which must not be part of a completion.
__wick_typed() {
  local breaks=
  typed=${words[${#words[@]} - 1]} head=
  if [[ $typed == *[\'\"]* ]]; then
    head=${typed%%[\'\"]*}
    typed=$head${typed:${#head}+1}
    return 0
  fi
  if [[ $COMP_WORDBREAKS == *=* ]]; then breaks+='='; fi
  if [[ $COMP_WORDBREAKS == *:* ]]; then breaks+=':'; fi
  if [[ -n $breaks ]]; then head=${typed%"${typed##*["$breaks"]}"}; fi
}

# __wick_offer WORD [DESCRIPTION]: offers the word if it begins with what has been typed
__wick_offer() {
  if [[ $1 == "$typed"* ]]; then
    found+=("${1#"$head"}")
    said+=("${2-}")
  fi
}

# Descriptions are only for display: they are appended if there are several words, so that readline
# lists them and inserts their common beginning; never if it would insert the only one.
__wick_reply() {
  local i
  COMPREPLY=(${found[@]+"${found[@]}"})
  case ${COMP_TYPE-} in 37 | 42) return 0 ;; esac
  if ((${#found[@]} < 2)); then return 0; fi
  for ((i = 0; i < ${#found[@]}; i++)); do
    if [[ -n ${said[i]} ]]; then COMPREPLY[i]+="  (${said[i]})"; fi
  done
}

__wick_compopt() { compopt "$@" 2>/dev/null || return 0; }

# __wick_sessions PREFIX: offers session ids, each once; otherwise the common beginning of two
# descriptions would be inserted too.
__wick_sessions() {
  local line id text seen=' '
  while IFS= read -r line; do
    id=${line%%$'\t'*} line=${line#*$'\t'}
    if [[ -z $id || $id == *[!A-Za-z0-9_.-]* || $seen == *" $id "* ]]; then continue; fi
    seen+="$id "
    text=${line%%$'\t'*}
    text=${text##*/}${line#*$'\t'}
    __wick_offer "$1$id" "${text#, }"
  done <<<"$(wick-sessions --since=7d --format="$__wick_session" 2>/dev/null)"
}

__wick_tools() {
  local tool
  for tool in "${tools[@]}"; do __wick_offer "${tool%%:*}" "${tool#*:}"; done
}

# __wick_fields PREFIX SUFFIX
__wick_fields() {
  local name meaning
  while IFS=$'\t' read -r name _ meaning; do
    if [[ -n $name ]]; then __wick_offer "$1$name$2" "$meaning"; fi
  done <<<"$(wick-state --fields 2>/dev/null)"
}

# __wick_format PREFIX: after an opening brace completes the field, elsewhere offers a field in braces;
# after a condition, its body follows
__wick_format() {
  local before=$typed
  if [[ ${typed#"$1"} == *\{* && ${typed##*\{} != *\}* ]]; then
    before=${typed%"${typed##*[\{?!]}"}
  else
    before=$typed\{
  fi
  __wick_compopt -o nospace
  case $before in
    *[?!]) __wick_fields "$before" : ;;
    *) __wick_fields "$before" \} ;;
  esac
}

# __wick_files PREFIX SUFFIX: such files and folders; if there are none, whatever readline finds
__wick_files() {
  local file
  while IFS= read -r file; do
    if [[ -n $file ]]; then __wick_offer "$1$file"; fi
  done <<<"$(compgen -f -X "!*$2" -- "${typed#"$1"}")"
  __wick_compopt -o filenames -o plusdirs -o default
}

# __wick_values PREFIX VALUE ...: words in lower case are literal, those in capitals name what to find
__wick_values() {
  local prefix=$1 value
  shift
  for value; do
    case $value in
      ID) __wick_sessions "$prefix" ;;
      FIELD) __wick_fields "$prefix" '' ;;
      FORMAT) __wick_format "$prefix" ;;
      TOOL) __wick_tools ;;
      FILE) __wick_compopt -o default ;;
      JSON) __wick_files "$prefix" .json ;;
      JSONL) __wick_files "$prefix" .jsonl ;;
      DIR) __wick_compopt -o dirnames ;;
      [A-Z]*) ;;
      *) __wick_offer "$prefix$value" ;;
    esac
  done
}

# Sets value and prefix for the argument of the option that WORD (--long=..., --long, -xyz) ends with
__wick_option() {
  local option short long
  for option in "${options[@]}"; do
    short=${option%%:*} option=${option#*:}
    long=${option%%:*} value=${option#*:}
    if [[ -z $value ]]; then continue; fi
    case $1 in
      "--$long" | "--$long="*) return 0 ;;
      --*) ;;
      -*) if [[ -n $short && $1 == *"$short" ]]; then return 0; fi ;;
    esac
  done
  value=
  return 1
}

__wick_operand() {
  local operand position only
  for operand in ${operands[@]+"${operands[@]}"}; do
    position=${operand%%:*} operand=${operand#*:}
    only=${operand%%:*}
    if [[ -n $only && $only != "$2" ]]; then continue; fi
    if [[ $position == "$1" || ($position == *+ && $1 -ge ${position%+}) ]]; then
      # shellcheck disable=SC2086  # a list of words
      __wick_values '' ${operand#*:}
    fi
  done
}

__wick_options() {
  local option short long
  for option in "${options[@]}"; do
    short=${option%%:*} option=${option#*:}
    long=${option%%:*}
    if [[ -n $short ]]; then __wick_offer "-$short"; fi
    if [[ -n ${option#*:} ]]; then long+='='; fi
    __wick_offer "--$long"
  done
  if [[ ${#found[@]} -eq 1 && ${found[0]} == *= ]]; then __wick_compopt -o nospace; fi
}

# Completes the last word, depending on those before it
__wick_last() {
  local value='' first='' position=1 i last=$((${#words[@]} - 1))
  for ((i = 1; i < last; i++)); do
    case ${words[i]} in
      --*=*) ;;
      -?*) if __wick_option "${words[i]}"; then i=$((i + 1)); fi ;;
      *)
        first=${first:-${words[i]}}
        position=$((position + 1))
        ;;
    esac
  done
  # shellcheck disable=SC2086  # value is a list of words
  if ((i > last)); then
    __wick_values '' $value
  elif [[ $typed == --*=* ]]; then
    if __wick_option "$typed"; then __wick_values "${typed%%=*}=" $value; fi
  elif [[ $typed == -[!-]?* ]] && __wick_option "${typed:0:2}"; then
    __wick_values "${typed:0:2}" $value
  elif [[ $typed == -* ]]; then
    __wick_options
  else
    __wick_operand "$position" "$first"
  fi
}

_wick() {
  local -a words=() options=() operands=() tools=() found=() said=()
  local IFS=$' \t\n' typed head
  COMPREPLY=()
  __wick_words
  __wick_typed
  if [[ ${words[0]##*/} == wick && ${#words[@]} -gt 2 && ${words[1]} != help && ${words[1]} != -* ]]; then
    words=("wick-${words[1]}" "${words[@]:2}")
  fi
  __wick_table "${words[0]##*/}"
  if ((${#options[@]})); then __wick_last; fi
  __wick_reply
}
