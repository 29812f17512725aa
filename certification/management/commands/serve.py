"""`make run`: bring the site up to date, then keep web server, sweeper and worker running together."""

import os
import shutil
import socket
import sys
import time
import unicodedata
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certification.attempts.services import beat
from certification.core.refusals import RefusedError
from certification.grading.statistics import measure
from certification.home import PRIVATE_FOLDER
from certification.operations import lan
from certification.operations.archive import BackupError
from certification.operations.nightly import back_up_before_migrating
from certification.papers.services import load_blueprints
from certification.people.demo import DEMO_PEOPLE, make_demo_people, passwords_in
from certification.people.domain import Role
from certification.people.wording import ROLE_NAMES
from certification.publishing.checkup.services import request_first_checkup
from certification.publishing.drafts.services import warm_for_open_draft
from certification.rounds.demo import OPEN_TITLE, make_demo_rounds
from certification.supervisor import Supervisor

START_SECONDS = 60.0
TICK_SECONDS = 0.05
DEMO_HINTS = (f"学员现在就能考：今日 › {OPEN_TITLE}", "主管看场次和监考：/oversight/rounds/")


class Command(BaseCommand):
    help = "Migrate, load corpus and bank, and serve the site: web server, sweeper and worker, until Ctrl-C or SIGTERM."
    requires_system_checks: list[str] = []  # `make check` runs them; a start should not wait for them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
        parser.add_argument("--no-demo", action="store_true", help="make no demo people, print no passwords")

    def handle(self, *_args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        insist_port_is_free(host, port)
        self.warn(demo=not options["no_demo"])
        self.prepare(demo=not options["no_demo"])
        os.environ["ALLOWED_HOSTS"] = lan.allowed_hosts(host, os.environ)  # for the processes started from here
        collect_metrics()
        beat(timezone.now())  # what the downtime cost is given back before the first page can be asked for
        supervisor = Supervisor(
            {
                "网站": web_server(host, port, options["workers"]),
                "到时交卷": command_line("sweep", "--loop"),
                "后台任务": command_line("work"),
            },
            say=self.say,
        )

        def announce() -> None:
            if answers_within(host, port, START_SECONDS, given_up=lambda: supervisor.is_stopping):
                self.greet(host, port, demo=not options["no_demo"])

        if exit_code := supervisor.run(announce):
            sys.exit(exit_code)
        self.say("已停止。")

    def warn(self, *, demo: bool) -> None:
        """Say what is allowed and yet hardly meant."""
        if settings.HTTPS and not getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
            self.say(
                "注意：HTTPS=on 而 BEHIND_PROXY 没有开。明断自己不做 TLS，没有代理在前面，浏览器会没完没了地跳转。"
            )
        if settings.DEBUG and not demo:
            self.say("注意：DEBUG=on。有人用的站点不要开：出错的页面会露出设置和数据。")

    def prepare(self, *, demo: bool) -> None:
        self.say("准备数据库、规则库和题库（第一次要算出每道题的答案，十几秒）…")
        self.back_up_before_migrating()
        call_command("migrate", verbosity=0, skip_checks=True)
        call_command("corpus", "load")
        call_command("load_bank")
        load_blueprints(now=timezone.now())
        measure(now=timezone.now())
        if request_first_checkup(now=timezone.now()):
            self.say("规则库体检已排队，网站启动后在后台进行。")
        warm_for_open_draft()
        if demo:
            make_demo_people(passwords_in(settings.HOME))
            self.make_demo_rounds()
        call_command("clearsessions", skip_checks=True)
        call_command("prune_db_task_results", verbosity=0, skip_checks=True)
        call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)

    def back_up_before_migrating(self) -> None:
        try:
            path = back_up_before_migrating(timezone.now())
        except BackupError as error:
            raise CommandError(
                f"数据库要升级，升级前的备份没有做成，所以没有启动：{error}\n"
                "确实不要备份：BACKUP_BEFORE_MIGRATION=off。"
            ) from error
        if path:
            self.say(f"数据库要升级，先备份好了：{path}")

    def make_demo_rounds(self) -> None:
        try:
            make_demo_rounds(now=timezone.now())
        except RefusedError:
            self.say("题库不够组卷，没有建演示场次。")

    def greet(self, host: str, port: int, *, demo: bool) -> None:
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104 - compared, not bound
        lines = [f"明断已就绪：http://{shown}:{port}/", f"数据在 {settings.HOME}，按 Ctrl-C 停止。"]
        lines += lan.told(host, port, https=settings.HTTPS)
        if demo:
            lines += [
                "",
                *demo_table(passwords_in(settings.HOME)),
                "",
                *DEMO_HINTS,
                f"运维后台：/{settings.ADMIN_PATH}",
            ]
        self.say("\n".join(["", *lines, ""]))

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def collect_metrics() -> None:
    """Tell the processes started from here where to keep their figures for `/metrics/`; those of the last run go."""
    folder = settings.HOME / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=PRIVATE_FOLDER)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def web_server(host: str, port: int, workers: int) -> list[str]:
    """Return the command line of granian: a worker a core, one blocking thread each (measured best)."""
    options = {
        "interface": "wsgi",
        "host": host,
        "port": str(port),
        "workers": str(workers),
        "blocking-threads": "1",
        "blocking-threads-idle-timeout": "600",  # a new thread would open a new database connection
        "workers-kill-timeout": "5",
        "log-level": "warning",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    return [
        sys.executable,
        "-m",
        "granian",
        *flags,
        "--no-ws",
        "--respawn-failed-workers",
        "certification.wsgi:application",
    ]


def command_line(*words: str) -> list[str]:
    """Return how one of our own commands is started as a process of its own."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]


def insist_port_is_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"不能在 {host}:{port} 上启动（{error.strerror}）。端口可能被占用，换一个再试：PORT={port + 1} make run"
            ) from error


def answers_within(host: str, port: int, seconds: float, *, given_up: Callable[[], bool] = lambda: False) -> bool:
    """Say whether something accepts connections there before the time is up or we are told to give up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not given_up():
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(TICK_SECONDS)
        else:
            return True
    return False


def demo_table(passwords: dict[str, str]) -> Iterator[str]:
    """Yield the lines of a table: whom to sign in as."""
    yield row("身份", "姓名", "工号", "密码")
    for person in DEMO_PEOPLE:
        roles = "、".join(str(ROLE_NAMES[role]) for role in Role if role in person.roles) or "运维"
        yield row(roles, person.display_name, person.staff_number, passwords[person.staff_number])


def row(*cells: str) -> str:
    return "  " + "".join(padded(cell, width) for cell, width in zip(cells, (16, 10, 10, 16), strict=True)).rstrip()


def padded(text: str, width: int) -> str:
    return text + " " * max(1, width - columns(text))


def columns(text: str) -> int:
    """Return how wide a terminal shows `text`: a Chinese character takes two columns."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
