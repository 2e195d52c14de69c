/** Alerts: rules, whom they tell, and what fires. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { call, get } from '../api.js';
import { changed } from '../changed.js';
import { show } from '../dialog.js';
import { draw } from '../draw.js';
import { icon } from '../icons.js';
import { notify, notifyError } from '../notice.js';
import { badge } from '../status.js';
import { agoView, linkTo, timeView } from '../widgets/facts.js';
import { jsonEditor, jsonField, readJson } from '../widgets/json.js';
import { empty } from '../widgets/states.js';
import { hrefOf } from '../router.js';

const MUTE_MS = 3_600_000;
const EXAMPLE = {
  rules: [{ name: 'fails in a row', when: 'consecutive_failures', count: 3, targets: ['ops'] }],
  targets: [{ name: 'ops', type: 'slack', webhook: '${secret:slack-ops}' }],
};

/** @param {AbortSignal} signal */
export const readAlerts = (signal) =>
  Promise.all([get('/api/v1/alerts', {}, signal), get('/api/v1/alerts/state', {}, signal)]);

function edit(alerts) {
  const field = jsonField(
    'Rules and targets',
    alerts.rules.length || alerts.targets.length ? alerts : EXAMPLE,
  );
  let fault = null;
  show({
    title: 'Rules of alerts',
    wide: true,
    act: 'Save',
    body: () => jsonEditor(field, fault),
    async run() {
      try {
        await call('PUT', '/api/v1/alerts', { body: readJson(field) });
        changed();
        notify('The rules are saved', {
          undo: () => call('PUT', '/api/v1/alerts', { body: alerts }).then(changed),
        });
      } catch (error) {
        fault = error instanceof SyntaxError ? null : error;
        draw();
        return false;
      }
    },
  });
}

async function mute(alerts, rule, muted) {
  const put = (to) => call('PUT', '/api/v1/alerts', { body: to }).then(changed);
  const rules = alerts.rules.map((one) =>
    one.name === rule.name
      ? { ...one, mute_until: muted ? undefined : new Date(Date.now() + MUTE_MS).toISOString() }
      : one,
  );
  try {
    await put({ ...alerts, rules });
    notify(muted ? `${rule.name} tells again` : `${rule.name} is silent for an hour`, {
      undo: () => put(alerts),
    });
  } catch (error) {
    notifyError(error);
  }
}

/** @param {[any, any]} data */
export function alertsView([alerts, state]) {
  const button = html`<button class=${alerts.rules.length ? '' : 'primary'} @click=${() => edit(alerts)}>${icon('edit')} Edit the rules</button>`;
  if (!alerts.rules.length)
    return empty(
      'No rules yet',
      'Rules watch over everything: failures in a row, open breakers, runs that did not happen, work that piles up, credits that run out.',
      button,
    );
  const of = (rule) => state.rules.find((one) => one.rule === rule.name) ?? { firing: [], muted_until: null };
  return html`<div class="toolbar"><p class="quiet">Tells ${alerts.targets.map((target) => `${target.name} (${target.type})`).join(', ') || 'nobody'}.</p>${button}</div>
    <ul class="plain-list">${alerts.rules.map((rule) => {
      const { firing, muted_until: muted } = of(rule);
      return html`<li><div class="heading-line">${badge(firing.length ? 'failed' : 'completed', firing.length ? `Fires ${firing.length > 1 ? firing.length : ''}` : 'Quiet')}<strong class="wrap">${rule.name}</strong><span class="quiet grow">${rule.when.replaceAll('_', ' ')}${rule.count ? ` ${rule.count}` : ''}${rule.older_than_ms ? ` ${rule.older_than_ms / 60_000} min` : ''}${rule.credits ? ` ${rule.credits}` : ''} → ${rule.targets.join(', ')}</span>${muted ? html`<span class="quiet small">silent until ${timeView(muted)}</span>` : nothing}<button class="ghost" @click=${() => mute(alerts, rule, Boolean(muted))}>${muted ? 'Unmute' : 'Mute for 1 h'}</button></div>
        ${firing.length ? html`<ul class="plain">${firing.map((fire) => html`<li>${hrefOf(fire.subject) ? linkTo(fire.subject) : fire.subject}<span class="quiet">since ${agoView(fire.since)}${fire.told ? '' : ', not told yet'}</span></li>`)}</ul>` : nothing}</li>`;
    })}</ul>`;
}
