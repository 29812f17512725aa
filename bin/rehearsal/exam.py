"""Something worth keeping: people imported from a sheet, and a round that two of them sit, all by forms."""

import io
import re
import time
import zipfile
from datetime import datetime, timedelta
from urllib.parse import urlencode
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from rehearsal.telling import insist
from rehearsal.visitor import Visitor

PASSWORD = "eine-lange-probe-2026"  # noqa: S105 - of nobody
SHEET = (
    "工号,姓名,班组,角色,在职\nA30001,林晓雯,晚班一组,学员,是\nA30002,何青,晚班一组,学员,是\nB30001,周敏,,培训师,是\n"
)
TRAINEES = ("A30001", "A30002")
SITE_ZONE = ZoneInfo("Asia/Shanghai")
QUESTIONS, SAVED = 6, ("saved", "idle")


def import_people(manager: Visitor) -> dict[str, str]:
    """Import the sheet as a manager does; return the first passwords by staff number."""
    page = manager.page("/oversight/people/")
    form = page.form("people-upload")
    insist(form, "no form to upload people by")
    assert form is not None
    page = manager.upload(page, form, "people.csv", SHEET.encode("utf-8-sig"))
    form = page.form("/confirm/")
    insist(form, f"the sheet cannot be confirmed: {page.text[:500]}")
    assert form is not None
    page = manager.send(page, form)
    form = page.form("/passwords/")
    insist(form, "no first passwords are offered")
    assert form is not None
    reply = manager.ask("POST", form.action, urlencode(form.filled()).encode())
    insist(reply.body[:2] == b"PK", f"the first passwords came as {reply.status}: {reply.text[:300]}")
    return passwords_in(reply.body)


def passwords_in(sheet: bytes) -> dict[str, str]:
    """Return staff number → first password of an Excel sheet: columns A and D."""
    with zipfile.ZipFile(io.BytesIO(sheet)) as held:
        shared = "xl/sharedStrings.xml"
        words = (
            ["".join(one.itertext()) for one in _found(held.read(shared), "si")] if shared in held.namelist() else []
        )
        cells = _found(held.read("xl/worksheets/sheet1.xml"), "c")
    texts = {}
    for one in cells:
        text = "".join(one.itertext())
        texts[one.get("r", "")] = words[int(text)] if one.get("t") == "s" else text
    rows = {place[1:] for place in texts if place.startswith("A")}
    return {texts[f"A{row}"]: texts.get(f"D{row}", "") for row in rows}


def _found(document: bytes, tag: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(document).findall(f".//{{*}}{tag}")  # noqa: S314 - of the site that we started


def first_sign_in(port: int, number: str, password: str) -> Visitor:
    """Sign in by the first password and choose another, as one is made to."""
    one = Visitor(port)
    one.sign_in(number, password)
    page = one.page("/account/password/")
    form = next(each for each in page.forms if any("password" in name for name, _value in each.fields))
    given = {
        name: (password if "old" in name or "current" in name else PASSWORD)
        for name, _value in form.fields
        if name != "csrfmiddlewaretoken"
    }
    one.send(page, form, **given)
    return one


def hold_round(manager: Visitor) -> str:
    """Plan, fill and publish a round that is open now; return its address for trainees."""
    page = manager.page("/oversight/rounds/new/")
    form = next(one for one in page.forms if "opens_at" in dict(one.fields))
    now = datetime.fromtimestamp(time.time(), SITE_ZONE)
    page = manager.send(
        page, form, title="演练场次", opens_at=f"{now - timedelta(minutes=2):%Y-%m-%dT%H:%M}",
        closes_at=f"{now + timedelta(hours=3):%Y-%m-%dT%H:%M}", cohorts=form.choices["cohorts"][0],
    )  # fmt: skip
    held = re.search(r"/oversight/rounds/([0-9a-f-]{36})/", page.url)
    insist(held, f"no round was made: {page.url} {page.text[:1500]}")
    assert held is not None
    page = manager.page(f"{held[0]}publish/")
    manager.send(page, next(one for one in page.forms if one.method == "post" and "sign-out" not in one.action))
    return f"/rounds/{held[1]}/"


def sit(trainee: Visitor, round_at: str, *, hands_in: bool) -> str:
    """Check in, answer some questions and hand in; return the address of the attempt."""
    trainee.page(round_at)
    for verb in ("check-in", "start"):
        reply = trainee.ask("POST", f"{round_at}{verb}/", b"")
        insist(reply.status == 302, f"{verb} answered {reply.status}: {reply.text[:800]}")  # noqa: PLR2004 - as HTTP counts
    attempt = reply.headers["Location"]
    for position in range(1, QUESTIONS + 1):
        save(trainee, attempt, position, position)
    if hands_in:
        insist(trainee.ask("POST", f"{attempt}hand-in/", b"").status == 302, "handing in")  # noqa: PLR2004
        trainee.page(f"{attempt}result/")
    return attempt


def save(trainee: Visitor, attempt: str, position: int, sequence: int) -> None:
    """Save an answer as the script of the page does; the reply must say that it is held."""
    body = f"client=rehearsal&sequence={sequence}&answer=A".encode()
    reply = trainee.ask("POST", f"{attempt}questions/{position}/answer/", body)
    insist(reply.status in (200, 302), f"saving answered {reply.status}: {reply.text[:500]}")
