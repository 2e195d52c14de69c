/** The filter line of executions: `status:failed task:"Poll" since:1h`, and what the API is asked for it. */

import { STATUSES } from './status.js';
import { idOf } from './names.js';
import { readLength } from './time.js';

/** @typedef {{key: string, value: string}} Term */

const TYPES = ['http', 'webhook', 'graphql', 'database', 'email', 'script', 'custom', 'simulated', 'wait'];
const WAITS = [
  'gate',
  'account',
  'job',
  'rate_limit',
  'throttled',
  'breaker',
  'concurrency',
  'overlap',
  'order',
  'credential',
  'credits',
  'limit',
  'paused',
  'callback',
  'poll',
];
const ERRORS = [
  'connect',
  'tls',
  'timeout',
  'http_status',
  'invalid_response',
  'interrupted',
  'egress',
  'secret',
  'auth',
  'graphql',
  'database',
  'config_gone',
  'gave_up',
  'job_failed',
  'job_timeout',
  'heartbeat_timeout',
  'simulated',
  'script_exit',
  'function_threw',
  'transform',
];

/** The keys of the line: what they mean and which values they have. */
export const FILTERS = {
  status: { help: 'state', values: STATUSES },
  task: { help: 'name of a task', values: [] },
  config: { help: 'name of a destination', values: [] },
  error: { help: 'code of the error', values: ERRORS },
  waits: { help: 'what it waits for', values: WAITS },
  type: { help: 'type', values: TYPES },
  batch: { help: 'name of a batch', values: [] },
  since: { help: 'no older than', values: ['15m', '1h', '6h', '1d', '7d', '30d'] },
  from: { help: 'from this time', values: [] },
  to: { help: 'before this time', values: [] },
  sort: { help: 'order', values: ['oldest', 'newest'] },
  undelivered: { help: 'undelivered notices', values: ['yes'] },
};

/** @param {string} text @returns {Term[]} */
export function readTerms(text) {
  return Array.from(
    text.matchAll(/(?:([a-z_]+):)?(?:"((?:[^"\\]|\\.)*)"|(\S+))/g),
    ([, key = '', quoted, plain]) => ({
      key,
      value: quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1'),
    }),
  );
}

/** @param {Term} term */
export function termText({ key, value }) {
  const text = /^[^\s"\\:]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
  return key ? `${key}:${text}` : text;
}

/** @param {Term[]} terms */
export const termsText = (terms) => terms.map(termText).join(' ');

/**
 * The line with a term set, in place of others with its key; without it if the value is empty.
 *
 * @param {string} text @param {string} key @param {string} value
 */
export function withTerm(text, key, value) {
  const others = readTerms(text).filter((term) => term.key !== key);
  return termsText(value === '' ? others : [...others, { key, value }]);
}

/** What is wrong with a term, or null. @param {Term} term @returns {string | null} */
export function faultOf({ key, value }) {
  const filter = Object.hasOwn(FILTERS, key) ? FILTERS[key] : null;
  if (key === '') return `Write key:value, such as task:"${value}"`;
  if (!filter) return `“${key}” is no filter: ${Object.keys(FILTERS).join(', ')}`;
  if (key === 'status')
    return value.split(',').every((name) => STATUSES.includes(name))
      ? null
      : `The states are ${STATUSES.join(', ')}`;
  if (key === 'since') return readLength(value) === null ? 'Write a length such as 15m, 6h or 7d' : null;
  if (key === 'from' || key === 'to')
    return Number.isNaN(Date.parse(value)) ? 'Write a time such as 2026-11-30T08:00Z' : null;
  if (key === 'sort' || key === 'waits' || key === 'type')
    return filter.values.includes(value) ? null : `One of ${filter.values.join(', ')}`;
  return null;
}

/**
 * The query of the API for a line. Names become ids.
 *
 * @param {string} text @param {AbortSignal} [signal]
 * @returns {Promise<{query: Record<string, string>, faults: string[]}>}
 */
export async function readFilter(text, signal) {
  const query = {};
  const faults = [];
  for (const term of readTerms(text)) {
    const fault = faultOf(term) ?? (await fill(query, term, signal));
    if (fault) faults.push(fault);
  }
  return { query, faults };
}

const RENAMED = { error: 'error_code', waits: 'waiting_for', type: 'type' };
const NAMED = { task: 'task_id', config: 'config_id', batch: 'batch_id' };

async function fill(query, { key, value }, signal) {
  if (key in NAMED) {
    const id = await idOf(key, value, signal);
    if (!id) return `No ${key} is called “${value}”`;
    query[NAMED[key]] = id;
  } else if (key === 'since') query.from = new Date(Date.now() - readLength(value)).toISOString();
  else if (key === 'from' || key === 'to') query[key] = new Date(value).toISOString();
  else if (key === 'sort') query.sort = value === 'oldest' ? 'created_at' : '-created_at';
  else if (key === 'undelivered') query.undelivered = 'true';
  else query[RENAMED[key] ?? key] = value;
  return null;
}
