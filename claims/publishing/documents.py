"""The texts of a release for people: README, licences, and how to cite it."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import claims
from claims.publishing.about import About
from claims.publishing.content import CONTENT
from claims.publishing.errors import ReleaseError
from claims.publishing.parts import Part
from claims.publishing.series import OURS, SEVERAL, Licence
from claims.store import DATABASE


def licence_texts(licences: Sequence[Licence]) -> dict[str, str]:
    """The full texts of the licences by file name. Raises :class:`ReleaseError` when one is not to be found."""
    folder = Path(claims.__file__).parent.parent / "LICENSES"
    texts = {}
    for licence in dict.fromkeys(one.id for one in licences):
        path = folder / f"{licence}.txt"
        if not path.is_file():
            raise ReleaseError(
                f"the text of {licence} is not in {folder.name}/: make releases in a clone of the project"
            )
        texts[path.name] = path.read_text(encoding="utf-8")
    return texts


def licence_notes(about: About, parts: Sequence[Part]) -> str:
    """``LICENSE.md``: which file is under which licence."""
    lines = ["# Licences\n", "Each resource carries its own licence; the full texts are in `LICENSES/`.\n"]
    lines += ["| files | licences |", "| --- | --- |"]
    for part in parts:
        names = " and ".join(part.licence_ids)
        lines.append(f"| `{part.path('csv')}`, `{part.path('parquet')}` | {names} |")
    lines.append(f"| `{DATABASE}` | all of these: it holds every row |")
    lines.append(f"| everything else here | {OURS.id} |\n")
    lines += ["## Who asks to be named\n", f"- {OURS.id} (ours): {OURS.attribution}"]
    for series in about.series:
        for licence in series.licences:
            note = f" Note: {licence.note}." if licence.note else ""
            lines.append(f"- {licence.id} (`{series.id}`): {licence.attribution}{note}")
    lines.append(
        "\nThe figures that officials claim are facts and belong to nobody. The words of original posts are their "
        "authors'; `quotations` holds short quotations of them, and no text of theirs is here in full."
    )
    return "\n".join(lines) + "\n"


def readme(about: About, parts: Sequence[Part], previous: str | None) -> str:
    """``README.md`` of the release."""
    return "\n".join(_readme(about, parts, previous)) + "\n"


def _readme(about: About, parts: Sequence[Part], previous: str | None) -> Iterator[str]:
    yield f"# {about.title}\n"
    yield f"Data release {about.version}. {about.description}\n"
    yield f"Newest statement read: {about.newest_statement}; newest record of a statement or series: {about.newest}.\n"
    yield "A claim is what an official source says, not what is known to be true. **Do not sum `claims`**: one post can"
    yield "stand there as we read it, as a third party coded it and as outlets relay it, and totals stand beside their"
    yield "parts. `daily` does the adding, with intervals; `discrepancies` lists what does not agree.\n"
    yield "## Files\n"
    yield "| file | what |\n| --- | --- |"
    yield f"| `{DATABASE}` | every table, all rows together, for DuckDB 1.2 or later |"
    yield "| `csv/`, `parquet/` | the same rows, parted by the coded series that they rest on |"
    yield "| `dictionary.md` | every table and column |"
    yield "| `CHANGES.md`, `csv/changes.csv` | what changed since the previous release, and why |"
    yield "| `datapackage.json` | Frictionless Data Package: schemas, licences, hashes |"
    yield "| `croissant.json`, `dataset.jsonld` | Croissant; schema.org/Dataset |"
    yield "| `LICENSE.md`, `LICENSES/` | which file is under which licence |"
    yield f"| `CITATION.cff`, `SHA256SUMS`, `{CONTENT}` | how to cite; hashes of files and of the database |\n"
    yield f"Previous release: {previous or 'none'}.\n"
    yield "## Tables\n"
    yield "| resource | rows | rests on | licences |\n| --- | ---: | --- | --- |"
    for part in parts:
        yield f"| `{part.name}` | {len(part.rows):,} | {part.rests_on} | {', '.join(part.licence_ids)} |"
    yield "\n## Leaving a coded series out\n"
    yield f"Delete its folder under `csv/` and `parquet/`, delete `{SEVERAL}/`, and the DuckDB file. What is left rests"
    yield "on the statements that this project read and on the series that you kept; `coverage` and `comparisons` count"
    yield "over everything. A day's figure that rests on the series is not made again from what is left: build that"
    yield "from source with `claims build --without SERIES`.\n"
    for series in about.series:
        licences = ", ".join(one.id for one in series.licences)
        yield f"- `{series.id}`: {series.title}, as of {series.state}. {series.address}. {licences}."
    yield "\n## Checking\n"
    yield "    sha256sum --check SHA256SUMS"
    yield "    claims release --check .\n"
    yield "The second reads the database back, compares its tables with their hashes, and validates the descriptors.\n"
    yield "## Tables in words\n"
    seen = set()
    for part in parts:
        if part.table not in seen:
            seen.add(part.table)
            yield f"- `{part.table}`: {(inspect.getdoc(part.model) or '').splitlines()[0]}"


def citation(about: About) -> str:
    """``CITATION.cff`` of the data release. JSON strings are YAML too, so nothing needs another escape."""
    quote = json.dumps
    lines = [
        "cff-version: 1.2.0",
        f"message: {quote('Please cite this release, and the coded series that you use (LICENSE.md).')}",
        "type: dataset",
        f"title: {quote(about.title)}",
        f"abstract: {quote(about.description)}",
        "authors:",
        f"  - name: {quote(about.creator)}",
        f"version: {quote(about.version)}",
        f"date-released: {quote(about.newest)}",
        f"license: {OURS.id}",
        "keywords:",
        *(f"  - {quote(word)}" for word in about.keywords),
    ]
    if about.series:
        lines.append("references:")
    for series in about.series:
        lines += ["  - type: dataset", f"    title: {quote(series.title)}", "    authors:"]
        lines += [f"      - name: {quote(author)}" for author in series.authors]
        lines += [f"    url: {quote(series.address)}", f"    notes: {quote('as of ' + series.state)}"]
    return "\n".join(lines) + "\n"
