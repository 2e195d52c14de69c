/** Keys: single ones, and `g` followed by another. They keep silent while somebody types. */

/** @typedef {Record<string, () => void>} KeyMap */

const PREFIX_MS = 1500;
const layers = [];
let prefix = '';
let prefixAt = 0;

/**
 * Adds keys, which come before those that were added earlier.
 *
 * @param {KeyMap} map by key, such as `j`, `R`, `g e`, `mod+k`
 * @returns {() => void} takes them away again
 */
export function addKeys(map) {
  layers.unshift(map);
  return () => layers.splice(layers.indexOf(map), 1);
}

function isTyping(target) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !/^(checkbox|radio|button)$/.test(target.type ?? '')
  );
}

function nameOf(event) {
  const mod = event.ctrlKey || event.metaKey;
  return mod ? `mod+${event.key.toLowerCase()}` : event.key;
}

export function handleKey(event) {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const name = nameOf(event);
  const inDialog = document.querySelector('dialog[open]');
  if (name !== 'mod+k' && (isTyping(event.target) || inDialog)) return;
  const now = event.timeStamp;
  const full = prefix && now - prefixAt < PREFIX_MS ? `${prefix} ${name}` : name;
  prefix = '';
  if (name === 'g' && full === 'g') {
    prefix = 'g';
    prefixAt = now;
    return;
  }
  const act = layers.find((layer) => layer[full])?.[full];
  if (!act) return;
  event.preventDefault();
  act();
}

/** All keys with their meaning, for the help. */
export const KEYS = [
  [
    'Go to',
    [
      ['g o', 'Overview'],
      ['g e', 'Executions'],
      ['g t', 'Tasks'],
      ['g d', 'Destinations'],
      ['g b', 'Batches and replays'],
      ['g c', 'Calendar'],
      ['g m', 'Cost'],
      ['g s', 'Settings'],
    ],
  ],
  [
    'Anywhere',
    [
      ['/', 'Filter'],
      ['Ctrl K', 'Search for anything, do anything'],
      ['.', 'Live on and off'],
      ['T', 'Light and dark'],
      ['?', 'These keys'],
      ['Esc', 'Close, or back to the list'],
    ],
  ],
  [
    'Lists',
    [
      ['j k', 'Down and up'],
      ['Enter', 'Open'],
      ['x', 'Select'],
    ],
  ],
  [
    'Execution',
    [
      ['[ ]', 'Previous and next'],
      ['r', 'Retry'],
      ['R', 'Replay with changes'],
      ['c', 'Cancel'],
      ['y', 'Copy as curl'],
    ],
  ],
];
