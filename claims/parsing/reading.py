"""Read one statement: clean, tokenise, compose, attribute, resolve, and give a verdict with reasons.

:func:`read` never raises on a text: what can't be read is said in the :class:`~claims.model.Reading`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from claims.languages import LANGUAGES
from claims.lexicon import load_lexicon
from claims.model import (
    Claim,
    NewReading,
    NoClaims,
    Problem,
    PublishedPrecision,
    Reading,
    Statement,
    Verdict,
    frozen,
)
from claims.parsing.attribution import Attribution, Voice
from claims.parsing.claim_rows import ClaimBuilder
from claims.parsing.clauses import DENIAL, Chunk, O, P, Q, Sentence, T, W, chunk_sentence, split_sentences
from claims.parsing.clean import Cleaned, clean, hides_words
from claims.parsing.composer import Composer
from claims.parsing.cut_off import cut_off_count
from claims.parsing.drafts import Draft
from claims.parsing.prose import ProseAttribution
from claims.parsing.prospects import may_hold_claims, tells_amount
from claims.parsing.story_times import lend_in_prose
from claims.parsing.structure import relate
from claims.parsing.tables import is_row, table_drafts
from claims.parsing.times import TimePhrase
from claims.parsing.tokens import Token, kinds_of, tokenise
from claims.parsing.verbs import RESULTS
from claims.parsing.verdicts import kind_of_post, opens_as
from claims.parsing.words import detect_language, letters_of, words_of
from claims.registry import Registry, load_registry

_NO_CLAIMS: Final = Verdict.NO_CLAIMS  # by its own name, since a member is found only through a call (Python 3.11)
MAX_BYTES = 1_000_000
MAX_CLAIMS = 500


def too_long(statement: Statement) -> str:
    """What to tell of a text over the limit, after the name of its file."""
    size = len(statement.text.encode("utf-8", "replace"))
    return f"a text of {size:,} bytes is unreadable (over {MAX_BYTES:,}): split it into single statements"


class Analysis:
    """Everything found on the way through one text; :func:`explain` shows it."""

    __slots__ = (
        "chunked",
        "claims",
        "cleaned",
        "drafts",
        "kinds",
        "lang",
        "opens",
        "problems",
        "reason",
        "sentences",
        "tokens",
        "verdict",
    )

    def __init__(self, cleaned: Cleaned) -> None:
        self.cleaned = cleaned
        self.lang = ""
        self.opens = False  # a recap or a caption by its opening, and not read further
        self.tokens: list[Token] = []
        self.kinds: set[str] = set()  # of all tokens
        self.sentences: list[Sentence] = []
        self.chunked: list[list[Chunk]] = []
        self.drafts: list[Draft] = []
        self.claims: list[Claim] = []
        self.problems: list[Problem] = []
        self.verdict = _NO_CLAIMS
        self.reason: str | None = None


def read(statement: Statement, registry: Registry | None = None) -> Reading:
    """The reading of a statement: verdict, reason, claims in order of mention, problems."""
    found = analyse(statement, registry or load_registry())
    return frozen(
        NewReading(statement, found.verdict, found.reason, tuple(found.claims), tuple(found.problems)),
        Reading,
    )


def parse(text: str, published_at: datetime, source: str | None = None, lang: str | None = None) -> list[Claim]:
    """The claims of a text. ``published_at`` must be aware (ValueError otherwise)."""
    return list(read(Statement(text=text, published_at=published_at, source=source, lang=lang)).claims)


def analyse(statement: Statement, registry: Registry) -> Analysis:
    """Run all steps over a statement and keep what each found."""
    text = statement.text
    if len(text) > MAX_BYTES or (len(text) > MAX_BYTES // 4 and len(text.encode("utf-8", "replace")) > MAX_BYTES):
        found = Analysis(Cleaned("", None))
        found.verdict, found.reason = Verdict.UNREADABLE, "too_long"
        found.problems.append(Problem("too_long", f"the text is longer than {MAX_BYTES:,} bytes"))
        return found
    source = registry.sources.get(statement.source or "")
    found = Analysis(clean(text) if hides_words(text) else Cleaned(text, None))
    plain = found.cleaned.text
    letters = letters_of(plain)
    lang = found.lang = statement.lang or detect_language(letters, source.lang if source else None)
    if not lang:
        found.reason = NoClaims.OTHER
        return found
    if lang not in LANGUAGES:
        found.verdict, found.reason = Verdict.UNREADABLE, "language"
        found.problems.append(Problem("language", f"the language {lang!r} is none of uk, ru, en"))
        return found
    # most posts end here: nothing above or in these steps looks at more than the words of the text
    words = words_of(letters)
    if not may_hold_claims(words, plain, lang, letters):
        found.reason = kind_of_post(words, plain, lang)
        return found
    found.reason = opens_as(words, plain, lang, source, counts=tells_amount(words, plain, lang))
    if found.reason is not None:
        found.opens = True
        return found
    cleaned = found.cleaned = clean(text)
    found.tokens = tokenise(cleaned.text, load_lexicon(lang))
    found.kinds = kinds_of(found.tokens)
    found.sentences = split_sentences(found.tokens)
    found.chunked = [chunk_sentence(found.tokens, sentence, cleaned.text) for sentence in found.sentences]
    _compose(found, registry, source.claimant if source else None)
    if source is not None and source.kind == "channel" and _warns(found):
        found.reason = NoClaims.ALERT
        return found
    if len(found.drafts) > MAX_CLAIMS:
        found.verdict, found.reason, found.drafts = Verdict.UNREADABLE, "too_many_figures", []
        found.problems.append(Problem("too_many_figures", f"more than {MAX_CLAIMS:,} figures in one text"))
        return found
    builder = ClaimBuilder(statement, registry, cleaned, found.tokens, found.kinds, lang)
    found.claims = builder.build(found.drafts)
    found.problems.extend(builder.problems)
    if found.claims:
        found.verdict = Verdict.HAS_CLAIMS
        _unknown_places(found)
        _unused_counts(found)
        if statement.published_precision == PublishedPrecision.MONTH:
            found.problems.append(Problem("published_month_only", "only the month of publication is known"))
        return found
    cut_off = cut_off_count(found.tokens, cleaned, lang)
    if cut_off is not None:
        found.verdict, found.reason = Verdict.UNREADABLE, cut_off.kind
        found.problems.append(cut_off)
    else:
        found.reason = kind_of_post(words, plain, lang)
    return found


_NEVER_LENT: Final = frozenset({"war", "year", "week"})
"""Spans that hold only for the figures of their own sentence."""

MANY_PLANES: Final = 100
"""More planes than anyone shoots down in a day."""

LONGEST_WARNING: Final = 300
"""Characters of the longest post that is a warning by what it tells alone."""


def _warns(found: Analysis) -> bool:
    """Whether a channel's short post tells only of what is in the air now: "Пуски КАБ на Сумщину", "у повітрі 70 БпЛА".

    Reports of launches tell their time, or what became of them.
    """
    if not found.drafts or len(found.cleaned.text) > LONGEST_WARNING:
        return False
    if all(draft.outcome == "airborne" for draft in found.drafts):
        return True
    if not all(draft.outcome in {"launched", "airborne"} and draft.time is None for draft in found.drafts):
        return False
    verbs = [chunk.value for chunks in found.chunked for chunk in chunks if chunk.kind == O]
    return (
        all(outcome in {"launched", "airborne"} for outcome, _ in verbs)
        and (_calls(found) or all(feature in {"noun", "bare"} or outcome == "airborne" for outcome, feature in verbs))
        and not any(chunk.kind == T and chunk.value.is_window for chunks in found.chunked for chunk in chunks)
    )


_CALLS: Final = frozenset({"в укриття", "в укрытие", "пройдите в укрытие"})


def _calls(found: Analysis) -> bool:
    """Whether a text calls people to shelter."""
    return any(token.text in _CALLS for token in found.tokens)


def _compose(found: Analysis, registry: Registry, default: str | None) -> None:
    """Drafts of all sentences, attributed and related to one another."""
    prose = found.lang == "en"
    composer = Composer(found.tokens, found.kinds, english=prose)
    kind_of_text = ProseAttribution if prose else Attribution
    voices = kind_of_text(registry, default, found.tokens, found.cleaned.text).voices(found.sentences, found.chunked)
    drafts: list[Draft] = []
    last_claimant: str | None = None
    known: str | None = None
    fronts = prose and "front" in found.kinds
    kinds = [{chunk.kind for chunk in chunks} for chunks in found.chunked]
    results = [
        Q in had and O in had and _tells_result(chunks) for had, chunks in zip(kinds, found.chunked, strict=True)
    ]
    for number, (sentence, chunks) in enumerate(zip(found.sentences, found.chunked, strict=True)):
        claimant = voices[number][0].claimant
        if number and claimant != last_claimant:
            composer.carry.main = None
            if prose:
                composer.carry.outcome = None  # what one speaker told says nothing of another's figures
        last_claimant = claimant
        if prose and claimant is not None:
            if known is not None and claimant != known:
                composer.results = []  # nor does where one's were
            known = claimant
        composer.carry.results_follow = any(results[number + 1 : number + 3])
        had = kinds[number]
        if DENIAL in had:
            continue
        rows = table_drafts(chunks, number, found.tokens, composer.carry, summed="+" in had) if Q in had else []
        row = bool(rows) or ("+" in had and is_row(chunks))
        made = rows if row else composer.sentence(chunks, sentence, number, had)
        if prose and rows:
            made = _with_unsummed(rows, composer.sentence(chunks, sentence, number, had))
        for draft in made:
            draft.claimant = _speaker(voices[number], draft) or "unattributed"
            if draft.outcome == "downed":
                _count_losses(draft, made, registry)
            if prose:
                _of_the_other_side(draft, registry)
                _settle_more(draft)
            if ":" in draft.claimant:
                _place_in_office(draft)
            draft.at_front = fronts and _of_front(found.tokens, sentence)
            draft.order = len(drafts)
            drafts.append(draft)
        if len(drafts) > MAX_CLAIMS:
            break
    lent = [(number, phrase) for number, phrase in composer.times if phrase.span not in _NEVER_LENT]
    lent = [(number, phrase) for number, phrase in lent if not (phrase.span or "").startswith("month")]
    (lend_in_prose if prose else _lend_times)(drafts, lent)
    lines = {number: sentence.line for number, sentence in enumerate(found.sentences)}
    found.drafts = relate(drafts, lines, registry)


def _with_unsummed(rows: list[Draft], told: list[Draft]) -> list[Draft]:
    """ "Russia has lost 370 aircraft and 28,690 drones (+137)": also the losses without an increase behind them."""
    known = {draft.weapons for draft in rows}
    more = [d for d in told if d.outcome == "eliminated" and d.weapons not in known and d.parent is None]
    return sorted([*rows, *more], key=lambda draft: draft.span[0])


def _speaker(voices: list[Voice], draft: Draft) -> str | None:
    """Who speaks where a figure stands."""
    return next((voice.claimant for voice in reversed(voices) if voice.start <= draft.span[0]), None)


def _settle_more(draft: Draft) -> None:
    """ "36 more over other parts of the country, the ministry said": beside others' figures, no later post."""
    parted = draft.time is not None and draft.time.part is not None
    if draft.tally == "increment" and (parted or (":" not in (draft.claimant or "") and not draft.anew)):
        draft.tally = "window"


def _of_the_other_side(draft: Draft, registry: Registry) -> None:
    """ "A Russian Su-35 was shot down, the military said": by those who shot it down; raids are no mayor's figures."""
    claimant = draft.claimant or ""
    side = registry.claimant_side(claimant)
    if ":" in claimant and draft.outcome == "destroyed":
        draft.claimant = "unattributed"
    if side is None or draft.outcome not in RESULTS or draft.weapon_side != side:
        return
    if claimant == registry.sides[side].officials:
        draft.claimant = next(other.officials for other in registry.sides.values() if other.id != side)


def _count_losses(draft: Draft, made: list[Draft], registry: Registry) -> None:
    """ "Всего за время военной операции уничтожили свыше 100 тыс. беспилотников": the other side's losses.

    So are hundreds of planes in one sentence, with a time or without: "Всего уничтожено: 650 самолётов, 283 вертолёта".
    """
    entry = registry.claimants.get(draft.claimant or "")
    if entry is None or not entry.front_bulletins:
        return
    war = draft.time is not None and draft.time.span == "war"
    if draft.time is None and made[0].total:
        war = any(other.weapons == ("aircraft",) and (other.low or 0) >= MANY_PLANES for other in made)
    if war:
        draft.outcome = "eliminated"


def _of_front(tokens: list[Token], sentence: Sentence) -> bool:
    """Whether a sentence of a story speaks of the front."""
    return any("front" in token.kinds for token in tokens[sentence.start : sentence.end])


def _place_in_office(draft: Draft) -> None:
    """A town or district that a governor names is of the office's region, though others have the same name.

    So is "his region", or what a mayor calls the city.
    """
    office, _, region = (draft.claimant or "").removeprefix("other:").partition(":")
    if not office.endswith(("governor", "mayor")):
        return
    region = region.partition(":")[0]
    for places in draft.places:
        for item in places.items:
            mine = item.spoken in {"region", "oblast", "province"} or (item.spoken and office == "mayor")
            named = office != "mayor" and item.name and item.codes and "-" in item.codes[0]
            if mine or (named and region not in item.codes):
                item.codes = (region,)


def _tells_result(chunks: list[Chunk]) -> bool:
    """Whether a sentence with numbers tells what was shot down."""
    return any(chunk.kind == O and chunk.value[0] in RESULTS for chunk in chunks)


def _lend_times(drafts: list[Draft], times: list[tuple[int, TimePhrase]]) -> None:
    """A window told in a sentence without figures holds for the figures after it, else for those before."""
    if not times:
        return
    for draft in drafts:
        vague = draft.time is not None and (draft.time.part or "hours" in draft.time.flags)
        if draft.time is not None and vague and not draft.time.range_start:
            # "днем сбили 34. Дроны уничтожены в период с 12:00 до 15:00": told more exactly right after
            exact = [(n, p) for n, p in times if draft.sentence < n <= draft.sentence + 4 and p.range_start]
            night = draft.time.part == "night"
            exact = [
                (n, p)
                for n, p in exact
                if (p.range_end or (night and p.part == "night")) and not _told_between(drafts, draft, n)
            ]
            if exact:
                draft.time = exact[0][1]
        if draft.time is not None or draft.parent is not None:
            continue
        earlier = [phrase for number, phrase in times if number < draft.sentence]
        earlier = [phrase for phrase in earlier if phrase.part == "night"] or earlier
        earlier = [phrase for phrase in earlier if "weak" not in phrase.flags] or earlier
        timed = [other for other in drafts if other.time is not None and other.order < draft.order]
        if earlier and not timed:
            draft.time = earlier[-1]
        elif not timed and not any(other.time is not None for other in drafts):
            draft.time = times[0][1]


def _told_between(drafts: list[Draft], draft: Draft, number: int) -> bool:
    """Whether another figure with a time of its own stands between a draft and the sentence ``number``."""
    return any(
        draft.sentence < other.sentence <= number and other.time is not None and other.time is not draft.time
        for other in drafts
        if other.qualifier != "unstated"
    )


def _unknown_places(found: Analysis) -> None:
    """Every capitalised place that the registry lacks becomes a problem with its words."""
    places = [chunk.value for chunks in found.chunked for chunk in chunks if chunk.kind == P]
    for start, end in [words for place in places for words in place.unknown]:
        first, last = found.tokens[start].start, found.tokens[end - 1].end
        span = found.cleaned.original(first, last)
        word = found.cleaned.text[first:last]
        found.problems.append(Problem("unknown_place", f"the place {word!r} is not in the registry", span, word))


def _unused_counts(found: Analysis) -> None:
    """A count of weapons that no claim holds is told, so that nothing is dropped without a word."""
    marked = [span for claim in found.claims for span in claim.spans if not claim.derived_from]
    begun = {first for first, _ in marked}
    for chunks in found.chunked:
        for index in [at for at, chunk in enumerate(chunks[:-1]) if chunk.kind == Q]:
            chunk, after = chunks[index], chunks[index + 1]
            if after.kind != W or chunk.value.low is None or chunk.value.qualifier == "implied":
                continue
            start, end = found.tokens[chunk.start].start, found.tokens[after.end - 1].end
            span = found.cleaned.original(start, end)
            if span[0] not in begun and not any(first < span[1] and span[0] < last for first, last in marked):
                word = found.cleaned.text[start:end]
                found.problems.append(
                    Problem("count_not_used", f"no claim was read from {word!r}: its outcome is not told", span, word)
                )
