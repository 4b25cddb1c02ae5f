-- What long streams were earlier, so that it need not be made from their first event on. A cache of the
-- log like the tables before.

CREATE TABLE eventlog_snapshot (
    stream_id  text    NOT NULL,
    version    bigint  NOT NULL,
    partition  integer NOT NULL,
    state_type text    NOT NULL,
    state      text    NOT NULL,
    latest     timestamptz,
    PRIMARY KEY (stream_id, version)
);

ALTER TABLE eventlog_stream ADD COLUMN latest timestamptz;
COMMENT ON COLUMN eventlog_stream.latest IS 'when the latest of its commands was given; null if it has some of before this column';
