-- Whose tracking code it is. Orders that were booked before it was known keep the empty one.

ALTER TABLE order_view ADD COLUMN carrier text NOT NULL DEFAULT '';
