"""Cleaning, cutting into tokens, words and language: the steps that every text goes through."""

from __future__ import annotations

import pytest

from claims.lexicon import load_lexicon
from claims.parsing.clean import clean, hides_words
from claims.parsing.tokens import tokenise
from claims.parsing.words import detect_language, letters_of, words_of


@pytest.mark.parametrize(
    ("text", "cleaned", "offsets"),
    [
        ("сбито 5", "сбито 5", None),
        ("сбит\u00ad\u00adо", "сбито", (0, 1, 2, 3, 6)),
        ("**5** БПЛА", "5 БПЛА", (2, 5, 6, 7, 8, 9)),
        ("10~15", "10-15", (0, 1, 2, 3, 4)),
        ("«Зелёный» – да", '"Зеленый" - да', None),
        ("и\u0306", "й", (0,)),
        ("е\u0308", "е", (0,)),
        ("⚠\ufe0f 5", "⚠ 5", (0, 2, 3)),
        ("п’ять", "п'ять", None),
    ],
)
def test_clean_keeps_the_way_back_to_the_original(text: str, cleaned: str, offsets: tuple[int, ...] | None) -> None:
    found = clean(text)
    assert (found.text, found.offsets) == (cleaned, offsets)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("сби\u00adто", True),
        ("с**би**то", True),
        ("сбиты\u0306", True),
        ("⚠\ufe0f БПЛА", False),
        ("**БПЛА** _5_", False),
    ],
)
def test_words_are_hidden_only_by_what_stands_inside_them(text: str, hidden: bool) -> None:
    assert hides_words(text) is hidden


def test_tokens_have_the_offsets_of_the_cleaned_text() -> None:
    text = "У ніч на 5 травня_збито \"Shahed-136\", п'ять 'БпЛА' і 1 234 цілі.\n\nC 20.00"
    cut = [text[token.start : token.end] for token in tokenise(text, load_lexicon("uk"))]
    assert cut[:4] == ["У ніч на", "5", "травня", "збито"]
    assert cut[-3:] == ["C", "20.00", ""]
    assert {"п'ять", "БпЛА", "1", "234", "\n\n"} <= set(cut)


@pytest.mark.parametrize(("text", "word"), [("БпЛA", "бпла"), ("c 5 мая", "с"), ("Shahed", "shahed"), ("X-101", "х")])
def test_latin_letters_are_folded_only_alone_or_among_cyrillic_ones(text: str, word: str) -> None:
    """A token, and a word, with a Latin look-alike is the Cyrillic one; a Latin word stays."""
    assert tokenise(text, load_lexicon("ru"))[0].text.split(" ")[0] == word
    assert words_of(letters_of(text))[0] == word


def test_words_are_runs_of_letters_in_lower_case() -> None:
    assert words_of(letters_of("❗️ЗБИТО/подавлено 12-ма п’ять «Ёлок», ціль_ґ")) == [
        "збито", "подавлено", "ма", "п", "ять", "елок", "ціль", "ґ",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected", "language"),
    [
        ("Збито дев'ять цілей", None, "uk"),
        ("Сбиты дроны", None, "ru"),
        ("БПЛА", "uk", "uk"),
        ("БПЛА", None, "ru"),
        ("Shahed over Kyiv, ППО", None, "en"),
        ("12345 ❗️", "uk", "uk"),
        ("12345", None, ""),
    ],
)
def test_language_by_letters(text: str, expected: str | None, language: str) -> None:
    assert detect_language(letters_of(text), expected) == language
