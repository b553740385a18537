"""Portions read on several cores, handed back in the order in which they were given.

A worker is a Python of its own that runs :func:`main`, with a pipe to talk through.
It is no ``multiprocessing`` child, because those run the caller's script again, which a script or notebook that simply
calls ``claims.build`` does not expect. A worker ends when its pipe does, so a killed build leaves none behind.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from claims.building.portions import Given, Portion, read_portion
from claims.registry import Registry

MOST_WORKERS = 4
_ROOT = Path(__file__).parent.parent.parent
_COMMAND = "from claims.building.workers import main; main()"
_LENGTH = struct.Struct(">Q")

Asked = tuple[Given, Sequence[bytes | None]]


class WorkerError(RuntimeError):
    """A worker has died; nothing was replaced."""


def cores() -> int:
    """How many workers make sense on this machine."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, MOST_WORKERS)


def in_order(asked: Iterable[Asked], registry: Registry, workers: int) -> Iterator[Portion]:
    """The portions of what is asked, in its order; with fewer than two workers, in this process."""
    if workers < 2:
        for given, known in asked:
            yield read_portion(given, known, registry)
        return
    with _Workers(registry, workers) as all_of_them:
        waiting: deque[Future[Portion]] = deque()
        for one in asked:
            waiting.append(all_of_them.ask(one))
            if len(waiting) > workers:  # one more than can be at work, so that nobody waits and little is held
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class _Workers:
    def __init__(self, registry: Registry, number: int) -> None:
        self._free: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        self._registry = registry
        self._all = [_start() for _ in range(number)]
        self._new = set(self._all)
        for process in self._all:
            self._free.put(process)
        self._threads = ThreadPoolExecutor(number)

    def ask(self, asked: Asked) -> Future[Portion]:
        return self._threads.submit(self._answer, asked)

    def _answer(self, asked: Asked) -> Portion:
        process = self._free.get()
        try:
            if process in self._new:
                self._new.discard(process)
                _send(process.stdin, self._registry)
            _send(process.stdin, asked)
            answer = _receive(process.stdout)
        except (OSError, EOFError) as error:
            raise WorkerError(
                f"a process that reads statements has ended (code {process.poll()}); is there enough memory?"
            ) from error
        finally:
            self._free.put(process)
        if isinstance(answer, BaseException):
            raise answer
        portion: Portion = answer
        return portion

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            for process in self._all:
                process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._all:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
            process.wait()


def _start() -> subprocess.Popen[bytes]:
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    # one heap that gives back what it no longer needs: two workers and the build must fit into a gigabyte together
    lean = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "1048576", "ARROW_DEFAULT_MEMORY_POOL": "system"}
    environment = os.environ | lean | {"PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.Popen(
        [sys.executable, "-c", _COMMAND],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )


def _send(pipe: Any, value: object) -> None:
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(data)) + data)
    pipe.flush()


def _receive(pipe: Any) -> Any:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 - from our own parent or child, never from an input


def work(incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """Answer until the pipe ends: first the registry comes, then what is asked, again and again."""
    try:
        registry = _receive(incoming)
        while True:
            given, known = _receive(incoming)
            try:
                answer: object = read_portion(given, known, registry)
            except Exception as error:
                answer = error
            _send(outgoing, answer)
    except (EOFError, BrokenPipeError):
        return


def main() -> None:
    """What a worker does with its life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends us
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a stray print must not get between the answers
    work(sys.stdin.buffer, answers)
