"""Clean a text for reading, with a map from each cleaned character back to the original.

Removed: soft hyphens, zero-width characters, stress marks, Markdown emphasis, emoji variation selectors. Made uniform:
spaces, dashes, quotes, apostrophes, and composed letters (NFC). Lower case is applied later, token by token.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_DASHES = "‐‑‒–—―−⁃➖"
_QUOTES = '«»“”„‟"″❝❞‹›'
_APOSTROPHES = "’‘ʼʹ`´′ˈ＇"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\x0b\x0c\r"
_DROPPED = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff\ufe0e\ufe0f\u0301\u0300"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069*_~\x00"
)

_MARKDOWN = "*_~"

_REPLACED: dict[str, str] = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_QUOTES, '"'),
    **dict.fromkeys(_APOSTROPHES, "'"),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_DROPPED, ""),
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
    "[": "(",
    "]": ")",
    "ё": "е",
    "Ё": "Е",
}
_NOISE = re.compile("[" + re.escape("".join(_REPLACED)) + "\u0300-\u036f]")
_DROPS = re.compile(f"[{re.escape(_DROPPED)}\u0300-\u036f]")
_CYRILLIC = "а-яіїєґА-ЯІЇЄҐ"
# one Latin letter is found first, so that the search skips all others
_MIXED = re.compile(f"[A-Za-z](?:(?=[{_CYRILLIC}])|(?<=[{_CYRILLIC}].))")
_HAS_CYRILLIC = re.compile(f"[{_CYRILLIC}]")
_MIXED_WORD = re.compile(f"[A-Za-z{_CYRILLIC}]+")
_LOOKALIKES = ("aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ")
_TO_LATIN = dict(zip(_LOOKALIKES[1], _LOOKALIKES[0], strict=True))
_TO_CYRILLIC = dict(zip(*_LOOKALIKES, strict=True))
_OMISSION = re.compile(r"(?:<\s?(?:\.{2,3}|…)\s?>|\[\s?(?:\.{2,3}|…)\s?\]|\(\s?(?:\.{2,3}|…)\s?\))(?=\s?\d)")
# the character to drop comes first, so that the search skips all others
_SINGLE_QUOTED = re.compile(r"'(?<![^\W_]')([^'\n]{1,40})'(?![^\W_])")
_HIDES = re.compile(
    f"[{re.escape(_DROPPED)}\u0300-\u036f](?<=[^\\W_].)(?:(?<=[\u0300-\u036f])|[{re.escape(_DROPPED)}]*[^\\W_])"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text; ``offsets[i]`` is the original index of cleaned character i (None: the same)."""

    text: str
    offsets: tuple[int, ...] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the original text behind a half-open, non-empty span of the cleaned one."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


def hides_words(text: str) -> bool:
    """Whether words of a text can only be seen when it is clean: a character to drop or to compose stands in one."""
    return _HIDES.search(text) is not None


def clean(text: str) -> Cleaned:
    """Return the cleaned text. Linear in the length; texts without noise keep their offsets."""
    if _HAS_CYRILLIC.search(text) and _MIXED.search(text):
        text = _MIXED_WORD.sub(_one_script, text)
    noise = set(_NOISE.findall(text))
    if not noise:
        return Cleaned(_uniform(text), None)
    if not _DROPS.search("".join(noise)):
        return Cleaned(_uniform(_replace(text, noise)), None)
    pieces: list[str] = []
    offsets: list[int] = []
    end = 0
    for match in _DROPS.finditer(text):
        start = match.start()
        if start > end:
            pieces.append(text[end:start])
            offsets.extend(range(end, start))
        end = start + 1
        char = match.group()
        if char in _MARKDOWN:
            if text[start - 1 : start].isdecimal() and text[end : end + 1].isdecimal():
                # "10~15": never join two numbers
                pieces.append("-")
                offsets.append(start)
        elif "\u0300" <= char <= "\u036f" and char not in _DROPPED and pieces:
            last = pieces[-1]
            composed = unicodedata.normalize("NFC", last[-1] + char)
            if len(composed) == 1:
                pieces[-1] = last[:-1] + _REPLACED.get(composed, composed)
    pieces.append(text[end:])
    offsets.extend(range(end, len(text)))
    return Cleaned(_uniform(_replace("".join(pieces), noise)), tuple(offsets))


def _uniform(text: str) -> str:
    """The text with words in single quotes in double ones, and marks of omission made blank: of the same length."""
    if "'" in text:
        text = _SINGLE_QUOTED.sub(_in_double, text)
    return _without_omissions(text)


def _without_omissions(text: str) -> str:
    """ "сбиты <...> 218 БПЛА": a mark of omission before a figure made blank."""
    if "…" in text or "..." in text:
        return _OMISSION.sub(lambda match: " " * len(match.group()), text)
    return text


def _in_double(match: re.Match[str]) -> str:
    return f'"{match.group(1)}"'


def _one_script(match: re.Match[str]) -> str:
    """A word of two scripts in the one of which the other's letters are lookalikes: "Shаhed" with a Cyrillic "а"."""
    word = match.group()
    latin = [char for char in word if char.isascii()]
    if not latin or len(latin) == len(word):
        return word
    if all(char in _TO_LATIN for char in word if not char.isascii()) and len(latin) * 2 > len(word):
        return "".join(_TO_LATIN.get(char, char) for char in word)
    if all(char in _TO_CYRILLIC for char in latin):
        return "".join(_TO_CYRILLIC.get(char, char) for char in word)
    return word


def _replace(text: str, noise: set[str]) -> str:
    """The text with every character of ``noise`` that has another form in that form: few characters, each at once."""
    for char in noise:
        new = _REPLACED.get(char)
        if new:
            text = text.replace(char, new)
    return text
