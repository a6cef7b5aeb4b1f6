import './start.ts';
import { render } from 'preact';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/shell.css';
import './styles/composer.css';
import './styles/editor.css';
import './styles/preview.css';
import './styles/phone.css';
import './styles/forced-colors.ts';
import './state/theme.ts';
import { keepForOffline } from './offline/register.ts';
import { App } from './shell/app.tsx';
import { startSession } from './shell/start-session.ts';
import { allDrawn } from './ui/in-turn.tsx';
import { keepFocus } from './ui/keep-focus.ts';

/** What is done here takes a task each: together they would hold up whoever begins to write on a slow machine. */
const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve));

await nextTask();
const root = document.getElementById('app');
if (root !== null) render(<App />, root);
keepFocus();
await allDrawn();
await nextTask();
await startSession();
keepForOffline();
