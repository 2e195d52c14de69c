/** The choice of the time zone and the theme. */

import { html } from './vendor/lit-html/lit-html.js';
import { show } from './dialog.js';
import { draw } from './draw.js';
import { setTheme, themeChoice } from './theme_switch.js';
import { local, zone, zones } from './time.js';

export function chooseZone() {
  let chosen = zone.name;
  show({
    title: 'Time zone and theme',
    act: 'Use',
    run: () => zone.set(chosen),
    body: () => html`<div class="fields">
      <label class="field"><span>Time zone</span>
        <select @change=${(event) => {
          chosen = event.target.value;
          draw();
        }}>
          ${[...new Set([local(), 'UTC', ...zones()])].map((name) => html`<option value=${name} ?selected=${name === chosen}>${name === local() ? `${name} (this machine)` : name}</option>`)}
        </select>
        <small>Now it is ${new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: chosen }).format(Date.now())} there. Schedules keep their own zones.</small></label>
      <fieldset class="choice"><legend>Theme</legend>
        ${['system', 'light', 'dark'].map((theme) => html`<label><input type="radio" name="theme" .checked=${themeChoice() === theme} @change=${() => setTheme(theme)} /> ${theme}</label>`)}
      </fieldset>
    </div>`,
  });
}
