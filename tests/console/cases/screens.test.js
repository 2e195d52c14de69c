/** Every screen with nothing, with one thing of each kind, with 200 executions, and with as many as CONSOLE_MANY says. */

import assert from 'node:assert/strict';
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
let browser;
let server;
let destination;
let things;

before(async () => {
  [browser, server, destination] = await Promise.all([startBrowser(), startServer(), startDestination()]);
});
after(() => Promise.all([browser.close(), server.stop(), destination.stop()]));

/** Looks at each place: no fault, no side scrolling, nothing for axe. */
async function look(list, options, axe = true) {
  const page = await openPage(browser, server, options);
  for (const place of list) {
    await visit(page, server, place);
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

test('screens of an empty system say what to do first', async () => {
  await look(places(null), {});
  const page = await openPage(browser, server);
  await visit(page, server, 'overview');
  await page.getByRole('button', { name: 'Run it' }).click();
  await page.waitForURL(/#\/executions\/exe_/);
  await settled(page);
  await page.getByText('Completed').first().waitFor();
  await page.context().close();
});

for (const [name, options] of Object.entries({
  'a desk': {},
  'a desk in the dark': { dark: true },
  'a phone': { phone: true },
  'a phone in the dark': { phone: true, dark: true },
})) {
  test(`screens with something of each kind are sound on ${name}`, async () => {
    things ??= await fill(server, destination.url);
    await look(places(things), options);
  });
}

test('a list of 200 executions shows all of them as it is scrolled', async () => {
  await executions(server, 200);
  await look(['executions', 'overview', 'batches', 'calendar'], {}, false);
  const page = await openPage(browser, server);
  await visit(page, server, 'executions?q=type%3Asimulated');
  await until(async () => {
    await page.mouse.wheel(0, 3000);
    return page.getByText('200 in all').isVisible();
  }, 'the end of 200 rows');
  assert.ok((await page.locator('bd-rows .row').count()) < 80, 'only what is seen is in the page');
  await page.context().close();
});

test('many executions scroll without a pause', { skip: MANY === 0 }, async (context) => {
  await executions(server, MANY);
  const page = await openPage(browser, server);
  const began = Date.now();
  await page.goto(`${server.console}#/executions`);
  await page.locator('bd-rows .row').first().waitFor();
  context.diagnostic(`the first rows of ${MANY} executions after ${Date.now() - began} ms`);
  const frames = await page.evaluate(async () => {
    const took = [];
    let last = performance.now();
    for (let step = 0; step < 240; step += 1) {
      scrollBy(0, 400);
      await new Promise(requestAnimationFrame);
      took.push(performance.now() - last);
      last = performance.now();
    }
    return took.sort((a, b) => a - b);
  });
  context.diagnostic(
    `frames while scrolling: median ${frames[120].toFixed(1)} ms, p95 ${frames[228].toFixed(1)} ms`,
  );
  assert.deepEqual(takeFaults(page), []);
  await page.context().close();
});
