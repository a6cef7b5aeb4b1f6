/** Two versions go out together, both halves of the list, unless one has gone out before. */
import { isOut, VERSIONS, versionCosts } from '../state/versions.ts';
import { Ready } from './ready.tsx';

export function ReadyVersions() {
  const costs = versionCosts.value;
  return costs === null ? null : (
    <Ready costs={VERSIONS.filter((version) => !isOut(version)).map((version) => costs[version])} />
  );
}
