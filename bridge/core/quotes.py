"""What a quote's reading means at an instant: delivered and past its last valid day, it is lost (Q3, D4)."""

from datetime import datetime

from bridge.core.days import days_after, midnight
from bridge.core.model import Quote, Stage
from bridge.core.policy import Policy


def quote_ends(quote: Quote | None, policy: Policy) -> datetime | None:
    """Return the instant at which a delivered quote runs out: the end of its last valid day."""
    if quote is None or quote.stage is not Stage.DELIVERED or quote.valid_until is None:
        return None
    return midnight(days_after(quote.valid_until, 1), policy.zone)


def quote_stage(quote: Quote | None, policy: Policy, now: datetime) -> Stage | None:
    """Return the stage that counts at ``now``; None: there is no quote."""
    if quote is None:
        return None
    ends = quote_ends(quote, policy)
    return Stage.LOST if ends is not None and ends <= now else quote.stage
