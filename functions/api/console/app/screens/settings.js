/** Settings: keys, templates, functions, limits, alerts, calendars, audit, and whether all is well. */

import { html } from '../vendor/lit-html/lit-html.js';
import { get } from '../api.js';
import { draw } from '../draw.js';
import { place } from '../router.js';
import { heading } from '../widgets/facts.js';
import { failed, skeleton } from '../widgets/states.js';
import { openTab, tabsView } from '../widgets/tabs.js';
import { auditView } from './audit_list.js';
import { alertsView, readAlerts } from './settings_alerts.js';
import { doctorView, readDoctor } from './settings_doctor.js';
import { functionsView } from './settings_functions.js';
import { keysView } from './settings_keys.js';
import { limitsView } from './settings_limits.js';
import { calendarsView, templatesView } from './settings_templates.js';

/** @typedef {{id: string, label: string, read: (signal: AbortSignal) => Promise<any>, view: (data: any) => unknown}} Part */

/** @returns {import('../main.js').Screen} */
export default function settings() {
  const data = new Map();
  const faults = new Map();
  let action = '';

  const parts = [
    { id: 'keys', label: 'Keys', read: (signal) => get('/api/v1/api-keys', {}, signal), view: keysView },
    {
      id: 'templates',
      label: 'Templates',
      read: (signal) => get('/api/v1/templates', {}, signal),
      view: templatesView,
    },
    {
      id: 'functions',
      label: 'Functions',
      read: (signal) => get('/api/v1/functions', {}, signal),
      view: functionsView,
    },
    {
      id: 'calendars',
      label: 'Calendars',
      read: (signal) => get('/api/v1/calendars', {}, signal),
      view: calendarsView,
    },
    {
      id: 'limits',
      label: 'Limits',
      read: (signal) => Promise.all([get('/api/v1/limits', {}, signal), get('/api/v1/account', {}, signal)]),
      view: limitsView,
    },
    { id: 'alerts', label: 'Alerts', read: readAlerts, view: alertsView },
    {
      id: 'audit',
      label: 'Audit',
      read: (signal) => get('/api/v1/audit', { limit: 100, action }, signal),
      view: auditTab,
    },
    { id: 'doctor', label: 'Doctor', read: readDoctor, view: doctorView },
  ];
  const tabs = () => parts.map((part) => ({ id: part.id, label: part.label, view: () => partView(part) }));

  function partView(part) {
    const fault = faults.get(part.id);
    if (fault) return failed(fault, () => dispatchEvent(new Event('beadle:changed')));
    return data.has(part.id) ? part.view(data.get(part.id)) : skeleton(5);
  }

  async function read(signal) {
    const part = parts.find(({ id }) => id === openTab(tabs()));
    try {
      const found = await part.read(signal);
      data.set(part.id, found);
      faults.delete(part.id);
    } catch (error) {
      if (signal.aborted || error.offline || error.status === 401) throw error;
      faults.set(part.id, error);
    }
  }

  function auditTab(list) {
    return html`<div class="toolbar"><input type="search" data-filter aria-label="Action" placeholder="task.updated" .value=${action} @change=${(
      event,
    ) => {
      action = event.target.value.trim();
      data.delete('audit');
      dispatchEvent(new Event('beadle:changed'));
      draw();
    }} /></div>${auditView(list)}`;
  }

  return {
    title: 'Settings',
    read,
    move: () => true,
    view: () =>
      html`${heading('Settings')}<section class="panel is-tabbed" data-tab=${place().query.tab ?? 'keys'}>${tabsView('Settings', tabs())}</section>`,
  };
}
