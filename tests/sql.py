"""What is formatted into SQL: found in the syntax of Python, wherever a statement is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_RUNS = {"execute", "executemany", "executescript", "query"}
_STATEMENT = (
    r"\s*(SELECT|INSERT|REPLACE|UPDATE|DELETE|DROP|CREATE|ALTER|PRAGMA|ATTACH|BEGIN|COMMIT|ROLLBACK|VACUUM|WITH)\b"
)
_DEEPEST = 5


def is_sql(node: ast.AST) -> bool:
    """Whether a constant is a statement."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(re.match(_STATEMENT, node.value))


def holes(tree: ast.AST, *, runs_only: bool = False) -> Iterator[str]:
    """What stands in statements and is no constant, as it is written; with `runs_only`, where statements are run."""
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or node.attr not in _RUNS:
            continue
        call = node.parent  # type: ignore[attr-defined]
        if runs_only:
            yield ast.unparse(call)
        elif isinstance(call, ast.Call) and call.func is node:
            given = [*call.args[:1], *(keyword.value for keyword in call.keywords)] if not call.args else call.args[:1]
            for part in given:
                yield from _holes(part, 0)
        else:  # passed on to be called elsewhere
            yield ast.unparse(call)


def _holes(node: ast.expr, depth: int) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        return
    if isinstance(node, ast.JoinedStr):
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from _holes(part.value, depth)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _holes(node.left, depth)
        yield from _holes(node.right, depth)
    elif isinstance(node, ast.IfExp):
        yield from _holes(node.body, depth)
        yield from _holes(node.orelse, depth)
    elif isinstance(node, ast.List | ast.BoolOp):
        for part in node.elts if isinstance(node, ast.List) else node.values:
            yield from _holes(part, depth)
    elif isinstance(node, ast.ListComp):
        yield from _holes(node.elt, depth)
    elif isinstance(node, ast.Name) and depth < _DEEPEST and (values := _assigned(node.id, node)):
        for value in values:
            yield from _holes(value, depth + 1)
    elif _is_join(node) and isinstance(node, ast.Call) and _of_a_list(node.args[0]):
        yield from _holes(node.args[0], depth)
    else:
        yield ast.unparse(node)


def _is_join(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "join"
        and isinstance(node.func.value, ast.Constant)
    )


def _of_a_list(node: ast.expr) -> bool:
    """Whether all that is joined is known: a list, or a name that lists are assigned to."""
    if isinstance(node, ast.Name):
        return any(
            isinstance(value, ast.List | ast.ListComp | ast.IfExp | ast.BoolOp) for value in _assigned(node.id, node)
        )
    return isinstance(node, ast.List)


def _assigned(name: str, node: ast.AST) -> list[ast.expr]:
    """All that a name is given, or that is added to it, in the function around a node, else in the module."""
    while (parent := getattr(node, "parent", None)) is not None:
        node = parent
        if isinstance(node, ast.FunctionDef | ast.Module):
            found = [value for part in ast.walk(node) for value in _given(part, name)]
            if found:
                return found
    return []


def _given(node: ast.AST, name: str) -> Iterator[ast.expr]:
    def is_name(target: ast.expr) -> bool:
        return isinstance(target, ast.Name) and target.id == name

    if isinstance(node, ast.Assign):
        for target in node.targets:
            if is_name(target):
                yield node.value
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from (value for part, value in zip(target.elts, node.value.elts, strict=True) if is_name(part))
    elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr) and is_name(node.target) and node.value:
        yield node.value
    elif isinstance(node, ast.For) and is_name(node.target) and isinstance(node.iter, ast.Tuple | ast.List):
        yield from node.iter.elts
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_name(node.func.value):
        yield from node.args if node.func.attr in ("append", "extend", "insert") else ()
