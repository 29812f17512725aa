"""The models of every slice, so that Django finds them under the one app label."""

from certification.attempts.models import (
    Attempt,
    FocusEvent,
    Heartbeat,
    LateDecision,
    LateResponse,
    Outage,
    Presence,
    Response,
    Step,
)
from certification.bank.models import Derivation, Question, QuestionVersion, VersionStatistic, Withdrawal
from certification.bank.pictures.models import Picture, PictureFile, PictureUse
from certification.bank.workflow.models import BankPolicy, DraftComment, QuestionDraft, SavedFilter, Tag
from certification.competency.adaptive.models import AdaptiveRun, AdaptiveStep
from certification.competency.areas.models import AreaRevision
from certification.competency.assignments.models import Assignee, Assignment
from certification.competency.calibrating.models import ItemParameters
from certification.competency.models import (
    CompetencyArea,
    Guess,
    ItemReport,
    LedgerCursor,
    MisledKeys,
    ReviewCard,
    ReviewChoice,
    Standing,
)
from certification.core.journal import JournalEntry
from certification.core.seals import JournalSeal
from certification.credentials.bookkeeping import StatusSlot, WatchCursor
from certification.credentials.models import (
    Certificate,
    CertificateEvent,
    Disclosure,
    Programme,
    TopUp,
)
from certification.drills.models import (
    DrillLookup,
    DrillReview,
    DrillRun,
    DrillTurn,
    LateTurn,
    LateTurnDecision,
    QuickReply,
)
from certification.exchange.everything.models import Takeout, TakeoutPiece
from certification.exchange.models import ImportPicture, ImportPlan, ImportRow
from certification.exchange.roster.models import RosterPlan
from certification.grading.models import Appeal, Mark, Regrade
from certification.lti.models import Launch, Platform, PlatformAccount, PlatformLink, PlatformScore
from certification.operations.models import FailedSignIns
from certification.papers.models import BlueprintVersion, Paper, PaperQuestion
from certification.people.models import Cohort, Notice, User
from certification.people.second_factor.models import RecoveryCode, SecondFactor
from certification.people.signed_in import Session
from certification.privacy.models import Erasure
from certification.publishing.drafts.models import (
    DraftCheck,
    DraftEdition,
    DraftPresence,
    DraftRule,
    FindingWaiver,
    Publication,
)
from certification.publishing.reviews.models import ReviewTask
from certification.readapi.models import ApiToken, ApiUse
from certification.rounds.models import AllowanceGrant, Announcement, Round, RoundForm, Seat, SeatPaper
from certification.statements.models import RecordStore, Statement

__all__ = [
    "AdaptiveRun",
    "AdaptiveStep",
    "AllowanceGrant",
    "Announcement",
    "ApiToken",
    "ApiUse",
    "Appeal",
    "AreaRevision",
    "Assignee",
    "Assignment",
    "Attempt",
    "BankPolicy",
    "BlueprintVersion",
    "Certificate",
    "CertificateEvent",
    "Cohort",
    "CompetencyArea",
    "Derivation",
    "Disclosure",
    "DraftCheck",
    "DraftComment",
    "DraftEdition",
    "DraftPresence",
    "DraftRule",
    "DrillLookup",
    "DrillReview",
    "DrillRun",
    "DrillTurn",
    "Erasure",
    "FailedSignIns",
    "FindingWaiver",
    "FocusEvent",
    "Guess",
    "Heartbeat",
    "ImportPicture",
    "ImportPlan",
    "ImportRow",
    "ItemParameters",
    "ItemReport",
    "JournalEntry",
    "JournalSeal",
    "LateDecision",
    "LateResponse",
    "LateTurn",
    "LateTurnDecision",
    "Launch",
    "LedgerCursor",
    "Mark",
    "MisledKeys",
    "Notice",
    "Outage",
    "Paper",
    "PaperQuestion",
    "Picture",
    "PictureFile",
    "PictureUse",
    "Platform",
    "PlatformAccount",
    "PlatformLink",
    "PlatformScore",
    "Presence",
    "Programme",
    "Publication",
    "Question",
    "QuestionDraft",
    "QuestionVersion",
    "QuickReply",
    "RecordStore",
    "RecoveryCode",
    "Regrade",
    "Response",
    "ReviewCard",
    "ReviewChoice",
    "ReviewTask",
    "RosterPlan",
    "Round",
    "RoundForm",
    "SavedFilter",
    "Seat",
    "SeatPaper",
    "SecondFactor",
    "Session",
    "Standing",
    "Statement",
    "StatusSlot",
    "Step",
    "Tag",
    "Takeout",
    "TakeoutPiece",
    "TopUp",
    "User",
    "VersionStatistic",
    "WatchCursor",
    "Withdrawal",
]
