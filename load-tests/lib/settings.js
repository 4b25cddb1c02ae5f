// What a run is told by its environment: k6 run -e NAME=VALUE, or ./daybook load --set NAME=VALUE.
// docs/load-tests.md lists the names and what they are by default.

export function text(name, otherwise) {
  return __ENV[name] || otherwise;
}

export function number(name, otherwise) {
  const value = Number(text(name, otherwise));
  if (!Number.isFinite(value) || value < 0) {
    throw new Error(`${name} must be a number of 0 or more, but is '${__ENV[name]}'`);
  }
  return value;
}

/** A duration such as 90s, 5m or 1h30m, in seconds. */
export function seconds(name, otherwise) {
  const value = text(name, otherwise);
  if (!/^(\d+h)?(\d+m)?(\d+s)?$/.test(value)) {
    throw new Error(`${name} must be a duration such as 90s, 5m or 1h30m, but is '${value}'`);
  }
  const part = (unit) => Number((value.match(new RegExp(`(\\d+)${unit}`)) || [0, 0])[1]);
  return part('h') * 3600 + part('m') * 60 + part('s');
}

/** The contents of a file, or nothing if there is none. For the init context. */
export function fileIfAny(path) {
  try {
    return open(path);
  } catch {
    return '';
  }
}

export const target = text('TARGET', 'http://127.0.0.1:8080').replace(/\/+$/, '');
export const tokenUrl = text(
  'TOKEN_URL',
  'http://127.0.0.1:8180/realms/daybook/protocol/openid-connect/token',
);

/** How long an order may take from placed to its end before it counts as unfinished, in seconds. */
export const patience = seconds('PATIENCE', '60s');

/** The share of orders that are followed to their end by their customer. */
export const followed = number('FOLLOW', 1);

/** The share of orders whose customer also tries what must not work, or must work twice. */
export const probed = number('PROBE', 0.1);

/** The share of orders that are paid with a card which is declined. */
export const declined = number('DECLINED', 0.02);
