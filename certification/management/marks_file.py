"""The table of marks that a command is given."""

from pathlib import Path
from typing import Final

from django.core.management.base import CommandError

from certification.competency.measuring.table import MarkTable, TableError, read_marks

#: 200,000 people on 100 items; more is not a table for a command.
MOST_BYTES: Final = 64 * 1024 * 1024


def table_of(file: str) -> MarkTable:
    """Read a table of marks.

    Raises:
        CommandError: the file cannot be read, is no UTF-8, is too large, or says something that is no table of marks.
    """
    path = Path(file)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(f"{file}：文件超过 {MOST_BYTES // 2**20} MB。")
        return read_marks(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CommandError(f"读不了 {file}：{error.strerror}") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file} 不是 UTF-8 编码，请另存为 UTF-8 的 CSV。") from None
    except TableError as error:
        raise CommandError(f"{file}：{error}") from None
