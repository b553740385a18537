"""The values that the package passes around: statements, claims, readings and problems.

All are frozen. Field meanings are those of the data dictionary (``datasets/build/dictionary.md``), which is derived
from
:mod:`claims.schema`; times are timezone-aware and UTC in every output table.
"""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar


class Outcome(StrEnum):
    """What a claim says became of the counted things. The fates behind each are in the registry."""

    LAUNCHED = "launched"
    DOWNED = "downed"
    SUPPRESSED = "suppressed"
    LOST = "lost"
    SUPPRESSED_OR_LOST = "suppressed_or_lost"
    NEUTRALISED = "neutralised"
    HIT = "hit"
    DEBRIS = "debris"
    AIRBORNE = "airborne"
    CROSSED = "crossed"
    DESTROYED = "destroyed"
    ELIMINATED = "eliminated"


class Unit(StrEnum):
    """What is counted."""

    WEAPON = "weapon"
    LOCATION = "location"
    TARGET = "target"


class Qualifier(StrEnum):
    """How a count is stated."""

    EXACT = "exact"
    RANGE = "range"
    ABOUT = "about"
    NEARLY = "nearly"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    FEWER_THAN = "fewer_than"
    VAGUE = "vague"
    ALL = "all"
    IMPLIED = "implied"
    UNSTATED = "unstated"
    WITHHELD = "withheld"


class Tally(StrEnum):
    """How a figure relates to the claimant's other figures."""

    WINDOW = "window"
    INCREMENT = "increment"
    RUNNING = "running"


class Scope(StrEnum):
    """The part of the claimant's area that a figure covers."""

    ALL = "all"
    FRONT = "front"
    PART = "part"
    UNKNOWN = "unknown"


class PartAxis(StrEnum):
    """Along which axis a claim is a part of its parent."""

    WEAPON = "weapon"
    REGION = "region"
    OUTCOME = "outcome"
    DESTINATION = "destination"
    OTHER = "other"


class Basis(StrEnum):
    """Where an edge of a window comes from."""

    STATED = "stated"
    PHRASE = "phrase"
    PUBLICATION = "publication"


class Precision(StrEnum):
    """How exact an edge of a window is."""

    MINUTE = "minute"
    HOUR = "hour"
    PART_OF_DAY = "part_of_day"
    DAY = "day"


class PublishedPrecision(StrEnum):
    """How exactly the time of publication is known."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"


class Method(StrEnum):
    """Whether we read the claim from a text or a third party coded it."""

    PARSED = "parsed"
    CODED = "coded"


class Verdict(StrEnum):
    """What reading a statement came to."""

    HAS_CLAIMS = "has_claims"
    NO_CLAIMS = "no_claims"
    UNREADABLE = "unreadable"


class NoClaims(StrEnum):
    """Why a statement has no claims."""

    ALERT = "alert"
    RECAP = "recap"
    CAPTION = "caption"
    APPEAL = "appeal"
    OTHER = "other"


class TextStatus(StrEnum):
    """What the text of a statement is: the original words, our restatement, or none (coded)."""

    ORIGINAL = "original"
    RESTATED = "restated"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Statement:
    """One published text by, or quoting, an official source.

    ``published_at`` must be aware. ``source`` is a channel or outlet id of the registry, or None. ``lang`` is ``uk``,
    ``ru``, ``en`` or None (detected). ``statement_id`` is the address when there is one, else derived from the text.
    """

    text: str
    published_at: datetime
    source: str | None = None
    lang: str | None = None
    url: str | None = None
    statement_id: str = ""
    revision: int = 0
    published_precision: PublishedPrecision = PublishedPrecision.MINUTE
    edited_at: datetime | None = None
    retrieved_at: datetime | None = None
    relay_of: tuple[str, ...] = ()
    text_status: TextStatus = TextStatus.ORIGINAL

    def __post_init__(self) -> None:
        if self.published_at.tzinfo is None or self.published_at.utcoffset() is None:
            raise ValueError("published_at has no time zone: give an offset such as +03:00 or Z")
        if not self.statement_id:
            object.__setattr__(self, "statement_id", self.url or f"text:{self.sha256[:16]}")

    @property
    def sha256(self) -> str:
        """Hex SHA-256 of the UTF-8 text."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Claim:
    """One counted assertion of a statement. The table ``claims`` has the same columns (``spans`` as first span)."""

    claim_id: str
    statement_id: str | None
    revision: int | None
    claimant: str
    claimant_side: str | None
    attacker: str | None
    defender: str | None
    outcome: Outcome
    unit: Unit
    weapons: tuple[str, ...]
    weapon: str
    traits: tuple[str, ...]
    weapon_text: str | None
    count_low: int | None
    count_high: int | None
    qualifier: Qualifier
    tally: Tally
    since: datetime | None
    scope: Scope
    part_of: str | None
    part_axis: PartAxis | None
    part_complete: bool | None
    restates: str | None
    corrects: str | None
    regions: tuple[str, ...]
    unnamed_regions: int | None
    place: str | None
    launched_from: tuple[str, ...]
    window_start: datetime | None
    window_end: datetime | None
    start_basis: Basis | None
    end_basis: Basis | None
    start_precision: Precision | None
    end_precision: Precision | None
    as_of: datetime | None
    method: Method
    spans: tuple[tuple[int, int], ...]
    derived_from: tuple[str, ...]
    rule: str | None
    lang: str | None
    published_at: datetime
    published_precision: PublishedPrecision
    source: str | None
    url: str | None

    def as_row(self) -> dict[str, Any]:
        """The claim as a row of the table ``claims``: same names, with ``span_start`` and ``span_end`` after
        ``spans``.
        """
        row: dict[str, Any] = {}
        for name in CLAIM_FIELDS:
            row[name] = getattr(self, name)
            if name == "spans":
                row["span_start"], row["span_end"] = self.spans[0] if self.spans else (None, None)
        return row


CLAIM_FIELDS: tuple[str, ...] = tuple(f.name for f in dataclasses.fields(Claim))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a statement that the reader of the data should know.

    ``kind`` is a short id (``unknown_place``, ``date_corrected``, ``parts_exceed_total``, ...), ``span`` half-open
    offsets into the statement's text, ``word`` the words concerned.
    """

    kind: str
    explanation: str
    span: tuple[int, int] | None = None
    word: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement with its verdict, the reason where it has no claims or can't be read, its claims and problems."""

    statement: Statement
    verdict: Verdict
    reason: str | None = None
    claims: tuple[Claim, ...] = field(default=())
    problems: tuple[Problem, ...] = field(default=())


Value = TypeVar("Value")

if TYPE_CHECKING:
    NewClaim, NewReading = Claim, Reading
else:

    def _unfrozen(kind: type) -> type:
        """A class with the same fields whose values are not frozen yet.

        A frozen class sets each field through a call, which takes four times as long as setting it: the parser fills in
        such a twin of what it makes much of, and then freezes it.
        """
        named = [(f.name, f.type) for f in dataclasses.fields(kind)]
        return dataclasses.make_dataclass(f"New{kind.__name__}", named, slots=True)

    NewClaim, NewReading = _unfrozen(Claim), _unfrozen(Reading)


def frozen(new: Value, kind: type[Value]) -> Value:
    """A new claim or reading as one that can't be changed any more: the same object, now of the frozen class."""
    new.__class__ = kind
    return new
