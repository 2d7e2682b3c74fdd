#!/usr/bin/env bash
# Makes memory.zip, a memory of the first version, and export.jsonl, which that version exported of it, and says how it itself
# verifies the memory at the end: each table is complete, but for the two rows of plain.archival_memory that are edited here.
#
#     make.sh migrate-archival-memory.jar
#
# The jar is that of commit 04a5d27 (mvn -Pfast package, then examples/target). Needs java 17, npm, psql, sqlite3 and zip, and
# writes nothing outside this folder but to a temporary one. Once made, the memory is never made anew: its facts' ids and the
# time of its import are what tests compare with. FirstVersion.java knows the same tables by the same settings.
set -eu

jar=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'kill $server 2> /dev/null || true; rm -rf "$work"' EXIT
root=$work/root
port=${PORT:-54329}
export DATABASE_URL="postgresql://postgres:postgres@127.0.0.1:$port/postgres?prepareThreshold=0"

cp "$here"/../../../../../memory-postgres/src/test/resources/pglite/* "$work"
(cd "$work" && npm ci > npm.log)
(cd "$work" && exec node node_modules/@electric-sql/pglite-socket/dist/scripts/server.js -p "$port" -h 127.0.0.1 -m 4 \
  -e @electric-sql/pglite-pgvector:vector > server.log 2>&1) &
server=$!
until psql -qX "${DATABASE_URL%\?*}" -c 'SELECT 1' > "$work/psql.log" 2>&1; do sleep 0.2; done
psql -qX -v ON_ERROR_STOP=1 "${DATABASE_URL%\?*}" -f "$here/source.sql"

first_version() {
  java -Duser.timezone=UTC -jar "$jar" "$@" --root "$root"
}

# What a table is called here, and how it is read. Each is migrated, and must be complete.
tables() {
  "$1" claude --table claude.archival_memory
  "$1" plain --table plain.archival_memory
  "$1" letta --table letta.archival_passages
  "$1" mem0 --table mem0.memories
  "$1" langchain --table chain.langchain_pg_embedding
  "$1" langchain-store --table chain.notes_store
  "$1" langchain4j --table chain.assistant_notes
  "$1" spring-ai --table spring.vector_store
  "$1" llama-index --table llama.data_notes
  "$1" hindsight --table hindsight.memory_units
  "$1" messages --table own.messages --profile generic --id conversation,place --content body --created-at said_at \
    --session-id conversation --embedding likeness --scope who
  "$1" readings --table own.readings --profile generic --id place,noted_at --content note --embedding likeness
  "$1" user-memories --table own.user_memories --profile generic --content memory --created-at updated_at --scope user_id
  "$1" chat-history --table own.chat_history --profile generic --content-member content --metadata message \
    --session-id session_id --created-at created_at
  "$1" contacts --from-file "$here/contacts.csv" --profile generic --id number --content about --created-at noted \
    --embedding embedding
  "$1" - --from-file "$here/notes.jsonl"
}

source_name() {
  [ "$1" = - ] || echo "--source-name first/$1"
}

migrate() {
  if [ "$1" = plain ]; then
    remembered_by_python
  fi
  first_version $(source_name "$1") "${@:2}"
}

verify() {
  echo "$1"
  first_version --verify $(source_name "$1") "${@:2}" || true
}

# Facts of the Python program, by its own statements, before the table that it had them from is migrated.
remembered_by_python() {
  sqlite3 "$root/jarvis.db" << 'SQL'
PRAGMA foreign_keys = ON;
INSERT INTO user_identities (canonical_name, created_at, updated_at) VALUES ('ann', '2024-02-01 08:00:00', '2024-02-01 08:00:00');
INSERT INTO facts (content, context, timestamp, source, confidence, is_assistant_output) VALUES
  ('Known to the Python program', 'trading', '2024-03-05 08:00:00.500000', 'reflect_engine', 0.8, 0),
  ('Known to it twice', 'trading', '2024-03-05 08:30:00', 'reflect_engine', 0.8, 0),
  ('Known to it twice', 'trading', '2024-03-05 08:31:00', 'reflect_engine', 0.8, 0),
  ('Known to it in words of its own', 'trading', '2024-03-05T09:00:00.123456', 'reflect_engine', 0.8, 0),
  ('Never in PostgreSQL', 'trading', '2024-03-05 10:00:00', 'telegram', 0.8, 0);
INSERT OR REPLACE INTO fact_embeddings (fact_id, postgres_id)
  SELECT id, CASE content WHEN 'Known to the Python program' THEN 13 WHEN 'Known to it twice' THEN 14 ELSE 15 END
  FROM facts WHERE content LIKE 'Known to %';
UPDATE facts SET user_id = 1 WHERE content = 'Never in PostgreSQL';
INSERT INTO entities (name, type, created_at, updated_at)
  VALUES ('KR8TIV', 'token', '2024-03-05T10:00:00.123456', '2024-03-05T10:00:00.123456');
INSERT INTO entity_mentions (fact_id, entity_id, mention_text)
  SELECT f.id, e.id, 'KR8TIV' FROM facts f, entities e WHERE f.content = 'Never in PostgreSQL' AND e.name = 'KR8TIV';
INSERT INTO preferences (user_id, category, preference_key, preference_value, confidence, evidence_count, created_at, updated_at)
  VALUES (1, 'style', 'tone', 'dry', 0.5, 1, '2024-03-05 10:00:00', '2024-03-05 10:00:00');
SQL
}

# What was done to the memory after the migration; repair then brings the logs in step, and a last look closes it cleanly.
used_afterwards() {
  sqlite3 "$root/jarvis.db" << 'SQL'
PRAGMA foreign_keys = ON;
UPDATE facts SET content = content || ', by hand', confidence = 0.25 WHERE content LIKE '%dited afterwards';
UPDATE facts SET is_active = 0 WHERE content LIKE '%orgotten afterwards';
UPDATE facts SET is_active = 0 WHERE content = 'Bob keeps a diary';
SQL
  first_version repair
  first_version check
}

rm -f "$here/memory.zip" "$here/export.jsonl"
tables migrate
used_afterwards
tables verify
first_version export "$here/export.jsonl"
(cd "$root" && rm -f jarvis.db-wal jarvis.db-shm && find . -type f ! -name '*.lock' | sort | zip -qX9 "$here/memory.zip" -@)
unzip -l "$here/memory.zip"
