"""Names of officials with the cases of their surnames, from ``officials.toml``.

"Вячеслав Гладков" gives "вячеслав гладков", "гладков", "гладкова", "гладкову", "гладковым", and "в . гладков".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# Endings of a surname's cases by its own ending: (ending, what is cut off, endings added). The first that fits holds.
_CASES = {
    "ru": (
        (("ов", "ев", "ин", "ын"), 0, ("", "а", "у", "ым", "е")),
        (("ский", "цкий", "жий"), 2, ("ий", "ого", "ому", "им", "ом")),
        (("ый", "ой"), 2, ("ый", "ой", "ого", "ому", "ым", "ом")),
        (("ь",), 1, ("ь", "я", "ю", "ем", "е")),
        (("ец",), 2, ("ец", "ца", "цу", "цом", "це")),
        (("а", "я", "о", "их", "ых", "и"), 0, ("",)),
        (("",), 0, ("", "а", "у", "ом", "е")),
    ),
    "uk": (
        (("ов", "єв", "ів", "їв", "ин", "ін", "їн"), 0, ("", "а", "у", "им", "ові", "і")),
        (("ський", "цький"), 2, ("ий", "ого", "ому", "им")),
        (("ий", "ій"), 2, ("ий", "ій", "ого", "ому", "им")),
        (("ь",), 1, ("ь", "я", "ю", "ем", "еві")),
        (("о",), 1, ("о", "а", "у", "ом", "ові")),
        (("а", "я"), 1, ("а", "я", "и", "і", "у", "ою")),
        (("й",), 1, ("й", "я", "ю", "єм")),
        (("",), 0, ("", "а", "у", "ом", "ові", "і")),
    ),
    "en": (),
}


def surname_cases(surname: str, lang: str) -> list[str]:
    """The cases of a surname, nominative first."""
    for endings, cut, added in _CASES[lang]:
        if surname.endswith(endings):
            stem = surname[: len(surname) - cut] if cut else surname
            return list(dict.fromkeys([surname, *(stem + ending for ending in added)]))
    return [surname]


def official_forms(table: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (language, phrase, claimant id) of every form of every name."""
    for lang, claimants in table.items():
        for claimant, names in claimants.items():
            for entry in names:
                alone = not entry.startswith("=")
                first, _, surname = entry.removeprefix("=").rpartition(" ")
                cases = surname_cases(surname, lang)
                initial = f"{first[0]} ."
                yield lang, f"{initial} {surname}", claimant
                yield lang, f"{first} {surname}", claimant
                for case in cases:
                    if alone:
                        yield lang, case, claimant
                    for given in surname_cases(first, lang):
                        yield lang, f"{given} {case}", claimant
