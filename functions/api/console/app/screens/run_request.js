/** Runs a request that is no task: written as the API takes it, or an earlier one with changes. */

import { html } from '../vendor/lit-html/lit-html.js';
import { call } from '../api.js';
import { changed } from '../changed.js';
import { show, close } from '../dialog.js';
import { notify } from '../notice.js';
import { compactObject } from '../format.js';
import { addressOf } from '../root.js';
import { go, href } from '../router.js';
import { draw } from '../draw.js';
import { jsonEditor, jsonField, readJson } from '../widgets/json.js';

const EXAMPLE = { type: 'http', method: 'GET', url: addressOf('/health') };

/** @param {any} [request] what is in the editor at first @param {string} [title] */
export function openRunRequest(request, title = 'Run a request') {
  openEditor(title, 'Request', request?.type ? request : EXAMPLE, (body) =>
    call('POST', '/api/v1/execute', { body, once: true }),
  );
}

/**
 * Runs an execution again after it was edited: a run of a task with other input, a request as it was sent.
 *
 * @param {any} execution
 */
export function openReplayEdited(execution) {
  const { type, request, config_id, input, timeout_ms, retry, priority } = execution;
  openRunRequest(
    compactObject({
      type,
      ...request,
      config_id,
      input,
      timeout_ms,
      retry,
      priority: priority === 'medium' ? undefined : priority,
    }),
    'Replay with changes',
  );
}

/** @param {string} title @param {string} label @param {unknown} value @param {(body: any) => Promise<any>} start */
export function openEditor(title, label, value, start) {
  const field = jsonField(label, value);
  let fault = null;
  show({
    title,
    wide: true,
    act: 'Run',
    body: () =>
      html`<p class="quiet small">A new execution is started with this. Masked secrets (<code>***</code>) have to be written again, best as <code>\${secret:name}</code>.</p>${jsonEditor(
        field,
        fault,
        () => {
          fault = null;
          draw();
        },
      )}`,
    async run() {
      try {
        const started = await start(readJson(field));
        close();
        changed();
        notify('Started');
        go(href('executions', started.id));
      } catch (error) {
        fault = error instanceof SyntaxError ? null : error;
        draw();
        return false;
      }
    },
  });
}
