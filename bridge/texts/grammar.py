"""What may stand in a text: names, tests of names, loops over a list, and a few filters. Nothing that computes.

Templates are Jinja2, sandboxed, with customer text as data only. The allow-list below is what keeps a slip such as
``{{ 'a' * 10**9 }}`` from taking the machine's memory, and it finds a wrong name on a branch that no sample takes.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bridge.texts.catalogue import Names

FILTERS: Final = (
    "capitalize",
    "default",
    "first",
    "join",
    "last",
    "length",
    "lower",
    "title",
    "trim",
    "truncate",
    "upper",
)
TESTS: Final = ("defined", "eq", "false", "in", "ne", "none", "true", "undefined")

_PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.List, nodes.Tuple, nodes.Keyword)
_CHOOSING = (nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Test)
_NAMING = (nodes.Name, nodes.Getattr, nodes.Filter, nodes.For)
ALLOWED: Final = (*_PLAIN, *_CHOOSING, *_NAMING)


class Slip(NamedTuple):
    """What is wrong in a template, and on which line."""

    line: int
    reason: str


def environment() -> ImmutableSandboxedEnvironment:
    """Return the environment that all texts are compiled in."""
    made = ImmutableSandboxedEnvironment(
        autoescape=False,  # the texts are Markdown; customer text is made harmless in bridge.texts.safe
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests = {name: made.tests[name] for name in TESTS}
    return made


ENVIRONMENT: Final = environment()


@lru_cache(maxsize=256)
def compiled(source: str) -> Template:
    """Return a template ready to render; the same text is compiled once, however many policies are compared."""
    return ENVIRONMENT.from_string(source)


def slips(source: str, names: Names) -> list[Slip]:
    """Return what is wrong in ``source``, given the names that it may use."""
    try:
        tree = _tree(source)
    except TemplateSyntaxError as exc:
        return [Slip(exc.lineno, exc.message or "cannot be read")]
    return [*_forbidden(tree), *_unknown(tree, names)]


@lru_cache(maxsize=256)
def _tree(source: str) -> nodes.Template:
    return ENVIRONMENT.parse(source)


def _forbidden(tree: nodes.Template) -> Iterator[Slip]:
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, ALLOWED):
            yield Slip(node.lineno, f"{type(node).__name__} has no place in a text: names, if, for and filters have")
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            yield Slip(node.lineno, f'there is no filter "{node.name}"; there are {", ".join(FILTERS)}')
        if isinstance(node, nodes.Test) and node.name not in TESTS:
            yield Slip(node.lineno, f'there is no test "{node.name}"; there are {", ".join(TESTS)}')


def _unknown(tree: nodes.Template, names: Names) -> Iterator[Slip]:
    own = {target.name for loop in tree.find_all(nodes.For) for target in loop.target.find_all(nodes.Name)}
    own |= {loop.target.name for loop in tree.find_all(nodes.For) if isinstance(loop.target, nodes.Name)} | {"loop"}
    for name in tree.find_all(nodes.Name):
        if name.name not in names and name.name not in own:
            yield Slip(name.lineno, f'there is no "{name.name}" here; there are {", ".join(sorted(names))}')
    for part in tree.find_all(nodes.Getattr):
        table = part.node.name if isinstance(part.node, nodes.Name) else ""
        if table in names and table not in own and part.attr not in names[table]:
            there = ", ".join(f"{table}.{attribute}" for attribute in sorted(names[table])) or f"{table} itself"
            yield Slip(part.lineno, f'there is no "{table}.{part.attr}"; there is {there}')
