#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Small faults seeded into lib/, to see which of them the tests notice:

    mutants.py [--seed=N] [--count=50] [--limit=SECONDS] [--list] [FOLDER | FILE.cc | FILE.diff]...

A mutant is one change at a random place: a comparison flipped, a condition negated, && for ||, a number off by one,
a field or a statement dropped, a default returned. Each is built in a copy of the tree, build/mutants/tree, never in
the tree itself. What does not compile, or compiles to the same code, is replaced by another. Then the unit tests run,
then the .t files that name a tool in which the change arrives, at most --limit seconds of them (0: none), until one
fails. If none does, the mutant survived: its diff is printed and kept in build/mutants/, to be run again as an
argument. --list only prints the mutants. Exits 1 if some survived."""
import argparse
import collections
import difflib
import itertools
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
KEPT = ROOT / "build/mutants"
TREE = KEPT / "tree"
BIN, PRISTINE, MUTANT = TREE / "build/bin", TREE / "build/pristine", TREE / "build/mutant"
NOT_CONCERNED = {"deps.t", "install.t", "layering.t", "names.t", "snippets.t", "unit.t"}  # not of the code
FLIPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&"}


# A change is (start, end, replacement) in the text of a file; @ stands there for what was replaced.
def masked(text):
    """The text with comments and preprocessor lines blank, and strings one word of the same length."""
    def blank(match):
        return re.sub(r"[^\n]", "_" if match.group()[0] in "R\"'" else " ", match.group())
    kinds = r'(?ms)//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\])\'|^\s*#[^\n]*'
    return re.sub(kinds, blank, text)


def closing(code, opening):
    """Where the bracket at `opening` closes."""
    depth = 0
    for at in range(opening, len(code)):
        depth += (code[at] in "([{") - (code[at] in ")]}")
        if depth == 0:
            return at
    return len(code)


def items(code, start, end):
    """The spans between the commas of start..end that are in no inner bracket."""
    commas, at = [start - 1], start
    while at < end:
        commas += [at] * (code[at] == ",")
        at = (closing(code, at) if code[at] in "([{" else at) + 1
    return [(a + 1, b) for a, b in zip(commas, commas[1:] + [end]) if code[a + 1:b].strip()]


def without_one(spans):
    """One change for each item that can be dropped, with its comma."""
    for (start, _), (following, _) in zip(spans, spans[1:]):
        yield start, following, ""
    if len(spans) > 1:
        yield spans[-2][1], spans[-1][1], ""


def operators(pattern):
    def find(code):
        return ((match.start(), match.end(), FLIPPED[match.group()])
                for match in re.finditer(r"(?<=\s)(%s)(?=\s)" % pattern, code))
    return find


def constants(code):
    for match in re.finditer(r"(?<![\w.'])\d[\d']*(?![\w.'])", code):
        yield match.start(), match.end(), str(int(match.group().replace("'", "")) + 1)


def conditions(code):
    for match in re.finditer(r"\b(?:if|while) (?=\()", code):
        end = closing(code, match.end())
        condition = code[match.end() + 1:end]
        if ";" not in condition and not re.search(r"(?<![=!<>])=(?!=)", condition):
            yield match.end() + 1, end, "!(@)"  # the text itself, with its strings


def fields(code):
    for match in re.finditer(r"[{(]", code):
        end = closing(code, match.start())
        spans = items(code, match.end(), end)
        is_list = ";" not in code[match.end():end]
        if match.group() == "(":  # of a call that takes any number
            is_list = len(spans) > 2 and all(re.fullmatch(r"\s*&?\w+(\.|::)\w+", code[a:b]) for a, b in spans)
        yield from without_one(spans) if is_list else []


EXPRESSION = re.compile(r"(?:\+\+|--)[\w.\[\]>-]+;|[\w.\[\]>:()*-]+ (?:[-+*|&/]?=) .*;|[\w.:>-]+\(.*;")
NO_EXPRESSION = re.compile(r"(?:return|using|case|throw|delete|static_assert|if|for|while|else|do|switch)\b")


def statements(code):
    before = ";"
    for match in re.finditer(r"(?m)^ +(\S.*)$", code):
        at, end = match.start(1), match.end()
        at += re.match(r"(?:\} )?(?:else )?(?:(?:if|for|while) (?=\())?", code[at:end]).end()
        if code[at] == "(":  # of if, for or while
            at = closing(code, at) + 2
        if before[-1] in ";{}:)" and at < end and EXPRESSION.fullmatch(code[at:end].rstrip()) and \
                not NO_EXPRESSION.match(code[at:end]):
            last = code.rindex(";", at, end)
            parts = items(code, at, last)
            yield from without_one(parts) if len(parts) > 1 else [(at, last, "")]
        before = match.group(1).rstrip()


def returns(code):
    for match in re.finditer(r"\breturn ([^;{}]+);", code):
        if match.group(1) not in ("false", "0", "__", "std::nullopt", "nullptr", "*this"):
            yield match.start(1), match.end(1), "{}"


KINDS = {"comparison flipped": operators("[<>]=?|[=!]="), "&& and || swapped": operators(r"&&|\|\|"),
         "number off by one": constants, "condition negated": conditions, "field dropped": fields,
         "statement dropped": statements, "default returned": returns}


class Mutant:
    def __init__(self, file, kind, before, after):
        self.file, self.after = file, after
        lines = [before.splitlines(True), after.splitlines(True)]
        self.diff = "".join(difflib.unified_diff(*lines, "a/" + file, "b/" + file))
        self.line = next(number for number, (a, b) in enumerate(itertools.zip_longest(*lines), 1) if a != b)
        self.name = "%s:%d: %s" % (file, self.line, kind)


def seeded(files, seed):
    """Mutants until all places were used: a random kind, then one of its places in all files."""
    dice, places, seen = random.Random(seed), {kind: [] for kind in KINDS}, set()
    for file in files:
        code = masked((ROOT / file).read_text())
        for kind, find in KINDS.items():
            places[kind] += [(file, place) for place in find(code)]
    while any(places.values()):
        kind = dice.choice([kind for kind in KINDS if places[kind]])
        file, (start, end, new) = places[kind].pop(dice.randrange(len(places[kind])))
        text = (ROOT / file).read_text()
        mutant = Mutant(file, kind, text, text[:start] + new.replace("@", text[start:end]) + text[end:])
        if (file, mutant.line) not in seen:
            seen.add((file, mutant.line))
            yield mutant


def from_diff(name):
    diff = pathlib.Path(name).read_text()
    file = re.search(r"(?m)^\+\+\+ b/(\S+)", diff).group(1)
    after = subprocess.check_output(["patch", "-s", "-r", "-", "-o", "-", file], cwd=ROOT, input=diff, text=True)
    return Mutant(file, name, (ROOT / file).read_text(), after)


# With another argument these could end processes, or remove files, that are not of the test.
HARMFUL = re.compile(r"\b(kill|remove_all|unlink|unlinkat|rmdir|execv\w*)\(")


def sources(arguments):
    paths = [pathlib.Path(argument).resolve() for argument in arguments]
    files = {file for path in paths for file in ([path] if path.is_file() else path.rglob("*.cc"))}
    chosen = [file for file in files if file.name != "prior.cc" and not HARMFUL.search(file.read_text())]
    return sorted(str(file.relative_to(ROOT)) for file in chosen)


def make(*goals):  # True if it failed
    linker = ["LDFLAGS=-fuse-ld=lld", "libs_wick-usage=-lsqlite3 -lm"] if shutil.which("ld.lld") else []
    return subprocess.run(["make", "-s", "SPLIT=1", "CXXFLAGS=-O1", *linker, *goals], cwd=TREE, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode != 0


def copy_tree():
    """All but build/; what did not change keeps its time, for make."""
    def copy(source, target):
        if not os.path.exists(target) or pathlib.Path(source).read_bytes() != pathlib.Path(target).read_bytes():
            shutil.copy(source, target)
    for path in [path for folder in ("cmd", "lib", "tests") for path in (TREE / folder).rglob("*.*")]:
        if path.is_file() and not (ROOT / path.relative_to(TREE)).exists():
            path.unlink()
    shutil.copytree(ROOT, TREE, copy_function=copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".git", "build"))
    if not (TREE / "build/deps").exists():
        shutil.copytree(ROOT / "build/deps", TREE / "build/deps")


class Tests:
    def __init__(self, limit):
        self.limit, self.usable, self.seconds = limit, {}, {}  # usable: succeeds without a mutant
        self.text = {path.name: path.read_text() for path in (TREE / "tests").glob("*.t") if path.name not in NOT_CONCERNED}

    def run(self, test):
        """The first check that failed, or None."""
        temporary, begun = tempfile.mkdtemp(), time.monotonic()  # outside of the tree, which is one of git's
        environment = dict(os.environ, PATH="%s:%s" % (BIN, os.environ["PATH"]), TMPDIR=temporary)
        done = subprocess.run(["sh", "-c", "ulimit -v 8000000; exec timeout -k 2 180 sh tests/" + test], cwd=TREE,
                              env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        subprocess.run(["rm", "-rf", temporary], check=False)
        said = done.stdout.decode(errors="replace")
        failed = re.search(r"(?m)^# .*_test\.cc:\d+: FAILED", said) or re.search(r"(?m)^not ok.*", said)
        if done.returncode == 0 and not failed:
            self.seconds[test] = time.monotonic() - begun
            return None
        return failed.group() if failed else "hangs" if done.returncode == 124 else "status %d" % done.returncode

    def killer(self, test):
        """What failed, unless it fails without the mutant, too."""
        failed = self.run(test)
        if failed and test not in self.usable:
            PRISTINE.rename(MUTANT), BIN.rename(PRISTINE), MUTANT.rename(BIN)
            self.usable[test] = self.run(test) is None
            PRISTINE.rename(MUTANT), BIN.rename(PRISTINE), MUTANT.rename(BIN)
            print("(%s %s without a mutant)" % (test, "succeeds" if self.usable[test] else "fails, too,"), flush=True)
        return "%s: %s" % (test, failed) if failed and self.usable[test] else None

    def concerned(self, mutant):
        """The tests that name a tool that differs now; first those that have most of the words of the change."""
        tools = [path.name for path in PRISTINE.glob("wick*") if path.read_bytes() != (BIN / path.name).read_bytes()]
        named = {test: text for test, text in self.text.items()
                 if self.usable.get(test, True) and any(re.search(r"\b%s\b(?!-)" % tool, text) for tool in tools)}
        changed = mutant.file[4:] + "".join(re.findall(r"(?m)^[-+] .*", mutant.diff))
        shares = collections.Counter()
        for word in set(re.findall("[a-z]{3,}", re.sub("([A-Z])", r" \1", changed).lower())):
            counts = {test: (test + text).count(word) for test, text in named.items()}
            shares.update({test: count / sum(counts.values()) for test, count in counts.items() if count})
        return sorted(named, key=lambda test: (-shares[test] / (5 + self.seconds.get(test, 5)), test))

    def verdict(self, mutant):
        """discarded, killed or survived; and why"""
        source, compiled = TREE / mutant.file, (TREE / "build/obj" / mutant.file).with_suffix(".o")
        before = source.read_bytes(), compiled.read_bytes()
        try:
            source.write_text(mutant.after)
            if make(compiled.relative_to(TREE)) or compiled.read_bytes() == before[1] or make("build/bin/unit-tests"):
                return "discarded", "does not compile, or to the same code"
            killer = self.killer("unit.t")
            if killer:
                return "killed", killer
            if self.limit == 0:
                return "survived", "only the unit tests ran"
            make("-k", "tools")  # completions come from tools that may fail now: the tests see it
            tests, end = self.concerned(mutant), time.monotonic() + self.limit
            for number, test in enumerate(tests):
                if time.monotonic() > end:
                    return "survived", "of %d tests that name its tools, %d ran" % (len(tests), number)
                killer = self.killer(test)
                if killer:
                    return "killed", killer
            return "survived", "all %d tests that name its tools ran" % len(tests)
        finally:
            source.write_bytes(before[0])
            compiled.write_bytes(before[1])  # last: to make it is newer than its source


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("places", nargs="*", default=["lib"])
    for name, default in (("seed", 1), ("count", 50), ("limit", 120)):
        parser.add_argument("--" + name, type=int, default=default)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    again = options.places[0].endswith(".diff")
    mutants = map(from_diff, options.places) if again else seeded(sources(options.places), options.seed)
    if options.list:
        for mutant in itertools.islice(mutants, options.count):
            print("%s\n%s" % (mutant.name, mutant.diff))
        return 0

    copy_tree()
    if make("tools", "build/bin/unit-tests", "build/bin/corpus"):
        sys.exit("mutants.py: %s does not build" % TREE)
    subprocess.run(["rm", "-rf", PRISTINE, MUTANT], check=True)
    shutil.copytree(BIN, PRISTINE)
    tests, verdicts, by_unit_tests = Tests(options.limit), collections.Counter(), 0
    for mutant in mutants:
        verdict, detail = tests.verdict(mutant)
        verdicts[verdict] += 1
        by_unit_tests += detail.startswith("unit.t:")
        number = verdicts["killed"] + verdicts["survived"]
        if verdict != "discarded" or again:
            print("%d %s: %s (%s)" % (number, mutant.name, verdict, detail), flush=True)
        if verdict == "survived" and not again:
            print(mutant.diff, flush=True)
            (KEPT / ("%d-%d.diff" % (options.seed, number))).write_text(mutant.diff)
        if number == options.count:
            break
    print("%d killed, %d of them by unit tests; %d survived; %d others did not compile, or compiled to the same code"
          % (verdicts["killed"], by_unit_tests, verdicts["survived"], verdicts["discarded"]))
    return 1 if verdicts["survived"] else 0


if __name__ == "__main__":
    sys.exit(main())
