"""Whom each hook is about: one table, hook by hook.

A hook that can change a client's tier or a ticket's rung has a row; any other is taken, stored and led nowhere. The ids
in a row are the only thing believed of an event (whom to look at); what is so is read afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bridge.billing import Hint, Learned
from bridge.core.model import Subject, SubjectKind
from mappings.whmcs.began import began
from mappings.whmcs.event import Event, event_of


@dataclass(frozen=True, slots=True)
class Clue:
    """Where a hook names a subject: the first of these variables that holds an id."""

    kind: SubjectKind
    names: tuple[str, ...]
    prefix: str = ""

    def subjects(self, event: Event) -> list[Subject]:
        return [Subject(self.kind, self.prefix + each) for each in event.ids(*self.names)]


@dataclass(frozen=True, slots=True)
class Row:
    """The first clue that leads somewhere is the subject; ``also`` are looked at beside it.

    ``early``: the hook fires before the change it tells of, so one look is not enough.
    """

    clues: tuple[Clue, ...]
    also: Clue | None = None
    early: bool = False


# ``userid`` is the client in all of these: the name is older than logins are (module-parameters.md, addon.md).
_CLIENT = Clue(SubjectKind.CLIENT, ("clientid", "userid"))
_SERVICE = Clue(SubjectKind.HOLDING, ("serviceid",), "product:")
_ADDON = Clue(SubjectKind.HOLDING, ("id",), "addon:")
_ORDER = Clue(SubjectKind.ORDER, ("orderid",))
_INVOICE = Clue(SubjectKind.INVOICE, ("invoiceid",))
_QUOTE = Clue(SubjectKind.QUOTE, ("quoteid",))
_TICKET = Clue(SubjectKind.TICKET, ("ticketid",))

_OF_CLIENT = Row((_CLIENT,))
_OF_SERVICE = Row((_CLIENT, _SERVICE))
_OF_ADDON = Row((_CLIENT, _ADDON))
_OF_ORDER = Row((_CLIENT, _ORDER))
_BEFORE_ORDER = Row((_CLIENT, _ORDER), early=True)
_OF_INVOICE = Row((_CLIENT, _INVOICE))
_BEFORE_INVOICE = Row((_CLIENT, _INVOICE), early=True)
_OF_TICKET = Row((_TICKET,))

HOOKS: Mapping[str, Row] = {
    # Clients, as in client.md
    "ClientAdd": _OF_CLIENT,
    "ClientEdit": _OF_CLIENT,
    "ClientClose": _OF_CLIENT,
    "PreDeleteClient": Row((_CLIENT,), early=True),
    "ClientDelete": Row((_CLIENT,), early=True),
    "AfterClientMerge": Row((Clue(SubjectKind.CLIENT, ("touserid",)),), also=Clue(SubjectKind.CLIENT, ("fromuserid",))),
    # Orders, as in shopping-cart.md; most fire before the order's status changes
    "AfterShoppingCartCheckout": _OF_ORDER,
    "OrderPaid": _OF_ORDER,
    "AcceptOrder": _BEFORE_ORDER,
    "PendingOrder": _BEFORE_ORDER,
    "CancelOrder": _BEFORE_ORDER,
    "CancelAndRefundOrder": _BEFORE_ORDER,
    "FraudOrder": _BEFORE_ORDER,
    "DeleteOrder": _BEFORE_ORDER,
    "AfterFraudCheck": _BEFORE_ORDER,
    "FraudCheckPassed": _BEFORE_ORDER,
    "FraudCheckFailed": _BEFORE_ORDER,
    # Services, as in module.md and service.md
    "AfterModuleCreate": _OF_SERVICE,
    "AfterModuleSuspend": _OF_SERVICE,
    "AfterModuleUnsuspend": _OF_SERVICE,
    "AfterModuleTerminate": _OF_SERVICE,
    "AfterModuleChangePackage": _OF_SERVICE,
    "AfterModuleProvisionAddOnFeature": _OF_SERVICE,
    "AfterModuleDeprovisionAddOnFeature": _OF_SERVICE,
    "AfterModuleSuspendAddOnFeature": _OF_SERVICE,
    "AfterModuleUnsuspendAddOnFeature": _OF_SERVICE,
    "ServiceEdit": _OF_SERVICE,
    "AdminServiceEdit": _OF_SERVICE,
    "ServiceDelete": Row((_CLIENT, _SERVICE), early=True),
    "CancellationRequest": Row((_CLIENT, Clue(SubjectKind.HOLDING, ("relid",), "product:"))),
    "ServiceRecurringCompleted": _OF_SERVICE,
    # Upgrades, as in products-and-services.md; the id leads nowhere unless the addon names the client or the service
    "AfterProductUpgrade": _OF_SERVICE,
    "AfterAddonUpgrade": _OF_SERVICE,
    "AfterConfigOptionsUpgrade": _OF_SERVICE,
    "PreUpgradeCheckout": Row((_CLIENT, _SERVICE), early=True),
    # Addons, as in addon.md; AddonDeleted has nothing but the id of a row that is gone
    "AddonAdd": _OF_ADDON,
    "AddonActivation": _OF_ADDON,
    "AddonActivated": _OF_ADDON,
    "AddonEdit": _OF_ADDON,
    "AddonSuspended": _OF_ADDON,
    "AddonUnsuspended": _OF_ADDON,
    "AddonTerminated": _OF_ADDON,
    "AddonCancelled": _OF_ADDON,
    "AddonRenewal": _OF_ADDON,
    "AddonFraud": _OF_ADDON,
    "AddonDeleted": _OF_ADDON,
    # Tickets, as in ticket.md
    "TicketOpen": _OF_TICKET,
    "TicketOpenAdmin": _OF_TICKET,
    "TicketUserReply": _OF_TICKET,
    "TicketAdminReply": _OF_TICKET,
    "TicketClose": _OF_TICKET,
    "TicketStatusChange": _OF_TICKET,
    "TicketDepartmentChange": _OF_TICKET,
    "TicketPriorityChange": _OF_TICKET,
    "TicketSubjectChange": _OF_TICKET,
    "TicketFlagged": _OF_TICKET,
    "TicketAddNote": _OF_TICKET,
    "TicketDelete": Row((_TICKET,), early=True),
    "TicketDeleteReply": Row((_TICKET,), early=True),
    "TicketMerge": Row(
        (Clue(SubjectKind.TICKET, ("masterticketid",)),), also=Clue(SubjectKind.TICKET, ("mergedticketids",))
    ),
    "TicketSplit": Row(
        (Clue(SubjectKind.TICKET, ("originalticketid",)),), also=Clue(SubjectKind.TICKET, ("newticketid",))
    ),
    # Quotes and invoices, as in invoices-and-quotes.md; "is accepting": the stage may follow
    "QuoteCreated": Row((_QUOTE,)),
    "QuoteStatusChange": Row((_QUOTE,)),
    "AcceptQuote": Row((_QUOTE,), early=True),
    "InvoicePaidPreEmail": _BEFORE_INVOICE,
    "InvoicePaid": _OF_INVOICE,
    "AddInvoicePayment": _BEFORE_INVOICE,
    "InvoiceUnpaid": _OF_INVOICE,
    "InvoiceCancelled": _OF_INVOICE,
    "InvoiceRefunded": _OF_INVOICE,
}


class HookDialect:
    """Fulfils ``bridge.billing.Dialect`` for a shop whose local dates are in ``zone``."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def hint(self, event: Mapping[str, object]) -> Hint:
        read = event_of(event)
        row = HOOKS.get(read.kind)
        subjects = _subjects(row, read) if row else []
        if row is None or not subjects:
            return Hint(read.kind, None)
        return Hint(read.kind, subjects[0], also=tuple(subjects[1:]), early=row.early)

    def facts(self, event: Mapping[str, object], *, received: datetime) -> Sequence[Learned]:
        return began(event_of(event), zone=self._zone, received=received)


def _subjects(row: Row, event: Event) -> list[Subject]:
    named = next((found[:1] for clue in row.clues if (found := clue.subjects(event))), [])
    beside = row.also.subjects(event) if row.also else []
    return list(dict.fromkeys([*named, *beside]))
