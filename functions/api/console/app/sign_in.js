/** Signing in with an API key or a token, where the API asks for one. */

import { html, nothing } from './vendor/lit-html/lit-html.js';
import { credential, get } from './api.js';
import { draw } from './draw.js';
import { sign } from './icons.js';

let reason = '';
let fault = '';
let busy = false;
let then = () => {};

/** @param {string} why @param {() => void} [signedIn] */
export function signedOut(why, signedIn = then) {
  reason = why;
  then = signedIn;
  fault = '';
}

async function submit(event) {
  event.preventDefault();
  const field = event.target.elements.namedItem('secret');
  const secret = field.value.trim();
  if (!secret || busy) return;
  busy = true;
  fault = '';
  draw();
  credential.set(secret);
  try {
    await get('/api/v1/account');
    field.value = '';
    then();
  } catch (error) {
    credential.clear();
    fault =
      error.status === 401
        ? 'The server does not take this key or token. It may be revoked, expired, or of another server.'
        : error.message;
    field.focus();
  }
  busy = false;
  draw();
}

export function signInView() {
  return html`<main class="sign-in" id="main" tabindex="-1">
    <form @submit=${submit}>
      <div class="brand">${sign}<span>Beadle</span></div>
      <h1>Sign in</h1>
      ${reason ? html`<p class="banner is-held" role="status">${reason}</p>` : nothing}
      <label class="field"><span>API key or token</span>
        <input name="secret" type="password" autocomplete="off" spellcheck="false" autofocus placeholder="bdl_… or eyJ…" aria-describedby="sign-in-help" aria-invalid=${fault !== ''} /></label>
      ${fault ? html`<p class="bad" role="alert">${fault}</p>` : nothing}
      <button class="primary" ?disabled=${busy}>${busy ? 'Checking…' : 'Sign in'}</button>
      <p class="quiet small" id="sign-in-help">It stays in this tab and is gone when the tab closes. A key is made by <code>beadle key create NAME</code>, a token by <code>beadle token create</code>.</p>
    </form>
  </main>`;
}
