// The page: what the server streams, shown as a graph and as lists. No framework, no build.

const ACTION_HEADER = 'X-HyParView-Action';
const MAX_EVENTS = 200;
const FEW_NODES = 15;
const MANY_NODES = 60; // From here on labels are shown for chosen nodes and at close zoom only.

const $ = id => document.getElementById(id);
const root = document.documentElement;

/** What the latest snapshot says, by node id; graph objects live on from snapshot to snapshot. */
const model = {
  nodes: new Map(), links: new Map(), voters: new Set(), leader: null, shared: null,
  kind: null, actions: [], selected: null, hovered: null, query: '', matches: new Set(), status: null,
  starting: 0, ending: new Map(),
};

// Small helpers

function element(tag, options = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(options)) {
    if (value === null || value === undefined) continue;
    if (key === 'class') made.className = value;
    else if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

function shortId(id) {
  const named = /^(.+)\/[0-9a-f-]{36}$/.exec(id);
  if (named) return named[1];
  return id.length > 13 ? id.slice(0, 8) : id;
}

const millis = micros => (micros / 1000).toFixed(micros < 10000 ? 2 : 1) + ' ms';
const linkKey = (a, b) => (a < b ? a + ' ' + b : b + ' ' + a);

function label(id) {
  const node = model.nodes.get(id);
  return node && node.data.address ? node.data.address : shortId(id);
}

// Colors

let colors = {};

function readColors() {
  const style = getComputedStyle(root);
  for (const name of ['text', 'muted', 'accent', 'link', 'node', 'voter', 'leader', 'passive', 'bad', 'panel', 'page']) {
    colors[name] = style.getPropertyValue('--' + name).trim();
  }
}

function nodeColor(id) {
  return model.leader === id ? colors.leader : model.voters.has(id) ? colors.voter : colors.node;
}

// The graph

const graphElement = $('graph');
let graph = null;
let frames = 0;

function createGraph() {
  graph = new ForceGraph($('canvas'))
    .nodeId('id')
    .nodeLabel(() => '')
    .nodeCanvasObject(drawNode)
    .nodePointerAreaPaint((node, color, context) => {
      context.fillStyle = color;
      context.beginPath();
      context.arc(node.x, node.y, radius(node) + 3, 0, 2 * Math.PI);
      context.fill();
    })
    .linkColor(link => (touchesFocus(link) ? colors.accent : colors.link))
    .linkWidth(link => (touchesFocus(link) ? 2 : 1))
    .onNodeHover(node => hover(node ? node.id : null))
    .onNodeClick(node => select(node.id, true))
    .onBackgroundClick(() => select(null))
    .onRenderFramePre(drawPassiveView)
    .onRenderFramePost(() => { frames++; root.dataset.frames = frames; })
    .autoPauseRedraw(true)
    .cooldownTime(matchMedia('(prefers-reduced-motion: reduce)').matches ? 1500 : 6000);
  graph.d3Force('charge').distanceMax(420);
  new ResizeObserver(resize).observe($('canvas'));
  resize();
}

function resize() {
  graph.width($('canvas').clientWidth).height($('canvas').clientHeight);
}

const focus = () => model.hovered ?? model.selected;

function touchesFocus(link) {
  const id = focus();
  return id !== null && (link.source.id === id || link.target.id === id);
}

/** A few nodes have the whole window, so they keep more distance. */
function spread(count) {
  const factor = count <= FEW_NODES ? 1.9 : 1;
  graph.d3Force('charge').strength(-70 * factor);
  graph.d3Force('link').distance(46 * factor);
}

const radius = node => (node.id === focus() ? 8 : model.leader === node.id ? 7 : 5);

function drawNode(node, context, scale) {
  const id = node.id;
  const isDimmed = model.query !== '' && !model.matches.has(id);
  context.globalAlpha = isDimmed ? 0.18 : 1;
  context.beginPath();
  context.arc(node.x, node.y, radius(node), 0, 2 * Math.PI);
  if (node.data.reachable === false) {
    context.fillStyle = colors.panel;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = colors.bad;
    context.stroke();
  } else {
    context.fillStyle = nodeColor(id);
    context.fill();
  }
  if (id === model.selected) ring(node, context, colors.text);
  if (isLabelled(id, scale)) drawLabel(node, context, scale);
  context.globalAlpha = 1;
}

function ring(node, context, color) {
  context.beginPath();
  context.arc(node.x, node.y, radius(node) + 3, 0, 2 * Math.PI);
  context.lineWidth = 1.5;
  context.strokeStyle = color;
  context.stroke();
}

function isLabelled(id, scale) {
  return id === focus() || model.nodes.size <= MANY_NODES || scale > 2.5
    || (model.query !== '' && model.matches.has(id) && model.matches.size <= MANY_NODES);
}

function drawLabel(node, context, scale) {
  const size = Math.max(11 / scale, 2.5);
  context.font = `${size}px system-ui, "DejaVu Sans", sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const y = node.y + radius(node) + (node.id === model.selected ? 6 : 3);
  context.lineWidth = 3 / scale;
  context.lineJoin = 'round';
  context.strokeStyle = colors.page;
  context.strokeText(label(node.id), node.x, y);
  context.fillStyle = node.id === focus() ? colors.text : colors.muted;
  context.fillText(label(node.id), node.x, y);
}

/** Draws the passive view of the node under the pointer as dashed lines. */
function drawPassiveView(context, scale) {
  const node = model.nodes.get(focus());
  if (!node || !node.data.passive) return;
  context.setLineDash([5 / scale, 5 / scale]);
  context.lineWidth = 1.5 / scale;
  context.strokeStyle = colors.passive;
  context.beginPath();
  for (const id of node.data.passive) {
    const other = model.nodes.get(id);
    if (other && other.x !== undefined) {
      context.moveTo(node.x, node.y);
      context.lineTo(other.x, other.y);
    }
  }
  context.stroke();
  context.setLineDash([]);
}

function redraw() {
  if (graph) graph.nodeColor(graph.nodeColor()); // Any setter asks for a frame.
}

const FIT_PADDING = 64; // The legend and labels need some of it.
const MAX_FIT_ZOOM = 2.2; // A few nodes needn't fill the window.

function fit(time = 400) {
  graph.zoomToFit(time, FIT_PADDING);
  setTimeout(() => { if (graph.zoom() > MAX_FIT_ZOOM) graph.zoom(MAX_FIT_ZOOM, time / 2); }, time + 20);
}

let fitted = false;
let touched = false;

function fitAtFirst() {
  if (fitted) return;
  fitted = true;
  for (const delay of [60, 700, 2500]) {
    setTimeout(() => { if (!touched) fit(delay === 60 ? 0 : 400); }, delay);
  }
}

// Snapshots

function show(snapshot) {
  const isChanged = merge(snapshot);
  model.kind = snapshot.kind;
  model.shared = snapshot.sharedData ?? null;
  model.leader = model.shared?.leader ?? null;
  model.voters = new Set(model.shared?.voters ?? []);
  if (isChanged) {
    spread(model.nodes.size);
    graph.graphData({ nodes: [...model.nodes.values()], links: [...model.links.values()] });
  }
  for (const id of model.ending.keys()) {
    if (!model.nodes.has(id)) model.ending.delete(id);
  }
  search();
  showFigures(snapshot);
  showMembers();
  showShared();
  if (model.selected && !model.nodes.has(model.selected)) select(null);
  else if (model.selected) showDetail();
  redraw();
  if (model.nodes.size > 0) fitAtFirst();
}

/** Takes over what is new; returns whether the graph has other nodes or links than before. */
function merge(snapshot) {
  const nodes = mergeInto(model.nodes, snapshot.nodes, node => node.id, placeNew(snapshot));
  const known = snapshot.links.filter(
    link => model.nodes.has(link.source) && model.nodes.has(link.target));
  const links = mergeInto(model.links, known, link => linkKey(link.source, link.target),
    link => ({ source: link.source, target: link.target }));
  return nodes || links;
}

function mergeInto(all, list, key, make) {
  let isChanged = false;
  const present = new Set();
  for (const data of list) {
    const id = key(data);
    present.add(id);
    let entry = all.get(id);
    if (!entry) {
      entry = make(data);
      all.set(id, entry);
      isChanged = true;
    }
    entry.data = data;
  }
  for (const id of [...all.keys()]) {
    if (!present.has(id)) {
      all.delete(id);
      isChanged = true;
    }
  }
  return isChanged;
}

/** A new node begins beside one of its neighbors, so that the others stay where they are. */
function placeNew(snapshot) {
  const neighbor = new Map(snapshot.links.flatMap(
    link => [[link.source, link.target], [link.target, link.source]]));
  return data => {
    const beside = model.nodes.get(neighbor.get(data.id));
    const place = beside && beside.x !== undefined ? { x: beside.x + 20, y: beside.y + 20 } : {};
    return { id: data.id, ...place };
  };
}

function showFigures(snapshot) {
  const count = model.nodes.size;
  $('cluster').textContent = snapshot.cluster ?? 'HyParView';
  document.title = `${snapshot.cluster ?? 'HyParView'}: ${count} nodes`;
  $('node-count').textContent = count;
  $('link-count').textContent = model.links.size;
  $('degree').textContent = count === 0 ? '–' : (2 * model.links.size / count).toFixed(1);
  $('components').textContent = components();
  $('empty').hidden = count > 0;
  root.dataset.nodes = count;
  root.dataset.links = model.links.size;
}

function components() {
  const parent = new Map([...model.nodes.keys()].map(id => [id, id]));
  const find = id => {
    while (parent.get(id) !== id) {
      parent.set(id, parent.get(parent.get(id)));
      id = parent.get(id);
    }
    return id;
  };
  for (const key of model.links.keys()) {
    const [a, b] = key.split(' ');
    parent.set(find(a), find(b));
  }
  return new Set([...parent.keys()].map(find)).size;
}

// Members

const rows = new Map();

function showMembers() {
  const list = $('member-list');
  const ordered = [...model.nodes.values()]
    .filter(node => model.query === '' || model.matches.has(node.id))
    .sort((a, b) => label(a.id).localeCompare(label(b.id), 'en', { numeric: true }));
  const wanted = new Set(ordered.map(node => node.id));
  for (const [id, row] of [...rows]) {
    if (!wanted.has(id)) {
      row.remove();
      rows.delete(id);
    }
  }
  let previous = null;
  for (const node of ordered) {
    const row = updateRow(node);
    const next = previous ? previous.nextSibling : list.firstChild;
    if (row !== next) list.insertBefore(row, next);
    previous = row;
  }
  $('match').textContent = model.query === ''
    ? `${model.nodes.size} nodes` : `${ordered.length} of ${model.nodes.size} nodes match`;
}

function updateRow(node) {
  const data = node.data;
  const content = JSON.stringify(
    [data.address, data.tags, data.reachable, data.active?.length, badge(node.id)]);
  let row = rows.get(node.id);
  if (!row) {
    row = element('li', {
      role: 'option', id: 'member-' + node.id, 'data-id': node.id,
      onclick: () => select(node.id, true),
      onmouseenter: () => hover(node.id), onmouseleave: () => hover(null),
    });
    rows.set(node.id, row);
  }
  row.setAttribute('aria-selected', String(node.id === model.selected));
  if (row.dataset.content !== content) {
    row.dataset.content = content;
    row.replaceChildren(...rowContent(node));
  }
  return row;
}

function badge(id) {
  const node = model.nodes.get(id);
  return node.data.reachable === false ? 'unreachable'
    : model.leader === id ? 'leader' : model.voters.has(id) ? 'voter' : null;
}

function rowContent(node) {
  const kind = badge(node.id);
  const name = element('div', { class: 'name' },
    element('span', { class: 'swatch ' + (kind ?? '') }),
    element('b', {}, label(node.id)),
    kind ? element('span', { class: 'badge ' + kind },
      kind === 'unreachable' ? 'does not answer' : kind) : null);
  const degree = node.data.active ? `${node.data.active.length} neighbors` : '';
  return [name,
    element('div', { class: 'sub' }, element('code', {}, shortId(node.id)), degree),
    tags(node.data.tags)].filter(Boolean);
}

function tags(all) {
  const entries = Object.entries(all ?? {});
  return entries.length === 0 ? null : element('div', { class: 'sub tags' },
    ...entries.map(([key, value]) => element('span', { class: 'tag' }, value === '' ? key : `${key}=${value}`)));
}

// One node

function hover(id) {
  if (model.hovered === id) return;
  model.hovered = id;
  graphElement.style.cursor = id ? 'pointer' : '';
  redraw();
}

function select(id, isOpened = false) {
  model.selected = id;
  model.status = null;
  for (const [each, row] of rows) row.setAttribute('aria-selected', String(each === id));
  $('member-list').setAttribute('aria-activedescendant', id ? 'member-' + id : '');
  if (id) {
    showDetail();
    askStatus(id);
    if (isOpened) openTab('node');
  } else {
    $('node-detail').hidden = true;
    document.querySelector('#node .hint').hidden = false;
  }
  redraw();
}

async function askStatus(id) {
  let status;
  try {
    const answer = await fetch('api/nodes/' + encodeURIComponent(id));
    status = await answer.json();
  } catch (failure) {
    status = { error: 'The dashboard does not answer: ' + failure.message };
  }
  if (model.selected === id) {
    model.status = status;
    showDetail();
  }
}

function showDetail() {
  const node = model.nodes.get(model.selected);
  const detail = $('node-detail');
  const focused = document.activeElement?.dataset?.key;
  detail.replaceChildren(...detailContent(node));
  detail.hidden = false;
  document.querySelector('#node .hint').hidden = true;
  if (focused) detail.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function detailContent(node) {
  const data = node.data;
  const kind = badge(node.id);
  return [
    element('h2', {}, label(node.id), ' ', kind ? element('span', { class: 'badge ' + kind },
      kind === 'unreachable' ? 'does not answer' : kind) : null),
    element('dl', {}, ...facts(node)),
    nodeActions(node.id),
    ...peers('Active view', node, data.active),
    ...peers('Passive view', node, data.passive),
    ...counters(),
  ].filter(Boolean);
}

function facts(node) {
  const data = node.data;
  const status = model.status ?? {};
  const all = [
    ['Id', element('code', {}, node.id)], ['Incarnation', data.incarnation],
    ['Tags', tags(data.tags)], ['Kind', data.kind], ['Event bus', data.eventBusAddress],
    ['Member since', data.since ? new Date(data.since).toLocaleString() : null],
    ['Up for', status.uptimeMillis === undefined ? null : duration(status.uptimeMillis)],
    ['Version', status.version], ['Round trip', data.roundTripMicros === undefined ? null : millis(data.roundTripMicros)],
    ['Problem', status.error],
  ];
  return all.filter(([, value]) => value !== null && value !== undefined)
    .flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value instanceof Node ? value : String(value))]);
}

function duration(time) {
  const seconds = Math.floor(time / 1000);
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  return days > 0 ? `${days} d ${hours} h` : hours > 0 ? `${hours} h ${minutes} min`
    : minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

function peers(title, node, ids) {
  if (!ids) return [];
  return [element('h3', {}, `${title} (${ids.length})`),
    element('ul', { class: 'peers' }, ...ids.map(id => element('li', {},
      element('button', {
        type: 'button', title: id, 'data-key': title + id, onclick: () => select(id, true),
        onmouseenter: () => hover(id), onmouseleave: () => hover(null),
      }, label(id)),
      element('span', {}, roundTrip(node.id, id)))))];
}

function roundTrip(a, b) {
  const micros = model.links.get(linkKey(a, b))?.data.roundTripMicros;
  return micros === undefined || micros === null ? '' : millis(micros);
}

function counters() {
  const status = model.status ?? {};
  const all = Object.entries(status.counters ?? {}).flatMap(([group, values]) =>
    Object.entries(values).filter(([, value]) => typeof value === 'number')
      .map(([name, value]) => [`${group}: ${name}`, value]));
  const options = Object.entries(status.options ?? {}).map(
    ([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
  return [...table('Counters', all), ...table('Options that differ from their defaults', options)];
}

function table(title, all) {
  return all.length === 0 ? [] : [element('h3', {}, title),
    element('dl', {}, ...all.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, String(value))]))];
}

// Actions

function nodeActions(id) {
  const all = ENDINGS.filter(([action]) => model.actions.includes(action));
  const under = model.ending.get(id);
  return all.length === 0 ? null : element('div', { class: 'actions' },
    ...all.map(([action, text, doing, title]) => element('button', {
      type: 'button', 'data-key': action, class: action === 'kill-node' ? 'danger' : null, title,
      disabled: under === action || under === 'kill-node' ? '' : null,
      onclick: () => end(action, id),
    }, under === action ? doing : text)));
}

const ENDINGS = [
  ['stop-node', 'Stop', 'Stopping …', 'Let the node leave the cluster, and end its process'],
  ['kill-node', 'Kill', 'Killing …', 'End the process of the node at once, as kill -9 does'],
];

async function end(action, id) {
  model.ending.set(id, action);
  if (model.selected === id) showDetail();
  if (await act(action, id)) return; // Until the node is gone.
  model.ending.delete(id);
  if (model.selected === id) showDetail();
}

async function start() {
  model.starting++;
  showStarting();
  await act('start-node', '');
  model.starting--;
  showStarting();
}

function showStarting() {
  $('start-node').textContent = model.starting === 0 ? 'Start a node' : `Starting ${model.starting} …`;
}

/** Asks for an action; returns whether it is done. */
async function act(action, node) {
  try {
    const answer = await fetch(`api/actions/${action}?node=${encodeURIComponent(node)}`,
      { method: 'POST', headers: { [ACTION_HEADER]: '1' } });
    const result = await answer.json();
    if (!result.error) return true;
    notify(result.error);
  } catch (failure) {
    notify('The dashboard does not answer: ' + failure.message);
  }
  return false;
}

/** Shows a line for a while, and keeps it among the events. */
function notify(text) {
  addEvent({ kind: 'unreachable', text, time: Date.now() });
  $('notice').textContent = text;
  $('notice').hidden = false;
  clearTimeout(notify.timer);
  notify.timer = setTimeout(() => { $('notice').hidden = true; }, 8000);
}

// Shared data

function showShared() {
  for (const item of document.querySelectorAll('#legend .shared')) item.hidden = model.shared === null;
  const content = model.shared === null
    ? [element('p', { class: 'hint' }, model.kind === 'verticle'
      ? 'These nodes keep no shared data: they are verticles, not a cluster manager.'
      : 'No node keeps shared data yet: the first map, counter or lock founds the group.')]
    : [element('h2', {}, 'Raft group'), element('dl', {},
      element('dt', {}, 'Leader'), element('dd', {}, model.leader ? peerButton(model.leader) : 'none: an election is under way, or the quorum is lost'),
      ...[...model.voters].flatMap((id, at) => [element('dt', {}, at === 0 ? 'Voters' : ''), element('dd', {}, peerButton(id))]))];
  const detail = $('shared-detail');
  const text = JSON.stringify([model.shared, model.kind, [...model.voters].map(label)]);
  if (detail.dataset.content !== text) {
    detail.dataset.content = text;
    detail.replaceChildren(...content);
  }
}

function peerButton(id) {
  return element('span', { class: 'peers' }, element('button', { type: 'button', title: id, onclick: () => select(id, true) }, label(id)));
}

// Events

function addEvent(entry) {
  const list = $('event-list');
  list.prepend(element('li', { class: entry.kind },
    element('time', {}, new Date(entry.time).toLocaleTimeString('en-GB')),
    element('span', {}, entry.text)));
  while (list.children.length > MAX_EVENTS) list.lastChild.remove();
}

// Search

function search() {
  model.query = $('search').value.trim().toLowerCase();
  model.matches = new Set();
  if (model.query === '') return;
  for (const node of model.nodes.values()) {
    const text = [node.id, node.data.address, node.data.eventBusAddress,
      ...Object.entries(node.data.tags ?? {}).map(([key, value]) => `${key}=${value}`)];
    if (text.some(part => part && part.toLowerCase().includes(model.query))) model.matches.add(node.id);
  }
}

function searchChanged() {
  search();
  showMembers();
  redraw();
  if (model.query !== '') openTab('members');
}

// Tabs

const tabs = [...document.querySelectorAll('[role="tab"]')];

function openTab(name) {
  for (const tab of tabs) {
    const isOpen = tab.id === 'tab-' + name;
    tab.setAttribute('aria-selected', String(isOpen));
    tab.tabIndex = isOpen ? 0 : -1;
    $(tab.getAttribute('aria-controls')).hidden = !isOpen;
  }
}

for (const tab of tabs) {
  tab.addEventListener('click', () => openTab(tab.id.slice(4)));
  tab.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
      openTab(next.id.slice(4));
      next.focus();
    }
  });
}

// Keyboard

$('member-list').addEventListener('keydown', event => {
  const ids = [...$('member-list').children].map(row => row.dataset.id);
  const at = ids.indexOf(model.selected);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? 0 : at - 1, Home: 0, End: ids.length - 1 }[event.key];
  if (event.key === 'Enter' && model.selected) openTab('node');
  if (to === undefined || ids.length === 0) return;
  event.preventDefault();
  const id = ids[Math.max(0, Math.min(ids.length - 1, to))];
  select(id);
  rows.get(id).scrollIntoView({ block: 'nearest' });
});

document.addEventListener('keydown', event => {
  const isTyping = event.target instanceof HTMLInputElement;
  if (event.key === '/' && !isTyping) {
    event.preventDefault();
    $('search').focus();
  } else if (event.key === 'Escape') {
    $('search').value = '';
    searchChanged();
    select(null);
    if (isTyping) event.target.blur();
  } else if (event.key === 'f' && !isTyping && !event.ctrlKey && !event.metaKey) {
    fit();
  }
});

$('search').addEventListener('input', searchChanged);
$('search-form').addEventListener('submit', event => {
  event.preventDefault();
  const first = [...rows.keys()].find(id => model.matches.has(id));
  if (first) select(first, true);
});
$('fit').addEventListener('click', () => fit());
$('start-node').addEventListener('click', start);
graphElement.addEventListener('wheel', () => { touched = true; }, { passive: true });
graphElement.addEventListener('pointerdown', () => { touched = true; });

// Theme

$('theme').addEventListener('click', () => {
  const isDark = root.dataset.theme ? root.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = isDark ? 'light' : 'dark';
  recolor();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolor);

function recolor() {
  readColors();
  redraw();
}

// The stream

function setState(state, text) {
  $('state').dataset.state = state;
  $('state-text').textContent = text;
  $('state').title = text;
}

function connect() {
  const stream = new EventSource('api/stream');
  stream.addEventListener('hello', event => {
    model.actions = JSON.parse(event.data).actions;
    $('start-node').hidden = !model.actions.includes('start-node');
    $('event-list').replaceChildren();
  });
  stream.addEventListener('snapshot', event => {
    show(JSON.parse(event.data));
    setState('live', 'Live');
  });
  stream.addEventListener('log', event => addEvent(JSON.parse(event.data)));
  stream.addEventListener('problem', event => setState('problem', JSON.parse(event.data).message));
  stream.addEventListener('error', () => setState('lost', 'No connection to the dashboard; trying again'));
}

readColors();
createGraph();
connect();
