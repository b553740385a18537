"""Generator of the place, number and calendar lexicons: registries and paradigm tables in, sorted JSON out.

``python -m claims.lexicon.generate`` writes ``claims/lexicon/forms/{places,numerals,calendar}.json``. Each file is
``{language: {phrase: [[kind, value, features], ...]}}``; a phrase is normalised by :func:`phrase_key`.
"""

from claims.lexicon.generate.forms import Lexicon, phrase_key, render
from claims.lexicon.generate.sources import generate_all

__all__ = ["Lexicon", "generate_all", "phrase_key", "render"]
