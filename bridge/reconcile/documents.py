"""A decision as a document: what ``explain ticket`` and the read API show, kept with the decision itself (W6)."""

from zoneinfo import ZoneInfo

from bridge.core.actions import Action, DeliverQuote, DraftQuote, SendReply, SetPriority, SetTags, WriteNote
from bridge.core.decision import Decision
from bridge.core.view import TicketView
from bridge.instants import show_instant

Document = dict[str, object]


def decision_document(decision: Decision, view: TicketView, zone: ZoneInfo) -> Document:
    """Return everything about a decision but the writes, which the store has as they are now."""
    return {
        "ticket": int(decision.ticket),
        "client": int(decision.client) if decision.client else None,
        "tier": decision.tier,
        "topic": decision.topic,
        "scope": decision.scope,
        "scores": [
            {"topic": score.topic, "score": round(score.score, 2), "why": list(score.why)}
            for score in decision.finding.scores
        ],
        "ladder": list(decision.ladder),
        "rung": decision.rung,
        "step": decision.step,
        "waiting_for": decision.waiting_for,
        "outcome": decision.outcome,
        "tags": sorted(decision.tags),
        "quote": int(view.quote.id) if view.quote else None,
        "withheld": [
            {
                "key": withheld.key,
                "rule": withheld.rule,
                "why": withheld.why,
                "until": show_instant(withheld.until, zone) if withheld.until else None,
            }
            for withheld in decision.withheld
        ],
        "because": [reason.document() for reason in decision.because],
        "decided": [action_line(action) for action in decision.actions],
        "next_change": show_instant(decision.next_change, zone) if decision.next_change else None,
    }


def action_line(action: Action) -> str:
    """Return what an action does, in a few words for people and logs; never the text that is sent."""
    match action:
        case SetTags():
            signs = [*(f"+{tag}" for tag in sorted(action.add)), *(f"-{tag}" for tag in sorted(action.remove))]
            return f"tags {' '.join(signs)}"
        case SetPriority():
            return f"priority {action.priority}"
        case SendReply():
            return f"reply {action.key}"
        case WriteNote():
            return f"note {action.reason}"
        case DraftQuote():
            return f"draft a quote, valid until {action.valid_until.isoformat()}"
        case DeliverQuote():
            return f"send quote {action.quote}"
