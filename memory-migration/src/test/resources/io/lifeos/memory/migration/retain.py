"""Retains facts into a memory as the Python program does, until the file <root>.stop appears."""

import os
import sqlite3
import sys
import time

root, word = sys.argv[1], sys.argv[2]
connection = sqlite3.connect(os.path.join(root, "jarvis.db"), timeout=5, isolation_level=None)
for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
    connection.execute("PRAGMA " + pragma)

retained = 0
while not os.path.exists(root + ".stop"):
    fact = connection.execute(
        "INSERT INTO facts (content, context, timestamp, source, confidence, is_assistant_output)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (f"{word} number {retained} about KR8TIV", "trading", "2026-01-25 15:07:40.123456", "x_posting", 0.8, 0),
    ).lastrowid
    entity = connection.execute("SELECT id, type FROM entities WHERE name = ?", ("KR8TIV",)).fetchone()
    if entity is None:
        now = "2026-01-25T15:07:40.123456"
        entity = (
            connection.execute(
                "INSERT INTO entities (name, type, created_at, updated_at) VALUES (?, ?, ?, ?)", ("KR8TIV", "token", now, now)
            ).lastrowid,
        )
    connection.execute(
        "INSERT INTO entity_mentions (fact_id, entity_id, mention_text) VALUES (?, ?, ?)", (fact, entity[0], "KR8TIV")
    )
    connection.execute(
        "SELECT f.id FROM facts_fts fts JOIN facts f ON fts.rowid = f.id WHERE facts_fts MATCH ? AND f.confidence >= ?"
        " AND f.timestamp >= ? AND f.is_active = 1 AND f.is_assistant_output = 0 ORDER BY bm25(facts_fts) LIMIT ?",
        (f"{word} {retained}", 0.0, "2020-01-01 00:00:00", 10),
    ).fetchall()
    retained += 1
    if retained == 1:
        print("retaining", flush=True)
    time.sleep(0.002)
print(f"retained {retained}")
