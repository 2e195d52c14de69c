/** Names of tasks and destinations by their ids. Lists of executions have ids only, so names are read once and kept for a while. */

import { all, get } from './api.js';
import { draw } from './draw.js';

const FRESH_MS = 60_000;
const MOST = 500;

/** @typedef {{path: string, noun: string, prefix: string}} Kind */
const KINDS = {
  task: { path: '/api/v1/tasks', noun: 'tasks', prefix: 'tsk_' },
  config: { path: '/api/v1/configs', noun: 'configs', prefix: 'cfg_' },
  batch: { path: '/api/v1/batches', noun: 'batches', prefix: 'bat_' },
};

const known = new Map();
const lists = new Map();
const asked = new Set();

/**
 * All tasks, configs or batches, from a copy that is a minute old at most.
 *
 * @param {keyof typeof KINDS} kind @param {AbortSignal} [signal] @param {boolean} [anew]
 * @returns {Promise<any[]>}
 */
export function listOf(kind, signal, anew = false) {
  const held = lists.get(kind);
  if (held && !anew && Date.now() - held.at < FRESH_MS) return held.list;
  const { path, noun } = KINDS[kind];
  const list = all(path, noun, {}, MOST, signal).then((rows) => {
    for (const row of rows) known.set(row.id, row);
    return rows;
  });
  lists.set(kind, { at: Date.now(), list });
  list.catch(() => lists.delete(kind));
  return list;
}

/** Forgets the copies, after a change. */
export function forgetLists() {
  lists.clear();
}

/** Keeps what was read elsewhere. @param {any} thing */
export function remember(thing) {
  known.set(thing.id, thing);
}

/** The name of an id, or null until it is known. @param {string | null | undefined} id @returns {string | null} */
export function nameOf(id) {
  if (!id) return null;
  const found = known.get(id);
  if (!found) look(id);
  return found ? (found.name ?? null) : null;
}

function look(id) {
  const kind = Object.values(KINDS).find(({ prefix }) => id.startsWith(prefix));
  if (!kind || asked.has(id)) return;
  asked.add(id);
  const name = Object.keys(KINDS).find((key) => KINDS[key] === kind);
  listOf(name)
    .then(() => known.has(id) || get(`${kind.path}/${id}`).then((thing) => known.set(id, thing)))
    .then(draw, () => known.set(id, { id, name: null }));
}

/**
 * The id of a name; ids stay as they are.
 *
 * @param {keyof typeof KINDS} kind @param {string} text @param {AbortSignal} [signal]
 * @returns {Promise<string | null>}
 */
export async function idOf(kind, text, signal) {
  if (text.startsWith(KINDS[kind].prefix)) return text;
  const rows = await listOf(kind, signal);
  const wanted = text.toLowerCase();
  const found =
    rows.find((row) => row.name === text) ??
    rows.find((row) => row.name?.toLowerCase() === wanted) ??
    rows.find((row) => row.name?.toLowerCase().startsWith(wanted));
  return found?.id ?? null;
}
