"""Whether a build is still what its inputs would give."""

from __future__ import annotations

from pathlib import Path

from claims.building.inputs import package_digest
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
    places = {item.name: base / manifest.made["inputs"][item.name] for item in manifest.inputs}
    for item in manifest.inputs:
        path = places[item.name]
        if not path.is_file():
            lines.append(f"input {item.name} is gone")
        elif entry(path, item.name).sha256 != item.sha256:
            lines.append(f"input {item.name} has changed")
    return lines + _added(set(places.values()))


def _added(known: set[Path]) -> list[str]:
    """Files of the same kind in the same folders that were not there when the build was made."""
    resolved = {path.resolve() for path in known}
    kinds = {(path.parent, path.suffix) for path in resolved}
    new = {file for folder, suffix in kinds if folder.is_dir() for file in folder.glob(f"*{suffix}")} - resolved
    return [f"{file.name} is new in {file.parent.name}/" for file in sorted(new) if not file.name.startswith(".")]
