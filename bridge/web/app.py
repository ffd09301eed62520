"""The factory: the rooms of the web as one Flask application, and the door for webhooks before it."""

from flask import Flask, Response

from bridge.services import Services
from bridge.web import health, holds, metrics, openapi, problems, read
from bridge.web.asgi import Application, Receive, Scope, Send
from bridge.web.door import SECURITY, Door
from bridge.web.receive import Outcome, Receiver
from bridge.web.rejections import Rejections
from bridge.web.rooms import Rooms


class Exchangeable:
    """An application that can be exchanged for another between two requests; those under way end where they began."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.application(scope, receive, send)


def create_app(services: Services) -> Application:
    """Return the whole application; raises ConfigError where a webhook secret cannot be used."""
    numbers = metrics.Metrics(services.condition, services.clock)
    rejections = Rejections(services.keep_rejected)

    def count(outcome: Outcome) -> None:
        numbers.count(outcome)
        if outcome is Outcome.UNAUTHENTICATED:
            rejections.note()

    receiver = Receiver(services.receiving, count=count)
    return Door(receiver, Rooms(create_rooms(services, numbers)))


def create_rooms(services: Services, numbers: metrics.Metrics) -> Flask:
    """Return all that is behind the door."""
    app = Flask("bridge", static_folder=None, template_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined] # Flask's default provider has it, the typed interface not
    app.url_map.merge_slashes = False  # no redirect: its Location would echo the path
    problems.install(app)
    health.install(app, services.readiness)
    metrics.install(app, numbers)
    read.install(app, services)
    holds.install(app, services)
    openapi.install(app)
    app.after_request(_secured)
    return app


def _secured(answer: Response) -> Response:
    answer.headers.update(SECURITY)
    return answer
