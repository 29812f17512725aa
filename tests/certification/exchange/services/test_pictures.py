"""Pictures in imported files: drawn anew, described, matched with the bank's, and out again in the same formats."""

import base64
import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.drawing.image import Image

from certification.bank.domain import QuestionType
from certification.bank.models import Question
from certification.bank.pictures.models import Picture, PictureUse
from certification.bank.pictures.services import store_picture
from certification.core.refusals import RefusedError
from certification.exchange.domain import FileFormat, ForeignOption, ForeignPicture, ForeignQuestion
from certification.exchange.files import Asked, write_file
from certification.exchange.models import ImportPicture, ImportPlan, ImportRow
from certification.exchange.pictures import NO_ALT, NO_ALT_TAG, name_of
from certification.exchange.report import report_lines, rows_to_mend
from certification.exchange.services import Upload, apply_import, discard_plan, exported, kept_questions, plan_import
from certification.exchange.services.exporting import lost_in
from tests.factories import NOON
from tests.factories.bank import make_bank
from tests.factories.pictures import picture_bytes

pytestmark = pytest.mark.django_db
CARRYING = [FileFormat.XLSX, FileFormat.MOODLE_XML, FileFormat.QTI, FileFormat.QTI3]
BILL, BOX = picture_bytes(size=(60, 40)), picture_bytes("JPEG", size=(900, 600), colour=90)


@pytest.fixture
def edition():
    return make_bank()[0]


def shown_question(**pictures: bytes) -> ForeignQuestion:
    """A question whose stem and second option show pictures, each by its description."""
    told = [ForeignPicture(name_of(data), data, alt) for alt, data in pictures.items()]
    marks = [f"![{one.alt}](picture:{one.name})" for one in told]
    options = (ForeignOption("同意", True), ForeignOption(f"拒绝 {marks[-1]}"))
    return ForeignQuestion(
        QuestionType.SINGLE, f"看图答复：\n\n{marks[0]}", options, external_id="P-1", pictures=tuple(told)
    )


def looked_at(data: bytes, kind: FileFormat, edition):
    kind = FileFormat.QTI if kind is FileFormat.QTI3 else kind  # one reader for every version
    plan = plan_import(Upload(data, f"题.{kind}", kind), edition=edition, actor=None, now=NOON)
    return plan, list(ImportRow.objects.filter(plan=plan).order_by("number"))


def brought(data: bytes, kind: FileFormat, edition) -> list[ImportRow]:
    plan, rows = looked_at(data, kind, edition)
    apply_import(plan.pk, edition=edition.id, actor=None, now=NOON)
    return rows


@pytest.mark.parametrize("kind", CARRYING)
def test_pictures_come_in_drawn_anew_and_go_out_and_in_again_unchanged(kind, edition):
    data = write_file([shown_question(面单=BILL, 箱子=BOX)], kind, Asked())
    plan, (row,) = looked_at(data, kind, edition)
    assert (row.verdict, row.problems, row.dropped, len(row.pictures)) == ("new", [], [], 2)
    assert not Picture.objects.exists()

    apply_import(plan.pk, edition=edition.id, actor=None, now=NOON)

    question = Question.objects.get(code="P-1")
    assert sorted(Picture.objects.values_list("alt", "media_type")) == [("箱子", "image/jpeg"), ("面单", "image/png")]
    assert PictureUse.objects.filter(version=question.current).count() == 2
    assert not ImportPicture.objects.exists()
    again = exported(kept_questions([question.code]), kind, edition=edition)
    _plan, (same,) = looked_at(write_file(again, kind, Asked()), kind, edition)
    assert same.verdict == "unchanged"


@pytest.mark.parametrize("kind", [FileFormat.CSV, FileFormat.GIFT, FileFormat.AIKEN, FileFormat.WORD])
def test_formats_without_a_place_for_pictures_say_so(kind):
    assert lost_in([shown_question(面单=BILL)], kind)["图片（只有编号或说明）"] == 1
    assert "图片（只有编号或说明）" not in lost_in([shown_question(面单=BILL)], FileFormat.QTI)


def test_a_sheet_brings_its_pictures_to_another_house(edition):
    """The ids in the texts of our own sheet are unknown there; the files over the cells are what they mean."""
    one = shown_question(面单=BILL, 箱子=BOX)
    (row,) = brought(write_file([one], FileFormat.XLSX, Asked()), FileFormat.XLSX, edition)

    names = {str(name) for name in Picture.objects.values_list("pk", flat=True)}
    assert set(row.pictures) == names
    assert names.isdisjoint({picture.name for picture in one.pictures})


def test_a_picture_that_the_bank_has_is_not_kept_twice(edition, trainer):
    kept = store_picture(BOX, alt="纸箱", actor=trainer, now=NOON)

    (row,) = brought(write_file([shown_question(箱子=BOX)], FileFormat.QTI, Asked()), FileFormat.QTI, edition)

    assert row.pictures == [str(kept.pk)]
    assert Picture.objects.count() == 1


MOODLE = """<quiz><question type="multichoice"><name><text>一</text></name>
<questiontext format="html"><text><![CDATA[<p>看<img src="@@PLUGINFILE@@/%E9%9D%A2%20a.png"{alt}></p>]]></text>
<file name="面 a.png" path="/" encoding="base64">{data}</file></questiontext>
<answer fraction="100"><text>甲</text></answer><answer fraction="0"><text>乙</text></answer></question></quiz>"""


def moodle(data: bytes, alt: str = ' alt="面单"') -> bytes:
    return MOODLE.format(data=base64.b64encode(data).decode(), alt=alt).encode()


def test_a_picture_that_nobody_described_comes_with_a_warning_and_a_tag_that_finds_it(edition):
    plan, (row,) = looked_at(moodle(BILL, ""), FileFormat.MOODLE_XML, edition)

    assert row.verdict == "new"
    assert NO_ALT in row.warnings[0]
    assert "请留意" in "\n".join(report_lines(plan, [row]))
    apply_import(plan.pk, edition=edition.id, actor=None, now=NOON)
    assert Picture.objects.get().alt == NO_ALT
    assert Question.objects.get(tags__name=NO_ALT_TAG).current is not None


def test_a_description_that_is_too_long_is_cut_and_told(edition):
    _plan, (row,) = looked_at(moodle(BILL, f' alt="{"长" * 300}"'), FileFormat.MOODLE_XML, edition)

    assert "只留前 200 个字" in row.warnings[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"<svg onload='alert(1)'/>", "不是 PNG、JPEG 或 WebP", id="a drawing that runs scripts"),
        pytest.param(BILL[:60], "不完整或已损坏", id="half a picture"),
        pytest.param(b"", "文件里没有", id="no bytes"),
        pytest.param(picture_bytes(size=(9_000, 9_000), mode="1", colour=0), "像素", id="a bomb of pixels"),
    ],
)
def test_what_is_no_picture_becomes_words_and_is_told(data, said, edition):
    _plan, (row,) = looked_at(moodle(data), FileFormat.MOODLE_XML, edition)

    assert (row.verdict, row.pictures) == ("new", [])
    assert said in row.dropped[0]
    assert row.staged["content"]["stem"] == "看［图：面单］"


def test_what_a_picture_carries_beside_its_pixels_is_gone(edition):
    spoilt = BILL + b"<script>alert(1)</script>PK\x03\x04"

    brought(moodle(spoilt), FileFormat.MOODLE_XML, edition)

    assert b"script" not in bytes(Picture.objects.get().files.get(variant="full").data)


def test_inline_data_and_objects_of_other_programs_are_pictures_too(edition):
    inline = f'<p>看<img src="data:image/png;base64,{base64.b64encode(BILL).decode()}" alt="面单"/></p>'
    item = f"""<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="c" title="t">
<responseDeclaration identifier="R" cardinality="single"><correctResponse><value>A</value></correctResponse></responseDeclaration>
<itemBody>{inline}<choiceInteraction responseIdentifier="R" maxChoices="1">
<simpleChoice identifier="A"><object data="../media/b.jpg" type="image/jpeg">箱子</object></simpleChoice>
<simpleChoice identifier="B">乙</simpleChoice></choiceInteraction></itemBody></assessmentItem>"""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("items/a.xml", item)
        package.writestr("media/b.jpg", BOX)

    (row,) = brought(out.getvalue(), FileFormat.QTI, edition)

    assert (row.dropped, len(row.pictures)) == ([], 2)
    assert set(Picture.objects.values_list("alt", flat=True)) == {"面单", "箱子"}


def sheet(*pictures: tuple[str, bytes], rows=(["单选", "看图，怎样答复？", "同意", "拒绝", "A"],)) -> bytes:
    book = openpyxl.Workbook()
    for row in (["题型", "题干", "选项A", "选项B", "答案", "配图"], *rows):
        book.active.append(row)
    for place, data in pictures:
        book.active.add_image(Image(io.BytesIO(data)), place)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_pictures_over_the_cells_of_any_sheet_go_where_they_lie(edition):
    _plan, (row,) = looked_at(sheet(("F2", BILL), ("D2", BOX), ("B9", BILL)), FileFormat.XLSX, edition)

    content = row.staged["content"]
    assert content["stem"].startswith("看图，怎样答复？\n\n![Picture](picture:")
    assert content["options"][1]["text"].startswith("拒绝![Picture](picture:")
    assert row.dropped == ["第 9 行的图片（那里没有题）"]


def test_pictures_that_wps_puts_into_a_cell_are_found_by_their_id(edition):
    plain = sheet(rows=(["单选", "看图", "", "拒绝", "A"],))
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="x" Target="media/image1.png"/></Relationships>'
    held = '<e:cellImages xmlns:e="http://www.wps.cn/officeDocument/2017/etCustomData" xmlns:xdr="d" xmlns:a="a" xmlns:r="r"><e:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="ID_1A" descr="面单"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic></e:cellImage></e:cellImages>'
    files |= {
        "xl/cellimages.xml": held.encode(), "xl/_rels/cellimages.xml.rels": relations.encode(),
        "xl/media/image1.png": BILL,
    }  # fmt: skip
    cell = b'<c r="C2" t="str"><f>_xlfn.DISPIMG("ID_1A",1)</f><v>=DISPIMG("ID_1A",1)</v></c><c r="D2"'
    files["xl/worksheets/sheet1.xml"] = files["xl/worksheets/sheet1.xml"].replace(b'<c r="D2"', cell)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)

    _plan, (row,) = looked_at(out.getvalue(), FileFormat.XLSX, edition)

    assert row.staged["content"]["options"][0]["text"] == f"![面单](picture:{row.pictures[0]})"


def test_a_row_to_mend_says_that_its_pictures_have_to_be_copied(edition):
    data = sheet(("B2", BILL), rows=(["单选", "看图", "同意", "拒绝", ""],))
    _plan, (row,) = looked_at(data, FileFormat.XLSX, edition)

    assert row.verdict == "error"
    (told,) = rows_to_mend([row])
    assert "请从原表把图片复制过来" in told.problems[-1].todo


def test_a_picture_that_came_by_another_way_since_is_a_bank_that_changed(edition, trainer):
    plan, _rows = looked_at(moodle(BILL), FileFormat.MOODLE_XML, edition)
    store_picture(BILL, alt="同一张", actor=trainer, now=NOON)

    with pytest.raises(RefusedError, match="bank-changed"):
        apply_import(plan.pk, edition=edition.id, actor=None, now=NOON)

    assert Picture.objects.count() == 1
    assert ImportPlan.objects.get(pk=plan.pk).state == "checked"


def test_pictures_of_rows_that_are_thrown_away_are_not_kept(edition):
    plan, _rows = looked_at(moodle(BILL), FileFormat.MOODLE_XML, edition)
    assert ImportPicture.objects.get().alt == "面单"

    discard_plan(plan.pk)

    assert not ImportPicture.objects.exists()
    assert not Picture.objects.exists()


def test_more_pictures_than_may_come_at_once_are_refused(edition, monkeypatch):
    monkeypatch.setattr("certification.exchange.illustrating.MOST_PICTURES", 1)
    data = write_file([shown_question(面单=BILL, 箱子=BOX)], FileFormat.MOODLE_XML, Asked())

    with pytest.raises(RefusedError, match="too-many-pictures"):
        plan_import(Upload(data, "x", FileFormat.MOODLE_XML), edition=edition, actor=None, now=NOON)

    assert not ImportPicture.objects.exists()


def test_a_picture_shown_twice_is_one_and_one_text_may_show_two(edition):
    one = shown_question(面单=BILL, 箱子=BOX)
    both = replace(one, stem=f"{one.stem}\n\n![箱子](picture:{one.pictures[1].name})")

    for kind in CARRYING:
        _plan, (row,) = looked_at(write_file([both], kind, Asked()), kind, edition)
        assert (row.verdict, len(set(row.pictures)), ImportPicture.objects.count()) == ("new", 2, 2)
        ImportPlan.objects.all().delete()
