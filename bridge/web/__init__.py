"""The web: a request comes in, one call is made, a status goes out. Nothing is decided here.

door.py       what a webhook takes before Flask: a small ASGI callable, because Flask costs more than the disk does
receive.py    POST /webhooks/SYSTEM: check, verify, store, answer
gathering.py  deliveries that come in at once are stored at once, with one sync
signature.py  Standard Webhooks, without I/O
event.py      a body read strictly, or not at all
read.py       GET /v1/...: who is entitled to what, how far a ticket has climbed
holds.py      /v1/.../hold: what stops replies and quotes on a ticket or for a client, seen, set and ended
admission.py  who may come in to /v1
health.py     GET /healthz, /readyz
metrics.py    GET /metrics
openapi.py    GET /v1/openapi.json: the description of all of it
problems.py   every refusal, as RFC 9457 says it, without an echo of the input
asgi.py       the words of ASGI
rooms.py      Flask behind the door: asked in threads
app.py        the factory that puts it together
server.py     the process that listens
"""
