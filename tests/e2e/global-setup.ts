/** One bundle for all files: each would take seconds of processor time to make its own. */
import { rmSync } from 'node:fs';
import { bundleWorker } from '../support/workerd.ts';

export default function setup(): () => void {
  const bundle = bundleWorker();
  process.env.KLIKSPOR_BUNDLE = bundle;
  return () => rmSync(bundle, { recursive: true, force: true });
}
