"""The calendar lexicon: months, weekdays, zones and the nouns of time, from ``calendar.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claims.lexicon.generate.forms import CASES, LANGUAGES, Lexicon


def calendar_lexicon(table: Mapping[str, Any]) -> Lexicon:
    """Every form of the calendar's words, all cases as the table gives them."""
    lexicon = Lexicon()
    for lang in LANGUAGES:
        for kind, values in table[lang].items():
            for value, lines in values.items():
                for line in lines:
                    _add_line(lexicon, lang, kind, value, line)
    return lexicon


def _add_line(lexicon: Lexicon, lang: str, kind: str, value: str, line: str) -> None:
    """One line of the table: "sg: six cases", "pl: six cases", "capital: form", or a form or phrase alone."""
    label, colon, rest = line.partition(": ")
    if not colon:
        lexicon.add(lang, line, kind, value)
    elif label == "capital":
        lexicon.add(lang, rest, kind, value, label)
    else:
        for case, variants in zip(CASES, rest.split(), strict=True):
            for variant in variants.split("/"):
                lexicon.add(lang, variant.replace("_", " "), kind, value, f"{case}.{label}")
