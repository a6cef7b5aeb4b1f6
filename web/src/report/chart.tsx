/** A chart, drawn once it is on screen by what is loaded for it alone. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChartSpec } from './draw-chart.ts';

/** `label`: what it shows, in a sentence. `readout`: what is said of one of its points when it is pointed at. */
export function Chart({ spec, label, readout }: { spec: ChartSpec; label: string; readout(index: number): string }) {
  const host = useRef<HTMLDivElement>(null);
  const [said, say] = useState('');
  const read = useRef(readout);
  read.current = readout;
  // What did not change is not drawn anew every few seconds.
  const drawn = JSON.stringify(spec);
  useEffect(() => {
    let isGone = false;
    let erase = () => {};
    import('./draw-chart.ts').then(
      ({ drawChart }) => {
        if (isGone || host.current === null) return;
        erase = drawChart(host.current, spec, (index) => say(index === null ? '' : read.current(index)));
      },
      // Without the network the table says the same.
      () => {},
    );
    return () => {
      isGone = true;
      erase();
    };
  }, [drawn]);
  return (
    <div class="chart">
      <div ref={host} class="chart-drawing" role="img" aria-label={label} />
      <p class="chart-said" aria-hidden="true">
        {said}
      </p>
    </div>
  );
}
