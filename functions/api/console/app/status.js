/** States: their names, their order, and how they look. */

import { html } from './vendor/lit-html/lit-html.js';
import { shape } from './icons.js';

/** @typedef {'pending' | 'running' | 'retrying' | 'deferred' | 'waiting' | 'completed' | 'failed' | 'cancelled'} Status */

const TEXT = {
  pending: 'Pending',
  running: 'Running',
  retrying: 'Retrying',
  deferred: 'Held',
  waiting: 'Waiting',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const STATUSES = Object.keys(TEXT);
export const UNENDED = ['pending', 'running', 'retrying', 'deferred', 'waiting'];

/** @param {string} status */
export const isEnded = (status) => !UNENDED.includes(status);

/** States of tasks that executions do not have, by the shape that they share. */
const TASK_SHAPES = { scheduled: 'pending', paused: 'deferred', skipped: 'cancelled' };

/** @param {string} status */
export const statusText = (status) => TEXT[status] ?? status.charAt(0).toUpperCase() + status.slice(1);

/**
 * A state as a shape, a colour and a word.
 *
 * @param {string} status @param {string} [word] in place of its name
 */
export function badge(status, word = statusText(status)) {
  const look = TASK_SHAPES[status] ?? status;
  return html`<span class="badge is-${look}">${shape(look)}<span>${word}</span></span>`;
}

/** @param {string} status */
export const dot = (status) => html`<span class="dot is-${status}">${shape(status)}</span>`;

/** What holds an execution, in two words. @param {any} execution */
export function waitsFor(execution) {
  if (execution.status === 'deferred') return execution.deferred_reason ?? 'a gate';
  if (execution.status === 'waiting') return execution.job?.heartbeat?.message ?? 'its job';
  if (execution.status === 'retrying') return 'next attempt';
  if (execution.status === 'pending') return execution.next_attempt_at ? 'its time' : 'a runner';
  return '';
}
