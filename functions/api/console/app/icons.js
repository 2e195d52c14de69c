/** Icons: strokes on a grid of 16, decoration only; the text beside them says what they mean. */

import { html, svg } from './vendor/lit-html/lit-html.js';

const PATHS = {
  overview: 'M2.5 2.5h4.5v6H2.5zM9 2.5h4.5v3H9zM9 7.5h4.5v6H9zM2.5 10.5H7v3H2.5z',
  executions: 'M2.5 4h7M2.5 8h11M2.5 12h5M12 2.5v3M10 10.5v3',
  tasks: 'M2.5 3.5l1.2 1.2L6 2.5M8.5 4h5M2.5 8.5l1.2 1.2L6 7.5M8.5 9h5M3 13.5h2M8.5 13.5h5',
  destinations: 'M8 2.5v11M3 5.5l5-3 5 3M4.5 8h7M3 13.5h10M5 11l3-3 3 3',
  batches: 'M3 5.5l5-2.5 5 2.5-5 2.5zM3 8.2l5 2.5 5-2.5M3 10.9l5 2.5 5-2.5',
  calendar: 'M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2.5v3M10.5 2.5v3',
  cost: 'M10.8 5C10.3 3.9 9.2 3.5 8 3.5c-1.7 0-2.9.8-2.9 2.2 0 3.2 6 1.4 6 4.6 0 1.5-1.3 2.3-3.1 2.3-1.5 0-2.7-.6-3.1-1.8M8 2v12',
  settings: 'M3 4.5h5.5M12 4.5h1M3 11.5h1M7.5 11.5H13M10.2 2.8v3.4M5.8 9.8v3.4',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3l3.2 3.2',
  retry: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3',
  edit: 'M3 13l.6-2.8 7-7 2.2 2.2-7 7zM9.3 4.5l2.2 2.2',
  cancel: 'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM4.2 4.2l7.6 7.6',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  pause: 'M5.5 3v10M10.5 3v10',
  play: 'M4.5 3l8 5-8 5z',
  plus: 'M8 3v10M3 8h10',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  next: 'M6 3l5 5-5 5',
  previous: 'M10 3L5 8l5 5',
  theme: 'M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11',
  zone: 'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM8 5v3l2 1.5',
  live: 'M1.5 8h3l2-4.5 3 9 2-4.5h3',
  warning: 'M8 2.5l6 11H2zM8 6.5v3.5M8 12h.01',
  trash: 'M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.5 9h6l.5-9',
  signout: 'M9.5 3H3v10h6.5M6.5 8h7M11 5.5L13.5 8 11 10.5',
  api: 'M6 2.5c-2 0-2 1-2 2.7S3.6 8 2.5 8c1.1 0 1.5 1.1 1.5 2.8S4 13.5 6 13.5M10 2.5c2 0 2 1 2 2.7S12.4 8 13.5 8c-1.1 0-1.5 1.1-1.5 2.8s0 2.7-2 2.7',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
};

/** @param {keyof typeof PATHS} name */
export const icon = (name) =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${PATHS[name]}></path></svg>`;

/** Shapes of states, each of which is told apart without its colour. */
const SHAPES = {
  completed: svg`<circle cx="8" cy="8" r="6.5" fill="currentColor"></circle><path class="cut" d="M5 8.3l2.1 2.1L11.2 6"></path>`,
  failed: svg`<path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2z" fill="currentColor"></path><path class="cut" d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4"></path>`,
  running: svg`<circle class="line" cx="8" cy="8" r="6"></circle><path d="M6.3 5l4.7 3-4.7 3z" fill="currentColor"></path>`,
  retrying: svg`<path class="line" d="M13.7 8A5.7 5.7 0 1 1 11.9 3.9M13.7 1.8v3.2h-3.2"></path>`,
  deferred: svg`<rect class="line" x="2" y="2" width="12" height="12" rx="2"></rect><path class="line" d="M6.3 5.5v5M9.7 5.5v5"></path>`,
  waiting: svg`<path class="line" d="M4 2h8M4 14h8M4.8 2c0 3.5 6.4 5 6.4 8.5V14M11.2 2c0 3.5-6.4 5-6.4 8.5V14"></path>`,
  pending: svg`<circle class="line dashed" cx="8" cy="8" r="6"></circle>`,
  cancelled: svg`<circle class="line" cx="8" cy="8" r="6"></circle><path class="line" d="M3.8 12.2l8.4-8.4"></path>`,
};

/** @param {keyof typeof SHAPES} shape */
export const shape = (shape) =>
  html`<svg class="shape" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[shape] ?? SHAPES.pending}</svg>`;

/** The sign of Beadle: a staff that rings. */
export const sign = html`<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2.5c3.7 0 6 2.7 6 6.5v4.5l2 3.5H4l2-3.5V9c0-3.8 2.3-6.5 6-6.5z" fill="currentColor"></path><path d="M9.3 19.5a2.8 2.8 0 0 0 5.4 0z" fill="currentColor"></path><path class="cut" d="M8.8 9.8l2.3 2.3 4.2-4.3"></path></svg>`;
