"""Run a command and tell its time and the peak memory of all its processes together.

``python -m tests.bench.memory -- claims build --input FOLDER --out DIR``. The memory is the sum over the command and
its children, sampled ten times a second: resident (shared pages count in each) and proportional (they are parted).
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path


def peak(command: list[str], interval: float = 0.1) -> tuple[int, float, float, float]:
    """Exit code, seconds, and the peaks of resident and proportional memory in MB."""
    started = time.monotonic()
    process = subprocess.Popen(command)
    resident = proportional = 0.0
    while process.poll() is None:
        sizes = [_sizes(pid) for pid in _family(process.pid)]
        resident = max(resident, sum(size[0] for size in sizes))
        proportional = max(proportional, sum(size[1] for size in sizes))
        time.sleep(interval)
    return process.returncode, time.monotonic() - started, resident / 1e6, proportional / 1e6


def _family(pid: int) -> list[int]:
    """The process and all below it."""
    found = [pid]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += [int(child) for child in children.read_text().split()]
            except OSError:
                continue  # it has just ended
    return found


def _sizes(pid: int) -> tuple[int, int]:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0, 0
    told = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.endswith("kB")}
    return told.get("Rss", 0), told.get("Pss", 0)


if __name__ == "__main__":
    code, seconds, resident, proportional = peak(sys.argv[sys.argv.index("--") + 1 :])
    print(f"{seconds:.0f} s; peak of all processes {resident:.0f} MB resident, {proportional:.0f} MB proportional")
    sys.exit(code)
