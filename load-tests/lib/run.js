// What every scenario begins and ends with.
import { fail, sleep } from 'k6';
import { get, post } from './api.js';
import { write } from './ledger.js';
import { number, patience, seconds, text } from './settings.js';
import { loginAll, staffToken } from './users.js';

const PRODUCTS = number('PRODUCTS', 20);

/** Logs everybody in and receives `units` of each of the run's own products, so that nothing else moves them. */
export function prepare(units, products = PRODUCTS) {
  const run = text('RUN', Date.now().toString(36));
  const sessions = loginAll();
  const token = staffToken();
  const skus = Array.from({ length: products }, (_, i) => `LOAD-${run}-${i + 1}`);
  const quantity = Math.ceil(units);
  let at = 0;
  for (const sku of skus) {
    const received = post(token, `/stock/${sku}/receipts`, 'receipt', { quantity, reference: `load ${run}` }, `load-${sku}`);
    if (received.answer.status !== 201) {
      fail(`no stock received: ${received.answer.status} ${received.answer.body || received.answer.error}`);
    }
    at = at || clock(token, sku, received.answer.headers['Daybook-Position']);
  }
  write({ event: 'begun', at, run, units: quantity, skus, customers: sessions.map((session) => session.id) });
  return { run, skus, sessions };
}

/** When the stock was received, by the system's clock. */
function clock(token, sku, position) {
  for (;;) {
    const stock = get(token, `/stock/${sku}`, 'stock', position);
    if (stock.status === 200) {
      return Date.parse(stock.json('updatedAt'));
    }
    sleep(0.5);
  }
}

/** Units of each product that `orders` orders cannot use up. */
export function plenty(orders, unitsPerOrder = 4) {
  return 1000 + (3 * orders * unitsPerOrder) / PRODUCTS;
}

/** What every run must keep to, whatever its latency. */
export const safety = {
  answers_right: ['rate==1'],
  orders_unanswered: ['count==0'],
  orders_unfinished: ['count==0'],
  requests_failed: ['rate<0.001'],
};

/** Percentiles of the measured part, by metric: latency({ order_placed: 500 }) or the usual ones. */
export function latency(p95, part = 'part:main') {
  const rules = {};
  for (const [metric, millis] of Object.entries(p95)) {
    rules[`${metric}{${part}}`] = [`p(95)<${millis}`];
  }
  return rules;
}

export const usual = {
  order_placed: number('ACCEPT_P95', 500),
  order_completed: number('COMPLETED_P95', 10_000),
};

const GRACE_SECONDS = 30;

/** A scenario of the measured part: so many virtual users wait ready as the arrivals need. */
export function arrivals(executor, peak, rest) {
  return {
    executor,
    preAllocatedVUs: Math.ceil(peak * number('VUS_PER_RATE', 5)),
    maxVUs: Math.ceil(peak * 4 * number('VUS_PER_RATE', 5)),
    gracefulStop: `${patience + GRACE_SECONDS}s`,
    tags: { part: 'main' },
    ...rest,
  };
}

export const constant = (rate, seconds, rest) => arrivals('constant-arrival-rate', rate, { rate, duration: `${seconds}s`, ...rest });

const WARMUP_SECONDS = seconds('WARMUP', '20s');
const WARMUP_RATE = 5;

/** Before the measured part a short trickle, since code that never ran is slow, and no user meets it. */
export function options(scenarios, thresholds) {
  const all = {};
  if (WARMUP_SECONDS > 0) {
    all.warmup = constant(WARMUP_RATE, WARMUP_SECONDS, { tags: { part: 'warmup' }, exec: 'warmup' });
  }
  const dropped = {};
  for (const [name, scenario] of Object.entries(scenarios)) {
    const start = WARMUP_SECONDS + (scenario.startTime || 0);
    all[name] = { ...scenario, startTime: `${start}s` };
    dropped[`dropped_iterations{scenario:${name}}`] = ['count==0'];
  }
  return {
    scenarios: all,
    thresholds: { ...safety, ...dropped, ...thresholds },
    setupTimeout: '10m',
    summaryTrendStats: ['min', 'med', 'p(95)', 'p(99)', 'max'],
    userAgent: 'daybook-load',
  };
}
