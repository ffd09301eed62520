"""The policies of the simulation, as plain rules: the auditor judges by these, the bridge is given what they come to.

They are the shipped policy's words with few numbers changed, so that caps, stale messages and prefixes come into play.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from bridge.config.document import stamped
from bridge.core.model import Rung
from bridge.core.policy import Policy

LADDERS = {
    "former": ("staff",),
    "professional": ("execute",),
    "new-customer": ("guide", "clarify", "clarify", "staff"),
    "best-effort": ("guide", "clarify", "clarify", "quote"),
    "guest": ("staff",),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What the promises of one policy are. ``best_effort`` is that tier's ladder; the other ladders never change."""

    best_effort: tuple[str, ...] = LADDERS["best-effort"]
    prefix: str = "support-"
    per_ticket: int = 3
    per_client: int = 6
    resumes: bool = False
    sends_quotes: bool = False
    stale_after: timedelta = timedelta(hours=36)

    def ladder(self, tier: str) -> tuple[str, ...]:
        return self.best_effort if tier == "best-effort" else LADDERS[tier]

    def policy(self, shipped: Policy) -> Policy:
        """Return the shipped policy under these rules."""
        ladder = tuple(Rung(rung) for rung in self.best_effort)
        tiers = tuple(replace(tier, ladder=ladder) if tier.name == "best-effort" else tier for tier in shipped.tiers)
        replies = replace(
            shipped.replies,
            per_ticket_per_day=self.per_ticket,
            per_client_per_day=self.per_client,
            resume_after_staff=self.resumes,
            stale_after=self.stale_after,
        )
        quotes = replace(shipped.quotes, send_automatically=self.sends_quotes)
        return stamped(replace(shipped, tiers=tiers, replies=replies, quotes=quotes, prefix=self.prefix))


RULES = {
    "shipped": Rules(),
    "quoting": Rules(best_effort=("guide", "quote"), sends_quotes=True),
    "tight": Rules(per_ticket=1, per_client=2),
    "renamed": Rules(prefix="help-", best_effort=("guide", "clarify", "quote")),
    "resuming": Rules(resumes=True),
}

# What customers write -> (its topic if it opens or names one, what it says about the trouble).
WORDS = {
    "wordpress": ("My WordPress website stopped working after installing a plugin.", "wordpress", "other"),
    "dns": ("I need help to change a DNS entry on my service.", "dns", "other"),
    "outage": ("There is packet loss and a network outage on my hypervisor.", "outage", "other"),
    "unclear": ("Something is strange since yesterday, could somebody have a look.", None, "other"),
    "further": ("I did that, but the site is still broken.", None, "other"),
    "solved": ("It works now, thank you!", None, "solved"),
    "doubt": ("It works now, but will it stay like that?", None, "doubt"),
    "thanks": ("Thank you!", None, "thanks"),
    "machine": ("I am out of the office until Monday with limited access to email.", None, "machine"),
}
SCOPES = {"wordpress": "application", "dns": "tools", "outage": "provider"}
TEXTS = {  # by a phrase that only this text has
    "guide-wordpress": "https://example.com/kb/wordpress-plugin",
    "guide-dns": "https://example.com/kb/dns",
    "clarification-1": "the steps of our guide once more",
    "clarification-2": "SECOND ROUND",
    "quote-sent": "We have sent you quote",
}
CLARIFICATIONS = {"wordpress": ("clarification-1", "clarification-2")}
GUIDES = frozenset({"wordpress", "dns"})
