"""How are single cells read, in the engine's own language? Small functions that every conversion is composed of.

Clean data costs nothing: first the plain form is tried, and only where that fails the form a person might have
typed (full-width figures, blanks within, 上午 and 下午, thousands separators). Traps that are answered here: DuckDB's
cast of a text to TIMESTAMP drops an offset behind it, takes the name of a zone and the word "epoch"; its casts to
DECIMAL take 1e-7 for 0; its time zones push a local time that does not exist to one that does; isnan() and BETWEEN
over a Parquet column believe its statistics, which leave NaN out.
"""

from functools import reduce

_EDGE = r"[\s\x{A0}\x{3000}\x{FEFF}\x{200B}]"
_BLANKS = r"[\s\x{A0}\x{2009}\x{202F}]+"
_OFFSET = r"\s?(Z|z|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?)"
_BEFORE_OFFSET = r"(:\d{2}|\d{8}[T ]?\d{4,6})(\.\d+)?(\s?[AaPp][Mm])?"
_ISO = r"\d{4}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?"
_NUMBER = r"[-+]?(\d+(\.\d*)?|\.\d+)"
_THOUSANDS = r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ ''’]\d{3})+"
_WORDED = rf"([-+]?)\s*([¥￥$€]|CNY|RMB|USD|EUR)?\s*([-+]?)({_THOUSANDS}|\d+)(\.\d*)?\s*([^\d\s.,+-]*)"
# Below nought as accounts write it: (5.00), 5.00-
_IN_BRACKETS, _SIGN_BEHIND = r"\(([^()]*\d[^()]*)\)", r"([^-+]*\d[^-+]*)-"
# Halves of the day as people say them; 晚上12:10 stays unread, for nobody can tell which day's it is.
_HALF_DAYS = (
    (r"(晚上|夜里)(\s*(0?[5-9]|1[01])\D)", r"PM\2"),
    (r"中午(\s*1[01]\D)", r"AM\1"),
    (r"(上午|早上|早晨|清晨|凌晨)\s*00?(\D)", r"AM12\2"),
    ("上午|早上|早晨|清晨|凌晨", "AM"),
    ("下午|中午|傍晚", "PM"),
    (r"([AaPp])\.[Mm]\.?", r"\1M"),
)
_HALVES = reduce(lambda text, pair: f"regexp_replace({text}, '{pair[0]}', '{pair[1]}')", _HALF_DAYS, "s")
_WIDE = "０１２３４５６７８９：／－．，＋　−–（）"
_NARROW = "0123456789:/-.,+ --()"

MACROS = f"""
CREATE MACRO bare(s) AS CASE WHEN starts_with(s, '="') AND regexp_full_match(s, '="[^"]*"') THEN s[3:-2]
    WHEN s BETWEEN '!' AND '~' AND s[-1] BETWEEN '!' AND '~' THEN s
    WHEN regexp_matches(s, '^{_EDGE}|{_EDGE}$')
    THEN regexp_replace(s, '^{_EDGE}+|{_EDGE}+$', '', 'g') ELSE s END;
CREATE MACRO halves(s) AS replace(replace(s, '点半', '点30分'), '时半', '时30分');
CREATE MACRO typed(s) AS trim(
    regexp_replace(translate(halves(ltrim(s, '''`')), '{_WIDE}', '{_NARROW}'), '{_BLANKS}', ' ', 'g'));

CREATE MACRO offset_of(s) AS CASE
    WHEN regexp_full_match(s, '[+-](0\\d|1[0-4])(:?[0-5]\\d)?') THEN TRY_CAST(substr(s, 1, 1) || '1' AS BIGINT)
        * (TRY_CAST(substr(s, 2, 2) AS BIGINT) * 3600
            + CASE WHEN length(s) > 3 THEN TRY_CAST(right(s, 2) AS BIGINT) * 60 ELSE 0 END)
    WHEN regexp_full_match(s, '-?\\d{{1,5}}') THEN TRY_CAST(s AS BIGINT) END;
CREATE MACRO zone_offset(s) AS CASE WHEN s IN ('北京时间', '中国标准时间') THEN 28800
    ELSE offset_of(regexp_replace(regexp_replace(s, '^(UTC|GMT) ?', ''), '^([+-])(\\d)(:|$)', '\\10\\2\\3')) END;
CREATE MACRO said_offset(s) AS CASE WHEN regexp_matches(s, '{_BEFORE_OFFSET}{_OFFSET}$')
    THEN regexp_replace(regexp_extract(s, '{_OFFSET}$', 1), '^(UTC|GMT)', '') END;
CREATE MACRO without_offset(s) AS CASE WHEN said_offset(s) IS NULL THEN s ELSE regexp_replace(s, '{_OFFSET}$', '') END;

CREATE MACRO iso_us(s) AS CASE WHEN regexp_full_match(s, '{_ISO}')
    THEN epoch_us(TRY_CAST(s AS TIMESTAMP))
    WHEN regexp_full_match(s, '{_ISO}{_OFFSET}')
    THEN epoch_us(TRY_CAST(regexp_replace(s, '{_OFFSET}$', '') AS TIMESTAMP)) END;
CREATE MACRO pattern_us(s, form) AS epoch_us(try_strptime(s, form));
CREATE MACRO half_day(s) AS CASE WHEN regexp_matches(s, '[^ -~]|[AaPp]\\.[Mm]') THEN {_HALVES} ELSE s END;
CREATE MACRO epoch_s_us(s) AS CASE WHEN regexp_full_match(s, '\\d{{8,11}}(\\.\\d*)?')
    THEN CAST(TRY_CAST(s AS DECIMAL(38, 6)) * 1000000 AS BIGINT) END;
CREATE MACRO epoch_ms_us(s) AS CASE WHEN regexp_full_match(s, '\\d{{11,14}}(\\.\\d*)?')
    THEN CAST(TRY_CAST(s AS DECIMAL(38, 3)) * 1000 AS BIGINT) END;
CREATE MACRO epoch_us_us(s) AS CASE WHEN regexp_full_match(s, '\\d{{14,17}}') THEN TRY_CAST(s AS BIGINT) END;
CREATE MACRO excel_us(s) AS CASE WHEN regexp_full_match(s, '\\d{{5}}(\\.\\d*)?')
    THEN CAST(round((TRY_CAST(s AS DOUBLE) - 25569) * 86400) AS BIGINT) * 1000000
    WHEN regexp_full_match(s, '\\d{{5}}(\\.0*)? [01]?(\\.\\d+)?')
    THEN CAST(round((TRY_CAST(left(s, 5) AS DOUBLE) - 25569 + TRY_CAST(split_part(s, ' ', 2) AS DOUBLE)) * 86400)
        AS BIGINT) * 1000000 END;

CREATE MACRO in_reach(us) AS CASE WHEN us BETWEEN 0 AND 253402300799999999 THEN us END;

CREATE MACRO is_figure(d) AS d IS NOT NULL AND (isfinite(d) OR CAST(d AS VARCHAR) <> 'nan');
CREATE MACRO number_of(s) AS CASE WHEN regexp_full_match(s, '{_NUMBER}') AND strlen(s) < 40
    THEN TRY_CAST(s AS DECIMAL(18, 6)) END;
CREATE MACRO signed(s) AS CASE WHEN regexp_full_match(s, '{_IN_BRACKETS}') THEN '-' || s[2:-2]
    WHEN regexp_full_match(s, '{_SIGN_BEHIND}') THEN '-' || s[:-2] ELSE s END;
CREATE MACRO worded(s) AS regexp_full_match(s, '{_WORDED}') AND strlen(s) < 60;
CREATE MACRO worded_number(s) AS CASE WHEN worded(s) THEN TRY_CAST(
    regexp_replace(regexp_replace(s, '{_WORDED}', '\\1\\3\\4\\5'), '[, ''’]', '', 'g') AS DECIMAL(18, 6)) END;
CREATE MACRO unit_word(s) AS coalesce(nullif(regexp_extract(s, '{_WORDED}', 6), ''), regexp_extract(s, '{_WORDED}', 2));

CREATE MACRO local_us(us, zone) AS epoch_us(timezone(zone, make_timestamptz(us)));
CREATE MACRO latest_us(local, zone) AS epoch_us(timezone(zone, make_timestamp(local)));
CREATE MACRO is_gap(local, zone) AS local_us(latest_us(local, zone), zone) <> local;
CREATE MACRO is_twice(local, zone) AS local_us(latest_us(local, zone) - 3600000000, zone) = local
    OR local_us(latest_us(local, zone) - 1800000000, zone) = local;
CREATE MACRO earliest_us(local, zone) AS CASE
    WHEN local_us(latest_us(local, zone) - 3600000000, zone) = local THEN latest_us(local, zone) - 3600000000
    WHEN local_us(latest_us(local, zone) - 1800000000, zone) = local THEN latest_us(local, zone) - 1800000000
    ELSE latest_us(local, zone) END;
"""
