"""Who says it: the speaker of each sentence, by name or reference, inherited inside a paragraph; never a guess."""

from __future__ import annotations

from dataclasses import dataclass

from claims.parsing.clauses import PREP, C, Chunk, O, P, Q, R, S, Sentence, W, X
from claims.parsing.places import Places
from claims.parsing.tokens import LINE, Token
from claims.parsing.verbs import RESULTS
from claims.registry import Registry

_BYLINE = frozenset({C, P, X, ",", ".", "-", '"', "bullet", PREP})
"""What a line that only names a speaker is made of: "Юрий Слюсарь, губернатор Ростовской области"."""

_FORCES = frozenset({"пво", "силами", "средствами", "подразделениями", "расчетами", "войсками"})
"""What is followed by the body that it belongs to."""

_REPORTING = frozenset({Q, O})
"""What stands in a report and not in the name of its speaker."""


MAX_LEAD = 4
"""Sentences of the longest lead that stands before its speaker."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks from the offset ``start`` of the cleaned text on; None where nobody is named."""

    start: int
    claimant: str | None


class Attribution:
    """Resolves the speakers of one statement. ``default`` is a channel's own claimant, who speaks throughout."""

    def __init__(self, registry: Registry, default: str | None, tokens: list[Token], text: str) -> None:
        self.registry = registry
        self.tokens = tokens
        self.text = text
        self.default = default
        self.ministry: str | None = None
        self.air_force: str | None = None
        self.last: str | None = None
        self.region: str | None = None
        self.place: str | None = None

    def voices(self, sentences: list[Sentence], chunked: list[list[Chunk]]) -> list[list[Voice]]:
        """Who speaks in each sentence, and from where: mostly one for all of it."""
        claimants = self.claimants(sentences, chunked)
        return [
            [Voice(0, claimant), *self._actors(chunks, claimant)]
            for claimant, chunks in zip(claimants, chunked, strict=True)
        ]

    def _actors(self, chunks: list[Chunk], claimant: str | None) -> list[Voice]:
        """Where each body of a sentence is named that tells its own figure: "«Центр» збило шість, а «Південь» – 12"."""
        named = [chunk for chunk in chunks if chunk.kind == C and ":" not in chunk.value]
        if len(named) < 2 or len({chunk.value for chunk in named}) < 2 or named[0].value != claimant:
            return []
        if any(chunk.kind == S for chunk in chunks) or sum(chunk.kind == Q for chunk in chunks) < 2:
            return []
        return [Voice(self.tokens[chunk.end - 1].end, chunk.value) for chunk in named]

    def claimants(self, sentences: list[Sentence], chunked: list[list[Chunk]]) -> list[str | None]:
        """The claimant of each sentence."""
        if self.default is not None:
            unit = self._sub_unit(chunked)
            return [unit or self.default] * len(sentences)
        own = [self._spoken(chunks) for chunks in chunked]
        paragraphs: dict[int, list[int]] = {}
        for index, sentence in enumerate(sentences):
            paragraphs.setdefault(sentence.paragraph, []).append(index)
        result: list[str | None] = list(own)
        earlier: str | None = None
        # lines of one flow, not parted by blank lines, go on with their speaker
        flows = not any(t.shape == LINE and len(t.text) > 1 for t in self.tokens[:-2])
        for members in paragraphs.values():
            current = earlier if flows or _goes_on(chunked[members[0]]) else None
            for index in members:
                current = own[index] or current
                result[index] = own[index] or current
            named = [own[index] for index in members if own[index]]
            for index in members:
                if result[index] is None and named:
                    result[index] = named[0]
                if result[index] is None:
                    result[index] = _acting(chunked[index])
            earlier = result[members[-1]] or earlier
        self._lead(result)
        distinct = {claimant for claimant in own if claimant}
        if not distinct and chunked and (actor := self._actor(chunked[0])):
            return [actor] * len(sentences)
        if len(distinct) == 1:
            only = distinct.pop()
            result = [claimant or only for claimant in result]
        return result

    def _lead(self, result: list[str | None]) -> None:
        """A story's first sentences, before anyone is named, say what the first body named says of the country."""
        first = next((i for i, claimant in enumerate(result) if claimant), 0)
        entry = self.registry.claimants.get(result[first] or "")
        if entry is not None and entry.scope == "all" and entry.side is not None and first <= MAX_LEAD:
            result[:first] = [entry.id] * first

    def _sub_unit(self, chunked: list[list[Chunk]]) -> str | None:
        """A channel of a whole body that posts a note signed by one of its parts."""
        for chunks in chunked:
            for chunk in chunks[:2]:  # "підрозділом ПвК «Схід» знищено" is no signature
                if chunk.kind == C:
                    entry = self.registry.claimants.get(chunk.value)
                    if entry is not None and entry.part_of == self.default:
                        return entry.id
        return None

    def _spoken(self, chunks: list[Chunk]) -> str | None:
        """The speaker of a sentence: a name beside a word of speech."""
        for chunk in chunks:
            if chunk.kind == P:
                self._note_place(chunk.value)
        speakers = [i for i, chunk in enumerate(chunks) if chunk.kind == C and not self._owned(chunks, i)]
        speech = [i for i, chunk in enumerate(chunks) if chunk.kind == S or self._also_speech(chunk)]
        if speakers and not speech:
            headed = self._headed(chunks, speakers)
            if headed is not None:
                self._remember(headed)
                return headed
        if not speakers or not speech:
            for i in speakers:
                self._remember(self._resolve(chunks, i, quiet=True))
            return None
        best: tuple[int, str] | None = None
        for i in speakers:
            distance = min(abs(i - j) + (2 if i > j and not _leads(chunks, j) else 0) for j in speech)
            claimant = self._resolve(chunks, i)
            if claimant is None:
                continue
            if ":" in chunks[i].value and not chunks[i].value.startswith(("ref:", "role:")):
                distance -= 2  # "глава региона Сергей Аксенов": the name tells more than the role
            if best is None or distance < best[0]:
                best = (distance, claimant)
        if best is None or best[0] > 12:
            headed = self._headed(chunks, speakers)
            self._remember(headed)
            return headed
        self._remember(best[1])
        return best[1]

    def _owned(self, chunks: list[Chunk], index: int) -> bool:
        """ "подразделениями ПВО Министерства обороны", "вертолёт воздушных сил": whose, not who speaks."""
        if not index or chunks[index].value.startswith(("ref:", "role:")):
            return False
        before = chunks[index - 1]
        if before.kind == "-" and index > 2 and not self._sets_off(before):
            before = chunks[index - 3]  # "вертолёт военно-воздушных сил"
        return before.kind == W or self.tokens[before.end - 1].text in _FORCES

    def _actor(self, chunks: list[Chunk]) -> str | None:
        """ "ВМС ЗС України вночі знищили ...": a body that opens a note of what it did, where nobody else speaks."""
        opening = next((chunk for chunk in chunks if chunk.kind not in {X, "bullet", '"'}), None)
        if opening is None or opening.kind != C or ":" in opening.value:
            return None
        return str(opening.value) if any(chunk.kind == O for chunk in chunks) else None

    def _also_speech(self, chunk: Chunk) -> bool:
        """ "По его словам": a reference to the speaker that is a word of speech as well."""
        return chunk.kind == C and "speech" in self.tokens[chunk.start].kinds

    def _headed(self, chunks: list[Chunk], speakers: list[int]) -> str | None:
        """ "Губернатор X области Y: ...", "... – губернатор Y.": a speaker set off by a colon or a dash, or alone."""
        colon = next((i for i, chunk in enumerate(chunks) if chunk.kind == ":"), None)
        leading = [i for i in speakers if colon is not None and i < colon]
        if leading and any(chunk.kind in _REPORTING for chunk in chunks[:colon]):
            leading = []
        first, last = speakers[0], speakers[-1]
        alone = len(chunks) <= 12 and all(chunk.kind in _BYLINE for chunk in chunks)
        dash = max((i for i, chunk in enumerate(chunks) if self._sets_off(chunk)), default=-1)
        closes = 0 <= dash < last and all(chunk.kind in {*_BYLINE, ")"} for chunk in chunks[dash + 1 :])
        closes = closes or (first > 0 and chunks[first - 1].kind in {"-", "("} and len(chunks) - last <= 6)
        if not (leading or alone or closes):
            return None
        among = leading or speakers
        named = [i for i in among if not chunks[i].value.startswith(("ref:", "role:"))]
        for i in [*named, *among]:
            claimant = self._resolve(chunks, i, quiet=True)
            if claimant is not None:
                return claimant
        return None

    def _sets_off(self, chunk: Chunk) -> bool:
        """A dash with spaces or an opening bracket; not "военно-воздушных"."""
        glued = chunk.start > 0 and self.tokens[chunk.start].start == self.tokens[chunk.start - 1].end
        return chunk.kind == "(" or (chunk.kind == "-" and not glued)

    def _remember(self, claimant: str | None) -> None:
        if claimant is None:
            return
        self.last = claimant
        if claimant.endswith("_mod"):
            self.ministry = claimant
        if claimant.endswith("air_force"):
            self.air_force = claimant

    def _note_place(self, places: Places) -> None:
        for item in places.items:
            if item.codes and "-" in item.codes[0]:
                self.region = item.codes[0]
                if item.name:
                    self.place = item.name

    def _resolve(self, chunks: list[Chunk], index: int, *, quiet: bool = False) -> str | None:
        """The claimant id behind a speaker word."""
        value: str = chunks[index].value
        if value.startswith("role:"):
            return self._official(value[5:], chunks, index)
        if not value.startswith("ref:"):
            return value
        if quiet:
            return None
        reference = value[4:]
        if reference == "ministry":
            return self.ministry or self._ministry_default()
        if reference == "air_force":
            return self.air_force or self._air_force_default()
        if reference == "same":
            return self.last
        if reference == "military":
            return None
        side = self.registry.sides.get(reference)
        return side.officials if side else None

    def _ministry_default(self) -> str | None:
        names = [c.id for c in self.registry.claimants.values() if c.id.endswith("_mod")]
        return names[0] if names else None

    def _air_force_default(self) -> str | None:
        names = [c.id for c in self.registry.claimants.values() if c.id.endswith("air_force")]
        return names[0] if names else None

    def _official(self, role: str, chunks: list[Chunk], index: int) -> str | None:
        """A governor or mayor with the region that stands beside, else the one spoken of."""
        region, place = self.region, self.place
        near = sorted((abs(i - index), i) for i, chunk in enumerate(chunks) if chunk.kind == P)
        beside = self.tokens[chunks[index - 1].start].kinds.get("region_adj") if index else None
        if beside is not None and not (near and near[0][0] == 1):
            region, place, near = beside[0], None, []  # "начальник Дніпропетровської ОВА"
        for _, i in near[:1]:
            for item in chunks[i].value.items:
                if item.codes and "-" in item.codes[0]:
                    region, place = item.codes[0], item.name
                    break
        if region is None:
            return None
        entry = self.registry.regions.get(region)
        if entry is None or entry.country is None:
            return None
        role, _, side = role.partition("+")
        head = chunks[index + 1] if index + 1 < len(chunks) else None
        if side and place and head is not None and head.kind == P and head.value.role is None and head.value.items:
            return f"other:mayor:{region}:{place}"  # "глава Таганрога"
        if role == "governor":
            for claimant in self.registry.claimants.values():
                if claimant.template and claimant.side == (side or entry.country) and claimant.id.endswith("governor"):
                    return f"{claimant.id}:{region}"
            return None
        return f"other:{role}:{region}:{place or entry.label}"


def _acting(chunks: list[Chunk]) -> str | None:
    """ "Сили ВМС збили чотири дрони": in a paragraph without a speaker the body that did it."""
    for index, chunk in enumerate(chunks[:-1]):
        if chunk.kind == C and ":" not in chunk.value:
            verb = next((c for c in chunks[index + 1 : index + 5] if c.kind not in {X, P}), None)
            if verb is not None and verb.kind == O and verb.value[1] == "act" and verb.value[0] in RESULTS:
                return str(chunk.value)
    return None


def _goes_on(chunks: list[Chunk]) -> bool:
    """ "Кроме того, ...", "Также ...", a quotation: a paragraph that goes on with the speaker before."""
    if chunks and chunks[0].kind == '"':
        return True
    return bool(chunks) and chunks[0].kind == R and chunks[0].value in {"also", "total", "another"}


def _leads(chunks: list[Chunk], index: int) -> bool:
    """ "According to X", "за даними X", "сообщило X": the word of speech stands before its speaker."""
    return index + 1 < len(chunks) and chunks[index + 1].kind in {C, X, P}
