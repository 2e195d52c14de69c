/** Light, dark, or as the system says. */

import { draw } from './draw.js';
import { say } from './notice.js';

const SLOT = 'beadle.theme';
const root = document.documentElement;

/** @returns {'light' | 'dark'} what is shown */
export function shownTheme() {
  return root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
}

export function toggleTheme() {
  setTheme(shownTheme() === 'dark' ? 'light' : 'dark');
}

/** @param {'light' | 'dark' | 'system'} theme */
export function setTheme(theme) {
  if (theme === 'system') {
    delete root.dataset.theme;
    localStorage.removeItem(SLOT);
  } else {
    root.dataset.theme = theme;
    localStorage.setItem(SLOT, theme);
  }
  say(`Theme: ${theme}`);
  draw();
}

export const themeChoice = () => root.dataset.theme ?? 'system';
