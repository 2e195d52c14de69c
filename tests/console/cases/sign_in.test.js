/** Signing in by a key and by a token, where the server asks for it, and what happens when a session ends. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, settled, startBrowser, startServer, takeFaults, token } from '../harness.js';

let browser;
let server;

before(async () => {
  [browser, server] = await Promise.all([startBrowser(), startServer({ signedIn: true })]);
});
after(() => Promise.all([browser.close(), server.stop()]));

async function signIn(page, secret) {
  await page.getByLabel('API key or token').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('a key opens the place that was asked for, and is nowhere but in the session', async () => {
  const { key } = await server.api('POST', '/api/v1/api-keys', {
    name: 'console',
    scopes: ['read', 'write'],
  });
  const page = await openPage(browser, server);
  await page.goto(`${server.console}#/tasks`);
  await signIn(page, key);
  await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor();
  await settled(page);
  assert.ok(!page.url().includes(key));
  const kept = await page.evaluate(() => [
    JSON.stringify({ ...localStorage }),
    document.cookie,
    JSON.stringify({ ...sessionStorage }),
  ]);
  assert.ok(!kept[0].includes(key) && !kept[1].includes(key));
  assert.ok(kept[2].includes(key));
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor();
  assert.deepEqual(takeFaults(page), []);
  await page.context().close();
});

test('a token opens the console, and signing out forgets it', async () => {
  const page = await openPage(browser, server);
  await page.goto(server.console);
  await signIn(page, token());
  await page.getByRole('button', { name: /Sign out/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await page.context().close();
});

test('a wrong key is told, and the field has the focus', async () => {
  const page = await openPage(browser, server);
  await page.goto(server.console);
  await signIn(page, 'bdl_wrong');
  await page.getByText('does not take this key or token').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.name), 'secret');
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await page.context().close();
});

test('when a token ends, the reader signs in again and stays where they were', async () => {
  const page = await openPage(browser, server);
  await page.goto(`${server.console}#/calendar`);
  // It is taken for a while longer, since clocks differ.
  await signIn(page, token(5));
  await page.getByRole('heading', { level: 1, name: 'Calendar' }).waitFor();
  await page.getByText('Your session has ended').waitFor({ timeout: 150_000 });
  await signIn(page, token());
  await page.getByRole('heading', { level: 1, name: 'Calendar' }).waitFor();
  assert.match(page.url(), /#\/calendar$/);
  await page.context().close();
});

test('a key that is revoked meanwhile ends the session', async () => {
  const made = await server.api('POST', '/api/v1/api-keys', { name: 'short', scopes: ['read'] });
  const page = await openPage(browser, server);
  await page.goto(`${server.console}#/settings?tab=limits`);
  await signIn(page, made.key);
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await server.api('DELETE', `/api/v1/api-keys/${made.id}`);
  await page.getByRole('tab', { name: 'Doctor' }).click();
  await page.getByText('Your session has ended').waitFor();
  await page.context().close();
});

test('what a role may not see is told in its place', async () => {
  const { key } = await server.api('POST', '/api/v1/api-keys', {
    name: 'viewer',
    scopes: ['read'],
    role: 'viewer',
  });
  const page = await openPage(browser, server);
  await page.goto(`${server.console}#/settings?tab=audit`);
  await signIn(page, key);
  await page.getByRole('heading', { level: 1, name: 'You may not see this' }).waitFor();
  await page.getByRole('tab', { name: 'Limits' }).click();
  await page.getByText('Executions today').waitFor();
  await page.context().close();
});
