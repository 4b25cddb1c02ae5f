// An order's way from its customer's side: placed, looked at, followed to its end. All that the customer was
// told goes to the ledger, which ./daybook load compares with what the system says afterwards.
import { check, sleep } from 'k6';
import exec from 'k6/execution';
import { Counter, Rate, Trend } from 'k6/metrics';
import { get, missing, post, problem } from './api.js';
import { write } from './ledger.js';
import { declined, followed, patience, probed } from './settings.js';
import { customer, stranger } from './users.js';

export const metrics = {
  placed: new Trend('order_placed', true), // first request to 201
  dispatched: new Trend('order_dispatched', true), // placed to dispatched, by the API's own times; of some orders
  completedIn: new Trend('order_completed', true), // placed to dispatched and paid, by the API's own times
  completed: new Counter('orders_completed'),
  refused: new Counter('orders_refused'), // definitely, by reason
  unanswered: new Counter('orders_unanswered'), // no definite answer in time, with retries
  unfinished: new Counter('orders_unfinished'), // accepted and followed, but not ended in time
  retried: new Counter('orders_retried'), // answered only when asked again
  right: new Rate('answers_right'), // every answer that was looked at is what it has to be
};

const FIRST_LOOK_SECONDS = 2;
const NEXT_LOOK_SECONDS = 2;
const ENDED = ['COMPLETED', 'UNPAID', 'CANCELLED', 'REJECTED'];
const ADDRESS = { name: 'Load Test', street: '1 High Street', city: 'Leeds', postcode: 'LS1 1AA', country: 'GB' };

export const pick = (list) => list[Math.floor(Math.random() * list.length)];

/** One to three different products, one or two of each. */
export function basket(skus) {
  return lines(skus, 1 + Math.floor(Math.random() * 3), () => 1 + Math.floor(Math.random() * 2));
}

/** `count` different products, or all there are. */
export function lines(skus, count, quantity) {
  const first = Math.floor(Math.random() * skus.length);
  return Array.from({ length: Math.min(count, skus.length) }, (_, i) => ({
    sku: skus[(first + i) % skus.length],
    quantity: quantity(),
    unitPriceMinor: 100 + Math.floor(Math.random() * 2000),
  }));
}

function right(subject, expectations) {
  const ok = check(subject, expectations);
  metrics.right.add(ok);
  return ok;
}

/** Places an order. Returns what is needed to follow it, or nothing if it was not accepted. */
export function place(data, items, declinedShare = declined) {
  const me = customer(data.sessions);
  const total = items.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);
  const order = {
    currency: 'GBP',
    lines: items,
    shipTo: ADDRESS,
    paymentMethod: Math.random() < declinedShare ? 'pm_card_chargeDeclined' : 'pm_card_visa',
  };
  const at = Date.now();
  const key = `load-${data.run}-${crypto.randomUUID()}`;
  // Before the request: a run that is aborted leaves requests behind of which nobody hears the answer.
  write({ event: 'asked', at, key });
  const result = post(me.token, '/orders', 'place', order, key);
  const { answer, millis } = result;
  if (result.attempts > 1) {
    metrics.retried.add(1);
  }
  if (!result.definite) {
    metrics.unanswered.add(1, { code: problem(answer) });
    return undefined;
  }
  if (answer.status !== 201) {
    metrics.refused.add(1, { reason: problem(answer) });
    metrics.right.add(answer.status === 422 || answer.status === 409);
    write({ event: 'refused', at, key, millis, code: problem(answer) });
    return undefined;
  }
  const id = answer.json('orderId');
  const position = answer.headers['Daybook-Position'];
  metrics.placed.add(millis);
  const phase = exec.scenario.name;
  write({ event: 'placed', at, key, phase, id, customer: me.id, millis, totalMinor: total, lines: items.map((l) => [l.sku, l.quantity]) });
  right(answer, {
    'accepted with version 1': (a) => a.headers.Etag === '"1"' && a.json('version') === 1,
    'accepted with a position in the log': () => /^\d+-\d+$/.test(position),
  });
  const placed = { id, at, position, total, items, probed: Math.random() < probed };
  if (placed.probed) {
    probe(data, placed, result);
  }
  return placed;
}

/** What must hold for every order, tried on some. */
function probe(data, placed, result) {
  const { id, position, total } = placed;
  right(get(customer(data.sessions).token, `/orders/${id}`, 'order', position), {
    'read at once with its position': (a) =>
      missing(a) || problem(a) === 'read-model-behind' || (a.status === 200 && a.json('totalMinor') === total),
  });
  const again = result.again();
  right(again, {
    'repeated, gets the first answer': (a) =>
      missing(a) ||
      a.status === 202 ||
      (a.status === 201 && a.json('orderId') === id && a.json('version') === 1 && a.headers['Daybook-Position'] === position),
  });
  if (data.sessions.length > 1) {
    right(get(stranger(data.sessions).token, `/orders/${id}`, 'not-mine'), {
      "somebody else's order is not found": (a) => missing(a) || a.status === 404,
    });
  }
}

/** Looks at an order now and then until it ended. How long it took is by the API's times, not by ours. */
export function follow(data, placed, patienceSeconds = patience) {
  if (Math.random() >= followed) {
    return undefined;
  }
  const until = placed.at + patienceSeconds * 1000;
  sleep(FIRST_LOOK_SECONDS);
  for (;;) {
    const answer = get(customer(data.sessions).token, `/orders/${placed.id}`, 'order', placed.position);
    if (answer.status === 200 && ENDED.includes(answer.json('status'))) {
      return ended(data, placed, answer.json());
    }
    if (answer.status === 404) {
      right(answer, { 'an accepted order is found': () => false });
    }
    if (Date.now() > until) {
      metrics.unfinished.add(1);
      return undefined;
    }
    sleep(NEXT_LOOK_SECONDS);
  }
}

function ended(data, placed, order) {
  right(order, { 'ended with the total that was ordered': (o) => o.totalMinor === placed.total });
  const reason = order.reason.replace(/LOAD-[\w-]+/g, 'SKU').replace(/\d+/g, 'N');
  if (order.status === 'COMPLETED') {
    const millis = Date.parse(order.updatedAt) - Date.parse(order.placedAt);
    metrics.completed.add(1);
    metrics.completedIn.add(millis);
    write({ event: 'ended', at: Date.parse(order.updatedAt), id: placed.id, status: order.status, millis });
    if (placed.probed) {
      dispatchTime(data, order);
    }
  } else {
    metrics.refused.add(1, { reason });
    write({ event: 'ended', at: Date.parse(order.updatedAt), id: placed.id, status: order.status, reason });
  }
  return order;
}

/** Unless the parcel has gone on since, the shipment's last change is its dispatch. */
function dispatchTime(data, order) {
  const shipment = get(customer(data.sessions).token, `/shipments/${order.orderId}`, 'shipment');
  if (shipment.status === 200 && shipment.json('status') === 'DISPATCHED') {
    metrics.dispatched.add(Date.parse(shipment.json('updatedAt')) - Date.parse(order.placedAt));
  }
}

/** The usual iteration. */
export function checkout(data) {
  const placed = place(data, basket(data.skus));
  return placed && follow(data, placed);
}
