"""Exams: what somebody answered, said and earned. The ledger stands; the words go."""

from typing import Final

from django.utils.translation import gettext_noop as _

from certification.grading.domain import PERSONAL
from certification.privacy.domain import Entry, Fate

_ANONYMOUS: Final = _("选项字母、时间和分数，人只有编号；统计和得分账要用")

EXAMS: Final = (
    Entry("certification.Attempt", about=("trainee",), plain=("edition",), why=_ANONYMOUS),
    Entry("certification.Response", about=("attempt__trainee",), plain=("answer", "client"), why=_ANONYMOUS),
    Entry("certification.LateResponse", about=("attempt__trainee",), plain=("answer", "client"), why=_ANONYMOUS),
    Entry("certification.LateDecision", about=("late__attempt__trainee",), by=("decided_by",), why=_ANONYMOUS),
    Entry("certification.Step", about=("attempt__trainee",), why=_ANONYMOUS),
    Entry("certification.Presence", about=("attempt__trainee",), fate=Fate.DELETED),
    Entry("certification.FocusEvent", about=("attempt__trainee",), plain=("client",), why=_ANONYMOUS),
    Entry("certification.Guess", about=("attempt__trainee",), why=_ANONYMOUS),
    Entry(
        "certification.Mark", about=("person",), by=("actor",), plain=("edition", "previous", "hash"),
        why=_("得分账只追加、首尾相接，人只有编号；一行也不改"),
    ),
    Entry(
        "certification.Regrade", about=("marks__person",), by=("actor",), words=("reason",),
        plain=("edition",), secret=("change",), within={"cause__in": sorted(PERSONAL)},
        why=_("只为一个人重评的，理由抹去；为一道题重评的，理由讲的是题，留着"),
    ),
    Entry(
        "certification.Appeal", about=("attempt__trainee",), by=("answered_by",), words=("text", "answer"),
        plain=("disputed",), why=_("申诉和答复的文字抹去，改没改分留着"),
    ),
    Entry(
        "certification.Statement", about=("person",), plain=("body", "problem"), fate=Fate.DELETED,
        why=_("送去学习记录库的，带工号；已经送出的，要请那边删"),
    ),
    Entry("certification.Seat", about=("trainee",), why=_ANONYMOUS),
    Entry("certification.SeatPaper", about=("seat__trainee",), why=_ANONYMOUS),
    Entry(
        "certification.AllowanceGrant", about=("person",), by=("granted_by",),
        why=_("加时只有分钟数和三选一的原因，没有文字；交卷时限由它算出"),
    ),
    Entry(
        "certification.Announcement", about=("trainee",), by=("said_by",), words=("text",), fate=Fate.DELETED,
        why=_("发给这个人的删除；发给全场的留着"),
    ),
    Entry(
        "certification.DrillRun", about=("person",), plain=("edition", "seed", "wording"), cleared={"wording": {}},
        why=_("演练的结果留着，模型改写过的买家的话清空"),
    ),
    Entry(
        "certification.DrillTurn", about=("run__person",), words=("text",),
        plain=("client", "hearing", "recogniser"), why=_("说过的话抹去；认出了哪些行为留着，分数由它得来"),
    ),
    Entry("certification.DrillLookup", about=("run__person",), plain=("name",), why=_ANONYMOUS),
    Entry(
        "certification.LateTurn", about=("run__person",), words=("text",), plain=("client",),
        why=_("迟到的话抹去，什么时候到的留着"),
    ),
    Entry("certification.LateTurnDecision", about=("late__run__person",), by=("decided_by",), why=_ANONYMOUS),
    Entry(
        "certification.DrillReview", about=("run__person",), by=("opened_by", "answered_by"),
        words=("text", "answer"), plain=("asked", "corrections"), why=_("复核的文字抹去，改没改判留着"),
    ),
    Entry(
        "certification.Certificate", about=("person",), by=("issued_by",),
        plain=("number", "title", "issuer", "edition", "areas", "books"),
        why=_("证书是只写一次的，写的是编号不是姓名；还有效的自动撤销，原因写明，公开查验不再显示姓名"),
    ),
    Entry(
        "certification.CertificateEvent", about=("certificate__person",), by=("actor",), plain=("details",),
        why=_("证书的记录，没有文字"),
    ),
    Entry(
        "certification.Disclosure", about=("certificate__person",), cleared={"name": "nothing", "marks": False},
        why=_("查验时一律不显示姓名和分数"),
    ),
    Entry("certification.CertificateExam", about=("certificate__person",), why=_ANONYMOUS),
    Entry("certification.TopUp", about=("certificate__person",), plain=("edition", "rules"), why=_ANONYMOUS),
)  # fmt: skip
