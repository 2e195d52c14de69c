/** Functions: their versions, a trial, and the way back to an earlier version. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { call, get } from '../api.js';
import { changed } from '../changed.js';
import { confirm, show } from '../dialog.js';
import { draw } from '../draw.js';
import { bytes } from '../format.js';
import { icon } from '../icons.js';
import { notify } from '../notice.js';
import { badge } from '../status.js';
import { agoView } from '../widgets/facts.js';
import { jsonEditor, jsonField, jsonView, readJson } from '../widgets/json.js';
import { empty, skeleton } from '../widgets/states.js';
import { table } from '../widgets/table.js';

function look(fn, version) {
  let source = null;
  get(`/api/v1/functions/${encodeURIComponent(fn.name)}/versions/${version.number}`).then(
    (found) => {
      source = found;
      draw();
    },
    () => {},
  );
  show({
    title: `${fn.name}, version ${version.number}`,
    wide: true,
    body: () =>
      source
        ? Object.entries(source.modules).map(
            ([name, text]) => html`<h2 class="minor">${name}</h2>${jsonView(text, name)}`,
          )
        : skeleton(4),
  });
}

function trial(fn) {
  const params = jsonField('Parameters', {});
  let result = null;
  let fault = null;
  show({
    title: `Try ${fn.name}`,
    wide: true,
    act: 'Run',
    body: () =>
      html`${jsonEditor(params, fault)}${result ? html`<p>${badge(result.status === 'completed' ? 'completed' : 'failed', result.status)} ${result.error ? html`<span class="bad">${result.error.code}: ${result.error.message}</span>` : nothing}</p>${jsonView(result.result ?? null, 'Result')}${result.output.length ? html`<h2 class="minor">Console</h2><pre class="log" tabindex="0" role="region" aria-label="Console">${result.output.map((line) => `${line.text}\n`)}</pre>` : nothing}` : nothing}`,
    async run() {
      fault = null;
      try {
        result = await call('POST', `/api/v1/functions/${encodeURIComponent(fn.name)}/test`, {
          body: { params: readJson(params) },
        });
      } catch (error) {
        fault = error instanceof SyntaxError ? null : error;
      }
      draw();
      return false;
    },
  });
}

function moveTo(fn, version) {
  const before = fn.current;
  const set = (number) =>
    call('PUT', `/api/v1/functions/${encodeURIComponent(fn.name)}/current`, {
      body: { version: number },
    }).then(changed);
  confirm(
    `Run version ${version.number} of ${fn.name}?`,
    `Tasks that name it run version ${version.number} from now on, in place of ${before}.`,
    'Make it current',
    async () => {
      await set(version.number);
      notify(`${fn.name} runs version ${version.number}`, { undo: () => set(before) });
    },
  );
}

/** @param {any} list */
export function functionsView({ functions }) {
  if (!functions.length)
    return empty('No functions yet', html`<code>beadle functions push NAME PATH</code> uploads one.`);
  return html`<ul class="plain-list">${functions.map(
    (
      fn,
    ) => html`<li><div class="heading-line"><strong class="grow wrap">${fn.name}</strong><span class="quiet small">exports ${fn.exports.join(', ')}</span><button @click=${() => trial(fn)}>${icon('play')} Try</button></div>
    ${table(
      'Version, Uploaded, By, #Size, Digest,',
      [...fn.versions]
        .reverse()
        .map((version) => [
          html`${version.number} ${version.number === fn.current ? html`<span class="tag">current</span>` : nothing}`,
          agoView(version.created_at),
          version.created_by,
          bytes(version.size),
          html`<code>${version.sha256.slice(0, 12)}</code>`,
          html`<button class="ghost" @click=${() => look(fn, version)}>Source</button>${version.number === fn.current ? nothing : html`<button class="ghost" @click=${() => moveTo(fn, version)}>Make current</button>`}`,
        ]),
    )}</li>`,
  )}</ul>`;
}
