"""``make bench``: statements a second on one core against the targets, memory, garbage, and a whole build.

Each figure stands in ``extra_info``; a line at the end of the run says whether its target is met. Only memory and the
seconds that garbage may take fail a run: how fast a machine is is no fault of the code.
"""

from __future__ import annotations

import gc
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from claims import building, parsing, sources
from claims.model import Statement
from claims.registry import Registry, load_registry
from tests.bench.garbage import AFTER_A_REPORT, GARBAGE
from tests.bench.prose import Prose
from tests.bench.traffic import Traffic

DATASETS = Path(__file__).parent.parent.parent / "datasets"

TARGETS = {"ministry reports": 2_400, "air force reports": 800, "channel mix": 25_000}
"""Posts a second on one core."""

PROSE = {"English prose without a weapon word": 5.0, "English prose with claims": 1.0}
"""Megabytes a second on one core."""

GARBAGE_SECONDS = 1.0
GROWTH_MB = 8.0
"""What reading any number of posts may add to the memory of the process: caches fill once, nothing is kept."""


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def _measure(name: str, posts: list[Statement], registry: Registry, benchmark: BenchmarkFixture) -> str:
    """Read the posts in turn; the sentence that compares the best round with its target."""

    def read_all() -> None:
        for post in posts:
            parsing.read(post, registry)

    benchmark.pedantic(read_all, rounds=5, warmup_rounds=1)
    rate = round(len(posts) / benchmark.stats.stats.min)
    target = TARGETS[name]
    line = f"{name}: {rate:,} posts a second, target {target:,} {'met' if rate >= target else 'MISSED'}"
    benchmark.extra_info.update({"posts_per_second": rate, "target": target, "target_met": rate >= target})
    return line


def test_ministry_reports(benchmark: BenchmarkFixture, registry: Registry, told: list[str]) -> None:
    told.append(_measure("ministry reports", Traffic(1).ministry_reports(1_000), registry, benchmark))


def test_air_force_reports(benchmark: BenchmarkFixture, registry: Registry, told: list[str]) -> None:
    told.append(_measure("air force reports", Traffic(2).air_force_reports(400), registry, benchmark))


def test_channel_mix(benchmark: BenchmarkFixture, registry: Registry, told: list[str]) -> None:
    told.append(_measure("channel mix", list(Traffic(3).channel_mix(50)), registry, benchmark))


@pytest.mark.parametrize("name", list(PROSE))
def test_english_prose(name: str, benchmark: BenchmarkFixture, registry: Registry, told: list[str]) -> None:
    stories = Prose(4).everyday(1.0) if "without" in name else Prose(5).attacks(0.5)
    size = sum(len(story.text.encode()) for story in stories) / 1_000_000

    def read_all() -> int:
        return sum(len(parsing.read(story, registry).claims) for story in stories)

    claims = benchmark.pedantic(read_all, rounds=5, warmup_rounds=1)
    assert (claims == 0) is ("without" in name)
    rate = size / benchmark.stats.stats.min
    met = rate >= PROSE[name]
    told.append(f"{name}: {rate:.1f} MB a second, target {PROSE[name]:g} {'met' if met else 'MISSED'}")
    benchmark.extra_info.update({"megabytes_per_second": rate, "target": PROSE[name], "target_met": met})


@pytest.mark.parametrize("name", [*GARBAGE, *AFTER_A_REPORT])
def test_garbage(name: str, benchmark: BenchmarkFixture, registry: Registry) -> None:
    """A megabyte of anything ends within a second, and so do 50 kB that must be read."""
    post = Statement((GARBAGE | AFTER_A_REPORT)[name](), datetime(2025, 5, 6, 4, 30, tzinfo=UTC), "mod_russia")
    benchmark.pedantic(lambda: parsing.read(post, registry), rounds=1)
    seconds = benchmark.stats.stats.min
    benchmark.extra_info["seconds"] = round(seconds, 3)
    assert seconds < GARBAGE_SECONDS, f"{seconds:.2f} s"


def test_memory_stays_flat(benchmark: BenchmarkFixture, registry: Registry, told: list[str]) -> None:
    """200,000 posts of the mix leave the memory of the process where 20,000 left it."""
    stream = Traffic(4).channel_mix(2_000)

    def read_next(count: int) -> None:
        for _ in range(count):
            parsing.read(next(stream), registry)

    read_next(20_000)
    gc.collect()
    before = resident_mb()
    started = time.perf_counter()
    benchmark.pedantic(lambda: read_next(180_000), rounds=1)
    gc.collect()
    growth = resident_mb() - before
    rate = round(180_000 / (time.perf_counter() - started))
    benchmark.extra_info.update({"growth_mb": round(growth, 1), "posts_per_second_with_their_making": rate})
    told.append(f"memory: {growth:+.1f} MB over 180,000 posts")
    assert growth < GROWTH_MB


def resident_mb() -> float:
    """The memory that the process holds now, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


@pytest.fixture(scope="module")
def statements(registry: Registry) -> list[Statement]:
    settings = sources.Settings(registry)
    files = sources.find(DATASETS / "statements")
    pieces = [piece for file in files for piece in sources.read(file.read_bytes(), file.name, settings)]
    return [piece for piece in pieces if isinstance(piece, Statement)]


def test_reading_the_shipped_statements(
    benchmark: BenchmarkFixture, statements: list[Statement], registry: Registry
) -> None:
    readings = benchmark(lambda: [parsing.read(statement, registry) for statement in statements])
    benchmark.extra_info["statements"] = len(readings)


def test_a_whole_build(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    inputs = [DATASETS / "statements", DATASETS / "coded"]
    benchmark.pedantic(lambda: building.build(inputs, tmp_path / "build"), rounds=3)
