/** Says that something was changed here, so that the screen is read again at once. */

import { forgetLists } from './names.js';

export function changed() {
  forgetLists();
  dispatchEvent(new Event('beadle:changed'));
}
