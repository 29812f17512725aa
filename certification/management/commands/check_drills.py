"""`manage.py check_drills`: may these drill scripts be published?"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases import api
from certification.drills.checking import Checked, check, check_pairs
from certification.drills.hearing import declared, hear
from certification.drills.script.reading import SCRIPTS_FOLDER, read_script


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "Check drill scripts: form, shape, what the rules owe, and every transcript through the recogniser."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="script files; without any, all that are shipped")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--declared", action="store_true", help="trust the acts of the file, not the recogniser")
        parser.add_argument("--acts", action="store_true", help="show what was recognised in every reply")

    def handle(self, *_args: object, **options: Any) -> None:
        edition = api.shipped_edition()
        files: list[Path] = options["files"] or sorted(SCRIPTS_FOLDER.glob("*.yaml"))
        found: dict[str, Checked] = {}
        told: list[dict[str, Any]] = []
        for path in files:
            script, problems = read_script(path.read_text(encoding="utf-8"), path.name)
            row: dict[str, Any] = {"file": path.name, "problems": [str(one) for one in problems]}
            if script is not None:
                hearing = declared(script) if options["declared"] else hear
                found[script.id] = checked = check(script, edition=edition, hear=hearing)
                row |= _row(checked)
            told.append(row)
        if not options["files"]:
            for script_id, finding in check_pairs(found):
                next(one for one in told if one.get("id") == script_id)["problems"].append(finding.message)
        self._print(told, as_json=options["json"], acts=options["acts"])
        if any(one["problems"] for one in told):
            raise CommandError("有脚本还不能用", returncode=1)

    def _print(self, told: list[dict[str, Any]], *, as_json: bool, acts: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        for row in told:
            self.stdout.write(f"{'✗' if row['problems'] else '✓'} {row['file']} {row.get('title', '')}")
            for line in row["problems"]:
                self.stdout.write(f"    {line}")
            for line in row.get("notes", ()):
                self.stdout.write(f"  · {line}")
            if "owed" in row:
                owed, limits = ("、".join(row[name]) or "（无）" for name in ("owed", "limits"))
                self.stdout.write(f"  规则给的：{owed}；不能说：{limits}")
            for one in row.get("transcripts", ()):
                self.stdout.write(f"  {one['name']}：{one['points'] / 100:g} 分，{'、'.join(one['reasons']) or '通过'}")
                for turn in one["turns"] if acts else ():
                    self.stdout.write(f"    {turn}")


def _row(checked: Checked) -> dict[str, Any]:
    owed = checked.table.owed if checked.table else None
    return {
        "id": checked.script.id,
        "title": checked.script.title,
        "problems": [f"{one.code} {one.message}" for one in checked.findings],
        "notes": [f"{one.code} {one.message}" for one in checked.notes],
        "owed": [f"{one.id}（{one.says}）" for one in owed.duties] if owed else [],
        "limits": [f"{one.kind}.{one.pattern}" for one in owed.limits] if owed else [],
        "transcripts": [
            {
                "name": one.transcript.name,
                "points": one.verdict.low.points,
                "reasons": list(one.verdict.low.reasons),
                "turns": [
                    f"{turn.number} {turn.state}→{turn.to} 耐心 {turn.patience}"
                    f" [{'、'.join(act.name for act in turn.spoken.acts)}]"
                    f" 弃权 [{'、'.join(turn.spoken.abstained)}] 买家：{' '.join(line.text for line in turn.lines)}"
                    for turn in (one.play.turns if one.play else ())
                ],
            }
            for one in checked.rehearsals
            if one.verdict is not None
        ],
    }
