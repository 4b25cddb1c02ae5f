// A day of a real shop in a few minutes: orders come as they came there in the course of a day, of as many
// lines and units, and as many are given back. lib/mixed-day.json holds the counts and says where they are from.
import { missing, post } from './lib/api.js';
import { follow, lines, metrics, pick, place } from './lib/orders.js';
import { arrivals, latency, options as optionsOf, prepare, usual } from './lib/run.js';
import { number, seconds } from './lib/settings.js';
import { customer } from './lib/users.js';

export { handleSummary } from './lib/summary.js';

const day = JSON.parse(open('./lib/mixed-day.json'));
const peak = number('RATE', 12);
const duration = seconds('DURATION', '5m');
const mostLines = number('LINES', 60);

const hours = Object.values(day.ordersByHour);
const busiest = Math.max(...hours);
const orders = (hours.reduce((sum, hour) => sum + hour, 0) / busiest) * peak * (duration / hours.length);
const returned = day.cancellations / day.orders;

export const options = optionsOf(
  {
    day: arrivals('ramping-arrival-rate', peak, {
      startRate: 0,
      // So that an hour without a whole order in a second has its orders, too.
      timeUnit: '1m',
      stages: hours.map((hour) => ({
        target: Math.round((60 * peak * hour) / busiest),
        duration: `${Math.round((1000 * duration) / hours.length)}ms`,
      })),
    }),
  },
  latency(usual),
);

const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length;

export const setup = () => prepare(1000 + orders * mean(day.linesPerOrder) * mean(day.unitsPerLine), mostLines);

export function warmup(data) {
  return shop(data, 1);
}

function shop(data, count) {
  const placed = place(data, lines(data.skus, count, () => pick(day.unitsPerLine)));
  return placed && follow(data, placed);
}

export default function (data) {
  const order = shop(data, pick(day.linesPerOrder));
  if (order && order.status === 'COMPLETED' && Math.random() < returned) {
    giveBack(data, order);
  }
}

/** The whole first line, a moment after it has come. */
function giveBack(data, order) {
  const me = customer(data.sessions);
  const line = order.lines[0];
  const request = { lines: [{ line: line.line, quantity: line.quantity }], reason: 'not what I thought' };
  const { answer } = post(me.token, `/orders/${order.orderId}/returns`, 'return', request, `return-${order.orderId}`);
  metrics.right.add(missing(answer) || answer.status === 201);
}
