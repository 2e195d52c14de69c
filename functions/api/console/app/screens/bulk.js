/** What is done to many executions: to those that were ticked, and to all that match the filter. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { runJob } from '../activity.js';
import { call } from '../api.js';
import { confirm, show } from '../dialog.js';
import { draw } from '../draw.js';
import { count } from '../format.js';
import { notify } from '../notice.js';
import { isEnded } from '../status.js';
import { problemView } from '../widgets/problem.js';

const EACH = 100;
const REPLAYED = ['task_id', 'batch_id', 'user_id', 'type', 'error_code', 'config_id', 'from', 'to'];
const CANCELLED = ['task_id', 'batch_id', 'user_id', 'status', 'type', 'config_id', 'from', 'to'];

/** @typedef {{query: Record<string, string>, text: string}} Matching */

function each(title, items, one) {
  const left = [...items];
  runJob(title, items.length, async (job) => {
    const part = left.splice(0, 5);
    await Promise.all(
      part.map((item) =>
        one(item).then(
          () => (job.done += 1),
          (error) => {
            if (error.offline) throw error;
            job.failed += 1;
            job.reason ??= error.message;
          },
        ),
      ),
    );
    return left.length > 0;
  });
}

/** @param {any[]} items @param {() => void} done */
export function retryMany(items, done) {
  const ended = items.filter((item) => isEnded(item.status));
  if (!ended.length) return notify('None of these has ended, so none can be retried', { tone: 'bad' });
  confirm(
    `Retry ${ended.length === 1 ? 'this execution' : `${ended.length} executions`}?`,
    html`Each is started again with the same request.${ended.length < items.length ? ` ${items.length - ended.length} that have not ended are left out.` : ''}`,
    'Retry',
    () => {
      each(`Retry ${ended.length}`, ended, (item) =>
        call('POST', `/api/v1/executions/${item.id}/retry`, { body: {}, once: true }),
      );
      done();
    },
  );
}

/** @param {any[]} items @param {() => void} done */
export function cancelMany(items, done) {
  const open = items.filter((item) => !isEnded(item.status));
  if (!open.length) return notify('All of these have ended already', { tone: 'bad' });
  confirm(
    `Cancel ${open.length === 1 ? 'this execution' : `${open.length} executions`}?`,
    html`They end as cancelled. Calls that are out may still have their effect.`,
    'Cancel executions',
    () => {
      each(`Cancel ${open.length}`, open, (item) => call('POST', `/api/v1/executions/${item.id}/cancel`));
      done();
    },
    true,
  );
}

const pick = (query, names) =>
  Object.fromEntries(names.filter((name) => query[name]).map((name) => [name, query[name]]));

/** Replays all that match: first what it would start, then at which pace, then the work. @param {Matching} matching */
export function replayMatching({ query, text }) {
  const statuses = (query.status ?? 'failed')
    .split(',')
    .filter((status) => status === 'failed' || status === 'cancelled');
  const status = statuses[0] ?? 'failed';
  const filter = { ...pick(query, REPLAYED), status };
  const left = Object.keys(query).filter(
    (name) => !REPLAYED.includes(name) && name !== 'status' && name !== 'sort',
  );
  const form = { rate: '5', per: '1s', current: false, again: false };
  bulkDialog({
    title: `Replay all that ${status === 'failed' ? 'failed' : 'were cancelled'}`,
    text,
    left,
    dry: () =>
      call('POST', '/api/v1/executions/replay', {
        body: { filter, dry_run: true, limit: EACH, include_replays: form.again || undefined },
      }),
    told: (preview) =>
      html`${preview.replayed_before.length ? html`<li>${count(preview.replayed_before.length)} of the first ${EACH} were replayed before and are not again</li>` : nothing}${preview.refused.length ? html`<li>${count(preview.refused.length)} of the first ${EACH} would be refused</li>` : nothing}`,
    form: (again) => html`<div class="fields">
      <div class="field"><span>Pace</span><div class="inline"><input type="number" min="1" max="10000" aria-label="How many" .value=${form.rate} @input=${(
        event,
      ) => {
        form.rate = event.target.value;
      }} /><select aria-label="In which time" @change=${(event) => {
        form.per = event.target.value;
      }}><option value="1s">a second</option><option value="1m">a minute</option><option value="1h">an hour</option></select></div></div>
      <label class="check"><input type="checkbox" @change=${(event) => {
        form.current = event.target.checked;
      }} /> With the tasks as they are now</label>
      <label class="check"><input type="checkbox" .checked=${form.again} @change=${(event) => {
        form.again = event.target.checked;
        again();
      }} /> Also replays that failed</label></div>`,
    act: (total) => `Replay ${count(total)}`,
    run: (total) => {
      let next = {};
      const pace = { rate: Math.max(1, Number(form.rate) || 1), per: form.per };
      runJob(`Replay ${count(total)}`, total, async (job) => {
        const page = await call('POST', '/api/v1/executions/replay', {
          once: true,
          body: {
            filter,
            pace,
            limit: EACH,
            with: form.current ? 'current' : 'original',
            include_replays: form.again || undefined,
            ...next,
          },
        });
        job.done += page.succeeded;
        job.failed += page.failed;
        job.reason ??= page.results.find((item) => item.problem)?.problem.detail;
        next = { cursor: page.next_cursor, start_at: page.next_start_at };
        return Boolean(page.next_cursor);
      });
    },
  });
}

/** @param {Matching} matching */
export function cancelMatching({ query, text }) {
  const filter = pick(query, CANCELLED);
  cancelFilter(
    filter,
    text,
    Object.keys(query).filter((name) => !CANCELLED.includes(name) && name !== 'sort'),
  );
}

/** @param {Record<string, string>} filter @param {string} text @param {string[]} [left] */
export function cancelFilter(filter, text, left = []) {
  bulkDialog({
    title: 'Cancel all that have not ended',
    text,
    left,
    danger: true,
    dry: () => call('POST', '/api/v1/executions/cancel', { body: { filter, dry_run: true, limit: EACH } }),
    told: () => nothing,
    form: () => nothing,
    act: (total) => `Cancel ${count(total)}`,
    run: (total) => {
      let cursor;
      runJob(`Cancel ${count(total)}`, total, async (job) => {
        const page = await call('POST', '/api/v1/executions/cancel', {
          body: { filter, limit: EACH, cursor },
        });
        job.done += page.succeeded;
        job.failed += page.failed;
        cursor = page.next_cursor;
        return Boolean(cursor);
      });
    },
  });
}

/**
 * A dialog that begins with what would be done.
 *
 * @param {{title: string, text: string, left: string[], danger?: boolean, dry: () => Promise<any>, told: (preview: any) => unknown, form: (again: () => void) => unknown, act: (total: number) => string, run: (total: number) => void}} bulk
 */
function bulkDialog(bulk) {
  let preview = null;
  let fault = null;
  const total = () => preview?.total ?? preview?.count ?? 0;
  const dialog = {
    title: bulk.title,
    act: 'Counting…',
    danger: bulk.danger,
    ready: () => total() > 0,
    body,
    run: () => bulk.run(total()),
  };
  function look() {
    preview = fault = null;
    dialog.act = 'Counting…';
    bulk
      .dry()
      .then(
        (found) => {
          preview = found;
          dialog.act = bulk.act(total());
        },
        (error) => {
          fault = error;
          dialog.act = 'Can’t';
        },
      )
      .finally(draw);
    draw();
  }
  function body() {
    return html`<div class="prose">
      <p>${bulk.text ? html`Filter: <code>${bulk.text}</code>` : 'No filter is set: this is about all of them.'}</p>
      ${bulk.left.length ? html`<p class="bad">This can’t be narrowed down by ${bulk.left.map((name) => name.replaceAll('_', ' ')).join(', ')}: the filter counts without it.</p>` : nothing}
      ${fault ? problemView(fault) : preview ? html`<ul aria-live="polite"><li><strong>${preview.total_is_exact === false ? 'More than ' : ''}${count(total())}</strong> would be ${bulk.danger ? 'cancelled' : 'started'}; nothing is done yet</li>${bulk.told(preview)}</ul>` : html`<p class="bone is-line"></p>`}
      </div>${bulk.form(look)}`;
  }
  show(dialog);
  look();
}
