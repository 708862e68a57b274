// What the page knows, and what it keeps in this browser between visits.

const facts = JSON.parse(document.getElementById("facts").textContent);
const part = (id) => document.getElementById(id);
let language = document.documentElement.lang;

const keep = {
  spare: new Map(), // where a browser keeps nothing, at least for this visit
  get(name) {
    try {
      const kept = localStorage.getItem("garden." + name);
      if (kept !== null) return JSON.parse(kept);
    } catch { /* the spare follows */ }
    return this.spare.has(name) ? this.spare.get(name) : null;
  },
  set(name, value) {
    try {
      localStorage.setItem("garden." + name, JSON.stringify(value));
      this.spare.delete(name);
      return true;
    } catch {
      this.spare.set(name, value);
      return false;
    }
  },
  drop(name) {
    this.spare.delete(name);
    try { localStorage.removeItem("garden." + name); } catch { /* nothing was kept */ }
  },
};

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(name + "="));
  return found ? found.slice(name.length + 1) : null;
}

// The name of this browser's session, or null for somebody new.
const known = () => cookie("garden_known");

function say(key, gaps = {}) {
  return facts.words[language][key].replace(/\{(\w+)\}/g, (whole, name) => (name in gaps ? gaps[name] : whole));
}

const inLanguage = (texts) => texts[language] || Object.values(texts)[0];

function randomId() {
  const numbers = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(numbers, (number) => number.toString(16).padStart(8, "0")).join("");
}

const until = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
