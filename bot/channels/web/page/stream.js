// What the garden says, as it comes: a stream, or polling where a stream does not pass.

const STREAM_PATIENCE = 8000;
let source = null;
let polling = null;
let acknowledged = 0;
let tries = 0;

function showState(state) {
  part("state").textContent = state ? say(state) : "";
  showState.now = state;
}

function listen() {
  if (source || polling || document.hidden || !known()) return;
  const stream = new EventSource("/chat/events" + (lastId ? "?after=" + lastId : ""));
  source = stream;
  const impatience = setTimeout(() => {
    if (source === stream) {
      hush();
      poll();
    }
  }, STREAM_PATIENCE);
  stream.addEventListener("here", (message) => {
    clearTimeout(impatience);
    offer(JSON.parse(message.data));
    here();
  });
  stream.addEventListener("message", (message) => take([JSON.parse(message.data)]));
  stream.addEventListener("error", () => {
    if (source !== stream) return;
    if (stream.readyState === EventSource.CLOSED) {
      clearTimeout(impatience);
      hush();
      comeBack();
    } else {
      showState("connecting");
    }
  });
}

function here() {
  tries = 0;
  showState("");
  endWait();
  acknowledge();
}

function hush() {
  if (source) source.close();
  if (polling) polling.abort();
  source = polling = null;
}

// A session that is over has taken its cookie along; anything else is worth another try.
function comeBack() {
  if (!known()) {
    offer({});
    start();
    return;
  }
  showState(navigator.onLine === false ? "offline" : "connecting");
  tries += 1;
  setTimeout(listen, Math.min(1000 * 2 ** tries, LONGEST_WAIT));
}

async function poll() {
  const mine = new AbortController();
  polling = mine;
  let after = lastId || null;
  while (polling === mine) {
    try {
      const answered = await fetch("/chat/poll" + (after === null ? "" : "?after=" + after), { signal: mine.signal });
      if (!answered.ok) throw new Error(String(answered.status));
      const { events, offered } = await answered.json();
      offer(offered);
      take(events);
      after = lastId;
      here();
    } catch {
      if (polling !== mine) return;
      polling = null;
      comeBack();
    }
  }
}

function take(events) {
  for (const event of events) receive(event);
  part("older").hidden = showOlder.isDone || shown.size < MOST_KEPT / 2;
  if (events.length) {
    clearTimeout(take.timer);
    take.timer = setTimeout(acknowledge, 300);
  }
}

async function acknowledge() {
  const upto = lastId;
  if (upto <= acknowledged || !known()) return;
  try {
    if ((await post("/chat/ack", { upto })).ok) acknowledged = Math.max(acknowledged, upto);
  } catch { /* the next time it is open */ }
}
