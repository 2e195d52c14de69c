/** Sums of what the API counts in several parts. */

/** @param {Record<string, number>} a @param {Record<string, number>} b */
export function addCounts(a, b) {
  const sum = { ...a };
  for (const [name, number] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + number;
  return sum;
}

/** @param {any} sum @param {any} part */
export function addHistograms(sum, part) {
  return {
    ...part,
    started: sum.started + part.started,
    by_status: addCounts(sum.by_status, part.by_status),
    buckets: sum.buckets.map((bucket, at) => ({
      ...bucket,
      started: bucket.started + part.buckets[at].started,
      by_status: addCounts(bucket.by_status, part.buckets[at].by_status),
    })),
  };
}

/** @param {any} sum @param {any} part */
export const addTotals = (sum, part) => ({
  ...part,
  ...Object.fromEntries(
    ['started', 'completed', 'failed', 'cancelled', 'cost_usd'].map((name) => [name, sum[name] + part[name]]),
  ),
  daily: sum.daily.map((day, at) => ({
    ...day,
    ...Object.fromEntries(
      ['started', 'completed', 'failed', 'cost_usd'].map((name) => [
        name,
        day[name] + (part.daily[at]?.[name] ?? 0),
      ]),
    ),
  })),
});
