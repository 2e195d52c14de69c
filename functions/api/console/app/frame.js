/** The frame around every screen: navigation, title, clock and zone, and whether what is shown is fresh. */

import { html, nothing } from './vendor/lit-html/lit-html.js';
import { credential } from './api.js';
import { show } from './dialog.js';
import { openHelp } from './help.js';
import { icon, sign } from './icons.js';
import { openPalette } from './palette.js';
import { href } from './router.js';
import { shownTheme, toggleTheme } from './theme_switch.js';
import { clockTime, relative, zone, zoneText } from './time.js';
import { chooseZone } from './zone_dialog.js';

const ITEMS = [
  ['overview', 'Overview', 'o'],
  ['executions', 'Executions', 'e'],
  ['tasks', 'Tasks', 't'],
  ['destinations', 'Destinations', 'd'],
  ['batches', 'Batches', 'b'],
  ['calendar', 'Calendar', 'c'],
  ['cost', 'Cost', 'm'],
  ['settings', 'Settings', 's'],
];
/** How many fit beside “More” on a phone. */
const ON_PHONE = 4;

/**
 * @typedef {object} Frame
 * @property {string} title
 * @property {import('./router.js').Place} here
 * @property {unknown} content
 * @property {any} account
 * @property {boolean} live
 * @property {boolean} moving
 * @property {{fault: any, readAt: number} | null} stale
 * @property {() => void} toggleLive
 * @property {() => void} refresh
 * @property {() => void} signOut
 */

/** @param {Frame} frame */
export function frameView(frame) {
  return html`<a class="skip" href="#main" @click=${skip}>Skip to the content</a>
    <div class="frame">
      ${navigation(frame)}
      <div class="page">
        ${banners(frame)}
        <main id="main" tabindex="-1" aria-label=${frame.title}>${frame.content}</main>
      </div>
    </div>`;
}

function skip(event) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function navigation(frame) {
  const { here } = frame;
  return html`<header class="rail">
    <a class="brand" href=${href('overview')} aria-label="Beadle, overview">${sign}<span>Beadle</span></a>
    <button class="seek" @click=${() => openPalette()}>${icon('search')}<span class="grow">Search</span><kbd>Ctrl K</kbd></button>
    <nav aria-label="Screens">
      ${ITEMS.map(
        (
          [screen, text, key],
          at,
        ) => html`<a class="item ${at >= ON_PHONE ? 'is-more' : ''}" href=${href(screen)} aria-current=${here.screen === screen ? 'page' : nothing}>
        ${icon(screen)}<span>${text}</span><kbd aria-hidden="true">g ${key}</kbd></a>`,
      )}
      <button class="item only-phone" aria-haspopup="dialog" @click=${() => more(frame)}>${icon('menu')}<span>More</span></button>
    </nav>
    <div class="rail-end">
      <button class="item" @click=${frame.toggleLive} aria-pressed=${frame.live} title="Live: read again by itself (key .)">
        <span class="pulse ${frame.live ? (frame.moving ? 'is-moving' : 'is-on') : ''}" aria-hidden="true"></span><span>${frame.live ? 'Live' : 'Stopped'}</span>
      </button>
      <button class="item" @click=${chooseZone} title="The time zone of all times">${icon('zone')}<span>${zoneText(zone.name)}</span></button>
      <button class="item" @click=${toggleTheme} title="Light and dark (key T)">${icon('theme')}<span>${shownTheme() === 'dark' ? 'Dark' : 'Light'}</span></button>
      <a class="item" href="../docs">${icon('api')}<span>API</span></a>
      <button class="item" @click=${openHelp}><span class="icon glyph" aria-hidden="true">?</span><span>Keys</span></button>
      ${credential.get() ? html`<button class="item" @click=${frame.signOut}>${icon('signout')}<span class="clip">Sign out${frame.account ? ` ${frame.account.user_id}` : ''}</span></button>` : nothing}
    </div>
  </header>`;
}

function banners({ stale, refresh, account }) {
  return html`${stale ? html`<div class="banner is-bad" role="status">${icon('warning')}<span class="grow">${stale.fault.message}. What you see is as of ${clockTime(stale.readAt)}.</span><button class="link" @click=${refresh}>Try again</button></div>` : nothing}
    ${account?.pause ? html`<div class="banner is-held">${icon('pause')}<span class="grow">Your account is paused by ${account.pause.paused_by}: ${account.pause.reason}${account.pause.until ? `, until ${relative(account.pause.until)}` : ''}. Work waits; nothing is lost.</span></div>` : nothing}`;
}

/** What the bar of a phone has no room for. */
function more(frame) {
  show({
    title: 'More',
    body: () => html`<div class="sheet" @click=${closeSheet}>
      ${ITEMS.slice(ON_PHONE).map(([screen, text]) => html`<a class="item" href=${href(screen)} aria-current=${frame.here.screen === screen ? 'page' : nothing}>${icon(screen)}<span>${text}</span></a>`)}
      <button type="button" class="item" @click=${() => openPalette()}>${icon('search')}<span>Search</span></button>
      <button type="button" class="item" @click=${frame.toggleLive}>${icon('live')}<span>${frame.live ? 'Live: stop' : 'Stopped: go live'}</span></button>
      <button type="button" class="item" @click=${chooseZone}>${icon('zone')}<span>${zoneText(zone.name)}</span></button>
      <button type="button" class="item" @click=${toggleTheme}>${icon('theme')}<span>Light or dark</span></button>
      <a class="item" href="../docs">${icon('api')}<span>API</span></a>
      ${credential.get() ? html`<button type="button" class="item" @click=${frame.signOut}>${icon('signout')}<span>Sign out</span></button>` : nothing}
    </div>`,
  });
}

function closeSheet(event) {
  const chosen = event.target instanceof Element && event.target.closest('a, button');
  const dialog = chosen && chosen.closest('dialog');
  if (dialog && chosen instanceof HTMLAnchorElement)
    dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
}
