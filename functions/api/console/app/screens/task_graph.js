/** Which tasks run after which, drawn from left to right. */

import { html, nothing, svg } from '../vendor/lit-html/lit-html.js';
import { href } from '../router.js';
import { statusText } from '../status.js';
import { empty } from '../widgets/states.js';

const W = 190;
const H = 50;
const GAP_X = 60;
const GAP_Y = 18;
const MOST_TEXT = 24;

/** How many steps a node is after the first. */
function depths(graph) {
  const depth = new Map(graph.nodes.map((node) => [node.id, 0]));
  for (let round = 0; round < graph.nodes.length; round += 1) {
    for (const { from, to } of graph.edges)
      depth.set(to, Math.max(depth.get(to) ?? 0, Math.min((depth.get(from) ?? 0) + 1, graph.nodes.length)));
  }
  return depth;
}

/** @param {any} graph @param {string} self */
export function graphView(graph, self) {
  if (graph.nodes.length < 2)
    return empty(
      'Nothing runs after it, nothing before it',
      'Dependencies are set in the editor: a task runs when those that it names have completed.',
    );
  const depth = depths(graph);
  const rows = new Map();
  const places = new Map(
    graph.nodes.map((node) => {
      const column = depth.get(node.id) ?? 0;
      const row = rows.get(column) ?? 0;
      rows.set(column, row + 1);
      return [node.id, { x: 1 + column * (W + GAP_X), y: 1 + row * (H + GAP_Y) }];
    }),
  );
  const width = (Math.max(...depth.values()) + 1) * (W + GAP_X) - GAP_X + 2;
  const height = Math.max(...rows.values()) * (H + GAP_Y) - GAP_Y + 2;
  const cut = (text) => (text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text);
  return html`<div class="graph" tabindex="0" role="region" aria-label="Graph"><svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="group" aria-label="Tasks and which run after them">
    ${graph.edges.map((edge) => {
      const [from, to] = [places.get(edge.from), places.get(edge.to)];
      if (!from || !to) return nothing;
      const [x1, y1, x2, y2] = [from.x + W, from.y + H / 2, to.x - 7, to.y + H / 2];
      return svg`<path class="edge" d="M${x1} ${y1}C${x1 + GAP_X / 2} ${y1} ${x2 - GAP_X / 2} ${y2} ${x2} ${y2}"></path><path class="edge" d="M${x2} ${y2 - 4}l7 4l-7 4"></path>`;
    })}
    ${graph.nodes.map((node) => {
      const at = places.get(node.id);
      return svg`<a href=${href('tasks', node.id)} class=${node.id === self ? 'is-self' : ''} transform="translate(${at.x} ${at.y})"><rect width=${W} height=${H} rx="8"></rect><text x="12" y="21">${cut(node.name)}</text><text class="sub" x="12" y="38">${node.deleted ? 'deleted' : statusText(node.status)}${node.last_end ? ` · last ${statusText(node.last_end.status).toLowerCase()}` : ''}</text></a>`;
    })}
  </svg></div>${graph.truncated ? html`<p class="quiet small">Only a part of the graph is shown.</p>` : nothing}`;
}
