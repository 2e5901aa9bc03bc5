# SPDX-License-Identifier: MIT
"""top.py WICK_TOP CONFIG SECONDS [ARGUMENT ...]: what wick-top costs on a terminal of 120x40.

CONFIG's newest 50 sessions run, in stand-ins for Claude Code; one of them writes a line each second, and all are busy,
so that there is something to draw each second. Prints the time from exec to the first screen, with an existing ledger;
the peak memory; and the share of a core that the screen and the background counts used.
"""
import fcntl
import glob
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time

program, config, seconds, arguments = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4:]
LIVE = 50
ticks = os.sysconf("SC_CLK_TCK")


def transcripts():
    files = glob.glob(config + "/projects/*/*.jsonl")
    files = [file for file in files if not os.path.basename(file).startswith("agent-")]
    return sorted(files, key=os.path.getmtime, reverse=True)


def stat_of(pid):
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()


def register(transcript):
    process = subprocess.Popen(["sleep", "1000"])
    now = int(time.time() * 1000)
    with open(f"{config}/sessions/{process.pid}.json", "w") as file:
        json.dump({"pid": process.pid, "sessionId": os.path.basename(transcript)[:-6], "cwd": "/w", "status": "busy",
                   "procStart": stat_of(process.pid)[19], "updatedAt": now, "statusUpdatedAt": now}, file)
    return process


def start():
    """Starts wick-top on a terminal of its own; returns its process and the terminal."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(program, [program, *arguments], {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    return pid, terminal


def read_for(terminal, span, until=None):
    """Reads the output until it contains `until`; returns the number of bytes and the time."""
    begin, seen, total = time.monotonic(), b"", 0
    while (left := begin + span - time.monotonic()) > 0:
        if select.select([terminal], [], [], left)[0]:
            try:
                piece = os.read(terminal, 65536)
            except OSError:  # it has ended
                break
            total += len(piece)
            seen += piece if until else b""
            if until and until in seen:
                break
    return total, time.monotonic() - begin


def end(pid, terminal):
    os.write(terminal, b"q")
    read_for(terminal, 0.3)
    os.close(terminal)
    os.waitpid(pid, 0)


def first_screen():
    begin = time.monotonic()
    pid, terminal = start()
    read_for(terminal, 10, b"q quit")  # the last row
    took, stat = time.monotonic() - begin, stat_of(pid)
    end(pid, terminal)
    return took * 1000, 1000 * (int(stat[11]) + int(stat[12])) / ticks


def run(busy):
    pid, terminal = start()
    started = time.monotonic()
    read_for(terminal, 20)  # until it is idle and the history has been counted
    before, drawn, begin = stat_of(pid), 0, time.monotonic()
    while time.monotonic() < begin + seconds:
        with open(busy, "a") as file:
            file.write('{"type":"x"}\n')
        drawn += read_for(terminal, 1)[0]
    after, span = stat_of(pid), time.monotonic() - begin
    with open(f"/proc/{pid}/status") as file:
        peak = next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
    end(pid, terminal)

    own = sum(int(after[i]) - int(before[i]) for i in (11, 12)) / span
    counts = sum(int(after[i]) for i in (13, 14)) / (time.monotonic() - started)
    return peak / 1024, 100 * own / ticks, 100 * counts / ticks, drawn / seconds


os.makedirs(config + "/sessions", exist_ok=True)
files = transcripts()
processes = [register(file) for file in files[:LIVE]]
try:
    times = sorted(first_screen() for _ in range(9))
    peak, own, counts, drawn = run(files[0])
    print(f"{len(files)} sessions, {len(processes)} of them running {' '.join(arguments)}")
    print(f"  first screen, median of 9     (max 150 ms) {times[4][0]:8.0f} ms   {times[4][1]:.0f} ms of a core")
    print(f"  peak of memory               (max 12 MB)   {peak:8.1f} MB")
    print(f"  of a core, the screen        (max 1 %)     {own:8.2f} %   {drawn:.0f} bytes drawn a second")
    print(f"  of a core, counts behind it  (max 1 %)     {counts:8.2f} %")
finally:
    for process in processes:
        process.send_signal(signal.SIGKILL)
