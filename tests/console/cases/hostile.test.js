/** Whatever users write is text: in names, descriptions, tags, requests, answers, reasons, errors and logs. */

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { CORPUS } from '../corpus.js';
import { openPage, startBrowser, startServer, takeFaults, until, visit } from '../harness.js';

const EACH = 40;
let browser;
let server;
let answers;
let url;

before(async () => {
  [browser, server] = await Promise.all([startBrowser(), startServer()]);
  // Answers with the string that its path has the number of, as JSON, as HTML, or as an error.
  answers = createServer((request, response) => {
    const [, kind, at] = request.url.split('/');
    const text = CORPUS[Number(at)] ?? '';
    const status = kind === 'error' ? 500 : 200;
    response
      .writeHead(status, {
        'Content-Type': kind === 'html' ? 'text/html' : 'application/json',
        'X-Hostile': address(text),
      })
      .end(kind === 'html' ? text : JSON.stringify({ [text || 'x']: text }));
  });
  await new Promise((resolve) => answers.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${answers.address().port}`;
});
after(async () => {
  answers.closeAllConnections();
  answers.close();
  await Promise.all([browser.close(), server.stop()]);
});

/** Sends what may be refused: some strings are no names. Gives null then. */
const tried = (method, path, body) =>
  server.api(method, path, body).catch((error) => {
    if (/ (4\d\d) /.test(error.message)) return null;
    throw error;
  });

/** A string in an address, where halves of characters can't be. */
const address = (text) =>
  encodeURIComponent(text.toWellFormed?.() ?? text.replace(/[\ud800-\udfff]/g, '\ufffd'));

/** Writes one string wherever users can write one. */
async function write(text, at) {
  const config = await tried('POST', '/api/v1/configs', {
    name: text,
    description: text,
    base_url: url,
    headers: { 'X-A': 'b' },
    variables: { [text]: text },
  });
  const task = await tried('POST', '/api/v1/tasks', {
    name: text,
    description: text,
    type: 'http',
    tags: [text.slice(0, 40)],
    metadata: { [text]: text },
    input: { text },
    config_id: config?.id,
    config: { method: 'POST', url: `${url}/${at % 3 ? 'json' : 'error'}/${at}`, body: { text } },
    retry: 0,
  });
  await tried('POST', '/api/v1/tasks', {
    name: `todo ${at}`,
    type: 'todo',
    due_date: new Date(Date.now() + 3_600_000).toISOString(),
    config: { notes: text, checklist: [{ text, done: false }] },
  });
  if (task) await tried('POST', `/api/v1/tasks/${task.id}/execute`, { input: { text } });
  await tried('POST', '/api/v1/execute', {
    type: 'http',
    method: 'GET',
    url: `${url}/html/${at}`,
    retry: 0,
    input: { text },
  });
  await tried('POST', '/api/v1/executions/batch', {
    requests: [{ type: 'simulated', min: '0ms', max: '1ms', order_key: text.slice(0, 60) || undefined }],
    batch: { name: text, close: true },
  });
  if (config && at % 5 === 0) await tried('POST', `/api/v1/configs/${config.id}/pause`, { reason: text });
  if (at < 40) await tried('POST', '/api/v1/api-keys', { name: text, scopes: ['read'] });
  if (at % 10 === 0)
    await tried('PUT', `/api/v1/calendars/c${at}`, {
      description: text,
      days: [{ days: '2027-05-07', title: text }],
    });
  if (at % 10 === 0)
    await tried('POST', '/api/v1/templates', {
      name: text,
      description: text,
      category: text,
      task_type: 'http',
      default_config: { [text]: text },
    });
  return { task, config };
}

for (let first = 0; first < CORPUS.length; first += EACH) {
  test(`strings ${first + 1} to ${first + EACH} stay text on every screen`, async () => {
    const made = [];
    for (let at = first; at < first + EACH; at += 1) made.push(await write(CORPUS[at], at));
    await tried('PUT', '/api/v1/alerts', {
      rules: CORPUS.slice(first, first + 20).map((name) => ({
        name,
        when: 'breaker_open',
        targets: ['ops'],
      })),
      targets: [{ name: 'ops', type: 'webhook', webhook: `${url}/error/0` }],
    });
    await until(
      async () =>
        (await server.api('GET', '/api/v1/executions?status=pending,running&limit=1')).executions.length ===
        0,
      'the end of all runs',
    );
    const page = await openPage(browser, server);
    const phone = await openPage(browser, server, { phone: true });
    const recent = (await server.api('GET', '/api/v1/executions?limit=100')).executions;
    const some = (list, number) => list.filter((_, at) => at % Math.ceil(list.length / number) === 0);
    const tasks = made.filter(({ task }) => task);
    const places = [
      'overview',
      'executions',
      'tasks',
      'destinations',
      'batches',
      'calendar',
      'calendar?view=week',
      'cost',
      ...['keys', 'templates', 'calendars', 'alerts', 'audit', 'doctor'].map((tab) => `settings?tab=${tab}`),
      ...some(recent, 12).flatMap(({ id }) =>
        ['attempts', 'logs', 'json'].map((tab) => `executions/${id}?tab=${tab}`),
      ),
      ...some(tasks, 8).flatMap(({ task }) =>
        ['runs', 'edit', 'graph', 'audit', 'json'].map((tab) => `tasks/${task.id}?tab=${tab}`),
      ),
      ...some(
        tasks.filter(({ config }) => config),
        6,
      ).flatMap(({ config }) => [`destinations/${config.id}`, `destinations/${config.id}?tab=edit`]),
      ...CORPUS.slice(first, first + 6).flatMap((text) => [
        `executions?q=${address(text)}`,
        `executions?q=${address(`task:"${text.replace(/["\\]/g, '\\$&')}"`)}`,
        `tasks?q=${address(text)}`,
        address(text),
        `tasks/${address(text)}`,
      ]),
    ];
    for (const place of places) {
      await visit(page, server, place);
      assert.deepEqual(takeFaults(page), [], place);
      await sound(page, place);
    }
    for (const place of places.slice(0, 14)) {
      await visit(phone, server, place);
      assert.deepEqual(takeFaults(phone), [], place);
      await sound(phone, place);
    }
    await Promise.all([page.context().close(), phone.context().close()]);
  });
}

/** No element came from a string, nothing leads out, and the page is no wider than its window. */
async function sound(page, place) {
  const found = await page.evaluate(() => ({
    foreign: [
      ...document.querySelectorAll(
        '#console script, #console iframe, #console img, #console style, #console link, #console base, #console object, #console embed, #console video, #console marquee, #console math',
      ),
    ].map((one) => one.outerHTML),
    handlers: [...document.querySelectorAll('#console *')]
      .filter((one) => [...one.attributes].some(({ name }) => name.startsWith('on')))
      .map((one) => one.outerHTML),
    links: [...document.querySelectorAll('#console a')]
      .map((one) => one.getAttribute('href'))
      .filter((href) => !href.startsWith('#') && href !== '../docs'),
    wide:
      document.documentElement.scrollWidth > innerWidth
        ? [...document.querySelectorAll('main *')]
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
            .map((one) => `${one.tagName}.${one.getAttribute('class')}`)
            .slice(0, 6)
        : [],
  }));
  assert.deepEqual(found, { foreign: [], handlers: [], links: [], wide: [] }, place);
}
