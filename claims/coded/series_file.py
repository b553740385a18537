"""``datasets/coded/<series>.toml``: where a series comes from, its licence, what was done to it and the counts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from claims.coded.conversion import Conversion
from claims.coded.originals import sha256_of
from claims.coded.rows import COLUMNS
from claims.coded.vocabulary import DATA

OWN_COLUMNS = {
    "row_key": "names the row in this file, for part_of and derived_from; made of the original row, so that it stays",
    "original_row": "id, date or line number of the row in the original file",
    "part_of": "row_key of the total that this figure is a part of",
    "derived_from": "row_keys of the figures it was computed from; empty: stated",
    "problems": "`kind: explanation`, joined with |",
    "note": "what the original row says besides",
}


def series_ids() -> tuple[str, ...]:
    """The ids of the series that have a converter, in the registry's order."""
    described = {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in (DATA / "series").glob("*.toml")
    }
    return tuple(sorted(described, key=lambda name: int(described[name]["order"])))


def describe(series: str, original: Path, compared: Path | None, conversion: Conversion) -> str:
    """The text of the series' TOML file: its description with digests and counts."""
    entry = tomllib.loads((DATA / "series" / f"{series}.toml").read_text(encoding="utf-8"))
    counts = _counts(conversion)
    quirks = [text.format_map(counts) for text in entry["transformation"].pop("quirks")]
    steps = entry.pop("transformation")["steps"]
    reasons: dict[str, int] = {}
    for skipped in conversion.skipped:
        reasons[skipped.reason] = reasons.get(skipped.reason, 0) + 1
    outcomes: dict[str, int] = {}
    for row in conversion.rows:
        outcomes[row.outcome] = outcomes.get(row.outcome, 0) + 1
    document = {
        "id": series,
        **entry,
        "original_sha256": sha256_of(original),
        "compared_file": compared.name if compared else "none",
        "compared_sha256": sha256_of(compared) if compared else "none",
        "transformation": steps,
        "quirks": quirks,
        "rows": {
            "in": conversion.rows_in,
            "with_claims": conversion.rows_with_claims,
            "skipped": len(conversion.skipped),
            "skipped_by_reason": dict(sorted(reasons.items())),
        },
        "claims": {"total": len(conversion.rows), "by_outcome": dict(sorted(outcomes.items()))},
        "problems": conversion.problem_kinds(),
        "figures_not_coded": {name: count for name, count in sorted(conversion.figures_not_coded.items()) if count},
        "unknown_words": dict(sorted(conversion.unmapped.items())),
        "skipped_rows": [
            {"row": skipped.original_row, "reason": skipped.reason, "explanation": skipped.explanation}
            for skipped in conversion.skipped
        ],
        "columns": {name: OWN_COLUMNS.get(name, "as in the table claims") for name in COLUMNS},
    }
    return "# Written by `python -m claims.coded.convert`; change claims/coded/data/ instead.\n\n" + to_toml(document)


class _Counts(dict[str, object]):
    """Counts by name; a name that did not occur is 0."""

    def __missing__(self, key: str) -> object:
        return 0


def _counts(conversion: Conversion) -> _Counts:
    paths = sorted(name.partition(" ")[2] for name in conversion.quirks if name.startswith("weapon_path_missing "))
    counts = _Counts(missing_paths=", ".join(paths) or "none")
    counts.update({f"problem_{kind}": count for kind, count in conversion.problem_kinds().items()})
    counts.update({f"quirk_{name}": count for name, count in conversion.quirks.items()})
    counts.update({f"figure_{name}": count for name, count in conversion.figures_not_coded.items()})
    return counts


def to_toml(document: Mapping[str, Any], path: str = "") -> str:
    """A mapping of texts, numbers, lists of texts, tables and lists of tables as TOML."""
    lines: list[str] = []
    tables: list[str] = []
    for key, value in document.items():
        name = f"{path}.{_key(key)}" if path else _key(key)
        if isinstance(value, Mapping):
            tables.append(f"\n[{name}]\n{to_toml(value, name)}")
        elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
            tables.extend(f"\n[[{name}]]\n{to_toml(item, name)}" for item in value)
        elif isinstance(value, list):
            items = "".join(f"  {_scalar(item)},\n" for item in value)
            lines.append(f"{_key(key)} = [\n{items}]\n" if value else f"{_key(key)} = []\n")
        else:
            lines.append(f"{_key(key)} = {_scalar(value)}\n")
    return "".join(lines + tables)


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if bare else _quoted(key)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return _quoted(str(value))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    plain = (letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in escaped)
    return '"' + "".join(plain) + '"'
