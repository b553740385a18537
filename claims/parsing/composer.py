"""From chunks to drafts: each countable quantity with its outcome, weapon, places and markers.

The composer cuts a sentence into segments, one quantity each, at the joints between them; a segment takes what stands
in it, and inherits what it leaves out from its sentence, its list's header, or the sentence before.
"""

from __future__ import annotations

import bisect
import dataclasses
import itertools
from typing import Final

from claims.parsing.clauses import (
    AND,
    BUT,
    CARRIERS,
    EVENT,
    NEG,
    PREP,
    SUB,
    WITHHELD,
    A,
    C,
    Chunk,
    L,
    N,
    O,
    P,
    Q,
    R,
    S,
    Sentence,
    T,
    W,
    X,
)
from claims.parsing.counted_weapons import destroyed_on_the_ground, location_weapon, predicate, weapon_of
from claims.parsing.counting import (
    SITES,
    countable,
    joined_around_asides,
    with_counted_item,
    with_implied_counts,
    without_idle_verbs,
    without_participles,
)
from claims.parsing.drafts import Carry, Draft
from claims.parsing.kinship import common, exact_sum, roots_of, under
from claims.parsing.numbers import Quantity
from claims.parsing.outcomes import location_outcome, outcome_of
from claims.parsing.places import SPOKEN_OF, SURROUNDED, Places
from claims.parsing.segments import (
    Segment,
    bracket_depth,
    bracket_opener,
    cut_segments,
    is_speech_place,
    last_colon,
    place_counts,
    weapon_follows,
)
from claims.parsing.sentence_times import fullest, merge_times, time_of_speech
from claims.parsing.shared_places import place_of_list, share_places, share_targets
from claims.parsing.tables import TALLIED
from claims.parsing.times import TimePhrase
from claims.parsing.tokens import Token
from claims.parsing.verbs import RESULTS, merge_outcomes, negated
from claims.parsing.weapons import WeaponPhrase


class Composer:
    """Reads the chunks of one sentence at a time into drafts. ``told`` are the kinds of all tokens."""

    def __init__(self, tokens: list[Token], told: set[str], *, english: bool = False) -> None:
        self.tokens = tokens
        self.english = english
        self.told = told
        self.words = frozenset([token.text for token in tokens]) if english else frozenset()
        """All tokens of an English text: a rule for one word is only looked for where it occurs."""

        self.carry = Carry()
        self.number = 0
        self.region: tuple[str, ...] | None = None
        self.times: list[tuple[int, TimePhrase]] = []
        self.as_of: TimePhrase | None = None
        self.results: list[Draft] = []
        self.fired: list[Draft] = []
        self.worked: list[Places] = []
        self.worked_in = 0

    # ------------------------------------------------------------------ one sentence

    def sentence(self, chunks: list[Chunk], sentence: Sentence, number: int, kinds: set[str]) -> list[Draft]:
        """The drafts of one sentence; updates what is carried on.

        ``kinds`` are those of its chunks: most sentences lack most kinds, and what looks for one need not begin.
        """
        self.number = number
        if P in kinds:
            self._fill_regions(chunks)
        if Q in kinds and (X in kinds or N in kinds):
            chunks = without_participles(chunks, self.tokens)
        if self.english and A in kinds and L in kinds:
            chunks = self._with_strikes_seen(chunks)
            kinds = {*kinds, *(c.kind for c in chunks)}
        if self.english and L in kinds and C in kinds and "targets" in self.words:
            chunks = self._with_targeting(chunks)
            kinds = {*kinds, *(c.kind for c in chunks)}
        if self.english and N in kinds and Q in kinds:
            chunks = self._without_others(chunks)
        if self.english and '"' in kinds and W in kinds:
            chunks = self._without_quotes(chunks)
        if "damaged" in self.words and O in kinds and W in kinds:
            chunks = self._without_damage(chunks)
        if Q in kinds and not _LOSSES.isdisjoint(self.words):
            chunks = self._with_losses(chunks)
            kinds = {*kinds, *(c.kind for c in chunks)}
        if O in kinds and W in kinds:
            chunks = without_idle_verbs(chunks, self.tokens)
        if O in kinds or NEG in kinds:
            chunks = merge_outcomes(chunks, kinds, english=self.english)
            if NEG in kinds:
                kinds = {*kinds, O}  # "не досягли цілей" has become one
        if W in kinds:
            if "(" in kinds and Q in kinds:
                chunks = joined_around_asides(chunks)
            chunks = with_implied_counts(chunks, self.tokens)
        dated = bool(chunks) and chunks[0].kind == T and self.carry.outcome is not None
        if (self.carry.list_open and sentence.opens_line) or dated:
            chunks = with_counted_item(chunks)
        drafts: list[Draft] = []
        adds = bool(chunks) and chunks[0].kind in {R, Q} and _opens_with_more(chunks[0])
        counted = self._quantities(chunks) if Q in kinds or W in kinds else []
        for segment in cut_segments(chunks, counted, kinds):
            draft = self._draft(segment, drafts)
            if draft is not None and draft.qualifier == "withheld" and self._keeps_other(chunks, draft):
                continue  # "did not say how many drones were involved"
            if draft is not None and draft.qualifier == "withheld" and self.english:
                silent = next((c.start for c in chunks if c.kind == WITHHELD), 0)
                told = [c.value[0] for c in chunks if c.kind == O and c.start > silent]
                named = told or [c.value[0] for c in chunks if c.kind == O]
                draft.outcome = named[0] if named else draft.outcome
            if draft is not None and draft.qualifier == "withheld":
                drafts.extend(_also_withheld(draft, chunks))
            if draft is not None:
                draft.also = adds
                self._mark(segment, draft, drafts)
                self._relate(segment, draft, drafts, sentence)
                self._place(segment, draft)
                self._split_destination(draft)
                if self.english and len(draft.places) > 1:
                    self._drop_wider(draft)
                if draft.rule == "of_total" and drafts and not drafts[-1].places and not self._fired_at(segment):
                    # "збили 6 з 9 шахедів над A": where they were shot down
                    held = [p for p in draft.places if p.role in {"over", "in"} and not self._is_target(p)]
                    drafts[-1].places = held
                    draft.places = [p for p in draft.places if p not in held]
                _turn_to_crossing(draft)
                if self.english and draft.outcome != "crossed" and _abroad(draft):
                    continue  # "nine parts made in China"
                if draft.outcome == "crossed" and not _destination(segment, draft):
                    continue
                launched = _all_launched(segment, draft) or self._fired_jointly(segment, draft, drafts)
                if launched is not None:
                    drafts.append(launched)
                drafts.append(draft)
        self._take_targets(chunks, drafts, kinds)
        if len(drafts) > 1:
            share_targets(drafts)
            share_places(drafts, chunks, self.tokens)
            place_of_list(drafts)
        if drafts or P in kinds:
            self._tell_places(chunks, drafts, sentence, kinds)
        if T in kinds or self.as_of is not None:
            self._spread_times(chunks, drafts)
        self._close(chunks, drafts, sentence, kinds)
        return drafts

    def _fired_jointly(self, segment: Segment, draft: Draft, drafts: list[Draft]) -> Draft | None:
        """ "downed all 30 drones and four missiles fired by Russia": the figures of all were fired too."""
        chunks, at = segment.chunks, segment.at
        if not self.english or draft.outcome not in RESULTS or draft.unit != "weapon" or draft.low is None:
            return None
        if draft.quantity.all_of and segment.later:
            follow = segment.later[0]
            joint = [c.kind for c in chunks[at + 1 : follow.at]] == [W, AND]
            told = joint and _launched_after(chunks, follow.at)
        else:
            fired = bool(drafts) and drafts[-1].quantity.all_of and drafts[-1].outcome == draft.outcome
            fired = fired and len(drafts) > 1 and drafts[-2].rule == "all_launched"
            told = fired and segment.before is not None and segment.before.kind == AND and _launched_after(chunks, at)
        return dataclasses.replace(draft, outcome="launched", rule="all_launched", places=[]) if told else None

    def _without_quotes(self, chunks: list[Chunk]) -> list[Chunk]:
        """ "35 "kamikaze" drones": the quotes around a word of a weapon's name are none of speech."""
        for i in range(len(chunks) - 3):
            if [c.kind for c in chunks[i : i + 4]] != ['"', X, '"', W]:
                continue
            weapon = chunks[i + 3]
            strike = self.tokens[chunks[i + 1].start].text in {"kamikaze", "suicide", "attack", "strike", "exploding"}
            if strike and weapon.value.paths == ("uav",):
                phrase = dataclasses.replace(weapon.value, paths=("uav.strike",))
                return [*chunks[:i], Chunk(W, chunks[i + 1].start, weapon.end, phrase), *chunks[i + 4 :]]
        return chunks

    def _with_targeting(self, chunks: list[Chunk]) -> list[Chunk]:
        """ "Russia targets Ukraine with 200 drones": a verb, no places."""
        return [
            Chunk(O, c.start, c.end, ("launched", "any"))
            if c.kind == L
            and 0 < i < len(chunks) - 1
            and self.tokens[c.start].text == "targets"
            and chunks[i - 1].kind == C
            and chunks[i + 1].kind in {C, P}
            else c
            for i, c in enumerate(chunks)
        ]

    def _without_others(self, chunks: list[Chunk]) -> list[Chunk]:
        """ "nine others were lost": the number stands for itself."""
        kept: list[Chunk] = []
        for chunk in chunks:
            if chunk.kind == N and kept and kept[-1].kind == Q and self.tokens[chunk.start].text == "others":
                kept[-1].value.another = True
            else:
                kept.append(chunk)
        return kept

    def _without_damage(self, chunks: list[Chunk]) -> list[Chunk]:
        """ "Drones damaged buildings in Moscow": what weapons did is no result of air defence."""
        return [
            Chunk(X, c.start, c.end)
            if c.kind == O
            and 0 < i < len(chunks) - 1
            and self.tokens[c.start].text == "damaged"
            and c.value[1] == "any"
            and chunks[i - 1].kind == W
            and chunks[i + 1].kind in {N, X, P}
            else c
            for i, c in enumerate(chunks)
        ]

    def _with_losses(self, chunks: list[Chunk]) -> list[Chunk]:
        """ "Russia lost 1,140 troops and 428 planes" is eliminated, "27 were "lost"," lost from radar."""
        result = list(chunks)
        for i, chunk in enumerate(chunks[:-3]):
            if self.tokens[chunk.start].text == "losses" and chunk.kind == X:
                following = [self.tokens[c.start].text for c in chunks[i + 1 : i + 5]]
                if {"include", "included", "amounted", "stand", "totaled"} & set(following):
                    result[i] = Chunk(O, chunk.start, chunk.end, ("eliminated", "noun"))
        for i, chunk in enumerate(chunks[1:-1], 1):
            if chunk.kind != X or self.tokens[chunk.start].text != "lost":
                continue
            who = chunks[i - 2] if chunks[i - 1].kind == R and i > 1 else chunks[i - 1]
            if who.kind == C and who.value.startswith("ref:") and chunks[i + 1].kind == Q:
                result[i] = Chunk(O, chunk.start, chunk.end, ("eliminated", "act"))
            elif chunks[i - 1].kind == '"' and {Q, W} & {c.kind for c in chunks[max(i - 3, 0) : i]}:
                result[i] = Chunk(O, chunk.start, chunk.end, ("lost", "pp"))
        return result

    def _fired_at(self, segment: Segment) -> bool:
        """ "Four of five missiles fired at a site in A were intercepted": the place is where they were fired at."""
        after = segment.chunks[segment.at + 1 : segment.last]
        fired = next((i for i, c in enumerate(after) if c.kind == O and c.value == ("launched", "any")), None)
        if not self.english or fired is None:
            return False
        told = next((i for i, c in enumerate(after) if c.kind == O and i > fired), None)
        if any(c.kind == O and c.value[0] in RESULTS for c in segment.chunks[: segment.at]):
            told = len(after)  # "downed 18 of 22 drones launched at A"
        named = [c for c in after if c.kind == P and any("-" in code for code in c.value.codes)]
        placed = [c for c in named if c.value.role not in {"from", "over"}]
        place = after.index(placed[0]) if placed else None
        return told is not None and place is not None and fired < place < told

    def _with_strikes_seen(self, chunks: list[Chunk]) -> list[Chunk]:
        """ "strikes by 11 missiles were registered at 24 locations": hits, as they are counted."""
        seen = next(
            (i for i, c in enumerate(chunks) if c.kind in {O, S} and self.tokens[c.start].text in _SEEN and i), None
        )
        attack = next((i for i in range(seen or 0) if chunks[i].kind == A), None)
        if seen is None or attack is None or not any(c.kind == L for c in chunks[seen:]):
            return chunks
        strike = Chunk(O, chunks[attack].start, chunks[attack].end, ("hit", "noun"))
        weapon = None
        if self.tokens[chunks[attack].start].text.startswith(("drone", "missile")):
            path = "uav" if self.tokens[chunks[attack].start].text.startswith("drone") else "missile"
            weapon = Chunk(
                W, strike.start, strike.end, WeaponPhrase(strike.start, strike.end, (path,), (), None, "pl", True)
            )
        rest = [c for i, c in enumerate(chunks) if i not in {attack, seen}]
        return [*rest[:attack], strike, *([weapon] if weapon else []), *rest[attack:]]

    def _fill_regions(self, chunks: list[Chunk]) -> None:
        """Put the region named before in the place of "the region"."""
        for chunk in [chunk for chunk in chunks if chunk.kind == P]:
            items = chunk.value.items
            for item in items:
                if item.codes == (SPOKEN_OF,):
                    item.spoken = self.tokens[item.start].text.rpartition(" ")[2]
                    before = items[items.index(item) - 1] if item is not items[0] else None
                    city = before.codes[0] if before is not None and before.codes else ""
                    around = SURROUNDED.get(city) if item.spoken == "region" else None
                    if "surrounding" in self.tokens[item.start].text and self.region:
                        around = around or SURROUNDED.get(self.region[0])
                    item.codes = (around,) if around else self.region or ()
                    office = self._office(chunks)
                    if item.spoken == "peninsula":
                        item.codes = ("UA-43",)
                    elif item.spoken == "city" and self._governed(chunks) in CITIES:
                        item.codes = (self._governed(chunks) or "",)
                    elif office and item.spoken in {"city", "capital"}:
                        item.codes = (office,)
                    elif item.spoken in {"region", "oblast", "province"} and (governed := self._governed(chunks)):
                        item.codes = (governed,)
                    elif item.spoken == "capital" and self.region:
                        item.codes = CAPITALS.get(self.region[0].partition("-")[0], self.region)
                elif len(items) == 1 and item.codes and "-" in item.codes[0] and not item.codes[0].startswith("SEA"):
                    self.region = item.codes
            chunk.value.items = [item for item in items if item.codes or item.name or item.macro or item.spoken]

    def _governed(self, chunks: list[Chunk]) -> str | None:
        """The region of the governor who speaks in the sentence."""
        named = [c.value for c in chunks if c.kind == C and "_governor:" in c.value] if self.english else []
        return named[0].split(":")[1] if len(named) == 1 else None

    def _keeps_other(self, chunks: list[Chunk], draft: Draft) -> bool:
        """Whether what English prose says is not told is no figure of air defence: its own losses, drones involved."""
        involved = any(c.kind == O and self.tokens[c.start].text == "involved" for c in chunks)
        return self.english and (involved or draft.outcome == "eliminated")

    def _counts_what_follows(self, chunks: list[Chunk]) -> bool:
        """ "The Air Force said it had recorded the following:"."""
        words = {self.tokens[c.start].text for c in chunks[-5:]}
        return bool(words & {"recorded", "registered", "detected", "tracked"})

    def _office(self, chunks: list[Chunk]) -> str | None:
        """The region of the mayor who speaks in the sentence."""
        mayor = next((c.value for c in chunks if c.kind == C and c.value.startswith("other:mayor:")), None)
        return mayor.split(":")[2] if mayor and self.english else None

    def _quantities(self, chunks: list[Chunk]) -> list[int]:
        """The indices of the quantities that count weapons or locations."""
        kinds = [chunk.kind for chunk in chunks]
        numbers = [index for index, kind in enumerate(kinds) if kind == Q]
        if not numbers:
            return numbers
        named = W in kinds
        near = self.number - self.carry.sentence <= 1 or self.carry.list_open
        inherits = near and self.carry.weapons is not None
        return [
            i
            for i in numbers
            if countable(chunks, i, self.tokens, inherits=inherits, named=named, english=self.english)
        ]

    # ------------------------------------------------------------------ drafts

    def _draft(self, segment: Segment, drafts: list[Draft]) -> Draft | None:
        """The draft of a segment: its outcome, unit and weapon. ``drafts`` are those before it in the sentence."""
        chunks, at = segment.chunks, segment.at
        quantity: Quantity = chunks[at].value
        previous = drafts[-1] if drafts else None
        located = _counts_locations(segment, drafts, self.tokens)
        if located and self.english and any(self._are_troops(c) for c in chunks):
            return None  # "its troops captured two villages and hit 143 areas"
        if located:
            outcome, rule, own = location_outcome(segment, self.carry)
        else:
            outcome, rule, own = outcome_of(segment, drafts, self.carry, english=self.english)
            if self.english:
                outcome, rule, own = self._in_prose(segment, drafts, outcome, rule, own=own)
        negative = NEG in segment.kinds and negated(_clause(segment))
        if outcome is None or negative or self._told_aside(segment):
            return None
        if located:
            weapons, traits, named = location_weapon(chunks, at)
            if self.english and named is None and self.carry.weapons is None and not drafts:
                return None  # "aviation hit four areas": of no weapon spoken of
        else:
            known, traits, named = weapon_of(segment, previous, self.carry)
            if outcome == "hit" and named is None and _says_hits(segment.after):
                known, traits = ("air_object",), ()  # "кілька влучань" of nothing named
            if known is None:
                return None
            weapons = known
            if self.english:
                weapons = self._of_the_fired(segment, drafts, weapons)
        roots = roots_of(weapons)
        if outcome == "hit" and roots <= _PILOTED and not located and _struck_by_side(segment):
            pass  # "its drones hit 41 warplanes"
        elif outcome in {"hit", "debris"} and not located and not CARRIERS.isdisjoint(roots):
            return None  # "обломки повредили два самолета"
        if self.english and outcome in {"suppressed", "lost"} and not roots <= TARGETS:
            return None  # "diverted 200 vessels"
        if outcome in {"crossed", "launched"} and not _PILOTED.isdisjoint(roots):
            return None  # planes that went to another airfield, or that missiles came from
        if self.english and quantity.qualifier == "implied" and self._was_used(segment):
            return None  # "a missile brought from Russia was used"
        if self.english and outcome == "lost" and not _PILOTED.isdisjoint(roots):
            return None  # "the pilot died and his jet was lost": by his own side
        if outcome == "downed" and "heavy" in self.told and _beside_ground_losses(chunks, self.tokens):
            outcome = "eliminated"  # "знищили шість танків, 43 БпЛА ОТР"
            if not any(c.kind == T and c.value.span == "war" for c in chunks):
                rule = "tally_increase"
        if outcome == "eliminated" and weapons == ("uav.recon",):
            weapons = ("uav",)  # "БпЛА ОТР" of the loss tables is every drone of that level
        if outcome == "eliminated" and not roots <= TALLIED:
            return None  # "9 882 единицы специальной техники", "катерів – 28"
        if outcome == "eliminated" and _lost_then(chunks, segment):
            rule = "tally_increase"  # "за минулу добу втратила 210 БпЛА"
        if outcome == "downed" and roots <= _PILOTED:
            raided = self.english and self._raided(chunks, at)
            if raided or destroyed_on_the_ground(chunks, at, self.tokens):
                outcome = "destroyed"
        span = self._span(segment, None if located else named)
        unit = "location" if located else "weapon"
        draft = Draft(outcome, unit, weapons, quantity, span, self.number, rule, traits=traits)
        draft.own_outcome = own
        if named is not None:
            phrase: WeaponPhrase = named.value
            draft.weapon_span = (self.tokens[phrase.start].start, self.tokens[phrase.end - 1].end)
            draft.weapon_side = phrase.side
            draft.own_weapon = not located
        elif previous is not None:
            draft.weapon_side = previous.weapon_side
        if quantity.qualifier in {"implied", "unstated"}:
            draft.rule = f"{rule}.{quantity.qualifier}"
        return draft

    def _in_prose(
        self, segment: Segment, drafts: list[Draft], outcome: str | None, rule: str, *, own: bool
    ) -> tuple[str | None, str, bool]:
        """What English prose says of a count beside what its verb says."""
        quantity: Quantity = segment.chunks[segment.at].value
        before = segment.before
        behind = segment.chunks[segment.at + 2 : segment.at + 3]
        if outcome is None and behind and self.tokens[behind[0].start].text in {"launched from", "fired from"}:
            return "launched", "result", True  # "eight missiles were launched from ships"
        if outcome is None and self._lists_regions(segment):
            return self.carry.outcome, "subset", False
        accounted = before is not None and self.tokens[before.start - 1].text == "accounted"
        if accounted and self.carry.main is not None:
            return self.carry.main.outcome, "subset", False  # "interceptor drones accounted for 66 of them"
        if outcome == "launched" and quantity.all_of and drafts and drafts[-1].outcome in RESULTS:
            return drafts[-1].outcome, "enumeration", own  # "downed 12 missiles and all 31 drones launched"
        if outcome == "launched" and segment.after is not None and segment.later:
            whole = self._fate_of_some(segment)
            if whole is not None:
                return whole, "result", True
        if before is None:
            return outcome, rule, own
        if not own and drafts and self.tokens[before.start].text == "including" and drafts[-1].subset:
            return drafts[-1].outcome, "subset", False  # "of which 37 were shot down, including 14 Kalibrs"
        if not own and self._is_among(segment) is not None:
            return "launched", "subset", False
        near = self.carry.outcome == "launched" and self.carry.sentence >= self.number - 1
        front = outcome is None and "front" in self.told and self.tokens[before.start].text == "engaged"
        if front and segment.after is not None and segment.after.kind == W:
            return "launched", "result", True  # "engaged 4,612 kamikaze drones" of bulletins of the front
        if outcome == "launched" and self._supplied(segment):
            return None, "", False
        if outcome is None and near and self.tokens[before.start].text == "there":
            return "launched", "continued", False  # "Last night alone, there were 297 drones"
        if not own and before.kind == R and before.value == "subset" and self._launched_before(segment) is not None:
            return "launched", "subset", False
        return outcome, rule, own

    def _is_among(self, segment: Segment) -> Draft | None:
        """The figure itemised: "Among the missiles were six Iskander-M", "Of those missiles, 47 were cruise ones"."""
        if not self.fired or _AMONG.isdisjoint(self.words):
            return None
        chunks = segment.chunks
        lead = [c for c in chunks[: segment.at] if c.kind not in {",", X}]
        words = {self.tokens[t].text for c in chunks[: segment.at] for t in range(c.start, c.end)}
        if words.isdisjoint(_AMONG):
            return None
        near = [d for d in self.fired if d.sentence >= self.number - NEAR and d.parent is None]
        if lead and lead[-1].kind == W:
            near = [d for d in near if d.weapons == lead[-1].value.paths]
        elif not ({R} & {c.kind for c in lead} and "the total" in words):
            near = []
        return near[-1] if near else None

    def _lists_regions(self, segment: Segment) -> bool:
        """ "A comes first with 57 drones, then B (31), C (27) and D (one)": the places of what was told before."""
        main = self.carry.main
        if main is None or main.outcome not in RESULTS or main.sentence != self.number - 1 or main.low is None:
            return False
        if {O, A, S, C} & {c.kind for c in segment.chunks}:
            return False
        items = [
            b.value.low or 0
            for a, b in itertools.pairwise([c for c in segment.chunks if c.kind in {P, Q}])
            if a.kind == P and b.kind == Q
        ]
        return len(items) > TWO and sum(items) <= main.low

    def _fate_of_some(self, segment: Segment) -> str | None:
        """ "14 of 17 drones sent towards A overnight were shot down": the finite verb behind the participle."""
        chunks, later = segment.chunks, segment.later[0]
        if [c.kind for c in chunks[segment.at + 1 : later.at]] != [PREP] or chunks[segment.at + 1].value != "of":
            return None
        verbs = [c for c in chunks[later.at + 1 : later.last] if c.kind == O]
        if len(verbs) < TWO or verbs[0].value[0] != "launched":
            return None
        return str(verbs[1].value[0]) if verbs[1].value[0] in RESULTS and verbs[1].value[1] in _FINITE else None

    def _launched_before(self, segment: Segment) -> Draft | None:
        """ "The missiles included 70 Kh-101": the launched figure of them told before, if that is what is itemised."""
        chunks, at = segment.chunks, segment.at
        if at < 2 or chunks[at - 2].kind != W or any(c.kind == Q for c in chunks[: at - 1]):
            return None
        if self.tokens[chunks[at - 2].start - 1].text not in {"the", "these", "those"}:
            return None
        near = [d for d in self.fired if d.sentence >= self.number - NEAR]
        return next((d for d in reversed(near) if d.weapons == chunks[at - 2].value.paths), None)

    def _was_used(self, segment: Segment) -> bool:
        return any(c.kind == O and self.tokens[c.start].text == "used" for c in segment.chunks[segment.at :])

    def _supplied(self, segment: Segment) -> bool:
        """ "The United States sent 100 missiles to Ukraine this month": given, not fired."""
        chunks, at = segment.chunks, segment.at
        verb = next((c for c in reversed(chunks[:at]) if c.kind == O), None)
        if verb is None or self.tokens[verb.start].text not in {"sent", "sending", "dispatched", "released", "used"}:
            return False
        to = [c for c in chunks[at : at + 4] if c.kind == P and self.tokens[c.start].text == "to"]
        return (
            bool(to) and _names_state(to[0].value) and not any(c.value == "ref:RU" for c in chunks[:at] if c.kind == C)
        )

    def _raided(self, chunks: list[Chunk], at: int) -> bool:
        """ "the security service says two bombers were destroyed": by bodies that raid and have no air defence."""
        verbs = [c for c in (*reversed(chunks[:at]), *chunks[at + 1 :]) if c.kind == O]
        if not verbs or not self.tokens[verbs[0].start].text.startswith(("destroy", "hit", "burn", "damag")):
            return False
        if any(c.kind == P and c.value.role == "over" for c in chunks):
            return False
        ground = any("ground" in t.kinds for t in self.tokens[chunks[0].start : chunks[-1].end])
        return ground or any(c.kind == C and c.value in RAIDERS for c in chunks)

    def _of_the_fired(self, segment: Segment, drafts: list[Draft], weapons: tuple[str, ...]) -> tuple[str, ...]:
        """ "34 Shahed drones ... 30 of the drones were downed": of the one kind told of as fired."""
        chunks, at = segment.chunks, segment.at
        if [c.kind for c in chunks[at + 1 : at + 3]] != [PREP, W] or len(weapons) != 1:
            return weapons
        words = self.tokens[chunks[at + 1].end - 1].text.split(" ")
        if "the" not in {*words, self.tokens[chunks[at + 2].start - 1].text}:
            return weapons
        told = [d for d in [*self.fired, *drafts] if d.outcome == "launched" and self.number - d.sentence <= NEAR]
        told = [d for d in told if d.parent is None and all(under(path, weapons[0]) for path in d.weapons)]
        recent = [d for d in told if d.sentence == told[-1].sentence]
        if any(d.sentence == told[-1].sentence and d.weapons == weapons for d in [*self.fired, *drafts] if told):
            return weapons
        kinds = {d.weapons for d in recent}
        if len(kinds) != 1 or (recent[-1].low or 0) < (chunks[at].value.high or 0):
            return weapons
        kind = kinds.pop()
        return kind if len(kind) == 1 and kind[0].count(".") > weapons[0].count(".") else weapons

    def _are_troops(self, chunk: Chunk) -> bool:
        return chunk.kind == N and self.tokens[chunk.start].text in {"troops", "soldiers"}

    def _told_aside(self, segment: Segment) -> bool:
        """ "під час збиття одного з безпілотників постраждав чоловік": when something else happened."""
        chunks, at = segment.chunks, segment.at
        noun = chunks[at - 1] if at > 1 else None
        if noun is None or noun.kind != O or noun.value[1] != "noun":
            return False
        return self.tokens[chunks[at - 2].start].text in {"під час", "во время", "при", "після", "после", "на", "для"}

    def _span(self, segment: Segment, weapon: Chunk | None) -> tuple[int, int]:
        """The words of the count with its noun; for an elliptical item with its place."""
        tokens = self.tokens
        chunks, at = segment.chunks, segment.at
        chunk = chunks[at]
        start = tokens[chunk.start].start
        end = tokens[chunk.end - 1].end if chunk.end > chunk.start else start
        if weapon is not None:
            return min(start, tokens[weapon.start].start), max(end, tokens[weapon.end - 1].end)
        for follow in chunks[at + 1 : min(segment.last, at + 4)]:
            if follow.kind in {P, L}:
                end = tokens[follow.end - 1].end
                break
            if follow.kind not in {"-", PREP, O, R}:
                break
        return start, max(end, start + 1)

    # ------------------------------------------------------------------ what hangs on a draft

    def _place(self, segment: Segment, draft: Draft) -> None:
        """The places of a segment: where it happened, where it was launched, where it went."""
        chunks = segment.chunks
        if P not in segment.kinds:
            return
        origin, mainly = False, not _MAINLY.isdisjoint(self.words)
        for index in range(segment.first, segment.last):
            if chunks[index].kind in _STEADY and not origin:
                continue
            if chunks[index].kind != P:
                token = self.tokens[chunks[index].start]
                if self.english and index > segment.at and self._starts_aside(chunks, index):
                    break  # "..., as debris sparked fires in A", "..., with a plant in A among the sites hit"
                if self.english and index > segment.at and token.text == "that" and chunks[index - 1].kind == A:
                    break  # "fired 84 drones in an attack that wounded 11 people in A"
                if self.english and chunks[index].kind in {";", SUB} and index > segment.at and draft.places:
                    break
                if chunks[index].kind == SUB and index > segment.at and self.tokens[chunks[index].start].text in _PARTS:
                    break  # "..., while one person died in A"
                if chunks[index].kind == EVENT and index > segment.at and draft.outcome != "debris":
                    break  # "подавлены РЭБ и упали в Черное море"
                origin = origin or (chunks[index].kind == PREP and chunks[index].value == "from")
                if origin and (chunks[index].kind in {O, T} or "target" in token.kinds):
                    origin = False
                continue
            places: Places = chunks[index].value
            depth = bracket_depth(chunks, index) if "(" in segment.kinds else 0
            before = chunks[index - 1] if index else None
            if mainly and any(t.text in _MAINLY for t in self.tokens[max(places.start - 2, 0) : places.start]):
                continue  # "targeting mainly western areas"
            listed = [c.kind for c in chunks[index + 1 : index + 4]] == [",", O, Q] and index < segment.at
            if self.english and listed and chunks[index + 3] is chunks[segment.at]:
                continue  # "Forces take a village in A, down eight missiles"
            if self.english and places.role is None:
                places.role = self._vague_role(chunks, index)
            if places.role is None and self._names_ship(chunks, index):
                continue
            if places.role is None and self.tokens[places.start - 1].text.endswith(("нее", "ніше")):
                continue  # "в 340 км юго-западнее Севастополя"
            if places.role is None and before is not None and "assault" in self.tokens[before.start].kinds:
                places.role = "toward"  # "атаковали Крым"
            bracketed = places.role is None and depth > 0
            if draft.outcome == "crossed" and places.role == "from" and index > segment.at and _names_state(places):
                draft.places.append(places)  # "перетнув кордон із Польщею"
                continue
            if draft.bracket and not depth and index > segment.at and draft.parent is not None:
                draft.parent.places.append(places)  # "11 ракет (6 ... та 5 ...) по Хмельниччині"
                continue
            over = places.role == "over" and draft.outcome != "launched"
            if (
                self.english
                and places.role == "over"
                and draft.outcome == "launched"
                and self._of_carriers(chunks, index)
            ):
                places.role = "from"  # "fired from Tu-95 bombers over the Saratov region"
            origin = places.role == "from" or (origin and not over and not self._is_target(places))
            if places.role is None and before is not None and before.kind == R and before.value == "subset":
                places.role = "in"  # "у різних областях, включно з Одеською, Київською"
            if self._leads_where(chunks, index, segment.at):
                draft.places.append(places)  # "на Московский регион, где ликвидировали 53 дрона"
                continue
            if origin or (draft.outcome == "launched" and bracketed):
                # "із напрямків: Курськ, Гвардійське – ТОТ Криму", "з мису Чауда в Криму"
                if places.role == "from" or draft.outcome == "launched":
                    draft.launched_from.append(places)
            elif draft.outcome == "launched" and places.role in {"toward", None} and _names_region(places):
                draft.places.append(places)  # regions attacked or headed for
            elif places.role == "toward":
                draft.toward = places
            elif is_speech_place(chunks, index) and not self._seen_there(chunks, index):
                continue
            elif (
                places.role in {"over", "in"}
                or place_counts(chunks, index, segment.at)
                or (draft.outcome == "hit" and places.role is None and index > segment.at and _names_region(places))
                or (draft.outcome == "airborne" and places.role is None and index > segment.at)
                or (draft.outcome == "crossed" and (index > segment.at or _names_state(places)))
            ):
                draft.places.append(places)
            if draft.places and draft.places[-1] is places:
                draft.target_follows = index > segment.at

    def _of_carriers(self, chunks: list[Chunk], index: int) -> bool:
        before = chunks[index - 1] if index else None
        return before is not None and before.kind == W and before.value.root in CARRIERS

    def _seen_there(self, chunks: list[Chunk], index: int) -> bool:
        """ "the downing of 40 drones was confirmed in the north": where it was, not where someone spoke."""
        return self.english and self.tokens[chunks[index - 1].start].text in _SEEN

    def _starts_aside(self, chunks: list[Chunk], index: int) -> bool:
        """Whether something else begins to be told: what happened besides, in a clause of its own."""
        chunk, text = chunks[index], self.tokens[chunks[index].start].text
        after = chunks[index + 1].kind if index + 1 < len(chunks) else ""
        if chunk.kind == AND and after == S:
            return True  # "... and said debris damaged a school near A"
        if text == "as" and chunk.kind == X:
            return after in {O, W, A, EVENT}
        return chunk.kind == BUT and text == "with" and chunks[index - 1].kind == "," and after != Q

    def _vague_role(self, chunks: list[Chunk], index: int) -> str | None:
        """ "over various Russian regions and occupied Crimea": the role of regions neither named nor counted."""
        if index < 3:
            return None
        if self.tokens[chunks[index - 1].start].text == "country's" and chunks[index - 2].kind == PREP:
            return str(chunks[index - 2].value) if chunks[index - 2].value in {"over", "in"} else None
        if chunks[index - 1].kind == PREP and chunks[index - 1].value == "of":
            return self._role_of_part(chunks, index)
        if chunks[index - 1].kind != AND:
            return None
        lead = next((i for i in range(index - 2, max(index - 7, -1), -1) if chunks[i].kind != X), None)
        if lead is None or chunks[lead].kind != PREP or chunks[lead].value not in {"over", "in"}:
            return None
        words = {self.tokens[t].text for c in chunks[lead + 1 : index - 1] for t in range(c.start, c.end)}
        return str(chunks[lead].value) if words & {"regions", "areas", "oblasts", "provinces"} else None

    def _role_of_part(self, chunks: list[Chunk], index: int) -> str | None:
        """ "on the approach to the port of Izmail": the role of a town told by what lies there."""
        words: set[str] = set()
        for chunk in reversed(chunks[max(index - 6, 0) : index - 1]):
            if chunk.kind == PREP and chunk.value in {"over", "in"}:
                return str(chunk.value) if words & _OF_TOWNS else None
            if chunk.kind != X:
                return None
            words |= {self.tokens[t].text for t in range(chunk.start, chunk.end)}
        return None

    def _drop_wider(self, draft: Draft) -> None:
        """ "In southern Russia, 24 were brought down over the Volgograd region": the region says where."""
        exact = [code for code in draft.codes if "-" in code and code.partition("-")[2] not in _AREAS]
        if not exact:
            return
        for places in draft.places:
            if any(item.macro or (item.codes and item.codes[0].partition("-")[2] in _AREAS) for item in places.items):
                places.items = [
                    item
                    for item in places.items
                    if not (item.macro or (item.codes and item.codes[0].partition("-")[2] in _AREAS))
                ]
        draft.places = [p for p in draft.places if p.counted or p.items]

    def _names_ship(self, chunks: list[Chunk], index: int) -> bool:
        """ "корабля Черноморского флота «Приазовье»": a ship's name in quotes, no place."""
        if index < 2 or chunks[index - 1].kind != '"':
            return False
        return self.tokens[chunks[index - 2].end - 1].text in {"флота", "флоту", "корабля", "корабль", "кораблей"}

    def _leads_where(self, chunks: list[Chunk], index: int, at: int) -> bool:
        """Whether a place is followed by ", где" and then by the count."""
        if not index < at or index + 2 >= len(chunks) or chunks[index + 1].kind != ",":
            return False
        return self.tokens[chunks[index + 2].start].text in {"где", "де"}

    def _split_destination(self, draft: Draft) -> None:
        """ "в Домодедово отражена атака двух БПЛА, летевших на Москву": where they flew is not where they were."""
        if len(draft.places) < 2:
            return
        flown = [p for p in draft.places if p.role == "toward" and "target" not in self.tokens[p.start].kinds]
        held = [p for p in draft.places if p.role in {"in", "over"}]
        if flown and held:
            draft.places, draft.toward = held, flown[0]

    def _is_target(self, places: Places) -> bool:
        """ "по Одещині", "на Київ", "у напрямку столиці": what was attacked, after what it came from."""
        return places.role == "toward" or "target" in self.tokens[places.start].kinds

    def _mark(self, segment: Segment, draft: Draft, drafts: list[Draft]) -> None:
        """The markers of a count: "из них", "всего", "ещё"."""
        chunks, at = segment.chunks, segment.at
        marks: set[str] = set()
        marks_after: set[str] = set()
        if R in segment.kinds:
            first = max(segment.first, at - 3) if self.english else segment.first
            marks = {c.value for c in chunks[first:at] if c.kind == R}
            parted = at + 1 < len(chunks) and chunks[at + 1].kind == ","  # "над A – 3, из них 2 ...": of the next
            draft.total = not parted and any(c.kind == R and c.value == "total" for c in chunks[at + 1 : at + 2])
            marks_after = set() if parted else {c.value for c in chunks[at + 1 : at + 3] if c.kind == R}
        main = self.carry.main
        draft.subset = (draft.quantity.of_which or "subset" in marks or "subset" in marks_after) or (
            main is not None and main.outcome == draft.outcome and predicate(segment) is not None
        )
        if self.english and draft.rule == "subset" and not draft.own_outcome and self._lists_regions(segment):
            draft.subset = True
        if self.english and draft.outcome == "launched" and not drafts and self._is_among(segment) is not None:
            draft.subset = True
        if self.english and self._some_of_downed(segment, draft):
            draft.subset = True
        if self.english and (
            self._with_some(segment, draft, drafts[-1]) if drafts else self._one_of_two(segment, draft)
        ):
            draft.subset = True
        draft.superlative = "superlative" in marks
        draft.total = draft.total or draft.quantity.total or "total" in marks
        if "reached" in marks or (self.english and self._brought_to(segment)):
            draft.tally = "running"  # "общее число достигло 22"
        elif draft.quantity.another and (draft.outcome != "launched" or draft.rule == "attempt"):
            draft.tally = "increment"
            later = not _LATER.isdisjoint(self.words)
            draft.anew = later and any(self.tokens[c.start].text in _LATER for c in chunks[: at + 1])

    def _of_the_last(self, segment: Segment, draft: Draft, drafts: list[Draft]) -> bool:
        """ "40 over the Moscow region, 32 of which were flying towards the capital": of the part before."""
        chunks, after, last, before = segment.chunks, segment.after, drafts[-1], segment.before
        narrow = last.subset and draft.own_weapon and draft.weapons != last.weapons
        led = before is not None and self.tokens[before.start].text == "including"
        if led and narrow and draft.outcome == last.outcome:
            return (draft.high or 0) <= (last.low or 0)  # "of which 37 were shot down, including 14 Kalibrs"
        told = after is not None and after.kind == R and self.tokens[after.start].text in {"of which", "of them"}
        if not (led or told):
            return False
        fewer = draft.high is not None and last.low is not None and draft.high <= last.low
        flown = any(c.kind == P and c.value.role == "toward" for c in chunks[segment.at : segment.last])
        return fewer and last.outcome == draft.outcome and last.parent is not None and flown

    def _brought_to(self, segment: Segment) -> bool:
        """ "which brings the number downed since midnight to nine"."""
        before = segment.before
        if before is None or self.tokens[before.start].text != "to":
            return False
        words = {self.tokens[c.start].text for c in segment.chunks[max(segment.at - 9, 0) : segment.at]}
        return bool(words & {"brings", "bringing", "brought", "raising", "raises", "taking"}) and bool(
            words & {"number", "total", "tally", "count", "figure"}
        )

    def _with_some(self, segment: Segment, draft: Draft, previous: Draft) -> bool:
        """ "destroyed 158 drones, with two downed over Moscow": some of those told of."""
        chunks, at = segment.chunks, segment.at
        if not (at > 1 and self.tokens[chunks[at - 1].start].text == "with" and chunks[at - 2].kind == ","):
            return False
        same = draft.outcome == previous.outcome and draft.unit == previous.unit and previous.parent is None
        fewer = draft.high is not None and previous.low is not None and draft.high <= previous.low
        return same and fewer and P in {c.kind for c in chunks[at:]}

    def _some_of_downed(self, segment: Segment, draft: Draft) -> bool:
        """ "More than 60 of the Shaheds were destroyed in Kyiv region", of 71 told of as destroyed."""
        chunks, at, main = segment.chunks, segment.at, self.carry.main
        if [c.kind for c in chunks[at + 1 : at + 3]] != [PREP, W] or main is None or P not in segment.kinds:
            return False
        if self.number - main.sentence > NEAR or main.outcome != draft.outcome or main.outcome not in RESULTS:
            return False
        fewer = draft.low is not None and main.low is not None and draft.low < main.low
        return fewer and main.weapons == draft.weapons and not main.places and main.parent is None

    def _one_of_two(self, segment: Segment, draft: Draft) -> bool:
        """ "Two missiles struck ... One missile landed near a house, while the second struck a road."."""
        main = self.carry.main
        if main is None or draft.own_outcome is False or main.outcome != draft.outcome or main.unit != draft.unit:
            return False
        if self.number - main.sentence > NEAR or (draft.low, draft.high) != (1, 1) or main.low != TWO:
            return False
        rest = segment.chunks[segment.at + 1 : segment.last]
        told = any(self.tokens[t].text in _SECOND for c in rest for t in range(c.start, c.end))
        return told and (draft.weapons == main.weapons or under(main.weapons[0], draft.weapons[0]))

    def _relate(self, segment: Segment, draft: Draft, drafts: list[Draft], sentence: Sentence) -> None:
        """The total that a draft is a part of: by brackets, "из них", a colon, or the header of its list."""
        chunks, at = segment.chunks, segment.at
        if self.english and not draft.own_outcome and self._lists_regions(segment):
            self._relate_listed(segment, draft)
            return
        if self.english and not draft.subset and self._stands_apart(segment, draft):
            draft.subset = True
        if "(" in segment.kinds and bracket_depth(chunks, at):
            self._relate_bracketed(segment, draft, drafts)
            return
        if draft.subset:
            owner = next((d for d in reversed(drafts) if not (d.subset or d.bracket or d.rule == "of_total")), None)
            if (
                self.english
                and drafts
                and draft.quantity.of_which is False
                and self._of_the_last(segment, draft, drafts)
            ):
                owner = drafts[-1]
            owner = owner or self._launched_before(segment) or self._is_among(segment) or self.carry.main
            if owner is not None and owner.sentence >= draft.sentence - 2:
                draft.parent, draft.complete, draft.rule = owner, False, "subset"
            return
        colon = last_colon(chunks, at) if ":" in segment.kinds else None
        if colon is not None:
            headed = [d for d in drafts if d.span[0] < self.tokens[chunks[colon].start].start]
            alike = [d for d in headed if d.rule != "of_total" or d.outcome == draft.outcome]
            owners = alike or headed
            owner = owners[-1] if owners else None  # "shot down 36 of 61 targets: 23 drones and 13 missiles"
            if owner is not None:
                draft.parent, draft.complete = owner, True
                if draft.rule in {"result", "enumeration"}:
                    draft.rule = "itemised"
        elif self._belongs_to_list(draft, drafts, sentence):
            draft.parent, draft.complete, draft.rule = self.carry.header, True, "itemised"
        self._relate_dashed(segment, draft, drafts)
        if draft.parent is None and not draft.own_outcome:
            lead = next((d for d in drafts if d.subset and d.parent is not None), None)
            if lead is not None:
                # "из них 5 – над A, 3 – над B"
                draft.parent, draft.complete, draft.rule = lead.parent, False, "subset"

    def _relate_listed(self, segment: Segment, draft: Draft) -> None:
        """An item of a list of regions that goes on with a total told before: the place that stands before it."""
        place = next((c.value for c in reversed(segment.chunks[: segment.at]) if c.kind == P), None)
        draft.parent, draft.complete, draft.rule = self.carry.main, False, "subset"
        draft.places = [place] if place is not None else []
        draft.item_codes = place.items[-1].codes if place is not None and place.items else ()

    def _stands_apart(self, segment: Segment, draft: Draft) -> bool:
        """ "Apart from the 56 over A, 25 were downed over B and two over C": parts of the total of the 56."""
        main = self.carry.main
        head = self.tokens[segment.chunks[0].start].text
        if main is None or main.outcome != draft.outcome or not head.startswith(("apart", "aside", "besides")):
            return False
        return main.low is not None and (draft.high or 0) < main.low

    def _relate_dashed(self, segment: Segment, draft: Draft, drafts: list[Draft]) -> None:
        """ "595 засобів – 47 ракет та 548 БпЛА": narrower weapons after a dash are parts of the figure before it."""
        previous = drafts[-1] if drafts else None
        if previous is None or not draft.own_weapon or previous.unit != draft.unit:
            return
        above = previous.parent
        beside = draft.parent is (None if previous.dashed else above)
        beneath = previous.dashed and above is not None and draft.parent is above.parent
        if draft.parent is not None and not beside and not beneath:
            return
        chunks, at = segment.chunks, segment.at
        opens = at > 1 and chunks[at - 1].kind == "-" and chunks[at - 2].kind in {W, ")"}
        previous = next((d for d in reversed(drafts) if not d.bracket), previous)
        total = previous if opens else previous.parent if previous.dashed else None
        if total is None or total.outcome != draft.outcome or not total.own_weapon or len(total.weapons) > 1:
            return
        if draft.weapons != total.weapons and all(under(path, common(total.weapons)) for path in draft.weapons):
            draft.parent, draft.complete, draft.dashed = total, True, True

    def _relate_bracketed(self, segment: Segment, draft: Draft, drafts: list[Draft]) -> None:
        chunks, at = segment.chunks, segment.at
        draft.bracket = True
        opener = bracket_opener(chunks, at)
        owner = next((d for d in reversed(drafts) if not d.bracket), None)
        before = chunks[opener - 1] if opener else None
        if before is not None and before.kind == P and not weapon_follows(chunks, at):
            # "Крыма (11 БПЛА)": the count of the last place named
            draft.rule = "itemised.bracket"
            draft.item_codes = before.value.items[-1].codes if before.value.items else ()
            if owner is not None and owner.outcome == draft.outcome and owner.unit == draft.unit:
                draft.parent, draft.complete = owner, True
        elif owner is not None and before is not None and before.kind in {W, Q, O, P}:
            draft.parent, draft.complete, draft.rule = owner, True, "bracket"

    def _belongs_to_list(self, draft: Draft, drafts: list[Draft], sentence: Sentence) -> bool:
        """Whether a draft is an item of the list whose header a colon ended."""
        header = self.carry.header
        if not self.carry.list_open or header is None or not sentence.opens_line:
            return False
        if draft.total and draft.own_outcome and (draft.low or 0) > (header.high or header.low or 0):
            return False  # "Всего сегодня уничтожен 141": of a longer time than the list's
        return draft.outcome == header.outcome or not (draft.own_outcome or any(d.own_outcome for d in drafts))

    # ------------------------------------------------------------------ the whole sentence

    def _tell_places(self, chunks: list[Chunk], drafts: list[Draft], sentence: Sentence, kinds: set[str]) -> None:
        """ "ППО працювала в A, B областях", "БПЛА сбиты над A, B": the regions of the result told before."""
        if len(drafts) == 1 and not drafts[0].places and drafts[0].qualifier == "unstated":
            # "Среди регионов, где были сбиты дроны, – A, B и C"
            drafts[0].places = [
                c.value for c in chunks if c.kind == P and c.value.role is None and len(c.value.codes) > 1
            ]
        if len(drafts) == 1 and self._tells_where(drafts[0]):
            for result in self.results:
                near = result.sentence >= self.number - 2 or self._refers_back(drafts[0])
                if near and not result.places:
                    result.places = drafts[0].places
            drafts.clear()
            return
        self.fired.extend(d for d in drafts if d.outcome == "launched" and d.unit == "weapon")
        self.results.extend(
            d for d in drafts if d.outcome in RESULTS and d.unit == "weapon" and (d.parent is None or d.subset)
        )
        for draft in drafts:
            if self.worked and draft.outcome in {"downed", "neutralised"} and draft.parent is None:
                if not draft.places and self.number - self.worked_in <= 6:
                    draft.places = self.worked
                self.worked = []
        if drafts:
            return
        # in English prose a result is told of what its own sentence names
        if self.english and self._names_places(chunks):
            for c in chunks:
                if c.kind == P and c.value.role is None:
                    c.value.role = "over"
            kinds = {*kinds, O}
        worked = (not self.english or self._speaks_of_them(chunks) or self._names_places(chunks)) and O in kinds
        worked = worked and (
            any(c.kind == O and c.value[0] in RESULTS for c in chunks) or (self.english and self._names_places(chunks))
        )
        if not (worked or self._tells("worked", sentence)):
            return
        where = [c.value for c in chunks if c.kind == P and c.value.role in {"in", "over"}]
        where = [
            places
            for places in where
            if any("-" in code for code in places.codes) or places.counted or (places.items and places.items[0].macro)
        ]
        fates = [d for d in self.results if d.outcome in {"downed", "neutralised"} and d.parent is None]
        told = fates[-1] if fates else None
        if where and told is None:
            self.worked, self.worked_in = where, self.number
        if where and told is not None and not told.places and self.number - told.sentence <= 6:
            told.places = where

    def _names_places(self, chunks: list[Chunk]) -> bool:
        """ "The Bryansk, Belgorod and Moscow regions and Crimea were named"."""
        return (
            not _NAMED.isdisjoint(self.words)
            and any(self.tokens[c.start].text in _NAMED for c in chunks)
            and sum(len(c.value.items) for c in chunks if c.kind == P) > TWO
            and {W, Q, N}.isdisjoint({c.kind for c in chunks})
        )

    def _speaks_of_them(self, chunks: list[Chunk]) -> bool:
        """ "They were downed over 14 regions"."""
        return self.tokens[chunks[0].start].text in {"they", "these"} and not any(c.kind in {W, Q, N} for c in chunks)

    def _tells_where(self, draft: Draft) -> bool:
        """ "Сбиты 54 БПЛА, в том числе 12 – на подлёте. БПЛА ликвидированы над A и B": no other drones."""
        if draft.qualifier != "unstated":
            return False
        told = next((d for d in reversed(self.results) if not d.subset), None)
        return (
            draft.outcome in RESULTS
            and bool(draft.places)
            and not draft.also
            and told is not None
            and (told.sentence in {self.number - 1, self.number - 2} or self._refers_back(draft))
            and told.qualifier == "exact"
            and not told.places
            and (told.weapons == draft.weapons or (self.english and _is_of(told, draft)))
        )

    def _refers_back(self, draft: Draft) -> bool:
        """ "The drones were downed over A and B": those told of a few sentences before."""
        if draft.weapon_span is None:
            return False
        at = bisect.bisect_left(self.tokens, draft.weapon_span[0], key=lambda token: token.start)
        return at > 0 and self.tokens[at - 1].text == "the"

    def _take_targets(self, chunks: list[Chunk], drafts: list[Draft], kinds: set[str]) -> None:
        """What an attack without figures was told to be on holds for the next sentence's figure of it."""
        listed = self.carry.list_targets if self.carry.list_open and self.carry.header is None else []
        if drafts and (self.carry.targets or listed):
            launched = [d for d in drafts if d.outcome == "launched" and d.unit == "weapon" and not d.places]
            for draft in launched:
                draft.places = self.carry.targets or listed
        if P not in kinds or not (A in kinds or "assault" in self.told):
            self.carry.targets = []
            return
        attack = next(
            (
                i
                for i, c in enumerate(chunks)
                if c.kind == A or (c.kind == O and "assault" in self.tokens[c.start].kinds)
            ),
            None,
        )
        for i, c in enumerate(chunks):
            if c.kind != P or c.value.role is not None or not i:
                continue
            struck = attack is not None and any(r.kind == R and r.value == "po" for r in chunks[attack:i])
            if struck or "assault" in self.tokens[chunks[i - 1].start].kinds:
                c.value.role = "toward"  # "атаковали Крым", "по об'єктах енергетики Києва"
        self.carry.targets = (
            [
                c.value
                for c in chunks[attack:]
                if c.kind == P and c.value.role in {"toward", "in"} and _names_region(c.value)
            ]
            if attack is not None and not drafts and not self.english
            else []
        )

    def _spread_times(self, chunks: list[Chunk], drafts: list[Draft]) -> None:
        """Give each draft its time: the phrase of its sentence nearest before it, else the first after it."""
        times = [chunk for chunk in chunks if chunk.kind == T]
        if not drafts:
            self.as_of = next((c.value for c in times if c.value.as_of), self.as_of)
        if not (times or self.as_of) or not drafts:
            return
        spoken = {id(c) for i, c in enumerate(chunks) if c.kind == T and time_of_speech(chunks, i)}
        windows = [c for c in times if c.value.is_window and id(c) not in spoken and not _ends_aside(chunks, c)]
        if self.english and len(windows) > 1 and _is_dateline(chunks):
            windows = [c for c in windows if not _in_dateline(chunks, c)] or windows
        firm = [c for c in windows if "weak" not in c.value.flags]
        if any(c.value.part or c.value.range_start or c.value.instant or c.value.span for c in firm):
            windows = firm  # else a date alone and "о ночном перехвате" make one
        aside = [c for c in windows if c.value.span and bracket_depth(chunks, chunks.index(c))]
        windows = [c for c in windows if c not in aside] or windows  # "(під час третьої за добу хвилі)"
        as_of = next((c.value for c in times if c.value.as_of), self.as_of)
        self.as_of = None
        best = fullest([c.value for c in windows]) if len(windows) > 1 else None
        for draft in drafts:
            draft.as_of = as_of
            if not windows:
                continue
            before = [c for c in windows if self.tokens[c.start].start <= draft.span[0]]
            if not before and _leads_total(windows[0], drafts, self.tokens):
                continue  # "сбито ещё пять БПЛА, всего с начала суток – 13"
            draft.time = (before[-1] if before else windows[0]).value
            if best is not None:
                draft.time = merge_times(draft.time, best)

    def _opened(self, phrase: TimePhrase, sentence: Sentence) -> TimePhrase:
        """ "В 4 часа утра началась атака": the moment opens the window of what follows."""
        if phrase.instant is None or not self._tells("began", sentence):
            return phrase
        return TimePhrase(phrase.start, phrase.end, date=phrase.date, range_start=phrase.instant)

    def _tells(self, kind: str, sentence: Sentence) -> bool:
        """Whether a token of the sentence has this kind."""
        return kind in self.told and any(kind in token.kinds for token in self.tokens[sentence.start : sentence.end])

    def _close(self, chunks: list[Chunk], drafts: list[Draft], sentence: Sentence, kinds: set[str]) -> None:
        """Leave what the next sentence may inherit."""
        carry = self.carry
        ends_with_colon = bool(chunks) and chunks[-1].kind == ":"
        verbs = [c for c in chunks if c.kind == O] if O in kinds and not drafts else []
        weapons = [c for c in chunks if c.kind == W] if W in kinds and not drafts else []
        if T in kinds and all(draft.qualifier == "unstated" for draft in drafts):
            headline = self._tells("front", sentence)
            windows = [
                c.value
                for i, c in enumerate(chunks)
                if c.kind == T and c.value.is_window and not time_of_speech(chunks, i)
                if not headline or c.value.part or c.value.span or c.value.range_start
                if self.number or not _is_dateline(chunks)
            ]
            if windows:
                if self.english and any(w.part == "night" and w.date is not None for w in windows):
                    windows = [w for w in windows if not (w.range_start and not w.range_end and not w.part)]
                told = fullest(windows)
                if told is not None:
                    self.times.append((self.number, self._opened(told, sentence)))
        if drafts:
            carry.sentence = self.number
            mains = [d for d in drafts if d.parent is None]
            main = _head_of(mains) if mains else drafts[-1]
            carry.outcome = main.outcome
            carry.outcomes = frozenset([d.outcome for d in drafts])
            if main.unit == "weapon":
                carry.weapons, carry.traits, carry.side = main.weapons, main.traits, main.weapon_side
            if mains and mains[0].outcome != "launched":
                carry.main = mains[0]
            elif mains:
                carry.main = mains[-1]
            in_list = carry.list_open and all(d.parent is carry.header and carry.header is not None for d in drafts)
            if ends_with_colon:
                carry.header = main if main.qualifier != "unstated" else None  # "дроны сбиты над регионами:"
                carry.list_outcome = main.outcome
                carry.list_open = True
            elif not (in_list or (carry.list_open and sentence.opens_line and all(not d.own_outcome for d in drafts))):
                carry.list_open = False
                carry.header = None
        elif ends_with_colon and self.english and self._counts_what_follows(chunks):
            carry.list_open, carry.header, carry.list_outcome, carry.list_targets = True, None, "launched", []
        elif ends_with_colon and (verbs or any(c.kind == A or (c.kind == PREP and c.value == "with") for c in chunks)):
            carry.list_open, carry.header = True, None
            carry.list_outcome = verbs[-1].value[0] if verbs else "launched"
            carry.list_targets = carry.targets if carry.list_outcome == "launched" else []
            if weapons:
                carry.weapons, carry.traits = weapons[-1].value.paths, weapons[-1].value.traits
        elif ends_with_colon and carry.main is not None and any(c.kind == R and c.value == "subset" for c in chunks):
            carry.list_open, carry.header, carry.list_outcome = True, carry.main, carry.main.outcome  # "Из них:"
        elif sentence.opens_line and chunks and not carry.list_open:
            carry.header = None
        if not drafts and weapons and any(c.kind in {A, O} for c in chunks):
            carry.sentence = self.number
            carry.weapons, carry.traits = weapons[-1].value.paths, weapons[-1].value.traits


_STEADY: Final = frozenset({Q, W, O, T, L, N, ","})
"""Kinds of chunks that lead from the places of a figure to those of something else in no sentence."""

_NAMED: Final = frozenset({"named", "listed"})
_AMONG: Final = frozenset({"among", "of those", "of these", "the total"})
_LOSSES: Final = frozenset({"losses", "lost"})
_MAINLY: Final = frozenset({"mainly", "mostly", "primarily", "chiefly", "especially", "particularly", "largely"})
NEAR: Final = 3
"""Sentences over which a figure is itemised by its noun alone."""

_SEEN: Final = frozenset({"recorded", "registered", "reported", "confirmed"})

RAIDERS: Final = frozenset({"ua_sbu", "ua_military_intelligence", "ru_fsb"})
"""Bodies that strike aircraft on the ground and shoot none down."""

TARGETS: Final = frozenset({"uav", "missile", "bomb", "rocket", "air_object", "balloon"})
"""Roots of what can be jammed or lost from radar."""

CITIES: Final = frozenset({"RU-MOW", "RU-SPE", "UA-30", "UA-40"})
"""Regions that are cities."""

CAPITALS: Final = {"RU": ("RU-MOW",), "UA": ("UA-30",)}
"""The capital of a region's country."""

_OF_TOWNS: Final = frozenset({"port", "city", "town", "village", "suburb", "district", "outskirts", "hub"})

_AREAS: Final = frozenset(
    {"NORTH", "SOUTH", "EAST", "WEST", "CENTER", "NORTHEAST", "NORTHWEST", "SOUTHEAST", "SOUTHWEST"}
)
"""Ends of the codes of areas of a country."""

_FINITE: Final = frozenset({"finite", "pp"})

_LATER: Final = frozenset({"later", "then", "afterwards", "subsequently"})
"""What says that someone speaks again."""

TWO: Final = 2

_SECOND: Final = frozenset({"second", "other"})
"""What tells of two that one was spoken of."""

_PARTS: Final = frozenset({"while", "when", "after", "before", "because", "since", "though"})
"""What opens a clause whose places are its own."""

_PILOTED: Final = frozenset({"aircraft", "helicopter"})


def _abroad(draft: Draft) -> bool:
    """Whether every place of a figure lies in a state that neither side holds."""
    codes = draft.codes
    return bool(codes) and all("-" not in code and code not in {"UA", "RU", "BY"} for code in codes)


def _in_dateline(chunks: list[Chunk], time: Chunk) -> bool:
    """Whether a date stands in the dateline: "MOSCOW, Feb. 8 (Xinhua) --"."""
    bare = time.value.part is None and time.value.span is None and not time.value.range_start
    return bare and all(c.kind in {P, C, ",", X} for c in chunks[: chunks.index(time)])


def _launched_after(chunks: list[Chunk], at: int) -> bool:
    """Whether a participle says that what is counted was launched: "four missiles fired by Russia"."""
    kinds = [c.kind for c in chunks[at + 1 : at + 5]]
    end = 2 if kinds[:2] == [W, O] else 4 if kinds == [PREP, Q, W, O] else 0
    return end > 0 and chunks[at + end].value == ("launched", "any")


def _all_launched(segment: Segment, draft: Draft) -> Draft | None:
    """ "all eight drones launched by Russia were shot down": eight were launched too."""
    chunks, at = segment.chunks, segment.at
    among = draft.quantity.among
    counted = draft.quantity.all_of and draft.low is not None and draft.qualifier != "all"
    if not (counted or among) or draft.outcome not in RESULTS:
        return None
    after = chunks[at + 1 : segment.last]
    verb = next((i for i, c in enumerate(after) if c.kind == O), None)
    if verb is None or after[verb].value[0] != "launched" or any(c.kind in {Q, ","} for c in after[:verb]):
        return None
    places = [c.value for c in after[verb + 1 :] if c.kind == P and c.value.role in {"in", "toward"}]
    draft.places = [p for p in draft.places if p not in places or p.start < after[verb].start]
    told = [p for p in places if _names_region(p)]
    count = (among, among) if among else (draft.low, draft.high)
    return dataclasses.replace(draft, outcome="launched", rule="all_launched", places=told, low=count[0], high=count[1])


def _ends_aside(chunks: list[Chunk], time: Chunk) -> bool:
    """ "..., which kept people in shelters until morning": the end of something else."""
    ends = time.value.range_end is not None and time.value.range_start is None and not time.value.part
    if not ends and not (time.value.span or "").startswith("in_"):
        return False
    return any(c.kind == SUB for c in chunks[: chunks.index(time)])


def _is_of(told: Draft, draft: Draft) -> bool:
    """Whether a figure told before is of what is named again with fewer words: "18 Shaheds ... The drones"."""
    return all(under(path, common(draft.weapons)) for path in told.weapons)


def _struck_by_side(segment: Segment) -> bool:
    """Whether an active verb tells that the aircraft counted were struck: "its drones hit 41 warplanes"."""
    chunks, at = segment.chunks, segment.at
    around = [segment.before, chunks[at + 2] if at + 2 < len(chunks) else None]
    return any(c is not None and c.kind == O and c.value in {("hit", "any"), ("hit", "finite")} for c in around)


def _lost_then(chunks: list[Chunk], segment: Segment) -> bool:
    """Whether losses are told of a time: "за минулу добу втратила 210 БпЛА"."""
    told = any(c.kind == O and c.value == ("eliminated", "act") for c in chunks)
    if any(c.kind == T and c.value.span == "war" for c in chunks):
        # "has lost 48,390 drones since the invasion, including 121 over the past day"
        told = told and any(c.kind == R and c.value == "subset" for c in chunks[segment.first : segment.at])
    return told and any(c.kind == T and c.value.span != "war" for c in chunks)


def _is_dateline(chunks: list[Chunk]) -> bool:
    """ "СИМФЕРОПОЛЬ, 22 сентября. /ТАСС/": where and when a story was sent."""
    said = [c for c in chunks if c.kind != "bullet"]
    return bool(said and said[0].kind in {P, X}) and all(
        c.kind in {P, X, ",", ".", "-", "/"} or (c.kind == T and c.value.part is None) for c in said
    )


def _head_of(mains: list[Draft]) -> Draft:
    """The figure that a list after a colon is of: the sum of the others ("595 засобів – 47 ракет та 548 БпЛА:")."""
    first, others = mains[0], mains[1:]
    if len(others) > 1 and first.low is not None and first.low == exact_sum(others) and first.outcome != "hit":
        return first
    return mains[-1]


def _beside_ground_losses(chunks: list[Chunk], tokens: list[Token]) -> bool:
    """Whether tanks and guns are counted in the same sentence: losses of every kind, not of what flew in."""
    told = [c for q, c in itertools.pairwise(chunks) if q.kind == Q and c.kind in {N, X}]
    return sum("heavy" in tokens[c.start].kinds or "heavy" in tokens[c.end - 1].kinds for c in told) > 1


def _leads_total(time: Chunk, drafts: list[Draft], tokens: list[Token]) -> bool:
    """Whether a time since the start of a day or week is that of a later total alone."""
    since = time.value.span in {"today", "week", "month", "year"}
    return since and any(d.total and d.span[0] > tokens[time.start].start for d in drafts)


def _says_hits(chunk: Chunk | None) -> bool:
    """Whether a count is of hits themselves: "кілька влучань"."""
    return chunk is not None and chunk.kind == O and chunk.value == ("hit", "noun")


def _turn_to_crossing(draft: Draft) -> None:
    """ "24 зникли з радарів, а ще чотири – у напрямку Білорусі": towards another state is out of the country."""
    if draft.toward is None or draft.own_outcome or draft.outcome not in RESULTS:
        return
    codes = draft.toward.codes
    if codes and all("-" not in code for code in codes):
        draft.outcome = "crossed"


def _clause(segment: Segment) -> list[Chunk]:
    """The chunks of a segment in the clause of its count: "не зафіксовано, збито 0" denies nothing of the second."""
    chunks = segment.chunks
    comma = max((i for i in range(segment.first, segment.at) if chunks[i].kind == ","), default=segment.first)
    end = next((i for i in range(segment.at, segment.last) if chunks[i].kind in {",", ";", BUT}), segment.last)
    return chunks[comma : end + 1]


def _opens_with_more(chunk: Chunk) -> bool:
    """ "Также ...", "Ещё один ...": a sentence that adds to the one before."""
    return chunk.value in {"also", "another"} if chunk.kind == R else bool(chunk.value.another)


def _names_region(places: Places) -> bool:
    return any(item.codes or item.macro for item in places.items)


def _names_state(places: Places) -> bool:
    return bool(places.codes) and all("-" not in code for code in places.codes)


def _also_withheld(draft: Draft, chunks: list[Chunk]) -> list[Draft]:
    """ "кількість пусків та збиттів не розголошується": the same for every other outcome named before the weapon."""
    withheld = next((c.start for c in chunks if c.kind == WITHHELD), draft.quantity.start)
    follows = next((i for i, c in enumerate(chunks) if c.kind == WITHHELD), None)
    if withheld < draft.quantity.start or (follows is not None and any(c.kind == O for c in chunks[follows:])):
        withheld = chunks[-1].end  # "does not disclose the number of missiles launched and intercepted"
    outcomes = dict.fromkeys(
        c.value[0] for c in chunks if c.kind == O and c.start < withheld and c.value[0] != draft.outcome
    )
    return [dataclasses.replace(draft, outcome=outcome) for outcome in outcomes]


def _destination(segment: Segment, draft: Draft) -> bool:
    """Whether a flight out tells its country, or that the airspace was left: not "полетіли на Одещину"."""
    toward = draft.toward.codes if draft.toward else ()
    if any("-" not in code for code in (*draft.codes, *toward)):
        return True
    if any("-" in code for code in (*draft.codes, *toward)):
        return False
    return not any(c.kind == O and c.value[0] == "crossed" and c.value[1] == "bare" for c in segment.chunks)


def _counts_locations(segment: Segment, drafts: list[Draft], tokens: list[Token]) -> bool:
    """ "на 5 локаціях"; also "уламки впали на десяти" after it, with the noun of the count before."""
    after = segment.after
    if after is not None and after.kind == L:
        return True
    if after is not None and after.kind == P and tokens[after.end - 1].text in SITES:
        return True  # "debris fell on two Kyiv districts"
    before = segment.before if drafts else None
    fell = segment.before is not None and segment.before.kind == PREP and segment.at > 1 and after is None
    if fell and segment.chunks[segment.at - 2].kind == O and segment.chunks[segment.at - 2].value == ("debris", "act"):
        return tokens[segment.chunks[segment.at].start].text.isascii()  # "Debris fell at four more"
    if before is None or before.kind != PREP or not any(d.unit == "location" for d in drafts):
        return False
    return not any(c.kind == W for c in segment.chunks[segment.at + 1 : segment.at + 3])
