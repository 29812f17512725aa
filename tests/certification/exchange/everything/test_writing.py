"""The export of everything: as its schema says, whole by its hashes, nobody named unless asked, little memory."""

import hashlib
import io
import json
import tracemalloc
import zipfile

import pytest

from certification.attempts.models import Attempt, Response
from certification.bank.models import Derivation, Question, QuestionVersion
from certification.exchange.everything.checking import troubles_in
from certification.exchange.everything.members import members
from certification.exchange.everything.writing import write_everything
from certification.exchange.models import ImportRow
from certification.exchange.services import Upload, plan_import
from certification.grading.models import Mark
from certification.people.models import User
from tests.certification.exchange.everything.conftest import export, lines
from tests.factories import NOON

NAMES = [one.name for one in members(with_names=False)]


def everything(archive) -> bytes:
    return b"".join(archive.read(name) for name in archive.namelist())


def test_nothing_is_left_out(site):
    archive = export(site)
    questions, attempts = lines(archive, "questions"), lines(archive, "attempts")

    versions = [version for one in questions for version in one["versions"]]
    assert len(questions) == Question.objects.count()
    assert len(versions) == QuestionVersion.objects.count()
    assert sum(len(one["derivations"]) for one in versions) == Derivation.objects.count()
    assert len(attempts) == Attempt.objects.count()
    assert sum(len(one["responses"]) for one in attempts) == Response.objects.count()
    assert sum(len(one["marks"]) for one in attempts) == Mark.objects.count() > 0
    assert {one["id"] for one in lines(archive, "editions")} == {site.id}
    assert [len(one["drafts"]) for one in questions if one["drafts"]] == [1]


def test_ids_lead_somewhere(site):
    archive = export(site)
    ids = {name: {one["id"] for one in lines(archive, name) if "id" in one} for name in NAMES}

    for one in lines(archive, "attempts"):
        assert one["trainee"] in ids["people"]
        assert one["paper"] in ids["papers"]
        assert one["round"] is None or one["round"] in ids["rounds"]
    versions = {version["id"] for one in lines(archive, "questions") for version in one["versions"]}
    assert {each["version"] for one in lines(archive, "papers") for each in one["questions"]} <= versions
    assert {one["version"] for one in lines(archive, "cases")} <= versions
    for one in lines(archive, "certificates"):
        assert (one["person"] in ids["people"], one["attempt"] in ids["attempts"]) == (True, True)
        assert one["programme"] in ids["programmes"]
    for one in lines(archive, "programmes"):
        assert set(one["rounds"]) <= ids["rounds"]
    asked = [each for one in lines(archive, "adaptive") for each in one["steps"]]
    assert {one["attempt"] for one in [*lines(archive, "guesses"), *asked]} <= ids["attempts"]
    given = [each for one in lines(archive, "assignments") for each in one["assignees"]]
    assert {one["person"] for one in [*lines(archive, "choices"), *given]} <= ids["people"]


def test_nobody_is_named_unless_asked(site):
    told = [one for person in User.objects.all() for one in (person.display_name, person.staff_number)]
    without, named = everything(export(site)), everything(export(site, with_names=True))

    for word in (*told, "张三说错了", "请李四安静", "王五听错了", "赵六先做", "孙七要求的"):
        assert word.encode() not in without
        assert word.encode() in named


def test_the_manifest_names_every_file_with_its_hash(site):
    archive = export(site)
    manifest = json.loads(archive.read("manifest.json"))

    assert {one["name"] for one in manifest["files"]} == set(archive.namelist()) - {"manifest.json"}
    for one in manifest["files"]:
        data = archive.read(one["name"])
        assert (len(data), hashlib.sha256(data).hexdigest()) == (one["bytes"], one["sha256"])
    assert list(troubles_in(archive.fp)) == []


def test_what_was_tampered_with_is_told(site):
    archive = export(site)
    spoilt = io.BytesIO()
    with zipfile.ZipFile(spoilt, "w") as other:
        for name in archive.namelist():
            if name != "rounds.jsonl":
                data = archive.read(name)
                other.writestr(name, data.replace(b'"points":', b'"points": ', 1) if name == "papers.jsonl" else data)
        other.writestr("more.txt", "?")

    assert list(troubles_in(spoilt)) == [
        "more.txt：清单里没有", "rounds.jsonl：缺这个文件", "papers.jsonl：内容和清单里的指纹不符",
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip"])
def test_what_is_no_export_is_told(data):
    (told,) = troubles_in(io.BytesIO(data))

    assert "不是完整的导出文件" in told


def test_another_format_and_a_damaged_file_are_told(site):
    archive = export(site)
    data, other = bytearray(archive.fp.getvalue()), io.BytesIO()
    place = archive.getinfo("questions.jsonl").header_offset + 400
    data[place : place + 200] = b"?" * 200
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("manifest.json", '{"schema": "mingduan.everything/9"}')

    assert next(iter(troubles_in(io.BytesIO(data)))).startswith("questions.jsonl：")
    assert list(troubles_in(other)) == ["格式是 mingduan.everything/9，这个程序认 mingduan.everything/1"]


def test_the_bank_in_it_imports_again_unchanged(site, trainer):
    data = export(site).read("bank.json")

    plan = plan_import(Upload(data, "bank.json"), edition=site, actor=trainer, now=NOON)

    assert set(ImportRow.objects.filter(plan=plan).values_list("verdict", flat=True)) == {"unchanged"}


def test_it_streams_forward_in_little_memory(site, trainee):
    class Forward(io.RawIOBase):
        written = 0

        def writable(self):
            return True

        def write(self, data):
            self.written += len(data)
            return len(data)

    attempt = Attempt.objects.filter(trainee=trainee).first()
    Response.objects.bulk_create(
        Response(attempt=attempt, position=1, answer="A", client="x" * 36, sequence=n, received_at=NOON)
        for n in range(1, 3_000)
    )
    told, stream = [], Forward()
    tracemalloc.start()
    write_everything(stream, with_names=False, edition=site, now=NOON, tell=lambda *one: told.append(one))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert stream.written > 10_000
    assert peak < 60_000_000
    assert all(done <= total for done, total, _name in told)
    assert {name for _done, _total, name in told} >= {*(f"{name}.jsonl" for name in NAMES), "bank.json"}
