"""Pages for the torture cases: an article in any encoding, and pages no browser should be given."""

# ruff: noqa: E501
from __future__ import annotations

TEXTS = {
    "de": ("Über die Größe", "Die Außenminister der Länder sprachen über die Größe der Truppe. Für Österreich äußerte sich niemand, die Übrigen prüften die Vorschläge „sehr gründlich“ und kündigten Änderungen an."),
    "ru": ("Страны обсуждают гарантии", "Представители стран обсудили во вторник гарантии безопасности. Решение будет принято позже, сообщил представитель делегации, добавив, что переговоры продолжатся на следующей неделе."),
    "uk": ("Країни обговорюють гарантії", "Представники країн обговорили у вівторок гарантії безпеки. Рішення ухвалять пізніше, повідомив представник делегації, додавши, що переговори триватимуть наступного тижня."),
    "ja": ("各国が安全保障を協議", "各国の代表は火曜日にパリで会合を開き、安全保障の枠組みについて協議した。決定は停戦の後になると関係者は述べた。次回の会合は二月にワルシャワで開かれる予定であり、費用の見積もりが示される。部隊の規模については意見が分かれた。"),
    "zh": ("各国讨论安全保障", "各国代表星期二在巴黎举行会议，讨论安全保障框架。有关人士表示，决定将在停火之后作出。下一次会议定于二月在华沙举行，届时将公布费用估算。关于部队规模，各方意见不一，谈判仍将继续进行下去。"),
    "ko": ("각국 안전 보장 논의", "각국 대표들은 화요일 파리에서 회의를 열고 안전 보장 방안을 논의했다. 결정은 휴전 이후에 내려질 것이라고 관계자가 말했다. 다음 회의는 이월 바르샤바에서 열릴 예정이며 비용 추산이 공개된다. 병력 규모를 두고는 의견이 갈렸다."),
    "pl": ("Państwa rozmawiają o gwarancjach", "Przedstawiciele państw rozmawiali we wtorek o gwarancjach bezpieczeństwa. Decyzja zapadnie później, oświadczył członek delegacji, dodając, że kolejne spotkanie odbędzie się w przyszłym tygodniu."),
}  # fmt: skip


def page(language: str, meta: str = "", extra: str = "") -> str:
    """An article of two paragraphs; `meta` goes into the head, `extra` before the closing tag of the body."""
    title, text = TEXTS[language]
    return (
        f"<!doctype html><html><head>{meta}<title>{title}</title></head>"
        f"<body><article><h1>{title}</h1><p>{text}</p><p>{text}</p></article>{extra}</body></html>"
    )


def charset(label: str) -> str:
    """A `<meta>` that declares an encoding."""
    return f'<meta charset="{label}">'


def header(label: str) -> list[tuple[str, str]]:
    """Response headers that declare an encoding."""
    return [("Content-Type", f"text/html; charset={label}")]
