/** The palette: finds tasks, destinations, batches and ids, goes anywhere, does what the screen can do. */

import { html, nothing } from './vendor/lit-html/lit-html.js';
import { draw, drawNow } from './draw.js';
import { openHelp } from './help.js';
import { icon } from './icons.js';
import { listOf } from './names.js';
import { go, href, hrefOf, SCREENS } from './router.js';
import { toggleTheme } from './theme_switch.js';
import { chooseZone } from './zone_dialog.js';
import { openRunRequest } from './screens/run_request.js';

/** @typedef {{label: string, group: string, icon?: string, run: () => void}} Command */

const MOST = 12;
let isOpen = false;
let text = '';
let at = 0;
let own = [];
let found = [];
let before = null;

/** @param {Command[]} [commands] what the screen can do */
export function openPalette(commands = []) {
  if (!isOpen) before = document.activeElement;
  isOpen = true;
  text = '';
  at = 0;
  own = commands;
  found = [];
  Promise.all([listOf('task'), listOf('config'), listOf('batch')]).then(
    ([tasks, configs, batches]) => {
      const entry = (group, screen, sign) => (thing) => ({
        label: thing.name ?? thing.id,
        group,
        icon: sign,
        run: () => go(href(screen, thing.id)),
      });
      found = [
        ...tasks.map(entry('Task', 'tasks', 'tasks')),
        ...configs.map(entry('Destination', 'destinations', 'destinations')),
        ...batches.map(entry('Batch', 'batches', 'batches')),
      ];
      draw();
    },
    () => {},
  );
  drawNow();
  const dialog = document.querySelector('dialog.palette');
  if (!dialog.open) dialog.showModal();
  dialog.querySelector('input').focus();
}

function close() {
  isOpen = false;
  drawNow();
  if (before instanceof HTMLElement && before.isConnected) before.focus();
}

function everywhere() {
  return [
    ...SCREENS.map((screen) => ({
      label: `Go to ${screen}`,
      group: 'Screen',
      icon: screen,
      run: () => go(href(screen)),
    })),
    { label: 'New task', group: 'Do', icon: 'plus', run: () => go(href('tasks', 'new')) },
    { label: 'New destination', group: 'Do', icon: 'plus', run: () => go(href('destinations', 'new')) },
    {
      label: 'Run a request',
      group: 'Do',
      icon: 'play',
      run: () => openRunRequest(),
    },
    {
      label: 'Failed in the last day',
      group: 'Do',
      icon: 'warning',
      run: () => go(href('executions', '', { q: 'status:failed since:1d' })),
    },
    { label: 'Light or dark', group: 'Do', icon: 'theme', run: toggleTheme },
    { label: 'Time zone', group: 'Do', icon: 'zone', run: chooseZone },
    { label: 'Keys', group: 'Do', icon: 'search', run: openHelp },
  ];
}

function matches() {
  const wanted = text.trim().toLowerCase();
  const id = hrefOf(wanted);
  const jump =
    id && wanted.length > 30 ? [{ label: wanted, group: 'Id', icon: 'next', run: () => go(id) }] : [];
  const words = wanted.split(/\s+/);
  const all = [...own, ...found, ...everywhere()];
  const rank = ({ label, group }) => {
    const text = label.toLowerCase();
    if (text.startsWith(wanted)) return 0;
    if (text.includes(wanted)) return 1;
    return words.every((word) => `${text} ${group.toLowerCase()}`.includes(word)) ? 2 : 3;
  };
  const good = wanted
    ? [0, 1, 2].flatMap((place) => all.filter((command) => rank(command) === place))
    : [...own, ...everywhere()];
  return [...jump, ...good].slice(0, MOST);
}

function run(command) {
  close();
  command.run();
}

function key(event) {
  const list = matches();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) at = (at + step + list.length) % Math.max(1, list.length);
  else if (event.key === 'Enter' && list[at]) run(list[at]);
  else return;
  event.preventDefault();
  draw();
}

export function paletteView() {
  if (!isOpen) return nothing;
  const list = matches();
  return html`<dialog class="palette" aria-label="Search" @cancel=${(event) => {
    event.preventDefault();
    close();
  }} @click=${(event) => event.target === event.currentTarget && close()}>
    <div class="palette-line">${icon('search')}<input type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" aria-activedescendant=${list[at] ? `palette-${at}` : nothing}
      aria-label="Search for tasks, destinations, batches, ids and actions" placeholder="Task, destination, batch, id or action" autocomplete="off" spellcheck="false"
      @keydown=${key} @input=${(event) => {
        text = event.target.value;
        at = 0;
        draw();
      }} /></div>
    <ul id="palette-list" role="listbox" aria-label="Found">
      ${list.map((command, index) => html`<li id="palette-${index}" role="option" aria-selected=${index === at} @click=${() => run(command)}>${icon(command.icon ?? 'next')}<span class="grow clip">${command.label}</span><span class="quiet small">${command.group}</span></li>`)}
    </ul>
    ${list.length ? nothing : html`<p class="quiet none">Nothing is called that.</p>`}
  </dialog>`;
}
