// Daybook's API as a careful client uses it.
import http from 'k6/http';
import { sleep } from 'k6';
import { Counter, Rate } from 'k6/metrics';
import { write } from './ledger.js';
import { target } from './settings.js';

// A request that brought neither an answer nor a refusal: connection lost, 5xx, 401, 403, 429.
const failed = new Rate('requests_failed');
// 409 read-model-behind: the reader may come again. Not wrong, but to be told.
const behind = new Counter('reads_behind');

/** Counts a request, and gives its answer back. */
function counted(answer) {
  const isBehind = answer.status === 409 && problem(answer) === 'read-model-behind';
  const isFailed = answer.status === 0 || answer.status >= 500 || [401, 403, 429].includes(answer.status);
  if (isBehind) {
    behind.add(1);
  }
  failed.add(isFailed);
  if (isFailed) {
    write({ event: 'failed', at: Date.now(), code: problem(answer) });
  }
  return answer;
}

const ANSWER_TIMEOUT = '20s';
const RETRY_FOR_MILLIS = 60_000;
const LONGEST_PAUSE_SECONDS = 5;

const params = (token, name, headers) => ({
  headers: { Authorization: `Bearer ${token}`, ...headers },
  tags: { name },
  timeout: ANSWER_TIMEOUT,
});

export function get(token, path, name, position) {
  return counted(http.get(`${target}/api${path}`, params(token, name, position ? { 'Daybook-Position': position } : {})));
}

function postOnce(token, path, name, body, key) {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
  return counted(http.post(`${target}/api${path}`, body, params(token, name, headers)));
}

// 202: the command waits in the log. 429 and 5xx: nothing is known. 0: the connection was lost.
const indefinite = (answer) => [0, 202, 429].includes(answer.status) || answer.status >= 500;

/** Repeated with the same key until the answer is definite. `millis` is from the first request to that. */
export function post(token, path, name, json, key) {
  const body = JSON.stringify(json);
  const began = Date.now();
  let attempts = 0;
  let answer;
  do {
    if (attempts > 0) {
      const asked = Number(answer.headers['Retry-After'] || 0);
      sleep(Math.min(asked || 0.1 * 2 ** attempts, LONGEST_PAUSE_SECONDS) * (0.5 + Math.random()));
    }
    answer = postOnce(token, path, name, body, key);
    attempts++;
  } while (indefinite(answer) && Date.now() - began < RETRY_FOR_MILLIS);
  return {
    answer,
    attempts,
    definite: !indefinite(answer),
    millis: attempts === 1 ? answer.timings.duration : Date.now() - began,
    again: () => postOnce(token, path, name, body, key),
  };
}

/** No answer, or none that says anything: wrong in no way, and counted as a failed request. */
export const missing = (answer) => answer.status === 0 || answer.status >= 500;

/** The last part of urn:daybook:problem:CODE, or the status if the body is no problem. */
export function problem(answer) {
  try {
    return String(answer.json('type')).split(':').pop() || String(answer.status);
  } catch {
    return String(answer.status || answer.error_code);
  }
}
