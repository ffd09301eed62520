"""The error tree: the type says whose fault it is and what may be done about it.

    BridgeError                    every error this project raises on purpose
      ConfigError                  an admin's file: every mistake at once, as ``file: key: reason``
        ConfigRefusedError         the configuration itself: what runs goes on under the one it has
      UsageError                   a person's command or request that cannot be carried out as given
      DeliveryError                the sender of a webhook
        MalformedDeliveryError     400: headers that are missing or not of their form
        UnauthenticatedError       401: no signature of ours, or a stale one
        ConflictingDeliveryError   409: a known webhook-id with another body
      BillingError                 the billing system
        BillingUnavailableError    certainly nothing happened: the only one that is retried blindly
        BillingRefusedError        it said no: permanent, its message is kept
        OutcomeUnknownError        a write may have happened: settled by reading, never by guessing
      StoreUnavailableError        ours: nothing was stored, the sender must come again

Class attributes carry what the edges need: ``http_status`` for the web, ``exit_code`` for the commands.
"""

from dataclasses import dataclass
from typing import ClassVar


class BridgeError(Exception):
    """Any failure that this project foresaw; its text is one line that says what to do next."""

    http_status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in an admin's file: where it stands, what is wrong and what is allowed."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.reason}"


class ConfigError(BridgeError):
    """An admin's files cannot be used; ``mistakes`` holds all of them at once."""

    exit_code = 2

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


class ConfigRefusedError(ConfigError):
    """The configuration is there and cannot be used; a bridge that runs goes on under the one it has."""


class UsageError(BridgeError):
    """What a person asked for cannot be done as asked; the text says what can."""

    http_status = 400
    exit_code = 2


class DeliveryError(BridgeError):
    """A webhook that is not taken; nothing of it was stored."""

    http_status = 400


class MalformedDeliveryError(DeliveryError):
    """The headers are missing or not of the form the protocol gives them."""


class UnauthenticatedError(DeliveryError):
    """Signature missing, wrong or stale: one answer for every such case."""

    http_status = 401


class ConflictingDeliveryError(DeliveryError):
    """This webhook-id was seen before with another body."""

    http_status = 409


class BillingError(BridgeError):
    """The billing system did not do what was asked."""

    http_status = 502


class BillingUnavailableError(BillingError):
    """Certainly nothing happened: not reached, or turned away before anything was done."""


class BillingRefusedError(BillingError):
    """It said no, and will say no again until a person changes something."""


class OutcomeUnknownError(BillingError):
    """The request may have been carried out: only a look at the ticket can tell."""


class StoreUnavailableError(BridgeError):
    """The store cannot take anything now: full, locked, read-only or out of reach."""

    http_status = 503
