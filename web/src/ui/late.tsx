/** A part of the page that is loaded when it is first needed. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';

/** `load` must be the same function every time: it is called once. */
export function Late({ load }: { load: () => Promise<ComponentType> }) {
  const [Loaded, setLoaded] = useState<ComponentType | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    load().then(
      (loaded) => setLoaded(() => loaded),
      () => setFailed(true),
    );
  }, [load]);
  if (Loaded !== null) return <Loaded />;
  return failed ? (
    <p class="notice is-error" role="alert">
      {t.value.common.offline}
    </p>
  ) : null;
}
