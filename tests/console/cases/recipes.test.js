/** The jobs of infra/docs/recipes in the console, with the keyboard alone. What only the command does, begins there and is read here. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchOf } from '../data.js';
import { useFilled } from '../filled.js';
import { keyboard } from '../keyboard.js';
import { until, visit } from '../harness.js';

let server;
let destination;
let things;
let page;

useFilled((made) => ({ server, destination, things, page } = made));

const get = (path) => server.api('GET', path);
const { press, type, tabTo, tabToTabs } = keyboard(() => page);
const heading = (name) => page.getByRole('heading', { level: 1, name }).waitFor();
const dialog = () => page.locator('dialog[open]');
const taskOf = async (name) => (await get(`/api/v1/tasks?q=${encodeURIComponent(name)}`)).tasks[0];

/** Goes to the place that the palette knows by this name. */
async function find(text, name) {
  await press('Control+k');
  await type(text);
  await page.locator('#palette-list [aria-selected=true]', { hasText: text }).waitFor();
  await press('Enter');
  await heading(name);
}

/** Chooses a time zone in the list that has the focus: by its first letters, and by arrows where a slow page took fewer of them. */
async function choose(zone) {
  await type(zone);
  for (let step = 0; step < 100; step += 1) {
    const chosen = await page.evaluate(() => document.activeElement.value);
    if (chosen === zone) return;
    await press(chosen < zone ? 'ArrowDown' : 'ArrowUp');
  }
  throw new Error(`no time zone ${zone}`);
}

/** Writes a new task, and creates it. */
async function create(name, config, { when, zone, after: before, destination: at, rest } = {}) {
  await find('new task', 'New task');
  await tabTo('Name');
  await type(name);
  if (at) {
    await tabTo('Destination');
    await type(at);
  }
  if (before) {
    await tabTo('Runs after');
    await type(before);
  }
  await tabTo('What it does');
  await press('Control+a');
  await type(JSON.stringify(config));
  if (when) {
    await tabTo('When');
    await type(when);
  }
  if (zone) {
    await tabTo('Time zone');
    await choose(zone);
  }
  if (rest) {
    await tabTo('Everything else: retry, notify, hook, input, order, metadata');
    await press('Enter');
    await tabTo('Everything else');
    await press('Control+a');
    await type(JSON.stringify(rest));
  }
  await tabTo('Create the task');
  await press('Enter');
  await heading(name);
}

/** Opens a tab of the settings. */
async function settings(name) {
  await press('Escape', 'g', 's');
  await heading('Settings');
  await tabToTabs();
  const number = await page.getByRole('tab').count();
  for (let step = 0; step < number; step += 1) {
    const tab = page.getByRole('tab', { selected: true });
    const before = await tab.innerText();
    if (before.trim() === name) return;
    await press('ArrowRight');
    await page.waitForFunction(
      (text) => document.querySelector('[role=tab][aria-selected=true]').innerText !== text,
      before,
    );
  }
  throw new Error(`no tab ${name}`);
}

/** Runs a request; returns the id of its execution. */
async function run(request) {
  await visit(page, server, 'executions');
  await tabTo('Run a request');
  await press('Enter');
  await dialog().waitFor();
  await press('Control+a');
  await type(JSON.stringify(request));
  await tabTo('Run');
  await press('Enter');
  await page.waitForURL(/#\/executions\/exe_/);
  return /exe_[0-9a-f]+/.exec(page.url())[0];
}

test('1: an address is called every five minutes, and a chat told when it fails', async () => {
  await visit(page, server, 'overview');
  const config = { method: 'GET', url: `${destination.url}/status/503` };
  await create('Shop is up', config, { when: 'every 5 minutes', rest: { retry: 0 } });
  await settings('Alerts');
  await tabTo('Edit the rules');
  await press('Enter');
  await dialog().waitFor();
  await tabTo('Rules and targets');
  await press('Control+a');
  const rule = { name: 'shop is down', when: 'consecutive_failures', count: 1, targets: ['ops'] };
  const target = { name: 'ops', type: 'slack', webhook: `${destination.url}/ok` };
  await type(JSON.stringify({ rules: [rule], targets: [target] }));
  await tabTo('Save');
  await press('Enter');
  await dialog().waitFor({ state: 'detached' });
  await find('Shop is up', 'Shop is up');
  await tabTo('Run now');
  await press('Enter');
  await until(
    async () => (await get('/api/v1/alerts/state')).rules.some((rule) => rule.firing.length),
    'an alert',
  );
  await settings('Alerts');
  await page.getByText('Fires').first().waitFor();
  await page.getByRole('link', { name: 'Shop is up' }).first().waitFor();
});

test('2: a clean-up at night is planned where clocks change, and its next runs are read before', async () => {
  await find('new task', 'New task');
  await tabTo('When');
  await type('daily at 2:30');
  await tabTo('Time zone');
  await choose('Europe/Berlin');
  await page.getByRole('heading', { name: 'Next runs in Europe/Berlin' }).waitFor();
  const config = { method: 'POST', url: '/ok' };
  await create('Clean up', config, { when: 'daily at 2:30', zone: 'Europe/Berlin', destination: 'shop' });
  const { schedule } = await taskOf('Clean up');
  assert.deepEqual(
    [schedule.phrase ?? schedule.expression, schedule.timezone],
    ['daily at 2:30', 'Europe/Berlin'],
  );
  await tabTo('Run now');
  await press('Enter');
  await until(async () => (await taskOf('Clean up')).run_count === 1, 'a run');
});

test('3: lines of a file that the command sends are followed to the end', async () => {
  const requests = Array.from({ length: 100 }, (_, at) => ({
    type: 'http',
    method: 'GET',
    url: `${destination.url}/ok?user=${at}`,
  }));
  await batchOf(server, 'users', requests);
  await press('g', 'b');
  await heading('Batches and replays');
  await tabTo('users');
  await press('Enter');
  await heading('users');
  await page.getByText('100 of 100').waitFor();
});

test('4: why one is stuck is read', async () => {
  await visit(page, server, `executions?q=${encodeURIComponent('config:slow status:deferred')}`);
  await press('j', 'Enter');
  await page.getByRole('region', { name: 'Explanation' }).getByText('Next:').waitFor();
});

test('5: what failed is replayed', async () => {
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
});

test('6: a task runs after another one, with its result', async () => {
  await visit(page, server, 'overview');
  await create('Report', {
    method: 'GET',
    url: `${destination.url}/ok?rows=42`,
    response: { extract: '$.path' },
  });
  const { id } = await taskOf('Report');
  const mail = {
    method: 'GET',
    url: `${destination.url}/ok`,
    query: { see: `\${dep.${id}.result}` },
    response: { extract: '$.path' },
  };
  await create('Mail', mail, { after: 'Report' });
  await find('Report', 'Report');
  await tabTo('Run now');
  await press('Enter');
  const after = await taskOf('Mail');
  const ran = await until(
    async () => (await get(`/api/v1/tasks/${after.id}/executions?status=completed`)).executions[0],
    'the run after it',
  );
  await find(ran.id, /Mail/);
  await page.getByText('/ok?see=%2Fok%3Frows%3D42').first().waitFor();
});

test('7: a function that the command uploaded is tried', async () => {
  await visit(page, server, 'overview');
  await settings('Functions');
  await tabTo('Try');
  await press('Enter');
  await dialog().waitFor();
  await tabTo('Parameters');
  await press('Control+a');
  await type('{"a": 14}');
  await tabTo('Run');
  await press('Enter');
  await dialog().getByText('42').first().waitFor();
  await press('Escape');
});

test('8: a job that answers later is started, and its result read', async () => {
  const request = { method: 'POST', url: `${destination.url}/job`, body: { report_to: '\${callback.url}' } };
  await run({ type: 'wait', deadline: '2h', request });
  await page.getByText('Completed').first().waitFor();
  await page.getByText('pages').first().waitFor();
});

test('9: a key is rotated', async () => {
  await visit(page, server, 'settings');
  await tabTo('Actions for ci');
  await press('Enter', 'Tab', 'Enter');
  await dialog().getByText('Rotate ci?').waitFor();
  await tabTo('Rotate');
  await press('Enter');
  await dialog().getByText(/^bdl_/).waitFor();
  await press('Escape');
  assert.equal((await get('/api/v1/api-keys')).api_keys.filter((key) => key.name === 'ci').length, 2);
});

test('10: what it costs is read, by day and by destination', async () => {
  await press('g', 'm');
  await heading(/cost/i);
  await tabTo('Destination');
  await press('Enter');
  await page.getByRole('heading', { name: 'By destination' }).waitFor();
});

test('11 and 12: before a backup or a move somebody looks whether all is well, and pauses everything', async () => {
  await settings('Doctor');
  await page.getByText('stored').first().waitFor();
  await tabTo('Pause');
  await press('Enter');
  await dialog().waitFor();
  await type('a move');
  await press('Enter');
  await until(async () => (await get('/api/v1/service')).paused, 'a pause');
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  await tabTo('Resume');
  await press('Enter');
  await until(async () => !(await get('/api/v1/service')).paused, 'no pause');
});

test('a destination is paused and resumed', async () => {
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
