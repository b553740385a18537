"""``SHA256SUMS``: the hash of every file of a release but the DuckDB file, in the form that ``sha256sum`` checks."""

from __future__ import annotations

from pathlib import Path

from claims.publishing.errors import ReleaseError
from claims.store import DATABASE, entries

SUMS = "SHA256SUMS"


def write_sums(folder: Path) -> None:
    """Write the file for what is in the folder."""
    lines = [f"{item.sha256}  {item.name}\n" for item in entries(folder) if item.name not in (SUMS, DATABASE)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def read_sums(folder: Path) -> dict[str, str]:
    """Hash by name, as the file says. Raises :class:`ReleaseError` when it is damaged."""
    found: dict[str, str] = {}
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise ReleaseError(f"{SUMS} is damaged: it is not UTF-8") from None
    for number, line in enumerate(lines, start=1):
        sha256, _, name = line.partition("  ")
        if not name:
            raise ReleaseError(f"{SUMS} is damaged: line {number} is no hash with a name")
        found[name] = sha256
    return found
