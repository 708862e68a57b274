// One bubble: its words, the choices of a question, buttons, a picture. Nothing here decides what an answer is worth.

function drawGarden(event, isFinal) {
  const buttonsOf = (buttons) => drawButtons(event, buttons);
  const parts = [heard(inLanguage(facts.names) + say("colon"))];
  let bubble;
  if (event.reading && !isFinal) {
    bubble = drawReading(event, buttonsOf);
  } else {
    const title = event.reading ? event.reading.title : "";
    if (plainOf(event.text || "") || title) parts.push(element("p", { class: "words" }, title, ...(title ? [] : drawRich(event.text))));
    if (event.picture) parts.push(drawPicture(event));
    if (event.chart) parts.push(drawChart(event));
    if (event.document) parts.push(drawDocument(event.document));
    if (event.choices) parts.push(drawChoices(event, isFinal));
    if (event.submit && !isFinal && !chosenPlaces(event)) parts.push(drawSubmit(event));
    if (!isFinal) parts.push(...(event.rows || []).map(buttonsOf));
    bubble = element("div", { class: "bubble" }, ...parts);
  }
  const isReading = bubble.tagName === "ARTICLE";
  const wide = !isReading && Boolean(event.choices || event.rows || event.document);
  const look = (isReading ? " reading" : "") + (wide ? " wide" : "") + (event.chart ? " charted" : "");
  return element(
    "li", { class: "said" + look },
    isReading || event.chart ? null : icon("mark", "face"), bubble,
  );
}

function drawMine(text) {
  const bubble = element("div", { class: "bubble" }, heard(say("me")), element("p", { class: "words" }, text));
  return element("li", { class: "said mine" }, bubble);
}

function drawButtons(event, buttons) {
  const drawn = buttons.map((button) => {
    const look = "button" + (button.primary ? " primary" : "");
    if (button.url) return isLink(button.url) ? anchor(button.url, { class: look + " link" }, button.label) : "";
    return element("button", { type: "button", class: look, onclick: () => tap(event, button.data, button.label) }, button.label);
  });
  return element("div", { class: "buttons" }, ...drawn);
}

function drawChoices(event, isFinal) {
  const isPair = event.choices.length === 2 && event.choices.every((choice) => !choice.letter);
  const given = chosenPlaces(event);
  const drawn = event.choices.map((choice, place) => {
    const isChosen = given !== null && given.includes(place);
    const button = element(
      "button", {
        type: "button", class: "choice" + (isChosen ? " chosen" : ""), disabled: isFinal || given !== null,
        "aria-pressed": event.several && given === null ? String(Boolean(choice.ticked)) : null,
      },
      event.several ? element("i", { class: "box" }, icon("tick")) : null,
      choice.letter ? element("b", {}, choice.letter) : null,
      element("span", {}, choice.text, isChosen ? heard(say("chosen")) : null),
      event.several ? null : icon("tick"),
    );
    button.addEventListener("click", () => {
      if (event.several) toggle(event, choice, button);
      else answer(event, choice.data, choice.letter || choice.text);
    });
    return button;
  });
  return element("div", { class: "choices" + (isPair ? " pair" : ""), role: "group", "aria-label": say("choices") }, ...drawn);
}

function toggle(event, choice, button) {
  choice.ticked = !choice.ticked;
  button.setAttribute("aria-pressed", String(choice.ticked));
  keepTranscript();
}

function drawSubmit(event) {
  const submit = element("button", { type: "button", class: "button primary" }, event.submit.label);
  submit.addEventListener("click", () => {
    const places = event.choices.map((choice, place) => (choice.ticked ? place : -1)).filter((place) => place >= 0);
    if (places.length) answerPlaces(event, places);
    else notice(say("tick-first"));
  });
  return element("div", { class: "buttons" }, submit);
}

function answerPlaces(event, places) {
  const letters = places.map((place) => event.choices[place].letter).join("");
  if (event.several) answer(event, event.submit.data + ":" + places.join(","), letters);
  else answer(event, event.choices[places[0]].data, letters);
}

// The places that were chosen, or null while the question stands open here.
function chosenPlaces(event) {
  for (const data of chosen.get(event.id) || []) {
    if (event.several && event.submit && data.startsWith(event.submit.data + ":")) {
      return data.slice(event.submit.data.length + 1).split(",").map(Number);
    }
    const place = event.choices.findIndex((choice) => choice.data === data);
    if (place >= 0 && !event.several) return [place];
  }
  return null;
}

// Letters typed under an open question are the same as tapping them; anything else is for the server to read.
function typedPlaces(event, text) {
  const letters = text.normalize("NFKC").toUpperCase().replace(/[\s,、;.。]/g, "");
  const places = Array.from(new Set(letters), (letter) => event.choices.findIndex((choice) => choice.letter === letter)).sort();
  const isAnswer = places.length > 0 && !places.includes(-1) && (event.several || letters.length === 1);
  return isAnswer ? places : null;
}

function drawPicture(event) {
  const { src, alt, kb } = event.picture;
  const frame = element("div", { class: "picture" });
  if (!src) return element("p", { class: "about" }, plainOf(event.text || "").includes(alt) ? "" : alt);
  const load = element("button", { type: "button", class: "button" }, say("picture", { kb }));
  load.addEventListener("click", async () => {
    load.disabled = true;
    const image = await loaded(src, alt) || await loaded(await freshLink(event.id), alt);
    if (image) frame.replaceChildren(image);
    else notice(say("picture-gone"));
    load.disabled = false;
  });
  frame.append(load);
  return frame;
}

function loaded(src, alt) {
  return new Promise((done) => {
    if (!src) return done(null);
    const image = element("img", { alt });
    image.onload = () => done(image);
    image.onerror = () => done(null);
    image.src = src;
  });
}

// Links to pictures last ten minutes; the transcript gives a new one.
async function freshLink(id) {
  try {
    const { events } = await (await fetch("/chat/history?before=" + (id + 1))).json();
    const found = events.find((event) => event.id === id);
    return found && found.picture ? found.picture.src : null;
  } catch {
    return null;
  }
}
