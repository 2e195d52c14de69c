/** Every screen with nothing, with one thing of each kind, with 200 executions, and with as many as CONSOLE_MANY says. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { executions, fill, places, startDestination } from '../data.js';
import {
  openPage,
  settled,
  startBrowser,
  startServer,
  takeFaults,
  until,
  violations,
  visit,
} from '../harness.js';

const MANY = Number(process.env.CONSOLE_MANY ?? 0);
const SHOTS = process.env.CONSOLE_SHOTS;
const VISITS = 5;
let browser;
let server;
let destination;
let things;

before(async () => {
  [browser, server, destination] = await Promise.all([startBrowser(), startServer(), startDestination()]);
});
after(() => Promise.all([browser.close(), server.stop(), destination.stop()]));

/** Keeps what a place looks like in the folder that CONSOLE_SHOTS names, if it does. */
async function shoot(page, place, name) {
  if (!SHOTS) return;
  const file = `${place
    .replace(/exe_|tsk_|cfg_|bat_/g, '')
    .replace(/[0-9a-f]{32}/g, 'ID')
    .replace(/[^A-Za-z0-9]+/g, '-')}.png`;
  await page.screenshot({ path: join(SHOTS, name.replaceAll(' ', '-'), file), fullPage: true });
}

/** Looks at each place: no fault, no side scrolling, nothing for axe. */
async function look(list, options, { axe = true, shots = null } = {}) {
  const page = await openPage(browser, server, options);
  for (const place of list) {
    await visit(page, server, place);
    if (shots) await shoot(page, place, shots);
    assert.deepEqual(takeFaults(page), [], place);
    assert.equal(
      await page.evaluate(() => document.documentElement.scrollWidth > innerWidth),
      false,
      `${place} is wider than its window`,
    );
    if (axe) assert.deepEqual(await violations(page), [], `${place} ${JSON.stringify(options)}`);
  }
  await page.context().close();
}

test('screens of an empty system say what to do first, and are sound with one execution', async () => {
  await look(places(null), {}, { shots: 'nothing' });
  const page = await openPage(browser, server);
  await visit(page, server, 'overview');
  await page.getByRole('button', { name: 'Run it' }).click();
  await page.waitForURL(/#\/executions\/exe_/);
  await settled(page);
  await page.getByText('Completed').first().waitFor();
  const only = /exe_[0-9a-f]+/.exec(page.url())[0];
  await page.context().close();
  await look([...places(null), `executions/${only}`], {});
});

for (const [name, options] of Object.entries({
  'a desk': {},
  'a desk in the dark': { dark: true },
  'a phone': { phone: true },
  'a phone in the dark': { phone: true, dark: true },
})) {
  test(`screens with something of each kind are sound on ${name}`, async () => {
    things ??= await fill(server, destination.url);
    await look(places(things), options, { shots: name });
  });
}

test('a connection that breaks in the middle of a body is told, and the page tries again', async () => {
  const page = await openPage(browser, server);
  await page.addInitScript(() => {
    const real = globalThis.fetch;
    const broken = () => new ReadableStream({ start: (body) => body.error(new TypeError('network error')) });
    globalThis.fetch = (...request) =>
      globalThis.isWhole
        ? real(...request)
        : Promise.resolve(new Response(broken(), { headers: { 'Content-Type': 'application/json' } }));
  });
  await page.goto(`${server.console}#/overview`);
  await page.getByRole('heading', { name: 'The server can’t be reached' }).waitFor();
  await page.evaluate(() => (globalThis.isWhole = true));
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  assert.deepEqual(takeFaults(page), []);
  await page.context().close();
});

test('a list of 200 executions shows all of them as it is scrolled', async () => {
  await executions(server, 200);
  await look(places(things), {}, { axe: false });
  const page = await openPage(browser, server);
  await visit(page, server, 'executions?q=type%3Asimulated');
  await until(async () => {
    await page.mouse.wheel(0, 3000);
    return page.getByText('200 in all').isVisible();
  }, 'the end of 200 rows');
  assert.ok((await page.locator('bd-rows .row').count()) < 80, 'only what is seen is in the page');
  await page.context().close();
});

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Opens a place in a new tab; how many ms passed until something was painted, and until it had its rows or figures. */
async function opened(place) {
  const page = await openPage(browser, server);
  await page.goto(`${server.console}#/${place}`);
  await settled(page);
  const settledAt = await page.evaluate(() => performance.now());
  const [paint] = await page.evaluate(() =>
    performance.getEntriesByName('first-contentful-paint').map((entry) => entry.startTime),
  );
  await page.context().close();
  return [paint, settledAt];
}

test('screens are sound with many executions', { skip: MANY === 0 }, async (context) => {
  await executions(server, MANY);
  await until(
    async () =>
      (await server.api('GET', '/api/v1/executions?status=pending&limit=1')).executions.length === 0,
    'the end of all',
  );
  await look(places(things), {}, { shots: 'many' });
  for (const place of ['overview', 'executions', 'executions?q=status%3Afailed']) {
    const times = [];
    for (let visits = 0; visits < VISITS; visits += 1) times.push(await opened(place));
    const [paint, rows] = [0, 1].map((at) => median(times.map((one) => one[at])).toFixed(0));
    context.diagnostic(
      `${place} with ${MANY} executions: painted after ${paint} ms, with its data after ${rows} ms (medians of ${VISITS})`,
    );
  }
});

test('many executions scroll without a pause', { skip: MANY === 0 }, async (context) => {
  const page = await openPage(browser, server);
  await visit(page, server, 'executions');
  const frames = await page.evaluate(async () => {
    const took = [];
    let last = performance.now();
    for (let step = 0; step < 2000; step += 1) {
      scrollBy(0, 400);
      await new Promise(requestAnimationFrame);
      took.push(performance.now() - last);
      last = performance.now();
    }
    return took.sort((a, b) => a - b);
  });
  const rows = await page.evaluate(() =>
    Math.round(scrollY / document.querySelector('bd-rows .row').offsetHeight),
  );
  context.diagnostic(
    `${rows} rows scrolled: frames of ${frames[1000].toFixed(1)} ms (median), ${frames[1900].toFixed(1)} ms (p95), ${frames[1999].toFixed(1)} ms (longest)`,
  );
  assert.ok((await page.locator('bd-rows .row').count()) < 80, 'only what is seen is in the page');
  assert.deepEqual(takeFaults(page), []);
  await page.context().close();
});
