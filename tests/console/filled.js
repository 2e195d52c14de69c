/** A filled server, its destination and a page, for all tests of a file. */

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { fill, startDestination } from './data.js';
import { openPage, startBrowser, startServer, takeFaults } from './harness.js';

/**
 * Starts them before the first test. After the last one the page must have done nothing that a page must not do.
 *
 * @param {(made: {server: any, destination: any, things: any, page: import('playwright-core').Page}) => void} take
 */
export function useFilled(take) {
  let made;
  before(async () => {
    const [browser, server, destination] = await Promise.all([
      startBrowser(),
      startServer(),
      startDestination(),
    ]);
    const things = await fill(server, destination.url);
    made = { browser, server, destination, things, page: await openPage(browser, server) };
    take(made);
  });
  after(async () => {
    assert.deepEqual(takeFaults(made.page), []);
    await Promise.all([made.browser.close(), made.server.stop(), made.destination.stop()]);
  });
}
