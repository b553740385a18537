"""Hand-made scenarios: a few claims, and the days, discrepancies, fates and episodes that they must give.

Times are local to the claimant, dates of June 2025. Each scenario tells everything: an unexpected row fails it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from claims.model import Claim
from tests.reconciling import (
    AIR_FORCE,
    DAY,
    EVENING,
    MINISTRY,
    NIGHT,
    STAFF,
    Scenario,
    c,
    days_of,
    fates_of,
    kinds_of,
    part,
    run,
    statement,
)

S, T, B, W = "stated", "summed", "bounded", "withheld"
OBSERVATORY, TRACKER, TALLY = "drone_observatory_2025", "ua_airdefense_tracker", "general_staff_tally"
UA_NIGHT, UA_DAY = ("1 20:00", "2 08:00"), ("2 08:00", "2 18:00")
MAYOR = "other:mayor:RU-MOW:Moscow"

night31 = c("night", 31, basis="phrase")
named31 = c("night", 31, basis="phrase", regions=("RU-BEL", "RU-KRS"))
evening43 = c("evening", 43, window=EVENING, regions=("RU-BRY",))
neutralised = c("n", 52, window=UA_NIGHT, by=AIR_FORCE, outcome="neutralised")
launched = c("l", 80, window=UA_NIGHT, by=AIR_FORCE, outcome="launched", post="n")
missiles = c("m", 40, window=UA_NIGHT, by=AIR_FORCE, weapon="missile")
total = c("t", 20)

KALIBR, GUIDED = "missile.cruise.kalibr", "missile.guided"


def mixed(count: int | None, high: int | None = None) -> Claim:
    """Cruise and guided missiles in one figure."""
    return c("joint", count, high or count, post="p", weapon="missile", weapons=(KALIBR, GUIDED))


SCENARIOS = [
    # --- joint figures of several weapon groups
    Scenario(
        "a joint figure may add to each group that it names and that has a figure, no other",
        [
            c("cruise", 1, post="p", weapon="missile.cruise.x_22"),
            c("ballistic", 2, post="p", weapon="missile.ballistic"),
            mixed(99),
        ],
        {
            "2 ru_mod missile downed": (102, 102, T),
            "2 ru_mod missile.ballistic downed": (2, 2, S),
            "2 ru_mod missile.cruise downed": (1, 100, B),
        },
    ),
    Scenario(
        "of a joint figure that is the total of its parts nothing is added",
        [
            mixed(12),
            part("cruise", mixed(12), 8, axis="weapon", weapon="missile.cruise"),
            part("guided", mixed(12), 4, axis="weapon", weapon=GUIDED),
        ],
        {
            "2 ru_mod missile downed": (12, 12, S),
            "2 ru_mod missile.cruise downed": (8, 8, S),
            "2 ru_mod missile.guided downed": (4, 4, S),
        },
    ),
    Scenario(
        "a joint figure of another day or outcome adds nothing",
        [
            c("cruise", 1, weapon="missile.cruise"),
            c("later", 9, window=("2 22:00", "3 05:00"), weapon="missile", weapons=(KALIBR, GUIDED)),
            c("l", 20, outcome="launched", weapon="missile", weapons=(KALIBR, GUIDED)),
        ],
        {
            "2 ru_mod missile downed": (1, 1, S),
            "2 ru_mod missile launched": (20, 20, S),
            "2 ru_mod missile.cruise downed": (1, 1, S),
            "3 ru_mod missile downed": (9, 9, S),
        },
    ),
    # --- windows to days
    Scenario("one night", [c("a", 30)], {"2 ru_mod uav downed": (30, 30, S)}, {}, {"a": "used"}),
    Scenario("night and day add up", [c("a", 30), c("b", 5, window=DAY)], {"2 ru_mod uav downed": (35, 35, T)}),
    Scenario(
        "a window belongs to the day in which it ends",
        [c("a", 3, window=("2 18:00", "2 22:00")), c("b", 4, window=("2 23:00", "3 01:00"))],
        {"3 ru_mod uav downed": (7, 7, T)},
    ),
    Scenario(
        "half-open: 20:00 and 24:00 belong to the day that ends",
        [c("a", 3, window=("2 10:00", "2 20:00")), c("b", 4, window=("2 22:00", "2 24:00"))],
        {"2 ru_mod uav downed": (3, 3, S), "3 ru_mod uav downed": (4, 4, S)},
    ),
    Scenario(
        "the other side's day ends at 18:00 Kyiv",
        [
            c("a", 3, window=("2 10:00", "2 18:00"), by=AIR_FORCE),
            c("b", 4, window=("2 18:00", "2 19:00"), by=AIR_FORCE),
        ],
        {"2 ua_air_force uav downed": (3, 3, S), "3 ua_air_force uav downed": (4, 4, S)},
    ),
    Scenario("an official zero is a zero", [c("a", 0)], {"2 ru_mod uav downed": (0, 0, S)}),
    Scenario(
        "an interval stays one", [c("a", 41, None, qualifier="more_than")], {"2 ru_mod uav downed": (41, None, S)}
    ),
    # --- nesting and overlap
    Scenario(
        "a stated evening nests in a stated night",
        [c("night", 31), c("evening", 12, window=EVENING)],
        {"2 ru_mod uav downed": (31, 31, S)},
        {},
        {"night": "used", "evening": "nested"},
    ),
    Scenario(
        "an evening of 43 over other regions than the phrase-dated night of 31: bounds, not nested",
        [named31, evening43],
        {"2 ru_mod uav downed": (74, 74, T)},
        {},
        {"night": "used", "evening": "used"},
    ),
    Scenario(
        "an evening of 43 inside a phrase-dated night of 31 that names no regions",
        [night31, evening43],
        {"2 ru_mod uav downed": (43, 74, B)},
        {"overlap_unresolved": 1},
        {"night": "used", "evening": "used"},
    ),
    Scenario(
        "an evening of 43 over two regions, one of them the night's",
        [
            named31,
            part("n1", named31, 20, regions=("RU-BEL",)),
            part("n2", named31, 11, regions=("RU-KRS",)),
            evening := c("evening", 43, window=EVENING),
            part("e1", evening, 13, regions=("RU-BEL",)),
            part("e2", evening, 30, regions=("RU-BRY",)),
        ],
        {"2 ru_mod uav downed": (61, 74, B)},
        {"overlap_unresolved": 1},
        {"n1": "part", "e2": "part"},
    ),
    Scenario(
        "a smaller evening in a phrase-dated night is open too: the night may begin later",
        [night31, c("evening", 12, window=EVENING)],
        {"2 ru_mod uav downed": (31, 43, B)},
        {"overlap_unresolved": 1},
    ),
    Scenario(
        "extreme positions still nest: an hour deep in the phrase-dated night",
        [night31, c("hour", 5, window=("2 00:00", "2 01:00"))],
        {"2 ru_mod uav downed": (31, 31, S)},
        {},
        {"hour": "nested"},
    ),
    Scenario(
        "a region's part above the outer's is no nesting",
        [
            total,
            part("p", total, 5, regions=("RU-BEL",)),
            part("q", total, 15, regions=("RU-KRS",)),
            c("inner", 8, window=EVENING, regions=("RU-BEL",)),
        ],
        {"2 ru_mod uav downed": (23, 28, B)},
        {"overlap_unresolved": 1},
    ),
    Scenario(
        "two hours that nest one by one but not together",
        [c("night", 20), c("x", 12, window=("1 21:00", "1 22:00")), c("y", 12, window=("2 02:00", "2 03:00"))],
        {"2 ru_mod uav downed": (24, 32, B)},
        {"overlap_unresolved": 1},
    ),
    Scenario(
        "partial overlap of two stated windows",
        [c("a", 10, window=("2 01:00", "2 05:00")), c("b", 7, window=("2 04:00", "2 08:00"))],
        {"2 ru_mod uav downed": (10, 17, B)},
        {"overlap_unresolved": 1},
    ),
    Scenario(
        "overlap across the boundary: what may be shared is the earlier day's",
        [c("a", 10, window=("2 12:00", "2 20:00")), c("b", 7, window=("2 18:00", "2 23:00"))],
        {"2 ru_mod uav downed": (10, 10, S), "3 ru_mod uav downed": (0, 7, B)},
        {"overlap_unresolved": 1},
    ),
    Scenario(
        "one window told twice with two figures",
        [c("a", 10), c("b", 12)],
        {"2 ru_mod uav downed": (12, 12, S)},
        {"window_told_twice": 1},
        {"a": "nested", "b": "used"},
    ),
    Scenario(
        "one window told twice with one figure, by phrase",
        [c("a", 10, basis="phrase"), c("b", 10, basis="phrase")],
        {"2 ru_mod uav downed": (10, 10, S)},
        {},
        {"b": "nested"},
    ),
    Scenario(
        "different missiles of one night add up",
        [
            c("b", 2, weapon="missile.ballistic.iskander_m", by=AIR_FORCE, window=UA_NIGHT, post="p"),
            c("k", 5, weapon="missile.cruise.x_101", by=AIR_FORCE, window=UA_NIGHT, post="q"),
        ],
        {
            "2 ua_air_force missile downed": (7, 7, T),
            "2 ua_air_force missile.ballistic downed": (2, 2, S),
            "2 ua_air_force missile.cruise downed": (5, 5, S),
        },
    ),
    # --- totals and parts
    Scenario(
        "a neutralised total split into downed and lost, with its own parts by weapon",
        [
            neutralised,
            part("d", neutralised, 15, axis="outcome", outcome="downed", part_complete=True),
            part("s", neutralised, 37, axis="outcome", outcome="suppressed_or_lost", part_complete=True),
            part("shahed", neutralised, 40, axis="weapon", weapon="uav.strike.shahed"),
            part("decoy", neutralised, 12, axis="weapon", weapon="uav.decoy"),
            launched,
        ],
        {
            "2 ua_air_force uav downed": (15, 15, S),
            "2 ua_air_force uav launched": (80, 80, S),
            "2 ua_air_force uav neutralised": (52, 52, S),
            "2 ua_air_force uav suppressed_or_lost": (37, 37, S),
        },
        {},
        {"shahed": "part", "decoy": "part", "d": "used"},
        episodes={"RU>UA/2025-06-02/night ua_air_force uav": {"unaccounted": (28, 28), "downed": (15, 15)}},
    ),
    Scenario(
        "parts above their total",
        [total, part("p", total, 12, regions=("RU-BEL",)), part("q", total, 11, regions=("RU-KRS",))],
        {"2 ru_mod uav downed": (20, 20, S)},
        {"parts_exceed_total": 1},
    ),
    Scenario(
        "parts below a complete total",
        [
            total,
            part("p", total, 12, regions=("RU-BEL",), part_complete=True),
            part("q", total, 7, regions=("RU-KRS",), part_complete=True),
        ],
        {"2 ru_mod uav downed": (20, 20, S)},
        {"parts_below_total": 1},
    ),
    Scenario(
        "parts below an incomplete total are no contradiction",
        [total, part("p", total, 12, regions=("RU-BEL",)), part("q", total, 7, regions=("RU-KRS",))],
        {"2 ru_mod uav downed": (20, 20, S)},
    ),
    Scenario(
        "a vague total is no less than its parts",
        [
            v := c("v", 2, None, qualifier="unstated"),
            part("p", v, 12, regions=("RU-BEL",)),
            part("q", v, 7, regions=("RU-KRS",)),
        ],
        {"2 ru_mod uav downed": (19, None, B)},
    ),
    Scenario(
        "parts that form a circle stand for themselves",
        [c("a", 4, part_of="b", part_axis="other"), c("b", 6, part_of="a", part_axis="other", window=DAY)],
        {"2 ru_mod uav downed": (10, 10, T)},
        {"parts_in_a_circle": 2},
    ),
    Scenario(
        "regions without a total add up",
        [c("a", 4, regions=("RU-BEL",), post="p"), c("b", 6, regions=("RU-KRS",), post="p")],
        {"2 ru_mod uav downed": (10, 10, T)},
    ),
    Scenario(
        "downed above launched",
        [
            c("l", 10, outcome="launched", by=AIR_FORCE, window=UA_NIGHT, post="p"),
            c("d", 12, by=AIR_FORCE, window=UA_NIGHT, post="p"),
        ],
        {"2 ua_air_force uav downed": (12, 12, S), "2 ua_air_force uav launched": (10, 10, S)},
        {"outcomes_exceed_launched": 1},
        episodes={"RU>UA/2025-06-02/night ua_air_force uav": {"unaccounted": (-2, -2)}},
    ),
    # --- withheld
    Scenario(
        "a withheld ballistic figure beside a stated total",
        [
            missiles,
            part("b", missiles, None, None, axis="weapon", weapon="missile.ballistic", qualifier="withheld"),
            part("k", missiles, 30, axis="weapon", weapon="missile.cruise"),
        ],
        {
            "2 ua_air_force missile downed": (40, 40, S),
            "2 ua_air_force missile.ballistic downed": (0, 10, B),
            "2 ua_air_force missile.cruise downed": (30, 30, S),
        },
    ),
    Scenario(
        "a withheld figure without a total",
        [
            c("k", 30, weapon="missile.cruise", by=AIR_FORCE, window=UA_NIGHT, post="p"),
            c(
                "b",
                None,
                None,
                weapon="missile.ballistic",
                by=AIR_FORCE,
                window=UA_NIGHT,
                post="p",
                qualifier="withheld",
            ),
        ],
        {
            "2 ua_air_force missile downed": (30, None, W),
            "2 ua_air_force missile.ballistic downed": (0, None, W),
            "2 ua_air_force missile.cruise downed": (30, 30, S),
        },
        episodes={"RU>UA/2025-06-02/night ua_air_force missile.ballistic": {"withheld": ("downed",)}},
    ),
    Scenario(
        "withheld by one, given by another",
        [
            c("b", None, None, weapon="missile.ballistic", by=AIR_FORCE, window=UA_NIGHT, qualifier="withheld"),
            c("g", 3, weapon="missile.ballistic", by="ua_president", window=UA_NIGHT, scope="all"),
        ],
        {
            "2 ua_air_force missile downed": (0, None, W),
            "2 ua_air_force missile.ballistic downed": (0, None, W),
            "2 ua_president missile downed": (3, 3, S),
            "2 ua_president missile.ballistic downed": (3, 3, S),
        },
        {"withheld_but_given": 1},
    ),
    # --- increments, tallies, recaps
    Scenario(
        "increments add to each other and to the post before",
        [
            c("a", 3, by=MAYOR, regions=("RU-MOW",), window=("2 01:00", "2 02:00")),
            c("b", 2, by=MAYOR, regions=("RU-MOW",), window=("2 01:00", "2 03:00"), tally="increment"),
            c("d", 1, by=MAYOR, regions=("RU-MOW",), window=("2 01:00", "2 04:00"), tally="increment"),
        ],
        {f"2 {MAYOR} part uav downed": (6, 6, T)},
    ),
    Scenario(
        "increments nest in a later total of the same official",
        [
            c("b", 2, by=MAYOR, regions=("RU-MOW",), window=("2 01:00", "2 02:00"), tally="increment"),
            c("d", 1, by=MAYOR, regions=("RU-MOW",), window=("2 03:00", "2 04:00"), tally="increment"),
            c("t", 5, by=MAYOR, regions=("RU-MOW",), window=("1 22:00", "2 06:00")),
        ],
        {f"2 {MAYOR} part uav downed": (5, 5, S)},
        {},
        {"b": "nested", "d": "nested"},
    ),
    Scenario(
        "a mayor's increments against the ministry",
        [
            m := c("m", 30),
            part("mow", m, 4, regions=("RU-MOW",)),
            part("bel", m, 26, regions=("RU-BEL",)),
            *(
                c(f"i{n}", 2, by=MAYOR, regions=("RU-MOW",), window=(f"2 0{n}:00", f"2 0{n}:30"), tally="increment")
                for n in range(3)
            ),
        ],
        {"2 ru_mod uav downed": (30, 30, S), f"2 {MAYOR} part uav downed": (6, 6, T)},
        {"region_exceeds_report": 1},
    ),
    Scenario(
        "a governor below the ministry's figure for the region agrees",
        [
            m,
            part("mow", m, 4, regions=("RU-MOW",)),
            part("bel", m, 26, regions=("RU-BEL",)),
            c("g", 20, by="ru_governor:RU-BEL", regions=("RU-BEL",)),
        ],
        {"2 ru_mod uav downed": (30, 30, S), "2 ru_governor:RU-BEL part uav downed": (20, 20, S)},
    ),
    Scenario(
        "a running tally is no figure of a day; it goes back",
        [
            c("t1", 100, window=("1 00:00", "2 09:00"), by=STAFF, outcome="eliminated", tally="running"),
            c("t2", 99, window=("1 00:00", "3 09:00"), by=STAFF, outcome="eliminated", tally="running"),
        ],
        {},
        {"tally_steps_back": 1},
        {"t1": "running", "t2": "running"},
    ),
    Scenario(
        "a running tally that does not advance by the day's figure",
        [
            c("t1", 100, window=("1 00:00", "2 09:00"), by=STAFF, outcome="eliminated", tally="running"),
            c("t2", 130, window=("1 00:00", "3 09:00"), by=STAFF, outcome="eliminated", tally="running"),
            c("d", 25, window=("2 00:00", "3 00:00"), by=STAFF, outcome="eliminated", basis="phrase"),
        ],
        {"3 ua_general_staff uav eliminated": (25, 25, S)},
        {"tally_advance_differs": 1},
    ),
    Scenario(
        "a recap that is its days",
        [c("a", 10), c("b", 5, window=("2 20:00", "3 20:00")), c("r", 15, window=("1 20:00", "3 20:00"))],
        {"2 ru_mod uav downed": (10, 10, S), "3 ru_mod uav downed": (5, 5, S)},
        {},
        {"r": "recap"},
    ),
    Scenario(
        "a recap that is not",
        [c("a", 10), c("b", 5, window=("2 20:00", "3 20:00")), c("r", 18, window=("1 20:00", "3 20:00"))],
        {"2 ru_mod uav downed": (10, 10, S), "3 ru_mod uav downed": (5, 5, S)},
        {"recap_differs": 1},
    ),
    Scenario(
        "a recap over a gap may be more than what was read",
        [c("a", 10), c("r", 18, window=("1 20:00", "3 20:00"))],
        {"2 ru_mod uav downed": (10, 10, S)},
    ),
    # --- revisions, corrections, repetitions, relays
    Scenario(
        "a revision replaces, and what it changed is told",
        [c("old", 10, post="p"), c("new", 12, post="p", revision=1)],
        {"2 ru_mod uav downed": (12, 12, S)},
        {"revision_changed_figure": 1},
        {"old": "superseded", "new": "used"},
    ),
    Scenario(
        "the latest revision has no claims any more",
        [c("old", 10, post="p")],
        {},
        {"revision_dropped_figure": 1},
        {"old": "superseded"},
        statements=[statement("p", "mod_russia", "2 07:30", revision=1)],
    ),
    Scenario(
        "a correction replaces, with the parts",
        [
            a := c("a", 10),
            part("p", a, 4, regions=("RU-BEL",)),
            c("b", 9, corrects="a", window=NIGHT, published_at=a.published_at + timedelta(hours=9)),
        ],
        {"2 ru_mod uav downed": (9, 9, S)},
        {"correction_changed_figure": 1},
        {"a": "corrected", "p": "corrected", "b": "used"},
    ),
    Scenario(
        "a headline with another figure",
        [c("body", 162, post="p"), c("head", 160, post="p", restates="body")],
        {"2 ru_mod uav downed": (162, 162, S)},
        {"headline_differs": 1},
        {"head": "restatement"},
    ),
    Scenario(
        "an outlet's relay is set aside",
        [c("a", 162), c("r", 162, source="reuters", basis="phrase", window=("1 18:00", "2 00:00"))],
        {"2 ru_mod uav downed": (162, 162, S)},
        {},
        {"r": "relay"},
    ),
    Scenario(
        "a relay that changed the figure",
        [c("a", 162), c("r", 126, source="reuters", basis="phrase")],
        {"2 ru_mod uav downed": (162, 162, S)},
        {"relay_changed_figure": 1},
        {"r": "relay"},
    ),
    Scenario(
        "a relay of a post that was not read is the basis",
        [c("r", 162, source="reuters", basis="phrase"), c("q", 162, source="ap", basis="phrase")],
        {"2 ru_mod uav downed": (162, 162, S)},
        {},
        {"r": "relay", "q": "used"},
    ),
    Scenario(
        "52 against 15 and 37: a relay gives one figure where the post has two",
        [
            launched,
            neutralised,
            part("d", neutralised, 15, axis="outcome", outcome="downed", part_complete=True),
            part("s", neutralised, 37, axis="outcome", outcome="suppressed_or_lost", part_complete=True),
            c("r", 52, window=UA_NIGHT, by=AIR_FORCE, outcome="neutralised", source="ap", basis="phrase"),
        ],
        {
            "2 ua_air_force uav downed": (15, 15, S),
            "2 ua_air_force uav launched": (80, 80, S),
            "2 ua_air_force uav neutralised": (52, 52, S),
            "2 ua_air_force uav suppressed_or_lost": (37, 37, S),
        },
        {"outcome_undivided": 1},
        {"r": "relay"},
    ),
    Scenario(
        "a relay that says 52 were shot down",
        [neutralised, c("r", 52, window=UA_NIGHT, by=AIR_FORCE, outcome="downed", source="ap", basis="phrase")],
        {"2 ua_air_force uav neutralised": (52, 52, S)},
        {"relay_changed_outcome": 1},
        {"r": "relay"},
    ),
    # --- one post on several bases
    Scenario(
        "a coded record of a post that we read counts once",
        [c("a", 30, post="9"), c("o", 30, post="9", coded=OBSERVATORY)],
        {"2 ru_mod uav downed": (30, 30, S)},
        {},
        {"o": "coded_duplicate"},
    ),
    Scenario(
        "a coded record that differs from our reading",
        [c("a", 30, post="9"), c("o", 31, post="9", coded=OBSERVATORY)],
        {"2 ru_mod uav downed": (30, 30, S)},
        {"digitisation_against_reading": 1},
        {"o": "coded_duplicate"},
    ),
    Scenario(
        "two digitisations matched by window; the first in order counts",
        [
            c("o", 30, by=AIR_FORCE, window=UA_NIGHT, post="9", coded=OBSERVATORY),
            c("t", 28, by=AIR_FORCE, window=("1 21:00", "2 08:00"), post="x", coded=TRACKER),
        ],
        {"2 ua_air_force uav downed": (30, 30, S)},
        {"digitisations_differ": 1},
        {"t": "coded_duplicate"},
    ),
    Scenario(
        "a cell that only the later digitisation has is used from there",
        [
            c("o", 30, by=AIR_FORCE, window=UA_NIGHT, post="9", coded=OBSERVATORY),
            c("t", 30, by=AIR_FORCE, window=UA_NIGHT, post="9", coded=TRACKER),
            c("k", 4, by=AIR_FORCE, window=UA_NIGHT, post="9", coded=TRACKER, weapon="missile.cruise"),
        ],
        {
            "2 ua_air_force missile downed": (4, 4, S),
            "2 ua_air_force missile.cruise downed": (4, 4, S),
            "2 ua_air_force uav downed": (30, 30, S),
        },
        {},
        {"t": "coded_duplicate", "k": "used"},
    ),
    Scenario(
        "the same number of another outcome in another digitisation",
        [
            c("o", 30, by=AIR_FORCE, window=UA_NIGHT, post="9", coded=OBSERVATORY, outcome="neutralised"),
            c("t", 30, by=AIR_FORCE, window=UA_NIGHT, post="9", coded=TRACKER),
        ],
        {"2 ua_air_force uav neutralised": (30, 30, S)},
        {"outcome_differs": 1},
        {"t": "coded_duplicate"},
    ),
    Scenario(
        "a report that another digitisation does not have",
        [
            c("o1", 1, by=AIR_FORCE, window=("1 20:00", "2 08:00"), post="1", coded=OBSERVATORY),
            c("o2", 2, by=AIR_FORCE, window=("2 20:00", "3 08:00"), post="2", coded=OBSERVATORY),
            c("o3", 3, by=AIR_FORCE, window=("3 20:00", "4 08:00"), post="3", coded=OBSERVATORY),
            c("t1", 1, by=AIR_FORCE, window=("1 20:00", "2 08:00"), post="1", coded=TRACKER),
            c("t3", 3, by=AIR_FORCE, window=("3 20:00", "4 08:00"), post="3", coded=TRACKER),
        ],
        {
            "2 ua_air_force uav downed": (1, 1, S),
            "3 ua_air_force uav downed": (2, 2, S),
            "4 ua_air_force uav downed": (3, 3, S),
        },
        {"digitisation_unmatched": 1},
    ),
    # --- claimants and scopes
    Scenario(
        "a day bulletin of scope front is never summed with the reports",
        [c("a", 30), c("f", 46, window=("1 20:00", "2 20:00"), scope="front", basis="phrase")],
        {"2 ru_mod uav downed": (30, 30, S), "2 ru_mod front uav downed": (46, 46, S)},
        {"front_exceeds_reports": 1},
    ),
    Scenario(
        "air force against general staff on one day",
        [c("a", 30, by=AIR_FORCE, window=UA_NIGHT), c("g", 28, by=STAFF, window=UA_NIGHT)],
        {"2 ua_air_force uav downed": (30, 30, S), "2 ua_general_staff uav downed": (28, 28, S)},
        {"claimants_differ": 1},
    ),
    Scenario(
        "eliminated contains downed",
        [c("a", 30, by=AIR_FORCE, window=UA_NIGHT), c("g", 28, by=STAFF, window=UA_NIGHT, outcome="eliminated")],
        {"2 ua_air_force uav downed": (30, 30, S), "2 ua_general_staff uav eliminated": (28, 28, S)},
        {"wider_below_narrower": 1},
    ),
    Scenario(
        "the two sides on one night, though their days begin at other hours",
        [
            c("u", 80, by=AIR_FORCE, window=("1 21:00", "2 07:00"), outcome="launched"),
            c("r", 60, by=MINISTRY, window=("1 21:00", "2 08:00"), outcome="launched", attacker="RU", defender="UA"),
        ],
        {"2 ua_air_force uav launched": (80, 80, S), "2 ru_mod uav launched": (60, 60, S)},
        {"sides_differ": 1},
        episodes={
            "RU>UA/2025-06-02/night ua_air_force uav": {"launched": (80, 80)},
            "RU>UA/2025-06-02/night ru_mod uav": {"launched": (60, 60)},
        },
    ),
    # --- episodes
    Scenario(
        "a night attack and a day attack are two waves",
        [c("a", 30, by=AIR_FORCE, window=UA_NIGHT), c("b", 4, by=AIR_FORCE, window=UA_DAY)],
        {"2 ua_air_force uav downed": (34, 34, T)},
        episodes={
            "RU>UA/2025-06-02/night ua_air_force uav": {"downed": (30, 30)},
            "RU>UA/2025-06-02/day ua_air_force uav": {"downed": (4, 4)},
        },
    ),
    Scenario(
        "an open high of downed is capped by launched in the balance only",
        [launched, c("d", 41, None, by=AIR_FORCE, window=UA_NIGHT, post="n", qualifier="more_than")],
        {"2 ua_air_force uav downed": (41, None, S), "2 ua_air_force uav launched": (80, 80, S)},
        episodes={"RU>UA/2025-06-02/night ua_air_force uav": {"unaccounted": (0, 39), "downed": (41, None)}},
    ),
    Scenario(
        "places hit are no part of the balance",
        [launched, neutralised, c("h", 12, by=AIR_FORCE, window=UA_NIGHT, post="n", outcome="hit", unit="location")],
        {
            "2 ua_air_force uav launched": (80, 80, S),
            "2 ua_air_force uav neutralised": (52, 52, S),
            "2 ua_air_force uav hit location": (12, 12, S),
        },
        episodes={"RU>UA/2025-06-02/night ua_air_force uav": {"unaccounted": (28, 28), "hit_places": (12, 12)}},
    ),
    Scenario(
        "no launched claim, no balance",
        [c("a", 30, by=AIR_FORCE, window=UA_NIGHT)],
        {"2 ua_air_force uav downed": (30, 30, S)},
        episodes={"RU>UA/2025-06-02/night ua_air_force uav": {"unaccounted": (None, None), "launched": (None, None)}},
    ),
    # --- what can't be placed
    Scenario("no window", [c("a", 30, window=None)], {}, {"not_placed": 1}, {"a": "listed"}),
    Scenario("no attacker", [c("a", 30, attacker=None)], {}, {"not_placed": 1}, {"a": "listed"}),
    Scenario("no figure at all", [c("a", 2, None, qualifier="unstated")], {"2 ru_mod uav downed": (2, None, S)}),
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_scenario(scenario: Scenario) -> None:
    result = run(scenario)
    assert days_of(result) == scenario.days
    told = "\n".join(result.discrepancies["explanation"])
    assert kinds_of(result) == scenario.kinds, told
    fates = fates_of(result)
    assert set(fates) == {one.claim_id for one in scenario.claims}
    assert {name: fates[name] for name in scenario.fates} == scenario.fates
    for key, expected in scenario.episodes.items():
        assert {name: _episode(result.episodes, key)[name] for name in expected} == expected


def _episode(episodes: pd.DataFrame, key: str) -> dict[str, Any]:
    episode_id, claimant, group = key.split(" ")
    (row,) = [
        row
        for row in episodes.to_dict("records")
        if (row["episode_id"], row["claimant"], row["weapon_group"]) == (episode_id, claimant, group)
    ]
    found: dict[str, Any] = {"withheld": row["withheld"]}
    for column in row:
        if column.endswith("_low"):
            name = column.removesuffix("_low")
            found[name] = tuple(
                None if pd.isna(row[f"{name}_{edge}"]) else int(row[f"{name}_{edge}"]) for edge in ("low", "high")
            )
    return found


def test_there_are_many_scenarios_each_with_a_name_of_its_own() -> None:
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS) >= 40
