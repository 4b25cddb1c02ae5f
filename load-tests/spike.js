// A quiet shop, a sudden rush, and quiet again: the rush is taken in, and afterwards all is as before.
import { checkout } from './lib/orders.js';
import { constant, latency, options as optionsOf, plenty, prepare, usual } from './lib/run.js';
import { number, seconds } from './lib/settings.js';

export { handleSummary } from './lib/summary.js';
export { checkout as warmup } from './lib/orders.js';

const quietRate = number('RATE', 5);
const rushRate = number('PEAK', 60);
const quiet = seconds('DURATION', '30s');
const rush = seconds('RUSH', '15s');
const recovery = seconds('RECOVERY', '30s');

export const options = optionsOf(
  {
    before: constant(quietRate, quiet),
    rush: constant(rushRate, rush, { startTime: quiet }),
    recovery: constant(quietRate, recovery, { startTime: quiet + rush }),
    after: constant(quietRate, quiet, { startTime: quiet + rush + recovery }),
  },
  {
    ...latency(usual, 'scenario:before'),
    ...latency({ order_placed: number('RUSH_ACCEPT_P95', 3000) }, 'scenario:rush'),
    ...latency(usual, 'scenario:after'),
  },
);

export const setup = () => prepare(plenty(rushRate * rush + quietRate * (2 * quiet + recovery)));

export default checkout;
