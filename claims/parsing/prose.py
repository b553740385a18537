"""Who says it in wire prose: several speakers in one sentence, each with the words that are theirs.

An :class:`Act` is a speaker with a word of speech: "Russia's Defense Ministry said ...", "..., according to X". What it
covers depends on where it stands: behind the verb, before the comma, or both ("three fell, it said, and two more ...").
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

from claims.parsing.attribution import Attribution, Voice
from claims.parsing.clauses import (
    AND,
    BUT,
    DENIAL,
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
from claims.parsing.paragraphs import goes_on
from claims.parsing.times import TimePhrase
from claims.parsing.verbs import RESULTS

REACH: Final = 14
"""Chunks between a speaker and its verb, with an apposition: "Sobyanin, the mayor of Moscow, said"."""

BEHIND: Final = 9
"""Chunks from a verb to the speaker behind it: "according to the commander-in-chief, Valerii Zaluzhnyi"."""

_NAMING: Final = frozenset({C, X, P, ",", PREP, "-", "(", ")", '"', T, N, R, AND})
"""What may stand between a speaker and its verb."""

_CONTENT: Final = frozenset({Q, O, W, A})
"""What is told, and by whom must be known."""

_TELLING: Final = frozenset({C, S, P, DENIAL})
"""Who says something and where: what a sentence without a speaker lacks."""

_PARTED: Final = frozenset({";", BUT})
_BREAKS: Final = frozenset({";", BUT, AND})

_OFFICES: Final = frozenset(
    {"head", "chief", "leader", "commander", "spokesman", "spokesperson", "spokeswoman"}
    | {"president", "minister", "governor", "mayor", "secretary", "general", "adviser", "aide", "chairman", "official"}
)
_OPENING: Final = frozenset({T, P, PREP, ",", "bullet", '"', "-"})
"""What may stand before the subject of a sentence."""

_REFERRING: Final = frozenset({"referring to", "with reference to"})
"""Words that name a speaker, and other things as well."""

_TRAILING: Final = frozenset({"according to", "citing", "quoted", "cited", "data from", "told"}) | _REFERRING
"""Words whose speaker stands behind them; "told" may have whom it was told to there."""

_NOUNS: Final = frozenset(
    {"statement", "claims", "recorded", "mentioned", "in a statement", "posted", "reports", "quoted", "reported"}
)
"""Words of speech that are often something else: they need a speaker beside them."""

_PERSONS: Final = ("governor", "mayor", "president", "commander")
_SEEN: Final = frozenset({"recorded", "detected", "registered", "spotted", "tracked"})
_HE: Final = frozenset({"he", "she", "him", "her", "his", "the head of state"})


@dataclass(frozen=True, slots=True)
class Act:
    """A speaker and its word of speech over the chunks ``first``..``last`` (half-open); nobody known: None.

    ``leads`` tells that what is said follows, ``goes_on`` that it goes on with the speaker before.
    """

    first: int
    last: int
    claimant: str | None
    leads: bool
    goes_on: bool = False


class ProseAttribution(Attribution):
    """Resolves the speakers of one statement in a language of flowing prose."""

    person: str | None = None
    officials: frozenset[str] = frozenset()
    """Those who speak for a side, of whom no body is known."""

    body: str | None = None
    forces: str | None = None
    state: str | None = None
    names: dict[str, str]

    def voices(self, sentences: list[Sentence], chunked: list[list[Chunk]]) -> list[list[Voice]]:
        """The voices of each sentence, in order of their places."""
        if self.default is not None:
            return super().voices(sentences, chunked)
        self.officials = frozenset(side.officials for side in self.registry.sides.values())
        self.names = {}
        for chunks in chunked[:6]:
            if chunks and self.tokens[chunks[0].start].text == "source":
                named = [i for i, chunk in enumerate(chunks) if chunk.kind == C]
                if named:
                    self._learn(chunks, named, self._who(chunks, named))
        acts = [self._acts(chunks) for chunks in chunked]
        inherited = self._inherited(sentences, chunked, acts)
        told = [
            self._spread(chunks, spoken, before)
            for chunks, spoken, before in zip(chunked, acts, inherited, strict=True)
        ]
        known = {voice.claimant for voices in told for voice in voices if voice.claimant}
        unknown = any(act.claimant is None and not act.goes_on for spoken in acts for act in spoken)
        if len(known) == 1 and not unknown and not any(":" in claimant for claimant in known):
            only = known.pop()
            return [[Voice(voice.start, voice.claimant or only) for voice in voices] for voices in told]
        return told

    # ------------------------------------------------------------------ acts of speech

    def _acts(self, chunks: list[Chunk]) -> list[Act]:
        """The acts of speech of a sentence, in order."""
        kinds = {chunk.kind for chunk in chunks}
        if kinds.isdisjoint(_TELLING):
            return []
        acts: list[Act] = []
        taken = -1
        for index, chunk in [(index, chunk) for index, chunk in enumerate(chunks) if chunk.kind in _TELLING]:
            if chunk.kind == P:
                self._note_place(chunk.value)
                if chunk.value.codes and "-" not in chunk.value.codes[0]:
                    self.state = chunk.value.codes[0]
            elif chunk.kind == C and chunk.value.removeprefix("ref:") in self.registry.sides:
                self.state = chunk.value.removeprefix("ref:")
            if chunk.kind not in {S, DENIAL} or index <= taken:
                continue
            act = self._act(chunks, index, acts[-1] if acts else None)
            if act is not None:
                acts.append(act)
                taken = act.last - 1
                self._remember(act.claimant)
                _set_aside(chunks, act)
        if acts or C not in kinds:
            return acts
        if WITHHELD in kinds and chunks[0].kind == C:
            claimant = self._who(chunks, [0])
            self._remember(claimant)
            return [Act(0, 1, claimant, leads=True)]  # "The Air Force does not disclose how many ..."
        headed = self._headed_by(chunks) or self._acting_body(chunks)
        if headed is not None:
            return [headed]
        for index, chunk in enumerate(chunks):
            if chunk.kind != C:
                continue
            described = index + 1 < len(chunks) and chunks[index + 1].kind == W  # "a Ukrainian Air Force helicopter"
            if ":" not in chunk.value and not described:
                self._remember(chunk.value)
            subject = index == 0 or chunks[index - 1].kind not in {PREP, AND}
            if chunk.value in {"ref:air_force", "ref:ministry"} and subject and not described:
                self._remember(self._resolve(chunks, index))
        return []

    def _act(self, chunks: list[Chunk], index: int, earlier: Act | None) -> Act | None:
        """The act whose word of speech stands at ``index``."""
        word = self.tokens[chunks[index].start].text
        floor = earlier.last if earlier is not None else 0
        first, speakers = (index, []) if word in _TRAILING - {"told", "quoted"} else self._before(chunks, index, floor)
        last = index + 1
        if not speakers or word == "quoted":
            behind, following = self._behind(chunks, index, word)
            if following:
                first, speakers, last = (first if word == "quoted" else index), following, behind
        for at in [at for at in range(speakers[0] if speakers else 0) if chunks[at].kind == C]:
            chunk = chunks[at]
            if at and chunks[at - 1].kind == PREP and self.body is not None:
                continue  # "in the area of the Air Command Center"
            named = not chunk.value.startswith(("ref:", "role:")) and ":" not in chunk.value
            if named and chunk.value not in self.officials:
                self.body = chunk.value  # "The air force gave another number: it said ..."
        claimant = self._who(chunks, speakers)
        if speakers:
            self._learn(chunks, speakers, claimant)
        elif (surname := self._surname(chunks, index)) is not None:
            return Act(surname, last, self.names[self.tokens[chunks[surname].start].text], self._leads(chunks, last))
        while last < len(chunks) and chunks[last].kind == S:
            last += 1  # "said in a statement"
        if not speakers:
            if word in _NOUNS or word in _REFERRING or self._passive(chunks[index]):
                return None
            same = [self.tokens[chunk.start] for chunk in chunks[index + 1 : index + 4]]
            if word == "according to" and any(token.text == "same" for token in same):
                return Act(index, last, self.body or self.last, False)  # "according to the same statement"
            if self._unknown(chunks, index) and word not in {"adding", "saying", "claiming", "stating", "noted"}:
                return Act(index, last, None, self._leads(chunks, last))
            if earlier is not None:
                return Act(index, last, earlier.claimant, True, goes_on=True)
            subject = next((i for i, chunk in enumerate(chunks[:index]) if chunk.kind not in _OPENING), 0)
            joined = bool(index) and (
                chunks[index - 1].kind in {AND, BUT} or (chunks[index - 1].kind in {",", SUB} and word.endswith("ing"))
            )
            if joined and chunks[subject].kind == C:
                # "Sobyanin called it an attack and said ...", "The spokesman called it a record, stating that ..."
                return Act(index, last, self._who(chunks, [subject]), True)
            return None if word in {"says", "say", "said"} else Act(index, last, self.last, True, goes_on=True)
        return Act(first, last, claimant, self._leads(chunks, last))

    def _before(self, chunks: list[Chunk], index: int, floor: int) -> tuple[int, list[int]]:
        """The speakers before a word of speech, with the index where they begin."""
        speakers: list[int] = []
        first = index
        for at in range(index - 1, max(floor, index - REACH) - 1, -1):
            chunk = chunks[at]
            if chunk.kind == C and not self._owned(chunks, at):
                speakers.insert(0, at)
                first = at
            elif self._ends_group(chunks, at, speakers):
                break
        speakers = self._subject(chunks, speakers, index)
        first = speakers[0] if speakers else index
        while first > floor and chunks[first - 1].kind in {X, PREP, R} and self._introduces(chunks, first - 1):
            first -= 1
        return first, speakers

    def _ends_group(self, chunks: list[Chunk], at: int, speakers: list[int]) -> bool:
        """Whether a chunk before a word of speech belongs to its speaker no more."""
        kind = chunks[at].kind
        if kind == S and self.tokens[chunks[at].start].text in _NOUNS:
            return False  # "The air force, in a later statement, said"
        if kind not in _NAMING or (kind == '"' and speakers):
            return True
        return kind == AND and bool(speakers) and chunks[at + 1].kind != C

    def _subject(self, chunks: list[Chunk], speakers: list[int], verb: int) -> list[int]:
        """The speakers that are the verb's subject: not Moscow in "an attack on Moscow, the ministry said"."""
        if not speakers:
            return []
        commas = [at for at in range(speakers[0], verb) if chunks[at].kind == ","]
        if len(commas) % 2 and not self._apposed(chunks, speakers[0]):
            # an apposition is closed by its second comma: "Sobyanin, the mayor of Moscow, said"
            speakers = [at for at in speakers if at > commas[-1]]
        if not speakers:
            return []
        words = sum(chunk.kind == X for chunk in chunks[speakers[-1] + 1 : verb])
        return speakers if words <= 6 else []

    def _learn(self, chunks: list[Chunk], speakers: list[int], claimant: str | None) -> None:
        """Remember the surname of a person who is introduced with an office."""
        if claimant is None or not any(word in claimant for word in _PERSONS):
            return
        for at in speakers:
            last = self.tokens[chunks[at].end - 1].text.split(" ")[-1]
            if not chunks[at].value.startswith(("ref:", "role:")):
                self.names[last] = claimant
        first = speakers[0]
        if (
            first > 1
            and chunks[first - 1].kind == ","
            and chunks[first - 2].kind == X
            and self._names(chunks[first - 2])
        ):
            self.names[self.tokens[chunks[first - 2].end - 1].text] = claimant  # "Vitaliy Kim, Head of Mykolaiv Oblast"
        for at in range(speakers[-1] + 1, min(speakers[-1] + 4, len(chunks))):
            if chunks[at].kind != X or not self._names(chunks[at]):
                break
            self.names[self.tokens[chunks[at].end - 1].text] = claimant

    def _surname(self, chunks: list[Chunk], index: int) -> int | None:
        """ "Fedorov said": the index of the name of a person introduced before."""
        for at in (index - 1, index + 1):
            named = 0 <= at < len(chunks) and chunks[at].kind == X and self._names(chunks[at])
            if named and self.tokens[chunks[at].start].text in self.names:
                return at
        return None

    def _apposed(self, chunks: list[Chunk], speaker: int) -> bool:
        """Whether a name that the lexicon lacks stands before an office: "Ivan Ivanov, the governor of Kursk, said"."""
        opens = [at for at in range(max(speaker - 4, 1), speaker) if chunks[at].kind == ","]
        if not opens:
            return False
        before = chunks[opens[-1] - 1]
        close = opens[-1] == speaker - 1
        office = any(self.tokens[chunk.start].text in _OFFICES for chunk in chunks[max(opens[-1] - 8, 0) : opens[-1]])
        return (before.kind == X and (self._names(before) or not close)) or (before.kind in {X, P} and office)

    def _names(self, chunk: Chunk) -> bool:
        """Whether a word is written with a capital."""
        return self.text[self.tokens[chunk.start].start].isupper()

    def _introduces(self, chunks: list[Chunk], at: int) -> bool:
        text = self.tokens[chunks[at].start].text
        return text in {"the", "its", "but", "and", "meanwhile", "separately"}

    def _behind(self, chunks: list[Chunk], index: int, word: str) -> tuple[int, list[int]]:
        """The speakers behind a word of speech, with the index after them."""
        closing = not index or chunks[index - 1].kind in {",", '"'}
        if word == "told" or (word not in _TRAILING and not closing):
            return index + 1, []
        speakers: list[int] = []
        last = index + 1
        for at in range(index + 1, min(len(chunks), index + 1 + BEHIND)):
            chunk = chunks[at]
            if chunk.kind == C:
                if word not in _TRAILING and not speakers and at > index + 4:
                    break
                if word not in _TRAILING and chunk.value == "ref:same":
                    break
                speakers.append(at)
                last = at + 1
            elif chunk.kind == S and word in _TRAILING and not speakers:
                continue  # "according to a statement by the air force"
            elif chunk.kind == "," and not speakers and at > index + 1 and chunks[at - 1].kind == X:
                continue  # "said the region's head, Radiy Khabirov"
            elif chunk.kind in {O, Q, W, L, ";", '"', S, T, A} or (chunk.kind == "," and not speakers):
                break
        rest = chunks[last : last + 3]
        follows = any(chunk.kind in {O, S} for chunk in rest) and not any(chunk.kind == SUB for chunk in rest)
        if word not in _TRAILING and speakers and follows:
            return index + 1, []  # "said Ukraine launched ..."
        return last, speakers

    def _who(self, chunks: list[Chunk], speakers: list[int]) -> str | None:
        """The claimant that a group of speaker words names: a name before an office, an office before a reference."""
        if any(chunks[i].value == "ref:other" for i in speakers):
            return None  # "Foreign Ministry spokesman"
        named = [i for i in speakers if not chunks[i].value.startswith(("ref:", "role:"))]
        official = [i for i in named if ":" in chunks[i].value]
        bodies = [i for i in named if chunks[i].value not in self.officials]
        bodies += [i for i in speakers if chunks[i].value in {"ref:air_force", "ref:ministry"}]
        for group in (official, bodies, named, [i for i in speakers if chunks[i].value.startswith("role:")], speakers):
            for i in group:
                claimant = self._resolve(chunks, i)
                if claimant is not None:
                    return claimant
        return None

    def _leads(self, chunks: list[Chunk], last: int) -> bool:
        """Whether what is said follows the act: not "..., it said, and another five ..."."""
        if last < len(chunks) and chunks[last].kind in {",", ";"}:
            return False
        return any(chunk.kind in _CONTENT for chunk in chunks[last:])

    def _passive(self, chunk: Chunk) -> bool:
        """ "was reported", "has been confirmed": nobody says it."""
        before = self.tokens[chunk.start - 1] if chunk.start else None
        return before is not None and "aux" in before.kinds and before.text not in {"a", "has", "have", "had", "did"}

    def _unknown(self, chunks: list[Chunk], index: int) -> bool:
        """Whether someone unknown speaks: "Polish officials said", "NATO said", "said the analyst"."""
        before = chunks[index - 1] if index else None
        if before is not None and (before.kind in {X, N, P} and before.end == chunks[index].start):
            return self.tokens[before.start].text not in {"that", "who", "which", "also", "have", "to"}
        after = chunks[index + 1] if index + 1 < len(chunks) else None
        return after is not None and after.kind in {X, N} and (before is None or before.kind in {",", '"'})

    def _acting_body(self, chunks: list[Chunk]) -> Act | None:
        """ "The Air Force recorded 591 drones": in a sentence without a speaker the body that opens it."""
        for index, chunk in enumerate(chunks[:3]):
            following = chunks[index + 1 : index + 2]
            if chunk.kind == C and following and self._tells_own(following[0]):
                claimant = self._resolve(chunks, index)
                entry = self.registry.claimants.get(claimant or "")
                if entry is not None and entry.calendar is not None:
                    self._remember(claimant)
                    return Act(index, index + 1, claimant, leads=True)
        return None

    def _tells_own(self, chunk: Chunk) -> bool:
        """Whether a verb tells what air defence did or saw."""
        if chunk.kind != O:
            return False
        return chunk.value[0] in RESULTS or self.tokens[chunk.start].text in _SEEN

    def _headed_by(self, chunks: list[Chunk]) -> Act | None:
        """ "... – Air Force", "Air Force: ...": a speaker set off by a dash or colon."""
        speakers = [i for i, chunk in enumerate(chunks) if chunk.kind == C and not self._owned(chunks, i)]
        # "was destroyed by the Defense Ministry's air defense": who did it
        speakers = [i for i in speakers if i == len(chunks) - 1 or not self._did_it(chunks, i)]
        if not speakers:
            return None
        claimant = self._headed(chunks, speakers)
        if claimant is None:
            return None
        self._remember(claimant)
        return Act(speakers[0], speakers[-1] + 1, claimant, leads=speakers[0] == 0)

    def _did_it(self, chunks: list[Chunk], index: int) -> bool:
        return any(self.tokens[chunk.end - 1].text == "by" for chunk in chunks[max(index - 2, 0) : index])

    # ------------------------------------------------------------------ references

    def _remember(self, claimant: str | None) -> None:
        super()._remember(claimant)
        if claimant is None:
            return
        if any(word in claimant for word in _PERSONS):
            self.person = claimant
            return
        self.body = claimant
        entry = self.registry.claimants.get(claimant)
        if entry is not None and entry.calendar is not None and entry.scope == "all":
            self.forces = claimant

    def _resolve(self, chunks: list[Chunk], index: int, *, quiet: bool = False) -> str | None:
        if quiet and chunks[index].value in {"ref:air_force", "ref:ministry"}:
            quiet = False  # "Air Force: ...", "... - Defense Ministry"
        text = self.tokens[chunks[index].start].text
        reference = chunks[index].value
        if reference == "ref:other" or (reference.startswith("ref:") and self._of_others(chunks, index)):
            return None
        if reference == "ref:military" and not quiet:
            return self._officials_around(chunks, index)
        if reference == "ref:forces" and not quiet:
            return self.forces or self._officials_around(chunks, index)
        if reference == "ref:same" and not quiet:
            if text in _HE:
                return self.person or self.last
            return self.last if text in {"they", "the statement"} else self.body or self.last
        return super()._resolve(chunks, index, quiet=quiet)

    def _of_others(self, chunks: list[Chunk], index: int) -> bool:
        """ "Romania's Defense Ministry", "the Culture Ministry": a body of nobody we know."""
        before = chunks[index - 1] if index else None
        if before is None or before.end != chunks[index].start:
            return False
        if before.kind == X and self.tokens[before.start].text == "its" and chunks[index].value == "ref:ministry":
            return self.state is not None and self.state not in self.registry.sides
        if before.kind == P:
            return not any(code.partition("-")[0] in self.registry.sides for code in before.value.codes)
        if "side_adj" in self.tokens[before.start].kinds:
            return False  # "the Russian ministry"
        return before.kind == X and index > 1 and self._names(before)

    def _officials_around(self, chunks: list[Chunk], index: int) -> str | None:
        """ "officials in Kyiv", "local authorities": of the country of the place beside, else of the last speaker."""
        near = sorted((abs(i - index), i) for i, chunk in enumerate(chunks) if chunk.kind == P)
        codes = [code for _, i in near for code in chunks[i].value.codes]
        for code in codes:
            entry = self.registry.regions.get(code)
            side = self.registry.sides.get((entry.country if entry is not None else None) or code)
            if side is not None:
                return side.officials
        last = self.registry.claimant_side(self.last or "")
        return self.registry.sides[last].officials if last else None

    # ------------------------------------------------------------------ what each act covers

    def _inherited(
        self, sentences: list[Sentence], chunked: list[list[Chunk]], acts: list[list[Act]]
    ) -> list[str | None]:
        """For each sentence who speaks where it does not say: its paragraph's speaker, before or else behind."""
        result: list[str | None] = [None] * len(sentences)
        paragraph = -1
        current: str | None = None
        held: str | None = None
        told = False  # whether the paragraph has a speaker so far
        for index, sentence in enumerate(sentences):
            if sentence.paragraph != paragraph:
                paragraph = sentence.paragraph
                held = (current if told or current else held) if index else None
                current = (current or held) if index and goes_on(chunked, index, self.tokens) else None
                told = False
            result[index] = current
            if acts[index]:
                told = True
                current = acts[index][-1].claimant
        following: str | None = None
        for index in range(len(sentences) - 1, -1, -1):
            if index + 1 < len(sentences) and sentences[index + 1].paragraph != sentences[index].paragraph:
                following = None
            if acts[index]:
                following = acts[index][0].claimant
            elif result[index] is None:
                result[index] = following
        self._lead_in(result, acts)
        source = self._source(chunked)
        side = self.registry.claimant_side(source or "")
        officials = self.registry.sides[side].officials if side else None
        return [
            source if claimant is None or (claimant == officials and not i) else claimant
            for i, claimant in enumerate(result)
        ]

    def _source(self, chunked: list[list[Chunk]]) -> str | None:
        """A line that tells who says what nobody else does.

        "Source: Ukraine's Air Force on Facebook", "This was reported by the Air Force".
        """
        for number, chunks in enumerate(chunked[:6]):
            head = self.tokens[chunks[0].start].text if chunks else ""
            if head == "quote" and number:
                told = [body for earlier in chunked[1:number] for body in self._speaking_bodies(earlier)]
                if told:
                    return told[-1]  # "..., the commander said. Quote: ..."
            if head in {"this", "that"}:
                by = next((i for i, c in enumerate(chunks) if self.tokens[c.start].text == "by"), None)
                if by is not None and any(chunk.kind == S for chunk in chunks[:by]):
                    return self._who(chunks, [i for i in range(by, min(by + 3, len(chunks))) if chunks[i].kind == C])
            if head == "source" and len(chunks) > 2 and chunks[1].kind == ":":
                until = next((i for i, chunk in enumerate(chunks) if chunk.kind in {PREP, ",", ";"}), len(chunks))
                return self._who(chunks, [i for i, chunk in enumerate(chunks[:until]) if chunk.kind == C])
        return None

    def _speaking_bodies(self, chunks: list[Chunk]) -> list[str]:
        """The bodies that a sentence with a word of speech names."""
        if not any(chunk.kind == S for chunk in chunks):
            return []
        return [c.value for c in chunks if c.kind == C and c.value in self.registry.claimants and ":" not in c.value]

    def _lead_in(self, result: list[str | None], acts: list[list[Act]]) -> None:
        """A story's first sentences, before anyone is named, say what the first body named says of the country."""
        first = next((i for i, spoken in enumerate(acts) if spoken), 0)
        named = acts[first][0].claimant if acts and acts[first] else None
        entry = self.registry.claimants.get(named or "")
        for index in range(min(first, 4)):
            if result[index] is None and entry is not None and entry.scope == "all":
                result[index] = named

    def _spread(self, chunks: list[Chunk], acts: list[Act], inherited: str | None) -> list[Voice]:
        """The voices of one sentence: each act with the words it covers."""
        if not acts:
            return [Voice(0, inherited)]
        voices: list[Voice] = []
        first = acts[0]
        opening = chunks[: first.first]
        content = [i for i, chunk in enumerate(opening) if chunk.kind in _CONTENT] if first.leads else []
        parted = (
            next((i for i in range(len(opening) - 1, -1, -1) if opening[i].kind in _PARTED), None) if content else None
        )
        joined = bool(opening) and opening[-1].kind == AND
        if parted is not None and not any(i > parted for i in content):
            voices = [Voice(0, inherited), Voice(self._offset(chunks, parted), first.claimant)]
        elif content and joined:
            voices = [Voice(0, inherited or first.claimant), Voice(self._offset(chunks, first.first), first.claimant)]
        else:
            voices = [Voice(0, first.claimant)]
        for before, act in itertools.pairwise(acts):
            start = act.first
            if not act.leads:
                gap = chunks[before.last : act.first]
                breaks = [i for i, chunk in enumerate(gap) if chunk.kind in _BREAKS and _parts(gap, i)]
                if breaks:
                    start = before.last + breaks[-1]
                elif not before.leads:
                    start = before.last
            voices.append(Voice(self._offset(chunks, start), act.claimant))
        return voices

    def _offset(self, chunks: list[Chunk], at: int) -> int:
        return self.tokens[chunks[at].start].start


def _set_aside(chunks: list[Chunk], act: Act) -> None:
    """Where and when someone speaks is not where and when it happened: "officials in Kyiv said on Monday"."""
    said: TimePhrase | None = None
    if act.leads and act.first and chunks[0].kind in {P, ","} and act.claimant and ":" not in act.claimant:
        opening = [chunk for chunk in chunks[: act.first] if chunk.kind != ","]
        if len(opening) == 1 and opening[0].kind == P and opening[0].value.role != "over":
            opening[0].kind = X  # "In Moscow, the Defense Ministry said ..."
    dated = act.leads and any(chunk.kind == T for chunk in chunks[: act.first])
    later = dated and any(chunk.kind == T and chunk.value.is_window for chunk in chunks[act.last :])
    for chunk in chunks[: act.first] if later else ():
        if chunk.kind == T and _is_moment(chunk):
            said, chunk.kind = chunk.value, X  # "On Friday, the General Staff said 2,023 were launched in October"
    for chunk in chunks[act.first : act.last]:
        if chunk.kind == T and _is_moment(chunk):
            said, chunk.kind = chunk.value, X
        elif chunk.kind == P:
            chunk.kind = X
    for index, chunk in enumerate(chunks[act.last : act.last + 6], act.last):
        if chunk.kind == T and _is_moment(chunk) and _dates_what_follows(chunks, index):
            break  # "said that on Tuesday Ukraine fired four missiles"
        if chunk.kind == T and _is_moment(chunk):
            said, chunk.kind = chunk.value, X
        elif chunk.kind not in {X, PREP, P} or (chunk.kind == P and act.leads):
            break
    if said is not None and said.date is not None:
        for chunk in chunks:
            if chunk.kind == T and chunk.value.part == "night" and chunk.value.date is None:
                chunk.value.date = said.date  # "claimed on May 6 that 98 were downed overnight"


def _dates_what_follows(chunks: list[Chunk], index: int) -> bool:
    """Whether a day stands between "said that" and who did it."""
    lead = [chunk.kind for chunk in chunks[max(index - 3, 0) : index]]
    follow = chunks[index + 1 : index + 2]
    return lead[-1:] == [PREP] and lead[-2:-1] in ([S], [X]) and bool(follow) and follow[0].kind in {C, ","}


def _is_moment(time: Chunk) -> bool:
    """Whether a time can be that of saying: a day, an hour; not a night, a range or a week."""
    phrase = time.value
    if phrase.range_start or phrase.range_end or phrase.span or phrase.as_of:
        return False
    return bool(phrase.part != "night")


def _parts(gap: list[Chunk], at: int) -> bool:
    """Whether a joint parts two clauses, each with something told: not "drones and missiles"."""
    if gap[at].kind in {";", BUT}:
        return True
    before, after = gap[:at], gap[at + 1 :]
    return any(c.kind == O for c in before) and any(c.kind == O for c in after) and gap[at - 1].kind == ","
