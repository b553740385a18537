"""What posts without claims are: alerts, recaps, captions, appeals, other news; and reports that break off."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from claims.model import NoClaims, Reading, Statement, Verdict
from claims.parsing import read
from claims.parsing.verdicts import deciding_words

GOLD = Path(__file__).parent / "gold"
POSTS = Path(__file__).parent.parent / "claims" / "lexicon" / "posts.toml"


def reading(text: str, source: str | None) -> Reading:
    return read(Statement(text, datetime.fromisoformat("2025-05-06T07:30:00+03:00"), source))


@pytest.mark.parametrize(
    ("text", "source", "reason"),
    [
        ("Дві ракети на Одесу, в укриття!", "kpszsu", "alert"),
        ("Внимание, Брянск! Возможен пролёт дронов.", None, "alert"),
        ("Тиждень у цифрах: 700 збитих цілей.", "kpszsu", "recap"),
        ("Главное за сутки: сбиты 40 дронов, взято два посёлка.", "mod_russia", "recap"),
        ("Екіпаж Мі-24 збив три «шахеди» над морем.", "kpszsu", "caption"),
        ("Расчёт «Панциря» сбил дрон. Кадры Минобороны.", "mod_russia", "caption"),
        ("🎥 Пілоти про ніч: збили чотири дрони.", "kpszsu", "caption"),
        ("Підтримайте збір на тепловізори для ППО!", None, "appeal"),
        ("Просим не публиковать видео прилётов.", None, "appeal"),
        ("Скасовано концерт через повітряну тривогу.", None, "other"),
        ("Вулицями міста гуляють туристи.", None, "other"),
    ],
)
def test_reasons(text: str, source: str | None, reason: str) -> None:
    found = reading(text, source)
    assert (found.verdict, found.reason) == (Verdict.NO_CLAIMS, reason)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Екіпаж ППО: збито 5 БпЛА.", "kpszsu"),  # air defence reports
        ("Расчёты ПВО сбили пять дронов.", "mod_russia"),
        ("На видео: сбиты 5 БПЛА.", None),  # no channel: anybody may quote a report
        ("Дежурными средствами ПВО сбиты 5 БПЛА. Смотрите видео.", "mod_russia"),  # a count
    ],
)
def test_no_report_is_a_caption(text: str, source: str | None) -> None:
    assert reading(text, source).claims


def test_reasons_of_the_gold_are_right() -> None:
    rows = [json.loads(line) for path in GOLD.glob("*/developed_on.jsonl") for line in path.open(encoding="utf-8")]
    posts = [row for row in rows if row["verdict"] == "no_claims"]
    wrong = [row["id"] for row in posts if reading(row["text"], row["source"]).reason not in {row["reason"], None}]
    assert len(wrong) <= len(posts) * 0.03, wrong


@pytest.mark.parametrize(
    ("text", "lang", "kind", "words"),
    [
        ("Внимание! Опасность атаки беспилотников.", "ru", NoClaims.ALERT, "Опасность атаки"),
        ("🔹 Итоги недели: учения", "ru", NoClaims.RECAP, "Итоги недели"),
        ("📊 Літо", "uk", NoClaims.RECAP, "📊"),
        ("Новини дня", "uk", NoClaims.ALERT, None),
    ],
)
def test_the_words_that_decide_are_told(text: str, lang: str, kind: NoClaims, words: str | None) -> None:
    span = deciding_words(text, lang, kind)
    assert (text[slice(*span)] if span else None) == words


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ночью средствами ПВО уничтожены ... украинских БПЛА над", "..."),
        ("За ніч збито […] ворожих БпЛА.", "(…)"),
        ("Станом на 9:00 протиповітряною обороною збито/подавлено", "збито/подавлено"),
        ("Атака триває. Силами ППО збито…", "…"),
        ("Ночью сбиты беспилотники над", None),  # some were: that is told
        ("Цели поражены", None),
        ("Танк уничтожен", None),
    ],
)
def test_a_report_whose_count_is_cut_off_is_unreadable(text: str, word: str | None) -> None:
    found = reading(text, "mod_russia")
    cut = [problem for problem in found.problems if problem.kind == "count_cut_off"]
    assert [problem.word for problem in cut] == ([word] if word else [])
    assert (found.verdict == Verdict.UNREADABLE) is bool(word)
    for problem in cut:
        assert problem.span is not None
        assert text[slice(*problem.span)].replace("[", "(").replace("]", ")") == problem.word


def _cues() -> Iterator[tuple[str, str, str]]:
    for kind, languages in tomllib.loads(POSTS.read_text(encoding="utf-8")).items():
        for lang, uses in languages.items():
            for use, cues in uses.items():
                yield from ((f"{kind}.{lang}.{use}", use, cue) for cue in cues)


def test_cues_are_written_as_words_are_compared() -> None:
    """In lower case, with е for ё, without apostrophes or marks, and no cue twice in one list."""
    seen = set()
    for place, use, cue in _cues():
        assert (place, cue) not in seen
        seen.add((place, cue))
        if use != "marks":
            assert cue == cue.lower().replace("ё", "е")
            assert all(part.removeprefix("=").isalpha() for part in cue.split(" ")), (place, cue)
