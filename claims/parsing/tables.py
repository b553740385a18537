"""Running loss tables: "БпЛА оперативно-тактичного рівня – 39 012 (+78) од" is a running tally and a day's figure."""

from __future__ import annotations

from claims.parsing.clauses import Chunk, Q, T, W, X
from claims.parsing.drafts import Carry, Draft
from claims.parsing.tokens import Token

TALLIED = frozenset({"aircraft", "helicopter", "uav", "missile"})
"""What loss tables count that concerns the air."""


def table_drafts(chunks: list[Chunk], number: int, tokens: list[Token], carry: Carry, *, summed: bool) -> list[Draft]:
    """The drafts of a line of a running table; empty when the line is none. ``summed`` tells that it has a plus."""
    if not (summed or carry.table or carry.outcome == "eliminated"):
        return []
    drafts: list[Draft] = []
    for index, chunk in enumerate(chunks):
        if chunk.kind != Q or (index and chunks[index - 1].kind == "+"):
            continue
        plus = _increase(chunks, index)
        carry.table = carry.table or plus is not None
        told = carry.outcome == "eliminated" or carry.table
        if plus is None and not (told and (_alone_in_row(chunks, index) or is_row(chunks))):
            continue
        weapon = _row_weapon(chunks, index)
        if weapon is None:
            continue
        phrase = weapon.value
        if phrase.root not in TALLIED:
            continue
        if phrase.paths == ("uav.recon",):
            phrase.paths = ("uav",)  # "БпЛА ОТР" of the loss tables is every drone of that level
        weapon_span = (tokens[phrase.start].start, tokens[phrase.end - 1].end)
        running = Draft(
            "eliminated",
            "weapon",
            phrase.paths,
            chunk.value,
            (min(weapon_span[0], tokens[chunk.start].start), max(weapon_span[1], tokens[chunk.end - 1].end)),
            number,
            "tally_table",
            weapon_span=weapon_span,
            own_weapon=True,
            running=True,
        )
        running.tally = "running"
        drafts.append(running)
        if plus is None:
            continue
        increase = chunks[plus]
        drafts.append(
            Draft(
                "eliminated",
                "weapon",
                phrase.paths,
                increase.value,
                (tokens[increase.start].start, tokens[increase.end - 1].end),
                number,
                "tally_increase",
                weapon_span=weapon_span,
                own_weapon=True,
            )
        )
    if drafts:
        carry.outcome = "eliminated"
    return drafts


def is_row(chunks: list[Chunk]) -> bool:
    """Whether a line is a row of a table by its increase: "1 507 РСЗВ (+2)"."""
    plus = next((i for i, chunk in enumerate(chunks) if chunk.kind == "+"), 0)
    return plus > 1 and chunks[plus - 1].kind == "(" and plus + 1 < len(chunks) and chunks[plus + 1].kind == Q


def _alone_in_row(chunks: list[Chunk], index: int) -> bool:
    """A row without an increase, in a table of which others have one: "літаки – 422", "427 літаків"."""
    others = [c for i, c in enumerate(chunks) if i != index and c.kind not in {W, "-", "bullet", ";", ",", X, ":"}]
    return not others


def _increase(chunks: list[Chunk], index: int) -> int | None:
    """The index of "(+78)" or "+78" after a running figure."""
    after = index + 1
    if after + 1 < len(chunks) and chunks[after].kind == W and chunks[after + 1].kind == "(":
        after += 1  # "65 823 безпілотники (+271)"
    if after < len(chunks) and chunks[after].kind == "(":
        after += 1
    if after + 1 < len(chunks) and chunks[after].kind == "+" and chunks[after + 1].kind == Q:
        return after + 1
    return None


def _row_weapon(chunks: list[Chunk], index: int) -> Chunk | None:
    """The weapon that heads the row: right before the figure, across a dash or "близько"."""
    for back in range(index - 1, max(-1, index - 5), -1):
        chunk = chunks[back]
        if chunk.kind == W:
            return chunk
        if chunk.kind not in {"-", X, ":", T}:
            break
    # "37 999 (+81) БпЛА оперативно-тактичного рівня"
    for chunk in chunks[index + 1 : index + 7]:
        if chunk.kind == W:
            return chunk
        if chunk.kind not in {"(", "+", ")", Q}:
            break
    return None
