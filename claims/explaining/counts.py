"""How many, of what and what happened, in words."""

from __future__ import annotations

from collections.abc import Sequence

from claims.explaining import times
from claims.model import Claim, Outcome, Qualifier, Tally, Unit
from claims.registry import Registry

_QUALIFIERS: dict[Qualifier, str] = {
    Qualifier.RANGE: "stated as a range",
    Qualifier.ABOUT: "“about”",
    Qualifier.NEARLY: "“nearly”",
    Qualifier.MORE_THAN: "“more than”",
    Qualifier.AT_LEAST: "“at least”",
    Qualifier.AT_MOST: "“up to”",
    Qualifier.FEWER_THAN: "“fewer than”",
    Qualifier.VAGUE: "a vague number",
    Qualifier.ALL: "“all”: the number launched",
    Qualifier.IMPLIED: "one, by the singular",
    Qualifier.UNSTATED: "some, no figure given",
    Qualifier.WITHHELD: "the figure is withheld",
}
_OUTCOMES: dict[str, str] = {
    Outcome.SUPPRESSED_OR_LOST: "suppressed or lost",
    Outcome.DEBRIS: "debris fell",
    Outcome.AIRBORNE: "still in the air",
    Outcome.CROSSED: "crossed a border",
    Outcome.DESTROYED: "destroyed on the ground",
}
_TRAITS = {"first_person_view": "first-person view", "fixed_wing": "fixed-wing"}


def count(low: int | None, high: int | None) -> str:
    """An interval as people write it: "162", "30 to 40", "41 or more", "up to 17", "not given"."""
    if low is None and high is None:
        return "not given"
    if high is None:
        return f"{low:,} or more"
    if low == high:
        return f"{low:,}"
    return f"{low:,} to {high:,}" if low else f"up to {high:,}"


def qualifier(claim: Claim) -> str:
    """How the count is worded, "" for a plain figure."""
    return _QUALIFIERS.get(claim.qualifier, "")


def outcome(name: str) -> str:
    """What happened, in the word of the tables."""
    return _OUTCOMES.get(name, name.replace("_", " "))


def happened(claim: Claim) -> str:
    """What happened and what is counted, where that is not the weapon: "downed", "locations hit"."""
    if claim.unit == Unit.WEAPON:
        return outcome(claim.outcome)
    if claim.outcome == Outcome.DEBRIS:
        return f"{claim.unit}s where debris fell"
    return f"{claim.unit}s {outcome(claim.outcome)}"


def weapon(claim: Claim, registry: Registry) -> str:
    """What is counted, by the registry's labels: all weapons that the figure covers jointly, then their traits."""
    names = [label(path, registry) for path in claim.weapons or (claim.weapon,)]
    traits = [_TRAITS.get(trait, trait.replace("_", " ")) for trait in claim.traits]
    return ", ".join([listed(names), *traits])


def label(path: str, registry: Registry) -> str:
    """The label of a taxonomy path."""
    entry = registry.weapons.get(path)
    return entry.label if entry else path


def meaning(name: str, registry: Registry) -> str:
    """What an outcome means, when its label says more than its name; else ""."""
    entry = registry.outcomes.get(name)
    if entry is None or entry.label in {name.replace("_", " "), outcome(name)}:
        return ""
    return entry.label.partition(": ")[2] or entry.label


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names as people list them: "A", "A and B", "A, B and C"."""
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else "".join(names)


def tally(claim: Claim, registry: Registry) -> str:
    """How the figure relates to the claimant's other ones; "" for one that stands for its own hours."""
    if claim.tally == Tally.INCREMENT:
        return "adds to this claimant's earlier posts"
    if claim.tally == Tally.RUNNING:
        since = f" since {times.day(claim.since, claim, registry)}" if claim.since else ""
        return f"running total{since}"
    return ""
