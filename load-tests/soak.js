// A moderate rate for long: what leaks, grows or expires shows at the end.
import { checkout } from './lib/orders.js';
import { constant, latency, options as optionsOf, plenty, prepare, usual } from './lib/run.js';
import { number, seconds } from './lib/settings.js';

export { handleSummary } from './lib/summary.js';
export { checkout as warmup } from './lib/orders.js';

const rate = number('RATE', 8);
const duration = seconds('DURATION', '30m');
const tenth = duration / 10;

// The same work in three parts, so that the last can be held to what the first showed.
export const options = optionsOf(
  {
    first: constant(rate, tenth),
    middle: constant(rate, 8 * tenth, { startTime: tenth }),
    last: constant(rate, tenth, { startTime: 9 * tenth }),
  },
  { ...latency(usual, 'scenario:first'), ...latency(usual, 'scenario:last') },
);

export const setup = () => prepare(plenty(rate * duration));

export default checkout;
