// <form data-draft="name">: what is typed is kept on this device until the form has been accepted.
// Never kept: passwords, files, hidden fields, and what is, or lies within, data-private.
"use strict";

(() => {
  const PREFIX = "heluo-draft:";
  const DAYS = 14;
  const key = (form) => PREFIX + location.pathname + ":" + form.dataset.draft;
  const kept = (form) => [...form.elements].filter(
    (field) => field.name && !["password", "file", "hidden", "submit", "button"].includes(field.type) && !field.closest("[data-private]"),
  );

  const read = (form) => kept(form).map((field) =>
    [field.name, ["checkbox", "radio"].includes(field.type) ? (field.checked ? field.value : null) : field.value]);

  const store = (form) => {
    try {
      localStorage.setItem(key(form), JSON.stringify({ at: Date.now(), fields: read(form) }));
    } catch { /* no room, or storage is off: the form works without */ }
  };

  const load = (form) => {
    try {
      const draft = JSON.parse(localStorage.getItem(key(form)) || "null");
      return draft && Date.now() - draft.at < DAYS * 864e5 ? draft.fields : null;
    } catch { return null; }
  };

  // What comes back is seen: a closed <details> around it opens.
  const set = (field, property, value) => {
    if (field[property] === value) return;
    field[property] = value;
    for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  };

  const restore = (form, fields) => {
    const ticked = new Set(fields.filter(([, value]) => value !== null).map(([name, value]) => `${name}=${value}`));
    const values = new Map(fields);
    for (const field of kept(form)) {
      if (["checkbox", "radio"].includes(field.type)) set(field, "checked", ticked.has(`${field.name}=${field.value}`));
      else if (values.has(field.name)) set(field, "value", values.get(field.name));
    }
  };

  const announce = (form) => {
    const line = document.createElement("p");
    line.className = "saved-draft";
    line.setAttribute("role", "status");
    line.textContent = document.body.dataset.draftKept + " ";
    const forget = document.createElement("button");
    forget.type = "button";
    forget.className = "btn link";
    forget.textContent = document.body.dataset.draftForget;
    forget.addEventListener("click", () => { localStorage.removeItem(key(form)); form.reset(); line.remove(); });
    line.append(forget);
    form.prepend(line);
  };

  // A form that was sent and did not come back (with its errors, or on an error page) was accepted.
  const SENT = "heluo-draft-sent";
  const sent = sessionStorage.getItem(SENT);
  const here = [...document.querySelectorAll("form[data-draft]")].filter((form) => form.querySelector(".summary")).map(key);
  if (sent && !document.querySelector("[data-draft-keep]")) {
    if (!here.includes(sent)) localStorage.removeItem(sent);
    sessionStorage.removeItem(SENT);
  }
  document.addEventListener("submit", ({ target: form }) => {
    if (form.dataset.draft !== undefined) { store(form); sessionStorage.setItem(SENT, key(form)); }
    // Signing out on a shared device leaves nothing behind.
    if (form.dataset.forgets !== undefined) {
      for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
    }
  });

  for (const form of document.querySelectorAll("form[data-draft]")) {
    const before = JSON.stringify(read(form));
    const fields = form.querySelector(".summary") ? null : load(form);
    if (fields && JSON.stringify(fields) !== before) { restore(form, fields); announce(form); }
    let timer;
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(store, 400, form); });
  }
})();
