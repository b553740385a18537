from __future__ import annotations

import pytest

from claims import parsing
from tests import factories


@pytest.fixture
def fake_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of what surrounds the parser do not hang on what the parser can read today."""
    monkeypatch.setattr(parsing, "read", factories.read, raising=False)
    monkeypatch.setattr(parsing, "PARSER_VERSION", "fake", raising=False)
