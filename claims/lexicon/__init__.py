"""The lexicons: surface forms of the three languages, generated ahead of time into ``forms/*.json``.

:func:`load_lexicon` returns a trie over normalised tokens, so that the longest phrase wins.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FORMS = ("words", "numerals", "places", "calendar")

Kinds = dict[str, tuple[str, str]]
"""Readings of a phrase: kind -> (value, feature)."""

Node = list[Any]
"""A trie node: [readings or None, {next token: node} or None]."""


class Lexicon:
    """Phrases of one language. ``root`` maps a first token to its trie node."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.root: dict[str, Node] = {}

    def add(self, phrase: str, kind: str, value: str, feature: str = "") -> None:
        """Add one reading of a phrase given as normalised tokens joined by spaces; the first of a kind stays."""
        table = self.root
        node: Node | None = None
        for token in phrase.split(" "):
            node = table.get(token)
            if node is None:
                node = table[token] = [None, None]
            if node[1] is None:
                node[1] = {}
            table = node[1]
        if node is None:
            return
        if node[0] is None:
            node[0] = {}
        node[0].setdefault(kind, (value, feature))

    def seal(self) -> None:
        """Drop empty child tables, so that a look-up ends early."""
        stack = list(self.root.values())
        while stack:
            node = stack.pop()
            if node[1]:
                stack.extend(node[1].values())
            else:
                node[1] = None


@functools.lru_cache(maxsize=8)
def load_lexicon(lang: str) -> Lexicon:
    """The lexicon of ``uk``, ``ru`` or ``en``, read once."""
    lexicon = Lexicon(lang)
    for name in FORMS:
        path = HERE / "forms" / f"{name}.json"
        for phrase, readings in json.loads(path.read_text(encoding="utf-8"))[lang].items():
            for kind, value, feature in readings:
                lexicon.add(phrase, kind, value, feature)
    lexicon.seal()
    return lexicon
