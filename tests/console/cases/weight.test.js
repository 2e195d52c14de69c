/** What the console and the API reference weigh, what a visit asks for, and what it asks for while it is open. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startDestination } from '../data.js';
import { openPage, settled, startBrowser, startServer } from '../harness.js';

const FOLDER = new URL('../../../functions/api/console/', import.meta.url).pathname;
const APP = join(FOLDER, 'app');
const BUNDLE = join(FOLDER, 'bundle');
const MAX_CONSOLE = 80 * 1024;
const MAX_ALL = 90 * 1024;
/** What the API reference alone loads. */
const REFERENCE = /^docs\./;
const MAX_LINES = 300;

let browser;
let server;
let destination;
before(async () => {
  [browser, server, destination] = await Promise.all([startBrowser(), startServer(), startDestination()]);
});
after(async () => {
  await destination.stop();
  await Promise.all([browser.close(), server.stop()]);
});

const gzipped = (text) => gzipSync(text, { level: 9 }).length;

test('the console weighs 80 KB at most, with the API reference 90 KB, as they are served', async (context) => {
  let console = 0;
  let all = 0;
  for (const name of (await readdir(BUNDLE)).sort()) {
    const text = await readFile(join(BUNDLE, name), 'utf8');
    const size = gzipped(text);
    all += size;
    if (!REFERENCE.test(name)) console += size;
    context.diagnostic(`${name}: ${Buffer.byteLength(text)} bytes, ${size} gzipped`);
  }
  context.diagnostic(`the console: ${console} gzipped, with the API reference: ${all}`);
  assert.ok(console <= MAX_CONSOLE, `${console} bytes`);
  assert.ok(all <= MAX_ALL, `${all} bytes`);
});

test('each file is short, and vendored ones are what they were', async (context) => {
  const files = (await readdir(APP, { recursive: true })).filter((file) => /\.(js|css)$/.test(file)).sort();
  for (const file of files) {
    const text = await readFile(join(APP, file), 'utf8');
    context.diagnostic(`${file}: ${Buffer.byteLength(text)} bytes, ${gzipped(text)} gzipped`);
    assert.ok(text.split('\n').length <= MAX_LINES, `${file} has more than ${MAX_LINES} lines`);
    assert.ok(
      !/unsafeHTML|innerHTML|insertAdjacentHTML|document\.write|\beval\(/.test(
        file.includes('vendor') ? '' : text,
      ),
      `${file} writes markup`,
    );
    assert.ok(
      file === 'api.js' ||
        file.includes('vendor') ||
        !/\bfetch\(|XMLHttpRequest|sendBeacon|EventSource|WebSocket/.test(text),
      `${file} calls the network by itself`,
    );
  }
  for (const line of (await readFile(join(APP, 'vendor/CHECKSUMS'), 'utf8')).trim().split('\n')) {
    const [sum, file] = line.split(/\s+/);
    assert.equal(
      createHash('sha256')
        .update(await readFile(join(APP, 'vendor', file)))
        .digest('hex'),
      sum,
      file,
    );
  }
});

const WATCHED_MS = 17_000;
const perHour = (number) => Math.round((number * 3_600_000) / WATCHED_MS);

test('a page that nobody looks at asks for nothing, an idle one now and then', async (context) => {
  const page = await openPage(browser, server);
  const seen = { files: 0, calls: 0, bytes: 0 };
  page.on('request', (request) => (seen[request.url().includes('/console/') ? 'files' : 'calls'] += 1));
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (seen.bytes += encodedDataLength));
  await page.goto(`${server.console}#/executions`);
  await settled(page);
  context.diagnostic(
    `a first visit: ${seen.files} files, ${seen.calls} calls of the API, ${seen.bytes} bytes`,
  );

  /** What is asked for while the page stays as it is. */
  async function watch(state) {
    Object.assign(seen, { files: 0, calls: 0, bytes: 0 });
    await page.waitForTimeout(WATCHED_MS);
    context.diagnostic(`${state}: ${perHour(seen.calls)} calls and ${perHour(seen.bytes / 1000)} kB an hour`);
    return seen.calls;
  }
  const idle = await watch('idle');
  assert.ok(idle >= 1 && idle <= 6, `${idle} calls`);
  const hold = { type: 'http', method: 'GET', url: `${destination.url}/hold`, timeout: '1m' };
  await server.api('POST', '/api/v1/execute', hold);
  await page.reload();
  await settled(page);
  const moving = await watch('while something moves');
  assert.ok(moving > idle && moving <= 30, `${moving} calls`);
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  assert.equal(await watch('hidden'), 0, 'calls while hidden');
  await page.context().close();
});
