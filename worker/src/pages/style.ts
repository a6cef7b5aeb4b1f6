/** One style for all pages: readable on a small phone in sunlight and in the dark, contrast 7:1 or better for text. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#f4f5f2;--card:#fff;--ink:#17201b;--soft:#47534c;--act:#0b5d3b;--on-act:#fff;--line:#8a968f;--focus:#0a58ca;--wrong:#9b1c1c}
@media (prefers-color-scheme:dark){:root{--ground:#101512;--card:#1a211d;--ink:#eef3ef;--soft:#b9c5bd;--act:#8fe0b4;--on-act:#0a1f14;--line:#7d8a82;--focus:#9cc7ff;--wrong:#ffb4ab}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100svh;display:grid;place-items:center;padding:1.25rem;background:var(--ground);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main{width:100%;max-width:30rem;padding:1.75rem 1.5rem;background:var(--card);border-radius:1rem;box-shadow:0 1px 2px rgb(0 0 0/.08),0 8px 24px rgb(0 0 0/.06)}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.25;letter-spacing:-.01em;text-wrap:balance}
h2{margin:0 0 .5rem;font-size:1.125rem}
p{margin:0 0 1rem}
.sender{margin:0 0 .5rem;font-weight:600;color:var(--soft)}
.small{font-size:.9375rem;color:var(--soft)}
form{margin:1.5rem 0 1rem}
label{display:block;margin:0 0 .375rem;font-weight:600}
input{width:100%;min-height:3.25rem;margin:0 0 .875rem;padding:.5rem .875rem;border:1px solid var(--line);border-radius:.75rem;background:var(--card);color:var(--ink);font:inherit}
button{width:100%;min-height:3.5rem;padding:.75rem 1rem;border:2px solid var(--act);border-radius:.75rem;background:var(--act);color:var(--on-act);font:inherit;font-weight:650;cursor:pointer}
button.quiet{background:transparent;color:var(--act)}
.late{animation:late 1s steps(1)}
@keyframes late{from{pointer-events:none}}
a{color:var(--act);text-underline-offset:.2em}
:focus-visible{outline:3px solid var(--focus);outline-offset:3px}
.done{display:inline-grid;place-items:center;width:3rem;height:3rem;margin:0 0 .75rem;border-radius:50%;background:var(--act);color:var(--on-act);font-size:1.5rem;line-height:1}
.problem{margin:0 0 .5rem;padding:.5rem .75rem;border-left:4px solid var(--wrong);color:var(--wrong)}
hr{margin:1.5rem 0;border:0;border-top:1px solid var(--line);opacity:.5}
.act{display:grid;place-items:center;min-height:3.5rem;margin:0 0 1rem;padding:.75rem .5rem;border-radius:.75rem;background:var(--act);color:var(--on-act);font-weight:650;text-align:center;text-decoration:none}
nav{margin:1.5rem 0 0;border-top:1px solid var(--line)}
hr~nav{border:0}
.languages{margin:.75rem 0 0;padding:0;list-style:none;text-align:center;text-wrap:balance;font-size:.9375rem}
.languages li{display:inline-block}
.languages a,.languages b{display:inline-block;padding:.5rem}
.languages b{color:var(--soft)}
`;
