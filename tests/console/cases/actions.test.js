/** What is done in the console, checked by the API. */

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { batchOf } from '../data.js';
import { useFilled } from '../filled.js';
import { until, visit } from '../harness.js';

let server;
let destination;
let things;
let page;

useFilled((made) => ({ server, destination, things, page } = made));
afterEach(() =>
  page
    .locator('dialog[open]')
    .count()
    .then((open) => (open ? page.reload() : null)),
);

const get = (path) => server.api('GET', path);
const executions = async (query) => (await get(`/api/v1/executions?limit=100&${query}`)).executions;
const click = (name, scope = page) => scope.getByRole('button', { name, exact: true }).first().click();
const dialog = () => page.locator('dialog[open]');
/** Answers the dialog that is open. */
const agree = async (name) => {
  await click(name, dialog());
  await dialog().waitFor({ state: 'detached' });
};
const told = (text) => page.locator('.notice', { hasText: text }).first().waitFor();
const undo = async (text) => click('Undo', page.locator('.notice', { hasText: text }).first());

test('an execution is retried', async () => {
  await visit(page, server, `executions/${things.failed.id}`);
  await click('Retry');
  await agree('Retry');
  await page.waitForURL((url) => !url.hash.includes(things.failed.id));
  const retried = await executions(`task_id=${things.fails.id}`);
  assert.equal(retried.filter((one) => one.trigger_data.replay_of === things.failed.id).length, 1);
});

test('an execution is replayed with changes, and what the API refuses is told at its path', async () => {
  await visit(page, server, `executions/${things.failed.id}`);
  await click('Replay edited');
  const editor = dialog().getByLabel('Request', { exact: true });
  const request = JSON.parse(await editor.inputValue());
  await editor.fill('{"type": ');
  await click('Run', dialog());
  await dialog()
    .getByText(/line 1/)
    .waitFor();
  await editor.fill(JSON.stringify({ ...request, url: '/ok', colour: 'red' }));
  await click('Run', dialog());
  await dialog().getByRole('button', { name: 'colour' }).click();
  assert.equal(
    await editor.evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd)),
    '"colour"',
  );
  await editor.fill(JSON.stringify({ ...request, url: '/ok?edited', config_id: things.shop.id }));
  await agree('Run');
  const id = /exe_[0-9a-f]+/.exec(page.url())[0];
  assert.equal((await get(`/api/v1/executions/${id}`)).request.url, '/ok?edited');
});

test('an execution that waits is cancelled', async () => {
  await visit(page, server, `executions/${things.waiting.id}`);
  await click('Cancel');
  await agree('Cancel execution');
  await until(
    async () => (await get(`/api/v1/executions/${things.waiting.id}`)).status === 'cancelled',
    'cancelled',
  );
});

test('a call is copied as curl, which the shell could run', async () => {
  await visit(page, server, `executions/${things.held.id}`);
  await click('Copy as curl');
  await told('curl copied');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /^curl -X POST '.*\/api\/v1\/execute'/);
  assert.ok(text.includes('/ok'));
});

test('a request is run', async () => {
  await visit(page, server, 'executions');
  await click('Run a request');
  await dialog()
    .getByLabel('Request', { exact: true })
    .fill(JSON.stringify({ type: 'http', method: 'GET', url: `${destination.url}/ok?by-hand` }));
  await agree('Run');
  assert.equal((await executions('')).filter((one) => one.request.url?.endsWith('by-hand')).length, 1);
});

test('executions that are ticked are retried and cancelled', async () => {
  await visit(page, server, `executions?q=${encodeURIComponent('status:failed type:http')}`);
  const before = (await executions('')).length;
  const ticks = page.locator('bd-rows input[type=checkbox]');
  await ticks.nth(0).click();
  await ticks.nth(1).click();
  await click('Retry', page.getByRole('region', { name: 'Selection' }));
  await agree('Retry');
  await told('2 done');
  assert.equal((await executions('')).length, before + 2);
  const batch = await batchOf(
    server,
    'to be cancelled',
    [1, 2, 3].map((at) => ({ type: 'http', method: 'GET', url: `${destination.url}/ok`, delay: `${at}h` })),
  );
  await visit(page, server, `executions?q=${encodeURIComponent('batch:"to be cancelled"')}`);
  await page.getByLabel('Select all that are loaded').click();
  await click('Cancel', page.getByRole('region', { name: 'Selection' }));
  await agree('Cancel executions');
  await until(
    async () => (await get(`/api/v1/batches/${batch.id}`)).counts.cancelled === 3,
    'three that are cancelled',
  );
});

test('all that match are replayed, once, at a pace, after a look at what it would be', async () => {
  await visit(page, server, `executions?q=${encodeURIComponent('batch:import status:failed')}`);
  const failed = await executions(`batch_id=${things.batch.id}&status=failed`);
  const replays = async () =>
    (await executions('')).filter((one) => failed.some(({ id }) => one.trigger_data.replay_of === id));
  await page.getByRole('button', { name: 'Replay all matching' }).click();
  await dialog().getByText('nothing is done yet').waitFor();
  assert.equal((await replays()).length, 0);
  await click(`Replay ${failed.length}`, dialog());
  await until(async () => (await replays()).length === failed.length, 'replays');
});

test('all of a batch that have not ended are cancelled', async () => {
  const batch = await batchOf(
    server,
    'later',
    Array.from({ length: 120 }, () => ({
      type: 'http',
      method: 'GET',
      url: `${destination.url}/ok`,
      delay: '2h',
    })).slice(0, 100),
  );
  await visit(page, server, `batches/${batch.id}`);
  await click('Cancel the rest');
  await click('Cancel 100', dialog());
  await until(
    async () => (await get(`/api/v1/batches/${batch.id}`)).counts.cancelled === 100,
    'a batch that is cancelled',
  );
});

test('a task is run, paused, resumed, deleted, and each is undone', async () => {
  const task = () => get(`/api/v1/tasks/${things.poll.id}`);
  await visit(page, server, `tasks/${things.poll.id}`);
  const runs = (await task()).run_count;
  await click('Run now');
  await until(async () => (await task()).run_count > runs, 'a run');
  await click('Pause');
  await until(async () => (await task()).paused, 'a pause');
  await undo('Poll is paused');
  await until(async () => !(await task()).paused, 'no pause');
  await page.getByLabel('More', { exact: true }).click();
  await click('Delete');
  await click('Delete', dialog());
  await dialog().getByRole('alert').waitFor();
  await dialog().getByLabel('Even if others name it').click();
  await agree('Delete');
  await until(async () => (await get('/api/v1/tasks?deleted=true')).tasks.length === 1, 'a deleted task');
  await undo('Poll is deleted');
  await until(async () => (await get('/api/v1/tasks?q=Poll')).tasks.length === 1, 'a restored task');
});

test('a task is made and edited, and what the API refuses stands at its field', async () => {
  await visit(page, server, 'tasks/new');
  await page.getByLabel('What it does').fill(JSON.stringify({ method: 'GET', url: 'nonsense' }));
  await click('Create the task');
  await page.locator('#field-name-fault').waitFor();
  await page.getByText('config.url').first().waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Made here');
  await page.getByLabel('What it does').fill(JSON.stringify({ method: 'GET', url: `${destination.url}/ok` }));
  await page.getByLabel('When').fill('every funday');
  await page.getByRole('button', { name: 'every sunday at 09:00' }).click();
  await page.getByText('Next runs').waitFor();
  await click('Create the task');
  await page.waitForURL(/#\/tasks\/tsk_/);
  const id = /tsk_[0-9a-f]+/.exec(page.url())[0];
  assert.equal((await get(`/api/v1/tasks/${id}`)).schedule.phrase, 'every sunday at 09:00');
  await visit(page, server, `tasks/${id}?tab=edit`);
  await page.getByLabel('Tags').fill('one, two');
  await page.getByLabel('Timeout of an attempt').fill('45s');
  await click('Save the task');
  const saved = await until(
    () => get(`/api/v1/tasks/${id}`).then((task) => task.version > 1 && task),
    'a change',
  );
  assert.deepEqual([saved.tags, saved.timeout_ms], [['one', 'two'], 45_000]);
});

test('a change of somebody else is not overwritten', async () => {
  await visit(page, server, `tasks/${things.after.id}?tab=edit`);
  await page.getByLabel('Description').fill('mine');
  await click('Live');
  await server.api('PATCH', `/api/v1/tasks/${things.after.id}`, { description: 'theirs' });
  await click('Save the task');
  await page.getByText('Somebody changed this task meanwhile').waitFor();
  assert.equal((await get(`/api/v1/tasks/${things.after.id}`)).description, 'theirs');
  await click('Stopped');
});

test('the schedule lab shows what a schedule means, and saves it', async () => {
  await visit(page, server, `tasks/${things.fails.id}?tab=schedule`);
  await page.getByLabel('When').fill('*/30 1-3 * * *');
  await page.getByLabel('Time zone').selectOption('Europe/Berlin');
  await page.getByText('Read as').waitFor();
  await click('Save the schedule');
  await told('The schedule is saved');
  const { schedule } = await get(`/api/v1/tasks/${things.fails.id}`);
  assert.deepEqual([schedule.phrase, schedule.timezone], ['*/30 1-3 * * *', 'Europe/Berlin']);
});

test('a todo is completed and reopened', async () => {
  const done = async () => (await get(`/api/v1/tasks/${things.todo.id}`)).is_completed;
  await visit(page, server, `tasks/${things.todo.id}`);
  await click('Complete');
  await until(done, 'done');
  await undo('is done');
  await until(async () => !(await done()), 'open');
});

test('a destination is paused with a reason, resumed, and its breaker reset', async () => {
  const gate = (one) => get(`/api/v1/configs/${one.id}/gate`);
  await visit(page, server, `destinations/${things.shop.id}`);
  await click('Pause');
  await dialog().getByLabel(/^Why/).fill('it moves house');
  await dialog().getByLabel('How long').selectOption({ label: 'for an hour' });
  await agree('Pause');
  const paused = await gate(things.shop);
  assert.equal(paused.pause.reason, 'it moves house');
  assert.ok(paused.pause.until);
  await click('Resume');
  await until(async () => (await gate(things.shop)).pause === null, 'no pause');
  await visit(page, server, `destinations/${things.down.id}`);
  await click('Reset the breaker');
  await agree('Reset');
  await until(async () => (await gate(things.down)).state === 'closed', 'a closed breaker');
});

test('a destination is made and edited', async () => {
  await visit(page, server, 'destinations/new');
  await page.getByLabel('Name', { exact: true }).fill('made');
  await page.getByLabel('Address').fill(destination.url);
  await page.getByLabel('Rate', { exact: true }).fill('much');
  await click('Create the destination');
  await page.locator('#field-rate-fault').waitFor();
  await page.getByLabel('Rate', { exact: true }).fill('6/1m');
  await click('Create the destination');
  await page.waitForURL(/#\/destinations\/cfg_/);
  const id = /cfg_[0-9a-f]+/.exec(page.url())[0];
  await visit(page, server, `destinations/${id}?tab=edit`);
  await page.getByLabel('At once', { exact: true }).fill('3');
  await click('Save the destination');
  const saved = await until(
    () => get(`/api/v1/configs/${id}`).then((config) => config.version > 1 && config),
    'a change',
  );
  assert.deepEqual([saved.rate_limit.rate, saved.concurrency], [6, 3]);
});

test('a key is made, rotated and revoked', async () => {
  const keys = async () => (await get('/api/v1/api-keys')).api_keys.filter((key) => key.name === 'ci');
  await visit(page, server, 'settings');
  await click('New key');
  await dialog().getByLabel('Name', { exact: true }).fill('console');
  await click('Create', dialog());
  await dialog().getByText(/^bdl_/).waitFor();
  await click('Close', dialog().locator('footer'));
  await page.getByLabel('Actions for ci').click();
  await click('Rotate');
  await dialog().getByLabel('is revoked at once').click();
  await click('Rotate', dialog());
  await dialog().getByText(/^bdl_/).waitFor();
  const [rotated, ...others] = await keys();
  assert.deepEqual([others.length, rotated.scopes], [0, things.key.scopes]);
  assert.notEqual(rotated.id, things.key.id);
  await click('Close', dialog().locator('footer'));
  await page.getByLabel('Actions for ci').click();
  await click('Revoke');
  await agree('Revoke');
  assert.equal((await keys()).length, 0);
});

test('a function is tried and moved to an earlier version, which is undone', async () => {
  const current = async () => (await get('/api/v1/functions/score')).current;
  await visit(page, server, 'settings?tab=functions');
  await click('Try');
  await dialog().getByLabel('Parameters', { exact: true }).fill('{"a": 7}');
  await click('Run', dialog());
  await dialog().getByRole('region', { name: 'Result' }).getByText('21').waitFor();
  await click('Back', dialog());
  await click('Make current');
  await agree('Make it current');
  await until(async () => (await current()) === 1, 'version 1');
  await undo('runs version 1');
  await until(async () => (await current()) === 2, 'version 2');
});

test('calendars, alerts and the pause of everything are changed', async () => {
  await visit(page, server, 'settings?tab=calendars');
  await click('Edit office');
  await dialog().getByLabel('Days', { exact: true }).fill('{"days": ["2027-05-08"]}');
  await agree('Save');
  assert.equal((await get('/api/v1/calendars/office')).days[0].days, '2027-05-08');
  await visit(page, server, 'settings?tab=alerts');
  await click('Mute for 1 h');
  await until(async () => (await get('/api/v1/alerts/state')).rules[0].muted_until, 'a rule that is muted');
  await visit(page, server, 'settings?tab=doctor');
  await click('Pause');
  await dialog().getByLabel('Why').fill('a drill');
  await agree('Pause everything');
  assert.equal((await get('/api/v1/service')).paused, true);
  await undo('Everything is paused');
  await until(async () => !(await get('/api/v1/service')).paused, 'no pause');
});

test('dragging over the histogram chooses a span, which is in the address', async () => {
  await visit(page, server, 'executions?q=since%3A1h');
  const box = await page.locator('.plot').boundingBox();
  await page.mouse.move(box.x + box.width * 0.7, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 2, box.y + 40, { steps: 5 });
  await page.mouse.up();
  await page.waitForURL(/from/);
  await page.locator('.chip', { hasText: 'from' }).waitFor();
  await page.locator('bd-rows .row').first().waitFor();
});
