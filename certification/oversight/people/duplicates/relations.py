"""Every column that names a person, and what merging does to it. A test finds a column that is missing here."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from allauth.socialaccount.models import SocialAccount
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.attempts.models import Attempt
from certification.bank.models import Question
from certification.bank.workflow.domain import OPEN_STATES
from certification.bank.workflow.models import QuestionDraft, SavedFilter
from certification.competency.adaptive.models import AdaptiveRun
from certification.competency.assignments.models import Assignee
from certification.competency.models import ReviewCard, ReviewChoice, Standing
from certification.drills.models import DrillRun, QuickReply
from certification.lti.models import PlatformAccount
from certification.people.models import Notice
from certification.people.second_factor.models import SecondFactor
from certification.people.signed_in import Session
from certification.rounds.models import AllowanceGrant, Announcement, Seat


class Fate(StrEnum):
    """What becomes of a column that names the duplicate."""

    MOVES = "moves"  # it names the survivor from now on
    UNLESS_BOTH = "unless-both"  # as above, but stays where the survivor has its like
    OWN = "own"  # moved by a step of its own, see `moving`
    ANEW = "anew"  # worked out again from what was moved
    ENDS = "ends"  # deleted: the duplicate signs in no more
    STAYS = "stays"  # who did it then: the duplicate is kept, and so is its name


#: What may be counted on the page, in its order.
NAMES: Final = {
    Attempt: _("答卷（得分跟着答卷）"), Seat: _("考位"), DrillRun: _("演练"), Assignee: _("任务"),
    AdaptiveRun: _("自适应练习"), ReviewChoice: _("错题本里的去留"), QuickReply: _("快捷短语"), Notice: _("消息"),
    PlatformAccount: _("学习平台上的账号"), Announcement: _("监考单独说过的话"), Question: _("负责的试题"),
    QuestionDraft: _("没有发布的试题草稿"),
    SavedFilter: _("存下的筛选"),
    SocialAccount: _("公司账号的连接"),
}  # fmt: skip

#: Columns that move; those of `UNLESS_BOTH` with the columns by which two rows are alike, and which rows that is about.
MOVES: Final[tuple[tuple[type[models.Model], str], ...]] = (
    (Notice, "person"), (Announcement, "trainee"), (Question, "owner"), (PlatformAccount, "person"),
)  # fmt: skip
UNLESS_BOTH: Final[tuple[tuple[type[models.Model], str, tuple[str, ...], Q], ...]] = (
    (DrillRun, "person", ("version",), Q(attempt=None, ended_at=None)),
    (AdaptiveRun, "person", (), Q(ended_at=None)),
    (ReviewChoice, "person", ("rule",), Q()),
    (QuickReply, "person", ("title",), Q()),
    (SavedFilter, "person", ("name",), Q()),
    (SocialAccount, "user", ("provider",), Q()),
)
OWN: Final = (
    (Attempt, "trainee"), (Seat, "trainee"), (Assignee, "person"), (AllowanceGrant, "person"),
    (QuestionDraft, "author"), (QuestionDraft, "updated_by"), (QuestionDraft, "reviewer"),
)  # fmt: skip
ANEW: Final = ((Standing, "person"), (ReviewCard, "person"))
ENDS: Final = ((Session, "person"), (SecondFactor, "user"))
#: Drafts that may still change; published and discarded ones are history.
OPEN_DRAFTS: Final = Q(state__in=list(OPEN_STATES))

#: Names of models and columns that stay: acts of the past, ledgers, what is gone in a minute.
STAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "ApiToken": ("made_by",), "AreaRevision": ("actor",), "Assignment": ("given_by", "withdrawn_by"),
    "Appeal": ("answered_by",),
    "Announcement": ("said_by",), "AllowanceGrant": ("granted_by",), "BankPolicy": ("changed_by",),
    "BlueprintVersion": ("made_by",), "Certificate": ("person", "issued_by"), "CertificateEvent": ("actor",),
    "DraftComment": ("author", "resolved_by"), "DraftEdition": ("opened_by",), "DraftPresence": ("person",),
    "DraftRule": ("edited_by",), "DrillReview": ("opened_by", "answered_by"), "Erasure": ("person", "erased_by"),
    "EmailAddress": ("user",),
    "FindingWaiver": ("by",), "ImportPlan": ("made_by", "applied_by"), "JournalEntry": ("actor_id",),
    "Launch": ("person",),
    "LateDecision": ("decided_by",), "LateTurnDecision": ("decided_by",), "LedgerCursor": ("next_person",),
    "LogEntry": ("user",), "Mark": ("person", "actor"), "Picture": ("uploaded_by",),
    "Platform": ("made_by",), "Programme": ("made_by",),
    "Publication": ("asked_by",), "Regrade": ("actor",), "ReviewTask": ("handled_by",), "RosterPlan": ("made_by",),
    "Round": ("made_by",), "Statement": ("person",), "Takeout": ("made_by",), "User": ("merged_into",),
    "User_groups": ("user",),
    "User_user_permissions": ("user",), "Withdrawal": ("actor",),
}  # fmt: skip


def fates() -> dict[tuple[str, str], Fate]:
    """Return what becomes of each column that names a person, by model and column."""
    told = {(model.__name__, column): Fate.MOVES for model, column in MOVES}
    told |= {(model.__name__, column): Fate.UNLESS_BOTH for model, column, _alike, _which in UNLESS_BOTH}
    told |= {(model.__name__, column): Fate.OWN for model, column in OWN}
    told |= {(model.__name__, column): Fate.ANEW for model, column in ANEW}
    told |= {(model.__name__, column): Fate.ENDS for model, column in ENDS}
    return told | {(model, column): Fate.STAYS for model, columns in STAYS.items() for column in columns}
