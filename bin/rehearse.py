"""`make rehearse`: install, upgrade, take back, back up, lose and restore, as docs/how-to/operate.md says.

A fresh clone, a fresh virtual environment, an empty home folder; called by root, the site runs as `nobody`. A manager
is made by the one-time link, people are imported, a round is sat, all over HTTP. Ends with an error at the first thing
that is not as promised. Standard library only.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import upgrade
from rehearsal import exam, keeping, proxies, unit
from rehearsal.machine import ROOT, Machine, call
from rehearsal.telling import insist, step
from rehearsal.visitor import HOST, Visitor

MIGRATIONS = ("certification/migrations", "cases/migrations")
MANAGER, NAME = "C10003", "许建国"
FOUND, GONE = 302, 410
#: An interruption is given back from half a minute on; a quick machine upgrades in less.
INTERRUPTIONS = (
    "SELECT count(*) FROM certification_outage WHERE began_at > (SELECT max(started_at) FROM certification_attempt)"
)


class Rehearsal:
    """What happens, one step after the other."""

    def __init__(self, it: Machine, old: str, new: str) -> None:
        self.it, self.old, self.new = it, old, new
        self.began = time.monotonic()
        self.running = ""

    def play(self) -> None:
        it = self.it
        step("clone and install the old version", lambda: it.clone(self.old))
        insist(not (it.program / ".venv/bin/pytest").exists(), "the tools of development were installed")
        step("the unit, as systemd reads it", lambda: unit.check(it))
        step("first day: link, people, a round that is sat, a backup while it runs", self.first_day)
        step("upgrade by one command, which stops, installs, backs up, migrates, starts", self.upgrade)
        step("go back by one command, which restores what was kept before the migration", self.go_back)
        step("upgrade again, behind the proxies", self.upgrade_again)
        step("lose the home folder, restore the backup into an empty one", self.lose)

    def first_day(self) -> str:
        with self.it.serving():
            ready = time.monotonic() - self.began
            manager = self.first_manager()
            signed_in = time.monotonic() - self.began
            passwords = exam.import_people(manager)
            insist(set(exam.TRAINEES) <= set(passwords), f"first passwords: {sorted(passwords)}")
            at = exam.hold_round(manager)
            trainees = [exam.first_sign_in(self.it.port, number, passwords[number]) for number in exam.TRAINEES]
            exam.sit(trainees[0], at, hands_in=True)
            self.running = exam.sit(trainees[1], at, hands_in=False)
            insist("已读回核对" in self.it.manage("backup"), "no backup while it runs")
            self.it.manage("restore", str(self.it.newest("manual")), "--replace", refused=True)
        self.keep("first")
        answers = keeping.fingerprints(self.it.folder / "first.sqlite3")["certification_response"][0]
        insist(answers == 2 * exam.QUESTIONS, f"{answers} answers are held")
        return f"ready after {ready:.0f} s, first sign-in after {signed_in:.0f} s, counted from the clone"

    def first_manager(self) -> Visitor:
        """Make the first manager by the link that may be used once, and sign in."""
        link = urlsplit(self.it.manage("create_first_manager", MANAGER, NAME, "--operator").split()[-1])
        insist((link.scheme, link.netloc) == ("https", HOST), f"the link leads to {link.geturl()}")
        one = Visitor(self.it.port)
        page = one.page(link.path)
        form = next(each for each in page.forms if "password" in dict(each.fields))
        body = urlencode(form.filled(password=exam.PASSWORD, again=exam.PASSWORD)).encode()
        reply = one.ask("POST", link.path, body)
        insist(reply.status == FOUND, f"the one-time link answered {reply.status}: {reply.text[:600]}")
        insist(Visitor(self.it.port).get(link.path).status == GONE, "the link works twice")
        return self.manager()

    def manager(self) -> Visitor:
        one = Visitor(self.it.port)
        one.sign_in(MANAGER, exam.PASSWORD)
        one.page("/oversight/rounds/")
        return one

    def keep(self, name: str) -> Path:
        """Copy the database of the site that was stopped."""
        return keeping.copy(self.it.database, self.it.folder / f"{name}.sqlite3")

    def unchanged(self, before: str, after: str) -> None:
        gone = keeping.lost(self.it.folder / f"{before}.sqlite3", self.it.folder / f"{after}.sqlite3")
        insist(not gone, f"rows of {before} that are not in {after}: {gone}")

    def upgrade(self) -> str:
        """By the one command; people work again when it has ended."""
        upgrade.upgrade(self.it, self.new)
        with self.it.serving():
            self.go_on()
        kept = self.keep("upgraded")
        self.unchanged("first", "upgraded")
        credit = keeping.ask(kept, "SELECT max(credit_seconds) FROM certification_attempt")
        owed = keeping.ask(kept, INTERRUPTIONS) > 0
        insist((credit > 0) == owed, "who was in the middle of an exam was not given back what they lost")
        self.it.manage("verify_backup", str(self.it.newest("before-migration")))
        return f"no row lost, {credit} s given back to who sat an exam"

    def go_on(self) -> None:
        """Whoever was in the middle of it goes on; the trail is sound; the page of operators opens."""
        trainee = Visitor(self.it.port)
        trainee.sign_in(exam.TRAINEES[1], exam.PASSWORD)
        trainee.page(f"{self.running}questions/2/")
        exam.save(trainee, self.running, 2, int(time.time()))
        self.manager().page("/operations/")
        insist("连贯" in self.it.manage("verify_audit"), "the audit trail")
        self.it.manage("backup")

    def go_back(self) -> str:
        """By the one command, which restores what was kept before the migration."""
        kept = self.it.newest("before-migration")
        upgrade.go_back(self.it)
        with self.it.serving():
            self.manager()
            insist(self.it.manage("restore", str(kept), "--replace", refused=True), "a site that runs was restored")
        self.keep("back")
        self.unchanged("first", "back")
        return "no row of the first day lost"

    def same_as(self, archive: Path, name: str) -> str:
        """Compare what was restored with the backup, every table, then serve it."""
        held = keeping.fingerprints(keeping.unpacked(archive, self.it.folder / f"{name}-archive.sqlite3"))
        now = keeping.fingerprints(self.keep(f"{name}-restored"))
        other = {table for table in held.keys() | now.keys() if held.get(table) != now.get(table)}
        insist(not other, f"restored otherwise than kept: { {one: (held.get(one), now.get(one)) for one in other} }")
        with self.it.serving():
            self.manager()
        self.keep(name)
        return f"{len(held)} tables, {sum(rows for rows, _hash in held.values())} rows, each hash the same"

    def upgrade_again(self) -> str:
        upgrade.upgrade(self.it, self.new)
        with self.it.serving():
            there = proxies.found()
            for name, program in there.items():
                proxies.check(self.it, name, program, MANAGER, exam.PASSWORD)
            self.go_on()
        self.keep("again")
        self.unchanged("first", "again")
        return f"HTTPS by {' and '.join(there)}" if there else "neither nginx nor caddy is here: HTTPS was not tried"

    def lose(self) -> str:
        kept = self.it.newest("manual")
        self.it.wait_for_silence()
        self.it.manage("restore", str(kept), refused=True)  # there are people here
        shutil.rmtree(self.it.home)
        self.it.own(self.it.home)
        self.it.manage("restore", str(kept))
        told = self.same_as(kept, "restored")
        self.unchanged("first", "restored")
        return told


def main() -> None:
    parser = argparse.ArgumentParser(prog="make rehearse", description=__doc__)
    parser.add_argument("--from", dest="old", default="", help="older version; default: before the last migration")
    parser.add_argument("--to", dest="new", default="HEAD", help="newer version")
    parser.add_argument("--python", default=shutil.which("python3", path="/usr/bin:/usr/local/bin") or sys.executable)
    parser.add_argument("--keep", action="store_true", help="leave the folder where it is")
    told = parser.parse_args()
    new = call(["git", "rev-parse", told.new])
    last = call(["git", "log", "-1", "--format=%H", new, "--", *MIGRATIONS])
    old = call(["git", "rev-parse", told.old or f"{last}~1"])
    folder = Path(tempfile.mkdtemp(prefix="mingduan-rehearsal-", dir="/var/tmp"))
    folder.chmod(0o755)
    os.umask(0o022)
    print(f"{old[:9]} → {new[:9]} of {ROOT.name} in {folder}, load average {os.getloadavg()[0]:.1f}", flush=True)
    began = time.monotonic()
    try:
        Rehearsal(Machine(folder, told.python), old, new).play()
        print(f"all as promised, {time.monotonic() - began:.0f} s")
    finally:
        if not told.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
