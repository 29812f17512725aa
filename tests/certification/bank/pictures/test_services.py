"""Keeping pictures, and noting which versions show them."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from certification.bank.models import Question, QuestionVersion
from certification.bank.pictures.domain import LONGEST_ALT, markdown_of
from certification.bank.pictures.models import Picture, PictureFile, PictureUse
from certification.bank.pictures.reading import picture_findings, shown_pictures
from certification.bank.pictures.services import note_uses, store_picture
from certification.bank.pictures.wording import REFUSALS
from certification.bank.stems import stem_html
from certification.bank.workflow.services import edit_question, gate_findings
from certification.core.append_only import AppendOnlyError
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from tests.factories import NOON
from tests.factories.people import UserFactory
from tests.factories.pictures import make_picture, picture_bytes, show_picture

pytestmark = pytest.mark.django_db


def test_a_picture_is_kept_with_its_files_and_its_journal_entry():
    trainer = UserFactory(trainer=True)

    picture = store_picture(picture_bytes("JPEG"), alt=" 面单 ", actor=trainer, now=NOON)

    assert (picture.alt, picture.media_type, picture.width, picture.height) == ("面单", "image/jpeg", 900, 600)
    assert set(picture.files.values_list("variant", "width")) == {("full", 900), ("small", 480)}
    assert JournalEntry.objects.get(verb="picture.uploaded").actor_id == trainer.pk == picture.uploaded_by


def test_the_same_picture_is_kept_once():
    assert make_picture(alt="一").pk == make_picture(alt="二").pk
    assert PictureFile.objects.count() == 2
    assert JournalEntry.objects.filter(verb="picture.uploaded").count() == 1


@pytest.mark.parametrize(("alt", "code"), [("　 ", "pictures.no-alt"), ("长" * (LONGEST_ALT + 1), "pictures.long-alt")])
def test_a_picture_without_a_fitting_description_is_refused(alt, code):
    with pytest.raises(RefusedError, match=code) as refused:
        make_picture(alt=alt)

    assert str(REFUSALS[refused.value.refusal.code]) % dict(refused.value.refusal.params)
    assert not Picture.objects.exists()


def test_what_is_kept_is_not_changed():
    picture = make_picture()

    with pytest.raises(AppendOnlyError):
        picture.save(update_fields=["alt"])
    with pytest.raises(AppendOnlyError):
        picture.files.all().delete()


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"media_type": "text/html"}, "picture_media_type_known"),
        ({"width": 0}, "picture_has_size"),
        ({"alt": ""}, "picture_alt_given"),
    ],
)
def test_the_database_refuses_impossible_pictures(changes, constraint):
    values = {"sha256": "0" * 64, "media_type": "image/png", "width": 1, "height": 1, "alt": "x"}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Picture.objects.create(**{**values, **changes}, uploaded_by=UserFactory().pk, uploaded_at=NOON)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [({"variant": "huge"}, "picturefile_variant_known"), ({"variant": "full"}, "picturefile_variant_once|UNIQUE")],
)
def test_the_database_refuses_impossible_files(changes, constraint):
    picture = make_picture()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PictureFile.objects.create(picture=picture, width=1, data=b"x", **changes)


def test_a_version_knows_the_pictures_that_it_shows(edition):
    picture = make_picture()
    question = Question.objects.get(code="T-00A")

    version = show_picture(question, picture)
    note_uses([version])

    assert list(PictureUse.objects.values_list("picture", "version")) == [(picture.pk, version.pk)]
    assert f'src="/pictures/{picture.pk}/"' in stem_html(version.read)
    assert "480w" in stem_html(version.read)
    assert picture_findings(version.read) == []


def test_a_picture_that_nobody_uploaded_is_a_finding_and_no_use(edition):
    version = Question.objects.get(code="T-00A").current
    content = {**version.content, "stem": f"看图 {markdown_of('0' * 8 + '-0000-0000-0000-' + '0' * 12, '面单')}"}
    made = QuestionVersion.objects.create(question=version.question, number=2, content=content, content_hash="sha256:x")

    note_uses([made])

    assert not PictureUse.objects.exists()
    assert [one.code for one in picture_findings(made.read)] == ["bank.unknown-picture"]
    assert "［图：面单］" in stem_html(made.read)


def test_how_a_picture_is_shown_is_asked_once(django_assert_num_queries):
    picture = make_picture()

    with django_assert_num_queries(1):
        first = shown_pictures([picture.pk])
    with django_assert_num_queries(0):
        assert shown_pictures([picture.pk]) == first


def test_a_draft_with_a_picture_that_is_not_there_does_not_pass_the_gate(edition):
    draft = edit_question(Question.objects.get(code="T-00A").pk, actor=UserFactory(trainer=True), now=NOON)
    there = make_picture()

    for name, codes in ((there.pk, []), (uuid.uuid4(), ["bank.unknown-picture"])):
        draft.content = {**draft.content, "stem": f"{draft.content['stem']}\n\n{markdown_of(name, '面单')}"}
        assert [one.code for one in gate_findings(draft, edition)] == codes
