import type { Factory } from './door.ts';

declare const factory: Factory;
export default factory;
