/** Work on many executions that goes on while the reader looks elsewhere: how far it is, and how to stop it. */

import { html, nothing } from './vendor/lit-html/lit-html.js';
import { draw } from './draw.js';
import { icon } from './icons.js';
import { notifyError, notify } from './notice.js';
import { changed } from './changed.js';
import { count } from './format.js';

/**
 * @typedef {object} Job
 * @property {string} title
 * @property {number} total
 * @property {number} done
 * @property {number} failed
 * @property {boolean} stopped
 * @property {string} [reason] the first refusal
 * @property {number} startedAt
 * @property {boolean} ended
 */

export const jobs = [];

/**
 * Does something page by page, shows how far it is, and tells the end.
 *
 * @param {string} title @param {number} total
 * @param {(job: Job) => Promise<boolean>} step does the next part; false when nothing is left
 */
export async function runJob(title, total, step) {
  const job = { title, total, done: 0, failed: 0, stopped: false, startedAt: Date.now(), ended: false };
  jobs.unshift(job);
  draw();
  try {
    while (!job.stopped && (await step(job))) draw();
    notify(
      job.stopped
        ? `${title}: stopped after ${count(job.done)}`
        : `${title}: ${count(job.done)} done${job.failed ? `, ${count(job.failed)} refused` : ''}`,
      { tone: job.failed ? 'bad' : 'good', detail: job.reason },
    );
  } catch (error) {
    job.reason = error.message;
    notifyError(error);
  }
  job.ended = true;
  changed();
  draw();
}

export function activityView() {
  const open = jobs.filter((job) => !job.ended);
  if (!open.length) return nothing;
  return html`<section class="activity" aria-label="Work that goes on">${open.map(jobView)}</section>`;
}

/** @param {Job} job */
export function jobView(job) {
  const done = job.done + job.failed;
  return html`<div class="job">
    <div class="line"><strong class="grow clip">${job.title}</strong><span class="quiet small">${count(done)} of ${count(job.total)}</span>
      ${
        job.ended
          ? nothing
          : html`<button class="ghost" aria-label="Stop" @click=${() => {
              job.stopped = true;
              draw();
            }}>${icon('close')}</button>`
      }</div>
    <progress max=${Math.max(1, job.total)} .value=${Math.min(done, job.total)} aria-label=${job.title}></progress>
  </div>`;
}
