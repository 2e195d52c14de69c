/** What an execution or a task does, in one line. */

/** @param {any} request @param {string} type */
export function requestText(request, type) {
  if (!request) return type;
  const call = request.request ?? request;
  if (call.url)
    return `${call.method ?? (type === 'webhook' ? 'POST' : 'GET')} ${call.url.replace(/^https?:\/\//, '')}`;
  if (request.endpoint)
    return `${request.operation_name ?? 'query'} ${request.endpoint.replace(/^https?:\/\//, '')}`;
  if (request.query) return String(request.query).replace(/\s+/g, ' ').slice(0, 120);
  if (request.command) return [request.command, ...(request.args ?? [])].join(' ');
  if (request.function) return `function ${request.function}${request.export ? `.${request.export}` : ''}`;
  if (request.subject) return request.subject;
  if (type === 'simulated') return `simulated ${request.min_ms ?? 0}–${request.max_ms ?? 0} ms`;
  return request.message ?? request.notes ?? request.location ?? type;
}

const TRIGGERS = {
  manual: 'By hand',
  api: 'API',
  schedule: 'Schedule',
  dependency: 'After a task',
  event: 'Event',
  replay: 'Replay',
  reminder: 'Reminder',
  completion: 'Notice',
  webhook: 'Webhook',
  batch: 'Batch',
};

/** @param {string} trigger */
export const triggerText = (trigger) => TRIGGERS[trigger] ?? trigger;
