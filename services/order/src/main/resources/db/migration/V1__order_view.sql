CREATE TABLE order_view (
    id             text PRIMARY KEY,
    customer_id    text        NOT NULL,
    status         text        NOT NULL,
    reason         text        NOT NULL,
    currency       text        NOT NULL,
    total_minor    bigint      NOT NULL,
    refunded_minor bigint      NOT NULL,
    tracking_code  text        NOT NULL,
    placed_at      timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    version        bigint      NOT NULL,
    correlation_id text        NOT NULL,
    lines          text        NOT NULL
);
CREATE INDEX order_view_by_customer ON order_view (customer_id, placed_at DESC, id);
CREATE INDEX order_view_by_status ON order_view (status, placed_at DESC, id);
COMMENT ON COLUMN order_view.lines IS 'JSON; read and written as a whole';
