"""What a post without claims is, decided by the cues of ``claims/lexicon/posts.toml``: an alert, a recap, a caption, an
appeal, or other news.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from claims import lexicon
from claims.model import NoClaims
from claims.parsing.words import Remembered, letters_of, words_of
from claims.registry import Source

_POINTS: Final = {"opens": 3, "sure": 3, "likely": 2, "hints": 1}
MARK_POINTS: Final = 2
ENOUGH: Final = 2
"""Points from which a post is of a kind."""

HEAD: Final = 80
"""Words of a post that are looked at: what it is, it says early."""

RECAP_OPENS: Final = 12
CAPTION_OPENS: Final = 4
CREW_OPENS: Final = 4
"""In how many first words a recap and a caption tell that they are one, and a crew that it is filmed."""

CREW_TELLS: Final = 300
"""Characters of the longest caption in which a crew tells its own count."""

# a name of the module's own is found at once, a member of an enumeration only through a call (Python 3.11)
_RECAP: Final = NoClaims.RECAP
_OTHER: Final = NoClaims.OTHER
_APPEAL: Final = NoClaims.APPEAL
_CAPTION: Final = NoClaims.CAPTION
_ORDER: Final = (_RECAP, _OTHER, _APPEAL, NoClaims.ALERT, _CAPTION)
"""Among kinds with as many points the first wins."""

_IMPERATIVES: Final = {
    "ru": ("йте", "йтесь", "йтеся", "ьте", "ьтесь"),
    "uk": ("йте", "йтесь", "йтеся", "іть", "іться", "ьте", "ьтеся"),
}
"""Endings of what readers are asked to do."""

_RUN: Final = re.compile(rb"\S+")


Others = tuple[tuple[int, str, bool], ...]
"""The other parts of a cue, with how far from the longest they stand, and whether each is a whole word."""


def _stand_around(others: Others, words: list[str], position: int) -> bool:
    """Whether the parts stand around the word at ``position``."""
    for distance, part, whole in others:
        at = position + distance
        if not 0 <= at < len(words):
            return False
        if not (words[at] == part if whole else words[at].startswith(part)):
            return False
    return True


@dataclass(frozen=True, slots=True)
class Cue:
    """The beginnings of some words that follow one another ("на " is a whole word), and the kind of post they tell.

    ``place`` is that of the longest among them, by which the cue is found.
    """

    parts: tuple[str, ...]
    place: int
    kind: int
    points: int
    others: Others

    def stands_around(self, words: list[str], position: int) -> bool:
        """Whether the cue's other parts stand around the longest at ``position`` in the words."""
        return _stand_around(self.others, words, position)


Told = tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int, int, str, bool, Others], ...]]
"""What a word tells by itself, as kinds with points, and the longer cues that it may be in, the strongest first: the
kind of each, the points that it adds, one of its other parts, and those that are left.
"""


class Cues:
    """Cues, found by the first letters of their longest word."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._by_letters: dict[str, list[Cue]] = defaultdict(list)
        for cue in cues:
            self._by_letters[cue.parts[cue.place].rstrip()[:3]].append(cue)
        # posts are made of few words, and most of them are in no cue: what a word tells is kept
        self._told_by = Remembered(self._look_up).__getitem__

    def _look_up(self, word: str) -> Told | None:
        """What the word tells; None for most."""
        found = [cue for cue in self._by_letters.get(word[:3], ()) if _begins(cue.parts[cue.place], word)]
        if not found:
            return None
        alone: dict[int, int] = {}
        for cue in found:
            if len(cue.parts) == 1:
                alone[cue.kind] = max(cue.points, alone.get(cue.kind, 0))
        longer = [cue for cue in found if len(cue.parts) > 1 and cue.points > alone.get(cue.kind, 0)]
        longer.sort(key=lambda cue: -cue.points)
        adding = [(c.kind, c.points - alone.get(c.kind, 0), *c.others[0], c.others[1:]) for c in longer]
        return tuple(alone.items()), tuple(adding)

    def points(self, words: list[str], first: int) -> list[int]:
        """The points of each kind told by cues within the first words: at each word the best of a kind."""
        total = [0] * len(_ORDER)
        count = len(words)
        for position, told in enumerate(map(self._told_by, words[:first])):
            if told is None:
                continue
            alone, longer = told
            for kind, points in alone:
                total[kind] += points
            if longer:
                settled: list[int] = []
                for kind, points, distance, part, whole, left in longer:
                    at = position + distance
                    if not 0 <= at < count or not (words[at] == part if whole else words[at].startswith(part)):
                        continue  # nearly always
                    if kind not in settled and _stand_around(left, words, position):
                        total[kind] += points
                        settled.append(kind)
        return total

    def tell(self, words: list[str], first: int) -> bool:
        """Whether any cue stands within the first words."""
        return any(map(self._told_by, words[:first])) and any(self.points(words, first))

    def strongest(self, words: list[str], first: int, kind: int) -> tuple[int, int] | None:
        """The words, half-open, of the first among the strongest cues of a kind within the first words."""
        best, place = 0, None
        for position, word in enumerate(words[:first]):
            for cue in self._by_letters.get(word[:3], ()):
                if cue.kind != kind or cue.points <= best or not _begins(cue.parts[cue.place], word):
                    continue
                if cue.stands_around(words, position):
                    best, place = cue.points, (position - cue.place, position - cue.place + len(cue.parts))
        return place


def _begins(part: str, word: str) -> bool:
    return part[:-1] == word if part[-1] == " " else word.startswith(part)


@dataclass(frozen=True, slots=True)
class PostCues:
    """The cues of one language by their use; see ``posts.toml``."""

    kinds: Cues
    marks: tuple[tuple[str, int], ...]
    recap_opens: Cues
    caption_opens: Cues
    footage: Cues
    crews: Cues
    camera: tuple[str, ...]
    defenders: tuple[str, ...]
    hours: tuple[str, ...]
    asks: Callable[[str], bool]
    """Whether a word has an ending of what readers are asked to do."""


@functools.lru_cache(maxsize=8)
def post_cues(lang: str) -> PostCues:
    """The cues of a language, read once."""
    table = tomllib.loads((Path(lexicon.__file__).parent / "posts.toml").read_text(encoding="utf-8"))
    entries: dict[NoClaims, dict[str, list[str]]] = {kind: table.get(kind, {}).get(lang, {}) for kind in NoClaims}

    def cues(kind: NoClaims, use: str) -> Iterator[Cue]:
        for phrase in entries[kind].get(use, ()):
            parts = tuple(
                f"{part.removeprefix('=')} " if part[0] == "=" or len(part) < 3 else part for part in phrase.split(" ")
            )
            place = max(range(len(parts)), key=lambda at: len(parts[at]))
            others = tuple((at - place, part.rstrip(), part[-1] == " ") for at, part in enumerate(parts) if at != place)
            yield Cue(parts, place, _ORDER.index(kind), _POINTS.get(use, 1), others)

    return PostCues(
        kinds=Cues(cue for kind in NoClaims for use in _POINTS for cue in cues(kind, use)),
        marks=tuple((mark, _ORDER.index(kind)) for kind in NoClaims for mark in entries[kind].get("marks", ())),
        recap_opens=Cues(cues(NoClaims.RECAP, "opens")),
        caption_opens=Cues(cues(NoClaims.CAPTION, "opens")),
        footage=Cues(cues(NoClaims.CAPTION, "footage")),
        crews=Cues(cues(NoClaims.CAPTION, "crews")),
        camera=tuple(entries[NoClaims.CAPTION].get("marks", ())),
        defenders=tuple(table["report"].get(lang, {}).get("defenders", ())),
        hours=tuple(table["report"].get(lang, {}).get("hours", ())),
        asks=Remembered(lambda word: word.endswith(_IMPERATIVES.get(lang, ()))).__getitem__,
    )


def opens_as(words: list[str], text: str, lang: str, source: Source | None, *, counts: bool) -> NoClaims | None:
    """The kind of a channel's post that repeats figures or comments on footage; None for a post that must be read.

    ``counts`` tells that the text has numbers, so that footage alone makes it no caption.
    """
    if source is not None and source.kind != "channel":
        return None
    cues = post_cues(lang)
    if cues.recap_opens.tell(words, RECAP_OPENS):
        return _RECAP
    if source is None:
        return None
    if cues.caption_opens.tell(words, CAPTION_OPENS):
        return _CAPTION
    filmed = text.lstrip().startswith(cues.camera)
    crew = cues.crews.tell(words, CREW_OPENS)
    if not counts:
        footage = filmed or crew or cues.footage.tell(words, HEAD)
        return _caption_or_news(words, text, lang) if footage else None
    if not (filmed or crew) or len(text) > CREW_TELLS:
        return None
    reports = cues.defenders if filmed else cues.defenders + cues.hours
    return None if any(word.startswith(reports) for word in words) else _caption_or_news(words, text, lang)


def _caption_or_news(words: list[str], text: str, lang: str) -> NoClaims:
    """A post about a crew is a caption, unless it is news of another kind: exercises, honours."""
    return _OTHER if kind_of_post(words, text, lang) is _OTHER else _CAPTION


def kind_of_post(words: list[str], text: str, lang: str) -> NoClaims:
    """The kind of a text without claims, by its cues. ``words`` are lower case, as :func:`.words.words_of` gives
    them.
    """
    cues = post_cues(lang)
    points = cues.kinds.points(words, HEAD)
    for mark, kind in cues.marks:
        if mark in text:
            points[kind] += MARK_POINTS
    most = max(points)
    if most < ENOUGH:
        return _APPEAL if any(map(cues.asks, words[:HEAD])) else _OTHER
    if points[0] and cues.recap_opens.tell(words, RECAP_OPENS):
        return _RECAP
    return _ORDER[points.index(most)]


def deciding_words(text: str, lang: str, kind: NoClaims) -> tuple[int, int] | None:
    """The span of the words, or of the sign, that most make a text the kind it is; None where no cue does."""
    cues = post_cues(lang)
    letters = letters_of(text)
    place = cues.kinds.strongest(words_of(letters), HEAD, _ORDER.index(kind))
    if place is not None:
        spans = [match.span() for match in _RUN.finditer(letters)]
        return spans[place[0]][0], spans[place[1] - 1][1]
    for mark, told in cues.marks:
        at = text.find(mark)
        if at >= 0 and _ORDER[told] == kind:
            return at, at + len(mark)
    return None
