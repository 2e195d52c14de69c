/** The place in the reference: `#operation?parameter=value`, or nothing for the overview. No server sees what is behind the hash. */

/** @returns {{id: string, values: Record<string, string>}} */
export function place() {
  const [id, query = ''] = location.hash.replace(/^#/, '').split(/\?(.*)/s);
  return { id, values: Object.fromEntries(new URLSearchParams(query)) };
}

/** The address of an operation. @param {string} id @param {Record<string, string>} [values] of its parameters */
export function href(id, values = {}) {
  const query = new URLSearchParams(values).toString();
  return `#${id}${query && `?${query}`}`;
}
