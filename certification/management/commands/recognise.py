"""`manage.py recognise FILE`: the acts of replies in a file of lines. Needs no database."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certification.drills.recogniser import Recognition, recognise

MOST_CHARACTERS = 10_000
_STANDARD_INPUT = "-"


class Command(BaseCommand):
    help = (
        'Recognise the acts of replies: one JSON object {"buyer": …, "reply": …} a line, at most 10,000 characters '
        "a reply; other keys are ignored, empty lines are skipped."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file of lines, in UTF-8; - reads the standard input")
        parser.add_argument("--json", action="store_true", help="print one JSON list, an element a line of the file")

    def handle(self, *_args: Any, file: str, **options: Any) -> None:
        results = [(reply, recognise(reply, buyer=buyer)) for buyer, reply in _read(file)]
        if options["json"]:
            data = [recognition.to_json() for _, recognition in results]
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
            return
        for reply, recognition in results:
            self._print(reply, recognition)

    def _print(self, reply: str, recognition: Recognition) -> None:
        self.stdout.write(reply.replace("\n", " "))
        for act in recognition.acts:
            start, end = act.span
            unsure = "？" if act.name in recognition.abstained else ""
            words = reply[start:end].replace("\n", " ")
            self.stdout.write(f"  {act.name}{unsure} {act.confidence:.2f}「{words}」{dict(act.args) or ''}".rstrip())
        open_ = [name for name in recognition.abstained if name not in {act.name for act in recognition.acts}]
        if open_:
            self.stdout.write(f"  需培训师确认：{'、'.join(open_)}")


def _read(file: str) -> Iterator[tuple[str, str]]:
    """Yield (buyer, reply) of every line.

    Raises:
        CommandError: the file cannot be read, or a line is not what it should be; names the line.
    """
    try:
        text = Path("/dev/stdin" if file == _STANDARD_INPUT else file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(f"Cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8: byte {error.start}") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _parse(line, number)


def _parse(line: str, number: int) -> tuple[str, str]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CommandError(f"Line {number} is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise CommandError(f'Line {number} is no object {{"buyer": …, "reply": …}}')
    buyer, reply = data.get("buyer") or "", data.get("reply")
    if not isinstance(reply, str) or not isinstance(buyer, str):
        raise CommandError(f'Line {number}: "reply" and "buyer" must be texts')
    for name, value in (("reply", reply), ("buyer", buyer)):
        if len(value) > MOST_CHARACTERS:
            raise CommandError(f'Line {number}: "{name}" has {len(value):,} characters, at most {MOST_CHARACTERS:,}')
    return buyer, reply
