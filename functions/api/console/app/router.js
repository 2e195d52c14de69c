/** The place in the console: `#/screen/id?query`. Behind the hash no server sees it, and no server needs to know it. */

/** @typedef {{screen: string, id: string, query: Record<string, string>}} Place */

export const SCREENS = [
  'overview',
  'executions',
  'tasks',
  'destinations',
  'batches',
  'calendar',
  'cost',
  'settings',
];

/** @returns {Place} */
export function place() {
  const [path, text = ''] = location.hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [screen, ...rest] = path.split('/').map(decoded);
  const query = Object.fromEntries(new URLSearchParams(text));
  return {
    screen: SCREENS.includes(screen) ? screen : screen ? 'unknown' : 'overview',
    id: rest.join('/'),
    query,
  };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The address of a place.
 *
 * @param {string} screen @param {string} [id] @param {Record<string, string | undefined | null>} [query]
 */
export function href(screen, id = '', query = {}) {
  const pairs = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const text = new URLSearchParams(pairs).toString();
  return `#/${screen}${id && `/${encodeURIComponent(id)}`}${text && `?${text}`}`;
}

/** Goes to a place, which becomes a step of the browser's history. @param {string} to */
export function go(to) {
  if (location.hash !== to) location.hash = to;
}

/**
 * Changes the query of the place without a step of history, as filters and tabs do.
 *
 * @param {Record<string, string | undefined | null>} change
 */
export function amend(change) {
  const here = place();
  const to = href(here.screen, here.id, { ...here.query, ...change });
  if (to === location.hash) return;
  history.replaceState(null, '', to);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** The place of an id, by its prefix. @param {string} id */
export function hrefOf(id) {
  const prefix = id.split('_')[0];
  const screen = { tsk: 'tasks', cfg: 'destinations', bat: 'batches', exe: 'executions' }[prefix];
  return screen ? href(screen, id) : null;
}
