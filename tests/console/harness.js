/** A server of its own for each file of tests, a browser, and pages that fail on whatever a page must not do. */

import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const SECRET = 'what the tokens of the console tests are signed with';
const READY = 'beadle is ready on ';
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Runs a program until its first line that begins so, and gives what follows. */
async function started(command, args, begins, environment = {}) {
  const program = spawn(command, args, {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(program.stdout)) {
    if (line.startsWith(begins)) return { program, text: line.slice(begins.length).trim() };
  }
  throw new Error(`${command} ended before it was ready`);
}

/** Ends a program, and waits until it has. */
function ended(program) {
  return new Promise((resolve) => {
    program.once('exit', resolve);
    program.kill('SIGTERM');
  });
}

/**
 * Starts `beadle dev`. `CONSOLE_FRONT` names a program that stands in front of it: it is given the address, and prints its own.
 *
 * @param {{signedIn?: boolean}} [options] whether the server asks for credentials
 */
export async function startServer({ signedIn = false } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'beadle-console-'));
  const beadle = await started(
    process.env.BEADLE_BIN,
    ['dev', '--port', '0', '--data-dir', join(folder, 'data')],
    READY,
    signedIn ? { JWT_SECRET: SECRET } : {},
  );
  const front = process.env.CONSOLE_FRONT
    ? await started('node', [process.env.CONSOLE_FRONT, beadle.text], 'http', {})
    : null;
  const address = front ? `http${front.text}` : beadle.text;
  return {
    address,
    console: `${address}/console/`,
    api: (method, path, body, headers = {}) =>
      api(address, method, path, body, {
        ...(signedIn ? { Authorization: `Bearer ${token()}` } : {}),
        ...headers,
      }),
    async stop() {
      if (front) await ended(front.program);
      await ended(beadle.program);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Calls the API, and fails on whatever it refuses. */
async function api(address, method, path, body, headers) {
  const response = await fetch(address + path, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 600)}`);
  return text ? JSON.parse(text) : null;
}

/** A token of an admin, valid for some seconds. */
export function token(seconds = 3600) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: 'ada', roles: ['admin'], subscription_level: 'enterprise', exp: Math.floor(Date.now() / 1000) + seconds })}`;
  return `${signed}.${createHmac('sha256', SECRET).update(signed).digest('base64url')}`;
}

export const startBrowser = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

/** What a page did that it must not do. */
const faultsOf = new WeakMap();

/**
 * A page that notes dialogs, errors, broken policies and requests to others.
 *
 * @param {{phone?: boolean, dark?: boolean, quiet?: boolean}} [options]
 */
export async function openPage(browser, server, { phone = false, dark = false } = {}) {
  const context = await browser.newContext({
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    hasTouch: phone,
    isMobile: phone,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const faults = [];
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on(
    'console',
    (message) =>
      message.type() === 'error' &&
      !/Failed to load resource/.test(message.text()) &&
      faults.push(`console: ${message.text()}`),
  );
  page.on(
    'request',
    (request) =>
      !request.url().startsWith(server.address) &&
      !request.url().startsWith('data:') &&
      faults.push(`request: ${request.url()}`),
  );
  faultsOf.set(page, faults);
  return page;
}

/** Takes what the page did that it must not do. */
export const takeFaults = (page) => faultsOf.get(page).splice(0);

/** Goes to a place of the console, and waits until it has what it shows. */
export async function visit(page, server, place) {
  await page.goto('about:blank');
  await page.goto(`${server.console}#/${place}`);
  await settled(page);
}

/** Waits until no bone of a skeleton is left. */
export async function settled(page) {
  await page.waitForSelector('main h1', { timeout: 60_000 });
  await page
    .waitForFunction(() => !document.querySelector('main .bone'), null, { timeout: 60_000 })
    .catch(() => {
      throw new Error(`${page.url()} is still loading`);
    });
}

/** Waits until a condition of the API holds. */
export async function until(condition, what) {
  const end = Date.now() + 60_000;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What axe finds on the page. */
export async function violations(page) {
  await page.evaluate(`${axe};0`);
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return found.violations.map(
    (one) =>
      `${one.id}: ${one.nodes
        .map((node) => node.target.join(' '))
        .slice(0, 3)
        .join(', ')}`,
  );
}
