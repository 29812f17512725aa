"""The files of the corpus on disk, in the one canonical form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cases.editions.canonical import write_text
from cases.editions.text_yaml import CorpusError, load_text

REQUIRED: Final = ("vocabulary", "acts")
OPTIONAL: Final = ("calendar", "catalogue", "gaps", "invariants", "release")


def write_files(content: Mapping[str, Any], folder: Path) -> int:
    """Write a content as the files of a corpus into a new or empty folder; return how many files there are.

    Raises:
        CorpusError: the folder holds something already; nothing is written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CorpusError([f"{folder}:不是空文件夹，没有写入"])
    texts = {f"{name}.yaml": raw for name, raw in content.items() if name != "books"}
    for book, files in content["books"].items():
        texts |= {f"rulebooks/{book}/{topic}.yaml": raw for topic, raw in files.items()}
    for name, raw in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write_text(raw), encoding="utf-8")
    return len(texts)


def strays(root: Path) -> list[Path]:
    """What lies in a corpus folder and is none of its files; hidden files do not count."""
    return [
        path
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and not _is_expected(path.relative_to(root))
    ]


def _is_expected(path: Path) -> bool:
    if path.suffix != ".yaml":
        return False
    match path.parts:
        case (_,):
            return path.stem in (*REQUIRED, *OPTIONAL)
        case ("rulebooks", _, _):
            return True
    return False


def format_file(path: Path) -> bool:
    """Rewrite a file in the canonical form; return whether that changed it.

    Raises:
        CorpusError: no such file, or it cannot be read; nothing is written.
    """
    text = read_text(path, str(path))
    written = write_text(load_text(text, str(path)))
    if written == text:
        return False
    path.write_text(written, encoding="utf-8")
    return True


def read_text(path: Path, place: str) -> str:
    """The text of a file.

    Raises:
        CorpusError: no such file, or it is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise CorpusError([f"{place}:文件不存在或不能读取：{error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise CorpusError([f"{place}:不是 UTF-8 文字(第 {error.start + 1} 个字节)"]) from error


def first_difference(text: str, raw: Any, place: str) -> str:
    """What is not canonical in the text of a file with the content ``raw``, with its line; "" if nothing is."""
    written = write_text(raw)
    if written == text:
        return ""
    lines, wanted = text.split("\n"), written.split("\n")
    at = next((at for at, pair in enumerate(zip(lines, wanted, strict=False)) if pair[0] != pair[1]), len(wanted) - 1)
    said = f"应写成“{wanted[at].strip()}”" if at < len(wanted) and wanted[at].strip() else "这里应为空行或结尾"
    return f"{place}:{at + 1}:不是规范写法，{said}；运行 manage.py corpus fmt"
