/** What is done to executions, tasks and destinations: asked, done, told, and undone where that is possible. */

import { html } from './vendor/lit-html/lit-html.js';
import { call } from './api.js';
import { changed } from './changed.js';
import { confirm } from './dialog.js';
import { notify, notifyError } from './notice.js';
import { go, href } from './router.js';

async function act(method, path, body, options = {}) {
  const answer = await call(method, path, { body, ...options });
  changed();
  return answer;
}

/** Runs an execution again. @param {any} execution */
export function retry(execution) {
  confirm(
    'Retry this execution?',
    html`A new execution is started with the same request. This one stays as it is.`,
    'Retry',
    async () => {
      const started = await act('POST', `/api/v1/executions/${execution.id}/retry`, {}, { once: true });
      notify('Retry started', {
        undo: () => act('POST', `/api/v1/executions/${started.id}/cancel`),
        action: undefined,
      });
      go(href('executions', started.id));
    },
  );
}

/** Cancels an execution. @param {any} execution */
export function cancel(execution) {
  confirm(
    'Cancel this execution?',
    html`It ends as cancelled. A call that is already out may still have its effect at the destination.`,
    'Cancel execution',
    async () => {
      await act('POST', `/api/v1/executions/${execution.id}/cancel`);
      notify('Cancelled', {
        action: {
          label: 'Run again',
          run: () =>
            act('POST', `/api/v1/executions/${execution.id}/retry`, {}, { once: true }).then(
              (again) => go(href('executions', again.id)),
              notifyError,
            ),
        },
      });
    },
    true,
  );
}

/** Lets an order key go on without a failed execution. @param {any} execution */
export function skip(execution) {
  confirm(
    'Skip it in its order?',
    html`The next execution of the order key <code>${execution.order.key}</code> runs. This one stays failed.`,
    'Skip',
    async () => {
      await act('POST', `/api/v1/executions/${execution.id}/skip`);
      notify('The order key goes on');
    },
  );
}

/** Runs a task now. @param {any} task @param {Record<string, unknown>} [input] */
export async function runTask(task, input) {
  try {
    const started = await act('POST', `/api/v1/tasks/${task.id}/execute`, input ? { input } : {}, {
      once: true,
      headers: { Prefer: 'respond-async' },
    });
    notify(`${task.name} was started`, {
      action: { label: 'Look', run: () => go(href('executions', started.id)) },
    });
  } catch (error) {
    notifyError(error);
  }
}

/** Pauses or resumes the schedule of a task, which can be undone at once. @param {any} task */
export async function togglePause(task) {
  const [verb, back] = task.paused ? ['resume', 'pause'] : ['pause', 'resume'];
  try {
    await act('POST', `/api/v1/tasks/${task.id}/${verb}`);
    notify(`${task.name} is ${task.paused ? 'resumed' : 'paused'}`, {
      undo: () => act('POST', `/api/v1/tasks/${task.id}/${back}`),
    });
  } catch (error) {
    notifyError(error);
  }
}

/**
 * Asks before something is deleted, and whether that is to be even if others name it.
 *
 * @param {string} title @param {string} text @param {string} path @param {() => void} done @param {string} [act]
 */
export function confirmDelete(title, text, path, done, act = 'Delete') {
  let force = false;
  const body = html`<p>${text}</p><label class="check"><input type="checkbox" @change=${(event) => {
    force = event.target.checked;
  }} /> Even if others name it</label>`;
  confirm(
    title,
    body,
    act,
    async () => {
      await call('DELETE', path, { query: { force: force || undefined } });
      changed();
      done();
    },
    true,
  );
}

/** @param {any} task */
export function deleteTask(task) {
  confirmDelete(
    `Delete ${task.name}?`,
    'It runs no more. It can be restored for 30 days; its executions stay.',
    `/api/v1/tasks/${task.id}`,
    () => {
      notify(`${task.name} is deleted`, { undo: () => act('POST', `/api/v1/tasks/${task.id}/restore`) });
      go(href('tasks'));
    },
  );
}

/** @param {any} task */
export async function restoreTask(task) {
  try {
    await act('POST', `/api/v1/tasks/${task.id}/restore`);
    notify(`${task.name} is restored`, { undo: () => act('DELETE', `/api/v1/tasks/${task.id}`) });
  } catch (error) {
    notifyError(error);
  }
}

/** Completes or reopens a todo or an event. @param {any} task */
export async function toggleDone(task) {
  const [verb, back] = task.is_completed ? ['reopen', 'complete'] : ['complete', 'reopen'];
  try {
    await act('POST', `/api/v1/tasks/${task.id}/${verb}`);
    notify(`${task.name} is ${task.is_completed ? 'open again' : 'done'}`, {
      undo: () => act('POST', `/api/v1/tasks/${task.id}/${back}`),
    });
  } catch (error) {
    notifyError(error);
  }
}

/** Closes an open breaker. @param {any} config */
export function resetGate(config) {
  confirm(
    `Reset the gate of ${config.name}?`,
    html`The breaker is closed and what it counted is forgotten: what waits is sent at the usual rate. If the destination is still down, the breaker opens again.`,
    'Reset',
    async () => {
      await act('POST', `/api/v1/configs/${config.id}/gate/reset`);
      notify(`The gate of ${config.name} is reset`);
    },
  );
}

/** @param {any} config */
export async function resumeConfig(config) {
  try {
    await act('POST', `/api/v1/configs/${config.id}/resume`);
    notify(`${config.name} is resumed`);
  } catch (error) {
    notifyError(error);
  }
}

/** @param {any} config */
export function deleteConfig(config) {
  confirmDelete(
    `Delete ${config.name} for good?`,
    'It can’t be restored. Executions that name it fail.',
    `/api/v1/configs/${config.id}`,
    () => {
      notify(`${config.name} is deleted`);
      go(href('destinations'));
    },
    'Delete for good',
  );
}

/** @param {any} batch */
export async function closeBatch(batch) {
  try {
    await act('POST', `/api/v1/batches/${batch.id}/close`);
    notify('The batch takes no more requests');
  } catch (error) {
    notifyError(error);
  }
}
