/** Figures, and what is copied. */

import { addressOf } from './root.js';

const whole = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** @param {number | null | undefined} value */
export const count = (value) => (value === null || value === undefined ? '–' : whole.format(value));
/** `12.4K`. @param {number} value */
export const compact = (value) => (value < 10_000 ? whole.format(value) : short.format(value));
/** @param {number | null | undefined} share 0 to 1 */
export const percent = (share) =>
  share === null || share === undefined
    ? '–'
    : `${(share * 100).toFixed(share > 0.999 && share < 1 ? 2 : share === 1 || share === 0 ? 0 : 1)} %`;

/** US dollars with as many digits as say something. @param {number | null | undefined} value */
export function usd(value) {
  if (value === null || value === undefined) return '–';
  if (value === 0) return '$0';
  const digits = value >= 1 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(value)));
  return `$${value.toFixed(digits)}`;
}

/** @param {number} bytes */
export function bytes(bytes) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const at = Math.min(4, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${(bytes / 1000 ** at).toFixed(at && bytes / 1000 ** at < 10 ? 1 : 0)} ${units[at]}`;
}

/** The last characters of an id, which tell it from others. @param {string} id */
export const shortId = (id) => `${id.slice(0, 4)}…${id.slice(-6)}`;

/** @param {unknown} value */
export const json = (value) => JSON.stringify(value, null, 2);

/** Without members that are empty. @param {Record<string, any>} object */
export function compactObject(object) {
  return Object.fromEntries(
    Object.entries(object).filter(
      ([, value]) =>
        value !== null &&
        value !== undefined &&
        value !== '' &&
        !(typeof value === 'object' && Object.keys(value).length === 0),
    ),
  );
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * A call of the API for a shell. The credential is a variable, so that none is copied.
 *
 * @param {string} method @param {string} path with its query
 * @param {{body?: unknown, type?: string, headers?: Record<string, string>, signedIn?: boolean}} [options] a body that is a string is sent as it is
 */
export function curl(method, path, { body, type = 'application/json', headers = {}, signedIn = false } = {}) {
  const parts = [`curl${method === 'GET' ? '' : ` -X ${method}`} ${quoted(addressOf(path))}`];
  if (signedIn) parts.push('-H "X-API-Key: $BEADLE_API_KEY"');
  for (const [name, value] of Object.entries(headers)) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (body !== undefined)
    parts.push(
      `-H ${quoted(`Content-Type: ${type}`)}`,
      `--data-raw ${quoted(typeof body === 'string' ? body : JSON.stringify(body))}`,
    );
  return parts.join(' \\\n  ');
}
