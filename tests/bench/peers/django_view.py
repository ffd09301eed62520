"""The peer of P2: a Django view that verifies the same signature and stores the same with the ORM.

Run by gunicorn's threaded workers from an environment of its own (``make bench-peers``): ``FOLDER`` and ``SECRET`` in
the environment; ``python django_view.py`` makes the tables.
"""

# mypy: ignore-errors
# ruff: noqa: DJ008
# Django is none of the project's packages, so that there are no types here; and nobody looks at these rows in an admin.

import base64
import hashlib
import hmac
import json
import os
import time

import django
from django.conf import settings
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": f"{os.environ['FOLDER']}/peer.db",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;",
            },
        }
    },
)
django.setup()

KEY = base64.b64decode(os.environ["SECRET"].removeprefix("whsec_"))


class Delivery(models.Model):
    webhook_id = models.TextField(unique=True)
    event = models.TextField()
    subject = models.TextField()
    body = models.BinaryField()
    digest = models.BinaryField()
    received = models.BigIntegerField()
    state = models.TextField(default="waiting")

    class Meta:
        app_label = "peer"


class Look(models.Model):
    subject = models.TextField(unique=True)
    due_at = models.BigIntegerField()
    version = models.IntegerField(default=1)

    class Meta:
        app_label = "peer"


def receive(request: HttpRequest) -> HttpResponse:
    identifier, at = request.headers["webhook-id"], request.headers["webhook-timestamp"]
    wanted = hmac.new(KEY, f"{identifier}.{at}.".encode() + request.body, hashlib.sha256).digest()
    if not hmac.compare_digest("v1," + base64.b64encode(wanted).decode(), request.headers["webhook-signature"]):
        return HttpResponse(status=401)
    event = json.loads(request.body)
    subject, now = str(event["data"]["ticketid"]), time.time_ns() // 1000
    with transaction.atomic():
        Delivery.objects.create(
            webhook_id=identifier,
            event=event["type"],
            subject=subject,
            body=request.body,
            digest=hashlib.sha256(request.body).digest(),
            received=now,
        )
        look, is_new = Look.objects.get_or_create(subject=subject, defaults={"due_at": now})
        if not is_new:
            look.version += 1
            look.save(update_fields=["version"])
    return JsonResponse({"outcome": "stored"}, status=202)


urlpatterns = [path("webhooks/whmcs", receive)]

if __name__ == "__main__":
    with connection.schema_editor() as editor:
        for model in (Delivery, Look):
            editor.create_model(model)
else:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
