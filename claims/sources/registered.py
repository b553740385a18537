"""Which source of the registry something comes from: by channel name, title, address, or name of a file or folder."""

from __future__ import annotations

import functools
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from claims.registry import Registry, Source


def channel_named(name: str, registry: Registry) -> str | None:
    """The registry's spelling of a channel's name; None when it has no such channel."""
    if name in registry.sources:
        return name
    return _spellings(_Key(registry)).get(name.lower())


def titled(title: str, registry: Registry) -> str | None:
    """The channel whose title this is, as the registry tells it."""
    return next((source.id for source in registry.sources.values() if has_title(source, title)), None)


def has_title(source: Source, title: str) -> bool:
    """Whether ``title`` is one that the channel is known by, alone or before its translation after a slash."""
    return bool({_plain(title), _plain(title.split(" / ")[0])} & {_plain(known) for known in source.titles})


def published_at_site(address: str, registry: Registry) -> str | None:
    """The outlet on whose site an address is."""
    try:
        parts = urlsplit(address)
        place = (parts.hostname or "").lower().removeprefix("www.") + parts.path
    except ValueError:
        return None
    found = [
        (len(site), source.id)
        for source in registry.sources.values()
        for site in source.sites
        if f"{place}/".startswith(f"{site}/") or (f".{place}/".find(f".{site}/") >= 0 and "/" not in site)
    ]
    return max(found)[1] if found else None


def source_of(name: str, registry: Registry) -> str | None:
    """The source that the file, or the nearest folder that is called like one, is named after.

    ``reuters/0001.txt``, ``reuters-0001.txt`` and ``kpszsu/ChatExport_2025-06-09/result.json``.
    """
    path = PurePosixPath(name)
    for folder in path.parent.parts[::-1]:
        if (found := channel_named(folder, registry)) is not None:
            return found
    stem = path.name.split(".")[0]
    named = [key for key in registry.sources if stem == key or stem.startswith((f"{key}-", f"{key}_"))]
    return max(named, key=len, default=None)


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()


class _Key:
    """A registry by identity, which it has no hash for."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def __hash__(self) -> int:
        return id(self.registry)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.registry is self.registry


@functools.lru_cache(maxsize=8)
def _spellings(key: _Key) -> dict[str, str]:
    return {name.lower(): name for name in key.registry.sources}
