-- Version 5 of the file. The existing Python program ends at 4; its table and column names are kept, so that it runs on
-- this file. Statements are separated by an empty line.

CREATE TABLE entities (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('token', 'user', 'strategy', 'other')),
  summary TEXT,
  metadata TEXT,
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  updated_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  UNIQUE (name, type)
);

CREATE TABLE user_identities (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  canonical_name TEXT NOT NULL UNIQUE,
  telegram_username TEXT,
  twitter_username TEXT,
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  updated_at DATETIME DEFAULT CURRENT_TIMESTAMP
);

-- timestamp is when the fact happened, recorded_at when it was stored here; both UTC text, YYYY-MM-DD HH:MM:SS.ffffff.
CREATE TABLE facts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  content TEXT NOT NULL,
  context TEXT,
  timestamp DATETIME DEFAULT CURRENT_TIMESTAMP,
  source TEXT,
  confidence REAL DEFAULT 1.0 CHECK (confidence >= 0.0 AND confidence <= 1.0),
  is_active INTEGER DEFAULT 1 CHECK (is_active IN (0, 1)),
  is_assistant_output INTEGER DEFAULT 0 CHECK (is_assistant_output IN (0, 1)),
  entity_id INTEGER REFERENCES entities (id) ON DELETE SET NULL,
  user_id INTEGER REFERENCES user_identities (id) ON DELETE SET NULL,
  session_id TEXT,
  metadata TEXT,
  recorded_at DATETIME
);

CREATE INDEX idx_facts_timestamp ON facts (timestamp DESC);

CREATE INDEX idx_facts_source ON facts (source);

-- What came before and after a fact in its session. The Python program writes a time with a space or with a T.
CREATE INDEX idx_facts_session ON facts (session_id, replace(timestamp, 'T', ' ')) WHERE session_id IS NOT NULL;

CREATE TABLE entity_mentions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  fact_id INTEGER NOT NULL REFERENCES facts (id) ON DELETE CASCADE,
  entity_id INTEGER NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
  mention_text TEXT NOT NULL,
  position INTEGER,
  UNIQUE (fact_id, entity_id) ON CONFLICT IGNORE
);

CREATE INDEX idx_entity_mentions_entity_id ON entity_mentions (entity_id);

CREATE VIRTUAL TABLE facts_fts USING fts5 (
  content, context, content = facts, content_rowid = id, tokenize = 'porter unicode61'
);

CREATE TRIGGER facts_ai AFTER INSERT ON facts BEGIN
  INSERT INTO facts_fts (rowid, content, context) VALUES (new.id, new.content, new.context);
END;

CREATE TRIGGER facts_ad AFTER DELETE ON facts BEGIN
  INSERT INTO facts_fts (facts_fts, rowid, content, context) VALUES ('delete', old.id, old.content, old.context);
END;

CREATE TRIGGER facts_au AFTER UPDATE OF id, content, context ON facts BEGIN
  INSERT INTO facts_fts (facts_fts, rowid, content, context) VALUES ('delete', old.id, old.content, old.context);
  INSERT INTO facts_fts (rowid, content, context) VALUES (new.id, new.content, new.context);
END;

-- The databases that memories were migrated from: system identifier / database / schema.table, or a given name.
CREATE TABLE migration_sources (
  id INTEGER PRIMARY KEY,
  identity TEXT NOT NULL UNIQUE
);

-- The link between a migrated fact and its source row, written in the transaction that writes the fact.
-- edited: the fact was changed here. pruned: a run forgot the fact, as its row was gone.
-- postgres_memory_id has no type, so that '007' stays '007'; postgres_id is the same value under its older name.
CREATE TABLE fact_embeddings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  fact_id INTEGER NOT NULL UNIQUE REFERENCES facts (id) ON DELETE CASCADE,
  source_id INTEGER REFERENCES migration_sources (id),
  postgres_memory_id,
  postgres_id,
  row_hash BLOB,
  edited INTEGER NOT NULL DEFAULT 0,
  pruned INTEGER NOT NULL DEFAULT 0,
  embedding_synced_at DATETIME,
  source_columns TEXT,
  model TEXT,
  dimensions INTEGER,
  embedding BLOB,
  UNIQUE (source_id, postgres_memory_id)
);

CREATE INDEX idx_fact_embeddings_edited ON fact_embeddings (source_id) WHERE edited = 1;

-- Whoever changes a migrated fact here, this program or another, the migration learns of it and leaves the fact alone.
CREATE TRIGGER facts_edited AFTER UPDATE OF content, context, timestamp, source, confidence, session_id, metadata
ON facts BEGIN
  UPDATE fact_embeddings SET edited = 1 WHERE fact_id = new.id;
END;

-- Source rows that could not be stored, raw, with the reason; tried again by the next run.
CREATE TABLE migration_rejects (
  source_id INTEGER NOT NULL REFERENCES migration_sources (id),
  postgres_memory_id NOT NULL,
  reason TEXT NOT NULL,
  source_row TEXT,
  rejected_at DATETIME NOT NULL,
  PRIMARY KEY (source_id, postgres_memory_id)
) WITHOUT ROWID;

-- Vectors made here; an imported one is never changed.
CREATE TABLE fact_vectors (
  fact_id INTEGER NOT NULL REFERENCES facts (id) ON DELETE CASCADE,
  model TEXT NOT NULL,
  dimensions INTEGER NOT NULL,
  embedding BLOB NOT NULL,
  PRIMARY KEY (fact_id, model)
);

-- The daily logs that are not yet in step with a fact. After the commit the log is written, and the row goes, unless
-- changes tells that the fact was changed once more meanwhile.
CREATE TABLE outbox (
  day TEXT NOT NULL,
  fact_id INTEGER NOT NULL,
  changes INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (day, fact_id)
) WITHOUT ROWID;

CREATE TABLE preferences (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES user_identities (id) ON DELETE CASCADE,
  category TEXT NOT NULL,
  preference_key TEXT NOT NULL,
  preference_value TEXT NOT NULL,
  confidence REAL DEFAULT 0.5 CHECK (confidence >= 0.0 AND confidence <= 1.0),
  evidence_count INTEGER DEFAULT 1,
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  updated_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  UNIQUE (user_id, category, preference_key)
);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES user_identities (id) ON DELETE CASCADE,
  platform TEXT NOT NULL CHECK (platform IN ('telegram', 'x', 'system')),
  context TEXT,
  started_at DATETIME DEFAULT CURRENT_TIMESTAMP,
  last_active DATETIME DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE schema_info (
  version INTEGER PRIMARY KEY,
  applied_at DATETIME DEFAULT CURRENT_TIMESTAMP
);

INSERT INTO schema_info (version) VALUES (5);
