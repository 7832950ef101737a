/** Two notes under one slur: legato. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden>
      <rect width="32" height="32" rx="8" className="fill-brand" />
      <path d="M6.5 15.5C9 7.5 23 7.5 25.5 15.5" fill="none" stroke="#f2b84b" strokeWidth="2.6" strokeLinecap="round" />
      <ellipse cx="9" cy="22" rx="4" ry="3.1" transform="rotate(-20 9 22)" fill="#fff" />
      <ellipse cx="23" cy="22" rx="4" ry="3.1" transform="rotate(-20 23 22)" fill="#fff" />
    </svg>
  );
}
