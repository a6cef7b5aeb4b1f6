import { useEffect } from 'preact/hooks';

/** What the window is called in tabs, in the history and by screen readers (WCAG 2.4.2), and what a printed page is saved as. */
export function useTitle(page: string): void {
  useEffect(() => {
    document.title = `${page} · klikspor`;
  }, [page]);
}
