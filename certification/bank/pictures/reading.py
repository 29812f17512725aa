"""What is asked of pictures: which a question shows, how a page shows them, and what is wrong with them."""

import uuid
from collections.abc import Collection, Iterable
from typing import Final

from django.urls import reverse

from certification.bank.domain import Content, Finding
from certification.bank.markup.html import Shown
from certification.bank.markup.reading import picture_ids
from certification.bank.pictures.domain import Variant
from certification.bank.pictures.models import PictureFile

_MOST_REMEMBERED: Final = 4_096
_remembered: dict[uuid.UUID, Shown] = {}  # a picture never changes


def pictures_in(content: Content) -> list[uuid.UUID]:
    """Return the pictures that a stem and its options show, each once."""
    texts = (content.stem, *(option.text for option in content.options))
    return list(dict.fromkeys(name for text in texts for name in picture_ids(text)))


def shown_pictures(names: Collection[uuid.UUID]) -> dict[uuid.UUID, Shown]:
    """Return how pages show these pictures; those that are not there are left out. One query, most often none."""
    new = [name for name in names if name not in _remembered]
    if new:
        if len(_remembered) > _MOST_REMEMBERED:
            _remembered.clear()
        _remembered.update(_looked_up(new))
    return {name: _remembered[name] for name in names if name in _remembered}


def _looked_up(names: Iterable[uuid.UUID]) -> dict[uuid.UUID, Shown]:
    files = PictureFile.objects.filter(picture__in=names).select_related("picture").defer("data")
    found: dict[uuid.UUID, dict[str, PictureFile]] = {}
    for one in files:
        found.setdefault(one.picture_id, {})[one.variant] = one
    return {name: _shown(variants) for name, variants in found.items()}


def _shown(variants: dict[str, PictureFile]) -> Shown:
    full = variants[Variant.FULL]
    src = reverse("sitting:picture", args=[full.picture_id])
    small = variants.get(Variant.SMALL)
    addresses = f"{reverse('sitting:picture-small', args=[full.picture_id])} {small.width}w, " if small else ""
    return Shown(
        src=src,
        srcset=f"{addresses}{src} {full.width}w" if small else "",
        width=full.picture.width,
        height=full.picture.height,
        alt=full.picture.alt,
    )


def picture_findings(content: Content, *, coming: Collection[uuid.UUID] = ()) -> list[Finding]:
    """Return what keeps a question with pictures from being published: one that is neither there nor coming along."""
    names = [name for name in pictures_in(content) if name not in coming]
    there = shown_pictures(names)
    return [
        Finding("bank.unknown-picture", f"题干或选项里的图片 {name} 不存在，请重新上传")
        for name in names
        if name not in there
    ]
