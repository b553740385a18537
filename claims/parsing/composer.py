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
from claims.parsing.prose_chunks import ProseChunks
from claims.parsing.prose_words import (
    names_state,
)
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


class Composer(ProseChunks):
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
        if self.english:
            chunks, kinds = self.prepared(chunks, kinds)
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
            if draft is not None and draft.qualifier == "withheld":
                if self.keeps_other(chunks, draft):
                    continue  # "did not say how many drones were involved"
                if self.english:
                    draft.outcome = _outcome_withheld(chunks) or draft.outcome
                drafts.extend(_also_withheld(draft, chunks))
            if draft is not None:
                draft.also = adds
                self._mark(segment, draft, drafts)
                self._relate(segment, draft, drafts, sentence)
                self._place(segment, draft)
                self._split_destination(draft)
                if self.english and len(draft.places) > 1:
                    self.drop_wider(draft)
                if draft.rule == "of_total" and drafts and not drafts[-1].places and not self.fired_at(segment):
                    # "збили 6 з 9 шахедів над A": where they were shot down
                    held = [p for p in draft.places if p.role in {"over", "in"} and not self._is_target(p)]
                    drafts[-1].places = held
                    draft.places = [p for p in draft.places if p not in held]
                _turn_to_crossing(draft)
                if self.english and draft.outcome != "crossed" and _abroad(draft):
                    continue  # "nine parts made in China"
                if draft.outcome == "crossed" and not _destination(segment, draft):
                    continue
                launched = _all_launched(segment, draft) or self.fired_jointly(segment, draft, drafts)
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

    def _fill_regions(self, chunks: list[Chunk]) -> None:
        """Put the region named before in the place of "the region"."""
        for chunk in [chunk for chunk in chunks if chunk.kind == P]:
            items = chunk.value.items
            if self.english:
                self.widen_cities(chunk)
            for item in items:
                if item.codes == (SPOKEN_OF,):
                    item.spoken = self.tokens[item.start].text.rpartition(" ")[2]
                    before = items[items.index(item) - 1] if item is not items[0] else None
                    city = before.codes[0] if before is not None and before.codes else ""
                    around = SURROUNDED.get(city) if item.spoken == "region" else None
                    if "surrounding" in self.tokens[item.start].text and self.region:
                        around = around or SURROUNDED.get(self.region[0])
                    item.codes = (around,) if around else self.region or ()
                    office = self.office(chunks)
                    if item.spoken == "peninsula":
                        item.codes = ("UA-43",)
                    elif item.spoken == "city" and self.governed(chunks) in CITIES:
                        item.codes = (self.governed(chunks) or "",)
                    elif office and item.spoken in {"city", "capital"}:
                        item.codes = (office,)
                    elif item.spoken in {"region", "oblast", "province"} and (governed := self.governed(chunks)):
                        item.codes = (governed,)
                    elif item.spoken == "capital" and self.region:
                        item.codes = CAPITALS.get(self.region[0].partition("-")[0], self.region)
                elif len(items) == 1 and item.codes and "-" in item.codes[0] and not item.codes[0].startswith("SEA"):
                    self.region = item.codes
            chunk.value.items = [item for item in items if item.codes or item.name or item.macro or item.spoken]

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
        if located and self.english and any(self.are_troops(c) for c in chunks):
            return None  # "its troops captured two villages and hit 143 areas"
        if located:
            outcome, rule, own = location_outcome(segment, self.carry)
        else:
            outcome, rule, own = outcome_of(segment, drafts, self.carry, english=self.english)
            if self.english:
                outcome, rule, own = self.in_prose(segment, drafts, outcome, rule, own=own)
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
                weapons = self.of_the_fired(segment, drafts, weapons)
        if not weapons:
            return None
        roots = roots_of(weapons)
        if outcome == "hit" and roots <= _PILOTED and not located and _struck_by_side(segment):
            pass  # "its drones hit 41 warplanes"
        elif outcome in {"hit", "debris"} and not located and not CARRIERS.isdisjoint(roots):
            return None  # "обломки повредили два самолета"
        if self.english and outcome in {"suppressed", "lost"} and not roots <= TARGETS:
            return None  # "diverted 200 vessels"
        if outcome in {"crossed", "launched"} and not _PILOTED.isdisjoint(roots):
            return None  # planes that went to another airfield, or that missiles came from
        if self.english and quantity.qualifier == "implied" and self.was_used(segment):
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
            raided = self.english and self.raided(chunks, at)
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
                if self.english and index > segment.at and self.starts_aside(chunks, index):
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
            if self.english and index > segment.at and draft.outcome in RESULTS and self.are_aimed_at(chunks, index):
                break  # "destroyed 117 drones launched by Ukraine, targeting several regions, including A"
            depth = bracket_depth(chunks, index) if "(" in segment.kinds else 0
            before = chunks[index - 1] if index else None
            if mainly and any(t.text in _MAINLY for t in self.tokens[max(places.start - 2, 0) : places.start]):
                continue  # "targeting mainly western areas"
            listed = [c.kind for c in chunks[index + 1 : index + 4]] == [",", O, Q] and index < segment.at
            if self.english and listed and chunks[index + 3] is chunks[segment.at]:
                continue  # "Forces take a village in A, down eight missiles"
            if self.english and places.role is None:
                places.role = self.vague_role(chunks, index)
            if places.role is None and self._names_ship(chunks, index):
                continue
            if places.role is None and self.tokens[places.start - 1].text.endswith(("нее", "ніше")):
                continue  # "в 340 км юго-западнее Севастополя"
            if places.role is None and before is not None and "assault" in self.tokens[before.start].kinds:
                places.role = "toward"  # "атаковали Крым"
            bracketed = places.role is None and depth > 0
            if draft.outcome == "crossed" and places.role == "from" and index > segment.at and names_state(places):
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
                and self.of_carriers(chunks, index)
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
            elif (
                draft.outcome == "launched"
                and places.role in {"toward", None}
                and (_names_region(places) or (self.english and places.counted))
            ):
                draft.places.append(places)  # regions attacked or headed for
            elif places.role == "toward":
                draft.toward = places
            elif is_speech_place(chunks, index) and not self.seen_there(chunks, index):
                continue
            elif (
                places.role in {"over", "in"}
                or place_counts(chunks, index, segment.at)
                or (draft.outcome == "hit" and places.role is None and index > segment.at and _names_region(places))
                or (draft.outcome == "airborne" and places.role is None and index > segment.at)
                or (draft.outcome == "crossed" and (index > segment.at or names_state(places)))
            ):
                draft.places.append(places)
            if draft.places and draft.places[-1] is places:
                draft.target_follows = index > segment.at

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
        if self.english and draft.rule == "subset" and not draft.own_outcome and self.lists_regions(segment):
            draft.subset = True
        if self.english and draft.outcome == "launched" and not drafts and self.is_among(segment) is not None:
            draft.subset = True
        if self.english and self.some_of_downed(segment, draft):
            draft.subset = True
        if self.english and (self.with_some(segment, draft, drafts[-1]) if drafts else self.one_of_two(segment, draft)):
            draft.subset = True
        draft.superlative = "superlative" in marks
        draft.total = draft.total or draft.quantity.total or "total" in marks
        if "reached" in marks or (self.english and self.brought_to(segment)):
            draft.tally = "running"  # "общее число достигло 22"
        elif draft.quantity.another and (draft.outcome != "launched" or draft.rule == "attempt"):
            draft.tally = "increment"
            later = not _LATER.isdisjoint(self.words)
            draft.anew = later and any(self.tokens[c.start].text in _LATER for c in chunks[: at + 1])

    def _relate(self, segment: Segment, draft: Draft, drafts: list[Draft], sentence: Sentence) -> None:
        """The total that a draft is a part of: by brackets, "из них", a colon, or the header of its list."""
        chunks, at = segment.chunks, segment.at
        if self.english and not draft.own_outcome and self.lists_regions(segment):
            self.relate_listed(segment, draft)
            return
        if self.english and not draft.subset and self.stands_apart(segment, draft):
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
                and self.of_the_last(segment, draft, drafts)
            ):
                owner = drafts[-1]
            owner = owner or self.launched_before(segment) or self.is_among(segment) or self.carry.main
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
        if self.english and self.names_places(chunks):
            for c in chunks:
                if c.kind == P and c.value.role is None:
                    c.value.role = "over"
            kinds = {*kinds, O}
        worked = (not self.english or self.speaks_of_them(chunks) or self.names_places(chunks)) and O in kinds
        worked = worked and (
            any(c.kind == O and c.value[0] in RESULTS for c in chunks) or (self.english and self.names_places(chunks))
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
        if self.english:
            self.share_dates(drafts)

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
        elif ends_with_colon and self.english and self.counts_what_follows(chunks):
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


TARGETS: Final = frozenset({"uav", "missile", "bomb", "rocket", "air_object", "balloon"})
"""Roots of what can be jammed or lost from radar."""

CITIES: Final = frozenset({"RU-MOW", "RU-SPE", "UA-30", "UA-40"})
"""Regions that are cities."""

CAPITALS: Final = {"RU": ("RU-MOW",), "UA": ("UA-30",)}
"""The capital of a region's country."""


_LATER: Final = frozenset({"later", "then", "afterwards", "subsequently"})
"""What says that someone speaks again."""


_PARTS: Final = frozenset({"while", "when", "after", "before", "because", "since", "though"})
"""What opens a clause whose places are its own."""

_MAINLY: Final = frozenset({"mainly", "mostly", "primarily", "chiefly", "especially", "particularly", "largely"})

_PILOTED: Final = frozenset({"aircraft", "helicopter"})


def _abroad(draft: Draft) -> bool:
    """Whether every place of a figure lies in a state that neither side holds."""
    codes = draft.codes
    return bool(codes) and all("-" not in code and code not in {"UA", "RU", "BY"} for code in codes)


def _in_dateline(chunks: list[Chunk], time: Chunk) -> bool:
    """Whether a date stands in the dateline: "MOSCOW, Feb. 8 (Xinhua) --"."""
    bare = time.value.part is None and time.value.span is None and not time.value.range_start
    return bare and all(c.kind in {P, C, ",", X} for c in chunks[: chunks.index(time)])


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


def _outcome_withheld(chunks: list[Chunk]) -> str | None:
    """The first outcome that is not told: behind the words that withhold it, else before them."""
    silent = next((c.start for c in chunks if c.kind == WITHHELD), 0)
    named = [c for c in chunks if c.kind == O]
    told = next((c for c in named if c.start > silent), named[0] if named else None)
    return str(told.value[0]) if told is not None else None


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
