"""The pages fetched from one channel, compressed, one file each. Their names are all that a later run must know.

``35304-35323_20250601T101500Z_20250602T080512Z.html.gz`` holds every post from 35304 to 35323 that there was; the
newest of them was published at the first time, and the page was read at the second. A file is there whole or not at
all.
"""

from __future__ import annotations

import gzip
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from claims.sources.telegram_preview import PreviewPage, preview_page

MAY_CHANGE = timedelta(hours=48)
"""Posts younger than this are read again: that is how long they are edited."""

_NAME = re.compile(r"(\d{1,12})-(\d{1,12})_(\d{8}T\d{6}Z)_(\d{8}T\d{6}Z)\.html\.gz")
_TIME = "%Y%m%dT%H%M%SZ"
_UNFINISHED = ".part"


@dataclass(frozen=True, slots=True, order=True)
class Kept:
    """A page in the archive, by its name."""

    first: int
    last: int
    newest: datetime
    read_at: datetime
    path: Path

    @property
    def settled(self) -> bool:
        """Whether its posts were old enough to change no more when they were read."""
        return self.read_at - self.newest >= MAY_CHANGE


class Archive:
    """The folder of one channel."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for leftover in folder.glob(f".*{_UNFINISHED}"):
            leftover.unlink(missing_ok=True)
        self._pages = sorted(kept for path in folder.iterdir() if (kept := _kept(path)) is not None)

    @property
    def pages(self) -> list[Kept]:
        """All pages, by their first post."""
        return list(self._pages)

    def settled_below(self, before: int) -> Kept | None:
        """Where the run of settled pages that covers the post before ``before`` begins: its lowest page, or None."""
        lowest: Kept | None = None
        position = before - 1
        while position > 0:
            covering = [page for page in self._pages if page.settled and page.first <= position <= page.last]
            if not covering:
                break
            lowest = min(covering)
            position = lowest.first - 1
        return lowest

    def known(self, first: int, last: int) -> dict[int, str | None]:
        """The text of every post in a range as it was last read; None for one without a text."""
        texts: dict[int, str | None] = {}
        overlapping = [page for page in self._pages if page.first <= last and page.last >= first]
        for kept in sorted(overlapping, key=lambda page: page.read_at):
            page = preview_page(gzip.decompress(kept.path.read_bytes()))
            texts.update({post.number: post.text for post in page.posts if first <= post.number <= last})
        return texts

    def save(self, content: bytes, page: PreviewPage, before: int | None, read_at: datetime) -> Kept:
        """Keep a page with posts, read as the one before post ``before`` (as the newest when None)."""
        first, last = page.numbers[0], page.numbers[-1] if before is None else before - 1
        newest = max(post.published_at for post in page.posts if post.published_at is not None)
        name = f"{first}-{last}_{newest.astimezone(UTC).strftime(_TIME)}_{read_at.strftime(_TIME)}.html.gz"
        path = self.folder / name
        unfinished = self.folder / f".{name}{_UNFINISHED}"
        with unfinished.open("wb") as file:
            file.write(gzip.compress(content, 9, mtime=0))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        kept = Kept(first, last, newest, read_at, path)
        if all(page.path != path for page in self._pages):
            self._pages.append(kept)
            self._pages.sort()
        return kept


def _kept(path: Path) -> Kept | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    newest, read_at = (datetime.strptime(match[group], _TIME).replace(tzinfo=UTC) for group in (3, 4))
    return Kept(int(match[1]), int(match[2]), newest, read_at, path)
