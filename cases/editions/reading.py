"""A case from text: YAML or JSON, as a person or a program writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cases.editions.text_yaml import CorpusError, load_text
from cases.engine.case import CaseError


def case_data_from_text(text: str) -> Mapping[str, Any]:
    """Read ``text`` into the mapping that :func:`cases.engine.case.parse_case` understands.

    Raises:
        CaseError: neither YAML nor JSON, or not a mapping.
    """
    try:
        data = _data_from_text(text)
        json.dumps(data, ensure_ascii=False).encode()
    except CorpusError as error:
        raise CaseError(tuple(error.problems)) from error
    except RecursionError as error:
        raise CaseError(("案情:嵌套太深",)) from error
    except UnicodeEncodeError as error:
        raise CaseError(("案情:里面有不成字的编码(落单的代理码)",)) from error
    return _as_mapping(data)


def _data_from_text(text: str) -> Any:
    if text.lstrip().startswith("{"):
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            pass  # YAML's flow style begins with a brace too
    return load_text(text, "案情")


def _as_mapping(data: Any) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise CaseError((f"案情应写成“键: 值”(facts、events、acts …),这里是“{str(data)[:40]}”",))
    return data
