-- Version 7 of the file. The existing Python program ends at 4; its table and column names are kept, so that it runs on
-- this file. Statements are separated by an empty line, columns by a line each: a file of that program gets what it lacks
-- of these, statement by statement and column by column, when it is adopted.

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

-- timestamp is when the fact happened, recorded_at when it was stored here, expires_at from when on it is not recalled; all
-- UTC text, YYYY-MM-DD HH:MM:SS.ffffff.
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
  recorded_at DATETIME,
  expires_at DATETIME
);

CREATE INDEX idx_facts_timestamp ON facts (timestamp DESC);

CREATE INDEX idx_facts_source ON facts (source);

CREATE INDEX idx_facts_expires_at ON facts (expires_at) WHERE expires_at IS NOT NULL;

-- So that SQLite need not look through all facts when what they may refer to is deleted.
CREATE INDEX idx_facts_entity_id ON facts (entity_id) WHERE entity_id IS NOT NULL;

CREATE INDEX idx_facts_user_id ON facts (user_id) WHERE user_id IS NOT NULL;

-- For the facts before and after a fact in its session. The Python program writes a time with a space or with a T.
CREATE INDEX idx_facts_session ON facts (session_id, replace(timestamp, 'T', ' ')) WHERE session_id IS NOT NULL;

-- place is a mention's place among those of its fact, position where it begins in the content. type is a type that
-- entities.type does not know: its entity has the row with the type 'other', whose metadata lists all such types.
CREATE TABLE entity_mentions (
  fact_id INTEGER NOT NULL REFERENCES facts (id) ON DELETE CASCADE,
  entity_id INTEGER NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
  mention_text TEXT NOT NULL,
  position INTEGER,
  place INTEGER,
  type TEXT,
  PRIMARY KEY (fact_id, entity_id) ON CONFLICT IGNORE
) WITHOUT ROWID;

CREATE INDEX idx_entity_mentions_entity_id ON entity_mentions (entity_id);

-- Whose memory a fact is. The number of its user, by which the Python program knows them, is in facts.user_id too.
CREATE TABLE fact_owners (
  fact_id INTEGER NOT NULL REFERENCES facts (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('user', 'agent', 'run', 'tenant')),
  id TEXT NOT NULL,
  PRIMARY KEY (fact_id, kind)
) WITHOUT ROWID;

CREATE INDEX idx_fact_owners_owner ON fact_owners (kind, id, fact_id);

-- The keys of the caller's own under which facts were retained. scope is '' in the whole memory, otherwise it names the
-- owners whose part of the memory the fact was retained through.
CREATE TABLE fact_keys (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  fact_id INTEGER NOT NULL REFERENCES facts (id) ON DELETE CASCADE,
  PRIMARY KEY (scope, key)
) WITHOUT ROWID;

CREATE UNIQUE INDEX idx_fact_keys_fact_id ON fact_keys (fact_id);

-- Which fact took the place of a fact that was superseded.
CREATE TABLE fact_successors (
  fact_id INTEGER NOT NULL REFERENCES facts (id) ON DELETE CASCADE,
  successor_id INTEGER NOT NULL REFERENCES facts (id) ON DELETE CASCADE,
  superseded_at DATETIME NOT NULL,
  PRIMARY KEY (fact_id)
) WITHOUT ROWID;

CREATE INDEX idx_fact_successors_successor_id ON fact_successors (successor_id);

CREATE VIRTUAL TABLE facts_fts USING fts5 (
  content, context, content = facts, content_rowid = id, tokenize = 'porter unicode61'
);

-- Fewer, larger merges of the index: a bulk insert takes a tenth less time. These settings stay with the file.
INSERT INTO facts_fts (facts_fts, rank) VALUES ('automerge', 16);

INSERT INTO facts_fts (facts_fts, rank) VALUES ('crisismerge', 32);

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
-- server_state: the server's timeline and last checkpoint at the last run that wrote, which decide nothing.
CREATE TABLE migration_sources (
  id INTEGER PRIMARY KEY,
  identity TEXT NOT NULL UNIQUE,
  server_state TEXT
);

-- The link between a migrated fact and its source row, written in the transaction that writes the fact.
-- edited: the fact was changed here. pruned: a run forgot the fact, as its row was gone.
-- stale: the fact's content was changed since the vector was imported, so that the vector no longer tells what it means.
-- source_dimensions: of how many dimensions the row's vector is, if it was filled up with zeros that are not kept here.
-- mapping_version: of which version the rules were by which the row became its fact; null is version 1.
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
  source_dimensions INTEGER,
  mapping_version INTEGER,
  embedding BLOB,
  stale INTEGER NOT NULL DEFAULT 0
);

CREATE UNIQUE INDEX idx_fact_embeddings_row ON fact_embeddings (source_id, postgres_memory_id);

-- The links that the Python program made: a bare id, which does not say of which database.
CREATE INDEX idx_fact_embeddings_unclaimed ON fact_embeddings (postgres_id)
WHERE source_id IS NULL AND postgres_id IS NOT NULL;

CREATE INDEX idx_fact_embeddings_edited ON fact_embeddings (source_id) WHERE edited = 1;

-- Tells the migration that a fact was changed here, by this program or another, so that it leaves the fact alone.
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

-- Source rows whose facts were erased, so that no run brings them back. key_hash: SHA-256 over the salt of this memory and the
-- row's key, so that the list does not tell what was in it. row_hash: SHA-256 over that and the row's hash, by which the row
-- is known in a source of another name.
CREATE TABLE erased_rows (
  source_id INTEGER NOT NULL REFERENCES migration_sources (id),
  key_hash BLOB NOT NULL,
  row_hash BLOB,
  erased_at DATETIME NOT NULL,
  PRIMARY KEY (source_id, key_hash)
) WITHOUT ROWID;

CREATE INDEX idx_erased_rows_row_hash ON erased_rows (row_hash) WHERE row_hash IS NOT NULL;

-- Erased facts of which something may be left: entries in logs, bytes in parts of the file that no row uses. Once that is
-- done away with, which the next opening does if need be, the rows go.
CREATE TABLE erased_facts (
  fact_id INTEGER PRIMARY KEY
);

-- What the memory knows of itself, by name: salt is what key hashes begin with; erased_changes the highest seq of
-- vector_changes when a fact with a vector was last erased: what knows less of the changes must not be stored. A name "reflected", a scope and
-- the beginning of keys tells from which facts the conclusions with these keys were drawn, as ranges of ids.
CREATE TABLE memory_properties (
  name TEXT NOT NULL,
  value NOT NULL,
  PRIMARY KEY (name)
) WITHOUT ROWID;

-- Vectors made here; an imported one is never changed.
CREATE TABLE fact_vectors (
  fact_id INTEGER NOT NULL REFERENCES facts (id) ON DELETE CASCADE,
  model TEXT NOT NULL,
  dimensions INTEGER NOT NULL,
  embedding BLOB NOT NULL,
  PRIMARY KEY (fact_id, model)
);

CREATE TRIGGER facts_content_au AFTER UPDATE OF content ON facts WHEN old.content IS NOT new.content BEGIN
  DELETE FROM fact_vectors WHERE fact_id = new.id;
  UPDATE fact_embeddings SET stale = 1 WHERE fact_id = new.id AND embedding IS NOT NULL;
END;

-- The facts whose vector, or whose right to be recalled, changed: the binary index is brought up to date from here. A row
-- added to fact_embeddings is not noted here, as its id is higher than all before. The latest 100,000 are kept.
CREATE TABLE vector_changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  fact_id INTEGER NOT NULL
);

CREATE TRIGGER vector_changes_ai AFTER INSERT ON vector_changes BEGIN
  DELETE FROM vector_changes WHERE seq <= new.seq - 100000;
END;

CREATE TRIGGER facts_recalled_au AFTER UPDATE OF id, is_active, is_assistant_output ON facts
WHEN old.id IS NOT new.id OR old.is_active IS NOT new.is_active
OR old.is_assistant_output IS NOT new.is_assistant_output BEGIN
  INSERT INTO vector_changes (fact_id) SELECT old.id UNION SELECT new.id;
END;

CREATE TRIGGER facts_recalled_ad AFTER DELETE ON facts BEGIN
  INSERT INTO vector_changes (fact_id) VALUES (old.id);
END;

CREATE TRIGGER fact_vectors_ai AFTER INSERT ON fact_vectors BEGIN
  INSERT INTO vector_changes (fact_id) VALUES (new.fact_id);
END;

CREATE TRIGGER fact_vectors_au AFTER UPDATE ON fact_vectors BEGIN
  INSERT INTO vector_changes (fact_id) SELECT old.fact_id UNION SELECT new.fact_id;
END;

CREATE TRIGGER fact_vectors_ad AFTER DELETE ON fact_vectors BEGIN
  INSERT INTO vector_changes (fact_id) VALUES (old.fact_id);
END;

CREATE TRIGGER fact_embeddings_au AFTER UPDATE OF fact_id, model, dimensions, embedding, stale ON fact_embeddings BEGIN
  INSERT INTO vector_changes (fact_id) SELECT old.fact_id UNION SELECT new.fact_id;
END;

CREATE TRIGGER fact_embeddings_ad AFTER DELETE ON fact_embeddings BEGIN
  INSERT INTO vector_changes (fact_id) VALUES (old.fact_id);
END;

-- The binary index of all vectors of one model, so that they need not be read again: a cache, which may be deleted at any
-- time. centre is the centroid that the bits are relative to, centre_of the number of vectors when it was taken.
-- Each block covers 1,024 fact ids; what changed after changes_seq and embeddings_seq may be missing in it.
CREATE TABLE vector_indexes (
  model TEXT NOT NULL,
  dimensions INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  version INTEGER NOT NULL,
  blocks INTEGER NOT NULL,
  changes_seq INTEGER NOT NULL,
  embeddings_seq INTEGER NOT NULL,
  centre_of INTEGER NOT NULL,
  centre BLOB NOT NULL,
  PRIMARY KEY (model, dimensions)
);

CREATE TABLE vector_blocks (
  generation INTEGER NOT NULL,
  block INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (generation, block)
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

CREATE TABLE subagents (
  id TEXT PRIMARY KEY,
  session_id TEXT,
  subagent_type TEXT,
  description TEXT,
  prompt TEXT,
  status TEXT,
  started_at DATETIME,
  completed_at DATETIME,
  tokens_used INTEGER,
  output_file TEXT,
  error TEXT,
  metadata TEXT,
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE schema_info (
  version INTEGER PRIMARY KEY,
  applied_at DATETIME DEFAULT CURRENT_TIMESTAMP
);

INSERT OR IGNORE INTO schema_info (version) VALUES (7);
