import { type ComponentType, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/**
 * A component whose code is loaded the first time it is drawn; nothing stands there until then, and nothing if it cannot
 * be loaded. It must be one that somebody can do without for a moment.
 */
export function later(load: () => Promise<ComponentType>): ComponentType {
  let loaded: ComponentType | null = null;
  return function Later() {
    const [, draw] = useState(false);
    useEffect(() => {
      if (loaded !== null) return;
      load().then(
        (component) => {
          loaded = component;
          draw(true);
        },
        () => {},
      );
    }, []);
    return loaded === null ? null : h(loaded, {});
  };
}
