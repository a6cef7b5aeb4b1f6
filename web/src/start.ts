/** What takes time and needs nothing of the page: a script of its own, which runs while the page's file is still being read (see vite.config.ts). */
import './engine/begin.ts';
import './i18n/first.ts';
