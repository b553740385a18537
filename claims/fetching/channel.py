"""Reading one channel backwards, from its newest post or the end of a time to its start, and checking every page."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from claims.fetching.archive import MAY_CHANGE, Archive
from claims.fetching.clock import Clock
from claims.fetching.errors import FetchError
from claims.fetching.polite import Polite
from claims.registry import Source
from claims.sources.incoming import RejectionError
from claims.sources.registered import has_title
from claims.sources.telegram_preview import PreviewPage, preview_page

PAGE = 20  # posts of a page, at most
MOST_REDIRECTS = 3
UNREADABLE = ".unreadable.html.gz"
_END = re.compile(rb"</html\s*>\s*\Z", re.IGNORECASE)


@dataclass
class Fetched:
    """What came of one channel: pages read, posts on them by number, and what was noticed.

    ``trouble`` says why the reading stopped early, and is None where it did not.
    """

    channel: str
    pages: int = 0
    posts: set[int] = field(default_factory=set)
    reached: datetime | None = None
    edited: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """What a page covers: its lowest post, and the times of its oldest and newest ones."""

    first: int
    oldest: datetime
    newest: datetime


class ChannelReader:
    """Reads one channel into its archive."""

    def __init__(
        self,
        source: Source,
        polite: Polite,
        archive: Archive,
        clock: Clock,
        report: Callable[[str, datetime, int], None],
    ) -> None:
        self._source, self._polite, self._archive, self._clock, self._report = source, polite, archive, clock, report
        self._found = Fetched(source.id)

    def fetch(self, since: datetime, until: datetime) -> Fetched:
        """Read back to ``since``; pages between now and ``until`` are passed over in a few leaps."""
        try:
            before = self._start(until)
            while before is None or before > 1:
                if before is not None and (kept := self._archive.settled_below(before)) is not None:
                    self._reach(kept.newest)
                    if kept.newest < since:
                        break
                    before = kept.first
                    continue
                page = self._page(before)
                if page is None:
                    self._check_beginning(before)
                    break
                if page.oldest < since:
                    break
                before = page.first
        except FetchError as error:
            self._found.trouble = f"{self._source.id}: {error}"
        return self._found

    def _check_beginning(self, before: int | None) -> None:
        """Make sure that an empty page is where the channel begins, and no hiccup of the server's.

        Raises :class:`FetchError` when there are older posts after all.
        """
        if before is not None and (self._page(before) or (before > PAGE and self._page(before - 1))):
            raise FetchError(f"the page before post {before} was empty although there are older posts: run this again")

    def _start(self, until: datetime) -> int | None:
        """The number before which to begin, so that the first page holds the last posts up to ``until``.

        None is the newest page. Where that is too new, the place is found by halving: numbers rise with time.
        """
        if until >= self._clock.now():
            return None
        page = self._page(None)
        if page is None:
            return 0
        low, high = 1, page.first  # posts below `low` are old enough, those from `high` on were too new, or are read
        while page is None or page.oldest > until:
            if high - low <= PAGE:
                break
            middle = (low + high) // 2
            page = self._page(middle)
            if page is None or page.newest <= until:
                low, page = middle, None
            else:
                high = page.first
        return high

    def _page(self, before: int | None) -> _Read | None:
        """Ask for a page, check it, keep it; return what it covers, None where the channel begins."""
        content = self._content(before)
        page = self._checked(content, before)
        times = [post.published_at for post in page.posts if post.published_at is not None]
        if not page.posts:
            return None
        self._found.pages += 1
        if not times:  # service messages only, which tell nothing
            return _Read(page.numbers[0], self._found.reached or self._clock.now(), self._clock.now())
        read = _Read(page.numbers[0], min(times), max(times))
        if self._has_news(page, before, read.newest):
            self._archive.save(content, page, before, self._clock.now())
        self._found.posts.update(page.numbers)
        self._reach(read.oldest)
        return read

    def _reach(self, moment: datetime) -> None:
        self._found.reached = min(self._found.reached or moment, moment)
        self._report(self._source.id, moment, self._found.pages)

    def _content(self, before: int | None) -> bytes:
        address = str(self._source.preview) + ("" if before is None else f"?before={before}")
        asked = address
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._polite.get(asked, lambda content: _END.search(content[-1000:]) is not None)
            if answer.location is None or not 300 <= answer.status < 400:
                break
            asked = urljoin(asked, answer.location)
            here, there = urlsplit(address), urlsplit(asked)
            same = here.hostname == there.hostname and here.port == there.port
            if not same or here.path.rstrip("/").lower() != there.path.rstrip("/").lower():
                raise FetchError(
                    f"{address} leads to {asked}: the channel has no public preview (any more), or has another name"
                )
        else:
            raise FetchError(f"{address} leads round in circles: try again later")
        return answer.content

    def _checked(self, content: bytes, before: int | None) -> PreviewPage:
        """The page, when it is the channel's and of the layout known. Raises :class:`FetchError`."""
        try:
            page = preview_page(content)
        except RejectionError as rejection:
            raise self._unreadable(content, f"the page can't be read ({rejection.reason})") from None
        source = self._source
        if page.channel is None and page.title is None:
            raise self._unreadable(
                content,
                "the answer is no page of a channel: the server may be blocking programs for now, so wait some hours; "
                "if it goes on the layout has changed",
            )
        if page.unclear or page.title is None:
            what = page.unclear[0] if page.unclear else "the page has no title"
            raise self._unreadable(content, f"the layout of the preview has changed: {what}; what was read is kept")
        strangers = {post.channel for post in page.posts if post.channel.lower() != source.id.lower()}
        if (page.channel or source.id).lower() != source.id.lower() or strangers:
            other = page.channel if page.channel and page.channel.lower() != source.id.lower() else min(strangers)
            raise self._unreadable(content, f"the page is that of another channel, {other!r}: nothing of it was kept")
        if source.titles and not has_title(source, page.title):
            raise self._unreadable(
                content,
                f"the channel is called {page.title!r} and not {source.titles[0]!r}: if it was renamed, give its new "
                "title in a registry with --registry DIR",
            )
        if source.verified and not page.verified:
            raise self._unreadable(content, "the channel does not bear the mark of a verified one, which it should")
        if before is not None and page.posts and page.numbers[-1] >= before:
            raise self._unreadable(
                content, f"the layout of the preview has changed: posts before {before} were asked for, others came"
            )
        return page

    def _unreadable(self, content: bytes, words: str) -> FetchError:
        """The error for a page that can't be used; the page itself is put aside, to be looked at."""
        (self._archive.folder / UNREADABLE).write_bytes(gzip.compress(content, mtime=0))
        return FetchError(f"{words} (the page is in {self._archive.folder / UNREADABLE})")

    def _has_news(self, page: PreviewPage, before: int | None, newest: datetime) -> bool:
        """Whether the page must be kept: it holds something new, or is read for the last time.

        Posts that are there no more, or with another text, are noted.
        """
        last = page.numbers[-1] if before is None else before - 1
        known = self._archive.known(page.numbers[0], last)
        texts = {post.number: post.text for post in page.posts}
        self._found.gone |= known.keys() - texts.keys()
        edited = {number for number, text in texts.items() if number in known and known[number] != text}
        self._found.edited |= edited
        if edited or texts.keys() - known.keys():
            return True
        settled = self._clock.now() - newest >= MAY_CHANGE
        return settled and self._archive.settled_below(page.numbers[-1] + 1) is None
