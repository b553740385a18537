"""Drafts to claims: windows, sides, places, identities. The last step of reading."""

from __future__ import annotations

import functools
import hashlib
from datetime import date, datetime, timedelta
from typing import Final

from claims.model import (
    Basis,
    Claim,
    Method,
    NewClaim,
    Outcome,
    PartAxis,
    Precision,
    Problem,
    PublishedPrecision,
    Qualifier,
    Scope,
    Statement,
    Tally,
    Unit,
    frozen,
)
from claims.parsing.clean import Cleaned
from claims.parsing.drafts import Draft
from claims.parsing.places import Places
from claims.parsing.times import TimePhrase
from claims.parsing.tokens import Token
from claims.parsing.windows import WAR_START, Clock, Window, local_time
from claims.registry import Claimant, Registry

# looking a member up by its value in a dict takes a tenth of calling its class, and by its name it takes a call too
_PARSED: Final = Method.PARSED
_RUNNING: Final = Tally.RUNNING
_BASIS: Final = {member.value: member for member in Basis}
_OUTCOME: Final = {member.value: member for member in Outcome}
_PART_AXIS: Final = {member.value: member for member in PartAxis}
_PRECISION: Final = {member.value: member for member in Precision}
_PUBLISHED_PRECISION: Final = {member.value: member for member in PublishedPrecision}
_QUALIFIER: Final = {member.value: member for member in Qualifier}
_SCOPE: Final = {member.value: member for member in Scope}
_TALLY: Final = {member.value: member for member in Tally}
_UNIT: Final = {member.value: member for member in Unit}
_OF_THE_FRONT: Final = frozenset({"bomb.guided", "uav.strike"})
"""What the General Staff counts only along the front: guided bombs and kamikaze drones."""
_CLAIMED_BY_BOTH: Final = frozenset({"UA-09", "UA-14", "UA-23", "UA-40", "UA-43", "UA-65"})
"""Regions that Russia calls its own: in its statements they are attacked, and launched from only where they say so."""
_OF_THE_LINE: Final = _CLAIMED_BY_BOTH - {"UA-40", "UA-43"}
"""Those of them through which the front runs: not Crimea."""


class ClaimBuilder:
    """Builds the claims of one statement from its drafts and collects problems.

    ``told`` are the kinds of all tokens.
    """

    def __init__(
        self,
        statement: Statement,
        registry: Registry,
        cleaned: Cleaned,
        tokens: list[Token],
        told: set[str],
        lang: str,
    ) -> None:
        self.statement = statement
        self.registry = registry
        self.cleaned = cleaned
        self.tokens = tokens
        self.told = told
        self.lang = lang
        self.problems: list[Problem] = []
        self._clocks: dict[str | None, Clock] = {}
        self._speakers: dict[str, tuple[str | None, Claimant | None]] = {}
        self._last_times: dict[str, TimePhrase | None] = {}
        source = registry.sources.get(statement.source or "")
        self._drafts: list[Draft] = []
        self._key = f"{statement.statement_id}\x1f{statement.revision}"
        self._dated = source is not None and source.kind == "channel"

    def build(self, drafts: list[Draft]) -> list[Claim]:
        """The claims, in the order of their drafts."""
        windows = self._windows(drafts)
        self._drafts = drafts
        ids = [self._identity(draft) for draft in drafts]
        by_draft = {id(draft): claim_id for draft, claim_id in zip(drafts, ids, strict=True)}
        claims = [
            self._claim(draft, claim_id, window, as_of, by_draft)
            for draft, claim_id, (window, as_of) in zip(drafts, ids, windows, strict=True)
        ]
        self._check_sums(drafts, claims)
        return claims

    # ------------------------------------------------------------------ windows

    def _clock(self, claimant: str | None) -> Clock:
        """The clock of a claimant; of one without a calendar that of the source's own claimant, else of any side."""
        clock = self._clocks.get(claimant)
        if clock is None:
            day = self.statement.published_at.date()
            calendar = self.registry.calendar(claimant or "", day)
            if calendar is None:
                source = self.registry.sources.get(self.statement.source or "")
                if source is not None and source.claimant:
                    calendar = self.registry.calendar(source.claimant, day)
            if calendar is None:
                side = "RU" if self.lang == "ru" and "RU" in self.registry.sides else next(iter(self.registry.sides))
                name = self.registry.sides[side].calendar
                calendar = self.registry.calendars[name][0]
            clock = Clock(self.statement.published_at, calendar, dated=self._dated, today=self._today)
            self._clocks[claimant] = clock
        return clock

    @functools.cached_property
    def _today(self) -> date | None:
        """The date from which an outlet or an unknown source speaks; None for a channel (its claimant's date)."""
        if self._dated:
            return None
        zone = self.registry.source_zone(self.statement.source)
        published = self.statement.published_at
        return (published.astimezone(zone) if zone else published).date()

    def _windows(self, drafts: list[Draft]) -> list[tuple[Window, datetime | None]]:
        """The window of each draft: its own phrase, its total's, the one in force, else the reporting day."""
        cache: dict[tuple[int, str | None], Window] = {}
        told: set[str] = set()
        as_ofs: dict[int, datetime | None] = {}
        any_as_of: TimePhrase | None = next((d.as_of for d in drafts if d.as_of is not None), None)

        def resolved(phrase: TimePhrase, draft: Draft) -> Window:
            key = (id(phrase), draft.claimant)
            if key not in cache:
                clock = self._clock(draft.claimant)
                moment = clock.moment(any_as_of.as_of) if any_as_of is not None and any_as_of.as_of else None
                cache[key] = clock.resolve(phrase, moment)
                problem = cache[key].problem
                if problem is not None and problem[1] not in told:
                    told.add(problem[1])
                    span = self._span(self.tokens[phrase.start].start, self.tokens[phrase.end - 1].end)
                    word = self.cleaned.text[self.tokens[phrase.start].start : self.tokens[phrase.end - 1].end]
                    self.problems.append(Problem(problem[0], problem[1], span, word))
            return cache[key]

        result: dict[int, Window] = {}
        in_force: dict[str | None, tuple[Draft, Window]] = {}
        for draft in drafts:
            if draft.time is not None and draft.time.is_window and not draft.derived:
                result[id(draft)] = resolved(draft.time, draft)
                if draft.tally != "running" and not draft.of_the_war and draft.time.instant is None:
                    in_force.setdefault(draft.claimant, (draft, result[id(draft)]))
        for draft in drafts:
            # a moment holds for the other figures only where nothing else is told
            if id(draft) in result and draft.time is not None and draft.time.instant is not None:
                in_force.setdefault(draft.claimant, (draft, result[id(draft)]))
        current: dict[str | None, Window] = {}
        for draft in drafts:
            own = result.get(id(draft))
            if own is not None:
                if not draft.of_the_war and not _is_background(draft):
                    current[draft.claimant] = own
                continue
            parent = draft.parent
            if parent is not None and id(parent) in result:
                result[id(draft)] = result[id(parent)]
                continue
            if draft.derived and draft.time is not None:
                result[id(draft)] = resolved(draft.time, draft)
                current[draft.claimant] = result[id(draft)]
                continue
            if draft.claimant in current:
                result[id(draft)] = current[draft.claimant]
            elif draft.claimant in in_force:
                result[id(draft)] = in_force[draft.claimant][1]
            elif self.lang == "en" and (before := _told_before(draft, drafts)) is not None:
                result[id(draft)] = resolved(before, draft)
            elif (shared := self._same_side(draft, current, in_force)) is not None:
                result[id(draft)] = shared
            else:
                result[id(draft)] = self._clock(draft.claimant).reporting_day()
        for draft in drafts:
            if draft.as_of is not None and draft.as_of.as_of is not None:
                as_ofs[id(draft)] = self._clock(draft.claimant).moment(draft.as_of.as_of)
            if draft.rule in {"tally_table", "tally_increase"} or draft.outcome == "eliminated":
                result[id(draft)] = self._tally_window(draft)
        return [(result[id(draft)], as_ofs.get(id(draft))) for draft in drafts]

    def _same_side(
        self,
        draft: Draft,
        current: dict[str | None, Window],
        in_force: dict[str | None, tuple[Draft, Window]],
    ) -> Window | None:
        """The window that the side's other claimants speak of: a governor's figure after the ministry's."""
        side = self.registry.claimant_side(draft.claimant or "")
        known = [*current.items(), *((claimant, window) for claimant, (_, window) in in_force.items())]
        for claimant, window in reversed(known):
            if side is not None and self.registry.claimant_side(claimant or "") == side:
                return window
        return None

    def _tally_window(self, draft: Draft) -> Window:
        """A running tally: from the war's first day; its bracketed figure: the local day before the report."""
        clock = self._clock(draft.claimant)
        end = local_time(clock.today, 0, clock.zone)
        if draft.rule == "tally_increase":
            return Window(end - timedelta(days=1), end, "phrase", "phrase", "day", "day")
        start = local_time(WAR_START, 0, clock.zone)
        return Window(start, clock.published, "phrase", "publication", "day", "minute")

    # ------------------------------------------------------------------ identity and rows

    @functools.cached_property
    def _front(self) -> bool:
        """Whether the text speaks of the front, or ends with the losses of the war as its bulletins do."""
        return "front" in self.told or any(draft.of_the_war for draft in self._drafts)

    @functools.cached_property
    def _at_the_front(self) -> bool:
        """Whether a figure is of a region through which the front runs."""
        return any(not _OF_THE_LINE.isdisjoint(draft.codes) for draft in self._drafts)

    def _span(self, start: int, end: int) -> tuple[int, int]:
        return self.cleaned.original(start, max(end, start + 1))

    def _identity(self, draft: Draft) -> str:
        """From statement, revision, outcome, unit, weapon, first span, and the region of a distributive."""
        told = "derived" if draft.derived else "+".join(draft.item_codes or ()) if draft.rule == "distributive" else ""
        start, end = draft.span
        key = f"{self._key}\x1f{draft.outcome}\x1f{draft.unit}\x1f{'+'.join(draft.weapons)}\x1f{start}-{end}\x1f{told}"
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:20]

    def _scope(self, draft: Draft, claimant: str, side: str | None, entry: Claimant | None) -> str:
        """What area a figure is of: the claimant's, the front in its bulletins, or unknown for a day's figure."""
        time = draft.time or self._last_times.get(claimant)
        self._last_times[claimant] = time
        if entry is None:
            return "part" if claimant.startswith("other:") else "unknown"
        if draft.outcome == "eliminated":
            return entry.scope
        daily = time is not None and time.span in {"reporting_day", "day24"} and not time.range_start
        daily = daily and time is not None and "hours" not in time.flags
        if self.lang == "en" and time is not None and side == "RU" and (time.span or "").startswith(("past_", "last_")):
            daily = True  # "over the past week": of a zone that is not told either
        battle = side == "UA" and draft.outcome == "launched" and set(draft.weapons) <= _OF_THE_FRONT
        if self.lang == "en" and not self._dated:
            of_front = (daily and (draft.at_front or battle)) or (battle and "front" in self.told)
        else:
            told = battle or (side == "RU" and daily and self._at_the_front) or self._front
            of_front = told and (self._dated or not daily)
        if entry.front_bulletins and of_front:
            return "front"
        if daily and (not draft.codes or self.lang == "en"):
            return entry.daily_scope or entry.scope  # a daily figure whose zone is not told
        return entry.scope

    def _claim(self, draft: Draft, claim_id: str, window: Window, as_of: datetime | None, ids: dict[int, str]) -> Claim:
        registry = self.registry
        statement = self.statement
        claimant = draft.claimant or "unattributed"
        speaker = self._speakers.get(claimant)
        if speaker is None:
            speaker = self._speakers[claimant] = registry.claimant_side(claimant), registry.claimant(claimant)
        side, entry = speaker
        attacker, defender = self._directions(draft, side)
        scope = self._scope(draft, claimant, side, entry)
        unit, outcome = draft.unit, draft.outcome
        if outcome == "destroyed" or (outcome == "hit" and draft.weapons[0].startswith(("aircraft", "helicopter"))):
            unit = "target"
        parent = ids.get(id(draft.parent)) if draft.parent is not None else None
        spans: tuple[tuple[int, int], ...] = (self._span(*draft.span),)
        if draft.more_spans:
            spans = tuple(dict.fromkeys([*spans, *(self._span(start, end) for start, end in draft.more_spans)]))
        location_side = defender if outcome != "crossed" else None
        running = draft.tally == "running" or draft.of_the_war
        weapon_text = (
            self.cleaned.text[draft.weapon_span[0] : draft.weapon_span[1]] if draft.weapon_span is not None else None
        )
        # by position, in the order of the columns: 44 keywords take as long as all the rest here
        claim = NewClaim(
            claim_id,
            statement.statement_id,
            statement.revision,
            claimant,
            side,
            attacker,
            defender,
            _OUTCOME[outcome],
            _UNIT[unit],
            draft.weapons,
            registry.ancestor(draft.weapons),
            draft.traits,
            weapon_text,
            draft.low,
            draft.high,
            _QUALIFIER[draft.qualifier],
            _RUNNING if running else _TALLY[draft.tally],
            window.start if running else None,
            _SCOPE[scope],
            parent,
            _PART_AXIS[draft.axis] if parent and draft.axis else None,
            draft.complete if parent else None,
            ids.get(id(draft.restates)) if draft.restates is not None else None,
            None,
            self._regions(draft, location_side),
            draft.unnamed,
            self._place(draft),
            self._launched_from(draft),
            window.start,
            window.end,
            _BASIS[window.start_basis],
            _BASIS[window.end_basis],
            _PRECISION[window.start_precision],
            _PRECISION[window.end_precision],
            as_of,
            _PARSED,
            spans,
            tuple([ids[id(part)] for part in draft.derived_from if id(part) in ids]) if draft.derived_from else (),
            draft.rule,
            self.lang,
            statement.published_at,
            _PUBLISHED_PRECISION[statement.published_precision],
            statement.source,
            statement.url,
        )
        return frozen(claim, Claim)

    def _directions(self, draft: Draft, side: str | None) -> tuple[str | None, str | None]:
        """Attacker and defender: whose weapon the words say, else the claimant's opponent attacks."""
        sides = self.registry.sides
        owner = draft.weapon_side if draft.weapon_side is not None and draft.weapon_side in sides else None
        if draft.outcome == "destroyed":
            defender = owner or (sides[side].opponent if side is not None and side in sides else None)
            return (sides[defender].opponent if defender is not None and defender in sides else side), defender
        if owner is not None:
            return owner, sides[owner].opponent
        if side is not None and side in sides:
            return sides[side].opponent, side
        countries = {
            region.country
            for code in draft.codes
            if (region := self.registry.regions.get(code)) is not None and region.country in sides
        }
        if len(countries) == 1:
            defender = countries.pop()
            if defender is not None:
                return sides[defender].opponent, defender
        return None, None

    def _regions(self, draft: Draft, side: str | None) -> tuple[str, ...]:
        """Codes of where it happened: regions, seas, macro-areas of the defender; foreign countries where it
        crossed.
        """
        codes = list(draft.codes)
        macros = draft.macros
        parent = draft.parent
        told = codes or macros or draft.axis in {"region", None}
        if parent is not None and not told and (draft.outcome == "launched" or parent.outcome != "launched"):
            # a part by weapon, outcome or destination is where its total is, but for results of what was launched
            return self._regions(parent, side)
        if draft.outcome == "crossed":
            codes = list(dict.fromkeys([*codes, *(draft.toward.codes if draft.toward else ())]))
            for code in list(codes):
                if any(other.startswith(f"{code}-") for other in codes):
                    codes.remove(code)
            return tuple(codes)
        if codes:
            codes = [code for code in codes if "-" in code]
        if codes and draft.outcome == "launched":
            areas = {
                code for places in draft.places for code in places.codes if self._is_launch_area(places, code, draft)
            }
            codes = [code for code in codes if code not in areas]
        for macro in macros:
            code = f"{side}-{macro}" if side else macro
            region = self.registry.regions.get(code)
            if region is not None and code not in codes and not set(region.members) & set(codes):
                codes.append(code)  # "на заході: у Львівській ... областях" says it by its regions
        claimant = draft.claimant or ""
        if not codes and draft.item_codes is None and ":" in claimant:
            # a governor's or mayor's figure without a place is of the office's region
            code = claimant.split(":")[2 if claimant.startswith("other:") else 1]
            if code in self.registry.regions:
                codes.append(code)
        return tuple(codes)

    def _country(self, code: str) -> str | None:
        region = self.registry.regions.get(code)
        return region.country if region is not None else None

    def _place(self, draft: Draft) -> str | None:
        """The town or district stated, or the destination of a subset."""
        if not draft.places and draft.toward is None:
            return None
        names = [
            item.name
            for places in draft.places
            for item in places.items
            if item.name
            and not (draft.outcome == "launched" and item.codes and self._is_launch_area(places, item.codes[0], draft))
        ]
        if not names and draft.toward is not None:
            names = [item.name or ", ".join(item.codes) for item in draft.toward.items if item.name or item.codes]
        return ", ".join(dict.fromkeys(names)) or None

    def _is_launch_area(self, places: Places, code: str, draft: Draft) -> bool:
        """A bare place of the attacker beside a launched figure is where it was launched from, no target."""
        return places.role is None and self._is_attacker(code, draft)

    def _is_attacker(self, code: str, draft: Draft) -> bool:
        side = self.registry.claimant_side(draft.claimant or "")
        if side == "RU" and code in _CLAIMED_BY_BOTH:
            return False  # "удар по инфраструктуре Севастополя"
        return self._country(code) == self._directions(draft, side)[0]

    def _launched_from(self, draft: Draft) -> tuple[str, ...]:
        """Launch areas: names of sites and towns, codes of regions and seas."""
        if draft.outcome != "launched" and not draft.launched_from:
            return ()
        areas: list[str] = []
        for places in draft.places if draft.outcome == "launched" and draft.item_codes is None else ():
            for item in places.items:
                if item.codes and self._is_launch_area(places, item.codes[0], draft):
                    areas.extend([item.name] if item.name else item.codes)
        for places in draft.launched_from:
            for item in places.items:
                if item.name:
                    areas.append(item.name)
                else:
                    areas.extend(item.codes)
        return tuple(dict.fromkeys(areas))

    # ------------------------------------------------------------------ checks

    def _check_sums(self, drafts: list[Draft], claims: list[Claim]) -> None:
        """Complete parts that exceed an exact total are kept as stated and told."""
        sums: dict[int, dict[str | None, int]] = {}
        for part in drafts:
            if part.parent is not None and part.unit == part.parent.unit and part.low is not None:
                axes = sums.setdefault(id(part.parent), {})
                axes[part.axis] = axes.get(part.axis, 0) + part.low
        for draft, claim in zip(drafts, claims, strict=True) if sums else ():
            if draft.qualifier not in {"exact", "all"} or draft.low is None or draft.derived:
                continue
            for axis, total in sums.get(id(draft), {}).items():
                if total > draft.low:
                    span = claim.spans[0] if claim.spans else None
                    self.problems.append(
                        Problem(
                            "parts_exceed_total",
                            f"the parts by {axis} add up to at least {total}, more than the stated total {draft.low}",
                            span,
                            str(draft.low),
                        )
                    )


_BACKGROUND: Final = ("in_", "last_", "past_", "week", "month", "year", "war")
"""Times of figures told for comparison, which hold for no figure after them."""


def _is_background(draft: Draft) -> bool:
    return draft.time is not None and (draft.time.span or "").startswith(_BACKGROUND)


def _told_before(draft: Draft, drafts: list[Draft]) -> TimePhrase | None:
    """In a story of several speakers the time of what was told last before a figure that has none."""
    told = [d.time for d in drafts if d.order < draft.order and d.time is not None and d.time.is_window]
    told = [time for time in told if not (time.span or "").startswith(_BACKGROUND) and time.instant is None]
    return told[-1] if told else None
