"""The words of a text and its language, found without looking at each character: what most posts are judged by."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from encodings import cp1251
from typing import Final, TypeVar

from claims.parsing.tokens import fold

KNOWN_WORDS: Final = 8_192
"""Words of which it is remembered what they tell, for each thing asked."""

T = TypeVar("T")


class Remembered(dict[str, T]):
    """What words tell, looked up once for each: posts are made of few words.

    A dict that fills itself takes half the time of ``functools.lru_cache``; when it is full it starts again.
    """

    def __init__(self, look_up: Callable[[str], T]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> T:
        if len(self) >= KNOWN_WORDS:
            self.clear()
        told = self[word] = self._look_up(word)
        return told


CODE: Final = "cp1251"
"""A byte for every letter of the three languages. The codec's tables are used as they are, since finding them by name
takes as long as encoding a short post.
"""


def _lower_letters() -> bytes:
    """Each byte of the code as its letter in lower case, ё as е, and all that is no letter as a space."""
    table = bytearray(b" " * 256)
    for byte in range(256):
        letter = bytes([byte]).decode(CODE, "replace").lower().replace("ё", "е")
        if letter.isalpha():
            table[byte] = letter.encode(CODE)[0]
    return bytes(table)


_LOWER: Final = _lower_letters()
_ALL: Final = bytes(range(256))
_LATIN: Final = bytes(range(ord("a"), ord("z") + 1))
_NOT_LATIN: Final = _ALL.translate(None, _LATIN)


def _classes() -> bytes:
    """Each letter's byte as L for Latin, U and R for those of Ukrainian and Russian alone, C for other Cyrillic."""
    table = bytearray(b"C" * 256)
    for letters, name in ((_LATIN, b"L"), ("іїєґ".encode(CODE), b"U"), ("ыэъ".encode(CODE), b"R"), (b" ", b" ")):
        for byte in letters:
            table[byte] = name[0]
    return bytes(table)


_CLASSES: Final = _classes()
_SCRIPTS: Final = _CLASSES.translate(bytes.maketrans(b"UR", b"CC"))

SAMPLE: Final = 4_000
"""Characters that the language is told by."""


def letters_of(text: str) -> bytes:
    """The letters of a text in lower case, a byte each, with spaces for all the rest. Other scripts are no letters."""
    return codecs.charmap_encode(text, "replace", cp1251.encoding_table)[0].translate(_LOWER)


def words_of(letters: bytes) -> list[str]:
    """The words, in order: each run of letters for itself, Latin look-alikes in Cyrillic words written as Cyrillic."""
    if letters.isascii():
        return _with_single_letters(letters).split()  # an English text
    words = codecs.charmap_decode(letters, "strict", cp1251.decoding_table)[0].split()
    if _mixes_scripts(letters):
        return [word if word.isascii() and len(word) > 1 else fold(word) for word in words]
    return words


_SINGLE: Final = tuple(
    (b" %c " % letter, f" {fold(chr(letter))} ".encode(CODE)) for letter in _LATIN if not fold(chr(letter)).isascii()
)
"""The Latin letters that may be a Cyrillic one, as words, with the word that they may be."""


def _with_single_letters(letters: bytes) -> str:
    """The letters of a text in Latin with every word of one letter written as Cyrillic, if there is such a one."""
    padded = b" %b " % letters
    for latin, cyrillic in _SINGLE:
        if latin in padded:
            padded = padded.replace(latin, cyrillic).replace(latin, cyrillic)  # twice, since neighbours share a space
    return codecs.charmap_decode(padded, "strict", cp1251.decoding_table)[0]


def _mixes_scripts(letters: bytes) -> bool:
    """Whether a Latin letter stands alone or beside one that is not."""
    if not letters.translate(None, _NOT_LATIN):
        return False  # most texts have none, which is told ten times as fast
    scripts = b" %b " % letters.translate(_SCRIPTS)
    return b"LC" in scripts or b"CL" in scripts or b" L " in scripts


def detect_language(letters: bytes, expected: str | None) -> str:
    """``uk``, ``ru`` or ``en`` by letters; ``expected`` (the source's) settles what they leave open; "" for none."""
    sample = letters[:SAMPLE].translate(_CLASSES)
    latin, ukrainian, russian = sample.count(b"L"), sample.count(b"U"), sample.count(b"R")
    if not latin and ukrainian != russian:
        return "uk" if ukrainian > russian else "ru"  # nearly always
    cyrillic = len(sample) - sample.count(b" ") - latin
    if not cyrillic and not latin:
        return expected or ""
    if latin > cyrillic * 2:
        return "en"
    if ukrainian != russian:
        return "uk" if ukrainian > russian else "ru"
    return expected if expected in {"uk", "ru"} else "ru"
