// Orders placed at a constant rate, each followed until it is dispatched and paid.
import { checkout } from './lib/orders.js';
import { constant, latency, options as optionsOf, plenty, prepare, usual } from './lib/run.js';
import { number, seconds } from './lib/settings.js';

export { handleSummary } from './lib/summary.js';
export { checkout as warmup } from './lib/orders.js';

const rate = number('RATE', 15);
const duration = seconds('DURATION', '2m');

export const options = optionsOf({ checkout: constant(rate, duration) }, latency(usual));

export const setup = () => prepare(plenty(rate * duration));

export default checkout;
