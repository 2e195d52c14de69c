/** The life of an execution on one scale: queued, held, attempts, delays between them, the wait for its job. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { clockTime, fullTime, length, moment, relative } from '../time.js';
import { shape } from '../icons.js';
import { isEnded } from '../status.js';
import { prose } from './prose.js';

/**
 * @typedef {object} Segment
 * @property {string} label
 * @property {string} look the state whose colour and shape it has
 * @property {number} from
 * @property {number} to
 * @property {string} [note]
 * @property {boolean} [open] whether it goes on
 * @property {number} [progress] 0 to 1
 */

const ms = (at) => (at ? Date.parse(at) : NaN);

/**
 * What happened one after the other.
 *
 * @param {any} execution @param {any} explanation @param {number} now
 * @returns {Segment[]}
 */
export function segments(execution, explanation, now) {
  const held = (explanation?.decisions ?? []).filter((decision) => decision.what === 'held');
  const found = [];
  let from = ms(execution.created_at);
  for (const attempt of execution.attempts) {
    const start = ms(attempt.started_at);
    gap(found, held, from, start, attempt.number);
    const end = start + attempt.duration_ms;
    found.push({
      label: `Attempt ${attempt.number}`,
      look:
        attempt.outcome === 'interrupted'
          ? 'cancelled'
          : attempt.outcome === 'succeeded'
            ? 'completed'
            : attempt.outcome === 'waiting'
              ? 'completed'
              : attempt.outcome,
      from: start,
      to: end,
      note:
        attempt.error ??
        (attempt.http_status
          ? `answered ${attempt.http_status}`
          : attempt.outcome === 'waiting'
            ? 'the job was started'
            : attempt.outcome),
    });
    from = end;
    if (attempt.outcome === 'waiting') {
      const to = ms(execution.completed_at) || now;
      const beat = execution.job?.heartbeat;
      found.push({
        label: 'Waiting',
        look: 'waiting',
        from,
        to,
        open: !isEnded(execution.status),
        progress: beat?.percent === null || beat?.percent === undefined ? undefined : beat.percent / 100,
        note: beat
          ? [beat.percent === null ? '' : `${beat.percent} %`, beat.message, relative(beat.at, now)]
              .filter(Boolean)
              .join(' · ')
          : 'for its job',
      });
      from = to;
    }
  }
  tail(found, held, execution, from, now);
  return found;
}

function gap(found, held, from, to, number) {
  const hold = held.find((decision) => ms(decision.at) >= from - 1 && ms(decision.at) <= to);
  const until = hold ? ms(hold.at) : to;
  if (until - from > 1 || (!hold && number > 1))
    found.push({
      label: number > 1 ? 'Delay' : 'Queued',
      look: number > 1 ? 'retrying' : 'pending',
      from,
      to: until,
      note: number > 1 ? `before attempt ${number}` : '',
    });
  if (hold) found.push({ label: 'Held', look: 'deferred', from: until, to, note: hold.detail });
}

function tail(found, held, execution, from, now) {
  const { status } = execution;
  if (isEnded(status)) {
    const end = ms(execution.completed_at);
    if (!execution.attempts.length && end > from)
      found.push({ label: 'Waited', look: 'cancelled', from, to: end, note: execution.cancel_reason ?? '' });
    return;
  }
  const next = ms(execution.next_attempt_at);
  const hold = held.filter((decision) => ms(decision.at) >= from - 1)[0];
  if (status === 'deferred')
    found.push({
      label: 'Held',
      look: 'deferred',
      from: hold ? ms(hold.at) : from,
      to: Math.max(now, next || now),
      open: true,
      note: execution.deferred_reason,
    });
  if (status === 'retrying')
    found.push({
      label: 'Delay',
      look: 'retrying',
      from,
      to: Math.max(now, next || now),
      open: true,
      note: `attempt ${execution.attempts.length + 1} at ${clockTime(next)}`,
    });
  if (status === 'pending')
    found.push({
      label: 'Queued',
      look: 'pending',
      from,
      to: Math.max(now, next || now),
      open: true,
      note: next ? `begins ${moment(next)}` : '',
    });
  if (status === 'running')
    found.push({
      label: `Attempt ${execution.attempts.length + 1}`,
      look: 'running',
      from: Math.max(from, ms(execution.updated_at) || from),
      to: now,
      open: true,
      note: 'is running',
    });
}

/** @param {any} execution @param {any} explanation */
export function waterfall(execution, explanation) {
  const now = Date.now();
  const parts = segments(execution, explanation, now);
  if (!parts.length) return nothing;
  const first = ms(execution.created_at);
  const last = Math.max(first + 1, ...parts.map((part) => part.to));
  const span = last - first;
  const place = (at) => Math.min(100, Math.max(0, ((at - first) / span) * 100));
  return html`<ol class="waterfall" aria-label="What happened, in order">
    ${parts.map(
      (part) => html`<li class="is-${part.look} ${part.open ? 'is-open' : ''}">
      <span class="wf-label">${shape(part.look)}<span>${part.label}</span></span>
      <span class="wf-track" title=${`${fullTime(part.from)} to ${fullTime(part.to)}`}>
        <span class="wf-bar" .style=${`left:${place(part.from)}%;width:${place(part.to) - place(part.from)}%`}>${part.progress === undefined ? nothing : html`<span class="wf-done" .style=${`width:${part.progress * 100}%`}></span>`}</span>
        ${now < last && now > first ? html`<span class="wf-now" .style=${`left:${place(now)}%`}></span>` : nothing}
      </span>
      <span class="wf-length num">${length(part.to - part.from)}</span>
      <span class="wf-note quiet">${prose(part.note)}</span>
    </li>`,
    )}
    <li class="wf-scale quiet small" aria-hidden="true"><span class="wf-label"></span><span class="wf-track"><span>${moment(first)}</span><span>${length(span)}</span></span><span class="wf-length"></span></li>
  </ol>`;
}
