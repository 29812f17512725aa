"""运行情况: whether the site is well, for managers and operators; every line says what to do where it is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from certification.core.htmx import SignedInRequest
from certification.credentials.badges import signed_anew_since
from certification.operations import nightly, state
from certification.operations.health import JOB_WAITS, SWEEPER_SILENT
from certification.operations.permissions import operations_required
from certification.operations.watching import newest_slow

GOOD, WARN, BAD = "good", "warn", "seal"
BACKUP_LATE: Final = timedelta(hours=26)
LITTLE_SPACE: Final = 0.1
MANY_FAILURES: Final = 50
SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked after: what it is, how it is, whether that is well, and what to do where it is not."""

    name: str
    value: str
    tone: str = GOOD
    advice: str = ""


@require_GET
@operations_required
def overview(request: SignedInRequest) -> HttpResponse:
    """Show how the site is doing."""
    now = timezone.now()
    context = {
        "lines": list(lines(now)),
        "jobs": state.failed_jobs(now, SHOWN),
        "slow": newest_slow(settings.HOME, SHOWN),
        "slow_seconds": f"{settings.SLOW_SECONDS:g}",
        "at": now,
    }
    return render(request, "certification/operations/overview.html", context)


def lines(now: datetime) -> Iterator[Line]:
    """Yield everything that is looked after, what may be lost first."""
    yield _backup(now)
    yield _verified(now)
    yield _sweeper(now)
    yield _queue(now)
    yield from map(_disk, state.disks())
    yield Line(_("数据库"), filesizeformat(state.database_bytes()))
    yield _sign_ins(now)
    yield _trail(now)
    yield from _badge_key()
    yield _version()


def _backup(now: datetime) -> Line:
    name = _("最近的备份")
    last = state.last_backup(settings.BACKUP_DIR)
    if last is None:
        return Line(name, _("还没有"), WARN, _("等到夜里，或者现在运行 manage.py backup。"))
    made = date_format(timezone.localtime(last.made_at), "Y-m-d H:i")
    value = _("%(made)s，%(rows)d 行，%(size)s，写完已读回核对") % {
        "made": made, "rows": last.manifest.rows, "size": filesizeformat(last.size),
    }  # fmt: skip
    if settings.BACKUP_HOUR is not None and now - last.made_at > BACKUP_LATE:
        return Line(name, value, BAD, _("超过一天没有新备份：看后台任务有没有失败，磁盘够不够。"))
    return Line(name, value)


def _verified(now: datetime) -> Line:
    name = _("备份复查")
    at = nightly.last_verified(settings.BACKUP_DIR)
    if at is None:
        return Line(
            name,
            _("还没有"),
            advice=_("有了夜间备份以后，每月自动从头读一遍；也可以运行 manage.py verify_backup 文件。"),
        )
    is_old = now - at > nightly.VERIFY_EVERY + timedelta(days=2)
    advice = _("超过一个月没有复查：看后台任务有没有失败。") if is_old else ""
    return Line(name, date_format(timezone.localtime(at), "Y-m-d H:i"), WARN if is_old else GOOD, advice)


def _sweeper(now: datetime) -> Line:
    name, at = _("到时交卷"), state.last_beat()
    if at is None:
        return Line(name, _("没有动静"), BAD, _("sweep --loop 没有在运行：到时间的卷子不会自动交。"))
    seconds = int((now - at).total_seconds())
    value = _("%(n)d 秒前巡过一遍") % {"n": seconds}
    if now - at > SWEEPER_SILENT:
        return Line(name, value, BAD, _("sweep --loop 停了：重启服务，看日志。"))
    return Line(name, value)


def _queue(now: datetime) -> Line:
    found = state.queue(now)
    value = _("%(waiting)d 个等着，%(running)d 个在做，七天里失败 %(failed)d 个") % {
        "waiting": found.waiting, "running": found.running, "failed": found.failed,
    }  # fmt: skip
    if found.oldest and now - found.oldest > JOB_WAITS and not found.running:
        return Line(_("后台任务"), value, BAD, _("有任务等了十分钟以上没有人做：重启服务，看日志。"))
    return Line(_("后台任务"), value, WARN if found.failed else GOOD)


def _disk(disk: state.Disk) -> Line:
    value = _("%(free)s 空闲，共 %(total)s") % {
        "free": filesizeformat(disk.free), "total": filesizeformat(disk.total),
    }  # fmt: skip
    is_short = disk.free < disk.total * LITTLE_SPACE
    advice = _("剩下不到一成：腾出空间，写满以后答案存不进去。") if is_short else ""
    return Line(_("磁盘 %(folder)s") % {"folder": disk.folder}, value, BAD if is_short else GOOD, advice)


def _sign_ins(now: datetime) -> Line:
    found = state.failed_sign_ins(now)
    value = _("24 小时里 %(failures)d 次，锁住 %(lockouts)d 次") % found
    is_many = found["failures"] >= MANY_FAILURES
    advice = _("比平时多得多的话，可能有人在猜密码。") if is_many else ""
    return Line(_("登录失败"), value, WARN if is_many else GOOD, advice)


def _trail(now: datetime) -> Line:
    waiting = state.unsealed(now)
    return Line(_("操作记录"), _("%(n)d 条等着封印；整条链由 manage.py verify_audit 核对") % {"n": waiting})


def _badge_key() -> Iterator[Line]:
    """Yield a line where the key that badges were signed with is lost, and nothing otherwise."""
    if since := signed_anew_since():
        yield Line(
            _("徽章的签名密钥"),
            _("%(made)s 重新生成过") % {"made": date_format(timezone.localtime(since), "Y-m-d H:i")},
            WARN,
            _("在那以前下载的徽章验不过。备份里有原来的 badge-key.json 的话，把它放回数据目录，再重启服务。"),
        )


def _version() -> Line:
    found, name = state.versions(), pgettext("column", "版本")
    if not found["edition"]:
        return Line(name, found["program"], BAD, _("没有装入规则库：运行 manage.py corpus load。"))
    return Line(name, _("程序 %(program)s，规则库 %(edition)s") % found)
