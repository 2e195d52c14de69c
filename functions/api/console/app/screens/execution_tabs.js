/** The tabs of an execution. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { bytes, count, usd } from '../format.js';
import { href } from '../router.js';
import { badge } from '../status.js';
import { clockTime, fullTime, length, moment, withLocalTimes } from '../time.js';
import { facts, idView, linkTo, timeView } from '../widgets/facts.js';
import { prose } from '../widgets/prose.js';
import { jsonView } from '../widgets/json.js';
import { empty, skeleton } from '../widgets/states.js';
import { triggerText } from '../subject.js';
import { table } from '../widgets/table.js';

/** @param {any} item */
export function attemptsView(item) {
  const { response } = item;
  return html`<div class="two">
    <section><h2 class="minor">Request</h2>${jsonView(item.request, 'Request')}${item.input && Object.keys(item.input).length ? html`<h2 class="minor">Input</h2>${jsonView(item.input, 'Input')}` : nothing}</section>
    <section><h2 class="minor">Response${response?.status ? html` <span class="tag ${response.status >= 400 ? 'is-bad' : ''}">${response.status}</span>` : nothing}</h2>
      ${item.error_message ? html`<p class="bad error-text">${prose(item.error_message)}</p>` : nothing}
      ${
        response
          ? html`${jsonView(response.body, 'Response')}<p class="quiet small">${response.encoding} · ${bytes(response.size)}${response.truncated ? ' · cut off' : ''}</p>
        <details><summary>Headers</summary>${jsonView(response.headers, 'Headers')}</details>`
          : nothing
      }
      ${item.result !== null && item.result !== undefined && JSON.stringify(item.result) !== JSON.stringify(response?.body) ? html`<h2 class="minor">Result</h2>${jsonView(item.result, 'Result')}` : nothing}
      ${response || item.result ? nothing : html`<p class="quiet">Nothing has been answered yet.</p>`}
    </section>
  </div>
  ${
    item.attempts.length
      ? html`<h2 class="minor">Attempts</h2>${table(
          'Attempt, Outcome, Began, #Took, #Status, Error',
          item.attempts.map((attempt) => [
            attempt.number,
            badge(
              { succeeded: 'completed', interrupted: 'cancelled' }[attempt.outcome] ?? attempt.outcome,
              attempt.outcome,
            ),
            timeView(attempt.started_at),
            length(attempt.duration_ms),
            attempt.http_status ?? '–',
            attempt.error ? html`<code>${attempt.error_code}</code> ${prose(attempt.error)}` : '–',
          ]),
        )}`
      : nothing
  }
  ${item.output?.length ? html`<h2 class="minor">Output</h2><pre class="log" tabindex="0" role="region" aria-label="Output">${item.output.map((line) => html`<span class="is-${line.stream}">${line.text}\n</span>`)}</pre>` : nothing}`;
}

/** @param {any} logs @param {any} item */
export function logsView(logs, item) {
  if (!logs) return skeleton(5);
  if (!logs.logs.length) return empty('No logs', 'Nothing was written yet.');
  return html`<ol class="logs" aria-label="Logs, newest first">${logs.logs.map((line) => html`<li class="is-${line.level.toLowerCase()}"><time datetime=${line.timestamp} title=${fullTime(line.timestamp)}>${clockTime(line.timestamp)}</time><span class="level">${line.level}</span><span>${withLocalTimes(line.message)}</span></li>`)}</ol>
    ${item.output?.length ? html`<h2 class="minor">Output</h2><pre class="log" tabindex="0" role="region" aria-label="Output">${item.output.map((line) => `${line.text}\n`)}</pre>` : nothing}`;
}

/** The receipt: what was used, and what it costs. @param {any} item */
export function receiptView({ cost, credits_consumed: credits, tokens_used: tokens }) {
  const rows = [
    ['Write units', cost.write_units, 'of the table'],
    ['Write units of the projector', cost.projector_write_units, 'for counts and lists'],
    ['Read units', cost.read_units, 'of the table'],
    ['Objects', cost.object_writes, 'written to S3, for a large response'],
    ['Messages', cost.messages, 'through the queue'],
    ['Queue requests', cost.queue_requests, 'to send, receive and delete'],
    ['HTTP requests', cost.http_requests, 'to the API'],
    ['Ticks of the scheduler', cost.scheduler_invocations, ''],
    ['Invocations of Lambda', cost.lambda_invocations, ''],
    ['Lambda', cost.lambda_gb_ms, 'GB ms'],
  ];
  return table(
    'What, #Used, Of',
    rows
      .filter(([, used]) => used)
      .map(([name, used, unit]) => [
        name,
        count(Math.round(used * 1000) / 1000),
        html`<span class="quiet">${unit}</span>`,
      ]),
    {
      caption: `What it used, at the prices of ${cost.region} in ${cost.prices_of}. On one machine: what it would cost on AWS.`,
      foot: [
        'Total',
        html`<span class="total">${usd(cost.usd)}</span>`,
        `${credits ? `${credits} credits` : ''}${tokens ? ` ${count(tokens)} tokens` : ''}`,
      ],
    },
  );
}

/** @param {any} item @param {any[]} related */
export function linksView(item, related) {
  const data = item.trigger_data;
  const replays = related.filter((other) => other.trigger_data.replay_of === item.id);
  return html`${facts([
    ['Started by', triggerText(item.trigger_type)],
    ['Replay of', data.replay_of ? linkTo(data.replay_of) : nothing],
    ['Notice of', data.notice_of ? linkTo(data.notice_of) : nothing],
    ['Task', item.task_id ? linkTo(item.task_id) : nothing],
    ['Batch', item.batch_id ? linkTo(item.batch_id) : nothing],
    ['Delivery', data.delivery?.id],
    ['Idempotency key', item.idempotency_key],
  ])}
  ${replays.length ? html`<h2 class="minor">Replays of this</h2><ul class="plain">${replays.map((other) => html`<li>${badge(other.status)} <a href=${href('executions', other.id)}>${moment(other.created_at)}</a></li>`)}</ul>` : nothing}
  ${
    item.task_id
      ? html`<h2 class="minor">Other runs of the task</h2><ul class="plain">${related
          .filter((other) => other.id !== item.id)
          .slice(0, 10)
          .map(
            (other) =>
              html`<li>${badge(other.status)} <a href=${href('executions', other.id)}>${moment(other.created_at)}</a> <span class="quiet">${other.error_message ?? ''}</span></li>`,
          )}</ul>`
      : nothing
  }
  <p>${idView(item.id)}</p>`;
}

/** @param {any} item */
export const jsonTab = (item) => jsonView(item, 'Execution');
