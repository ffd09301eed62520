"""From sound data to the frozen settings. Nothing is judged here; what is wrong was said before."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bridge.billing import Connection
from bridge.config import addresses
from bridge.config.document import stamped
from bridge.config.draft import Data, Draft
from bridge.config.hours import WEEKDAYS, resting
from bridge.config.keys import Keys
from bridge.config.learned import learned
from bridge.config.schema import Send, WithoutAddon
from bridge.config.settings import Settings
from bridge.config.sources import SecretSource, Vault
from bridge.config.spelling import Complaint
from bridge.core.policy import Finder, Guide, Hours, Policy, Quotes, Replies, Text, Topic
from bridge.texts import Links, Texts, Wanted

USUAL_DIRECTORY = "replies"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the config only names, brought in."""

    keys: Keys
    store_url: str
    texts: Texts
    finder: Finder


def store_url(data: Data, vault: Vault) -> str:
    """Return the store's address, fetched where it is kept as a secret."""
    url: str | SecretSource = data.get("store", {}).get("url", "")
    if isinstance(url, SecretSource):
        kept = partial(addresses.store_url, may_hold_password=True)
        secret = vault.fetch("store.url", url, kept)
        url = kept(secret.reveal()) if secret else ""
    return addresses.in_folder(url, vault.folder)


def finder(data: Data, rough: Draft, folder: Path, complaints: list[Complaint]) -> Finder:
    """Return when the finder may name a topic, with what was learned; what is wrong with that is complained about."""
    guides = data.get("guides", {})
    shipped = Finder()
    said = Finder(guides.get("threshold", shipped.threshold), guides.get("margin", shipped.margin))
    if (name := guides.get("learned")) is None:
        return said
    try:
        return learned(folder / name, said, [topic.name for topic in rough.topics])
    except ValueError as error:
        complaints.append(Complaint("guides.learned", str(error)))
        return said


def wanted_texts(data: Data, rough: Draft, folder: Path) -> Wanted:
    """Return what the config asks of its texts; a file with mistakes asks as much as it says clearly."""
    replies, quotes = data.get("replies", {}), data.get("quotes", {})
    return Wanted(
        folder=_directory(replies.get("directory"), folder),
        beside=folder,
        language=replies.get("language", "en"),
        date_format=quotes.get("date_format", "YYYY-MM-DD"),
        links=Links(**data.get("links", {})),
        guides=tuple(topic.guide for topic in rough.topics if topic.guide),
        clarifications=tuple(_clarifications(rough.topics).items()),
    )


def settings(path: Path, data: Data, rough: Draft, fetched: Fetched) -> Settings:
    """Return the settings of a file without a mistake."""
    billing = data["billing"]
    return Settings(
        path=path,
        system=billing["system"],
        connection=connection(data, fetched.keys),
        listen=data["server"]["listen"],
        worker_metrics=data["server"]["worker_metrics"],
        secrets=fetched.keys.webhooks,
        tolerance=data["webhooks"]["tolerance"],
        max_body=data["webhooks"]["max_body"],
        store_url=fetched.store_url,
        keep_bodies=timedelta(days=data["store"]["keep_bodies"]),
        keep_decisions=timedelta(days=data["store"]["keep_decisions"]),
        api_tokens=fetched.keys.tokens,
        desk_tokens=fetched.keys.desk_tokens,
        policy=policy(data, rough, fetched.texts, fetched.finder),
        replies_per_hour=data["replies"]["per_hour"],
        links=fetched.texts.links,
        texts=fetched.texts,
        language=data["replies"]["language"],
    )


def connection(data: Data, keys: Keys) -> Connection:
    billing = data["billing"]
    return Connection(
        url=billing["url"],
        zone=billing["timezone"],
        secret=keys.billing,
        api=keys.api,
        staff_name=billing["staff_name"],
        robots=frozenset(billing["robots"]),
        max_requests_per_second=billing["max_requests_per_second"],
        max_concurrency=billing["max_concurrency"],
        date_format=data["quotes"]["date_format"],
        tags_in_note=data["tags"]["without_addon"] is WithoutAddon.NOTE,
    )


def policy(data: Data, rough: Draft, texts: Texts, finding: Finder) -> Policy:
    """Return the policy with its digest; tables of names in the order of the names, so that it is rebuilt exactly."""
    zone: ZoneInfo = data["billing"]["timezone"]
    quotes = data["quotes"]
    return stamped(
        Policy(
            zone=zone,
            plans=dict(sorted(rough.plans.items())),
            tiers=rough.tiers,
            guest=rough.guest,
            topics={
                topic.name: _with_digests(topic, texts) for topic in sorted(rough.topics, key=lambda topic: topic.name)
            },
            digest="",
            finder=finding,
            replies=_replies(data["replies"]),
            quotes=Quotes(quotes["send"] is Send.AUTOMATIC, quotes["valid_for"], tuple(quotes["default"])),
            prefix=data["tags"]["prefix"],
            hours=_hours(data["hours"], zone),
        )
    )


def _replies(data: Data) -> Replies:
    return Replies(
        per_ticket_per_day=data["per_ticket_per_day"],
        per_client_per_day=data["per_client_per_day"],
        resume_after_staff=data["resume_after_staff"],
        stale_after=data["stale_after"],
        automatic=tuple(data["automatic"]),
        solved=tuple(data["solved"]),
    )


def _hours(data: Data, zone: ZoneInfo) -> Hours | None:
    week = tuple(tuple(data[day]) for day in WEEKDAYS)
    return Hours(data["timezone"] or zone, week, resting(data["country"])) if any(week) else None


def _with_digests(topic: Topic, texts: Texts) -> Topic:
    named = tuple(Text(text.name, texts.digest(text.name)) for text in topic.clarifications)
    return replace(topic, clarifications=named)


def _clarifications(topics: Iterable[Topic]) -> dict[str, tuple[Guide, ...]]:
    """Return each clarification with the guides of the topics that use it."""
    guides: dict[str, tuple[Guide, ...]] = {}
    for topic in topics:
        for text in topic.clarifications:
            guides[text.name] = (*guides.get(text.name, ()), *([topic.guide] if topic.guide else []))
    return guides


def _directory(named: str | None, folder: Path) -> Path | None:
    usual = folder / USUAL_DIRECTORY
    if named is None:
        return usual if usual.is_dir() else None
    return folder / named
