"""What a statement came to and why, in words."""

from __future__ import annotations

from claims.explaining.counts import listed
from claims.model import NoClaims, Reading, Verdict
from claims.parsing import clauses, verdicts
from claims.parsing.reading import Analysis

_REASONS: dict[str, str] = {
    NoClaims.ALERT: "it is a live alert about what is in the air, not a report of results",
    NoClaims.RECAP: "it is a round-up, whose figures repeat posts already published and would be counted twice",
    NoClaims.CAPTION: "it is a caption of pictures or footage, not a report of hours or a place",
    NoClaims.APPEAL: "it is an appeal, a greeting or a notice",
    NoClaims.OTHER: "it reports no count of weapons together with what became of them",
}
_UNREADABLE: dict[str, str] = {
    "too_long": "it is too long for one statement; split it into single posts",
    "language": "it is in a language that the parser does not read",
    "count_cut_off": "it breaks off where its count should stand",
    "too_many_figures": "it holds more figures than any single statement does; split it into single posts",
}
_KINDS: dict[str, str] = {
    "unknown_place": "place not known",
    "count_not_used": "count not used",
    "date_corrected": "date corrected",
    "date_impossible": "impossible date",
    "date_contradicts_publication": "date contradicts publication",
    "window_unclear": "time unclear",
    "parts_exceed_total": "parts exceed their total",
    "published_month_only": "publication known by month only",
    "too_long": "too long",
    "language": "language",
    "count_cut_off": "count cut off",
    "too_many_figures": "too many figures",
}
LANGUAGES = {"uk": "Ukrainian", "ru": "Russian", "en": "English"}


def short(reading: Reading | Analysis) -> str:
    """ "4 claims", "no claims (alert)", "unreadable (too long)"."""
    if reading.verdict == Verdict.HAS_CLAIMS:
        return f"{len(reading.claims)} claim{'s' if len(reading.claims) != 1 else ''}"
    words = "no claims" if reading.verdict == Verdict.NO_CLAIMS else "unreadable"
    return f"{words} ({reading.reason.replace('_', ' ')})" if reading.reason else words


def sentence(reading: Reading | Analysis) -> str:
    """The verdict with its reason, as a sentence."""
    reason = reading.reason or ""
    if reading.verdict == Verdict.UNREADABLE:
        return f"Unreadable: {_UNREADABLE.get(reason, reason.replace('_', ' '))}."
    if reading.verdict == Verdict.NO_CLAIMS:
        return f"No claims: {_REASONS.get(reason, reason.replace('_', ' '))}."
    parts = sum(1 for claim in reading.claims if claim.part_of)
    repeated = sum(1 for claim in reading.claims if claim.restates and not claim.part_of)
    said = [f"{parts} of them {'is a part' if parts == 1 else 'are parts'} of another"] if parts else []
    if repeated:
        said.append(f"{repeated} {'repeats' if repeated == 1 else 'repeat'} another")
    return f"{short(reading)}{' (' + ', '.join(said) + ')' if said else ''}."


def missing(found: Analysis) -> str:
    """What a text without claims lacks: a claim needs a weapon, a count of it and what became of it."""
    if found.verdict != Verdict.NO_CLAIMS:
        return ""
    if not found.lang:
        return "The text has no letters to read."
    if not found.tokens and found.opens:
        return "That was plain from its first words, so it was not read further."
    if not found.tokens:
        return "It holds no word for a weapon or none for what becomes of one, so it was not cut into words."
    kinds = {chunk.kind for chunks in found.chunked for chunk in chunks}
    if clauses.DENIAL in kinds:
        return "What it quotes it denies, and a denial is no claim."
    lacking = [name for kind, name in _NEEDED.items() if kind not in kinds]
    if lacking:
        return f"A claim needs a weapon, a count of it and an outcome; no {listed(lacking, 'or')} was found."
    return "A claim needs a weapon, a count of it and an outcome; here they do not belong together."


_NEEDED = {clauses.Q: "count", clauses.W: "weapon", clauses.O: "outcome"}


def stopping_words(found: Analysis) -> tuple[int, int] | None:
    """The span, in the statement's text, of the words that made it a kind of text without claims; None if none did."""
    if found.verdict != Verdict.NO_CLAIMS or found.reason is None:
        return None
    denial = next((chunk for chunks in found.chunked for chunk in chunks if chunk.kind == clauses.DENIAL), None)
    if denial is not None:
        return found.cleaned.original(found.tokens[denial.start].start, found.tokens[denial.end - 1].end)
    told = verdicts.deciding_words(found.cleaned.text, found.lang, NoClaims(found.reason)) if found.lang else None
    return found.cleaned.original(*told) if told else None


def kind(name: str) -> str:
    """The kind of a problem in plain words."""
    return _KINDS.get(name, name.replace("_", " "))


def language(code: str) -> str:
    """The name of a language."""
    return LANGUAGES.get(code, code or "language not known")
