"""The fetcher over HTTP, against a server on this machine that misbehaves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from claims import fetching, sources
from claims.fetching import Fetched, FetchError, Manners
from claims.model import Statement
from claims.registry import load_registry
from tests.preview_server import Channel, Post, registry_folder, serving

NOW = datetime(2025, 6, 10, 12, 0, tzinfo=UTC)
MANNERS = Manners(silence=0.5, patience=2.0)


class FakeClock:
    """A clock that goes on only when somebody waits."""

    def __init__(self, now: datetime = NOW) -> None:
        self.moment = now
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)


def history(
    count: int, last: int = 35_400, end: datetime = NOW, step: timedelta = timedelta(hours=3)
) -> dict[int, Post]:
    """``count`` posts with gaps in their numbers, some without text, the newest an hour ago."""
    posts: dict[int, Post] = {}
    number, moment = last, end - timedelta(hours=1)
    for index in range(count):
        text: str | None = f'🛑 Збито {index + 2} ударних БпЛА <b> & "лапки"\n\nТримаймо небо! {number}'
        posts[number] = Post(None if index % 7 == 3 else text, moment, service=index % 31 == 30)
        number -= 1 if index % 5 else 3
        moment -= timedelta(hours=3)
    return posts


def fetch(
    channel: Channel, folder: Path, clock: FakeClock | None = None, since: datetime = NOW - timedelta(days=365),
    until: datetime | None = None, manners: Manners = MANNERS,
) -> Fetched:  # fmt: skip
    clock = clock or FakeClock()
    channel.now = clock.now
    with serving(channel) as preview:
        registry = registry_folder(folder / f"registry-{len(list(folder.iterdir()))}", preview)  # read once by its name
        (found,) = fetching.fetch([channel.name], since, until, folder / "raw", registry, manners, clock)
    return found


def kept(folder: Path) -> dict[str, list[Statement]]:
    """What a build reads of the pages kept, by address."""
    found: dict[str, list[Statement]] = {}
    settings = sources.Settings(load_registry())
    for file in sources.find(folder / "raw"):
        for piece in sources.read(file.read_bytes(), file.relative_to(folder).as_posix(), settings):
            if isinstance(piece, Statement):
                found.setdefault(piece.statement_id, []).append(piece)
            else:
                assert isinstance(piece, sources.PassedOver), piece
    return found


def texts(folder: Path) -> dict[str, str]:
    """By address the text, where all pages agree on it."""
    return {address: ones[0].text for address, ones in kept(folder).items() if len({one.text for one in ones}) == 1}


def expected(channel: Channel) -> dict[str, str]:
    return {
        f"https://t.me/kpszsu/{number}": post.text
        for number, post in channel.posts.items()
        if post.text is not None and not post.service
    }


def test_all_posts_are_fetched_as_they_are_once_each_and_page_by_page(tmp_path: Path) -> None:
    channel = Channel(history(130))
    found = fetch(channel, tmp_path)
    assert found.trouble is None
    assert found.posts == set(channel.posts)
    assert texts(tmp_path) == expected(channel)
    assert all(len(ones) == 1 for ones in kept(tmp_path).values())
    assert found.reached == min(post.published_at for post in channel.posts.values())
    assert [path for path, _ in channel.requests][:2] == ["/robots.txt", "/s/kpszsu"]
    assert len(channel.requests) == 1 + 7 + 3  # robots, the pages, and three empty ones: the channel begins here


def test_requests_are_three_seconds_apart_or_more_and_under_our_own_name(tmp_path: Path) -> None:
    channel = Channel(history(50))
    fetch(channel, tmp_path)
    gaps = [(after - before).total_seconds() for before, after in zip(channel.times, channel.times[1:], strict=False)]
    assert min(gaps) >= 3
    assert max(gaps) < 4
    assert all(agent.startswith("claims/") and "Mozilla" not in agent for _, agent in channel.requests)


def test_the_pause_can_be_longer_but_not_shorter(tmp_path: Path) -> None:
    channel = Channel(history(30))
    fetch(channel, tmp_path, manners=Manners(pause=11))
    assert (channel.times[2] - channel.times[1]).total_seconds() >= 11
    with pytest.raises(FetchError, match="at least 3"):
        Manners(pause=1)


def test_the_pause_holds_from_one_run_to_the_next(tmp_path: Path) -> None:
    channel, clock = Channel(history(10)), FakeClock()
    fetch(channel, tmp_path, clock)
    first = len(channel.times)
    fetch(channel, tmp_path, clock)
    assert (channel.times[first] - channel.times[first - 1]).total_seconds() >= 3


FAILURES = [
    "status 500",
    "status 503",
    "status 429 7",
    "cut",
    "cut_silently",
    "cut_gzip",
    "gzip",
    "bomb",
    "slow 0.8",
    "redirect /s/KPSZSU?before=",
]


@pytest.mark.parametrize("failure", FAILURES)
def test_what_passes_costs_no_post(tmp_path: Path, failure: str) -> None:
    channel = Channel(history(60))
    channel.misbehave.extend([None, failure, None, failure])
    if failure.startswith("redirect"):
        channel.misbehave.clear()
        channel.misbehave.append("redirect /s/kpszsu/")
    found = fetch(channel, tmp_path)
    assert found.trouble is None
    assert texts(tmp_path) == expected(channel)


def test_an_answer_that_drips_is_given_up_and_asked_for_again(tmp_path: Path) -> None:
    channel = Channel(history(30))
    channel.misbehave.append("drip 0.3")
    found = fetch(channel, tmp_path, manners=Manners(silence=1, patience=0.2))
    assert found.trouble is None
    assert texts(tmp_path) == expected(channel)
    assert len(channel.requests) == 1 + 3 + 3


def test_a_server_that_asks_to_wait_is_obeyed(tmp_path: Path) -> None:
    channel, clock = Channel(history(20)), FakeClock()
    channel.misbehave.extend(
        ["status 429 77", f"status 503 {format_datetime(NOW + timedelta(minutes=9), usegmt=True)}"]
    )
    assert fetch(channel, tmp_path, clock).trouble is None
    gaps = [(after - before).total_seconds() for before, after in zip(channel.times, channel.times[1:], strict=False)]
    assert gaps[1] >= 77
    assert channel.times[3] >= NOW + timedelta(minutes=9)


def test_waits_double_and_end(tmp_path: Path) -> None:
    channel, clock = Channel(history(60)), FakeClock()
    channel.misbehave.extend([None, *["status 500"] * 6])
    found = fetch(channel, tmp_path, clock)
    assert found.trouble is not None
    assert "status 500, 6 times" in found.trouble
    waits = [slept for slept in clock.slept if slept >= 5]
    assert waits == [5, 10, 20, 40, 80]
    assert len(found.posts) == 20  # the page before is kept
    assert len(kept(tmp_path)) > 10
    assert fetch(channel, tmp_path).trouble is None
    assert texts(tmp_path) == expected(channel)


# What can't be passed over: how the server behaves, and words of the message.
ENDS = [
    ("status 429 86400", "asks to wait 86400 seconds"),
    ("status 404", "answers 404"),
    ("status 403", "answers 403"),
    ("block", "blocking programs"),
    ("layout", "layout of the preview has changed: a post without a number"),
    ("no_texts", "layout of the preview has changed: post"),
    ("stranger", "another channel, 'another_channel'"),
    ("newest", "others came"),
    ("redirect https://t.me/kpszsu", "no public preview"),
    ("redirect http://127.0.0.1:1/s/kpszsu", "no public preview"),
    ("redirect /kpszsu", "no public preview"),
]


@pytest.mark.parametrize(("behaviour", "words"), ENDS)
def test_what_does_not_pass_ends_the_run_with_a_clear_word_and_keeps_what_there_is(
    tmp_path: Path, behaviour: str, words: str
) -> None:
    channel = Channel(history(60))
    channel.misbehave.extend([None, behaviour])
    found = fetch(channel, tmp_path)
    assert found.trouble is not None
    assert words in found.trouble
    assert found.trouble.startswith("kpszsu: ")
    assert "\n" not in found.trouble
    newest = sorted(channel.posts)[-20:]
    assert set(kept(tmp_path)) <= {f"https://t.me/kpszsu/{number}" for number in newest}
    assert len(kept(tmp_path)) >= 15
    assert fetch(channel, tmp_path).trouble is None  # once it behaves again
    assert texts(tmp_path) == expected(channel)


def test_a_channel_of_another_title_or_without_the_mark_is_not_read(tmp_path: Path) -> None:
    renamed = fetch(Channel(history(20), title="Повітряні новини"), tmp_path)
    assert renamed.trouble is not None
    assert "'Повітряні новини' and not 'Повітряні Сили ЗС України'" in renamed.trouble
    unmarked = fetch(Channel(history(20), verified=False), tmp_path)
    assert unmarked.trouble is not None
    assert "mark of a verified one" in unmarked.trouble
    assert kept(tmp_path) == {}


ROBOTS: list[tuple[tuple[int, str], str | None]] = [
    ((404, ""), None),
    ((200, "User-agent: *\nDisallow: /private/"), None),
    ((200, "User-agent: *\nDisallow: /s/"), "robots.txt of 127.0.0.1"),
    ((200, "User-agent: claims\nDisallow: /"), "robots.txt of 127.0.0.1"),
    ((500, ""), "robots.txt can't be read (status 500"),
    ((200, "User-agent: *\nCrawl-delay: " + "9" * 5000), "can't be understood"),
    ((200, "User-agent: *\nCrawl-delay: \u00b2"), "can't be understood"),
    ((200, "User-agent: *\nCrawl-delay: 999999"), "asks for 999999 seconds between two pages"),
]


@pytest.mark.parametrize(("robots", "words"), ROBOTS)
def test_robots_txt_is_heeded(tmp_path: Path, robots: tuple[int, str], words: str | None) -> None:
    channel = Channel(history(20), robots=robots)
    found = fetch(channel, tmp_path)
    if words is None:
        assert found.trouble is None
    else:
        assert found.trouble is not None
        assert words in found.trouble
        assert {path for path, _ in channel.requests} == {"/robots.txt"}


def test_a_longer_delay_in_robots_txt_is_kept(tmp_path: Path) -> None:
    channel = Channel(history(30), robots=(200, "User-agent: *\nCrawl-delay: 20"))
    fetch(channel, tmp_path)
    assert (channel.times[2] - channel.times[1]).total_seconds() >= 20


def test_a_second_run_asks_for_what_is_new_or_young_only(tmp_path: Path) -> None:
    channel, clock = Channel(history(200)), FakeClock()
    fetch(channel, tmp_path, clock)
    files = len(sources.find(tmp_path / "raw"))
    channel.requests.clear()
    channel.posts |= {35_401: Post("Збито 5 БпЛА", NOW - timedelta(minutes=1))}
    found = fetch(channel, tmp_path, clock)
    # two days are 16 posts: the newest page holds them, and the next one reaches what can't change any more
    pages = [path for path, _ in channel.requests if path != "/robots.txt"]
    assert len(pages) <= 2 + 3  # and thrice the beginning
    assert found.trouble is None
    assert texts(tmp_path) == expected(channel)
    assert len(sources.find(tmp_path / "raw")) <= files + 2


def test_edits_and_deletions_of_the_last_two_days_are_found(tmp_path: Path) -> None:
    channel, clock = Channel(history(60)), FakeClock()
    numbers = sorted(channel.posts)
    edited = next(number for number in numbers[-10:] if channel.posts[number].text)
    deleted = next(number for number in numbers[-14:-10] if channel.posts[number].text)
    fetch(channel, tmp_path, clock)
    before = channel.posts[edited].text
    channel.posts[edited].text = "Збито 9 ударних БпЛА (оновлено)"
    gone = channel.posts.pop(deleted)
    clock.sleep(3600)
    found = fetch(channel, tmp_path, clock)
    assert found.edited == {edited}
    assert found.gone == {deleted}
    revisions = sorted(kept(tmp_path)[f"https://t.me/kpszsu/{edited}"], key=lambda one: str(one.retrieved_at))
    assert [one.text for one in revisions] == [before, "Збито 9 ударних БпЛА (оновлено)"]
    assert kept(tmp_path)[f"https://t.me/kpszsu/{deleted}"][0].text == gone.text


def test_posts_that_were_young_are_read_once_more_when_they_are_not(tmp_path: Path) -> None:
    channel, clock = Channel(history(30)), FakeClock()
    fetch(channel, tmp_path, clock)
    number = max(number for number, post in channel.posts.items() if post.text)
    channel.posts[number].text = "змінено"
    clock.sleep(5 * 86_400)
    assert fetch(channel, tmp_path, clock).edited == {number}
    channel.requests.clear()
    fetch(channel, tmp_path, clock)
    assert len(channel.requests) <= 5  # robots, the newest page, and thrice the beginning


def test_only_the_time_asked_for_is_read(tmp_path: Path) -> None:
    channel = Channel(history(2_000, last=9_000))
    since, until = NOW - timedelta(days=110), NOW - timedelta(days=100)
    found = fetch(channel, tmp_path, since=since, until=until)
    wanted = {n for n, post in channel.posts.items() if since <= post.published_at <= until}
    assert wanted <= found.posts
    assert len(channel.requests) < 25  # the place is found by halving, not by reading 800 posts
    assert found.trouble is None


def test_an_empty_page_in_the_middle_is_no_beginning(tmp_path: Path) -> None:
    channel = Channel(history(60))
    channel.misbehave.extend([None, "empty", "empty"])
    found = fetch(channel, tmp_path)
    assert found.trouble is not None
    assert "although there are older posts" in found.trouble
    assert fetch(channel, tmp_path).trouble is None
    assert texts(tmp_path) == expected(channel)


def test_a_page_cut_off_by_a_crash_is_swept_and_no_page(tmp_path: Path) -> None:
    folder = tmp_path / "raw" / "kpszsu"
    folder.mkdir(parents=True)
    (folder / ".35381-35400_20250610T110000Z_20250610T120000Z.html.gz.part").write_bytes(b"\x1f\x8b")
    channel = Channel(history(30))
    fetch(channel, tmp_path)
    assert texts(tmp_path) == expected(channel)
    assert not list(folder.glob(".*.part"))


def test_two_fetches_at_once_are_kept_apart(tmp_path: Path) -> None:
    channel = Channel(history(5))
    with serving(channel) as preview:
        registry = registry_folder(tmp_path / "registry", preview)

        def run() -> Fetched:
            return next(fetching.fetch(["kpszsu"], NOW, raw=tmp_path / "raw", registry=registry, clock=FakeClock()))

        errors: list[FetchError] = []

        def meddle(_: int) -> None:
            try:
                run()
            except FetchError as error:
                errors.append(error)
            channel.before_answer = lambda _: None

        channel.before_answer = meddle
        run()
    assert "another fetch" in str(errors[0])


def test_unknown_channels_are_told(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="not in the registry"):
        next(fetching.fetch(["nobody"], NOW, raw=tmp_path))
    with pytest.raises(FetchError, match="no public preview"):
        next(fetching.fetch(["reuters"], NOW, raw=tmp_path))
