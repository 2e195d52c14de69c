/** Where a response leads: ids, paths, cursors and the links of the document, each to the operation that reads it. */

import { ROOT } from '../root.js';
import { href } from './place.js';

/** Operations that read what has an id, by its prefix. */
const READERS = {
  tsk: 'get_task',
  exe: 'get_execution',
  bat: 'get_batch',
  cfg: 'get_config',
  tpl: 'get_template',
};
const ID = /^([a-z]{3})_\w+$/;

/** @typedef {import('./document.js').ApiDocument} ApiDocument */
/** @typedef {import('./document.js').Operation} Operation */
/** @typedef {{title: string, method: string, to: string}} Link */

/** The operation that reads a path of this server. Tokens stay out of addresses. @param {ApiDocument} api @param {string} text a path with its query, or a URL */
function toPath(api, text) {
  const own = text.startsWith(`${location.origin}/`) ? text.slice(location.origin.length) : text;
  const path = own.startsWith(`${ROOT}/`) ? own.slice(ROOT.length) : own;
  const found = path.startsWith('/') ? api.readerOf(path) : null;
  return found && !found.operation.path.includes('{token}') ? href(found.operation.id, found.values) : null;
}

/**
 * What texts of a response lead to.
 *
 * @param {ApiDocument} api @param {Operation} operation that responded @param {Record<string, string>} asked the values of its parameters
 * @returns {import('../widgets/json.js').LinkOf}
 */
export const linksIn = (api, operation, asked) => (text, member) => {
  if (member === 'next_cursor' && operation.method === 'GET')
    return href(operation.id, { ...asked, cursor: text });
  const reader = READERS[ID.exec(text)?.[1]];
  if (reader) return api.byId.has(reader) ? href(reader, { id: text }) : null;
  return toPath(api, text);
};

/**
 * What can be done next with a response.
 *
 * @param {ApiDocument} api @param {Operation} operation
 * @param {{status: number, headers: [string, string][], json: any}} response
 * @returns {Link[]}
 */
export function nextSteps(api, operation, { status, headers, json }) {
  const steps = [];
  const location = headers.find(([name]) => name === 'location')?.[1];
  const read = location && toPath(api, location);
  if (read) steps.push({ title: 'Read what was made', method: 'GET', to: read });
  const next = /<([^>]*)>\s*;[^,]*rel="?next"?/.exec(
    headers.find(([name]) => name === 'link')?.[1] ?? '',
  )?.[1];
  const page = next && toPath(api, next);
  if (page) steps.push({ title: 'Next page', method: 'GET', to: page });
  const stated = operation.responses.find(([given]) => given === String(status))?.[1].links ?? {};
  for (const link of Object.values(stated)) {
    const target = api.byId.get(link.operationId);
    const values = Object.entries(link.parameters ?? {}).map(([name, from]) => [name, valueAt(json, from)]);
    if (!target || values.some(([, value]) => value === undefined)) continue;
    const to = href(target.id, Object.fromEntries(values));
    if (to !== read) steps.push({ title: target.summary, method: target.method, to });
  }
  return steps;
}

/** What a runtime expression names in a body: `$response.body#/id`. */
function valueAt(json, expression) {
  const [, pointer] = /^\$response\.body#\/(.+)$/.exec(expression) ?? [];
  const value = pointer?.split('/').reduce((at, step) => at?.[step], json);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
