-- The shard's cache of the log. Every row can be posted again from the log: dropping the first three
-- tables together loses nothing but time.

CREATE TABLE eventlog_checkpoint (
    partition    integer PRIMARY KEY,
    next_offset  bigint  NOT NULL,
    state_schema integer NOT NULL
);
COMMENT ON COLUMN eventlog_checkpoint.next_offset IS 'all entries of the log partition before it are in the other tables';

CREATE TABLE eventlog_stream (
    stream_id      text PRIMARY KEY,
    partition      integer NOT NULL,
    version        bigint  NOT NULL,
    state_type     text    NOT NULL,
    state          text    NOT NULL,
    parked         boolean NOT NULL,
    log_offset     bigint  NOT NULL,
    correlation_id text    NOT NULL,
    due            timestamptz
);
CREATE INDEX eventlog_stream_due ON eventlog_stream (partition) INCLUDE (due) WHERE due IS NOT NULL;

CREATE TABLE eventlog_answer (
    stream_id   text    NOT NULL,
    command_id  text    NOT NULL,
    partition   integer NOT NULL,
    fingerprint text,
    kind        text    NOT NULL,
    version     bigint  NOT NULL,
    log_offset  bigint,
    reason      text,
    code        text,
    detail      text,
    PRIMARY KEY (stream_id, command_id)
);

CREATE TABLE eventlog_projection (
    partition   integer PRIMARY KEY,
    next_offset bigint  NOT NULL
);
COMMENT ON TABLE eventlog_projection IS 'how far the read model has come; advances in the transaction that posts the rows';
