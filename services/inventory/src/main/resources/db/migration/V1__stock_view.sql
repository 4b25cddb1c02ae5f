CREATE TABLE stock_view (
    sku        text COLLATE "C" PRIMARY KEY,
    received   bigint      NOT NULL,
    adjusted   bigint      NOT NULL,
    available  bigint      NOT NULL,
    reserved   bigint      NOT NULL,
    shipped    bigint      NOT NULL,
    returned   bigint      NOT NULL,
    version    bigint      NOT NULL,
    updated_at timestamptz NOT NULL
);
