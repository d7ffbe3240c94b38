// Where a tile address is set, the drawn map of a need becomes one that can be moved. Without it, or without this
// script, the drawing stays.
"use strict";

(() => {
  const drawing = document.querySelector("[data-tiles]");
  if (!drawing || !window.L) return;
  const points = JSON.parse(document.getElementById("map-points").textContent);
  const ground = document.createElement("div");
  ground.className = "live-map";
  drawing.querySelector("svg").replaceWith(ground);
  const map = L.map(ground, { attributionControl: false });
  L.control.attribution({ prefix: false }).addTo(map);
  L.tileLayer(drawing.dataset.tiles, { attribution: drawing.dataset.attribution }).addTo(map);
  const marks = points.map(({ latitude, longitude, label, title }) => {
    const icon = L.divIcon({ className: label ? "mark" : "mark here", html: "", iconSize: [22, 22] });
    const mark = L.marker([latitude, longitude], { icon, title, keyboard: false }).addTo(map);
    mark.getElement().textContent = label;
    return mark;
  });
  map.fitBounds(L.featureGroup(marks).getBounds().pad(0.2), { maxZoom: 12 });
})();
