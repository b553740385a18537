"""Early rejection: what can hold no claim is not read, and nothing that holds one is rejected."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from claims.model import Statement
from claims.parsing import read, reading
from claims.parsing.prospects import may_hold_claims, tells_amount
from claims.parsing.words import detect_language, letters_of, words_of
from tests.bench.traffic import Traffic

GOLD = Path(__file__).parent / "gold"
ROWS = [
    json.loads(line)
    for path in sorted(GOLD.glob("*/developed_on.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


def may_hold(text: str) -> bool:
    letters = letters_of(text)
    return may_hold_claims(words_of(letters), text, detect_language(letters, None))


@pytest.mark.parametrize(
    "text",
    [
        "Сбит украинский БПЛА.",
        "Сбиты дроны над A.",
        "Противник атаковал 12 БПЛА.",
        "Ворог випустив крилату ракету на місто.",
        "БпЛА – 39 012 (+78) од",
        "Над областю 52 із 80 дронів",
        "Над областю чотири з десяти дронів",
        "Уламки на 3 локаціях.",
        "Скинуто дві балістичні",
        "Протиповітряною обороною збито/подавлено",
        "Подробности. " * 150 + "Сбито: \n5 БПЛА",
        "The company's drones were shot down.",
        "Ukraine's air defence shot down an S-300.",
        "Debris fell on two of the city's districts.",
        "The country's forces shot down 12 targets.",
        "The ministry's air defence shot down",
    ],
)
def test_what_may_hold_a_claim_is_read(text: str) -> None:
    assert may_hold(text)


@pytest.mark.parametrize(
    "text",
    [
        "БпЛА курсом на Чернігів зі сходу, 03:40.",
        "Пуски КАБ на Сумщину!",
        "МіГ-31К – зліт, загроза застосування «Кинджал».",
        "Бійці 40-ї бригади знищили склад.",
        "У повітряному просторі близько 70 ворожих БпЛА.",
        "Уничтожены 8 боевых бронированных машин. " * 50,
        "Летят беспилотники. " * 50 + "Уничтожены три склада. " * 50,
        "Trade fell by 9 percent and the company's director was hit by it.",
    ],
)
def test_what_cannot_hold_a_claim_is_not(text: str) -> None:
    assert not may_hold(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("о 03:40", False),
        ("МіГ-31К, Х-101", False),
        ("40-ї бригади", False),
        ("5 шт.", True),
        ("1,5", True),
        ("два", True),
    ],
)
def test_hours_names_and_ordinals_are_no_amounts(text: str, told: bool) -> None:
    assert tells_amount(words_of(letters_of(text)), text, "uk") is told


def test_nothing_that_is_rejected_has_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text of the gold, made-up traffic and texts put together from them read the same without rejection, but
    for alerts: "Пуски КАБ тактичною авіацією", "у повітряному просторі 70 БпЛА".
    """
    posts = [Statement(row["text"], datetime.fromisoformat(row["published_at"]), row["source"]) for row in ROWS]
    posts += islice(Traffic(5).channel_mix(2), 200)
    source = Random(5)  # noqa: S311 - no secrets
    for joint in ("\n\n", " ") * 60:
        parts = source.sample(posts, 3)
        posts.append(Statement(joint.join(part.text for part in parts), parts[0].published_at, parts[0].source))
    found = [read(post) for post in posts]
    monkeypatch.setattr(reading, "may_hold_claims", lambda *_: True)
    for post, before in zip(posts, found, strict=True):
        claims = [
            claim
            for claim in read(post).claims
            if before.claims or (claim.outcome != "airborne" and "КАБ тактичною" not in (claim.weapon_text or ""))
        ]
        assert claims == list(before.claims), post.text


@pytest.mark.parametrize("noise", ["\u00ad", "**", "\u200b"])
def test_words_with_noise_inside_are_seen(noise: str) -> None:
    text = f"Ночью сби{noise}ты 5 Б{noise}ПЛА."
    published = datetime.fromisoformat("2025-05-06T07:30:00+03:00")
    assert [claim.count_low for claim in read(Statement(text, published, "mod_russia")).claims] == [5]
