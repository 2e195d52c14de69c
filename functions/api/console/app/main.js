/** The console: opens the screen of the place, keeps it fresh, and draws it in the frame. */

import { html, render } from './vendor/lit-html/lit-html.js';
import { ApiError, credential, get, whenUnauthorized } from './api.js';
import { draw, drawWith } from './draw.js';
import { addKeys, handleKey } from './keys.js';
import { Polling } from './polling.js';
import { go, href, place } from './router.js';
import { frameView } from './frame.js';
import { dialogView, isOpen } from './dialog.js';
import { noticesView } from './notice.js';
import { activityView } from './activity.js';
import { openPalette, paletteView } from './palette.js';
import { openHelp } from './help.js';
import { signInView, signedOut } from './sign_in.js';
import { toggleTheme } from './theme_switch.js';
import { failed, skeleton } from './widgets/states.js';
import overview from './screens/overview.js';
import executions from './screens/executions.js';
import execution from './screens/execution.js';
import tasks from './screens/tasks.js';
import task from './screens/task.js';
import destinations from './screens/destinations.js';
import destination from './screens/destination.js';
import batches from './screens/batches.js';
import batch from './screens/batch.js';
import calendar from './screens/calendar.js';
import cost from './screens/cost.js';
import settings from './screens/settings.js';

/**
 * What a screen gives the frame.
 *
 * @typedef {object} Screen
 * @property {string} title
 * @property {() => unknown} view draws what is known so far
 * @property {(signal: AbortSignal) => Promise<void>} read reads what it shows
 * @property {() => boolean} [isMoving] whether something that it shows is about to change
 * @property {Record<string, () => void>} [keys]
 * @property {() => import('./palette.js').Command[]} [commands]
 * @property {(place: import('./router.js').Place) => boolean} [move] takes another place; false if it can't
 * @property {() => void} [close]
 */

/** What the frame knows. */
const state = {
  screen: null,
  fault: null,
  loaded: false,
  readAt: 0,
  account: null,
  signIn: false,
};

let dropKeys = () => {};
let opened = '';

/** @type {Record<string, (here: import('./router.js').Place) => Screen>} */
const SCREENS = {
  overview,
  executions,
  execution,
  tasks,
  task,
  destinations,
  destination,
  batches,
  batch,
  calendar,
  cost,
  settings,
};

const DETAIL = { executions: 'execution', tasks: 'task', destinations: 'destination', batches: 'batch' };

const polling = new Polling({ read, isMoving: () => state.screen?.isMoving?.() ?? false });

async function read(signal) {
  const { screen } = state;
  if (!screen || state.signIn) return;
  try {
    const [account] = await Promise.all([
      state.account ?? get('/api/v1/account', {}, signal),
      screen.read(signal),
    ]);
    state.account = account;
    if (signal.aborted || screen !== state.screen) return;
    Object.assign(state, { loaded: true, fault: null, readAt: Date.now() });
  } catch (error) {
    if (signal.aborted || screen !== state.screen) return;
    if (!(error instanceof ApiError)) console.error(error);
    state.fault = error;
  }
  draw();
}

function openPlace() {
  const here = place();
  const kind = here.id && DETAIL[here.screen] ? DETAIL[here.screen] : here.screen;
  const key = `${kind}/${here.id}`;
  if (key === opened && state.screen?.move?.(here)) {
    polling.now();
    draw();
    return;
  }
  const open = SCREENS[kind];
  if (!open) return go(href('overview'));
  const samePlace = key === opened;
  opened = key;
  state.screen?.close?.();
  dropKeys();
  const screen = open(here);
  Object.assign(state, { screen, fault: null, loaded: false });
  dropKeys = addKeys(screen.keys ?? {});
  if (!samePlace) moveFocus();
  polling.now();
  draw();
}

/** After a step to another screen the focus is at its beginning, as after the load of a page. */
function moveFocus() {
  scrollTo(0, 0);
  if (document.activeElement && document.activeElement !== document.body && !isOpen()) {
    requestAnimationFrame(() => document.getElementById('main')?.focus({ preventScroll: true }));
  }
}

function contentView() {
  const { screen, fault, loaded } = state;
  if (fault && !loaded) return failed(fault, () => polling.now());
  if (!screen) return skeleton(10);
  try {
    return screen.view();
  } catch (error) {
    if (state.fault !== error) console.error(error);
    state.fault = error;
    return failed(error, () => polling.now());
  }
}

function paint() {
  const { screen, fault, loaded, readAt, account } = state;
  const title = screen?.title ?? 'Beadle';
  if (document.title !== `${title} · Beadle`) document.title = `${title} · Beadle`;
  const page = state.signIn
    ? signInView()
    : frameView({
        title,
        here: place(),
        content: contentView(),
        account,
        live: polling.live,
        moving: screen?.isMoving?.() ?? false,
        stale: loaded && fault ? { fault, readAt } : null,
        toggleLive,
        refresh: () => polling.now(),
        signOut,
      });
  render(
    html`${page}${activityView()}${paletteView()}${dialogView()}${noticesView()}`,
    document.getElementById('console'),
  );
}

function toggleLive() {
  polling.toggle();
  draw();
}

function signOut() {
  credential.clear();
  state.account = null;
  state.signIn = true;
  signedOut('');
  draw();
}

whenUnauthorized(() => {
  if (state.signIn) return;
  state.signIn = true;
  signedOut(
    state.account ? 'Your session has ended. Sign in again: you stay where you were.' : '',
    onSignedIn,
  );
  state.account = null;
  draw();
});

function onSignedIn() {
  state.signIn = false;
  state.fault = null;
  polling.now();
  draw();
}

signedOut('', onSignedIn);
setInterval(() => {
  const end = credential.endsAt();
  if (end !== null && end < Date.now() && !state.signIn) polling.now();
}, 10_000);

addKeys({
  'g o': () => go(href('overview')),
  'g e': () => go(href('executions')),
  'g t': () => go(href('tasks')),
  'g d': () => go(href('destinations')),
  'g b': () => go(href('batches')),
  'g c': () => go(href('calendar')),
  'g m': () => go(href('cost')),
  'g s': () => go(href('settings')),
  '/': () => document.querySelector('[data-filter]')?.focus(),
  '?': openHelp,
  '.': toggleLive,
  T: toggleTheme,
  'mod+k': () => openPalette(state.screen?.commands?.() ?? []),
});
addEventListener('keydown', handleKey);
addEventListener('hashchange', openPlace);
addEventListener('beadle:changed', () => polling.now());
setInterval(() => document.hidden || draw(), 1000);
drawWith(paint);
openPlace();
