// Many customers with real tokens, and the staff's. Passwords are hashed slowly, so everybody logs in
// before the measured part; after that tokens are renewed by refresh tokens, outside what is measured.
import encoding from 'k6/encoding';
import exec from 'k6/execution';
import http from 'k6/http';
import { SharedArray } from 'k6/data';
import { fileIfAny, text, tokenUrl } from './settings.js';

const LOGINS_AT_A_TIME = 4;
const RENEW_SECONDS_BEFORE_EXPIRY = 45;

const usersFile = text('USERS', import.meta.resolve('../../.daybook/load/users.csv'));
const accounts = new SharedArray('accounts', () =>
  fileIfAny(usersFile)
    .split('\n')
    .filter((line) => line.includes(',') && line.trim() !== 'username,password')
    .map((line) => ({ username: line.split(',')[0], password: line.slice(line.indexOf(',') + 1).trim() })),
);

// The client of the staff: operator and warehouse, as for ./daybook import.
const staffSecret =
  text('STAFF_SECRET', '') ||
  (fileIfAny(import.meta.resolve('../../.daybook/secrets.properties')).match(/^import\.client\.secret=(.*)$/m) || [])[1];
const staffClient = { client_id: text('STAFF_CLIENT', 'daybook-import'), client_secret: staffSecret };

const form = (fields) => ({ method: 'POST', url: tokenUrl, body: fields, params: { tags: { name: 'token' } } });
const customerClient = { client_id: text('CLIENT', 'daybook-cli') };
const login = (account) => form({ grant_type: 'password', ...customerClient, ...account });

function session(answer, whose) {
  if (answer.status !== 200) {
    throw new Error(`${tokenUrl} gives ${whose} no token: ${answer.status || answer.error} ${answer.body || ''}`);
  }
  const grant = answer.json();
  const claims = JSON.parse(encoding.b64decode(grant.access_token.split('.')[1], 'rawurl', 's'));
  return {
    token: grant.access_token,
    refresh: grant.refresh_token,
    renewAt: Date.now() + Math.max(grant.expires_in / 2, grant.expires_in - RENEW_SECONDS_BEFORE_EXPIRY) * 1000,
    id: claims.sub,
  };
}

/** For setup: every customer, logged in. */
export function loginAll() {
  if (accounts.length === 0) {
    exec.test.abort(`no users in ${usersFile}: ./daybook load makes them for the local stack; else set USERS=FILE`);
  }
  const sessions = [];
  for (let from = 0; from < accounts.length; from += LOGINS_AT_A_TIME) {
    const some = accounts.slice(from, from + LOGINS_AT_A_TIME);
    http.batch(some.map(login)).forEach((answer, i) => sessions.push(session(answer, some[i].username)));
  }
  return sessions;
}

/** For setup and teardown: the staff's token. */
export function staffToken() {
  const { body, params } = form({ grant_type: 'client_credentials', ...staffClient });
  return session(http.post(tokenUrl, body, params), `client ${staffClient.client_id}`).token;
}

let own; // This virtual user's customer; each has a JavaScript world of its own.

/** The customer that this virtual user is, always the same one, with a token that is still good. */
export function customer(sessions) {
  const index = (exec.vu.idInTest - 1) % sessions.length;
  own = own || sessions[index];
  if (Date.now() > own.renewAt) {
    const { body, params } = form({ grant_type: 'refresh_token', ...customerClient, refresh_token: own.refresh });
    let answer = http.post(tokenUrl, body, params);
    if (answer.status === 400) {
      // The session was idle for too long.
      const again = login(accounts[index]);
      answer = http.post(again.url, again.body, again.params);
    }
    own = session(answer, accounts[index].username);
  }
  return own;
}

/** Somebody else than this virtual user's customer. */
export function stranger(sessions) {
  return sessions[exec.vu.idInTest % sessions.length];
}
