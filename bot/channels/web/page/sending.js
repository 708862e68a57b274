// What the person does, queued in this browser and sent in order, however long the network is away.

const LONGEST_WAIT = 30000;
const WHY_NOT = [400, 403, 404, 413]; // the server will never take it
let isSending = false;
let endWait = () => {};

const queued = () => keep.get("queue") || [];

function post(path, body) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), 25000);
  return fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Garden": "1" },
    body: JSON.stringify(body),
    signal: giveUp.signal,
  }).finally(() => clearTimeout(timer));
}

function queue(said) {
  const complete = { ...said, id: said.id || randomId() };
  keep.set("queue", [...queued(), complete]);
  if (complete.echo) showWaiting(complete);
  send();
}

// Only the last place in each reading matters; it leaves no bubble and is in no hurry.
function queueQuietly(prefix, rest) {
  const others = queued().filter((said, index) => (isSending && index === 0) || !(said.data || "").startsWith(prefix));
  keep.set("queue", [...others, { id: randomId(), kind: "chose", data: prefix + rest }]);
  clearTimeout(queueQuietly.timer);
  queueQuietly.timer = setTimeout(send, 1200);
}

// A tap on a button. A second tap while the first is on its way changes nothing.
function tap(event, data, label) {
  if (queued().some((said) => said.data === data && said.bubble === event.id)) return;
  queue({ kind: "chose", data, bubble: event.id, echo: label });
}

function answer(event, data, label) {
  if (chosenPlaces(event)) return;
  tap(event, data, label);
  choose(event.id, data);
}

function command(name, label, argument = "") {
  queue({ kind: "command", name, argument, echo: label });
}

function speakUp(text) {
  const open = openQuestion();
  const places = open && typedPlaces(open, text);
  if (places) answerPlaces(open, places);
  else queue({ kind: "said", text, echo: text });
}

// The question at the end of the transcript, when it still waits for an answer.
function openQuestion() {
  const events = Array.from(shown.values(), (one) => one.event).filter((event) => !event.me);
  const last = events.length ? events.reduce((a, b) => (a.id > b.id ? a : b)) : null;
  return last && last.choices && !chosenPlaces(last) ? last : null;
}

async function send() {
  if (isSending) return;
  isSending = true;
  let wait = 1000;
  for (let said = queued()[0]; said; said = queued()[0]) {
    const outcome = await sendOne(said);
    if (outcome === "later") {
      await Promise.race([until(wait), new Promise((done) => { endWait = done; })]);
      wait = Math.min(wait * 2, LONGEST_WAIT);
      continue;
    }
    wait = 1000;
    keep.set("queue", queued().filter((other) => other.id !== said.id));
    if (outcome === "taken") settle(said.id);
    else showFailed(said);
  }
  isSending = false;
}

async function sendOne(said) {
  try {
    const { echo, ...rest } = said;
    const answered = await post("/chat/say", echo && said.kind !== "said" ? said : rest);
    if (WHY_NOT.includes(answered.status)) return "refused";
    if (!answered.ok) return "later";
    const taken = await answered.json();
    if (taken.notice) notice(taken.notice);
    keep.set("owner", known());
    listen();
    if (source && source.readyState === EventSource.OPEN) showState("");
    return "taken";
  } catch {
    showState("offline");
    return "later";
  }
}
