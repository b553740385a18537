"""The account of one statement: everything that the terminal and the page show, in words and in order."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from string import ascii_lowercase

from claims.explaining import chunks, counts, places, rules, times, verdicts
from claims.explaining.marks import Mark, in_lanes
from claims.explaining.printable import one_line
from claims.model import Claim, Problem, Reading, Statement
from claims.parsing.reading import Analysis
from claims.registry import Registry

MAX_SHOWN = 100_000
"""Characters of a text that are shown: a longer one is cut, and the cut told."""


@dataclass(frozen=True, slots=True)
class ClaimAccount:
    """A claim in words. ``depth`` is 0 for one that stands for itself, 1 for its parts, 2 for theirs.

    ``words`` are the spans' words, the body's first. ``part`` says what it is a part of, ``as_of`` up to which moment
    it is told; ``notes`` say how else it hangs on other claims, and what of it differs from its group; ``derived``
    marks a total that no words state.
    """

    number: int
    depth: int
    count: str
    qualifier: str
    happened: str
    weapon: str
    where: str
    words: tuple[str, ...]
    part: str
    as_of: str
    notes: tuple[str, ...]
    why: str
    rule: str
    derived: bool

    @property
    def links(self) -> str:
        """Everything that ``part``, ``notes`` and ``as_of`` say."""
        return "; ".join(filter(None, (self.part, *self.notes, self.as_of)))


@dataclass(frozen=True, slots=True)
class Setting:
    """What the claims of a group share: who says them, about when, and about which area."""

    claimant: str
    claimant_id: str
    direction: str
    when: times.When
    covers: str


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of one claimant over one window."""

    setting: Setting
    claims: tuple[ClaimAccount, ...]

    @property
    def places(self) -> bool:
        """Whether any of the claims tells where."""
        return any(claim.where for claim in self.claims)

    @property
    def sides_and_area(self) -> str:
        """Attacker and defender, the area covered, and whether no place is told."""
        area = f"covers {self.setting.covers}{'' if self.places else '; no place is told'}"
        return " · ".join(filter(None, (self.setting.direction, area)))


@dataclass(frozen=True, slots=True)
class ProblemAccount:
    """A problem in words; ``label`` is the letter of its mark, "" when it has no words in the text."""

    label: str
    kind: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Account:
    """A statement and what was read from it, in words. Texts are printable, except ``text``."""

    source: str
    source_id: str
    published: str
    address: str | None
    language: str
    lang: str
    short_verdict: str
    verdict: str
    missing: str
    text: str
    left_out: int
    marks: tuple[Mark, ...]
    groups: tuple[Group, ...]
    problems: tuple[ProblemAccount, ...]
    meanings: tuple[tuple[str, str], ...]
    sentences: tuple[chunks.CutSentence, ...] = field(default=())


def account_of(statement: Statement, found: Analysis | Reading, registry: Registry) -> Account:
    """The account of a statement. Of a :class:`~claims.model.Reading` it says nothing of how the text was cut."""
    claims, problems = list(found.claims), list(found.problems)
    source = registry.sources.get(statement.source or "")
    analysis = found if isinstance(found, Analysis) else None
    letters = _letters(problems)
    stop = verdicts.stopping_words(analysis) if analysis else None
    marks = _marks(claims, problems, letters, stop)
    cut = chunks.sentences(analysis, [(mark.start, mark.end) for mark in marks]) if analysis else []
    meanings = {counts.outcome(claim.outcome): counts.meaning(claim.outcome, registry) for claim in claims}
    lang = analysis.lang if analysis else statement.lang or (claims[0].lang if claims else None) or ""
    return Account(
        source=one_line(source.label if source else statement.source or "No source given"),
        source_id=one_line(source.id if source else ""),
        published=times.published(statement, registry),
        address=one_line(statement.url) if statement.url else None,
        language=one_line(verdicts.language(lang)),
        lang=lang if lang in verdicts.LANGUAGES else "",
        short_verdict=one_line(verdicts.short(found)),
        verdict=one_line(verdicts.sentence(found)),
        missing=" ".join(
            filter(None, (_STOPPED if stop else "", verdicts.missing(analysis) if analysis else "")),
        ),
        text=statement.text[:MAX_SHOWN],
        left_out=max(len(statement.text) - MAX_SHOWN, 0),
        marks=tuple(in_lanes([mark for mark in marks if mark.end <= MAX_SHOWN])),
        groups=tuple(_groups(claims, statement.text, registry)),
        problems=tuple(
            ProblemAccount(letter, verdicts.kind(problem.kind), one_line(problem.explanation))
            for problem, letter in zip(problems, letters, strict=True)
        ),
        meanings=tuple((name, meaning) for name, meaning in meanings.items() if meaning),
        sentences=tuple(cut),
    )


_STOPPED = "The words that told so are marked “!”."


# ---------------------------------------------------------------------- marks


def _letters(problems: list[Problem]) -> list[str]:
    """A letter for each problem that has words: a to z, then aa, ab, ..."""
    names = (
        "".join(letters) for size in itertools.count(1) for letters in itertools.product(ascii_lowercase, repeat=size)
    )
    return [next(names) if problem.span else "" for problem in problems]


def _marks(
    claims: list[Claim], problems: list[Problem], letters: list[str], stop: tuple[int, int] | None
) -> list[Mark]:
    """Every span of claims and problems, overlapping ones too, and the words that stopped the reading."""
    marks = [
        Mark(start, end, "derived" if _adds_up(claim, claims) else "claim", str(number))
        for number, claim in enumerate(claims, 1)
        for start, end in claim.spans
    ]
    marks += [
        Mark(*problem.span, "problem", letter)
        for problem, letter in zip(problems, letters, strict=True)
        if problem.span is not None
    ]
    if stop is not None:
        marks.append(Mark(*stop, "stop", "!"))
    return [mark for mark in marks if mark.start < mark.end]


# ---------------------------------------------------------------------- claims


def _groups(claims: list[Claim], text: str, registry: Registry) -> list[Group]:
    """The claims by claimant and window, in the order of the text; parts right after their totals."""
    numbers = {claim.claim_id: number for number, claim in enumerate(claims, 1)}
    totals = [claim for claim in claims if claim.part_of not in numbers]
    settings = {claim.claim_id: _setting(claim, registry) for claim in claims}
    groups: dict[Setting, list[ClaimAccount]] = {}
    seen: set[str] = set()

    def add(claim: Claim, depth: int, group: Setting) -> None:
        if claim.claim_id in seen:
            return
        seen.add(claim.claim_id)
        notes = [*_relations(claim, claims, numbers, registry), *_differences(settings[claim.claim_id], group)]
        groups.setdefault(group, []).append(
            _claim(claim, numbers, depth, notes, text, registry, _adds_up(claim, claims))
        )
        for part in claims:
            if part.part_of == claim.claim_id:
                add(part, depth + 1, group)

    for claim in [*totals, *claims]:  # the second round only finds what hangs on itself
        add(claim, 0, settings[claim.claim_id])
    return [Group(setting, tuple(members)) for setting, members in groups.items()]


def _setting(claim: Claim, registry: Registry) -> Setting:
    return Setting(
        claimant=one_line(places.claimant(claim.claimant, registry)),
        claimant_id=one_line(claim.claimant),
        direction=places.direction(claim, registry),
        when=times.when(claim, registry),
        covers=places.covers(claim),
    )


def _differences(own: Setting, group: Setting) -> list[str]:
    """What of a part differs from the group of its total."""
    notes: list[str] = []
    if own.claimant_id != group.claimant_id:
        notes.append(f"said by {own.claimant}")
    if own.direction != group.direction and group.direction:
        notes.append(own.direction or "sides not told")
    if (own.when.utc, own.when.basis) != (group.when.utc, group.when.basis):
        notes.append(f"{own.when.local or own.when.utc} ({own.when.basis})")
    if own.covers != group.covers:
        notes.append(f"covers {own.covers}")
    return notes


_COMPLETE = {True: " (its parts are all told)", False: " (other parts are not told)", None: ""}


def _part(claim: Claim, numbers: dict[str, int]) -> str:
    """Of what a claim is a part, by what, and whether the parts are told in full; "" for one that is none."""
    if claim.part_of not in numbers:
        return ""
    axis = f" by {claim.part_axis}" if claim.part_axis and claim.part_axis != "other" else ""
    return f"part of claim {numbers[claim.part_of]}{axis}{_COMPLETE[claim.part_complete]}"


def _relations(claim: Claim, claims: list[Claim], numbers: dict[str, int], registry: Registry) -> list[str]:
    """How a claim hangs on others of its statement."""
    notes: list[str] = []
    if claim.restates in numbers:
        notes.append(f"says claim {numbers[claim.restates]} again in other words: count only one of them")
    if claim.corrects is not None:
        notes.append("replaces an earlier claim")
    sources = [numbers[one] for one in claim.derived_from if one in numbers]
    if sources:
        verb = "added up from" if _adds_up(claim, claims) else "worked out from"
        notes.append(f"{verb} {_numbered(sources)}")
    tally = counts.tally(claim, registry)
    return [*notes, tally] if tally else notes


def _adds_up(claim: Claim, claims: list[Claim]) -> bool:
    """Whether a claim is the sum of its parts and no words state it; a rest or a share has words of its own."""
    parts = [part for part in claims if part.claim_id in claim.derived_from]
    return bool(parts) and all(part.part_of == claim.claim_id for part in parts)


def _numbered(numbers: list[int]) -> str:
    """Numbers of claims as people list them: "claim 2", "claims 2 and 3", "claims 2 to 6"."""
    if in_a_row(numbers):
        return f"claims {numbers[0]} to {numbers[-1]}"
    return f"claim{'s' if len(numbers) > 1 else ''} {counts.listed([str(number) for number in numbers])}"


def in_a_row(numbers: list[int]) -> bool:
    """Whether three numbers or more follow one another."""
    return len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1))


def _claim(
    claim: Claim, numbers: dict[str, int], depth: int, notes: list[str], text: str, registry: Registry, derived: bool
) -> ClaimAccount:
    words = dict.fromkeys(one_line(text[start:end]) for start, end in claim.spans)
    return ClaimAccount(
        number=numbers[claim.claim_id],
        depth=depth,
        count=counts.count(claim.count_low, claim.count_high),
        qualifier=counts.qualifier(claim),
        happened=counts.happened(claim),
        weapon=one_line(counts.weapon(claim, registry)),
        where=one_line(places.where(claim, registry)),
        words=tuple(words),
        part=_part(claim, numbers),
        as_of=times.as_of(claim, registry),
        notes=tuple(notes),
        why=rules.why(claim.rule),
        rule=one_line(claim.rule or ""),
        derived=derived,
    )
