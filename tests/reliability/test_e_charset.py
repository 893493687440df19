"""Cases E 56–61: whatever a page claims, its letters are right or it is refused."""

from __future__ import annotations

import pytest
from pages import TEXTS, charset, header, page

from transforms.extraction import Doubt, ExtractionLexicon, FailureCode, extract_document
from transforms.extraction.charset import decode_page
from vocabulary import Document, ExtractFailure


def text_of(
    body: bytes, lexicon: ExtractionLexicon, headers: list[tuple[str, str]] | None = None
) -> Document:
    found = extract_document(body, "https://a.example/b", lexicon=lexicon, headers=headers or [])
    assert isinstance(found, Document), found
    return found


def assert_golden(found: Document, language: str) -> None:
    title, text = TEXTS[language]
    assert found.title == title
    assert found.body.startswith(text)


def test_56_the_header_goes_before_the_meta(lexicon: ExtractionLexicon) -> None:
    body = page("pl", charset("windows-1252")).encode("iso-8859-2")
    assert_golden(text_of(body, lexicon, header("iso-8859-2")), "pl")


def test_56_the_byte_order_mark_goes_before_the_header(lexicon: ExtractionLexicon) -> None:
    body = b"\xef\xbb\xbf" + page("ru", charset("koi8-r")).encode()
    assert_golden(text_of(body, lexicon, header("windows-1251")), "ru")


def test_56_the_meta_counts_without_a_header(lexicon: ExtractionLexicon) -> None:
    assert_golden(text_of(page("ru", charset("koi8-r")).encode("koi8-r"), lexicon), "ru")


def test_56_a_meta_in_a_comment_counts_for_nothing(lexicon: ExtractionLexicon) -> None:
    meta = f"<!-- {charset('koi8-r')} -->{charset('windows-1251')}"
    assert_golden(text_of(page("ru", meta).encode("cp1251"), lexicon), "ru")


@pytest.mark.parametrize("label", ["iso-8859-1", "latin1", "us-ascii", "utf-8"])
def test_57_windows_1252_under_other_labels(label: str, lexicon: ExtractionLexicon) -> None:
    found = text_of(page("de", charset(label)).encode("cp1252"), lexicon)
    assert_golden(found, "de")
    assert "„sehr gründlich“" in found.text
    doubted = {code for code, _ in found.doubts}
    assert doubted == ({Doubt.WRONG_CHARSET} if label == "utf-8" else set())


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "shift_jis"])
def test_57_utf_8_under_other_labels(label: str, lexicon: ExtractionLexicon) -> None:
    found = text_of(page("de").encode(), lexicon, header(label))
    assert_golden(found, "de")
    assert found.doubts[0][0] == Doubt.WRONG_CHARSET


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("language", ["de", "ru", "ja"])
def test_58_utf_16_without_a_mark(codec: str, language: str, lexicon: ExtractionLexicon) -> None:
    assert_golden(text_of(page(language, charset("utf-8")).encode(codec), lexicon), language)


ENCODED = [
    ("ja", "shift_jis", "cp932"),
    ("ja", "euc-jp", "euc_jp"),
    ("zh", "gb2312", "gb18030"),
    ("zh", "gb18030", "gb18030"),
    ("ko", "euc-kr", "cp949"),
    ("ru", "koi8-r", "koi8_r"),
    ("ru", "windows-1251", "cp1251"),
    ("uk", "koi8-u", "koi8_u"),
    ("uk", "windows-1251", "cp1251"),
    ("pl", "iso-8859-2", "iso8859_2"),
    ("pl", "windows-1250", "cp1250"),
]


@pytest.mark.parametrize(("language", "label", "codec"), ENCODED)
def test_59_declared_encodings_give_golden_text(
    language: str, label: str, codec: str, lexicon: ExtractionLexicon
) -> None:
    assert_golden(text_of(page(language, charset(label)).encode(codec), lexicon), language)
    assert_golden(text_of(page(language).encode(codec), lexicon, header(label)), language)


@pytest.mark.parametrize(
    ("language", "codec"), [("ru", "koi8_r"), ("ru", "cp1251"), ("ja", "cp932"), ("zh", "gb18030")]
)
def test_59_undeclared_or_wrong_labels_never_give_mojibake(
    language: str, codec: str, lexicon: ExtractionLexicon
) -> None:
    for headers in ([], header("utf-8"), header("koi8-r" if codec == "cp1251" else "windows-1251")):
        found = extract_document(page(language).encode(codec), None, lexicon=lexicon, headers=headers)
        if isinstance(found, Document):
            assert_golden(found, language)
        else:
            assert found.code == FailureCode.UNDECODABLE


def test_60_a_character_cut_at_the_cap(lexicon: ExtractionLexicon) -> None:
    body = page("ja").encode()
    cut = decode_page(body[:-20][: body.index("規模".encode()) + 1], [], lexicon.labels, is_cut=True)
    assert cut is not None
    assert cut.encoding == "utf-8"
    assert "\ufffd" not in cut.text


def test_60_broken_bytes_are_dropped_if_they_are_few(lexicon: ExtractionLexicon) -> None:
    body = page("ja").encode().replace("火曜日".encode(), "火曜日".encode()[:-1])
    found = text_of(body, lexicon, header("utf-8"))
    assert "各国の代表は火曜にパリ" in found.text
    assert "\ufffd" not in found.text


def test_61_nuls_and_surrogates_leave_valid_utf_8(lexicon: ExtractionLexicon) -> None:
    body = page("de", charset("utf-8")).replace("Länder", "L\x00än\x0bder&#xD800;&#0;").encode()
    found = text_of(body, lexicon)
    found.text.encode("utf-8")
    assert not set(found.text) & {"\x00", "\x0b", "\ufffe"}
    assert "Außenminister" in found.text


def test_61_random_bytes_are_refused(lexicon: ExtractionLexicon) -> None:
    noise = bytes((n * 7919 + n // 3) % 256 for n in range(20_000))
    found = extract_document(b"<html><body><p>" + noise, None, lexicon=lexicon)
    assert isinstance(found, ExtractFailure)
