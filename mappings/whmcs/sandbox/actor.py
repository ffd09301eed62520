"""The hand in the sandbox: a small typed client of its control surface, for journey tests and the demo.

Rule: one method an act, named for who does what; each returns the id it made. Keywords left out take the shop's own
defaults; ``silent=True`` runs no hook, ``at=`` (RFC 3339) happens at another instant.
"""

from collections.abc import Sequence
from typing import Any, cast

import requests

TIMEOUT = 30.0  # seconds

Dump = dict[str, Any]  # what the sandbox tells of itself: JSON, read by tests


class NotPossibleError(Exception):
    """The sandbox would not do as asked; the text says why."""


class Actor:
    """Acts in the sandbox at ``url`` as whoever the method names."""

    def __init__(self, url: str) -> None:
        self._url = f"{url.rstrip('/')}/sandbox/"

    def fill(self, *, clients: int = 0, tickets: int = 0, minutes: int = 5) -> None:
        """Give the shop a history: clients with what they hold, open tickets so many minutes apart; no hook runs."""
        self._act("fill", clients=clients, tickets=tickets, minutes=minutes)

    # Clients and what they hold ---------------------------------------------------------------------------------

    def sign_up(self, **details: object) -> int:
        """Sign up a client: first_name, last_name, email, language, signed_up (a date; "0000-00-00": none)."""
        return self._made("client", "sign-up", **details)

    def set_client_status(self, client: int, status: str, **circumstances: object) -> None:
        self._act("client-status", client=client, status=status, **circumstances)

    def merge_clients(self, survivor: int, gone: int, **circumstances: object) -> None:
        self._act("merge-clients", survivor=survivor, gone=gone, **circumstances)

    def delete_client(self, client: int, **circumstances: object) -> None:
        self._act("delete-client", client=client, **circumstances)

    def buy(self, client: int, item: str, **details: object) -> str:
        """Buy ``product:42`` or ``addon:7`` and pay; return the holding's name. Also: registered, service, pending."""
        return str(self._act("buy", client=client, item=item, **details)["holding"])

    def order(self, client: int, item: str, **details: object) -> int:
        """Order without paying; return the order, for ``accept_order``."""
        return self._made("order", "buy", client=client, item=item, pending=True, **details)

    def accept_order(self, order: int, **circumstances: object) -> None:
        self._act("accept-order", order=order, **circumstances)

    def set_holding_status(self, holding: str, status: str, **circumstances: object) -> None:
        """Suspend, unsuspend, terminate or cancel a product or an addon by its new status."""
        self._act("holding-status", holding=holding, status=status, **circumstances)

    def delete_holding(self, holding: str, **circumstances: object) -> None:
        self._act("delete-holding", holding=holding, **circumstances)

    def request_cancellation(self, holding: str, **details: object) -> None:
        self._act("request-cancellation", holding=holding, **details)

    # Tickets ----------------------------------------------------------------------------------------------------

    def open_ticket(self, client: int, subject: str, message: str, **details: object) -> int:
        """Open a ticket as a client. Also: department, admin (staff opens it)."""
        return self._made("ticket", "open-ticket", client=client, subject=subject, message=message, **details)

    def open_ticket_as_guest(self, name: str, email: str, subject: str, message: str) -> int:
        return self._made("ticket", "open-ticket", name=name, email=email, subject=subject, message=message)

    def customer_replies(self, ticket: int, message: str, **circumstances: object) -> int:
        return self._made("reply", "customer-reply", ticket=ticket, message=message, **circumstances)

    def staff_replies(self, ticket: int, message: str, **details: object) -> int:
        """Reply as a person, or as whoever ``name`` is. Also: status."""
        return self._made("reply", "staff-reply", ticket=ticket, message=message, **details)

    def staff_notes(self, ticket: int, message: str, **details: object) -> int:
        return self._made("note", "staff-note", ticket=ticket, message=message, **details)

    def staff_tags(self, ticket: int, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        self._act("staff-tags", ticket=ticket, add=list(add), remove=list(remove))

    def set_ticket_status(self, ticket: int, status: str, **circumstances: object) -> None:
        """Close or reopen a ticket by its new status."""
        self._act("ticket-status", ticket=ticket, status=status, **circumstances)

    def set_priority(self, ticket: int, priority: str, **circumstances: object) -> None:
        self._act("ticket-priority", ticket=ticket, priority=priority, **circumstances)

    def set_department(self, ticket: int, department: int, **circumstances: object) -> None:
        self._act("ticket-department", ticket=ticket, department=department, **circumstances)

    def give_ticket_to(self, ticket: int, client: int, **circumstances: object) -> None:
        self._act("ticket-client", ticket=ticket, client=client, **circumstances)

    def merge_tickets(self, master: int, *merged: int, **circumstances: object) -> None:
        self._act("merge-tickets", master=master, merged=list(merged), **circumstances)

    def split_ticket(self, ticket: int, *replies: int, **details: object) -> int:
        return self._made("ticket", "split-ticket", ticket=ticket, replies=list(replies), **details)

    def delete_ticket(self, ticket: int, **circumstances: object) -> None:
        self._act("delete-ticket", ticket=ticket, **circumstances)

    def delete_reply(self, ticket: int, reply: int, **circumstances: object) -> None:
        self._act("delete-reply", ticket=ticket, reply=reply, **circumstances)

    # Quotes -----------------------------------------------------------------------------------------------------

    def draft_quote(self, client: int, subject: str, **details: object) -> int:
        return self._made("quote", "draft-quote", client=client, subject=subject, **details)

    def set_quote_stage(self, quote: int, stage: str, **circumstances: object) -> None:
        self._act("quote-stage", quote=quote, stage=stage, **circumstances)

    def accept_quote(self, quote: int, **circumstances: object) -> None:
        """Accept a quote as its client."""
        self._act("accept-quote", quote=quote, **circumstances)

    def delete_quote(self, quote: int, **circumstances: object) -> None:
        self._act("delete-quote", quote=quote, **circumstances)

    # The machinery ----------------------------------------------------------------------------------------------

    def fault(self, command: str, kind: str, **details: object) -> None:
        """Queue a fault (``faults.FaultKind``) for a command, "*": any. Also: seconds, times, skip, message."""
        self._act("faults", command=command, kind=kind, **details)

    def faults(self) -> list[Dump]:
        """Return the faults that wait to be met."""
        return cast("list[Dump]", self._send("GET", "faults"))

    def clear_faults(self) -> None:
        self._send("DELETE", "faults")

    def conduct(self, **changes: object) -> None:
        """Change the outbox: url, paused, loss and doubling (shares), order (kept, reversed, shuffled)."""
        self._act("outbox", **changes)

    def settings(self, **changes: object) -> None:
        """Change the shop: allowed_ips, denied_actions, echoes, tags_supported."""
        self._act("settings", **changes)

    def send_again(self, event_id: str) -> int:
        """Send an event once more, same id and bytes; return the HTTP status it met."""
        return self._made("status", f"outbox/{event_id}/send")

    def go_down(self, seconds: float) -> None:
        """Let all connections be refused for a while, this client's too."""
        self._act("down", seconds=seconds)

    def state(self) -> Dump:
        """Return everything: each table as a list of rows, and every API call under ``calls``."""
        return cast("Dump", self._send("GET", "state"))

    def ticket(self, ticket: int) -> Dump:
        return cast("Dump", self._send("GET", f"tickets/{ticket}"))

    def outbox(self) -> Dump:
        return cast("Dump", self._send("GET", "outbox"))

    def waiting_events(self) -> int:
        return int(self._send("GET", "outbox?events=0")["waiting"])

    def _made(self, what: str, act: str, **asked: object) -> int:
        return int(self._act(act, **asked)[what])

    def _act(self, act: str, **asked: object) -> Dump:
        return cast("Dump", self._send("POST", act, asked))

    def _send(self, method: str, path: str, body: dict[str, object] | None = None) -> Any:  # noqa: ANN401 - any JSON
        response = requests.request(method, self._url + path, json=body, timeout=TIMEOUT)
        if not response.ok:
            raise NotPossibleError(f"{path}: {response.text.strip()}")
        return response.json()
