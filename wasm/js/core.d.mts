import type { FactoryOptions, RawModule } from './raw.d.ts';

export default function factory(options: FactoryOptions): Promise<RawModule>;
