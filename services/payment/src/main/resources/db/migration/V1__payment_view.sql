CREATE TABLE payment_view (
    id               text PRIMARY KEY,
    customer_id      text        NOT NULL,
    status           text        NOT NULL,
    currency         text        NOT NULL,
    authorised_minor bigint      NOT NULL,
    captured_minor   bigint      NOT NULL,
    voided_minor     bigint      NOT NULL,
    refunded_minor   bigint      NOT NULL,
    reason           text        NOT NULL,
    version          bigint      NOT NULL,
    updated_at       timestamptz NOT NULL
);
