/** Pausing a destination: why, and until when. */

import { html } from '../vendor/lit-html/lit-html.js';
import { call } from '../api.js';
import { resumeConfig } from '../actions.js';
import { changed } from '../changed.js';
import { show } from '../dialog.js';
import { notify } from '../notice.js';

const SPANS = [
  ['until somebody resumes it', 0],
  ['for 15 minutes', 900_000],
  ['for an hour', 3_600_000],
  ['for 4 hours', 14_400_000],
  ['for a day', 86_400_000],
];

/** @param {any} config */
export function openPause(config) {
  let reason = '';
  let span = 0;
  show({
    title: `Pause ${config.name}?`,
    act: 'Pause',
    body: () => html`<p>Calls to it wait; nothing is lost, no attempt is used up. Calls that are out go on.</p>
      <div class="fields"><label class="field"><span>Why</span><input type="text" maxlength="200" required autofocus placeholder="the destination moves house" @input=${(
        event,
      ) => {
        reason = event.target.value;
      }} /><small>Others see it wherever something waits.</small></label>
      <label class="field"><span>How long</span><select @change=${(event) => {
        span = Number(event.target.value);
      }}>${SPANS.map(([text, ms]) => html`<option value=${ms}>${text}</option>`)}</select></label></div>`,
    async run() {
      await call('POST', `/api/v1/configs/${config.id}/pause`, {
        body: { reason, ...(span ? { until: new Date(Date.now() + span).toISOString() } : {}) },
      });
      changed();
      notify(`${config.name} is paused`, { undo: () => resumeConfig(config) });
    },
  });
}
