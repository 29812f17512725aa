"""Where this machine keeps what must not lie in the repository: database, secret, demo passwords.

The folder is `$MINGDUAN_HOME`, else `$XDG_DATA_HOME/mingduan`, else `~/.local/share/mingduan`. `make run`,
`manage.py` and the background worker all ask here, and so see the same site.
"""

import json
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
SECRET_BYTES = 48
LAST_HOUR = 23
#: What a backup takes along: without the first everybody signs in anew, without the second old badges do not verify.
KEY_FILES = ("secret-key", "badge-key.json", "lti-keys.json", "demo-passwords.json")


def home_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder, made for the owner alone if it is not there yet."""
    if named := environ.get("MINGDUAN_HOME"):
        folder = Path(named).expanduser()
    else:
        share = environ.get("XDG_DATA_HOME") or "~/.local/share"
        folder = Path(share).expanduser() / "mingduan"
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    return folder


def read_or_write(path: Path, make: Callable[[], str]) -> str:
    """Return what `path` holds; the first to ask writes `make()` there, readable by the owner alone.

    Two processes that start together agree: the content is written aside and linked into place, and
    the one that comes second reads what the first left.
    """
    if not path.exists():
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        aside.unlink(missing_ok=True)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "w") as file:
            file.write(make())
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return path.read_text(encoding="utf-8")


def secret_key(folder: Path) -> str:
    """Return the site's secret, made on the first call."""
    return read_or_write(folder / "secret-key", lambda: secrets.token_urlsafe(SECRET_BYTES)).strip()


def badge_key(folder: Path, make: Callable[[], str]) -> str:
    """Return the private key that badges are signed with, as JSON, made on the first call; keep it in every backup."""
    return read_or_write(folder / "badge-key.json", make).strip()


def lti_keys(folder: Path, make: Callable[[], str]) -> str:
    """Return the private keys that learning platforms know this site by, as JSON, made on the first call."""
    return read_or_write(folder / "lti-keys.json", make)


def replace_lti_keys(folder: Path, keys: str) -> None:
    """Write other keys in one step: whoever reads meanwhile gets the old ones or the new ones, whole."""
    read_or_write(aside := folder / f".lti-keys.json.{secrets.token_hex(4)}", lambda: keys)
    aside.replace(folder / "lti-keys.json")


def demo_passwords(folder: Path, names: list[str], make: Callable[[], str]) -> dict[str, str]:
    """Return a password for each of `names`, the same ones on every call.

    A name that is new since the file was written gets its own password and is added to the file.
    """
    path = folder / "demo-passwords.json"
    known: dict[str, str] = json.loads(read_or_write(path, lambda: "{}"))
    missing = [name for name in names if name not in known]
    if missing:
        known |= {name: make() for name in missing}
        path.write_text(json.dumps(known, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return {name: known[name] for name in names}


def read_hour(text: str) -> int | None:
    """Return an hour of the day, 0 to 23; None for `off`.

    Raises:
        ValueError: it is neither; says what to write.
    """
    said = text.strip().lower()
    if said == "off":
        return None
    if not said.isdecimal() or int(said) > LAST_HOUR:
        raise ValueError(f"BACKUP_HOUR 写的是“{text}”：请写 0 到 {LAST_HOUR} 的钟点，或者 off。")
    return int(said)
