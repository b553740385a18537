"""Made-up English stories for the bench: everyday news without a weapon, and nights of attack with their figures."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from claims.model import Statement

_PEOPLE = (
    "the minister",
    "a city councillor",
    "the company's director",
    "a teacher from Lviv",
    "the rector",
    "an engineer",
)
_THINGS = (
    "the new bridge",
    "a school library",
    "the harvest",
    "ticket prices",
    "the budget",
    "a hospital ward",
    "the tram line",
)
_TOWNS = ("Kyiv", "Kazan", "Odesa", "Tambov", "Warsaw", "Vilnius", "Poltava", "Chernihiv")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NEWS = (
    "{Who} said on {day} that {thing} would cost {n} million euros more than was planned a year ago.",
    "Residents of {town} have waited since spring for {thing}, which was promised before the last election.",
    "About {n} people gathered in the square in {town} to hear {who} speak about {thing}.",
    "“We did what we could with the means we had,” {who} told reporters after the meeting in {town}.",
    "The court put off the hearing until {day}, and nobody from the town hall could be reached for comment.",
    "Trade between the two countries fell by {n} percent in the first half of the year, according to customs data.",
    "In {town}, {thing} was closed for repairs, while shops and cafes stayed open until late in the evening.",
    "The talks, which began in March, ended without a paper that both sides could sign, {who} said.",
    "Farmers near {town} say that the dry summer has cost them a third of what they usually bring in.",
    "The orchestra will play in {town} on {day}; the programme includes works of the last century.",
)
_REGIONS = ("Belgorod", "Bryansk", "Kursk", "Voronezh", "Rostov", "Volgograd", "Tula", "Oryol")
_OBLASTS = ("Kharkiv", "Sumy", "Poltava", "Odesa", "Dnipropetrovsk", "Kyiv", "Chernihiv", "Mykolaiv")
_ATTACK = (
    "Russia launched {a} drones and {m} missiles at Ukraine overnight, the Ukrainian air force said on {day}.",
    "Air defences shot down {b} of the drones and {k} of the missiles, while another {c} drones were lost from radar, "
    "it said.",
    "Hits were recorded at {k} locations, and debris fell at {m} more.",
    "The Russian Defence Ministry said its air defences had destroyed {b} Ukrainian drones overnight, including {c} "
    "over the {region} region.",
    "{Oblast} Governor Oleh Ivanenko said {k} drones had been downed over the region.",
    "Moscow Mayor Sergei Sobyanin wrote on Telegram that {m} drones heading for the capital were shot down.",
    "At least {k} people were wounded in the {oblast} region, where a house was damaged, officials said.",
    "Kyiv says it needs more air defence systems; Moscow says it does not strike civilians.",
)


class Prose:
    """A source of stories that a seed repeats."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - texts, no secrets
        self.time = datetime(2025, 6, 2, 9, tzinfo=UTC)

    def everyday(self, megabytes: float) -> list[Statement]:
        """Stories without a weapon word, of about three thousand characters each."""
        return self._stories(megabytes, _NEWS, 24)

    def attacks(self, megabytes: float) -> list[Statement]:
        """Stories of a night's attack: three in four sentences hold figures."""
        return self._stories(megabytes, (*_ATTACK, *_NEWS[:3]), 14)

    def _stories(self, megabytes: float, sentences: tuple[str, ...], length: int) -> list[Statement]:
        stories: list[Statement] = []
        size = 0
        while size < megabytes * 1_000_000:
            self.time += timedelta(hours=7)
            paragraphs = [" ".join(self._say(sentences) for _ in range(2)) for _ in range(length // 2)]
            stories.append(Statement(text="\n\n".join(paragraphs), published_at=self.time, source="reuters"))
            size += len(stories[-1].text.encode())
        return stories

    def _say(self, sentences: tuple[str, ...]) -> str:
        choose, count = self.random.choice, self.random.randint
        who, oblast = choose(_PEOPLE), choose(_OBLASTS)
        return choose(sentences).format(
            who=who, Who=who[0].upper() + who[1:], thing=choose(_THINGS), town=choose(_TOWNS), day=choose(_DAYS),
            n=count(2, 900), a=count(200, 500), b=count(80, 200), c=count(20, 60), m=count(11, 40), k=count(2, 10),
            region=choose(_REGIONS), oblast=oblast, Oblast=oblast,
        )  # fmt: skip
