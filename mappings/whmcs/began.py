"""What each hook says began, and when (D3).

An event is never proof of what is so: a reading is. It only knows better than a reading when a thing began, so a hook
has a row here only where it tells of a beginning. Its own timestamp is the effect; without a readable one, the receipt.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bridge.billing import Learned
from bridge.core.model import About, Fact, Source, Subject, SubjectKind
from mappings.whmcs import words
from mappings.whmcs.event import Event


@dataclass(frozen=True, slots=True)
class Beginning:
    """A fact but for its times, and whose it is."""

    kind: SubjectKind
    id: str
    about: About
    value: str
    name: str = ""


# Reads the beginnings out of an event that took effect on a local day.
Teller = Callable[[Event, date], Iterator[Beginning]]


def began(event: Event, *, zone: ZoneInfo, received: datetime) -> Sequence[Learned]:
    """Return the facts that ``event`` tells; one about another shop's words or without ids tells none."""
    teller = _TELLERS.get(event.kind)
    if teller is None:
        return ()
    effect = event.instant(zone) or received
    return tuple(
        Learned(
            Subject(each.kind, each.id),
            Fact(each.about, each.value, received, Source.WEBHOOK, effect=effect, name=each.name),
        )
        for each in teller(event, effect.astimezone(zone).date())
    )


def _sign_up(event: Event, day: date) -> Iterator[Beginning]:
    if client := event.id("clientid", "userid"):
        yield Beginning(SubjectKind.CLIENT, client, About.SIGNED_UP, day.isoformat())


def _client_closing(event: Event, _: date) -> Iterator[Beginning]:
    if client := event.id("userid", "clientid"):
        yield Beginning(SubjectKind.CLIENT, client, About.CLIENT_STATUS, words.CLOSED)


def _client_edit(event: Event, _: date) -> Iterator[Beginning]:
    """Every edit repeats the status; only one that changed it tells of a beginning."""
    client, status, old = event.id("userid", "clientid"), event.word("status"), event.data.get("olddata")
    before = old.get("status") if isinstance(old, Mapping) else None
    if client and status in words.CLIENT_STATUSES and status != before:
        yield Beginning(SubjectKind.CLIENT, client, About.CLIENT_STATUS, status)


def _client_merge(event: Event, _: date) -> Iterator[Beginning]:
    survivor, gone = event.id("touserid"), event.id("fromuserid")
    if survivor and gone and survivor != gone:
        yield Beginning(SubjectKind.CLIENT, survivor, About.ABSORBED, gone)
        yield Beginning(SubjectKind.CLIENT, gone, About.MERGED_INTO, survivor)


def _addon(status: str) -> Teller:
    def tell(event: Event, _: date) -> Iterator[Beginning]:
        client, addon = event.id("clientid", "userid"), event.id("id")
        if client and addon:
            yield Beginning(SubjectKind.CLIENT, client, About.HOLDING, status, name=f"addon:{addon}")

    return tell


def _service(status: str) -> Teller:
    def tell(event: Event, _: date) -> Iterator[Beginning]:
        client, service = event.id("clientid", "userid"), event.id("serviceid")
        # A module that ran for an addon of the service says nothing of the service's own status.
        if client and service and not event.id("addonid"):
            yield Beginning(SubjectKind.CLIENT, client, About.HOLDING, status, name=f"product:{service}")

    return tell


def _ticket_opening(event: Event, _: date) -> Iterator[Beginning]:
    if ticket := event.id("ticketid"):
        yield Beginning(SubjectKind.TICKET, ticket, About.TICKET_OPEN, "yes")


def _ticket_closing(event: Event, _: date) -> Iterator[Beginning]:
    if ticket := event.id("ticketid"):
        yield Beginning(SubjectKind.TICKET, ticket, About.TICKET_OPEN, "no")


def _ticket_status(event: Event, _: date) -> Iterator[Beginning]:
    ticket, status = event.id("ticketid"), event.word("status")
    if ticket and status:
        is_open = "no" if words.is_closed(status) else "yes"
        yield Beginning(SubjectKind.TICKET, ticket, About.TICKET_OPEN, is_open)


def _ticket_merge(event: Event, _: date) -> Iterator[Beginning]:
    master = event.id("masterticketid")
    for merged in event.ids("mergedticketids"):
        if master and merged != master:
            yield Beginning(SubjectKind.TICKET, merged, About.MERGED_INTO, master)


_TELLERS: Mapping[str, Teller] = {
    "ClientAdd": _sign_up,
    "ClientClose": _client_closing,
    "ClientEdit": _client_edit,
    "AfterClientMerge": _client_merge,
    # Two names for one beginning; both may fire, the first counts
    "AddonActivation": _addon(words.ACTIVE),
    "AddonActivated": _addon(words.ACTIVE),
    "AddonUnsuspended": _addon(words.ACTIVE),
    "AddonSuspended": _addon(words.SUSPENDED),
    "AddonTerminated": _addon(words.TERMINATED),
    "AddonCancelled": _addon(words.CANCELLED),
    "AddonFraud": _addon(words.FRAUD),
    "AfterModuleCreate": _service(words.ACTIVE),
    "AfterModuleUnsuspend": _service(words.ACTIVE),
    "AfterModuleSuspend": _service(words.SUSPENDED),
    "AfterModuleTerminate": _service(words.TERMINATED),
    "TicketOpen": _ticket_opening,
    "TicketOpenAdmin": _ticket_opening,
    "TicketClose": _ticket_closing,
    "TicketStatusChange": _ticket_status,
    # After a reply the hook gives the status that the ticket has now
    "TicketUserReply": _ticket_status,
    "TicketAdminReply": _ticket_status,
    "TicketMerge": _ticket_merge,
}
