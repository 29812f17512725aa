"""Verbs of pictures: keep one, note who shows it."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from certification.bank.domain import Content
from certification.bank.models import QuestionVersion
from certification.bank.pictures.domain import Variant, why_not_alt
from certification.bank.pictures.encoding import Encoded, encode_picture
from certification.bank.pictures.models import Picture, PictureFile, PictureUse
from certification.bank.pictures.reading import pictures_in
from certification.core import journal
from certification.core.refusals import insist
from certification.people.models import User

#: Who keeps what comes by the command line.
NOBODY: Final = uuid.UUID(int=0)


def store_picture(data: bytes, *, alt: str, actor: User, now: datetime) -> Picture:
    """Keep an uploaded picture; one that is there already is returned as it is.

    Args:
        data: the file as it came.
        alt: what the picture shows, for those who cannot see it.
        actor: who uploads it.
        now: when.

    Raises:
        RefusedError: it has no description, is too large, no picture, broken or moving. Nothing was written.
    """
    insist(why_not_alt(alt))
    encoded = encode_picture(data)
    with transaction.atomic():
        return keep_picture(uuid.uuid4(), encoded, alt=alt, actor_id=actor.pk, now=now)


def keep_picture(
    picture_id: uuid.UUID, encoded: Encoded, *, alt: str, actor_id: uuid.UUID | None, now: datetime
) -> Picture:
    """Write a picture that was drawn anew, inside a transaction; one that is there already is returned as it is.

    Args:
        picture_id: what it is to be called where it is new.
        encoded: its files.
        alt: what it shows, not empty.
        actor_id: whose it is; None for the command line.
        now: when.
    """
    made = Picture(
        id=picture_id,
        sha256=encoded.sha256,
        media_type=encoded.media_type,
        width=encoded.width,
        height=encoded.height,
        alt=alt.strip(),
        uploaded_by=actor_id or NOBODY,
        uploaded_at=now,
    )
    Picture.objects.bulk_create([made], ignore_conflicts=True)
    picture = Picture.objects.get(sha256=encoded.sha256)
    if picture.pk != made.pk:
        return picture
    files = [PictureFile(picture=picture, variant=Variant.FULL, width=encoded.width, data=encoded.full)]
    if encoded.small is not None:
        files.append(PictureFile(picture=picture, variant=Variant.SMALL, width=encoded.small_width, data=encoded.small))
    PictureFile.objects.bulk_create(files)
    journal.record("picture.uploaded", subject=f"picture:{picture.pk}", actor_id=actor_id, now=now)
    return picture


def note_uses(versions: Iterable[QuestionVersion]) -> None:
    """Write down which pictures new versions show; inside the transaction that writes the versions."""
    shown = [(version, name) for version in versions for name in pictures_in(Content.from_json(version.content))]
    if not shown:
        return
    known = set(Picture.objects.filter(pk__in={name for _version, name in shown}).values_list("pk", flat=True))
    rows = [PictureUse(picture_id=name, version=version) for version, name in shown if name in known]
    PictureUse.objects.bulk_create(rows, ignore_conflicts=True)
