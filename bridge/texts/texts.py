"""All texts of a running bridge: found, compiled and proven once; rendered in the customer's language."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from bridge.core.actions import NoteReason
from bridge.texts import safe, values
from bridge.texts.catalogue import CLARIFICATION, CLEANING, NOTES, REPLIES, Links, Names
from bridge.texts.library import EVERY_LANGUAGE, LAST_RESORT
from bridge.texts.template import Template, digest
from bridge.texts.values import Clean


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply text in all its languages; the admin's own come before the shipped ones."""

    own: Mapping[str, Template]
    shipped: Mapping[str, Template]

    def in_language(self, wanted: str, default: str) -> Template:
        """Return the version for a customer; KeyError when there is none at all, which the load refuses."""
        own = (self.own.get(language) for language in (wanted, default, EVERY_LANGUAGE))
        shipped = (self.shipped.get(language) for language in (wanted, default))
        found = (template for template in (*own, *shipped) if template is not None)
        return next(found, None) or self.shipped[LAST_RESORT]


@dataclass(frozen=True, slots=True)
class Texts:
    """What the bridge says. Values that it is not given are empty: a text that loaded can always be rendered."""

    language: str
    links: Links
    date_format: str  # "DD/MM/YYYY": how a date is shown
    replies: Mapping[str, Reply]
    notes: Mapping[NoteReason, Template]

    def reply(self, name: str, language: str, given: Mapping[str, object]) -> str:
        """Return a reply in the customer's language or, where there is none, the admin's.

        ``name`` is "guide", "quote-sent" or a clarification's ``Text.name``; ``language`` ISO 639-1 or "". ``given``
        is nested as ``bridge.texts.catalogue`` lists them: ``{"client": {"first_name": ...}, ...}``; the links are
        known here. What customers wrote is made harmless here.
        """
        return self.replies[name].in_language(language, self.language).render(self.reply_values(name, given))

    def note(self, reason: str, given: Mapping[str, object]) -> str:
        """Return a staff note (W3). ``given`` is as in ``bridge.texts.catalogue.NOTES``, all made harmless here."""
        return self.notes[NoteReason(reason)].render(self.note_values(NoteReason(reason), given))

    def digest(self, name: str) -> str:
        """Return a digest of the sources of a reply in all its languages."""
        reply = self.replies[name]
        return digest({**{f"shipped {key}": template for key, template in reply.shipped.items()}, **reply.own})

    def reply_values(self, name: str, given: Mapping[str, object]) -> dict[str, object]:
        return self._values(REPLIES.get(name, CLARIFICATION), given, _clean_for_reply)

    def note_values(self, reason: NoteReason, given: Mapping[str, object]) -> dict[str, object]:
        return self._values(NOTES[reason], given, _clean_for_note)

    def _values(self, names: Names, given: Mapping[str, object], clean: Clean) -> dict[str, object]:
        complete = values.complete(names, {**given, "links": asdict(self.links)})
        return {
            name: values.shown(value, name, clean=clean, date_format=self.date_format)
            for name, value in complete.items()
        }


def _clean_for_reply(path: str, text: str) -> str:
    return CLEANING[path](text) if path in CLEANING else text


def _clean_for_note(_path: str, text: str) -> str:
    return safe.line(text)
