// The payment provider becomes slow, then is gone, then comes back. Orders are accepted as ever; they wait in
// the log, and all of them go on when it is well again. The provider is the local stack's simulator.
import http from 'k6/http';
import { check, sleep } from 'k6';
import { write } from './lib/ledger.js';
import { basket, follow, place } from './lib/orders.js';
import { constant, latency, options as optionsOf, plenty, prepare, usual } from './lib/run.js';
import { number, seconds, text } from './lib/settings.js';

export { handleSummary } from './lib/summary.js';
export { checkout as warmup } from './lib/orders.js';

const rate = number('RATE', 10);
const duration = seconds('DURATION', '2m');
const simulator = text('PAYMENT_SIMULATOR', 'http://127.0.0.1:8111');
const quarter = duration / 4;

export const options = optionsOf(
  {
    checkout: constant(rate, duration, {
      preAllocatedVUs: Math.ceil(rate * (quarter * 2 + 20)),
      maxVUs: Math.ceil(rate * (duration + 60)),
      gracefulStop: '5m',
    }),
    sickness: { executor: 'per-vu-iterations', vus: 1, iterations: 1, startTime: quarter, exec: 'sickness', maxDuration: `${duration}s` },
  },
  // Completing takes as long as the provider is away; that every order does complete is the point.
  { ...latency({ order_placed: usual.order_placed }), 'orders_refused{part:main}': ['count==0'], checks: ['rate==1'] },
);

export const setup = () => {
  heal();
  return prepare(plenty(rate * duration));
};

function fault(what) {
  const answer = http.post(`${simulator}/simulator/faults`, JSON.stringify(what), { tags: { name: 'fault' } });
  check(answer, { 'the simulator takes the fault': (a) => a.status === 201 });
}

function heal() {
  const answer = http.del(`${simulator}/simulator/faults`, null, { tags: { name: 'fault' } });
  check(answer, { 'the simulator is well': (a) => a.status === 200 });
}

export function sickness() {
  // One answer in five is lost although the payment was made, and every one takes a second.
  fault({ mode: 'twice', ratio: 0.2, forSeconds: quarter });
  fault({ mode: 'slow', latencyMillis: 1000, forSeconds: quarter });
  write({ event: 'mark', at: Date.now(), what: 'provider slow' });
  sleep(quarter);
  fault({ mode: 'reset', forSeconds: quarter });
  write({ event: 'mark', at: Date.now(), what: 'provider gone' });
  sleep(quarter);
  heal();
  write({ event: 'mark', at: Date.now(), what: 'provider well' });
}

/** Whatever ended the run, the provider is left well. */
export const teardown = heal;

/** No card is declined, so every order has to complete. */
export default function (data) {
  const placed = place(data, basket(data.skus), 0);
  return placed && follow(data, placed, duration + 60);
}
