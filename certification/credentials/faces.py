"""What stands on a certificate, in words, ready for paper and screen."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import segno
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import api
from certification.competency.areas.services import areas
from certification.core.punctuation import listed
from certification.credentials.domain import Scope
from certification.credentials.models import Certificate
from certification.credentials.spelling import check_code, chinese_day
from certification.grading.domain import points_text
from certification.people.models import User


@dataclass(frozen=True, slots=True)
class Face:
    """The words of a certificate.

    Attributes:
        number: as printed.
        name: of the holder, in full: the certificate is theirs to show.
        title: what they are certified for.
        issuer: by whom.
        day: of issue, in Chinese.
        issued: the same in figures.
        until: the last day on which it holds.
        points: earned, of `out_of`.
        edition: the label of the edition that the exam was marked by.
        covers: areas and rulebooks in words.
        exam: how long the exam was, of how many questions; of several papers together.
        check: letters that the public page shows too.
    """

    number: str
    name: str
    title: str
    issuer: str
    day: str
    issued: str
    until: str
    points: str
    out_of: str
    edition: str
    covers: str
    exam: str
    check: str


def face_of(certificate: Certificate) -> Face:
    """Return the words of a certificate; its attempt with round and paper is read."""
    return Face(
        number=certificate.number,
        name=holder_name(certificate.person),
        title=certificate.title,
        issuer=certificate.issuer,
        day=chinese_day(timezone.localtime(certificate.issued_at)),
        issued=iso_day(certificate.issued_at),
        until=last_day(certificate),
        points=points_text(certificate.points),
        out_of=points_text(certificate.out_of),
        edition=edition_label(certificate.edition),
        covers=covers(certificate.scope),
        exam=_exams(certificate),
        check=check_of(certificate),
    )


def _exams(certificate: Certificate) -> str:
    further = [one.attempt for one in certificate.further.select_related("attempt__round", "attempt__paper")]
    sat = [certificate.attempt, *further]
    told = {
        "papers": len(sat), "minutes": sum(one.round.minutes if one.round else 0 for one in sat),
        "size": sum(one.paper.size for one in sat),
    }  # fmt: skip
    if further:
        return _("场次考试 %(papers)d 份试卷，共 %(minutes)d 分钟 %(size)d 题") % told
    return _("场次考试，%(minutes)d 分钟 %(size)d 题") % told


def iso_day(at: datetime) -> str:
    """Return the local day of an instant."""
    return timezone.localtime(at).date().isoformat()


def last_day(certificate: Certificate) -> str:
    """Return the last day on which it holds."""
    return iso_day(certificate.valid_until - timedelta(seconds=1))


def holder_name(person: uuid.UUID) -> str:
    """Return the holder's name of today, that of whom their account was merged into; a dash once they were erased."""
    named = User.objects.filter(pk=person).values_list(Coalesce("merged_into__display_name", "display_name"), flat=True)
    return named.first() or "—"


def edition_label(edition: str) -> str:
    """Return what an edition is called; the head of its id where it is no longer stored."""
    labels = {one.id: one.label for one in api.list_editions()}
    return labels.get(edition, edition[:15])


def covers(scope: Scope) -> str:
    """Return the scope in words."""
    if scope.is_everything:
        return _("规则库全部规则")
    named = {one.code: one.name for one in areas()}
    return listed([*(named.get(code, code) for code in scope.areas), *(_book(code) for code in scope.books)])


def _book(code: str) -> str:
    try:
        book = api.current_edition().books.get(code)
    except api.NoEditionError:
        return code
    return book.name if book else code


def check_of(certificate: Certificate) -> str:
    """Return the check code over what was written once."""
    return check_code([
        certificate.number, str(certificate.person), certificate.title, certificate.issuer, certificate.edition,
        str(certificate.points), certificate.issued_at.astimezone(timezone.get_default_timezone()).isoformat(),
        iso_day(certificate.valid_until),
    ])  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """A rule that decides otherwise than the certificate covers; `is_gone`: the edition in force has it no more."""

    code: str
    title: str
    is_gone: bool


def named_rules(codes: Iterable[str]) -> list[ChangedRule]:
    """Return rules with their titles of the edition in force."""
    try:
        families = api.current_edition().families
    except api.NoEditionError:
        families = {}
    found = ((code, families.get(code, ())) for code in codes)
    return [ChangedRule(code, versions[-1].title if versions else "", not versions) for code, versions in found]


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code as one SVG path: `size` modules wide, quiet zone included."""

    size: int
    path: str


def qr_rows(text: str) -> list[list[tuple[int, int]]]:
    """Return the dark runs of a QR code, row by row, as (first module, length); error correction M."""
    rows = []
    for row in segno.make(text, error="m", micro=False).matrix:
        runs: list[tuple[int, int]] = []
        for x, dark in enumerate(row):
            if dark and runs and sum(runs[-1]) == x:
                runs[-1] = (runs[-1][0], runs[-1][1] + 1)
            elif dark:
                runs.append((x, 1))
        rows.append(runs)
    return rows


def qr_code(text: str) -> Code:
    """Return the QR code of a text for a page."""
    rows = qr_rows(text)
    path = "".join(f"M{x + 1} {y + 1}.5h{length}" for y, runs in enumerate(rows) for x, length in runs)
    return Code(len(rows) + 2, path)
