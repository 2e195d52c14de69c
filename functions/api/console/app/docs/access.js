/** The API key or token that requests are sent with: the one of the session, which the console has too. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { credential, get } from '../api.js';
import { draw } from '../draw.js';
import { icon } from '../icons.js';
import { say } from '../notice.js';

/** @type {{known: 'unknown' | 'open' | 'wanted' | 'held', user: string, fault: string, busy: boolean}} */
const access = { known: 'unknown', user: '', fault: '', busy: false };

/** Asks the server who sends, with what is remembered. */
export async function readAccess() {
  const held = credential.get();
  try {
    access.user = (await get('/api/v1/account')).user_id;
    access.known = held ? 'held' : 'open';
    access.fault = '';
  } catch (error) {
    access.known = error.status === 401 ? 'wanted' : held ? 'held' : 'unknown';
    access.user = '';
    access.fault = error.status === 401 && held ? 'The server does not take this key or token.' : '';
  }
  draw();
}

async function submit(event) {
  event.preventDefault();
  const input = event.target.elements.namedItem('secret');
  const secret = input.value.trim();
  if (!secret || access.busy) return;
  access.busy = true;
  draw();
  credential.set(secret);
  await readAccess();
  access.busy = false;
  if (!access.fault) {
    input.value = '';
    say('The key is kept for this session');
  }
  draw();
}

function forget() {
  credential.clear();
  say('The key is forgotten');
  readAccess();
}

/** Whether the server refuses requests without a key. */
export const isKeyWanted = () => access.known === 'wanted';

/** The key of the session: to give it, and to forget it. */
export function accessView() {
  if (credential.get())
    return html`<div class="access"><span class="grow">${icon('check')} Sent with your key${access.user ? html`, as <strong>${access.user}</strong>` : nothing}. It is kept for this session.</span><button type="button" @click=${forget}>Forget it</button></div>`;
  if (access.known === 'open')
    return html`<div class="access"><span class="grow">${icon('check')} This server asks for no key: you are <strong>${access.user}</strong>.</span></div>`;
  return html`<form class="access is-form" @submit=${submit} autocomplete="off">
    <label class="grow" for="secret">API key or token</label>
    <div class="access-line"><input id="secret" name="secret" type="password" autocomplete="off" spellcheck="false" placeholder="bdl_… or eyJ…" aria-describedby="secret-help" aria-invalid=${access.fault !== ''} />
      <button ?disabled=${access.busy}>Use it</button></div>
    ${access.fault ? html`<p class="bad small" role="alert">${access.fault}</p>` : nothing}
    <p class="quiet small" id="secret-help">Kept for this session, in this tab, for the console too. Sent to this server only, and never a part of an address.</p></form>`;
}
