"""Languages and verdicts: what a text without claims is, decided from few words before the costly steps."""

from __future__ import annotations

import re

from claims.model import NoClaims
from claims.parsing.tokens import NUMBER, Token
from claims.registry import Source

_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_RUSSIAN = re.compile(r"[ыэъЫЭЪ]")


def detect_language(text: str, expected: str | None) -> str:
    """``uk``, ``ru`` or ``en`` by letters; ``expected`` (the source's) settles what the letters leave open; "" for
    none.
    """
    sample = text[:4000]
    cyrillic = len(_CYRILLIC.findall(sample))
    latin = len(_LATIN.findall(sample))
    if not cyrillic and not latin:
        return expected or ""
    if latin > cyrillic * 2:
        return "en"
    ukrainian = len(_UKRAINIAN.findall(sample))
    russian = len(_RUSSIAN.findall(sample))
    if ukrainian != russian:
        return "uk" if ukrainian > russian else "ru"
    return expected if expected in {"uk", "ru"} else "ru"


# Stems of which a text with claims holds at least one: verbs of result, of launch, of hits, and of running tables.
_STEMS: dict[str, re.Pattern[str]] = {
    "ru": re.compile(
        r"сбит|сбив|сбил|сбыт|уничтож|перехва|подавл|подавил|ликвидир|пораж|порази|нейтрал|обезвре|потерян"
        r"|достиг|атак|запус|выпу"
        r"|попад|попал|прилет|обломк|фрагмент|отраж|отрази|удар|примен|посад|посаж|приземл|падени|пуск"
        r"|нападен|воздух|удалос|улетел|ушл|курс"
        r"|збит|знищ|дезориент|утерян|попыт",
        re.IGNORECASE,
    ),
    "uk": re.compile(
        r"збит|збив|збил|знищ|перехоп|подавл|подави|знешк|нейтрал|втрачен|втрат|досяг|атак|запус|випу|влуч"
        r"|попа|приліт|прильот"
        r"|уламк|застос|завда|удар|пуск|ліквід|вполюва|уражен|ураж|урази|повітрі|напад|полет|поверн|залет"
        r"|вилет|мінус|приземл|цілей"
        r"|\(\+|\+\d|використ|сбит|відби|впал|бпла –|бпла -",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"down|shot|shoot|intercept|destroy|jam|suppress|neutrali|damag|launch|fired|fire|sent|unleash"
        r"|attack|hit|struck|strike|debris"
        r"|wreck|fragment|lost|disappear|vanish|repel|thwart|foil|stop|disabl|crash|land|deploy|used|detect"
        r"|flew|cross|airborne|eliminat|barrage|swarm"
        r"|wave|bombard|target|hurl|pound|in the air|elimin|brought",
        re.IGNORECASE,
    ),
}
_WEAPON_STEMS: dict[str, re.Pattern[str]] = {
    "ru": re.compile(
        r"бпла|бла|беспилот|дрон|ракет|бомб|аппарат|катер|шар|аэростат|самол[её]т|вертол|снаряд|цел|рсзо"
        r"|бэк|himars|jdam|hammer|нептун"
        r"|точк|atacms|shadow|фламинго|ольх|рой|камикадзе|герань|шахед|лодк|воздушн|кинжал|калибр|искандер"
        r"|[хxс]-\d|uav",
        re.IGNORECASE,
    ),
    "uk": re.compile(
        r"бпла|безпілот|дрон|ракет|бомб|каб|апарат|катер|кул|аеростат|літак|вертол|гелікоп|снаряд|ціл|засоб"
        r"|шахед|shahed|[хxс]-\d|калібр|іскандер"
        r"|кинджал|циркон|онікс|балісти|орлан|ланцет|zala|supercam|мерлін|гербера|мопед|камікадзе|kn-23"
        r"|бандероль|розвідник",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"drone|uav|missile|rocket|bomb|unmanned|balloon|aircraft|plane|helicopter|boat|shahed|geran"
        r"|iskander|kinzhal|kalibr|target|himars|atacms"
        r"|kh-|x-\d|aerial|projectile|aerostat|vessel",
        re.IGNORECASE,
    ),
}
_DIGIT_OR_COUNT = re.compile(r"\d")


def hopeless(text: str, lang: str, source: Source | None) -> str | None:
    """The reason of a text that can hold no claim, by stems alone; None when it must be read."""
    if not _STEMS[lang].search(text) or not _WEAPON_STEMS[lang].search(text):
        return _quick_reason(text, lang)
    return None


_ALERT = re.compile(
    r"курсом|курс на|тривог|загроз|укритт|увага|зліт|відбій|небезпек|швидкісн|прямує|прямуют|рухаєт"
    r"|рухают|напрямку|вектор|опасност|отбой"
    r"|угроз|внимание|тревог|повз|маневр|на межі|крутиться",
    re.IGNORECASE,
)
_RECAP = re.compile(r"итог|главное за|підсумк|головне за|дайджест|тезисы", re.IGNORECASE)
_CAPTION = re.compile(
    r"на відео|бойова робота|на видео|кадры|боевая работа|відео|видео|екіпаж|экипаж|расч[её]т|фото|кадри|мвг",
    re.IGNORECASE,
)
_APPEAL = re.compile(
    r"подпис|поздрав|поддерж|сбор|призыв|просим|помог|вступай|контракт|уважаем|підпис|віта|збір|донат"
    r"|просимо|заклик|долуч|підтрим|шановн|не публік"
    r"|вакансі|хвилина мовчання|пам'ят|дякуємо|слава",
    re.IGNORECASE,
)


def _quick_reason(text: str, lang: str) -> str:
    head = text[:600]
    if _RECAP.search(head[:160]):
        return NoClaims.RECAP
    if lang != "en" and _ALERT.search(head):
        return NoClaims.ALERT
    if lang != "en" and _APPEAL.search(head):
        return NoClaims.APPEAL
    if lang != "en" and _CAPTION.search(head):
        return NoClaims.CAPTION
    return NoClaims.OTHER


def reason_without_claims(tokens: list[Token], text: str, source: Source | None, *, before: bool) -> str | None:
    """Why a text has no claims. ``before`` the costly steps: only kinds of post that never hold claims of their own."""
    if before:
        if (source is None or source.kind == "channel") and _is_recap(tokens):
            return NoClaims.RECAP
        if source is not None and source.kind == "channel" and _is_caption(tokens, text):
            return NoClaims.CAPTION
        return None
    lang = "uk" if _UKRAINIAN.search(text) else "ru" if _CYRILLIC.search(text) else "en"
    return _quick_reason(text, lang)


def _is_recap(tokens: list[Token]) -> bool:
    """A digest of posts already published: its marker stands in the first words."""
    return any("recap" in token.kinds and token.kinds["recap"][0] == "x" for token in tokens[:14])


_CREWS = frozenset({"екіпаж", "экипаж", "расчет", "мвг", "ось так", "экипажи", "расчеты"})


def _is_caption(tokens: list[Token], text: str) -> bool:
    """A caption of footage: its marker opens the post and no hours follow."""
    for token in tokens[:4]:
        if "caption" in token.kinds and token.text not in _CREWS:
            # "Бойова робота: збито 8 безпілотників" reports figures of its own
            return token.text not in {"бойова робота", "боевая работа"} or not any(
                other.shape == NUMBER or other.kinds.keys() & {"num", "num_collective"} for other in tokens[:40]
            )
    return False
