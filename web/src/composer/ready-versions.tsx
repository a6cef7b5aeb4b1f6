/** Two versions go out together: both halves of the list are about to be published. */
import { VERSIONS, versionCosts } from '../state/versions.ts';
import { Ready } from './ready.tsx';

export function ReadyVersions() {
  const costs = versionCosts.value;
  return costs === null ? null : <Ready costs={VERSIONS.map((version) => costs[version])} />;
}
