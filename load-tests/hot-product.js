// A flash sale: everybody wants the same product, and there is half of what they want. Exactly what is there
// is sold, and who comes too late is told so.
import { check, sleep } from 'k6';
import { get } from './lib/api.js';
import { follow, lines, place } from './lib/orders.js';
import { constant, latency, options as optionsOf, prepare, usual } from './lib/run.js';
import { number, seconds } from './lib/settings.js';
import { staffToken } from './lib/users.js';

export { handleSummary } from './lib/summary.js';

const rate = number('RATE', 15);
const duration = seconds('DURATION', '1m');
const units = number('UNITS', Math.floor((rate * duration) / 2));

export const options = optionsOf({ sale: constant(rate, duration) }, {
  ...latency(usual),
  'orders_completed{part:main}': [`count==${units}`],
  checks: ['rate==1'],
});

// The first is the hot one; the other is for warming up.
export const setup = () => prepare(units, 2);

/** One unit for each, and no card is declined: that would give a unit back to whoever comes next. */
function want(data, sku) {
  const placed = place(data, lines([sku], 1, () => 1), 0);
  return placed && follow(data, placed);
}

export const warmup = (data) => want(data, data.skus[1]);

export default (data) => want(data, data.skus[0]);

/** What the warehouse sees when all is over. */
export function teardown(data) {
  const token = staffToken();
  let stock;
  for (let look = 0; look < 60; look++) {
    stock = get(token, `/stock/${data.skus[0]}`, 'stock').json();
    if (stock.reserved === 0 && stock.shipped >= units) {
      break;
    }
    sleep(1);
  }
  check(stock, {
    'every unit is sold': (s) => s.shipped === units && s.available === 0,
    'none is sold twice': (s) => s.shipped <= s.received,
  });
}
