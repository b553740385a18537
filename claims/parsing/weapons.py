"""Weapon phrases: heads, modifiers and models composed to taxonomy paths.

"украинских беспилотных летательных аппаратов самолетного типа" is `uav` with the trait `fixed_wing`; "крилатих ракет
Х-101/Х-55СМ" is two models; "Shahed та безпілотників-імітаторів інших типів" one joint figure of two paths.
"""

from __future__ import annotations

from dataclasses import dataclass

from claims.parsing.tokens import LINE, NUMBER, WORD, Token, kind

# (head, needed modifiers) -> path; the entry with the most modifiers wins.
COMPOSITION: dict[str, tuple[tuple[frozenset[str], str], ...]] = {
    "uav": (
        (frozenset({"decoy"}), "uav.decoy"),
        (frozenset({"recon"}), "uav.recon"),
        (frozenset({"strike"}), "uav.strike"),
        (frozenset({"first_person_view"}), "uav.strike.fpv"),
    ),
    "missile": (
        (frozenset({"cruise"}), "missile.cruise"),
        (frozenset({"aeroballistic"}), "missile.aeroballistic"),
        (frozenset({"ballistic"}), "missile.ballistic"),
        (frozenset({"anti_radar"}), "missile.anti_radar"),
        (frozenset({"anti_ship"}), "missile.anti_ship"),
        (frozenset({"surface_to_air"}), "missile.surface_to_air"),
        (frozenset({"guided"}), "missile.guided"),
    ),
    "bomb": ((frozenset({"guided"}), "bomb.guided"),),
    "boat": ((frozenset({"unmanned"}), "boat.unmanned"), (frozenset({"strike"}), "boat.unmanned")),
}
_TRAITS = ("jet", "fixed_wing", "multirotor", "first_person_view")
MAX_JOINTS = 12
"""Phrases that one joint figure may hold: no report names more, and it keeps reading linear."""


@dataclass(slots=True)
class WeaponPhrase:
    """A weapon phrase over tokens ``start``..``end``. ``number`` is sg, sg2 (the form after 2-4), pl or empty."""

    start: int
    end: int
    paths: tuple[str, ...]
    traits: tuple[str, ...]
    side: str | None
    number: str
    head: bool
    named: bool = False

    @property
    def root(self) -> str:
        """The first part of its first path: "missile"; empty where the phrase names no weapon of its own."""
        return self.paths[0].partition(".")[0] if self.paths else ""


def _compose(head: str, modifiers: set[str]) -> str:
    """The taxonomy path of a head with its modifiers."""
    best, size = head, 0
    for needed, path in COMPOSITION.get(head, ()):
        if needed <= modifiers and (len(needed) > size):
            best, size = path, len(needed)
    return best


_ADJECTIVE_ENDINGS = (
    "ых", "их", "ый", "ий", "ой", "ая", "ое", "ые", "ие", "ого", "его", "ыми", "ими", "ым", "ную", "шую",
    "них", "ний", "ними", "ної", "ній", "ні", "на", "не", "ні", "ого", "ому", "ими", "ою", "ську", "ські",
)  # fmt: skip


MAX_WORDS = 24
"""Tokens of the longest weapon phrase."""


def read_weapon(tokens: list[Token], index: int, *, counted: bool = False, single: bool = False) -> WeaponPhrase | None:
    """Read a weapon phrase at ``index``. ``counted``: a number stands before it, so unknown adjectives may come
    first; ``single``: that number is one, so that no second weapon shares it.
    """
    first = _read_one(tokens, index, counted=counted)
    if first is None:
        return None
    phrase, _modifiers, _head = first
    # joint figures: "Shahed, Гербера та безпілотниками-імітаторами інших типів"
    for _ in range(MAX_JOINTS):
        at = phrase.end
        token = tokens[at]
        if token.text == "s" and tokens[at - 1].end == token.start and phrase.named:
            phrase.end, phrase.number = at + 1, "pl"  # "31 Kh-101s"
            at, token = at + 1, tokens[at + 1]
        joint = token.text in {",", "/"} or kind(token, "conj") in {"and", "or"}
        if not joint or (single and token.text != "/"):
            break
        look = at + 1
        if token.text == "," and kind(tokens[look], "conj") == "and":
            look += 1
        if "also" in (kind(tokens[look], "rel") or ""):
            look += 1
        if "of_other_types" in tokens[look].kinds and _head is not None:
            # "63 БпЛА Shahed та інших типів"
            phrase.paths, phrase.end = (*phrase.paths, _head), look + 1
            continue
        following = _read_one(tokens, look, counted=False)
        told = following is not None and bool(following[1]) and tokens[phrase.end - 1].text.isascii()
        if following is not None and counted and not told and _heads_both(tokens, phrase, following[0], token.text):
            phrase.paths, phrase.end = (*phrase.paths, *following[0].paths), following[0].end
            continue
        if following is None or not _joins(tokens, phrase, following[0], token.text):
            break
        other = following[0]
        alone = not phrase.head and phrase.number == "pl" and not other.head and token.text == ","
        if alone and kind(tokens[other.end], "conj") and _number_follows(tokens, other.end + 1):
            break  # "2 «Калібри», «Іскандер-К» та 12 «шахедів»"
        if other.number == "sg" and following[1] and not other.head and token.text != "/":
            break  # "трьома ракетами Х-59 та протирадіолокаційною – Х-31П"
        phrase.paths = tuple(dict.fromkeys(phrase.paths + other.paths))
        phrase.traits = (
            tuple(trait for trait in phrase.traits if trait in other.traits) if other.head else phrase.traits
        )
        phrase.end = other.end
        phrase.side = phrase.side or other.side
    return phrase


_GENITIVES = ("ів", "їв", "ов", "ев", "ет", "ей")
_INSTRUMENTALS = ("ами", "ями")


def _heads_both(tokens: list[Token], phrase: WeaponPhrase, other: WeaponPhrase, joint: str) -> bool:
    """ "понад 170 ракет і дронів", "57-ма ракетами та БпЛА:" with a list after the colon: one number of both."""
    heads = phrase.head and other.head and not phrase.named and not other.named and joint not in {",", "/"}
    if not heads or other.number not in {"pl", ""}:
        return False
    first, second = tokens[phrase.end - 1].text, tokens[other.end - 1].text
    if first.isascii() and second.isascii():
        return phrase.number == other.number == "pl"  # "more than 600 drones and missiles"
    alike = any(first.endswith(end) and second.endswith(end) for end in (_GENITIVES, _INSTRUMENTALS))
    return tokens[other.end].text == ":" or (alike and other.number == "pl")


def _number_follows(tokens: list[Token], index: int) -> bool:
    return tokens[index].shape == NUMBER or "num" in tokens[index].kinds


def _joins(tokens: list[Token], phrase: WeaponPhrase, other: WeaponPhrase, joint: str) -> bool:
    """Whether a second phrase shares the first one's figure: same root, not a singular of its own."""
    scout = all(path.startswith("uav.recon.") for path in other.paths)  # "4 Zala та «Орлан-10»"
    if other.number == "sg" and (other.head or (scout and joint != ",")) and joint != "/":
        return False
    same_root = {path.split(".")[0] for path in phrase.paths} == {path.split(".")[0] for path in other.paths}
    if not same_root:
        return False
    after = tokens[other.end]
    return not ("outcome" in after.kinds and after.kinds["outcome"][1].startswith("pp") and joint == ",")


_CLASS_WORDS = frozenset(
    {
        "комплекса", "комплексу", "системы", "системи", "типу", "типа", "виду", "моделі", "класу", "модели", "вида",
        "марки", "комплексов", "комплексів", "систем", "зрк",
    }
)  # fmt: skip
"""Words between a weapon and its model: "БПЛА типу Shahed"."""

_GOES_ON = frozenset({"weapon_noun", "weapon_model", "weapon_adj", "side_adj"})
_JOINTS = _CLASS_WORDS | {"-", "/", "(", '"', "of the", "of", "from the", "from", "launched from", "fired"}
"""What may go on with a weapon phrase after its noun or model."""


def _of_complex(tokens: list[Token], at: int) -> int | None:
    """The index of the model in "украинского оперативно-тактического комплекса «Гром-2»" after its weapon."""
    for look in range(at + 1, at + 5):
        token = tokens[look]
        if token.shape == LINE or look + 2 >= len(tokens):
            return None
        if token.text in _CLASS_WORDS:
            named = look + 1 + (tokens[look + 1].text == '"')
            return look + 1 if "weapon_model" in tokens[named].kinds else None
        if token.text != "-" and "weapon_adj" not in token.kinds and not adjective_like(tokens, look):
            return None
    return None


def _read_one(tokens: list[Token], index: int, *, counted: bool) -> tuple[WeaponPhrase, set[str], str | None] | None:
    """One weapon phrase without joints."""
    at = index
    modifiers: set[str] = set()
    side: str | None = None
    number = ""
    head: str | None = None
    models: list[str] = []
    alternatives: list[set[str]] = []
    unknown = 0
    seen = False
    while at - index <= MAX_WORDS:
        token = tokens[at]
        kinds = token.kinds
        if seen and _GOES_ON.isdisjoint(kinds) and token.text not in _JOINTS:
            break  # what follows most weapons: a place, a verb, a comma
        if "weapon_noun" in kinds and "weapon_model" not in kinds:
            value, feature = kinds["weapon_noun"]
            if head is not None:
                if value.split(".")[0] != head.split(".")[0] or tokens[at - 1].text == ",":
                    # "дрон-камікадзе БпЛА": the same thing named twice
                    break
                if value.startswith(f"{head}."):
                    head = value  # "безпілотників-імітаторів"
                at += 1
                continue
            head = value
            # "балістичної ракети": the adjective tells the number that the noun's form leaves open
            number = number if number == "sg" and feature in {"pl", "sg2"} else feature or number
            seen = True
            at += 1
        elif seen and token.text == "-" and models and _digits_joined(tokens, at):
            at += 2  # "Шахедів-136"
        elif "weapon_model" in kinds:
            number = number or kinds["weapon_model"][1]
            for path in kinds["weapon_model"][0].split("+"):
                if path not in models:
                    models.append(path)
            seen = True
            at += 1
        elif "conj" in kinds and modifiers and not seen and _adjectives_share(tokens, at):
            alternatives.append(set(modifiers))
            modifiers.clear()
            at += 1
        elif "weapon_adj" in kinds and not _is_post_break(tokens, at, seen and head is not None):
            value, feature = kinds["weapon_adj"]
            if value != "none":
                modifiers.add(value)
            if feature in {"sg", "pl", "mass"} and not number:
                number = feature
            at += 1
        elif "side_adj" in kinds or ("country_adj" in kinds and not seen):
            side = kinds["side_adj"][0] if "side_adj" in kinds else kinds["country_adj"][0]
            feature = kinds["side_adj"][1] if "side_adj" in kinds else kinds["country_adj"][1]
            if not number:
                number = "pl" if "pl" in feature else "sg" if "sg" in feature else ""
            if seen and (named := _of_complex(tokens, at)):
                at = named  # "ракеты украинского оперативно-тактического комплекса «Гром-2»"
                continue
            if seen:
                # "БпЛА ворога" is a modifier; an adjective after the noun opens another phrase
                break
            at += 1
        elif "shell_noun" in kinds and not seen and _model_follows(tokens, at):
            at += 1  # "10 снарядов RM-70 Vampire"
        elif token.text == "-" and modifiers and not seen and "weapon_model" in tokens[at + 1].kinds:
            at += 1  # "протирадіолокаційною – Х-31П"
        elif token.text == "(" and not seen and "weapon_adj" in tokens[at + 1].kinds and tokens[at + 2].text == ")":
            # "швидкісними (реактивними) БпЛА"
            modifiers.add(tokens[at + 1].kinds["weapon_adj"][0])
            at += 3
        elif token.text == "-" and seen and _appositive(tokens, at):
            # "дронів-камікадзе", "БПЛА-имитаторов"
            modifiers.add(tokens[at + 1].kinds["weapon_adj"][0])
            at += 2
        elif token.text == '"':
            after = tokens[at + 1].kinds
            if "weapon_model" in after or (seen and at > index and tokens[at - 1].kinds.keys() & {"weapon_model"}):
                at += 1
            else:
                break
        elif (
            (
                token.text == "/"
                and seen
                and "weapon_model" in tokens[at + (2 if tokens[at + 1].text == '"' else 1)].kinds
            )
            or (token.text in {"/", "-"} and seen and "weapon_noun" in tokens[at + 1].kinds and token.text == "/")
            or (token.text == "-" and "weapon_model" in tokens[at + 1].kinds and token.start == tokens[at - 1].end)
        ):
            at += 1
        elif head == "rocket" and token.text in _OF_SYSTEM and (named := _system(tokens, at)):
            models.append(tokens[named].kinds["weapon_model"][0])
            at = named + 1  # "10 rockets of the US-made HIMARS system"
        elif token.text == "(" and seen:
            closing = _bracket(tokens, at, modifiers, models)
            if closing is None:
                break
            at = closing
        elif (
            token.text in _CLASS_WORDS
            and seen
            and ("weapon_model" in tokens[at + (2 if tokens[at + 1].text == '"' else 1)].kinds)
        ):
            at += 1
        elif counted and not seen and unknown < 3 and token.shape == WORD and adjective_like(tokens, at):
            unknown += 1
            at += 1
        else:
            break
    if not seen or (head is None and not models) or tokens[at].text in _LAUNCHES:
        return None
    traits = tuple([trait for trait in _TRAITS if trait in modifiers]) if modifiers else ()
    if head is None and modifiers & {"decoy"}:
        models.append("uav.decoy")
    base = _compose(head, modifiers) if head else None
    paths = _paths(base, models)
    if head is not None and alternatives and not models:
        # "attack and decoy drones": one figure of both
        paths = tuple(dict.fromkeys((*(_compose(head, told) for told in alternatives), *paths)))
    phrase = WeaponPhrase(index, at, paths, traits, side, number, head is not None, bool(models))
    return phrase, modifiers, head


_OF_SYSTEM = frozenset({"of the", "of", "from the", "from", "from a", "launched from", "fired"})
"""What leads from rockets to the system that fires them."""


def _system(tokens: list[Token], at: int) -> int | None:
    """The index of a rocket system's name in "rockets fired from a Vampire launcher"."""
    for look in range(at + 1, at + 5):
        model = tokens[look].kinds.get("weapon_model")
        if model and model[0].startswith("rocket."):
            return look
        if tokens[look].text not in {
            "a",
            "the",
            "from",
            "us",
            "-",
            "made",
            "us - made",
            "czech",
            "czech - made",
        } and not (tokens[look].kinds.keys() & {"weapon_adj", "aux", "prep"}):
            return None
    return None


def _adjectives_share(tokens: list[Token], at: int) -> bool:
    """Whether another adjective and then the noun of both follow: "attack and decoy drones"."""
    look = at + 1
    while "weapon_adj" in tokens[look].kinds:
        look += 1
    return look > at + 1 and "weapon_noun" in tokens[look].kinds


def _paths(base: str | None, models: list[str]) -> tuple[str, ...]:
    """Models say more than the class of their head; without a model the class stands."""
    if base is not None and models and all(base.startswith(f"{model}.") for model in models):
        return (base,)  # "винищувач Су-30": the class says more than such a model
    return tuple(models) or (base or "air_object",)


_LAUNCHES = frozenset(
    {"system", "systems", "launcher", "launchers", "battery", "batteries", "carrier", "carriers", "complexes",
     "crew", "crews", "operator", "operators", "unit", "units", "factory", "plant", "production", "warfare",
     "threat", "debris", "air defense", "air defence", "incursions", "incursion", "activity", "alert", "alerts",
     "fragments", "fragment", "wreckage", "remnants", "parts", "components", "engines", "warheads", "types"}
)  # fmt: skip
"""What makes a weapon's name that of another thing: "surface-to-air missile systems", "drone operators"."""

_BARE_ADJECTIVES = {
    "guided": "missile.guided",
    "ballistic": "missile.ballistic",
    "aeroballistic": "missile.aeroballistic",
    "cruise": "missile.cruise",
    "anti_radar": "missile.anti_radar",
    "strike": "uav.strike",
    "recon": "uav.recon",
    "decoy": "uav.decoy",
}


def read_adjective(tokens: list[Token], index: int) -> WeaponPhrase | None:
    """An adjective that stands for its noun after a number: "дві балістичні", "24 реактивні" (only a trait: no
    paths).
    """
    reading = tokens[index].kinds.get("weapon_adj")
    if reading is None:
        return None
    if reading[0] in _BARE_ADJECTIVES:
        end = index + 1
        while "weapon_adj" in tokens[end].kinds or tokens[end].text == "ones":
            end += 1  # "керовані авіаційні", "the ballistic ones"
        if "weapon_noun" in tokens[end].kinds or "weapon_model" in tokens[end].kinds:
            return None
        said = tokens[index].text.isascii() and tokens[end - 1].text != "ones" and tokens[end].shape == WORD
        if said and reading[0] in {"strike", "recon", "decoy", "guided"}:
            return None  # "176 combat clashes"
        return WeaponPhrase(index, end, (_BARE_ADJECTIVES[reading[0]],), (), None, reading[1], True)
    if reading[0] == "rocket":
        # "шесть реактивных": of drones, since a rocket is not named by its adjective alone
        return WeaponPhrase(index, index + 1, (), ("jet",), None, reading[1], False)
    if reading[0] in _TRAITS:
        return WeaponPhrase(index, index + 1, (), (reading[0],), None, reading[1], False)
    return None


def _is_post_break(tokens: list[Token], at: int, seen: bool) -> bool:
    """After the noun a new pre-modifier opens another phrase ("5 дронів, ударних ...")."""
    if not seen:
        return False
    value, feature = tokens[at].kinds["weapon_adj"]
    if tokens[at].text.isascii() and value not in {"none", "fixed_wing", "multirotor", "decoy", "jet"}:
        return True
    if value == "none" or value in {"fixed_wing", "multirotor", "decoy", "jet"} or feature == "tally":
        return False
    return "weapon_noun" in tokens[at + 1].kinds


def _digits_joined(tokens: list[Token], at: int) -> bool:
    """Whether a hyphen joins digits to a model's name."""
    dash, after = tokens[at], tokens[at + 1]
    return after.shape == NUMBER and dash.start == tokens[at - 1].end and after.start == dash.end


def _model_follows(tokens: list[Token], at: int) -> bool:
    """Whether a model's name comes next, across a quote or a word of its class."""
    for token in tokens[at + 1 : at + 4]:
        if "weapon_model" in token.kinds:
            return True
        if token.text != '"' and token.text not in {"рсзо", "рсзв", "системы", "комплекса"}:
            return False
    return False


def _appositive(tokens: list[Token], at: int) -> bool:
    """Whether a hyphen joins a second noun to the weapon's: "дронів-камікадзе"."""
    dash, after = tokens[at], tokens[at + 1]
    return "weapon_adj" in after.kinds and dash.start == tokens[at - 1].end and after.start == dash.end


def _bracket(tokens: list[Token], at: int, modifiers: set[str], models: list[str]) -> int | None:
    """ "(БПЛА)", "(Х-101/Х-55СМ)", "(безпілотників інших типів)", "(UAVs)": names in brackets without a number."""
    look = at + 1
    names: list[str] = []
    while look < at + 16:
        token = tokens[look]
        kinds = token.kinds
        if token.text == ")":
            for name in names:
                if name not in models:
                    models.append(name)
            return look + 1
        if "weapon_model" in kinds:
            names.extend(kinds["weapon_model"][0].split("+"))
        elif "weapon_noun" in kinds:
            if "інших" in tokens[look + 1].text or "других" in tokens[look + 1].text:
                names.append(kinds["weapon_noun"][0])
        elif not (
            "weapon_adj" in kinds
            or "side_adj" in kinds
            or "conj" in kinds
            or "rel" in kinds
            or token.text in {",", '"', "/", "попередньо", "предварительно", "типу", "типа", "-", "або", "интернет"}
            or (token.shape == WORD and not kinds and len(token.text) <= 4 and token.text.isascii())
        ):
            return None
        if token.shape == LINE:
            return None
        look += 1
    return None


def adjective_like(tokens: list[Token], at: int) -> bool:
    """An unknown adjective between a number and its noun: "15 запущених противником дронів"."""
    token = tokens[at]
    if token.kinds and not token.kinds.keys() & {"past", "rel", "region_adj", "country_adj", "qual"}:
        return False
    if "other_noun" in token.kinds:
        return False
    text = token.text
    if text.isascii():
        return text.endswith(("-", "ed", "ing", "an", "ian", "al", "ic", "ous")) and len(text) > 3
    return text.endswith(_ADJECTIVE_ENDINGS) and len(text) > 4
