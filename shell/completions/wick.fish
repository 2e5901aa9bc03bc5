# SPDX-License-Identifier: MIT
# Completions of wick for fish: the values for the options and operands in completions/wick*.fish, and
# the conditions.
#   __wick values VALUE ...         words in lower case are literal, those in capitals name what to find
#   __wick at N[+] [FIRST] [-- OPTION ...]
#                                   true if operand N is being completed, after the operand FIRST; the
#                                   options are those of the tool that have an argument, for argparse
#   __wick tool                     after `wick TOOL`: completes as for that tool
function __wick
    __wick_$argv[1] $argv[2..]
end

function __wick_values
    for value in $argv
        switch $value
            case ID
                __wick_sessions
            case FIELD
                __wick_fields
            case FORMAT
                __wick_format
            case FILE
                __fish_complete_path (__wick_typed)
            case JSON
                __fish_complete_suffix (__wick_typed) .json
            case JSONL
                __fish_complete_suffix (__wick_typed) .jsonl
            case DIR
                __fish_complete_directories (__wick_typed)
            case '*'
                string match -r '^[a-z0-9].*' -- $value
        end
    end
end

# The argument that is being typed, without the option in front of it.
function __wick_typed
    string replace -r -- '^--[^=]*=' '' (commandline -ct)
end

# Ids with descriptions. These contain names that others have written; after a tab they are only text.
function __wick_sessions
    wick-sessions --since=7d --format=$__wick_session 2>/dev/null |
        string match -r '^[A-Za-z0-9_.-]+\t.*' |
        string replace -r '\t(?:[^\t]*/)?([^\t]*)\t' '\t$1' | string replace -r '\t, ' '\t'
end

function __wick_fields
    wick-state --fields 2>/dev/null | string replace -r '\t[a-z]+\t' '\t'
end

# After an opening brace completes the field, elsewhere offers a field in braces; after a condition, its
# body follows.
function __wick_format
    set -l typed (__wick_typed | string replace -r '^["\']' '' | string replace -ra '\\\\(.)' '$1')
    set -l before (string match -r '^.*\{[?!]*(?=[^}]*$)' -- $typed; or echo -- "$typed{")
    set -l after (string match -qr '[?!]$' -- $before; and echo :; or echo '}')
    for field in (__wick_fields)
        echo -- $before(string replace \t $after\t -- $field)
    end
end

function __wick_at
    set -l position $argv[1]
    set -e argv[1]
    set -l first
    if set -q argv[1]; and test $argv[1] != --
        set first $argv[1]
        set -e argv[1]
    end
    set -l takes (string match -v -- -- $argv)
    set -l words (commandline -opc)
    set -e words[1]
    set argv $words
    argparse --ignore-unknown $takes -- $words 2>/dev/null
    set -l operands (string match -v -- '-*' $argv)
    test -z "$first"; or test "$operands[1]" = $first; or return
    set -l at (math (count $operands) + 1)
    switch $position
        case '*+'
            test $at -ge (string trim -r -c + $position)
        case '*'
            test $at -eq $position
    end
end

function __wick_tool
    set -l words (commandline -opc)
    while not string match -qr '(^|/)wick$' -- $words[1]
        set -e words[1]
        set -q words[1]; or return
    end
    set -q words[2]; or return
    complete -C (string join ' ' -- wick-$words[2] (string escape -- $words[3..]) (commandline -ct))
end
