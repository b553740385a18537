from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import claims
from claims import building
from claims.loading import LoadError
from claims.schema import TABLES
from claims.schema.columns import kind_of
from tests.factories import record, write_lines


@pytest.fixture
def project(tmp_path: Path, fake_parser: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with a build in ``datasets/build``."""
    monkeypatch.delenv("CLAIMS_BUILD", raising=False)
    posts = write_lines(tmp_path / "posts.jsonl", record())
    building.build([posts], tmp_path / "datasets" / "build")
    return tmp_path


def test_every_table_is_loaded_with_its_types(project: Path) -> None:
    for name, model in TABLES.items():
        df = claims.load(name, project / "datasets/build")
        assert {column: str(dtype) for column, dtype in df.dtypes.items()} == {
            column: kind_of(model, column).pandas for column in model.to_schema().columns
        }
        model.validate(df, lazy=True)


def test_typed_columns(project: Path) -> None:
    (claim,) = claims.load("claims", project / "datasets/build").to_dict("records")
    assert claim["count_low"] == 162
    assert claim["window_end"] == pd.Timestamp("2025-06-02T04:00Z")
    assert claim["regions"] == ("UA-43",)
    assert claim["spans"] == ((0, 17),)
    assert claim["since"] is pd.NaT
    assert pd.isna(claim["place"])


def test_the_nearest_build_upwards_is_found(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in (project, project / "notebooks" / "deep"):
        place.mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(place)
        assert len(claims.load("claims")) == 1


def test_the_argument_outranks_the_environment_which_outranks_the_place(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    two = write_lines(elsewhere / "posts.jsonl", record(), record("downed 2 drones"))
    building.build([two], elsewhere / "mine")
    monkeypatch.chdir(project)
    monkeypatch.setenv("CLAIMS_BUILD", str(elsewhere / "mine"))
    assert len(claims.load("claims")) == 2
    assert len(claims.load("claims", project / "datasets/build")) == 1


def test_without_a_build_the_error_names_make_datasets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLAIMS_BUILD", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LoadError, match="make datasets"):
        claims.load("claims")
    with pytest.raises(LoadError, match="no build at nowhere"):
        claims.load("claims", "nowhere")
    monkeypatch.setenv("CLAIMS_BUILD", "nowhere")
    with pytest.raises(LoadError, match="CLAIMS_BUILD"):
        claims.load("claims")
    with pytest.raises(LoadError, match="make datasets"):
        claims.load("claims", tmp_path)
    with pytest.raises(LoadError, match="the tables are"):
        claims.load("clams")


def test_a_file_of_another_version_is_told(project: Path) -> None:
    path = project / "datasets/build/claims.parquet"
    pd.read_parquet(path).drop(columns="count_low").to_parquet(path)
    with pytest.raises(LoadError, match="no column count_low"):
        claims.load("claims", project / "datasets/build")


def test_public_names() -> None:
    assert set(claims.__all__) <= set(dir(claims))
    for name in claims.__all__:
        assert getattr(claims, name) is not None
    with pytest.raises(AttributeError, match="nonsense"):
        _ = claims.nonsense  # type: ignore[attr-defined]


def test_submodules_do_not_hide_functions() -> None:
    import claims.building
    import claims.loading

    assert callable(claims.build)
    assert callable(claims.load)
