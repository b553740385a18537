"""The registries as tables: who claims, what is counted, what became of it, where."""

from __future__ import annotations

from claims.model import Scope
from claims.schema import columns as col

SIDE = r"^[A-Z]{2}$"


class Claimants(col.Table):
    """Who makes claims: the entries of the registry, and the heads of regions and other officials met in this build."""

    claimant: col.Text = col.text(
        "Claimant", "Id of the claimant, for example `ru_mod` or `ru_governor:RU-BEL`.", unique=True
    )
    side: col.Text = col.text("Side", "ISO 3166-1 code of the party it speaks for.", nullable=True, matches=SIDE)
    label: col.Text = col.text("Label", "English name.")
    scope: col.Text = col.choice("Scope", "Scope of its figures unless the text says otherwise.", Scope)
    part_of: col.Text = col.text(
        "Part of", "The claimant whose figures contain its own.", nullable=True, references="claimants.claimant"
    )
    area: col.Text = col.text("Area", "Region or macro-area it reports on.", nullable=True, references="regions.region")
    calendar: col.Text = col.text(
        "Calendar", "Id of its reporting calendar (zone, day boundary, hours of a night).", nullable=True
    )
    template: col.Flag = col.flag("Template", "True for an entry that stands for the head of any region of the side.")

    class Config:
        metadata = {"sort_by": ["claimant"]}


class Weapons(col.Table):
    """The taxonomy of weapons: a path, its parent is the path without the last part."""

    weapon: col.Text = col.text("Weapon", "Path in the taxonomy, for example `uav.strike.shahed`.", unique=True)
    label: col.Text = col.text("Label", "English name.")
    parent: col.Text = col.text(
        "Parent", "The next wider weapon; null on the first level.", nullable=True, references="weapons.weapon"
    )

    class Config:
        metadata = {"sort_by": ["weapon"]}


class Outcomes(col.Table):
    """What a claim can say became of the counted things, each with the set of elementary ends (fates) it covers."""

    outcome: col.Text = col.text("Outcome", "Id of the outcome.", unique=True)
    label: col.Text = col.text("Label", "English meaning.")
    fates: col.Texts = col.texts(
        "Fates",
        "Elementary ends covered: D downed by force, S suppressed, L lost, H hit, F fragments fell, A still airborne, "
        "X crossed into another country, G destroyed on the ground, E lost by any means. "
        "Two outcomes are comparable only over equal sets.",
    )
    balance: col.Flag = col.flag(
        "Balance", "Whether the outcome is subtracted from `launched` in the balance of an episode."
    )

    class Config:
        metadata = {"sort_by": ["outcome"]}


class Regions(col.Table):
    """Where a figure applies: first-level regions, countries, seas and macro-areas."""

    region: col.Text = col.text(
        "Region", "ISO 3166-2 or 3166-1 code, sea (`SEA-BLACK`) or macro-area (`UA-SOUTH`).", unique=True
    )
    kind: col.Text = col.choice("Kind", "What the entry is.", ("region", "country", "sea", "macro"))
    country: col.Text = col.text(
        "Country", "ISO 3166-1 code it belongs to; null for a sea.", nullable=True, matches=SIDE
    )
    label: col.Text = col.text("Label", "English name.")
    name_ru: col.Text = col.text("Russian name", "Full name in Russian.", nullable=True)
    name_uk: col.Text = col.text("Ukrainian name", "Full name in Ukrainian.", nullable=True)
    members: col.Texts = col.texts("Members", "Regions of a macro-area; empty otherwise.", references="regions.region")

    class Config:
        metadata = {"sort_by": ["region"]}
