/** A house of workers for all files: starting `wrangler dev` for each was a quarter of the time they took. */
import { openWorkerHouse } from '../support/worker-house.ts';

export default async function setup(): Promise<() => Promise<void>> {
  const house = await openWorkerHouse();
  process.env.KLIKSPOR_WORKER_HOUSE = house.address;
  return () => house.close();
}
