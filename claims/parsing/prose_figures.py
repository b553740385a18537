"""Figures of English prose: what is said of them beside their verb, and whose parts they are."""

from __future__ import annotations

import dataclasses
import itertools

from claims.parsing.clauses import (
    AND,
    BUT,
    PREP,
    A,
    C,
    Chunk,
    N,
    O,
    P,
    Q,
    R,
    S,
    W,
    X,
)
from claims.parsing.drafts import Draft
from claims.parsing.kinship import under
from claims.parsing.numbers import Quantity
from claims.parsing.prose_places import ProsePlaces
from claims.parsing.prose_words import (
    AMONG,
    FINITE,
    NEAR,
    RAIDERS,
    SECOND,
    TWO,
    launched_after,
    names_state,
)
from claims.parsing.segments import (
    Segment,
)
from claims.parsing.verbs import RESULTS


class ProseFigures(ProsePlaces):
    """Figures of English prose: what is said of them beside their verb, and whose parts they are."""

    def share_dates(self, drafts: list[Draft]) -> None:
        """ "said on Saturday Russia launched 67 drones overnight, 58 of which were downed": the same night."""
        for draft in drafts:
            whole = draft.parent.time if draft.parent is not None and draft.parent.sentence == draft.sentence else None
            told = draft.time
            if whole is None or told is None or told.date is not None or whole.date is None or told.range_start:
                continue
            if told.part == whole.part and told.part is not None:
                draft.time = whole

    def fired_jointly(self, segment: Segment, draft: Draft, drafts: list[Draft]) -> Draft | None:
        """ "downed all 30 drones and four missiles fired by Russia": the figures of all were fired too."""
        chunks, at = segment.chunks, segment.at
        if not self.english or draft.outcome not in RESULTS or draft.unit != "weapon" or draft.low is None:
            return None
        weapon = segment.after
        if draft.quantity.all_of and weapon is not None and weapon.kind == W and self.names_launch(weapon):
            return dataclasses.replace(draft, outcome="launched", rule="all_launched", places=[])
        if draft.quantity.all_of and segment.later:
            follow = segment.later[0]
            joint = [c.kind for c in chunks[at + 1 : follow.at]] == [W, AND]
            told = joint and launched_after(chunks, follow.at)
        else:
            fired = bool(drafts) and drafts[-1].quantity.all_of and drafts[-1].outcome == draft.outcome
            fired = fired and len(drafts) > 1 and drafts[-2].rule == "all_launched"
            told = fired and segment.before is not None and segment.before.kind == AND and launched_after(chunks, at)
        return dataclasses.replace(draft, outcome="launched", rule="all_launched", places=[]) if told else None

    def names_launch(self, weapon: Chunk) -> bool:
        """ "all 29 Russia-launched drones": by whom they were launched."""
        return any("launched" in self.tokens[at].text.split(" ") for at in range(weapon.start, weapon.end))

    def fired_at(self, segment: Segment) -> bool:
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

    def in_prose(
        self, segment: Segment, drafts: list[Draft], outcome: str | None, rule: str, *, own: bool
    ) -> tuple[str | None, str, bool]:
        """What English prose says of a count beside what its verb says."""
        quantity: Quantity = segment.chunks[segment.at].value
        before = segment.before
        behind = segment.chunks[segment.at + 2 : segment.at + 3]
        if outcome is None and behind and self.tokens[behind[0].start].text in {"launched from", "fired from"}:
            return "launched", "result", True  # "eight missiles were launched from ships"
        if outcome is None and self.lists_regions(segment):
            return self.carry.outcome, "subset", False
        accounted = before is not None and self.tokens[before.start - 1].text == "accounted"
        if accounted and self.carry.main is not None:
            return self.carry.main.outcome, "subset", False  # "interceptor drones accounted for 66 of them"
        if outcome == "launched" and quantity.all_of and drafts and drafts[-1].outcome in RESULTS:
            return drafts[-1].outcome, "enumeration", own  # "downed 12 missiles and all 31 drones launched"
        if outcome == "launched" and segment.after is not None and segment.later:
            whole = self.fate_of_some(segment)
            if whole is not None:
                return whole, "result", True
        if before is None:
            return outcome, rule, own
        if not own and drafts and self.tokens[before.start].text == "including" and drafts[-1].subset:
            return drafts[-1].outcome, "subset", False  # "of which 37 were shot down, including 14 Kalibrs"
        if not own and self.is_among(segment) is not None:
            return "launched", "subset", False
        near = self.carry.outcome == "launched" and self.carry.sentence >= self.number - 1
        front = outcome is None and "front" in self.told and self.tokens[before.start].text == "engaged"
        if front and segment.after is not None and segment.after.kind == W:
            return "launched", "result", True  # "engaged 4,612 kamikaze drones" of bulletins of the front
        if outcome == "launched" and self.supplied(segment):
            return None, "", False
        if outcome is None and near and self.tokens[before.start].text == "there":
            return "launched", "continued", False  # "Last night alone, there were 297 drones"
        if not own and before.kind == R and before.value == "subset" and self.launched_before(segment) is not None:
            return "launched", "subset", False
        return outcome, rule, own

    def is_among(self, segment: Segment) -> Draft | None:
        """The figure itemised: "Among the missiles were six Iskander-M", "Of those missiles, 47 were cruise ones"."""
        if not self.fired or AMONG.isdisjoint(self.words):
            return None
        chunks = segment.chunks
        lead = [c for c in chunks[: segment.at] if c.kind not in {",", X}]
        words = {self.tokens[t].text for c in chunks[: segment.at] for t in range(c.start, c.end)}
        if words.isdisjoint(AMONG):
            return None
        near = [d for d in self.fired if d.sentence >= self.number - NEAR and d.parent is None]
        if lead and lead[-1].kind == W:
            near = [d for d in near if d.weapons == lead[-1].value.paths]
        elif not ({R} & {c.kind for c in lead} and "the total" in words):
            near = []
        return near[-1] if near else None

    def lists_regions(self, segment: Segment) -> bool:
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

    def fate_of_some(self, segment: Segment) -> str | None:
        """ "14 of 17 drones sent towards A overnight were shot down": the finite verb behind the participle."""
        chunks, later = segment.chunks, segment.later[0]
        if [c.kind for c in chunks[segment.at + 1 : later.at]] != [PREP] or chunks[segment.at + 1].value != "of":
            return None
        verbs = [c for c in chunks[later.at + 1 : later.last] if c.kind == O]
        if len(verbs) < TWO or verbs[0].value[0] != "launched":
            return None
        return str(verbs[1].value[0]) if verbs[1].value[0] in RESULTS and verbs[1].value[1] in FINITE else None

    def launched_before(self, segment: Segment) -> Draft | None:
        """ "The missiles included 70 Kh-101": the launched figure of them told before, if that is what is itemised."""
        chunks, at = segment.chunks, segment.at
        if at < 2 or chunks[at - 2].kind != W or any(c.kind == Q for c in chunks[: at - 1]):
            return None
        if self.tokens[chunks[at - 2].start - 1].text not in {"the", "these", "those"}:
            return None
        near = [d for d in self.fired if d.sentence >= self.number - NEAR]
        return next((d for d in reversed(near) if d.weapons == chunks[at - 2].value.paths), None)

    def was_used(self, segment: Segment) -> bool:
        """ "A missile brought from Russia was used": no launch of its own."""
        return any(c.kind == O and self.tokens[c.start].text == "used" for c in segment.chunks[segment.at :])

    def supplied(self, segment: Segment) -> bool:
        """ "The United States sent 100 missiles to Ukraine this month": given, not fired."""
        chunks, at = segment.chunks, segment.at
        verb = next((c for c in reversed(chunks[:at]) if c.kind == O), None)
        if verb is None or self.tokens[verb.start].text not in {"sent", "sending", "dispatched", "released", "used"}:
            return False
        to = [c for c in chunks[at : at + 4] if c.kind == P and self.tokens[c.start].text == "to"]
        return (
            bool(to) and names_state(to[0].value) and not any(c.value == "ref:RU" for c in chunks[:at] if c.kind == C)
        )

    def raided(self, chunks: list[Chunk], at: int) -> bool:
        """ "the security service says two bombers were destroyed": by bodies that raid and have no air defence."""
        verbs = [c for c in (*reversed(chunks[:at]), *chunks[at + 1 :]) if c.kind == O]
        if not verbs or not self.tokens[verbs[0].start].text.startswith(("destroy", "hit", "burn", "damag")):
            return False
        if any(c.kind == P and c.value.role == "over" for c in chunks):
            return False
        tail = chunks[at + 1 : at + 6]
        if any(a.kind in {PREP, BUT} and a.value == "with" and b.kind == W for a, b in itertools.pairwise(tail)):
            return True  # "destroyed 41 aircraft with drones"
        ground = any("ground" in t.kinds for t in self.tokens[chunks[0].start : chunks[-1].end])
        return ground or any(c.kind == C and c.value in RAIDERS for c in chunks)

    def of_the_fired(self, segment: Segment, drafts: list[Draft], weapons: tuple[str, ...]) -> tuple[str, ...]:
        """ "34 Shahed drones ... 30 of the drones were downed": of the one kind told of as fired."""
        chunks, at = segment.chunks, segment.at
        if [c.kind for c in chunks[at + 1 : at + 3]] != [PREP, W] or len(weapons) != 1:
            return weapons
        words = self.tokens[chunks[at + 1].end - 1].text.split(" ")
        if "the" not in {*words, self.tokens[chunks[at + 2].start - 1].text}:
            return weapons
        everything = [*self.fired, *drafts]
        told = [d for d in everything if d.outcome == "launched" and self.number - d.sentence <= NEAR]
        told = [d for d in told if d.parent is None and all(under(path, weapons[0]) for path in d.weapons)]
        if not told:
            return weapons
        last = told[-1].sentence
        kinds = {d.weapons for d in told if d.sentence == last}
        named = any(d.sentence == last and d.weapons == weapons for d in everything)  # told of as such beside
        if named or len(kinds) != 1 or (told[-1].low or 0) < (chunks[at].value.high or 0):
            return weapons
        kind = kinds.pop()
        return kind if len(kind) == 1 and kind[0].count(".") > weapons[0].count(".") else weapons

    def are_troops(self, chunk: Chunk) -> bool:
        """Whether a noun is of troops, whose strikes are those of artillery."""
        return chunk.kind == N and self.tokens[chunk.start].text in {"troops", "soldiers"}

    def of_the_last(self, segment: Segment, draft: Draft, drafts: list[Draft]) -> bool:
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

    def brought_to(self, segment: Segment) -> bool:
        """ "which brings the number downed since midnight to nine"."""
        before = segment.before
        if before is None or self.tokens[before.start].text != "to":
            return False
        words = {self.tokens[c.start].text for c in segment.chunks[max(segment.at - 9, 0) : segment.at]}
        return bool(words & {"brings", "bringing", "brought", "raising", "raises", "taking"}) and bool(
            words & {"number", "total", "tally", "count", "figure"}
        )

    def with_some(self, segment: Segment, draft: Draft, previous: Draft) -> bool:
        """ "destroyed 158 drones, with two downed over Moscow": some of those told of."""
        chunks, at = segment.chunks, segment.at
        if not (at > 1 and self.tokens[chunks[at - 1].start].text == "with" and chunks[at - 2].kind == ","):
            return False
        same = draft.outcome == previous.outcome and draft.unit == previous.unit and previous.parent is None
        fewer = draft.high is not None and previous.low is not None and draft.high <= previous.low
        return same and fewer and P in {c.kind for c in chunks[at:]}

    def some_of_downed(self, segment: Segment, draft: Draft) -> bool:
        """ "More than 60 of the Shaheds were destroyed in Kyiv region", of 71 told of as destroyed."""
        chunks, at, main = segment.chunks, segment.at, self.carry.main
        if [c.kind for c in chunks[at + 1 : at + 3]] != [PREP, W] or main is None or P not in segment.kinds:
            return False
        if self.number - main.sentence > NEAR or main.outcome != draft.outcome or main.outcome not in RESULTS:
            return False
        fewer = draft.low is not None and main.low is not None and draft.low < main.low
        return fewer and main.weapons == draft.weapons and not main.places and main.parent is None

    def one_of_two(self, segment: Segment, draft: Draft) -> bool:
        """ "Two missiles struck ... One missile landed near a house, while the second struck a road."."""
        main = self.carry.main
        if main is None or draft.own_outcome is False or main.outcome != draft.outcome or main.unit != draft.unit:
            return False
        if self.number - main.sentence > NEAR or (draft.low, draft.high) != (1, 1) or main.low != TWO:
            return False
        rest = segment.chunks[segment.at + 1 : segment.last]
        told = any(self.tokens[t].text in SECOND for c in rest for t in range(c.start, c.end))
        return told and (draft.weapons == main.weapons or under(main.weapons[0], draft.weapons[0]))

    def relate_listed(self, segment: Segment, draft: Draft) -> None:
        """An item of a list of regions that goes on with a total told before: the place that stands before it."""
        place = next((c.value for c in reversed(segment.chunks[: segment.at]) if c.kind == P), None)
        draft.parent, draft.complete, draft.rule = self.carry.main, False, "subset"
        draft.places = [place] if place is not None else []
        draft.item_codes = place.items[-1].codes if place is not None and place.items else ()

    def stands_apart(self, segment: Segment, draft: Draft) -> bool:
        """ "Apart from the 56 over A, 25 were downed over B and two over C": parts of the total of the 56."""
        main = self.carry.main
        head = self.tokens[segment.chunks[0].start].text
        if main is None or main.outcome != draft.outcome or not head.startswith(("apart", "aside", "besides")):
            return False
        return main.low is not None and (draft.high or 0) < main.low
