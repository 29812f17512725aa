"""The pictures of rows that are looked at: checked and drawn anew, matched with the bank's, kept beside the plan."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from certification.bank.pictures.encoding import Encoded, encode_picture
from certification.bank.pictures.models import Picture
from certification.bank.pictures.wording import REFUSALS
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.exchange.domain import ForeignPicture, ReadRow, short
from certification.exchange.pictures import MOST_PICTURES, name_of, renamed


@dataclass(frozen=True, slots=True)
class NewPicture:
    """A picture that applying the plan would put into the bank, under the id that the staged texts name."""

    id: uuid.UUID
    alt: str
    encoded: Encoded


@dataclass(frozen=True, slots=True)
class _Judged:
    """What became of a picture: the name it has in the bank, "" where it cannot come in, and why."""

    name: str
    refusal: str = ""


@dataclass(slots=True)
class Illustrator:
    """Looks at the pictures of row after row, each picture once; `new` are those to be put into the bank."""

    new: list[NewPicture] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    judged: dict[str, _Judged] = field(default_factory=dict)

    def illustrated(self, row: ReadRow) -> ReadRow:
        """Return a row whose texts show pictures of the bank, or words where one cannot come in, which is told.

        Raises:
            RefusedError: the file has more pictures than may come in at once.
        """
        question = row.question
        if question is None or not question.pictures or row.problems:
            return row
        found = {one.name: self._judge(one) for one in question.pictures}
        refused = [(one.alt, found[one.name].refusal) for one in question.pictures if not found[one.name].name]
        dropped = [f"图片“{short(alt, 40)}”：{why}" for alt, why in refused]
        told = renamed(question, {old: one.name for old, one in found.items()})
        coming = (replace(one, name=found[one.name].name) for one in question.pictures if found[one.name].name)
        told = replace(told, pictures=tuple(coming))
        return replace(row, question=told, dropped=(*row.dropped, *dropped))

    def _judge(self, picture: ForeignPicture) -> _Judged:
        raw = name_of(picture.data)
        key = f"{raw} {picture.name}"
        if key not in self.judged:
            self.judged[key] = self._looked_at(picture)
        return self.judged[key]

    def _looked_at(self, picture: ForeignPicture) -> _Judged:
        """Match with the bank: by the name in a sheet of ours, by the file as it came, by the file drawn anew."""
        if Picture.objects.filter(pk=picture.name).exists():
            return _Judged(picture.name)
        if held := _held(hashlib.sha256(picture.data).hexdigest()):
            return _Judged(held)
        try:
            encoded = encode_picture(picture.data)
        except RefusedError as error:
            return _Judged("", refusal_text(error.refusal, REFUSALS))
        if held := _held(encoded.sha256):
            return _Judged(held)
        name = name_of(encoded.full)
        if name not in self.names:
            if len(self.names) >= MOST_PICTURES:
                raise RefusedError(Refusal("exchange.too-many-pictures", {"most": MOST_PICTURES}))
            self.names.add(name)
            self.new.append(NewPicture(uuid.UUID(name), picture.alt, encoded))
        return _Judged(name)

    def taken(self) -> Sequence[NewPicture]:
        """Return the new pictures since this was last asked; their bytes are not kept here any longer."""
        found, self.new = self.new, []
        return found


def _held(sha256: str) -> str:
    """Return the id of a picture that the bank has with that file; "" where it has none."""
    found = Picture.objects.filter(sha256=sha256).values_list("pk", flat=True).first()
    return str(found) if found else ""
