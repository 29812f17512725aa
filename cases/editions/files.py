"""The files of the corpus on disk, in the one canonical form."""

from __future__ import annotations

from pathlib import Path

from cases.editions.canonical import write_text
from cases.editions.text_yaml import CorpusError, load_text


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
        raise CorpusError([f"{place}:文件不存在或不能读取:{error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise CorpusError([f"{place}:不是 UTF-8 文字(第 {error.start + 1} 个字节)"]) from error


def first_difference(text: str, place: str) -> str:
    """What is not canonical in the text of a file, with its line; "" if nothing is.

    Raises:
        CorpusError: the text cannot be read.
    """
    written = write_text(load_text(text, place))
    if written == text:
        return ""
    lines, wanted = text.split("\n"), written.split("\n")
    at = next((at for at, pair in enumerate(zip(lines, wanted, strict=False)) if pair[0] != pair[1]), len(wanted) - 1)
    said = f"应写成“{wanted[at].strip()}”" if at < len(wanted) and wanted[at].strip() else "这里应为空行或结尾"
    return f"{place}:{at + 1}:不是规范写法,{said};运行 manage.py corpus fmt"
