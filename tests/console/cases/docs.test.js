/** The API reference at /docs: its list, requests that it sends, the key, links in responses, and that texts stay texts. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { CORPUS } from '../corpus.js';
import { openPage, startBrowser, startServer, takeFaults, token, violations } from '../harness.js';

let browser;
let server;
let locked;

before(async () => {
  [browser, server, locked] = await Promise.all([
    startBrowser(),
    startServer(),
    startServer({ signedIn: true }),
  ]);
});
after(() => Promise.all([browser.close(), server.stop(), locked.stop()]));

/** Opens a place of the reference, and waits until its document was read. */
async function openDocs(place = '', options = {}, at = server) {
  const page = await openPage(browser, at, options);
  await page.goto(`${at.address}/docs${place}`);
  await page.locator('main h1').waitFor();
  return page;
}

/** Sends the request of the page, and waits for the whole response. */
async function send(page) {
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('.response').waitFor();
  await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
}

async function close(page) {
  assert.deepEqual(takeFaults(page), []);
  await page.context().close();
}

test('all operations are listed, those of v1 first, the dialects folded below', async () => {
  const page = await openDocs();
  const { paths } = JSON.parse(
    await readFile(new URL('../../../functions/api/openapi.json', import.meta.url), 'utf8'),
  );
  const number = Object.values(paths).flatMap((path) =>
    Object.keys(path).filter((method) => /^(get|put|post|patch|delete)$/.test(method)),
  ).length;
  const side = page.getByRole('navigation', { name: 'Operations' });
  assert.equal(
    await page.locator('main .operations a').first().innerText(),
    'POST\n/api/v1/execute\nRun a request now or later',
  );
  assert.equal(await page.locator('main details.is-dialects').evaluate((details) => details.open), false);
  assert.equal(await page.locator('main .path', { hasText: /^\/(api\/tasks?|task)(\/|$)/ }).count(), 0);
  await page.locator('main details.is-dialects > summary').click();
  await page.getByRole('link', { name: /GET \/api\/tasks Lists? all tasks/ }).waitFor();
  assert.equal(await page.locator('main .operations a').count(), number);
  const groups = await side.locator('summary').allInnerTexts();
  assert.match(groups[0], /^Executions/);
  assert.match(groups.at(-1), /^Dialects/);
  await close(page);
});

test('methods differ by their border too, not by their colour alone', async () => {
  const page = await openDocs('#list_configs');
  const looks = await page.locator('.side .method').evaluateAll((all) =>
    Object.fromEntries(
      all.map((one) => {
        const { borderStyle, borderWidth, backgroundColor } = getComputedStyle(one);
        return [
          one.textContent,
          [borderStyle, borderWidth, backgroundColor === 'rgba(0, 0, 0, 0)'].join(' '),
        ];
      }),
    ),
  );
  assert.deepEqual(Object.keys(looks).sort(), ['DELETE', 'GET', 'PATCH', 'POST', 'PUT']);
  assert.equal(new Set(Object.values(looks)).size, 5, JSON.stringify(looks));
  await close(page);
});

test('the filter finds operations by key and by word, and Enter opens the first', async () => {
  const page = await openDocs();
  await page.keyboard.press('/');
  await page.keyboard.type('pause config');
  const found = page.getByRole('navigation', { name: 'Operations' }).getByRole('link');
  await found.filter({ hasText: 'Pause a config' }).waitFor();
  assert.ok((await found.count()) < 5);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Pause a config' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type(' nothing has this');
  await page.getByText('No operation has all of these words').waitFor();
  await close(page);
  const phone = await openDocs('#pause_config', { phone: true });
  await phone.getByLabel('Filter operations').fill('reset gate');
  await phone
    .locator('main')
    .getByRole('link', { name: /Reset the gate/ })
    .click();
  await phone.getByRole('heading', { level: 1, name: 'Reset the gate of a config' }).waitFor();
  await close(phone);
});

test('an example runs against this server, and its response is coloured and leads on', async () => {
  const page = await openDocs();
  await send(page);
  await page.locator('.response .status', { hasText: '200' }).waitFor();
  assert.ok((await page.locator('.response .j-key').count()) > 10);
  assert.ok((await page.locator('.response .j-number').count()) > 0);
  await page.locator('.response summary', { hasText: 'headers' }).click();
  await page.locator('.response dt', { hasText: 'x-request-id' }).waitFor();
  const id = JSON.parse(await page.locator('.response a.j-text').first().innerText());
  await page.locator('.response a.j-text').first().click();
  await page.getByRole('heading', { level: 1, name: 'Get an execution' }).waitFor();
  assert.equal(await page.getByLabel('id', { exact: true }).inputValue(), id);
  await send(page);
  await page.locator('.response .j-text', { hasText: '"completed"' }).first().waitFor();
  await close(page);
});

test('a request has the example of the document, and links of its response fill the next one', async () => {
  const page = await openDocs('#create_task');
  assert.equal(JSON.parse(await page.getByLabel('Body', { exact: true }).inputValue()).name, 'Health check');
  await page.getByRole('button', { name: 'Use an example that calls this server' }).click();
  await send(page);
  await page.locator('.response .status', { hasText: '201' }).waitFor();
  await page.locator('.response').getByRole('link', { name: 'Run a task now' }).click();
  await page.getByRole('heading', { level: 1, name: 'Run a task now' }).waitFor();
  assert.match(await page.getByLabel('id', { exact: true }).inputValue(), /^tsk_/);
  await page.goto(`${server.address}/docs#list_tasks?limit=1`);
  assert.equal(await page.getByLabel('limit', { exact: true }).inputValue(), '1');
  await server.api('POST', '/api/v1/tasks', { name: 'Another', type: 'todo', config: {} });
  await send(page);
  await page.locator('.response').getByRole('link', { name: 'Next page' }).click();
  assert.match(page.url(), /#list_tasks\?.*cursor=/);
  await send(page);
  assert.equal(await page.getByLabel('limit', { exact: true }).inputValue(), '1');
  await close(page);
});

test('no token of a response gets into an address', async () => {
  const { id } = await server.api('POST', '/api/v1/tasks', {
    name: 'Backup',
    type: 'monitor',
    config: { period: '1h' },
  });
  const { ping_path: path } = await server.api('GET', `/api/v1/tasks/${id}/monitor`);
  assert.match(path, /^\/ping\/./);
  const page = await openDocs(`#get_monitor?id=${id}`);
  await send(page);
  await page.locator('.response .j-text', { hasText: path }).waitFor();
  assert.equal(await page.locator('.response a', { hasText: path }).count(), 0);
  await close(page);
});

test('what the API refuses leads to its place in the body', async () => {
  const page = await openDocs('#create_task');
  const body = page.getByLabel('Body', { exact: true });
  await body.fill('{"name": "x", "type": "nothing", "config": {}}');
  await send(page);
  await page.locator('.response .status', { hasText: '422' }).waitFor();
  await page.getByRole('alert').getByRole('button', { name: 'type' }).click();
  assert.equal(
    await body.evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd)),
    '"type"',
  );
  await body.fill('{"name": ');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page
    .getByRole('alert')
    .getByText(/line 1/)
    .waitFor();
  await close(page);
});

test('a request is copied as curl, without its key', async () => {
  const page = await openDocs('#execute', {}, locked);
  const { key } = await locked.api('POST', '/api/v1/api-keys', { name: 'curl', scopes: ['read'] });
  await page.getByLabel('API key or token').fill(key);
  await page.getByRole('button', { name: 'Use it' }).click();
  await page.getByText('Sent with your key').waitFor();
  await page.getByLabel('Body', { exact: true }).fill('{"type": "it\'s"}');
  await page.getByRole('button', { name: 'Copy as curl' }).click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /^curl -X POST 'http:\/\/127\.0\.0\.1:\d+\/api\/v1\/execute'/);
  assert.ok(text.includes('"X-API-Key: $BEADLE_API_KEY"') && !text.includes(key), text);
  assert.ok(text.includes(`--data-raw '{"type": "it'\\''s"}'`), text);
  await close(page);
});

test('the key is kept for the session, which the console shares, and is nowhere else', async () => {
  const { key } = await locked.api('POST', '/api/v1/api-keys', { name: 'docs', scopes: ['read'] });
  const page = await openDocs('#list_tasks', {}, locked);
  await send(page);
  await page.locator('.response .status', { hasText: '401' }).waitFor();
  await page.getByLabel('API key or token').fill('bdl_wrong');
  await page.getByRole('button', { name: 'Use it' }).click();
  await page.getByText('does not take this key or token').waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await page.getByLabel('API key or token').fill(key);
  await page.keyboard.press('Enter');
  await page.getByText('Sent with your key').waitFor();
  await send(page);
  await page.locator('.response .status', { hasText: '200' }).waitFor();
  await page.reload();
  await page.getByText('Sent with your key').waitFor();
  await send(page);
  await page.locator('.response .status', { hasText: '200' }).waitFor();
  const kept = await page.evaluate(() => ({
    local: JSON.stringify({ ...localStorage }) + document.cookie + document.body.innerText,
    session: JSON.stringify({ ...sessionStorage }),
  }));
  assert.ok(!page.url().includes(key) && !kept.local.includes(key) && kept.session.includes(key));
  await page.getByRole('link', { name: 'Console' }).click();
  // What the overview of a server where nothing has run says, once it is loaded.
  await page.getByRole('heading', { level: 1, name: 'Run something' }).waitFor();
  await page.getByRole('link', { name: 'API', exact: true }).click();
  await page.getByRole('button', { name: 'Forget it' }).click();
  await page.getByLabel('API key or token').waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await close(page);
});

test('a token is sent as such', async () => {
  const page = await openDocs('#get_account', {}, locked);
  await page.getByLabel('API key or token').fill(token());
  await page.getByRole('button', { name: 'Use it' }).click();
  await page.getByText('as ada').waitFor();
  await send(page);
  await page.locator('.response .status', { hasText: '200' }).waitFor();
  await close(page);
});

test('a response without an end is shown as it comes, and can be stopped', async () => {
  const page = await openDocs('#follow_executions');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('.response .status').waitFor();
  await server.api('POST', '/api/v1/execute', { type: 'simulated', min: '0ms', max: '1ms' });
  await page.locator('.response pre', { hasText: 'exe_' }).waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
  await close(page);
});

test('the keyboard alone finds, sends and follows', async () => {
  const page = await openDocs('#get_limits');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
  await page.keyboard.press('Enter');
  for (let at = 0; at < 60; at += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement.textContent.trim() === 'Send')) break;
  }
  await page.keyboard.press('Enter');
  await page.locator('.response .status', { hasText: '200' }).waitFor();
  await page.keyboard.press('T');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await page.goto(`${server.address}/console/`);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await close(page);
});

for (const [name, options] of Object.entries({
  'a desk': {},
  'a desk in the dark': { dark: true },
  'a phone': { phone: true },
  'a phone in the dark': { phone: true, dark: true },
})) {
  test(`the reference is sound on ${name}`, async () => {
    for (const [place, at] of [
      ['', server],
      ['#create_task', server],
      ['#list_executions', server],
      ['#patch_config', server],
      ['#complete_execution', server],
      ['#get_automated_task', server],
      ['#execute', locked],
    ]) {
      const page = await openDocs(place, options, at);
      if (['', '#create_task', '#list_executions', '#execute'].includes(place)) await send(page);
      const folded = page.locator('main details:not([open]) > summary');
      for (let more = 0; more < 6 && (await folded.count()); more += 1) await folded.first().click();
      assert.deepEqual(await violations(page), [], `${place} ${JSON.stringify(options)}`);
      assert.equal(
        await page.evaluate(() => document.documentElement.scrollWidth > innerWidth),
        false,
        `${place} is wider than its window`,
      );
      await close(page);
    }
  });
}

test('strings that somebody could write stay text in responses', async () => {
  for (const text of CORPUS)
    await server
      .api('POST', '/api/v1/tasks', { name: text, description: text, type: 'todo', config: { notes: text } })
      .catch((error) => assert.match(error.message, / 4\d\d /));
  const page = await openDocs('#list_tasks?limit=100');
  let seen = 0;
  for (;;) {
    await send(page);
    seen += await page.locator('.response .j-key', { hasText: '"name"' }).count();
    const found = await page.evaluate(() => ({
      foreign: [
        ...document.querySelectorAll(
          '#docs :is(script, iframe, img, style, link, base, object, embed, video, marquee, math)',
        ),
      ].map((one) => one.outerHTML),
      handlers: [...document.querySelectorAll('#docs *')]
        .filter((one) => [...one.attributes].some(({ name }) => name.startsWith('on')))
        .map((one) => one.outerHTML),
      links: [...document.querySelectorAll('main .response a')]
        .map((one) => one.getAttribute('href'))
        .filter((href) => !href.startsWith('#')),
      wide: document.documentElement.scrollWidth > innerWidth,
    }));
    assert.deepEqual(found, { foreign: [], handlers: [], links: [], wide: false });
    assert.deepEqual(takeFaults(page), []);
    const next = page.locator('.response').getByRole('link', { name: 'Next page' });
    if (!(await next.count())) break;
    await next.click();
  }
  assert.ok(seen > 20, `${seen} names were coloured`);
  for (const text of CORPUS.slice(0, 60)) {
    await page.goto(`${server.address}/docs#${text}`);
    await page.goto(
      `${server.address}/docs#list_tasks?q=${encodeURIComponent(text.toWellFormed?.() ?? text)}`,
    );
    await page.locator('main h1').waitFor();
  }
  await close(page);
});
