"""``SHA256SUMS``: the hash of every file of a release but the DuckDB file, in the form that ``sha256sum`` checks."""

from __future__ import annotations

from pathlib import Path

from claims.store import DATABASE, entries

SUMS = "SHA256SUMS"


def write_sums(folder: Path) -> None:
    """Write the file for what is in the folder."""
    lines = [f"{item.sha256}  {item.name}\n" for item in entries(folder) if item.name not in (SUMS, DATABASE)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def read_sums(folder: Path) -> dict[str, str]:
    """Hash by name, as the file says."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: sha256 for sha256, name in (line.split("  ", 1) for line in lines)}
