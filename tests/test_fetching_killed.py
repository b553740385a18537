"""A fetch that is killed at any moment loses nothing and keeps nothing twice."""

from __future__ import annotations

import gzip
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from claims import sources
from tests.preview_server import Channel, registry_folder, serving
from tests.test_fetching import expected, history, texts


@dataclass
class Kill:
    """Kills a process at a request of a certain number: before, in the middle of or just after its answer."""

    channel: Channel
    moment: str
    target: int
    delay: float

    def __call__(self, process: subprocess.Popen[bytes]) -> None:
        def strike(number: int) -> None:
            if number == self.target:
                time.sleep(self.delay)
                process.send_signal(signal.SIGKILL)
                process.wait()

        setattr(self.channel, self.moment, strike)


def run_and_kill(folder: Path, registry: Path, kill: Callable[[subprocess.Popen[bytes]], None]) -> int:
    since = (datetime.now(UTC) - timedelta(days=365)).isoformat()
    command = [sys.executable, "-m", "tests.fetch_runner", str(registry), str(folder / "raw"), since]
    process = subprocess.Popen(command, cwd=Path(__file__).parent.parent)
    kill(process)
    return process.wait(60)


@pytest.mark.parametrize("seed", range(3))
def test_killed_five_times_at_random_moments_it_ends_with_exactly_the_posts_of_the_server(
    tmp_path: Path, seed: int
) -> None:
    choose = random.Random(seed)  # noqa: S311
    channel = Channel(history(240, end=datetime.now(UTC)))
    with serving(channel) as preview:
        registry = registry_folder(tmp_path / "registry", preview)
        for _ in range(5):
            done = len(channel.requests)
            target = done + choose.randint(2, 4)
            moment = choose.choice(["before_answer", "in_answer", "after_answer"])
            delay = choose.random() * 0.02 if moment == "after_answer" else 0.0

            def kill(
                process: subprocess.Popen[bytes], target: int = target, moment: str = moment, delay: float = delay
            ) -> None:
                def strike(number: int) -> None:
                    if number == target:
                        time.sleep(delay)
                        process.send_signal(signal.SIGKILL)
                        process.wait()

                setattr(channel, moment, strike)

            assert run_and_kill(tmp_path, registry, kill) == -signal.SIGKILL
            for name in ("before_answer", "in_answer", "after_answer"):
                setattr(channel, name, lambda number: None)
        assert run_and_kill(tmp_path, registry, lambda process: None) == 0
    assert texts(tmp_path) == expected(channel)
    for file in sources.find(tmp_path / "raw"):
        gzip.decompress(file.read_bytes())  # whole, each of them
