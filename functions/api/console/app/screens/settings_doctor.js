/** The doctor: whether all is well, as far as the API says. */

import { html } from '../vendor/lit-html/lit-html.js';
import { call, clock, credential, get } from '../api.js';
import { changed } from '../changed.js';
import { show } from '../dialog.js';
import { bytes, count } from '../format.js';
import { icon } from '../icons.js';
import { notify, notifyError } from '../notice.js';
import { badge } from '../status.js';
import { length, moment } from '../time.js';
import { table } from '../widgets/table.js';

const MOST_SKEW_MS = 5000;

/** @param {AbortSignal} signal */
export async function readDoctor(signal) {
  const none = () => null;
  const [health, account, service, undelivered, orders] = await Promise.all([
    get('/health/detailed', {}, signal),
    get('/api/v1/account', {}, signal),
    get('/api/v1/service', {}, signal).catch(none),
    get(
      '/api/v1/executions',
      { undelivered: true, from: new Date(Date.now() - 86_400_000).toISOString(), limit: 100 },
      signal,
    ).catch(none),
    get('/api/v1/order-keys', {}, signal).catch(none),
  ]);
  return { health, account, service, undelivered, orders };
}

function pauseAll(service) {
  let reason = '';
  if (service.paused) {
    call('POST', '/api/v1/service/resume').then(() => {
      changed();
      notify('Everything is resumed');
    }, notifyError);
    return;
  }
  show({
    title: 'Pause everything?',
    act: 'Pause everything',
    danger: true,
    body: () =>
      html`<p>All calls of all users wait until somebody resumes. Requests are accepted as before; nothing is lost.</p><label class="field"><span>Why</span><input type="text" required maxlength="200" autofocus @input=${(
        event,
      ) => {
        reason = event.target.value;
      }} /></label>`,
    async run() {
      await call('POST', '/api/v1/service/pause', { body: { reason } });
      changed();
      notify('Everything is paused', { undo: () => call('POST', '/api/v1/service/resume').then(changed) });
    },
  });
}

const row = (name, look, text, action = '') => [
  html`<strong>${name}</strong>`,
  badge(look, look === 'completed' ? 'Well' : look === 'deferred' ? 'Look' : 'Wrong'),
  text,
  action,
];

/** @param {any} data */
export function doctorView({ health, account, service, undelivered, orders }) {
  const skew = Math.abs(clock.skewMs);
  const blocked = orders?.order_keys.filter((key) => key.blocked) ?? [];
  return table('What, State, Found,', [
    row(
      'Service',
      health.status === 'healthy' ? 'completed' : health.status === 'degraded' ? 'deferred' : 'failed',
      `${health.service} ${health.version}, time zones ${health.time_zones ?? '–'}`,
    ),
    ...(health.dependencies ?? []).map((one) =>
      row(
        one.name,
        one.status === 'healthy' ? 'completed' : one.status === 'degraded' ? 'deferred' : 'failed',
        [
          `answers in ${length(one.duration_ms)}`,
          one.bytes === undefined ? '' : `${bytes(one.bytes)} stored`,
          one.projector_lag_ms === undefined ? '' : `counts lag by ${length(one.projector_lag_ms)}`,
          one.failed_writes ? `${one.failed_writes} writes failed` : '',
          one.layers
            ? `${Object.values(one.layers).filter(Boolean).length} of ${Object.keys(one.layers).length} layers of the sandbox hold`
            : '',
        ]
          .filter(Boolean)
          .join(', '),
      ),
    ),
    row(
      'Clock',
      skew < MOST_SKEW_MS ? 'completed' : 'deferred',
      skew < MOST_SKEW_MS
        ? 'This machine and the server agree'
        : `This machine and the server are ${length(skew)} apart`,
    ),
    row(
      'You',
      'completed',
      `${account.user_id}, level ${account.subscription_level}, ${credential.get() ? `signed in by ${credential.get()?.kind}` : 'no credential is needed here'}`,
    ),
    ...(service
      ? [
          row(
            'Pause of everything',
            service.paused ? 'deferred' : 'completed',
            service.paused
              ? `Paused by ${service.pause.paused_by} since ${moment(service.pause.since)}: ${service.pause.reason}`
              : 'Not paused',
            html`<button @click=${() => pauseAll(service)}>${icon(service.paused ? 'play' : 'pause')} ${service.paused ? 'Resume' : 'Pause'}</button>`,
          ),
        ]
      : []),
    row(
      'Notices',
      undelivered?.executions.length ? 'failed' : 'completed',
      undelivered?.executions.length
        ? html`${count(undelivered.executions.length)}${undelivered.next_cursor ? '+' : ''} of the last 24 h were not delivered. <a href="#/executions?q=undelivered%3Ayes">Look</a>`
        : 'All of the last 24 h were delivered',
    ),
    row(
      'Order keys',
      blocked.length ? 'deferred' : 'completed',
      blocked.length
        ? html`${blocked.map((key) => html`<div><code>${key.order_key}</code> is blocked by <a href="#/executions/${key.execution_id}">a failed execution</a>, ${count(key.behind)} behind it</div>`)}`
        : 'None is blocked',
    ),
  ]);
}
