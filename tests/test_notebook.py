from __future__ import annotations

import time
from pathlib import Path

import nbformat
import pytest

from notebooks import __main__ as notebooks
from notebooks.__main__ import run

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


def kinds(notebook: nbformat.NotebookNode) -> list[tuple[str, ...]]:
    """For each cell the kinds of its outputs."""
    return [
        tuple(
            key
            for output in cell.get("outputs", [])
            for key in (*sorted(output.get("data", {})), output["output_type"])
        )
        for cell in notebook.cells
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_runs_in_under_a_minute(path: Path, shipped_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMS_BUILD", str(shipped_build))
    started = time.monotonic()
    fresh = run(path)
    assert time.monotonic() - started < 60
    old, new = (kinds(notebook) for notebook in (nbformat.read(path, as_version=4), fresh))
    assert new == old  # what is committed is what a run gives: the same tables and pictures in the same cells


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_committed_with_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert all(cell.outputs for cell in code[1:])  # the first may only set up
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert str(Path.home()) not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("argument", "code"), [("--help", 0), ("--frobnicate", 2), ("absent.ipynb", 2)])
def test_help_and_wrong_arguments_run_nothing(
    argument: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(notebooks, "run", lambda path: pytest.fail(f"{path} ran"))
    with pytest.raises(SystemExit) as ended:
        notebooks.main([argument])
    assert ended.value.code == code
    told = capsys.readouterr()
    assert "quickstart.ipynb" in told.out if code == 0 else "usage: python -m notebooks" in told.err


def test_all_that_the_readme_promises_is_there() -> None:
    names = {path.stem for path in NOTEBOOKS}
    assert names == {"quickstart", "both_sides", "disagreements", "regions", "telegram_export", "citation"}


def test_the_project_s_own_build_balances(shipped_build: Path) -> None:
    """Real input, the whole way: nothing rejected, nothing quarantined."""
    import claims

    builds = claims.load("builds", shipped_build)
    assert list(builds.loc[builds["section"] == "rejected", "value"]) == []
    assert list(claims.load("quarantine", shipped_build)["reason"]) == []
