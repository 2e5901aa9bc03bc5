// SPDX-License-Identifier: MIT
#include "lib/output/escape.h"

#include "tests/unit/catch.h"

using namespace wick;

TEST_CASE("escape: who a shell's prompt is for") {
  CHECK(prompt_of("zsh") == Target::kZsh);
  CHECK(prompt_of("bash") == Target::kBash);
  CHECK(prompt_of("fish") == Target::kTerminal);
  CHECK(prompt_of("plain") == Target::kTerminal);
  CHECK_FALSE(prompt_of("csh"));
  CHECK_FALSE(prompt_of(""));
}

TEST_CASE("escape: text") {
  const char* text = "14% $(x) `y` $0 a\\b #[fg=red] !";
  CHECK(escape_for(Target::kTerminal, text) == text);
  CHECK(escape_for(Target::kZsh, text) == "14%% $%{%}(x) ˋyˋ $%{%}0 a\\%{%}b #[fg=red] !");
  CHECK(escape_for(Target::kBash, text) ==
        "14% $\x01\x02(x) ˋyˋ $\x01\x02"
        "0 a⧵b #[fg=red] !");
  CHECK(escape_for(Target::kTmux, text) == "14% $(x) `y` $0 a\\b ##[fg=red] !");
}

TEST_CASE("escape: colours take no place in a prompt") {
  CHECK(escape_for(Target::kZsh, "\x1b[32mwarm\x1b[0m") == "%{\x1b[32m%}warm%{\x1b[0m%}");
  CHECK(escape_for(Target::kBash, "\x1b[32mwarm\x1b[0m") == "\x01\x1b[32m\x02warm\x01\x1b[0m\x02");
}

TEST_CASE("escape: colours of tmux") {
  auto row = GENERATE(table<std::string, std::string>({
      {"\x1b[0m", "#[default]"},
      {"\x1b[m", "#[default]"},
      {"\x1b[1;33m", "#[bold,fg=yellow]"},
      {"\x1b[2m", "#[dim]"},
      {"\x1b[22m", "#[nobold,nodim]"},
      {"\x1b[91;104m", "#[fg=brightred,bg=brightblue]"},
      {"\x1b[39;49m", "#[fg=default,bg=default]"},
      {"\x1b[38;5;208;1m", "#[fg=colour208,bold]"},
      {"\x1b[38;2;255;136;0;48;5;4m", "#[fg=#ff8800,bg=colour4]"},
      {"\x1b[38;5m", ""},
      {"\x1b[38m", ""},
      {"\x1b[999;6;8m", ""},
  }));
  CHECK(escape_for(Target::kTmux, std::get<0>(row)) == std::get<1>(row));
}
