"""What the generated files hold: phrases, their readings, and how both are written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

LANGUAGES = ("ru", "uk", "en")
CASES = ("nom", "gen", "dat", "acc", "ins", "loc")

_APOSTROPHES = dict.fromkeys(map(ord, "’ʼ‘`´′ʹ＇ʾ"), "'")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0301"), None)
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[^\w\s]|_")


def phrase_key(text: str) -> str:
    """The normalised form of a phrase, as the parser looks it up.

    Lower case, ё as е, every apostrophe as U+0027, invisible characters removed, tokens (a run of letters with inner
    apostrophes, a run of digits, or one punctuation mark) parted by one space: "Приморсько-Ахтарськ" is
    "приморсько - ахтарськ", "обл." is "обл .".
    """
    plain = text.translate(_INVISIBLE).translate(_APOSTROPHES).lower().replace("ё", "е")
    return " ".join(_TOKEN.findall(plain))


class Lexicon:
    """Readings of phrases per language, gathered form by form.

    A reading is a kind, a value and features. The features of equal forms are joined with ``|`` ("gen.sg|loc.sg").
    """

    def __init__(self) -> None:
        self._readings: dict[str, dict[str, dict[tuple[str, str], dict[str, None]]]] = {lang: {} for lang in LANGUAGES}

    def add(self, lang: str, phrase: str, kind: str, value: str, *features: str) -> None:
        """Add one reading of one form; a form that has it already gets the features added."""
        key = phrase_key(phrase)
        if not key:
            raise ValueError(f"empty phrase for {kind} {value}")
        reading = self._readings[lang].setdefault(key, {}).setdefault((kind, value), {})
        reading.update(dict.fromkeys(feature for feature in features if feature))

    def add_cases(
        self, lang: str, forms: Sequence[Iterable[str]], kind: str, value: str, number: str, *extra: str
    ) -> None:
        """Add the six cases of a word; `forms` are the variants per case, in the order of :data:`CASES`."""
        for case, variants in zip(CASES, forms, strict=True):
            for variant in variants:
                self.add(lang, variant, kind, value, f"{case}.{number}", *extra)

    def as_dict(self) -> dict[str, dict[str, list[list[str]]]]:
        """``{language: {phrase: [[kind, value, features], ...]}}``, phrases sorted.

        Of one kind the likelier reading comes first: a nominative before other cases ("Дубна"), then the order of the
        registry (Donetsk of UA-14 before its namesake of RU-ROS).
        """
        return {
            lang: {
                phrase: [[kind, value, _joined(features)] for (kind, value), features in _by_kind(readings)]
                for phrase, readings in sorted(phrases.items())
            }
            for lang, phrases in sorted(self._readings.items())
        }


def _by_kind(
    readings: dict[tuple[str, str], dict[str, None]],
) -> list[tuple[tuple[str, str], dict[str, None]]]:
    return sorted(readings.items(), key=lambda reading: (reading[0][0], "nom.sg" not in reading[1]))


def _joined(features: Iterable[str]) -> str:
    """Features in a fixed order: singular before plural, then by case, then the rest by name."""

    def order(feature: str) -> tuple[bool, bool, int, str]:
        case, _, number = feature.partition(".")
        is_case = case in CASES
        return (not is_case, number.startswith("pl"), CASES.index(case) if is_case else 0, feature)

    return "|".join(sorted(features, key=order))


def render(lexicon: Lexicon) -> str:
    """The file's text: JSON with one line per phrase, sorted, LF."""
    blocks = []
    for lang, phrases in lexicon.as_dict().items():
        lines = [
            f"    {json.dumps(phrase, ensure_ascii=False)}: {json.dumps(readings, ensure_ascii=False)}"
            for phrase, readings in phrases.items()
        ]
        blocks.append(f"  {json.dumps(lang)}: {{\n" + ",\n".join(lines) + "\n  }")
    return "{\n" + ",\n".join(blocks) + "\n}\n"
