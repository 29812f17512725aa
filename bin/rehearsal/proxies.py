"""The examples of the guide for a reverse proxy, run with a certificate of our own."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rehearsal.machine import GUIDE, Machine, call, free_port
from rehearsal.telling import insist
from rehearsal.visitor import HOST, Visitor

START_SECONDS = 20
TOO_LARGE, MOVED, SLASHED = 413, (301, 308), 404
HSTS = "max-age=31536000; includeSubDomains; preload"


def found() -> dict[str, str]:
    """Return the proxies that this machine has: name → program."""
    places = f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin"
    return {name: place for name in ("nginx", "caddy") if (place := shutil.which(name, path=places))}


def check(it: Machine, name: str, program: str, number: str, password: str) -> None:
    """Put a proxy in front of the site that is being served and look at it from outside."""
    folder = it.folder / name
    folder.mkdir(mode=0o755)
    crt, key = certificate(folder)
    plain, tls = free_port(), free_port()
    write = {"nginx": nginx, "caddy": caddy}[name]
    with running(write(folder, program, it.port, (plain, tls), (crt, key)), folder, tls):
        outside, inside = Visitor(plain, plain=True), Visitor(tls, trusts=str(crt))
        reply = outside.get("/sign-in/")
        where = reply.headers.get("Location", "")
        insist(
            reply.status in MOVED and where.startswith(f"https://{HOST}"),
            f"{name}: http answered {reply.status} {where}",
        )
        look(inside, name)
        inside.sign_in(number, password)
        inside.page("/operations/")
        insist(inside.get("/metrics/").status == SLASHED, f"{name}: the figures can be read from outside")
        body = b"x" * 30_000_000
        reply = inside.ask("POST", "/sign-in/", body)
        insist(reply.status == TOO_LARGE, f"{name}: 30 MB answered {reply.status} {reply.text[:200]}")


def look(visitor: Visitor, name: str) -> None:
    """Insist on what a browser is told over TLS."""
    reply = visitor.get("/sign-in/")
    told = {key.lower(): value for key, value in reply.headers.items()}
    insist(told.get("strict-transport-security") == HSTS, f"{name}: HSTS is {told.get('strict-transport-security')}")
    cookies = reply.headers.get_all("Set-Cookie", [])
    insist(cookies and all("Secure" in one and "HttpOnly" in one for one in cookies), f"{name}: cookies {cookies}")
    insist("content-security-policy" in told and "x-request-id" in told, f"{name}: headers {sorted(told)}")
    style = re.search(r'href="(/static/[^"]+\.css)"', reply.text)
    insist(style and visitor.get(style[1]).status == 200, f"{name}: the style sheet")  # noqa: PLR2004 - as HTTP counts


def certificate(folder: Path) -> tuple[Path, Path]:
    crt, key = folder / "mingduan.crt", folder / "mingduan.key"
    call([
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}", "-keyout", str(key), "-out", str(crt),
    ])  # fmt: skip
    return crt, key


def nginx(folder: Path, program: str, site: int, ports: tuple[int, int], secrets: tuple[Path, Path]) -> list[str]:
    """Return how to start nginx with the guide's server blocks, their ports and files apart."""
    text = (GUIDE / "nginx.conf").read_text(encoding="utf-8")
    changes = {
        "listen 80;": f"listen 127.0.0.1:{ports[0]};", "listen 443 ssl;": f"listen 127.0.0.1:{ports[1]} ssl;",
        "/etc/ssl/mingduan.crt": str(secrets[0]), "/etc/ssl/mingduan.key": str(secrets[1]),
        "http://127.0.0.1:8000": f"http://127.0.0.1:{site}",
    }  # fmt: skip
    for old, new in changes.items():
        insist(old in text, f"nginx.conf has no {old}")
        text = text.replace(old, new)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    user = "user nobody nogroup;\n" if os.geteuid() == 0 else ""
    head = f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    (folder / "conf").write_text(f"{head}http {{\naccess_log off;\n{places}{text}}}\n", encoding="utf-8")
    call([program, "-t", "-e", f"{folder}/error.log", "-c", f"{folder}/conf"])
    return [program, "-e", f"{folder}/error.log", "-c", f"{folder}/conf"]


def caddy(folder: Path, program: str, site: int, ports: tuple[int, int], secrets: tuple[Path, Path]) -> list[str]:
    """Return how to start Caddy with the guide's site block; our ports and certificate are told beside it."""
    text = (GUIDE / "Caddyfile").read_text(encoding="utf-8")
    changes = {
        "127.0.0.1:8000": f"127.0.0.1:{site}",
        "# tls /etc/ssl/mingduan.crt /etc/ssl/mingduan.key": f"tls {secrets[0]} {secrets[1]}",
    }
    for old, new in changes.items():
        insist(old in text, f"the Caddyfile has no {old}")
        text = text.replace(old, new)
    head = (
        f"{{\n\tadmin off\n\thttp_port {ports[0]}\n\thttps_port {ports[1]}\n\tstorage file_system {folder}/store\n}}\n"
    )
    (folder / "Caddyfile").write_text(head + text, encoding="utf-8")
    call([program, "validate", "--config", f"{folder}/Caddyfile", "--adapter", "caddyfile"])
    return [program, "run", "--config", f"{folder}/Caddyfile", "--adapter", "caddyfile"]


@contextmanager
def running(command: list[str], folder: Path, port: int) -> Iterator[None]:
    """Run a proxy until the end of the block."""
    home = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=home)
    try:
        deadline, asker = time.monotonic() + START_SECONDS, Visitor(port, trusts=str(folder / "mingduan.crt"))
        while not asker.get("/healthz/").status:
            insist(process.poll() is None, f"the proxy ended: {(folder / 'log').read_text()[-1500:]}")
            insist(time.monotonic() < deadline, f"the proxy does not answer: {asker.get('/healthz/').text}")
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(START_SECONDS)
