"""Formulas that fold as they are built, and Kleene pairs of them. Python's ``bool`` is the constant formula.

z3's own constructors check and convert each argument, which costs more than the solving; these call its C functions.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple, TypeAlias

import z3
from z3 import z3core

#: A python bool or a z3 BoolRef.
Formula: TypeAlias = Any

_CONTEXT: Any = z3.main_ctx()
_REF: Any = _CONTEXT.ref()


def _c_function(checked: Any, result: Any, *arguments: Any) -> Any:
    """The C function that one of z3's Python functions calls and checks."""
    (call,) = checked.__defaults__
    address: Any = ctypes.cast(call.f, ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_POINTER: Final = ctypes.c_void_p
_MAKE_NOT: Final = _c_function(z3core.Z3_mk_not, z3.Ast, _POINTER, _POINTER)
_MAKE_AND: Final = _c_function(z3core.Z3_mk_and, z3.Ast, _POINTER, ctypes.c_uint, _POINTER)
_MAKE_OR: Final = _c_function(z3core.Z3_mk_or, z3.Ast, _POINTER, ctypes.c_uint, _POINTER)
_MAKE_IFF: Final = _c_function(z3core.Z3_mk_iff, z3.Ast, _POINTER, _POINTER, _POINTER)
_ASSERT: Final = _c_function(z3core.Z3_solver_assert, None, _POINTER, _POINTER, _POINTER)
_KEEP: Final = _c_function(z3core.Z3_inc_ref, None, _POINTER, _POINTER)
_DROP: Final = _c_function(z3core.Z3_dec_ref, None, _POINTER, _POINTER)


class _Made(z3.BoolRef):  # type: ignore[misc]
    """A formula made here."""

    def __init__(self, ast: Any) -> None:
        if not ast:
            raise z3.Z3Exception("made of what is no formula")
        self.ast, self.ctx = ast, _CONTEXT
        _KEEP(_REF, ast)

    def __del__(self, drop: Any = _DROP) -> None:
        ast = self.__dict__.pop("ast", None)
        if ast is not None and self.ctx.ctx is not None:
            drop(self.ctx.ctx, ast)


def forget_all() -> None:
    """Start z3 afresh, so that the same questions get the same answers; formulas made before are of no use then."""
    _use(None)


def context() -> Any:
    """What the formulas made now belong to; formulas of two contexts do not mix."""
    return _CONTEXT


@contextmanager
def using(chosen: Any) -> Iterator[None]:
    """Make formulas in ``chosen`` meanwhile, a context that was in use before; None for a fresh one."""
    before = _CONTEXT
    _use(chosen)
    try:
        yield
    finally:
        _use(before)


def _use(chosen: Any) -> None:
    global _CONTEXT, _REF  # noqa: PLW0603 - z3 keeps its main context in a global of its own
    z3.z3._main_ctx = chosen  # noqa: SLF001 - there is no public way
    _CONTEXT = z3.main_ctx()
    _REF = _CONTEXT.ref()


def var(name: str) -> Formula:
    """The boolean variable ``name``."""
    return z3.Bool(name)


def not_(item: Formula) -> Formula:
    """Negation."""
    if isinstance(item, bool):
        return not item
    return _Made(_MAKE_NOT(_REF, item.ast))


def and_(items: Iterable[Formula]) -> Formula:
    """Conjunction; True of none."""
    kept = []
    for item in items:
        if item is False:
            return False
        if item is not True:
            kept.append(item)
    if len(kept) < 2:  # noqa: PLR2004 - nothing to join
        return kept[0] if kept else True
    return _Made(_MAKE_AND(_REF, len(kept), _array(kept)))


def or_(items: Iterable[Formula]) -> Formula:
    """Disjunction; False of none."""
    kept = []
    for item in items:
        if item is True:
            return True
        if item is not False:
            kept.append(item)
    if len(kept) < 2:  # noqa: PLR2004 - nothing to join
        return kept[0] if kept else False
    return _Made(_MAKE_OR(_REF, len(kept), _array(kept)))


def _array(items: list[Formula]) -> Any:
    return (z3.Ast * len(items))(*[item.ast for item in items])


def add_to(solver: Any, formulas: Iterable[Formula]) -> None:
    """Assert ``formulas`` in a solver."""
    for formula in formulas:
        item = z3.BoolVal(formula) if isinstance(formula, bool) else formula
        _ASSERT(_REF, solver.solver, item.ast)


def is_true(model: Any, formula: Formula) -> bool:
    """Whether ``formula`` holds in a model of the solver."""
    return formula if isinstance(formula, bool) else bool(z3.is_true(model.eval(formula, model_completion=True)))


def implies(premise: Formula, conclusion: Formula) -> Formula:
    """Implication."""
    return or_((not_(premise), conclusion))


def iff(one: Formula, other: Formula) -> Formula:
    """Equivalence."""
    if isinstance(one, bool):
        return other if one else not_(other)
    if isinstance(other, bool):
        return one if other else not_(one)
    return _Made(_MAKE_IFF(_REF, one.ast, other.ast))


def pick(test: Formula, then: Any, other: Any) -> Any:
    """The number ``then`` where ``test`` holds, else ``other``."""
    if isinstance(test, bool):
        return then if test else other
    return then if then is other else z3.If(test, then, other)


class Tri(NamedTuple):
    """A Kleene truth value: surely true, surely false, neither (open); ``total`` when it is never open."""

    t: Formula
    f: Formula
    total: bool = False


def known(formula: Formula) -> Tri:
    """A truth value that is never open."""
    return Tri(formula, not_(formula), total=True)


YES = known(formula=True)
NO = known(formula=False)


def negation(item: Tri) -> Tri:
    """Kleene's not."""
    return Tri(item.f, item.t, item.total)


def all_of(items: Iterable[Tri]) -> Tri:
    """Kleene's and."""
    parts = list(items)
    if len(parts) == 1:
        return parts[0]
    true = and_(part.t for part in parts)
    if all(part.total for part in parts):
        return known(true)
    return Tri(true, or_(part.f for part in parts))


def any_of(items: Iterable[Tri]) -> Tri:
    """Kleene's or."""
    parts = list(items)
    if len(parts) == 1:
        return parts[0]
    true = or_(part.t for part in parts)
    if all(part.total for part in parts):
        return known(true)
    return Tri(true, and_(part.f for part in parts))


def open_where(doubt: Formula, item: Tri) -> Tri:
    """``item``, but open where ``doubt`` holds."""
    if doubt is False:
        return item
    sure = not_(doubt)
    return Tri(and_((sure, item.t)), and_((sure, item.f)))


def false_where(absent: Formula, item: Tri) -> Tri:
    """``item``, but surely false where ``absent`` holds."""
    true = and_((not_(absent), item.t))
    return known(true) if item.total else Tri(true, or_((absent, item.f)))
