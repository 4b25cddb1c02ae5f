-- What is parked: the commands of each stream, in their order, and the entries of the log at which a
-- stream has stopped. A cache of the log like the tables before.

CREATE TABLE eventlog_parked (
    stream_id       text        NOT NULL,
    command_id      text        NOT NULL,
    partition       integer     NOT NULL,
    log_offset      bigint      NOT NULL,
    inbox_offset    bigint,
    since           timestamptz NOT NULL,
    why             text        NOT NULL,
    released_offset bigint,
    PRIMARY KEY (stream_id, command_id)
);
CREATE INDEX eventlog_parked_waiting ON eventlog_parked (partition, stream_id) WHERE released_offset IS NULL;
COMMENT ON COLUMN eventlog_parked.released_offset IS 'the entry that answers the command after all';

ALTER TABLE eventlog_stream
    ADD COLUMN broken_offset bigint,
    ADD COLUMN broken_why    text,
    ADD COLUMN broken_since  timestamptz;
CREATE INDEX eventlog_stream_parked ON eventlog_stream (partition, stream_id) WHERE parked;
COMMENT ON COLUMN eventlog_stream.broken_offset IS 'the first entry that could not be read or applied; state and version are of before';

-- Events that the read model or the effect could not read.
CREATE TABLE eventlog_held (
    reader     text    NOT NULL,
    partition  integer NOT NULL,
    log_offset bigint  NOT NULL,
    stream_id  text    NOT NULL,
    why        text    NOT NULL,
    PRIMARY KEY (reader, partition, log_offset)
);
COMMENT ON TABLE eventlog_held IS 'where a reader of the log has stopped for a stream; the other streams went on';
