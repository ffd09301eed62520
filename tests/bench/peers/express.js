// The peer of P3: express and better-sqlite3, verifying the same signature and storing the same, one commit per tick.
const [port, folder, secret] = process.argv.slice(2);
const crypto = require("node:crypto");
const express = require("express");
const database = new (require("better-sqlite3"))(`${folder}/peer.db`);

database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec(`
  CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY, webhook_id TEXT UNIQUE, event TEXT, subject TEXT, body BLOB, digest BLOB,
    received INTEGER, state TEXT
  );
  CREATE TABLE IF NOT EXISTS agenda (kind TEXT, id TEXT, due_at INTEGER, version INTEGER, PRIMARY KEY (kind, id));
`);
const insert = database.prepare(`
  INSERT INTO deliveries (webhook_id, event, subject, body, digest, received, state)
  VALUES (?, ?, ?, ?, ?, ?, 'waiting') ON CONFLICT DO NOTHING
`);
const touch = database.prepare(`
  INSERT INTO agenda VALUES ('ticket', ?, ?, 1)
  ON CONFLICT (kind, id) DO UPDATE SET due_at = min(due_at, excluded.due_at), version = version + 1
`);
const key = Buffer.from(secret.slice("whsec_".length), "base64");

let waiting = [];
const store = database.transaction((group) => {
  for (const { row, subject } of group) {
    insert.run(...row);
    touch.run(subject, Date.now());
  }
});

function commit() {
  const group = waiting;
  waiting = [];
  store(group);
  for (const { response } of group) response.status(202).json({ outcome: "stored" });
}

const app = express();
app.disable("x-powered-by");
app.post("/webhooks/whmcs", express.raw({ type: "application/json", limit: "256kb" }), (request, response) => {
  const id = request.get("webhook-id");
  const at = request.get("webhook-timestamp");
  const wanted = crypto.createHmac("sha256", key).update(`${id}.${at}.`).update(request.body).digest();
  const given = Buffer.from((request.get("webhook-signature") || "").slice("v1,".length), "base64");
  if (given.length !== wanted.length || !crypto.timingSafeEqual(given, wanted)) return response.status(401).end();
  const event = JSON.parse(request.body);
  const subject = String(event.data.ticketid);
  const digest = crypto.createHash("sha256").update(request.body).digest();
  if (waiting.length === 0) setImmediate(commit);
  waiting.push({ row: [id, event.type, subject, request.body, digest, Date.now()], subject, response });
});
app.listen(Number(port), "127.0.0.1", 1024);
