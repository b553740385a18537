"""Whether a build is still what its inputs would give."""

from __future__ import annotations

from pathlib import Path

from claims import parsing, sources
from claims.building.inputs import overlay_digest, package_digest
from claims.store import Manifest, entry
from claims.version import __version__


def staleness(manifest: Manifest, base: Path) -> list[str]:
    """What has changed since the build was made, one line each.

    ``base`` is the directory of the build's link, from which the manifest tells where the inputs are. A new file beside
    the inputs is told too, where their folders still exist.
    """
    lines = []
    if manifest.recipe["claims"] != __version__:
        lines.append(f"made by version {manifest.recipe['claims']}, this is {__version__}")
    elif manifest.recipe["package"] != package_digest():
        lines.append("the package's code, registries or lexicons have changed")
    if manifest.recipe["parser"] != str(parsing.PARSER_VERSION):
        lines.append("the parser has changed: a build reads every statement again")
    overlay = manifest.made.get("overlay")
    if overlay and not (base / overlay).is_dir():
        lines.append("the registry that was laid over ours is gone")
    elif overlay and manifest.recipe["overlay"] != overlay_digest(base / overlay):
        lines.append("the registry that was laid over ours has changed")
    places = {item.name: base / manifest.made["inputs"][item.name] for item in manifest.inputs}
    for item in manifest.inputs:
        path = places[item.name]
        if not path.is_file():
            lines.append(f"input {item.name} is gone")
        elif entry(path, item.name).sha256 != item.sha256:
            lines.append(f"input {item.name} has changed")
    return lines + _added(set(places.values()), [base / root for root in manifest.made.get("roots", [])])


def _added(known: set[Path], roots: list[Path]) -> list[str]:
    """Files that a build of today would take in and that were not there when the build was made.

    Those are all that a reader knows under the folders given, and others of the same kind beside any input.
    """
    resolved = {path.resolve() for path in known}
    found = {file.resolve() for root in roots if root.is_dir() for file in sources.find(root)}
    kinds = {(path.parent, path.suffix) for path in resolved}
    found |= {file for folder, suffix in kinds if folder.is_dir() for file in folder.glob(f"*{suffix}")}
    new = sorted(found - resolved)
    return [f"{file.name} is new in {file.parent.name}/" for file in new if not file.name.startswith(".")]
