"""From chunks to drafts: each countable quantity with its outcome, weapon, places and markers.

The composer cuts a sentence into segments, one quantity each, at the joints between them; a segment takes what stands in
it, and inherits what it leaves out from its sentence, its list's header, or the sentence before.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from claims.parsing.clauses import (
    AND,
    BUT,
    NEG,
    PREP,
    WITHHELD,
    A,
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
from claims.parsing.numbers import Quantity
from claims.parsing.places import SPOKEN_OF, Places
from claims.parsing.times import TimePhrase
from claims.parsing.tokens import Token
from claims.parsing.weapons import WeaponPhrase

SEPARATORS = frozenset({",", ";", ":", "(", "bullet", AND, BUT})
RESULTS = frozenset({"downed", "suppressed", "lost", "suppressed_or_lost", "neutralised"})
FATES = {
    frozenset({"downed"}): "downed",
    frozenset({"suppressed"}): "suppressed",
    frozenset({"lost"}): "lost",
    frozenset({"suppressed", "lost"}): "suppressed_or_lost",
    frozenset({"suppressed_or_lost"}): "suppressed_or_lost",
    frozenset({"suppressed_or_lost", "suppressed"}): "suppressed_or_lost",
    frozenset({"suppressed_or_lost", "lost"}): "suppressed_or_lost",
}


@dataclass(slots=True, eq=False)
class Draft:
    """A claim in the making. ``span`` is in cleaned offsets; ``parent`` another draft."""

    outcome: str
    unit: str
    weapons: tuple[str, ...]
    quantity: Quantity
    span: tuple[int, int]
    sentence: int
    rule: str
    traits: tuple[str, ...] = ()
    weapon_span: tuple[int, int] | None = None
    weapon_side: str | None = None
    own_weapon: bool = False
    places: list[Places] = field(default_factory=list)
    launched_from: list[Places] = field(default_factory=list)
    toward: Places | None = None
    item_codes: tuple[str, ...] | None = None
    time: TimePhrase | None = None
    as_of: TimePhrase | None = None
    parent: Draft | None = None
    axis: str | None = None
    complete: bool | None = None
    tally: str = "window"
    claimant: str | None = None
    subset: bool = False
    total: bool = False
    bracket: bool = False
    header: bool = False
    own_outcome: bool = True
    derived_from: list[Draft] = field(default_factory=list)
    derived: bool = False
    restates: Draft | None = None
    more_spans: list[tuple[int, int]] = field(default_factory=list)
    low: int | None = None
    high: int | None = None
    qualifier: str = "exact"
    of_total: bool = False
    running: bool = False
    order: int = 0

    def __post_init__(self) -> None:
        if self.qualifier == "exact" and self.low is None and self.high is None:
            # a copy keeps its own interval
            self.low, self.high, self.qualifier = self.quantity.low, self.quantity.high, self.quantity.qualifier

    @property
    def codes(self) -> tuple[str, ...]:
        """Regions where it happened."""
        if self.item_codes is not None:
            return self.item_codes
        return tuple(dict.fromkeys(code for places in self.places for code in places.codes))

    @property
    def macros(self) -> tuple[str, ...]:
        """Macro-areas where it happened, without their side."""
        if self.item_codes is not None:
            return ()
        return tuple(
            dict.fromkeys(item.macro for places in self.places for item in places.items if item.macro is not None)
        )

    @property
    def unnamed(self) -> int | None:
        """Regions counted but not named."""
        counts = [places.unnamed for places in self.places if places.unnamed]
        return sum(counts) if counts and self.item_codes is None else None


@dataclass(slots=True)
class Carry:
    """What a sentence leaves for the next one to inherit."""

    outcome: str | None = None
    weapons: tuple[str, ...] | None = None
    traits: tuple[str, ...] = ()
    side: str | None = None
    header: Draft | None = None
    main: Draft | None = None
    line: int = -1
    list_outcome: str | None = None
    list_open: bool = False
    sentence: int = -9


class Composer:
    """Reads the chunks of one sentence at a time into drafts."""

    def __init__(self, tokens: list[Token], text: str) -> None:
        self.tokens = tokens
        self.text = text
        self.carry = Carry()
        self.number = 0
        self.region: tuple[str, ...] | None = None
        self.times: list[tuple[int, TimePhrase]] = []

    # ------------------------------------------------------------------ one sentence

    def sentence(self, chunks: list[Chunk], sentence: Sentence, number: int) -> list[Draft]:
        """The drafts of one sentence; updates what is carried on."""
        self.number = number
        self._fill_regions(chunks)
        chunks = _merge_outcomes(chunks)
        chunks = self._implied(chunks)
        quantities = [i for i, chunk in enumerate(chunks) if chunk.kind == Q and self._countable(chunks, i)]
        drafts: list[Draft] = []
        if quantities:
            segments = _segments(chunks, quantities)
            previous: Draft | None = None
            brackets: list[Draft | None] = []
            for k, at in enumerate(quantities):
                first, last = segments[k]
                draft = self._draft(chunks, quantities, segments, k, previous, drafts, number)
                if draft is None:
                    continue
                self._attach(chunks, draft, at, first, last, drafts, sentence, brackets)
                drafts.append(draft)
                previous = draft
        self._spread_times(chunks, drafts)
        self._close(chunks, drafts, sentence)
        return drafts

    def _fill_regions(self, chunks: list[Chunk]) -> None:
        """Put the region named before in the place of "the region"."""
        for chunk in chunks:
            if chunk.kind != P:
                continue
            items = chunk.value.items
            for item in items:
                if item.codes == (SPOKEN_OF,):
                    item.codes = self.region or ()
                elif len(items) == 1 and item.codes and "-" in item.codes[0]:
                    self.region = item.codes
            chunk.value.items = [item for item in items if item.codes or item.name or item.macro]

    # ------------------------------------------------------------------ quantities

    def _implied(self, chunks: list[Chunk]) -> list[Chunk]:
        """Insert the count of one where a singular weapon stands with its verb, and of some for a bare plural."""
        result = list(chunks)
        at = 0
        while at < len(result):
            chunk = result[at]
            if chunk.kind == W and not _has_quantity(result, at):
                quantity = self._implied_quantity(result, at)
                if quantity is not None:
                    result.insert(at, Chunk(Q, chunk.start, chunk.start, quantity))
                    at += 1
            at += 1
        return result

    def _implied_quantity(self, chunks: list[Chunk], at: int) -> Quantity | None:
        weapon: WeaponPhrase = chunks[at].value
        if any(c.kind == WITHHELD for c in chunks[at + 1 : at + 5]) and not any(
            c.kind in {W, Q} for c in chunks[at + 1 : _withheld_at(chunks, at)]
        ):
            return _count(None, None, "withheld", chunks[at])
        if not weapon.head and "missile" not in weapon.paths[0]:
            return None
        before = chunks[at - 1] if at else None
        if before is not None and (
            (before.kind == PREP and before.value in {"with", "of", "toward"}) or before.kind in {A, N, L}
        ):
            return None
        if _inside_brackets(chunks, at):
            return None
        after = chunks[at + 1] if at + 1 < len(chunks) else None
        if after is not None and (after.kind in {A, N, L} or self.tokens[after.start].text in _ATTACK_WORDS):
            return None
        verb = _verb_near(chunks, at)
        number = weapon.number
        listed = before is not None and before.kind in {AND, ","} and _follows_counted(chunks, at)
        if verb is not None:
            outcome, feature = verb.value
            if outcome in RESULTS or outcome in {"hit", "airborne", "crossed", "launched"}:
                singular = number == "sg" or (number == "" and feature == "pp.sg")
                if singular and weapon.paths[0] != "air_object":
                    if outcome == "launched" and not self._by_enemy(chunks, weapon):
                        return None
                    return _count(1, 1, "implied", chunks[at], singular=True)
                if (
                    outcome in RESULTS
                    and (number == "pl" or (number == "" and feature == "pp.pl"))
                    and (feature in {"pp.pl", "act", "impers", "any", "noun"} and weapon.paths[0] != "air_object")
                ):
                    return _count(2, None, "unstated", chunks[at])
        if listed and number == "sg" and weapon.paths[0] != "air_object":
            return _count(1, 1, "implied", chunks[at], singular=True)
        return None

    def _by_enemy(self, chunks: list[Chunk], weapon: WeaponPhrase) -> bool:
        """Whether a single launch is told of the other side, not of a crew's own missile."""
        if weapon.side is not None:
            return True
        words = {self.tokens[c.start].text for c in chunks if c.kind in {X, "speaker"}}
        return bool(words & _ENEMY_WORDS)

    def _countable(self, chunks: list[Chunk], at: int) -> bool:
        """Whether a quantity counts weapons or locations: by its noun, or elliptically inside a report."""
        quantity: Quantity = chunks[at].value
        if quantity.fraction:
            return False
        index = at + 1
        while index < len(chunks) and chunks[index].kind == R and chunks[index].value in {"also", "total"}:
            index += 1
        after = chunks[index] if index < len(chunks) else None
        if after is not None and after.kind in {W, L}:
            return True
        if quantity.qualifier == "implied" and after is not None and after.kind != W:
            return False
        if after is not None and after.kind == N:
            return False
        if after is not None and after.kind == PREP and after.value == "of":
            return index + 1 < len(chunks) and chunks[index + 1].kind == Q
        if quantity.rest and quantity.low is None:
            return after is not None and after.kind in {O, "-", P, W}
        if after is not None and after.kind == X:
            return False
        if quantity.all_of and quantity.low is None:
            return after is not None and after.kind in {O, "-", P}
        carry = self.carry
        near = self.number - carry.sentence <= 1 or carry.list_open
        known = any(chunk.kind == W for chunk in chunks) or (near and carry.weapons is not None)
        if not known:
            return False
        if (
            after is not None
            and after.kind == "-"
            and self.tokens[after.start].start == self.tokens[after.start - 1].end
        ):
            return False  # "1,000-kilometer"
        if after is None:
            return True
        if after.kind == "+":
            return False
        return after.kind in {P, O, "-", ",", ";", ")", "(", AND, BUT, ":", R, T, "/", S, PREP, "bullet"}

    # ------------------------------------------------------------------ drafts

    def _draft(
        self,
        chunks: list[Chunk],
        quantities: list[int],
        segments: list[tuple[int, int]],
        k: int,
        previous: Draft | None,
        drafts: list[Draft],
        number: int,
    ) -> Draft | None:
        """The draft of segment ``k``: its outcome, unit and weapon."""
        at = quantities[k]
        first, last = segments[k]
        quantity: Quantity = chunks[at].value
        after = chunks[at + 1] if at + 1 < len(chunks) else None
        located = (after is not None and after.kind == L) or self._more_locations(chunks, at, drafts)
        outcome, rule, own = self._outcome(chunks, quantities, segments, k, previous, located)
        if outcome is None:
            return None
        if _negated(chunks, at, first, last):
            return None
        if located:
            if outcome not in {"hit", "debris"}:
                return None
            weapons, traits, weapon_chunk = self._location_weapon(chunks, at, outcome)
            unit = "location"
        else:
            weapons, traits, weapon_chunk = self._weapon(chunks, quantities, segments, k, previous, outcome)
            unit = "weapon"
        if weapons is None:
            return None
        start, end = self._span(chunks, at, None if located else weapon_chunk, first, last)
        if outcome == "downed" and self._on_the_ground(chunks, weapons, at):
            outcome = "destroyed"
        draft = Draft(outcome, unit, weapons, quantity, (start, end), number, rule, traits=traits)
        draft.own_outcome = own
        if weapon_chunk is not None:
            phrase: WeaponPhrase = weapon_chunk.value
            draft.weapon_span = (self.tokens[phrase.start].start, self.tokens[phrase.end - 1].end)
            draft.weapon_side = phrase.side
            draft.own_weapon = not located
        elif previous is not None:
            draft.weapon_side = previous.weapon_side
        if quantity.qualifier in {"implied", "unstated"}:
            draft.rule = f"{rule}.{quantity.qualifier}"
        return draft

    def _more_locations(self, chunks: list[Chunk], at: int, drafts: list[Draft]) -> bool:
        """ "влучання на 5 локаціях, уламки впали на десяти": the noun of the count before."""
        before = chunks[at - 1] if at else None
        return bool(
            drafts
            and drafts[-1].unit == "location"
            and before is not None
            and before.kind == PREP
            and not any(c.kind == W for c in chunks[at + 1 : at + 3])
        )

    def _outcome(
        self,
        chunks: list[Chunk],
        quantities: list[int],
        segments: list[tuple[int, int]],
        k: int,
        previous: Draft | None,
        located: bool,
    ) -> tuple[str | None, str, bool]:
        """The outcome of a segment with the rule that gave it, and whether the segment words it itself."""
        at = quantities[k]
        first, last = segments[k]
        before = chunks[at - 1] if at else None
        if located:
            for index in range(at + 1, last):
                if chunks[index].kind == O and chunks[index].value[0] in {"hit", "debris"}:
                    return chunks[index].value[0], "location", True
            for index in range(at - 1, -1, -1):
                if chunks[index].kind == O and chunks[index].value[0] in {"hit", "debris"}:
                    return chunks[index].value[0], "location", True
            if self.carry.outcome in {"hit", "debris"}:
                return self.carry.outcome, "location", False
            return None, "", False
        # "52 із 80 запущених": the figure after "of" is what was launched
        if before is not None and before.kind == PREP and before.value == "of":
            return "launched", "of_total", True
        right = [c for c in chunks[at + 1 : last] if c.kind == O and not _attributive(chunks, c)]
        left = [c for c in chunks[first:at] if c.kind == O and not _attributive(chunks, c)]
        attempts = [i for i in range(first, at) if chunks[i].kind == A]
        verbs = _usable(right) or _usable(left)
        if attempts and not any(c.value[0] != "launched" and chunks.index(c) > attempts[-1] for c in left + right):
            if _attempt_counts(chunks, attempts[-1], at):
                return "launched", "attempt", True
        if not verbs and not (right or left):
            close = [c for c in chunks[at + 1 : last] if c.kind == O]
            if close and k == 0 and not any(c.kind == O for c in chunks[:at]) and len(quantities) == 1:
                verbs = close
        if right:
            # the verb after the noun, when it does not lead the next quantity
            chosen = _pick(right)
            if (
                (left and _pick(left).value[0] in RESULTS and chosen.value[0] == "launched")
                or (
                    left
                    and chosen.value[0] in {"hit", "debris"}
                    and _pick(left).value[0] in RESULTS
                    and (chunks.index(chosen) > at + 3)
                )
                or (
                    left
                    and _pick(left).value[1] in {"act", "noun", "impers"}
                    and chunks.index(chosen) > at + 4
                    and (_pick(left).value[0] != "launched")
                )
            ):
                chosen = _pick(left)
            return chosen.value[0], "result", True
        if left:
            return _pick(left).value[0], "result", True
        if verbs:
            return verbs[0].value[0], "result", True
        if previous is not None:
            return previous.outcome, "enumeration", False
        # "12 ракет та 50 БпЛА збито": the verb closes the enumeration
        for later in range(k + 1, len(quantities)):
            follow = [
                c
                for c in chunks[quantities[later] + 1 : segments[later][1]]
                if c.kind == O and not _attributive(chunks, c)
            ]
            if follow:
                return follow[0].value[0], "result", True
        carry = self.carry
        if carry.list_open and carry.list_outcome:
            return carry.list_outcome, "itemised", False
        if any(c.kind == O for c in chunks):
            leading = [c for c in chunks[:at] if c.kind == O]
            if leading:
                return leading[-1].value[0], "result", True
        if carry.outcome and self._continues(chunks, at):
            return carry.outcome, "continued", False
        return None, "", False

    def _continues(self, chunks: list[Chunk], at: int) -> bool:
        """Whether a sentence without a verb goes on with the one before: "Ещё три – над акваторией Черного моря"."""
        quantity: Quantity = chunks[at].value
        if self.carry.outcome is None:
            return False
        if quantity.another or quantity.each:
            return True
        if any(c.kind == R and c.value in {"also", "subset"} for c in chunks):
            return True
        words = sum(1 for c in chunks if c.kind == X)
        return words <= 1 and any(c.kind in {P, W} for c in chunks)

    def _weapon(
        self,
        chunks: list[Chunk],
        quantities: list[int],
        segments: list[tuple[int, int]],
        k: int,
        previous: Draft | None,
        outcome: str,
    ) -> tuple[tuple[str, ...] | None, tuple[str, ...], Chunk | None]:
        """The weapon counted: after the number, before it, in the rest of the segment, or inherited."""
        at = quantities[k]
        first, last = segments[k]
        index = at + 1
        while index < len(chunks) and chunks[index].kind in {R, X} and index < at + 3:
            index += 1
        for candidate in (at + 1, index):
            if candidate < len(chunks) and chunks[candidate].kind == W:
                phrase: WeaponPhrase = chunks[candidate].value
                if not phrase.paths:  # "24 реактивні": a trait of the weapon spoken of
                    inherited = previous.weapons if previous is not None else self.carry.weapons
                    return inherited, phrase.traits, chunks[candidate]
                return phrase.paths, phrase.traits, chunks[candidate]
        # "52 із 80 дронів"
        if at + 2 < len(chunks) and chunks[at + 1].kind == PREP and chunks[at + 1].value == "of":
            for chunk in chunks[at + 2 : at + 7]:
                if chunk.kind == W:
                    return chunk.value.paths, chunk.value.traits, None
        # "БПЛА – 5", "дронов уничтожено 12"
        for index in range(at - 1, first - 1, -1):
            chunk = chunks[index]
            if chunk.kind == W and not _led_by(chunks, index, {"with"}) and chunk.value.head:
                return chunk.value.paths, chunk.value.traits, chunk
            if chunk.kind == Q:
                break
        for index in range(at + 1, last):
            if chunks[index].kind == W and not _led_by(chunks, index, {"with", "toward"}) and chunks[index].value.head:
                gap = [c.kind for c in chunks[at + 1 : index]]
                if all(kind_ in {O, X, R, T, '"', "-"} for kind_ in gap):
                    phrase = chunks[index].value
                    return phrase.paths, phrase.traits, chunks[index]
        if previous is not None:
            return previous.weapons, previous.traits, None
        carry = self.carry
        for chunk in chunks[:at]:
            if chunk.kind == W:
                return chunk.value.paths, chunk.value.traits, None
        if carry.weapons is not None:
            return carry.weapons, carry.traits, None
        for chunk in chunks[at + 1 :]:
            if chunk.kind == W and chunk.value.head:
                return chunk.value.paths, chunk.value.traits, None
        return None, (), None

    def _on_the_ground(self, chunks: list[Chunk], weapons: tuple[str, ...], at: int) -> bool:
        """An attack that destroyed aircraft or helicopters struck them on the ground."""
        if not all(path.split(".")[0] in {"aircraft", "helicopter"} for path in weapons):
            return False
        verb = next((c for c in reversed(chunks[:at]) if c.kind == O), None)
        attack = any(c.kind == A or self.tokens[c.start].text in _ATTACK_WORDS for c in chunks[:at] if c.kind in {A, O})
        return attack and verb is not None and self.tokens[verb.start].text.startswith(("destroy", "уничтож", "знищ"))

    def _location_weapon(
        self, chunks: list[Chunk], at: int, outcome: str
    ) -> tuple[tuple[str, ...], tuple[str, ...], Chunk | None]:
        """The weapon of a count of locations: what the same verb names, else any air object."""
        paths: list[str] = []
        traits: tuple[str, ...] = ()
        chunk_found: Chunk | None = None
        for index in range(at - 1, -1, -1):
            chunk = chunks[index]
            if chunk.kind == W:
                paths[:0] = [path for path in chunk.value.paths if path not in paths]
                traits = chunk.value.traits
                chunk_found = chunk
            if chunk.kind == O and chunk.value[0] in {"hit", "debris"}:
                break
            if chunk.kind == L:
                break
        return tuple(paths) or ("air_object",), traits, None if not paths else chunk_found

    def _span(self, chunks: list[Chunk], at: int, weapon: Chunk | None, first: int, last: int) -> tuple[int, int]:
        """The words of the count with its noun; for an elliptical item with its place."""
        tokens = self.tokens
        chunk = chunks[at]
        start = tokens[chunk.start].start
        end = tokens[chunk.end - 1].end if chunk.end > chunk.start else start
        if weapon is not None:
            start = min(start, tokens[weapon.start].start)
            end = max(end, tokens[weapon.end - 1].end)
            return start, end
        index = at + 1
        while index < last and chunks[index].kind in {"-", PREP, P, L, O, R} and index <= at + 3:
            if chunks[index].kind in {P, L}:
                end = tokens[chunks[index].end - 1].end
                break
            index += 1
        return start, max(end, start + 1)

    # ------------------------------------------------------------------ what hangs on a draft

    def _attach(
        self,
        chunks: list[Chunk],
        draft: Draft,
        at: int,
        first: int,
        last: int,
        drafts: list[Draft],
        sentence: Sentence,
        brackets: list[Draft | None],
    ) -> None:
        """Places, launch areas, brackets, parts and lists."""
        quantity = draft.quantity
        segment = chunks[first:last]
        for offset, chunk in enumerate(segment):
            if chunk.kind != P:
                continue
            places: Places = chunk.value
            index = first + offset
            if places.role == "from" or (
                draft.outcome == "launched" and places.role is None and _bracket_depth(chunks, index)
            ):
                draft.launched_from.append(places)
            elif places.role == "toward":
                draft.toward = places
            elif (
                places.role in {"over", "in"}
                or _place_counts(chunks, index, at)
                or (draft.outcome == "crossed" and index > at)
            ) and not _is_speech_place(chunks, index):
                draft.places.append(places)
        follows = chunks[at + 1 : at + 3]
        if any(c.kind == R and c.value == "subset" for c in [*chunks[first:at], *follows]):
            draft.subset = True
        if quantity.total or any(c.kind == R and c.value == "total" for c in chunks[first:at]):
            draft.total = True
        if quantity.another and draft.outcome != "launched":
            draft.tally = "increment"
        depth = _bracket_depth(chunks, at)
        if depth:
            draft.bracket = True
            opener = _bracket_opener(chunks, at)
            owner = next((d for d in reversed(drafts) if not d.bracket), None)
            before = chunks[opener - 1] if opener else None
            if before is not None and before.kind == P and not _weapon_follows(chunks, at):
                # "Крыма (11 БПЛА)": the count of the last place named
                draft.rule = "itemised.bracket"
                draft.item_codes = before.value.items[-1].codes if before.value.items else ()
            elif owner is not None and before is not None and before.kind in {W, Q, O, P}:
                draft.parent, draft.complete = owner, True
                draft.rule = "bracket"
        elif draft.subset:
            owner = next((d for d in reversed(drafts) if not d.subset and not d.bracket), None) or self.carry.main
            if owner is not None and owner.sentence >= draft.sentence - 2:
                draft.parent, draft.complete = owner, False
                draft.rule = "subset"
        else:
            colon = _last_colon(chunks, at)
            if colon is not None:
                owner = next((d for d in reversed(drafts) if d.span[0] < self.tokens[chunks[colon].start].start), None)
                if owner is not None:
                    draft.parent, draft.complete = owner, True
                    if draft.rule in {"result", "enumeration"}:
                        draft.rule = "itemised"
            elif self.carry.list_open and self.carry.header is not None and sentence.opens_line:
                if draft.outcome == self.carry.header.outcome or not draft.own_outcome:
                    draft.parent, draft.complete = self.carry.header, True
                    draft.rule = "itemised"
            subset_lead = next((c for c in drafts if c.subset and c.parent is not None), None)
            if draft.parent is None and subset_lead is not None and not draft.own_outcome:
                draft.parent, draft.complete = subset_lead.parent, False
                draft.rule = "subset"

    def _spread_times(self, chunks: list[Chunk], drafts: list[Draft]) -> None:
        """Give each draft its time: the phrase of its sentence nearest before it, else the first after it."""
        times = [chunk for chunk in chunks if chunk.kind == T]
        if not times or not drafts:
            return
        spoken = {id(c) for i, c in enumerate(chunks) if c.kind == T and _time_of_speech(chunks, i)}
        windows = [c for c in times if c.value.is_window and id(c) not in spoken]
        as_of = next((c.value for c in times if c.value.as_of), None)
        for draft in drafts:
            draft.as_of = as_of
            if not windows:
                continue
            before = [c for c in windows if self.tokens[c.start].start <= draft.span[0]]
            draft.time = (before[-1] if before else windows[0]).value
            best = _fullest([c.value for c in windows])
            if best is not None and len(windows) > 1:
                draft.time = _merge_times(draft.time, best)

    def _close(self, chunks: list[Chunk], drafts: list[Draft], sentence: Sentence) -> None:
        """Leave what the next sentence may inherit."""
        carry = self.carry
        ends_with_colon = bool(chunks) and chunks[-1].kind == ":"
        verbs = [c for c in chunks if c.kind == O]
        weapons = [c for c in chunks if c.kind == W]
        if not drafts:
            windows = [c.value for i, c in enumerate(chunks) if c.kind == T and c.value.is_window]
            if windows and any(c.kind in {O, A} for c in chunks):
                fullest = _fullest(windows)
                if fullest is not None:
                    self.times.append((self.number, fullest))
        if drafts:
            carry.sentence = self.number
            mains = [d for d in drafts if d.parent is None]
            main = mains[-1] if mains else drafts[-1]
            carry.outcome = main.outcome
            if main.unit == "weapon":
                carry.weapons, carry.traits, carry.side = main.weapons, main.traits, main.weapon_side
            if mains and mains[0].outcome != "launched":
                carry.main = mains[0]
            elif mains:
                carry.main = mains[-1]
            in_list = carry.list_open and all(d.parent is carry.header and carry.header is not None for d in drafts)
            if ends_with_colon:
                carry.header = main
                carry.list_outcome = main.outcome
                carry.list_open = True
            elif not (in_list or (carry.list_open and sentence.opens_line and all(not d.own_outcome for d in drafts))):
                carry.list_open = False
                carry.header = None
        elif ends_with_colon and verbs:
            carry.list_open, carry.header, carry.list_outcome = True, None, verbs[-1].value[0]
            if weapons:
                carry.weapons, carry.traits = weapons[-1].value.paths, weapons[-1].value.traits
        elif sentence.opens_line and chunks and not carry.list_open:
            carry.header = None
        elif not any(c.kind in {Q, W, P} for c in chunks):
            pass
        if not drafts and weapons and any(c.kind == A for c in chunks):
            carry.weapons, carry.traits = weapons[-1].value.paths, weapons[-1].value.traits


# ---------------------------------------------------------------------- chunk patterns


_ATTACK_WORDS = frozenset({"attack", "attacks", "strike", "strikes", "raid"})
_ENEMY_WORDS = frozenset(
    [
        "ворог",
        "противник",
        "окупанти",
        "росіяни",
        "загарбники",
        "рашисти",
        "росія",
        "рф",
        "враг",
        "оккупанты",
        "киев",
        "всу",
        "russia",
        "moscow",
        "ukraine",
        "kyiv",
        "російські",
        "ворогом",
        "противника",
        "агресор",
        "україна",
        "украина",
        "киевский",
        "киевского",
    ]
)


def _withheld_at(chunks: list[Chunk], at: int) -> int:
    return next(i for i in range(at + 1, len(chunks)) if chunks[i].kind == WITHHELD)


def _count(low: int | None, high: int | None, qualifier: str, chunk: Chunk, *, singular: bool = False) -> Quantity:
    return Quantity(low, high, qualifier, chunk.start, chunk.start, (chunk.start, chunk.start), singular=singular)


def _merge_outcomes(chunks: list[Chunk]) -> list[Chunk]:
    """ "перехвачены и уничтожены" is one outcome; "сбиты и подавлены" the union of their fates."""
    merged: list[Chunk] = []
    index = 0
    while index < len(chunks):
        chunk = chunks[index]
        if (
            chunk.kind == O
            and merged
            and len(merged) >= 1
            and index + 1 <= len(chunks)
            and (
                (merged[-1].kind in {AND, "/", ","} and len(merged) > 1 and merged[-2].kind == O)
                or merged[-1].kind == O
            )
        ):
            joint = merged[-1].kind != O
            before = merged[-2] if joint else merged[-1]
            if (
                before.value[0] in RESULTS
                and chunk.value[0] in RESULTS
                and not (joint and merged[-1].kind == "," and before.value[0] != chunk.value[0])
            ):
                outcome = FATES.get(frozenset({before.value[0], chunk.value[0]}), "neutralised")
                if joint:
                    merged.pop()
                merged[-1] = Chunk(O, before.start, chunk.end, (outcome, chunk.value[1]))
                index += 1
                continue
            if not joint and before.value[0] == "launched" and before.value[1] == "impers":
                # "зафіксовано влучання", "зафіксовано падіння": the noun says what
                merged[-1] = Chunk(O, before.start, chunk.end, chunk.value)
                index += 1
                continue
        merged.append(chunk)
        index += 1
    return merged


def _segments(chunks: list[Chunk], quantities: list[int]) -> list[tuple[int, int]]:
    """Half-open chunk ranges, one for each quantity, cut at the last joint between two of them."""
    cuts = [0]
    for left, right in itertools.pairwise(quantities):
        cut = right
        for index in range(right - 1, left, -1):
            kind_ = chunks[index].kind
            if kind_ in SEPARATORS and not (kind_ == ":" and index < right - 4):
                cut = index
                break
            if kind_ in (PREP, R):
                cut = index
        cuts.append(cut)
    cuts.append(len(chunks))
    return list(itertools.pairwise(cuts))


def _has_quantity(chunks: list[Chunk], at: int) -> bool:
    """Whether a number counts this weapon: right before it, or after it across a dash or verb ("БПЛА – 5")."""
    index = at - 1
    while index >= 0 and chunks[index].kind in {R, X, '"'} and index >= at - 2:
        index -= 1
    if index >= 0 and chunks[index].kind == Q:
        return True
    if at >= 2 and chunks[at - 1].kind == PREP and chunks[at - 1].value == "of" and chunks[at - 2].kind == Q:
        return True
    index = at + 1
    while index < len(chunks) and chunks[index].kind in {"-", O, "(", X, ":"} and index <= at + 2:
        index += 1
    if index < len(chunks) and chunks[index].kind == Q:
        after = chunks[index + 1] if index + 1 < len(chunks) else None
        return after is None or after.kind not in {W, L, N}
    return False


def _inside_brackets(chunks: list[Chunk], at: int) -> bool:
    return _bracket_depth(chunks, at) > 0


def _verb_near(chunks: list[Chunk], at: int) -> Chunk | None:
    """The verb of a weapon without a number: beside it, with no other quantity or weapon between."""
    for index in range(at + 1, min(len(chunks), at + 7)):
        kind_ = chunks[index].kind
        if kind_ == O and not _attributive(chunks, chunks[index]):
            return chunks[index]
        if kind_ in {Q, W, ",", ";", "(", AND, BUT, A, ":"}:
            break
    for index in range(at - 1, max(-1, at - 7), -1):
        kind_ = chunks[index].kind
        if kind_ == O:
            return chunks[index]
        if kind_ in {Q, W, ";", "(", BUT, A, ":", ","} or (kind_ == AND):
            break
        if kind_ == PREP:
            break
    return None


def _follows_counted(chunks: list[Chunk], at: int) -> bool:
    """ "12 БпЛА та крилату ракету": a singular joined to a counted weapon."""
    return at >= 2 and any(c.kind == Q for c in chunks[max(0, at - 4) : at])


def _attributive(chunks: list[Chunk], verb: Chunk) -> bool:
    """ "дронів, запущених з Криму", "drones launched by Russia": a participle that only describes."""
    if verb.value[0] != "launched" or verb.value[1] not in {"pp.pl", "pp.sg", "any"}:
        return False
    index = chunks.index(verb)
    before = chunks[index - 1] if index else None
    if before is not None and before.kind == "," and index >= 2:
        before = chunks[index - 2]
    after = chunks[index + 1] if index + 1 < len(chunks) else None
    if before is None or before.kind != W:
        return False
    if verb.value[1] == "any":
        return after is not None and (
            after.kind == PREP or after.kind == T or (after.kind == P and after.value.role == "from")
        )
    return True


def _usable(verbs: list[Chunk]) -> list[Chunk]:
    return [verb for verb in verbs if verb.value[1] not in {"inf", "base"}]


def _pick(verbs: list[Chunk]) -> Chunk:
    """Among several verbs of a segment the one that says most: a result before a launch, a finite before a noun."""
    usable = _usable(verbs) or verbs
    results = [verb for verb in usable if verb.value[0] != "launched"]
    return (results or usable)[-1] if len(results) < 2 else results[0]


def _attempt_counts(chunks: list[Chunk], attempt: int, at: int) -> bool:
    """ "атака трёх БПЛА", "атаку с применением пяти БПЛА": the number is of the attempt."""
    between = chunks[attempt + 1 : at]
    return all(c.kind in {A, X, AND, PREP, R, P, T, '"'} for c in between) and len(between) <= 5


def _negated(chunks: list[Chunk], at: int, first: int, last: int) -> bool:
    """ "не сбито", "без жертв": a denial beside the count or its verb."""
    for index in range(first, last):
        if chunks[index].kind == NEG:
            neighbours = chunks[index + 1 : index + 2]
            if any(c.kind in {O, Q, W} for c in neighbours):
                return True
    return False


def _led_by(chunks: list[Chunk], at: int, roles: set[str]) -> bool:
    return at > 0 and chunks[at - 1].kind == PREP and chunks[at - 1].value in roles


def _bracket_depth(chunks: list[Chunk], at: int) -> int:
    depth = 0
    for chunk in chunks[:at]:
        if chunk.kind == "(":
            depth += 1
        elif chunk.kind == ")":
            depth = max(depth - 1, 0)
    return depth


def _bracket_opener(chunks: list[Chunk], at: int) -> int:
    for index in range(at - 1, -1, -1):
        if chunks[index].kind == "(":
            return index
    return 0


def _weapon_follows(chunks: list[Chunk], at: int) -> bool:
    return at + 1 < len(chunks) and chunks[at + 1].kind == W and at + 2 < len(chunks) and chunks[at + 2].kind != ")"


def _last_colon(chunks: list[Chunk], at: int) -> int | None:
    for index in range(at - 1, 0, -1):
        if chunks[index].kind == ":":
            return index
    return None


def _place_counts(chunks: list[Chunk], index: int, at: int) -> bool:
    """A bare place belongs to the count when it stands in its item: "Харківщина – 5", "5 – Курская область"."""
    places: Places = chunks[index].value
    if not any(item.codes and "-" in item.codes[0] for item in places.items):
        return False
    low, high = min(index, at), max(index, at)
    return all(c.kind in {"-", "(", ")", ":", W, O, Q, X, T, R} for c in chunks[low + 1 : high])


def _is_speech_place(chunks: list[Chunk], index: int) -> bool:
    """ "said in Kyiv", "в Минобороны": the place of speech."""
    return index > 0 and chunks[index - 1].kind == S and index + 1 >= len(chunks)


def _time_of_speech(chunks: list[Chunk], index: int) -> bool:
    """ "..., the ministry said on Monday": the time of saying, not of the event."""
    phrase: TimePhrase = chunks[index].value
    if phrase.date is None or phrase.part or phrase.range_start or phrase.range_end:
        return False
    for back in range(index - 1, max(-1, index - 4), -1):
        kind_ = chunks[back].kind
        if kind_ == S:
            return True
        if kind_ not in {X, PREP, "speaker"}:
            return False
    return False


def _fullest(phrases: list[TimePhrase]) -> TimePhrase | None:
    """The phrase that states most: a range before a part before a date."""
    ranked = sorted(
        phrases, key=lambda p: (bool(p.range_start or p.range_end), bool(p.instant), bool(p.part)), reverse=True
    )
    return ranked[0] if ranked else None


def _merge_times(own: TimePhrase, best: TimePhrase) -> TimePhrase:
    """A bare date and a part or range of the same sentence make one phrase ("on Monday ... overnight")."""
    if own is best or own.range_start or own.range_end or own.instant:
        return own
    if own.date is not None and own.part is None and own.span is None and best.date is None:
        return TimePhrase(best.start, best.end, best.part, own.date, best.range_start, best.range_end, best.instant)
    if own.part is not None and own.date is None and (best.range_start or best.range_end) and best.part is None:
        return TimePhrase(best.start, best.end, own.part, best.date, best.range_start, best.range_end)
    return own
