/** Draws the page anew, at most once a frame, however often it is asked for. */

let paint = () => {};
let due = false;

/** @param {() => void} how draws the whole page */
export function drawWith(how) {
  paint = how;
}

/** Asks for a new drawing. */
export function draw() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    if (due) drawNow();
  });
}

/** Draws at once, where what is drawn has to be there for the next key. */
export function drawNow() {
  due = false;
  paint();
}
