"""Are the many ways of writing the same thing brought to one form, and personal data found and masked?"""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huxin.base import chinese
from huxin.base.chinese import IdKind, Ordinal, Span
from huxin.base.workdays import Calendar

# Numbers that nobody alive bears: all were "born" on 1 January 1900, or stand in the standard itself.
STANDARD = "11010519491231002X"
WENSHAN_CITY, WENSHAN_COUNTY = "532601190001010011", "532621190001010025"
PHONE = "13800001234"
WEEK = Calendar(frozenset(), frozenset(), frozenset(), "")


def test_text_is_made_half_width_but_keeps_its_punctuation_and_circled_numbers() -> None:
    assert chinese.normal_text("　Ａ１ ：①㎡…\u200b（二）\ufeff\n末 ") == "A1 ：①㎡…（二） 末"


def test_radicals_out_of_a_pdf_become_characters() -> None:
    assert chinese.normal_text("⼯作⽅案") == "工作方案"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (" 李　明 ", "李明"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉 ‧ 买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉.买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉．买买提", "阿卜杜拉·买买提"),
        ("John  Q. Smith", "John Q. Smith"),
        ("", ""),
    ],
)
def test_a_name_has_one_spelling(written: str, name: str) -> None:
    assert chinese.normal_name(written) == name


def test_a_code_loses_blanks_hyphens_and_width() -> None:
    assert chinese.normal_code(" ５３２６-01 x\u00a0") == "532601X"


@given(st.text())
def test_every_normal_form_is_its_own_normal_form(text: str) -> None:
    for form in (chinese.normal_text, chinese.normal_name, chinese.normal_code):
        assert form(form(text)) == form(text)


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (99, "九十九"),
        (105, "一百零五"),
        (110, "一百一十"),
        (2050, "二千零五十"),
        (120000, "十二万"),
    ],
)
def test_numerals_are_written_and_read(n: int, text: str) -> None:
    assert chinese.to_chinese(n) == text
    assert chinese.from_chinese(text) == n


@given(st.integers(0, 10**12))
def test_every_number_is_read_back(n: int) -> None:
    assert chinese.from_chinese(chinese.to_chinese(n)) == n


def test_years_and_loose_numerals_are_read() -> None:
    assert chinese.from_chinese("二〇二五") == 2025
    assert chinese.from_chinese("两百") == 200
    assert chinese.from_chinese("一十二") == 12


@pytest.mark.parametrize("text", ["", "十十", "百", "二千五十", "三a", "第一", "万"])
def test_what_is_not_a_numeral_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="不是中文数字"):
        chinese.from_chinese(text)


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("一、总体要求", (1, 1, 2)),
        ("二十一．保障", (1, 21, 4)),
        ("（三）压实责任", (2, 3, 3)),
        (" (十二) 任务", (2, 12, 6)),
        ("1.加强宣传", (3, 1, 2)),
        ("１２．加强", (3, 12, 3)),
        ("3、落实", (3, 3, 2)),
        ("（4）督促", (4, 4, 3)),
        ("5）督促", (4, 5, 2)),
    ],
)
def test_ordinal_marks_are_recognised(line: str, mark: tuple[int, int, int]) -> None:
    assert chinese.ordinal_mark(line) == Ordinal(*mark)


@pytest.mark.parametrize(
    "line", ["1.5万元", "１．５万元", "一是加强", "2025年", "（2025年）", "十十、", "总则", "", "第一条"]
)
def test_what_only_looks_like_a_mark_is_left_alone(line: str) -> None:
    assert chinese.ordinal_mark(line) is None


@given(st.integers(1, 4), st.integers(1, 99))
def test_a_written_mark_is_read_back(level: int, n: int) -> None:
    mark = chinese.ordinal(level, n)
    assert chinese.ordinal_mark(f"{mark}正文") == Ordinal(level, n, len(mark))


@pytest.mark.parametrize(
    "text",
    [
        "2025年12月31日",
        "２０２５年１２月３１日",
        "2025 年 12 月 31 号",
        "二〇二五年十二月三十一日",
        "二○二五年十二月三十一日",
        "2025-12-31",
        "2025/12/31 0:00",
        "2025-12-31T00:00:00",
        "2025.12.31",
        "２０２５．１２．３１",
        "20251231",
        "2025年12月底",
        "2025年底",
        "二零二五年末",
    ],
)
def test_a_day_is_read_in_every_usual_spelling(text: str) -> None:
    assert chinese.parse_date(text) == date(2025, 12, 31)


def test_midnight_is_not_taken_for_part_of_the_day() -> None:
    assert chinese.parse_date("2025/12/30 00:00:00") == date(2025, 12, 30)
    assert chinese.parse_date("2024年2月末") == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["2025年2月30日", "2025-13-01", "2025年13月底", "0000年1月1日", "2025年十十月1日"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="没有这一天"):
        chinese.parse_date(text)


@pytest.mark.parametrize("text", ["", "12月31日", "31/12/2025", "25.12.31", "长期坚持", "2025年12月", "2025年12月底前"])
def test_a_day_that_is_not_certain_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="请写成"):
        chinese.parse_date(text)


@given(st.text() | st.from_regex(r"[0-9零一二十]{1,4}[年/.-][0-9一二十]{1,3}[月/.-][0-9一二十底]{0,3}日?"))
def test_no_text_breaks_the_reader_of_days(text: str) -> None:
    with suppress(ValueError):
        assert isinstance(chinese.parse_date(text), date)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_written_in_characters_is_read_back(day: date) -> None:
    year = "".join("〇一二三四五六七八九"[int(c)] for c in str(day.year))
    text = f"{year}年{chinese.to_chinese(day.month)}月{chinese.to_chinese(day.day)}日"
    assert chinese.parse_date(text) == day


def test_days_are_spoken_of_as_officials_do() -> None:
    friday = date(2025, 9, 5)
    assert chinese.spoken_date(friday) == "2025年9月5日"
    assert chinese.spoken_days(3) == "还剩3个工作日"
    assert chinese.spoken_days(-2) == "超期2天"
    assert chinese.spoken_due(friday, friday, WEEK) == "今天到期"
    assert chinese.spoken_due(friday, friday + timedelta(days=1), WEEK) == "超期1天"
    assert chinese.spoken_due(friday + timedelta(days=3), friday, WEEK) == "还剩1个工作日"
    assert chinese.spoken_due(friday + timedelta(days=2), friday, WEEK) == "还剩2天"


@pytest.mark.parametrize(
    ("number", "kind", "born_on"),
    [
        (STANDARD, IdKind.CITIZEN, date(1949, 12, 31)),
        (WENSHAN_CITY, IdKind.CITIZEN, date(1900, 1, 1)),
        (WENSHAN_COUNTY, IdKind.CITIZEN, date(1900, 1, 1)),
        ("810000190001010018", IdKind.RESIDENT, date(1900, 1, 1)),
        ("953156190001010019", IdKind.FOREIGNER, date(1900, 1, 1)),
    ],
)
def test_identity_numbers_are_accepted_whatever_became_of_the_county(number: str, kind: IdKind, born_on: date) -> None:
    identity = chinese.read_id(number)
    assert (identity.kind, identity.number, identity.born_on) == (kind, number, born_on)


def test_an_identity_number_is_read_as_people_type_it() -> None:
    assert chinese.read_id("１１０１０５ 19491231 002x").number == STANDARD
    assert chinese.read_id(STANDARD).female


def test_an_old_number_is_kept_as_the_one_that_replaced_it() -> None:
    identity = chinese.read_id("110105491231002")
    assert (identity.kind, identity.number) == (IdKind.CITIZEN_OLD, STANDARD)


def test_an_identity_is_not_printed_by_accident() -> None:
    assert "1949" not in repr(chinese.read_id(STANDARD))


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("", "18位"),
        ("1101051949123100", "18位"),
        ("11010519491231002Y", "18位"),
        ("110105194912310021", "校验位"),
        ("11010519491331002X", "出生日期"),
        ("110105189912310021", "出生日期"),
        ("990105194912310021", "校验位"),
        ("090105194912310021", "省份"),
    ],
)
def test_a_wrong_identity_number_is_refused_without_repeating_it(number: str, word: str) -> None:
    with pytest.raises(ValueError, match=word) as caught:
        chinese.read_id(number)
    assert not number or number not in str(caught.value)


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(place: int, change: int) -> None:
    digit = str((int(STANDARD[place]) + change) % 10)
    with pytest.raises(ValueError, match="身份证号"):
        chinese.read_id(STANDARD[:place] + digit + STANDARD[place + 1 :])


@pytest.mark.parametrize(
    "code", ["91350100M000100Y43", "11532300568802305C", "11532331015179648Q", "11370300004224722N"]
)
def test_credit_codes_are_checked(code: str) -> None:
    assert chinese.read_credit_code(f" {code[:8].lower()} {code[8:]}") == code


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("", "18位"),
        ("91350100M000100Y44", "校验位"),
        ("9135O100M000100Y43", "不含I"),
        ("9135É100M000100Y43", "不含I"),
    ],
)
def test_a_wrong_credit_code_is_refused_with_the_reason(code: str, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        chinese.read_credit_code(code)


@pytest.mark.parametrize(
    "text", [PHONE, "+86 138-0000-1234", "8613800001234", "008613800001234", "１３８００００１２３４"]
)
def test_a_mobile_number_has_one_form(text: str) -> None:
    assert chinese.read_mobile(text) == PHONE


@pytest.mark.parametrize("text", ["", "12800001234", "1380000123", "0876-2120000"])
def test_what_is_not_a_mobile_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="11位"):
        chinese.read_mobile(text)


def test_masks_show_only_the_ends() -> None:
    assert chinese.mask_name("欧阳晓晓") == "欧*"
    assert chinese.mask_id(STANDARD) == "110105********002X"
    assert chinese.mask_phone(PHONE) == "138****1234"
    assert chinese.mask_account("6222000011112222") == "************2222"
    assert (chinese.mask_name(""), chinese.mask_id("12345"), chinese.mask_account("")) == ("", "*****", "")


def test_personal_data_is_found_where_it_stands() -> None:
    text = f"联系人电话１３８ ００００-1234，证号{STANDARD.lower()}。"
    phone, number = chinese.personal_data(text)
    assert (phone.kind, text[phone.start : phone.end]) == ("phone", "１３８ ００００-1234")
    assert (number.kind, text[number.start : number.end]) == ("id", STANDARD.lower())


@pytest.mark.parametrize(
    "text",
    [
        f"12 {STANDARD}",
        f"ID{STANDARD}",
        f"{STANDARD} {STANDARD}"[:18],
        "110105 19491231 002X",
        "100 110105491231002",
        f"a{PHONE}b",
        f"+86{PHONE}",
        f"QQ或电话：{PHONE}转2",
    ],
)
def test_personal_data_is_found_next_to_other_signs(text: str) -> None:
    assert len(chinese.personal_data(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "云人社发〔2025〕12号",
        "金额1234567890123元",
        "编号532600202511230001",
        "0876-2120000",
        "sha256:" + "13800001234" + "ab" * 27,
        "2025-12-31 10:20:30",
    ],
)
def test_other_long_numbers_pass(text: str) -> None:
    assert chinese.personal_data(text) == []


@given(st.text(), st.text())
@example("1", "2")
def test_a_number_between_any_signs_is_found_at_its_place(before: str, after: str) -> None:
    text = f"{before}，{PHONE}，{after}"
    assert Span(len(before) + 1, len(before) + 12, "phone") in chinese.personal_data(text)
