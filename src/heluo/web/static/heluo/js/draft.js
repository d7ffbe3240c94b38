// <form data-draft="name">: what is typed is kept on this device until the form has been accepted, for the account
// that typed it (body[data-owner]) and for nobody else who uses the device.
// Never kept: passwords, hidden fields, what is, or lies within, data-private; of files the names alone.
"use strict";

(() => {
  const PREFIX = "heluo-draft:";
  const SENT = "heluo-draft-sent";
  const DAYS = 14;
  const drafts = [...document.querySelectorAll("form[data-draft]")];
  const key = (form) => `${PREFIX}${document.body.dataset.owner}:${location.pathname}:${form.dataset.draft}`;
  const cameBack = (form) => form.querySelector(".summary") !== null;
  const kept = (form) => [...form.elements].filter(
    (field) => field.name && !["password", "file", "hidden", "submit", "button"].includes(field.type) && !field.closest("[data-private]"),
  );
  // The id under which the server knows the form: words that come back are sent under the id that they had.
  const id = (form) => form.elements.namedItem("client_uuid");

  const read = (form) => kept(form).map((field) =>
    [field.name, ["checkbox", "radio"].includes(field.type) ? (field.checked ? field.value : null) : field.value]);

  const files = (form) => [...form.elements].filter((field) => field.type === "file" && field.files.length)
    .map((field) => [field.name, [...field.files].map((file) => file.name)]);

  let isOver = false;
  const store = (form) => {
    if (isOver) return;
    try {
      const draft = { at: Date.now(), id: id(form)?.value, fields: read(form), files: files(form) };
      localStorage.setItem(key(form), JSON.stringify(draft));
    } catch { /* no room, or storage is off: the form works without */ }
  };

  const isFresh = (draft) => draft && Date.now() - draft.at < DAYS * 864e5;
  const load = (name) => {
    try {
      const draft = JSON.parse(localStorage.getItem(name) || "null");
      return isFresh(draft) ? draft : null;
    } catch { return null; }
  };
  const names = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));

  // What comes back is seen: a closed <details> around it opens.
  const show = (field) => {
    for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  };
  const set = (field, property, value) => {
    if (field[property] === value) return;
    field[property] = value;
    show(field);
  };

  const restore = (form, { fields, id: sentAs }) => {
    const ticked = new Set(fields.filter(([, value]) => value !== null).map(([name, value]) => `${name}=${value}`));
    const values = new Map(fields);
    for (const field of kept(form)) {
      if (["checkbox", "radio"].includes(field.type)) set(field, "checked", ticked.has(`${field.name}=${field.value}`));
      else if (values.has(field.name)) set(field, "value", values.get(field.name));
    }
    if (sentAs && id(form)) id(form).value = sentAs;
  };

  // No browser gives chosen files back: which they were is said, so that they can be chosen again.
  const nameFiles = (form, lost) => {
    for (const [name, chosen] of lost) {
      const field = form.elements.namedItem(name);
      if (!field || field.files.length || field.dataset.taken !== undefined) continue;
      const line = document.createElement("p");
      line.className = "help lost-files";
      line.textContent = document.body.dataset.chooseAgain + " " + chosen.join("、");
      field.after(line);
      field.addEventListener("change", () => line.remove());
      show(field);
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
    forget.addEventListener("click", () => {
      localStorage.removeItem(key(form));
      form.reset();
      for (const one of form.querySelectorAll(".lost-files")) one.remove();
      line.remove();
    });
    line.append(forget);
    form.prepend(line);
  };

  // Whoever goes back to a form that was sent, or loads it again, sends the same one.
  const takeSentId = (form) => { if (history.state?.sentAs) id(form).value = history.state.sentAs; };

  const markSent = (form) => {
    sessionStorage.setItem(SENT, key(form));
    if (id(form)) history.replaceState({ ...history.state, sentAs: id(form).value }, "");
  };

  const forgetAll = () => {
    isOver = true;
    for (const name of names()) localStorage.removeItem(name);
    sessionStorage.removeItem(SENT);
  };

  // A form that was sent was accepted unless the next page shows it again, says what went wrong, or asks to sign in.
  const sent = sessionStorage.getItem(SENT);
  if (sent && !document.querySelector("[data-draft-keep]") && !drafts.map(key).includes(sent)) localStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
  for (const name of names()) if (!load(name)) localStorage.removeItem(name);

  document.addEventListener("submit", ({ target: form }) => {
    if (form.dataset.draft !== undefined) { store(form); markSent(form); }
    // Signing out on a shared device leaves nothing behind.
    if (form.dataset.forgets !== undefined) forgetAll();
  });

  for (const form of drafts) {
    const before = JSON.stringify(read(form));
    const draft = load(key(form));
    if (id(form) && !cameBack(form)) takeSentId(form);
    if (draft && !cameBack(form) && (JSON.stringify(draft.fields) !== before || draft.files?.length)) {
      restore(form, draft);
      announce(form);
    }
    if (draft?.files) nameFiles(form, draft.files);
    let timer;
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(store, 400, form); });
  }
})();
