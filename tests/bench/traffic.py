"""Made-up traffic of official channels for ``make bench``: seeded, and no text twice, so that no cache can cheat.

Every text is in our own words. A :class:`Traffic` is a stream: the same seed gives the same texts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from claims.model import Statement

RU_REGIONS = (
    "Белгородской", "Курской", "Брянской", "Воронежской", "Ростовской", "Калужской", "Смоленской", "Тульской",
    "Орловской", "Рязанской", "Липецкой", "Тамбовской", "Саратовской", "Волгоградской", "Самарской", "Тверской",
)  # fmt: skip
RU_PLACES = (
    "Московским регионом", "Республикой Крым", "Краснодарским краем", "акваторией Черного моря",
    "акваторией Азовского моря", "Ставропольским краем", "Республикой Татарстан",
)  # fmt: skip
RU_MONTHS = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября")
RU_WORDS = ("два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать")
RU_TOWNS = ("Шебекино", "Рыльск", "Севастополь", "Энгельс", "Липецк", "Брянск", "Таганрог", "Туапсе", "Елец", "Тула")
UK_MONTHS = ("січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня")
UK_TOWNS = (
    "Чернігів", "Кременчук", "Полтаву", "Суми", "Ніжин", "Прилуки", "Конотоп", "Шостку", "Миргород", "Лубни",
    "Павлоград", "Ізюм", "Чугуїв", "Одесу", "Вознесенськ", "Умань", "Бровари", "Білу Церкву", "Фастів", "Васильків",
)  # fmt: skip
UK_REGIONS = (
    "Сумщини", "Чернігівщини", "Харківщини", "Полтавщини", "Київщини", "Одещини", "Миколаївщини", "Черкащини",
)  # fmt: skip
LAUNCH_AREAS = ("Курськ", "Орел", "Брянськ", "Міллерово", "Приморсько-Ахтарськ", "Шаталово", "Чауда – Крим")
MISSILES = (
    ("{n} балістичними ракетами Іскандер-М/KN-23 із Курської області", "{m} балістичні ракети Іскандер-М/KN-23"),
    ("{n} крилатими ракетами Х-101 (район пусків – Саратовська область)", "{m} крилатих ракет Х-101"),
    ("{n} крилатими ракетами Калібр із акваторії Чорного моря", "{m} крилатих ракет Калібр"),
    ("{n} керованими авіаційними ракетами Х-59/Х-69 із повітряного простору Курської області", "{m} ракет Х-59/Х-69"),
    ("{n} аеробалістичними ракетами Х-47М2 Кинджал з Рязанської області", "{m} ракети Х-47М2 Кинджал"),
)
UNITS = ("бригади", "батальйону", "дивізіону", "полку", "загону", "роти")
BADGES = ("❗️ ", "⚠️ ", "🚨 ", "", "", "", "🛸 ", "⚡️")


class Traffic:
    """A stream of made-up statements."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - texts, no secrets
        self.moment = datetime(2025, 3, 1, 5, tzinfo=UTC)
        self.number = 0

    # ------------------------------------------------------------------ statements

    def ministry_reports(self, count: int) -> list[Statement]:
        """Interception reports of the Russian ministry, over three regions on average."""
        return [self._statement(self._ministry_report(), "mod_russia") for _ in range(count)]

    def air_force_reports(self, count: int) -> list[Statement]:
        """Attack reports of the Ukrainian air force, every other one with missiles."""
        return [self._statement(self._air_force_report(missiles=index % 2 == 1), "kpszsu") for index in range(count)]

    def channel_mix(self, hundreds: int) -> Iterator[Statement]:
        """Posts of channels, a hundred at a time: 4 ministry and 1 air force reports, 3 long bulletins, the rest
        alerts that name weapons and, as many, captions, appeals and other posts.
        """
        for number in range(hundreds):
            texts = [(self._ministry_report(), "mod_russia") for _ in range(4)]
            texts.append((self._air_force_report(missiles=number % 2 == 1), "kpszsu"))
            texts += [self._ground_bulletin(), self._story(), self._positions_bulletin()]
            texts += [self._alert() for _ in range(46)]
            texts += [self._other_post() for _ in range(46)]
            self.random.shuffle(texts)
            for text, source in texts:
                yield self._statement(text, source)

    def _statement(self, text: str, source: str | None) -> Statement:
        self.number += 1
        self.moment += timedelta(minutes=self.random.randint(1, 40))
        return Statement(text, self.moment, source, statement_id=f"bench:{self.number}")

    # ------------------------------------------------------------------ ministry

    def _ministry_report(self) -> str:
        choose, number = self.random.choice, self.random.randint
        regions = min(max(round(self.random.gauss(3, 1.3)), 1), 7)
        names = self.random.sample(RU_REGIONS, regions)
        extra = self.random.sample(RU_PLACES, 1) if regions > 1 and self.random.random() < 0.5 else []
        counts = [number(2, 30) for _ in names]
        total = sum(counts)
        day = number(2, 28)
        month = choose(RU_MONTHS)
        window = choose(
            (
                f"В течение прошедшей ночи с 20.00 мск {day - 1} {month} до 7.00 мск {day} {month} т.г.",
                "В течение прошедшей ночи",
                f"В период с {number(8, 12)}.00 до {number(13, 19)}.00 мск",
                f"Сегодня в период с {number(8, 12)}.{number(10, 59)} до {number(13, 19)}.00 мск",
                f"Минувшей ночью с 23.00 {day - 1} {month} до 7.00 {day} {month}",
            )
        )
        noun = choose(
            (
                "украинских беспилотных летательных аппаратов самолетного типа",
                "украинских БПЛА",
                "украинских беспилотных летательных аппаратов",
            )
        )
        verb = choose(("перехвачены и уничтожены", "уничтожены", "перехвачено и уничтожено"))
        head = f"{choose(BADGES)}{window} дежурными средствами ПВО {verb} {total} {noun}"
        form = number(0, 4)
        if regions == 1:
            return f"{head} над территорией {names[0]} области."
        if form == 0:
            kept = names[: regions - len(extra)]
            places = ", ".join(kept[:-1]) + f" и {kept[-1]} областей" if len(kept) > 1 else f"{kept[0]} области"
            tail = f", а также над {extra[0]}" if extra else ""
            return f"{head} над территориями {places}{tail}."
        if form == 1:
            mark = choose(("▪️ ", "– ", "🔹 ", ""))
            joint = choose((" – над территорией {} области", " БПЛА – над территорией {} области"))
            items = "\n".join(f"{mark}{c}{joint.format(name)}," for c, name in zip(counts, names, strict=True))
            return f"{head}:\n\n{items[:-1]}."
        if form == 2:
            items = ", ".join(f"{c} – над территорией {name} области" for c, name in zip(counts, names, strict=True))
            return f"{head}: {items}."
        if form == 3:
            each = choose(RU_WORDS)
            rest = total - counts[0]
            pair = f"{names[1]} и {names[-1]}"
            item = f"{rest} БПЛА над территорией {names[0]} области и по {each} БПЛА над {pair} областями"
            return f"{window} дежурными средствами ПВО {verb}: {item}."
        items = ". ".join(f"{c} БПЛА уничтожены над {name} областью" for c, name in zip(counts, names, strict=True))
        return f"{window} пресечена попытка киевского режима совершить террористическую атаку. {items}."

    # ------------------------------------------------------------------ air force

    def _air_force_report(self, *, missiles: bool) -> str:
        choose, number = self.random.choice, self.random.randint
        day, month = number(2, 28), choose(UK_MONTHS)
        drones = number(24, 220)
        stopped = drones - number(3, 20)
        downed = stopped - number(2, 12)
        areas = ", ".join(self.random.sample(LAUNCH_AREAS, number(2, 5)))
        lines = []
        launched, fallen = [], []
        total = stopped
        for template, result in self.random.sample(MISSILES, number(1, 3)) if missiles else ():
            count = number(4, 14)
            launched.append(template.format(n=count))
            fallen.append(f"– {result.format(m=count - 2)};")
            total += count - 2
        head = f"ЗБИТО/ПОДАВЛЕНО {total} " + ("ПОВІТРЯНИХ ЦІЛЕЙ" if missiles else "ВОРОЖИХ БПЛА")
        lines.append(choose(("🔥", "⚡️", "")) + head)
        start = (
            f"У ніч на {day} {month} (з {number(18, 21)}:{choose(('00', '30'))} {day - 1} {month}) противник атакував"
        )
        swarm = (
            f"{drones} ударними БпЛА типу Shahed, Гербера та безпілотниками-імітаторами інших типів "
            f"із напрямків: {areas}, близько {drones // 2} із них – «шахеди»"
        )
        lines.append(f"{start} {', '.join([*launched, ''])}а також {swarm}." if missiles else f"{start} {swarm}.")
        lines.append(
            "Повітряний напад відбивали авіація, зенітні ракетні війська, підрозділи РЕБ та безпілотних систем, "
            "мобільні вогневі групи Сил оборони України."
        )
        lead = f"За попередніми даними, станом на {number(7, 9)}:{choose(('00', '30'))}, протиповітряною обороною"
        where = choose(("на півночі, сході та в центрі країни", "на півдні та сході", "на півночі та в центрі країни"))
        if missiles:
            items = "\n".join([*fallen, f"– {stopped} ворожих БпЛА типу Shahed, Гербера та дронів інших типів."])
            lines.append(f"{lead} збито/подавлено {total} повітряних цілей:\n{items}")
        else:
            lines.append(
                f"{lead} збито/подавлено {stopped} ворожих БпЛА типу Shahed, Гербера {where}, "
                f"{downed} з них збито вогневими засобами."
            )
        hits = f"Зафіксовано влучання {drones - stopped} ударних БпЛА на {number(2, 14)} локаціях"
        lines.append(f"{hits}, а також падіння збитих (уламки) на {number(2, 9)} локаціях.")
        if self.random.random() < 0.5:
            lines.append("Атака триває, у повітряному просторі декілька ворожих БпЛА. Дотримуйтесь правил безпеки!")
        lines.append("Тримаймо небо! Разом – до перемоги!")
        return "\n\n".join(lines)

    # ------------------------------------------------------------------ posts without claims

    def _alert(self) -> tuple[str, str | None]:
        choose, number = self.random.choice, self.random.randint
        town, other = self.random.sample(UK_TOWNS, 2)
        region = choose(UK_REGIONS)
        clock = f"{number(0, 23):02}:{number(0, 59):02}"
        texts = (
            f"{choose(BADGES)}БпЛА курсом на {town}, {clock}.",
            f"{choose(BADGES)}Група БпЛА ({number(2, 9)} шт.) повз {town} у напрямку на {other}.",
            f"{choose(BADGES)}Загроза застосування ударних БпЛА для {region}! Будьте в укриттях до відбою ({clock}).",
            f"{clock} Пуски КАБ тактичною авіацією на {town}!",
            f"{choose(BADGES)}{number(2, 8)} крилатих ракет курсом на {town} та {other}. Не ігноруйте сигнал тривоги!",
            f"Розвідувальний БпЛА в районі {town}, без фіксації роботи ППО ({clock}).",
            f"{choose(BADGES)}Швидкісна ціль на {town}! Ракетна небезпека, {clock}.",
            f"Реактивний «шахед» з півночі на {town} – час підльоту {number(2, 9)} хв!",
        )
        if self.random.random() < 0.85:
            return choose(texts), "kpszsu"
        town = choose(RU_TOWNS)
        texts = (
            f"{choose(BADGES)}Внимание, {town}! Опасность атаки БПЛА, укройтесь в помещении без окон ({clock}).",
            f"{clock} Беспилотная опасность: {town}. Отойдите от окон, работает ПВО.",
            f"{choose(BADGES)}Над {choose(RU_TOWNS)} {number(2, 9)} БПЛА, курс на {town}. Осторожно, {clock}!",
            f"Ракетная опасность отменена: {town}, {clock}. Берегите себя.",
        )
        return choose(texts), None

    def _other_post(self) -> tuple[str, str | None]:
        choose, number = self.random.choice, self.random.randint
        town, unit, count = choose(UK_TOWNS), choose(UNITS), number(2, 900)
        posts = (
            (f"🎥 Бойова робота {number(20, 99)}-ї {unit}: розрахунок ПЗРК у засідці на «шахеди».", "kpszsu"),
            (f"На відео – знищення «шахеда» бійцями {number(20, 99)}-ї окремої {unit}. Слава Україні!", "kpszsu"),
            (f"Боевая работа расчета ЗРК «Бук» {count}-го полка по воздушной цели. Кадры Минобороны.", "mod_russia"),
            (f"Экипаж вертолета Ка-52М {count}-го полка применил ракету по укрытию. Видео.", "mod_russia"),
            (f"Расчеты РСЗО «Град» {count}-го полка поразили позиции ВСУ. Объективный контроль.", "mod_russia"),
            (f"Збір на перехоплювачі для {number(20, 99)}-ї {unit}: ціль {count} 000 грн. Долучайтеся!", "kpszsu"),
            (f"Запрошуємо на службу до зенітних ракетних військ, вакансій – {count}. Телефон у профілі.", "kpszsu"),
            (f"Не распространяйте видео работы ПВО! За сутки удалено {count} публикаций.", None),
            (f"Служба по контракту в войсках беспилотных систем: выплата {count} 000 рублей.", "mod_russia"),
            (f"Обмін: додому повернулися {count} захисників і захисниць. Вітаємо вдома!", "kpszsu"),
            (f"Холдинг поставил войскам партию из {count} бронированных автомобилей и мотоциклов.", "mod_russia"),
            (f"Через негоду у напрямку {town} знеструмлено {count} населених пунктів, бригади працюють.", None),
            (f"🌅 Доброго ранку, Україно! {count}-й день великої війни. Дякуємо кожному, хто тримає небо.", "kpszsu"),
            (f"Министр обороны осмотрел образцы дронов и наградил {count} военнослужащих.", "mod_russia"),
        )  # fmt: skip
        return choose(posts)

    # ------------------------------------------------------------------ long bulletins without claims

    def _ground_bulletin(self) -> tuple[str, str]:
        """Several kB on ground fighting, with verbs of result, weapons and numbers in most paragraphs."""
        number, choose = self.random.randint, self.random.choice
        parts = [f"Официальный представитель группировки войск о ходе боев на {number(1, 28)} {choose(RU_MONTHS)}"]
        for name in ("Север", "Запад", "Южная", "Центр", "Восток", "Днепр", "Юг"):
            towns = ", ".join(self.random.sample(RU_TOWNS, 4))
            parts.append(
                f"🔹 Подразделения группировки войск «{name}» улучшили положение по переднему краю, нанесли поражение "
                f"живой силе и технике {number(2, 5)} механизированных бригад в районах населенных пунктов {towns}. "
                f"Противник потерял до {number(100, 600)} военнослужащих, {number(2, 9)} боевых бронированных машин, "
                f"{number(3, 30)} автомобилей, {number(2, 9)} орудий полевой артиллерии. Уничтожены "
                f"{number(2, 9)} станций радиоэлектронной борьбы и {number(2, 9)} складов боеприпасов."
            )
        parts.insert(3, "🔹 Операторы беспилотных систем помогали артиллерии и вели разведку переднего края.")
        parts.append(
            "🔹 Оперативно-тактической авиацией и артиллерией нанесено поражение местам хранения горючего и пунктам "
            f"временной дислокации в {number(90, 160)} районах. Подробности – в следующем сообщении."
        )
        return "\n\n".join(parts), "mod_russia"

    def _positions_bulletin(self) -> tuple[str, str]:
        """Several kB of clashes by direction, in the manner of a general staff."""
        number, choose = self.random.randint, self.random.choice
        parts = [
            f"Оперативна інформація станом на {number(8, 22)}:00 щодо бойових дій. Від початку доби відбулося "
            f"{number(80, 190)} бойових зіткнень."
        ]
        for name in (
            "Північно-Слобожанському", "Південно-Слобожанському", "Куп'янському", "Лиманському", "Сіверському",
            "Краматорському", "Торецькому", "Покровському", "Новопавлівському", "Гуляйпільському", "Оріхівському",
        ):  # fmt: skip
            towns = ", ".join(self.random.sample(UK_TOWNS, 5))
            parts.append(
                f"На {name} напрямку наші оборонці відбивали {number(3, 40)} штурмових дій загарбників у районах "
                f"населених пунктів {towns} та в бік {choose(UK_TOWNS)}. {number(2, 9)} боєзіткнень досі тривають. "
                f"Ворог зазнає втрат у живій силі, знищено {number(2, 9)} одиниць автомобільної техніки."
            )
        parts.append("Слава воїнам! Інформація уточнюється, стежте за оновленнями на офіційних сторінках.")
        return "\n\n".join(parts), "GeneralStaffZSU"

    def _story(self) -> tuple[str, str]:
        """Several kB about people of a crew: many weapon words, no figures of results."""
        number, choose = self.random.randint, self.random.choice
        parts = [f"«Небо тримають люди»: розповідь командира {number(20, 99)}-ї {choose(UNITS)}"]
        for _ in range(9):
            parts.append(
                f"Ми стояли під {choose(UK_TOWNS)}, і {choose(('оператор', 'водій', 'навідник', 'механік'))} уперше "
                f"побачив, як летить «шахед»: гул мотора чути за {number(2, 9)} кілометрів. Кулемет на пікапі, "
                "прожектор, планшет із картою – оце й уся техніка. Найважче чекати, каже він, коли дрони йдуть один "
                f"за другим, а до світанку ще {number(2, 6)} години. Удома чекають дружина й {number(2, 4)} дітей, "
                "а позивний придумала старша донька, бо тато вічно приносив із роботи цукерки."
            )
        return "\n\n".join(parts), "kpszsu"
