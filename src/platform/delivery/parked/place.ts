/** A lane as an admin reads it: `C…`, `G…`, `D…` are conversations, `U…`, `W…` people; a role may wait for its channel. */
export const place = (lane: string): string => {
  if (lane.startsWith('role:')) return `role ${lane.slice('role:'.length)}`;
  if (lane.startsWith('mail:')) return `mail to ${lane.slice('mail:'.length)}`;
  return /^[UW]/.test(lane) ? `<@${lane}>` : `<#${lane}>`;
};
