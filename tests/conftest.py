from __future__ import annotations

from pathlib import Path

import pytest

from claims import building, parsing
from claims.building import making
from tests import factories

DATASETS = Path(__file__).parent.parent / "datasets"


@pytest.fixture
def fake_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of what surrounds the parser do not hang on what the parser can read today."""
    monkeypatch.setattr(parsing, "read", factories.read, raising=False)
    monkeypatch.setattr(parsing, "PARSER_VERSION", "fake", raising=False)


@pytest.fixture(scope="session")
def shipped_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build that the project's own inputs give, wherever the tests run; made once a session."""
    inputs = [DATASETS / "statements", DATASETS / "coded"]
    return building.build(inputs, tmp_path_factory.mktemp("datasets") / "build").path


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds of single tests leave out their figures, which would take longer than all the rest.

    ``shipped_build`` has them: a fixture of the session is made before this one takes effect.
    """
    monkeypatch.setattr(making, "draw_figures", lambda tables, folder: [])
