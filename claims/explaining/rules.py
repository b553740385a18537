"""Why a claim was read: one plain sentence for each rule of the parser."""

from __future__ import annotations

RULES: dict[str, str] = {
    "result": "The verb beside the count says what happened.",
    "enumeration": "One item of a list: the verb of the item before it holds for it too.",
    "itemised": "An item under a heading or a colon, which says what happened.",
    "itemised.bracket": "A count in brackets after a place: the share of that place.",
    "bracket": "A count in brackets after a figure: one of its parts.",
    "subset": "“Of them” or “including” makes it a part of the figure before.",
    "continued": "The sentence has no verb of its own and goes on with the one before.",
    "attack": "An attack told without a verb, with its results in the next sentences.",
    "distributive": "One figure said for each of several places (“two each over A and B”).",
    "rest": "“The rest”: what the parts already named leave of the total.",
    "share": "A share of a figure (“most of them”, “half”), worked out from it.",
    "of_total": "The figure after “of” (“52 of 80”): how many there were to begin with.",
    "all_launched": "“All N launched” were dealt with: the same N were launched too.",
    "attempt": "The number of an attack, or of an attempt at one: launched, with no result told.",
    "location": "A count of places where something hit or fell, not of weapons.",
    "derived_sum": "No words state this total: its parts, listed one after the other, add up to it.",
    "tally_table": "A line of a running table of losses: the total so far.",
    "tally_increase": "The bracketed “+” of a running table: what the last day added.",
}
"""Rule id, as in the column ``rule``, and its sentence."""

ENDINGS: dict[str, str] = {
    "implied": "No numeral stands there: the singular means one.",
    "unstated": "No figure stands there: a plural means two or more.",
    "withheld": "The text says that the figure is not given.",
}
"""What an id says after its last full stop (``result.implied``)."""


def why(rule: str | None) -> str:
    """The sentence of a rule id; an id without a sentence is named, so that it can be looked up."""
    if rule is None:
        return "Coded by a third party; no words were read."
    if rule in RULES:
        return RULES[rule]
    base, _, ending = rule.rpartition(".")
    if base in RULES and ending in ENDINGS:
        return f"{RULES[base]} {ENDINGS[ending]}"
    return f"Read by the rule “{rule}”."
