"""What a fresh web process does before it can decide: run by the benchmark in a process of its own.

Prints seconds as JSON: setting Django up, the current edition, and the rules of one stack compiled.
"""

import json
import os
import sys
from time import perf_counter


def main() -> None:
    start = perf_counter()
    import django  # noqa: PLC0415 - importing is part of what is measured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "certification.settings")
    django.setup()
    from cases import api  # noqa: PLC0415 - as above

    ready = perf_counter()
    edition = api.current_edition()
    loaded = perf_counter()
    edition.program(api.Stack("taobao"))
    compiled = perf_counter()
    told = {"django": ready - start, "edition": loaded - ready, "rules": compiled - loaded, "count": len(edition.rules)}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
