# wick for fish. Before each prompt, sets WICK_PROMPT to the state of the Claude Code session of this
# directory, or to nothing. `wick-init fish` prints this after the settings:
#   __wick_line    the command that prints the state
#   __wick_place   where to show it: right (fish_right_prompt), left (fish_prompt), above (a line of its
#                  own before that) or none

# Sets __wick_names: the names of the project folders that this directory and those above it would
# have in one of the folders __wick_projects. Claude Code creates one at a session's first prompt; if
# none exists, wick-line need not be run. __wick_unsure: the name cannot be determined here.
function __wick_look_around
    set -g __wick_names
    set -g __wick_projects
    set -g __wick_unsure
    if test -n "$CLAUDE_CODE_PROJECT_DIR_NAME"; or test (string length -- $PWD) -gt 200
        or string match -qr '[^\x01-\x7f]' -- $PWD
        set -g __wick_unsure 1
        return
    end
    set -l configs
    if test -n "$CLAUDE_CONFIG_DIR"
        set configs (string split , -- $CLAUDE_CONFIG_DIR | string trim)
    else
        set -l xdg $XDG_CONFIG_HOME
        test -n "$xdg"; or set xdg $HOME/.config
        set configs $xdg/claude $HOME/.claude
    end
    set __wick_projects $configs/projects
    for dir in $PWD (builtin realpath -- $PWD 2>/dev/null)
        while true
            set -a __wick_names (string replace -ra '[^A-Za-z0-9]' - -- $dir)
            test "$dir" = /; and break
            set dir (string replace -r '/[^/]*$' '' -- $dir)
            test -n "$dir"; or set dir /
        end
    end
end

function __wick_is_somewhere
    set -l from "$PWD:$CLAUDE_CONFIG_DIR:$XDG_CONFIG_HOME:$HOME:$CLAUDE_CODE_PROJECT_DIR_NAME"
    if test "$from" != "$__wick_looked_from"
        __wick_look_around
        set -g __wick_looked_from $from
    end
    test -n "$__wick_unsure"; and return 0
    for projects in $__wick_projects
        test -d $projects; or continue
        for name in $__wick_names
            test -d $projects/$name; and return 0
        end
    end
    return 1
end

# Sets __wick_width to the option for the maximum width: on the left a third of the row, including the
# blank after it, to leave room for a command. fish hides the right prompt by itself. False if the
# terminal is too narrow.
function __wick_fit
    set -g __wick_width
    contains -- "$__wick_place" left above; or return 0
    string match -qr '^[1-9][0-9]*$' -- "$COLUMNS"; or return 0
    set -l columns $COLUMNS
    test $__wick_place = left; and set columns (math -s0 "$columns / 3 - 1")
    test $columns -ge 8; or return 1
    set __wick_width --width=$columns
end

function __wick_precmd --on-event fish_prompt
    set -g WICK_PROMPT
    if __wick_is_somewhere; and __wick_fit; and command -q $__wick_line[1]
        set -g WICK_PROMPT ($__wick_line $__wick_width 2>/dev/null)
    end
end

function __wick_status
    return $argv[1]
end

# Keeps the user's prompt function, or fish's own, under another name; ours calls it.
function __wick_wrap -a theirs kept
    if functions -q $theirs; and not functions $theirs | string match -q '*__wick_show*'
        functions -q $kept; and functions -e $kept
        functions -c $theirs $kept
    end
end

# __wick_show STATUS KEPT: prints the session, then the user's prompt, which sees that exit status
function __wick_show -a last kept
    if test -n "$WICK_PROMPT"
        test "$__wick_place" = above; and echo "$WICK_PROMPT"; or echo -n "$WICK_PROMPT "
    end
    functions -q $kept; or return 0
    __wick_status $last
    $kept
end

if test "$__wick_place" = right
    __wick_wrap fish_right_prompt __wick_their_right_prompt
    function fish_right_prompt
        __wick_show $status __wick_their_right_prompt
    end
else if contains -- "$__wick_place" left above
    __wick_wrap fish_prompt __wick_their_prompt
    function fish_prompt
        __wick_show $status __wick_their_prompt
    end
end
set -g __wick_looked_from
