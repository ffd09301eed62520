"""Answers as the vendor's API gives them, to be varied by the tests: numbers as text, entities, PHP lists."""

from typing import Any

Answer = dict[str, Any]

CLIENT: Answer = {
    "client_id": 42,
    "userid": 42,
    "id": 42,
    "owner_user_id": 9,
    "firstname": "Zo&euml;",
    "email": "zoe@example.com",
    "status": "Active",
    "language": "portuguese-br",
    "datecreated": "2026-03-01",
}
PRODUCT: Answer = {"id": 12, "clientid": 42, "pid": "42", "regdate": "2026-03-02", "status": "Active", "qty": 1}
ADDON: Answer = {"id": "7701", "userid": "42", "addonid": "7", "regdate": "0000-00-00", "status": "Suspended"}
CLIENT_ANSWER: Answer = {"result": "success", "client": CLIENT, "products": [PRODUCT], "addons": [ADDON]}

OPENING: Answer = {
    "replyid": "0",
    "userid": "42",
    "name": "Zoe",
    "email": "zoe@example.com",
    "date": "2026-03-05 10:00:00",
    "message": "My site&#039;s broken\r\n&amp; more",
    "attachments": [[]],
    "admin": "",
}
REPLY: Answer = {**OPENING, "replyid": "31", "date": "2026-03-05 10:05:00", "message": "Hello"}
NOTE: Answer = {"noteid": "5", "date": "2026-03-05 11:00:00", "message": "seen", "attachments": [[]], "admin": "Jane"}
TICKET_ANSWER: Answer = {
    "result": "success",
    "ticketid": "7",
    "tid": "ABC-123456",
    "c": "hVsGXzfl",
    "userid": "42",
    "name": "Zoe",
    "email": "zoe@example.com",
    "date": "2026-03-05 10:00:00",
    "subject": "Wordpress &amp; plugins",
    "status": "Open",
    "priority": "Medium",
    "admin": "",
    "replies": {"reply": [OPENING, {**REPLY, "admin": "Support Bridge"}]},
    "notes": {"note": [NOTE]},
    "tags": ["support-best-effort", "vip"],
}
QUOTE: Answer = {
    "id": 12,
    "subject": "Repair [ABC-123456]",
    "stage": "Delivered",
    "validuntil": "2026-03-19",
    "userid": 42,
}


def quotes(*rows: Answer) -> Answer:
    return {"result": "success", "totalresults": len(rows), "startnumber": 0, "quotes": {"quote": list(rows)}}
