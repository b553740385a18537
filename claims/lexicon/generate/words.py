"""Inflect the words of outcomes, weapons, models and grammar into ``forms/words.json``.

Sources: ``outcomes.toml``, ``weapons.toml``, ``grammar.toml``, ``speech.toml`` (tables ``[kind.value.lang]`` of
paradigm ->
stems), ``weapon_models.toml`` (path -> names) and ``paradigms.toml`` (endings with features).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claims.lexicon.generate.officials import official_forms

HERE = Path(__file__).parent.parent
TABLES = ("outcomes", "weapons", "grammar", "speech")
LANGUAGES = ("en", "ru", "uk")
Forms = dict[str, dict[str, list[list[str]]]]

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[^\w\s]|_")


_LOOKALIKE = str.maketrans("aeopcxyikmtbh", "аеорсхуікмтвн")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def phrase_key(phrase: str, lang: str) -> str:
    """The key of a phrase: lower case, ё as е, apostrophes U+0027, quotes ", tokens joined by single spaces.

    In the Cyrillic languages single Latin letters and words of mixed script are written in Cyrillic, as in tokens.py.
    """
    text = phrase.lower().replace("ё", "е").replace("’", "'").replace("ʼ", "'").replace("«", '"').replace("»", '"')
    tokens = _TOKEN.findall(text)
    if lang != "en":
        tokens = [
            token.translate(_LOOKALIKE) if len(token) == 1 or _CYRILLIC.search(token) else token for token in tokens
        ]
    return " ".join(tokens)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def _value(kind: str, value: str) -> str:
    """A value as the grammar knows it: "/" stands for "." in a path and for ":" in a reference."""
    return value.replace("/", "." if kind == "weapon_noun" else ":")


def _table_forms() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield (lang, phrase, kind, value, feature) of every inflected form of the tables."""
    paradigms = _read("paradigms")
    for table in TABLES:
        for kind, values in _read(table).items():
            for value, languages in values.items():
                for lang, classes in languages.items():
                    for paradigm, stems in classes.items():
                        for stem in stems:
                            base, _, own = stem.partition("#")
                            if paradigm == "as_is":
                                yield lang, base, kind, _value(kind, value), own
                                continue
                            for ending in paradigms[lang][paradigm]:
                                letters, _, feature = ending.partition("#")
                                yield lang, base + letters, kind, _value(kind, value), feature


def _model_forms() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the names of weapon models; ``ru_uk`` names serve both languages."""
    paradigms = _read("paradigms")
    for path, names in _read("weapon_models").items():
        for group, phrases in names.items():
            if "@" in group:
                yield from _declined_models(path, group, phrases, paradigms)
                continue
            for lang in group.split("_"):
                for phrase in phrases:
                    name, _, feature = phrase.partition("#")
                    yield lang, name, "weapon_model", path, feature


def _declined_models(
    path: str, group: str, stems: list[str], paradigms: dict[str, Any]
) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the cases of model names that are nouns: the group "m_hard@ru" declines its stems."""
    paradigm, _, lang = group.partition("@")
    for stem in stems:
        for ending in paradigms[lang][paradigm]:
            letters, _, feature = ending.partition("#")
            yield lang, stem + letters, "weapon_model", path, feature


def _claimants() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the names of claimants of the registry as speakers."""
    registry = tomllib.loads((HERE.parent / "registry" / "claimants.toml").read_text(encoding="utf-8"))
    for claimant, entry in registry.items():
        for lang, names in entry.get("names", {}).items():
            for name in names:
                yield lang, name, "speaker", claimant, ""


def _officials() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the names of officials as speakers."""
    for lang, phrase, claimant in official_forms(_read("officials")):
        yield lang, phrase, "speaker", claimant, ""


def word_forms() -> Forms:
    """All forms as ``{language: {phrase: [[kind, value, feature], ...]}}``, sorted; the first reading of a kind
    wins.
    """
    forms: Forms = {lang: {} for lang in LANGUAGES}
    for source in (_table_forms(), _model_forms(), _officials(), _claimants()):
        for lang, phrase, kind, value, feature in source:
            readings = forms[lang].setdefault(phrase_key(phrase, lang), [])
            if not any(reading[0] == kind for reading in readings):
                readings.append([kind, value, feature])
    return {lang: dict(sorted(table.items())) for lang, table in forms.items()}


def write_words(folder: Path) -> Path:
    """Write ``words.json`` into ``folder``, one phrase a line, and return its path."""
    path = folder / "words.json"
    blocks = []
    for lang, table in word_forms().items():
        lines = ",\n".join(
            f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(readings, ensure_ascii=False)}"
            for key, readings in table.items()
        )
        blocks.append(f"{json.dumps(lang)}: {{\n{lines}\n}}")
    path.write_text("{\n" + ",\n".join(blocks) + "\n}\n", encoding="utf-8", newline="\n")
    return path
