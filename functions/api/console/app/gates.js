/** How the gate of a destination stands, in words and figures. */

import { html, nothing } from './vendor/lit-html/lit-html.js';
import { badge } from './status.js';
import { gauge } from './widgets/facts.js';
import { count, percent } from './format.js';

const STATES = {
  closed: ['completed', 'Lets calls through'],
  open: ['failed', 'Breaker open'],
  half_open: ['retrying', 'Probing'],
  paused: ['deferred', 'Paused'],
};

/** @param {any} gate */
export function gateBadge(gate) {
  const [look, word] = STATES[gate.state] ?? ['retrying', gate.state.replaceAll('_', ' ')];
  return badge(
    look,
    gate.state === 'closed' && gate.rate_factor < 1 ? `Slowed to ${percent(gate.rate_factor)}` : word,
  );
}

/** How many calls a second are allowed. @param {any} config */
export function rateText(config) {
  const limit = config.rate_limit;
  if (!limit) return '100 a second';
  const per =
    limit.per_ms === 60_000 || limit.per === '1m'
      ? 'minute'
      : limit.per_ms === 3_600_000
        ? 'hour'
        : limit.per_ms === 1000 || limit.per === '1s'
          ? 'second'
          : `${limit.per_ms ?? limit.per} ms`;
  return `${count(limit.rate)} a ${per}`;
}

/** Used against limits. @param {any} config @param {any} gate */
export function gaugesView(config, gate) {
  const burst = config.rate_limit?.burst ?? config.rate_limit?.rate ?? 100;
  const used = gate.tokens === null || gate.tokens === undefined ? 0 : Math.max(0, burst - gate.tokens);
  return html`<div class="gauges">
    ${gauge('Rate', used, burst, `${count(used)} of ${count(burst)} used · ${rateText(config)}`)}
    ${config.concurrency ? gauge('At once', gate.in_use ?? 0, config.concurrency, `${count(gate.in_use ?? 0)} of ${count(config.concurrency)}`) : nothing}
    ${gauge('Waiting', gate.waiting, Math.max(10, gate.waiting), count(gate.waiting))}
  </div>`;
}
