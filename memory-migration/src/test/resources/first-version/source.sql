-- The tables that memory.zip was migrated from. Each statement ends a line with ";". No default and no function may depend
-- on the time or on chance: the rows that a test reads must be those that the first version read.
DROP SCHEMA IF EXISTS plain, claude, letta, mem0, chain, spring, llama, hindsight, own CASCADE;
CREATE EXTENSION IF NOT EXISTS vector SCHEMA public;

CREATE SCHEMA plain;
CREATE TABLE plain.archival_memory (
    id int PRIMARY KEY, user_id text, session_id text, type text, content text, metadata jsonb, tags text[],
    embedding vector(4), embedding_model text, project text, recall_count int DEFAULT 0, created_at timestamp,
    deleted_at timestamptz, valid_to timestamptz, is_active boolean DEFAULT true);
INSERT INTO plain.archival_memory (id, user_id, session_id, type, content, metadata, tags, embedding, embedding_model, created_at) VALUES
    (1, 'ann', 's 1', 'semantic', 'Ann waters the ferns on Monday', '{"user_id": "ann", "confidence": "high", "tags": ["plants"]}',
     '{home}', '[1,2,3,4]', 'words', '2024-03-01 08:30:00.123456'),
    (2, 'bob', 's 1', 'episodic', 'Bob feeds the cat', '{"user_id": "bob", "topic": "pets"}', NULL, '[0.1,0.2,0.3,0.4]', 'words',
     '2024-03-01 08:31:00'),
    (3, 'ann', NULL, 'user', 'Its metadata are a list', '[1, {"user_id": "bob"}]', NULL, NULL, NULL, '2024-03-02 09:00:00'),
    (4, 'ann', NULL, 'assistant', 'Its metadata are JSON within a string', '"{\"userId\": \"bob\", \"embedding_dim\": 2}"', NULL,
     '[1,2,0,0]', NULL, '2024-03-02 09:30:00'),
    (5, 'bob', NULL, NULL, 'Nobody knows when this was', NULL, NULL, NULL, NULL, NULL),
    (6, NULL, NULL, NULL, 'Its owner is a member of the metadata', '{"userId": "bob", "agentId": "a 1", "tenant_id": 7}', NULL, NULL,
     NULL, '2024-03-03 10:00:00'),
    (7, 'ann', NULL, NULL, 'Nobody owns it twice', '{"user_id": null, "tenant_id": "", "createdAt": "2024-03-03"}', NULL, NULL, NULL,
     NULL),
    (8, 'ann', NULL, NULL, E'Two lines,\n---\n## 10:00:00 UTC\nthe second like a log''s', '{}', NULL, NULL, NULL,
     '2024-03-03 10:05:00'),
    (9, 'ann', NULL, NULL, 'Edited afterwards', '{"n": 1.0}', NULL, '[4,3,2,1]', 'words', '2024-03-04 11:00:00'),
    (10, 'bob', NULL, NULL, 'Forgotten afterwards', NULL, NULL, '[4,3,2,2]', 'words', '2024-03-04 11:30:00'),
    (11, 'bob', NULL, NULL, '   ', NULL, NULL, NULL, NULL, '2024-03-04 12:00:00'),
    (12, 'bob', NULL, NULL, NULL, '{"no": "content"}', NULL, NULL, NULL, '2024-03-04 12:30:00'),
    (13, 'ann', NULL, NULL, 'Known to the Python program', NULL, NULL, NULL, NULL, '2024-03-05 08:00:00'),
    (14, 'ann', NULL, NULL, 'Known to it twice', NULL, NULL, NULL, NULL, NULL),
    (15, 'bob', NULL, NULL, 'Known to it in other words', NULL, NULL, NULL, NULL, '2024-03-05 09:00:00');
INSERT INTO plain.archival_memory (id, user_id, content, created_at, deleted_at, valid_to, is_active) VALUES
    (16, 'ann', 'Deleted', '2024-03-06 08:00:00', '2024-03-07', NULL, true),
    (17, 'ann', 'No longer valid', '2024-03-06 08:30:00', NULL, '2024-04-01', true),
    (18, 'bob', 'Inactive', '2024-03-06 09:00:00', NULL, NULL, false),
    (19, 'bob', 'Valid for long', '2024-03-06 09:30:00', NULL, '9000-01-01', true),
    (20, 'bob', 'Inactive and edited afterwards', '2024-03-06 10:00:00', NULL, NULL, false),
    (21, 'ann', 'Inactive and forgotten afterwards', '2024-03-06 10:30:00', NULL, NULL, false);

CREATE SCHEMA claude;
CREATE TABLE claude.archival_memory (
    id uuid PRIMARY KEY, session_id text NOT NULL, agent_id text, content text NOT NULL, metadata jsonb, embedding vector(4),
    created_at timestamptz, project text, superseded_by uuid, archived_at timestamptz, recall_count int, decisions jsonb);
CREATE TABLE claude.memory_tags (memory_id uuid REFERENCES claude.archival_memory, tag text, PRIMARY KEY (memory_id, tag));
INSERT INTO claude.archival_memory VALUES
    ('10000000-0000-4000-8000-000000000001', 's 1', 'claude', 'Close the pool before the log',
     '{"type": "session_learning", "tags": ["pool"], "confidence": "high", "context": "shutdown order"}', '[1,2,0,0]',
     '2024-05-01 10:00:00.5+02', 'apollo', NULL, NULL, 3, '[{"use": "WAL"}]'),
    ('10000000-0000-4000-8000-000000000002', 's 1', 'helper', 'Superseded', '{}', '[1,2,3,4]', '2024-05-01 11:00:00+00', 'apollo',
     '10000000-0000-4000-8000-000000000001', NULL, 0, NULL),
    ('10000000-0000-4000-8000-000000000003', 's 2', 'helper', 'Migrations run at night', '"{\"embedding_dim\": 2}"', '[1,2,0,0]',
     '2024-05-02 11:00:00+00', NULL, NULL, NULL, NULL, NULL),
    ('10000000-0000-4000-8000-000000000004', 's 2', NULL, 'Archived', NULL, NULL, '2024-05-02 12:00:00+00', NULL, NULL, '2024-06-01', 0,
     NULL);
INSERT INTO claude.memory_tags VALUES
    ('10000000-0000-4000-8000-000000000001', 'order'), ('10000000-0000-4000-8000-000000000001', 'it''s');

CREATE SCHEMA letta;
CREATE TABLE letta.archival_passages (
    id varchar PRIMARY KEY, text varchar NOT NULL, metadata_ json, tags json, embedding vector(4), embedding_config json,
    organization_id varchar, archive_id varchar, is_deleted boolean NOT NULL, created_at timestamptz);
CREATE TABLE letta.passage_tags (id varchar PRIMARY KEY, tag varchar, passage_id varchar);
INSERT INTO letta.archival_passages VALUES
    ('passage-1', 'Of the first archive', '{ "a": 1, "a": 2 }', '["tea"]', '[1,2,0,0]', '{"embedding_dim": 2, "embedding_model": "small"}',
     'org-1', 'archive-1', false, '2024-06-01 10:00:00+00'),
    ('passage-2', 'Of the second archive', '{"user_id": "bob"}', NULL, '[1,2,3,0]', NULL, 'org-2', 'archive-2', false,
     '2024-06-02 10:00:00+00'),
    ('passage-3', 'Deleted', '{}', NULL, NULL, NULL, 'org-2', 'archive-2', true, '2024-06-02 10:00:00+00'),
    ('passage-4', 'Of nobody', '{}', NULL, NULL, NULL, 'org-2', NULL, false, '2024-06-02 10:00:00+00');
INSERT INTO letta.passage_tags VALUES ('t 1', 'health', 'passage-1'), ('t 2', 'tea', 'passage-1');

CREATE SCHEMA mem0;
CREATE TABLE mem0.memories (id uuid PRIMARY KEY, vector vector(3), payload jsonb);
INSERT INTO mem0.memories VALUES
    ('20000000-0000-4000-8000-000000000001', '[1,2,3]',
     '{"data": "Ann likes tea", "hash": "h1", "user_id": "ann", "agent_id": "a 1", "run_id": "r 1", "role": "user", "created_at": "2024-07-01T10:00:00.5-08:00"}'),
    ('20000000-0000-4000-8000-000000000002', '[1,2,4]',
     '{"data": "Bob likes coffee", "hash": "h2", "userId": "bob", "runId": "r 2", "role": "user", "createdAt": "2024-07-02T10:00:00Z"}'),
    ('20000000-0000-4000-8000-000000000003', '[1,2,5]', '{"hash": "h3", "user_id": "bob"}'),
    ('20000000-0000-4000-8000-000000000004', '[1,2,6]',
     '{"data": "Bob surely likes tea as well", "hash": "h4", "user_id": "bob", "role": "assistant", "created_at": "2024-07-03T10:00:00Z"}'),
    ('20000000-0000-4000-8000-000000000005', '[1,2,7]',
     '{"data": "Expired", "hash": "h5", "user_id": "ann", "expiration_date": "2024-01-01", "created_at": "2023-07-03T10:00:00Z"}');

CREATE SCHEMA chain;
CREATE TABLE chain.langchain_pg_collection (uuid uuid PRIMARY KEY, name varchar, cmetadata json);
CREATE TABLE chain.langchain_pg_embedding (
    id varchar PRIMARY KEY, collection_id uuid, embedding vector, document varchar, cmetadata jsonb);
INSERT INTO chain.langchain_pg_collection VALUES
    ('30000000-0000-4000-8000-0000000000c1', 'notes', NULL), ('30000000-0000-4000-8000-0000000000c2', 'more notes', NULL);
INSERT INTO chain.langchain_pg_embedding VALUES
    ('1', '30000000-0000-4000-8000-0000000000c1', '[1,2,3]', 'Ann keeps bees', '{"user_id": "ann", "created_at": "2024-08-01T10:00:00Z"}'),
    ('2', '30000000-0000-4000-8000-0000000000c2', '[1,2]', 'Bob keeps a diary', '{"user_id": "bob", "tags": "a, b"}'),
    ('3', '30000000-0000-4000-8000-0000000000c1', '[1,2]', NULL, '{"user_id": "bob"}');
CREATE TABLE chain.notes_store (
    langchain_id uuid PRIMARY KEY, content text NOT NULL, embedding vector(3) NOT NULL, user_id text, topic text, valid_until date,
    "timestamp" bigint, langchain_metadata json);
INSERT INTO chain.notes_store VALUES
    ('31000000-0000-4000-8000-000000000001', 'Ann reads on the train', '[1,2,3]', 'ann', 'books', NULL, 1722506400123, '{"more" :  [1]}'),
    ('31000000-0000-4000-8000-000000000002', 'Bob reads in bed', '[1,2,4]', 'bob', NULL, NULL, 1722506400, NULL),
    ('31000000-0000-4000-8000-000000000003', 'Valid until last year', '[1,2,5]', 'bob', NULL, '2023-01-01', 1672567200, '{}');
CREATE TABLE chain.assistant_notes (
    embedding_id uuid PRIMARY KEY, embedding vector(3), text text, metadata json, user_id uuid, created_at timestamptz);
INSERT INTO chain.assistant_notes VALUES
    ('32000000-0000-4000-8000-000000000001', '[1,2,3]', 'The boiler is checked in May', '{"page": "7"}',
     'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '2024-08-03 10:00:00+00'),
    ('32000000-0000-4000-8000-000000000002', NULL, 'The key hangs by the door', '{"confidence": "0.4", "timestamp": "1722700000000"}',
     'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A12', NULL),
    ('32000000-0000-4000-8000-000000000003', '[1,2,5]', '', '{}', NULL, '2024-08-04 10:00:00+00');

CREATE SCHEMA spring;
CREATE TABLE spring.vector_store (id uuid PRIMARY KEY, content text, metadata json, embedding vector(3));
INSERT INTO spring.vector_store VALUES
    ('40000000-0000-4000-8000-000000000001', 'I live in Lisbon', '{"conversationId": "c 1", "messageType": "USER", "userId": "ann"}',
     '[1,2,3]'),
    ('40000000-0000-4000-8000-000000000002', 'Lisbon is sunny', '{"conversationId": "c 1", "messageType": "ASSISTANT", "userId": "ann"}',
     '[1,2,4]'),
    ('40000000-0000-4000-8000-000000000003', 'You are helpful', '{"conversationId": "c 1", "messageType": "SYSTEM"}', '[1,2,5]'),
    ('40000000-0000-4000-8000-000000000004', 'I live in Porto', '{"conversationId": "c 2", "messageType": "USER", "userId": "bob"}', NULL);

CREATE SCHEMA llama;
CREATE TABLE llama.data_notes (
    id bigint PRIMARY KEY, text varchar NOT NULL, metadata_ json, node_id varchar UNIQUE NOT NULL, embedding halfvec(3));
INSERT INTO llama.data_notes VALUES
    (1, 'The fuse box is in the hall', '{"_node_content": "{}", "user_id": "ann", "created_at": "2024-09-01"}', 'node-1', '[1,2,3]'),
    (2, 'The meter is in the cellar', '{"_node_content": "{\"a\": 1}", "user_id": "bob", "is_active": false}', 'node-2', '[0.1,2,4]');

CREATE SCHEMA hindsight;
CREATE TABLE hindsight.memory_units (
    id uuid PRIMARY KEY, bank_id text, text text, context text, metadata jsonb, tags varchar[], fact_type text, embedding vector(3),
    event_date timestamptz, created_at timestamptz, access_count int, invalidated_at timestamptz);
INSERT INTO hindsight.memory_units VALUES
    ('50000000-0000-4000-8000-000000000001', 'bank 1', 'Ann paints the shed', 'garden', '{}', '{paint}', 'world', '[1,2,3]',
     '2024-10-01 10:00:00+00', '2024-10-03 10:00:00+00', 2, NULL),
    ('50000000-0000-4000-8000-000000000002', 'bank 2', 'Bob seems to like green', 'garden', '{"user_id": "bob"}', '{}', 'observation',
     NULL, NULL, '2024-10-03 11:00:00+00', 0, NULL),
    ('50000000-0000-4000-8000-000000000003', 'bank 2', 'The shed is red', 'garden', '{}', '{}', 'world', '[1,2,5]', NULL,
     '2024-10-03 12:00:00+00', 0, '2024-10-04 12:00:00+00');

CREATE SCHEMA own;
CREATE TABLE own.messages (
    conversation text, place int, who text, role text, body text, said_at timestamptz, likeness double precision[], expires_at timestamptz);
INSERT INTO own.messages VALUES
    ('c 1', 1, 'ann', 'user', 'I am allergic to nuts', '2024-11-01 10:00:00+00', '{0.1,0.2}', NULL),
    ('c 1', 2, 'ann', 'assistant', 'Then no nut cake for you', '2024-11-01 10:00:05+00', '{0.5,1e300}', NULL),
    ('c 1', 3, 'ann', 'tool', '{"weather": "fine"}', '2024-11-01 10:00:07+00', NULL, NULL),
    ('c 2', 1, 'bob', 'user', 'I run on Fridays', '2024-11-02 10:00:00+00', NULL, NULL),
    ('c 2', 2, 'bob', 'assistant', 'Until when?', '2024-11-02 10:00:02+00', NULL, '2024-11-03');
CREATE TABLE own.readings (place text, noted_at timestamptz, note text, likeness real[], search tsvector);
INSERT INTO own.readings VALUES
    ('attic', '2024-11-05 10:00:00+00', 'The attic is dry', '{1,2}', 'attic:1 dry:2'),
    ('attic', '2024-11-06 10:00:00+00', 'The attic is damp', '{2,1}', NULL),
    ('cellar', '2024-11-06 10:00:00+00', 'The cellar is dry', NULL, NULL);
CREATE TABLE own.user_memories (memory_id text PRIMARY KEY, user_id text, memory jsonb, updated_at bigint);
INSERT INTO own.user_memories VALUES
    ('m 1', 'ann', '"Likes \"green\" tea\nin the morning"', 1730800000),
    ('m 2', 'bob', '{"memory": "Lives in Porto"}', 1730800001),
    ('m 3', 'bob', 'null', 1730800002),
    ('m 4', 'ann', '""', 1730800003),
    ('m 5', 'ann', '["one part", {"type": "text", "text": "another"}]', 1730800004);
CREATE TABLE own.chat_history (id int PRIMARY KEY, session_id text, message jsonb, created_at timestamptz);
INSERT INTO own.chat_history VALUES
    (1, 'h 1', '{"type": "human", "content": "My name is Sam"}', '2024-11-10 10:00:00+00'),
    (2, 'h 1', '{"type": "ai", "content": "Hello Sam"}', '2024-11-10 10:00:01+00'),
    (3, 'h 1', '{"type": "human", "content": [{"type": "text", "text": "I cycle"}, {"type": "text", "text": "to work"}]}', '2024-11-10 10:00:02+00'),
    (4, 'h 1', '{"type": "human", "content": ""}', '2024-11-10 10:00:03+00');
