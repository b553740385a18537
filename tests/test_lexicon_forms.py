"""The generated lexicons of places, numerals and the calendar: up to date, complete, and right in their grammar."""

from __future__ import annotations

import json
from functools import cache
from itertools import product
from typing import Any

import pycountry
import pytest
from num2words import num2words

from claims.lexicon.generate import generate_all, phrase_key
from claims.lexicon.generate.numerals import GENDERS, NUM2WORDS_CASES
from claims.lexicon.generate.sources import FORMS_DIRECTORY, REGISTRY_DIRECTORY, read_table

LANGUAGES = ("ru", "uk", "en")
CITIES = {"UA-30": "Kyiv", "RU-MOW": "Moscow", "RU-SPE": "Saint Petersburg"}


@cache
def lexicon(name: str) -> dict[str, dict[str, list[list[str]]]]:
    content: dict[str, dict[str, list[list[str]]]] = json.loads((FORMS_DIRECTORY / name).read_text(encoding="utf-8"))
    return content


def readings(lang: str, phrase: str) -> set[tuple[str, str]]:
    """Kinds and values of a phrase over the three files."""
    files = ("places.json", "numerals.json", "calendar.json")
    return {(kind, value) for name in files for kind, value, _ in lexicon(name)[lang].get(phrase_key(phrase), [])}


def features(name: str, lang: str, phrase: str, kind: str, value: str) -> str:
    """The features of one reading."""
    return next(f for k, v, f in lexicon(name)[lang][phrase_key(phrase)] if (k, v) == (kind, value))


def registry(name: str) -> dict[str, Any]:
    return read_table(REGISTRY_DIRECTORY / name)


@pytest.mark.parametrize("name", ["places.json", "numerals.json", "calendar.json"])
def test_checked_in_file_is_what_the_generator_writes(name: str) -> None:
    assert (FORMS_DIRECTORY / name).read_bytes() == generate_all()[name].encode()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Приморсько-Ахтарськ", "приморсько - ахтарськ"),
        ("обл.", "обл ."),
        ("Куп’янськ", "куп'янськ"),
        ("Орёл", "орел"),
        ("Бел\u00adго\u200bрод", "белгород"),
        ("Ростов-на-Дону", "ростов - на - дону"),
        ("X-101", "x - 101"),
        ("  Kryvyi\u00a0Rih ", "kryvyi rih"),
    ],
)
def test_phrase_key(text: str, key: str) -> None:
    assert phrase_key(text) == key


@pytest.mark.parametrize("name", ["places.json", "numerals.json", "calendar.json"])
def test_keys_are_normalised(name: str) -> None:
    for lang, phrases in lexicon(name).items():
        assert [phrase for phrase in phrases if phrase_key(phrase) != phrase] == [], lang


@pytest.mark.parametrize("country", ["UA", "RU"])
def test_every_iso_region_is_registered(country: str) -> None:
    iso = {subdivision.code for subdivision in pycountry.subdivisions.get(country_code=country)}
    regions = registry("regions.toml")
    assert {code for code, r in regions.items() if r["kind"] == "region" and r["country"] == country} == iso


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_region_has_forms(lang: str) -> None:
    named = {value for forms in lexicon("places.json")[lang].values() for kind, value, _ in forms if kind == "region"}
    towns = {value for forms in lexicon("places.json")[lang].values() for kind, value, _ in forms if kind == "city"}
    for code, region in registry("regions.toml").items():
        if region["kind"] == "region":
            assert code in named or f"{CITIES.get(code)}|{code}" in towns, code
        elif region["kind"] == "macro" and (lang == "en" or not region.get("official")):
            assert code in named, code


@pytest.mark.parametrize("lang", ["ru", "uk"])
def test_every_oblast_is_named_in_every_case(lang: str) -> None:
    """Both as a full name and as an adjective that shares its noun."""
    noun = {"ru": "область области областью", "uk": "область області областю"}[lang].split()
    endings = {"ru": "ая ой ой", "uk": "а ої ою"}[lang].split()
    for code, region in registry("regions.toml").items():
        name = region[f"name_{lang}"]
        if region["kind"] == "region" and name.endswith(" область") and name.count(" ") == 1:
            stem = name.removesuffix(endings[0] + " область")
            for ending, form in zip(endings, noun, strict=True):
                assert ("region_adj", code) in readings(lang, stem + ending), stem
                assert ("region", code) in readings(lang, f"{stem}{ending} {form}"), stem


def test_every_place_has_forms_and_a_known_region() -> None:
    regions = registry("regions.toml")
    for key, place in registry("places.toml").items():
        assert place["region"] in regions, key
        for lang in LANGUAGES:
            assert place["names"][lang], key
            for name in place["names"][lang]:
                assert ("city", f"{key}|{place['region']}") in readings(lang, name), name


HARD_FORMS = [
    # regions by themselves
    ("ru", "Крыму", "region", "UA-43"),
    ("uk", "Криму", "region", "UA-43"),
    ("ru", "Республики Крым", "region", "UA-43"),
    ("ru", "Республикой Крым", "region", "UA-43"),
    ("ru", "Севастополем", "region", "UA-40"),
    ("ru", "Чувашской Республики", "region", "RU-CU"),
    ("ru", "Республики Чувашия", "region", "RU-CU"),
    ("ru", "Республике Адыгее", "region", "RU-AD"),
    ("ru", "Республики Северная Осетия — Алания", "region", "RU-SE"),
    ("ru", "Северной Осетией", "region", "RU-SE"),
    ("ru", "Республики Саха (Якутия)", "region", "RU-SA"),
    ("ru", "Республикой Марий Эл", "region", "RU-ME"),
    ("ru", "Ханты-Мансийском автономном округе", "region", "RU-KHM"),
    ("ru", "Ямало-Ненецкого автономного округа", "region", "RU-YAN"),
    ("ru", "Краснодарского края", "region", "RU-KDA"),
    ("ru", "Подмосковьем", "region", "RU-MOS"),
    ("ru", "Московским регионом", "region", "RU-MOS+RU-MOW"),
    ("ru", "Донецкой Народной Республики", "region", "UA-14"),
    ("ru", "ЛНР", "region", "UA-09"),
    ("ru", "Республики Алтай", "region", "RU-AL"),
    ("ru", "Алтайского края", "region", "RU-ALT"),
    ("uk", "Харківщині", "region", "UA-63"),
    ("uk", "Вінниччиною", "region", "UA-05"),
    ("uk", "Волинню", "region", "UA-07"),
    ("uk", "Прикарпатті", "region", "UA-26"),
    ("uk", "Донбасі", "region", "UA-14+UA-09"),
    ("uk", "Підмосков'ї", "region", "RU-MOS"),
    ("uk", "Ростовської області", "region", "RU-ROS"),
    ("uk", "Краснодарському краї", "region", "RU-KDA"),
    ("uk", "півдні України", "region", "UA-SOUTH"),
    ("uk", "південному сході України", "region", "UA-SOUTHEAST"),
    ("en", "Kursk region", "region", "RU-KRS"),
    ("en", "Odessa oblast", "region", "UA-51"),
    ("en", "Krasnodar Krai's", "region", "RU-KDA"),
    ("en", "Republic of Tatarstan", "region", "RU-TA"),
    ("en", "annexed Crimea", "region", "UA-43"),
    ("en", "Crimean Peninsula", "region", "UA-43"),
    ("en", "Moscow region", "region", "RU-MOS"),
    ("en", "southern Ukraine", "region", "UA-SOUTH"),
    ("en", "Adygea", "region", "RU-AD"),
    # adjectives before a shared noun
    ("ru", "Белгородской", "region_adj", "RU-BEL"),
    ("ru", "Ставропольскими", "region_adj", "RU-STA"),
    ("uk", "Івано-Франківській", "region_adj", "UA-26"),
    ("uk", "Сумському", "region_adj", "UA-59"),
    ("uk", "Нижегородської", "region_adj", "RU-NIZ"),
    ("en", "Bryansk", "region_adj", "RU-BRY"),
    # generic nouns
    ("ru", "областями", "region_noun", "oblast"),
    ("ru", "обл.", "region_noun", "oblast"),
    ("ru", "автономного округа", "region_noun", "okrug"),
    ("uk", "областях", "region_noun", "oblast"),
    ("uk", "р-ні", "district_noun", "district"),
    ("uk", "громаді", "district_noun", "community"),
    ("ru", "г.", "city_noun", "city"),
    ("uk", "смт", "city_noun", "settlement"),
    # towns and launch sites
    ("uk", "Приморсько-Ахтарська", "city", "Primorsko-Akhtarsk|RU-KDA"),
    ("uk", "Орла", "city", "Oryol|RU-ORL"),
    ("ru", "Орлом", "city", "Oryol|RU-ORL"),
    ("uk", "Міллєрово", "city", "Millerovo|RU-ROS"),
    ("uk", "мис Чауда", "city", "Chauda|UA-43"),
    ("uk", "Гвардійського", "city", "Hvardiiske|UA-43"),
    ("uk", "Єйська", "city", "Yeysk|RU-KDA"),
    ("uk", "Кривому Розі", "city", "Kryvyi Rih|UA-12"),
    ("ru", "Кривом Роге", "city", "Kryvyi Rih|UA-12"),
    ("uk", "Києвом", "city", "Kyiv|UA-30"),
    ("uk", "Миколаєві", "city", "Mykolaiv|UA-48"),
    ("uk", "Куп'янську", "city", "Kupiansk|UA-63"),
    ("uk", "Охтирці", "city", "Okhtyrka|UA-59"),
    ("uk", "Чернівцях", "city", "Chernivtsi|UA-77"),
    ("uk", "Білій Церкві", "city", "Bila Tserkva|UA-32"),
    ("uk", "Рівному", "city", "Rivne|UA-56"),
    ("uk", "Тернополя", "city", "Ternopil|UA-61"),
    ("uk", "Калузі", "city", "Kaluga|RU-KLU"),
    ("uk", "Твер'ю", "city", "Tver|RU-TVE"),
    ("uk", "Казанню", "city", "Kazan|RU-TA"),
    ("ru", "Ростова-на-Дону", "city", "Rostov-on-Don|RU-ROS"),
    ("ru", "Набережных Челнах", "city", "Naberezhnye Chelny|RU-TA"),
    ("ru", "Старом Осколе", "city", "Stary Oskol|RU-BEL"),
    ("ru", "Великом Новгороде", "city", "Veliky Novgorod|RU-NGR"),
    ("ru", "Каменска-Шахтинского", "city", "Kamensk-Shakhtinsky|RU-ROS"),
    ("ru", "Череповцом", "city", "Cherepovets|RU-VLG"),
    ("ru", "Ельца", "city", "Yelets|RU-LIP"),
    ("ru", "Рязанью", "city", "Ryazan|RU-RYA"),
    ("ru", "Энгельсом", "city", "Engels|RU-SAR"),
    ("ru", "Химками", "city", "Khimki|RU-MOS"),
    ("ru", "Крымском мосту", "city", "Crimean Bridge|UA-43"),
    ("en", "Kharkov", "city", "Kharkiv|UA-63"),
    # seas, compass, countries
    ("ru", "Черного", "sea_adj", "SEA-BLACK"),
    ("ru", "Чёрным", "sea_adj", "SEA-BLACK"),
    ("ru", "Каспийского моря", "sea", "SEA-CASPIAN"),
    ("uk", "Азовським морем", "sea", "SEA-AZOV"),
    ("en", "Sea of Azov", "sea", "SEA-AZOV"),
    ("ru", "акваториями", "water_noun", "waters"),
    ("uk", "узбережжі", "coast_noun", "coast"),
    ("uk", "північному заході", "macro", "NORTHWEST"),
    ("ru", "юго-востоке", "macro", "SOUTHEAST"),
    ("uk", "південно-східного", "macro", "SOUTHEAST"),
    ("uk", "Білоруссю", "country", "BY"),
    ("uk", "Румунії", "country", "RO"),
    ("ru", "Российской Федерации", "country", "RU"),
    ("en", "Russia's", "country", "RU"),
    ("uk", "російськими", "country_adj", "RU"),
    ("ru", "украинских", "country_adj", "UA"),
    # numerals
    ("uk", "сімома", "num", "7"),
    ("uk", "сьома", "num", "7"),
    ("uk", "двома", "num", "2"),
    ("uk", "п’ятьма", "num", "5"),
    ("uk", "двохсот", "num", "200"),
    ("uk", "вісьмома", "num", "8"),
    ("uk", "тридцятьма", "num", "30"),
    ("uk", "однієї", "num", "1"),
    ("ru", "восьмью", "num", "8"),
    ("ru", "четырёх", "num", "4"),
    ("ru", "девяноста", "num", "90"),
    ("ru", "двумястами", "num", "200"),
    ("ru", "десяток", "num", "10"),
    ("en", "dozen", "num", "12"),
    ("ru", "тыс.", "num_scale", "1000"),
    ("uk", "тисячею", "num_scale", "1000"),
    ("uk", "четверо", "num_collective", "4"),
    ("ru", "троих", "num_collective", "3"),
    ("uk", "обома", "both", "2"),
    ("ru", "обеими", "both", "2"),
    ("uk", "усіма", "all", "all"),
    ("ru", "полутора", "num_half", "1.5"),
    ("uk", "кількома", "vague", "3-9"),
    ("ru", "десятками", "vague", "20-99"),
    ("en", "hundreds", "vague", "200-999"),
    ("ru", "третьего", "ordinal", "3"),
    ("ru", "седьмым", "ordinal", "7"),
    ("uk", "третьої", "ordinal", "3"),
    ("uk", "двадцятої", "ordinal", "20"),
    ("en", "twelfth", "ordinal", "12"),
    ("uk", "ма", "num_suffix", "cardinal"),
    ("uk", "ї", "num_suffix", "ordinal"),
    ("uk", "ми", "num_suffix", "any"),
    ("ru", "х", "num_suffix", "any"),
    ("en", "th", "num_suffix", "ordinal"),
    ("uk", "відсотків", "percent", "percent"),
    # calendar
    ("uk", "листопада", "month", "11"),
    ("uk", "лютому", "month", "2"),
    ("ru", "мая", "month", "5"),
    ("en", "Sept.", "month", "9"),
    ("uk", "п'ятницю", "weekday", "4"),
    ("ru", "средой", "weekday", "2"),
    ("en", "Sunday", "weekday", "6"),
    ("ru", "мск", "tz", "Europe/Moscow"),
    ("uk", "за київським часом", "tz", "Europe/Kyiv"),
    ("en", "GMT", "tz", "UTC"),
    ("ru", "Баренцевым морем", "sea", "SEA-BARENTS"),
    ("uk", "році", "year_noun", "year"),
    ("ru", "т.г.", "year_noun", "this"),
    ("uk", "годині", "hour_noun", "h"),
    ("en", "a.m.", "hour_noun", "am"),
    ("uk", "хв", "minute_noun", "minute"),
]


@pytest.mark.parametrize(("lang", "phrase", "kind", "value"), HARD_FORMS)
def test_hard_form(lang: str, phrase: str, kind: str, value: str) -> None:
    assert (kind, value) in readings(lang, phrase)


@pytest.mark.parametrize(
    ("lang", "phrase", "kind", "value"),
    [
        ("ru", "Нижегородской", "region_adj", "RU-NGR"),  # Nizhny Novgorod is not Novgorod
        ("ru", "Московской", "region", "RU-MOS+RU-MOW"),  # only the "region" joins city and oblast
        ("ru", "весь", "all", "all"),
        ("en", "a", "num", "1"),
        ("ru", "сотни", "num", "100"),  # hundreds
        ("uk", "десятки", "num_scale", "10"),
        ("ru", "ВС", "weekday", "6"),  # the armed forces
        ("uk", "орл", "city", "Oryol|RU-ORL"),  # the accusative of a fleeting vowel is the dictionary form
        ("uk", "харківів", "city", "Kharkiv|UA-63"),
    ],
)
def test_no_such_reading(lang: str, phrase: str, kind: str, value: str) -> None:
    assert (kind, value) not in readings(lang, phrase)


def test_features() -> None:
    """Cases that look alike are joined; a singular one is marked; a common word is a place only with a capital."""
    assert features("places.json", "ru", "белгородской", "region_adj", "RU-BEL") == "gen.sg|dat.sg|ins.sg|loc.sg"
    assert features("numerals.json", "ru", "один", "num", "1") == "nom.sg|acc.sg"
    assert features("places.json", "uk", "суми", "city", "Sumy|UA-59").endswith("|capital")
    assert features("places.json", "en", "southern", "macro", "SOUTH") == "adj"


def test_namesakes_keep_the_order_of_the_registry() -> None:
    values = [value for kind, value, _ in lexicon("places.json")["uk"]["донецьк"] if kind == "city"]
    assert values == ["Donetsk|UA-14", "Donetsk (Rostov)|RU-ROS"]


@pytest.mark.parametrize("lang", ["ru", "uk"])
def test_atomic_forms_cover_every_number_of_num2words(lang: str) -> None:
    """Every word of 1..999 in every case and gender is a cardinal, and the words' values add up to the number."""
    values = {
        phrase: [int(value) for kind, value, _ in forms if kind == "num"]
        for phrase, forms in lexicon("numerals.json")[lang].items()
    }
    for number, case, gender in product(range(1, 1000), NUM2WORDS_CASES[lang].values(), GENDERS[lang]):
        words = phrase_key(num2words(number, lang=lang, case=case, gender=gender)).split()
        sums = {sum(chosen) for chosen in product(*(values.get(word, []) for word in words))}
        assert number in sums, words
