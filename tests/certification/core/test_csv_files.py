"""Tables for spreadsheets."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.core.csv_files import FORMULA_STARTS, csv_response, csv_text, safe_cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＠x", " =cmd|' /C calc'!A0", "-1e9;=x"]
)
def test_what_a_sheet_would_run_stays_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "林晓雯", "80.5", "-3", "-0.5", "A20316", "2026-09-18 12:00:00", "售后一组"])
def test_what_is_harmless_stays_as_it_is(text):
    assert safe_cell(text) == text


@given(st.text(max_size=20))
def test_no_cell_begins_a_formula(text):
    cell = safe_cell(text)

    assert not cell.lstrip(" ").startswith(FORMULA_STARTS) or cell.replace(".", "", 1).lstrip("-").isdecimal()


@given(st.lists(st.lists(st.sampled_from(["林晓雯", 'a "quoted" one', "a,b", "c\nd", ""]), min_size=2, max_size=3)))
def test_a_table_is_read_back_as_it_was(rows):
    text = csv_text(rows)

    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:], newline=""))) == rows


def test_a_download_keeps_its_chinese_name():
    response = csv_response([["甲"]], name="九月认证-成绩.csv")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E4%B9%9D")
    assert response.content.decode("utf-8-sig") == "甲\r\n"
