/** Each key, and where the focus is. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useFilled } from '../filled.js';
import { keyboard } from '../keyboard.js';
import { until, visit } from '../harness.js';

let server;
let things;
let page;

useFilled((made) => ({ server, things, page } = made));

const get = (path) => server.api('GET', path);
const { press, type, tabTo } = keyboard(() => page);
const heading = (name) => page.getByRole('heading', { level: 1, name }).waitFor();
const at = async (id) => {
  await page.waitForURL((url) => url.hash.endsWith(id));
  await page.getByRole('group', { name: 'Neighbours' }).waitFor();
};
const dialog = () => page.locator('dialog[open]');

test('g and a letter go to each screen', async () => {
  await visit(page, server, 'overview');
  for (const [key, name] of Object.entries({
    e: 'Executions',
    t: 'Tasks',
    d: 'Destinations',
    b: 'Batches and replays',
    c: 'Calendar',
    m: /cost/i,
    s: 'Settings',
    o: 'Overview',
  })) {
    await press('g', key);
    await heading(name);
  }
});

test('j, k, x and Enter walk a list, [ and ] go to neighbours, Esc goes back', async () => {
  await visit(page, server, 'executions');
  await press('.');
  const focused = () => page.evaluate(() => document.activeElement.closest('.row')?.querySelector('a').href);
  const moved = (from) => until(async () => (await focused()) !== from && focused(), 'another row');
  await press('j');
  const first = await moved(undefined);
  await press('j');
  const second = await moved(first);
  await press('k');
  assert.equal(await moved(second), first);
  await press('j');
  const here = (await moved(first)).split('/').pop();
  await press('x');
  await page.getByText('1 selected').waitFor();
  const ids = await page
    .locator('bd-rows .row a')
    .evaluateAll((links) => links.map((link) => link.href.split('/').pop()));
  const index = ids.indexOf(here);
  await press('x', 'Enter');
  await at(here);
  await press(']');
  await at(ids[index + 1]);
  await press('[', '[');
  await at(ids[index - 1]);
  await press('Escape');
  await heading('Executions');
  await press('.');
});

test('r, R, c and y act on an execution', async () => {
  await visit(page, server, `executions/${things.failed.id}`);
  await press('r');
  await dialog().getByText('Retry this execution?').waitFor();
  await press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await press('R');
  await dialog().getByText('Replay with changes').waitFor();
  await press('Escape');
  await press('y');
  await page.getByText('curl copied').first().waitFor();
  await visit(page, server, `executions/${things.waiting.id}`);
  await press('c');
  await dialog().getByText('Cancel this execution?').waitFor();
});

test('/ filters, . stops and starts, T changes the theme, ? shows the keys, Ctrl K finds', async () => {
  await visit(page, server, 'executions');
  await press('/');
  await type('status:fai');
  await press('ArrowDown', 'Enter');
  await page.waitForURL(/status%3Afailed/);
  await press('Backspace', 'Escape', 'Escape');
  await press('.');
  await page.getByText('Stopped').waitFor();
  await press('.');
  await page.getByText('Live', { exact: true }).waitFor();
  await press('T');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await press('T', '?');
  await dialog().getByText('Previous and next').waitFor();
  await press('Escape', 'Control+k');
  await type('poll');
  await page.locator('#palette-list [aria-selected=true]', { hasText: 'Poll' }).waitFor();
  await press('Enter');
  await heading('Poll');
});

test('keys are letters while somebody types', async () => {
  await visit(page, server, 'tasks');
  await press('/');
  await type('get r T');
  assert.equal(await page.evaluate(() => document.activeElement.value), 'get r T');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme ?? 'light'), 'light');
});

test('the focus is never lost: into a dialog, and back to what opened it', async () => {
  await visit(page, server, 'executions');
  await tabTo('Run a request');
  await press('Enter');
  await dialog().waitFor();
  assert.equal(await page.evaluate(() => Boolean(document.activeElement.closest('dialog'))), true);
  await press('Escape');
  await page.waitForFunction(() => document.activeElement.innerText?.includes('Run a request'));
  await visit(page, server, 'overview');
  await press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.innerText), 'Skip to the content');
  await press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
});

test('tabs are walked with arrows', async () => {
  await visit(page, server, `tasks/${things.poll.id}`);
  await tabTo('Runs');
  await press('ArrowRight', 'ArrowRight');
  await page.getByRole('link', { name: /After it/ }).waitFor();
  await page.waitForFunction(() => document.activeElement.id === 'tab-graph');
  await press('End');
  await page.waitForFunction(() => document.activeElement.id === 'tab-json');
});
