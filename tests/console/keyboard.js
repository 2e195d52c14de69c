/** Keyboard input, for tests that use no pointer. */

/** @param {() => import('playwright-core').Page} page the page that has the focus */
export function keyboard(page) {
  return {
    async press(...keys) {
      for (const key of keys) await page().keyboard.press(key);
    },
    type: (text) => page().keyboard.type(text),
    /** Presses Tab until a tab of a tab list has the focus. */
    async tabToTabs() {
      for (let step = 0; step < 120; step += 1) {
        await page().keyboard.press('Tab');
        if (await page().evaluate(() => document.activeElement.role === 'tab')) return;
      }
      throw new Error('no Tab leads to tabs');
    },
    /** Presses Tab until the element with this name has the focus. */
    async tabTo(name) {
      for (let step = 0; step < 120; step += 1) {
        await page().keyboard.press('Tab');
        const text = await page().evaluate(() => {
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
    },
  };
}
