"""The registries as rows of their tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from claims.registry import Registry

Rows = list[dict[str, Any]]


def registry_rows(registry: Registry, met: Iterable[str]) -> dict[str, Rows]:
    """Rows for the tables ``regions``, ``claimants``, ``weapons`` and ``outcomes``.

    ``met`` are the claimants that the build's claims name: heads of regions and other officials, who have no entry of
    their own, get a row too, so that every claim joins with its claimant.
    """
    return {
        "regions": [
            {
                "region": region.id,
                "kind": region.kind,
                "country": region.country,
                "label": region.label,
                "name_ru": region.name_ru,
                "name_uk": region.name_uk,
                "members": tuple(sorted(region.members)),
            }
            for region in registry.regions.values()
        ],
        "claimants": _claimants(registry, met),
        "weapons": [
            {"weapon": weapon.id, "label": weapon.label, "parent": weapon.parent}
            for weapon in registry.weapons.values()
        ],
        "outcomes": [
            {
                "outcome": outcome.id,
                "label": outcome.label,
                "fates": tuple(sorted(outcome.fates)),
                "balance": outcome.balance,
            }
            for outcome in registry.outcomes.values()
        ],
    }


def _claimants(registry: Registry, met: Iterable[str]) -> Rows:
    rows = [
        {
            "claimant": claimant.id,
            "side": claimant.side,
            "label": claimant.label,
            "scope": claimant.scope,
            "part_of": claimant.part_of,
            "area": claimant.area,
            "calendar": claimant.calendar,
            "template": claimant.template,
        }
        for claimant in registry.claimants.values()
    ]
    unlisted = sorted({claimant for claimant in met if claimant not in registry.claimants})
    return rows + [row for row in (_unlisted(registry, claimant) for claimant in unlisted) if row]


def _unlisted(registry: Registry, claimant: str) -> dict[str, Any] | None:
    """The row of an official without an entry of his own; None when the registry can make nothing of the id.

    ``ru_governor:RU-BEL`` takes after the template ``ru_governor``; ``other:mayor:UA-63:Kharkiv`` speaks for itself.
    """
    entry = registry.claimant(claimant)
    kind, _, rest = claimant.partition(":")
    if entry is not None and entry.template:
        region = registry.regions.get(rest)
        return {
            "claimant": claimant,
            "side": entry.side,
            "label": f"{entry.label}: {region.label if region else rest}",
            "scope": entry.scope,
            "part_of": entry.part_of,
            "area": rest if region else None,
            "calendar": entry.calendar,
            "template": False,
        }
    if kind == "other" and rest:
        role, _, place = rest.partition(":")
        code = place.partition(":")[0]
        return {
            "claimant": claimant,
            "side": registry.claimant_side(claimant),
            "label": f"{role}: {place.replace(':', ', ')}",
            "scope": "part",
            "area": code if code in registry.regions else None,
            "template": False,
        }
    return None
