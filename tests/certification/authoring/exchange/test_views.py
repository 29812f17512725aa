"""The pages of exchange: upload, read the report, say the columns, mend, confirm."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certification.authoring.exchange import importing
from certification.bank.models import Question
from certification.bank.workflow.services.keeping import set_policy
from certification.exchange.domain import FileFormat
from certification.exchange.files import Asked, write_file
from certification.exchange.jobs import check_import
from certification.exchange.models import ImportPlan, ImportRow
from tests.factories import NOON
from tests.factories.people import UserFactory

SHEET = "题型,题干,选项A,选项B,答案,谁出的\n单选,几天内退？,三天,七天,B,张三\n单选,没有答案,甲,乙,,\n"
HEADLESS = "说的什么,对不对\n定做的能退,错\n"
URL = "/authoring/exchange/"


@pytest.fixture
def send(author, edition):
    def sent(text=SHEET, name="题.csv", **more):
        data = text if isinstance(text, bytes) else text.encode()
        return author.post(f"{URL}imports/", {"file": SimpleUploadedFile(name, data), **more}, follow=True)

    return sent


def plan_url(name="import"):
    return reverse(f"authoring:{name}", args=[ImportPlan.objects.order_by("-made_at").first().pk])


def test_the_page_offers_both_ways_and_its_tab(author, edition):
    html = author.get(URL).content.decode()

    assert "上传并检查" in html
    assert "QTI 3.0 包" in html
    assert 'href="/authoring/exchange/" aria-current="page"' in html


@pytest.mark.parametrize("path", ["", "template.xlsx", "export/?format=gift"])
def test_trainees_are_kept_out(signed_in, edition, path):
    assert signed_in.get(URL + path).status_code == 403


def test_a_file_is_told_row_by_row_and_nothing_is_written(send):
    html = send().content.decode()

    assert "题库还没有动" in html
    assert "会新增 1 道，更新 0 道" in html
    assert "没有答案，请写 A、B 中的" in html
    assert "列“谁出的”" in html
    assert "第 3 行" in html
    assert not Question.objects.filter(code="MD-9001").exists()


def test_rows_are_filtered_by_what_would_happen(send, author):
    send()

    html = author.get(f"{plan_url()}?show=error").content.decode()

    assert "没有答案" in html
    assert "几天内退" not in html
    assert author.get(f"{plan_url()}?show=odd&page=99").status_code == 200


def test_errors_are_refused_until_left_out_then_it_is_done(send, author):
    send()
    refused = author.post(plan_url("import-confirm"))
    assert refused.status_code == 409
    assert "还有 1 行有错" in refused.content.decode()

    done = author.post(plan_url("import-confirm"), {"skip": "on"}, follow=True).content.decode()

    assert "已导入：新题 1 道，更新 0 道" in done
    assert "有错 1 行" in done
    assert Question.objects.get(code="MD-9001").origin == "workbench"
    assert author.post(plan_url("import-confirm")).status_code == 409
    assert "已导入" in author.get(URL).content.decode()


def test_the_rows_to_mend_come_as_a_workbook_and_go_in_mended(send, author):
    send()
    book = openpyxl.load_workbook(io.BytesIO(author.get(plan_url("import-errors")).content))
    sheet = book.active
    assert "没有答案" in sheet["A2"].value
    sheet["F2"] = "A"
    out = io.BytesIO()
    book.save(out)

    html = send(out.getvalue(), "改好.xlsx").content.decode()

    assert "会新增 1 道" in html
    assert "行有错" not in html


def test_columns_are_said_by_hand(send, author):
    html = send(HEADLESS).content.decode()
    assert "没有一列对应“题干”" in html
    assert "哪一列是什么" in html

    html = author.post(
        plan_url("import-columns"), {"stem": "说的什么", "answer": "对不对"}, follow=True
    ).content.decode()

    assert "会新增 1 道" in html
    assert author.post(plan_url("import-columns"), {"stem": "没有的列"}).status_code == 409


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"", "这个文件是空的"),
        ("a.pdf", b"%PDF", "认不出这是什么格式"),
    ],
)
def test_what_cannot_be_taken_is_told_with_422(send, name, data, said):
    response = send(data, name)

    assert response.status_code == 422
    assert said in response.content.decode()


def test_a_file_that_is_too_large_is_not_even_read(send, monkeypatch):
    monkeypatch.setattr("certification.authoring.exchange.forms.MOST_FILE_BYTES", 10)

    response = send()

    assert response.status_code == 422
    assert "题库没有动" in response.content.decode()


def test_a_hostile_file_is_refused_on_its_page(send):
    html = send(b"<!DOCTYPE q [<!ENTITY a 'b'>]><quiz>&a;</quiz>", "a.xml").content.decode()

    assert "可能有害" in html
    assert "确认导入" not in html


def test_a_large_file_is_looked_at_in_the_background_with_its_progress(send, author, monkeypatch):
    monkeypatch.setattr(importing, "MOST_AT_ONCE", 1)
    html = send().content.decode()
    assert "已排队" in html
    fragment = author.get(plan_url(), headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith('<section id="import-run"')
    assert author.post(plan_url("import-confirm")).status_code == 409

    assert check_import.func(str(ImportPlan.objects.get().pk)) == "checked"

    assert author.get(plan_url(), headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert "会新增 1 道" in author.get(plan_url()).content.decode()
    ImportPlan.objects.update(state="checking", done=1)
    assert "2 题，已检查 1 题" in author.get(plan_url()).content.decode()


def test_an_import_is_thrown_away(send, author):
    send()
    url = plan_url()

    html = author.post(plan_url("import-discard"), follow=True).content.decode()

    assert "没有导入，题库没有动" in html
    assert author.get(url).status_code == 404


def test_where_reviewers_differ_the_uploader_does_not_confirm(send, author):
    set_policy(reviewer_differs=True, actor=UserFactory(manager=True), now=NOON)
    send()

    response = author.post(plan_url("import-confirm"), {"skip": "on"})

    assert response.status_code == 409
    assert "请另一位培训师" in response.content.decode()


def test_twins_and_questions_asked_alike_are_told(send, author):
    send()
    author.post(plan_url("import-confirm"), {"skip": "on"})

    assert "和 MD-9001 相同，不导入" in send(SHEET.replace("几天内退", "**几天**内，退")).content.decode()


@pytest.mark.parametrize("kind", [str(one) for one in FileFormat])
def test_every_format_goes_out(author, edition, kind):
    response = author.get(f"{URL}export/?format={kind}&key=on&explanations=on")

    assert response.status_code == 200
    assert "attachment" in response.headers["Content-Disposition"]
    assert len(response.content) > 500


def test_an_unknown_format_is_told(author, edition):
    assert author.get(f"{URL}export/?format=odd").status_code == 422


def test_the_template_lists_the_areas(author, edition):
    book = openpyxl.load_workbook(io.BytesIO(author.get(f"{URL}template.xlsx").content))

    assert "签收与举证" in {cell.value for row in book["清单"] for cell in row}


def test_pages_of_a_long_report(send, author):
    text = "题干,答案\n" + "".join(f"第 {number} 句话成立,对\n" for number in range(60))
    html = send(text).content.decode()

    assert "第 1 页，共 2 页" in html
    assert "上一页" in author.get(f"{plan_url()}?show=new&page=2").content.decode()
    assert ImportRow.objects.count() == 60


def test_the_workbook_of_the_bank_is_unchanged_here_too(send, author, edition):
    data = author.get(f"{URL}export/?format=xlsx").content

    html = send(data, "题库.xlsx").content.decode()

    assert "没有要写入的" in html
    assert "没有变化 42" in html
    assert write_file([], FileFormat.GIFT, Asked()) == b""
