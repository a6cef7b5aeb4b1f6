/** A QR code as an SVG path. The encoder is uqr's and is loaded the first time one is shown. */
import { useEffect, useState } from 'preact/hooks';

interface Drawn {
  readonly size: number;
  readonly path: string;
}

export function Qr({ text, label }: { text: string; label: string }) {
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  useEffect(() => {
    let gone = false;
    void import('uqr').then(({ encode }) => {
      if (gone) return;
      const { data, size } = encode(text, { ecc: 'M', border: 2 });
      const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
      setDrawn({ size, path: squares.join('') });
    });
    return () => {
      gone = true;
    };
  }, [text]);
  if (drawn === null) return <div class="qr" />;
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${drawn.size} ${drawn.size}`}
      shape-rendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <rect width={drawn.size} height={drawn.size} fill="#fff" />
      <path d={drawn.path} fill="#000" />
    </svg>
  );
}
