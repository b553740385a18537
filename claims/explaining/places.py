"""Who and where, in words."""

from __future__ import annotations

from claims.model import Claim, Outcome, PartAxis, Scope
from claims.registry import Registry

_SCOPES = {
    Scope.ALL: "the claimant's whole area",
    Scope.FRONT: "the zone of combat",
    Scope.PART: "a part of the country",
    Scope.UNKNOWN: "an area that is not told",
}


def claimant(claimant_id: str, registry: Registry) -> str:
    """The claimant's label; an official of a region or town with the office's place."""
    if claimant_id.startswith("other:"):
        _, role, region, *place = [*claimant_id.split(":"), ""][:4]
        return f"{role.replace('_', ' ').capitalize()}, {(place and place[0]) or region_name(region, registry)}"
    entry = registry.claimant(claimant_id)
    if entry is None:
        return claimant_id
    _, _, region = claimant_id.partition(":")
    text = entry.label[:1].upper() + entry.label[1:]
    return f"{text}: {region_name(region, registry)}" if region else text


def region_name(code: str, registry: Registry) -> str:
    """The English name of a region's code; of a side's its label; else what is given."""
    region = registry.regions.get(code)
    side = registry.sides.get(code)
    return region.label if region else side.label if side else code


def where(claim: Claim, registry: Registry) -> str:
    """Where the figure applies: places, regions, those counted without names, launch areas; "" when nothing is told."""
    parts: list[str] = []
    regions = [region_name(code, registry) for code in claim.regions]
    if claim.unnamed_regions:
        more = "more " if regions else ""
        regions.append(f"{claim.unnamed_regions} {more}region{'s' if claim.unnamed_regions > 1 else ''}, not named")
    if regions:
        lead = {Outcome.LAUNCHED: "towards ", Outcome.CROSSED: "into "}.get(claim.outcome, "")
        together = " (one figure for all)" if len(regions) > 1 else ""
        parts.append(f"{lead}{'; '.join(regions)}{together}")
    heading = claim.part_axis == PartAxis.DESTINATION or claim.outcome == Outcome.LAUNCHED
    if claim.place and (claim.place not in regions or claim.part_axis == PartAxis.DESTINATION):
        parts.append(f"{'heading for' if heading else 'place:'} {region_name(claim.place, registry)}")
    if claim.launched_from:
        parts.append(f"from {', '.join(region_name(area, registry) for area in claim.launched_from)}")
    return "; ".join(parts)


def direction(claim: Claim, registry: Registry) -> str:
    """Attacker and defender; "" when no side is known."""
    if claim.attacker is None or claim.defender is None:
        return ""
    return f"attacker {region_name(claim.attacker, registry)}, defender {region_name(claim.defender, registry)}"


def covers(claim: Claim) -> str:
    """The part of the claimant's area that the figure covers."""
    return _SCOPES.get(claim.scope, str(claim.scope))
