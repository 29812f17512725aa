"""The corpus, the bank, papers and rounds: work that stays, whoever did it. And what is about nobody at all."""

from typing import Final

from django.utils.translation import gettext_noop as _

from certification.privacy.domain import Entry

_TEXTS: Final = _("工作内容，作者的名字随账号变成“已抹除”")

WORK: Final = (
    Entry("cases.Rulebook", plain=("id", "code", "name", "content")),
    Entry("cases.RuleRevision", plain=("id", "book", "topic", "code", "version", "title", "content")),
    Entry("cases.Edition", plain=("id", "label", "frame")),
    Entry("cases.EditionRulebook"),
    Entry("cases.EditionRevision"),
    Entry("cases.VerificationReport", by=("asked_by",), plain=("step", "report", "error")),
    Entry(
        "certification.Question", by=("owner",), work=("search_text",),
        plain=("code", "enemies", "template", "provenance"), why=_TEXTS,
    ),
    Entry("certification.Question_tags"),
    Entry("certification.QuestionVersion", plain=("content_hash",), work=("content",), why=_TEXTS),
    Entry("certification.Withdrawal", by=("actor",)),
    Entry("certification.VersionStatistic"),
    Entry(
        "certification.Derivation", plain=("edition", "key", "truths", "rules", "topic", "decisions", "trace"),
    ),
    Entry("certification.Picture", by=("uploaded_by",), work=("alt",), plain=("sha256",), why=_TEXTS),
    Entry("certification.PictureFile", plain=("data",)),
    Entry("certification.PictureUse"),
    Entry("certification.Tag", work=("name",)),
    Entry(
        "certification.QuestionDraft", by=("author", "updated_by", "reviewer"), work=("content", "note"),
        plain=("expected", "enemies", "template"), why=_TEXTS,
    ),
    Entry("certification.DraftComment", by=("author", "resolved_by"), work=("text",), why=_TEXTS),
    Entry("certification.BankPolicy", by=("changed_by",)),
    Entry("certification.CompetencyArea", work=("name",), plain=("code", "topics", "patterns")),
    Entry("certification.AreaRevision", by=("actor",), work=("note",), plain=("areas",), why=_TEXTS),
    Entry("certification.ItemParameters", plain=("key",)),
    Entry("certification.LedgerCursor", plain=("edition", "areas", "next_person")),
    Entry("certification.ItemReport", plain=("options", "flags")),
    Entry("certification.MisledKeys", plain=("found",)),
    Entry(
        "certification.Programme", by=("made_by",), work=("name", "issuer"),
        plain=("blueprints", "drills", "areas", "books"), why=_TEXTS,
    ),
    Entry("certification.Programme_rounds"),
    Entry("certification.StatusSlot"),
    Entry("certification.WatchCursor", plain=("edition",)),
    Entry(
        "certification.ImportPlan", by=("made_by", "applied_by"), work=("name",),
        plain=("mapping", "tables", "file_hash", "edition", "error"), secret=("data",), why=_TEXTS,
    ),
    Entry(
        "certification.ImportRow", work=("stem", "other"),
        plain=("sheet", "code", "problems", "dropped", "warnings", "pictures", "cells", "staged", "based_on"),
    ),
    Entry("certification.ImportPicture", work=("alt",), plain=("name", "full", "small")),
    Entry("certification.BlueprintVersion", by=("made_by",), work=("title",), plain=("name", "content"), why=_TEXTS),
    Entry(
        "certification.Paper",
        plain=("blueprint", "form", "edition", "pass_by_area", "asked", "achieved", "report"),
    ),
    Entry("certification.PaperQuestion", plain=("option_order",)),
    Entry("certification.Round", by=("made_by",), work=("title",), plain=("edition",), why=_TEXTS),
    Entry("certification.RoundForm"),
    Entry("certification.Heartbeat"),
    Entry("certification.Outage"),
    Entry("certification.DraftEdition", by=("opened_by",), plain=("base", "edition")),
    Entry(
        "certification.DraftRule", by=("edited_by",), work=("raw",), plain=("book", "topic", "code", "version"),
        why=_TEXTS,
    ),
    Entry(
        "certification.DraftCheck",
        plain=("fingerprint", "step", "problems", "live", "whole", "before", "impact", "spent", "error"),
    ),
    Entry(
        "certification.FindingWaiver", by=("by",), work=("reason",),
        plain=("finding", "issue", "platform", "when", "text"), why=_TEXTS,
    ),
    Entry(
        "certification.Publication", by=("asked_by",), work=("label", "why"),
        plain=("base", "content_of", "fingerprint", "edition", "counts", "error"), why=_TEXTS,
    ),
    Entry(
        "certification.ApiToken", by=("made_by",), work=("name",), plain=("scopes", "start"), secret=("token_hash",),
        why=_("令牌只留指纹"),
    ),
    Entry("certification.ApiUse"),
    Entry(
        "certification.Platform", by=("made_by",), work=("name",),
        plain=(
            "issuer", "client_id", "auth_login_url", "auth_token_url", "key_set_url", "auth_audience", "deployments",
            "problem", "send_problem",
        ),
        why=_TEXTS,
    ),
    Entry(
        "certification.PlatformLink", work=("title",),
        plain=("deployment", "resource", "drill", "lineitem", "lineitems", "scopes"),
    ),
    Entry("certification.RecordStore", plain=("problem",)),
    Entry("certification.ReviewTask", by=("handled_by",), plain=("edition", "witness")),
    Entry(
        "django_tasks_database.DBTaskResult",
        plain=(
            "args_kwargs", "task_path", "worker_ids", "queue_name", "backend_name", "return_value",
            "exception_class_path", "traceback",
        ),
        why=_("后台任务，参数只有编号"),
    ),
    Entry("auth.Permission", plain=("name", "codename")),
    Entry("auth.Group", work=("name",)),
    Entry("auth.Group_permissions"),
    Entry("contenttypes.ContentType", plain=("app_label", "model")),
)  # fmt: skip
