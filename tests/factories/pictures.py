"""Files that are pictures, and questions that show one."""

import io

from PIL import Image

from certification.bank.models import Question, QuestionVersion
from certification.bank.pictures.domain import markdown_of
from certification.bank.pictures.models import Picture
from certification.bank.pictures.services import note_uses, store_picture
from tests.factories import NOON
from tests.factories.people import UserFactory


def picture_bytes(
    kind: str = "PNG", size: tuple[int, int] = (900, 600), mode: str = "RGB", colour=128, **options
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def make_picture(*, alt: str = "面单", **kind) -> Picture:
    return store_picture(picture_bytes(**kind), alt=alt, actor=UserFactory(trainer=True), now=NOON)


def show_picture(question: Question, picture: Picture) -> QuestionVersion:
    """Give a question a version that shows a picture, and make it the current one."""
    assert question.current is not None
    content = {**question.current.content, "stem": f"{question.current.read.stem}\n\n{markdown_of(picture.pk, '面单')}"}
    version = QuestionVersion.objects.create(question=question, number=2, content=content, content_hash="sha256:shown")
    note_uses([version])
    question.current = version
    question.save(update_fields=["current"])
    return version
