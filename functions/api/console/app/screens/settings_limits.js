/** Limits and credits, and how much of each is used. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { count } from '../format.js';
import { length, moment, relative } from '../time.js';
import { facts, gauge } from '../widgets/facts.js';

const row = (label, used, limit) =>
  gauge(
    label,
    used,
    limit,
    limit === null ? `${count(used)}, no limit` : `${count(used)} of ${count(limit)}`,
  );

/** @param {[any, any]} data */
export function limitsView([limits]) {
  const { limits: most, usage, credits } = limits;
  return html`<div class="gauges">
      ${row('Tasks', usage.tasks, most.tasks)}
      ${row('Executions today', usage.executions_today, most.executions_per_day)}
      ${row('Credits this month', Math.round(credits.spent + credits.reserved), most.monthly_credits === null ? null : most.monthly_credits + credits.bought)}
    </div>
    <h2 class="minor">As they are</h2>
    ${facts([
      ['User', limits.user_id],
      ['Level', limits.subscription_level],
      [
        'Requests',
        most.requests_per_minute === null ? 'no limit' : `${count(most.requests_per_minute)} a minute`,
      ],
      ['At once', most.concurrency === null ? 'no limit' : count(most.concurrency)],
      [
        'Most often',
        most.shortest_interval_ms === null ? 'no limit' : `every ${length(most.shortest_interval_ms)}`,
      ],
      ['In a batch', count(most.batch_size)],
      ['Day ends', `${moment(usage.day_ends_at)}, ${relative(usage.day_ends_at)}`],
      ['Credits left', credits.available === null ? 'no budget' : count(credits.available)],
      ['Reserved', credits.reserved ? count(credits.reserved) : nothing],
      ['Bought', credits.bought ? count(credits.bought) : nothing],
      ['Month ends', `${moment(credits.month_ends_at)}, ${relative(credits.month_ends_at)}`],
    ])}`;
}
