// Customers who look at one product, at many, and at what they ordered while the run warmed up.
import { Trend } from 'k6/metrics';
import { get, missing } from './lib/api.js';
import { write } from './lib/ledger.js';
import { checkout, metrics, pick } from './lib/orders.js';
import { constant, latency, options as optionsOf, plenty, prepare } from './lib/run.js';
import { number, seconds } from './lib/settings.js';
import { customer } from './lib/users.js';

export { handleSummary } from './lib/summary.js';

const rate = number('RATE', 100);
const duration = seconds('DURATION', '1m');
const read = new Trend('read', true);

export const options = optionsOf(
  { browse: constant(rate, duration, { preAllocatedVUs: Math.ceil(rate / 2), maxVUs: rate * 4 }) },
  latency({ read: number('READ_P95', 200) }),
);

export const setup = () => prepare(plenty(100));

export const warmup = checkout;

const looks = [
  (data) => ['product', `/stock/${pick(data.skus)}`],
  () => ['products', '/stock?limit=20'],
  () => ['orders', '/orders?limit=20'],
];

export default function (data) {
  const [name, path] = pick(looks)(data);
  const at = Date.now();
  const answer = get(customer(data.sessions).token, path, name);
  read.add(answer.timings.duration);
  metrics.right.add(missing(answer) || answer.status === 200);
  write({ event: 'read', at, millis: answer.timings.duration });
}
