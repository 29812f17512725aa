"""Fit the two models of the recogniser (clauses, whole replies) and the decision, on the labelled replies.

`.venv/bin/python bin/train_recogniser.py` writes data/weights.json, data/weights-whole.json and data/decisions.json and
prints what held-out folds say. Deterministic. Never reads test.jsonl. All replies of one file, which one hand or one
voice wrote, are in the same fold: what is held out is a hand that the models have not seen.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.optimize
import scipy.sparse

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from certification.drills.recogniser.acts import FORBIDDEN, LABELS  # noqa: E402 - the path comes first
from certification.drills.recogniser.data import FOLDER as DATA  # noqa: E402
from certification.drills.recogniser.deciding import Evidence, decided, gather  # noqa: E402
from certification.drills.recogniser.matching import Hit, Reading, hits, read  # noqa: E402
from certification.drills.recogniser.model import grams, whole_grams  # noqa: E402

LABELLED = DATA.parent / "labelled"
FOLDS = 8
LEAST_CLAUSES = 2
RIDGE = 1 / 30
SCALE = 100
LEAST_WEIGHT = 15
UNSURE = (0.05, 0.85)
UNSURE_FORBIDDEN = (0.1, 1.0)
SEEN_WEIGHT = 0.35
"""Weight of replies that the lexicon was widened on, when its trustworthiness is learnt."""

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Reply:
    reading: Reading
    clauses: list[set[str]]
    whole: list[set[str]]
    fold: int
    weight: float
    labels: Array
    found: list[Hit]


def main() -> None:
    replies = read_replies()
    folds = np.array([reply.fold for reply in replies])
    held_out = np.zeros((2, len(replies), len(LABELS)))
    for view, (unit, name) in enumerate(((by_clause, "weights.json"), (by_reply, "weights-whole.json"))):
        for fold in range(FOLDS):
            model = fit([reply for reply in replies if reply.fold != fold], unit)
            held_out[view, folds == fold] = model.log_odds([reply for reply in replies if reply.fold == fold], unit)
        fit(replies, unit).write(DATA / name)
    evidence = gathered(replies, held_out)
    decisions, probabilities = decide(replies, evidence, folds)
    (DATA / "decisions.json").write_text(json.dumps(decisions, indent=1) + "\n", encoding="utf-8")
    report(replies, evidence, probabilities)


def by_clause(reply: Reply) -> list[set[str]]:
    return reply.clauses


def by_reply(reply: Reply) -> list[set[str]]:
    return reply.whole


def gathered(replies: list[Reply], held_out: Array) -> list[dict[str, Evidence]]:
    """Return what decides on each reply, with scores of models that have not seen it: [view, reply, label]."""
    named = [[dict(zip(LABELS, map(float, row), strict=True)) for row in view] for view in held_out]
    return [gather(r.reading, r.found, clause, whole) for r, clause, whole in zip(replies, *named, strict=True)]


def read_replies() -> list[Reply]:
    seen = {line.strip() for line in (LABELLED / "seen.txt").read_text().splitlines()}
    replies = []
    paths = sorted([LABELLED / "dev.jsonl", *LABELLED.glob("own*.jsonl"), *LABELLED.glob("train-*.jsonl")])
    for hand, path in enumerate(paths):
        weight = SEEN_WEIGHT if path.name in seen else 1.0
        lines = path.read_text(encoding="utf-8").splitlines()
        replies += [_reply(json.loads(line), hand % FOLDS, weight) for line in lines]
    return replies


def _reply(raw: dict[str, Any], fold: int, weight: float) -> Reply:
    reading = read(raw["reply"], raw["buyer"])
    found = hits(reading)
    return Reply(
        reading,
        [grams(clause.text) for clause in reading.clauses],
        [whole_grams(reading.clauses, reading.buyer)],
        fold,
        weight,
        np.array([raw["labels"][label] for label in LABELS]),
        found,
    )


Unit = Callable[[Reply], list[set[str]]]
"""Cuts a reply into the bags of n-grams that a model scores: its clauses, or all of it."""


@dataclass(frozen=True)
class Model:
    vocabulary: dict[str, int]
    rarity: Array
    weights: Array
    biases: Array

    def log_odds(self, replies: list[Reply], unit: Unit) -> Array:
        matrix, bags = _matrix(list(map(unit, replies)), self.vocabulary, self.rarity)
        scores = matrix @ self.weights + self.biases
        columns = [np.bincount(bags, np.logaddexp(0, scores[:, label]), len(replies)) for label in range(len(LABELS))]
        return np.log(np.maximum(np.expm1(np.minimum(np.array(columns).T, 30)), 1e-9))

    def write(self, path: Path) -> None:
        rows = {}
        for gram, place in self.vocabulary.items():
            row = [round(float(weight) * SCALE) for weight in self.weights[place]]
            if max(map(abs, row)) >= LEAST_WEIGHT:
                rows[gram] = [round(float(self.rarity[place]) * SCALE), *row]
        lines = [
            f"{json.dumps(gram, ensure_ascii=False)}:{json.dumps(row, separators=(',', ':'))}"
            for gram, row in rows.items()
        ]
        biases = json.dumps([round(float(bias), 3) for bias in self.biases])
        path.write_text(f'{{"biases":{biases},"grams":{{\n' + ",\n".join(lines) + "\n}}\n", encoding="utf-8")


def fit(replies: list[Reply], unit: Unit) -> Model:
    bagged = list(map(unit, replies))
    counts = Counter(gram for clauses in bagged for clause in clauses for gram in clause)
    vocabulary = {gram: i for i, gram in enumerate(sorted(g for g, n in counts.items() if n >= LEAST_CLAUSES))}
    total = sum(map(len, bagged))
    rarity = np.array([math.log((1 + total) / (1 + counts[gram])) + 1 for gram in vocabulary])
    matrix, bags = _matrix(bagged, vocabulary, rarity)
    labels = np.array([reply.labels for reply in replies])
    fitted = np.array([_fit_label(matrix, bags, labels[:, label]) for label in range(len(LABELS))])
    return Model(vocabulary, rarity, fitted[:, :-1].T, fitted[:, -1])


def _matrix(bagged: list[list[set[str]]], vocabulary: dict[str, int], rarity: Array) -> tuple[Any, Array]:
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    bags: list[int] = []
    for bag, clauses in enumerate(bagged):
        for clause in clauses:
            known = sorted(vocabulary[gram] for gram in clause if gram in vocabulary)
            norm = math.sqrt(float((rarity[known] ** 2).sum())) or 1.0
            rows += [len(bags)] * len(known)
            columns += known
            values += list(rarity[known] / norm)
            bags.append(bag)
    return scipy.sparse.csr_matrix((values, (rows, columns)), shape=(len(bags), len(vocabulary))), np.array(bags)


def _fit_label(matrix: Any, bags: Array, labels: Array) -> Array:
    """Minimise the loss of P = 1 - prod(1 - p_clause) over the replies."""
    transposed = matrix.T.tocsr()

    def loss(weights: Array) -> tuple[float, Array]:
        scores = matrix @ weights[:-1] + weights[-1]
        total = np.maximum(np.bincount(bags, np.logaddexp(0, scores), len(labels)), 1e-9)
        value = -np.log(-np.expm1(-total[labels])).sum() + total[~labels].sum() + RIDGE / 2 * (weights[:-1] ** 2).sum()
        steepness = np.where(labels, -1 / np.expm1(np.minimum(total, 50)), 1.0)
        slope = steepness[bags] / (1 + np.exp(-np.clip(scores, -50, 50)))
        return value, np.append(transposed @ slope + RIDGE * weights[:-1], slope.sum())

    start = np.append(np.zeros(matrix.shape[1]), -3.0)
    best: Array = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60}).x
    return best


def decide(replies: list[Reply], evidence: list[dict[str, Evidence]], folds: Array) -> tuple[dict[str, Any], Array]:
    """Fit how far to trust lexicon and model, and what held-out folds make of it."""
    decisions = {}
    probabilities = np.zeros((len(replies), len(LABELS)))
    weights = np.array([reply.weight for reply in replies])
    for place, label in enumerate(LABELS):
        features = np.array([found[label].features() for found in evidence])
        truth = np.array([reply.labels[place] for reply in replies], dtype=float)
        for fold in range(FOLDS):
            train = folds != fold
            fitted = _calibrate(features[train], truth[train], weights[train])
            log_odds = features[~train] @ fitted[:-1] + fitted[-1]
            probabilities[~train, place] = 1 / (1 + np.exp(-log_odds))
        fitted = _calibrate(features, truth, weights)
        decisions[label] = {
            "coefficients": [round(float(weight), 3) for weight in fitted[:-1]],
            "bias": round(float(fitted[-1]), 3),
            "unsure": list(unsure(label)),
        }
    return decisions, probabilities


def _calibrate(features: Array, truth: Array, weights: Array) -> Array:
    def loss(fitted: Array) -> tuple[float, Array]:
        scores = features @ fitted[:-1] + fitted[-1]
        value = (weights * (np.logaddexp(0, scores) - truth * scores)).sum() + 0.05 * (fitted[:-1] ** 2).sum()
        slope = weights * (1 / (1 + np.exp(-scores)) - truth)
        return value, np.append(features.T @ slope + 0.1 * fitted[:-1], slope.sum())

    start = np.zeros(features.shape[1] + 1)
    best: Array = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B").x
    return best


def unsure(label: str) -> tuple[float, float]:
    return UNSURE_FORBIDDEN if label in FORBIDDEN else UNSURE


def report(replies: list[Reply], evidence: list[dict[str, Evidence]], probabilities: Array) -> None:
    """Print F1 by label on held-out folds: over everything, and on what is answered; all files and the unseen ones."""
    labels = np.array([reply.labels for reply in replies])
    judged = []
    for found, chances in zip(evidence, probabilities, strict=True):
        judged.append(
            [decided(label, float(p), found[label], unsure(label)) for label, p in zip(LABELS, chances, strict=True)]
        )
    guesses = np.array([[judgement.is_reported for judgement in row] for row in judged])
    sure = np.array([[not judgement.is_abstained for judgement in row] for row in judged])
    fresh = np.array([reply.weight == 1.0 for reply in replies])
    for name, chosen in (("all", fresh | True), ("not seen by the lexicon", fresh)):
        print(f"== {name}: {int(chosen.sum())} replies, held-out folds")
        _print_scores(labels[chosen], guesses[chosen], sure[chosen])


def _print_scores(labels: Array, guesses: Array, sure: Array) -> None:
    whole, answered = [], []
    for place, label in enumerate(LABELS):
        truth, guess, known = labels[:, place], guesses[:, place], sure[:, place]
        whole.append(_f1(truth, guess))
        answered.append(_f1(truth[known], guess[known]))
        precision = (truth & guess).sum() / max(1, guess.sum())
        recall = (truth & guess).sum() / max(1, truth.sum())
        print(
            f"{label:20} P {precision:.2f} R {recall:.2f} F1 {whole[-1]:.2f} "
            f"answered {answered[-1]:.2f} {known.mean():.2f} n={truth.sum()}"
        )
    red = [LABELS.index(label) for label in sorted(FORBIDDEN)]
    precision = (labels[:, red] & guesses[:, red]).sum() / max(1, guesses[:, red].sum())
    print(
        f"macro-F1 {np.mean(whole):.3f}, answered {np.mean(answered):.3f}, coverage {sure.mean():.3f}, "
        f"precision of the red lines {precision:.3f}"
    )


def _f1(truth: Array, guess: Array) -> float:
    return 2 * float((truth & guess).sum()) / max(1, float(truth.sum() + guess.sum()))


if __name__ == "__main__":
    main()
