"""Laws of reading: noise never changes the claims, spans hold the words of the count, parts do not exceed totals
unseen.
"""

from __future__ import annotations

import gc
import json
import random
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.model import Claim, Statement
from claims.parsing import read

GOLD = Path(__file__).parent / "gold"
TEXTS = [
    json.loads(line)
    for path in (*sorted(GOLD.glob("*/developed_on.jsonl")), *sorted(GOLD.glob("*/bugs_caught.jsonl")))
    for line in path.read_text(encoding="utf-8").splitlines()
]
REPORTS = [row for row in TEXTS if row["claims"]]


def _read(row: dict[str, Any], text: str | None = None) -> tuple[Claim, ...]:
    published = datetime.fromisoformat(row["published_at"])
    return read(Statement(text=text or row["text"], published_at=published, source=row["source"])).claims


def _figures(claims: tuple[Claim, ...]) -> list[tuple[object, ...]]:
    """What a claim says, without its place in the text and without the letter case of names."""
    numbers = {claim.claim_id: number for number, claim in enumerate(claims)}
    return [
        (
            c.claimant, c.outcome, c.unit, c.weapon, c.count_low, c.count_high, c.qualifier, c.regions,
            c.unnamed_regions, c.window_start, c.window_end, c.launched_from, numbers.get(c.part_of or ""), c.scope,
        )
        for c in claims
    ]  # fmt: skip


def _soft_hyphens(text: str) -> str:
    return re.sub(r"(\w\w)(\w\w)", "\\1\u00ad\\2", text, count=8)


NOISE = {
    "NBSP": lambda text: text.replace(" ", "\u00a0"),
    "soft hyphens": _soft_hyphens,
    "zero-width joiners": lambda text: text.replace(" ", " \u200b"),
    "Markdown": lambda text: "\n".join(f"**{line}**" if line.strip() else line for line in text.split("\n")),
    "en dash": lambda text: text.replace("—", "–").replace(" - ", " – "),
    "em dash": lambda text: text.replace("–", "—"),
    "minus": lambda text: text.replace("–", "−").replace("—", "−"),
    "emoji in front": lambda text: f"❗️{text}",
}


@pytest.mark.parametrize("noise", NOISE)
def test_noise_never_changes_the_claims(noise: str) -> None:
    change = NOISE[noise]
    for row in REPORTS:
        assert _figures(_read(row, change(row["text"]))) == _figures(_read(row)), (noise, row["id"], row["text"])


def test_spans_hold_the_words_of_the_count() -> None:
    """The first span of a stated exact count has its digits, or words instead of digits."""
    for row in REPORTS:
        for claim in _read(row):
            assert claim.spans
            for start, end in claim.spans:
                assert 0 <= start < end <= len(row["text"])
            if claim.derived_from or claim.qualifier != "exact" or claim.count_low is None or claim.rule == "rest":
                continue
            start, end = claim.spans[0]
            words = row["text"][start:end]
            digits = re.sub(r"(?<=\d)[\s\u00a0,](?=\d{3})", "", words)
            assert str(claim.count_low) in digits or re.search(r"[^\W\d_]", words), (row["id"], words, claim.count_low)


def test_complete_parts_never_exceed_their_total_unseen() -> None:
    for row in REPORTS:
        published = datetime.fromisoformat(row["published_at"])
        reading = read(Statement(text=row["text"], published_at=published, source=row["source"]))
        told = any(problem.kind == "parts_exceed_total" for problem in reading.problems)
        for total in reading.claims:
            if total.qualifier != "exact" or total.count_low is None:
                continue
            for axis in {"weapon", "region", "outcome"}:
                parts = [c for c in reading.claims if c.part_of == total.claim_id and c.part_axis == axis]
                summed = sum(part.count_low or 0 for part in parts if part.unit == total.unit)
                assert summed <= total.count_low or told, (row["id"], axis, summed, total.count_low)


@pytest.mark.parametrize("seed", range(3))
def test_cut_and_shuffled_reports_are_read_without_a_crash(seed: int) -> None:
    """A text may end anywhere, also right after a word that others usually follow ("... сьогодні")."""
    chance = random.Random(seed)  # noqa: S311 - test data
    for row in TEXTS:
        words = row["text"].split(" ")
        upto, since = chance.randrange(1, len(words) + 1), chance.randrange(len(words))
        for text in (
            " ".join(words[:upto]),
            " ".join(words[since:]),
            " ".join(chance.sample(words, len(words))),
            row["text"].replace(" ", "\n"),
        ):
            for claim in _read(row, text or "."):
                assert claim.window_start < claim.window_end, text
                assert all(0 <= start < end <= len(text) for start, end in claim.spans), text


def test_reading_twice_is_the_same() -> None:
    for row in TEXTS:
        assert _read(row) == _read(row)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "БПЛА",
                "сбито",
                "12",
                "над",
                "Курской",
                "областью",
                ",",
                "и",
                ":",
                "(",
                ")",
                "\n",
                "по",
                "ракет",
                "–",
                "из",
                "них",
                "всего",
                "ещё",
                "в ночь на",
                "5 мая",
                "с 20.00",
                "до",
                "уничтожены",
                "локациях",
                "на",
                "Shahed",
                ".",
            ]
        ),
        max_size=40,
    )
)
def test_any_order_of_words_is_read_without_a_crash(words: list[str]) -> None:
    row = {"published_at": "2025-05-06T07:30:00+03:00", "source": "mod_russia"}
    text = " ".join(words)
    for claim in _read(row, text or " "):
        start, end = claim.spans[0]
        assert 0 <= start < end <= len(text)
        assert claim.count_low is None or claim.count_high is None or claim.count_low <= claim.count_high


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["mod_russia", "kpszsu", "ap", None]))
def test_any_text_is_read_without_a_crash(text: str, source: str | None) -> None:
    _read({"published_at": "2025-05-06T07:30:00+03:00", "source": source}, text or " ")


GARBAGE = [
    "12 ",
    "БПЛА и ",
    "( ",
    "над Курской и ",
    '"',
    "с 5 до ",
    "по 2 ",
    "1,",
    "уничтожены ",
    "из 5 ",
    "\n",
    "a'",
    "х-101/",
]


@pytest.mark.parametrize("piece", GARBAGE)
def test_time_is_linear_in_garbage(piece: str) -> None:
    """Twice the garbage takes about twice the time, with a verb and a weapon so that it is read at all."""
    import time

    def seconds(size: int) -> float:
        text = "сбиты 5 БПЛА " + piece * (size // len(piece))
        gc.collect()
        gc.disable()  # what other tests left in memory must not be measured
        start = time.process_time()
        _read({"published_at": "2025-05-06T07:30:00+03:00", "source": "mod_russia"}, text)
        taken = time.process_time() - start
        gc.enable()
        return taken

    seconds(1000)
    small = max(seconds(20_000), 1e-3)
    large = min(seconds(160_000), seconds(160_000))
    assert large / small < 24, f"8 times the text took {large / small:.0f} times as long"


@pytest.mark.parametrize("text", ["Минобороны: сбито 52² БПЛА.", "③ сбито 12 БПЛА", "сбито 10~15 БПЛА"])
def test_odd_digits_never_crash_or_join(text: str) -> None:
    row = {"published_at": "2025-05-06T07:30:00+03:00", "source": "mod_russia"}
    assert all((claim.count_high or 0) <= 52 for claim in _read(row, text))
