"""Where the generator reads from and writes to, and the list of files that it makes."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from claims.lexicon.generate.calendar import calendar_lexicon
from claims.lexicon.generate.declension import Declension
from claims.lexicon.generate.forms import render
from claims.lexicon.generate.numerals import numeral_lexicon
from claims.lexicon.generate.places import place_lexicon

LEXICON_DIRECTORY = Path(__file__).resolve().parents[1]
REGISTRY_DIRECTORY = LEXICON_DIRECTORY.parent / "registry"
FORMS_DIRECTORY = LEXICON_DIRECTORY / "forms"


def read_table(path: Path) -> dict[str, Any]:
    """A TOML file's content."""
    with path.open("rb") as file:
        return tomllib.load(file)


def generate_all() -> dict[str, str]:
    """The generated files' names and full texts, from the registries and tables that ship with the package."""
    paradigms = read_table(LEXICON_DIRECTORY / "places_paradigms.toml")
    declensions = {lang: Declension(table) for lang, table in paradigms.items()}
    places = place_lexicon(
        declensions,
        words=read_table(LEXICON_DIRECTORY / "places_words.toml"),
        regions=read_table(REGISTRY_DIRECTORY / "regions.toml"),
        places=read_table(REGISTRY_DIRECTORY / "places.toml"),
    )
    return {
        "places.json": render(places),
        "numerals.json": render(numeral_lexicon(read_table(LEXICON_DIRECTORY / "numerals.toml"))),
        "calendar.json": render(calendar_lexicon(read_table(LEXICON_DIRECTORY / "calendar.toml"))),
    }
