"""Writing a release: from the tables of a build to a folder that can be handed out whole.

``datasets/release`` is a link to the newest of ``datasets/releases/<version>+<build>``. A release that is there is
never replaced by another of its name: the same build gives the same bytes (the DuckDB file apart), and anything else
has another name.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from claims.loading import find_build, load
from claims.publishing.about import About, about, version_of
from claims.publishing.change_notes import change_notes
from claims.publishing.changes import Previous, changes, read_previous
from claims.publishing.checking import check
from claims.publishing.content import CONTENT, content_of
from claims.publishing.datapackage import datapackage
from claims.publishing.documents import citation, licence_notes, licence_texts, readme
from claims.publishing.errors import ReleaseError
from claims.publishing.parts import Part, parts, write_part
from claims.publishing.public import PUBLIC_TABLES, public
from claims.publishing.series import OURS, series_of
from claims.publishing.sums import SUMS, read_sums, write_sums
from claims.publishing.web_descriptors import croissant, schema_org
from claims.schema import TABLES, Table
from claims.schema.dictionary import dictionary
from claims.schema.frames import to_arrow
from claims.schema.published import Changes
from claims.store import DATABASE, Manifest, entries, read_manifest, write_database

DEFAULT_OUT = Path("datasets/release")
RELEASED: dict[str, type[Table]] = PUBLIC_TABLES | {"changes": Changes}
Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Release:
    """A release in place: ``path`` is the link, ``folder`` what it points to."""

    path: Path
    folder: Path
    version: str
    previous: str | None
    rows: dict[str, int]
    changed: int
    again: bool
    """Whether the very same release was there already."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a release, or the report site, is made from."""

    manifest: Manifest
    tables: dict[str, pd.DataFrame]
    about: About


def material(build: str | os.PathLike[str] | None = None) -> Material:
    """The public tables of a build and what is to be said of it. Raises like :func:`claims.load`."""
    folder = find_build(build)
    manifest = read_manifest(folder)
    loaded = {name: load(name, folder) for name in TABLES}
    series = series_of(folder, manifest, loaded["claims"])
    return Material(manifest, public(loaded), about(loaded, series, manifest))


def release(
    build: str | os.PathLike[str] | None = None,
    out: str | os.PathLike[str] = DEFAULT_OUT,
    previous: str | os.PathLike[str] | None = None,
    progress: Step | None = None,
) -> Release:
    """Write the release of a build under ``<out>s/`` and let the link ``out`` point to it.

    ``previous`` is the release that the change list compares with: without it the one that this release was compared
    with before, else the one that ``out`` points to, else none. The descriptors are validated before anything is put
    in place.

    Raises :class:`ReleaseError` when a check fails, or a release of the same name with another content is there.
    """
    step = progress or (lambda _: None)
    out = Path(out)
    if out.exists() and not out.is_symlink():
        raise ReleaseError(f"{out} exists and was not made by `claims release`: move it away, or choose another -o")
    given = material(build)
    step("read the build")
    final = out.with_name(f"{out.name}s") / given.about.version
    earlier = _previous(previous, out, final)
    compared = read_previous(earlier) if earlier else None
    final.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=final.parent))
    try:
        partial.chmod(0o755)
        rows, changed = write(given, compared, partial, step)
        check(partial, RELEASED, step)
        again = _place(partial, final)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    _link(out, final)
    return Release(out, final, given.about.version, compared.id if compared else None, rows, changed, again)


def write(given: Material, compared: Previous | None, folder: Path, step: Step) -> tuple[dict[str, int], int]:
    """Write every file of a release; return the rows of each resource and how many rows changed."""
    told = given.about
    tables = given.tables | {"changes": changes(given.tables, compared)}
    step("compared with the previous release")
    made = write_data(given, tables, folder)
    write_database({name: to_arrow(RELEASED[name], df) for name, df in tables.items()}, folder / DATABASE, RELEASED)
    step("wrote the tables")
    files = {item.name: item for item in entries(folder)}
    previous = compared.id if compared else None
    _json(folder / "datapackage.json", datapackage(told, made, files, previous))
    _json(folder / "croissant.json", croissant(told, made, files))
    _json(folder / "dataset.jsonld", schema_org(told, made, files))
    _json(folder / CONTENT, content_of(tables, RELEASED))
    texts = {
        "README.md": readme(told, made, previous),
        "CHANGES.md": change_notes(told.version, tables["changes"], compared),
        "LICENSE.md": licence_notes(told, made),
        "CITATION.cff": citation(told),
        "dictionary.md": dictionary(RELEASED),
    }
    licences = licence_texts([OURS, *(one for series in told.series for one in series.licences)])
    (folder / "LICENSES").mkdir()
    for name, text in (texts | {f"LICENSES/{name}": text for name, text in licences.items()}).items():
        (folder / name).write_text(text, encoding="utf-8")
    write_sums(folder)
    step("wrote descriptors and texts")
    return {part.name: len(part.rows) for part in made}, len(tables["changes"])


def write_data(given: Material, tables: dict[str, pd.DataFrame], folder: Path) -> list[Part]:
    """Write the parts of the tables as CSV and Parquet."""
    made = list(parts(RELEASED, tables, given.about.series))
    for part in made:
        write_part(part, folder)
    return made


def _json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _previous(given: str | os.PathLike[str] | None, out: Path, final: Path) -> Path | None:
    """The release to compare with."""
    if given is not None:
        return Path(given)
    if final.is_dir():
        told: str | None = json.loads((final / "datapackage.json").read_text(encoding="utf-8"))["previousVersion"]
        if told is None:
            return None
        if not (final.parent / told).is_dir():
            raise ReleaseError(f"{final.name} was compared with {told}, which is gone: name another with --previous")
        return final.parent / told
    return out.resolve() if out.is_dir() else None


def _place(partial: Path, final: Path) -> bool:
    """Give the new folder its name; True when the very same release was there already."""
    if not final.exists():
        partial.rename(final)
        return False
    if read_sums(final) != read_sums(partial):
        differ = sorted(dict(set(read_sums(final).items()) ^ set(read_sums(partial).items())))
        raise ReleaseError(
            f"{final} is there with another content ({', '.join(differ[:5])}): a release is never replaced; "
            "remove it yourself if it was not handed out"
        )
    return True


def _link(out: Path, final: Path) -> None:
    new = out.with_name(f".{out.name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(Path(final.parent.name) / final.name)
    new.replace(out)


__all__ = ["DEFAULT_OUT", "RELEASED", "SUMS", "Material", "Release", "material", "release", "version_of", "write_data"]
