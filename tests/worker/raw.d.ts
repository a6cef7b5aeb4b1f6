declare module '*?raw' {
  const text: string;
  export default text;
}

interface ImportMeta {
  /** Vite's: what the pattern's files hold, by their paths. */
  glob<T>(pattern: string, options: { query: '?raw'; import: 'default'; eager: true }): Record<string, T>;
}
