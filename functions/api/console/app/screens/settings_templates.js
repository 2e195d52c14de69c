/** Templates from which tasks are made, and calendars that schedules keep to. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { confirmDelete } from '../actions.js';
import { call, get } from '../api.js';
import { changed } from '../changed.js';
import { show } from '../dialog.js';
import { draw } from '../draw.js';
import { icon } from '../icons.js';
import { notify } from '../notice.js';
import { href } from '../router.js';
import { agoView } from '../widgets/facts.js';
import { jsonEditor, jsonField, jsonView, readJson } from '../widgets/json.js';
import { empty } from '../widgets/states.js';
import { table } from '../widgets/table.js';

/** @param {any} list */
export function templatesView({ templates }) {
  if (!templates.length) return empty('No templates', 'Admins save them by the API.');
  return html`<ul class="tiles">${templates.map(
    (
      template,
    ) => html`<li class="tile"><span class="quiet small">${template.category} · ${template.task_type}</span><strong>${template.name}</strong><p class="quiet small clip-2">${template.description ?? ''}</p>
    <div class="actions"><a class="button" href=${href('tasks', 'new', { template: template.id })}>${icon('plus')} New task</a><button class="ghost" @click=${() => show({ title: template.name, wide: true, body: () => jsonView(template, 'Template') })}>Look</button></div></li>`,
  )}</ul>`;
}

async function editCalendar(name) {
  const found = name ? await get(`/api/v1/calendars/${encodeURIComponent(name)}`) : null;
  const field = jsonField(
    'Days',
    found
      ? { description: found.description, days: found.days, weekly: found.weekly, recurring: found.recurring }
      : { description: '', days: ['2027-01-01'], weekly: ['saturday', 'sunday'] },
  );
  let called = name;
  let fault = null;
  show({
    title: found ? `Calendar ${name}` : 'New calendar',
    wide: true,
    act: 'Save',
    ready: () => called.trim() !== '',
    body: () =>
      html`${
        found
          ? nothing
          : html`<label class="field"><span>Name</span><input type="text" autofocus .value=${called} @input=${(
              event,
            ) => {
              called = event.target.value;
              draw();
            }} /></label>`
      }${jsonEditor(field, fault)}`,
    async run() {
      try {
        await call('PUT', `/api/v1/calendars/${encodeURIComponent(called.trim())}`, {
          body: readJson(field),
          version: found?.version,
        });
        changed();
        notify(`The calendar ${called} is saved`);
      } catch (error) {
        fault = error instanceof SyntaxError ? null : error;
        draw();
        return false;
      }
    },
  });
}

function remove(calendar) {
  confirmDelete(
    `Delete the calendar ${calendar.name}?`,
    'A calendar that is gone excludes no day.',
    `/api/v1/calendars/${encodeURIComponent(calendar.name)}`,
    () => notify(`${calendar.name} is deleted`),
  );
}

/** @param {any} list */
export function calendarsView({ calendars }) {
  const button = html`<button class="primary" @click=${() => editCalendar('')}>${icon('plus')} New calendar</button>`;
  if (!calendars.length)
    return empty(
      'No calendars yet',
      'A calendar is a set of days that schedules leave out or keep to, such as holidays.',
      button,
    );
  return html`<div class="toolbar"><p class="quiet">Sets of days that schedules leave out or keep to.</p>${button}</div>
    ${table(
      'Name, Description, #Entries, Changed,',
      calendars.map((one) => [
        html`<strong>${one.name}</strong>${one.shared ? html` <span class="tag">shared</span>` : nothing}`,
        one.description ?? '',
        one.entries,
        agoView(one.updated_at),
        html`<button class="ghost" aria-label="Edit ${one.name}" @click=${() => editCalendar(one.name)}>${icon('edit')}</button><button class="ghost" aria-label="Delete ${one.name}" @click=${() => remove(one)}>${icon('trash')}</button>`,
      ]),
    )}`;
}
