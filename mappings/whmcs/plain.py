"""WHMCS through its plain API, where our addon is not installed: identifier and secret, no tags, no keys.

Nothing here can tell a repeated write from a first one, so each write has a connection of its own: on one that lay idle
a request can be lost to a close that crossed it, and would then be neither done nor known not to be.
"""

import logging
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from bridge.billing import ApiCredentials, ChangeTags, Command, Connection, NameFinding, Receipt
from bridge.core.model import Client, Quote, Subject, Ticket
from bridge.core.policy import Policy
from mappings.whmcs import lookups, nouns
from mappings.whmcs.commands import call_of, receipt_of
from mappings.whmcs.known_names import check_names
from mappings.whmcs.line import Call, Line, Seal, readable
from mappings.whmcs.lists import Listed
from mappings.whmcs.lookups import found, ticket_notes
from mappings.whmcs.shapes import Answer, UnreadableError, day, rows, text
from mappings.whmcs.tags_note import keep_tags_note, tags_in
from mappings.whmcs.transport import Envelope
from mappings.whmcs.words import identifier

PATH = "includes/api.php"

log = logging.getLogger(__name__)


def form(credentials: ApiCredentials) -> Seal:
    """Return what makes a form of a call, with the credentials among its fields (authentication.md)."""
    access = {"identifier": credentials.identifier.reveal(), "secret": credentials.secret.reveal()}
    if credentials.access_key:
        access["accesskey"] = credentials.access_key.reveal()

    def seal(call: Call) -> Envelope:
        params = {name: int(value) if isinstance(value, bool) else value for name, value in call.params.items()}
        body = urlencode({"action": call.action, **params, **access, "responsetype": "json"}, errors="replace")
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return Envelope(PATH, body.encode(), headers, is_fresh=call.key is not None)

    return seal


class PlainBilling(Listed):
    """Fulfils ``bridge.billing.Billing``, and ``bridge.listing.Listing``."""

    enforces_keys = False
    has_tags = False

    def __init__(self, line: Line, shop: Connection) -> None:
        self._line = line
        self._shop = shop

    @property
    def clock_skew(self) -> float | None:
        return self._line.skew

    def read_client(self, client_id: str) -> Client | None:
        answer = found(self._line, "GetClientsDetails", "clientid", client_id)
        if answer is None:
            return None
        with readable("GetClientsDetails"):
            details = _details(answer)
            signed_up = day(details.get("datecreated")) or self._signed_up(client_id, text(details.get("email")))
        with readable("GetClientsProducts"):
            products = self._line.listed("GetClientsProducts", "products", "product", {"clientid": int(client_id)})
        with readable("GetClientsAddons"):
            addons = rows(self._line.ask("GetClientsAddons", {"clientid": int(client_id)}), "addons", "addon")
            dated = {**details, "datecreated": signed_up.isoformat() if signed_up else ""}
            return nouns.client(dated, products=products, addons=addons)

    def _signed_up(self, client_id: str, email: str) -> date | None:
        """Return the sign-up date, which only the list of clients shows; it is searched by e-mail address."""
        listed = self._line.listed("GetClients", "clients", "client", {"search": email}) if email else []
        for row in listed:
            if identifier(row.get("id")) == client_id:
                return day(row.get("datecreated"))
        log.warning("client.sign_up_not_listed", extra={"client": client_id})
        return None

    def read_ticket(self, ticket_id: str) -> Ticket | None:
        answer = found(self._line, "GetTicket", "ticketid", ticket_id)
        if answer is None:
            return None
        with readable("GetTicket"):
            notes = ticket_notes(self._line, self._shop, answer, deadline=self._line.deadline())
            tags = tags_in(notes) if self._shop.tags_in_note else None
            return nouns.ticket(answer, self._shop, notes=notes, tags=tags)

    def read_quote(self, quote_id: str) -> Quote | None:
        return lookups.read_quote(self._line, quote_id)

    def find_quotes(self, client_id: str, subject: str) -> Sequence[Quote]:
        return lookups.find_quotes(self._line, client_id, subject)

    def resolve(self, subject: Subject) -> Subject | None:
        return lookups.client_behind(self._line, subject)

    def apply(self, command: Command) -> Receipt:
        deadline = self._line.deadline()
        if isinstance(command, ChangeTags):
            return keep_tags_note(self._line, self._shop, command, reading="GetTicket", deadline=deadline)
        answer = self._line.tell(call_of(command, date_format=self._shop.date_format), deadline=deadline)
        return receipt_of(command, answer)

    def check_names(self, policy: Policy) -> Sequence[NameFinding]:
        return list(check_names(self._line, policy))

    def check(self) -> Sequence[str]:
        """Ask for its version, which takes reaching it, signing in and the permission to use the API."""
        answer = self._line.ask("WhmcsDetails")
        match answer.get("whmcs"):
            case dict() as about:
                with readable("WhmcsDetails"):
                    version = text(about.get("version"))
            case _:
                version = "of unknown version"
        where = "in a note" if self._shop.tags_in_note else "nowhere"
        return [f"WHMCS {version}: reached, signed in", f"no addon: tags are kept {where}"]


def _details(answer: Answer) -> Answer:
    """Return GetClientsDetails' ``client``; very old installations have its fields at the top."""
    match answer.get("client"):
        case dict() as details:
            return details
        case None if "status" in answer or "email" in answer:
            return answer
        case _:
            raise UnreadableError("client: missing")
