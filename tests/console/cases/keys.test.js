/** Each key, and twelve jobs with the keyboard alone. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fill, startDestination } from '../data.js';
import { openPage, startBrowser, startServer, takeFaults, until, visit } from '../harness.js';

let browser;
let server;
let destination;
let things;
let page;

before(async () => {
  [browser, server, destination] = await Promise.all([startBrowser(), startServer(), startDestination()]);
  things = await fill(server, destination.url);
  page = await openPage(browser, server);
});
after(async () => {
  assert.deepEqual(takeFaults(page), []);
  await Promise.all([browser.close(), server.stop(), destination.stop()]);
});

const get = (path) => server.api('GET', path);
const press = async (...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const type = (text) => page.keyboard.type(text);
const heading = (name) => page.getByRole('heading', { level: 1, name }).waitFor();
const at = async (id) => {
  await page.waitForURL((url) => url.hash.endsWith(id));
  await page.getByRole('group', { name: 'Neighbours' }).waitFor();
};
const dialog = () => page.locator('dialog[open]');
/** Goes on with Tab until what is focused has this name. */
async function tabTo(name, back = false) {
  for (let step = 0; step < 120; step += 1) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    const text = await page.evaluate(() => {
      const element = document.activeElement;
      return (
        element.getAttribute('aria-label') ??
        (element.labels?.[0]?.innerText || element.innerText?.trim()) ??
        ''
      );
    });
    if (text.replace(/\s+/g, ' ') === name || text.startsWith(`${name}\n`)) return;
  }
  throw new Error(`no Tab leads to ${name}`);
}

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

test('a request is run, and its end read, with the keyboard alone', async () => {
  await visit(page, server, 'executions');
  await tabTo('Run a request');
  await press('Enter');
  await dialog().waitFor();
  await press('Control+a');
  await type(JSON.stringify({ type: 'http', method: 'GET', url: `${destination.url}/ok?keys` }));
  await tabTo('Run');
  await press('Enter');
  await page.waitForURL(/#\/executions\/exe_/);
  await page.getByText('Completed').first().waitFor();
});

test('a task is made with a schedule, and run, with the keyboard alone', async () => {
  await visit(page, server, 'overview');
  await press('Control+k');
  await type('new task');
  await press('Enter');
  await heading('New task');
  await tabTo('Name');
  await type('By keys');
  await tabTo('What it does');
  await press('Control+a');
  await type(JSON.stringify({ method: 'GET', url: `${destination.url}/ok` }));
  await tabTo('When');
  await type('every 5 minutes');
  await tabTo('Create the task');
  await press('Enter');
  await heading('By keys');
  await tabTo('Run now');
  await press('Enter');
  await until(async () => (await get('/api/v1/tasks?q=By+keys')).tasks[0].run_count === 1, 'a run');
});

test('what failed is replayed, and why one is stuck is read, with the keyboard alone', async () => {
  await visit(page, server, `executions?q=${encodeURIComponent('batch:import status:failed')}`);
  await tabTo('Replay all matching');
  await press('Enter');
  await dialog().getByText('nothing is done yet').waitFor();
  await tabTo('Replay 1');
  await press('Enter');
  await until(
    async () =>
      (await get('/api/v1/executions?limit=100')).executions.some((one) => one.trigger_type === 'replay'),
    'a replay',
  );
  await visit(page, server, `executions?q=${encodeURIComponent('config:slow status:deferred')}`);
  await press('j', 'Enter');
  await page.getByRole('region', { name: 'Explanation' }).getByText('Next:').waitFor();
});

test('a destination is paused and resumed with the keyboard alone', async () => {
  await visit(page, server, `destinations/${things.shop.id}`);
  await tabTo('Pause');
  await press('Enter');
  await dialog().waitFor();
  await type('a drill');
  await press('Enter');
  await until(async () => (await get(`/api/v1/configs/${things.shop.id}/gate`)).pause, 'a pause');
  await dialog().waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  await tabTo('Resume');
  await press('Enter');
  await until(async () => !(await get(`/api/v1/configs/${things.shop.id}/gate`)).pause, 'no pause');
});

test('a key is rotated, and the cost read, with the keyboard alone', async () => {
  await visit(page, server, 'settings');
  await tabTo('Actions for ci');
  await press('Enter', 'Tab', 'Enter');
  await dialog().getByText('Rotate ci?').waitFor();
  await tabTo('Rotate');
  await press('Enter');
  await dialog().getByText(/^bdl_/).waitFor();
  await press('Escape');
  assert.equal((await get('/api/v1/api-keys')).api_keys.filter((key) => key.name === 'ci').length, 2);
  await press('g', 'm');
  await heading(/cost/i);
  await tabTo('Destination');
  await press('Enter');
  await page.getByRole('heading', { name: 'By destination' }).waitFor();
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
