/** What the servers of the tests are filled with: of each kind of thing one that works and one that does not. */

import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { until } from './harness.js';

/** A destination: `/ok`, `/status/503`, `/hold`, which never answers, and `/job`, which reports its end to `report_to` later. */
export function startDestination() {
  const server = createServer(async (request, response) => {
    if (request.url.startsWith('/hold')) return;
    if (request.url.startsWith('/job')) {
      const { report_to: to } = await json(request);
      response.writeHead(202).end();
      await fetch(to, {
        method: 'POST',
        body: '{"pages": 12}',
        headers: { 'Content-Type': 'application/json' },
      });
      return;
    }
    const status = Number(/^\/status\/(\d+)/.exec(request.url)?.[1] ?? 200);
    request.resume();
    response
      .writeHead(status, { 'Content-Type': 'application/json' })
      .end(JSON.stringify({ path: request.url, status }));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${server.address().port}`,
        stop: () =>
          new Promise((done) => {
            server.closeAllConnections();
            server.close(done);
          }),
      }),
    );
  });
}

/** Tasks of several types, destinations whose gates are shut, a batch, a calendar, a key, a function, alerts. */
export async function fill(server, url) {
  const { api } = server;
  const post = (path, body) => api('POST', path, body);
  await api('PUT', '/api/v1/calendars/office', {
    description: 'Closed',
    days: ['2027-05-07'],
    weekly: ['saturday', 'sunday'],
  });
  const shop = await post('/api/v1/configs', {
    name: 'shop',
    base_url: url,
    concurrency: 4,
    rate_limit: { rate: 50, per: '1s' },
  });
  const slow = await post('/api/v1/configs', {
    name: 'slow',
    base_url: url,
    rate_limit: { rate: 1, per: '1h', burst: 1 },
  });
  const down = await post('/api/v1/configs', {
    name: 'down',
    base_url: url,
    retry: 0,
    breaker: { failure_rate: 0.5, window: '1m', minimum: 3, open_for: '1h' },
  });
  const poll = await post('/api/v1/tasks', {
    name: 'Poll',
    type: 'http',
    config_id: shop.id,
    config: { method: 'GET', url: '/ok' },
    schedule: { expression: 'every weekday at 9:30', timezone: 'Europe/Berlin', exclude: ['office'] },
    tags: ['prod'],
    retry: 0,
  });
  const fails = await post('/api/v1/tasks', {
    name: 'Fails',
    type: 'http',
    config_id: shop.id,
    config: { method: 'POST', url: '/status/500', body: { a: 1 } },
    retry: 0,
  });
  const after = await post('/api/v1/tasks', {
    name: 'After it',
    type: 'http',
    config_id: shop.id,
    config: { method: 'GET', url: '/ok' },
    dependencies: [poll.id],
  });
  const todo = await post('/api/v1/tasks', {
    name: 'Renew the certificate',
    type: 'todo',
    due_date: new Date(Date.now() + 86_400_000).toISOString(),
  });
  await post('/api/v1/tasks', {
    name: 'Backup elsewhere',
    type: 'monitor',
    config: { schedule: 'every day at 3am', grace: '30m' },
  });
  await api('PUT', '/api/v1/functions/score', {
    modules: { 'main.js': 'export default function score(p) { return p.a * 2; }' },
  });
  await api('PUT', '/api/v1/functions/score', {
    modules: { 'main.js': 'export default function score(p) { return p.a * 3; }' },
  });
  await api('PUT', '/api/v1/alerts', {
    rules: [{ name: 'in a row', when: 'consecutive_failures', count: 1, targets: ['ops'] }],
    targets: [{ name: 'ops', type: 'webhook', webhook: `${url}/status/500` }],
  });
  const key = await post('/api/v1/api-keys', { name: 'ci', scopes: ['read', 'execute'] });
  const run = (task) => api('POST', `/api/v1/tasks/${task.id}/execute`, {}, { Prefer: 'wait=20' });
  const completed = await run(poll);
  const failed = await run(fails);
  const once = (request) => post('/api/v1/execute', { type: 'http', method: 'GET', ...request });
  await once({ url: '/ok', config_id: slow.id });
  const held = await once({ url: '/ok', config_id: slow.id });
  const waiting = await post('/api/v1/execute', {
    type: 'wait',
    deadline: '2h',
    request: { method: 'POST', url: `${url}/ok`, body: { report_to: '${callback.url}' } },
  });
  const batch = await batchOf(
    server,
    'import',
    Array.from({ length: 6 }, (_, at) => ({
      type: 'http',
      method: 'GET',
      url: at ? `/ok?${at}` : '/status/500',
      config_id: shop.id,
      retry: 0,
    })),
  );
  const status = (one, wanted) =>
    until(
      async () => (await api('GET', `/api/v1/executions/${one.id}`)).status === wanted,
      `${wanted} ${one.id}`,
    );
  await Promise.all([
    status(held, 'deferred'),
    status(waiting, 'waiting'),
    until(async () => (await api('GET', `/api/v1/batches/${batch.id}`)).ended_at, 'the end of the batch'),
    opened(server, down),
  ]);
  return { shop, slow, down, poll, fails, after, todo, key, completed, failed, held, waiting, batch };
}

/** Calls a destination that fails until its breaker opens. */
function opened({ api }, config) {
  return until(async () => {
    await api('POST', '/api/v1/execute', {
      type: 'http',
      method: 'GET',
      url: '/status/503',
      config_id: config.id,
    });
    return (await api('GET', `/api/v1/configs/${config.id}/gate`)).state === 'open';
  }, 'an open breaker');
}

/** A batch of requests, which is closed at once. */
export async function batchOf(server, name, requests) {
  return (await server.api('POST', '/api/v1/executions/batch', { requests, batch: { name, close: true } }))
    .batch;
}

/** Executions that end at once, a hundred a request. */
export async function executions(server, number) {
  for (let done = 0; done < number; done += 100) {
    await server.api('POST', '/api/v1/executions/batch', {
      requests: Array.from({ length: Math.min(100, number - done) }, () => ({
        type: 'simulated',
        min: '0ms',
        max: '1ms',
        failure_rate: 0.1,
        retry: 0,
      })),
    });
  }
}

/** All places of the console, with something in each. */
export function places(things) {
  return [
    'overview',
    'executions',
    'executions?q=status%3Afailed+since%3A1d',
    'tasks',
    'tasks/new',
    'destinations',
    'destinations/new',
    'batches',
    'calendar',
    'calendar?view=week',
    'cost',
    'cost?by=config',
    ...['keys', 'templates', 'functions', 'calendars', 'limits', 'alerts', 'audit', 'doctor'].map(
      (tab) => `settings?tab=${tab}`,
    ),
    ...(things
      ? [
          ...['failed', 'held', 'waiting', 'completed'].map((name) => `executions/${things[name].id}`),
          ...['logs', 'receipt', 'links', 'json'].map((tab) => `executions/${things.failed.id}?tab=${tab}`),
          ...['runs', 'schedule', 'graph', 'edit', 'alerts', 'audit', 'json'].map(
            (tab) => `tasks/${things.poll.id}?tab=${tab}`,
          ),
          `tasks/${things.todo.id}`,
          `destinations/${things.slow.id}`,
          `destinations/${things.down.id}?tab=breaker`,
          `destinations/${things.shop.id}?tab=edit`,
          `batches/${things.batch.id}`,
        ]
      : []),
  ];
}
