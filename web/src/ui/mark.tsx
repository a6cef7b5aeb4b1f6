/** The wordmark: a trail of dots that ends where somebody tapped. */
export function Wordmark() {
  return (
    <span class="wordmark">
      <svg viewBox="0 0 34 20" width="34" height="20" aria-hidden="true">
        <g fill="currentColor">
          <circle cx="3" cy="16" r="1.6" />
          <circle cx="9" cy="15" r="1.6" />
          <circle cx="14.6" cy="12.6" r="1.6" />
          <circle cx="19.2" cy="8.6" r="1.6" />
        </g>
        <circle class="wordmark-tap" cx="27" cy="7" r="4.4" />
      </svg>
      klikspor
    </span>
  );
}
