"""``make bench``: how fast the shipped statements are read, and how fast a whole build is."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from claims import building, parsing, sources
from claims.model import Statement
from claims.registry import Registry, load_registry

DATASETS = Path(__file__).parent.parent.parent / "datasets"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


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
