"""Asking a web server politely: seldom, under our own name, heeding what it says, and giving up in good time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from claims.fetching.clock import Clock
from claims.fetching.errors import FetchError
from claims.version import __version__

LEAST_PAUSE = 3.0
AGENT = f"claims/{__version__} (dataset of official air-defence claims; reads public previews, one page at a time)"
_ROBOTS_NAME = "claims"
_LARGEST_ROBOTS = 512_000  # bytes; what RFC 9309 asks of a reader at least


@dataclass(frozen=True, slots=True)
class Manners:
    """How the fetcher behaves. Times are seconds.

    ``pause`` lies between two requests to a host, ``backoff`` is the first wait after a failure and doubles,
    ``longest_wait`` is the longest that a server may make us wait before we come back another day, ``silence`` how long
    a server may say nothing, ``patience`` how long one answer may take.
    """

    pause: float = LEAST_PAUSE
    tries: int = 6
    backoff: float = 5.0
    longest_wait: float = 1800.0
    silence: float = 30.0
    patience: float = 120.0
    largest: int = 16 * 2**20

    def __post_init__(self) -> None:
        if not self.pause >= LEAST_PAUSE:
            raise FetchError(f"the pause between two requests is at least {LEAST_PAUSE:g} seconds")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: the page, or where it says that the page is."""

    status: int
    content: bytes
    location: str | None


class LastRequest(Protocol):
    """The time of the last request, which outlives the process."""

    def get(self) -> datetime | None:
        """That time, or None when there was none."""

    def set(self, moment: datetime) -> None:
        """A request has just been answered."""


class _Trouble(Exception):  # noqa: N818 - it is caught and tried again
    """One attempt has failed; ``wait`` is how long the server asks us to stay away."""

    def __init__(self, words: str, wait: float | None = None) -> None:
        super().__init__(words)
        self.wait = wait


class Polite:
    """A client for public pages. All its requests are made one after another."""

    def __init__(self, manners: Manners, clock: Clock, last_request: LastRequest) -> None:
        self._manners, self._clock, self._last = manners, clock, last_request
        self._pause = manners.pause
        self._rules: dict[str, RobotFileParser] = {}
        self._client = httpx.Client(
            headers={"User-Agent": AGENT, "Accept": "text/html", "Accept-Language": "en"},
            timeout=httpx.Timeout(manners.silence),
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, address: str, whole: Callable[[bytes], bool]) -> Answer:
        """The answer to a request for a page. Raises :class:`FetchError` when there is none to be had.

        ``whole`` tells whether a page is all there: one that is cut off is asked for again.
        """
        if not self._allowed(address):
            raise FetchError(f"robots.txt of {urlsplit(address).hostname} asks programs not to read {address}")
        answer = self._tried(address, self._manners.largest, whole)
        if answer.status >= 400:
            raise FetchError(f"{address} answers {answer.status}: is there such a public channel?")
        return answer

    def _allowed(self, address: str) -> bool:
        host = urljoin(address, "/")
        if host not in self._rules:
            rules = RobotFileParser()
            answer = self._tried(urljoin(host, "/robots.txt"), _LARGEST_ROBOTS, lambda _: True)
            # no rules where there is no such file; a server that fails has been tried until we gave up
            lines = answer.content.decode("utf-8", "replace").splitlines() if answer.status == 200 else []
            try:
                rules.parse(lines)
                delay = float(rules.crawl_delay(_ROBOTS_NAME) or 0)
            except (ValueError, OverflowError):  # a delay of a thousand digits, or of no number
                raise FetchError(
                    f"robots.txt of {urlsplit(address).hostname} can't be understood: ask its owner"
                ) from None
            if delay > self._manners.longest_wait:
                raise FetchError(
                    f"robots.txt of {urlsplit(address).hostname} asks for {delay:.0f} seconds between two pages, and"
                    f" we stay no longer than {self._manners.longest_wait:.0f}"
                )
            self._rules[host] = rules
            self._pause = max(self._pause, delay)
        return self._rules[host].can_fetch(_ROBOTS_NAME, address)

    def _tried(self, address: str, largest: int, whole: Callable[[bytes], bool]) -> Answer:
        """An answer that is no failure of the server's, after as many attempts as it takes."""
        wait = self._manners.backoff
        told = ""
        for attempt in range(self._manners.tries):
            if attempt:
                self._clock.sleep(wait)
            try:
                answer = self._once(address, largest)
                if answer.status == 200 and not whole(answer.content):
                    raise _Trouble("an answer that breaks off before its end")
                return answer
            except _Trouble as trouble:
                told = str(trouble)
                wait = self._manners.backoff * 2**attempt if trouble.wait is None else trouble.wait
            if wait > self._manners.longest_wait:
                raise FetchError(
                    f"{urlsplit(address).hostname} asks to wait {wait:.0f} seconds: run this again after that"
                )
        raise FetchError(f"{address} can't be read ({told}, {self._manners.tries} times): try again later")

    def _once(self, address: str, largest: int) -> Answer:
        self._wait()
        started = time.monotonic()
        content = bytearray()
        try:
            with self._client.stream("GET", address) as response:
                for part in response.iter_bytes():
                    content += part
                    if len(content) > largest:
                        raise _Trouble(f"an answer of more than {largest:,} bytes")
                    if time.monotonic() - started > self._manners.patience:
                        raise _Trouble(f"an answer that takes more than {self._manners.patience:g} seconds")
        except httpx.TimeoutException:
            raise _Trouble(f"no word for {self._manners.silence:g} seconds") from None
        except httpx.HTTPError as error:
            raise _Trouble(str(error) or type(error).__name__) from None
        except httpx.InvalidURL as error:
            raise FetchError(f"{address}: {error}") from None
        finally:
            self._last.set(self._clock.now())
        self._check_status(response)
        return Answer(response.status_code, bytes(content), response.headers.get("Location"))

    def _check_status(self, response: httpx.Response) -> None:
        status = response.status_code
        if status == 429 or status >= 500:
            wait = _asked_to_wait(response.headers.get("Retry-After"), self._clock.now())
            raise _Trouble(f"status {status}", wait)

    def _wait(self) -> None:
        last = self._last.get()
        if last is not None:
            since = (self._clock.now() - last).total_seconds()
            if since < self._pause:
                self._clock.sleep(min(self._pause - since, self._pause))  # a clock that was set back is no reason


def _asked_to_wait(told: str | None, now: datetime) -> float | None:
    """Seconds that ``Retry-After`` asks for: it holds a number of them, or a date."""
    if told is None:
        return None
    told = told.strip()
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        moment = parsedate_to_datetime(told)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - now) / timedelta(seconds=1), 0.0)
