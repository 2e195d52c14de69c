/** The list that the reader came from, for the way to the next and the previous of it. */

let ids = [];
let listAddress = '#/executions';

/** @param {{id: string}[]} rows */
export function rememberList(rows) {
  ids = rows.map((row) => row.id);
  listAddress = location.hash;
}

/** @param {string} id @param {1 | -1} step @returns {string | null} */
export function neighbour(id, step) {
  const at = ids.indexOf(id);
  return at < 0 ? null : (ids[at + step] ?? null);
}

/** The address of that list, with its filters. */
export const cameFrom = () => listAddress;
