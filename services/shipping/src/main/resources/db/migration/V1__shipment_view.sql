CREATE TABLE shipment_view (
    id            text PRIMARY KEY,
    customer_id   text        NOT NULL,
    status        text        NOT NULL,
    carrier       text        NOT NULL,
    tracking_code text        NOT NULL,
    reason        text        NOT NULL,
    version       bigint      NOT NULL,
    updated_at    timestamptz NOT NULL
);
