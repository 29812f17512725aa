"""Who may see a picture."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.bank.models import is_open
from certification.bank.pictures.models import PictureFile, PictureUse
from certification.people.models import User
from certification.people.permissions import may_author


def files_seen_by(user: User) -> QuerySet[PictureFile]:
    """Return the files of the pictures that a person may see.

    Those who keep the rules see all of them. Anybody else sees what a question shows that may be drawn for practice
    or stood on a paper of their own; where that question is secret, only while they sit that paper.
    """
    if may_author(user):
        return PictureFile.objects.all()
    own = Attempt.objects.sat_by(user.pk).filter(paper__questions__version=OuterRef("version"))
    is_practised = is_open("version__question__") & Q(version__question__current=F("version"))
    was_asked = is_open("version__question__") & Exists(own.exclude(state=AttemptState.VOID))
    is_sat = Exists(own.filter(state=AttemptState.OPEN))
    uses = PictureUse.objects.filter(is_practised | was_asked | is_sat, picture=OuterRef("picture"))
    return PictureFile.objects.filter(Exists(uses))
