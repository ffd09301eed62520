"""A hosting provider of twelve topics, as the readers' tests know it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bridge.core.model import Access, Author, Channel, Message, Rung, Scope
from bridge.core.policy import Finder, Policy, Replies, Tier, Topic

TOPICS = (
    Topic(
        "wordpress",
        Scope.APPLICATION,
        phrases=("wordpress", "wp-admin", "plugin", "white screen"),
        patterns=(r"critical error on (this|your) website",),
    ),
    Topic("dns", Scope.TOOLS, phrases=("dns", "a record", "mx record", "nameserver", "cname")),
    Topic("email-account", Scope.TOOLS, phrases=("email account", "mailbox", "create an email")),
    Topic(
        "unmanaged-server",
        Scope.UNMANAGED,
        phrases=("unmanaged", "apache", "nginx", "web server", "webserver", "crashed"),
    ),
    Topic(
        "outage",
        Scope.PROVIDER,
        phrases=("node down", "hypervisor", "network outage", "packet loss"),
    ),
    Topic("ssl", Scope.TOOLS, phrases=("ssl", "https", "certificate", "certificado", "zertifikat", "certificat")),
    Topic(
        "backup", Scope.TOOLS, phrases=("backup", "restore", "copia de seguridad", "sauvegarde", "cópia de segurança")
    ),
    Topic("database", Scope.TOOLS, phrases=("database", "mysql", "phpmyadmin", "base de dados", "datenbank")),
    Topic("ftp", Scope.TOOLS, phrases=("ftp", "sftp", "filezilla")),
    Topic("mail-client", Scope.TOOLS, phrases=("outlook", "thunderbird", "imap", "smtp settings")),
    Topic("billing", Scope.BILLING, phrases=("invoice", "payment", "refund", "fatura", "factura", "rechnung")),
    Topic("presales", Scope.PRESALES, phrases=("pricing", "which plan", "before i buy", "discount")),
)

_STAFF_ONLY = Tier("guest", (Rung.STAFF,), {Channel.EMAIL: Access.OPEN})


def policy(
    *topics: Topic, solved: tuple[str, ...] = (), automatic: tuple[str, ...] = (), finder: Finder | None = None
) -> Policy:
    """Return a policy of these topics (none: all of the shop's) that is otherwise as small as can be."""
    return Policy(
        zone=ZoneInfo("Europe/Lisbon"),
        plans={},
        tiers=(),
        guest=_STAFF_ONLY,
        topics={topic.name: topic for topic in topics or TOPICS},
        digest="",
        finder=finder or Finder(),
        replies=Replies(solved=solved, automatic=automatic),
    )


def message(text: str, **fields: object) -> Message:
    """Return a customer's opening message."""
    given = {"id": 0, "at": datetime(2026, 3, 1, tzinfo=UTC), "author": Author.CUSTOMER, "text": text, **fields}
    return Message(**given)  # type: ignore[arg-type]  # each test gives the fields their types
