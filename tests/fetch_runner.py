"""Fetches in a process of its own that a test can kill: ``python -m tests.fetch_runner REGISTRY RAW SINCE``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from claims.fetching import fetch


class Impatient:
    """The real time, and no waiting: the server is this machine's and asks for none."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        pass


if __name__ == "__main__":
    registry, raw, since = sys.argv[1:]
    for found in fetch(["kpszsu"], datetime.fromisoformat(since), raw=raw, registry=Path(registry), clock=Impatient()):
        sys.exit(found.trouble)
