"""Declension of names by the tables of ``places_paradigms.toml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

Forms = tuple[tuple[str, ...], ...]
"""Variants of a word or name per case, in the order nominative to locative."""

GENDERS = ("m", "f", "n", "pl")


class Declension:
    """The paradigms of one language.

    Names are given in dictionary form and come back as six tuples of variants.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._classes: Mapping[str, Mapping[str, str]] = table["classes"]
        self._rules: Mapping[str, str] = table["rules"]
        self._words: dict[str, str] = {word.lower(): entry for word, entry in table["words"].items()}
        self._adjectives: Mapping[str, Mapping[str, str]] = table["adjectives"]
        self._adjective_rules: Mapping[str, str] = table["adjective_rules"]
        self._heads: frozenset[str] = frozenset(table["heads"])

    def name(self, text: str) -> Forms:
        """The six cases of a name of one or more words ("Кривой Рог", "Каменск-Уральский", "Республика Крым").

        After a generic head word ("республика", "мыс") the proper name occurs both declined and in the nominative.
        """
        if text.lower() in self._words:
            return self._word(text)
        words = text.split()
        parts = [self._hyphenated(word) for word in words]
        declined = _joined(parts, " ")
        for position, word in enumerate(words[:-1]):
            if word.lower() in self._heads:
                tail = [_constant(later) for later in words[position + 1 :]]
                fixed = _joined([*parts[: position + 1], *tail], " ")
                return tuple(tuple(dict.fromkeys(a + b)) for a, b in zip(fixed, declined, strict=True))
        return declined

    def adjective(self, text: str) -> dict[str, Forms]:
        """The forms of an adjective (of several words or parts, too) per gender and in the plural."""
        words = text.split()
        if len(words) > 1:
            parts = [self.adjective(word) for word in words]
            return {gender: _joined([part[gender] for part in parts], " ") for gender in GENDERS}
        head, hyphen, last = text.rpartition("-")
        kind = self._adjective_type(last)
        if kind is None:
            raise ValueError(f"no adjective type for {text!r}")
        name, gender = kind
        nominative = self._adjectives[name][gender].split()[0].replace("0", "")
        stem = head + hyphen + last.removesuffix(nominative)
        return {each: _endings(stem, self._adjectives[name][each]) for each in GENDERS}

    def is_adjective(self, word: str) -> bool:
        """Whether a word of a name declines as an adjective."""
        return self._adjective_type(word.rpartition("-")[2]) is not None

    def _hyphenated(self, word: str) -> Forms:
        """A word or a hyphenated name.

        The last part declines ("Усть-Луга"); before an adjective all do ("Каменск-Уральский"), before "-на-" the first.
        """
        if "-" not in word or word.lower() in self._words:
            return self._word(word)
        parts = word.split("-")
        last = len(parts) - 1
        if parts[last].isdigit():
            declining = set(range(last))
        elif len(parts) == 3 and parts[1].islower():
            declining = {0}
        elif self.is_adjective(parts[last]):
            declining = {i for i, part in enumerate(parts) if i == last or not part.endswith("о")}
        else:
            declining = {last}
        return _joined([self._word(part) if i in declining else _constant(part) for i, part in enumerate(parts)], "-")

    def _word(self, word: str) -> Forms:
        core = word.strip("()")
        if core != word:
            before, _, after = word.partition(core)
            return tuple(tuple(before + form + after for form in variants) for variants in self._word(core))
        if not core.isalpha() and "'" not in core and core.lower() not in self._words:
            return _constant(word)
        if len(core) > 1 and core.isupper():
            return _constant(word)
        entry = self._words.get(word.lower(), "")
        if entry.count(" ") >= 5:
            return tuple(tuple(v.replace("_", " ") for v in case.split("/")) for case in entry.split())
        kind = self._adjective_type(word)
        if kind is not None:
            return self.adjective(word)[kind[1]]
        name, _, stem = (entry or _longest(self._rules, word) or "indeclinable").partition(":")
        paradigm = self._classes[name]
        endings = paradigm["endings"].split()
        forms = _endings(stem or word.removesuffix(paradigm["cut"]), paradigm["endings"])
        return tuple((word,) if ending == endings[0] else form for ending, form in zip(endings, forms, strict=True))

    def _adjective_type(self, word: str) -> tuple[str, str] | None:
        """Type and gender of an adjective, None for other words."""
        entry = self._words.get(word.lower())
        if entry is not None and not entry.startswith("adjective "):
            return None
        kind = entry.removeprefix("adjective ") if entry else _longest(self._adjective_rules, word)
        if not kind:
            return None
        name, _, gender = kind.partition(":")
        return name, gender


def _longest(rules: Mapping[str, str], word: str) -> str | None:
    """The entry of the longest suffix that the word has."""
    lowered = word.lower()
    return next((rules[lowered[i:]] for i in range(len(lowered)) if lowered[i:] in rules), None)


def _endings(stem: str, endings: str) -> Forms:
    """A stem with six endings: "0" is none, "/" parts variants, "*" doubles the stem's last letter."""
    return tuple(
        tuple(stem + ("" if ending == "0" else ending.replace("*", stem[-1:])) for ending in case.split("/"))
        for case in endings.split()
    )


def _constant(word: str) -> Forms:
    return ((word,),) * 6


def _joined(parts: Sequence[Forms], separator: str) -> Forms:
    """Words side by side, case by case, in every combination of their variants."""
    return tuple(
        tuple(separator.join(chosen) for chosen in product(*(part[case] for part in parts))) for case in range(6)
    )
