# wick: `make help` lists the targets. User variables: CXX CXXFLAGS CPPFLAGS LDFLAGS LDLIBS PREFIX
# DESTDIR; WERROR=1 makes warnings errors, SIMDJSON=/path/libsimdjson.a uses that library, STATIC=0 links
# against shared libraries, SPLIT=1 compiles file by file, V=1 shows the commands.
CXX      ?= g++
CXXFLAGS ?= -O2
PREFIX   ?= /usr/local
# bash expands ~ in PREFIX=~/.local, other shells do not.
override PREFIX := $(if $(filter ~/%,$(firstword $(PREFIX))),$(HOME)/$(PREFIX:~/%=%),$(PREFIX))
SANITIZE ?=
CLIENT   ?= latest

VERSION  := $(shell cat VERSION)
build    := build$(if $(findstring fuzzer,$(SANITIZE)),/fuzz,$(if $(findstring thread,$(SANITIZE)),/tsan,$(if $(SANITIZE),/asan)))
deps     := build/deps
bin      := $(build)/bin

tools := $(basename $(notdir $(wildcard cmd/*)))
compiled := $(patsubst cmd/%.cc,%,$(wildcard cmd/*.cc))
# Tools that share most of their code are one program with a hard link for each name: the eleven tools of
# the history take 7 MB instead of 48. Every other tool is a program of its own.
tools_history := $(addprefix wick-,export forecast growth misses overview report sessions top usage waste waste-judge)
tools_live := $(addprefix wick-,cache context cost limits state)
programs := history live $(filter-out $(tools_history) $(tools_live),$(compiled))
tools_of = $(or $(tools_$1),$1)
sample := $(notdir $(wildcard tests/data/demo/*.json*))
share := $(sample:%=wick/demo/%) zsh/site-functions/_wick $(tools:%=bash-completion/completions/%) \
         fish/vendor_functions.d/__wick.fish $(tools:%=fish/vendor_completions.d/%.fish)
snippets := README.md starship.toml oh-my-posh.json tmux.conf $(notdir $(wildcard shell/wick.*.zsh))
# Folders that install may have created, innermost first: uninstall removes those that are empty then,
# except the system's own.
folders := share/bash-completion/completions share/bash-completion share/fish/vendor_functions.d \
           share/fish/vendor_completions.d share/fish \
           $(if $(filter /usr /usr/local,$(PREFIX)),,share/zsh/site-functions share/zsh \
           share/man/man1 share/man/man5 share/man/man7 share/man share bin)
sources := $(wildcard lib/*/*.cc)
unit  := $(wildcard tests/unit/*.cc)

# A folder of lib/ is compiled as one file that includes all of its files (build/gen/lib/FOLDER.cc): they
# share most of what they include and instantiate, so a full build takes half the time. SPLIT=1 compiles
# each file separately, which finds missing includes. Files that need special flags are always separate.
alone := lib/base/format.cc lib/claude/entry.cc lib/claude/json.cc lib/cli/run.cc lib/live/shell_init.cc lib/top/screen.cc
parts := $(if $(SPLIT),$(sources),$(alone) $(sort $(patsubst %/,$(build)/gen/%.cc,$(dir $(sources)))))
objects := $(patsubst %.cc,$(build)/obj/%.o,$(parts:$(build)/gen/%=%))

# Live tools start once per prompt, so they are linked statically: no loader has to run first. Shared
# libraries are used with STATIC=0, and on systems without the static ones (link.mk, written by make deps).
-include $(deps)/link.mk
STATIC   ?= 1
simdjson_h := $(if $(SIMDJSON),,$(wildcard $(deps)/simdjson/simdjson.h))
simd_lib := $(if $(SIMDJSON),$(SIMDJSON),$(if $(simdjson_h),$(build)/simdjson.o,-lsimdjson))
static   := $(if $(SANITIZE)$(filter 0,$(STATIC))$(filter -lsimdjson,$(simd_lib)),,-static)
sanitize := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer)
# With sanitizers, GCC 12 warns that its own <regex>, which Catch2 uses, is uninitialized. It also warns about
# unnamed namespaces outside the main file, which the files of a folder are.
warnings := -Wall -Wextra -Wpedantic -Wshadow -Wconversion $(if $(WERROR),-Werror) \
            $(if $(findstring clang,$(CXX)),,$(if $(SANITIZE),-Wno-maybe-uninitialized) -Wno-subobject-linkage)
cxx      := $(CXX) -std=c++20 -I. $(if $(simdjson_h),-isystem $(deps)/simdjson) $(CPPFLAGS) $(CXXFLAGS) $(sanitize)
libs     := $(simd_lib) -lutf8proc $(LDLIBS)
pch      := $(if $(findstring clang,$(CXX))$(SANITIZE),,$(build)/pch/std.h.gch)
use_pch  := $(if $(pch),-include $(build)/pch/std.h)
comma    := ,
ncurses  ?= -lncursesw -ltinfo
# SQLite could load extensions, which wick never does; linking that statically would cause a warning.
libs_history := -lsodium $(ncurses) -lsqlite3 -lm $(if $(static),-Wl$(comma)--no-warnings)
linker   := $(static) $(sanitize) -Wl,--gc-sections $(LDFLAGS)

get      := CXX="$(CXX)" CPPFLAGS="$(CPPFLAGS)" LDFLAGS="$(LDFLAGS)" SIMDJSON="$(SIMDJSON)" sh tests/deps.sh

say       = $(if $(V),,@echo "  $(1) $(2)";)

# The inner makes use all cores, unless -j is given.
cores    := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
jobs     := $(if $(filter -j%,$(MAKEFLAGS)),,-j$(cores))
# Tests wait about as long as they compute (for terminals, clocks, timeouts).
prove    := prove -j$(shell expr 2 \* $(cores))

.PHONY: deps deps-tests all tools demo check check-asan fuzz check-client check-faults check-threads check-history check-mutants check-roots picture lint bench bench-history bench-top peers install uninstall clean help
.DEFAULT_GOAL := all

all: deps ## build all tools into build/bin, after installing what is missing
	@$(MAKE) --no-print-directory $(jobs) tools

deps: ## get what the build needs: simdjson's sources, Debian's packages
	@$(get) build

tools: $(tools:%=$(bin)/%) $(build)/share/made $(sample:%=$(build)/share/wick/demo/%)

demo: all ## show the tools on a sample session; does not touch your files
	@"$(bin)/wick-demo"

check: deps-tests ## build, run all tests
	@$(MAKE) --no-print-directory $(jobs) tools $(bin)/unit-tests $(bin)/corpus
	@sh tests/lint.sh
	@PATH="$(CURDIR)/$(bin):$$PATH" $(prove) tests/

deps-tests: ## get what the build and the tests need
	@$(get) build tests

# Left out: tests of texts, make, shells and other programs that read exports. A sanitizer finds nothing there, and
# they take a third of the time.
sanitized := $(filter-out $(patsubst %,tests/%.t,completions deps every-tool install layering man prompt-terminal readme snippets wick-export-otlp \
  wick-export-team wick-setup-shell),\
  $(wildcard tests/*.t))
check-asan: deps-tests ## run the tests with AddressSanitizer and UndefinedBehaviorSanitizer
	@$(MAKE) --no-print-directory $(jobs) SANITIZE=address,undefined CXXFLAGS="-O1 -g1" tools build/asan/bin/unit-tests build/asan/bin/corpus
	@PATH="$(CURDIR)/build/asan/bin:$$PATH" WICK_SANITIZED=1 ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99 $(prove) $(sanitized)

threaded := wick-usage wick-waste wick-misses
check-threads: deps-tests ## run the history tools with ThreadSanitizer
	@$(MAKE) --no-print-directory $(jobs) SANITIZE=thread CXXFLAGS="-O1 -g" $(threaded:%=build/tsan/bin/%)
	@$(MAKE) --no-print-directory $(jobs) $(bin)/corpus
	@sh tests/threads.sh "$(CURDIR)/build/tsan/bin" "$(CURDIR)/$(bin)/corpus"

# Inputs that reached new code are kept in build/fuzz/corpus, findings in build/fuzz/found.
fuzz: deps-tests ## fuzz all readers of untrusted bytes, SECONDS=60 each (clang's libFuzzer); FUZZ="entry toml"
	@$(MAKE) --no-print-directory $(jobs) CXX=clang++ SANITIZE=fuzzer-no-link,address,undefined CXXFLAGS="-O1 -g" build/fuzz/bin/fuzz
	@RUNS="$(RUNS)" sh tests/fuzz/run.sh build/fuzz "$(or $(SECONDS),60)" $(FUZZ)

check-faults: all ## run each tool with each system call failing or killing it (strace); EVERY=10 for a tenth
	@python3 tests/faults/sweep.py --every=$(or $(EVERY),1) --seed=$(or $(SEED),1)

check-mutants: deps-tests ## seed faults into lib/, list those that no test notices; SEED=1 COUNT=50 PLACES=lib/audit
	@python3 tests/mutants.py --seed=$(or $(SEED),1) --count=$(or $(COUNT),50) $(PLACES)

check-history: deps-tests ## run the ledger's test at full size: 9,667 sessions, two gigabytes
	@$(MAKE) --no-print-directory $(jobs) tools $(bin)/corpus
	@PATH="$(CURDIR)/$(bin):$$PATH" CORPUS_SIZE="9667 133087 2147483648" prove tests/ledger.t

check-client: ## drive the real Claude Code from npm: CLIENT="latest 2.1.119"
	@$(get) build client
	@$(MAKE) --no-print-directory $(jobs) tools
	@PATH="$(CURDIR)/$(bin):$$PATH" RECORD="$(RECORD)" CLIENT_SLOW="$(CLIENT_SLOW)" sh tests/client/run.sh $(CLIENT)

check-roots: ## build, test, install on bare Debian 12 and 13, Ubuntu 24.04 (debootstrap; needs root)
	@sh tests/roots.sh $(ROOTS)

picture: ## redraw docs/*.svg, with the real Claude Code and a shell
	@$(get) build client
	@$(MAKE) --no-print-directory $(jobs) tools
	@PATH="$(CURDIR)/$(bin):$$PATH" sh tests/client/picture.sh docs

lint: deps-tests ## run shellcheck, mandoc and the layering test
	@sh tests/lint.sh

bench: all ## compare with an empty static program and installed peers: medians, peak memory
	@sh tests/bench/live.sh

bench-top: all ## measure wick-top with 800 sessions, 50 of them running: first screen, memory, CPU share
	@$(MAKE) --no-print-directory $(jobs) $(bin)/corpus
	@sh tests/bench/top.sh

peers: ## install other status lines, for bench to compare with wick-line (npm)
	@sh tests/bench/peers.sh "$(CURDIR)/build/peers"

bench-history: all ## compare the history tools with cat, find and peers on two gigabytes of sessions
	@$(MAKE) --no-print-directory $(jobs) $(bin)/corpus
	@sh tests/bench/history.sh

install: all ## install into $(DESTDIR)$(PREFIX)
	@for t in $(tools); do "$(bin)/$$t" --version >/dev/null || exit 1; done
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/wick"
	install -s -m 755 $(foreach p,$(programs),$(bin)/$(firstword $(call tools_of,$p))) "$(DESTDIR)$(PREFIX)/bin"
	@cd "$(DESTDIR)$(PREFIX)/bin" && $(foreach p,$(programs),set -- $(call tools_of,$p) && first=$$1 && shift && \
	  for tool; do ln -f $$first $$tool 2>/dev/null || cp -p $$first $$tool || exit 1; done &&) :
	install -m 755 $(patsubst cmd/%.sh,$(bin)/%,$(wildcard cmd/*.sh)) "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 shell/statusline.sh "$(DESTDIR)$(PREFIX)/share/wick"
	install -m 644 $(snippets:%=shell/%) "$(DESTDIR)$(PREFIX)/share/wick"
	@for file in $(snippets); do \
	  sh shell/place.sh "$(PREFIX)" "shell/$$file" >"$(DESTDIR)$(PREFIX)/share/wick/$$file" || exit 1; done
	@for file in $(share); do install -d "$(DESTDIR)$(PREFIX)/share/$${file%/*}" && \
	  install -m 644 "$(build)/share/$$file" "$(DESTDIR)$(PREFIX)/share/$$file" || exit 1; done
	@for page in man/*; do s=$${page##*.}; install -d "$(DESTDIR)$(PREFIX)/share/man/man$$s" && \
	  install -m 644 "$$page" "$(DESTDIR)$(PREFIX)/share/man/man$$s" || exit 1; done

uninstall: ## remove what install has installed
	rm -f $(tools:%="$(DESTDIR)$(PREFIX)/bin/%")
	rm -rf "$(DESTDIR)$(PREFIX)/share/wick"
	rm -f $(share:%="$(DESTDIR)$(PREFIX)/share/%")
	@for page in man/*; do rm -f "$(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$${page##*/}"; done
	@for folder in $(folders); do rmdir "$(DESTDIR)$(PREFIX)/$$folder" 2>/dev/null || :; done
	$(if $(filter /usr /usr/local,$(PREFIX)),,@rmdir "$(DESTDIR)$(PREFIX)" 2>/dev/null || :)

clean: ## remove build/
	rm -rf build

help: ## print this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

# Rules. Each prints one line per file; V=1 shows the commands. The compiler tracks headers (-MMD).
compile   = $(cxx) $(warnings) -ffunction-sections -fdata-sections
$(build)/obj/%.o: %.cc Makefile $(pch)
	@mkdir -p $(@D)
	$(call say,CXX,$<)$(compile) -MMD -MP $(if $(define),$(define),$(use_pch)) -c $< -o $@

# GCC 13 misjudges the size of a std::string that operator+ has moved from (its bug 105651 and similar ones).
ifeq ($(findstring clang,$(CXX)),)
$(build)/obj/tests/unit/%.o: warnings += -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow
endif

$(build)/obj/lib/cli/run.o: define = -DWICK_VERSION='"$(VERSION)"'
$(build)/obj/lib/cli/run.o: VERSION

# The headers that most files include are parsed once; parsing them took half of a full build.
# Each file still includes what it uses (clang builds without this, and finds what is missing).
$(build)/pch/std.h.gch: lib/base/precompiled.h lib/base/format.h Makefile
	@mkdir -p $(@D)
	@cp $< $(@:.gch=)
	$(call say,CXX,$<)$(compile) -w -x c++-header $< -o $@

# wick-init contains the shell integration as text, so that both always have the same version.
$(build)/gen/lib/live/shell_scripts.h: shell/wick.zsh shell/wick.bash shell/wick.fish Makefile
	@mkdir -p $(@D)
	@for s in Zsh Bash Fish; do f=shell/wick.$$(echo $$s | tr A-Z a-z) && \
	  { echo "constexpr char k$${s}Script[] = R\"wick("; cat $$f; echo ")wick\";"; } || exit 1; done >$@
$(build)/obj/lib/live/shell_init.o: $(build)/gen/lib/live/shell_scripts.h
$(build)/obj/lib/live/shell_init.o: define = -I$(build)/gen

# simdjson includes <iostream> without using it. Defining the include guard of libstdc++'s header avoids its
# static constructor, which sets up locales at every start (measured: 5 % of the instructions).
# Two of simdjson's four kernels for x86 are enough: one for processors with AVX2, one for all others.
simdjson_flags := -D_GLIBCXX_IOSTREAM -include istream -include ostream \
  -DSIMDJSON_IMPLEMENTATION_ICELAKE=0 -DSIMDJSON_IMPLEMENTATION_WESTMERE=0
$(build)/obj/lib/claude/json.o $(build)/obj/lib/claude/entry.o: define = $(if $(simdjson_h),$(simdjson_flags))

# GCC 13 warns about fmt 9's own code, which is compiled here.
$(build)/obj/lib/base/format.o: define = -w

$(build)/simdjson.o: $(deps)/simdjson/simdjson.cpp Makefile
	@mkdir -p $(@D)
	$(call say,CXX,$<)$(cxx) -w $(simdjson_flags) -ffunction-sections -fdata-sections -c $< -o $@

# Rewritten only if the list of files has changed.
folder_parts := $(filter $(build)/gen/%,$(parts))
files_of = $(filter-out $(alone),$(filter $(1:$(build)/gen/%.cc=%)/%,$(sources)))
listed_in = $(filter-out %include,$(subst ",,$(file <$(1))))
differ = $(filter-out $(1),$(2))$(filter-out $(2),$(1))
$(foreach part,$(folder_parts),$(if $(call differ,$(call files_of,$(part)),$(call listed_in,$(part))),$(part))): FORCE
$(folder_parts):
	@mkdir -p $(@D)
	@printf '#include "%s"\n' $(call files_of,$@) >$@
FORCE:

$(folder_parts:$(build)/gen/%.cc=$(build)/obj/%.o): $(build)/obj/lib/%.o: $(build)/gen/lib/%.cc Makefile $(pch)
	@mkdir -p $(@D)
	$(call say,CXX,lib/$*/*.cc)$(compile) -MMD -MP $(use_pch) -c $< -o $@

$(build)/libwick.a: $(objects)
	@rm -f $@
	$(call say,AR,$@)ar rcsT $@ $^

# messages.sh is inserted into each script, so that a script also runs where it is copied to.
$(bin)/%: cmd/%.sh lib/cli/messages.sh VERSION
	@mkdir -p $(@D)
	$(call say,SED,$@)sed -e 's/@VERSION@/$(VERSION)/' -e '/^\. lib.cli.messages\.sh$$/{' -e 'r lib/cli/messages.sh' -e 'd' -e '}' $< >$@ && chmod 755 $@

function_of = run_$(subst -,_,$1)
$(programs:%=$(build)/gen/programs/%.cc): $(build)/gen/programs/%.cc: Makefile
	@mkdir -p $(@D)
	@printf '%s\n' '#include "lib/cli/run.h"' '' \
	  $(foreach t,$(call tools_of,$*),'int $(call function_of,$t)(int argc$(comma) char** argv);') '' \
	  'int main(int argc, char** argv) {' '  return wick::run_as(argc, argv, {' \
	  $(foreach t,$(call tools_of,$*),'      {"$t"$(comma) $(call function_of,$t)}$(comma)') '  });' '}' >$@

$(programs:%=$(build)/obj/programs/%.o): $(build)/obj/programs/%.o: $(build)/gen/programs/%.cc $(pch)
	@mkdir -p $(@D)
	$(call say,CXX,$<)$(compile) -MMD -MP $(use_pch) -c $< -o $@

# Functions that a program does not call are dropped (--gc-sections), and so are the libraries that only they need.
# Builds with sanitizers keep everything.
objects_of = $(patsubst %,$(build)/obj/cmd/%.o,$(call tools_of,$1))
$(foreach p,$(programs),$(eval $(build)/programs/$p: $(call objects_of,$p)))
$(programs:%=$(build)/programs/%): $(build)/programs/%: $(build)/obj/programs/%.o $(build)/libwick.a $(filter %.o %.a,$(simd_lib))
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(CXX) $(CXXFLAGS) $(linker) $< $(call objects_of,$*) $(build)/libwick.a $(if $(SANITIZE),$(libs_history),$(libs_$*)) $(libs) -o $@

$(foreach p,$(programs),$(eval $(patsubst %,$(bin)/%,$(call tools_of,$p)): $(build)/programs/$p))
$(compiled:%=$(bin)/%):
	@mkdir -p $(@D)
	@ln -f $< $@

# Completions are generated from each tool's --help. The folders are those below a prefix's share/.
$(build)/share/made: $(wildcard shell/completions/*) $(tools:%=$(bin)/%)
	$(call say,GEN,$(build)/share)sh shell/completions/generate.sh $(bin) $(build)/share $(tools)
	@touch $@

# wick-demo finds its sample at the same relative path in the build and in an installation.
$(build)/share/wick/demo/%: tests/data/demo/%
	@mkdir -p $(@D)
	$(call say,CP,$@)cp $< $@

$(bin)/unit-tests: $(unit:%.cc=$(build)/obj/%.o) $(build)/obj/tests/fuzz/targets.o $(build)/libwick.a $(filter %.o %.a,$(simd_lib))
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(CXX) $(CXXFLAGS) $(sanitize) $(LDFLAGS) $^ $(filter -l%,$(libs_history) $(libs)) $(catch2) -o $@

$(bin)/fuzz: $(build)/obj/tests/fuzz/fuzz.o $(build)/obj/tests/fuzz/targets.o $(build)/libwick.a $(filter %.o %.a,$(simd_lib))
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(CXX) $(CXXFLAGS) $(subst fuzzer-no-link,fuzzer,$(sanitize)) $(LDFLAGS) $^ $(filter -l%,$(libs_history) $(libs)) -o $@

# Generates histories whose true totals are known.
corpus := $(patsubst %.cc,$(build)/obj/%.o,$(wildcard tests/bench/corpus/*.cc))
$(bin)/corpus: $(corpus)
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(CXX) $(CXXFLAGS) $(sanitize) $(LDFLAGS) $^ -o $@

.PRECIOUS: $(build)/obj/%.o
-include $(objects:.o=.d) $(programs:%=$(build)/obj/programs/%.d) $(patsubst %.cc,$(build)/obj/%.d,$(unit) $(wildcard cmd/*.cc tests/bench/corpus/*.cc tests/fuzz/*.cc))
