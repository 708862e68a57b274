// The transcript: events in order, drawn once each, the last of them kept for a visit without network.

const MOST_KEPT = 60;
const PAUSE = 5 * 60 * 1000; // a longer silence gets the time above it
const shown = new Map(); // event id -> {event, item}
const chosen = new Map(); // event id -> the data of every button tapped there
const replaced = new Set();
const waiting = new Map(); // client id -> item not yet confirmed
const log = part("log");
const scroller = part("chat");
let lastId = 0;
let lastAt = 0;
let skew = 0; // the demo's clock, less this one

function receive(event) {
  if (shown.has(event.id)) return;
  const isNear = isAtEnd();
  lastId = Math.max(lastId, event.id);
  if (event.me) receiveMine(event);
  else receiveGarden(event, isNear);
  keepTranscript();
}

function receiveMine(event) {
  const item = waiting.get(event.client);
  if (event.bubble && event.data) choose(event.bubble, event.data);
  if (item) {
    settle(event.client);
    shown.set(event.id, { event, item });
  } else {
    place(event, drawMine(event.text), true);
  }
}

function receiveGarden(event, isNear) {
  follow(event);
  const old = event.replaces ? shown.get(event.replaces) : null;
  if (event.replaces) replaced.add(event.replaces);
  const item = drawGarden(event, false);
  if (old && event.edits) {
    // Nobody tapped: the same message, wherever it stands.
    old.item.replaceWith(item);
    shown.delete(event.replaces);
    shown.set(event.id, { event, item });
    return;
  }
  if (old && isLastBut(event.replaces, old.item)) {
    while (old.item.nextElementSibling) old.item.nextElementSibling.remove();
    old.item.replaceWith(item);
    shown.set(event.id, { event, item });
    return;
  }
  if (old) redraw(event.replaces);
  place(event, item, isNear);
}

// Whether nothing follows but this person's own taps on that bubble.
function isLastBut(id, item) {
  for (let next = item.nextElementSibling; next; next = next.nextElementSibling) {
    if (next.classList.contains("time")) continue;
    if (next.dataset.bubble !== String(id) || next.classList.contains("waiting")) return false;
  }
  return true;
}

function place(event, item, isNear) {
  if (event.at - lastAt > PAUSE) log.append(drawTime(event.at));
  lastAt = event.at;
  if (event.bubble) item.dataset.bubble = event.bubble;
  if (log.getAttribute("aria-live") === "polite") item.classList.add("new");
  log.append(item);
  shown.set(event.id, { event, item });
  if (isNear) scrollTo(item);
}

function choose(id, data) {
  chosen.set(id, [...(chosen.get(id) || []), data]);
  const there = shown.get(id);
  if (there && there.event.choices && chosenPlaces(there.event)) redraw(id);
}

function redraw(id) {
  const old = shown.get(id);
  if (!old || old.event.me) return;
  const hadFocus = old.item.contains(document.activeElement);
  const item = drawGarden(old.event, replaced.has(id));
  old.item.replaceWith(item);
  shown.set(id, { event: old.event, item });
  if (hadFocus) {
    item.tabIndex = -1;
    item.focus({ preventScroll: true });
  }
}

// The person's settings came along with the message.
function follow(event) {
  if (event.language && event.language !== language && event.language in facts.words) speak(event.language);
  if (event.large !== undefined && event.large !== keep.get("large-set")) {
    keep.set("large-set", event.large);
    enlarge(event.large);
  }
}

function drawTime(at) {
  const style = { timeZone: facts.zone, hourCycle: "h23", hour: "2-digit", minute: "2-digit" };
  const time = new Intl.DateTimeFormat(language, style).format(at);
  const days = localDay(Date.now() + skew) - localDay(at);
  if (days === 0) return element("li", { class: "time" }, time);
  if (days === 1) return element("li", { class: "time" }, say("yesterday", { time }));
  const day = new Intl.DateTimeFormat(language, { timeZone: facts.zone, month: "short", day: "numeric" }).format(at);
  return element("li", { class: "time" }, day + " " + time);
}

function localDay(at) {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: facts.zone }).format(at).split("-").map(Number);
  return Date.UTC(parts[0], parts[1] - 1, parts[2]) / 86400000;
}

function isAtEnd() {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
}

function scrollTo(item) {
  if (item.offsetHeight > scroller.clientHeight) item.scrollIntoView();
  else scroller.scrollTop = scroller.scrollHeight;
}

// What is said shows at once, greyed until the garden has it.
function showWaiting(said) {
  const item = drawMine(said.echo);
  item.classList.add("waiting");
  if (said.bubble) item.dataset.bubble = said.bubble;
  item.prepend(element("span", { class: "still" }, icon("clock"), heard(say("waiting"))));
  waiting.set(said.id, item);
  log.append(item);
  scrollTo(item);
}

function settle(clientId) {
  const item = waiting.get(clientId);
  if (!item) return;
  item.classList.remove("waiting");
  item.querySelectorAll(".still").forEach((mark) => mark.remove());
}

function showFailed(said) {
  if (said.bubble && said.data) {
    chosen.set(said.bubble, (chosen.get(said.bubble) || []).filter((data) => data !== said.data));
    redraw(said.bubble);
  }
  const item = waiting.get(said.id);
  if (!item) return;
  waiting.delete(said.id);
  const again = element("button", { type: "button" }, say("failed"));
  again.addEventListener("click", () => {
    item.remove();
    queue({ ...said, id: undefined });
  });
  item.querySelectorAll(".still").forEach((mark) => mark.replaceChildren(again));
}

function keepTranscript() {
  clearTimeout(keepTranscript.timer);
  keepTranscript.timer = setTimeout(keepTranscriptNow, 200);
}

function keepTranscriptNow() {
  if (!shown.size) return;
  const events = Array.from(shown.values(), (one) => one.event).sort((a, b) => a.id - b.id).slice(-MOST_KEPT);
  if (!keep.set("events", events)) keep.set("events", events.slice(-MOST_KEPT / 2));
}

async function showOlder() {
  const button = part("older");
  const first = Math.min(...shown.keys());
  if (!Number.isFinite(first)) return;
  button.disabled = true;
  try {
    const answered = await fetch("/chat/history?before=" + first);
    if (!answered.ok) throw new Error(String(answered.status));
    const { events, more } = await answered.json();
    const height = scroller.scrollHeight;
    prepend(events);
    scroller.scrollTop += scroller.scrollHeight - height;
    showOlder.isDone = !more;
    button.hidden = !more;
  } catch {
    notice(say("offline"));
  }
  button.disabled = false;
}

function prepend(events) {
  const drawn = document.createDocumentFragment();
  let before = 0;
  for (const event of events) {
    if (event.bubble && event.data) choose(event.bubble, event.data);
    if (event.replaces) replaced.add(event.replaces);
  }
  for (const event of events) {
    if (shown.has(event.id)) continue;
    const item = event.me ? drawMine(event.text) : drawGarden(event, replaced.has(event.id));
    if (event.at - before > PAUSE) drawn.append(drawTime(event.at));
    before = event.at;
    drawn.append(item);
    shown.set(event.id, { event, item });
  }
  log.prepend(drawn);
}

function forgetTranscript() {
  clearTimeout(keepTranscript.timer);
  log.replaceChildren();
  for (const memory of [shown, chosen, replaced, waiting]) memory.clear();
  lastId = lastAt = 0;
  showOlder.isDone = false;
  part("older").hidden = true;
  for (const name of ["events", "queue", "owner", "large-set"]) keep.drop(name);
}
