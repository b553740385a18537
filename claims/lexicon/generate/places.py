"""The place lexicon: regions, towns, seas, countries, compass directions and the generic nouns beside them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from claims.lexicon.generate.declension import Declension, Forms
from claims.lexicon.generate.forms import Lexicon

# What an English label ends or begins with, and the nouns in use for it. "Republic" also stands before ("Republic of").
ENGLISH_NOUNS = {
    "Oblast": ("oblast", "region", "province"),
    "Krai": ("krai", "kray", "territory", "region", "province"),
    "Republic": ("republic", "region"),
    "Okrug": ("autonomous okrug", "autonomous area", "autonomous district", "autonomous region", "okrug", "region"),
}
DASHES = ("-", "–", "—")
NUMBERS = ("sg", "pl")


def place_lexicon(
    declensions: Mapping[str, Declension],
    words: Mapping[str, Any],
    regions: Mapping[str, Mapping[str, Any]],
    places: Mapping[str, Mapping[str, Any]],
) -> Lexicon:
    """Every form of every place, from the two registries and ``places_words.toml``."""
    lexicon = Lexicon()
    for lang, declension in declensions.items():
        for code, region in regions.items():
            if region["kind"] != "sea":
                _add_named_area(lexicon, lang, declension, code, region, words["generic_adjectives"])
        _add_other_region_names(lexicon, lang, declension, words)
        _add_generic_nouns(lexicon, lang, words["nouns"][lang])
        _add_seas(lexicon, lang, declension, regions, words["seas"][lang])
        _add_directions(lexicon, lang, declension, words)
        for table, kind in (("country_names", "country"), ("country_adjectives", "country_adj")):
            for code, names in words[table][lang].items():
                for name in names:
                    if kind == "country":
                        _add_name(lexicon, lang, declension.name(name), kind, code)
                    else:
                        _add_adjective(lexicon, lang, declension.adjective(name), kind, code)
        for key, place in places.items():
            for name in place["names"][lang]:
                _add_name(lexicon, lang, declension.name(name), "city", f"{key}|{place['region']}", *_flags(place))
    _add_english(lexicon, words, regions, places)
    return lexicon


def _flags(place: Mapping[str, Any]) -> Iterator[str]:
    if place.get("common_word"):
        yield "capital"


def _add_name(lexicon: Lexicon, lang: str, forms: Forms, kind: str, value: str, *extra: str) -> None:
    """A name's six cases; names with a long dash are written with any dash."""
    for dash in DASHES if any("—" in form for form in forms[0]) else ("—",):
        lexicon.add_cases(lang, [[v.replace("—", dash) for v in case] for case in forms], kind, value, "sg", *extra)


def _add_adjective(lexicon: Lexicon, lang: str, forms: Mapping[str, Forms], kind: str, value: str, *extra: str) -> None:
    """An adjective's forms in every gender, singular and plural."""
    for gender, cases in forms.items():
        lexicon.add_cases(lang, cases, kind, value, "pl" if gender == "pl" else "sg", *extra)


def _add_named_area(
    lexicon: Lexicon,
    lang: str,
    declension: Declension,
    code: str,
    region: Mapping[str, Any],
    generic_adjectives: Container[str],
) -> None:
    """A registry entry's full name and what it implies.

    "Белгородская область" gives the phrase and the adjective for a shared noun; "Республика Татарстан" the phrase and
    the bare name; "Чеченская Республика" the phrase and the adjective. Cities stand in the registry of places, compass
    areas are built from the directions.
    """
    if region.get("city") or (region["kind"] == "macro" and not region.get("official")):
        return
    name = region[f"name_{lang}"]
    _add_name(lexicon, lang, declension.name(name), "country" if region["kind"] == "country" else "region", code)
    if region["kind"] != "region":
        return
    head, _, rest = name.partition(" ")
    if head in generic_adjectives:
        return
    if declension.is_adjective(head):
        for adjective in dict.fromkeys((head, name.rpartition(" ")[0])):
            _add_adjective(lexicon, lang, declension.adjective(adjective), "region_adj", code)
    else:
        _add_name(lexicon, lang, declension.name(rest), "region", code)


def _add_other_region_names(lexicon: Lexicon, lang: str, declension: Declension, words: Mapping[str, Any]) -> None:
    republic = {"ru": "Республика", "uk": "Республіка"}[lang]
    for code, names in words["region_names"][lang].items():
        for name in names:
            _add_name(lexicon, lang, declension.name(name), "region", code)
            if code in words["republics"] and " " not in name and not name.isupper():
                _add_name(lexicon, lang, declension.name(f"{republic} {name}"), "region", code)
    for code, names in words["region_adjectives"][lang].items():
        for name in names:
            _add_adjective(lexicon, lang, declension.adjective(name), "region_adj", code)


def _add_generic_nouns(lexicon: Lexicon, lang: str, nouns: Iterable[Mapping[str, Any]]) -> None:
    for noun in nouns:
        for number in NUMBERS:
            if number in noun:
                cases = [case.replace("_", " ").split("/") for case in noun[number].split()]
                lexicon.add_cases(lang, cases, noun["kind"], noun["value"], number)
        for form in noun.get("forms", ()):
            lexicon.add(lang, form, noun["kind"], noun["value"])


def _add_seas(
    lexicon: Lexicon,
    lang: str,
    declension: Declension,
    regions: Mapping[str, Mapping[str, Any]],
    seas: Mapping[str, Mapping[str, Any]],
) -> None:
    for code, sea in seas.items():
        if "adjective" in sea:
            _add_adjective(lexicon, lang, declension.adjective(sea["adjective"]), "sea_adj", code)
        for name in (regions[code][f"name_{lang}"], *sea["names"]):
            _add_name(lexicon, lang, declension.name(name), "sea", code)


def _add_directions(lexicon: Lexicon, lang: str, declension: Declension, words: Mapping[str, Any]) -> None:
    """Compass nouns and adjectives, and the nouns with the side's name ("на півдні України") as its macro-area."""
    for direction, entry in words["directions"][lang].items():
        cases = [case.replace("_", " ").split("/") for case in entry["nouns"].split()]
        lexicon.add_cases(lang, cases, "macro", direction, "sg")
        for side, names in words["sides"][lang].items():
            for name in names:
                genitives = declension.name(name)[1]
                phrases = [[f"{a} {b}" for a, b in product(case, genitives)] for case in cases]
                lexicon.add_cases(lang, phrases, "region", f"{side}-{direction}", "sg")
        for adjective in entry["adjectives"]:
            _add_adjective(lexicon, lang, declension.adjective(adjective), "macro", direction, "adj")


def _add_english(
    lexicon: Lexicon,
    words: Mapping[str, Any],
    regions: Mapping[str, Mapping[str, Any]],
    places: Mapping[str, Mapping[str, Any]],
) -> None:
    """English has no cases: names, their possessives ("Russia's"), and a region's name with each noun in use."""
    for code, region in regions.items():
        if region["kind"] == "country":
            names = [region["label"], *words["country_names"]["en"].get(code, ())]
            _add_with_possessive(lexicon, names, "country", code)
        elif region["kind"] == "region" and not region.get("city"):
            _add_english_region(lexicon, code, region["label"], words)
        elif region.get("official"):
            _add_with_possessive(lexicon, [region["label"]], "region", code)
    for code, names in words["region_names"]["en"].items():
        _add_with_possessive(lexicon, names, "region", code)
    for code, names in words["country_adjectives"]["en"].items():
        for name in names:
            lexicon.add("en", name, "country_adj", code)
    for noun in words["nouns"]["en"]:
        for number, forms in (("sg", noun["singular"]), ("pl", noun["plural"])):
            for form in forms:
                lexicon.add("en", form, noun["kind"], noun["value"], number)
    for code, sea in words["seas"]["en"].items():
        if "adjective" in sea:
            lexicon.add("en", sea["adjective"], "sea_adj", code)
        _add_with_possessive(lexicon, sea["names"], "sea", code)
    for direction, entry in words["directions"]["en"].items():
        for noun in entry["nouns"]:
            lexicon.add("en", noun, "macro", direction)
        for adjective in entry["adjectives"]:
            lexicon.add("en", adjective, "macro", direction, "adj")
        for side, names in words["sides"]["en"].items():
            for name in names:
                for noun, adjective in product(entry["nouns"], entry["adjectives"]):
                    for phrase in (f"{adjective} {name}", f"{noun} of {name}", f"{name}'s {noun}"):
                        lexicon.add("en", phrase, "region", f"{side}-{direction}")
    for key, place in places.items():
        _add_with_possessive(lexicon, place["names"]["en"], "city", f"{key}|{place['region']}", *_flags(place))


def _add_with_possessive(lexicon: Lexicon, names: Iterable[str], kind: str, value: str, *extra: str) -> None:
    for name in names:
        lexicon.add("en", name, kind, value, *extra)
        lexicon.add("en", f"{name}'s", kind, value, "poss", *extra)


def _add_english_region(lexicon: Lexicon, code: str, label: str, words: Mapping[str, Any]) -> None:
    """The label "Belgorod Oblast" gives "belgorod region", "region of belgorod", ... and the attributive "belgorod"."""
    base, noun = _split_label(label)
    spellings = [base, *words["attributive"]["en"].get(code, ())]
    nouns = ENGLISH_NOUNS[noun] if noun else ("region",)
    for spelling in spellings:
        lexicon.add("en", spelling, "region_adj", code)
        for each in nouns:
            _add_with_possessive(lexicon, [f"{spelling} {each}"], "region", code)
            lexicon.add("en", f"{each} of {spelling}", "region", code)
        if noun == "Republic" and spelling in (base, *words["bare_republics"]):
            _add_with_possessive(lexicon, [spelling], "region", code)


def _split_label(label: str) -> tuple[str, str]:
    """A region's English label without its noun, and the noun."""
    for prefix in ("Republic of ", "Autonomous Republic of "):
        if label.startswith(prefix):
            return label.removeprefix(prefix).partition(" (")[0], "Republic"
    for suffix in ("Autonomous Okrug", "Autonomous Oblast", *ENGLISH_NOUNS):
        if label.endswith(f" {suffix}"):
            noun = "Okrug" if suffix.startswith("Autonomous") else suffix
            return label.removesuffix(f" {suffix}"), noun
    return label, ""
