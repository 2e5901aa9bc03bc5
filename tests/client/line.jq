# SPDX-License-Identifier: MIT
# A payload, as an expression that wick-line's row must match: its own short forms of the figures.
# With --argjson errs true its total is known to be wrong: wick's own is a sum, at least so much.
def short: if . >= 1000000 then "\(. / 1000000)M" elif . >= 1000 then "\(. / 1000 | round)k" else "\(.)" end;
def escaped: gsub("(?<c>[.$()])"; "\\\(.c)");
def digits($n): . * pow(10; $n) | round | tostring | "0" * ([$n + 1 - length, 0] | max) + . | .[:-$n] + "." + .[-$n:];
def usd: if . > 0 and . < 0.00995 then digits(4) else digits(2) end;

.context_window as $context
| ($context.current_usage // {} | .input_tokens + .cache_creation_input_tokens + .cache_read_input_tokens) as $tokens
| (.model.display_name | escaped) + (if .fast_mode then " fast" else "" end)
  + (if $tokens > 0 then " · \($tokens | short)/\($context.context_window_size | short) \($context.used_percentage)%"
       + " · warm ([0-9]h)?[0-9]+m([0-9]{2}s)? · next (~\\$[0-9.]+|\\$[0-9.]+[+]) \\(cold [+]\\$[0-9.]+\\)"
     elif $tokens == 0 then " · compacted .*" else "" end)
  + if $ARGS.named.errs then " · \\$[0-9.]+[+]" else " · \\$\(.cost.total_cost_usd | usd | escaped)" end
