/** API keys: made, rotated, revoked. A key is shown once. */

import { html } from '../vendor/lit-html/lit-html.js';
import { copy } from '../copy.js';
import { call } from '../api.js';
import { changed } from '../changed.js';
import { confirm, show } from '../dialog.js';
import { draw } from '../draw.js';
import { icon } from '../icons.js';
import { notify } from '../notice.js';
import { agoView, timeView } from '../widgets/facts.js';
import { menu } from '../widgets/menu.js';
import { empty } from '../widgets/states.js';
import { table } from '../widgets/table.js';

const SCOPES = ['read', 'execute', 'write', 'admin'];
const ROLES = ['viewer', 'user', 'operator', 'admin'];
const LIVES = [
  ['for good', 0],
  ['a day', 1],
  ['30 days', 30],
  ['90 days', 90],
  ['a year', 365],
];

/** Shows a new key, the only time that it can be seen. */
function showKey(made, text) {
  show({
    title: `The key ${made.name}`,
    body: () =>
      html`<p>${text}</p><div class="code"><button type="button" class="ghost copy" aria-label="Copy the key" @click=${() => copy(made.key, 'Key')}>${icon('copy')}</button><pre tabindex="0" role="region" aria-label="Key">${made.key}</pre></div>`,
  });
}

export function openNewKey() {
  const form = { name: '', role: '', scopes: new Set(['read']), days: 0 };
  show({
    title: 'New key',
    act: 'Create',
    ready: () => form.name.trim() !== '' && form.scopes.size > 0,
    body: () => html`<div class="fields">
      <label class="field"><span>Name</span><input type="text" required autofocus autocomplete="off" .value=${form.name} @input=${(
        event,
      ) => {
        form.name = event.target.value;
        draw();
      }} /></label>
      <fieldset><legend>What it is good for</legend>${SCOPES.map(
        (scope) =>
          html`<label><input type="checkbox" .checked=${form.scopes.has(scope)} @change=${(event) => {
            event.target.checked ? form.scopes.add(scope) : form.scopes.delete(scope);
            draw();
          }} /> ${scope}</label>`,
      )}</fieldset>
      <label class="field"><span>Role</span><select @change=${(event) => {
        form.role = event.target.value;
      }}><option value="">mine</option>${ROLES.map((role) => html`<option>${role}</option>`)}</select><small>Never more than yours</small></label>
      <label class="field"><span>Valid</span><select @change=${(event) => {
        form.days = Number(event.target.value);
      }}>${LIVES.map(([text, days]) => html`<option value=${days}>${text}</option>`)}</select></label></div>`,
    async run() {
      const made = await call('POST', '/api/v1/api-keys', {
        body: {
          name: form.name.trim(),
          scopes: [...form.scopes],
          ...(form.role ? { role: form.role } : {}),
          ...(form.days ? { expires_at: new Date(Date.now() + form.days * 86_400_000).toISOString() } : {}),
        },
      });
      changed();
      setTimeout(() => showKey(made, 'Copy it now: it is not shown again.'));
    },
  });
}

/** Makes a key like another, and revokes the other one. */
function rotate(key) {
  let keep = true;
  show({
    title: `Rotate ${key.name}?`,
    act: 'Rotate',
    body: () => html`<p>A key with the same name, role and scopes is made.</p><fieldset><legend>The old one</legend>
      <label><input type="radio" name="old" .checked=${keep} @change=${() => {
        keep = true;
      }} /> stays valid until you revoke it</label>
      <label><input type="radio" name="old" .checked=${!keep} @change=${() => {
        keep = false;
      }} /> is revoked at once</label></fieldset>`,
    async run() {
      const made = await call('POST', '/api/v1/api-keys', {
        body: {
          name: key.name,
          scopes: key.scopes,
          role: key.role,
          ...(key.expires_at && Date.parse(key.expires_at) > Date.now()
            ? { expires_at: key.expires_at }
            : {}),
        },
      });
      if (!keep) await call('DELETE', `/api/v1/api-keys/${key.id}`);
      changed();
      setTimeout(() =>
        showKey(
          made,
          keep
            ? 'Copy it now: it is not shown again. The old one is valid still; revoke it once nobody uses it.'
            : 'Copy it now: it is not shown again. The old one is revoked.',
        ),
      );
    },
  });
}

function revoke(key) {
  confirm(
    `Revoke ${key.name}?`,
    html`Whoever uses it is turned away from the next request on. This can’t be undone.`,
    'Revoke',
    async () => {
      await call('DELETE', `/api/v1/api-keys/${key.id}`);
      changed();
      notify(`${key.name} is revoked`);
    },
    true,
  );
}

/** @param {any} list */
export function keysView({ api_keys: keys }) {
  const button = html`<button class="primary" @click=${openNewKey}>${icon('plus')} New key</button>`;
  if (!keys.length)
    return empty(
      'No keys yet',
      'Programs sign in with keys. On this machine’s own address none is needed.',
      button,
    );
  return html`<div class="toolbar"><p class="quiet">Programs sign in with these. Use is noted once an hour.</p>${button}</div>
    ${table(
      'Name, Good for, Role, Created, Last used, Expires,',
      keys.map((key) => [
        html`<strong>${key.name}</strong>`,
        key.scopes.map((scope) => html`<span class="tag">${scope}</span> `),
        key.role,
        timeView(key.created_at),
        key.last_used_at ? agoView(key.last_used_at) : html`<span class="quiet">never</span>`,
        key.expires_at ? agoView(key.expires_at) : html`<span class="quiet">never</span>`,
        menu(`Actions for ${key.name}`, [
          { label: 'Rotate', icon: 'retry', run: () => rotate(key) },
          { label: 'Revoke', icon: 'trash', danger: true, run: () => revoke(key) },
        ]),
      ]),
    )}`;
}
