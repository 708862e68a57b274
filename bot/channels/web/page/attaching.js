// Files, from those who may send them. The bytes stay in this visit; a failed one can be sent again while it lasts.

const LARGEST_FILE = 20000000;

function sendFile(file, id = randomId()) {
  if (file.size > LARGEST_FILE) return notice(say("file-large"));
  if (file.size === 0) return notice(say("file-empty"));
  showWaiting({ id, echo: file.name });
  const marks = () => (waiting.has(id) ? waiting.get(id).querySelectorAll(".still") : []);
  const sending = new XMLHttpRequest();
  sending.open("POST", "/chat/file?" + new URLSearchParams({ id, name: file.name }));
  sending.setRequestHeader("X-Garden", "1");
  sending.setRequestHeader("Content-Type", "application/octet-stream");
  sending.timeout = 600000;
  sending.upload.addEventListener("progress", (sent) => {
    if (!sent.lengthComputable) return;
    const percent = Math.floor(100 * sent.loaded / sent.total) + "%";
    marks().forEach((mark) => mark.replaceChildren(say("file-sending", { percent })));
  });
  sending.addEventListener("load", () => {
    if (sending.status === 200) settle(id);
    else if (WHY_NOT.includes(sending.status)) refuseFile(id, sending.responseText);
    else offerAgain(file, id);
  });
  for (const end of ["error", "timeout", "abort"]) sending.addEventListener(end, () => offerAgain(file, id));
  sending.send(file);
}

function refuseFile(id, why) {
  if (waiting.has(id)) waiting.get(id).remove();
  waiting.delete(id);
  notice(why);
}

// With the same id, so that a file whose answer was lost is not taken twice.
function offerAgain(file, id) {
  const item = waiting.get(id);
  if (!item || !item.classList.contains("waiting")) return;
  const again = element("button", { type: "button" }, say("failed"));
  again.addEventListener("click", () => {
    item.remove();
    sendFile(file, id);
  });
  item.querySelectorAll(".still").forEach((mark) => mark.replaceChildren(again));
}

part("attach").addEventListener("click", () => part("file").click());
part("file").addEventListener("change", () => {
  for (const file of part("file").files) sendFile(file);
  part("file").value = "";
});
