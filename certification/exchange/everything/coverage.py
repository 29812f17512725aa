"""Which table of the site is in which file of the export, and which is in none, and why: a test asks for every one."""

from collections.abc import Mapping
from typing import Final

#: Label of a model → name of the member that its rows are in.
WRITTEN: Final[Mapping[str, str]] = {
    "certification.JournalSeal": "seals",
    **dict.fromkeys(("certification.JournalEntry",), "journal"),
    **dict.fromkeys(("certification.Appeal",), "appeals"),
    **dict.fromkeys(
        (
            "certification.Certificate", "certification.CertificateExam", "certification.CertificateEvent",
            "certification.Disclosure",
            "certification.TopUp", "certification.StatusSlot",
        ),
        "certificates",
    ),
    **dict.fromkeys(("certification.Programme", "certification.Programme_rounds"), "programmes"),
    **dict.fromkeys(("certification.Assignment", "certification.Assignee"), "assignments"),
    **dict.fromkeys(("certification.AdaptiveRun", "certification.AdaptiveStep"), "adaptive"),
    "certification.Guess": "guesses",
    "certification.ReviewChoice": "choices",
    "certification.CompetencyArea": "areas",
    "certification.AreaRevision": "area_changes",
    **dict.fromkeys(
        (
            "certification.DrillRun", "certification.DrillTurn", "certification.DrillLookup", "certification.LateTurn",
            "certification.LateTurnDecision", "certification.DrillReview",
        ),
        "drills",
    ),
    **dict.fromkeys(
        (
            "certification.Attempt", "certification.Response", "certification.LateResponse",
            "certification.LateDecision", "certification.Step", "certification.FocusEvent", "certification.Mark",
        ),
        "attempts",
    ),
    "certification.Regrade": "regrades",
    **dict.fromkeys(
        (
            "certification.Round", "certification.RoundForm", "certification.Seat", "certification.SeatPaper",
            "certification.AllowanceGrant", "certification.Announcement",
        ),
        "rounds",
    ),
    **dict.fromkeys(("certification.Paper", "certification.PaperQuestion"), "papers"),
    "certification.BlueprintVersion": "blueprints",
    **dict.fromkeys(("certification.Picture", "certification.PictureFile", "certification.PictureUse"), "pictures"),
    **dict.fromkeys(
        (
            "certification.Question", "certification.Question_tags", "certification.Tag",
            "certification.QuestionVersion", "certification.Withdrawal", "certification.VersionStatistic",
            "certification.Derivation", "certification.QuestionDraft", "certification.DraftComment",
        ),
        "questions",
    ),
    **dict.fromkeys(
        ("cases.Edition", "cases.EditionRulebook", "cases.EditionRevision", "cases.Rulebook", "cases.RuleRevision"),
        "editions",
    ),
    "certification.User": "people",
    "certification.Cohort": "cohorts",
}  # fmt: skip

_COMPUTED: Final = "can be computed from what the other files hold"
_RUNNING: Final = "kept while the program runs, and means nothing on another site"
_OWN: Final = "for that person alone"
_SIGN_IN: Final = "what people and programs sign in with, never exported"
_WORK: Final = "unfinished work, whose results are in other files"

#: Label of a model → why it is in no file; the reference says so too, by the model's English name.
LEFT_OUT: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            "certification.Standing", "certification.ReviewCard", "certification.ItemReport",
            "certification.ItemParameters", "certification.MisledKeys", "certification.Statement",
            "cases.VerificationReport",
        ),
        _COMPUTED,
    ),
    **dict.fromkeys(
        (
            "certification.Heartbeat", "certification.Outage", "certification.Presence",
            "certification.LedgerCursor", "certification.WatchCursor", "certification.Takeout",
            "certification.TakeoutPiece", "certification.DraftPresence", "certification.BankPolicy",
            "certification.Erasure", "certification.FailedSignIns",
            "certification.ApiUse", "certification.RecordStore", "certification.Launch", "certification.PlatformScore",
        ),
        _RUNNING,
    ),
    **dict.fromkeys(("certification.Notice", "certification.SavedFilter", "certification.QuickReply"), _OWN),
    **dict.fromkeys(
        (
            "certification.Session", "certification.User_groups", "certification.User_user_permissions",
            "certification.Platform", "certification.PlatformAccount", "certification.PlatformLink",
            "certification.ApiToken", "certification.SecondFactor", "certification.RecoveryCode",
        ),
        _SIGN_IN,
    ),
    **dict.fromkeys(
        (
            "certification.DraftEdition", "certification.DraftRule", "certification.DraftCheck",
            "certification.FindingWaiver", "certification.Publication", "certification.ReviewTask",
            "certification.ImportPlan", "certification.ImportRow", "certification.ImportPicture",
            "certification.RosterPlan",
        ),
        _WORK,
    ),
}  # fmt: skip
