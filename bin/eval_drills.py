"""Print how well the recogniser does on labelled replies: per act, over everything and on what it answers.

`make eval-drills` shows development, training (held-out folds: see bin/train_recogniser.py) and the test split that
nobody looks at; `bin/eval_drills.py dev train` leaves the test split alone. `--errors` lists what went wrong, never
for the test split.
"""

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from certification.drills.recogniser import FORBIDDEN, LABELS, VERSION, Recognition, recognise  # noqa: E402

LABELLED = ROOT / "certification/drills/recogniser/labelled"
SPLITS = {"dev": "dev.jsonl", "train": "train-*.jsonl", "test": "test.jsonl"}


@dataclass
class Count:
    """Cells of one label: right and wrong reports, over everything and among the answered."""

    true: int = 0
    false: int = 0
    missed: int = 0
    answered: int = 0
    cells: int = 0

    def precision(self) -> float:
        return self.true / max(1, self.true + self.false)

    def recall(self) -> float:
        return self.true / max(1, self.true + self.missed)

    def f1(self) -> float:
        return 2 * self.true / max(1, 2 * self.true + self.false + self.missed)


def main(arguments: list[str]) -> None:
    splits = [name for name in arguments if name in SPLITS] or list(SPLITS)
    print(f"recogniser {VERSION}")
    for split in splits:
        paths = sorted(LABELLED.glob(SPLITS[split]))
        replies = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
        if replies:
            evaluate(split, replies, errors="--errors" in arguments and split != "test")


def evaluate(split: str, replies: list[dict[str, Any]], *, errors: bool) -> None:
    whole = {label: Count() for label in LABELS}
    answered = {label: Count() for label in LABELS}
    started = time.perf_counter()
    results = [recognise(reply["reply"], buyer=reply["buyer"]) for reply in replies]
    milliseconds = (time.perf_counter() - started) * 1000 / len(replies)
    for reply, result in zip(replies, results, strict=True):
        for label in LABELS:
            _count(reply, result, label, whole[label], answered[label])
            if errors:
                _print_error(reply, result, label)
    fitted = " (lexicon and weights were fitted on it: not a measure)"
    seen = {"dev": fitted, "train": fitted}
    print(f"\n== {split}: {len(replies)} replies, {milliseconds:.1f} ms each{seen.get(split, '')}")
    print(f"{'':20}  precision recall    F1 | answered: F1  cells")
    for label in LABELS:
        w, a = whole[label], answered[label]
        numbers = f"{w.precision():9.2f} {w.recall():6.2f} {w.f1():5.2f}"
        print(f"{label:20}  {numbers} |       {a.f1():5.2f}  {a.answered / w.cells:5.2f}   n={w.true + w.missed}")
    _print_totals(whole, answered)


def _count(reply: dict[str, Any], result: Recognition, label: str, whole: Count, answered: Count) -> None:
    truth, guess = reply["labels"][label], any(act.name == label for act in result.acts)
    for count in (whole,) if label in result.abstained else (whole, answered):
        count.true += truth and guess
        count.false += guess and not truth
        count.missed += truth and not guess
        count.answered += label not in result.abstained
        count.cells += 1


def _print_error(reply: dict[str, Any], result: Recognition, label: str) -> None:
    act = next((act for act in result.acts if act.name == label), None)
    if (act is not None) != reply["labels"][label]:
        kind = "FP" if act else "FN"
        unsure = "?" if label in result.abstained else " "
        words = f" | {act.confidence} 「{reply['reply'][slice(*act.span)]}」" if act else ""
        print(f"{kind}{unsure} {label} {reply['id']} | {reply['buyer']} | {reply['reply']}{words}")


def _print_totals(whole: dict[str, Count], answered: dict[str, Count]) -> None:
    macro = sum(count.f1() for count in whole.values()) / len(whole)
    sure = sum(count.f1() for count in answered.values()) / len(answered)
    cells = sum(count.cells for count in answered.values()) / sum(count.cells for count in whole.values())
    red = [whole[label] for label in sorted(FORBIDDEN)]
    precision = sum(count.true for count in red) / max(1, sum(count.true + count.false for count in red))
    print(f"macro-F1 over everything {macro:.3f} · on what is answered {sure:.3f} · cells answered {cells:.1%}")
    print(f"pooled precision of {', '.join(sorted(FORBIDDEN))}: {precision:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
