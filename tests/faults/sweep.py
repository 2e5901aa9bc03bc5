#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""sweep.py [--every=N] [--seed=N] [--only=TEXT] [--verbose]: runs each tool with an error, or killed, at each system call.

For each scenario, one undisturbed run shows the right result and the system calls. Then, for each call, the run is
repeated in a fresh copy of its folder with that one call failing (and, for calls that change files, with the process
killed at it). A faulty run is sound if it
  - prints the same as the undisturbed run with the same status, or reports the error on standard error with another
    status; a status line that exits 0 may leave segments out, but must not show others;
  - does not abort, crash or take longer than 5 seconds;
  - leaves each file as it was before, or as it is after an undisturbed run (`all_or_nothing`);
  - is followed by an undisturbed run with the right output: nothing was lost, nothing wrong was stored.
Prints one line per unsound fault and the counts; the status is 1 if there was any. --every=N takes each N-th
fault only, beginning at a place that --seed chooses."""
import argparse
import collections
import concurrent.futures
import contextlib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NOW = '2026-11-22T05:10:00Z'
MODEL = 'claude-opus-5-5'

READS = {'openat': ['EIO', 'EMFILE', 'EACCES'], 'open': ['EIO', 'EMFILE'], 'read': ['EIO', 'EINTR'],
         'pread64': ['EIO', 'EINTR'], 'readv': ['EIO'], 'preadv': ['EIO'], 'getdents64': ['EIO'], 'stat': ['EIO'],
         'newfstatat': ['EIO', 'EACCES'], 'fstat': ['EIO'], 'statx': ['EIO'], 'lstat': ['EIO'], 'readlink': ['EIO'],
         'readlinkat': ['EIO'], 'getcwd': ['EIO'], 'access': ['EIO'], 'faccessat': ['EIO'], 'faccessat2': ['EIO'],
         'lseek': ['EIO'], 'mmap': ['ENOMEM'], 'pipe2': ['EMFILE'], 'pipe': ['EMFILE'], 'clone': ['EAGAIN'],
         'clone3': ['EAGAIN'], 'vfork': ['EAGAIN'], 'fork': ['EAGAIN'], 'poll': ['EINTR', 'ENOMEM'],
         'ppoll': ['EINTR', 'ENOMEM'], 'socket': ['EMFILE'], 'fcntl': ['EIO'], 'flock': ['EIO', 'ENOLCK'],
         'epoll_create1': ['EMFILE'], 'inotify_init1': ['EMFILE'], 'dup2': ['EBADF'], 'wait4': ['EINTR']}
WRITES = {'write': ['EIO', 'ENOSPC', 'EINTR'], 'pwrite64': ['EIO', 'ENOSPC'], 'writev': ['ENOSPC'],
          'fsync': ['EIO'], 'fdatasync': ['EIO'], 'rename': ['EIO', 'EXDEV'], 'renameat': ['EIO'],
          'renameat2': ['EIO', 'EINVAL'], 'unlink': ['EIO'], 'unlinkat': ['EIO'], 'mkdir': ['ENOSPC'],
          'mkdirat': ['ENOSPC'], 'ftruncate': ['EIO'], 'fchmod': ['EPERM'], 'chmod': ['EPERM'], 'link': ['EPERM'],
          'linkat': ['EPERM'], 'symlink': ['EPERM'], 'fallocate': ['ENOSPC'], 'close': ['EIO'], 'utimensat': ['EPERM'],
          'fchown': ['EPERM'], 'rmdir': ['EIO']}


def response(name, output, minute, session='s'):
    return ('{"parentUuid":null,"isSidechain":false,"cwd":"/p","sessionId":"%s","version":"2.1.330","message":{"id":'
            '"msg_%s","model":"%s","role":"assistant","content":[],"usage":{"input_tokens":3,"cache_read_input_tokens":'
            '%d,"cache_creation_input_tokens":900,"output_tokens":%d}},"requestId":"req_%s","type":"assistant","uuid":'
            '"u-%s","timestamp":"2026-11-22T05:%02d:00.000Z"}\n'
            % (session, name, MODEL, 1000 * minute, output, name, name, minute))


def prompt(name, minute, session='s'):
    return ('{"parentUuid":null,"isSidechain":false,"cwd":"/p","sessionId":"%s","version":"2.1.330","message":{"role":'
            '"user","content":"go"},"type":"user","uuid":"p-%s","timestamp":"2026-11-22T05:%02d:00.000Z"}\n'
            % (session, name, minute))


class Place:
    """A folder with a home and a history, in which a tool is run."""

    def __init__(self, path):
        self.path = path
        self.home = os.path.join(path, 'home')
        self.claude = os.path.join(self.home, '.claude')
        self.project = os.path.join(self.claude, 'projects', '-p')

    def environment(self):
        keep = {'PATH': os.path.join(ROOT, 'build', 'bin') + ':' + os.environ['PATH']}
        xdg = {'XDG_%s' % name: os.path.join(self.path, 'xdg', name.lower())
               for name in ('CONFIG_HOME', 'STATE_HOME', 'CACHE_HOME', 'DATA_HOME', 'RUNTIME_DIR')}
        return {**keep, **xdg, 'HOME': self.home, 'LC_ALL': 'C.UTF-8', 'TZ': 'UTC', 'WICK_NOW': NOW, 'TERM': 'dumb'}

    def write(self, path, text):
        path = os.path.join(self.path, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as file:
            file.write(text)

    def run(self, command, given='', prefix=(), limit=5):
        return subprocess.run(list(prefix) + command, input=given.encode(), capture_output=True, cwd=self.path,
                              env=self.environment(), timeout=limit)

    def make_history(self):
        os.makedirs(os.path.join(self.path, 'xdg', 'runtime_dir'), mode=0o700)
        base = 'home/.claude/projects/-p/'
        for session, start in (('s', 1), ('t', 2)):
            self.write(base + session + '.jsonl', ''.join(
                prompt(session + str(i), start + i, session) + response(session + str(i), 2 ** i, start + i, session)
                for i in range(4)))
        self.write(base + 's/subagents/agent-a.jsonl', response('agent', 64, 3).replace('"isSidechain":false',
                                                                                        '"isSidechain":true'))
        self.write('xdg/config_home/wick/wick.toml', '[line]\nsegments = ["model", "context", "cache", "next", "cost"]\n')
        self.write('xdg/config_home/wick/prices.toml',
                   '[[price]]\nmodel = "claude-opus-5-5"\nmultiplier = 2\n')
        self.write('home/.claude/settings.json', '{\n  "model": "opus",\n  "theme": "dark"\n}\n')

    def keep_only_ledgers_copy(self):
        """A ledger that has the only copy of one session's requests."""
        self.write('home/.claude/projects/-p/gone.jsonl', response('gone', 1024, 4, 'gone'))
        self.run(['wick-usage', '-q'])
        os.remove(os.path.join(self.project, 'gone.jsonl'))

    def grow(self):
        with open(os.path.join(self.project, 't.jsonl'), 'a') as file:
            file.write(prompt('later', 8, 't') + response('later', 4096, 8, 't'))


def payload(place):
    return ('{"session_id":"s","transcript_path":"%s/s.jsonl","cwd":"/p","version":"2.1.330","model":{"id":"%s",'
            '"display_name":"Opus 5.5"},"workspace":{"current_dir":"/p","project_dir":"/p"},"cost":{"total_cost_usd":0.5},'
            '"context_window":{"context_window_size":1000000,"current_usage":{"input_tokens":3,'
            '"cache_read_input_tokens":4000,"cache_creation_input_tokens":900,"output_tokens":8}}}'
            % (place.project, MODEL))


def history(place):
    place.make_history()


def grown(place):
    place.make_history()
    place.keep_only_ledgers_copy()
    place.grow()


def known(place):
    place.make_history()
    place.keep_only_ledgers_copy()


def with_settings(place):
    place.make_history()
    place.run(['wick-setup', 'claude'])


def walled(place):
    """Three fetches that a site refused: a setting that denies it is proposed."""
    place.make_history()
    lines = ''
    for n in range(3):
        call = ('[{"type":"tool_use","id":"t%d","name":"WebFetch","input":{"url":"https://shut.example.org/","prompt":"?"}}]' % n)
        lines += response('w%d' % n, 9, n, 'w').replace('"content":[]', '"content":' + call)
        lines += prompt('r%d' % n, n, 'w').replace('"content":"go"', '"content":[{"type":"tool_result","tool_use_id":"t%d",'
                                                   '"is_error":true,"content":"Request failed with status code 403"}]' % n)
    place.write('home/.claude/projects/-p/w.jsonl', lines + response('end', 9, 5, 'w'))


def applied(place):
    walled(place)
    place.run(['wick-waste', '--apply'])


def old_table(place):
    place.make_history()
    place.write('table.csv', 'old\n')


def after_line(place):
    place.make_history()
    place.run(['wick-line'], payload(place))


class Scenario:
    def __init__(self, name, command, prepare=history, given=None, all_or_nothing=(), line=False, again=None, partly=False):
        self.name, self.command, self.prepare, self.given = name, command, prepare, given
        self.all_or_nothing, self.line = all_or_nothing, line
        self.partly = partly  # an incomplete output says so itself
        self.again = again or command  # the command of the undisturbed run afterwards


SETTINGS = ('home/.claude/settings.json',)
SCENARIOS = [
    Scenario('line', ['wick-line', '--color=never'], given=payload, line=True),
    Scenario('line, later', ['wick-line', '--color=never'], after_line, given=payload, line=True),
    Scenario('cost', ['wick-cost', '-s', 's']),
    Scenario('cost, later', ['wick-cost', '-s', 's'], after_line),
    Scenario('next', ['wick-next', '-s', 's']),
    Scenario('limits', ['wick-limits'], after_line),
    Scenario('sessions', ['wick-sessions']),
    Scenario('top', ['wick-top', '--once'], grown),
    Scenario('usage', ['wick-usage', 'session', '--json']),
    Scenario('usage, no ledger', ['wick-usage', '--json', '--no-ledger']),
    Scenario('usage, grown', ['wick-usage', '--json'], grown),
    Scenario('usage, known', ['wick-usage', '--json'], known),
    Scenario('overview', ['wick-overview', '--json'], grown),
    Scenario('misses', ['wick-misses', '--json'], grown),
    Scenario('growth', ['wick-growth', '--json'], grown),
    Scenario('waste', ['wick-waste', '--json'], grown),
    Scenario('sessions --all', ['wick-sessions', '--all', '--json'], grown),
    Scenario('export', ['wick-export', '-o', 'table.csv', 'csv'], old_table, all_or_nothing=('table.csv',)),
    Scenario('export, stdout', ['wick-export', 'ndjson'], grown),
    Scenario('report', ['wick-report', '-o', 'page.html'], grown, all_or_nothing=('page.html',), partly=True),
    Scenario('setup', ['wick-setup', 'claude'], all_or_nothing=SETTINGS),
    Scenario('setup --undo', ['wick-setup', 'claude', '--undo'], with_settings, all_or_nothing=SETTINGS),
    Scenario('waste --apply', ['wick-waste', '--apply'], walled, all_or_nothing=SETTINGS),
    Scenario('waste --undo', ['wick-waste', '--undo'], applied, all_or_nothing=SETTINGS,
             again=['sh', '-c', 'wick-waste --undo >undone; cat home/.claude/settings.json']),
    Scenario('judge', ['wick-waste-judge'], grown),
]

Fault = collections.namedtuple('Fault', 'call number error')  # error: KILL ends the process instead


def calls_of(trace):
    """(call, count) for each system call in the trace of a run, in order of first occurrence."""
    counts = collections.Counter()
    with open(trace, errors='replace') as file:
        for line in file:
            found = re.match(r'(?:\d+ +)?([a-z_0-9]+)\(', line)
            if found:
                counts[found[1]] += 1
    return counts


def faults_of(counts):
    for call, number in counts.items():
        for n in range(1, number + 1):
            for error in READS.get(call, []) + WRITES.get(call, []):
                yield Fault(call, n, error)
            if call in WRITES:
                yield Fault(call, n, 'KILL')


def read(path):
    try:
        with open(path, 'rb') as file:
            return file.read()
    except FileNotFoundError:
        return None


def text_of(result, place):
    """The output of a run, without its folder's name and other parts that change from run to run."""
    return re.sub(rb'"(read|seconds|bytes_read)":[^,}]*', b'', result.stdout).replace(place.path.encode(), b'PLACE')


class Runner:
    def __init__(self, scenario, folder):
        self.scenario, self.folder = scenario, folder
        self.template = Place(os.path.join(folder, 'template'))
        os.makedirs(self.template.path)
        scenario.prepare(self.template)
        self.names_itself = any(os.path.isdir(os.path.join(self.template.path, 'xdg', name))
                                for name in ('data_home', 'state_home'))
        with self.fresh() as place:
            self.before = {name: read(os.path.join(place.path, name)) for name in scenario.all_or_nothing}
            trace = os.path.join(folder, 'trace')
            self.right = self.run(place, scenario.command, ['strace', '-f', '-qq', '-o', trace])
            self.expected = text_of(self.right, place)
            self.after = {name: self.relative(place, name) for name in scenario.all_or_nothing}
            self.counts = calls_of(trace)
            second = self.run(place, scenario.again)
            self.second = (text_of(second, place), second.returncode)
        if self.right.returncode not in (0, 1):
            sys.exit('%s: the undisturbed run ends with %d: %s' % (scenario.name, self.right.returncode, self.right.stderr))

    def relative(self, place, name):
        text = read(os.path.join(place.path, name))
        return text if text is None else text.replace(place.path.encode(), b'PLACE')

    def run(self, place, command, prefix=(), limit=5):
        return place.run(command, self.scenario.given(place) if self.scenario.given else '', prefix, limit)

    @contextlib.contextmanager
    def fresh(self):
        """A fresh copy of the prepared folder. If it has files that contain paths, such as a ledger, it is prepared again."""
        place = Place(tempfile.mkdtemp(prefix='place-', dir=self.folder))
        try:
            if self.names_itself:
                self.scenario.prepare(place)
            else:
                shutil.copytree(self.template.path, place.path, dirs_exist_ok=True, symlinks=True)
            yield place
        finally:
            shutil.rmtree(place.path, ignore_errors=True)

    def check(self, fault):
        """Returns what is unsound after that fault, or None."""
        how = 'signal=KILL' if fault.error == 'KILL' else 'error=' + fault.error
        with self.fresh() as place:
            wrong, calls = self.check_in(place, fault, ['-e', 'inject=%s:%s:when=%d' % (fault.call, how, fault.number)])
        if not wrong or fault.error != 'EACCES':
            return wrong
        # A missing permission persists: each later call with that path fails too. Open files are not affected.
        path = re.search(r'\(?(?:AT_FDCWD, )?"(/[^"]*)"', calls[0]) if calls else None
        if not path:
            return None
        with self.fresh() as other:
            denied = path[1].replace(place.path, other.path)
            return self.check_in(other, fault, ['-P', denied, '-e', 'inject=%s:%s:when=1+' % (fault.call, how)])[0]

    def check_in(self, place, fault, inject):
        """The same in a given place; also returns the trace lines with the injected error."""
        trace = place.path + '.trace'
        prefix = ['strace', '-f', '-qq', '-o', trace, '-e', 'trace=' + fault.call] + inject
        try:
            # SQLite retries for ten seconds if releasing its own lock fails.
            faulty = self.run(place, self.scenario.command, prefix, 15 if fault.call == 'fcntl' else 5)
        except subprocess.TimeoutExpired:
            return 'takes too long', []
        with open(trace, errors='replace') as file:
            calls = [line for line in file if '(INJECTED)' in line]
        os.remove(trace)
        wrong = None if fault.error == 'KILL' else self.unsound(faulty, text_of(faulty, place))
        wrong = wrong or self.torn(place, faulty.returncode == 66) or self.lost(place)
        if wrong and faulty.stderr:
            wrong += ' [' + faulty.stderr.decode(errors='replace').strip().splitlines()[0][:160] + ']'
        return wrong and wrong.replace(place.path, 'PLACE'), calls

    def unsound(self, faulty, text):
        if faulty.returncode < 0 or faulty.returncode > 128:
            return 'ends by signal: %d' % faulty.returncode
        if faulty.returncode == self.right.returncode and text == self.expected:
            return None
        if self.scenario.line and faulty.returncode == 0:
            return self.false_segments(text)
        if faulty.returncode not in (0, self.right.returncode) and faulty.stderr:
            return None
        if self.without_source(text) == self.without_source(self.expected) and faulty.stderr:
            return None
        return 'status %d, says nothing, prints %r not %r' % (faulty.returncode, text[:300], self.expected[:300])

    @staticmethod
    def without_source(text):
        """The figures alone: without a ledger they are read from the transcripts, and the source differs."""
        return re.sub(rb'"source":"(ledger|transcripts)"', b'', text)

    def false_segments(self, text):
        """Accepts lines with fewer segments, and marked ones: `+` or more, `!` an error, `~` an estimate."""
        right = self.expected.decode().strip().split(' · ')
        shown = text.decode().strip().split(' · ')
        if any(segment.startswith('!') for segment in shown):
            return None
        for segment in shown:
            if segment and segment not in right and not segment.endswith('+'):
                return 'shows %r, not in %r' % (segment, right)
        return None

    def torn(self, place, left_out):
        """If missing parts were reported, an output must still be complete in form: it has its end."""
        for name in self.scenario.all_or_nothing:
            now = self.relative(place, name)
            whole = left_out and self.scenario.partly and now and now.endswith(self.after[name][-8:])
            if now not in (self.before[name], self.after[name]) and not whole:
                return '%s is neither as before nor as after: %r' % (name, now and now[:200])
        return None

    def lost(self, place):
        """An undisturbed run afterwards must be right the first or the second time."""
        try:
            again = self.run(place, self.scenario.again)
        except subprocess.TimeoutExpired:
            return 'the run after it takes longer than 5 s'
        text = text_of(again, place)
        if (text, again.returncode) in ((self.expected, self.right.returncode), self.second):
            return None
        return 'the run after it ends with %d, prints %r not %r; says %r' % (
            again.returncode, text[:200], self.second[0][:200], again.stderr[:200])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--every', type=int, default=1)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--only', default='')
    parser.add_argument('--verbose', action='store_true')
    options = parser.parse_args()
    if not shutil.which('strace') or subprocess.run(['strace', '-f', '-o', '/dev/null', 'true'], capture_output=True).returncode:
        print('skipped: strace is not there, or may not trace here')
        return 0
    total = unsound = 0
    for scenario in SCENARIOS:
        if options.only not in scenario.name:
            continue
        with tempfile.TemporaryDirectory(prefix='wick-sweep.') as folder:
            runner = Runner(scenario, folder)
            faults = list(faults_of(runner.counts))
            faults = faults[random.Random(options.seed).randrange(options.every)::options.every]
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                results = list(pool.map(runner.check, faults))
        found = [(fault, wrong) for fault, wrong in zip(faults, results) if wrong]
        print('%s: %s: %d faults, %d unsound' % ('not ok' if found else 'ok', scenario.name, len(faults), len(found)),
              flush=True)
        for fault, wrong in found if options.verbose else found[:10]:
            print('#   %s %d %s: %s' % (fault.call, fault.number, fault.error, wrong), flush=True)
        total += len(faults)
        unsound += len(found)
    print('%d faults, %d unsound' % (total, unsound))
    return 1 if unsound else 0


if __name__ == '__main__':
    sys.exit(main())
