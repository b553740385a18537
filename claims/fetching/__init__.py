"""Fetching what channels publish: their public web preview, page by page, slowly, into ``datasets/raw``.

No account and no key is needed, and none can be used. Every page is kept as it came, compressed, before the next is
asked for, and the names of the pages tell which posts they cover: so an interrupted run goes on where it was, and a
finished one asks only for what is new, and again for posts that were younger than two days when they were last read.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from claims.fetching.archive import Archive
from claims.fetching.channel import ChannelReader, Fetched
from claims.fetching.clock import Clock, SystemClock
from claims.fetching.errors import FetchError
from claims.fetching.polite import Manners, Polite
from claims.registry import Registry, Source, load_registry

__all__ = ["Archive", "Clock", "FetchError", "Fetched", "Manners", "SystemClock", "fetch"]

DEFAULT_RAW = Path("datasets/raw")
Report = Callable[[str, datetime, int], None]
"""Hears the channel, the date reached, and how many pages have been read."""


def fetch(
    channels: Iterable[str],
    since: datetime,
    until: datetime | None = None,
    raw: str | os.PathLike[str] = DEFAULT_RAW,
    registry: Registry | Path | None = None,
    manners: Manners | None = None,
    clock: Clock | None = None,
    report: Report | None = None,
) -> Iterator[Fetched]:
    """Fetch the posts of channels from ``since`` to ``until`` (now) into ``raw``; yield what came of each channel.

    ``channels`` are ids of the registry. Both times must be aware. Where a channel can't be read, its ``trouble`` says
    why, what was read before is kept, and the next one goes on. Raises :class:`FetchError` for a channel that the
    registry lacks, or when another fetch into ``raw`` is running.
    """
    if not isinstance(registry, Registry):
        registry = load_registry(registry)
    if since.tzinfo is None or (until is not None and until.tzinfo is None):
        raise FetchError("since and until need a time zone")
    sources = [_source(channel, registry) for channel in channels]
    clock = clock or SystemClock()
    raw = Path(raw)
    with _alone(raw) as last_request, Polite(manners or Manners(), clock, last_request) as polite:
        for source in sources:
            reader = ChannelReader(source, polite, Archive(raw / source.id), clock, report or (lambda *_: None))
            yield reader.fetch(since, until or clock.now())


def _source(channel: str, registry: Registry) -> Source:
    source = registry.sources.get(channel)
    if source is None:
        raise FetchError(
            f"{channel!r} is not in the registry: `claims sources` lists channels, --registry DIR adds one"
        )
    if source.preview is None:
        raise FetchError(f"{channel!r} has no public preview in the registry, so it can't be fetched")
    return source


class _LastRequest:
    """When the last request was made, by this process or another: the time of the lock file."""

    def __init__(self, path: Path, is_new: bool) -> None:
        self._path = path
        self._is_new = is_new

    def get(self) -> datetime | None:
        return None if self._is_new else datetime.fromtimestamp(self._path.stat().st_mtime, UTC)

    def set(self, moment: datetime) -> None:
        self._is_new = False
        os.utime(self._path, (moment.timestamp(), moment.timestamp()))


@contextmanager
def _alone(raw: Path) -> Iterator[_LastRequest]:
    """Keep a second fetch away: two would ask twice as often. The lock is the kernel's and dies with the process."""
    path = raw / ".fetching"
    try:
        raw.mkdir(parents=True, exist_ok=True)
        is_new = not path.exists()
        lock = path.open("a")
    except OSError as error:
        raise FetchError(f"{raw} can't be written ({error.strerror})") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FetchError(f"another fetch into {raw} is running: wait for it") from None
        yield _LastRequest(path, is_new)
