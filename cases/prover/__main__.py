"""``python -m cases.prover``: the process that the solver runs in, fed by :mod:`cases.prover.client`."""

from __future__ import annotations

import sys

from cases.prover.service import serve

if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
