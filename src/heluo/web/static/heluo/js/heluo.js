// Small things that pages do by themselves. Every page works without them.
"use strict";

(() => {
  const say = (name) => document.body.dataset[name] || "";

  const tell = (words, kind = "error") => {
    const place = document.getElementById("messages");
    if (!place) return;
    const line = document.createElement("p");
    line.className = `message ${kind}`;
    line.textContent = words;
    place.replaceChildren(line);
    place.scrollIntoView({ block: "nearest" });
  };

  // <button data-copy="text"> or <button data-copy-from="#id">
  const copy = async (button) => {
    const from = button.dataset.copyFrom && document.querySelector(button.dataset.copyFrom);
    const text = from ? from.value || from.textContent.trim() : button.dataset.copy;
    await navigator.clipboard.writeText(text);
    const before = button.textContent;
    button.textContent = say("copied");
    setTimeout(() => { button.textContent = before; }, 1500);
  };

  // <button data-position="#latitude #longitude">: asked for only when pressed; three decimals, about 100 m.
  const locate = (button) => {
    const [latitude, longitude] = button.dataset.position.split(" ").map((id) => document.querySelector(id));
    const before = button.textContent;
    const restore = () => { button.textContent = before; button.disabled = false; };
    if (!navigator.geolocation) { tell(say("noPosition"), "warning"); return; }
    button.disabled = true;
    button.textContent = say("askingPosition");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        latitude.value = coords.latitude.toFixed(3);
        longitude.value = coords.longitude.toFixed(3);
        for (const input of [latitude, longitude]) input.dispatchEvent(new Event("change", { bubbles: true }));
        restore();
        button.textContent = `✓ ${say("positionTaken")} (${latitude.value}, ${longitude.value})`;
      },
      () => { restore(); tell(say("noPosition"), "warning"); },
      { timeout: 15000, maximumAge: 60000 },
    );
  };

  // <button data-line="text" data-line-into="#textarea">: writes the text as a line of its own, once.
  const addLine = (button) => {
    const area = document.querySelector(button.dataset.lineInto);
    const text = button.dataset.line;
    const lines = area.value.split("\n");
    if (!lines.some((line) => `${line.trim()} `.startsWith(`${text.trim()} `))) {
      area.value = [...lines.filter((line) => line.trim()), text].join("\n");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-line], [data-copy], [data-copy-from], [data-position], [data-print]");
    if (!button) return;
    if (button.dataset.print !== undefined) window.print();
    else if (button.dataset.position) locate(button);
    else if (button.dataset.line) addLine(button);
    else copy(button);
  });

  // <textarea data-lines>: a list pasted from a spreadsheet or a chat becomes one name per line.
  document.addEventListener("paste", (event) => {
    const area = event.target.closest?.("textarea[data-lines]");
    const text = event.clipboardData?.getData("text/plain");
    if (!area || !text) return;
    event.preventDefault();
    const lines = text.split(/\r?\n|[、，,;；](?![^(（\n]*[)）])/).map((line) => line.replace(/\t+/g, " ").trim()).filter(Boolean);
    const before = area.value.slice(0, area.selectionStart);
    area.setRangeText((before && !before.endsWith("\n") ? "\n" : "") + lines.join("\n"), area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // <input type="checkbox" data-all="name">: ticks every box of that name in its form.
  // <select data-submit>: sends its form when changed.
  document.addEventListener("change", (event) => {
    const { all, submit } = event.target.dataset ?? {};
    if (all) for (const box of event.target.form.querySelectorAll(`input[name="${all}"]`)) box.checked = event.target.checked;
    if (submit !== undefined) event.target.form.requestSubmit();
  });

  // A form is sent once: pressing again while it is under way does nothing (a download leaves the page as it is).
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 5000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  document.addEventListener("htmx:sendError", () => tell(say("failed")));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) tell(say("failed"));
  });

  // Phone pages say in one line when the network is gone.
  const line = document.getElementById("network");
  const network = () => {
    if (!line || line.dataset.busy) return;
    line.hidden = navigator.onLine;
    line.textContent = navigator.onLine ? "" : line.dataset.offline;
  };
  window.addEventListener("online", network);
  window.addEventListener("offline", network);
  network();

  document.querySelector("[data-focus]")?.focus();
})();
