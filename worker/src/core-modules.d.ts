/** What the package makes its faces of: a module that is compiled already is handed to it (`addresses.ts`). */
declare module '*/wasm/dist/addresses.js' {
  export function addressesOf(compiled: WebAssembly.Module): Promise<import('klikspor/addresses').Addresses>;
}

declare module '*/wasm/dist/reporting.js' {
  export function reportingOf(compiled: WebAssembly.Module): Promise<import('klikspor/reporting').Reporting>;
}

declare module '*/wasm/dist/texts.js' {
  export function textsOf(compiled: WebAssembly.Module): Promise<import('klikspor/texts').Texts>;
}
