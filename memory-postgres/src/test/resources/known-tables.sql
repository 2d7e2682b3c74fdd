-- A server on which every known program has left its memories, and some look-alikes. Each statement ends a line with ";".
CREATE EXTENSION vector;

CREATE SCHEMA plain;
CREATE TABLE plain.archival_memory (
    id serial PRIMARY KEY, content text NOT NULL, metadata jsonb, embedding vector(3), created_at timestamp);
INSERT INTO plain.archival_memory (content, metadata, embedding, created_at) VALUES
    ('A plain memory', '{"tags": ["plain"]}', '[1,2,3]', '2026-01-23 10:00:00'),
    ('One without time', NULL, NULL, NULL);

CREATE TABLE archival_memory (
    id uuid PRIMARY KEY, session_id text NOT NULL, agent_id text, content text NOT NULL, metadata jsonb,
    embedding vector(4), created_at timestamptz, superseded_by uuid, recall_count int, project text);
CREATE TABLE memory_tags (memory_id uuid, tag text);
INSERT INTO archival_memory VALUES
    ('00000000-0000-0000-0000-000000000001', 's1', 'claude', 'Kept by Claude', '{"confidence": "high"}',
     '[1,2,0,0]', '2026-01-23 10:00:00+00', NULL, 3, 'lifeos'),
    ('00000000-0000-0000-0000-000000000002', 's1', 'claude', 'Superseded', '"{\"embedding_dim\": 2}"',
     '[1,2,3,4]', '2026-01-23 11:00:00+00', '00000000-0000-0000-0000-000000000001', 0, 'lifeos');
INSERT INTO memory_tags VALUES ('00000000-0000-0000-0000-000000000001', 'tagged');

CREATE TABLE archival_passages (
    id varchar PRIMARY KEY, text varchar NOT NULL, metadata_ json, tags json, embedding vector(4),
    embedding_config json, organization_id varchar, archive_id varchar, is_deleted boolean NOT NULL, created_at timestamptz);
CREATE TABLE passage_tags (id varchar, tag varchar, passage_id varchar);
CREATE TABLE source_passages (
    id varchar PRIMARY KEY, text varchar NOT NULL, embedding vector(4), embedding_config json, source_id varchar,
    organization_id varchar);
INSERT INTO archival_passages VALUES
    ('passage-1', 'Of the first archive', '{}', '["a"]', '[1,2,0,0]',
     '{"embedding_dim": 2, "embedding_model": "small"}', 'org', 'archive-1', false, '2026-01-23 10:00:00+00'),
    ('passage-2', 'Of the second archive', '{}', NULL, '[1,2,3,0]', NULL, 'org', 'archive-2', false, '2026-01-24 10:00:00+00'),
    ('passage-3', 'Deleted', '{}', NULL, NULL, NULL, 'org', 'archive-2', true, '2026-01-24 10:00:00+00');

CREATE TABLE mem0 (id uuid PRIMARY KEY, vector vector(3), payload jsonb);
CREATE TABLE mem0_entities (id uuid PRIMARY KEY, vector vector(3), payload jsonb);
CREATE TABLE mem0migrations (id uuid PRIMARY KEY, user_id text);
INSERT INTO mem0 VALUES
    ('00000000-0000-0000-0000-00000000000a', '[1,2,3]',
     '{"data": "Alice likes tea", "user_id": "alice", "created_at": "2026-01-23T10:00:00-08:00"}'),
    ('00000000-0000-0000-0000-00000000000b', '[1,2,4]',
     '{"data": "Bob likes coffee", "user_id": "bob", "createdAt": "2026-01-23T10:00:00Z"}'),
    ('00000000-0000-0000-0000-00000000000c', '[1,2,5]', '{"user_id": "bob"}');

CREATE TABLE langchain_pg_collection (uuid uuid PRIMARY KEY, name varchar, cmetadata json);
CREATE TABLE langchain_pg_embedding (
    id varchar PRIMARY KEY, collection_id uuid, embedding vector, document varchar, cmetadata jsonb);
INSERT INTO langchain_pg_collection VALUES ('00000000-0000-0000-0000-0000000000c1', 'notes', NULL);
INSERT INTO langchain_pg_embedding VALUES
    ('1', '00000000-0000-0000-0000-0000000000c1', '[1,2,3]', 'A document of LangChain', '{}'),
    ('2', '00000000-0000-0000-0000-0000000000c1', '[1,2]', NULL, '{}');

CREATE TABLE notes_store (
    langchain_id uuid PRIMARY KEY, content text NOT NULL, embedding vector(3) NOT NULL, topic text, langchain_metadata json);
INSERT INTO notes_store VALUES ('00000000-0000-0000-0000-0000000000d1', 'A note of the store', '[1,2,3]', 'tea', '{}');

CREATE TABLE assistant_notes (embedding_id uuid PRIMARY KEY, embedding vector(3), text text, metadata json);
INSERT INTO assistant_notes VALUES
    ('00000000-0000-0000-0000-0000000000e1', '[1,2,3]', 'A note of LangChain4j', '{"page": "7"}');

CREATE TABLE vector_store (id uuid PRIMARY KEY, content text, metadata json, embedding vector(3));
INSERT INTO vector_store VALUES
    ('00000000-0000-0000-0000-0000000000f1', 'Said by the user', '{"messageType": "USER"}', '[1,2,3]'),
    ('00000000-0000-0000-0000-0000000000f2', 'Said by the assistant', '{"messageType": "ASSISTANT"}', '[1,2,4]');

CREATE TABLE data_notes (
    id bigserial PRIMARY KEY, text varchar NOT NULL, metadata_ json, node_id varchar, embedding halfvec(3));
INSERT INTO data_notes (text, metadata_, node_id, embedding) VALUES
    ('A node of LlamaIndex', '{"_node_content": "{}", "author": "me"}', 'node-1', '[1,2,3]');

CREATE SCHEMA tenant_a;
CREATE TABLE tenant_a.memory_units (
    id uuid PRIMARY KEY, bank_id text, text text, context text, metadata jsonb, tags varchar[], fact_type text,
    embedding vector(3), event_date timestamptz, created_at timestamptz);
INSERT INTO tenant_a.memory_units VALUES
    ('00000000-0000-0000-0000-00000000aa01', 'bank', 'Seen by Hindsight', 'work', '{}', '{tea}', 'world', '[1,2,3]',
     '2026-01-23 10:00:00+00', '2026-01-25 10:00:00+00'),
    ('00000000-0000-0000-0000-00000000aa02', 'bank', 'Concluded', 'work', '{}', NULL, 'observation', NULL, NULL,
     '2026-01-25 10:00:00+00');

CREATE TABLE pictures (id serial PRIMARY KEY, thumbnail bytea, likeness vector(3));
CREATE TABLE memories (key int PRIMARY KEY, body text, noted_on date, about text);
INSERT INTO memories VALUES (1, 'In a table of my own', '2026-01-23', 'tea');
