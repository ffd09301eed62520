"""WHMCS through our own addon: signed both ways, keys enforced in its database, tags, one call for each reading."""

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from standardwebhooks import Webhook

from bridge.billing import ChangeTags, Command, Connection, NameFinding, Receipt
from bridge.clock import real_clock
from bridge.core.model import Client, Quote, Subject, Ticket
from bridge.core.policy import Policy
from bridge.secrets import Secret
from mappings.whmcs import lookups, nouns
from mappings.whmcs.answers import NotFoundError
from mappings.whmcs.commands import call_of, receipt_of
from mappings.whmcs.known_names import check_names
from mappings.whmcs.line import Call, Line, Seal, readable
from mappings.whmcs.lists import Listed, tags_of
from mappings.whmcs.lookups import found
from mappings.whmcs.shapes import Answer, UnreadableError, rows, text
from mappings.whmcs.tags_note import keep_tags_note, tags_in
from mappings.whmcs.transport import Envelope

PATH = "modules/addons/supportbridge/api.php"

_SKEW_TO_MENTION = 30  # seconds; the addon refuses signatures older than five minutes


def signed(secret: Secret) -> Seal:
    """Return what makes a signed request of a call: a write's key is its id, a read has a new one each time."""
    signer = Webhook(secret.reveal())

    def seal(call: Call) -> Envelope:
        now, webhook_id = real_clock(), call.key or uuid.uuid4().hex
        body = json.dumps({"command": call.action, "params": call.params})
        headers = {
            "Content-Type": "application/json",
            "webhook-id": webhook_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signer.sign(webhook_id, now, body),
        }
        return Envelope(PATH, body.encode(), headers)

    return seal


class AddonBilling(Listed):
    """Fulfils ``bridge.billing.Billing``, and ``bridge.listing.Listing``."""

    enforces_keys = True

    def __init__(self, line: Line, shop: Connection) -> None:
        self._line = line
        self._shop = shop
        self._tags_are_supported = False

    @property
    def has_tags(self) -> bool:
        """Whether this WHMCS has the tags table; once seen it is believed, a failure to ask is no answer."""
        if not self._tags_are_supported:
            self._tags_are_supported = bool(self._line.ask("BridgeInfo").get("tags_supported"))
        return self._tags_are_supported

    @property
    def clock_skew(self) -> float | None:
        return self._line.skew

    def read_client(self, client_id: str) -> Client | None:
        answer = found(self._line, "ReadClient", "clientid", client_id)
        if answer is None:
            return None
        with readable("ReadClient"):
            return nouns.client(
                _details(answer),
                products=rows(answer, "products", "product"),
                addons=rows(answer, "addons", "addon"),
            )

    def read_ticket(self, ticket_id: str) -> Ticket | None:
        answer = found(self._line, "ReadTicket", "ticketid", ticket_id)
        if answer is None:
            return None
        with readable("ReadTicket"):
            notes, tags = nouns.notes(answer, self._shop), nouns.tags(answer.get("tags"))
            # No tags may mean that none are set, or that this WHMCS has nowhere to set them.
            if not tags and not self.has_tags:
                tags = tags_in(notes) if self._shop.tags_in_note else None
            return nouns.ticket(answer, self._shop, notes=notes, tags=tags)

    def list_tags(self, tickets: Sequence[str]) -> Mapping[str, frozenset[str]] | None:
        """Ask for many tickets' tags at once; an addon from before 0.2 takes one ticket only, and refuses."""
        if not tickets or not self.has_tags:
            return None
        try:
            with readable("GetTicketTags"):
                return tags_of(self._line.ask("GetTicketTags", {"ticketids": [int(ticket) for ticket in tickets]}))
        except NotFoundError:
            return None

    def read_quote(self, quote_id: str) -> Quote | None:
        return lookups.read_quote(self._line, quote_id)

    def find_quotes(self, client_id: str, subject: str) -> Sequence[Quote]:
        return lookups.find_quotes(self._line, client_id, subject)

    def resolve(self, subject: Subject) -> Subject | None:
        return lookups.client_behind(self._line, subject)

    def apply(self, command: Command) -> Receipt:
        deadline = self._line.deadline()
        if isinstance(command, ChangeTags):
            return self._change_tags(command, deadline)
        answer = self._line.tell(call_of(command, date_format=self._shop.date_format), deadline=deadline)
        return receipt_of(command, answer)

    def _change_tags(self, command: ChangeTags, deadline: float) -> Receipt:
        if not self.has_tags:
            return keep_tags_note(self._line, self._shop, command, reading="ReadTicket", deadline=deadline)
        changes = {"ticketid": int(command.ticket), "add": sorted(command.add), "remove": sorted(command.remove)}
        answer = self._line.tell(Call("SetTicketTags", changes, command.key), deadline=deadline)
        with readable("SetTicketTags"):
            return Receipt(tags=nouns.tags(answer.get("tags")))

    def check_names(self, policy: Policy) -> Sequence[NameFinding]:
        return list(check_names(self._line, policy))

    def check(self) -> Sequence[str]:
        """Ask the addon who it is, and say what of it will cause trouble."""
        info = self._line.ask("BridgeInfo")
        with readable("BridgeInfo"):
            return [
                f"addon {text(info.get('version'))} on WHMCS {text(info.get('whmcs'))}: reached, signature accepted",
                *_zone_finding(text(info.get("timezone")), self._shop.zone.key),
                *_clock_finding(info.get("time"), now=real_clock()),
                *([] if info.get("tags_supported") else ["ticket tags: not supported there, none will be written"]),
                f"events waiting in its outbox: {text(info.get('outbox_waiting'))}",
            ]


def _details(answer: Answer) -> Answer:
    match answer.get("client"):
        case dict() as details:
            return details
        case _:
            raise UnreadableError("client: missing")


def _zone_finding(theirs: str, ours: str) -> list[str]:
    if theirs == ours:
        return []
    return [f"time zone: the billing system is in {theirs or 'an unknown one'}, [billing] timezone says {ours}"]


def _clock_finding(said: object, *, now: datetime) -> list[str]:
    try:
        skew = (datetime.fromisoformat(text(said)) - now).total_seconds()
    except (ValueError, TypeError):
        return ["clock: the billing system's time could not be read"]
    return [f"clock: the billing system's is {skew:+.0f} s off ours"] if abs(skew) > _SKEW_TO_MENTION else []
