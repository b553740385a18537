"""One figure: the outcome, weapon and words of a countable quantity in its segment."""

from __future__ import annotations

from claims.parsing.chunk_patterns import (
    ATTACK_WORDS,
    RESULTS,
    attempt_counts,
    is_attributive,
    is_negated,
    led_by,
    pick_verb,
    usable_verbs,
)
from claims.parsing.clauses import (
    PREP,
    A,
    Chunk,
    L,
    O,
    P,
    Q,
    R,
    T,
    W,
    X,
)
from claims.parsing.counting import Counting
from claims.parsing.drafts import Draft
from claims.parsing.numbers import Quantity
from claims.parsing.weapons import WeaponPhrase


class FigureReader(Counting):
    """Reads a segment, one quantity with what stands around it, into a draft."""

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
        if is_negated(chunks, at, first, last):
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
        right = [c for c in chunks[at + 1 : last] if c.kind == O and not is_attributive(chunks, c)]
        left = [c for c in chunks[first:at] if c.kind == O and not is_attributive(chunks, c)]
        attempts = [i for i in range(first, at) if chunks[i].kind == A]
        verbs = usable_verbs(right) or usable_verbs(left)
        if attempts and not any(c.value[0] != "launched" and chunks.index(c) > attempts[-1] for c in left + right):
            if attempt_counts(chunks, attempts[-1], at):
                return "launched", "attempt", True
        if not verbs and not (right or left):
            close = [c for c in chunks[at + 1 : last] if c.kind == O]
            if close and k == 0 and not any(c.kind == O for c in chunks[:at]) and len(quantities) == 1:
                verbs = close
        if right:
            # the verb after the noun, when it does not lead the next quantity
            chosen = pick_verb(right)
            if (
                (left and pick_verb(left).value[0] in RESULTS and chosen.value[0] == "launched")
                or (
                    left
                    and chosen.value[0] in {"hit", "debris"}
                    and pick_verb(left).value[0] in RESULTS
                    and (chunks.index(chosen) > at + 3)
                )
                or (
                    left
                    and pick_verb(left).value[1] in {"act", "noun", "impers"}
                    and chunks.index(chosen) > at + 4
                    and (pick_verb(left).value[0] != "launched")
                )
            ):
                chosen = pick_verb(left)
            return chosen.value[0], "result", True
        if left:
            return pick_verb(left).value[0], "result", True
        if verbs:
            return verbs[0].value[0], "result", True
        if previous is not None:
            return previous.outcome, "enumeration", False
        # "12 ракет та 50 БпЛА збито": the verb closes the enumeration
        for later in range(k + 1, len(quantities)):
            follow = [
                c
                for c in chunks[quantities[later] + 1 : segments[later][1]]
                if c.kind == O and not is_attributive(chunks, c)
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
            if chunk.kind == W and not led_by(chunks, index, {"with"}) and chunk.value.head:
                return chunk.value.paths, chunk.value.traits, chunk
            if chunk.kind == Q:
                break
        for index in range(at + 1, last):
            if chunks[index].kind == W and not led_by(chunks, index, {"with", "toward"}) and chunks[index].value.head:
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
        attack = any(c.kind == A or self.tokens[c.start].text in ATTACK_WORDS for c in chunks[:at] if c.kind in {A, O})
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
