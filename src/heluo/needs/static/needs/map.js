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
  // Keys and tile servers go by the site that asks; our pages tell nobody else where they were.
  const { attribution, hosts: subdomains } = drawing.dataset;
  for (const layer of drawing.dataset.tiles.split(" ")) {
    L.tileLayer(layer, { attribution, subdomains, referrerPolicy: "origin" }).addTo(map);
  }
  map.fitBounds(L.latLngBounds(points.map(({ latitude, longitude }) => [latitude, longitude])).pad(0.2), { maxZoom: 12 });
  for (const { latitude, longitude, label, title } of points) {
    const icon = L.divIcon({ className: label ? "mark" : "mark here", html: label, iconSize: [22, 22] });
    L.marker([latitude, longitude], { icon, title, keyboard: false }).addTo(map);
  }
})();
