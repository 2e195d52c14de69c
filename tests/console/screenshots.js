/**
 * Takes the pictures of infra/docs/screenshots: a day of a small shop, in the console.
 *
 * Usage: BEADLE_BIN=PATH_OF_BEADLE node tests/console/screenshots.js
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startDestination } from './data.js';
import { openPage, startBrowser, startServer, until, visit } from './harness.js';

const FOLDER = new URL('../../infra/docs/screenshots/', import.meta.url).pathname;
const HOUR_MS = 3_600_000;
/** How many runs each of the last 23 hours had, the oldest first. */
const HOURS = [9, 7, 6, 6, 8, 12, 18, 26, 31, 35, 33, 30, 34, 38, 36, 33, 27, 24, 29, 31, 22, 17, 14];
/** An hour in which the destination of the invoices was down. */
const DOWN = 17;
const TIMES = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

const [browser, server, destination] = await Promise.all([startBrowser(), startServer(), startDestination()]);
const { api } = server;
const post = (path, body, headers) => api('POST', path, body, headers);

async function config(name, members) {
  return post('/api/v1/configs', { name, base_url: destination.url, ...members });
}

async function task(name, config_id, url, members = {}) {
  const does = { type: 'http', config_id, config: { method: 'POST', url }, retry: 0 };
  return post('/api/v1/tasks', { name, ...does, ...members });
}

const run = ({ id }) => post(`/api/v1/tasks/${id}/execute`, {}, { Prefer: 'wait=20' });

/** The record of an execution, as if it had begun so long ago. */
function earlier(record, ms, number) {
  const moved = JSON.stringify(record).replaceAll(TIMES, (time) =>
    new Date(Date.parse(time) - ms).toISOString(),
  );
  return { ...JSON.parse(moved), id: `exe_${number.toString(16).padStart(32, '0')}` };
}

/** Fills the last day with runs like those that there are. */
async function history(completed, failed) {
  const { records } = await api('GET', '/api/v1/export');
  const like = (id) => records.find((record) => record.id === id);
  const past = HOURS.flatMap((runs, hour) =>
    Array.from({ length: runs }, (_, at) => {
      const one = hour === DOWN && at % 3 !== 0 ? failed : completed[at % completed.length];
      const ago = (HOURS.length - hour) * HOUR_MS - (at / runs) * HOUR_MS;
      return earlier(like(one.id), ago, hour * 1000 + at + 1);
    }),
  );
  for (let at = 0; at < past.length; at += 100) {
    await post('/api/v1/import', { records: past.slice(at, at + 100) });
  }
}

const shop = await config('Shop API', { rate_limit: { rate: 50, per: '1s' }, concurrency: 8 });
const billing = await config('Billing', {
  retry: 0,
  breaker: { failure_rate: 0.5, window: '1m', minimum: 3, open_for: '15m' },
});
const crm = await config('CRM', { rate_limit: { rate: 1, per: '1h', burst: 1 } });
const zone = { timezone: 'Europe/Berlin' };
const orders = await task('Sync orders', shop.id, '/ok?orders', {
  schedule: { expression: 'every 15 minutes', ...zone },
});
const stock = await task('Check stock', shop.id, '/ok?stock', {
  schedule: { expression: 'every weekday at 9:30', ...zone },
});
await task('Nightly clean-up', shop.id, '/ok?clean', { schedule: { expression: 'daily at 2:30', ...zone } });
await task('Monthly report', shop.id, '/ok?report', {
  schedule: { expression: 'last day of every month at 23:00', ...zone },
});
const invoices = await task('Send invoices', billing.id, '/status/503');
const completed = await Promise.all([run(orders), run(stock)]);
const failed = await run(invoices);
await history(completed, failed);
await until(async () => {
  await post(`/api/v1/tasks/${invoices.id}/execute`, {});
  return (await api('GET', `/api/v1/configs/${billing.id}/gate`)).state === 'open';
}, 'an open breaker');
for (const lead of [1, 2, 3])
  await post('/api/v1/execute', { type: 'http', method: 'GET', url: `/ok?${lead}`, config_id: crm.id });
const held = await until(
  async () => (await api('GET', `/api/v1/executions?status=deferred&config_id=${crm.id}`)).executions[0],
  'a call that waits',
);

await mkdir(FOLDER, { recursive: true });
for (const [name, place, options] of [
  ['overview', 'overview', {}],
  ['executions', 'executions', {}],
  ['explained', `executions/${held.id}`, { dark: true }],
  ['phone', 'overview', { phone: true }],
]) {
  const page = await openPage(browser, server, options);
  await visit(page, server, place);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  console.log(join(FOLDER, `${name}.png`));
}
await Promise.all([browser.close(), server.stop(), destination.stop()]);
