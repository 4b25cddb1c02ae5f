// The rate rises step by step until a threshold is crossed; the last step that kept them all is the knee.
import { checkout } from './lib/orders.js';
import { constant, options as optionsOf, plenty, prepare } from './lib/run.js';
import { number, seconds } from './lib/settings.js';

export { handleSummary } from './lib/summary.js';
export { checkout as warmup } from './lib/orders.js';

const first = number('RATE', 10);
const step = number('STEP', 10);
const most = number('PEAK', 150);
const duration = seconds('DURATION', '15s');
const acceptMillis = number('ACCEPT_P95', 1000);
const completedMillis = number('COMPLETED_P95', 20_000);

const rates = [];
for (let rate = first; rate <= most; rate += step) {
  rates.push(rate);
}

const scenarios = {};
const thresholds = { requests_failed: ['rate<0.5'] };
rates.forEach((rate, i) => {
  const name = `step-${String(rate).padStart(4, '0')}`;
  scenarios[name] = constant(rate, duration, { startTime: i * duration });
  const abort = (threshold) => [{ threshold, abortOnFail: true, delayAbortEval: `${Math.ceil(duration / 2)}s` }];
  thresholds[`order_placed{scenario:${name}}`] = abort(`p(95)<${acceptMillis}`);
  thresholds[`order_completed{scenario:${name}}`] = abort(`p(95)<${completedMillis}`);
});

export const options = optionsOf(scenarios, thresholds);

export const setup = () => prepare(plenty(rates.reduce((sum, rate) => sum + rate * duration, 0)));

export default checkout;
