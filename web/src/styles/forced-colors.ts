/** Lines in place of backgrounds, loaded where the system chooses the colours, or begins to. */
const forced = matchMedia('(forced-colors: active)');

function dress(): void {
  if (forced.matches) void import('./forced-colors.css');
}

dress();
forced.onchange = dress;
