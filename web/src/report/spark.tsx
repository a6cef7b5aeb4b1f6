/** Clicks of a campaign's first days as bars a few pixels high. The number stands beside it. */
const HEIGHT = 18;
const STEP = 3;

export function Spark({ steps }: { steps: readonly number[] }) {
  const most = Math.max(...steps, 1);
  const width = Math.max(steps.length, 1) * STEP;
  return (
    <svg class="spark" viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} aria-hidden="true">
      {steps.map((clicks, at) => {
        // A single click is seen, too.
        const height = clicks === 0 ? 0 : Math.max(1, (clicks / most) * (HEIGHT - 1));
        return <rect key={at} x={at * STEP} y={HEIGHT - 1 - height} width={STEP - 1} height={height} />;
      })}
      <path d={`M0 ${HEIGHT - 0.5}h${width}`} />
    </svg>
  );
}
