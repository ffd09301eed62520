"""Texts at start: each is found, compiled, and rendered with samples in every language, or named as a mistake.

A template is proven twice, with the longest values that can come and with none, so that no text fails on a ticket.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from jinja2 import TemplateError

from bridge.core.actions import NoteReason
from bridge.core.policy import Guide
from bridge.errors import Mistake
from bridge.texts import grammar, library
from bridge.texts.catalogue import CLARIFICATION, GUIDE, LONGEST_SAMPLES, NOTES, REPLIES, Links, Names
from bridge.texts.library import Library, Source
from bridge.texts.template import Template
from bridge.texts.texts import Reply, Texts

Sample = dict[str, object]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the config asks of its texts; ``clarifications`` pairs each name with the guides of the topics using it."""

    folder: Path | None
    beside: Path
    language: str
    date_format: str
    links: Links
    guides: tuple[Guide, ...] = ()
    clarifications: tuple[tuple[str, tuple[Guide, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Loading:
    """One load in progress: what has been made of the templates so far, and what is wrong."""

    mistakes: list[Mistake] = field(default_factory=list)

    def compiled(self, sources: Iterable[Source], names: Names) -> dict[str, Template]:
        """Return the sound ones of a text's versions, by language; the others become mistakes."""
        return {source.language: template for source in sources if (template := self._compiled(source, names))}

    def found(self, sources: Iterator[Source], shown: str) -> list[Source]:
        """Return what can be read of a text's versions."""
        try:
            return list(sources)
        except (OSError, ValueError) as exc:
            self.complain(shown, "text", f"cannot be read as UTF-8 text: {exc}")
            return []

    def complain(self, file: str, key: str, reason: str) -> None:
        self.mistakes.append(Mistake(file, key, reason))

    def _compiled(self, source: Source, names: Names) -> Template | None:
        slips = grammar.slips(source.text, names)
        for slip in slips:
            self.complain(source.file, f"line {slip.line}", slip.reason)
        if slips:
            return None
        try:
            return Template(source.file, source.text, grammar.compiled(source.text))
        except TemplateError as exc:
            self.complain(source.file, f"line {getattr(exc, 'lineno', 1)}", exc.message or "cannot be compiled")
            return None


def load_texts(wanted: Wanted) -> tuple[Texts, tuple[Mistake, ...]]:
    """Return the texts, whole if there is no mistake among the second."""
    loading = Loading()
    shelf = Library(wanted.folder, wanted.beside)
    if wanted.folder is not None and not wanted.folder.is_dir():
        loading.complain(str(wanted.folder), "[replies] directory", "is no folder; create it, or leave the key out")
    replies = {name: _reply(loading, shelf, name) for name in REPLIES}
    for name, _ in wanted.clarifications:
        replies[name] = _clarification(loading, shelf, name, wanted.language)
    texts = Texts(wanted.language, wanted.links, wanted.date_format, replies, _notes(loading, shelf))
    _prove(loading, texts, wanted)
    return texts, tuple(dict.fromkeys(loading.mistakes))


def _reply(loading: Loading, shelf: Library, name: str) -> Reply:
    own = loading.compiled(loading.found(shelf.own(f"{name}.md"), name), REPLIES[name])
    return Reply(own, loading.compiled(library.shipped_replies(name), REPLIES[name]))


def _clarification(loading: Loading, shelf: Library, name: str, language: str) -> Reply:
    sources = loading.found(shelf.clarification(name), name)
    if not {language, library.EVERY_LANGUAGE} & {source.language for source in sources}:
        loading.complain(
            str(shelf.beside / name), "text", f"is not there, nor for the language {language!r}; write it (L3)"
        )
    return Reply(loading.compiled(sources, CLARIFICATION), {})


def _notes(loading: Loading, shelf: Library) -> dict[NoteReason, Template]:
    notes: dict[NoteReason, Template] = {}
    for reason, names in NOTES.items():
        own = [source for source in loading.found(shelf.own(f"notes/{reason}.md"), reason) if not source.language]
        for template in loading.compiled(own or [library.shipped_note(reason)], names).values():
            notes[reason] = template
    return notes


def _prove(loading: Loading, texts: Texts, wanted: Wanted) -> None:
    """Render every template with everything it may be given, and with nothing."""
    guides = {GUIDE: wanted.guides, **dict(wanted.clarifications)}
    for name, reply in texts.replies.items():
        for template in (*reply.own.values(), *reply.shipped.values()):
            _try(loading, template, texts.reply_values(name, {}), may_be_empty=True)
            for sample in _with_guides(guides.get(name, ())):
                _try(loading, template, texts.reply_values(name, sample))
    for reason, template in texts.notes.items():
        _try(loading, template, texts.note_values(reason, {}), may_be_empty=True)
        _try(loading, template, texts.note_values(reason, LONGEST_SAMPLES))


def _with_guides(guides: Sequence[Guide]) -> list[Sample]:
    if not guides:
        return [dict(LONGEST_SAMPLES)]
    return [{**LONGEST_SAMPLES, "guide": asdict(guide)} for guide in guides]


def _try(loading: Loading, template: Template, values: Mapping[str, object], *, may_be_empty: bool = False) -> None:
    try:
        text = template.render(values)
    except (TemplateError, ArithmeticError, TypeError, ValueError) as exc:
        loading.complain(template.file, "text", f"cannot be rendered: {exc}")
    else:
        if not text and not may_be_empty:
            loading.complain(template.file, "text", "comes out empty; a reply that says nothing is not sent")
