/** Where things are to be found from outside of Baton. */

/** The workspace, as Slack names it. */
export interface Workspace {
  /** `https://acme.slack.com/`. */
  readonly url: string;
  readonly teamId: string;
  readonly appId?: string | undefined;
}

export interface Places {
  /** Undefined until Slack has answered once. */
  readonly workspace: () => Workspace | undefined;
  /** Under which Baton answers browsers (PUBLIC_URL), without a slash at its end. */
  readonly publicUrl?: string | undefined;
}

/** Where a message stands in Slack. */
export interface Spot {
  readonly channel: string;
  readonly ts: string;
}

/** A message's address. Example: `https://acme.slack.com/archives/C012/p1767225600000100`. */
export const permalink = ({ url }: Workspace, { channel, ts }: Spot): string =>
  new URL(`archives/${channel}/p${ts.replace('.', '')}`, url).href;

/** Baton's Home tab. */
export const homeLink = ({ url, teamId, appId }: Workspace): string =>
  appId ? `https://slack.com/app_redirect?app=${appId}&team=${teamId}` : url;

/** The address of a thing's window, which leads into Slack. WRK-1 */
export const addressOf = ({ publicUrl }: Places, id: string): string | undefined =>
  publicUrl === undefined ? undefined : `${publicUrl}/go/${id}`;
