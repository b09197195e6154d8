const COLOURS = ['#1d6fa5', '#8a4fbf', '#a8463c', '#2f7d4f', '#9a6b14', '#3f5fb5', '#b0407a', '#4a6a75'];

/** Initials on a colour of the person's own. */
export const Avatar = ({ id, name, isApp = false }: { id: string; name: string; isApp?: boolean }) => {
  if (isApp) {
    return (
      <span className="avatar avatar-app" aria-hidden="true">
        <svg viewBox="0 0 16 16" role="presentation">
          <path d="M3 11 11 3l2 2-8 8z" fill="#f2b84b" />
        </svg>
      </span>
    );
  }
  let sum = 0;
  for (const char of id) sum = (sum * 31 + char.charCodeAt(0)) % 997;
  const initials = name
    .split(/[\s-]+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('');
  return (
    <span className="avatar" aria-hidden="true" style={{ background: COLOURS[sum % COLOURS.length] }}>
      {initials}
    </span>
  );
};
