/** The schedule lab: what a schedule means, before it is saved. */

import { html, nothing } from '../vendor/lit-html/lit-html.js';
import { ApiError, call } from '../api.js';
import { changed } from '../changed.js';
import { draw } from '../draw.js';
import { compactObject } from '../format.js';
import { icon } from '../icons.js';
import { notify } from '../notice.js';
import { day, local, moment, relative, shortTime, zone, zones } from '../time.js';
import { prose } from '../widgets/prose.js';
import { problemView } from '../widgets/problem.js';

const WAIT_MS = 250;
const RUNS = 12;
const EXAMPLES = [
  'every 5 minutes',
  'every weekday at 9:30',
  'every monday and thursday at 18:00',
  'last day of every month at 23:00',
  '*/15 8-18 * * 1-5',
  '2027-01-15T09:00:00',
];

export class ScheduleLab {
  preview = null;
  fault = null;
  saveFault = null;
  isSaving = false;
  #timer;
  #asked = 0;

  /**
   * @param {any} schedule of a task, or null
   * @param {{save?: (schedule: any) => Promise<void>, onChange?: () => void}} [options]
   */
  constructor(schedule, options = {}) {
    this.options = options;
    this.text = schedule
      ? (schedule.phrase ?? schedule.expression ?? schedule.cron ?? schedule.at ?? '')
      : '';
    this.timezone = schedule?.timezone ?? local();
    this.exclude = (schedule?.exclude ?? []).join(', ');
    this.overlap = schedule?.overlap ?? 'skip';
    this.catchUp = typeof schedule?.catch_up === 'string' ? schedule.catch_up : 'latest';
    this.kept = schedule
      ? compactObject({
          jitter: schedule.jitter,
          start: schedule.start,
          end: schedule.end,
          only: schedule.only,
          on_excluded: schedule.on_excluded,
          on_clock_change: schedule.on_clock_change,
        })
      : {};
    this.isChanged = false;
    this.#ask(0);
  }

  /** The schedule as the API takes it, or null for none. */
  get schedule() {
    const text = this.text.trim();
    if (!text) return null;
    const exclude = this.exclude
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
    const when = /^\d{4}-\d\d-\d\dT/.test(text) ? { at: text } : { expression: text };
    return {
      ...this.kept,
      ...when,
      timezone: this.timezone,
      ...(exclude.length ? { exclude } : {}),
      ...('at' in when ? {} : { overlap: this.overlap, catch_up: this.catchUp }),
    };
  }

  #ask(wait = WAIT_MS) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), wait);
  }

  async #look() {
    const { schedule } = this;
    const asked = (this.#asked += 1);
    if (!schedule) {
      this.preview = this.fault = null;
      return draw();
    }
    try {
      const preview = await call('POST', '/api/v1/schedules/preview', { body: { schedule, count: RUNS } });
      if (asked === this.#asked) Object.assign(this, { preview, fault: null });
    } catch (error) {
      if (asked === this.#asked) Object.assign(this, { fault: error, preview: null });
    }
    draw();
  }

  #set(change) {
    Object.assign(this, change, { isChanged: true, saveFault: null });
    this.options.onChange?.();
    this.#ask();
    draw();
  }

  async #save() {
    this.isSaving = true;
    draw();
    try {
      await this.options.save?.(this.schedule);
      Object.assign(this, { isChanged: false, saveFault: null });
      notify('The schedule is saved');
      changed();
    } catch (error) {
      this.saveFault =
        error.status === 412
          ? new ApiError(412, {
              detail: 'Somebody changed the task meanwhile. Load the page again to see how.',
            })
          : error;
    }
    this.isSaving = false;
    draw();
  }

  view() {
    const suggestion = this.fault?.violations
      ?.map((violation) => /did you mean `([^`]+)`/.exec(violation.hint ?? '')?.[1])
      .find(Boolean);
    const set = (name) => (event) => this.#set({ [name]: event.target.value });
    return html`<div class="lab">
      <div class="fields">
        <div class="field"><label for="lab-text">When</label><input id="lab-text" type="text" autocomplete="off" spellcheck="false" placeholder="every weekday at 9:30" .value=${this.text} aria-invalid=${Boolean(this.fault)} aria-describedby="lab-help" @input=${set('text')} />
          ${this.fault ? html`<p class="bad small" role="alert">${prose(this.fault.violations?.[0]?.msg ?? this.fault.message)}${suggestion ? html`. Did you mean <button type="button" class="link" @click=${() => this.#set({ text: suggestion })}>${suggestion}</button>?` : this.fault.violations?.[0]?.hint ? html`. ${prose(this.fault.violations[0].hint)}` : nothing}</p>` : html`<small id="lab-help">${this.preview?.expression ? html`Read as <code>${this.preview.expression}</code>` : 'English, cron, a rate, or a time. Empty: by hand only.'}</small>`}</div>
        <div class="examples" aria-label="Examples" role="group">${EXAMPLES.map((text) => html`<button type="button" class="tag" @click=${() => this.#set({ text })}>${text}</button>`)}</div>
        <div class="fields is-two">
          <label class="field"><span>Time zone</span><select @change=${set('timezone')}>${[...new Set([this.timezone, local(), 'UTC', ...zones()])].map((name) => html`<option ?selected=${name === this.timezone}>${name}</option>`)}</select></label>
          <label class="field"><span>Not on</span><input type="text" placeholder="office, 2027-01-02" .value=${this.exclude} @input=${set('exclude')} /><small>Calendars and days, with commas</small></label>
          <label class="field"><span>While a run goes on</span><select @change=${set('overlap')}>${[
            ['skip', 'skip the next'],
            ['queue', 'queue it'],
            ['allow', 'run both'],
            ['cancel_running', 'cancel the running one'],
          ].map(
            ([value, text]) =>
              html`<option value=${value} ?selected=${value === this.overlap}>${text}</option>`,
          )}</select></label>
          <label class="field"><span>After a downtime</span><select @change=${set('catchUp')}>${[
            ['latest', 'make up for the latest'],
            ['none', 'make up for none'],
            ['all', 'make up for all'],
          ].map(
            ([value, text]) =>
              html`<option value=${value} ?selected=${value === this.catchUp}>${text}</option>`,
          )}</select></label>
        </div>
        ${this.saveFault ? problemView(this.saveFault) : nothing}
        ${this.options.save ? html`<div class="actions"><button type="button" class="primary" ?disabled=${!this.isChanged || Boolean(this.fault) || this.isSaving} @click=${() => this.#save()}>${this.isSaving ? 'Saving…' : 'Save the schedule'}</button></div>` : nothing}
      </div>
      <div aria-live="off">${this.#runs()}</div></div>`;
  }

  #runs() {
    if (!this.preview)
      return html`<p class="quiet">${this.fault ? 'The next runs show here once the schedule can be read.' : 'It runs when somebody runs it.'}</p>`;
    const { runs, skipped, timezone, note } = this.preview;
    const events = [
      ...runs.map((run) => ({ at: run.at, run })),
      ...skipped.map((skip) => ({ at: skip.first, skip })),
    ].sort((a, b) => (a.run?.local ?? a.skip.first).localeCompare(b.run?.local ?? b.skip.first));
    let number = 0;
    return html`<h2 class="minor">Next runs${timezone ? html` <span class="quiet">in ${timezone}</span>` : nothing}</h2>
      ${note ? html`<p class="quiet">${note}</p>` : nothing}
      <ol class="runs">${events.map(({ run, skip }) =>
        run
          ? html`<li><span class="quiet num">${(number += 1)}</span><span class="num">${day(run.at, timezone)} <strong>${shortTime(run.at, timezone)}</strong></span><span class="quiet">${relative(run.at)}${timezone && timezone !== zone.name ? ` · ${moment(run.at)} ${zone.name}` : ''}${run.note ? html`<br /><span class="is-note">${run.note}</span>` : nothing}</span></li>`
          : html`<li class="is-note"><span>${icon('warning')}</span><span>${skip.date}</span><span>${prose(skip.note)}${skip.moved_to ? ` → ${skip.moved_to}` : ''}</span></li>`,
      )}</ol>
      ${runs.length ? nothing : html`<p class="quiet">It never runs again.</p>`}`;
  }
}
