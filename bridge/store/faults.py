"""What a database says when it cannot serve, turned into one error of ours with the next step in it.

Only failures that may pass by themselves or by an operator's hand are translated; a broken constraint or a wrong
statement is a mistake in this program and stays what it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from bridge.errors import StoreUnavailableError

_NOT_ALLOWED = "permission denied"  # PostgreSQL counts it among wrong statements
_OUR_MISTAKES = (exc.IntegrityError, exc.ProgrammingError, exc.DataError, exc.NotSupportedError)

# What the database's message holds -> what to do about it. The first that fits is told.
_REMEDIES = (
    ("disk is full", "free some space on its disk"),
    ("no space left", "free some space on its disk"),
    ("readonly", "make the file, its folder and its disk writable for this user"),
    ("read-only", "make the database writable for this user"),
    (_NOT_ALLOWED, "give this user access to it"),
    ("no such file", "make its folder exist and writable for this user"),
    ("unable to open", "make its folder exist and writable for this user"),
    ("locked", "another process holds it: end long transactions and backups that lock it"),
    ("lock timeout", "another process holds it: end long transactions"),
    ("malformed", "the file is damaged: stop everything and restore a backup"),
    ("not a database", "the file is not a store: set [store] url to another path"),
    ("does not exist", "create the database and the role that [store] url names"),
    ("password", "correct the user or password in [store] url"),
    ("connect", "start PostgreSQL, or correct [store] url"),
)
_ANY_REMEDY = "see that the database runs and can be reached; senders come again by themselves"


@contextmanager
def as_unavailable() -> Iterator[None]:
    """Raise StoreUnavailableError for what the database could not do now."""
    try:
        yield
    except exc.TimeoutError as error:
        raise StoreUnavailableError("the store is too busy: try again, or lower [billing] max_concurrency") from error
    except OSError as error:
        raise unavailable(f"{error.strerror}: {error.filename}") from error
    except exc.DatabaseError as error:
        if isinstance(error, _OUR_MISTAKES) and _NOT_ALLOWED not in str(error.orig):
            raise
        raise unavailable(str(error.orig)) from error
    except exc.InterfaceError as error:
        raise unavailable(str(error.orig)) from error


def unavailable(message: str) -> StoreUnavailableError:
    """Return the error for a database's own ``message``, of which the first line is told."""
    told = message.partition("\n")[0].strip()
    remedy = next((remedy for sign, remedy in _REMEDIES if sign in told.lower()), _ANY_REMEDY)
    return StoreUnavailableError(f"the store cannot be used ({told}): {remedy}")
