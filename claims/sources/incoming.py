"""What a reader of files hands on: statements, pieces it had to reject, and sums of what is no statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from claims.model import Statement
from claims.registry import Registry

REASONS = {
    "empty_file": "the file is empty: remove it, or fetch it again",
    "not_utf8": "it is not UTF-8: convert it, for example with `iconv -f cp1251 -t utf-8`",
    "nul_character": "the text holds a NUL character, so it is damaged or no text: fetch it again",
    "not_unicode": "the text holds half a character (a lone surrogate): fetch it again",
    "broken_json": "it is not valid JSON: correct it, one object a line",
    "duplicate_key": "a key stands twice in the object: keep one",
    "not_an_object": "it is JSON but not an object: write one {...} with text and published_at a line",
    "no_text": "it has no text: add the key text",
    "no_date": "it has no date: add published_at (JSON Lines) or a first line `date YYYY-MM-DD` (article)",
    "bad_date": "it has a date that can't be read: write 2025-06-02, or 2025-06-02T08:05:00+03:00",
    "no_zone": "it has a time without a zone: add an offset such as +03:00 or Z, or export it with a newer program",
    "wrong_type": "a key has a value of the wrong type",
    "bad_value": "a key has a value that is not allowed",
    "unknown_source": "its source is not in the registry: `claims sources` lists them, --registry DIR adds to them",
    "missing_file": "there is no such file or directory",
    "unreadable": "the reader can't make anything of it: report it; what came before is kept",
    "no_regular_file": "it is neither a file nor a folder but a pipe or a device: save its content as a file",
    "duplicate_column": "two columns have one name: keep one",
    "no_rows": "it has no rows: remove it, or export it again",
    "not_readable": "it can't be opened: check its permissions",
    "too_large": "it is too large: split it",
    "truncated": "it breaks off in the middle: export or fetch it again; what came before is kept",
    "too_deep": "it is nested far deeper than any export: export it again",
    "json_array": "it is one JSON array: write one object a line and call it .jsonl (`jq -c '.[]'` does it)",
    "not_an_export": "it is JSON but no export of Telegram Desktop: give a result.json, or JSON Lines as .jsonl",
    "not_a_channel": "it is the export of a chat of people, which is not read: export a channel",
    "unknown_channel": "its channel is not known: put it into a folder called like the channel (kpszsu/messages.html), "
    "or add the title to the registry",
    "layout_changed": "its layout is not the known one: save the page again, and if that does not help report it",
    "no_posts": "it holds no posts: a page that only says that something is blocked or missing is none",
    "broken_markup": "its markup is broken: save or fetch it again; what came before is kept",
    "entities": "it declares entities of its own, as attacks do: fetch the feed again",
    "no_article": "no article is found in the page: save the article's own page, or its text as .txt",
    "broken_csv": "the row is not valid CSV: correct its quotes and the number of its cells",
    "broken_parquet": "it is damaged or no Parquet file: write it again; what came before is kept",
    "no_column": "the header lacks what a statement needs: name the columns text and published_at",
    "coded_table": "it is a table of figures, not of statements: convert it with `python -m claims.coded.convert`",
    "formula": "a cell holds a formula instead of its value: save the values only",
    "changed_while_read": "it changed while it was read: build again",
    "damaged_archive": "the packed file is damaged or cut off: fetch it again; what came before is kept",
    "archive_bomb": "it unpacks to far more than such files do, so unpacking was stopped: unpack it and look at it",
    "archive_in_archive": "it is an archive in an archive: unpack the outer one",
    "unsafe_path": "its path leads out of the archive, so it was not read: pack the files again",
    "encrypted": "it is encrypted: unpack it with its password",
    "unknown_format": "no reader knows this kind of file: `claims sources` lists the formats",
    "nothing_readable": "the directory has no file that a reader knows: `claims sources` lists the formats",
}
"""Why a piece of input can be rejected, with what to do about it."""


LONGEST_DETAIL = 300  # characters


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file, line or record that is no statement: where, why (a key of ``REASONS``) and details."""

    name: str
    reason: str
    line: int | None = None
    detail: str = ""

    def __post_init__(self) -> None:
        """Details may hold what a file says: they are cut, and characters that steer a terminal are replaced."""
        shown = (letter if letter.isprintable() else " " if letter.isspace() else "?" for letter in self.detail)
        object.__setattr__(self, "detail", "".join(shown)[:LONGEST_DETAIL])

    def __str__(self) -> str:
        """One line that names the file, the line in it, and what to do."""
        place = self.name if self.line is None else f"{self.name}:{self.line}"
        detail = f" ({self.detail})" if self.detail else ""
        return f"{place}: {REASONS[self.reason]}{detail}".replace("\n", " ")


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Records of a file that are no statements and need no repair, such as service messages; told as a sum."""

    name: str
    reason: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Settings:
    """What a reader needs beside the file. The three defaults hold where the file itself says nothing."""

    registry: Registry
    source: str | None = None
    published_at: str | None = None
    lang: str | None = None


class RejectionError(ValueError):
    """Raised inside a reader for one piece of input; the reader turns it into a :class:`Rejected` with its place."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


Piece: TypeAlias = Statement | Rejected | PassedOver
Pieces: TypeAlias = Iterator[Piece]
