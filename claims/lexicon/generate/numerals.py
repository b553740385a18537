"""The numeral lexicon, from ``numerals.toml``, checked against and completed by num2words."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from num2words import num2words

from claims.lexicon.generate.forms import CASES, LANGUAGES, Lexicon

ATOMIC = (*range(21), *range(30, 101, 10), *range(200, 1000, 100))
"""Cardinals that Russian and Ukrainian write as one word."""

GENDERS = {"ru": ("m", "f", "n"), "uk": ("masculine", "feminine", "neuter")}
NUM2WORDS_CASES = {
    "ru": dict(zip(CASES, ("n", "g", "d", "a", "i", "p"), strict=True)),
    "uk": dict(zip(CASES, ("nominative", "genitive", "dative", "accusative", "instrumental", "locative"), strict=True)),
}


def numeral_lexicon(table: Mapping[str, Any]) -> Lexicon:
    """Atomic number words of the three languages; compounds ("двадцать один") are the grammar's to build."""
    lexicon = Lexicon()
    _add_from_num2words(lexicon)
    for lang in LANGUAGES:
        for kind, values in table[lang].items():
            for value, forms in values.items():
                for form in forms if isinstance(forms, list) else [forms]:
                    _add_forms(lexicon, lang, kind, value, form)
    return lexicon


def _add_from_num2words(lexicon: Lexicon) -> None:
    """Cardinals 0..900 of one word, as num2words gives them in each case and gender."""
    for lang, cases in NUM2WORDS_CASES.items():
        for number, (case, name), gender in product(ATOMIC, cases.items(), GENDERS[lang]):
            word = num2words(number, lang=lang, case=name, gender=gender)
            lexicon.add(lang, word, "num", str(number), f"{case}.sg" if number == 1 else case)


def _add_forms(lexicon: Lexicon, lang: str, kind: str, value: str, forms: str) -> None:
    """One line of the table: "sg: six cases", "pl: six cases", "case: six cases", or forms without a case."""
    number, colon, rest = forms.partition(": ")
    if not colon:
        for form in forms.split():
            lexicon.add(lang, form.replace("_", " "), kind, value)
        return
    for case, variants in zip(CASES, rest.split(), strict=True):
        for variant in variants.split("/"):
            lexicon.add(lang, variant.replace("_", " "), kind, value, case if number == "case" else f"{case}.{number}")
