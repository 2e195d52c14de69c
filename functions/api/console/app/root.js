/** Where the API is: modules are served two folders below it, whatever the page and whatever stands before both. */

const root = new URL('../..', import.meta.url);

/** The path before every path of the API, such as `/prod`; empty on a host of its own. */
export const ROOT = root.pathname.replace(/\/$/, '');

/** The address of a path of the API. @param {string} path */
export const addressOf = (path) => root.origin + ROOT + path;
