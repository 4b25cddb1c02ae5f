-- The generations of the read model: the live one, whose tables are in the service's own schema, and at
-- most one beside it, whose tables are in the schema projection_NUMBER.

CREATE TABLE eventlog_generation (
    number     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    live       boolean     NOT NULL UNIQUE DEFERRABLE,
    asked_by   text        NOT NULL,
    asked_at   timestamptz NOT NULL DEFAULT now(),
    live_by    text,
    live_since timestamptz,
    throttle   integer,
    filler     text,
    held_until timestamptz,
    progress   text,
    trouble    text,
    comparison text
);
COMMENT ON COLUMN eventlog_generation.number IS 'never given twice, so that who fills one cannot mistake another for it';
COMMENT ON COLUMN eventlog_generation.filler IS 'the replica that fills it, which another takes over from after held_until';

INSERT INTO eventlog_generation (live, asked_by, live_by, live_since) VALUES (true, 'schema', 'schema', now());
